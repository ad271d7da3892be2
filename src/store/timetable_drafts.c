/* SPDX-License-Identifier: EUPL-1.2 */
#include "store/timetable_drafts.h"

#include "store/list.h"

static const struct stmt find STMT = {
    .name = "timetable_drafts.find",
    .params = "i",
    .columns = "ssii",
    .sql = "SELECT file_name, body, created_by, created_at"
	   " FROM timetable_draft WHERE inst = $1",
};

enum err
timetable_drafts_find(struct db *db, struct arena *arena, int64_t inst,
    struct timetable_draft *out)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_one(db, &find, &rows, A_INT(inst))))
		return err;
	*out = (struct timetable_draft){
	    .file_name = arena_strdup(arena, rows_text(&rows, 0)),
	    .body = arena_strdup(arena, rows_text(&rows, 1)),
	    .created_by = rows_int(&rows, 2),
	    .created_at = rows_int(&rows, 3),
	};
	return OK;
}

static const struct stmt put STMT = {
    .name = "timetable_drafts.put",
    .params = "issii",
    .columns = "",
    .sql = "INSERT INTO timetable_draft (inst, file_name, body, created_by,"
	   " created_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (inst)"
	   " DO UPDATE SET file_name = EXCLUDED.file_name, body ="
	   " EXCLUDED.body, created_by = EXCLUDED.created_by, created_at ="
	   " EXCLUDED.created_at",
};

enum err
timetable_drafts_put(
    struct db *db, int64_t inst, const struct timetable_draft *d)
{
	return db_run(db, &put, NULL, A_INT(inst), A_TEXT(d->file_name),
	    A_TEXT(d->body), A_INT(d->created_by), A_INT(d->created_at));
}

static const struct stmt delete STMT = {
    .name = "timetable_drafts.delete",
    .params = "i",
    .columns = "",
    .sql = "DELETE FROM timetable_draft WHERE inst = $1",
};

enum err
timetable_drafts_delete(struct db *db, int64_t inst)
{
	return db_run(db, &delete, NULL, A_INT(inst));
}

static const struct stmt aliases STMT = {
    .name = "timetable_drafts.aliases",
    .params = "isi",
    .columns = "si",
    .sql = "SELECT name_fold, target FROM name_alias WHERE inst = $1"
	   " AND area = $2 ORDER BY name_fold LIMIT $3",
};

enum err
timetable_drafts_aliases(struct db *db, struct arena *arena, int64_t inst,
    const char *area, struct name_alias **out, size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	struct list got = {arena, .size = sizeof(struct name_alias)};
	enum err err;

	if ((err = db_query(db, &aliases, &rows, A_INT(inst), A_TEXT(area),
		 A_INT(NAME_ALIASES_MAX))))
		return err;
	while (!(err = rows_next(&rows)))
		*(struct name_alias *)list_add(&got) = (struct name_alias){
		    arena_strdup(arena, rows_text(&rows, 0)),
		    rows_int(&rows, 1)};
	if (err != ERR_NOT_FOUND)
		return err;
	*out = (struct name_alias *)(void *)got.p;
	*n = got.n;
	return OK;
}

static const struct stmt alias_set STMT = {
    .name = "timetable_drafts.alias_set",
    .params = "issi",
    .columns = "",
    .sql = "INSERT INTO name_alias (inst, area, name_fold, target)"
	   " VALUES ($1, $2, $3, $4) ON CONFLICT (inst, area, name_fold)"
	   " DO UPDATE SET target = EXCLUDED.target",
};

enum err
timetable_drafts_alias_set(struct db *db, int64_t inst, const char *area,
    const char *name_fold, int64_t target)
{
	return db_run(db, &alias_set, NULL, A_INT(inst), A_TEXT(area),
	    A_TEXT(name_fold), A_INT(target));
}
