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
#include "db/engine.h"

#define WRITERS 4
/* Saves acknowledged before the kill, at most. */
#define SAVES_MAX 20
#define ROUNDS 6
#define ROUNDS_SOAK 120

/* A save is one row in each: half of a save would show. */
static const char tables[] = "CREATE TABLE IF NOT EXISTS mark_of (\n"
			     "\tid BIGINT NOT NULL PRIMARY KEY,\n"
			     "\tnote TEXT NOT NULL\n"
			     ");\n"
			     "CREATE TABLE IF NOT EXISTS event_of (\n"
			     "\tid BIGINT NOT NULL PRIMARY KEY\n"
			     ");\n";

static const struct stmt add_mark STMT = {
    .name = "mark_of.add",
    .params = "is",
    .columns = "",
    .sql = "INSERT INTO mark_of (id, note) VALUES ($1, $2)",
};
static const struct stmt add_event STMT = {
    .name = "event_of.add",
    .params = "i",
    .columns = "",
    .sql = "INSERT INTO event_of (id) VALUES ($1)",
};
static const struct stmt find STMT = {
    .name = "mark_of.find",
    .params = "i",
    .columns = "i",
    .sql = "SELECT m.id FROM mark_of m JOIN event_of e ON e.id = m.id"
	   " WHERE m.id = $1",
};
static const struct stmt odd STMT = {
    .name = "mark_of.odd",
    .params = "",
    .columns = "i",
    .sql = "SELECT (SELECT count(*) FROM mark_of WHERE id NOT IN"
	   " (SELECT id FROM event_of)) + (SELECT count(*) FROM event_of"
	   " WHERE id NOT IN (SELECT id FROM mark_of))",
};
static const struct stmt last STMT = {
    .name = "mark_of.last",
    .params = "",
    .columns = "i",
    .sql = "SELECT COALESCE(max(id), 0) FROM mark_of",
};
static const struct stmt integrity STMT = {
    .name = "sqlite.integrity",
    .params = "",
    .columns = "s",
    .sql = "PRAGMA integrity_check",
};

struct fixture {
	char folder[64];
};

static int
rounds(void)
{
	return getenv("SOAK") ? ROUNDS_SOAK : ROUNDS;
}

static enum err
make_tables(struct db_pool *pool)
{
	AUTO_DB struct db *db = NULL;
	enum err err;

	if ((err = db_create_school(pool, 1)) ||
	    (err = db_take_school(pool, 1, 0, &db)) ||
	    (err = db_begin_write(db)) ||
	    (err = db_script(db, tables, sizeof(tables) - 1)))
		return err;
	return db_commit(db);
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
	assert_int_equal(db_pool_open(&(struct db_place){.state = f->folder,
					  .handles_max = 8},
			     &pool),
	    OK);
	assert_int_equal(make_tables(pool), OK);
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

struct writer {
	struct db_pool *pool;
	int64_t first, count;
	int ack; /* pipe; -1: none */
	bool failed;
};

static enum err
save(struct db_pool *pool, int64_t id)
{
	AUTO_DB struct db *db = NULL;
	char note[600];
	enum err err;

	memset(note, 'a' + (int)(id % 26), sizeof(note) - 1);
	note[sizeof(note) - 1] = '\0';
	if ((err = db_take_school(pool, 1, 60000, &db)) ||
	    (err = db_begin_write(db)) ||
	    (err = db_run(db, &add_mark, NULL, A_INT(id), A_TEXT(note))) ||
	    (err = db_run(db, &add_event, NULL, A_INT(id))))
		return err;
	return db_commit(db);
}

static void *
write_on(void *context)
{
	struct writer *w = context;

	for (int64_t i = 0; i < w->count; i++) {
		int64_t id = w->first + i * WRITERS;

		if (save(w->pool, id)) {
			w->failed = true;
			return NULL;
		}
		if (w->ack >= 0 && write(w->ack, &id, sizeof(id)) != sizeof(id))
			return NULL;
		/* A checkpoint may be under way when the kill comes. */
		if (i % 5 == 4)
			db_pool_housekeep(w->pool);
	}
	return NULL;
}

/* Never returns; the exit code says whether every save was made. */
static void
write_in_child(const char *folder, int64_t first, int64_t count, int ack)
{
	struct writer writers[WRITERS];
	pthread_t threads[WRITERS];
	struct db_pool *pool;
	bool failed = false;

	if (db_pool_open(
		&(struct db_place){.state = folder, .handles_max = 8}, &pool))
		_exit(2);
	for (int i = 0; i < WRITERS; i++) {
		writers[i] = (struct writer){.pool = pool,
		    .first = first + i,
		    .count = count,
		    .ack = ack};
		if (pthread_create(&threads[i], NULL, write_on, &writers[i]))
			_exit(3);
	}
	for (int i = 0; i < WRITERS; i++) {
		pthread_join(threads[i], NULL);
		failed |= writers[i].failed;
	}
	db_pool_close(pool);
	_exit(failed ? 1 : 0);
}

static int64_t
number(struct db *db, const struct stmt *stmt)
{
	AUTO_ROWS struct rows rows = {0};

	assert_int_equal(db_one(db, stmt, &rows), OK);
	return rows_int(&rows, 0);
}

static void
check_whole(const char *folder, const int64_t *ids, size_t n, int64_t *next)
{
	AUTO_ROWS struct rows rows = {0};
	struct db_pool *pool;
	struct db *db;

	assert_int_equal(
	    db_pool_open(
		&(struct db_place){.state = folder, .handles_max = 2}, &pool),
	    OK);
	assert_int_equal(db_take_school(pool, 1, 0, &db), OK);
	assert_int_equal(db_one(db, &integrity, &rows), OK);
	assert_string_equal(rows_text(&rows, 0), "ok");
	rows_close(&rows);
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(db_one(db, &find, &rows, A_INT(ids[i])), OK);
		rows_close(&rows);
	}
	assert_int_equal(number(db, &odd), 0);
	*next = number(db, &last) + 1;
	db_give(db);
	db_pool_close(pool);
}

