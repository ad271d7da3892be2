/* SPDX-License-Identifier: EUPL-1.2 */
/* Tables academic_year and term: when a year and its terms begin and end here.
 * Year 2026 is 2026/2027. */
#pragma once

#include "base/arena.h"
#include "base/clock.h"
#include "db/db.h"

#define YEARS_MAX 50
#define YEARS_TERMS_MAX 6

struct term {
	int64_t term, starts_on, ends_on; /* term 1, 2, ... */
};

struct academic_year {
	int64_t year, starts_on, ends_on;
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
