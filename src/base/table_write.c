/* SPDX-License-Identifier: EUPL-1.2 */
/* Writing tables. libxlsxwriter lives only here. */
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <xlsxwriter.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/table.h"

#define SHEET_NAME_CHARS_MAX 31
/* Widths of columns in characters: enough for names, not for a novel. */
#define WIDTH_MIN 6
#define WIDTH_MAX 40

struct table_writer {
	struct arena *arena;
	enum table_format format;
	struct buf csv;
	lxw_workbook *book;
	lxw_worksheet *sheet;
	lxw_format *head, *date;
	int fd; /* the library writes files only: one without a name */
	size_t row, column;
	size_t widths[TABLE_COLUMNS_MAX];
	enum err err;
};

/* A spreadsheet runs a cell that begins like this, whatever was meant
 * (CWE-1236). Space in front does not stop all of them. */
static bool
is_formula(const char *s)
{
	while (*s == ' ')
		s++;
	return *s && strchr("=+-@\t\r\n", *s);
}

static const char *
sheet_name(struct arena *arena, const char *name)
{
	char *out = arena_strdup(arena, name && name[0] ? name : "1"), *s;
	size_t chars = 0;

	for (s = out; *s; s++) {
		if (strchr("[]:*?/\\'", *s))
			*s = ' ';
		if (((unsigned char)*s & 0xc0) != 0x80 &&
		    ++chars > SHEET_NAME_CHARS_MAX) {
			*s = '\0';
			break;
		}
	}
	return out;
}

static void
book_begin(struct table_writer *w, const char *name)
{
	/* In memory and without a name: lists of children leave no trace on
	 * a disk. */
	w->fd = memfd_create("table", MFD_CLOEXEC);
	if (w->fd >= 0)
		w->book = workbook_new(
		    arena_printf(w->arena, "/proc/self/fd/%d", w->fd));
	if (!w->book) {
		w->err = ERR_IO;
		return;
	}
	w->sheet = workbook_add_worksheet(w->book, sheet_name(w->arena, name));
	w->head = workbook_add_format(w->book);
	w->date = workbook_add_format(w->book);
	if (!w->sheet || !w->head || !w->date) {
		w->err = ERR_IO;
		return;
	}
	format_set_bold(w->head);
	format_set_num_format(w->date, "dd.mm.yyyy");
	worksheet_freeze_panes(w->sheet, 1, 0);
}

struct table_writer *
table_writer_new(
    struct arena *arena, enum table_format format, const char *sheet)
{
	struct table_writer *w = arena_alloc(arena, sizeof(*w));

	w->arena = arena;
	w->format = format;
	if (format == TABLE_XLSX) {
		book_begin(w, sheet);
	} else {
		buf_init(&w->csv, arena, 4096);
		buf_adds(&w->csv, "\xef\xbb\xbf");
	}
	return w;
}

/* False when the cell must not be written. */
static bool
cell_begin(struct table_writer *w)
{
	if (w->row >= TABLE_ROWS_MAX || w->column >= TABLE_COLUMNS_MAX)
		w->err = ERR_LIMIT;
	if (w->err)
		return false;
	if (w->format == TABLE_CSV && w->column > 0)
		buf_addc(&w->csv, ';');
	return true;
}

static void
widen(struct table_writer *w, const char *text)
{
	size_t chars = 2;

	for (; *text; text++)
		chars += ((unsigned char)*text & 0xc0) != 0x80;
	if (chars > w->widths[w->column])
		w->widths[w->column] = chars;
}

static void
csv_text(struct buf *b, const char *s)
{
	bool quote = s[strcspn(s, ";,\"\t\r\n")] != '\0' || s[0] == ' ';

	if (!quote) {
		buf_adds(b, s);
		return;
	}
	buf_addc(b, '"');
	for (; *s; s++) {
		if (*s == '"')
			buf_addc(b, '"');
		buf_addc(b, *s);
	}
	buf_addc(b, '"');
}

