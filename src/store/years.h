/* SPDX-License-Identifier: EUPL-1.2 */
/* Tables academic_year and term: when a year and its terms begin and end here.
 * Year 2026 is 2026/2027. */
#pragma once

#include "base/arena.h"
#include "base/clock.h"
#include "db/db.h"

#define YEARS_MAX 50
#define YEARS_TERMS_MAX 12

struct term {
	int64_t term, starts_on, ends_on; /* term 1, 2, ... */
};

/* What a term is called here. */
enum year_periods { PERIODS_SEMESTER, PERIODS_TRIMESTER, PERIODS_MODULE };
#define PERIODS_COUNT 3

struct academic_year {
	int64_t year, starts_on, ends_on;
	enum year_periods periods;
	int64_t school_days; /* 5 or 6 a week; 0 stands for 5 */
	int64_t week_a_on;   /* a day of a week A; 0 = the first week is one */
	struct term terms[YEARS_TERMS_MAX];
	size_t terms_n;
};

CHECKED enum err years_find(
    struct db *db, int64_t inst, int64_t year, struct academic_year *out);
/* The year that a day lies in. ERR_NOT_FOUND: in none. */
CHECKED enum err years_find_day(
    struct db *db, int64_t inst, int64_t day, struct academic_year *out);
/* Latest first. */
CHECKED enum err years_list(struct db *db, struct arena *arena, int64_t inst,
    struct academic_year **list, size_t *n);
/* Writes the year with exactly these terms. */
CHECKED enum err years_set(
    struct db *db, int64_t inst, const struct academic_year *year);
/* Takes the dates away, with the terms. */
CHECKED enum err years_delete(struct db *db, int64_t inst, int64_t year);

/* "semester", "trimester", "module"; unknown names are PERIODS_SEMESTER. */
const char *years_periods_name(enum year_periods periods);
enum year_periods years_periods_parse(const char *name);
