/* SPDX-License-Identifier: EUPL-1.2 */
/* The server when there is too much: slow clients, full queues, passed
 * deadlines, too many connections, and its own end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include <cmocka.h>

#include "client.h"
#include "small_app.h"

/* Sends a byte at a time until the other side has enough of it. */
static bool
dribble_is_cut(int fd, const char *text)
{
	for (int i = 0; i < 2000; i++) {
		char c = text[strlen(text) > (size_t)i ? (size_t)i
						       : strlen(text) - 1];

		if (send(fd, &c, 1, MSG_NOSIGNAL) != 1)
			return true;
		usleep(5000);
	}
	return false;
}

static void
dribbled_headers_are_cut_and_block_nobody(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	struct small_app app;
	int slow, idle;

	(void)state;
	small_app_init(&app);
	app.config.threads = 1;
	app.times.head_ms = 300;
	small_app_start(&app);
	idle = client_dial(app.port);
	slow = client_dial(app.port);
	client_send(slow, "GET / HT");
	assert_int_equal(client_ask(a, app.port, GET("/hello")).status, 200);
	assert_true(dribble_is_cut(slow, "TP/1.1\r\nX: yyyyyyy"));
	assert_true(client_closed(idle));
	assert_int_equal(client_ask(a, app.port, GET("/hello")).status, 200);
	close(slow);
	close(idle);
	small_app_stop(&app);
}

static void
dribbled_bodies_are_cut(void **state)
{
	struct small_app app;
	int fd;

	(void)state;
	small_app_init(&app);
	app.config.body_bytes_max = 1000;
	app.times.body_ms = 300;
	small_app_start(&app);
	fd = client_dial(app.port);
	client_send(
	    fd, "POST /b HTTP/1.1\r\n" HOST "Content-Length: 1000\r\n\r\n");
	assert_true(dribble_is_cut(fd, "x"));
	close(fd);
	small_app_stop(&app);
}

static void
a_large_body_that_only_dribbles_is_cut_as_soon(void **state)
{
	struct small_app app;
	int fd;

	(void)state;
	small_app_init(&app);
	app.times.body_ms = 300;
	small_app_start(&app);
	fd = client_dial(app.port);
	/* At the slowest rate it would have 24 seconds. */
	client_send(
	    fd, "POST /b HTTP/1.1\r\n" HOST "Content-Length: 100000\r\n\r\n");
	assert_true(dribble_is_cut(fd, "x"));
	close(fd);
	small_app_stop(&app);
}

/* Two hundred that never read their answer, with room for a few answers. */
static void
slow_readers_hold_no_memory_and_block_nobody(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	struct small_app app;
	const int little = 1024;
	int fds[200];

	(void)state;
	small_app_init(&app);
	app.times.sending_bytes_max = 4 << 20;
	small_app_start(&app);
	for (int i = 0; i < 200; i++) {
		fds[i] = client_dial(app.port);
		setsockopt(
		    fds[i], SOL_SOCKET, SO_RCVBUF, &little, sizeof(little));
		client_send(fds[i], GET("/large"));
	}
	for (int i = 0; i < 20; i++)
		assert_int_equal(
		    client_ask(a, app.port, GET("/hello")).status, 200);
	while (small_app_metric(&app, "ejournal_http_sending_bytes") > 6 << 20)
		usleep(1000);
	for (int i = 0; i < 200; i++)
		close(fds[i]);
	small_app_stop(&app);
}

static void
idle_connections_are_closed_in_the_end(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	struct small_app app;
	int fd;

	(void)state;
	small_app_init(&app);
	app.times.idle_ms = 100;
	small_app_start(&app);
	fd = client_dial(app.port);
	client_send(fd, GET("/hello"));
	assert_int_equal(client_read(a, fd, false).status, 200);
	assert_true(client_closed(fd));
	close(fd);
	small_app_stop(&app);
}

