/* SPDX-License-Identifier: EUPL-1.2 */
/* A real server and real sockets: what clients see of each rule. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <brotli/decode.h>
#include <cmocka.h>
#include <zlib.h>

#include "client.h"
#include "small_app.h"

#define ONCE(path) "GET " path " HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n"
#define POST_FORM(path, length)                                                \
	"POST " path " HTTP/1.1\r\n" HOST                                      \
	"Content-Type: application/x-www-form-urlencoded\r\n"                  \
	"Content-Length: " length "\r\n\r\n"

static void
assert_body(const struct reply *reply, const char *expected)
{
	assert_int_equal(reply->body.len, strlen(expected));
	assert_memory_equal(reply->body.p, expected, reply->body.len);
}

static void
assert_status(struct small_app *app, int status, const char *request)
{
	AUTO_ARENA struct arena *a = arena_new();
	struct reply reply = client_ask(a, app->port, request);

	if (reply.status != status)
		print_error("for: %.60s\n", request);
	assert_int_equal(reply.status, status);
}

/* One server for all tests that need no settings of their own. */
static int
start(void **state)
{
	static struct small_app app;

	small_app_init(&app);
	small_app_start(&app);
	*state = &app;
	return 0;
}

static int
stop(void **state)
{
	small_app_stop(*state);
	return 0;
}

static void
connection_is_kept_for_the_next_request(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	struct small_app *app = *state;
	int fd = client_dial(app->port);
	struct reply reply;

	for (int i = 0; i < 3; i++) {
		client_send(fd, GET("/hello"));
		reply = client_read(a, fd, false);
		assert_int_equal(reply.status, 200);
		assert_body(&reply, "hello /hello 0");
	}
	client_send(fd, ONCE("/hello"));
	assert_int_equal(client_read(a, fd, false).status, 200);
	assert_true(client_closed(fd));
	close(fd);
}

static void
pipelined_requests_are_answered_in_order(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	struct small_app *app = *state;
	int fd = client_dial(app->port);
	struct reply reply;

	client_send(
	    fd, GET("/a") POST_FORM("/b", "3") "x=1" GET("/asset") GET("/d"));
	reply = client_read(a, fd, false);
	assert_body(&reply, "hello /a 0");
	reply = client_read(a, fd, false);
	assert_body(&reply, "hello /b 3");
	reply = client_read(a, fd, false);
	assert_body(&reply, "body { margin: 0 }\n");
	reply = client_read(a, fd, false);
	assert_body(&reply, "hello /d 0");
	close(fd);
}

static void
head_has_headers_only(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	struct small_app *app = *state;
	int fd = client_dial(app->port);
	struct reply reply;

	client_send(fd, "HEAD /hello HTTP/1.1\r\n" HOST "\r\n" GET("/hello"));
	reply = client_read(a, fd, true);
	assert_int_equal(reply.status, 200);
	assert_string_equal(client_header(a, &reply, "Content-Length"), "14");
	reply = client_read(a, fd, false);
	assert_body(&reply, "hello /hello 0");
	close(fd);
}

static void
security_headers_are_on_pages_assets_and_refusals(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	struct small_app *app = *state;
	static const char *const requests[] = {ONCE("/hello"), ONCE("/asset"),
	    "PUT /hello HTTP/1.1\r\n" HOST "\r\n"};

	for (size_t i = 0; i < sizeof(requests) / sizeof(requests[0]); i++) {
		struct reply reply = client_ask(a, app->port, requests[i]);
		const char *csp =
		    client_header(a, &reply, "Content-Security-Policy");

		assert_non_null(csp);
		assert_non_null(strstr(csp, "default-src 'none'"));
		assert_string_equal(
		    client_header(a, &reply, "X-Content-Type-Options"),
		    "nosniff");
		assert_string_equal(client_header(a, &reply, "Cache-Control"),
		    i == 1 ? "public, immutable" : "no-store");
	}
}

static void
matching_etag_gets_304_without_body(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	struct small_app *app = *state;
	int fd = client_dial(app->port);
	struct reply reply;

	client_send(fd, GET("/tagged"));
	reply = client_read(a, fd, false);
	assert_int_equal(reply.status, 200);
	assert_string_equal(client_header(a, &reply, "ETag"), "\"v1\"");
	client_send(fd, "GET /tagged HTTP/1.1\r\n" HOST
			"If-None-Match: \"v0\", W/\"v1\"\r\n\r\n");
	reply = client_read(a, fd, true);
	assert_int_equal(reply.status, 304);
	assert_string_equal(client_header(a, &reply, "ETag"), "\"v1\"");
	client_send(
	    fd, "GET /asset HTTP/1.1\r\n" HOST "If-None-Match: *\r\n\r\n");
	assert_int_equal(client_read(a, fd, true).status, 304);
	client_send(fd, "GET /tagged HTTP/1.1\r\n" HOST
			"If-None-Match: \"v11\", v1, \"v\r\n\r\n");
	reply = client_read(a, fd, false);
	assert_int_equal(reply.status, 200);
	assert_body(&reply, "hello /tagged 0");
	close(fd);
}

