/* SPDX-License-Identifier: EUPL-1.2 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "http/http.h"
#include "http/response.h"

static const char *
sent(const struct http_response *res, bool secure, const char *name)
{
	struct http_header headers[RESPONSE_HEADERS_MAX];
	size_t n = response_headers(res, secure, headers);
	const char *found = NULL;

	for (size_t i = 0; i < n; i++) {
		if (strcmp(headers[i].name, name))
			continue;
		assert_null(found); /* once only */
		found = headers[i].value;
	}
	return found;
}

static void
split_responses_are_refused(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	struct http_response res;

	(void)state;
	http_response_init(&res, a);
	http_header(&res, "X-A", "a\r\nSet-Cookie: s=1");
	http_header(&res, "X-B", "a\nb");
	http_header(&res, "X-C", "a\x01");
	http_header(&res, "X D", "a");
	http_header(&res, "X:D", "a");
	http_header(&res, "", "a");
	assert_int_equal(res.headers_n, 0);
}

static void
headers_are_replaced_but_cookies_are_not(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	struct http_response res;

	(void)state;
	http_response_init(&res, a);
	http_header(&res, "Vary", "Cookie");
	http_header(&res, "vary", "Accept");
	http_header(&res, "Set-Cookie", "a=1");
	http_header(&res, "Set-Cookie", "b=1");
	assert_int_equal(res.headers_n, 3);
	assert_string_equal(response_find(&res, "VARY"), "Accept");
}

static void
header_past_the_limit_is_left_out(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	struct http_header headers[RESPONSE_HEADERS_MAX];
	struct http_response res;

	(void)state;
	http_response_init(&res, a);
	for (int i = 0; i < HTTP_HEADERS_MAX + 3; i++)
		http_header(&res, "Set-Cookie", "a=1");
	assert_int_equal(res.headers_n, HTTP_HEADERS_MAX);
	assert_in_range(response_headers(&res, true, headers), HTTP_HEADERS_MAX,
	    RESPONSE_HEADERS_MAX);
}

static void
every_answer_has_the_security_headers(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	struct http_response res;

	(void)state;
	http_response_init(&res, a);
	assert_non_null(strstr(sent(&res, false, "Content-Security-Policy"),
	    "default-src 'none'; "));
	assert_string_equal(
	    sent(&res, false, "X-Content-Type-Options"), "nosniff");
	assert_string_equal(
	    sent(&res, false, "Referrer-Policy"), "same-origin");
	assert_string_equal(
	    sent(&res, false, "Cross-Origin-Opener-Policy"), "same-origin");
	assert_string_equal(
	    sent(&res, false, "Cross-Origin-Resource-Policy"), "same-origin");
	assert_non_null(sent(&res, false, "Permissions-Policy"));
	assert_string_equal(sent(&res, false, "Cache-Control"), "no-store");
	assert_null(sent(&res, false, "Strict-Transport-Security"));
	assert_non_null(sent(&res, true, "Strict-Transport-Security"));
}

static void
page_may_ask_for_its_own_policy(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	struct http_response res;

	(void)state;
	http_response_init(&res, a);
	http_header(&res, "referrer-policy", "no-referrer");
	http_header(&res, "Cache-Control", "public, max-age=31536000");
	assert_null(sent(&res, false, "Referrer-Policy"));
	assert_string_equal(
	    sent(&res, false, "referrer-policy"), "no-referrer");
	assert_string_equal(
	    sent(&res, false, "Cache-Control"), "public, max-age=31536000");
}

static void
redirects_stay_on_this_site(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	static const char *const foreign[] = {"//evil.example", "/\\evil",
	    "https://evil.example/", "", "join", "/a\r\nX: y", "/\t/evil",
	    "/a b", "/\xd0\x90"};
	struct http_response res;

	(void)state;
	http_response_init(&res, a);
	buf_adds(&res.body, "half a page");
	http_redirect(&res, "/s/1/journals?week=2#top");
	assert_int_equal(res.status, 303);
	assert_int_equal(res.body.len, 0);
	assert_string_equal(
	    response_find(&res, "Location"), "/s/1/journals?week=2#top");
	for (size_t i = 0; i < sizeof(foreign) / sizeof(foreign[0]); i++) {
		http_redirect(&res, foreign[i]);
		assert_string_equal(response_find(&res, "Location"), "/");
	}
}

static void
query_values_are_encoded(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();

	(void)state;
	assert_string_equal(http_encode(a, "a-b._~ &=+/%'Є"),
	    "a-b._~%20%26%3D%2B%2F%25%27%D0%84");
	assert_string_equal(http_encode(a, ""), "");
}

static void
a_file_is_saved_under_its_own_name(void **state)
{
	static const struct {
		const char *name, *value;
	} files[] = {
	    {"Класи.xlsx", "attachment; filename=\"file.xlsx\"; "
			   "filename*=UTF-8''"
			   "%D0%9A%D0%BB%D0%B0%D1%81%D0%B8.xlsx"},
	    {"a\"; filename=\"b.exe\r\nX: y",
		"attachment; filename=\"file\"; "
		"filename*=UTF-8''a%22%3B%20"
		"filename%3D%22b.exe%0D%0AX%3A%20y"},
	    {"", "attachment; filename=\"file\"; filename*=UTF-8''"},
	};
	AUTO_ARENA struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		struct http_response res;

		http_response_init(&res, arena);
		http_attachment(&res, files[i].name);
		assert_string_equal(
		    response_find(&res, "Content-Disposition"), files[i].value);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(split_responses_are_refused),
	    cmocka_unit_test(headers_are_replaced_but_cookies_are_not),
	    cmocka_unit_test(header_past_the_limit_is_left_out),
	    cmocka_unit_test(every_answer_has_the_security_headers),
	    cmocka_unit_test(page_may_ask_for_its_own_policy),
	    cmocka_unit_test(redirects_stay_on_this_site),
	    cmocka_unit_test(query_values_are_encoded),
	    cmocka_unit_test(a_file_is_saved_under_its_own_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
