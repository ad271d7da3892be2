/* SPDX-License-Identifier: EUPL-1.2 */
#include "http/exchange.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "base/text.h"
#include "http/target.h"

/* First room for a body; it doubles up to the limit. */
#define BODY_ROOM 4096
/* Digits of a Content-Length that cannot overflow. */
#define LENGTH_DIGITS_MAX 15

int64_t
exchange_now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* A number that tells requests apart and says nothing (splitmix64). */
static uint64_t
next_id(struct exchange_shared *shared)
{
	uint64_t z = shared->id_key +
		     atomic_fetch_add(&shared->ids, 1) * 0x9e3779b97f4a7c15u;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

struct exchange *
exchange_new(struct exchange_shared *shared, const char *target)
{
	struct arena *arena = arena_new();
	struct exchange *x = arena_alloc(arena, sizeof(*x));

	x->shared = shared;
	x->target = arena_strdup(arena, target);
	snprintf(x->id, sizeof(x->id), "%016" PRIx64, next_id(shared));
	x->class = STATS_FAST;
	x->req.arena = arena;
	x->req.id = x->id;
	x->req.path = "/";
	x->req.query = "";
	x->req.host = "";
	x->req.peer = "";
	x->req.now = (int64_t)time(NULL);
	http_response_init(&x->res, arena);
	return x;
}

static void
body_drop(struct exchange *x)
{
	atomic_fetch_sub(&x->shared->stats->body_bytes, (int64_t)x->body_cap);
	free(x->body);
	x->body = NULL;
	x->body_cap = 0;
}

void
exchange_free(struct exchange *x)
{
	if (!x)
		return;
	body_drop(x);
	arena_free(x->req.arena);
}

/* Headers somebody reads. `single`: twice is an attack, not an accident. */
static const struct {
	const char *name;
	size_t offset;
	bool single;
} known[] = {
    {"Accept", offsetof(struct exchange, req.accept), false},
    {"Accept-Encoding", offsetof(struct exchange, req.accept_encoding), false},
    {"Accept-Language", offsetof(struct exchange, req.accept_language), false},
    {"Content-Length", offsetof(struct exchange, content_length), true},
    {"Content-Type", offsetof(struct exchange, req.content_type), true},
    {"Cookie", offsetof(struct exchange, req.cookie), false},
    {"Expect", offsetof(struct exchange, expect), false},
    {"Host", offsetof(struct exchange, req.host), true},
    {"If-None-Match", offsetof(struct exchange, req.if_none_match), false},
    {"Origin", offsetof(struct exchange, req.origin), true},
    {"Sec-Fetch-Site", offsetof(struct exchange, req.sec_fetch_site), true},
    {"Transfer-Encoding", offsetof(struct exchange, transfer_encoding), true},
    {"User-Agent", offsetof(struct exchange, req.user_agent), false},
    {"X-CSRF", offsetof(struct exchange, req.x_csrf), true},
    {"X-Forwarded-For", offsetof(struct exchange, forwarded_for), false},
    {"X-Forwarded-Proto", offsetof(struct exchange, forwarded_proto), false},
};

static bool
value_is_text(const char *value)
{
	for (const char *s = value; *s; s++)
		if (((unsigned char)*s < 0x20 && *s != '\t') || *s == 0x7f)
			return false;
	return text_is_utf8(value, strlen(value));
}

void
exchange_header(struct exchange *x, const char *name, const char *value)
{
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		const char **at;

		if (strcasecmp(name, known[i].name))
			continue;
		at = (const char **)(void *)((char *)x + known[i].offset);
		if ((*at && **at) || !value_is_text(value))
			x->conflict = x->conflict || known[i].single;
		/* Stored and shown later (a User-Agent), so the gate is here:
		 * what is no text was not said. */
		if (!value_is_text(value))
			return;
		/* A list may be split over several headers: RFC 9110, 5.3. */
		if (*at && **at)
			*at = arena_printf(x->req.arena, "%s, %s", *at, value);
		else
			*at = arena_strdup(x->req.arena, value);
		return;
	}
}

static enum http_method
method_of(const char *method)
{
	if (!strcmp(method, "GET"))
		return HTTP_GET;
	if (!strcmp(method, "HEAD"))
		return HTTP_HEAD;
	return !strcmp(method, "POST") ? HTTP_POST : HTTP_OTHER;
}

/* How long the body will be; false where two readers of this stream could
 * disagree about its end (request smuggling). */
static bool
length_read(struct exchange *x)
{
	const char *s = x->content_length;
	size_t digits;

	if (x->transfer_encoding) {
		x->expected = -1;
		return !s && !strcasecmp(x->transfer_encoding, "chunked");
	}
	if (!s)
		return true;
	digits = strspn(s, "0123456789");
	if (digits == 0 || digits > LENGTH_DIGITS_MAX || s[digits])
		return false;
	x->expected = strtoll(s, NULL, 10);
	return true;
}

