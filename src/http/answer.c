/* SPDX-License-Identifier: EUPL-1.2 */
#include "http/exchange.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/log.h"
#include "http/busy.h"

/* When a browser may try again after a 503, where its page says nothing. */
#define RETRY_AFTER_S "5"

static const char *
status_text(int status)
{
	switch (status) {
	case 400:
		return "Bad request\n";
	case 405:
		return "Method not allowed\n";
	case 413:
		return "Too large\n";
	case 414:
		return "Address too long\n";
	case 431:
		return "Headers too large\n";
	default:
		return "Try again later\n";
	}
}

void
exchange_refuse(struct exchange *x, int status, struct compressor *c)
{
	const struct server_app *app = x->shared->app;

	http_response_init(&x->res, x->req.arena);
	x->res.status = status;
	if (app->refuse) {
		app->refuse(app->app, status, &x->req, &x->res);
	} else {
		x->res.content_type = "text/plain; charset=utf-8";
		buf_adds(&x->res.body, status_text(status));
	}
	x->res.status = status;
	x->res.etag = NULL;
	if (status == 405)
		http_header(&x->res, "Allow", "GET, HEAD, POST");
	if (status == 503 && !response_find(&x->res, "Retry-After"))
		http_header(&x->res, "Retry-After", RETRY_AFTER_S);
	exchange_finish(x, c);
}

void
exchange_busy(struct exchange *x)
{
	size_t i = busy_choose(x->shared->busy, &x->req);
	const struct exchange *like = busy_at(x->shared->busy, i);

	x->busy = i + 1;
	x->res.status = like->res.status;
	x->res.route = "-";
	x->out = like->out;
	x->answered_us = exchange_now_us();
}

/* Weak comparison of RFC 9110, 8.8.3.2: the W/ does not count. */
static bool
etag_listed(const char *list, const char *etag)
{
	const char *opaque = etag + (etag[0] == 'W' ? 2 : 0);
	size_t len = strlen(opaque);

	if (list[strspn(list, " \t")] == '*')
		return true;
	while ((list = strchr(list, '"'))) {
		const char *end = strchr(list + 1, '"');

		if (!end)
			break;
		if ((size_t)(end + 1 - list) == len &&
		    !memcmp(list, opaque, len))
			return true;
		list = end + 1;
	}
	return false;
}

static bool
type_is_text(const char *type)
{
	return !strncmp(type, "text/", 5) || strstr(type, "json") ||
	       strstr(type, "javascript") || strstr(type, "xml");
}

static void
add(struct exchange *x, const char *name, const char *value)
{
	assert(x->headers_n < sizeof(x->headers) / sizeof(x->headers[0]));
	x->headers[x->headers_n++] = (struct http_header){name, value};
}

static void
vary_by_encoding(struct exchange *x)
{
	const char *vary = response_find(&x->res, "Vary");

	http_header(&x->res, "Vary",
	    vary ? arena_printf(x->req.arena, "%s, Accept-Encoding", vary)
		 : "Accept-Encoding");
}

/* Compresses what may be; says so by a header. */
static void
encode(struct exchange *x, struct compressor *c)
{
	struct http_response *res = &x->res;
	enum compress kind;

	if (!res->compress || !type_is_text(res->content_type) ||
	    response_find(res, "Content-Encoding") ||
	    x->out.len <= COMPRESS_BYTES_MIN)
		return;
	vary_by_encoding(x);
	kind = compress_choose(x->req.accept_encoding);
	if (kind == COMPRESS_NONE ||
	    !compress_page(c, kind, x->req.arena, x->out, &x->out))
		return;
	http_header(res, "Content-Encoding", compress_token(kind));
	/* Other bytes under the same tag: a weak one says as much. */
	if (res->etag && res->etag[0] != 'W')
		res->etag = arena_printf(x->req.arena, "W/%s", res->etag);
}

static bool
not_modified(const struct exchange *x)
{
	return x->res.etag && x->res.status == 200 && x->req.if_none_match &&
	       x->req.method != HTTP_POST &&
	       etag_listed(x->req.if_none_match, x->res.etag);
}

void
exchange_finish(struct exchange *x, struct compressor *c)
{
	struct http_response *res = &x->res;

	if (res->status < 200 || res->status > 599) {
		log_line(LOG_ERROR, "status_invalid", "route", res->route,
		    "status", log_num(res->status), NULL);
		res->status = 500;
	}
	x->out = (struct bytes){res->body.p, res->body.len};
	if (res->file.p)
		x->out = res->file;
	if (not_modified(x)) {
		res->status = 304;
		if (res->compress && type_is_text(res->content_type))
			vary_by_encoding(x);
	}
	if (res->status == 204 || res->status == 304)
		x->out.len = 0;
	else
		encode(x, c);
	x->headers_n = response_headers(res, x->req.secure, x->headers);
	if (x->out.len > 0 || res->status == 200)
		add(x, "Content-Type", res->content_type);
	if (res->etag)
		add(x, "ETag", res->etag);
	if (x->close)
		add(x, "Connection", "close");
	x->answered_us = exchange_now_us();
}

static const char *
method_text(enum http_method method)
{
	static const char *const texts[] = {
	    [HTTP_GET] = "GET",
	    [HTTP_HEAD] = "HEAD",
	    [HTTP_POST] = "POST",
	    [HTTP_OTHER] = "other",
	};

	return texts[method];
}

/* Ten thousand lines a second would say no more than their number does. */
static void
log_refused(struct stats *s)
{
	int64_t second = exchange_now_us() / 1000000;
	int64_t last = atomic_load(&s->refused_second), n;

	atomic_fetch_add(&s->refused_since, 1);
	if (second == last ||
	    !atomic_compare_exchange_strong(&s->refused_second, &last, second))
		return;
	n = atomic_exchange(&s->refused_since, 0);
	log_line(LOG_WARN, "overload", "refused", log_num(n), NULL);
}

void
exchange_log(const struct exchange *x, int status, bool sent)
{
	int64_t us = x->answered_us - x->complete_us;
	size_t bytes = x->req.method == HTTP_HEAD ? 0 : x->out.len;
	char ms[32];

	if (x->answered_us == 0 || x->complete_us == 0)
		us = 0;
	snprintf(
	    ms, sizeof(ms), "%" PRId64 ".%" PRId64, us / 1000, us % 1000 / 100);
	stats_answer(x->shared->stats, x->class, status, us, bytes);
	if (x->class == STATS_REFUSED) {
		log_refused(x->shared->stats);
		return;
	}
	log_set_request(x->id);
	log_line(LOG_INFO, "request", "method", method_text(x->req.method),
	    "route", x->res.route, "status", log_num(status), "ms", ms, "bytes",
	    log_num((int64_t)bytes), "sent", sent ? "yes" : "no", NULL);
	log_set_request("");
}
