/* SPDX-License-Identifier: EUPL-1.2 */
#include "http/form.h"

#include <assert.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "http/multipart.h"
#include "http/target.h"

/* Fields the list has room for at first; it doubles from there. */
#define FIELDS_FIRST 16

/* The list grows where its length is a power of two from FIELDS_FIRST on, so
 * that no capacity has to be kept. */
static enum err
list_room(struct http_request *req)
{
	size_t n = req->fields_n;
	struct http_field *more;

	if (n >= HTTP_FIELDS_MAX)
		return ERR_LIMIT;
	if (n != 0 && (n < FIELDS_FIRST || (n & (n - 1)) != 0))
		return OK;
	more = arena_array(
	    req->arena, n == 0 ? FIELDS_FIRST : n * 2, sizeof(*more));
	if (n > 0)
		memcpy(more, req->fields, n * sizeof(*more));
	req->fields = more;
	return OK;
}

static enum err
list_add(struct http_request *req, const char *name, size_t name_len,
    struct http_field field)
{
	enum err err;

	if (name_len > HTTP_FIELD_NAME_MAX)
		return ERR_LIMIT;
	if (name_len == 0 || !text_is_utf8(name, name_len))
		return ERR_INVALID;
	if ((err = list_room(req)))
		return err;
	field.name = arena_strndup(req->arena, name, name_len);
	req->fields[req->fields_n++] = field;
	return OK;
}

enum err
form_add(struct http_request *req, const char *name, size_t name_len,
    const char *value, size_t value_len)
{
	if (value_len > HTTP_FIELD_BYTES_MAX)
		return ERR_LIMIT;
	if (!text_is_utf8(value, value_len))
		return ERR_INVALID;
	return list_add(req, name, name_len,
	    (struct http_field){
		.value = arena_strndup(req->arena, value, value_len)});
}

enum err
form_add_file(struct http_request *req, const char *name, size_t name_len,
    const char *filename, struct bytes file)
{
	return list_add(req, name, name_len,
	    (struct http_field){
		.value = "", .filename = filename, .file = file});
}

/* Decodes '+' and %XX in place of a copy. A '%' without two digits after it
 * is refused: a browser never sends one, and guessing opens doors. */
static enum err
decode(
    struct arena *arena, const char *s, size_t len, char **out, size_t *out_len)
{
	char *p = arena_alloc(arena, len + 1);
	size_t n = 0;

	for (size_t i = 0; i < len; i++) {
		int high, low;

		if (s[i] == '+') {
			p[n++] = ' ';
			continue;
		}
		if (s[i] != '%') {
			p[n++] = s[i];
			continue;
		}
		if (len - i < 3)
			return ERR_INVALID;
		high = target_hex(s[i + 1]);
		low = target_hex(s[i + 2]);
		if (high < 0 || low < 0)
			return ERR_INVALID;
		p[n++] = (char)(high * 16 + low);
		i += 2;
	}
	*out = p;
	*out_len = n;
	return OK;
}

static enum err
add_pair(struct http_request *req, const char *s, size_t len)
{
	const char *equals = memchr(s, '=', len);
	size_t raw_name = equals ? (size_t)(equals - s) : len;
	size_t raw_value = equals ? len - raw_name - 1 : 0;
	size_t name_len, value_len;
	char *name, *value;
	enum err err;

	/* Three bytes at most for one: checked before anything is copied. */
	if (raw_name > 3 * HTTP_FIELD_NAME_MAX ||
	    raw_value > 3 * HTTP_FIELD_BYTES_MAX)
		return ERR_LIMIT;
	if ((err = decode(req->arena, s, raw_name, &name, &name_len)))
		return err;
	if ((err = decode(req->arena, s + len - raw_value, raw_value, &value,
		 &value_len)))
		return err;
	return form_add(req, name, name_len, value, value_len);
}

/* https://url.spec.whatwg.org/#application/x-www-form-urlencoded */
static enum err
parse_urlencoded(struct http_request *req, const char *s, size_t len)
{
	while (len > 0) {
		const char *amp = memchr(s, '&', len);
		size_t piece = amp ? (size_t)(amp - s) : len;
		enum err err;

		if (piece > 0 && (err = add_pair(req, s, piece)))
			return err;
		if (!amp)
			break;
		s += piece + 1;
		len -= piece + 1;
	}
	return OK;
}

/* True if the media type before any ';' is `type`. */
static bool
type_is(const char *content_type, const char *type)
{
	size_t len = strcspn(content_type, "; \t");

	return len == strlen(type) && !strncasecmp(content_type, type, len);
}

static enum err
parse_body(struct http_request *req)
{
	const char *type = req->content_type;

	if (req->method != HTTP_POST || req->body.len == 0)
		return OK;
	if (!type)
		return ERR_INVALID;
	if (type_is(type, "application/x-www-form-urlencoded"))
		return parse_urlencoded(req, req->body.p, req->body.len);
	if (type_is(type, "multipart/form-data"))
		return multipart_parse(req);
	if (type_is(type, "application/json"))
		return OK;
	return ERR_INVALID;
}

static enum err
parse(struct http_request *req)
{
	const char *query = req->query ? req->query : "";
	enum err err;

	if (strlen(query) > HTTP_QUERY_MAX)
		return ERR_LIMIT;
	if ((err = parse_urlencoded(req, query, strlen(query))))
		return err;
	req->query_n = req->fields_n;
	return parse_body(req);
}

enum err
http_parse(struct http_request *req)
{
	assert(req->arena);
	if (req->parsed)
		return req->parse_err;
	req->parsed = true;
	req->parse_err = parse(req);
	if (req->parse_err) {
		req->fields = NULL;
		req->fields_n = req->query_n = 0;
	}
	return req->parse_err;
}

/* The first field of that name from index `at` on, or fields_n. */
static size_t
find(struct http_request *req, const char *name, size_t at, bool file)
{
	if (http_parse(req))
		return req->fields_n;
	for (; at < req->fields_n; at++) {
		const struct http_field *field = &req->fields[at];

		if ((field->filename != NULL) == file &&
		    !strcmp(field->name, name))
			break;
	}
	return at;
}

const char *
http_field(struct http_request *req, const char *name)
{
	size_t i = find(req, name, 0, false);

	return i < req->fields_n ? req->fields[i].value : NULL;
}

const char *
http_post(struct http_request *req, const char *name)
{
	size_t i;

	if (http_parse(req))
		return NULL;
	i = find(req, name, req->query_n, false);
	return i < req->fields_n ? req->fields[i].value : NULL;
}

const struct http_field *
http_file(struct http_request *req, const char *name)
{
	size_t i = find(req, name, 0, true);

	return i < req->fields_n ? &req->fields[i] : NULL;
}

const char *
http_each(struct http_request *req, const char *name, size_t *at)
{
	size_t i = find(req, name, *at, false);

	*at = i < req->fields_n ? i + 1 : req->fields_n;
	return i < req->fields_n ? req->fields[i].value : NULL;
}
