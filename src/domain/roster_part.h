/* SPDX-License-Identifier: EUPL-1.2 */
/* Between the files of roster only. */
#pragma once

#include "domain/name_index.h"
#include "domain/roster.h"
#include "domain/school_year.h"

/* Between the cells of a stored row; text_clean lets no such byte through. */
#define ROSTER_SEPARATOR '\x1f'
#define ROSTER_SEPARATOR_TEXT "\x1f"

#define ROSTER_POST_BYTES_MAX 200
#define ROSTER_SUBJECT_BYTES_MAX 150

CHECKED enum err roster_permit(struct act *act);
const char *roster_kind_name(enum roster_kind kind);

/* A draft is no part of the school: its writes are transactions of their own,
 * without an event. AUTO_DRAFT struct db *db = act->school; rolls back what
 * was not committed. */
static inline void
roster_draft_end(struct db **db)
{
	if (*db && db_in_transaction(*db))
		db_rollback(*db);
}
#define AUTO_DRAFT __attribute__((cleanup(roster_draft_end)))

const char *roster_cells_join(
    struct arena *arena, const char *const *cells, size_t n);
const char *roster_mapping_text(
    struct arena *arena, const enum roster_column *columns, size_t n);

/* Reads cells into meanings, notes errors and repairs. roster_check.c */
void roster_check_row(
    struct act *act, struct roster *roster, struct roster_row *row);
void roster_issue_add(struct roster *roster, const struct roster_row *row,
    enum roster_column column, enum roster_code code, const char *value,
    const char *param, int64_t other);

/* Compares rows with each other and with the school. roster_match.c */
CHECKED enum err roster_match(struct act *act, struct roster *roster);

/* Index of a column of that meaning, or -1. */
int roster_column_at(const struct roster *roster, enum roster_column column);
const char *roster_cell(const struct roster *roster,
    const struct roster_row *row, enum roster_column column);

/* Stores what was done with a row, its cells unchanged. roster_decide.c */
CHECKED enum err roster_row_result(struct act *act, const struct roster *roster,
    const struct roster_row *row, struct import_row *stored);

/* A list being written. roster_write.c writes rows for roster_apply.c. */
struct roster_writing {
	struct act *act;
	struct roster *roster;
	struct academic_year year;
	int64_t today;
	struct name_index classes;   /* label -> class */
	struct name_index subjects;  /* fold -> subject */
	struct name_index guardians; /* name and address -> person */
	struct buf steps;	     /* of the row under way */
	struct buf shared;	     /* of the whole list */
	struct roster_done done;
};
CHECKED enum err roster_write_pupil(
    struct roster_writing *a, struct roster_row *row);
CHECKED enum err roster_write_colleague(
    struct roster_writing *a, struct roster_row *row);
