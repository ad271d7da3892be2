/* SPDX-License-Identifier: EUPL-1.2 */
/* The academic year and its terms. The dates are each school's own (inside
 * what the Cabinet fixes for the year), so they are data; the proposals here
 * only fill an empty form. Year 2026 is 2026/2027. */
#pragma once

#include "domain/act.h"
#include "store/years.h"

/* The year that a day belongs to where no dates say so: from July on the next
 * one is being prepared. */
int64_t school_year_of(int64_t day);

/* The year to work in on a day: the one whose dates hold it, else the one of
 * the calendar, with proposed dates. *set tells which. */
CHECKED enum err school_year_at(
    struct act *act, int64_t day, struct academic_year *year, bool *set);

/* Dates for an empty form: 1 September to 30 June, two terms. */
struct academic_year school_year_proposal(int64_t year);

/* Divides the year into n terms of about the same length. */
void school_year_split(struct academic_year *year, size_t n);

/* Writes the dates. ROLE_ADMIN, ROLE_HEAD or ROLE_DEPUTY. ERR_INVALID: an end
 * before its start, terms that overlap or lie outside the year, a year that
 * does not begin in that year, more than 400 days, a week of other than 5 or
 * 6 school days. */
CHECKED enum err school_year_set(
    struct act *act, const struct academic_year *year);

/* With the role check of reading left to the route. Latest first. */
CHECKED enum err school_year_list(
    struct act *act, struct academic_year **list, size_t *n);
