/* SPDX-License-Identifier: EUPL-1.2 */
/* Labelled pieces of lines and tables. */
#include "domain/extract_part.h"

#include <string.h>

/* A name wrapped by a mail program goes on for this many lines. */
#define NAME_LINES_MAX 3
/* Mail programs wrap at 65 to 78 characters. */
#define WRAP_LENGTH 60

struct table {
	enum label column[CELLS_MAX];
	size_t columns; /* 0: no table with a row of labels is open */
	bool by_column; /* labels in the first column, institutions beside */
	int first_group;
};

struct walk {
	struct reading *r;
	size_t next; /* where the next line begins */
	struct table table;
	enum label pending; /* a label whose value stands on the next line */
	int pending_group;
};

static bool
is_empty(struct span span)
{
	return span.at >= span.end;
}

static size_t
columns(const struct reading *r, struct span span)
{
	size_t n = 0;

	for (size_t i = span.at; i < span.end; i++)
		n += ((unsigned char)r->text[i] & 0xc0) != 0x80;
	return n;
}

/* ---- labels ---- */

static enum label
span_label(struct reading *r, struct span span, bool *all)
{
	struct words w = words_within(r->words, span.at, span.end - span.at);

	return extract_labels_read(w.p, w.n, all);
}

/* A cell that is a label and nothing else; beside a value it may have a word
 * or two that are not known. */
static enum label
cell_label(struct reading *r, struct span span, bool beside)
{
	bool all;
	enum label label;

	if (span.end > span.at && r->text[span.end - 1] == ':')
		span.end--;
	else if (memchr(r->text + span.at, ':', span.end - span.at))
		return LABEL_NONE;
	label = span_label(r, span, &all);
	/* "Комунальний заклад Лідер" is no label, but a name. */
	if (beside && label != LABEL_NAME)
		return label;
	return all || label == LABEL_OTHER ? label : LABEL_NONE;
}

static void
give(struct walk *walk, enum label label, struct span span, int group)
{
	extract_lines_trim(walk->r, &span);
	extract_values_read(walk->r, &(struct piece_of_line){.label = label,
					 .at = span.at,
					 .len = span.end - span.at,
					 .group = group});
}

/* The colon that ends a label within the span; `start` gets where that label
 * begins. The first label begins with the span; later ones after , ; or . */
static size_t
find_colon(struct reading *r, struct span span, bool first, size_t *start,
    enum label *label, bool *all)
{
	size_t from = span.at;

	for (size_t i = span.at; i < span.end; i++) {
		char c = r->text[i];

		if (c == ',' || c == ';' || c == '.' || c == '(') {
			from = i + 1;
			continue;
		}
		if (c != ':')
			continue;
		/* "https://": no label. */
		if (i + 2 < span.end && r->text[i + 1] == '/')
			continue;
		*start = first ? span.at : from;
		*label = span_label(r, (struct span){*start, i}, all);
		if (*label == LABEL_NONE && first && from > span.at) {
			*start = from;
			*label = span_label(r, (struct span){from, i}, all);
		}
		if (*label != LABEL_NONE && (first || *all))
			return i;
		first = false;
	}
	return 0;
}

/* "Відповідальна особа - Щербина": the dash ends a label of known words. */
static size_t
find_dash(struct reading *r, struct span span, enum label *label, size_t *len)
{
	static const char *const dashes[] = {" - ", " – ", " — ", "=", " -"};
	bool all;

	for (size_t i = span.at; i < span.end; i++) {
		for (size_t d = 0; d < 5; d++) {
			size_t n = strlen(dashes[d]);

			if (i + n >= span.end ||
			    memcmp(r->text + i, dashes[d], n) != 0)
				continue;
			*label = span_label(r, (struct span){span.at, i}, &all);
			*len = n;
			return *label != LABEL_NONE && all ? i : 0;
		}
	}
	return 0;
}

