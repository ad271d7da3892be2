/* SPDX-License-Identifier: EUPL-1.2 */
/* Table attendance: what is special about a pupil at a lesson. A pupil without
 * a row was present, if attendance of that lesson was taken at all
 * (lesson.taken_at); otherwise nothing is known. */
#pragma once

#include "base/arena.h"
#include "db/db.h"

struct attendance_key {
	int64_t journal, lesson, pupil;
};

/* state: absent late remote order present; reason: '' illness valid none
 * unknown security. */
struct attendance {
	int64_t lesson, pupil;
	const char *state;
	int64_t minutes; /* of being late; 0 = not said */
	const char *reason;
	int64_t seq;
	int64_t journal;
};

/* Sets where the row's seq is still `seen` (-1: no row yet). ERR_AGAIN, as
 * in marks.h. */
CHECKED enum err attendance_set(struct db *db, int64_t inst, int64_t journal,
    const struct attendance *row, int64_t seen);
CHECKED enum err attendance_find(struct db *db, struct arena *arena,
    int64_t inst, struct attendance_key key, struct attendance *out);

/* Of the lessons lesson_from..lesson_to of a journal. */
CHECKED enum err attendance_list(struct db *db, struct arena *arena,
    int64_t inst, int64_t journal, int64_t lesson_from, int64_t lesson_to,
    struct attendance **out, size_t *n);
/* Of all lessons of a class from day to day. */
CHECKED enum err attendance_list_class(struct db *db, struct arena *arena,
    int64_t inst, int64_t class, int64_t from, int64_t to,
    struct attendance **out, size_t *n);

/* Counted over the lessons a pupil had; hours of double lessons count twice. */
struct attendance_sum {
	int64_t lessons, not_recorded;
	int64_t absent, illness, valid, none, unknown, security, late;
};
CHECKED enum err attendance_sum_pupil(struct db *db, int64_t inst,
    int64_t pupil, int64_t from, int64_t to, struct attendance_sum *out);

/* Pupils absent at one lesson of the day or more, by class. */
struct attendance_absent {
	int64_t class, pupils;
};
CHECKED enum err attendance_absent_classes(struct db *db, struct arena *arena,
    int64_t inst, int64_t day, struct attendance_absent **out, size_t *n);
