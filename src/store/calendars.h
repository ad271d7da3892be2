/* SPDX-License-Identifier: EUPL-1.2 */
/* Tables calendar_entry and calendar_class: days that differ from what the
 * dates of the year and the days of the week say. */
#pragma once

#include <stdbool.h>

#include "base/arena.h"
#include "db/db.h"

/* Entries of one question: of a year, or of a stretch of days. */
#define CALENDARS_MAX 400
/* Classes of one entry. */
#define CALENDARS_CLASSES_MAX 200

enum calendar_kind {
	CALENDAR_HOLIDAY, /* a break */
	CALENDAR_DAYOFF,
	CALENDAR_WORKDAY, /* worked by the timetable of as_weekday */
	CALENDAR_REMOTE,  /* lessons are held, not in the building */
};
#define CALENDAR_KINDS 4

/* "holiday", ...; false: no such kind. */
const char *calendars_kind_name(enum calendar_kind kind);
bool calendars_kind_parse(const char *name, enum calendar_kind *kind);

struct calendar_entry {
	int64_t entry;
	enum calendar_kind kind;
	int64_t starts_on, ends_on; /* inclusive */
	int64_t as_weekday;	    /* of a workday: 1..7; else 0 */
	const char *name;	    /* name or note, may be "" */
	/* None: the whole school. */
	int64_t *classes;
	const char **labels; /* of the classes */
	size_t classes_n;
};

/* Those that touch a day from `from` to `to`, by first day. */
CHECKED enum err calendars_list(struct db *db, struct arena *arena,
    int64_t inst, int64_t from, int64_t to, struct calendar_entry **out,
    size_t *n);
CHECKED enum err calendars_find(struct db *db, struct arena *arena,
    int64_t inst, int64_t entry, struct calendar_entry *out);
/* Number from counter "calendar". Writes the entry with exactly these
 * classes. */
CHECKED enum err calendars_put(
    struct db *db, int64_t inst, const struct calendar_entry *entry);
CHECKED enum err calendars_delete(struct db *db, int64_t inst, int64_t entry);
