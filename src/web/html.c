/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/html.h"

#include <assert.h>
#include <string.h>

/* A no-break space, UTF-8. */
#define NBSP "\xc2\xa0"
/* Below this a number is written without groups: 9999, but 12 000. */
#define GROUP_FROM 10000
/* Most numbers are small; a longer one grows. */
#define ID_CHARS 15

static const char *
entity(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

/* Copies runs of harmless bytes at once: a journal page is 1,200 cells. */
static void
escape(struct buf *out, const char *s, size_t len)
{
	size_t from = 0;

	for (size_t i = 0; i < len; i++) {
		const char *e = entity(s[i]);

		if (!e)
			continue;
		buf_add(out, s + from, i - from);
		buf_adds(out, e);
		from = i + 1;
	}
	buf_add(out, s + from, len - from);
}

/* args[0] is the filler of an empty list; hole i takes args[i + 1]. */
void
html_put(struct html *h, const char *format, const char *const *args, size_t n)
{
	const char *from = format, *at = format, *hole;
	size_t used = 0;

	/* strchrnul and not strstr: formats are short, and it starts faster. */
	while (*(hole = strchrnul(at, '{'))) {
		at = hole + 1;
		if (*at != '}')
			continue;
		buf_add(h->out, from, (size_t)(hole - from));
		assert(used < n && "more {} than arguments");
		used++;
		if (args[used])
			escape(h->out, args[used], strlen(args[used]));
		from = at = hole + 2;
	}
	assert(used == n && "more arguments than {}");
	buf_add(h->out, from, (size_t)(hole - from));
}

const char *
html_id(struct html *h, int64_t n)
{
	struct buf b;

	buf_init(&b, h->arena, ID_CHARS);
	buf_addi(&b, n);
	return b.p;
}

const char *
html_num(struct html *h, int64_t n)
{
	const char *plain = html_id(h, n);
	const char *digits = plain + (n < 0);
	size_t len = strlen(digits);
	struct buf b;

	if (n < GROUP_FROM && n > -GROUP_FROM)
		return plain;
	buf_init(&b, h->arena, len * 2 + 4);
	if (n < 0)
		buf_addc(&b, '-');
	for (size_t i = 0; i < len; i++) {
		if (i && (len - i) % 3 == 0)
			buf_adds(&b, NBSP);
		buf_addc(&b, digits[i]);
	}
	return b.p;
}

static const struct html_hole *
hole_find(const struct html_hole *holes, size_t n, const char *name, size_t len)
{
	for (size_t i = 0; i < n; i++)
		if (strlen(holes[i].name) == len &&
		    memcmp(holes[i].name, name, len) == 0)
			return &holes[i];
	return NULL;
}

/* Tags come from our code, never from a translation; checked all the same,
 * because nothing else in a sentence is raw. */
static bool
tag_is_plain(const char *tag)
{
	for (const char *s = tag; *s; s++)
		if (!((*s >= 'a' && *s <= 'z') || (*s >= '0' && *s <= '9')))
			return false;
	return *tag != '\0';
}

static void
hole_put(struct html *h, const struct html_hole *hole)
{
	const char *value = hole->value ? hole->value : "";

	if (hole->href) {
		html(h, "<a href='{}'>{}</a>", hole->href, value);
		return;
	}
	if (!hole->tag) {
		escape(h->out, value, strlen(value));
		return;
	}
	assert(tag_is_plain(hole->tag));
	html(h, "<{}>{}</{}>", hole->tag, value, hole->tag);
}

void
html_say_holes(struct html *h, const char *pattern,
    const struct html_hole *holes, size_t n)
{
	const char *s = pattern;

	while (*s) {
		const char *open = strchr(s, '{');
		const char *close = open ? strchr(open, '}') : NULL;
		const struct html_hole *hole;

		if (!close)
			break;
		hole =
		    hole_find(holes, n, open + 1, (size_t)(close - open) - 1);
		/* An unknown hole stays visible: a reviewer must see it. */
		escape(h->out, s, (size_t)((hole ? open : close + 1) - s));
		if (hole)
			hole_put(h, hole);
		s = close + 1;
	}
	escape(h->out, s, strlen(s));
}
