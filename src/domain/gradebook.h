/* SPDX-License-Identifier: EUPL-1.2 */
/* Marks: setting, changing, annulling. Cells of one journal are saved
 * together in one transaction: what is wrong or was written by somebody else
 * meanwhile is reported for its cell, the others are saved; a fault of the
 * database saves none.
 *
 * A cell holds two facts, a mark and (for columns of a lesson) presence; what
 * is typed changes one of them: a value of the column's scale the mark, a code
 * of presence (presence.h) the attendance, nothing at all takes the mark away
 * or, where there is none, the absence.
 *
 * Compare and set: every cell carries the number of the latest event that its
 * writer had seen; where the cell's own latest event is newer, it stays and
 * both values are reported. */
#pragma once

#include "domain/actor_may.h"
#include "domain/presence.h"

#define GRADEBOOK_CELLS_MAX 1000 /* of one save: a class and some columns */
#define GRADEBOOK_TYPED_MAX 32	 /* bytes of one cell */

struct gradebook_cell {
	int64_t col, pupil;
	const char *typed;
	int64_t seen; /* -1 = an empty log */
};

enum cell_state {
	CELL_SAVED,
	CELL_SAME, /* nothing to do */
	CELL_REFUSED,
	CELL_CLASH
};
enum cell_why {
	WHY_NONE,
	WHY_SCALE,     /* neither a value of the scale nor a code */
	WHY_PUPIL,     /* was not in the class on that day */
	WHY_COLUMN,    /* no such column, or taken back */
	WHY_FUTURE,    /* the lesson has not been yet */
	WHY_NO_LESSON, /* a code of presence in a column without a lesson */
	WHY_REASON,    /* reasons are entered by the class teacher */
	WHY_COUNT
};

struct gradebook_result {
	int64_t col, pupil;
	enum cell_state state;
	enum cell_why why;
	const char *typed;
	/* What stands in the cell now: */
	const char *mark; /* NULL = none */
	const char *code; /* of presence, "" = none */
	int64_t seq;	  /* of what was saved, or of the other writer */
	/* Of a clash, who wrote the other value: */
	const char *author; /* pseudonym */
	const char *who;    /* short name */
	int64_t at;
};

/* Saves n cells; results has room for n. Given the same uuid again, the first
 * results come back (ERR_MISUSED with other cells; a save in which nothing was
 * written is worked out anew). ERR_NOT_FOUND, ERR_DENIED: this journal is not
 * the actor's to write. ERR_LIMIT: too many cells. ERR_INVALID: uuid. */
CHECKED enum err gradebook_save(struct act *act, int64_t journal,
    const char *uuid, const struct gradebook_cell *cells, size_t n,
    struct gradebook_result *results);
