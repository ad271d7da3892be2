/* SPDX-License-Identifier: EUPL-1.2 */
/* Tables that people keep in spreadsheets: read from CSV and XLSX into rows of
 * cleaned text, written back as CSV and XLSX.
 *
 * Reading trusts nothing: every limit below is checked while the file is being
 * read, and a refusal says which one and where (struct table_problem), so that
 * a page can tell it in words. The formats: RFC 4180 with the separators that
 * spreadsheets really use, ECMA-376 (Office Open XML) for XLSX. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

/* A school of 3,000 with two guardians each is 1 MiB: ten times that. */
#define TABLE_FILE_BYTES_MAX (10u << 20)
/* All parts of an XLSX together, unpacked. */
#define TABLE_INFLATED_BYTES_MAX (100u << 20)
/* Rows that hold something, the header included. */
#define TABLE_ROWS_MAX 20000
#define TABLE_COLUMNS_MAX 64
/* One cell after cleaning. */
#define TABLE_CELL_BYTES_MAX 2000
/* Texts of all cells together. */
#define TABLE_TEXT_BYTES_MAX (32u << 20)

enum table_fault {
	TABLE_FINE,
	TABLE_EMPTY,	  /* no row with anything in it */
	TABLE_OTHER_KIND, /* a picture, PDF, program: no table at all */
	TABLE_OLD_EXCEL,  /* .xls, or an XLSX behind a password */
	TABLE_CHARSET,	  /* no known charset decodes it */
	TABLE_QUOTE,	  /* a quotation mark is opened and never closed */
	TABLE_BROKEN,	  /* damaged archive or XML */
	TABLE_NO_SHEET,	  /* XLSX without a visible sheet */
	TABLE_HOSTILE,	  /* DTD, bomb, too many parts: made to do harm */
	TABLE_FILE_SIZE,  /* one of the limits above */
	TABLE_ROWS,
	TABLE_COLUMNS,
	TABLE_CELL_SIZE,
	TABLE_FAULTS
};

/* Why a file was refused. row and column count from 1 as the spreadsheet
 * shows them; 0 where the fault has no place. */
struct table_problem {
	enum table_fault fault;
	int64_t row, column;
};

struct table_row {
	int64_t number;	    /* as the spreadsheet shows it, from 1 */
	size_t n;	    /* cells; those behind are empty */
	const char **cells; /* text_clean()ed, one line, never NULL */
};

struct table {
	const char *format;  /* "csv" or "xlsx" */
	const char *charset; /* of a CSV: "UTF-8", "windows-1251" ... */
	char separator;	     /* of a CSV: ',', ';' or '\t'; 0 otherwise */
	const char *sheet;   /* of an XLSX: its first visible sheet; or NULL */
	struct table_row *rows;
	size_t rows_n;
	size_t columns; /* of the widest row */
};

/* Reads either format, told apart by the bytes and never by the file's name.
 * Rows without any text are left out, their numbers are not reused. Dates of
 * an XLSX come out as "23.11.2026", whole numbers without an exponent, values
 * of formulas as last calculated. An apostrophe that only protects a cell
 * beginning with = + - @ is taken off.
 * ERR_INVALID or ERR_LIMIT: *problem says why; *table is untouched. */
CHECKED enum err table_read(struct arena *arena, const void *p, size_t len,
    const struct table **table, struct table_problem *problem);

/* The text of a cell, "" outside the row. at counts rows[] from 0. */
const char *table_cell(const struct table *table, size_t at, size_t column);

/* ---- writing -------------------------------------------------------------
 * Cells of the first row become a head. Text that a spreadsheet would take
 * for a formula (= + - @, tab, line break in front) gets an apostrophe; there
 * is no way around it, because there is no other way to write a cell. */
enum table_format { TABLE_CSV, TABLE_XLSX };

struct table_writer;

/* sheet names the sheet of an XLSX: at most 31 characters, none of
 * []:*?/\ (they are replaced). */
struct table_writer *table_writer_new(
    struct arena *arena, enum table_format format, const char *sheet);
/* NULL is an empty cell. */
void table_write_text(struct table_writer *w, const char *text);
void table_write_number(struct table_writer *w, int64_t n);
/* Days since 1970; a real date in XLSX, "23.11.2026" in CSV. */
void table_write_date(struct table_writer *w, int64_t days);
void table_write_row_end(struct table_writer *w);
/* The finished file, in the arena. CSV is UTF-8 with BOM and ';', so that
 * spreadsheets with Ukrainian settings open it by a double click. ERR_LIMIT:
 * more than TABLE_ROWS_MAX rows were written. ERR_IO: no temporary file. */
CHECKED enum err table_writer_end(struct table_writer *w, struct bytes *file);
const char *table_content_type(enum table_format format);
/* "csv", "xlsx". */
const char *table_extension(enum table_format format);
