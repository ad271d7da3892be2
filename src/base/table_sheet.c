/* SPDX-License-Identifier: EUPL-1.2 */
/* The cells of one sheet of an XLSX (ECMA-376, 18.3): numbers, dates, shared
 * and inline texts, truth values, errors, cached values of formulas. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/table_xlsx.h"

#define SHEET_ROWS_MAX 1048576
/* Serial numbers of days: 1 is 1900-01-01, and 60 is 1900-02-29, a day that
 * never was but that spreadsheets keep for the sake of Lotus 1-2-3. From 61 on
 * day 25569 is 1970-01-01. With date1904 day 0 is 1904-01-01. */
#define SERIAL_1970 25569
#define SERIAL_1970_FROM_1904 24107
#define SERIAL_LEAP_BUG 60
/* 2100-12-31: later "dates" are numbers with a wrong format. */
#define SERIAL_LAST 73415
/* Whole numbers up to here are exact in a double; phones are far below. */
#define EXACT_MAX 1e15

struct sheet {
	struct xlsx *x;
	int64_t row;
	int64_t column; /* from 0 */
	char type[16];	/* of the cell; "" is a number */
	size_t style;
	bool in_data, in_row, in_cell, in_value, in_inline, in_text,
	    in_phonetic;
	struct xlsx_text value;
};

static enum err
broken(struct sheet *s)
{
	return table_build_fail(
	    s->x->build, ERR_INVALID, TABLE_BROKEN, s->row, s->column + 1);
}

static enum err
row_start(struct sheet *s, const char **attrs)
{
	const char *r = xml_attr(attrs, "r");
	int64_t row = s->row + 1;

	if (s->in_row)
		return broken(s);
	if (r)
		row = strtoll(r, NULL, 10);
	if (row <= s->row || row > SHEET_ROWS_MAX)
		return broken(s);
	s->row = row;
	s->column = -1;
	s->in_row = true;
	s->x->build->row = row;
	return OK;
}

/* "C7" is column 2. The letters alone count: the row is known. */
static int64_t
column_of(const char *ref)
{
	int64_t column = 0;

	while (*ref >= 'A' && *ref <= 'Z' && column < SHEET_ROWS_MAX)
		column = column * 26 + (*ref++ - 'A' + 1);
	return column - 1;
}

static enum err
cell_start(struct sheet *s, const char **attrs)
{
	const char *r = xml_attr(attrs, "r");
	const char *type = xml_attr(attrs, "t");
	const char *style = xml_attr(attrs, "s");
	int64_t column = r ? column_of(r) : s->column + 1;

	if (s->in_cell || column <= s->column)
		return broken(s);
	s->column = column;
	snprintf(s->type, sizeof(s->type), "%s", type ? type : "");
	s->style = style ? strtoul(style, NULL, 10) : 0;
	s->value.len = 0;
	s->in_cell = true;
	return OK;
}

static enum err
sheet_start(void *ctx, const char *name, const char **attrs)
{
	struct sheet *s = ctx;

	if (strcmp(name, "sheetData") == 0)
		s->in_data = true;
	if (!s->in_data)
		return OK;
	if (strcmp(name, "row") == 0)
		return row_start(s, attrs);
	if (strcmp(name, "c") == 0 && s->in_row)
		return cell_start(s, attrs);
	if (strcmp(name, "v") == 0)
		s->in_value = s->in_cell;
	else if (strcmp(name, "is") == 0)
		s->in_inline = s->in_cell;
	else if (strcmp(name, "rPh") == 0)
		s->in_phonetic = true;
	else if (strcmp(name, "t") == 0)
		s->in_text = s->in_inline && !s->in_phonetic;
	return OK;
}

static enum err
sheet_text(void *ctx, const char *p, size_t len)
{
	struct sheet *s = ctx;

	if (!s->in_value && !s->in_text)
		return OK;
	if (xlsx_text_add(&s->value, p, len))
		return table_build_fail(s->x->build, ERR_LIMIT, TABLE_CELL_SIZE,
		    s->row, s->column + 1);
	return OK;
}

static enum err
cell_put(struct sheet *s, const char *text, size_t len)
{
	return table_build_cell(s->x->build, (size_t)s->column, text, len);
}

/* The value as a C string; numbers and indices are short. */
static bool
short_value(const struct sheet *s, char out[64])
{
	if (s->value.len == 0 || s->value.len >= 64)
		return false;
	memcpy(out, s->value.s, s->value.len);
	out[s->value.len] = '\0';
	return true;
}

