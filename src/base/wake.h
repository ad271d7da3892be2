/* SPDX-License-Identifier: EUPL-1.2 */
/* A nudge from the server to the worker: one datagram with an institution's
 * number over a Unix socket. A lost one only delays: the worker sweeps. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

/* Never blocks, never fails: nobody may be listening. */
void wake_send(const char *state, int64_t inst);

/* True if a worker listens. */
bool wake_heard(const char *state);

/* The listening end: STATE/worker.sock, and STATE/worker.lock, which ends with
 * the process however that ends, so that there is never a second worker. */
struct wake {
	int socket, lock, folder;
};
/* ERR_EXISTS: another worker runs. */
CHECKED enum err wake_listen(const char *state, struct wake *wake);
/* Waits at most timeout_ms. OK: *inst was named. ERR_EXPIRED: nobody did. */
CHECKED enum err wake_wait(
    const struct wake *wake, int timeout_ms, int64_t *inst);
void wake_close(struct wake *wake);