static void
compressed_pages_decode_to_the_same(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	struct small_app *app = *state;
	struct reply plain = client_ask(a, app->port, ONCE("/page"));
	struct reply br = client_ask(a, app->port,
	    "GET /page HTTP/1.1\r\n" HOST
	    "Accept-Encoding: gzip, deflate, br\r\n\r\n");
	struct reply gz = client_ask(a, app->port,
	    "GET /page HTTP/1.1\r\n" HOST "Accept-Encoding: gzip\r\n\r\n");
	uint8_t *out = arena_alloc(a, plain.body.len + 1);
	size_t len = plain.body.len + 1;
	z_stream z = {0};

	assert_string_equal(client_header(a, &br, "Content-Encoding"), "br");
	assert_string_equal(client_header(a, &gz, "Content-Encoding"), "gzip");
	assert_string_equal(
	    client_header(a, &plain, "Vary"), "Accept-Encoding");
	assert_null(client_header(a, &plain, "Content-Encoding"));
	assert_in_range(br.body.len, 1, plain.body.len / 4);
	assert_int_equal(
	    BrotliDecoderDecompress(br.body.len, br.body.p, &len, out),
	    BROTLI_DECODER_RESULT_SUCCESS);
	assert_int_equal(len, plain.body.len);
	assert_memory_equal(out, plain.body.p, len);
	assert_int_equal(inflateInit2(&z, 15 + 16), Z_OK);
	z.next_in = (Bytef *)(uintptr_t)gz.body.p;
	z.avail_in = (uInt)gz.body.len;
	z.next_out = out;
	z.avail_out = (uInt)plain.body.len + 1;
	assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
	assert_int_equal(z.total_out, plain.body.len);
	assert_memory_equal(out, plain.body.p, plain.body.len);
	inflateEnd(&z);
}

static void
odd_paths_are_refused(void **state)
{
	struct small_app *app = *state;

	assert_status(app, 400, GET("/a%00b"));
	assert_status(app, 400, GET("/%zz"));
	assert_status(app, 400, GET("/%"));
	assert_status(app, 400, GET("/%ff"));
	assert_status(app, 400, GET("/%c0%ae"));
	assert_status(app, 400, GET("/.."));
	assert_status(app, 400, GET("/a/../../etc/passwd"));
	assert_status(app, 400, GET("/a/%2e%2e/b"));
	assert_status(app, 400, GET("/a%2fb"));
	assert_status(app, 400, GET("/a\\b"));
	assert_status(app, 400, GET("http://localhost/hello"));
	assert_status(app, 400, GET("*"));
	assert_status(app, 400, GET("/a#b"));
	assert_status(app, 200, GET("/%D0%84%D0%B2%D0%B0?x=%00%zz"));
	assert_status(app, 200, GET("/..a/b..c/..."));
}

static void
long_addresses_and_headers_are_refused(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	struct small_app *app = *state;
	char *text = arena_alloc(a, 100001);

	memset(text, 'a', 100000);
	assert_status(app, 414,
	    arena_printf(a, "GET /%.600s HTTP/1.1\r\n" HOST "\r\n", text));
	assert_status(app, 414,
	    arena_printf(a, "GET /?%.5000s HTTP/1.1\r\n" HOST "\r\n", text));
	assert_status(app, 431,
	    arena_printf(
		a, "GET / HTTP/1.1\r\n" HOST "X: %.9000s\r\n\r\n", text));
	assert_status(app, 431,
	    arena_printf(
		a, "GET / HTTP/1.1\r\n" HOST "X: %.60000s\r\n\r\n", text));
	assert_status(app, 200,
	    arena_printf(
		a, "GET / HTTP/1.1\r\n" HOST "X: %.7000s\r\n\r\n", text));
}

static void
host_must_be_there_once_and_sane(void **state)
{
	struct small_app *app = *state;

	assert_status(app, 400, "GET / HTTP/1.1\r\n\r\n");
	assert_status(app, 400, "GET / HTTP/1.0\r\n\r\n");
	assert_status(app, 400, "GET / HTTP/1.1\r\nHost:\r\n\r\n");
	assert_status(app, 400, "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n");
	assert_status(app, 400, "GET / HTTP/1.1\r\nHost: a\"b\r\n\r\n");
	assert_status(app, 400, "GET / HTTP/1.1\r\nHost: a@b\r\n\r\n");
	assert_status(app, 400, "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n");
	assert_status(app, 200, "GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n");
}

