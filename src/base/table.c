/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/table.h"

#include <assert.h>
#include <string.h>

#include "base/table_build.h"
#include "base/text.h"

#define BLOCK_ROWS 256

/* A raw cell may shrink by cleaning, but not without end. */
#define RAW_BYTES_MAX (4 * TABLE_CELL_BYTES_MAX)

struct table_block {
	struct table_block *next;
	size_t n;
	struct table_row rows[BLOCK_ROWS];
};

void
table_build_begin(
    struct table_builder *b, struct arena *arena, struct table_problem *problem)
{
	memset(b, 0, sizeof(*b));
	b->arena = arena;
	b->problem = problem;
}

enum err
table_build_fail(struct table_builder *b, enum err err, enum table_fault fault,
    int64_t row, int64_t column)
{
	*b->problem = (struct table_problem){fault, row, column};
	return err;
}

/* Line breaks inside a cell and stray control bytes are spaces to us: one of
 * them must not refuse a school's whole list. */
static size_t
without_controls(const char *s, size_t len, char *out)
{
	size_t i;

	for (i = 0; i < len; i++) {
		unsigned char c = (unsigned char)s[i];

		out[i] = c < 0x20 || c == 0x7f ? ' ' : s[i];
	}
	return len;
}

enum err
table_build_text(struct table_builder *b, size_t column, const char *s,
    size_t len, const char **out)
{
	char raw[RAW_BYTES_MAX];
	const char *clean;
	enum err err;

	if (len > sizeof(raw))
		return table_build_fail(
		    b, ERR_LIMIT, TABLE_CELL_SIZE, b->row, (int64_t)column + 1);
	len = without_controls(s, len, raw);
	err =
	    text_clean(b->arena, raw, len, TABLE_CELL_BYTES_MAX, false, &clean);
	if (err == ERR_LIMIT)
		return table_build_fail(
		    b, err, TABLE_CELL_SIZE, b->row, (int64_t)column + 1);
	if (err)
		return table_build_fail(
		    b, err, TABLE_CHARSET, b->row, (int64_t)column + 1);
	if (clean[0] == '\'' && clean[1] && strchr("=+-@", clean[1]))
		clean++;
	b->text_bytes += strlen(clean);
	if (b->text_bytes > TABLE_TEXT_BYTES_MAX)
		return table_build_fail(
		    b, ERR_LIMIT, TABLE_FILE_SIZE, b->row, 0);
	*out = clean;
	return OK;
}

enum err
table_build_clean(struct table_builder *b, size_t column, const char *clean)
{
	size_t i;

	if (!clean[0])
		return OK;
	if (column >= TABLE_COLUMNS_MAX)
		return table_build_fail(
		    b, ERR_LIMIT, TABLE_COLUMNS, b->row, (int64_t)column + 1);
	for (i = b->n; i < column; i++)
		b->cells[i] = "";
	b->cells[column] = clean;
	if (column >= b->n)
		b->n = column + 1;
	return OK;
}

enum err
table_build_cell(
    struct table_builder *b, size_t column, const char *s, size_t len)
{
	const char *clean;
	enum err err;

	if (len == 0)
		return OK;
	if ((err = table_build_text(b, column, s, len, &clean)))
		return err;
	return table_build_clean(b, column, clean);
}

enum err
table_build_row(struct table_builder *b)
{
	struct table_row *row;

	if (b->n == 0)
		return OK;
	if (b->rows_n == TABLE_ROWS_MAX)
		return table_build_fail(b, ERR_LIMIT, TABLE_ROWS, b->row, 0);
	if (!b->last || b->last->n == BLOCK_ROWS) {
		struct table_block *block =
		    arena_alloc(b->arena, sizeof(*block));

		if (b->last)
			b->last->next = block;
		else
			b->first = block;
		b->last = block;
	}
	row = &b->last->rows[b->last->n++];
	row->number = b->row;
	row->n = b->n;
	row->cells =
	    arena_memdup(b->arena, b->cells, b->n * sizeof(b->cells[0]));
	if (b->n > b->columns)
		b->columns = b->n;
	b->rows_n++;
	b->n = 0;
	return OK;
}

enum err
table_build_end(struct table_builder *b, struct table *table)
{
	struct table_block *block;
	size_t at = 0;

	if (b->rows_n == 0)
		return table_build_fail(b, ERR_INVALID, TABLE_EMPTY, 0, 0);
	table->rows = arena_array(b->arena, b->rows_n, sizeof(*table->rows));
	for (block = b->first; block; block = block->next) {
		memcpy(table->rows + at, block->rows,
		    block->n * sizeof(block->rows[0]));
		at += block->n;
	}
	assert(at == b->rows_n);
	table->rows_n = b->rows_n;
	table->columns = b->columns;
	return OK;
}

static bool
begins(const void *p, size_t len, const char *magic, size_t magic_len)
{
	return len >= magic_len && memcmp(p, magic, magic_len) == 0;
}

/* What people send instead of a table; the answer names it at once instead of
 * showing a page of rubbish. */
static bool
other_kind(const void *p, size_t len)
{
	static const struct {
		const char *bytes;
		size_t len;
	} magic[] = {
	    {"%PDF", 4},	 /* PDF */
	    {"\x89PNG", 4},	 /* PNG */
	    {"\xff\xd8\xff", 3}, /* JPEG */
	    {"GIF8", 4},	 /* GIF */
	    {"{\\rtf", 5},	 /* RTF */
	    {"Rar!", 4},	 /* RAR */
	    {"7z\xbc\xaf", 4},	 /* 7-Zip */
	    {"\x1f\x8b", 2},	 /* gzip */
	    {"\x7f"
	     "ELF",
		4}, /* programs */
	    {"MZ", 2},
	    {"<!DOCTYPE", 9}, /* a web page saved under a wrong name */
	    {"<html", 5},
	    {"<?xml", 5},
	};
	size_t i;

	for (i = 0; i < sizeof(magic) / sizeof(magic[0]); i++) {
		if (begins(p, len, magic[i].bytes, magic[i].len))
			return true;
	}
	return false;
}

enum err
table_read(struct arena *arena, const void *p, size_t len,
    const struct table **table, struct table_problem *problem)
{
	struct table read = {0};
	enum err err;

	*problem = (struct table_problem){0};
	if (len > TABLE_FILE_BYTES_MAX) {
		problem->fault = TABLE_FILE_SIZE;
		return ERR_LIMIT;
	}
	if (len == 0) {
		problem->fault = TABLE_EMPTY;
		return ERR_INVALID;
	}
	if (other_kind(p, len)) {
		problem->fault = TABLE_OTHER_KIND;
		return ERR_INVALID;
	}
	/* Compound file: Excel up to 2003, and any Excel file with a password.
	 */
	if (begins(p, len, "\xd0\xcf\x11\xe0", 4)) {
		problem->fault = TABLE_OLD_EXCEL;
		return ERR_INVALID;
	}
	if (begins(p, len, "PK", 2))
		err = table_xlsx_read(arena, p, len, &read, problem);
	else
		err = table_csv_read(arena, p, len, &read, problem);
	if (err)
		return err;
	*table = arena_memdup(arena, &read, sizeof(read));
	return OK;
}

const char *
table_cell(const struct table *table, size_t at, size_t column)
{
	assert(at < table->rows_n);
	if (column >= table->rows[at].n)
		return "";
	return table->rows[at].cells[column];
}
