/* SPDX-License-Identifier: EUPL-1.2 */
/* Text, lines and the rows of tables. */
#include "mime/html_part.h"

#include <string.h>

/* A row whose cells are longer than this is layout, not data. */
#define CELL_DATA_MAX 400

/* The innermost open cell: between the rows of an inner table that is the
 * outer table's. */
static struct buf *
target(struct html_state *s)
{
	for (size_t i = s->depth; i > 0; i--)
		if (s->tables[i - 1].in_cell)
			return &s->tables[i - 1].cell;
	return &s->out;
}

void
html_out_put(struct html_state *s, const char *p, size_t len)
{
	if (s->given + len > s->text_max) {
		s->cut = true;
		return;
	}
	s->given += len;
	buf_add(target(s), p, len);
}

void
html_out_letter(struct html_state *s, const char *p, size_t len)
{
	struct buf *b = target(s);

	if (s->blank && b->len && !strchr("\n\t", b->p[b->len - 1]))
		html_out_put(s, " ", 1);
	s->blank = false;
	html_out_put(s, p, len);
}

void
html_out_code(struct html_state *s, unsigned c)
{
	char b[4];
	size_t n = 0;

	/* A cell of nothing but "&nbsp;" is an empty cell. */
	if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == 0xa0) {
		s->blank = true;
		return;
	}
	if (c < 0x80) {
		b[n++] = (char)c;
	} else if (c < 0x800) {
		b[n++] = (char)(0xc0 | c >> 6);
		b[n++] = (char)(0x80 | (c & 0x3f));
	} else if (c < 0x10000) {
		b[n++] = (char)(0xe0 | c >> 12);
		b[n++] = (char)(0x80 | (c >> 6 & 0x3f));
		b[n++] = (char)(0x80 | (c & 0x3f));
	} else {
		b[n++] = (char)(0xf0 | c >> 18);
		b[n++] = (char)(0x80 | (c >> 12 & 0x3f));
		b[n++] = (char)(0x80 | (c >> 6 & 0x3f));
		b[n++] = (char)(0x80 | (c & 0x3f));
	}
	html_out_letter(s, b, n);
}

void
html_out_break(struct html_state *s, int lines)
{
	struct buf *b = target(s);
	int have = 0;

	s->blank = false;
	if (b->len == 0)
		return;
	while (have < 2 && b->len > (size_t)have &&
	       b->p[b->len - 1 - (size_t)have] == '\n')
		have++;
	for (; have < lines; have++)
		html_out_put(s, "\n", 1);
}

/* ---- tables ---- */

static void
close_cell(struct html_table *table)
{
	struct buf *b = &table->cell;

	if (!table->in_cell)
		return;
	table->in_cell = false;
	while (b->len && strchr(" \n\t", b->p[b->len - 1]))
		buf_cut(b, b->len - 1);
	if (table->n < CELLS_MAX)
		table->cells[table->n++] = (struct html_cell){b->p, b->len};
}

void
html_out_open_cell(struct html_state *s)
{
	struct html_table *table;

	if (s->depth == 0 || s->too_deep) {
		s->blank = true;
		return;
	}
	table = &s->tables[s->depth - 1];
	close_cell(table);
	buf_init(&table->cell, s->arena, 64);
	table->in_cell = true;
	s->blank = false;
}

/* Data, if at least two cells hold something short and no table of their
 * own. */
static bool
is_data(const struct html_table *table)
{
	size_t filled = 0;

	for (size_t i = 0; i < table->n; i++) {
		const struct html_cell *cell = &table->cells[i];

		filled += cell->len > 0;
		if (cell->len > CELL_DATA_MAX ||
		    memchr(cell->p, '\t', cell->len))
			return false;
	}
	return filled >= 2;
}

void
html_out_close_row(struct html_state *s)
{
	struct html_table *table = &s->tables[s->depth - 1];
	bool data;

	close_cell(table);
	if (table->n == 0)
		return;
	data = is_data(table);
	html_out_break(s, 1);
	for (size_t i = 0; i < table->n; i++) {
		const struct html_cell *cell = &table->cells[i];
		struct buf *b = target(s);

		if (!data) {
			html_out_break(s, 1);
			buf_add(b, cell->p, cell->len);
			continue;
		}
		if (i)
			buf_addc(b, '\t');
		for (size_t k = 0; k < cell->len; k++)
			buf_addc(b, cell->p[k] == '\n' ? ' ' : cell->p[k]);
	}
	table->n = 0;
	html_out_break(s, 1);
}

void
html_out_open_table(struct html_state *s)
{
	if (s->depth == TABLES_MAX) {
		s->too_deep++;
		return;
	}
	html_out_break(s, 1);
	s->tables[s->depth++] = (struct html_table){0};
}

void
html_out_close_table(struct html_state *s)
{
	if (s->too_deep) {
		s->too_deep--;
		return;
	}
	if (s->depth == 0)
		return;
	html_out_close_row(s);
	s->depth--;
	html_out_break(s, 1);
}

void
html_out_close_cell(struct html_state *s)
{
	close_cell(&s->tables[s->depth - 1]);
}
