/* SPDX-License-Identifier: EUPL-1.2 */
/* Taking back what was changed in the year's structure: by a compensating
 * event, as long as nobody has changed the same thing since. */
#pragma once

#include "domain/year_items.h"

/* How far back changes are offered. */
#define YEAR_UNDO_DAYS 30

#define YEAR_AREA_CALENDAR "calendar"
#define YEAR_AREA_TIMETABLE "timetable"

enum year_undo_what {
	UNDO_DATES,
	UNDO_ENTRY, /* of the calendar: name and kind say which */
	UNDO_BELLS,
	UNDO_SHIFTS,
	UNDO_SLOT, /* a lesson of the timetable */
	UNDO_COPY, /* last year's calendar */
};
enum year_undo_verb { UNDO_ADDED, UNDO_CHANGED, UNDO_REMOVED };

struct year_undo_line {
	int64_t change, at;
	enum year_undo_what what;
	enum year_undo_verb verb;
	const char *name; /* may be "" */
	enum calendar_kind kind;
	size_t items;
	const char *surname, *given, *patronymic; /* whoever did it, or "" */
};
/* Changes of an area that still stand, latest first. ERR_DENIED: neither
 * administrator nor leading. */
CHECKED enum err year_undo_list(
    struct act *act, const char *area, struct year_undo_line **list, size_t *n);

/* ERR_CONFLICT: something of it has been changed again; nothing is undone.
 * ERR_NOT_FOUND: no such change, or it is undone already. *area says where it
 * belonged. */
CHECKED enum err year_undo(struct act *act, int64_t change, const char **area);
