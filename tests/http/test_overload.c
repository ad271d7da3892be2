/* SPDX-License-Identifier: EUPL-1.2 */
/* The server when more come than it can answer. What is asserted is counted in
 * the server, or is a share with a wide margin: never how quick this machine
 * is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "client.h"
#include "http/exchange.h"
#include "small_app.h"

/* One worker behind the gate and a line that has stood still too long. */
static void
close_the_door(struct small_app *app, int fds[2])
{
	app->config.workers = 1;
	app->config.page_wait_ms = 100;
	small_app_start(app);
	fds[0] = client_dial(app->port);
	client_send(fds[0], GET("/gate"));
	small_app_wait(app, 1);
	fds[1] = client_dial(app->port);
	client_send(fds[1], GET("/hello"));
	while (small_app_stats(app).queued < 1)
		usleep(1000);
	usleep(100000);
}

static void
who_is_refused_keeps_the_connection_and_is_answered_later(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	struct small_app app;
	struct reply reply;
	int fds[2], fd;

	(void)state;
	small_app_init(&app);
	close_the_door(&app, fds);
	fd = client_dial(app.port);
	for (int i = 0; i < 100; i++) {
		client_send(fd, GET("/hello"));
		reply = client_read(a, fd, false);
		assert_int_equal(reply.status, 503);
		assert_non_null(client_header(a, &reply, "Retry-After"));
		assert_null(client_header(a, &reply, "Connection"));
		assert_int_equal(reply.body.len, strlen("refused 503"));
	}
	assert_int_equal(small_app_stats(&app).refused_busy, 100);
	assert_int_equal(small_app_metric(&app,
			     "ejournal_http_refused_total{class=\"read\"}"),
	    100);
	assert_int_equal(
	    small_app_metric(&app, "ejournal_http_request_seconds_count"
				   "{class=\"refused\"}"),
	    100);
	small_app_open(&app);
	while (small_app_stats(&app).queued > 0)
		usleep(1000);
	client_send(fd, GET("/hello"));
	assert_int_equal(client_read(a, fd, false).status, 200);
	close(fd);
	close(fds[0]);
	close(fds[1]);
	small_app_stop(&app);
}

/* Long enough to be compressed, another one for forms. */
static void
refuse_long(
    void *app, int status, struct http_request *req, struct http_response *res)
{
	(void)app;
	(void)status;
	for (int i = 0; i < 200; i++)
		buf_addf(&res->body, "<p>%s %d</p>\n",
		    req->method == HTTP_POST ? "form" : "page", i);
	http_header(res, "Retry-After", "10");
}

static bool
like(void *app, size_t kind, struct http_request *req)
{
	(void)app;
	req->method = kind ? HTTP_POST : HTTP_GET;
	return kind < 2;
}

static size_t
kind_of(void *app, struct http_request *req)
{
	(void)app;
	return req->method == HTTP_POST;
}

static void
refusals_are_made_once_in_each_kind_and_encoding(void **state)
{
	static const struct {
		const char *ask, *encoding, *begins;
	} cases[] = {
	    {GET("/hello"), NULL, "<p>page 0"},
	    {POST("/page"), NULL, "<p>form 0"},
	    {"GET / HTTP/1.1\r\n" HOST "Accept-Encoding: gzip\r\n\r\n", "gzip",
		"\x1f\x8b"},
	    {"GET / HTTP/1.1\r\n" HOST "Accept-Encoding: br, gzip\r\n\r\n",
		"br", ""},
	};
	AUTO_ARENA struct arena *a = arena_new();
	struct small_app app;
	int fds[2];

	(void)state;
	small_app_init(&app);
	app.hooks.refuse = refuse_long;
	app.hooks.busy_like = like;
	app.hooks.busy_kind = kind_of;
	app.hooks.priority = NULL;
	close_the_door(&app, fds);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct reply reply = client_ask(a, app.port, cases[i].ask);
		const char *encoding =
		    client_header(a, &reply, "Content-Encoding");

		assert_int_equal(reply.status, 503);
		assert_string_equal(
		    client_header(a, &reply, "Retry-After"), "10");
		assert_non_null(
		    client_header(a, &reply, "Content-Security-Policy"));
		assert_true(reply.body.len > 20);
		assert_memory_equal(
		    reply.body.p, cases[i].begins, strlen(cases[i].begins));
		if (cases[i].encoding)
			assert_string_equal(encoding, cases[i].encoding);
		else
			assert_null(encoding);
	}
	small_app_open(&app);
	close(fds[0]);
	close(fds[1]);
	small_app_stop(&app);
}

