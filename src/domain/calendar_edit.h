/* SPDX-License-Identifier: EUPL-1.2 */
/* Changing the calendar: breaks, days off, moved and remote days, bells,
 * shifts; and the whole of last year's as a beginning. Administrator, head and
 * deputy; one event each, and each can be taken back (domain/year_undo.h). */
#pragma once

#include "domain/calendar.h"
#include "domain/year_undo.h"
#include "store/classes.h"

#define CALENDAR_ENTRY_DAYS_MAX 200
#define CALENDAR_SPARE_DAYS 62	/* around its year an entry is shown */
#define CALENDAR_REACH_DAYS 500 /* how far from today an entry may begin */

/* What is wrong with a draft, as bits. */
enum {
	CALENDAR_FAULT_FROM = 1 << 0,	 /* no date, or too far off */
	CALENDAR_FAULT_TO = 1 << 1,	 /* before the first day, or too far */
	CALENDAR_FAULT_WEEKDAY = 1 << 2, /* a moved day needs 1..6 */
	CALENDAR_FAULT_NAME = 1 << 3,	 /* a break has a name; too long */
	CALENDAR_FAULT_CLASS = 1 << 4,	 /* no such class */
	CALENDAR_FAULT_TAKEN = 1 << 5,	 /* the same is said of that day */
};

/* entry 0: a new one. ends_on DAY_NONE: one day. ERR_INVALID with *faults.
 * ERR_NOT_FOUND: it has been removed. *change as in year_items_commit. */
CHECKED enum err calendar_edit_save(struct act *act,
    const struct calendar_entry *draft, unsigned *faults, int64_t *change);
CHECKED enum err calendar_edit_remove(struct act *act, int64_t entry);
CHECKED enum err calendar_edit_find(
    struct act *act, int64_t entry, struct calendar_entry *out);

/* A bell that cannot be: the lesson's number, and what is wrong. */
enum bell_fault {
	BELL_FINE,
	BELL_HALF,  /* only one of the two times */
	BELL_ORDER, /* ends before it starts, or before the lesson before */
};
struct bell_check {
	enum bell_fault fault[BELLS_NUMBERS];
};
/* Exactly these bells for a shift and weekday (0 = every day). ERR_INVALID
 * with *check, or shift or weekday out of range. */
CHECKED enum err calendar_edit_bells(struct act *act, int64_t year,
    int64_t shift, int64_t weekday, const struct bell_day *day,
    struct bell_check *check);
/* Bells from a first bell, a length and the breaks between, for a form to
 * start from: lessons `first` .. `first` + breaks_n. */
struct bell_plan {
	int64_t first, starts_min, minutes;
	const int64_t *breaks;
	size_t breaks_n;
};
/* False: it does not fit into a day or beyond lesson 9. */
bool calendar_edit_plan(const struct bell_plan *plan, struct bell_day *out);

/* Shifts of several classes together. ERR_INVALID: class or shift. */
CHECKED enum err calendar_edit_shifts(
    struct act *act, int64_t year, const struct class_shift *shifts, size_t n);

/* Dates, entries of the whole school and bells of the year before, the same
 * weekdays a year later. ERR_EXISTS: this year has entries or bells already.
 * ERR_NOT_FOUND: last year has nothing. */
CHECKED enum err calendar_edit_copy(struct act *act, int64_t year);

/* The page of a year. */
struct calendar_view {
	struct academic_year year; /* proposed dates when not set */
	bool set, may_write;
	struct calendar calendar; /* of the whole year */
	int64_t from, to;	  /* whole months */
	struct bells bells;
	struct class_line *classes;
	size_t classes_n;
	struct class_shift *shifts;
	size_t shifts_n;
	bool can_copy;
	struct year_undo_line *changes;
	size_t changes_n;
	struct academic_year *years; /* latest first */
	size_t years_n;
};
/* year 0: the present one. */
CHECKED enum err calendar_view_read(
    struct act *act, int64_t year, struct calendar_view *view);
