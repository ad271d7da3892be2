/* SPDX-License-Identifier: EUPL-1.2 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/json.h"

static void
what_is_written_reads_back(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	AUTO_JSON struct json *doc = NULL;
	const struct json *list;
	struct buf b;
	struct json_out o = {.out = &b};
	int64_t n;

	(void)state;
	buf_init(&b, a, 16);
	json_open(&o, '{');
	json_put_text(&o, "name", "Д’яченко \"А\" \\ </script>\n\t");
	json_put_int(&o, "n", -42);
	json_key(&o, "list");
	json_open(&o, '[');
	json_add_text(&o, "x");
	json_add_int(&o, 7);
	json_add_text(&o, NULL);
	json_close(&o, ']');
	json_put_bool(&o, "yes", true);
	json_close(&o, '}');
	assert_null(strchr(b.p, '<'));
	assert_int_equal(json_parse(b.p, b.len, &doc), OK);
	assert_string_equal(
	    json_text(doc, "name"), "Д’яченко \"А\" \\ </script>\n\t");
	assert_true(json_int(doc, "n", &n));
	assert_int_equal(n, -42);
	assert_true(json_is_set(doc, "yes"));
	list = json_member(doc, "list");
	assert_int_equal(json_size(list), 3);
	assert_string_equal(json_as_text(json_at(list, 0)), "x");
	assert_null(json_as_text(json_at(list, 2)));
	assert_null(json_at(list, 3));
}

static void
bytes_that_are_no_utf8_are_written_as_a_mark(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	AUTO_JSON struct json *doc = NULL;
	struct buf b;
	struct json_out o = {.out = &b};

	(void)state;
	buf_init(&b, a, 16);
	json_add_text(&o, "Ї\xff😀\xd0");
	assert_int_equal(json_parse(b.p, b.len, &doc), OK);
	assert_string_equal(json_as_text(doc), "Ї\xef\xbf\xbd😀\xef\xbf\xbd");
}

static void
wrong_texts_are_refused(void **state)
{
	static const char *const bad[] = {"", "{", "{}x", "{\"a\":1,\"a\":2}",
	    "[1,]", "\"\xff\"", "[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]"};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct json *doc = NULL;

		assert_int_equal(
		    json_parse(bad[i], strlen(bad[i]), &doc), ERR_INVALID);
		assert_null(doc);
	}
}

static void
a_missing_or_foreign_type_is_not_there(void **state)
{
	AUTO_JSON struct json *doc = NULL;
	int64_t n;

	(void)state;
	assert_int_equal(json_parse("{\"a\":\"1\"}", 9, &doc), OK);
	assert_false(json_int(doc, "a", &n));
	assert_null(json_text(doc, "b"));
	assert_null(json_text(json_member(doc, "b"), "c"));
	assert_int_equal(json_size(NULL), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_written_reads_back),
	    cmocka_unit_test(bytes_that_are_no_utf8_are_written_as_a_mark),
	    cmocka_unit_test(wrong_texts_are_refused),
	    cmocka_unit_test(a_missing_or_foreign_type_is_not_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
