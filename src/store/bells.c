/* SPDX-License-Identifier: EUPL-1.2 */
#include "store/bells.h"

#include "store/list.h"

#define ROWS_MAX (BELLS_SHIFTS_MAX * BELLS_WEEKDAYS * BELLS_NUMBERS)
#define SHIFTS_LIST_MAX 1000

static const struct stmt read STMT = {
    .name = "bells.read",
    .params = "iii",
    .columns = "iiiii",
    .sql = "SELECT shift, weekday, number, starts_min, ends_min FROM bell"
	   " WHERE inst = $1 AND year = $2"
	   " ORDER BY shift, weekday, number LIMIT $3",
};

enum err
bells_read(struct db *db, int64_t inst, int64_t year, struct bells *out)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	memset(out, 0, sizeof(*out));
	if ((err = db_query(
		 db, &read, &rows, A_INT(inst), A_INT(year), A_INT(ROWS_MAX))))
		return err;
	while (!(err = rows_next(&rows))) {
		const int64_t shift = rows_int(&rows, 0);
		const int64_t weekday = rows_int(&rows, 1);
		const int64_t number = rows_int(&rows, 2);
		struct bell_day *day;

		if (shift < 1 || shift > BELLS_SHIFTS_MAX || weekday < 0 ||
		    weekday >= BELLS_WEEKDAYS || number < 0 ||
		    number >= BELLS_NUMBERS)
			return ERR_CORRUPT;
		day = &out->days[shift - 1][weekday];
		day->starts[number] = rows_int(&rows, 3);
		day->ends[number] = rows_int(&rows, 4);
		day->set = true;
	}
	return err == ERR_NOT_FOUND ? OK : err;
}

static const struct stmt delete STMT = {
    .name = "bells.delete",
    .params = "iiii",
    .columns = "",
    .sql = "DELETE FROM bell WHERE inst = $1 AND year = $2 AND shift = $3"
	   " AND weekday = $4",
};

static const struct stmt insert STMT = {
    .name = "bells.insert",
    .params = "iiiiiii",
    .columns = "",
    .sql = "INSERT INTO bell (inst, year, shift, weekday, number, starts_min,"
	   " ends_min) VALUES ($1, $2, $3, $4, $5, $6, $7)",
};

enum err
bells_set(struct db *db, int64_t inst, int64_t year, int64_t shift,
    int64_t weekday, const struct bell_day *day)
{
	enum err err;

	if ((err = db_run(db, &delete, NULL, A_INT(inst), A_INT(year),
		 A_INT(shift), A_INT(weekday))))
		return err;
	for (int64_t i = 0; day->set && i < BELLS_NUMBERS; i++)
		if (day->ends[i] &&
		    (err = db_run(db, &insert, NULL, A_INT(inst), A_INT(year),
			 A_INT(shift), A_INT(weekday), A_INT(i),
			 A_INT(day->starts[i]), A_INT(day->ends[i]))))
			return err;
	return OK;
}

const struct bell_day *
bells_day(const struct bells *bells, int64_t shift, int64_t weekday)
{
	const struct bell_day *own = &bells->days[shift - 1][weekday];

	return own->set ? own : &bells->days[shift - 1][0];
}

static const struct stmt shifts STMT = {
    .name = "bells.shifts",
    .params = "ii",
    .columns = "ii",
    .sql = "SELECT class, shift FROM class_shift WHERE inst = $1"
	   " ORDER BY class LIMIT $2",
};

enum err
bells_shifts(struct db *db, struct arena *arena, int64_t inst,
    struct class_shift **out, size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	struct list got = {arena, .size = sizeof(struct class_shift)};
	enum err err;

	if ((err = db_query(
		 db, &shifts, &rows, A_INT(inst), A_INT(SHIFTS_LIST_MAX))))
		return err;
	while (!(err = rows_next(&rows))) {
		struct class_shift *s = list_add(&got);

		s->class = rows_int(&rows, 0);
		s->shift = rows_int(&rows, 1);
	}
	if (err != ERR_NOT_FOUND)
		return err;
	*out = (struct class_shift *)(void *)got.p;
	*n = got.n;
	return OK;
}

int64_t
bells_shift_of(const struct class_shift *list, size_t n, int64_t class)
{
	for (size_t i = 0; i < n; i++)
		if (list[i].class == class)
			return list[i].shift;
	return 1;
}

static const struct stmt set_shift STMT = {
    .name = "bells.set_shift",
    .params = "iii",
    .columns = "",
    .sql = "INSERT INTO class_shift (inst, class, shift) VALUES ($1, $2, $3)"
	   " ON CONFLICT (inst, class) DO UPDATE SET shift = EXCLUDED.shift",
};

static const struct stmt drop_shift STMT = {
    .name = "bells.drop_shift",
    .params = "ii",
    .columns = "",
    .sql = "DELETE FROM class_shift WHERE inst = $1 AND class = $2",
};

enum err
bells_set_shift(struct db *db, int64_t inst, int64_t class, int64_t shift)
{
	if (shift == 1)
		return db_run(db, &drop_shift, NULL, A_INT(inst), A_INT(class));
	return db_run(
	    db, &set_shift, NULL, A_INT(inst), A_INT(class), A_INT(shift));
}
