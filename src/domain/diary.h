/* SPDX-License-Identifier: EUPL-1.2 */
/* The diary of one pupil, for the pupil and for guardians: a week of lessons
 * with topics, homework, marks and presence, and every change of a mark with
 * its old and new value. Where attendance of a lesson was not taken, nothing
 * is said about presence. */
#pragma once

#include "domain/actor_may.h"
#include "domain/calendar.h"
#include "domain/mark_history.h"
#include "domain/presence.h"
#include "store/attendance.h"
#include "store/lessons.h"
#include "store/marks.h"
#include "store/rosters.h"

#define DIARY_CHILDREN_MAX 20
/* A change of a mark stands on top of the diary this long. */
#define DIARY_CHANGED_DAYS 14

struct diary_child {
	int64_t inst, pupil;
	const char *surname, *given, *label, *institution;
	bool current;
};
/* The diaries the account may open: for a guardian the own children in all
 * institutions, for a pupil the own one. */
CHECKED enum err diary_children(
    struct act *act, int64_t current, struct diary_child **children, size_t *n);
/* The child a diary opens with: `asked`, or the first one (asked 0).
 * ERR_NOT_FOUND: not this person's to read, or there is none. */
CHECKED enum err diary_choose(struct act *act, int64_t asked, int64_t *pupil);

struct diary_mark {
	struct mark_of_pupil at;
	/* Only of marks that have been changed; newest first. */
	struct mark_step *steps;
	size_t steps_n;
};

struct diary_lesson {
	struct lesson lesson; /* lesson 0: it is to be, by the timetable */
	int64_t starts_min, ends_min; /* ends_min 0: no bells are known */
	const char *room;	      /* of the timetable, or "" */
	bool recorded;		      /* something is known about presence */
	struct presence presence;
	struct diary_mark *marks;
	size_t marks_n;
};

struct diary_day {
	int64_t day;
	struct calendar_day calendar; /* for the child's class */
	struct diary_lesson *lessons;
	size_t lessons_n;
	struct lesson *due; /* homework for this day */
	size_t due_n;
	struct diary_mark *marks; /* of columns without a date, placed here */
	size_t marks_n;
};

#define DIARY_DAYS 7

struct diary_week {
	struct roster_child child;
	int64_t monday;
	struct diary_day days[DIARY_DAYS];
	struct diary_mark *changed; /* lately, newest first, any week */
	size_t changed_n;
	size_t tasks;		   /* homework due in the week */
	struct attendance_sum sum; /* of the week */
};
/* day: any day of the week. */
CHECKED enum err diary_week_read(
    struct act *act, int64_t pupil, int64_t day, struct diary_week *week);

/* All marks of the school year, by subject. */
struct diary_subject {
	int64_t journal;
	const char *name, *part;
	struct diary_mark *marks;
	size_t n;
};
struct diary_marks {
	struct roster_child child;
	int64_t from, to;
	struct diary_subject *subjects;
	size_t n;
	struct attendance_sum sum;
};
CHECKED enum err diary_marks_read(
    struct act *act, int64_t pupil, struct diary_marks *out);
