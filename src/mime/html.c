/* SPDX-License-Identifier: EUPL-1.2 */
#include "mime/html.h"

#include <string.h>
#include <strings.h>

#include "mime/entity.h"
#include "mime/html_part.h"

#define TAG_NAME_MAX 12

/* Their content is no text of the letter. */
static const char *const skipped[] = {
    "script", "style", "title", "noscript", "template", "svg", "math"};
#define SKIPPED (sizeof(skipped) / sizeof(skipped[0]))

struct tag {
	char name[TAG_NAME_MAX + 1];
	bool closing;
	const char *after;
};

/* ---- tags ---- */

static const char *
skip_comment(struct html_state *s)
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
tag_end(struct html_state *s, const char *p)
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
read_tag(struct html_state *s, struct tag *tag)
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
skip_content(struct html_state *s, const struct tag *tag, size_t which)
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
open_item(struct html_state *s)
{
	struct html_list *list = s->n_lists ? &s->lists[s->n_lists - 1] : NULL;
	char mark[16];

	html_out_break(s, 1);
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
		html_out_put(s, mark, n);
		return;
	}
	html_out_put(s, "- ", 2);
}

static void
do_list(struct html_state *s, const struct tag *tag)
{
	html_out_break(s, 1);
	if (tag->closing && s->n_lists)
		s->n_lists--;
	else if (!tag->closing && s->n_lists < LISTS_MAX)
		s->lists[s->n_lists++] =
		    (struct html_list){tag->name[0] == 'o', 0};
}

static void
do_table_tag(struct html_state *s, const struct tag *tag)
{
	if (strcmp(tag->name, "table") == 0) {
		if (tag->closing)
			html_out_close_table(s);
		else
			html_out_open_table(s);
		return;
	}
	if (s->depth == 0 || s->too_deep) {
		/* Cells without a table: at least their words stay apart. */
		if (tag->name[1] == 'r')
			html_out_break(s, 1);
		else
			s->blank = true;
		return;
	}
	if (strcmp(tag->name, "tr") == 0)
		html_out_close_row(s);
	else if (tag->closing)
		html_out_close_cell(s);
	else
		html_out_open_cell(s);
}

static void
do_break(struct html_state *s)
{
	s->blank = false;
	html_out_put(s, "\n", 1);
}

static void
do_pre(struct html_state *s, bool closing)
{
	html_out_break(s, 1);
	if (!closing)
		s->pre++;
	else if (s->pre)
		s->pre--;
}

static void
do_tag(struct html_state *s, const struct tag *tag)
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
		html_out_break(s, tag->closing ? 2 : 1);
	else if (is_one_of(name,
		     "div li dt dd dl hr section article header footer "
		     "address center form fieldset figure main body"))
		html_out_break(s, 1);
}

static void
do_text(struct html_state *s)
{
	unsigned code;
	size_t n;

	if (*s->p == '&' &&
	    (n = entity_read(s->p, (size_t)(s->end - s->p), &code)) > 0) {
		html_out_code(s, code);
		s->p += n;
		return;
	}
	if (s->pre && (*s->p == '\n' || *s->p == ' ' || *s->p == '\t')) {
		html_out_put(s, s->p++, 1);
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
	html_out_letter(s, s->p, n);
	s->p += n;
}

const char *
html_text(struct arena *arena, const char *html, size_t len, size_t text_max,
    size_t *out_len, bool *cut)
{
	struct html_state s = {
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
		html_out_close_table(&s);
	*out_len = s.out.len;
	*cut = s.cut;
	return s.out.p;
}
