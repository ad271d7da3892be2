/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/arena.h"

#include <stdint.h>
#include <string.h>

#include "check.h"

static void
memory_is_zeroed_also_after_reset(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	char *p;
	int round, i;

	(void)state;
	for (round = 0; round < 3; round++) {
		p = arena_alloc(a, 2000);
		for (i = 0; i < 2000; i++)
			assert_int_equal(p[i], 0);
		memset(p, 'x', 2000);
		arena_reset(a);
	}
}

static void
pieces_are_aligned_and_do_not_overlap(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	unsigned char *p[500];
	size_t i, k;

	(void)state;
	for (i = 0; i < 500; i++) {
		p[i] = arena_alloc(a, i);
		assert_int_equal((uintptr_t)p[i] % 16, 0);
		memset(p[i], (int)(i & 0xff), i);
	}
	for (i = 0; i < 500; i++) {
		for (k = 0; k < i; k++)
			assert_int_equal(p[i][k], i & 0xff);
	}
}

static void
big_pieces_fit_beside_small_ones(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	char *small = arena_strdup(a, "before");
	char *big = arena_alloc(a, 3 * 1024 * 1024);
	char *more = arena_alloc(a, 700 * 1024);

	(void)state;
	memset(big, 1, 3 * 1024 * 1024);
	memset(more, 2, 700 * 1024);
	assert_string_equal(small, "before");
	assert_string_equal(arena_strdup(a, "after"), "after");
	assert_int_equal(big[3 * 1024 * 1024 - 1], 1);
}

static void
used_counts_bytes_since_reset(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();

	(void)state;
	arena_alloc(a, 100);
	arena_array(a, 10, 5);
	assert_int_equal(arena_used(a), 150);
	arena_reset(a);
	assert_int_equal(arena_used(a), 0);
}

static void
copies_end_with_nul(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();

	(void)state;
	assert_string_equal(arena_strndup(a, "Ївга", 4), "Їв");
	assert_string_equal(arena_strndup(a, NULL, 0), "");
	assert_memory_equal(arena_memdup(a, "a\0b", 3), "a\0b", 3);
	assert_string_equal(arena_strdup(a, ""), "");
}

static void
printf_results_of_any_length_are_whole(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	char long_text[3000];

	(void)state;
	memset(long_text, 'z', sizeof(long_text) - 1);
	long_text[sizeof(long_text) - 1] = '\0';
	assert_string_equal(arena_printf(a, "%d-%s", 5, "А"), "5-А");
	assert_string_equal(arena_printf(a, "%s", long_text), long_text);
	long_text[255] = '\0';
	assert_string_equal(arena_printf(a, "%s", long_text), long_text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(memory_is_zeroed_also_after_reset),
	    cmocka_unit_test(pieces_are_aligned_and_do_not_overlap),
	    cmocka_unit_test(big_pieces_fit_beside_small_ones),
	    cmocka_unit_test(used_counts_bytes_since_reset),
	    cmocka_unit_test(copies_end_with_nul),
	    cmocka_unit_test(printf_results_of_any_length_are_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
