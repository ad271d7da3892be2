/* SPDX-License-Identifier: EUPL-1.2 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "http/http.h"

static const char *
cookie(struct arena *a, const char *header, const char *name)
{
	struct http_request req = {.arena = a, .cookie = header};

	return http_cookie(&req, name);
}

static void
cookies_are_found_by_their_whole_name(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	static const char header[] = "ab=1; a=2;c=3 ; q=\"4\"; a=5; e=";

	(void)state;
	assert_string_equal(cookie(a, header, "a"), "2");
	assert_string_equal(cookie(a, header, "ab"), "1");
	assert_string_equal(cookie(a, header, "c"), "3");
	assert_string_equal(cookie(a, header, "q"), "4");
	assert_string_equal(cookie(a, header, "e"), "");
	assert_null(cookie(a, header, "b"));
	assert_null(cookie(a, NULL, "a"));
	assert_null(cookie(a, "", "a"));
	assert_null(cookie(a, ";;; ;", "a"));
	assert_null(cookie(a, "a", "a"));
}

static void
values_with_forbidden_characters_are_none(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();

	(void)state;
	assert_null(cookie(a, "a=1 2", "a"));
	assert_null(cookie(a, "a=1\x01", "a"));
	assert_null(cookie(a, "a=\xd0\x90", "a"));
	assert_null(cookie(a, "a=\"1", "a"));
	assert_null(cookie(a, "a=1,2", "a"));
}

static void
cookies_past_the_limit_do_not_count(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	struct buf b;

	(void)state;
	buf_init(&b, a, 64);
	for (int i = 0; i < HTTP_COOKIES_MAX; i++)
		buf_addf(&b, "c%d=%d; ", i, i);
	buf_adds(&b, "last=1");
	assert_string_equal(cookie(a, b.p, "c31"), "31");
	assert_null(cookie(a, b.p, "last"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(cookies_are_found_by_their_whole_name),
	    cmocka_unit_test(values_with_forbidden_characters_are_none),
	    cmocka_unit_test(cookies_past_the_limit_do_not_count),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
