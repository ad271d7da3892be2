/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/app_cookie.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/crypt.h"
#include "web/app.h"

#define SESSION_SECURE "__Host-ej"
#define SESSION_PLAIN "ej" /* loopback http only: no __Host- without TLS */
#define NOTICE "notice"
#define NOTICE_S 60
#define NOTICE_BYTES_MAX 400
#define MAC_BYTES 16

void
app_set_cookie(
    struct page *p, const char *name, const char *value, int64_t max_age_s)
{
	struct arena *a = p->act->arena;
	const char *age = "";

	if (!value || max_age_s > 0)
		age = arena_printf(
		    a, "; Max-Age=%lld", value ? (long long)max_age_s : 0LL);
	http_header(p->res, "Set-Cookie",
	    arena_printf(a, "%s=%s; Path=/; HttpOnly; SameSite=Lax%s%s", name,
		value ? value : "", p->req->secure ? "; Secure" : "", age));
}

static const char *
session_name(const struct http_request *req)
{
	return req->secure ? SESSION_SECURE : SESSION_PLAIN;
}

void
app_set_session_cookie(struct page *p, const char *value, int64_t max_age_s)
{
	app_set_cookie(p, session_name(p->req), value, max_age_s);
}

const char *
app_session_cookie(struct http_request *req)
{
	const char *value = http_cookie(req, session_name(req));

	return value && *value ? value : NULL;
}

static void
notice_mac(struct page *p, const char *text, int64_t at, uint8_t *mac)
{
	const char *what = arena_printf(
	    p->act->arena, "notice\n%lld\n%s", (long long)at, text);

	crypt_hmac_sha256(
	    app_secret(p->app), HASH_BYTES, what, strlen(what), mac);
}

static void
set_notice(struct page *p, const char *text)
{
	struct arena *a = p->act->arena;
	uint8_t mac[HASH_BYTES];

	if (strlen(text) > NOTICE_BYTES_MAX)
		return;
	notice_mac(p, text, p->act->now, mac);
	app_set_cookie(p, NOTICE,
	    arena_printf(a, "%lld.%s.%s", (long long)p->act->now,
		crypt_base64url(a, mac, MAC_BYTES),
		crypt_base64url(a, text, strlen(text))),
	    NOTICE_S);
}

const char *
app_take_notice(struct page *p)
{
	const char *cookie = http_cookie(p->req, NOTICE), *dot, *text;
	uint8_t mac[HASH_BYTES], *sent, *bytes;
	size_t sent_len, len;
	long long at;

	if (!cookie || p->req->method == HTTP_POST)
		return NULL;
	app_set_cookie(p, NOTICE, NULL, 0);
	at = strtoll(cookie, NULL, 10);
	if (at < 0 || at > p->act->now || p->act->now - at > NOTICE_S)
		return NULL;
	if (!(cookie = strchr(cookie, '.')) || !(dot = strchr(cookie + 1, '.')))
		return NULL;
	if (crypt_unbase64url(p->act->arena,
		arena_strndup(
		    p->act->arena, cookie + 1, (size_t)(dot - cookie - 1)),
		&sent, &sent_len) ||
	    crypt_unbase64url(p->act->arena, dot + 1, &bytes, &len))
		return NULL;
	text = arena_strndup(p->act->arena, (const char *)bytes, len);
	notice_mac(p, text, at, mac);
	if (sent_len != MAC_BYTES || !crypt_equal(sent, mac, MAC_BYTES))
		return NULL;
	return text;
}

void
page_go(struct page *p, const char *path, const char *notice)
{
	if (notice)
		set_notice(p, notice);
	http_redirect(p->res, path);
}

const char *
page_path(struct page *p, const char *format, ...)
{
	va_list args;
	const char *rest;
	struct buf b;

	va_start(args, format);
	rest = arena_vprintf(p->act->arena, format, args);
	va_end(args);
	if (p->act->actor.inst <= 0)
		return rest;
	buf_init(&b, p->act->arena, strlen(rest) + 12);
	buf_adds(&b, "/s/");
	buf_addi(&b, p->act->actor.inst);
	buf_adds(&b, rest);
	return b.p;
}
