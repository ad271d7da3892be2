/* SPDX-License-Identifier: EUPL-1.2 */
/* One request and its answer inside the server, without sockets: what is
 * checked before the application sees a request, and what is added after.
 *
 * Life: the daemon's thread makes it from the request line, hands it headers
 * and body, then gives it to a worker; it comes back with the answer; the end
 * of the request frees it. It is never touched by two threads at a time. */
#pragma once

#include "http/compress.h"
#include "http/http.h"
#include "http/peer.h"
#include "http/queue.h"
#include "http/response.h"
#include "http/server.h"
#include "http/stats.h"

/* A body that is too large is still read up to so much more, so that the
 * browser gets to see the refusal instead of a broken connection. */
#define EXCHANGE_DISCARD_BYTES_MAX ((int64_t)16 << 20)
/* Bodies in memory at one time, of all requests. */
#define EXCHANGE_BODIES_BYTES_MAX ((int64_t)512 << 20)

enum exchange_phase {
	EXCHANGE_LINE,	  /* the request line is there */
	EXCHANGE_BODY,	  /* headers checked; the body comes in */
	EXCHANGE_WAITING, /* suspended; a worker has it or will */
	EXCHANGE_SENT,	  /* and handed to the daemon */
};

/* Settings and counters that exchanges share. */
struct exchange_shared {
	const struct server_app *app;
	const struct peer_list *trusted;
	struct stats *stats;
	const struct busy *busy;
	int64_t header_bytes_max, body_bytes_max;
	int64_t answer_ms[QUEUE_CLASSES];
	uint64_t id_key;
	_Atomic uint64_t ids;
};

struct exchange {
	struct queue_item item; /* first: the queue hands this back */
	struct exchange_shared *shared;
	void *connection; /* the server's */
	int fd;		  /* of it, while suspended */
	enum exchange_phase phase;
	struct http_request req;
	struct http_response res;
	const char *target; /* raw request target; never logged */
	const char *forwarded_for, *forwarded_proto, *content_length,
	    *transfer_encoding, *expect;
	bool conflict;	  /* a header that must be single came twice */
	int refusal;	  /* status to refuse with once the body is in */
	bool close;	  /* close the connection after the answer */
	int64_t expected; /* Content-Length; -1: chunked, 0: none */
	int64_t received, body_max, counted;
	int64_t body_from_ms, sending; /* bytes held while it is sent */
	char *body;
	size_t body_cap;
	char id[17];
	enum stats_class class;
	int64_t complete_us, answered_us; /* monotonic */
	/* The answer as it goes out: */
	struct bytes out;
	struct http_header headers[RESPONSE_HEADERS_MAX + 4];
	size_t headers_n;
	size_t busy; /* 1 + the number of a prepared answer; 0: none */
};

/* Monotonic clock; server time is asked for here and nowhere else. */
int64_t exchange_now_us(void);

/* From the raw request target. Gives the request its id. */
struct exchange *exchange_new(
    struct exchange_shared *shared, const char *target);
/* Frees it with all its memory. NULL is allowed. */
void exchange_free(struct exchange *x);

/* Notes one header; both texts are copied. */
void exchange_header(struct exchange *x, const char *name, const char *value);

/* When all headers are noted: checks everything that can be checked before
 * the body. Sets refusal, and close where the rest of the stream cannot be
 * trusted. True: refuse at once, do not read the body. */
bool exchange_check(struct exchange *x, const char *method, size_t header_bytes,
    const struct peer *direct);

/* A piece of the body. False: it does not end; cut the connection. */
bool exchange_body(struct exchange *x, const void *p, size_t len);

/* The request is complete: class, lane and deadline for the queue. */
void exchange_complete(struct exchange *x);

/* Makes the answer for a refusal: a page of the application's, or plain text
 * where there is none. */
void exchange_refuse(struct exchange *x, int status, struct compressor *c);

/* The answer for whom there is no time: one that was prepared (busy.h). */
void exchange_busy(struct exchange *x);

/* Makes `out` and `headers` from the response: 304, compression, security
 * headers. */
void exchange_finish(struct exchange *x, struct compressor *c);

/* Counts the answer and writes the request's one line to the log. status as
 * sent; sent: all of it went out. */
void exchange_log(const struct exchange *x, int status, bool sent);
