/* SPDX-License-Identifier: EUPL-1.2 */
/* Table lesson: what was taught when, topic, homework, and whether attendance
 * was taken. A lesson taken back keeps its row and its history. */
#pragma once

#include "base/arena.h"
#include "db/db.h"

/* Longest list: a week of a class, a term of a journal. */
#define LESSONS_MAX 1000

struct lesson {
	int64_t journal, lesson;
	int64_t day, number, hours; /* number 0..9, hours 1 or 2 */
	const char *topic, *homework;
	int64_t due_on;	  /* 0 = none */
	int64_t taken_at; /* attendance taken; 0 = not recorded */
	int64_t taken_by;
	int64_t created_at, created_by;
	int64_t seq;	    /* its latest event */
	int64_t removed_at; /* 0 = stands */
	/* Of lists over several journals; NULL and 0 elsewhere: */
	const char *label, *subject, *part;
	int64_t class;
};

CHECKED enum err lessons_find(struct db *db, struct arena *arena, int64_t inst,
    int64_t journal, int64_t lesson, struct lesson *out);
/* Number from counter "lesson.<journal>". */
CHECKED enum err lessons_insert(
    struct db *db, int64_t inst, const struct lesson *lesson);
/* Everything but key and creation, where the row's seq is still `seen`.
 * ERR_CONFLICT: somebody wrote meanwhile (or no such row). */
CHECKED enum err lessons_update(
    struct db *db, int64_t inst, const struct lesson *lesson, int64_t seen);

/* Lessons that stand, by day and number, from day `from` to day `to`. */
CHECKED enum err lessons_list(struct db *db, struct arena *arena, int64_t inst,
    int64_t journal, int64_t from, int64_t to, struct lesson **out, size_t *n);
/* Of the journals that `person` teaches on day `today`. */
CHECKED enum err lessons_list_taught(struct db *db, struct arena *arena,
    int64_t inst, int64_t person, int64_t today, int64_t from, int64_t to,
    struct lesson **out, size_t *n);
CHECKED enum err lessons_list_class(struct db *db, struct arena *arena,
    int64_t inst, int64_t class, int64_t from, int64_t to, struct lesson **out,
    size_t *n);
/* All of one day, by class. */
CHECKED enum err lessons_list_school(struct db *db, struct arena *arena,
    int64_t inst, int64_t day, struct lesson **out, size_t *n);

/* What one pupil had: the lessons of the classes the pupil was in on those
 * days, with the pupil's attendance. */
struct lesson_of_pupil {
	struct lesson lesson;
	const char *state; /* as in attendance, "" = no row */
	int64_t minutes;
	const char *reason;
};
CHECKED enum err lessons_list_pupil(struct db *db, struct arena *arena,
    int64_t inst, int64_t pupil, int64_t from, int64_t to,
    struct lesson_of_pupil **out, size_t *n);
/* Homework of lessons given on or after `given_from` that is due from day
 * `from` to day `to`, by due day. */
CHECKED enum err lessons_list_due(struct db *db, struct arena *arena,
    int64_t inst, int64_t pupil, int64_t given_from, int64_t from, int64_t to,
    struct lesson **out, size_t *n);