static void
request_at_a_worker_is_never_cut(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	struct small_app app;
	int fd;

	(void)state;
	small_app_init(&app);
	app.times.head_ms = app.times.idle_ms = 50;
	app.times.body_ms = 200;
	small_app_start(&app);
	fd = client_dial(app.port);
	client_send(fd, GET("/gate"));
	small_app_wait(&app, 1);
	usleep(400000);
	small_app_open(&app);
	assert_int_equal(client_read(a, fd, false).status, 200);
	close(fd);
	small_app_stop(&app);
}

static void
full_queue_is_answered_503_at_once(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	struct small_app app;
	struct reply reply;
	int fds[8];

	(void)state;
	small_app_init(&app);
	app.config.workers = 1;
	app.config.queue_max = 8; /* of which reads may take seven */
	small_app_start(&app);
	fds[0] = client_dial(app.port);
	client_send(fds[0], GET("/gate"));
	small_app_wait(&app, 1);
	for (int i = 1; i < 8; i++) {
		fds[i] = client_dial(app.port);
		client_send(fds[i], GET("/hello"));
	}
	while (small_app_stats(&app).queued < 7)
		usleep(1000);
	reply = client_ask(a, app.port, GET("/hello"));
	assert_int_equal(reply.status, 503);
	assert_string_equal(client_header(a, &reply, "Retry-After"), "5");
	assert_int_equal(small_app_stats(&app).refused_busy, 1);
	/* What needs no worker is still answered. */
	assert_int_equal(client_ask(a, app.port, GET("/asset")).status, 200);
	small_app_open(&app);
	for (int i = 0; i < 8; i++) {
		assert_int_equal(client_read(a, fds[i], false).status, 200);
		close(fds[i]);
	}
	small_app_stop(&app);
}

static void
passed_deadline_is_answered_503_without_work(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	struct small_app app;
	struct reply reply;
	int first, second;

	(void)state;
	small_app_init(&app);
	app.config.workers = 1;
	app.config.page_wait_ms = 50;
	small_app_start(&app);
	first = client_dial(app.port);
	client_send(first, GET("/gate"));
	small_app_wait(&app, 1);
	second = client_dial(app.port);
	client_send(second, GET("/hello"));
	while (small_app_stats(&app).queued < 1)
		usleep(1000);
	usleep(100000);
	small_app_open(&app);
	assert_int_equal(client_read(a, first, false).status, 200);
	reply = client_read(a, second, false);
	assert_int_equal(reply.status, 503);
	assert_non_null(client_header(a, &reply, "Retry-After"));
	assert_int_equal(small_app_stats(&app).expired, 1);
	close(first);
	close(second);
	small_app_stop(&app);
}

static void
writes_of_one_school_hold_half_of_the_workers(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	struct small_app app;
	int hot[5], other;

	(void)state;
	small_app_init(&app);
	small_app_start(&app);
	for (int i = 0; i < 5; i++) {
		hot[i] = client_dial(app.port);
		client_send(hot[i], POST("/s/7/gate"));
	}
	other = client_dial(app.port);
	client_send(other, POST("/s/8/gate"));
	/* Two of four workers, and one for the other school. */
	small_app_wait(&app, 3);
	assert_int_equal(client_ask(a, app.port, GET("/hello")).status, 200);
	small_app_open(&app);
	for (int i = 0; i < 5; i++) {
		assert_int_equal(client_read(a, hot[i], false).status, 200);
		close(hot[i]);
	}
	assert_int_equal(client_read(a, other, false).status, 200);
	close(other);
	assert_int_equal(app.inside_most, 3);
	small_app_stop(&app);
}

static void
one_address_may_not_take_all_connections(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	struct small_app app;
	int fds[3], one_more;

	(void)state;
	small_app_init(&app);
	app.config.connections_per_address_max = 3;
	small_app_start(&app);
	for (int i = 0; i < 3; i++) {
		fds[i] = client_dial(app.port);
		client_send(fds[i], GET("/hello"));
		assert_int_equal(client_read(a, fds[i], false).status, 200);
	}
	one_more = client_dial(app.port);
	assert_true(client_closed(one_more));
	close(one_more);
	close(fds[0]);
	/* The place is free again as soon as the daemon has seen the end. */
	while (client_ask(a, app.port, GET("/hello")).status != 200)
		usleep(1000);
	close(fds[1]);
	close(fds[2]);
	small_app_stop(&app);
}

