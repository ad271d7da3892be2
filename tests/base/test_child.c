/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/child.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

/* The script as a program of its own; nothing is its input. */
static struct child_end
run(struct arena *arena, const char *script, size_t output_max, int seconds)
{
	char path[] = "/tmp/ej-child-XXXXXX";
	struct child_end end;
	struct child child = {
	    .path = path, .output_max = output_max, .seconds = seconds};
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	assert_int_equal(
	    dprintf(fd, "#!/bin/sh\n%s\n", script), (int)strlen(script) + 11);
	assert_int_equal(fchmod(fd, 0700), 0);
	close(fd);
	child.input = open("/dev/null", O_RDONLY | O_CLOEXEC);
	assert_int_equal(child_run(arena, &child, &end), OK);
	close(child.input);
	unlink(path);
	return end;
}

static void
output_and_exit_code_come_back(void **state)
{
	AUTO_ARENA struct arena *arena = arena_new();
	struct child_end end = run(arena, "echo word; exit 3", 100, 20);

	(void)state;
	assert_int_equal(end.code, 3);
	assert_false(end.late || end.too_much);
	assert_int_equal(end.output.len, 5);
	assert_memory_equal(end.output.p, "word\n", 5);
}

static void
too_much_output_ends_it(void **state)
{
	AUTO_ARENA struct arena *arena = arena_new();
	struct child_end end =
	    run(arena, "while :; do echo word; done", 1000, 20);

	(void)state;
	assert_true(end.too_much);
	assert_false(end.late);
	assert_true(end.code == -SIGKILL || end.code == -SIGPIPE);
}

static void
silence_ends_at_the_deadline(void **state)
{
	AUTO_ARENA struct arena *arena = arena_new();
	struct child_end end = run(arena, "exec sleep 60", 100, 1);

	(void)state;
	assert_true(end.late);
	assert_int_equal(end.code, -SIGKILL);
}

static void
closing_the_output_does_not_outlive_the_deadline(void **state)
{
	AUTO_ARENA struct arena *arena = arena_new();
	struct child_end end =
	    run(arena, "echo word; exec sleep 60 >/dev/null", 100, 1);

	(void)state;
	assert_true(end.late);
	assert_int_equal(end.code, -SIGKILL);
	assert_int_equal(end.output.len, 5);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(output_and_exit_code_come_back),
	    cmocka_unit_test(too_much_output_ends_it),
	    cmocka_unit_test(silence_ends_at_the_deadline),
	    cmocka_unit_test(closing_the_output_does_not_outlive_the_deadline),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
