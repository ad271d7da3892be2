/* SPDX-License-Identifier: EUPL-1.2 */
/* A teacher's day: the lessons of today and the next school day, what is worth
 * finishing, and what was done in one's name. Lessons come from the timetable;
 * for journals that are not in it, those of the last day like this one are
 * proposed. */
#pragma once

#include "domain/calendar.h"
#include "domain/own_events.h"
#include "store/journals.h"
#include "store/lessons.h"

/* How far back unfinished lessons are asked for. */
#define TEACHER_DEBT_DAYS 14
#define TEACHER_DEBTS_MAX 20

struct day_lesson {
	struct lesson lesson; /* lesson 0: proposed, not created */
	bool no_topic, not_taken;
	bool by_timetable;
	int64_t starts_min, ends_min; /* ends_min 0: no bells are known */
	const char *room;	      /* of the timetable, or "" */
};

struct day_plan {
	int64_t day;
	struct calendar_day calendar; /* of the whole school */
	struct day_lesson *lessons;   /* by time, else by number */
	size_t n;
};

struct teacher_day {
	struct day_plan today, next;
	size_t done;	 /* of today's: topic and attendance are there */
	int next_lesson; /* index of the first unfinished one, -1 = none */
	struct journal *journals; /* own ones, to start a lesson in */
	size_t journals_n;
	struct day_lesson *debts; /* earlier lessons, oldest first */
	size_t debts_n;
	struct own_count own; /* since yesterday's midnight */
};

/* day: which one is looked at. */
CHECKED enum err teacher_day_read(
    struct act *act, int64_t day, struct teacher_day *out);
