/* SPDX-License-Identifier: EUPL-1.2 */
#include "http/daemon.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <microhttpd.h>

#include "base/log.h"

/* Room that a body is read by. */
#define BODY_STEP_BYTES 8192

struct daemon {
	struct daemon_shared *shared;
	struct MHD_Daemon *mhd;
	struct compressor *compressor;
	struct MHD_Response **busy; /* as in busy.h */
	int fd;
	bool quiet; /* listens no more: the socket is ours to close */
};

static int64_t
now_ms(void)
{
	return exchange_now_us() / 1000;
}

/* ---- connections ---- */

static enum MHD_Result
on_accept(void *cls, const struct sockaddr *address, socklen_t len)
{
	struct daemon_shared *s = cls;
	struct peer peer = peer_of(address);

	(void)len;
	if (watch_admit(s->watch, &peer))
		return MHD_YES;
	atomic_fetch_add(&s->exchange.stats->refused_limit, 1);
	return MHD_NO;
}

static void
on_connection(void *cls, struct MHD_Connection *connection, void **context,
    enum MHD_ConnectionNotificationCode code)
{
	struct daemon_shared *s = cls;
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
	    &peer, now_ms() + s->times->head_ms);
}

static struct watch_conn *
watched(struct MHD_Connection *connection)
{
	return MHD_get_connection_info(
	    connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)
	    ->socket_context;
}

/* ---- one request ---- */

/* The request line is read. Only here the target is seen whole and raw:
 * libmicrohttpd decodes it in its own way afterwards. */
