/* SPDX-License-Identifier: EUPL-1.2 */
/* The whole record of one lesson as one form: date, number, topic, homework,
 * roll call and marks, read and saved together in one transaction. */
#pragma once

#include "domain/calendar.h"
#include "domain/gradebook.h"
#include "domain/lessons_book.h"
#include "domain/roll_call.h"
#include "store/rosters.h"

/* Columns of a lesson whose marks the record shows. */
#define LESSON_RECORD_COLUMNS 4

struct lesson_mark {
	const char *value; /* NULL = none */
	int64_t changes;
};

struct lesson_line {
	struct roster_line pupil;
	struct presence presence;
	bool recorded; /* a row stands for it */
	bool proposed; /* announced for the day, not yet recorded */
	struct lesson_mark marks[LESSON_RECORD_COLUMNS];
};

struct lesson_view {
	struct journal journal;
	struct lesson lesson;	      /* lesson 0: not created yet */
	struct calendar_day calendar; /* what day that is for the class */
	int64_t starts_min, ends_min; /* ends_min 0: no bells are known */
	bool may_write;
	bool held; /* today or earlier: roll and marks may be entered */
	struct column *columns;
	size_t columns_n; /* at most LESSON_RECORD_COLUMNS */
	struct lesson_line *lines;
	size_t n;
	int64_t seen; /* for compare and set */
	const char *taken_by;
};

/* A lesson, or (lesson 0) an empty one for `day` and `number`; number -1: the
 * journal's first one of that day in the timetable that is not recorded yet. */
CHECKED enum err lesson_record_read(struct act *act, int64_t journal,
    int64_t lesson, int64_t day, int64_t number, struct lesson_view *view);

struct lesson_roll {
	int64_t pupil;
	struct presence presence;
	bool rest_of_day; /* absent from this lesson on */
};

struct lesson_form {
	struct lesson_draft draft; /* draft.seen counts for every part */
	bool take;		   /* attendance is complete */
	const struct lesson_roll *roll;
	size_t roll_n;
	/* col 0 = the only column of a lesson that does not exist yet */
	const struct gradebook_cell *cells;
	size_t cells_n;
	const char *uuid;
};

struct lesson_saved {
	int64_t lesson;
	struct gradebook_result *roll, *cells; /* as many as asked for */
	bool complete;			       /* nothing was refused */
};

/* ERR_INVALID with *faults: nothing is saved. ERR_CONFLICT: the lesson itself
 * was edited by somebody else. Otherwise everything is saved but the cells
 * that `saved` names as refused or clashing. */
CHECKED enum err lesson_record_save(struct act *act,
    const struct lesson_form *form, unsigned *faults,
    struct lesson_saved *saved);
