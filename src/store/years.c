/* SPDX-License-Identifier: EUPL-1.2 */
#include "store/years.h"

#include <string.h>

#include "store/days.h"
#include "store/list.h"

#define WEEK_OF_5 5
/* A row a term, or one row where the year has none. */
#define COLUMNS                                                                \
	"y.year, y.starts_on, y.ends_on, y.periods, y.school_days,"            \
	" y.week_a_on, t.term, t.starts_on, t.ends_on"
#define LETTERS "iiisiIIII"
#define TABLES                                                                 \
	" FROM academic_year y LEFT JOIN term t ON t.inst = y.inst"            \
	" AND t.year = y.year"
#define TERM 6 /* the column */

static const char *const periods_names[PERIODS_COUNT] = {
    "semester", "trimester", "module"};

const char *
years_periods_name(enum year_periods periods)
{
	return periods_names[periods];
}

enum year_periods
years_periods_parse(const char *name)
{
	for (int i = 0; i < PERIODS_COUNT; i++)
		if (!strcmp(periods_names[i], name))
			return (enum year_periods)i;
	return PERIODS_SEMESTER;
}

static struct academic_year
year_read(const struct rows *rows)
{
	return (struct academic_year){
	    .year = rows_int(rows, 0),
	    .starts_on = rows_int(rows, 1),
	    .ends_on = rows_int(rows, 2),
	    .periods = years_periods_parse(rows_text(rows, 3)),
	    .school_days = rows_int(rows, 4),
	    .week_a_on = rows_int(rows, 5),
	};
}

static void
term_add(struct academic_year *year, const struct rows *rows)
{
	if (rows_null(rows, TERM) || year->terms_n == YEARS_TERMS_MAX)
		return;
	year->terms[year->terms_n++] = (struct term){rows_int(rows, TERM),
	    rows_int(rows, TERM + 1), rows_int(rows, TERM + 2)};
}

/* The first year of the answer, with its terms. */
static enum err
first_read(struct rows *rows, struct academic_year *out)
{
	struct academic_year year;
	enum err err;

	if ((err = rows_next(rows)))
		return err;
	year = year_read(rows);
	do
		term_add(&year, rows);
	while (!(err = rows_next(rows)) && rows_int(rows, 0) == year.year);
	if (err && err != ERR_NOT_FOUND)
		return err;
	*out = year;
	return OK;
}

static const struct stmt find STMT = {
    .name = "years.find",
    .params = "iii",
    .columns = LETTERS,
    .sql = "SELECT " COLUMNS TABLES " WHERE y.inst = $1 AND y.year = $2"
	   " ORDER BY t.term LIMIT $3",
};

enum err
years_find(struct db *db, int64_t inst, int64_t year, struct academic_year *out)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_query(db, &find, &rows, A_INT(inst), A_INT(year),
		 A_INT(YEARS_TERMS_MAX))))
		return err;
	return first_read(&rows, out);
}

static const struct stmt find_day STMT = {
    .name = "years.find_day",
    .params = "iii",
    .columns = LETTERS,
    .sql = "SELECT " COLUMNS TABLES " WHERE y.inst = $1 AND y.starts_on <= $2"
	   " AND y.ends_on >= $2 ORDER BY y.year DESC, t.term LIMIT $3",
};

enum err
years_find_day(
    struct db *db, int64_t inst, int64_t day, struct academic_year *out)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_query(db, &find_day, &rows, A_INT(inst), A_INT(day),
		 A_INT(YEARS_TERMS_MAX))))
		return err;
	return first_read(&rows, out);
}

static const struct stmt list STMT = {
    .name = "years.list",
    .params = "ii",
    .columns = LETTERS,
    .sql = "SELECT " COLUMNS TABLES " WHERE y.inst = $1"
	   " ORDER BY y.year DESC, t.term LIMIT $2",
};

enum err
years_list(struct db *db, struct arena *arena, int64_t inst,
    struct academic_year **out, size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	struct list got = {arena, .size = sizeof(struct academic_year)};
	struct academic_year *year = NULL;
	enum err err;

	if ((err = db_query(db, &list, &rows, A_INT(inst),
		 A_INT(YEARS_MAX * YEARS_TERMS_MAX))))
		return err;
	while (!(err = rows_next(&rows))) {
		if (!year || year->year != rows_int(&rows, 0)) {
			year = list_add(&got);
			*year = year_read(&rows);
		}
		term_add(year, &rows);
	}
	if (err != ERR_NOT_FOUND)
		return err;
	*out = (struct academic_year *)(void *)got.p;
	*n = got.n;
	return OK;
}

static const struct stmt set STMT = {
    .name = "years.set",
    .params = "iiiisiI",
    .columns = "",
    .sql = "INSERT INTO academic_year (inst, year, starts_on, ends_on,"
	   " periods, school_days, week_a_on)"
	   " VALUES ($1, $2, $3, $4, $5, $6, $7)"
	   " ON CONFLICT (inst, year) DO UPDATE SET"
	   " starts_on = EXCLUDED.starts_on, ends_on = EXCLUDED.ends_on,"
	   " periods = EXCLUDED.periods, school_days = EXCLUDED.school_days,"
	   " week_a_on = EXCLUDED.week_a_on",
};

static const struct stmt terms_delete STMT = {
    .name = "years.terms_delete",
    .params = "ii",
    .columns = "",
    .sql = "DELETE FROM term WHERE inst = $1 AND year = $2",
};

static const struct stmt term_insert STMT = {
    .name = "years.term_insert",
    .params = "iiiii",
    .columns = "",
    .sql = "INSERT INTO term (inst, year, term, starts_on, ends_on)"
	   " VALUES ($1, $2, $3, $4, $5)",
};

enum err
years_set(struct db *db, int64_t inst, const struct academic_year *y)
{
	size_t i;
	enum err err;

	if ((err = db_run(db, &set, NULL, A_INT(inst), A_INT(y->year),
		 A_INT(y->starts_on), A_INT(y->ends_on),
		 A_TEXT(years_periods_name(y->periods)),
		 A_INT(y->school_days ? y->school_days : WEEK_OF_5),
		 days_arg_zero(y->week_a_on))))
		return err;
	if ((err = db_run(
		 db, &terms_delete, NULL, A_INT(inst), A_INT(y->year))))
		return err;
	for (i = 0; i < y->terms_n; i++) {
		if ((err = db_run(db, &term_insert, NULL, A_INT(inst),
			 A_INT(y->year), A_INT(y->terms[i].term),
			 A_INT(y->terms[i].starts_on),
			 A_INT(y->terms[i].ends_on))))
			return err;
	}
	return OK;
}

static const struct stmt delete STMT = {
    .name = "years.delete",
    .params = "ii",
    .columns = "",
    .sql = "DELETE FROM academic_year WHERE inst = $1 AND year = $2",
};

enum err
years_delete(struct db *db, int64_t inst, int64_t year)
{
	enum err err;

	if ((err = db_run(db, &terms_delete, NULL, A_INT(inst), A_INT(year))))
		return err;
	return db_run(db, &delete, NULL, A_INT(inst), A_INT(year));
}
