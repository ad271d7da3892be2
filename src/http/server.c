/* SPDX-License-Identifier: EUPL-1.2 */
#include "http/server.h"

#include <assert.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sysexits.h>
#include <unistd.h>

#include <microhttpd.h>

#include "base/crypt.h"
#include "base/log.h"
#include "http/exchange.h"
#include "http/listen.h"
#include "http/plan.h"
#include "http/queue.h"
#include "http/server_times.h"
#include "http/stats.h"
#include "http/watch.h"
#include "http/worker.h"

#define BODY_STEP_BYTES 8192

static const struct server_times usual = {
    .head_ms = 20000,
    .idle_ms = 75000,
    .body_ms = 30000,
    .send_ms = 30000,
    .drain_ms = 7000,
    .linger_ms = 2000,
    .sweep_ms = 1000,
};

struct listener {
	struct server *server;
	struct MHD_Daemon *mhd;
	struct compressor *compressor;
	int fd;
};

struct server {
	struct server_app app;
	struct server_times times;
	struct exchange_shared shared;
	struct stats stats;
	struct plan plan;
	struct watch *watch;
	struct queue *queue;
	struct workers *workers;
	struct listener listeners[PLAN_DAEMONS_MAX];
	size_t listeners_n;
	int port;
	atomic_bool stopping;
	_Atomic int64_t suspended;
};

static int64_t
now_ms(void)
{
	return exchange_now_us() / 1000;
}

/* ---- connections ----------------------------------------------------------
 */

static enum MHD_Result
on_accept(void *cls, const struct sockaddr *address, socklen_t len)
{
	struct server *s = cls;
	struct peer peer = peer_of(address);

	(void)len;
	if (watch_admit(s->watch, &peer))
		return MHD_YES;
	atomic_fetch_add(&s->stats.refused_limit, 1);
	return MHD_NO;
}

static void
on_connection(void *cls, struct MHD_Connection *connection, void **context,
    enum MHD_ConnectionNotificationCode code)
{
	struct server *s = cls;
	struct peer peer;

	if (code == MHD_CONNECTION_NOTIFY_CLOSED) {
		watch_close(s->watch, *context);
		*context = NULL;
		return;
	}
	peer = peer_of(MHD_get_connection_info(
	    connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS)
			   ->client_addr);
	*context = watch_open(s->watch,
	    MHD_get_connection_info(
		connection, MHD_CONNECTION_INFO_CONNECTION_FD)
		->connect_fd,
	    &peer, now_ms() + s->times.head_ms);
}

static struct watch_conn *
watched(struct MHD_Connection *connection)
{
	return MHD_get_connection_info(
	    connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)
	    ->socket_context;
}

/* ---- one request ----------------------------------------------------------
 */

/* The request line is read. Only here the target is seen whole and raw:
 * libmicrohttpd decodes it in its own way afterwards. */
static void *
on_line(void *cls, const char *target, struct MHD_Connection *connection)
{
	struct server *s = cls;
	struct exchange *x = exchange_new(&s->shared, target);

	x->connection = connection;
	return x;
}

/* Nothing is decoded by the library. */
static size_t
keep_escapes(void *cls, struct MHD_Connection *connection, char *s)
{
	(void)cls;
	(void)connection;
	return strlen(s);
}

static enum MHD_Result
on_header(
    void *cls, enum MHD_ValueKind kind, const char *name, const char *value)
{
	(void)kind;
	exchange_header(cls, name, value ? value : "");
	return MHD_YES;
}

static enum MHD_Result
send_answer(struct server *s, struct exchange *x)
{
	/* The bytes live in the exchange, which outlives the sending. */
	struct MHD_Response *response = MHD_create_response_from_buffer(
	    x->out.len, (void *)(uintptr_t)x->out.p, MHD_RESPMEM_PERSISTENT);
	enum MHD_Result queued;

	if (!response)
		return MHD_NO;
	for (size_t i = 0; i < x->headers_n; i++)
		if (MHD_add_response_header(response, x->headers[i].name,
			x->headers[i].value) != MHD_YES)
			log_line(LOG_ERROR, "header_lost", "name",
			    x->headers[i].name, NULL);
	x->phase = EXCHANGE_SENT;
	watch_phase(watched(x->connection), false,
	    now_ms() + s->times.send_ms +
		(int64_t)x->out.len * 1000 / SERVER_RATE);
	queued = MHD_queue_response(
	    x->connection, (unsigned)x->res.status, response);
	MHD_destroy_response(response);
	return queued;
}

