/* SPDX-License-Identifier: EUPL-1.2 */
/* Tables slot and room: the timetable. A slot is a journal's lesson at a
 * weekday and number, every week or in week A or B, from day to day. */
#pragma once

#include "base/arena.h"
#include "db/db.h"

#define SLOTS_MAX 6000
#define ROOMS_MAX 500

struct slot {
	int64_t slot, journal;
	int64_t weekday, number;    /* 1..7, 0..9 */
	int64_t week;		    /* 0 every, 1 A, 2 B */
	int64_t person;		    /* 0 = whoever teaches the journal */
	int64_t room;		    /* 0 = none named */
	int64_t starts_on, ends_on; /* ends_on 0 = open */
};

/* For lists: with the words of what it points at. */
struct slot_line {
	struct slot slot;
	int64_t class, subject;
	const char *part, *label, *name; /* of journal, class, subject */
	const char *room_name;		 /* "" = none */
};

CHECKED enum err slots_find(
    struct db *db, int64_t inst, int64_t slot, struct slot *out);
/* Number from counter "slot". Inserts or replaces. */
CHECKED enum err slots_put(
    struct db *db, int64_t inst, const struct slot *slot);
CHECKED enum err slots_delete(struct db *db, int64_t inst, int64_t slot);

/* Of a year's journals in use, valid on some day from `from` to `to`, by
 * weekday, number, class, subject and part. */
CHECKED enum err slots_list(struct db *db, struct arena *arena, int64_t inst,
    int64_t year, int64_t from, int64_t to, struct slot_line **out, size_t *n);
CHECKED enum err slots_list_class(struct db *db, struct arena *arena,
    int64_t inst, int64_t year, int64_t class, int64_t from, int64_t to,
    struct slot_line **out, size_t *n);
/* Of the journals a person teaches (on `from` at the earliest), and those where
 * the person is named. */
CHECKED enum err slots_list_person(struct db *db, struct arena *arena,
    int64_t inst, int64_t year, int64_t person, int64_t from, int64_t to,
    struct slot_line **out, size_t *n);
/* How many of a year's journals in use are valid on a day. */
CHECKED enum err slots_count(
    struct db *db, int64_t inst, int64_t year, int64_t day, int64_t *n);

struct room {
	int64_t room;
	const char *name;
};
/* In the order of names. */
CHECKED enum err slots_rooms(struct db *db, struct arena *arena, int64_t inst,
    struct room **out, size_t *n);
CHECKED enum err slots_room_find(struct db *db, struct arena *arena,
    int64_t inst, int64_t room, struct room *out);
/* By its name, however written; makes it when it is new. */
CHECKED enum err slots_room_take(struct db *db, struct arena *arena,
    int64_t inst, const char *name, int64_t *room);
