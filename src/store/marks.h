/* SPDX-License-Identifier: EUPL-1.2 */
/* Table mark: one value a (column, pupil). seq is the mark's latest event,
 * where author and time stand; value NULL is an annulled mark. */
#pragma once

#include "base/arena.h"
#include "db/db.h"

/* Longest list: a year of one journal. */
#define MARKS_MAX 20000

struct mark_key {
	int64_t journal, col, pupil;
};

struct mark {
	int64_t col, pupil;
	const char *value; /* NULL = annulled */
	int64_t seq, changes;
};

CHECKED enum err marks_find(struct db *db, struct arena *arena, int64_t inst,
    struct mark_key key, struct mark *out);
/* Sets a value where the row's seq is still `seen` (-1: no row yet), inside a
 * transaction. ERR_AGAIN, here or from a later call of it: somebody wrote
 * meanwhile. */
CHECKED enum err marks_set(struct db *db, int64_t inst, struct mark_key key,
    const char *value, int64_t seq, int64_t seen);

/* All rows of the columns col_from..col_to, by column and pupil. */
CHECKED enum err marks_list(struct db *db, struct arena *arena, int64_t inst,
    int64_t journal, int64_t col_from, int64_t col_to, struct mark **out,
    size_t *n);
/* The same without seq (-1): for pages to look at. */
CHECKED enum err marks_list_values(struct db *db, struct arena *arena,
    int64_t inst, int64_t journal, int64_t col_from, int64_t col_to,
    struct mark **out, size_t *n);

/* One pupil's marks with their columns. */
struct mark_of_pupil {
	struct mark mark;
	int64_t journal, lesson; /* lesson 0 = a column without a date */
	const char *kind, *title;
	int64_t day, number;
	const char *subject, *part, *label;
};
/* In columns that stand, of the classes the pupil was in, by day. */
CHECKED enum err marks_list_pupil(struct db *db, struct arena *arena,
    int64_t inst, int64_t pupil, int64_t from, int64_t to,
    struct mark_of_pupil **out, size_t *n);
/* All of the pupil from day to day, by subject and day. */
CHECKED enum err marks_list_subjects(struct db *db, struct arena *arena,
    int64_t inst, int64_t pupil, int64_t from, int64_t to,
    struct mark_of_pupil **out, size_t *n);
/* Changed or annulled, whose latest event is `since` or later, newest first;
 * at most 20. */
CHECKED enum err marks_list_changed(struct db *db, struct arena *arena,
    int64_t inst, int64_t pupil, int64_t since, struct mark_of_pupil **out,
    size_t *n);