static enum MHD_Result
refuse(struct listener *l, struct exchange *x, int status)
{
	if (x->complete_us == 0)
		x->complete_us = exchange_now_us();
	log_set_request(x->id);
	exchange_refuse(x, status, l->compressor);
	log_set_request("");
	return send_answer(l->server, x);
}

static enum MHD_Result
begin(struct listener *l, struct exchange *x, const char *method)
{
	struct server *s = l->server;
	struct watch_conn *conn = watched(x->connection);
	struct peer peer = watch_peer(conn);
	size_t header_bytes;
	int64_t seconds;

	header_bytes = MHD_get_connection_info(
	    x->connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE)
			   ->header_size;
	MHD_get_connection_values(x->connection, MHD_HEADER_KIND, on_header, x);
	if (exchange_check(x, method, header_bytes, &peer))
		return refuse(l, x, x->refusal);
	x->phase = EXCHANGE_BODY;
	seconds = (x->expected > 0 ? x->expected : x->body_max) / SERVER_RATE;
	watch_phase(conn, false, now_ms() + s->times.body_ms + seconds * 1000);
	return MHD_YES;
}

static bool
answered_fast(struct listener *l, struct exchange *x)
{
	const struct server_app *app = &l->server->app;
	bool answered;

	if (!app->fast || x->req.method == HTTP_POST)
		return false;
	log_set_request(x->id);
	answered = app->fast(app->app, &x->req, &x->res);
	if (answered)
		exchange_finish(x, l->compressor);
	log_set_request("");
	return answered;
}

/* Suspends before pushing: a worker may be done before the push returns. */
static enum MHD_Result
submit(struct listener *l, struct exchange *x)
{
	struct server *s = l->server;

	exchange_complete(x);
	x->phase = EXCHANGE_WAITING;
	watch_phase(watched(x->connection), false, 0);
	atomic_fetch_add(&s->suspended, 1);
	MHD_suspend_connection(x->connection);
	if (queue_push(s->queue, &x->item) == OK)
		return MHD_YES;
	atomic_fetch_add(&s->stats.refused_busy, 1);
	x->close = atomic_load(&s->stopping);
	exchange_refuse(x, 503, l->compressor);
	MHD_resume_connection(x->connection);
	return MHD_YES;
}

static enum MHD_Result
dispatch(struct listener *l, struct exchange *x)
{
	x->complete_us = exchange_now_us();
	x->req.body =
	    (struct bytes){x->body ? x->body : "", (size_t)x->received};
	if (x->refusal)
		return refuse(l, x, x->refusal);
	if (atomic_load(&l->server->stopping)) {
		x->close = true;
		return refuse(l, x, 503);
	}
	if (answered_fast(l, x))
		return send_answer(l->server, x);
	return submit(l, x);
}

static enum MHD_Result
on_request(void *cls, struct MHD_Connection *connection, const char *url,
    const char *method, const char *version, const char *data, size_t *size,
    void **context)
{
	struct listener *l = cls;
	struct exchange *x = *context;

	(void)connection;
	(void)url;
	(void)version;
	switch (x->phase) {
	case EXCHANGE_LINE:
		return begin(l, x, method);
	case EXCHANGE_BODY:
		if (*size == 0)
			return dispatch(l, x);
		if (!exchange_body(x, data, *size))
			return MHD_NO;
		*size = 0;
		return MHD_YES;
	case EXCHANGE_WAITING:
		atomic_fetch_sub(&l->server->suspended, 1);
		return send_answer(l->server, x);
	case EXCHANGE_SENT:
		break;
	}
	return MHD_YES;
}

static void
on_completed(void *cls, struct MHD_Connection *connection, void **context,
    enum MHD_RequestTerminationCode code)
{
	struct server *s = cls;
	struct exchange *x = *context;
	const union MHD_ConnectionInfo *info;

