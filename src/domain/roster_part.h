/* SPDX-License-Identifier: EUPL-1.2 */
/* Between the files of roster only. */
#pragma once

#include "domain/roster.h"

/* Between the cells of a stored row; text_clean lets no such byte through. */
#define ROSTER_SEPARATOR '\x1f'
#define ROSTER_SEPARATOR_TEXT "\x1f"

#define ROSTER_POST_BYTES_MAX 200
#define ROSTER_SUBJECT_BYTES_MAX 150

CHECKED enum err roster_permit(struct act *act);
const char *roster_kind_name(enum roster_kind kind);

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

/* Stores what was done with a row, its cells unchanged. roster.c */
CHECKED enum err roster_row_result(struct act *act, const struct roster *roster,
    const struct roster_row *row, struct import_row *stored);
