/* SPDX-License-Identifier: EUPL-1.2 */
#include "http/multipart.h"

#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "http/form.h"

/* What is left to read. */
struct reader {
	const char *p;
	size_t len;
};

/* One part's Content-Disposition. */
struct part {
	const char *name, *filename; /* NULL: not given */
};

static bool
skip(struct reader *r, const char *text, size_t len)
{
	if (r->len < len || memcmp(r->p, text, len))
		return false;
	r->p += len;
	r->len -= len;
	return true;
}

static bool
skip_word(struct reader *r, const char *word)
{
	size_t len = strlen(word);

	if (r->len < len || strncasecmp(r->p, word, len))
		return false;
	r->p += len;
	r->len -= len;
	return true;
}

static void
skip_spaces(struct reader *r)
{
	while (r->len > 0 && (*r->p == ' ' || *r->p == '\t')) {
		r->p++;
		r->len--;
	}
}

/* Unreserved characters of a boundary, RFC 2046; the space is left out, no
 * browser uses it. */
static bool
boundary_char(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z') || (c && strchr("'()+_,-./:=?", c));
}

/* "\r\n--" and the boundary: what ends every part. */
static enum err
delimiter_make(struct http_request *req, struct bytes *out)
{
	const char *s = strcasestr(req->content_type, "boundary=");
	bool quoted;
	size_t n = 0;

	if (!s)
		return ERR_INVALID;
	s += strlen("boundary=");
	quoted = *s == '"';
	s += quoted;
	while (boundary_char(s[n]))
		n++;
	if (n == 0 || n > MULTIPART_BOUNDARY_MAX)
		return ERR_INVALID;
	if (quoted ? s[n] != '"' : s[n] && !strchr("; \t", s[n]))
		return ERR_INVALID;
	out->p = arena_printf(req->arena, "\r\n--%.*s", (int)n, s);
	out->len = n + 4;
	return OK;
}

/* A quoted string. Browsers write a quote inside as %22 (WHATWG), older
 * programs as \"; both become '"'. Another backslash stays: it is part of a
 * Windows path. */
static enum err
quoted_read(struct arena *arena, struct reader *r, const char **out)
{
	char *copy;
	size_t n = 0;

	if (!skip(r, "\"", 1))
		return ERR_INVALID;
	copy = arena_alloc(arena, r->len + 1);
	while (r->len > 0 && *r->p != '"') {
		if (!skip(r, "\\\"", 2) && !skip(r, "%22", 3)) {
			copy[n++] = *r->p++;
			r->len--;
			continue;
		}
		copy[n++] = '"';
	}
	if (!skip(r, "\"", 1) || !text_is_utf8(copy, n))
		return ERR_INVALID;
	*out = copy;
	return OK;
}

/* Only what stands after the last slash: a name, never a path. */
static const char *
basename_of(const char *s)
{
	const char *base = s;

	for (; *s; s++)
		if (*s == '/' || *s == '\\')
			base = s + 1;
	return base;
}

/* form-data; name="x"; filename="y" - each at most once. */
static enum err
disposition_read(struct arena *arena, struct reader r, struct part *part)
{
	enum err err;

	if (part->name)
		return ERR_INVALID;
	skip_spaces(&r);
	if (!skip_word(&r, "form-data"))
		return ERR_INVALID;
	for (;;) {
		const char **to;

		skip_spaces(&r);
		if (r.len == 0)
			break;
		if (!skip(&r, ";", 1))
			return ERR_INVALID;
		skip_spaces(&r);
		if (skip_word(&r, "name="))
			to = &part->name;
		else if (skip_word(&r, "filename="))
			to = &part->filename;
		else
			return ERR_INVALID;
		if (*to)
			return ERR_INVALID;
		if ((err = quoted_read(arena, &r, to)))
			return err;
	}
	return part->name ? OK : ERR_INVALID;
}

static enum err
line_read(struct arena *arena, struct reader line, struct part *part)
{
	if (skip_word(&line, "content-disposition:"))
		return disposition_read(arena, line, part);
	if (skip_word(&line, "content-transfer-encoding:")) {
		skip_spaces(&line);
		/* RFC 7578, 4.7: deprecated, and these say nothing. */
		if (skip_word(&line, "binary") || skip_word(&line, "8bit") ||
		    skip_word(&line, "7bit"))
			return line.len == 0 ? OK : ERR_INVALID;
		return ERR_INVALID;
	}
	/* Content-Type and the rest: the file's own bytes decide. */
	return memchr(line.p, ':', line.len) ? OK : ERR_INVALID;
}

static enum err
headers_read(struct arena *arena, struct reader *r, struct part *part)
{
	size_t left =
	    r->len < MULTIPART_HEADER_MAX ? r->len : MULTIPART_HEADER_MAX;

	for (int lines = 0;; lines++) {
		const char *end = memmem(r->p, left, "\r\n", 2);
		size_t len;
		enum err err;

		if (!end)
			return left < r->len ? ERR_LIMIT : ERR_INVALID;
		len = (size_t)(end - r->p);
		if (len == 0)
			break;
		if (lines == MULTIPART_LINES_MAX)
			return ERR_LIMIT;
		if ((err = line_read(arena, (struct reader){r->p, len}, part)))
			return err;
		r->p += len + 2;
		r->len -= len + 2;
		left -= len + 2;
	}
	r->p += 2; /* the empty line */
	r->len -= 2;
	return part->name ? OK : ERR_INVALID;
}

static enum err
part_add(struct http_request *req, const struct part *part, struct bytes body)
{
	const char *filename;

	if (!part->filename)
		return form_add(
		    req, part->name, strlen(part->name), body.p, body.len);
	filename = basename_of(part->filename);
	if (strlen(filename) > MULTIPART_FILENAME_MAX)
		return ERR_LIMIT;
	return form_add_file(
	    req, part->name, strlen(part->name), filename, body);
}

enum err
multipart_parse(struct http_request *req)
{
	struct reader r = {req->body.p, req->body.len};
	struct bytes delimiter;
	enum err err;

	if ((err = delimiter_make(req, &delimiter)))
		return err;
	if (!skip(&r, (const char *)delimiter.p + 2, delimiter.len - 2))
		return ERR_INVALID;
	while (skip(&r, "\r\n", 2)) {
		struct part part = {NULL, NULL};
		const char *end;

		if ((err = headers_read(req->arena, &r, &part)))
			return err;
		end = memmem(r.p, r.len, delimiter.p, delimiter.len);
		if (!end)
			return ERR_INVALID;
		if ((err = part_add(
			 req, &part, (struct bytes){r.p, (size_t)(end - r.p)})))
			return err;
		r.len -= (size_t)(end - r.p) + delimiter.len;
		r.p = end + delimiter.len;
	}
	if (!skip(&r, "--", 2))
		return ERR_INVALID;
	skip(&r, "\r\n", 2);
	return r.len == 0 ? OK : ERR_INVALID;
}
