/* SPDX-License-Identifier: EUPL-1.2 */
/* Table mark_column: columns of a journal's page. A mark belongs to a column,
 * never to the lesson itself: a lesson may have several columns, a column may
 * have no lesson and then no date (notebook, term mark). */
#pragma once

#include "base/arena.h"
#include "db/db.h"

#define COLUMNS_MAX 1000

struct column {
	int64_t journal, col;
	int64_t lesson; /* 0 = none: a column without a date */
	const char *kind, *title;
	int64_t day, number, ord; /* where in the page it stands */
	const char *scale;
	int64_t seq;
	int64_t created_at;
	int64_t removed_at; /* 0 = stands */
	/* Of lists with lessons: */
	int64_t hours, taken_at; /* 0 without a lesson, or not taken */
};

CHECKED enum err columns_find(struct db *db, struct arena *arena, int64_t inst,
    int64_t journal, int64_t col, struct column *out);
/* Number from counter "column.<journal>". */
CHECKED enum err columns_insert(
    struct db *db, int64_t inst, const struct column *column);
/* Everything but key, lesson, scale and creation, where seq is still `seen`.
 * ERR_CONFLICT otherwise. */
CHECKED enum err columns_update(
    struct db *db, int64_t inst, const struct column *column, int64_t seen);

/* Columns that stand, in the order of the page, from day to day; with hours
 * and taken_at of their lessons. */
CHECKED enum err columns_list(struct db *db, struct arena *arena, int64_t inst,
    int64_t journal, int64_t from, int64_t to, struct column **out, size_t *n);
/* Those of one lesson, in order. */
CHECKED enum err columns_list_lesson(struct db *db, struct arena *arena,
    int64_t inst, int64_t journal, int64_t lesson, struct column **out,
    size_t *n);
/* Moves a lesson's columns with it. */
CHECKED enum err columns_move(struct db *db, int64_t inst, int64_t journal,
    int64_t lesson, int64_t day, int64_t number);

/* Marks that stand in a column. */
CHECKED enum err columns_marks(
    struct db *db, int64_t inst, int64_t journal, int64_t col, int64_t *marks);
