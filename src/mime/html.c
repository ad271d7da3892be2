/* SPDX-License-Identifier: EUPL-1.2 */
#include "mime/html.h"

#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "mime/entity.h"

/* Tables inside cells of tables: letters are laid out so. Deeper ones are
 * read as plain text. */
#define TABLES_MAX 12
#define LISTS_MAX 16
#define CELLS_MAX 64
#define TAG_NAME_MAX 12
/* A row whose cells are longer than this is layout, not data. */
#define CELL_DATA_MAX 400

struct cell {
	char *p;
	size_t len;
};

/* An open table: its text goes to `out` row by row. */
struct table {
	struct buf cell; /* text of the open cell */
	struct cell cells[CELLS_MAX];
	size_t n;
	bool in_cell;
};

struct list {
	bool ordered;
	int number;
};

struct state {
	struct arena *arena;
	const char *p, *end;
	struct buf out;
	struct table *tables; /* TABLES_MAX of them */
	size_t depth;	      /* open tables */
	size_t too_deep;      /* opened beyond the limit */
	struct list lists[LISTS_MAX];
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

/* Their content is no text of the letter. */
static const char *const skipped[] = {
    "script", "style", "title", "noscript", "template", "svg", "math"};
#define SKIPPED (sizeof(skipped) / sizeof(skipped[0]))

struct tag {
	char name[TAG_NAME_MAX + 1];
	bool closing;
	const char *after;
};

/* ---- where text goes ---- */

/* The innermost open cell: between the rows of an inner table that is the
 * outer table's. */
static struct buf *
target(struct state *s)
{
	for (size_t i = s->depth; i > 0; i--)
		if (s->tables[i - 1].in_cell)
			return &s->tables[i - 1].cell;
	return &s->out;
}

static void
put(struct state *s, const char *p, size_t len)
{
	if (s->given + len > s->text_max) {
		s->cut = true;
		return;
	}
	s->given += len;
	buf_add(target(s), p, len);
}

static void
put_letter(struct state *s, const char *p, size_t len)
{
	struct buf *b = target(s);

	if (s->blank && b->len && !strchr("\n\t", b->p[b->len - 1]))
		put(s, " ", 1);
	s->blank = false;
	put(s, p, len);
}

static void
put_code(struct state *s, unsigned c)
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
	put_letter(s, b, n);
}

/* A new line, but no second one; `lines` 2 leaves an empty line. */
static void
break_line(struct state *s, int lines)
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
		put(s, "\n", 1);
}

/* ---- tables ---- */

static void
close_cell(struct table *table)
{
	struct buf *b = &table->cell;

	if (!table->in_cell)
		return;
	table->in_cell = false;
	while (b->len && strchr(" \n\t", b->p[b->len - 1]))
		buf_cut(b, b->len - 1);
	if (table->n < CELLS_MAX)
		table->cells[table->n++] = (struct cell){b->p, b->len};
}

