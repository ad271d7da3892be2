/* SPDX-License-Identifier: EUPL-1.2 */
/* What the parts of html share. Private to html*.c. */
#pragma once

#include "base/buf.h"
#include "mime/html.h"

/* Tables inside cells of tables: letters are laid out so. Deeper ones are
 * read as plain text. */
#define TABLES_MAX 12
#define LISTS_MAX 16
#define CELLS_MAX 64

struct html_cell {
	char *p;
	size_t len;
};

/* An open table: its text goes to `out` row by row. */
struct html_table {
	struct buf cell; /* text of the open cell */
	struct html_cell cells[CELLS_MAX];
	size_t n;
	bool in_cell;
};

struct html_list {
	bool ordered;
	int number;
};

struct html_state {
	struct arena *arena;
	const char *p, *end;
	struct buf out;
	struct html_table *tables; /* TABLES_MAX of them */
	size_t depth;		   /* open tables */
	size_t too_deep;	   /* opened beyond the limit */
	struct html_list lists[LISTS_MAX];
	size_t n_lists;
	int pre;    /* open <pre> */
	bool blank; /* a blank waits for the next letter */
	size_t text_max;
	size_t given; /* bytes put anywhere */
	bool cut;
	/* Looked for up to the end once and not found: not again, or a letter
	 * full of openings would take the square of its length. */
	bool no_comment_end, no_single, no_double;
	unsigned no_content_end; /* a bit per name of `skipped` */
};

/* ---- html_out.c: where text goes ---- */

/* Bytes as they are; a blank that waits is forgotten. */
void html_out_put(struct html_state *s, const char *p, size_t len);
/* One letter, with the blank that waits before it. */
void html_out_letter(struct html_state *s, const char *p, size_t len);
void html_out_code(struct html_state *s, unsigned c);
/* A new line, but no second one; `lines` 2 leaves an empty line. */
void html_out_break(struct html_state *s, int lines);
void html_out_open_table(struct html_state *s);
void html_out_close_table(struct html_state *s);
void html_out_open_cell(struct html_state *s);
void html_out_close_cell(struct html_state *s);
void html_out_close_row(struct html_state *s);
