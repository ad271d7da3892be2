/* SPDX-License-Identifier: EUPL-1.2 */
/* JSON: small texts of ours are written into a buffer, what comes from outside
 * is read by jansson, which lives only behind this header. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

#define JSON_DEPTH_MAX 16

/* ---- writing: a comma is put where one is needed ---------------------------
 *   struct json_out o = {.out = &b};
 *   json_open(&o, '{'); json_put_text(&o, "to", to); json_close(&o, '}'); */
struct json_out {
	struct buf *out;
	bool comma;
};
void json_open(struct json_out *o, char bracket); /* '{' or '[' */
void json_close(struct json_out *o, char bracket); /* '}' or ']' */
/* A member's name; then json_open or a json_add_*. */
void json_key(struct json_out *o, const char *key);
/* Values in arrays or after json_key. NULL text is null; bytes that are no
 * UTF-8 become U+FFFD, so that what is written can always be read. */
void json_add_text(struct json_out *o, const char *s);
void json_add_int(struct json_out *o, int64_t n);
void json_add_bool(struct json_out *o, bool value);
/* Name and value. */
void json_put_text(struct json_out *o, const char *key, const char *s);
void json_put_int(struct json_out *o, const char *key, int64_t n);
void json_put_bool(struct json_out *o, const char *key, bool value);

/* ---- reading ---------------------------------------------------------------
 * Values belong to the document. */
struct json;

/* ERR_INVALID: not one JSON value in UTF-8, a member twice, or deeper than
 * JSON_DEPTH_MAX. */
CHECKED enum err json_parse(const char *text, size_t len, struct json **doc);
void json_free(struct json *doc);
void json_free_at(struct json **doc);
#define AUTO_JSON __attribute__((cleanup(json_free_at)))

/* NULL or false when it is not there or of another type. A NULL value is
 * allowed as argument everywhere. */
const struct json *json_member(const struct json *object, const char *key);
const char *json_text(const struct json *object, const char *key);
bool json_int(const struct json *object, const char *key, int64_t *out);
bool json_is_set(const struct json *object, const char *key);
/* Elements of an array; members of an object in no order. */
size_t json_size(const struct json *value);
const struct json *json_at(const struct json *array, size_t i);
/* A value itself as text, or NULL. */
const char *json_as_text(const struct json *value);
bool json_as_int(const struct json *value, int64_t *out);
/* Calls visit for every member whose value is text. */
void json_each_text(const struct json *object,
    void (*visit)(void *context, const char *key, const char *value),
    void *context);
