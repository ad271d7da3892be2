/* SPDX-License-Identifier: EUPL-1.2 */
/* Counters of the server: written by many threads, read by /metrics. */
#pragma once

#include <stdatomic.h>
#include <stdint.h>

#include "base/buf.h"
#include "http/queue.h"
#include "http/server.h"

/* Classes of the latency histogram: those of the queue, then what is answered
 * without it. */
enum stats_class {
	STATS_WRITE,
	STATS_READ,
	STATS_REPORT,
	STATS_SIGN_IN,
	STATS_FAST,
	STATS_REFUSED, /* told at once to come back */
	STATS_CLASSES
};

#define STATS_BUCKETS 13

struct stats_times {
	_Atomic int64_t n[STATS_BUCKETS + 1], sum_us;
};

struct stats {
	_Atomic int64_t accepted, refused_busy, refused_limit, expired, gone,
	    in_flight, body_bytes, sending_bytes, sent_bytes, answered[6];
	_Atomic int64_t admitted[QUEUE_CLASSES], refused[QUEUE_CLASSES];
	/* For the log: refusals since its last line, and its second. */
	_Atomic int64_t refused_since, refused_second;
	struct stats_times latency[STATS_CLASSES], waited[QUEUE_CLASSES];
};

/* One answer: its status and how long it took from the complete request to
 * the complete response. */
void stats_answer(struct stats *s, enum stats_class class, int status,
    int64_t us, size_t bytes);

/* One request left the queue after so long. */
void stats_waited(struct stats *s, enum queue_class class, int64_t us);

/* What is counted elsewhere. */
struct stats_now {
	int64_t queued, connections, cut;
};

/* Prometheus text, version 0.0.4. */
void stats_print(
    const struct stats *s, const struct stats_now *now, struct buf *out);
