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
    [STATS_SIGN_IN] = "sign_in",
    [STATS_FAST] = "fast",
    [STATS_REFUSED] = "refused",
};

static void
count(struct stats_times *times, int64_t us)
{
	int b = 0;

	while (b < STATS_BUCKETS && us > bounds[b].us)
		b++;
	atomic_fetch_add_explicit(&times->n[b], 1, memory_order_relaxed);
	atomic_fetch_add_explicit(&times->sum_us, us, memory_order_relaxed);
}

void
stats_waited(struct stats *s, enum queue_class class, int64_t us)
{
	count(&s->waited[class], us);
}

void
stats_answer(struct stats *s, enum stats_class class, int status, int64_t us,
    size_t bytes)
{
	int digit = status / 100;

	if (digit < 1 || digit > 5)
		digit = 0;
	atomic_fetch_add_explicit(&s->answered[digit], 1, memory_order_relaxed);
	atomic_fetch_add_explicit(
	    &s->sent_bytes, (int64_t)bytes, memory_order_relaxed);
	count(&s->latency[class], us);
}

static void
print_one(struct buf *out, const char *name, const char *type, int64_t value)
{
	buf_addf(out,
	    "# TYPE ejournal_http_%s %s\nejournal_http_%s %" PRId64 "\n", name,
	    type, name, value);
}

static void
print_times(const struct stats_times *times, const char *name,
    const char *label, struct buf *out)
{
	int64_t sum_us = atomic_load(&times->sum_us);
	int64_t n = 0;

	for (int b = 0; b < STATS_BUCKETS; b++) {
		n += atomic_load(&times->n[b]);
		buf_addf(out, "%s_bucket{class=\"%s\",le=\"%s\"} %" PRId64 "\n",
		    name, label, bounds[b].text, n);
	}
	n += atomic_load(&times->n[STATS_BUCKETS]);
	buf_addf(out, "%s_bucket{class=\"%s\",le=\"+Inf\"} %" PRId64 "\n", name,
	    label, n);
	buf_addf(out, "%s_sum{class=\"%s\"} %" PRId64 ".%06" PRId64 "\n", name,
	    label, sum_us / 1000000, sum_us % 1000000);
	buf_addf(out, "%s_count{class=\"%s\"} %" PRId64 "\n", name, label, n);
}

static void
print_classes(
    const char *name, const _Atomic int64_t n[QUEUE_CLASSES], struct buf *out)
{
	buf_addf(out, "# TYPE ejournal_http_%s counter\n", name);
	for (int class = 0; class < QUEUE_CLASSES; class ++)
		buf_addf(out, "ejournal_http_%s{class=\"%s\"} %" PRId64 "\n",
		    name, class_names[class], atomic_load(&n[class]));
}

/* The door: who came in, who did not, and how long those inside waited. */
static void
print_door(const struct stats *s, struct buf *out)
{
	print_classes("admitted_total", s->admitted, out);
	print_classes("refused_total", s->refused, out);
	buf_adds(out, "# TYPE ejournal_http_wait_seconds histogram\n");
	for (int class = 0; class < QUEUE_CLASSES; class ++)
		print_times(&s->waited[class], "ejournal_http_wait_seconds",
		    class_names[class], out);
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
	print_one(out, "gone_total", "counter", atomic_load(&s->gone));
	print_one(out, "connections_cut_total", "counter", now->cut);
	print_one(
	    out, "sent_bytes_total", "counter", atomic_load(&s->sent_bytes));
	print_one(out, "queued", "gauge", now->queued);
	print_one(out, "in_flight", "gauge", atomic_load(&s->in_flight));
	print_one(out, "connections", "gauge", now->connections);
	print_one(out, "body_bytes", "gauge", atomic_load(&s->body_bytes));
	print_one(
	    out, "sending_bytes", "gauge", atomic_load(&s->sending_bytes));
	buf_adds(out, "# TYPE ejournal_http_answers_total counter\n");
	for (int d = 1; d <= 5; d++)
		buf_addf(out,
		    "ejournal_http_answers_total{status=\"%dxx\"} %" PRId64
		    "\n",
		    d, atomic_load(&s->answered[d]));
	buf_adds(out, "# TYPE ejournal_http_request_seconds histogram\n");
	for (int class = 0; class < STATS_CLASSES; class ++)
		print_times(&s->latency[class], "ejournal_http_request_seconds",
		    class_names[class], out);
	print_door(s, out);
}
