/* SPDX-License-Identifier: EUPL-1.2 */
#include "store/guardians.h"

#include "store/days.h"
#include "store/list.h"
#include "store/people_part.h"

#define LINK                                                                   \
	", g.pupil, g.guardian, g.relation, g.restricted, g.created_at,"       \
	" g.ended_at"
#define LINK_LETTERS "iisiiI"

static struct guardian
link_read(struct arena *arena, const struct rows *rows, int at)
{
	return (struct guardian){
	    .pupil = rows_int(rows, at),
	    .guardian = rows_int(rows, at + 1),
	    .relation = arena_strdup(arena, rows_text(rows, at + 2)),
	    .restricted = rows_int(rows, at + 3) != 0,
	    .created_at = rows_int(rows, at + 4),
	    .ended_at = rows_int(rows, at + 5),
	};
}

static const struct stmt of STMT = {
    .name = "guardians.of",
    .params = "iii",
    .columns = PEOPLE_LETTERS LINK_LETTERS "s",
    .sql = "SELECT " PEOPLE_COLUMNS LINK ", '' FROM guardian g"
	   " JOIN person p ON p.inst = g.inst AND p.person = g.guardian"
	   " WHERE g.inst = $1 AND g.pupil = $2 AND g.ended_at IS NULL"
	   " ORDER BY p.name_sort, p.person LIMIT $3",
};

static const struct stmt pupils STMT = {
    .name = "guardians.pupils",
    .params = "iii",
    .columns = PEOPLE_LETTERS LINK_LETTERS "s",
    .sql = "SELECT " PEOPLE_COLUMNS LINK ", COALESCE((SELECT c.label"
	   " FROM enrolment e JOIN class c ON c.inst = e.inst"
	   " AND c.class = e.class WHERE e.inst = g.inst"
	   " AND e.pupil = g.pupil AND e.ends_on IS NULL"
	   " ORDER BY e.starts_on DESC LIMIT 1), '') FROM guardian g"
	   " JOIN person p ON p.inst = g.inst AND p.person = g.pupil"
	   " WHERE g.inst = $1 AND g.guardian = $2 AND g.ended_at IS NULL"
	   " AND p.merged_into IS NULL"
	   " ORDER BY p.name_sort, p.person LIMIT $3",
};

static enum err
lines_read(struct db *db, struct arena *arena, const struct stmt *stmt,
    const struct arg args[3], struct list *got)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_query_args(db, stmt, &rows, args, 3)))
		return err;
	while (!(err = rows_next(&rows))) {
		struct guardian_line *line = list_add(got);

		line->person = people_row(arena, &rows);
		line->link = link_read(arena, &rows, PEOPLE_WIDTH);
		line->class =
		    arena_strdup(arena, rows_text(&rows, PEOPLE_WIDTH + 6));
	}
	return err == ERR_NOT_FOUND ? OK : err;
}

enum err
guardians_of(struct db *db, struct arena *arena, int64_t inst, int64_t pupil,
    struct guardian_line **lines, size_t *n)
{
	struct list got = {arena, .size = sizeof(struct guardian_line)};
	const struct arg args[] = {
	    A_INT(inst), A_INT(pupil), A_INT(GUARDIANS_MAX)};
	enum err err;

	if ((err = lines_read(db, arena, &of, args, &got)))
		return err;
	*lines = (struct guardian_line *)(void *)got.p;
	*n = got.n;
	return OK;
}

enum err
guardians_pupils(struct db *db, struct arena *arena, int64_t inst,
    int64_t guardian, struct guardian_line **lines, size_t *n)
{
	struct list got = {arena, .size = sizeof(struct guardian_line)};
	const struct arg args[] = {
	    A_INT(inst), A_INT(guardian), A_INT(GUARDIANS_MAX)};
	enum err err;

	if ((err = lines_read(db, arena, &pupils, args, &got)))
		return err;
	*lines = (struct guardian_line *)(void *)got.p;
	*n = got.n;
	return OK;
}

static const struct stmt all STMT = {
    .name = "guardians.all",
    .params = "ii",
    .columns = LINK_LETTERS,
    .sql = "SELECT g.pupil, g.guardian, g.relation, g.restricted,"
	   " g.created_at, g.ended_at FROM guardian g WHERE g.inst = $1"
	   " AND g.ended_at IS NULL ORDER BY g.pupil, g.guardian LIMIT $2",
};

enum err
guardians_all(struct db *db, struct arena *arena, int64_t inst,
    struct guardian **out, size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	struct list got = {arena, .size = sizeof(struct guardian)};
	enum err err;

	if ((err = db_query(
		 db, &all, &rows, A_INT(inst), A_INT(2 * PEOPLE_MAX))))
		return err;
	while (!(err = rows_next(&rows)))
		*(struct guardian *)list_add(&got) = link_read(arena, &rows, 0);
	if (err != ERR_NOT_FOUND)
		return err;
	*out = (struct guardian *)(void *)got.p;
	*n = got.n;
	return OK;
}

static const struct stmt insert STMT = {
    .name = "guardians.insert",
    .params = "iiisii",
    .columns = "",
    .sql = "INSERT INTO guardian (inst, pupil, guardian, relation,"
	   " restricted, created_at) VALUES ($1, $2, $3, $4, $5, $6)"
	   " ON CONFLICT (inst, pupil, guardian) DO UPDATE SET"
	   " relation = EXCLUDED.relation, restricted = EXCLUDED.restricted,"
	   " ended_at = NULL",
};

enum err
guardians_insert(struct db *db, int64_t inst, const struct guardian *row)
{
	return db_run(db, &insert, NULL, A_INT(inst), A_INT(row->pupil),
	    A_INT(row->guardian), A_TEXT(row->relation),
	    A_INT(row->restricted ? 1 : 0), A_INT(row->created_at));
}

static const struct stmt update STMT = {
    .name = "guardians.update",
    .params = "siIiii",
    .columns = "",
    .sql = "UPDATE guardian SET relation = $1, restricted = $2,"
	   " ended_at = $3 WHERE inst = $4 AND pupil = $5"
	   " AND guardian = $6",
};

enum err
guardians_update(struct db *db, int64_t inst, const struct guardian *row)
{
	int64_t changed = 0;
	enum err err;

	if ((err = db_run(db, &update, &changed, A_TEXT(row->relation),
		 A_INT(row->restricted ? 1 : 0), days_arg_zero(row->ended_at),
		 A_INT(inst), A_INT(row->pupil), A_INT(row->guardian))))
		return err;
	return changed ? OK : ERR_NOT_FOUND;
}

static const struct stmt delete STMT = {
    .name = "guardians.delete",
    .params = "iii",
    .columns = "",
    .sql = "DELETE FROM guardian WHERE inst = $1 AND pupil = $2"
	   " AND guardian = $3",
};

enum err
guardians_delete(struct db *db, int64_t inst, int64_t pupil, int64_t guardian)
{
	return db_run(
	    db, &delete, NULL, A_INT(inst), A_INT(pupil), A_INT(guardian));
}
