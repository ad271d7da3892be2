/* SPDX-License-Identifier: EUPL-1.2 */
/* CSV as spreadsheets write it. libcsv lives only here. */
#include <csv.h>
#include <string.h>

#include "base/table_build.h"
#include "base/text.h"

/* Lines looked at to find the separator. */
#define SAMPLE_LINES 20

/* Text has hardly any bytes below a space; many of them are a picture or a
 * program under a wrong name. */
#define CONTROLS_MIN 8
#define CONTROL_SHARE 200

struct csv_reading {
	struct table_builder build;
	size_t column;
	enum err err;
};

static void
field_read(void *p, size_t len, void *data)
{
	struct csv_reading *r = data;

	if (!r->err)
		r->err = table_build_cell(&r->build, r->column, p, len);
	r->column++;
}

static void
row_read(int end, void *data)
{
	struct csv_reading *r = data;

	(void)end;
	if (!r->err)
		r->err = table_build_row(&r->build);
	r->build.row++;
	r->column = 0;
}

/* Separators of one line outside quotation marks; *next is its end. */
static size_t
count_in_line(const char *s, const char *end, char separator, const char **next)
{
	bool quoted = false;
	size_t n = 0;

	for (; s < end; s++) {
		if (*s == '"')
			quoted = !quoted;
		if (!quoted && *s == '\n')
			break;
		if (!quoted && *s == separator)
			n++;
	}
	*next = s < end ? s + 1 : end;
	return n;
}

/* The separator that splits the first lines into equally many columns. */
static char
separator_find(const char *s, size_t len)
{
	static const char candidates[] = {';', '\t', ','};
	const char *end = s + len, *at;
	size_t best = 0, i, line;
	char found = ';';

	for (i = 0; i < sizeof(candidates); i++) {
		size_t head = count_in_line(s, end, candidates[i], &at);
		size_t score = 0;

		if (head == 0)
			continue;
		for (line = 0; line < SAMPLE_LINES && at < end; line++)
			score +=
			    count_in_line(at, end, candidates[i], &at) == head;
		score = score * TABLE_COLUMNS_MAX + head;
		if (score > best) {
			best = score;
			found = candidates[i];
		}
	}
	return found;
}

static bool
is_binary(const char *s, size_t len)
{
	size_t controls = 0, i;

	for (i = 0; i < len; i++) {
		unsigned char c = (unsigned char)s[i];

		if (c == 0)
			return true;
		controls += c < 0x20 && c != '\t' && c != '\n' && c != '\r';
	}
	return controls > CONTROLS_MIN && controls > len / CONTROL_SHARE;
}

/* One kind of line end, so that every end is one row to libcsv and the numbers
 * of rows are those the spreadsheet shows, empty lines included. */
static size_t
lines_unify(char *s, size_t len)
{
	size_t from, to = 0;

	for (from = 0; from < len; from++) {
		if (s[from] == '\r' && from + 1 < len && s[from + 1] == '\n')
			continue;
		s[to++] = s[from] == '\r' ? '\n' : s[from];
	}
	return to;
}

static enum err
decode(struct arena *arena, const void *p, size_t len, struct table *table,
    char **text, size_t *text_len)
{
	const char *out;
	enum err err;

	table->charset = text_guess_charset(p, len);
	err = text_from_charset(arena, table->charset, p, len, &out, text_len);
	if (err)
		return err;
	if (*text_len >= 3 && memcmp(out, "\xef\xbb\xbf", 3) == 0) {
		out += 3;
		*text_len -= 3;
	}
	*text = arena_strndup(arena, out, *text_len);
	return OK;
}

static enum err
parse(struct csv_reading *r, const char *s, size_t len, char separator)
{
	struct csv_parser parser;
	enum err err = OK;

	if (csv_init(&parser, CSV_REPALL_NL))
		return ERR_IO;
	csv_set_delim(&parser, (unsigned char)separator);
	/* A line break behind the last field ends it, unless it is inside
	 * quotation marks that nobody closed. */
	if (csv_parse(&parser, s, len, field_read, row_read, r) != len ||
	    csv_parse(&parser, "\n", 1, field_read, row_read, r) != 1)
		err = table_build_fail(
		    &r->build, ERR_INVALID, TABLE_BROKEN, r->build.row, 0);
	else if (parser.quoted)
		err = table_build_fail(&r->build, ERR_INVALID, TABLE_QUOTE,
		    r->build.row, (int64_t)r->column + 1);
	csv_free(&parser);
	return r->err ? r->err : err;
}

enum err
table_csv_read(struct arena *arena, const void *p, size_t len,
    struct table *table, struct table_problem *problem)
{
	struct csv_reading r = {0};
	size_t text_len;
	char *text;
	enum err err;

	table_build_begin(&r.build, arena, problem);
	table->format = "csv";
	if (decode(arena, p, len, table, &text, &text_len))
		return table_build_fail(
		    &r.build, ERR_INVALID, TABLE_CHARSET, 0, 0);
	if (is_binary(text, text_len))
		return table_build_fail(
		    &r.build, ERR_INVALID, TABLE_OTHER_KIND, 0, 0);
	text_len = lines_unify(text, text_len);
	table->separator = separator_find(text, text_len);
	r.build.row = 1;
	if ((err = parse(&r, text, text_len, table->separator)))
		return err;
	return table_build_end(&r.build, table);
}
