/* SPDX-License-Identifier: EUPL-1.2 */
/* What kind of day a day is: for the school, or for one class. Dates of the
 * year and its terms, breaks and days off, days worked by the timetable of
 * another day, days of remote lessons. Where no dates are set, Monday to
 * Friday are school days. Nothing here forbids: a lesson on a free day is
 * recorded as any other, with a word of warning. */
#pragma once

#include "domain/act.h"
#include "store/calendars.h"
#include "store/years.h"

enum calendar_why {
	CALENDAR_WORKS,
	CALENDAR_OUTSIDE, /* not in the academic year */
	CALENDAR_BETWEEN, /* in the year, in no term */
	CALENDAR_WEEKEND,
	CALENDAR_FREE, /* a break or a day off */
};

enum { WEEK_EVERY, WEEK_A, WEEK_B };

struct calendar_day {
	int64_t day;
	enum calendar_why why;
	int weekday; /* whose timetable is worked: 1..7 */
	int week;    /* WEEK_A or WEEK_B */
	/* The entries that say so; NULL = none. */
	const struct calendar_entry *free, *moved, *remote;
};

/* Everything that is known about a stretch of days. Where two years meet in
 * it, the year is that of its last day. */
struct calendar {
	struct academic_year year;
	bool set; /* the year has dates */
	struct calendar_entry *entries;
	size_t n;
};
CHECKED enum err calendar_read(
    struct act *act, int64_t from, int64_t to, struct calendar *out);

/* One of its days; class 0: what is so for the whole school. */
struct calendar_day calendar_day(
    const struct calendar *calendar, int64_t class, int64_t day);
/* Does the entry hold for the class (0: for everybody)? */
bool calendar_applies(const struct calendar_entry *entry, int64_t class);

/* The next school day of the whole school after `day`. */
CHECKED enum err calendar_next_school_day(
    struct act *act, int64_t day, int64_t *next);
