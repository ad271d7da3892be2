/* SPDX-License-Identifier: EUPL-1.2 */
#include "store/years.h"

#include <string.h>

#include "store/days.h"
#include "store/list.h"

#define WEEK_OF_5 5
#define COLUMNS "year, starts_on, ends_on, periods, school_days, week_a_on"

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

static const struct stmt terms STMT = {
    .name = "years.terms",
    .params = "iii",
    .columns = "iii",
    .sql = "SELECT term, starts_on, ends_on FROM term WHERE inst = $1"
	   " AND year = $2 ORDER BY term LIMIT $3",
};

static enum err
terms_read(struct db *db, int64_t inst, struct academic_year *year)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	year->terms_n = 0;
	if ((err = db_query(db, &terms, &rows, A_INT(inst), A_INT(year->year),
		 A_INT(YEARS_TERMS_MAX))))
		return err;
	while (year->terms_n < YEARS_TERMS_MAX && !(err = rows_next(&rows)))
		year->terms[year->terms_n++] = (struct term){
		    rows_int(&rows, 0), rows_int(&rows, 1), rows_int(&rows, 2)};
	return err == ERR_NOT_FOUND ? OK : err;
}

static enum err
year_read(
    struct db *db, int64_t inst, struct rows *rows, struct academic_year *out)
{
	struct academic_year year = {
	    .year = rows_int(rows, 0),
	    .starts_on = rows_int(rows, 1),
	    .ends_on = rows_int(rows, 2),
	    .periods = years_periods_parse(rows_text(rows, 3)),
	    .school_days = rows_int(rows, 4),
	    .week_a_on = rows_int(rows, 5),
	};
	enum err err;

	if ((err = terms_read(db, inst, &year)))
		return err;
	*out = year;
	return OK;
}

static const struct stmt find STMT = {
    .name = "years.find",
    .params = "ii",
    .columns = "iiisiI",
    .sql = "SELECT " COLUMNS " FROM academic_year"
	   " WHERE inst = $1 AND year = $2",
};

enum err
years_find(struct db *db, int64_t inst, int64_t year, struct academic_year *out)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_one(db, &find, &rows, A_INT(inst), A_INT(year))))
		return err;
	return year_read(db, inst, &rows, out);
}

static const struct stmt find_day STMT = {
    .name = "years.find_day",
    .params = "ii",
    .columns = "iiisiI",
    .sql = "SELECT " COLUMNS " FROM academic_year"
	   " WHERE inst = $1 AND starts_on <= $2 AND ends_on >= $2"
	   " ORDER BY year DESC LIMIT 1",
};

enum err
years_find_day(
    struct db *db, int64_t inst, int64_t day, struct academic_year *out)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_one(db, &find_day, &rows, A_INT(inst), A_INT(day))))
		return err;
	return year_read(db, inst, &rows, out);
}

static const struct stmt list STMT = {
    .name = "years.list",
    .params = "ii",
    .columns = "iiisiI",
    .sql = "SELECT " COLUMNS " FROM academic_year"
	   " WHERE inst = $1 ORDER BY year DESC LIMIT $2",
};

enum err
years_list(struct db *db, struct arena *arena, int64_t inst,
    struct academic_year **out, size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	struct list got = {arena, .size = sizeof(struct academic_year)};
	enum err err, read;

	if ((err = db_query(db, &list, &rows, A_INT(inst), A_INT(YEARS_MAX))))
		return err;
	while (!(err = rows_next(&rows))) {
		if ((read = year_read(db, inst, &rows, list_add(&got))))
			return read;
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
