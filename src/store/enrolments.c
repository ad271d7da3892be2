/* SPDX-License-Identifier: EUPL-1.2 */
#include "store/enrolments.h"

#include "store/days.h"
#include "store/list.h"
#include "store/people_part.h"

/* A pupil who left and came back stands once, with the latest stretch. */
static const struct stmt class_on STMT = {
    .name = "enrolments.class",
    .params = "iiii",
    .columns = PEOPLE_LETTERS "iI",
    .sql = "SELECT " PEOPLE_COLUMNS ", e.starts_on, e.ends_on"
	   " FROM enrolment e JOIN person p ON p.inst = e.inst"
	   " AND p.person = e.pupil WHERE e.inst = $1 AND e.class = $2"
	   " AND (e.ends_on IS NULL OR e.ends_on >= $3)"
	   " AND (p.left_on IS NULL OR p.left_on >= $3)"
	   " AND p.merged_into IS NULL"
	   " AND NOT EXISTS (SELECT 1 FROM enrolment o WHERE o.inst = e.inst"
	   " AND o.class = e.class AND o.pupil = e.pupil"
	   " AND o.starts_on > e.starts_on)"
	   " ORDER BY p.name_sort, p.person LIMIT $4",
};

enum err
enrolments_class(struct db *db, struct arena *arena, int64_t inst,
    int64_t class, int64_t day, struct enrolment_line **lines, size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	struct list got = {arena, .size = sizeof(struct enrolment_line)};
	enum err err;

	/* DAY_NONE is the smallest day there is: everybody. */
	if ((err = db_query(db, &class_on, &rows, A_INT(inst), A_INT(class),
		 A_INT(day), A_INT(ENROLMENTS_CLASS_MAX))))
		return err;
	while (!(err = rows_next(&rows))) {
		struct enrolment_line *line = list_add(&got);

		line->person = people_row(arena, &rows);
		line->starts_on = rows_int(&rows, PEOPLE_WIDTH);
		line->ends_on = days_column(&rows, PEOPLE_WIDTH + 1);
	}
	if (err != ERR_NOT_FOUND)
		return err;
	*lines = (struct enrolment_line *)(void *)got.p;
	*n = got.n;
	return OK;
}

#define STEPS_MAX 100

static const struct stmt pupil_path STMT = {
    .name = "enrolments.pupil",
    .params = "iii",
    .columns = "iiiIs",
    .sql = "SELECT e.class, c.year, e.starts_on, e.ends_on, c.label"
	   " FROM enrolment e JOIN class c ON c.inst = e.inst"
	   " AND c.class = e.class WHERE e.inst = $1 AND e.pupil = $2"
	   " ORDER BY e.starts_on DESC, e.class LIMIT $3",
};

enum err
enrolments_pupil(struct db *db, struct arena *arena, int64_t inst,
    int64_t pupil, struct enrolment_step **steps, size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	struct list got = {arena, .size = sizeof(struct enrolment_step)};
	enum err err;

	if ((err = db_query(db, &pupil_path, &rows, A_INT(inst), A_INT(pupil),
		 A_INT(STEPS_MAX))))
		return err;
	while (!(err = rows_next(&rows))) {
		struct enrolment_step *step = list_add(&got);

		step->class = rows_int(&rows, 0);
		step->year = rows_int(&rows, 1);
		step->starts_on = rows_int(&rows, 2);
		step->ends_on = days_column(&rows, 3);
		step->label = arena_strdup(arena, rows_text(&rows, 4));
	}
	if (err != ERR_NOT_FOUND)
		return err;
	*steps = (struct enrolment_step *)(void *)got.p;
	*n = got.n;
	return OK;
}

static const struct stmt year_open STMT = {
    .name = "enrolments.year",
    .params = "iii",
    .columns = "iii",
    .sql = "SELECT e.class, e.pupil, e.starts_on FROM class c"
	   " JOIN enrolment e ON e.inst = c.inst AND e.class = c.class"
	   " WHERE c.inst = $1 AND c.year = $2 AND e.ends_on IS NULL"
	   " ORDER BY e.pupil, e.starts_on LIMIT $3",
};

enum err
enrolments_year(struct db *db, struct arena *arena, int64_t inst, int64_t year,
    struct enrolment **out, size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	struct list got = {arena, .size = sizeof(struct enrolment)};
	enum err err;

	if ((err = db_query(db, &year_open, &rows, A_INT(inst), A_INT(year),
		 A_INT(PEOPLE_MAX))))
		return err;
	while (!(err = rows_next(&rows))) {
		struct enrolment *e = list_add(&got);

		e->class = rows_int(&rows, 0);
		e->pupil = rows_int(&rows, 1);
		e->starts_on = rows_int(&rows, 2);
		e->ends_on = DAY_NONE;
	}
	if (err != ERR_NOT_FOUND)
		return err;
	*out = (struct enrolment *)(void *)got.p;
	*n = got.n;
	return OK;
}

static const struct stmt insert STMT = {
    .name = "enrolments.insert",
    .params = "iiiiI",
    .columns = "",
    .sql = "INSERT INTO enrolment (inst, class, pupil, starts_on, ends_on)"
	   " VALUES ($1, $2, $3, $4, $5)",
};

enum err
enrolments_insert(struct db *db, int64_t inst, const struct enrolment *row)
{
	return db_run(db, &insert, NULL, A_INT(inst), A_INT(row->class),
	    A_INT(row->pupil), A_INT(row->starts_on), days_arg(row->ends_on));
}

static const struct stmt end STMT = {
    .name = "enrolments.end",
    .params = "Iiiii",
    .columns = "",
    .sql = "UPDATE enrolment SET ends_on = $1 WHERE inst = $2"
	   " AND class = $3 AND pupil = $4 AND starts_on = $5",
};

enum err
enrolments_end(struct db *db, int64_t inst, const struct enrolment *row)
{
	int64_t changed = 0;
	enum err err;

	if ((err = db_run(db, &end, &changed, days_arg(row->ends_on),
		 A_INT(inst), A_INT(row->class), A_INT(row->pupil),
		 A_INT(row->starts_on))))
		return err;
	return changed ? OK : ERR_NOT_FOUND;
}

static const struct stmt delete STMT = {
    .name = "enrolments.delete",
    .params = "iiii",
    .columns = "",
    .sql = "DELETE FROM enrolment WHERE inst = $1 AND class = $2"
	   " AND pupil = $3 AND starts_on = $4",
};

enum err
enrolments_delete(struct db *db, int64_t inst, const struct enrolment *row)
{
	return db_run(db, &delete, NULL, A_INT(inst), A_INT(row->class),
	    A_INT(row->pupil), A_INT(row->starts_on));
}
