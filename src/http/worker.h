/* SPDX-License-Identifier: EUPL-1.2 */
/* The threads that answer: each takes a request from the queue, asks the
 * application, makes the answer and hands it back. */
#pragma once

#include "http/exchange.h"
#include "http/queue.h"

struct workers;

struct workers_plan {
	size_t n, sign_ins; /* threads; those for sign-ins come on top */
	struct queue *queue;
	struct exchange_shared *shared;
	/* Called with each answered exchange, which belongs to its receiver
	 * from that moment on. */
	void (*give_back)(struct exchange *x);
	/* True if nobody is there any more to read the answer. */
	bool (*gone)(const struct exchange *x);
};

/* ERR_IO: no threads (logged). */
CHECKED enum err workers_start(
    const struct workers_plan *plan, struct workers **out);

/* After queue_close(): waits until all are done, at most until the given
 * monotonic time. What still waits after half of the way is refused, not
 * answered. False: some are not back; nothing is freed then. */
bool workers_join(struct workers *w, int64_t until_ms);