/* A proxy we trust says who it is and whether TLS was used; anybody else says
 * nothing that counts. */
static void
peer_read(struct exchange *x, const struct peer *direct)
{
	struct peer peer = *direct;
	char *text = arena_alloc(x->req.arena, PEER_TEXT_BYTES);
	const char *proto = x->forwarded_proto;

	if (peer_listed(x->shared->trusted, direct)) {
		const char *comma = proto ? strrchr(proto, ',') : NULL;

		if (comma)
			proto = comma + 1 + strspn(comma + 1, " \t");
		x->req.secure = proto && !strcasecmp(proto, "https");
		peer = peer_forwarded(
		    x->shared->trusted, direct, x->forwarded_for);
	}
	peer_text(&peer, text);
	x->req.peer = text;
}

static int64_t
body_limit(struct exchange *x, const char *method)
{
	const struct server_app *app = x->shared->app;
	int64_t max = 0;

	if (x->req.method != HTTP_POST)
		return 0;
	if (app->body_max)
		max = app->body_max(app->app, method, x->req.path);
	return max > 0 ? max : x->shared->body_bytes_max;
}

/* The status to refuse with, or 0. */
static int
headers_check(struct exchange *x, const char *method, size_t header_bytes)
{
	int status;

	if (header_bytes > (size_t)x->shared->header_bytes_max)
		return 431;
	status =
	    target_read(x->req.arena, x->target, &x->req.path, &x->req.query);
	if (status)
		return status;
	if (x->conflict || !target_host_valid(x->req.host))
		return 400;
	if (x->req.method == HTTP_OTHER)
		return 405;
	if (x->expected != 0 && x->req.method != HTTP_POST)
		return 400;
	x->body_max = body_limit(x, method);
	return x->expected > x->body_max ? 413 : 0;
}

bool
exchange_check(struct exchange *x, const char *method, size_t header_bytes,
    const struct peer *direct)
{
	bool framed = length_read(x);

	atomic_fetch_add(&x->shared->stats->accepted, 1);
	x->req.method = method_of(method);
	peer_read(x, direct);
	x->refusal = headers_check(x, method, header_bytes);
	if (!framed || x->conflict) {
		x->refusal = 400;
		x->close = true;
		return true;
	}
	if (!x->refusal)
		return false;
	if (x->refusal == 431 || x->refusal == 413)
		atomic_fetch_add(&x->shared->stats->refused_limit, 1);
	/* Who asks before sending, or would send for long, is told at once. */
	if (x->expected != 0 &&
	    (x->expect ||
		x->expected > x->body_max + EXCHANGE_DISCARD_BYTES_MAX))
		x->close = true;
	return x->close;
}

/* Room for len more bytes. False when bodies hold too much memory in all. */
static bool
body_room(struct exchange *x, size_t len)
{
	size_t used = (size_t)x->received;
	size_t cap = x->body_cap ? x->body_cap : BODY_ROOM;
	_Atomic int64_t *total = &x->shared->stats->body_bytes;
	int64_t more;
	char *body;

	if (used + len <= x->body_cap)
		return true;
	while (cap < used + len)
		cap *= 2;
	if (cap > (size_t)x->body_max)
		cap = (size_t)x->body_max;
	more = (int64_t)(cap - x->body_cap);
	if (atomic_fetch_add(total, more) + more > EXCHANGE_BODIES_BYTES_MAX) {
		atomic_fetch_sub(total, more);
		return false;
	}
	if (!(body = realloc(x->body, cap)))
		abort();
	x->body = body;
	x->body_cap = cap;
	return true;
}

bool
exchange_body(struct exchange *x, const void *p, size_t len)
{
	x->counted += (int64_t)len;
	if (!x->refusal && x->counted > x->body_max) {
		x->refusal = 413;
		atomic_fetch_add(&x->shared->stats->refused_limit, 1);
	}
	if (!x->refusal && !body_room(x, len)) {
		x->refusal = 503;
		atomic_fetch_add(&x->shared->stats->refused_busy, 1);
	}
	if (x->refusal) {
		body_drop(x);
		return x->counted <= x->body_max + EXCHANGE_DISCARD_BYTES_MAX;
	}
	memcpy(x->body + x->received, p, len);
	x->received += (int64_t)len;
	return true;
}

void
exchange_complete(struct exchange *x)
{
	const struct server_app *app = x->shared->app;
	const char *method = x->req.method == HTTP_POST ? "POST" : "GET";
	int class = QUEUE_PAGES;

	if (app->priority)
		class = app->priority(app->app, method, x->req.path);
	if (class < 0 || class >= QUEUE_CLASSES)
		class = QUEUE_PAGES;
	x->item.class = class;
	x->class = (enum stats_class) class;
	if (app->lane && x->req.method == HTTP_POST)
		x->item.lane = app->lane(app->app, method, x->req.path);
	x->req.deadline_ms =
	    x->complete_us / 1000 + x->shared->answer_ms[class];
}