static void
trusted_proxy_speaks_for_others_and_has_no_limit(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	struct small_app app;
	struct reply reply;
	int fds[3];

	(void)state;
	small_app_init(&app);
	app.config.connections_per_address_max = 1;
	app.config.trusted_proxies = "127.0.0.0/8";
	small_app_start(&app);
	for (int i = 0; i < 3; i++) {
		fds[i] = client_dial(app.port);
		client_send(fds[i], GET("/hello"));
		assert_int_equal(client_read(a, fds[i], false).status, 200);
	}
	reply = client_ask(a, app.port,
	    "GET /peer HTTP/1.1\r\n" HOST
	    "X-Forwarded-For: 1.2.3.4, 10.1.2.3\r\n"
	    "X-Forwarded-Proto: https\r\n\r\n");
	assert_int_equal(reply.body.len, strlen("10.1.2.3 tls localhost"));
	assert_memory_equal(
	    reply.body.p, "10.1.2.3 tls localhost", reply.body.len);
	assert_non_null(client_header(a, &reply, "Strict-Transport-Security"));
	for (int i = 0; i < 3; i++)
		close(fds[i]);
	small_app_stop(&app);
}

static void
taken_port_is_an_error(void **state)
{
	struct small_app app;
	struct server *second;
	struct config config;

	(void)state;
	small_app_init(&app);
	small_app_start(&app);
	config = app.config;
	config.port = app.port;
	assert_int_equal(server_start(&config, &app.hooks, &second), ERR_IO);
	config.port = 0;
	config.bind = "192.0.2.1"; /* RFC 5737: never ours */
	assert_int_equal(server_start(&config, &app.hooks, &second), ERR_IO);
	small_app_stop(&app);
}

static void
settings_that_cannot_be_kept_are_errors(void **state)
{
	struct small_app app;
	struct server *server;

	(void)state;
	small_app_init(&app);
	app.config.trusted_proxies = "10.0.0.0/33";
	assert_int_equal(
	    server_start(&app.config, &app.hooks, &server), ERR_INVALID);
	app.config.trusted_proxies = "";
	app.config.connections_max = 2000000000;
	assert_int_equal(
	    server_start(&app.config, &app.hooks, &server), ERR_LIMIT);
}

static void *
stop_run(void *arg)
{
	small_app_stop(arg);
	return NULL;
}

static void
stop_answers_what_was_accepted_and_refuses_the_rest(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	struct small_app app;
	struct reply reply;
	pthread_t stopper;
	int slow, queued, kept, fd;

	(void)state;
	small_app_init(&app);
	app.config.workers = 1;
	small_app_start(&app);
	kept = client_dial(app.port);
	client_send(kept, GET("/hello"));
	assert_int_equal(client_read(a, kept, false).status, 200);
	slow = client_dial(app.port);
	client_send(slow, GET("/gate"));
	small_app_wait(&app, 1);
	queued = client_dial(app.port);
	client_send(queued, GET("/hello"));
	while (small_app_stats(&app).queued < 1)
		usleep(1000);

	assert_int_equal(pthread_create(&stopper, NULL, stop_run, &app), 0);
	/* New requests are refused from the moment that stop has begun. */
	do {
		reply = client_ask(a, app.port, GET("/asset"));
	} while (reply.status == 200);
	assert_int_equal(reply.status, 503);
	client_send(kept, GET("/hello"));
	reply = client_read(a, kept, false);
	assert_int_equal(reply.status, 503);
	assert_string_equal(client_header(a, &reply, "Connection"), "close");
	assert_true(client_closed(kept));

	small_app_open(&app);
	assert_int_equal(client_read(a, slow, false).status, 200);
	assert_int_equal(client_read(a, queued, false).status, 200);
	pthread_join(stopper, NULL);
	assert_true((fd = client_dial(app.port)) < 0);
	close(slow);
	close(queued);
	close(kept);
}