void
table_write_text(struct table_writer *w, const char *text)
{
	if (!cell_begin(w))
		return;
	if (text && is_formula(text))
		text = arena_printf(w->arena, "'%s", text);
	if (text && text[0]) {
		if (w->format == TABLE_CSV)
			csv_text(&w->csv, text);
		else if (worksheet_write_string(w->sheet, (lxw_row_t)w->row,
			     (lxw_col_t)w->column, text,
			     w->row == 0 ? w->head : NULL))
			w->err = ERR_LIMIT;
		widen(w, text);
	}
	w->column++;
}

void
table_write_number(struct table_writer *w, int64_t n)
{
	if (!cell_begin(w))
		return;
	if (w->format == TABLE_CSV)
		buf_addi(&w->csv, n);
	else if (worksheet_write_number(w->sheet, (lxw_row_t)w->row,
		     (lxw_col_t)w->column, (double)n, NULL))
		w->err = ERR_LIMIT;
	w->column++;
}

void
table_write_date(struct table_writer *w, int64_t days)
{
	struct date d = clock_date(days);
	const char *text = clock_short(w->arena, days);
	lxw_datetime at = {.year = d.year, .month = d.month, .day = d.day};

	if (!cell_begin(w))
		return;
	if (w->format == TABLE_CSV)
		buf_adds(&w->csv, text);
	else if (worksheet_write_datetime(w->sheet, (lxw_row_t)w->row,
		     (lxw_col_t)w->column, &at, w->date))
		w->err = ERR_LIMIT;
	widen(w, text);
	w->column++;
}

void
table_write_row_end(struct table_writer *w)
{
	if (w->format == TABLE_CSV)
		buf_adds(&w->csv, "\r\n");
	w->row++;
	w->column = 0;
}

static void
columns_set(struct table_writer *w)
{
	size_t i;

	for (i = 0; i < TABLE_COLUMNS_MAX; i++) {
		size_t width = w->widths[i];

		if (width == 0)
			continue;
		if (width < WIDTH_MIN)
			width = WIDTH_MIN;
		if (width > WIDTH_MAX)
			width = WIDTH_MAX;
		worksheet_set_column(
		    w->sheet, (lxw_col_t)i, (lxw_col_t)i, (double)width, NULL);
	}
}

static enum err
file_take(struct table_writer *w, struct bytes *file)
{
	struct stat st;
	size_t at = 0;
	char *p;

	if (fstat(w->fd, &st))
		return ERR_IO;
	p = arena_alloc(w->arena, (size_t)st.st_size);
	while (at < (size_t)st.st_size) {
		ssize_t n =
		    pread(w->fd, p + at, (size_t)st.st_size - at, (off_t)at);

		if (n <= 0)
			return ERR_IO;
		at += (size_t)n;
	}
	*file = (struct bytes){p, at};
	return OK;
}

/* Also after an error: closing is the only way to free the workbook. */
static enum err
book_end(struct table_writer *w, struct bytes *file)
{
	lxw_error error = LXW_ERROR_CREATING_XLSX_FILE;
	enum err err = ERR_IO;

	if (w->book) {
		if (w->sheet)
			columns_set(w);
		error = workbook_close(w->book);
		w->book = NULL;
	}
	if (!error)
		err = file_take(w, file);
	if (w->fd >= 0)
		close(w->fd);
	if (err)
		log_line(
		    LOG_ERROR, "xlsx_failed", "why", lxw_strerror(error), NULL);
	return err;
}

enum err
table_writer_end(struct table_writer *w, struct bytes *file)
{
	struct bytes done = {w->csv.p, w->csv.len};

	if (w->format == TABLE_XLSX) {
		enum err err = book_end(w, &done);

		if (!w->err)
			w->err = err;
	}
	if (w->err)
		return w->err;
	*file = done;
	return OK;
}

const char *
table_content_type(enum table_format format)
{
	return format == TABLE_XLSX
		   ? "application/vnd.openxmlformats-officedocument"
		     ".spreadsheetml.sheet"
		   : "text/csv; charset=utf-8";
}

const char *
table_extension(enum table_format format)
{
	return format == TABLE_XLSX ? "xlsx" : "csv";
}
