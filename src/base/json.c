/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/json.h"

#include <jansson.h>
#include <string.h>

#include "base/text.h"

/* ---- writing ------------------------------------------------------------- */

static void
separate(struct json_out *o)
{
	if (o->comma)
		buf_addc(o->out, ',');
	o->comma = true;
}

void
json_open(struct json_out *o, char bracket)
{
	separate(o);
	buf_addc(o->out, bracket);
	o->comma = false;
}

void
json_close(struct json_out *o, char bracket)
{
	buf_addc(o->out, bracket);
	o->comma = true;
}

/* Bytes of one character beyond ASCII; 0 where s is no UTF-8. */
static size_t
character_len(const char *s)
{
	size_t len = strnlen(s, 4), n;

	for (n = 2; n <= len; n++) {
		if (text_is_utf8(s, n))
			return n;
	}
	return 0;
}

static void
quote(struct buf *b, const char *s)
{
	size_t len;

	buf_addc(b, '"');
	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;

		if (c >= 0x80) {
			/* A reader would refuse the whole text for one byte
			 * that got in some other way than the gate. */
			if ((len = character_len(s))) {
				buf_add(b, s, len);
				s += len - 1;
			} else {
				buf_adds(b, "\xef\xbf\xbd");
			}
		} else if (c == '"' || c == '\\') {
			buf_addc(b, '\\');
			buf_addc(b, (char)c);
		} else if (c == '\n') {
			buf_adds(b, "\\n");
		} else if (c < 0x20 || c == '<' || c == 0x7f) {
			/* '<' too: JSON may stand inside a page. */
			buf_addf(b, "\\u%04x", c);
		} else {
			buf_addc(b, (char)c);
		}
	}
	buf_addc(b, '"');
}

void
json_key(struct json_out *o, const char *key)
{
	separate(o);
	quote(o->out, key);
	buf_addc(o->out, ':');
	o->comma = false;
}

void
json_add_text(struct json_out *o, const char *s)
{
	separate(o);
	if (s)
		quote(o->out, s);
	else
		buf_adds(o->out, "null");
}

void
json_add_int(struct json_out *o, int64_t n)
{
	separate(o);
	buf_addi(o->out, n);
}

void
json_add_bool(struct json_out *o, bool value)
{
	separate(o);
	buf_adds(o->out, value ? "true" : "false");
}

void
json_put_text(struct json_out *o, const char *key, const char *s)
{
	json_key(o, key);
	json_add_text(o, s);
}

void
json_put_int(struct json_out *o, const char *key, int64_t n)
{
	json_key(o, key);
	json_add_int(o, n);
}

void
json_put_bool(struct json_out *o, const char *key, bool value)
{
	json_key(o, key);
	json_add_bool(o, value);
}

/* ---- reading ------------------------------------------------------------- */

/* jansson reads deeper than anything of ours is; brackets inside strings do
 * not count. */
static bool
too_deep(const char *p, size_t len)
{
	bool in_string = false;
	int depth = 0;

	for (size_t i = 0; i < len; i++) {
		if (in_string && p[i] == '\\')
			i++;
		else if (p[i] == '"')
			in_string = !in_string;
		else if (!in_string && (p[i] == '[' || p[i] == '{'))
			depth++;
		else if (!in_string && (p[i] == ']' || p[i] == '}'))
			depth--;
		if (depth > JSON_DEPTH_MAX)
			return true;
	}
	return false;
}

static json_t *
mine(const struct json *value)
{
	return (json_t *)(uintptr_t)value;
}

enum err
json_parse(const char *text, size_t len, struct json **doc)
{
	json_error_t why;
	json_t *value;

	if (too_deep(text, len))
		return ERR_INVALID;
	if (!(value = json_loadb(
		  text, len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &why)))
		return ERR_INVALID;
	*doc = (struct json *)value;
	return OK;
}

void
json_free(struct json *doc)
{
	if (doc)
		json_decref(mine(doc));
}

void
json_free_at(struct json **doc)
{
	json_free(*doc);
}

const struct json *
json_member(const struct json *object, const char *key)
{
	return (const struct json *)json_object_get(mine(object), key);
}

const char *
json_text(const struct json *object, const char *key)
{
	return json_as_text(json_member(object, key));
}

bool
json_int(const struct json *object, const char *key, int64_t *out)
{
	return json_as_int(json_member(object, key), out);
}

bool
json_is_set(const struct json *object, const char *key)
{
	return json_is_true(mine(json_member(object, key)));
}

size_t
json_size(const struct json *value)
{
	const json_t *v = mine(value);

	return json_is_array(v) ? json_array_size(v) : json_object_size(v);
}

const struct json *
json_at(const struct json *array, size_t i)
{
	return (const struct json *)json_array_get(mine(array), i);
}

const char *
json_as_text(const struct json *value)
{
	return json_string_value(mine(value));
}

bool
json_as_int(const struct json *value, int64_t *out)
{
	if (!json_is_integer(mine(value)))
		return false;
	*out = json_integer_value(mine(value));
	return true;
}

void
json_each_text(const struct json *object,
    void (*visit)(void *context, const char *key, const char *value),
    void *context)
{
	const char *key;
	json_t *value;

	json_object_foreach(mine(object), key, value) if (json_is_string(value))
	    visit(context, key, json_string_value(value));
}
