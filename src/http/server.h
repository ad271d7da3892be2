/* SPDX-License-Identifier: EUPL-1.2 */
/* The listening half: libmicrohttpd daemons (one per core, SO_REUSEPORT) feed
 * a bounded queue; worker threads call `handle` and the response goes out.
 * Static assets and /healthz are answered without the queue. */
#pragma once

#include <stdint.h>

#include "base/config.h"
#include "base/err.h"
#include "http/http.h"

struct server;

/* What the server calls. All members are called from many threads. */
struct server_app {
	/* Answers one request; never blocks on the network. `worker` is
	 * the number of the thread. */
	void (*handle)(void *app, int worker, struct http_request *req,
	    struct http_response *res);
	/* True: answer at once in the daemon's thread (assets). */
	bool (*fast)(
	    void *app, struct http_request *req, struct http_response *res);
	/* Larger body limit for this path (uploads), or 0 for the default. */
	int64_t (*body_max)(void *app, const char *method, const char *path);
	/* Class of a request for the queue (enum queue_class). Called before
	 * the session is known. */
	int (*priority)(void *app, const char *method, const char *path);
	/* The lane of a POST: of one lane only a few requests are at workers
	 * (queue.h). The institution's number for a school's writes; 0: no
	 * lane. May be NULL. */
	int64_t (*lane)(void *app, const char *method, const char *path);
	/* Pages that tell somebody to come back are made once, at start, and
	 * sent when there is no time to make one. Makes the request that
	 * stands for all of one kind (a language, a form or a page), which
	 * `refuse` is then asked about; false: there are no more kinds. */
	bool (*busy_like)(void *app, size_t kind, struct http_request *like);
	/* The kind of a real request. Both may be NULL: one kind. */
	size_t (*busy_kind)(void *app, struct http_request *req);
	/* A page for the server's own refusals (400, 413, 431, 503): fills res
	 * in the reader's language. */
	void (*refuse)(void *app, int status, struct http_request *req,
	    struct http_response *res);
	void *app;
};

/* Figures for /metrics; read at any time. */
struct server_stats {
	int64_t accepted, refused_busy, refused_limit, expired, gone, queued,
	    in_flight, answered[6]; /* by first digit of the status */
};

/* Binds and starts. ERR_IO when the address is taken; ERR_INVALID when a
 * setting does not read; ERR_LIMIT when the system allows fewer open files
 * than the settings promise (each logged). */
CHECKED enum err server_start(const struct config *config,
    const struct server_app *app, struct server **server);
/* The port really bound (config->port 0 picks a free one). */
int server_port(const struct server *server);
void server_stats(const struct server *server, struct server_stats *out);
/* The same and more as Prometheus text: latency per class of request. */
void server_metrics(const struct server *server, struct buf *out);
/* Drains: accepted requests are answered, new ones get 503 with
 * Connection: close; returns within 10 s. Frees the server. If a worker does
 * not come back in that time the process ends here with EX_TEMPFAIL: what it
 * still uses cannot be freed, and the databases survive a crash anyway. */
void server_stop(struct server *server);