static void *
on_line(void *cls, const char *target, struct MHD_Connection *connection)
{
	struct daemon_shared *s = cls;
	struct exchange *x = exchange_new(&s->exchange, target);

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

/* The bytes live in the exchange, which outlives the sending. */
static struct MHD_Response *
response_make(const struct exchange *x)
{
	struct MHD_Response *response = MHD_create_response_from_buffer(
	    x->out.len, (void *)(uintptr_t)x->out.p, MHD_RESPMEM_PERSISTENT);

	if (!response)
		return NULL;
	for (size_t i = 0; i < x->headers_n; i++)
		if (MHD_add_response_header(response, x->headers[i].name,
			x->headers[i].value) != MHD_YES)
			log_line(LOG_ERROR, "header_lost", "name",
			    x->headers[i].name, NULL);
	return response;
}

static enum MHD_Result
send_answer(struct daemon *d, struct exchange *x)
{
	const struct daemon_shared *s = d->shared;
	struct MHD_Response *response;
	enum MHD_Result queued;

	response = x->busy ? d->busy[x->busy - 1] : response_make(x);
	if (!response)
		return MHD_NO;
	x->phase = EXCHANGE_SENT;
	watch_phase(watched(x->connection), false,
	    now_ms() + s->times->send_ms +
		(int64_t)x->out.len * 1000 / SERVER_RATE);
	x->sending = (int64_t)arena_used(x->req.arena);
	if (atomic_fetch_add(&s->exchange.stats->sending_bytes, x->sending) >
	    s->times->sending_bytes_max)
		watch_cut_slow(s->watch);
	queued = MHD_queue_response(
	    x->connection, (unsigned)x->res.status, response);
	if (!x->busy)
		MHD_destroy_response(response);
	return queued;
}

static enum MHD_Result
refuse(struct daemon *d, struct exchange *x, int status)
{
	if (x->complete_us == 0)
		x->complete_us = exchange_now_us();
	log_set_request(x->id);
	exchange_refuse(x, status, d->compressor);
	log_set_request("");
	return send_answer(d, x);
}

static enum MHD_Result
begin(struct daemon *d, struct exchange *x, const char *method)
{
	struct daemon_shared *s = d->shared;
	struct watch_conn *conn = watched(x->connection);
	struct peer peer = watch_peer(conn);
	size_t header_bytes;

	header_bytes = MHD_get_connection_info(
	    x->connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE)
			   ->header_size;
	MHD_get_connection_values(x->connection, MHD_HEADER_KIND, on_header, x);
	if (exchange_check(x, method, header_bytes, &peer))
		return refuse(d, x, x->refusal);
	x->phase = EXCHANGE_BODY;
	x->body_from_ms = now_ms();
	watch_phase(conn, false, x->body_from_ms + s->times->body_ms);
	return MHD_YES;
}

/* Time is earned by what has come: who announces ten megabytes and sends a
 * byte a second has no more of it than anybody else. */
static bool
body_piece(struct daemon *d, struct exchange *x, const char *p, size_t len)
{
	if (!exchange_body(x, p, len))
		return false;
	watch_phase(watched(x->connection), false,
	    x->body_from_ms + d->shared->times->body_ms +
		x->counted * 1000 / SERVER_RATE);
	return true;
}

static bool
answered_fast(struct daemon *d, struct exchange *x)
{
	const struct server_app *app = d->shared->exchange.app;
	bool answered;

	if (!app->fast || x->req.method == HTTP_POST)
		return false;
	log_set_request(x->id);
	answered = app->fast(app->app, &x->req, &x->res);
	if (answered)
		exchange_finish(x, d->compressor);
	log_set_request("");
	return answered;
}

/* Suspends before pushing: a worker may be done before the push returns. */
static enum MHD_Result
submit(struct daemon *d, struct exchange *x)
{
	struct daemon_shared *s = d->shared;
	struct stats *stats = s->exchange.stats;

	exchange_complete(x);
	if (queue_admit(s->queue, &x->item)) {
		atomic_fetch_add(&stats->refused_busy, 1);
		atomic_fetch_add(&stats->refused[x->item.class], 1);
		x->class = STATS_REFUSED;
		exchange_busy(x);
		return send_answer(d, x);
	}
	atomic_fetch_add(&stats->admitted[x->item.class], 1);
	x->phase = EXCHANGE_WAITING;
	x->fd = watch_fd(watched(x->connection));
	watch_phase(watched(x->connection), false, 0);
	atomic_fetch_add(&s->suspended, 1);
	MHD_suspend_connection(x->connection);
	queue_push(s->queue, &x->item);
	return MHD_YES;
}

static enum MHD_Result
dispatch(struct daemon *d, struct exchange *x)
{
	x->complete_us = exchange_now_us();
	x->req.body =
	    (struct bytes){x->body ? x->body : "", (size_t)x->received};
	if (x->refusal)
		return refuse(d, x, x->refusal);
	if (atomic_load(&d->shared->stopping)) {
		x->close = true;
		return refuse(d, x, 503);
	}
	if (answered_fast(d, x))
		return send_answer(d, x);
	return submit(d, x);
}

static enum MHD_Result
on_request(void *cls, struct MHD_Connection *connection, const char *url,
    const char *method, const char *version, const char *data, size_t *size,
    void **context)
{
	struct daemon *d = cls;
	struct exchange *x = *context;

	(void)connection;
	(void)url;
	(void)version;
	switch (x->phase) {
	case EXCHANGE_LINE:
		return begin(d, x, method);
	case EXCHANGE_BODY:
		if (*size == 0)
			return dispatch(d, x);
		if (!body_piece(d, x, data, *size))
			return MHD_NO;
		*size = 0;
		return MHD_YES;
	case EXCHANGE_WAITING:
		atomic_fetch_sub(&d->shared->suspended, 1);
		return send_answer(d, x);
	case EXCHANGE_SENT:
		break;
	}
	return MHD_YES;
}

static void
on_completed(void *cls, struct MHD_Connection *connection, void **context,
    enum MHD_RequestTerminationCode code)
{
	struct daemon_shared *s = cls;
	struct exchange *x = *context;
	const union MHD_ConnectionInfo *info;

	if (!x)
		return;
	if (x->phase == EXCHANGE_WAITING) /* resumed, but the client is gone */
		atomic_fetch_sub(&s->suspended, 1);
	/* Refused by the library itself (a head too large for its memory, a
	 * malformed line) the request has a status, but no answer of ours. */
	info = MHD_get_connection_info(
	    connection, MHD_CONNECTION_INFO_HTTP_STATUS);
	atomic_fetch_sub(&s->exchange.stats->sending_bytes, x->sending);
	exchange_log(x, info ? (int)info->http_status : 0,
	    code == MHD_REQUEST_TERMINATED_COMPLETED_OK);
	exchange_free(x);
	*context = NULL;
	watch_phase(watched(connection), true, now_ms() + s->times->idle_ms);
}

void
daemon_resume(struct exchange *x)
{
	MHD_resume_connection(x->connection);
}

/* An end of the stream lies before anything else to read. */
bool
daemon_gone(const struct exchange *x)
{
	char c;

	return recv(x->fd, &c, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

/* ---- start and stop ---- */

static void
busy_responses_free(struct daemon *d)
{
	for (size_t i = 0; d->busy && i < busy_n(d->shared->exchange.busy); i++)
		if (d->busy[i])
			MHD_destroy_response(d->busy[i]);
	free(d->busy);
}

static void
busy_responses_make(struct daemon *d)
{
	const struct busy *busy = d->shared->exchange.busy;

	if (!(d->busy = calloc(busy_n(busy), sizeof(struct MHD_Response *))))
		abort();
	for (size_t i = 0; i < busy_n(busy); i++)
		if (!(d->busy[i] = response_make(busy_at(busy, i))))
			abort();
}

__attribute__((format(printf, 2, 0))) static void
on_library_log(void *cls, const char *format, va_list args)
{
	char line[256];

	(void)cls;
	if (vsnprintf(line, sizeof(line), format, args) < 0)
		return;
	line[strcspn(line, "\r\n")] = '\0';
	log_line(LOG_DEBUG, "microhttpd", "text", line, NULL);
}

enum err
daemon_start(struct daemon_shared *shared, int fd, struct daemon **out)
{
	struct daemon *d = calloc(1, sizeof(*d));

	if (!d)
		abort();
	d->shared = shared;
	d->fd = fd;
	d->compressor = compress_new();
	busy_responses_make(d);
	d->mhd = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC |
				      MHD_ALLOW_SUSPEND_RESUME |
				      MHD_USE_ERROR_LOG,
	    0, on_accept, shared, on_request, d,
	    /* First, so that it hears of the other options too. */
	    MHD_OPTION_EXTERNAL_LOGGER, on_library_log, NULL,
	    MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_NOTIFY_CONNECTION,
	    on_connection, shared, MHD_OPTION_NOTIFY_COMPLETED, on_completed,
	    shared, MHD_OPTION_URI_LOG_CALLBACK, on_line, shared,
	    MHD_OPTION_UNESCAPE_CALLBACK, keep_escapes, NULL,
	    MHD_OPTION_STRICT_FOR_CLIENT, 1,
	    /* The limits that count are those of watch.c. */
	    MHD_OPTION_CONNECTION_LIMIT, (unsigned)shared->connections_max + 1,
	    MHD_OPTION_CONNECTION_TIMEOUT, 0u,
	    MHD_OPTION_CONNECTION_MEMORY_LIMIT, shared->connection_bytes,
	    MHD_OPTION_CONNECTION_MEMORY_INCREMENT, (size_t)BODY_STEP_BYTES,
	    MHD_OPTION_END);
	if (!d->mhd) {
		log_line(LOG_ERROR, "daemon_failed", NULL);
		busy_responses_free(d);
		compress_free(d->compressor);
		free(d);
		return ERR_IO;
	}
	*out = d;
	return OK;
}

void
daemon_quiesce(struct daemon *d)
{
	/* The socket may be closed only after the daemon (microhttpd.h), but
	 * nobody shall wait in its backlog till then. */
	d->quiet = MHD_quiesce_daemon(d->mhd) != MHD_INVALID_SOCKET;
	if (d->quiet)
		shutdown(d->fd, SHUT_RDWR);
	else
		log_line(LOG_ERROR, "quiesce_failed", NULL);
}

void
daemon_stop(struct daemon *d)
{
	MHD_stop_daemon(d->mhd);
	if (d->quiet)
		close(d->fd);
	busy_responses_free(d);
	compress_free(d->compressor);
	free(d);
}
