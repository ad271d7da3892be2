/* SPDX-License-Identifier: EUPL-1.2 */
/* What saving cells, a whole lesson and taking back share: one journal's rows
 * under an open write, read once each. Only for gradebook*.c, lesson*.c,
 * roll_call*.c and take_back.c. */
#pragma once

#include "domain/gradebook.h"
#include "domain/ledger.h"
#include "store/attendance.h"
#include "store/columns.h"
#include "store/lessons.h"
#include "store/marks.h"
#include "store/rosters.h"

struct gradebook_column {
	struct column column;
	bool exists;
	struct mark *marks; /* by pupil */
	size_t n;
	/* presence, where it is a lesson's column and was asked for */
	bool roll_read;
	struct attendance *roll;
	size_t roll_n;
	struct gradebook_column *next;
};

struct gradebook_work {
	struct act *act;
	struct journal journal;
	int64_t today, first_seq; /* events from first_seq on are our own */
	struct roster_line *roster;
	size_t roster_n;
	struct gradebook_column *columns;
	/* what a first entry for this day counts as */
	bool kind_known;
	int64_t kind_day;
	enum event_kind kind;
};

/* After act_begin_school: asks whether the actor may write this journal, reads
 * its pupils. */
CHECKED enum err gradebook_work_open(
    struct act *act, int64_t journal, struct gradebook_work *work);

/* The pupil's line, if the pupil was in the class on `day` (any day of the
 * year where day is DAY_NONE); else NULL. */
const struct roster_line *gradebook_pupil(
    const struct gradebook_work *work, int64_t pupil, int64_t day);

/* Writes one cell, or says why not, in `result`. */
CHECKED enum err gradebook_write_cell(struct gradebook_work *work,
    const struct gradebook_cell *cell, struct gradebook_result *result);

/* Writes presence at one lesson. A reason that the actor may not set is kept
 * as it stands. `row` is what stands now (NULL = none). */
struct gradebook_roll {
	const struct lesson *lesson; /* journal, lesson, day, number */
	const struct roster_line *pupil;
	const struct attendance *row;
	struct presence presence;
	int64_t seen;
};
CHECKED enum err gradebook_write_roll(struct gradebook_work *work,
    const struct gradebook_roll *roll, struct gradebook_result *result);

/* Sets a mark, no questions asked: the caller has compared. old_row NULL =
 * the first one; value NULL annuls. */
CHECKED enum err gradebook_put_mark(struct gradebook_work *work,
    const struct column *column, const struct roster_line *pupil,
    const struct mark *old_row, const char *value, int64_t *seq);
/* The same for presence. */
CHECKED enum err gradebook_put_roll(struct gradebook_work *work,
    const struct gradebook_roll *roll, int64_t *seq);

/* "2026-09-01/2/34": date, number, journal. */
const char *gradebook_lesson_text(
    struct act *act, int64_t journal, int64_t day, int64_t number);

/* The answer that is kept under a client's UUID: one line a cell. Reading cuts
 * *answer to pieces and moves it behind what it read. */
const char *gradebook_write_answer(
    struct arena *arena, const struct gradebook_result *results, size_t n);
CHECKED enum err gradebook_read_answer(
    struct act *act, char **answer, struct gradebook_result *results, size_t n);
