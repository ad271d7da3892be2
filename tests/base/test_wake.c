/* SPDX-License-Identifier: EUPL-1.2 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/log.h"
#include "base/wake.h"

#define WAIT_MS 10000

struct folder {
	struct arena *arena;
	char dir[40];
};

static int
setup(void **state)
{
	struct folder *f = calloc(1, sizeof(*f));

	log_set_level(LOG_ERROR);
	f->arena = arena_new();
	strcpy(f->dir, "/tmp/ej-wake-XXXXXX");
	assert_non_null(mkdtemp(f->dir));
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	struct folder *f = *state;
	char command[80];

	snprintf(command, sizeof(command), "rm -rf %s", f->dir);
	assert_int_equal(system(command), 0);
	arena_free(f->arena);
	free(f);
	return 0;
}

static void
the_numbers_arrive_in_order(void **state)
{
	struct folder *f = *state;
	struct wake wake;
	int64_t inst;

	assert_int_equal(wake_listen(f->dir, &wake), OK);
	wake_send(f->dir, 0);
	wake_send(f->dir, 99999999);
	assert_int_equal(wake_wait(&wake, WAIT_MS, &inst), OK);
	assert_int_equal(inst, 0);
	assert_int_equal(wake_wait(&wake, WAIT_MS, &inst), OK);
	assert_int_equal(inst, 99999999);
	assert_int_equal(wake_wait(&wake, 0, &inst), ERR_EXPIRED);
	assert_true(wake_heard(f->dir));
	wake_close(&wake);
	assert_false(wake_heard(f->dir));
}

static void
nobody_listening_is_no_fault(void **state)
{
	struct folder *f = *state;
	struct wake wake;

	wake_send(f->dir, 1);
	wake_send("/nowhere/at/all", 1);
	assert_int_equal(wake_listen(f->dir, &wake), OK);
	wake_close(&wake);
	wake_send(f->dir, 1);
}

/* A full queue must not stop a request of the server. */
static void
a_sleeping_listener_blocks_nobody(void **state)
{
	struct folder *f = *state;
	struct wake wake;
	int64_t inst;

	assert_int_equal(wake_listen(f->dir, &wake), OK);
	for (int i = 0; i < 5000; i++)
		wake_send(f->dir, i);
	assert_int_equal(wake_wait(&wake, 0, &inst), OK);
	assert_int_equal(inst, 0);
	wake_close(&wake);
}

static void
a_second_listener_is_refused(void **state)
{
	struct folder *f = *state;
	struct wake first, second;
	int64_t inst;

	assert_int_equal(wake_listen(f->dir, &first), OK);
	assert_int_equal(wake_listen(f->dir, &second), ERR_EXISTS);
	wake_send(f->dir, 5); /* and the first one is as it was */
	assert_int_equal(wake_wait(&first, WAIT_MS, &inst), OK);
	wake_close(&first);
	assert_int_equal(wake_listen(f->dir, &second), OK);
	wake_close(&second);
}

static void
after_a_killed_listener_the_next_one_begins(void **state)
{
	struct folder *f = *state;
	struct wake wake;
	int ready[2], status;
	char byte;
	pid_t pid;

	assert_int_equal(pipe(ready), 0);
	if (!(pid = fork())) {
		if (wake_listen(f->dir, &wake) || write(ready[1], "x", 1) != 1)
			_exit(1);
		pause();
	}
	assert_int_equal(read(ready[0], &byte, 1), 1);
	assert_int_equal(wake_listen(f->dir, &wake), ERR_EXISTS);
	kill(pid, SIGKILL);
	waitpid(pid, &status, 0);
	assert_false(wake_heard(f->dir));
	assert_int_equal(wake_listen(f->dir, &wake), OK);
	wake_close(&wake);
	close(ready[0]);
	close(ready[1]);
}

static void
a_data_folder_may_lie_deep(void **state)
{
	struct folder *f = *state;
	const char *deep = f->dir;
	struct wake wake;
	int64_t inst;

	for (int i = 0; i < 10; i++) {
		deep = arena_printf(
		    f->arena, "%s/a-folder-with-a-long-name", deep);
		assert_int_equal(mkdir(deep, 0700), 0);
	}
	assert_int_equal(wake_listen(deep, &wake), OK);
	wake_send(deep, 3);
	assert_int_equal(wake_wait(&wake, WAIT_MS, &inst), OK);
	assert_int_equal(inst, 3);
	wake_close(&wake);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(the_numbers_arrive_in_order),
	    TEST(nobody_listening_is_no_fault),
	    TEST(a_sleeping_listener_blocks_nobody),
	    TEST(a_second_listener_is_refused),
	    TEST(after_a_killed_listener_the_next_one_begins),
	    TEST(a_data_folder_may_lie_deep),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
