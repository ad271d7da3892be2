/* SPDX-License-Identifier: EUPL-1.2 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "http/http.h"
#include "http/multipart.h"

#define URLENCODED "application/x-www-form-urlencoded"
#define MULTIPART "multipart/form-data; boundary=XX"

static struct http_request
get(struct arena *a, const char *query)
{
	return (struct http_request){
	    .arena = a, .method = HTTP_GET, .path = "/", .query = query};
}

static struct http_request
post(struct arena *a, const char *type, const char *body)
{
	return (struct http_request){
	    .arena = a,
	    .method = HTTP_POST,
	    .path = "/",
	    .query = "",
	    .content_type = type,
	    .body = {body, strlen(body)},
	};
}

static void
assert_refused(enum err expected, struct http_request req)
{
	assert_int_equal(http_parse(&req), expected);
	assert_int_equal(req.fields_n, 0);
	assert_null(http_field(&req, "a"));
}

static void
urlencoded_is_decoded(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	struct http_request req =
	    get(a, "name=%D0%84%D0%B2%D0%B0+%2B1&empty=&flag&&a=1&a=2");

	(void)state;
	assert_int_equal(http_parse(&req), OK);
	assert_string_equal(http_field(&req, "name"), "Єва +1");
	assert_string_equal(http_field(&req, "empty"), "");
	assert_string_equal(http_field(&req, "flag"), "");
	assert_string_equal(http_field(&req, "a"), "1");
	assert_null(http_field(&req, "b"));
	assert_null(http_field(&req, "nam"));
}

static void
values_of_one_name_come_in_order(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	struct http_request req = get(a, "t=1&x=0&t=2&t=3");
	size_t at = 0;

	(void)state;
	assert_string_equal(http_each(&req, "t", &at), "1");
	assert_string_equal(http_each(&req, "t", &at), "2");
	assert_string_equal(http_each(&req, "t", &at), "3");
	assert_null(http_each(&req, "t", &at));
	assert_null(http_each(&req, "t", &at));
}

static void
post_fields_do_not_come_from_the_query(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	struct http_request req = post(a, URLENCODED, "b=body");

	(void)state;
	req.query = "csrf=stolen&b=query";
	assert_string_equal(http_field(&req, "csrf"), "stolen");
	assert_null(http_post(&req, "csrf"));
	assert_string_equal(http_post(&req, "b"), "body");
	req = get(a, "b=1");
	assert_null(http_post(&req, "b"));
}

static void
body_of_a_get_is_not_read(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	struct http_request req = post(a, URLENCODED, "b=1");

	(void)state;
	req.method = HTTP_GET;
	assert_null(http_field(&req, "b"));
	assert_int_equal(http_parse(&req), OK);
}

static void
broken_escapes_are_refused(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();

	(void)state;
	assert_refused(ERR_INVALID, get(a, "a=%"));
	assert_refused(ERR_INVALID, get(a, "a=%2"));
	assert_refused(ERR_INVALID, get(a, "a=%2&b=1"));
	assert_refused(ERR_INVALID, get(a, "a=%zz"));
	assert_refused(ERR_INVALID, get(a, "a=1&=2"));
}

static void
bytes_that_are_not_utf8_are_refused(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();

	(void)state;
	assert_refused(ERR_INVALID, get(a, "a=%FF"));
	assert_refused(ERR_INVALID, get(a, "a=%C0%80"));
	assert_refused(ERR_INVALID, get(a, "a=%ED%A0%80"));
	assert_refused(ERR_INVALID, get(a, "a=%00"));
	assert_refused(ERR_INVALID, get(a, "%FF=1"));
	assert_refused(ERR_INVALID,
	    post(a, MULTIPART,
		"--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n"
		"\xd0\r\n--XX--\r\n"));
}

static void
one_field_too_many_is_refused(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	struct http_request req;
	struct buf b;

	(void)state;
	buf_init(&b, a, 16);
	for (int i = 0; i < HTTP_FIELDS_MAX; i++)
		buf_addf(&b, "f%d=%d&", i, i);
	req = post(a, URLENCODED, b.p);
	assert_int_equal(http_parse(&req), OK);
	assert_string_equal(http_field(&req, "f1999"), "1999");
	assert_string_equal(http_field(&req, "f0"), "0");
	buf_adds(&b, "a=1");
	assert_refused(ERR_LIMIT, post(a, URLENCODED, b.p));
}

static void
long_names_and_values_are_refused(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	struct http_request req;
	struct buf b;

	(void)state;
	buf_init(&b, a, 16);
	buf_adds(&b, "a=");
	for (int i = 0; i < HTTP_FIELD_BYTES_MAX; i++)
		buf_adds(&b, "%41");
	req = post(a, URLENCODED, b.p);
	assert_int_equal(strlen(http_field(&req, "a")), HTTP_FIELD_BYTES_MAX);
	buf_addc(&b, 'A');
	assert_refused(ERR_LIMIT, post(a, URLENCODED, b.p));
	buf_cut(&b, 0);
	for (int i = 0; i <= HTTP_FIELD_NAME_MAX; i++)
		buf_addc(&b, 'n');
	assert_refused(ERR_LIMIT, get(a, b.p));
	for (int i = 0; i <= HTTP_QUERY_MAX; i++)
		buf_addc(&b, '&');
	assert_refused(ERR_LIMIT, get(a, b.p));
}

static void
other_body_types_are_refused(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	struct http_request req = post(a, "application/json", "{\"a\": 1}");

	(void)state;
	assert_int_equal(http_parse(&req), OK);
	assert_null(http_field(&req, "a"));
	assert_refused(ERR_INVALID, post(a, "text/plain", "a=1"));
	assert_refused(ERR_INVALID, post(a, URLENCODED "x", "a=1"));
	assert_refused(ERR_INVALID, post(a, NULL, "a=1"));
	req = post(a, "text/plain", "");
	assert_int_equal(http_parse(&req), OK);
	req = post(a, URLENCODED "; charset=UTF-8", "a=1");
	assert_string_equal(http_post(&req, "a"), "1");
}

static void
multipart_gives_fields_and_files(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	static const char body[] =
	    "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n"
	    "перше\r\n"
	    "--XX\r\nContent-Disposition: form-data; name=\"empty\"\r\n\r\n"
	    "\r\n"
	    "--XX\r\nContent-Disposition: form-data; name=\"f\"; "
	    "filename=\"C:\\учні\\6-%22Б%22.csv\"\r\n"
	    "Content-Type: text/csv\r\n\r\n"
	    "\x01\xff\0\r\n--X\r\n"
	    "--XX--\r\n";
	struct http_request req = post(a, MULTIPART, "");
	const struct http_field *file;

	(void)state;
	req.body = (struct bytes){body, sizeof(body) - 1};
	assert_int_equal(http_parse(&req), OK);
	assert_string_equal(http_post(&req, "a"), "перше");
	assert_string_equal(http_post(&req, "empty"), "");
	assert_null(http_post(&req, "f"));
	assert_null(http_file(&req, "a"));
	file = http_file(&req, "f");
	assert_non_null(file);
	assert_string_equal(file->filename, "6-\"Б\".csv");
	assert_int_equal(file->file.len, 8);
	assert_memory_equal(file->file.p, "\x01\xff\0\r\n--X", 8);
}

static void
quoted_boundary_and_no_last_newline_are_read(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	struct http_request req =
	    post(a, "multipart/form-data; boundary=\"X.Y\"",
		"--X.Y\r\ncontent-disposition:form-data;name=\"a\"\r\n\r\n1\r\n"
		"--X.Y--");

	(void)state;
	assert_string_equal(http_post(&req, "a"), "1");
}

static void
malformed_multipart_is_refused(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	static const char *const bodies[] = {
	    "XX",
	    "--XX",
	    "--XX\r\n",
	    "--XX\r\n\r\n",
	    "--XX\n",
	    "preamble\r\n--XX\r\n\r\n--XX--",
	    "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1",
	    "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n"
	    "--XX",
	    "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n"
	    "--XX--\r\nmore",
	    "--XX\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n"
	    "--XX--",
	    "--XX\r\nContent-Disposition: form-data; name=\"\"\r\n\r\n1\r\n"
	    "--XX--",
	    "--XX\r\nContent-Disposition: form-data; name=\"a\r\n\r\n1\r\n"
	    "--XX--",
	    "--XX\r\nContent-Disposition: form-data\r\n\r\n1\r\n--XX--",
	    "--XX\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\n1\r\n"
	    "--XX--",
	    "--XX\r\nContent-Disposition: form-data; name=\"a\"; name=\"b\""
	    "\r\n\r\n1\r\n--XX--",
	    "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n"
	    "Content-Disposition: form-data; name=\"b\"\r\n\r\n1\r\n--XX--",
	    "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n"
	    "Content-Transfer-Encoding: base64\r\n\r\n1\r\n--XX--",
	    "--XX\r\nContent-Type: text/plain\r\n\r\n1\r\n--XX--",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++)
		assert_refused(ERR_INVALID, post(a, MULTIPART, bodies[i]));
}

static void
bad_boundaries_are_refused(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	static const char *const types[] = {
	    "multipart/form-data",
	    "multipart/form-data; boundary=",
	    "multipart/form-data; boundary=\"\"",
	    "multipart/form-data; boundary=\"XX",
	    "multipart/form-data; boundary=X<X",
	    "multipart/form-data; boundary="
	    "0123456789012345678901234567890123456789"
	    "0123456789012345678901234567890",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		assert_refused(ERR_INVALID, post(a, types[i], "--XX--"));
}

static void
part_with_too_many_header_lines_is_refused(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	struct buf b;

	(void)state;
	buf_init(&b, a, 64);
	buf_adds(&b, "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n");
	for (int i = 0; i < MULTIPART_LINES_MAX; i++)
		buf_adds(&b, "X: y\r\n");
	buf_adds(&b, "\r\n1\r\n--XX--\r\n");
	assert_refused(ERR_LIMIT, post(a, MULTIPART, b.p));

	buf_cut(&b, 0);
	buf_adds(&b, "--XX\r\nX: ");
	for (int i = 0; i < MULTIPART_HEADER_MAX; i++)
		buf_addc(&b, 'y');
	buf_adds(&b, "\r\n\r\n1\r\n--XX--\r\n");
	assert_refused(ERR_LIMIT, post(a, MULTIPART, b.p));
}

/* Every way of cutting a good body short is refused, none crashes. */
static void
cut_multipart_is_refused_everywhere(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	static const char body[] =
	    "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n"
	    "--XX\r\nContent-Disposition: form-data; name=\"f\"; "
	    "filename=\"x\"\r\n\r\nbytes\r\n--XX--";

	(void)state;
	for (size_t len = 1; len < sizeof(body) - 1; len++) {
		char *copy = arena_strndup(a, body, len);

		assert_refused(ERR_INVALID, post(a, MULTIPART, copy));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(urlencoded_is_decoded),
	    cmocka_unit_test(values_of_one_name_come_in_order),
	    cmocka_unit_test(post_fields_do_not_come_from_the_query),
	    cmocka_unit_test(body_of_a_get_is_not_read),
	    cmocka_unit_test(broken_escapes_are_refused),
	    cmocka_unit_test(bytes_that_are_not_utf8_are_refused),
	    cmocka_unit_test(one_field_too_many_is_refused),
	    cmocka_unit_test(long_names_and_values_are_refused),
	    cmocka_unit_test(other_body_types_are_refused),
	    cmocka_unit_test(multipart_gives_fields_and_files),
	    cmocka_unit_test(quoted_boundary_and_no_last_newline_are_read),
	    cmocka_unit_test(malformed_multipart_is_refused),
	    cmocka_unit_test(bad_boundaries_are_refused),
	    cmocka_unit_test(part_with_too_many_header_lines_is_refused),
	    cmocka_unit_test(cut_multipart_is_refused_everywhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