	if (!x)
		return;
	/* Refused by the library itself (a head too large for its memory, a
	 * malformed line) the request has a status, but no answer of ours. */
	if (x->phase == EXCHANGE_WAITING) /* resumed, but the client is gone */
		atomic_fetch_sub(&s->suspended, 1);
	info = MHD_get_connection_info(
	    connection, MHD_CONNECTION_INFO_HTTP_STATUS);
	exchange_log(x, info ? (int)info->http_status : 0,
	    code == MHD_REQUEST_TERMINATED_COMPLETED_OK);
	exchange_free(x);
	*context = NULL;
	watch_phase(watched(connection), true, now_ms() + s->times.idle_ms);
}

/* From a worker. After this call the exchange is the daemon's. */
static void
give_back(struct exchange *x)
{
	MHD_resume_connection(x->connection);
}

/* ---- start and stop -------------------------------------------------------
 */

static void
on_library_log(void *cls, const char *format, va_list args)
{
	char line[256];

	(void)cls;
	if (vsnprintf(line, sizeof(line), format, args) < 0)
		return;
	line[strcspn(line, "\r\n")] = '\0';
	log_line(LOG_DEBUG, "microhttpd", "text", line, NULL);
}

static bool
daemon_start(struct server *s, struct listener *l)
{
	l->server = s;
	l->compressor = compress_new();
	l->mhd = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC |
				      MHD_ALLOW_SUSPEND_RESUME |
				      MHD_USE_ERROR_LOG,
	    0, on_accept, s, on_request, l,
	    /* First, so that it hears of the other options too. */
	    MHD_OPTION_EXTERNAL_LOGGER, on_library_log, NULL,
	    MHD_OPTION_LISTEN_SOCKET, l->fd, MHD_OPTION_NOTIFY_CONNECTION,
	    on_connection, s, MHD_OPTION_NOTIFY_COMPLETED, on_completed, s,
	    MHD_OPTION_URI_LOG_CALLBACK, on_line, s,
	    MHD_OPTION_UNESCAPE_CALLBACK, keep_escapes, NULL,
	    MHD_OPTION_STRICT_FOR_CLIENT, 1,
	    /* The limits that count are those of watch.c. */
	    MHD_OPTION_CONNECTION_LIMIT, (unsigned)s->plan.connections_max + 1,
	    MHD_OPTION_CONNECTION_TIMEOUT, 0u,
	    MHD_OPTION_CONNECTION_MEMORY_LIMIT, s->plan.connection_bytes,
	    MHD_OPTION_CONNECTION_MEMORY_INCREMENT, (size_t)BODY_STEP_BYTES,
	    MHD_OPTION_END);
	return l->mhd != NULL;
}

static enum err
daemons_start(struct server *s, const struct config *config)
{
	int fds[PLAN_DAEMONS_MAX];
	enum err err;

	s->port = (int)config->port;
	if ((err = listen_open(config->bind, &s->port, fds, s->listeners_n)))
		return err;
	for (size_t i = 0; i < s->listeners_n; i++)
		s->listeners[i].fd = fds[i];
	for (size_t i = 0; i < s->listeners_n; i++) {
		if (daemon_start(s, &s->listeners[i]))
			continue;
		log_line(LOG_ERROR, "daemon_failed", "number",
		    log_num((int64_t)i), NULL);
		for (size_t k = i; k < s->listeners_n; k++)
			close(fds[k]); /* those before belong to daemons */
		return ERR_IO;
	}
	return OK;
}

static void
daemons_stop(struct server *s)
{
	for (size_t i = 0; i < s->listeners_n; i++) {
		if (s->listeners[i].mhd)
			MHD_stop_daemon(s->listeners[i].mhd);
		compress_free(s->listeners[i].compressor);
	}
}

static void
server_free(struct server *s)
{
	queue_free(s->queue);
	watch_stop(s->watch);
	free(s);
}

static struct server *
server_new(const struct config *config, const struct server_app *app,
    const struct server_times *times, const struct plan *plan)
{
	struct server *s = calloc(1, sizeof(*s));
	struct rng rng;

	if (!s)
		abort();
	s->app = *app;
	s->times = *times;
	s->plan = *plan;
	s->listeners_n = plan->daemons;
	s->shared.app = &s->app;
	s->shared.trusted = &s->plan.trusted;
	s->shared.stats = &s->stats;
	s->shared.header_bytes_max = config->header_bytes_max;
	s->shared.body_bytes_max = config->body_bytes_max;
	s->shared.deadline_ms = config->request_deadline_ms;
	rng_system(&rng);
	rng.fill(&rng, &s->shared.id_key, sizeof(s->shared.id_key));
	s->queue = queue_new(plan->queue_max, plan->workers);
	return s;
}