/* A label that goes over into its value: "тел. 050 123 45 67". */
static bool
read_prefix(struct walk *walk, struct span span, int group)
{
	struct reading *r = walk->r;
	struct words w = words_within(r->words, span.at, span.end - span.at);
	enum label label;
	size_t n = extract_labels_prefix(w.p, w.n, &label);
	struct span value = span;

	/* "Ліцей № 3 просить" begins with a label's word and is none. */
	if (n == 0 || label == LABEL_NAME || label == LABEL_PLACE)
		return false;
	value.at = w.p[n - 1].at + w.p[n - 1].len;
	while (value.at < value.end && strchr(".:;,)№# -", r->text[value.at]) &&
	       r->text[value.at])
		value.at++;
	if (is_empty(value))
		return false;
	/* "місто Охтирка": the word belongs to the value, too. */
	if (label == LABEL_REGION || label == LABEL_COMMUNITY)
		value.at = span.at;
	give(walk, label, value, group);
	return true;
}

/* The name goes on in the next lines: a mail program has wrapped it. */
static size_t
name_end(struct walk *walk, size_t end, size_t length)
{
	struct walk ahead = *walk;
	struct line line;

	for (int i = 0; i < NAME_LINES_MAX &&
			extract_lines_next(ahead.r, &ahead.next, &line);
	     i++) {
		struct words w = words_within(
		    walk->r->words, line.all.at, line.all.end - line.all.at);
		enum label label;
		bool all;
		size_t start;

		if (w.n == 0 || line.marked || line.cells > 1 ||
		    find_colon(walk->r, line.all, true, &start, &label, &all))
			break;
		if (w.p[0].capital && !line.indented && length < WRAP_LENGTH)
			break;
		if ((extract_labels_prefix(w.p, w.n, &label) &&
			label != LABEL_NAME) ||
		    words_in(w.p[0].fold, "з|дякую|дякуємо|прошу|просимо|код"))
			break;
		end = line.all.end;
		length = line.all.end - line.all.at;
		walk->next = ahead.next;
	}
	return end;
}

/* A piece of a line: pairs "label: value", or one value under `label`. */
static void
read_pairs(struct walk *walk, struct span span, int group, bool to_line_end)
{
	struct reading *r = walk->r;
	enum label label, next_label = LABEL_NONE;
	size_t start, next = 0, colon, len;
	bool all, next_all = false;

	colon = find_colon(r, span, true, &start, &label, &all);
	if (!colon) {
		colon = find_dash(r, span, &label, &len);
		if (colon)
			give(walk, label, (struct span){colon + len, span.end},
			    group);
		else if (!read_prefix(walk, span, group))
			give(walk, LABEL_NONE, span, group);
		return;
	}
	if (start > span.at)
		give(walk, LABEL_NONE, (struct span){span.at, start}, group);
	while (colon) {
		struct span value = {colon + 1, span.end};
		size_t at =
		    find_colon(r, value, false, &next, &next_label, &next_all);

		if (at)
			value.end = next;
		extract_lines_trim(r, &value);
		if (label == LABEL_NAME && !at && to_line_end &&
		    !is_empty(value))
			value.end = name_end(walk, value.end, columns(r, span));
		if (is_empty(value) && !at && all) {
			walk->pending = label;
			walk->pending_group = group;
		}
		give(walk, label, value, group);
		colon = at;
		label = next_label;
		all = next_all;
	}
}

/* ---- tables ---- */

/* A row of labels opens a table: at least three of them, most of the cells. */
static bool
open_table(struct walk *walk, const struct line *line)
{
	size_t labels = 0, filled = 0;
	enum label column[CELLS_MAX];

	for (size_t i = 0; i < line->cells; i++) {
		column[i] = cell_label(walk->r, line->cell[i], false);
		labels += column[i] != LABEL_NONE;
		filled += !is_empty(line->cell[i]);
	}
	if (labels < 3 || labels * 3 < filled * 2)
		return false;
	memcpy(walk->table.column, column, sizeof(column));
	walk->table.columns = line->cells;
	return true;
}

static void
read_row(struct walk *walk, const struct line *line)
{
	int group = walk->r->groups++;

	for (size_t i = 0; i < line->cells; i++) {
		enum label label = i < walk->table.columns
				       ? walk->table.column[i]
				       : LABEL_NONE;

		if (!is_empty(line->cell[i]))
			give(walk, label, line->cell[i], group);
	}
}

static size_t
filled_from(const struct line *line, size_t first)
{
	size_t n = 0;

	for (size_t i = first; i < line->cells; i++)
		n += !is_empty(line->cell[i]);
	return n;
}

