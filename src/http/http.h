/* SPDX-License-Identifier: EUPL-1.2 */
/* Requests and responses without sockets: what the server fills, what
 * app_handle() reads and answers, what page tests make by hand. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

/* Limits of form bodies, beside the parser in form.c. */
#define HTTP_FIELDS_MAX 2000
#define HTTP_FIELD_NAME_MAX 128
#define HTTP_FIELD_BYTES_MAX 65536
#define HTTP_PATH_MAX 512
#define HTTP_QUERY_MAX 4096
#define HTTP_COOKIES_MAX 32

struct http_field {
	const char *name, *value; /* NUL-terminated; value valid UTF-8 */
	/* Files of multipart forms only: */
	const char *filename; /* NULL: an ordinary field */
	struct bytes file;
};

enum http_method { HTTP_GET, HTTP_HEAD, HTTP_POST, HTTP_OTHER };

struct http_request {
	struct arena *arena;
	enum http_method method;
	const char *path;  /* decoded once, no NUL, starts with '/' */
	const char *query; /* raw, without '?' */
	const char *peer;  /* address after trusted proxies */
	bool secure;	   /* came over TLS (or a trusted proxy says so) */
	const char *host;
	const char *cookie, *user_agent, *accept_language, *accept_encoding;
	const char *if_none_match, *origin, *sec_fetch_site, *content_type;
	const char *x_csrf; /* our scripts' token, header X-CSRF */
	const char *accept; /* fetch() of our scripts asks application/json */
	struct bytes body;
	int64_t now;	     /* Unix seconds of arrival */
	int64_t deadline_ms; /* monotonic; answer before it or not at all */
	const char *id;	     /* request id for logs: 16 hex digits */
	/* Filled on first use by http_field(): */
	struct http_field *fields;
	size_t fields_n, query_n; /* the first query_n came from the query */
	bool parsed;
	enum err parse_err;
};

struct http_header {
	const char *name, *value;
};
#define HTTP_HEADERS_MAX 24

struct http_response {
	struct arena *arena;
	int status;
	const char *content_type; /* default "text/html; charset=utf-8" */
	struct buf body;
	struct http_header headers[HTTP_HEADERS_MAX];
	size_t headers_n;
	const char *route; /* pattern, for logs and metrics; never the path */
	bool compress;	   /* true for text; false keeps secrets apart */
	const char *etag;  /* quoted; the server answers 304 itself */
	struct bytes file; /* asset in static memory, sent instead of body */
};

/* Query and body fields in one list, query first. Body is parsed on first use:
 * application/x-www-form-urlencoded, multipart/form-data or application/json
 * left alone. ERR_LIMIT or ERR_INVALID: parse_err; then no field is found. */
CHECKED enum err http_parse(struct http_request *req);
/* First value of name, or NULL. */
const char *http_field(struct http_request *req, const char *name);
/* The value of a POST body only; NULL for a GET. */
const char *http_post(struct http_request *req, const char *name);
const struct http_field *http_file(struct http_request *req, const char *name);
/* Iterates over values of one name (check boxes): *at starts at 0. */
const char *http_each(struct http_request *req, const char *name, size_t *at);
/* A cookie's value or NULL. The first one of that name counts; a value with
 * characters RFC 6265 forbids is no value. */
const char *http_cookie(struct http_request *req, const char *name);

/* A 200 of HTML with an empty body, compressed: what the server hands to
 * app_handle(), and tests too. */
void http_response_init(struct http_response *res, struct arena *arena);
/* Sets a header; one of the same name is replaced, except Set-Cookie. A name
 * that is no token or a value with control characters (CR, LF: a split
 * response) is refused: logged, and the header is not sent. Both texts are
 * copied. */
void http_header(
    struct http_response *res, const char *name, const char *value);
/* 303 See Other to a path of ours; anything else goes to "/" and the log. */
void http_redirect(struct http_response *res, const char *location);
/* The answer is a file that is saved, never shown, under this name (UTF-8);
 * programs that know no RFC 6266 call it "file" and the name's last part. */
void http_attachment(struct http_response *res, const char *name);
/* Percent-encodes for a query value: all but RFC 3986's unreserved. */
const char *http_encode(struct arena *arena, const char *s);