/* What has begun is ended again on failure. */
static enum err
threads_start(struct server *s, const struct config *config)
{
	enum err err;

	if ((err = watch_start(s->plan.connections_max,
		 s->plan.connections_per_address_max, &s->plan.trusted,
		 s->times.sweep_ms, &s->watch)))
		return err;
	if ((err = workers_start(s->plan.workers, s->queue, &s->shared,
		 give_back, &s->workers)))
		return err;
	if (!(err = daemons_start(s, config)))
		return OK;
	daemons_stop(s);
	queue_close(s->queue);
	if (!workers_join(s->workers, now_ms() + s->times.drain_ms))
		abort(); /* they had nothing to do */
	return err;
}

enum err
server_start_timed(const struct config *config, const struct server_app *app,
    const struct server_times *times, struct server **out)
{
	struct server *s;
	struct plan plan;
	enum err err;

	if ((err = plan_make(config, &plan)))
		return err;
	s = server_new(config, app, times, &plan);
	if ((err = threads_start(s, config))) {
		server_free(s);
		return err;
	}
	*out = s;
	return OK;
}

enum err
server_start(const struct config *config, const struct server_app *app,
    struct server **out)
{
	return server_start_timed(config, app, &usual, out);
}

int
server_port(const struct server *s)
{
	return s->port;
}

void
server_stats(const struct server *s, struct server_stats *out)
{
	*out = (struct server_stats){
	    .accepted = atomic_load(&s->stats.accepted),
	    .refused_busy = atomic_load(&s->stats.refused_busy),
	    .refused_limit = atomic_load(&s->stats.refused_limit),
	    .expired = atomic_load(&s->stats.expired),
	    .queued = (int64_t)queue_length(s->queue),
	    .in_flight = atomic_load(&s->stats.in_flight),
	};
	for (int i = 0; i < 6; i++)
		out->answered[i] = atomic_load(&s->stats.answered[i]);
}

void
server_metrics(const struct server *s, struct buf *out)
{
	const struct stats_now now = {
	    .queued = (int64_t)queue_length(s->queue),
	    .connections = (int64_t)watch_count(s->watch),
	    .cut = watch_cut(s->watch),
	};

	stats_print(&s->stats, &now, out);
}

/* Waits until the last answers have left. Nobody waits for an idle
 * connection. False: a request is still suspended, which cannot be. */
static bool
linger(struct server *s)
{
	int64_t until = now_ms() + s->times.linger_ms;

	while (now_ms() < until && watch_count(s->watch) > 0) {
		watch_cut_idle(s->watch);
		usleep(10000);
	}
	return atomic_load(&s->suspended) == 0;
}

void
server_stop(struct server *s)
{
	/* New connections are still accepted while workers finish, so that
	 * people read a page that says "in a moment", not a browser's error. */
	atomic_store(&s->stopping, true);
	queue_close(s->queue);
	if (!workers_join(s->workers, now_ms() + s->times.drain_ms)) {
		log_line(LOG_ERROR, "stop_forced", "cause", "worker", NULL);
		_exit(EX_TEMPFAIL);
	}
	for (size_t i = 0; i < s->listeners_n; i++) {
		/* Closed only after the daemon (microhttpd.h), but nobody may
		 * wait in its backlog till then. */
		if (MHD_quiesce_daemon(s->listeners[i].mhd) ==
		    MHD_INVALID_SOCKET)
			log_line(LOG_ERROR, "quiesce_failed", NULL);
		shutdown(s->listeners[i].fd, SHUT_RDWR);
	}
	if (!linger(s)) {
		/* MHD_stop_daemon would abort the process. */
		log_line(LOG_ERROR, "stop_forced", "cause", "suspended", NULL);
		_exit(EX_TEMPFAIL);
	}
	daemons_stop(s);
	for (size_t i = 0; i < s->listeners_n; i++)
		close(s->listeners[i].fd);
	server_free(s);
}
