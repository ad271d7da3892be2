/* SPDX-License-Identifier: EUPL-1.2 */
#include "mime/parts.h"

#include <string.h>

#include "mime/charset.h"
#include "mime/html.h"
#include "mime/record.h"

#define FILE_NAME_MAX 120

/* "> > text": how many marks, and where the text begins. */
static size_t
quote_depth(const char *line, size_t len, size_t *start)
{
	size_t i = 0, depth = 0;

	while (i < len && line[i] == '>') {
		depth++;
		i++;
	}
	if (i < len && line[i] == ' ')
		i++;
	*start = i;
	return depth;
}

/* RFC 3676: a line that ends with a blank goes on in the next one of the same
 * quoting; "-- " begins the signature. */
static const char *
unflow(struct arena *arena, const char *p, size_t len, size_t *out_len)
{
	struct buf b;
	size_t depth_before = 0;
	bool open = false;

	buf_init(&b, arena, len + 1);
	for (size_t i = 0; i < len;) {
		const char *eol = memchr(p + i, '\n', len - i);
		size_t n = eol ? (size_t)(eol - p) - i : len - i;
		size_t start, depth = quote_depth(p + i, n, &start);
		bool signature =
		    n - start == 3 && memcmp(p + i + start, "-- ", 3) == 0;

		if (open && depth == depth_before && !signature) {
			buf_add(&b, p + i + start, n - start);
		} else {
			if (i)
				buf_addc(&b, '\n');
			/* Space-stuffing goes, quote marks stay. */
			buf_add(&b, p + i, depth ? n : 0);
			if (!depth)
				buf_add(&b, p + i + start, n - start);
		}
		open = n > start && p[i + n - 1] == ' ' && !signature;
		depth_before = depth;
		i += n + 1;
	}
	*out_len = b.len;
	return b.p;
}

static size_t
cut_at(const char *p, size_t len, size_t most)
{
	if (len <= most)
		return len;
	while (most && ((unsigned char)p[most] & 0xc0) == 0x80)
		most--;
	return most;
}

void
parts_put_body(struct arena *arena, const struct part_body *body,
    size_t *text_left, struct buf *out)
{
	struct charset_text text;
	bool html = strcmp(body->type, "text/html") == 0, cut = false;
	const char *p;
	size_t len, n;

	charset_read(arena, body->charset, body->p, body->len, &text);
	p = text.p;
	len = text.len;
	if (html) {
		p = html_text(arena, p, len, *text_left, &len, &cut);
	} else {
		n = cut_at(p, len, *text_left);
		cut = n < len;
		len = n;
	}
	p = charset_clean(arena, p, len, false, &len);
	if (body->flowed && !html)
		p = unflow(arena, p, len, &len);
	*text_left -= len < *text_left ? len : *text_left;
	record_adds(out, "part",
	    arena_printf(arena, "%s alt=%d guessed=%d cut=%d %s",
		html ? "html" : "plain", body->alternative, text.guessed, cut,
		text.charset));
	record_add(out, "text", p, len);
}

/* No folders, no hidden names, nothing that looks like another name. */
static const char *
clean_name(struct arena *arena, const char *name)
{
	struct charset_text text;
	const char *p;
	char *copy;
	size_t len;

	if (!name)
		return "";
	charset_read(arena, NULL, name, strlen(name), &text);
	p = charset_clean(arena, text.p, text.len, true, &len);
	for (const char *s = p; *s; s++)
		if (*s == '/' || *s == '\\' || *s == ':')
			p = s + 1;
	p += strspn(p, ". ");
	copy = arena_strndup(arena, p, cut_at(p, strlen(p), FILE_NAME_MAX));
	for (char *s = copy; *s; s++)
		if (strchr("<>\"|?*&'", *s))
			*s = '_';
	return copy;
}

void
parts_put_file(struct arena *arena, const struct part_body *body,
    const char *name, struct buf *out)
{
	record_adds(out, "file", body->type);
	record_adds(out, "name", clean_name(arena, name));
	record_add(out, "bytes", body->p, body->len);
}
