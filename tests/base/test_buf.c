/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/buf.h"

#include <limits.h>
#include <string.h>

#include "check.h"

static void
grows_from_nothing_and_keeps_all_bytes(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	struct buf b;
	size_t i;

	(void)state;
	buf_init(&b, a, 0);
	for (i = 0; i < 10000; i++)
		buf_addc(&b, (char)('a' + i % 26));
	assert_int_equal(b.len, 10000);
	assert_int_equal(strlen(b.p), 10000);
	for (i = 0; i < 10000; i++)
		assert_int_equal(b.p[i], 'a' + i % 26);
}

static void
holds_nul_bytes(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	struct buf b;

	(void)state;
	buf_init(&b, a, 1);
	buf_add(&b, "a\0b", 3);
	buf_add(&b, NULL, 0);
	assert_int_equal(b.len, 3);
	assert_memory_equal(b.p, "a\0b", 4);
}

static void
numbers_print_whole_at_both_ends(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	struct buf b;

	(void)state;
	buf_init(&b, a, 0);
	buf_addi(&b, 0);
	buf_addc(&b, ' ');
	buf_addi(&b, LLONG_MIN);
	buf_addc(&b, ' ');
	buf_addi(&b, LLONG_MAX);
	assert_string_equal(b.p, "0 -9223372036854775808 9223372036854775807");
}

static void
format_grows_the_buffer_when_it_must(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	struct buf b;

	(void)state;
	buf_init(&b, a, 4);
	buf_addf(&b, "%s", "1234");
	assert_int_equal(b.cap, 4);
	buf_addf(&b, "-%d", 5);
	assert_string_equal(b.p, "1234-5");
}

static void
cut_text_ends_where_it_was_cut(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	struct buf b;

	(void)state;
	buf_init(&b, a, 8);
	buf_adds(&b, "abc, ");
	buf_cut(&b, 3);
	assert_string_equal(b.p, "abc");
	buf_adds(&b, "!");
	assert_string_equal(b.p, "abc!");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(grows_from_nothing_and_keeps_all_bytes),
	    cmocka_unit_test(holds_nul_bytes),
	    cmocka_unit_test(numbers_print_whole_at_both_ends),
	    cmocka_unit_test(format_grows_the_buffer_when_it_must),
	    cmocka_unit_test(cut_text_ends_where_it_was_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