#define CROWD 8

struct visitor {
	pthread_t thread;
	int port, answered, refused, other;
};

/* Asks until it is refused or the connection ends; every third time it leaves
 * without waiting. */
static void *
visitor_run(void *arg)
{
	struct visitor *v = arg;

	for (int i = 0;; i++) {
		AUTO_ARENA struct arena *a = arena_new();
		struct reply reply;
		int fd = client_dial(v->port);

		if (fd < 0)
			return NULL;
		client_send(fd, i % 2 ? POST("/s/3/x") : GET("/page"));
		if (i % 3 == 2) {
			close(fd);
			continue;
		}
		reply = client_read(a, fd, false);
		close(fd);
		if (reply.status == 200)
			v->answered++;
		else if (reply.status == 503)
			v->refused++;
		else if (reply.status != 0)
			v->other++;
		if (reply.status != 200)
			return NULL;
	}
}

static void
stop_in_the_middle_of_a_crowd_ends_cleanly(void **state)
{
	struct visitor crowd[CROWD];
	struct small_app app;
	int answered = 0, other = 0;

	(void)state;
	small_app_init(&app);
	small_app_start(&app);
	for (int i = 0; i < CROWD; i++) {
		crowd[i] = (struct visitor){.port = app.port};
		assert_int_equal(pthread_create(&crowd[i].thread, NULL,
				     visitor_run, &crowd[i]),
		    0);
	}
	while (small_app_stats(&app).answered[2] < 500)
		usleep(1000);
	small_app_stop(&app);
	for (int i = 0; i < CROWD; i++) {
		pthread_join(crowd[i].thread, NULL);
		answered += crowd[i].answered;
		other += crowd[i].other;
	}
	assert_in_range(answered, 100, 1000000);
	assert_int_equal(other, 0);
}

static void
worker_that_never_returns_does_not_hold_the_end(void **state)
{
	int status;
	pid_t pid;

	(void)state;
#ifdef __SANITIZE_THREAD__
	skip(); /* it would call the thread left behind on purpose a leak */
#endif
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		struct small_app app;
		int fd;

		small_app_init(&app);
		app.times.drain_ms = 100;
		small_app_start(&app);
		fd = client_dial(app.port);
		client_send(fd, GET("/gate"));
		small_app_wait(&app, 1);
		server_stop(app.server);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), EX_TEMPFAIL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(dribbled_headers_are_cut_and_block_nobody),
	    cmocka_unit_test(dribbled_bodies_are_cut),
	    cmocka_unit_test(a_large_body_that_only_dribbles_is_cut_as_soon),
	    cmocka_unit_test(slow_readers_hold_no_memory_and_block_nobody),
	    cmocka_unit_test(idle_connections_are_closed_in_the_end),
	    cmocka_unit_test(request_at_a_worker_is_never_cut),
	    cmocka_unit_test(full_queue_is_answered_503_at_once),
	    cmocka_unit_test(passed_deadline_is_answered_503_without_work),
	    cmocka_unit_test(writes_of_one_school_hold_half_of_the_workers),
	    cmocka_unit_test(one_address_may_not_take_all_connections),
	    cmocka_unit_test(trusted_proxy_speaks_for_others_and_has_no_limit),
	    cmocka_unit_test(taken_port_is_an_error),
	    cmocka_unit_test(settings_that_cannot_be_kept_are_errors),
	    cmocka_unit_test(
		stop_answers_what_was_accepted_and_refuses_the_rest),
	    cmocka_unit_test(stop_in_the_middle_of_a_crowd_ends_cleanly),
	    cmocka_unit_test(worker_that_never_returns_does_not_hold_the_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
