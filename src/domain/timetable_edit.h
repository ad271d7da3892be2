/* SPDX-License-Identifier: EUPL-1.2 */
/* Placing and removing lessons of the timetable, from a day on. Administrator,
 * head and deputy. What was valid before that day stays as it was; every act
 * is one event and can be taken back. */
#pragma once

#include "domain/timetable.h"

#define TIMETABLE_ROOM_BYTES_MAX 60
#define TIMETABLE_CLASHES_MAX 8

/* What is wrong with a draft, as bits. */
enum {
	SLOT_JOURNAL = 1 << 0, /* none of this year */
	SLOT_PLACE = 1 << 1,   /* no such weekday, number or week */
	SLOT_PERSON = 1 << 2,  /* does not teach the journal */
	SLOT_ROOM = 1 << 3,    /* too long or no text */
	SLOT_FROM = 1 << 4,    /* not in the academic year */
	SLOT_UNTIL = 1 << 5,   /* before the first day or after the year */
};

struct slot_draft {
	int64_t slot; /* 0 = a new one */
	int64_t journal, weekday, number, week;
	int64_t person;	  /* 0 = whoever teaches the journal */
	const char *room; /* its name; "" = none */
	int64_t from;	  /* valid from this day */
	int64_t until;	  /* DAY_NONE = open */
};

struct slot_clash {
	unsigned clash;
	struct timetable_lesson with;
};
struct slot_refusal {
	unsigned faults;
	struct slot_clash clashes[TIMETABLE_CLASHES_MAX];
	size_t clashes_n;
};

/* ERR_INVALID with refusal->faults; ERR_CONFLICT with refusal->clashes;
 * ERR_NOT_FOUND: the lesson is no longer there. */
CHECKED enum err timetable_place(struct act *act,
    const struct slot_draft *draft, struct slot_refusal *refusal);

/* From that day on it is not held any more. */
CHECKED enum err timetable_remove(struct act *act, int64_t slot, int64_t from);

/* What the form of one lesson needs: the timetable of its class and the rooms.
 * slot > 0 gives *class. ERR_NOT_FOUND: no such lesson or class. */
CHECKED enum err timetable_place_read(struct act *act, int64_t slot,
    int64_t day, int64_t *class, struct timetable_view *view,
    struct room **rooms, size_t *rooms_n);

/* The day that changes begin with by themselves: today, or the year's first.
 */
int64_t timetable_from(int64_t today, const struct academic_year *year);
