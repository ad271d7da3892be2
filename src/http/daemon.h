/* SPDX-License-Identifier: EUPL-1.2 */
/* The only file that knows libmicrohttpd: one epoll daemon that takes
 * connections from one listening socket and carries requests to the queue.
 *
 * A request's way: on_line makes the exchange; on_request is called first with
 * its headers, then with pieces of its body, then once more: now it is
 * complete, the connection is suspended and the exchange queued. A worker
 * makes the answer and calls daemon_resume(); on_request is called again and
 * sends. on_completed, and nothing else, frees the exchange.
 *
 * Of libmicrohttpd 0.9.75 one must know: MHD_stop_daemon aborts the process
 * while a connection is suspended; suspended connections have no timeout; its
 * timeout starts again with every byte (hence watch.h); it decodes %00 into
 * the end of the path (hence target.h). */
#pragma once

#include <stdatomic.h>

#include "http/busy.h"
#include "http/exchange.h"
#include "http/queue.h"
#include "http/server_times.h"
#include "http/watch.h"

/* What all daemons of a server share. */
struct daemon_shared {
	struct exchange_shared exchange;
	struct watch *watch;
	struct queue *queue;
	const struct server_times *times;
	size_t connections_max, connection_bytes;
	atomic_bool stopping;	   /* answer 503 to what is new */
	_Atomic int64_t suspended; /* exchanges at workers or in the queue */
};

struct daemon;

/* Takes over the socket. ERR_IO (logged): it did not start; the socket is
 * still the caller's. */
CHECKED enum err daemon_start(
    struct daemon_shared *shared, int fd, struct daemon **out);
/* Listens no more; open connections go on. */
void daemon_quiesce(struct daemon *d);
/* Nothing may be suspended. Closes everything. */
void daemon_stop(struct daemon *d);

/* From a worker: the answer is made. After this call the exchange is the
 * daemon's and may be gone. */
void daemon_resume(struct exchange *x);
/* From a worker that has it: the client has closed the connection. */
bool daemon_gone(const struct exchange *x);