static void
acknowledged_saves_survive_a_kill(void **state)
{
	struct fixture *f = *state;
	/* What is in the pipe at the kill comes on top. */
	static int64_t ids[SAVES_MAX + 65536 / sizeof(int64_t)];
	int64_t next = 1;

	for (int round = 0; round < rounds(); round++) {
		size_t n = 0, enough = 1 + (size_t)(round * 7) % SAVES_MAX;
		int ends[2], status;
		pid_t child;

		assert_int_equal(pipe(ends), 0);
		child = fork();
		assert_true(child >= 0);
		if (child == 0) {
			close(ends[0]);
			write_in_child(f->folder, next, 1000000, ends[1]);
		}
		close(ends[1]);
		while (n < enough &&
		       read(ends[0], &ids[n], sizeof(ids[0])) == sizeof(ids[0]))
			n++;
		assert_int_equal(n, enough);
		/* Some rounds between two saves, some within one. */
		usleep((useconds_t)(round * 137 % 3000));
		kill(child, SIGKILL);
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_true(WIFSIGNALED(status));
		while (read(ends[0], &ids[n], sizeof(ids[0])) == sizeof(ids[0]))
			n++;
		close(ends[0]);
		check_whole(f->folder, ids, n, &next);
	}
}

static void
two_processes_write_one_school(void **state)
{
	struct fixture *f = *state;
	pid_t children[2];
	int status;
	int64_t next;

	for (int i = 0; i < 2; i++) {
		children[i] = fork();
		assert_true(children[i] >= 0);
		if (children[i] == 0)
			write_in_child(f->folder, 1 + i * 1000, 10, -1);
	}
	for (int i = 0; i < 2; i++) {
		assert_int_equal(waitpid(children[i], &status, 0), children[i]);
		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), 0);
	}
	check_whole(f->folder, NULL, 0, &next);
	assert_int_equal(next, 1000 + 10 * WRITERS + 1);
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
	if (db_pool_open(
		&(struct db_place){.state = folder, .handles_max = 2}, &pool) ||
	    getrlimit(RLIMIT_FSIZE, &all))
		return 1;
	none = all;
	none.rlim_cur = 400 * 1024;
	if (setrlimit(RLIMIT_FSIZE, &none))
		return 2;
	while (!err && id < 10000)
		err = save(pool, id++);
	if (err != ERR_DB)
		return 3;
	if (save(pool, id) != ERR_DB)
		return 4;
	if (setrlimit(RLIMIT_FSIZE, &all))
		return 5;
	/* The one that failed left nothing behind. */
	if (save(pool, id - 1))
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
	check_whole(f->folder, &first, 1, &next);
	assert_true(next > 2);
}

static void
create_in_child(const char *folder, int64_t first)
{
	struct db_pool *pool;

	if (db_pool_open(
		&(struct db_place){.state = folder, .handles_max = 1}, &pool))
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
		assert_int_equal(
		    db_pool_open(&(struct db_place){.state = f->folder,
				     .handles_max = 1},
			&pool),
		    OK);
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
