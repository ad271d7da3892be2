/* SPDX-License-Identifier: EUPL-1.2 */
/* GET /metrics for Prometheus, on a port of its own that only this machine
 * reaches. One thread, one question at a time, plain sockets: it must answer
 * when the real server is in trouble. */
#pragma once

#include "base/buf.h"
#include "base/err.h"

struct metrics;

/* Listens on loopback; port 0 picks one. `print` is called from the thread of
 * the listener. ERR_IO: the port is taken (logged). */
CHECKED enum err metrics_start(int port,
    void (*print)(void *arg, struct buf *out), void *arg, struct metrics **out);
int metrics_port(const struct metrics *m);
/* Ends within two seconds. NULL is allowed. */
void metrics_stop(struct metrics *m);
