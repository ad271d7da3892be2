/* SPDX-License-Identifier: EUPL-1.2 */
/* Processes that are killed, and processes that share a store. */
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/log.h"
#include "saves.h"

#define ROUNDS 6
#define ROUNDS_SOAK 120

struct fixture {
	char folder[64];
};

static int
rounds(void)
{
	return getenv("SOAK") ? ROUNDS_SOAK : ROUNDS;
}

static int
setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	struct db_pool *pool;

	log_set_level(LOG_ERROR + 1);
	snprintf(f->folder, sizeof(f->folder), "/tmp/ejournal-db-XXXXXX");
	assert_non_null(mkdtemp(f->folder));
	assert_int_equal(
	    db_state_create(&(struct db_place){.state = f->folder}), OK);
	assert_int_equal(saves_pool(f->folder, 8, &pool), OK);
	assert_int_equal(saves_tables(pool, 1), OK);
	db_pool_close(pool);
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	struct fixture *f = *state;
	char command[128];

	snprintf(command, sizeof(command), "rm -rf %s", f->folder);
	assert_int_equal(system(command), 0);
	free(f);
	return 0;
}

static void
acknowledged_saves_survive_a_kill(void **state)
{
	struct fixture *f = *state;
	int64_t next = 1;

	for (int round = 0; round < rounds(); round++) {
		struct saves_seen seen;

		saves_killed(f->folder, next, round, &seen);
		saves_check(f->folder, seen.ids, seen.n, &next);
	}
}

static void
two_processes_write_one_school(void **state)
{
	struct fixture *f = *state;
	int64_t next;

	assert_true(saves_by_two(f->folder, 10));
	saves_check(f->folder, NULL, 0, &next);
	assert_int_equal(next, 1000 + 10 * SAVES_WRITERS + 1);
}

/* Files may grow no further, as on a full disk. 0: everything as it should be;
 * otherwise the number of the step that was not. */
static int
write_to_a_full_disk(const char *folder)
{
	struct rlimit all, none;
	struct db_pool *pool;
	int64_t id = 1;
	enum err err = OK;

	signal(SIGXFSZ, SIG_IGN);
	if (saves_pool(folder, 2, &pool) || getrlimit(RLIMIT_FSIZE, &all))
		return 1;
	none = all;
	none.rlim_cur = 400 * 1024;
	if (setrlimit(RLIMIT_FSIZE, &none))
		return 2;
	while (!err && id < 10000)
		err = saves_add(pool, 1, id++);
	if (err != ERR_DB)
		return 3;
	if (saves_add(pool, 1, id) != ERR_DB)
		return 4;
	if (setrlimit(RLIMIT_FSIZE, &all))
		return 5;
	/* The one that failed left nothing behind. */
	if (saves_add(pool, 1, id - 1))
		return 6;
	db_pool_close(pool);
	return 0;
}

static void
full_disk_refuses_and_loses_nothing(void **state)
{
	struct fixture *f = *state;
	int64_t first = 1, next;
	pid_t child = fork();
	int status;

	assert_true(child >= 0);
	if (child == 0)
		_exit(write_to_a_full_disk(f->folder));
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	saves_check(f->folder, &first, 1, &next);
	assert_true(next > 2);
}

static void
create_in_child(const char *folder, int64_t first)
{
	struct db_pool *pool;

	if (saves_pool(folder, 1, &pool))
		_exit(1);
	for (int64_t inst = first;; inst++) {
		if (db_create_school(pool, inst))
			_exit(1);
	}
}

static void
killed_creation_leaves_a_whole_store_or_none(void **state)
{
	struct fixture *f = *state;
	size_t seen = 0;

	for (int round = 0; round < rounds(); round++) {
		AUTO_ARENA struct arena *arena = arena_new();
		struct db_pool *pool;
		struct db *db;
		int64_t *inst;
		size_t n;
		pid_t child = fork();

		assert_true(child >= 0);
		if (child == 0)
			create_in_child(f->folder, (int64_t)seen + 1);
		usleep((useconds_t)(10000 + round * 7919 % 40000));
		kill(child, SIGKILL);
		assert_int_equal(waitpid(child, NULL, 0), child);
		assert_int_equal(saves_pool(f->folder, 1, &pool), OK);
		assert_int_equal(db_pool_schools(pool, arena, &inst, &n), OK);
		assert_true(n >= 1);
		for (size_t i = seen; i < n; i++) {
			assert_int_equal(
			    db_take_school(pool, inst[i], 0, &db), OK);
			assert_true(db_schema_version(db) > 0);
			db_give(db);
		}
		assert_int_equal(db_create_school(pool, inst[n - 1] + 1), OK);
		db_pool_close(pool);
		seen = n;
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	    T(acknowledged_saves_survive_a_kill),
	    T(two_processes_write_one_school),
	    T(full_disk_refuses_and_loses_nothing),
	    T(killed_creation_leaves_a_whole_store_or_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
