/* SPDX-License-Identifier: EUPL-1.2 */
/* Between table.c and the two readers only: where cells become a table and
 * where the limits of table.h are kept. */
#pragma once

#include "base/table.h"

struct table_builder {
	struct arena *arena;
	struct table_problem *problem;
	const char *cells[TABLE_COLUMNS_MAX]; /* of the row under way */
	size_t n;
	int64_t row; /* number of the row under way; the reader sets it */
	struct table_block *first, *last;
	size_t rows_n, columns, text_bytes;
};

void table_build_begin(struct table_builder *b, struct arena *arena,
    struct table_problem *problem);
/* A cell, column from 0. Cleans the text; empty text is no cell. */
CHECKED enum err table_build_cell(
    struct table_builder *b, size_t column, const char *s, size_t len);
/* A cell whose text is clean already (a shared string met again). */
CHECKED enum err table_build_clean(
    struct table_builder *b, size_t column, const char *clean);
/* One line of clean text from whatever a file holds. row and column are for
 * the problem. */
CHECKED enum err table_build_text(struct table_builder *b, size_t column,
    const char *s, size_t len, const char **out);
/* Ends b->row; a row without text is forgotten. */
CHECKED enum err table_build_row(struct table_builder *b);
/* Moves the rows into *table. ERR_INVALID, TABLE_EMPTY: there are none. */
CHECKED enum err table_build_end(struct table_builder *b, struct table *table);
/* Notes the problem, gives back err. */
enum err table_build_fail(struct table_builder *b, enum err err,
    enum table_fault fault, int64_t row, int64_t column);

CHECKED enum err table_csv_read(struct arena *arena, const void *p, size_t len,
    struct table *table, struct table_problem *problem);
CHECKED enum err table_xlsx_read(struct arena *arena, const void *p, size_t len,
    struct table *table, struct table_problem *problem);
