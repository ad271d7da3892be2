/* SPDX-License-Identifier: EUPL-1.2 */
/* Lines of a letter and their cells. */
#include "domain/extract_part.h"

#include <string.h>

#define QUOTE_DEPTH_MAX 20
/* Fewer semicolons part the pieces of a sentence. */
#define CSV_SEPARATORS_MIN 4

static bool
is_blank(const struct reading *r, size_t i, size_t *step)
{
	const char *p = r->text + i;

	*step = 1;
	if (*p == ' ' || *p == '\r' || *p == '\f' || *p == '\v')
		return true;
	/* No-break space. */
	if ((unsigned char)p[0] == 0xc2 && (unsigned char)p[1] == 0xa0) {
		*step = 2;
		return true;
	}
	return false;
}

void
extract_lines_trim(const struct reading *r, struct span *span)
{
	size_t step;

	while (span->at < span->end &&
	       (is_blank(r, span->at, &step) || r->text[span->at] == '\t'))
		span->at += r->text[span->at] == '\t' ? 1 : step;
	while (span->end > span->at) {
		char c = r->text[span->end - 1];

		if (c == ' ' || c == '\t' || c == '\r')
			span->end--;
		else if (span->end - span->at >= 2 &&
			 is_blank(r, span->end - 2, &step) && step == 2)
			span->end -= 2;
		else
			break;
	}
}

static void
strip_quotes(struct reading *r, struct line *line)
{
	size_t step;

	for (;;) {
		while (line->all.at < line->all.end &&
		       is_blank(r, line->all.at, &step))
			line->all.at += step;
		if (line->all.at >= line->all.end ||
		    r->text[line->all.at] != '>' ||
		    line->quotes >= QUOTE_DEPTH_MAX)
			return;
		line->all.at++;
		line->quotes++;
		r->quoted = true;
	}
}

/* "1.", "12)", "(3)", "а)", "-", "*", bullets: bytes of the mark and blanks. */
static size_t
list_mark(const char *p, size_t len)
{
	static const char *const bullets[] = {
	    "•", "–", "—", "·", "▪", "■", "✓", "-", "*", "+"};
	size_t n = 0, digits;

	for (size_t i = 0; i < sizeof(bullets) / sizeof(bullets[0]); i++) {
		size_t b = strlen(bullets[i]);

		/* "+380..." and "-5" are no bullets: a blank must follow. */
		if (len > b + 1 && memcmp(p, bullets[i], b) == 0 &&
		    (p[b] == ' ' || p[b] == '\t'))
			return b + 1;
	}
	if (n < len && p[n] == '(')
		n++;
	digits = strspn(p + n, "0123456789");
	if (digits == 0 || digits > 2 || n + digits >= len)
		return 0;
	n += digits;
	if (p[n] != '.' && p[n] != ')')
		return 0;
	n++;
	/* "02.11.2026" is a date, "1.Область" a mark. */
	if (n >= len || (p[n] >= '0' && p[n] <= '9'))
		return 0;
	return n;
}

static void
add_cell(struct reading *r, struct line *line, size_t at, size_t end)
{
	struct span span = {at, end};

	extract_lines_trim(r, &span);
	if (line->cells < CELLS_MAX)
		line->cell[line->cells++] = span;
}

/* "a;b;c;d;e": a line of a CSV file that somebody has pasted. */
static bool
is_csv(const struct reading *r, const struct line *line)
{
	size_t n = 0;

	for (size_t i = line->all.at; i < line->all.end; i++) {
		if (r->text[i] == ':')
			return false;
		n += r->text[i] == ';';
	}
	return n >= CSV_SEPARATORS_MIN;
}

/* Length of what parts two cells at i: tab, bar, or three blanks. */
static size_t
cell_break(const struct reading *r, const struct line *line, size_t i, bool csv)
{
	size_t n = 0, step;

	if (csv && r->text[i] == ';')
		return 1;
	if (r->text[i] == '\t' || r->text[i] == '|')
		return 1;
	/* U+2502, U+2503, U+2551: lines of drawn tables. */
	if (i + 3 <= line->all.end && (memcmp(r->text + i, "│", 3) == 0 ||
					  memcmp(r->text + i, "┃", 3) == 0 ||
					  memcmp(r->text + i, "║", 3) == 0))
		return 3;
	while (i + n < line->all.end && is_blank(r, i + n, &step))
		n += step;
	return n >= 3 ? n : 0;
}

static void
split_cells(struct reading *r, struct line *line)
{
	size_t start = line->all.at;
	bool bars = false, csv = is_csv(r, line);

	for (size_t i = line->all.at; i < line->all.end;) {
		size_t n = cell_break(r, line, i, csv);

		if (n == 0) {
			i++;
			continue;
		}
		bars |= r->text[i] == '|';
		/* "| a | b |": what lies outside the bars is no cell. */
		if (!(r->text[i] == '|' && i == line->all.at))
			add_cell(r, line, start, i);
		i += n;
		start = i;
	}
	if (!bars || start < line->all.end)
		add_cell(r, line, start, line->all.end);
}

bool
extract_lines_next(struct reading *r, size_t *next, struct line *line)
{
	const char *eol;
	size_t at = *next, mark;

	if (at >= r->len)
		return false;
	eol = memchr(r->text + at, '\n', r->len - at);
	*line = (struct line){0};
	line->all = (struct span){at, eol ? (size_t)(eol - r->text) : r->len};
	*next = line->all.end + 1;
	line->indented =
	    line->all.end > at + 1 &&
	    (r->text[at] == '\t' || memcmp(r->text + at, "  ", 2) == 0);
	strip_quotes(r, line);
	mark = list_mark(r->text + line->all.at, line->all.end - line->all.at);
	line->marked = mark > 0;
	line->all.at += mark;
	split_cells(r, line);
	extract_lines_trim(r, &line->all);
	return true;
}