static enum err
cell_shared(struct sheet *s)
{
	struct xlsx *x = s->x;
	char text[64], *end;
	unsigned long at;
	enum err err;

	if (!short_value(s, text) || text[0] < '0' || text[0] > '9')
		return broken(s);
	at = strtoul(text, &end, 10);
	if (*end || at >= x->strings_n)
		return broken(s);
	if (!x->clean[at] &&
	    (err = table_build_text(x->build, (size_t)s->column, x->strings[at],
		 strlen(x->strings[at]), &x->clean[at])))
		return err;
	return table_build_clean(x->build, (size_t)s->column, x->clean[at]);
}

static bool
serial_date(const struct xlsx *x, double serial, int64_t *days)
{
	int64_t day;

	if (!(serial >= 0 && serial <= SERIAL_LAST))
		return false;
	day = (int64_t)serial;
	if (x->date1904) {
		*days = day - SERIAL_1970_FROM_1904;
		return true;
	}
	if (day == 0 || day == SERIAL_LEAP_BUG)
		return false;
	*days = day - SERIAL_1970 + (day < SERIAL_LEAP_BUG);
	return true;
}

static enum err
cell_number(struct sheet *s)
{
	struct xlsx *x = s->x;
	char text[64], *end;
	int64_t days;
	double n;

	if (!short_value(s, text))
		return broken(s);
	n = strtod(text, &end);
	if (*end || !isfinite(n))
		return broken(s);
	if (s->style < x->styles_n && x->style_dates[s->style] &&
	    serial_date(x, n, &days)) {
		const char *date = clock_short(x->arena, days);

		return cell_put(s, date, strlen(date));
	}
	/* 3.80672579240E+11 is the phone 380672579240. */
	if (n > -EXACT_MAX && n < EXACT_MAX && (double)(int64_t)n == n)
		snprintf(text, sizeof(text), "%.0f", n);
	else
		snprintf(text, sizeof(text), "%.15g", n);
	return cell_put(s, text, strlen(text));
}

/* t="d": 2016-02-02 or 2016-02-02T00:00:00 */
static enum err
cell_iso_date(struct sheet *s)
{
	const char *date;
	char text[64];
	int64_t days;

	if (!short_value(s, text))
		return broken(s);
	if (strlen(text) > 10)
		text[10] = '\0';
	if (clock_parse_date(text, &days))
		return cell_put(s, s->value.s, s->value.len);
	date = clock_short(s->x->arena, days);
	return cell_put(s, date, strlen(date));
}

static enum err
cell_end(struct sheet *s)
{
	s->in_cell = false;
	if (s->value.len == 0)
		return OK;
	if (strcmp(s->type, "") == 0 || strcmp(s->type, "n") == 0)
		return cell_number(s);
	if (strcmp(s->type, "s") == 0)
		return cell_shared(s);
	if (strcmp(s->type, "d") == 0)
		return cell_iso_date(s);
	if (strcmp(s->type, "b") == 0)
		return s->value.s[0] == '1' ? cell_put(s, "TRUE", 4)
					    : cell_put(s, "FALSE", 5);
	/* "inlineStr", "str" (text of a formula), "e" (#N/A and the like). */
	return cell_put(s, s->value.s, s->value.len);
}

static enum err
sheet_end(void *ctx, const char *name)
{
	struct sheet *s = ctx;

	if (strcmp(name, "sheetData") == 0)
		s->in_data = false;
	else if (strcmp(name, "v") == 0)
		s->in_value = false;
	else if (strcmp(name, "is") == 0)
		s->in_inline = false;
	else if (strcmp(name, "rPh") == 0)
		s->in_phonetic = false;
	else if (strcmp(name, "t") == 0)
		s->in_text = false;
	else if (strcmp(name, "c") == 0 && s->in_cell)
		return cell_end(s);
	else if (strcmp(name, "row") == 0 && s->in_row) {
		s->in_row = false;
		return table_build_row(s->x->build);
	}
	return OK;
}

enum err
xlsx_sheet_read(struct xlsx *x, const char *part)
{
	static const struct xml_events events = {
	    .start = sheet_start, .end = sheet_end, .text = sheet_text};
	struct sheet *s = arena_alloc(x->arena, sizeof(*s));

	s->x = x;
	return xlsx_part(x, part, &events, s);
}
