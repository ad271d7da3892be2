/* SPDX-License-Identifier: EUPL-1.2 */
#include "store/year_changes.h"

#include "store/days.h"
#include "store/list.h"
#include "store/row.h"

#define COLUMNS                                                                \
	"y.change, y.area, y.at, y.actor, y.items, y.undone_at, p.surname,"    \
	" p.given, p.patronymic"
#define TABLES                                                                 \
	" FROM year_change y LEFT JOIN person p ON p.inst = y.inst"            \
	" AND p.person = y.actor"
#define LETTERS "isiisISSS"

static struct year_change
row_read(struct arena *arena, const struct rows *rows)
{
	return (struct year_change){
	    .change = rows_int(rows, 0),
	    .area = row_copy_or_empty(arena, rows, 1),
	    .at = rows_int(rows, 2),
	    .actor = rows_int(rows, 3),
	    .items = row_copy_or_empty(arena, rows, 4),
	    .undone_at = rows_int(rows, 5),
	    .surname = row_copy_or_empty(arena, rows, 6),
	    .given = row_copy_or_empty(arena, rows, 7),
	    .patronymic = row_copy_or_empty(arena, rows, 8),
	};
}

static const struct stmt insert STMT = {
    .name = "year_changes.insert",
    .params = "iisiis",
    .columns = "",
    .sql = "INSERT INTO year_change (inst, change, area, at, actor, items)"
	   " VALUES ($1, $2, $3, $4, $5, $6)",
};

enum err
year_changes_insert(struct db *db, int64_t inst, const struct year_change *c)
{
	return db_run(db, &insert, NULL, A_INT(inst), A_INT(c->change),
	    A_TEXT(c->area), A_INT(c->at), A_INT(c->actor), A_TEXT(c->items));
}

static const struct stmt find STMT = {
    .name = "year_changes.find",
    .params = "ii",
    .columns = LETTERS,
    .sql = "SELECT " COLUMNS TABLES " WHERE y.inst = $1 AND y.change = $2",
};

enum err
year_changes_find(struct db *db, struct arena *arena, int64_t inst,
    int64_t change, struct year_change *out)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_one(db, &find, &rows, A_INT(inst), A_INT(change))))
		return err;
	*out = row_read(arena, &rows);
	return OK;
}

static const struct stmt set_undone STMT = {
    .name = "year_changes.set_undone",
    .params = "iii",
    .columns = "",
    .sql = "UPDATE year_change SET undone_at = $1 WHERE inst = $2"
	   " AND change = $3 AND undone_at IS NULL",
};

enum err
year_changes_set_undone(struct db *db, int64_t inst, int64_t change, int64_t at)
{
	int64_t changed = 0;
	enum err err;

	if ((err = db_run(db, &set_undone, &changed, A_INT(at), A_INT(inst),
		 A_INT(change))))
		return err;
	return changed == 1 ? OK : ERR_NOT_FOUND;
}

static const struct stmt list STMT = {
    .name = "year_changes.list",
    .params = "isii",
    .columns = LETTERS,
    .sql = "SELECT " COLUMNS TABLES " WHERE y.inst = $1 AND y.area = $2"
	   " AND y.at >= $3 AND y.undone_at IS NULL"
	   " ORDER BY y.change DESC LIMIT $4",
};

enum err
year_changes_list(struct db *db, struct arena *arena, int64_t inst,
    const char *area, int64_t since, struct year_change **out, size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	struct list got = {arena, .size = sizeof(struct year_change)};
	enum err err;

	if ((err = db_query(db, &list, &rows, A_INT(inst), A_TEXT(area),
		 A_INT(since), A_INT(YEAR_CHANGES_MAX))))
		return err;
	while (!(err = rows_next(&rows)))
		*(struct year_change *)list_add(&got) = row_read(arena, &rows);
	if (err != ERR_NOT_FOUND)
		return err;
	*out = (struct year_change *)(void *)got.p;
	*n = got.n;
	return OK;
}
