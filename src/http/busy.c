/* SPDX-License-Identifier: EUPL-1.2 */
#include "http/busy.h"

#include <assert.h>
#include <stdlib.h>

/* Languages times forms; far more than there are. */
#define KINDS_MAX 64
#define ENCODINGS (COMPRESS_BROTLI + 1)
#define SAFETIES 2 /* without TLS, with it */

struct busy {
	const struct server_app *app;
	size_t kinds;
	struct exchange *made[KINDS_MAX * ENCODINGS * SAFETIES];
};

static size_t
place(size_t kind, enum compress encoding, bool secure)
{
	return (kind * ENCODINGS + (size_t)encoding) * SAFETIES + secure;
}

/* False: the application has no such kind. */
static bool
make(struct busy *b, struct exchange_shared *shared, struct compressor *c,
    size_t kind)
{
	for (size_t i = 0; i < ENCODINGS * SAFETIES; i++) {
		enum compress encoding = (enum compress)(i / SAFETIES);
		bool secure = i % SAFETIES != 0;
		struct exchange *x = exchange_new(shared, "/");

		if (b->app->busy_like
			? !b->app->busy_like(b->app->app, kind, &x->req)
			: kind > 0) {
			exchange_free(x);
			return false;
		}
		x->req.accept_encoding = compress_token(encoding);
		x->req.secure = secure;
		exchange_refuse(x, 503, c);
		b->made[place(kind, encoding, secure)] = x;
	}
	return true;
}

struct busy *
busy_new(struct exchange_shared *shared)
{
	struct busy *b = calloc(1, sizeof(*b));
	struct compressor *c = compress_new();

	if (!b)
		abort();
	b->app = shared->app;
	while (b->kinds < KINDS_MAX && make(b, shared, c, b->kinds))
		b->kinds++;
	assert(b->kinds > 0);
	compress_free(c);
	return b;
}

size_t
busy_n(const struct busy *b)
{
	return place(b->kinds, COMPRESS_NONE, false);
}

void
busy_free(struct busy *b)
{
	if (!b)
		return;
	for (size_t i = 0; i < busy_n(b); i++)
		exchange_free(b->made[i]);
	free(b);
}

const struct exchange *
busy_at(const struct busy *b, size_t i)
{
	return b->made[i];
}

size_t
busy_choose(const struct busy *b, struct http_request *req)
{
	size_t kind = 0;

	if (b->app->busy_kind)
		kind = b->app->busy_kind(b->app->app, req);
	if (kind >= b->kinds)
		kind = 0;
	return place(kind, compress_choose(req->accept_encoding), req->secure);
}
