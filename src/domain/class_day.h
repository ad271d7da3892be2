/* SPDX-License-Identifier: EUPL-1.2 */
/* One day of one class for its class teacher (and head, deputy): who is
 * absent at which lesson, with reasons. */
#pragma once

#include "domain/actor_may.h"
#include "domain/presence.h"
#include "store/lessons.h"
#include "store/rosters.h"

#define CLASS_DAY_LESSONS 20

struct class_day_line {
	struct roster_line pupil;
	/* By lesson of the day; recorded false: nothing is written. */
	struct {
		struct presence presence;
		bool recorded;
	} at[CLASS_DAY_LESSONS];
	bool announced;
	int64_t from_number;	     /* of the announced absence */
	enum presence_reason reason; /* announced, or of the absences */
	bool absent, late;	     /* at some lesson */
};

struct class_day {
	struct roster_class class;
	struct roster_class *classes; /* all that the actor leads */
	size_t classes_n;
	int64_t day;
	struct lesson *lessons; /* at most CLASS_DAY_LESSONS */
	size_t lessons_n;
	struct class_day_line *lines;
	size_t n;
	size_t absent, late, unexplained;
};

/* class 0: the first one the actor leads; ERR_NOT_FOUND when there is none. */
CHECKED enum err class_day_read(
    struct act *act, int64_t class, int64_t day, struct class_day *out);
