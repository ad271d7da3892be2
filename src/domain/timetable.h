/* SPDX-License-Identifier: EUPL-1.2 */
/* The timetable: which journal has a lesson on which weekday under which
 * number, every week or in week A or B, in which room, from when to when. A
 * lesson's teacher is whoever teaches the journal on the day. It may be
 * unfinished or there may be none: journals do without. */
#pragma once

#include "domain/calendar.h"
#include "domain/year_undo.h"
#include "store/bells.h"
#include "store/journals.h"
#include "store/lessons.h"
#include "store/slots.h"

#define TIMETABLE_WEEKDAYS 6

/* Why two lessons cannot both be. */
enum {
	CLASH_CLASS = 1 << 0,	/* one class, not two of its subgroups */
	CLASH_TEACHER = 1 << 1, /* one teacher, not one joint lesson */
	CLASH_ROOM = 1 << 2,	/* one room, not one joint lesson */
};

struct timetable_lesson {
	struct slot_line at;
	const struct journal_teacher *teachers; /* on the day asked for */
	size_t teachers_n;
	int64_t shift;
	int64_t starts_min, ends_min; /* ends_min 0: no bells are known */
	unsigned clash;		      /* with any other lesson */
	const struct timetable_lesson *clashes_with; /* the first of them */
};

/* Everything valid on some day from `day` to the end of its year. */
struct timetable {
	int64_t day;
	struct academic_year year;
	struct bells bells;
	struct class_shift *shifts;
	size_t shifts_n;
	struct journal_teacher *teachers; /* of all journals, by journal */
	size_t teachers_n;
	struct timetable_lesson *lessons; /* by weekday and number */
	size_t n;
};
CHECKED enum err timetable_load(
    struct act *act, int64_t day, struct timetable *out);
/* Fills clash and clashes_with of all lessons. */
void timetable_find_clashes(struct timetable *timetable);
/* Bits; 0 = both can be. */
unsigned timetable_clash(
    const struct timetable_lesson *a, const struct timetable_lesson *b);
/* What is derived from the slot: teachers, shift, times. */
void timetable_complete(
    const struct timetable *timetable, struct timetable_lesson *lesson);

/* ---- views --------------------------------------------------------------- */

enum timetable_of { TIMETABLE_CLASS, TIMETABLE_TEACHER, TIMETABLE_ROOM };

struct timetable_view {
	struct timetable timetable;
	int64_t monday; /* of the week that is shown */
	enum timetable_of of;
	int64_t id;
	const char *surname, *given, *patronymic; /* of a teacher */
	const char *name;			  /* of a class or room */
	const struct timetable_lesson **lessons;  /* valid in that week */
	size_t n;
	bool may_write;
	struct journal *journals; /* of a class */
	size_t journals_n;
	struct year_undo_line *changes;
	size_t changes_n;
};
/* ERR_NOT_FOUND: no such class, teacher or room. */
CHECKED enum err timetable_view_read(struct act *act, enum timetable_of of,
    int64_t id, int64_t day, struct timetable_view *view);

struct timetable_count {
	int64_t id;
	const char *name;			  /* class or room */
	const char *surname, *given, *patronymic; /* teacher */
	int64_t lessons; /* a week; one in week A or B counts a half */
	int64_t halves;	 /* those halves, so that lessons is exact */
	int64_t clashes;
	int64_t journals; /* of a class */
};
struct timetable_index {
	int64_t day, year;
	bool may_write;
	struct timetable_count *classes, *teachers, *rooms;
	size_t classes_n, teachers_n, rooms_n;
	size_t clashes; /* lessons that cannot be */
	struct year_undo_line *changes;
	size_t changes_n;
};
CHECKED enum err timetable_index_read(
    struct act *act, int64_t day, struct timetable_index *index);

/* ---- the lessons of days ------------------------------------------------- */

/* Is the slot's lesson held on that day? */
bool timetable_holds(const struct slot *slot, const struct calendar_day *day);
/* The lesson of that day as nobody has recorded it yet; texts are the
 * slot's. */
struct lesson timetable_planned(const struct slot_line *slot, int64_t day);