static void
open_cell(struct state *s)
{
	struct table *table;

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
is_data(const struct table *table)
{
	size_t filled = 0;

	for (size_t i = 0; i < table->n; i++) {
		const struct cell *cell = &table->cells[i];

		filled += cell->len > 0;
		if (cell->len > CELL_DATA_MAX ||
		    memchr(cell->p, '\t', cell->len))
			return false;
	}
	return filled >= 2;
}

static void
close_row(struct state *s)
{
	struct table *table = &s->tables[s->depth - 1];
	bool data;

	close_cell(table);
	if (table->n == 0)
		return;
	data = is_data(table);
	break_line(s, 1);
	for (size_t i = 0; i < table->n; i++) {
		const struct cell *cell = &table->cells[i];
		struct buf *b = target(s);

		if (!data) {
			break_line(s, 1);
			buf_add(b, cell->p, cell->len);
			continue;
		}
		if (i)
			buf_addc(b, '\t');
		for (size_t k = 0; k < cell->len; k++)
			buf_addc(b, cell->p[k] == '\n' ? ' ' : cell->p[k]);
	}
	table->n = 0;
	break_line(s, 1);
}

static void
open_table(struct state *s)
{
	if (s->depth == TABLES_MAX) {
		s->too_deep++;
		return;
	}
	break_line(s, 1);
	s->tables[s->depth++] = (struct table){0};
}

static void
close_table(struct state *s)
{
	if (s->too_deep) {
		s->too_deep--;
		return;
	}
	if (s->depth == 0)
		return;
	close_row(s);
	s->depth--;
	break_line(s, 1);
}

/* ---- tags ---- */

static const char *
skip_comment(struct state *s)
{
	const char *p = s->p + 4, *close = NULL;

	if (!s->no_comment_end)
		close = memmem(p, (size_t)(s->end - p), "-->", 3);
	s->no_comment_end = !close;
	return close ? close + 3 : p;
}

/* The end of a tag; quotes may hold a ">". A quote that never closes is none.
 */
static const char *
tag_end(struct state *s, const char *p)
{
	for (; p < s->end; p++) {
		bool *none = *p == '"' ? &s->no_double : &s->no_single;
		const char *close = NULL;

		if (*p == '>')
			return p + 1;
		if ((*p != '"' && *p != '\'') || p[-1] != '=' || *none)
			continue;
		if (p + 1 < s->end)
			close = memchr(p + 1, *p, (size_t)(s->end - p - 1));
		*none = !close;
		if (close)
			p = close;
	}
	return s->end;
}

static bool
read_tag(struct state *s, struct tag *tag)
{
	const char *p = s->p + 1;
	size_t n = 0;

	*tag = (struct tag){0};
	if (p < s->end && *p == '/') {
		tag->closing = true;
		p++;
	}
	/* "< 5" and "<3" are text; "<!" and "<?" are no text. */
	if (p == s->end ||
	    (((*p | 32) < 'a' || (*p | 32) > 'z') && *p != '!' && *p != '?'))
		return false;
	while (p < s->end && n < TAG_NAME_MAX && !strchr(" \t\r\n/>", *p)) {
		tag->name[n++] = *p >= 'A' && *p <= 'Z' ? (char)(*p + 32) : *p;
		p++;
	}
	tag->after = tag_end(s, p);
	return true;
}

static void
skip_content(struct state *s, const struct tag *tag, size_t which)
{
	size_t n = strlen(tag->name);
	const char *p = tag->after;

	if (s->no_content_end >> which & 1)
		return;
	while ((p = memmem(p, (size_t)(s->end - p), "</", 2)) != NULL) {
		p += 2;
		if ((size_t)(s->end - p) > n &&
		    strncasecmp(p, tag->name, n) == 0) {
			s->p = tag_end(s, p);
			return;
		}
	}
	s->no_content_end |= 1U << which;
}

static bool
is_one_of(const char *name, const char *list)
{
	size_t n = strlen(name);

	for (const char *p = list; *p; p += strcspn(p, " ")) {
		p += strspn(p, " ");
		if (strncmp(p, name, n) == 0 && (p[n] == ' ' || !p[n]))
			return n > 0;
	}
	return false;
}

static void
open_item(struct state *s)
{
	struct list *list = s->n_lists ? &s->lists[s->n_lists - 1] : NULL;
	char mark[16];

	break_line(s, 1);
	if (list && list->ordered && list->number < 1000) {
		size_t n = 0;
		int number = ++list->number;

		if (number >= 100)
			mark[n++] = (char)('0' + number / 100);
		if (number >= 10)
			mark[n++] = (char)('0' + number / 10 % 10);
		mark[n++] = (char)('0' + number % 10);
		mark[n++] = '.';
		mark[n++] = ' ';
		put(s, mark, n);
		return;
	}
	put(s, "- ", 2);
}

static void
do_list(struct state *s, const struct tag *tag)
{
	break_line(s, 1);
	if (tag->closing && s->n_lists)
		s->n_lists--;
	else if (!tag->closing && s->n_lists < LISTS_MAX)
		s->lists[s->n_lists++] = (struct list){tag->name[0] == 'o', 0};
}

static void
do_table_tag(struct state *s, const struct tag *tag)
{
	if (strcmp(tag->name, "table") == 0) {
		if (tag->closing)
			close_table(s);
		else
			open_table(s);
		return;
	}
	if (s->depth == 0 || s->too_deep) {
		/* Cells without a table: at least their words stay apart. */
		if (tag->name[1] == 'r')
			break_line(s, 1);
		else
			s->blank = true;
		return;
	}
	if (strcmp(tag->name, "tr") == 0)
		close_row(s);
	else if (tag->closing)
		close_cell(&s->tables[s->depth - 1]);
	else
		open_cell(s);
}

static void
do_break(struct state *s)
{
	s->blank = false;
	put(s, "\n", 1);
}

static void
do_pre(struct state *s, bool closing)
{
	break_line(s, 1);
	if (!closing)
		s->pre++;
	else if (s->pre)
		s->pre--;
}

static void
do_tag(struct state *s, const struct tag *tag)
{
	const char *name = tag->name;

	for (size_t i = 0; i < SKIPPED && !tag->closing; i++) {
		if (strcmp(name, skipped[i]) == 0) {
			skip_content(s, tag, i);
			return;
		}
	}
	if (is_one_of(name, "table tr td th"))
		do_table_tag(s, tag);
	else if (is_one_of(name, "ul ol"))
		do_list(s, tag);
	else if (strcmp(name, "li") == 0 && !tag->closing)
		open_item(s);
	else if (strcmp(name, "br") == 0)
		do_break(s);
	else if (strcmp(name, "pre") == 0)
		do_pre(s, tag->closing);
	else if (is_one_of(name, "p h1 h2 h3 h4 h5 h6 blockquote"))
		break_line(s, tag->closing ? 2 : 1);
	else if (is_one_of(name,
		     "div li dt dd dl hr section article header footer "
		     "address center form fieldset figure main body"))
		break_line(s, 1);
}

static void
do_text(struct state *s)
{
	unsigned code;
	size_t n;

	if (*s->p == '&' &&
	    (n = entity_read(s->p, (size_t)(s->end - s->p), &code)) > 0) {
		put_code(s, code);
		s->p += n;
		return;
	}
	if (s->pre && (*s->p == '\n' || *s->p == ' ' || *s->p == '\t')) {
		put(s, s->p++, 1);
		return;
	}
	if (strchr(" \t\r\n", *s->p) && *s->p) {
		s->blank = true;
		s->p++;
		return;
	}
	/* A whole letter at once, so that a cut never halves one. */
	for (n = 1;
	     s->p + n < s->end && ((unsigned char)s->p[n] & 0xc0) == 0x80; n++)
		;
	put_letter(s, s->p, n);
	s->p += n;
}

const char *
html_text(struct arena *arena, const char *html, size_t len, size_t text_max,
    size_t *out_len, bool *cut)
{
	struct state s = {
	    .arena = arena, .p = html, .end = html + len, .text_max = text_max};

	s.tables = arena_array(arena, TABLES_MAX, sizeof(*s.tables));
	buf_init(&s.out, arena, len / 2 + 64);
	while (s.p < s.end && !s.cut) {
		struct tag tag;

		if (s.end - s.p >= 4 && memcmp(s.p, "<!--", 4) == 0) {
			s.p = skip_comment(&s);
			continue;
		}
		if (*s.p != '<' || !read_tag(&s, &tag)) {
			do_text(&s);
			continue;
		}
		s.p = tag.after;
		do_tag(&s, &tag);
	}
	s.too_deep = 0;
	while (s.depth)
		close_table(&s);
	*out_len = s.out.len;
	*cut = s.cut;
	return s.out.p;
}
