/* SPDX-License-Identifier: EUPL-1.2 */
/* How long a client may take, and the end of the server. Tests make these
 * short; everybody else calls server_start(). */
#pragma once

#include "http/server.h"

struct server_times {
	int64_t head_ms; /* from connecting to the end of the headers */
	int64_t idle_ms; /* from an answer to the end of the next headers */
	/* For a body, and a second more for each SERVER_RATE bytes that have
	 * come: not for what was announced. */
	int64_t body_ms;
	int64_t send_ms;   /* for taking the answer, likewise */
	int64_t drain_ms;  /* for the workers to end */
	int64_t linger_ms; /* for the last answers to leave */
	int64_t sweep_ms;  /* between two looks at the clock */
	/* Answers in memory that slow clients have still to take; beyond it
	 * the slowest are cut. */
	int64_t sending_bytes_max;
};

/* Slowest line anybody is expected to have: 2G in a village, bytes/s. */
#define SERVER_RATE 4096

CHECKED enum err server_start_timed(const struct config *config,
    const struct server_app *app, const struct server_times *times,
    struct server **server);