static void
pages_nobody_waits_for_any_more_are_not_made(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	struct small_app app;
	int first, left, form;

	(void)state;
	small_app_init(&app);
	app.config.workers = 1;
	small_app_start(&app);
	first = client_dial(app.port);
	client_send(first, GET("/gate"));
	small_app_wait(&app, 1);
	left = client_dial(app.port);
	client_send(left, GET("/work"));
	form = client_dial(app.port);
	client_send(form, POST("/work"));
	while (small_app_stats(&app).queued < 2)
		usleep(1000);
	close(left);
	close(form);
	usleep(200000);
	small_app_open(&app);
	assert_int_equal(client_read(a, first, false).status, 200);
	while (small_app_stats(&app).queued > 0 ||
	       small_app_stats(&app).in_flight > 0)
		usleep(1000);
	assert_int_equal(small_app_stats(&app).gone, 1);
	/* What was sent is worked on. */
	assert_true(atomic_load(&app.worked_us) > 0);
	close(first);
	small_app_stop(&app);
}

static void
sign_ins_hold_no_worker_of_others(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	struct small_app app;
	int fds[8];

	(void)state;
	small_app_init(&app);
	app.config.workers = 1;
	small_app_start(&app);
	for (int i = 0; i < 8; i++) {
		fds[i] = client_dial(app.port);
		client_send(fds[i], POST("/sign-in/gate"));
	}
	small_app_wait(&app, 2);
	for (int i = 0; i < 20; i++) {
		assert_int_equal(
		    client_ask(a, app.port, POST("/save")).status, 200);
		assert_int_equal(
		    client_ask(a, app.port, GET("/hello")).status, 200);
	}
	small_app_open(&app);
	for (int i = 0; i < 8; i++) {
		assert_int_equal(client_read(a, fds[i], false).status, 200);
		close(fds[i]);
	}
	assert_int_equal(app.inside_most, 2);
	small_app_stop(&app);
}

/* ---- ten times as many as can be answered ---- */

#define CROWD 60
#define ASKS 40

struct visitor {
	pthread_t thread;
	int port, answered, refused, other;
};

/* On one connection, with a breath after each refusal. */
static void *
visitor_run(void *arg)
{
	AUTO_ARENA struct arena *a = arena_new();
	struct visitor *v = arg;
	int fd = client_dial(v->port);

	for (int i = 0; i < ASKS; i++) {
		struct reply reply;

		client_send(fd, GET("/work"));
		reply = client_read(a, fd, false);
		if (reply.status == 200)
			v->answered++;
		else if (reply.status == 503)
			v->refused++;
		else
			v->other++;
		if (reply.status == 503)
			usleep(10000);
	}
	close(fd);
	return NULL;
}

static void
a_crowd_is_answered_as_fast_as_there_are_workers(void **state)
{
	static const char waited[] = "ejournal_http_wait_seconds_";
	AUTO_ARENA struct arena *a = arena_new();
	struct visitor crowd[CROWD];
	struct small_app app;
	int64_t from_us, admitted, in_time;
	int answered = 0, refused = 0;

	(void)state;
	small_app_init(&app);
	app.config.page_wait_ms = 200; /* of which half may be waiting */
	small_app_start(&app);
	from_us = exchange_now_us();
	for (int i = 0; i < CROWD; i++) {
		crowd[i] = (struct visitor){.port = app.port};
		pthread_create(&crowd[i].thread, NULL, visitor_run, &crowd[i]);
	}
	for (int i = 0; i < CROWD; i++) {
		pthread_join(crowd[i].thread, NULL);
		answered += crowd[i].answered;
		refused += crowd[i].refused;
		assert_int_equal(crowd[i].other, 0);
	}
	from_us = exchange_now_us() - from_us;
	/* Sixty ask for what four do at a time: some are refused, and those
	 * who are not wait no longer than they were let in for. */
	assert_int_equal(answered + refused, CROWD * ASKS);
	assert_true(refused > CROWD);
	admitted = small_app_metric(
	    &app, arena_printf(a, "%scount{class=\"read\"}", waited));
	in_time = small_app_metric(&app,
	    arena_printf(a, "%sbucket{class=\"read\",le=\"0.25\"}", waited));
	assert_true(admitted >= answered);
	assert_true(in_time * 10 >= admitted * 9);
	/* And the four are never without work while the crowd is there. */
	assert_true(
	    atomic_load(&app.worked_us) >= from_us * app.config.workers / 2);
	small_app_stop(&app);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		who_is_refused_keeps_the_connection_and_is_answered_later),
	    cmocka_unit_test(refusals_are_made_once_in_each_kind_and_encoding),
	    cmocka_unit_test(pages_nobody_waits_for_any_more_are_not_made),
	    cmocka_unit_test(sign_ins_hold_no_worker_of_others),
	    cmocka_unit_test(a_crowd_is_answered_as_fast_as_there_are_workers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
