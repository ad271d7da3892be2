/* SPDX-License-Identifier: EUPL-1.2 */
/* One page of a journal: pupils x columns, as they stand in one snapshot.
 * At most JOURNAL_COLUMNS columns are shown at once: the latest ones, or those
 * from a month on. */
#pragma once

#include "domain/actor_may.h"
#include "domain/presence.h"
#include "store/columns.h"
#include "store/rosters.h"

#define JOURNAL_COLUMNS 40
#define JOURNAL_MONTHS 12

struct journal_cell {
	const char *mark; /* NULL = none */
	const char *code; /* of presence, "" = none */
	bool changed;	  /* the mark has a history */
	int64_t seq;	  /* of one column alone: latest event of the mark, -1
			   * = none */
};

struct journal_month {
	int year, month;
	size_t columns;
	bool shown;
};

struct journal_view {
	struct journal journal;
	bool may_write;
	const char *teachers; /* "Лисівка О. П., Коваль Н. І." */
	struct column *columns;
	size_t columns_n;
	size_t columns_all; /* of the year */
	struct roster_line *roster;
	size_t roster_n;
	struct journal_cell *cells; /* roster_n x columns_n, by pupil */
	struct journal_month months[JOURNAL_MONTHS];
	size_t months_n;
	int64_t seen;	     /* latest event of the log: for compare and set */
	int64_t last_lesson; /* today's or the latest one, 0 = none */
};

/* year, month 0: the latest columns. */
CHECKED enum err journal_page_read(struct act *act, int64_t journal, int year,
    int month, struct journal_view *view);

/* One column with all its cells, for its own form. The view has one column. */
CHECKED enum err journal_page_column(
    struct act *act, int64_t journal, int64_t col, struct journal_view *view);

const struct journal_cell *journal_page_cell(
    const struct journal_view *view, size_t pupil, size_t column);

/* Journals to choose from: a teacher's own, all of the class for a class
 * teacher, all of the school for head, deputy and administrator. */
struct journal_line {
	struct journal journal;
	const char *teachers;
};
CHECKED enum err journal_page_list(
    struct act *act, struct journal_line **lines, size_t *n);

/* "Лисівка О. П., Коваль Н. І.": the teachers of one journal out of a list. */
const char *journal_page_teachers(struct arena *arena,
    const struct journal_teacher *teachers, size_t n, int64_t journal);
