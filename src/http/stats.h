/* SPDX-License-Identifier: EUPL-1.2 */
/* Counters of the server: written by many threads, read by /metrics. */
#pragma once

#include <stdatomic.h>
#include <stdint.h>

#include "base/buf.h"
#include "http/server.h"

/* Classes of the latency histogram: those of the queue, then what is answered
 * without it. */
enum stats_class {
	STATS_WRITE,
	STATS_READ,
	STATS_REPORT,
	STATS_FAST,
	STATS_CLASSES
};

#define STATS_BUCKETS 13

struct stats {
	_Atomic int64_t accepted, refused_busy, refused_limit, expired,
	    in_flight, body_bytes, sent_bytes, answered[6];
	struct {
		_Atomic int64_t n[STATS_BUCKETS + 1], sum_us;
	} latency[STATS_CLASSES];
};

/* One answer: its status and how long it took from the complete request to
 * the complete response. */
void stats_answer(struct stats *s, enum stats_class class, int status,
    int64_t us, size_t bytes);

/* What is counted elsewhere. */
struct stats_now {
	int64_t queued, connections, cut;
};

/* Prometheus text, version 0.0.4. */
void stats_print(
    const struct stats *s, const struct stats_now *now, struct buf *out);
