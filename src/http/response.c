/* SPDX-License-Identifier: EUPL-1.2 */
#include "http/response.h"

#include <string.h>
#include <strings.h>

#include "base/log.h"

/* First guess of a page's size; the buffer grows from there. */
#define BODY_ROOM 4096

/* Sent with every answer, unless it sets one of them itself. Nothing is
 * loaded from anywhere but here and nothing inline runs, so that markup which
 * slips through has no effect. */
static const struct http_header always[] = {
    {"Content-Security-Policy",
	"default-src 'none'; style-src 'self'; script-src 'self'; "
	"img-src 'self' data:; font-src 'self'; connect-src 'self'; "
	"manifest-src 'self'; worker-src 'self'; form-action 'self'; "
	"base-uri 'none'; frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "same-origin"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Permissions-Policy",
	"camera=(), microphone=(), geolocation=(), payment=(), usb=(), "
	"serial=(), bluetooth=(), hid=(), midi=(), display-capture=(), "
	"browsing-topics=()"},
    /* A staff room's computer must not show a page after signing out. */
    {"Cache-Control", "no-store"},
};

/* Two years, as browsers' preload lists ask. */
static const struct http_header transport = {
    "Strict-Transport-Security", "max-age=63072000; includeSubDomains"};

void
http_response_init(struct http_response *res, struct arena *arena)
{
	*res = (struct http_response){
	    .arena = arena,
	    .status = 200,
	    .content_type = "text/html; charset=utf-8",
	    .compress = true,
	};
	buf_init(&res->body, arena, BODY_ROOM);
}

static size_t
find(const struct http_response *res, const char *name)
{
	size_t i = 0;

	while (i < res->headers_n && strcasecmp(res->headers[i].name, name))
		i++;
	return i;
}

const char *
response_find(const struct http_response *res, const char *name)
{
	size_t i = find(res, name);

	return i < res->headers_n ? res->headers[i].value : NULL;
}

/* token of RFC 9110, 5.6.2. */
static bool
name_valid(const char *s)
{
	if (!*s)
		return false;
	for (; *s; s++) {
		bool letter = (*s >= 'a' && *s <= 'z') ||
			      (*s >= 'A' && *s <= 'Z') ||
			      (*s >= '0' && *s <= '9');

		if (!letter && !strchr("!#$%&'*+-.^_`|~", *s))
			return false;
	}
	return true;
}

static bool
value_valid(const char *s)
{
	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;

		if ((c < 0x20 && c != '\t') || c == 0x7f)
			return false;
	}
	return true;
}

void
http_header(struct http_response *res, const char *name, const char *value)
{
	size_t i;

	if (!name_valid(name) || !value_valid(value)) {
		/* The value may be a secret; the name may be hostile. */
		log_line(LOG_ERROR, "header_refused", "route", res->route,
		    "cause", "characters", NULL);
		return;
	}
	i = strcasecmp(name, "Set-Cookie") ? find(res, name) : res->headers_n;
	if (i == HTTP_HEADERS_MAX) {
		log_line(LOG_ERROR, "header_refused", "route", res->route,
		    "cause", "too_many", NULL);
		return;
	}
	if (i == res->headers_n)
		res->headers_n++;
	res->headers[i] = (struct http_header){
	    arena_strdup(res->arena, name), arena_strdup(res->arena, value)};
}

/* "//host" and "/\host" leave the site in every browser; a tab or newline
 * inside is dropped by them, so it may not stand between the slashes. */
static bool
location_ours(const char *s)
{
	if (s[0] != '/' || s[1] == '/' || s[1] == '\\')
		return false;
	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;

		if (c <= 0x20 || c >= 0x7f || c == '\\')
			return false;
	}
	return true;
}

void
http_redirect(struct http_response *res, const char *location)
{
	if (!location_ours(location)) {
		log_line(
		    LOG_ERROR, "redirect_refused", "route", res->route, NULL);
		location = "/";
	}
	res->status = 303;
	buf_cut(&res->body, 0);
	http_header(res, "Location", location);
}

/* ".xlsx", or "" where what follows the last dot is no plain word. */
static const char *
extension(const char *name)
{
	const char *dot = strrchr(name, '.');
	size_t len =
	    dot ? strspn(dot + 1, "abcdefghijklmnopqrstuvwxyz0123456789") : 0;

	return dot && len > 0 && !dot[1 + len] ? dot : "";
}

void
http_attachment(struct http_response *res, const char *name)
{
	http_header(res, "Content-Disposition",
	    arena_printf(res->arena,
		"attachment; filename=\"file%s\"; filename*=UTF-8''%s",
		extension(name), http_encode(res->arena, name)));
}

const char *
http_encode(struct arena *arena, const char *s)
{
	static const char digits[] = "0123456789ABCDEF";
	size_t len = strlen(s), n = 0;
	char *out = arena_alloc(arena, 3 * len + 1);

	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)s[i];

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		    (c >= '0' && c <= '9') || strchr("-._~", c)) {
			out[n++] = (char)c;
			continue;
		}
		out[n++] = '%';
		out[n++] = digits[c >> 4];
		out[n++] = digits[c & 15];
	}
	return out;
}

size_t
response_headers(const struct http_response *res, bool secure,
    struct http_header out[RESPONSE_HEADERS_MAX])
{
	size_t n = 0;

	_Static_assert(sizeof(always) / sizeof(always[0]) < 16,
	    "room beside the response's own");
	for (size_t i = 0; i < res->headers_n; i++)
		out[n++] = res->headers[i];
	for (size_t i = 0; i < sizeof(always) / sizeof(always[0]); i++)
		if (!response_find(res, always[i].name))
			out[n++] = always[i];
	if (secure)
		out[n++] = transport;
	return n;
}
