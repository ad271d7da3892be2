/* SPDX-License-Identifier: EUPL-1.2 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "http/wait.h"

static void
leave(struct wait_line *line, int64_t *now_us, int n, int64_t each_us)
{
	for (int i = 0; i < n; i++) {
		*now_us += each_us;
		wait_left(line, *now_us, true);
	}
}

static void
nothing_is_known_at_first(void **state)
{
	struct wait_line line = {0};

	(void)state;
	assert_int_equal(wait_estimate(&line, 1000), 0);
	wait_left(&line, 5000000, true);
	assert_int_equal(wait_estimate(&line, 1000), 0);
}

static void
the_pace_is_known_after_a_few_and_follows_slowly(void **state)
{
	struct wait_line line = {0};
	int64_t now_us = 0;

	(void)state;
	leave(&line, &now_us, 3, 200);
	assert_int_equal(wait_estimate(&line, 10), 2000);
	leave(&line, &now_us, 1000, 200);
	/* One that stalls is not the end of the world. */
	leave(&line, &now_us, 1, 20000);
	assert_in_range(wait_estimate(&line, 10), 4000, 6000);
	/* A new pace is learnt within some hundred. */
	leave(&line, &now_us, 300, 1000);
	assert_in_range(wait_estimate(&line, 10), 9500, 10100);
	leave(&line, &now_us, 500, 100);
	assert_in_range(wait_estimate(&line, 10), 990, 1100);
}

static void
an_empty_line_is_no_slow_one(void **state)
{
	struct wait_line line = {0};
	int64_t now_us = 0;

	(void)state;
	leave(&line, &now_us, 100, 200);
	for (int i = 0; i < 100; i++) {
		wait_left(&line, now_us += 200, false);
		now_us += 60000000;
		wait_left(&line, now_us, true);
	}
	assert_in_range(wait_estimate(&line, 10), 1900, 2100);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(nothing_is_known_at_first),
	    cmocka_unit_test(the_pace_is_known_after_a_few_and_follows_slowly),
	    cmocka_unit_test(an_empty_line_is_no_slow_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