static void
other_methods_are_not_allowed(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	struct small_app *app = *state;
	struct reply reply;

	assert_status(
	    app, 405, "PUT / HTTP/1.1\r\n" HOST "Content-Length: 3\r\n\r\nabc");
	assert_status(app, 405, "DELETE / HTTP/1.1\r\n" HOST "\r\n");
	assert_status(app, 405, "TRACE / HTTP/1.1\r\n" HOST "\r\n");
	assert_status(app, 405, "get / HTTP/1.1\r\n" HOST "\r\n");
	reply = client_ask(a, app->port, "OPTIONS / HTTP/1.1\r\n" HOST "\r\n");
	assert_int_equal(reply.status, 405);
	assert_string_equal(
	    client_header(a, &reply, "Allow"), "GET, HEAD, POST");
	assert_body(&reply, "refused 405");
}

static void
doubtful_body_lengths_are_refused(void **state)
{
	struct small_app *app = *state;

	assert_status(app, 400,
	    "POST / HTTP/1.1\r\n" HOST
	    "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n"
	    "3\r\nabc\r\n0\r\n\r\n");
	assert_status(app, 400,
	    "POST / HTTP/1.1\r\n" HOST
	    "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd");
	assert_status(app, 400,
	    "POST / HTTP/1.1\r\n" HOST "Content-Length: +3\r\n\r\nabc");
	assert_status(app, 400,
	    "POST / HTTP/1.1\r\n" HOST
	    "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n");
	assert_status(
	    app, 400, "GET / HTTP/1.1\r\n" HOST "Content-Length: 3\r\n\r\nabc");
}

static void
body_up_to_the_limit_arrives_whole(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	struct small_app *app = *state;
	char *text = arena_alloc(a, 100001);
	struct reply reply;

	memset(text, 'a', 100000);
	reply = client_ask(a, app->port,
	    arena_printf(a, POST_FORM("/b", "100000") "%s", text));
	assert_int_equal(reply.status, 200);
	assert_body(&reply, "hello /b 100000");
	reply = client_ask(a, app->port,
	    arena_printf(a,
		"POST /b HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n"
		"c350\r\n%.50000s\r\nc350\r\n%.50000s\r\n0\r\n\r\n",
		text, text));
	assert_int_equal(reply.status, 200);
	assert_body(&reply, "hello /b 100000");
	reply = client_ask(a, app->port,
	    arena_printf(a, POST_FORM("/upload", "200000") "%s%s", text, text));
	assert_body(&reply, "hello /upload 200000");
}

static void
body_past_the_limit_gets_413(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	struct small_app *app = *state;
	char *text = arena_alloc(a, 100002);
	struct reply reply;
	int fd;

	memset(text, 'a', 100001);
	/* Said by its length, and read to the end: the connection lives. */
	fd = client_dial(app->port);
	client_send(fd, arena_printf(a, POST_FORM("/b", "100001") "%s", text));
	reply = client_read(a, fd, false);
	assert_int_equal(reply.status, 413);
	assert_body(&reply, "refused 413");
	client_send(fd, ONCE("/hello"));
	assert_int_equal(client_read(a, fd, false).status, 200);
	close(fd);
	/* Counted, where no length was said. */
	assert_status(app, 413,
	    arena_printf(a,
		"POST /b HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n"
		"186a1\r\n%s\r\n0\r\n\r\n",
		text));
	/* Far too large, or asked before: at once, without reading. */
	assert_status(app, 413, POST_FORM("/b", "99999999"));
	assert_status(app, 413, POST_FORM("/b", "99999999999999"));
	assert_status(app, 413,
	    "POST /b HTTP/1.1\r\n" HOST
	    "Expect: 100-continue\r\nContent-Length: 100001\r\n\r\n");
}

static void
forms_are_read_or_refused(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	struct small_app *app = *state;
	struct reply reply =
	    client_ask(a, app->port, POST_FORM("/form", "11") "name=%D0%84");
	struct buf b;

	assert_body(&reply, "ok 1 Є");
	assert_status(app, 400, POST_FORM("/form", "8") "name=%FF");
	assert_status(app, 400, POST_FORM("/form", "8") "name=%00");
	assert_status(app, 400,
	    "POST /form HTTP/1.1\r\n" HOST
	    "Content-Type: multipart/form-data; boundary=X\r\n"
	    "Content-Length: 9\r\n\r\n--X\r\nbad\n");
	buf_init(&b, a, 1024);
	buf_adds(&b, POST_FORM("/form", "4002"));
	for (int i = 0; i < 2001; i++)
		buf_adds(&b, "a&");
	assert_status(app, 413, b.p);
}

