/* SPDX-License-Identifier: EUPL-1.2 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "client.h"
#include "http/metrics.h"
#include "http/stats.h"

static void
print(void *arg, struct buf *out)
{
	const struct stats_now now = {.queued = 3};

	stats_print(arg, &now, out);
}

static void
metrics_are_answered_on_their_own_port(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	struct stats stats = {0};
	struct metrics *m;
	struct reply reply;

	(void)state;
	stats_answer(&stats, STATS_READ, 200, 700, 100);
	stats_answer(&stats, STATS_READ, 200, 20000000, 100);
	assert_int_equal(metrics_start(0, print, &stats, &m), OK);
	reply = client_ask(
	    a, metrics_port(m), "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n");
	assert_int_equal(reply.status, 200);
	assert_non_null(strstr(reply.body.p, "ejournal_http_queued 3\n"));
	assert_non_null(
	    strstr(reply.body.p, "ejournal_http_request_seconds_bucket"
				 "{class=\"read\",le=\"0.0005\"} 0\n"));
	assert_non_null(
	    strstr(reply.body.p, "ejournal_http_request_seconds_bucket"
				 "{class=\"read\",le=\"0.001\"} 1\n"));
	assert_non_null(
	    strstr(reply.body.p, "ejournal_http_request_seconds_bucket"
				 "{class=\"read\",le=\"+Inf\"} 2\n"));
	assert_non_null(strstr(reply.body.p,
	    "ejournal_http_request_seconds_sum{class=\"read\"} 20.000700\n"));
	assert_non_null(strstr(
	    reply.body.p, "ejournal_http_answers_total{status=\"2xx\"} 2\n"));
	metrics_stop(m);
}

static void
anything_else_is_refused_and_the_next_is_answered(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	struct stats stats = {0};
	struct metrics *m;
	int silent;

	(void)state;
	assert_int_equal(metrics_start(0, print, &stats, &m), OK);
	silent = client_dial(metrics_port(m));
	assert_int_equal(
	    client_ask(a, metrics_port(m), "GET / HTTP/1.1\r\n\r\n").status,
	    404);
	assert_int_equal(
	    client_ask(a, metrics_port(m), "POST /metrics HTTP/1.1\r\n\r\n")
		.status,
	    404);
	assert_int_equal(
	    client_ask(a, metrics_port(m), "GET /metrics HTTP/1.0\r\n\r\n")
		.status,
	    200);
	close(silent);
	metrics_stop(m);
	metrics_stop(NULL);
}

static void
taken_port_is_an_error(void **state)
{
	struct stats stats = {0};
	struct metrics *first, *second;

	(void)state;
	assert_int_equal(metrics_start(0, print, &stats, &first), OK);
	assert_int_equal(
	    metrics_start(metrics_port(first), print, &stats, &second), ERR_IO);
	metrics_stop(first);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(metrics_are_answered_on_their_own_port),
	    cmocka_unit_test(anything_else_is_refused_and_the_next_is_answered),
	    cmocka_unit_test(taken_port_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