/* "№ | label | value": the number says nothing. */
static size_t
first_cell(struct walk *walk, const struct line *line)
{
	struct span span = line->cell[0];
	struct words w =
	    words_within(walk->r->words, span.at, span.end - span.at);

	return line->cells > 2 && (w.n == 0 || (w.n == 1 && w.p[0].digits));
}

static void
read_cells(struct walk *walk, const struct line *line)
{
	size_t first = first_cell(walk, line);
	enum label label = cell_label(walk->r, line->cell[first], true);
	size_t values = filled_from(line, first + 1);
	bool by_column;

	if (label == LABEL_NONE || values == 0) {
		for (size_t i = first; i < line->cells; i++)
			if (!is_empty(line->cell[i]))
				read_pairs(walk, line->cell[i], -1, false);
		return;
	}
	/* Two names beside each other: a column is an institution. */
	by_column = walk->table.by_column && values > 1;
	for (size_t i = first + 1; i < line->cells; i++) {
		int group = walk->table.first_group + (int)(i - first) - 1;

		if (is_empty(line->cell[i]))
			continue;
		give(walk, label, line->cell[i], by_column ? group : -1);
		if (by_column && group >= walk->r->groups)
			walk->r->groups = group + 1;
	}
}

/* Looks ahead: does a table with labels in its first column hold several
 * institutions? */
static bool
is_by_column(struct walk *walk)
{
	struct walk ahead = *walk;
	struct line line;

	ahead.next = 0;
	while (extract_lines_next(ahead.r, &ahead.next, &line)) {
		size_t first;
		enum label label;

		if (line.cells < 3)
			continue;
		first = first_cell(walk, &line);
		label = cell_label(walk->r, line.cell[first], false);
		if ((label == LABEL_NAME || label == LABEL_DISO ||
			label == LABEL_EDRPOU) &&
		    filled_from(&line, first + 1) > 1 &&
		    cell_label(walk->r, line.cell[first + 1], false) ==
			LABEL_NONE)
			return true;
	}
	return false;
}

/* ---- the walk ---- */

static void
note_forward(struct reading *r, const struct line *line)
{
	struct words w =
	    words_within(r->words, line->all.at, line->all.end - line->all.at);

	/* "---- Переслане повідомлення ----" */
	for (size_t i = 0; i + 1 < w.n && i < 4; i++)
		if ((words_starts(w.p[i].fold, "переслан") ||
			words_in(w.p[i].fold, "forwarded|пересылаемое")) &&
		    (words_starts(w.p[i + 1].fold, "повідомл") ||
			words_in(w.p[i + 1].fold, "лист|message|сообщение")))
			extract_values_forward(r, line->all.at);
}

static void
read_line(struct walk *walk, const struct line *line)
{
	enum label pending = walk->pending;
	bool all;
	enum label alone = span_label(walk->r, line->all, &all);

	walk->pending = LABEL_NONE;
	if (line->cells > 1) {
		if (open_table(walk, line))
			return;
		if (walk->table.columns &&
		    line->cells + 1 >= walk->table.columns)
			read_row(walk, line);
		else
			read_cells(walk, line);
		return;
	}
	walk->table.columns = 0;
	/* A line that is only a label: its value follows. */
	if (alone != LABEL_NONE && all &&
	    !memchr(walk->r->text + line->all.at, ':',
		line->all.end - line->all.at) &&
	    words_within(
		walk->r->words, line->all.at, line->all.end - line->all.at)
		    .n <= 8) {
		walk->pending = alone;
		walk->pending_group = -1;
		return;
	}
	if (pending != LABEL_NONE) {
		enum label label;
		size_t start;

		if (!find_colon(
			walk->r, line->all, true, &start, &label, &all)) {
			give(walk, pending, line->all, -1);
			return;
		}
	}
	read_pairs(walk, line->all, -1, true);
}

void
extract_pairs_read(struct reading *r)
{
	struct walk walk = {.r = r};
	struct line line;

	walk.table.by_column = is_by_column(&walk);
	while (extract_lines_next(r, &walk.next, &line)) {
		if (is_empty(line.all))
			continue;
		note_forward(r, &line);
		read_line(&walk, &line);
	}
}
