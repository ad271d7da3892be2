/* SPDX-License-Identifier: EUPL-1.2 */
#include "http/stats.h"

#include <inttypes.h>

/* Upper bounds in microseconds, with the text Prometheus wants. */
static const struct {
	int64_t us;
	const char *text;
} bounds[STATS_BUCKETS] = {
    {500, "0.0005"},
    {1000, "0.001"},
    {2500, "0.0025"},
    {5000, "0.005"},
    {10000, "0.01"},
    {25000, "0.025"},
    {50000, "0.05"},
    {100000, "0.1"},
    {250000, "0.25"},
    {500000, "0.5"},
    {1000000, "1"},
    {2500000, "2.5"},
    {10000000, "10"},
};

static const char *const class_names[STATS_CLASSES] = {
    [STATS_WRITE] = "write",
    [STATS_READ] = "read",
    [STATS_REPORT] = "report",
    [STATS_FAST] = "fast",
};

void
stats_answer(struct stats *s, enum stats_class class, int status, int64_t us,
    size_t bytes)
{
	int digit = status / 100, b = 0;

	if (digit < 1 || digit > 5)
		digit = 0;
	while (b < STATS_BUCKETS && us > bounds[b].us)
		b++;
	atomic_fetch_add_explicit(&s->answered[digit], 1, memory_order_relaxed);
	atomic_fetch_add_explicit(
	    &s->sent_bytes, (int64_t)bytes, memory_order_relaxed);
	atomic_fetch_add_explicit(
	    &s->latency[class].n[b], 1, memory_order_relaxed);
	atomic_fetch_add_explicit(
	    &s->latency[class].sum_us, us, memory_order_relaxed);
}

static void
print_one(struct buf *out, const char *name, const char *type, int64_t value)
{
	buf_addf(out,
	    "# TYPE ejournal_http_%s %s\nejournal_http_%s %" PRId64 "\n", name,
	    type, name, value);
}

static void
print_latency(const struct stats *s, enum stats_class class, struct buf *out)
{
	static const char name[] = "ejournal_http_request_seconds";
	const char *label = class_names[class];
	int64_t sum_us = atomic_load(&s->latency[class].sum_us);
	int64_t n = 0;

	for (int b = 0; b < STATS_BUCKETS; b++) {
		n += atomic_load(&s->latency[class].n[b]);
		buf_addf(out, "%s_bucket{class=\"%s\",le=\"%s\"} %" PRId64 "\n",
		    name, label, bounds[b].text, n);
	}
	n += atomic_load(&s->latency[class].n[STATS_BUCKETS]);
	buf_addf(out, "%s_bucket{class=\"%s\",le=\"+Inf\"} %" PRId64 "\n", name,
	    label, n);
	buf_addf(out, "%s_sum{class=\"%s\"} %" PRId64 ".%06" PRId64 "\n", name,
	    label, sum_us / 1000000, sum_us % 1000000);
	buf_addf(out, "%s_count{class=\"%s\"} %" PRId64 "\n", name, label, n);
}

void
stats_print(const struct stats *s, const struct stats_now *now, struct buf *out)
{
	print_one(out, "accepted_total", "counter", atomic_load(&s->accepted));
	print_one(out, "refused_busy_total", "counter",
	    atomic_load(&s->refused_busy));
	print_one(out, "refused_limit_total", "counter",
	    atomic_load(&s->refused_limit));
	print_one(out, "expired_total", "counter", atomic_load(&s->expired));
	print_one(out, "connections_cut_total", "counter", now->cut);
	print_one(
	    out, "sent_bytes_total", "counter", atomic_load(&s->sent_bytes));
	print_one(out, "queued", "gauge", now->queued);
	print_one(out, "in_flight", "gauge", atomic_load(&s->in_flight));
	print_one(out, "connections", "gauge", now->connections);
	print_one(out, "body_bytes", "gauge", atomic_load(&s->body_bytes));
	buf_adds(out, "# TYPE ejournal_http_answers_total counter\n");
	for (int d = 1; d <= 5; d++)
		buf_addf(out,
		    "ejournal_http_answers_total{status=\"%dxx\"} %" PRId64
		    "\n",
		    d, atomic_load(&s->answered[d]));
	buf_adds(out, "# TYPE ejournal_http_request_seconds histogram\n");
	for (int class = 0; class < STATS_CLASSES; class ++)
		print_latency(s, (enum stats_class) class, out);
}
