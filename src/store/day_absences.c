/* SPDX-License-Identifier: EUPL-1.2 */
#include "store/day_absences.h"

#include "store/list.h"

#define COLUMNS                                                                \
	"SELECT d.pupil, d.day, d.from_number, d.reason, d.recorded_by,"       \
	" d.recorded_at, d.ended_at, d.seq FROM day_absence d"
#define LETTERS "iiisiiIi"

static void
read_row(struct rows *rows, struct arena *arena, struct day_absence *out)
{
	*out = (struct day_absence){
	    .pupil = rows_int(rows, 0),
	    .day = rows_int(rows, 1),
	    .from_number = rows_int(rows, 2),
	    .reason = arena_strdup(arena, rows_text(rows, 3)),
	    .recorded_by = rows_int(rows, 4),
	    .recorded_at = rows_int(rows, 5),
	    .ended_at = rows_int(rows, 6),
	    .seq = rows_int(rows, 7),
	};
}

static const struct stmt find STMT = {
    .name = "day_absences.find",
    .params = "iii",
    .columns = LETTERS,
    .sql = COLUMNS " WHERE d.inst = $1 AND d.pupil = $2 AND d.day = $3",
};

enum err
day_absences_find(struct db *db, struct arena *arena, int64_t inst,
    int64_t pupil, int64_t day, struct day_absence *out)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_one(
		 db, &find, &rows, A_INT(inst), A_INT(pupil), A_INT(day))))
		return err;
	read_row(&rows, arena, out);
	return OK;
}

static const struct stmt set STMT = {
    .name = "day_absences.set",
    .params = "iiiisiiIii",
    .columns = "",
    .sql = "INSERT INTO day_absence (inst, pupil, day, from_number, reason,"
	   " recorded_by, recorded_at, ended_at, seq)"
	   " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
	   " ON CONFLICT (inst, pupil, day) DO UPDATE"
	   " SET from_number = EXCLUDED.from_number,"
	   " reason = EXCLUDED.reason, recorded_by = EXCLUDED.recorded_by,"
	   " recorded_at = EXCLUDED.recorded_at,"
	   " ended_at = EXCLUDED.ended_at, seq = EXCLUDED.seq"
	   " WHERE day_absence.seq = $10",
};

enum err
day_absences_set(
    struct db *db, int64_t inst, const struct day_absence *row, int64_t seen)
{
	int64_t changed;
	enum err err;

	if ((err = db_run(db, &set, &changed, A_INT(inst), A_INT(row->pupil),
		 A_INT(row->day), A_INT(row->from_number), A_TEXT(row->reason),
		 A_INT(row->recorded_by), A_INT(row->recorded_at),
		 row->ended_at ? A_INT(row->ended_at) : A_NULL(),
		 A_INT(row->seq), A_INT(seen))))
		return err;
	return changed ? OK : ERR_CONFLICT;
}

static const struct stmt list_class STMT = {
    .name = "day_absences.list",
    .params = "iii",
    .columns = LETTERS,
    .sql = COLUMNS " JOIN enrolment e ON e.inst = d.inst"
		   " AND e.pupil = d.pupil"
		   " WHERE d.inst = $1 AND e.class = $2 AND d.day = $3"
		   " AND e.starts_on <= $3"
		   " AND (e.ends_on IS NULL OR e.ends_on >= $3)"
		   " AND d.ended_at IS NULL ORDER BY d.pupil LIMIT 400",
};

enum err
day_absences_list(struct db *db, struct arena *arena, int64_t inst,
    int64_t class, int64_t day, struct day_absence **out, size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	struct list list = {.arena = arena, .size = sizeof(struct day_absence)};
	enum err err;

	if ((err = db_query(db, &list_class, &rows, A_INT(inst), A_INT(class),
		 A_INT(day))))
		return err;
	while (!(err = rows_next(&rows)))
		read_row(&rows, arena, list_add(&list));
	if (err != ERR_NOT_FOUND)
		return err;
	*out = (struct day_absence *)(void *)list.p;
	*n = list.n;
	return OK;
}