static void
strangers_do_not_say_who_they_are(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	struct small_app *app = *state;
	struct reply reply = client_ask(a, app->port,
	    "GET /peer HTTP/1.1\r\nHost: school.example:8080\r\n"
	    "X-Forwarded-For: 10.1.2.3\r\nX-Forwarded-Proto: https\r\n\r\n");

	assert_body(&reply, "127.0.0.1 plain school.example:8080");
	assert_null(client_header(a, &reply, "Strict-Transport-Security"));
}

static void
headers_that_are_no_text_were_not_said(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	struct small_app *app = *state;
	struct reply reply = client_ask(a, app->port,
	    "GET /agent HTTP/1.1\r\n" HOST "User-Agent: Їжак\r\n\r\n");

	assert_body(&reply, "Їжак");
	reply = client_ask(a, app->port,
	    "GET /agent HTTP/1.1\r\n" HOST "User-Agent: \xff\r\n\r\n");
	assert_body(&reply, "-");
	reply = client_ask(a, app->port,
	    "GET /agent HTTP/1.1\r\n" HOST "User-Agent: \x1b[1m\r\n\r\n");
	assert_body(&reply, "-");
	assert_status(
	    app, 400, "GET /agent HTTP/1.1\r\n" HOST "Origin: \xff\r\n\r\n");
}

static void
client_that_leaves_harms_nobody(void **state)
{
	struct small_app *app = *state;
	int fds[3];

	for (int i = 0; i < 3; i++) {
		fds[i] = client_dial(app->port);
		client_send(fds[i], GET("/gate"));
	}
	small_app_wait(app, 3);
	for (int i = 0; i < 3; i++)
		close(fds[i]);
	assert_status(app, 200, GET("/hello"));
	small_app_open(app);
	assert_status(app, 200, GET("/hello"));
}

static void
two_hundred_connections_are_served_at_once(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	struct small_app *app = *state;
	int fds[200];

	for (int i = 0; i < 200; i++) {
		fds[i] = client_dial(app->port);
		assert_true(fds[i] >= 0);
		client_send(fds[i],
		    arena_printf(a, "GET /n/%d HTTP/1.1\r\n" HOST "\r\n", i));
	}
	for (int i = 199; i >= 0; i--) {
		struct reply reply = client_read(a, fds[i], false);

		assert_int_equal(reply.status, 200);
		assert_body(&reply, arena_printf(a, "hello /n/%d 0", i));
		close(fds[i]);
	}
}

static void
counters_tell_what_happened(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	struct small_app *app = *state;
	struct server_stats stats;
	struct buf b;

	buf_init(&b, a, 1024);
	server_stats(app->server, &stats);
	assert_in_range(stats.accepted, 200, 10000);
	assert_in_range(stats.answered[2], 200, 10000);
	assert_in_range(stats.answered[4], 20, 10000);
	assert_in_range(stats.refused_limit, 5, 100);
	server_metrics(app->server, &b);
	assert_non_null(strstr(b.p, "\nejournal_http_accepted_total "));
	assert_non_null(strstr(b.p, "ejournal_http_request_seconds_bucket{"
				    "class=\"read\",le=\"+Inf\"} "));
	assert_non_null(strstr(
	    b.p, "ejournal_http_request_seconds_count{class=\"fast\"} "));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(connection_is_kept_for_the_next_request),
	    cmocka_unit_test(pipelined_requests_are_answered_in_order),
	    cmocka_unit_test(head_has_headers_only),
	    cmocka_unit_test(security_headers_are_on_pages_assets_and_refusals),
	    cmocka_unit_test(matching_etag_gets_304_without_body),
	    cmocka_unit_test(compressed_pages_decode_to_the_same),
	    cmocka_unit_test(odd_paths_are_refused),
	    cmocka_unit_test(long_addresses_and_headers_are_refused),
	    cmocka_unit_test(host_must_be_there_once_and_sane),
	    cmocka_unit_test(other_methods_are_not_allowed),
	    cmocka_unit_test(doubtful_body_lengths_are_refused),
	    cmocka_unit_test(body_up_to_the_limit_arrives_whole),
	    cmocka_unit_test(body_past_the_limit_gets_413),
	    cmocka_unit_test(forms_are_read_or_refused),
	    cmocka_unit_test(strangers_do_not_say_who_they_are),
	    cmocka_unit_test(headers_that_are_no_text_were_not_said),
	    cmocka_unit_test(client_that_leaves_harms_nobody),
	    cmocka_unit_test(two_hundred_connections_are_served_at_once),
	    cmocka_unit_test(counters_tell_what_happened),
	};

	return cmocka_run_group_tests(tests, start, stop);
}
