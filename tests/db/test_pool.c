/* SPDX-License-Identifier: EUPL-1.2 */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/log.h"
#include "db/engine.h"
#include "db/stmt.h"

#define WRITERS 8
#define WRITES_EACH 25

static const char table[] = "CREATE TABLE IF NOT EXISTS t (\n"
			    "\tid BIGINT NOT NULL PRIMARY KEY\n"
			    ");\n";

static const struct stmt add STMT = {
    .name = "t.add",
    .params = "i",
    .columns = "",
    .sql = "INSERT INTO t (id) VALUES ($1)",
};
static const struct stmt count STMT = {
    .name = "t.count",
    .params = "",
    .columns = "i",
    .sql = "SELECT count(*) FROM t",
};

struct fixture {
	char folder[64];
	struct db_pool *pool;
};

static void
prepare_school(struct fixture *f, int64_t inst)
{
	AUTO_DB struct db *db = NULL;

	assert_int_equal(db_create_school(f->pool, inst), OK);
	assert_int_equal(db_take_school(f->pool, inst, 0, &db), OK);
	assert_int_equal(db_begin_write(db), OK);
	assert_int_equal(db_script(db, table, sizeof(table) - 1), OK);
	assert_int_equal(db_commit(db), OK);
}

static void
open_pool(struct fixture *f, int handles_max)
{
	assert_int_equal(db_pool_open(&(struct db_place){.state = f->folder,
					  .handles_max = handles_max},
			     &f->pool),
	    OK);
}

static int
setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	log_set_level(LOG_ERROR + 1);
	snprintf(f->folder, sizeof(f->folder), "/tmp/ejournal-db-XXXXXX");
	assert_non_null(mkdtemp(f->folder));
	assert_int_equal(
	    db_state_create(&(struct db_place){.state = f->folder}), OK);
	open_pool(f, WRITERS);
	prepare_school(f, 1);
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	struct fixture *f = *state;
	char command[128];

	db_pool_close(f->pool);
	snprintf(command, sizeof(command), "rm -rf %s", f->folder);
	assert_int_equal(system(command), 0);
	free(f);
	return 0;
}

static int64_t
rows_in(struct db *db)
{
	AUTO_ROWS struct rows rows = {0};

	if (db_one(db, &count, &rows))
		return -1;
	return rows_int(&rows, 0);
}

static int64_t
rows_of(struct fixture *f, int64_t inst)
{
	AUTO_DB struct db *db = NULL;

	assert_int_equal(db_take_school(f->pool, inst, 0, &db), OK);
	return rows_in(db);
}

static off_t
size_of(struct fixture *f, const char *name)
{
	char path[128];
	struct stat st;

	snprintf(path, sizeof(path), "%s/%s", f->folder, name);
	return stat(path, &st) < 0 ? -1 : st.st_size;
}

static void
given_handle_is_taken_again(void **state)
{
	struct fixture *f = *state;
	struct db *a, *b;

	assert_int_equal(db_take_school(f->pool, 1, 0, &a), OK);
	assert_int_equal(rows_in(a), 0);
	db_give(a);
	assert_int_equal(db_take_school(f->pool, 1, 0, &b), OK);
	assert_ptr_equal(a, b);
	assert_int_equal(db_statement_count(b), 0);
	db_give(b);
	assert_int_equal(db_take_registry(f->pool, &a), OK);
	assert_int_equal(db_take_registry(f->pool, &b), OK);
	assert_ptr_not_equal(a, b);
	db_give(a);
	db_give(b);
}

static void
unknown_institution_is_not_found(void **state)
{
	static const int64_t unknown[] = {
	    2, 0, -1, 99999999, 100000000, INT64_MAX, INT64_MIN};
	struct fixture *f = *state;
	struct db *db;

	for (size_t i = 0; i < sizeof(unknown) / sizeof(unknown[0]); i++)
		assert_int_equal(
		    db_take_school(f->pool, unknown[i], 0, &db), ERR_NOT_FOUND);
	assert_int_equal(size_of(f, "school/00000002.db"), -1);
}

static void
folder_without_a_registry_is_not_found(void **state)
{
	struct fixture *f = *state;
	struct db_pool *pool;
	char path[128];

	snprintf(path, sizeof(path), "%s/school", f->folder);
	assert_int_equal(
	    db_pool_open(
		&(struct db_place){.state = path, .handles_max = 1}, &pool),
	    ERR_NOT_FOUND);
}

static void
schools_are_listed_in_order(void **state)
{
	AUTO_ARENA struct arena *arena = arena_new();
	struct fixture *f = *state;
	char path[128];
	int64_t *inst;
	size_t n;

	assert_int_equal(db_create_school(f->pool, 300), OK);
	assert_int_equal(db_create_school(f->pool, 20), OK);
	snprintf(path, sizeof(path), "%s/school/notes.txt", f->folder);
	fclose(fopen(path, "w"));
	assert_int_equal(db_pool_schools(f->pool, arena, &inst, &n), OK);
	assert_int_equal(n, 3);
	assert_int_equal(inst[0], 1);
	assert_int_equal(inst[1], 20);
	assert_int_equal(inst[2], 300);
}

static void
creating_again_keeps_what_is_there(void **state)
{
	struct fixture *f = *state;
	AUTO_DB struct db *db = NULL;

	assert_int_equal(db_take_school(f->pool, 1, 0, &db), OK);
	assert_int_equal(db_run(db, &add, NULL, A_INT(1)), OK);
	assert_int_equal(db_create_school(f->pool, 1), OK);
	assert_int_equal(rows_in(db), 1);
	assert_int_equal(db_create_school(f->pool, 0), ERR_INVALID);
	assert_int_equal(db_create_school(f->pool, 100000000), ERR_INVALID);
}

static void
rest_of_a_killed_creation_is_swept(void **state)
{
	struct fixture *f = *state;
	AUTO_DB struct db *db = NULL;
	char path[128];
	FILE *file;

	snprintf(path, sizeof(path), "%s/school/00000002.db.new", f->folder);
	file = fopen(path, "w");
	fputs("half a file", file);
	fclose(file);
	assert_int_equal(db_take_school(f->pool, 2, 0, &db), ERR_NOT_FOUND);
	assert_int_equal(db_create_school(f->pool, 2), OK);
	assert_int_equal(db_take_school(f->pool, 2, 0, &db), OK);
	assert_int_equal(access(path, F_OK), -1);
}

static void
folders_and_files_are_private(void **state)
{
	static const struct {
		const char *name;
		mode_t mode;
	} all[] = {
	    {".", 0700},
	    {"school", 0700},
	    {"registry.db", 0600},
	    {"school/00000001.db", 0600},
	};
	struct fixture *f = *state;
	char path[128];
	struct stat st;

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", f->folder, all[i].name);
		assert_int_equal(stat(path, &st), 0);
		assert_int_equal(st.st_mode & 0777, all[i].mode);
	}
}

static void
cap_holds_and_a_returned_handle_helps(void **state)
{
	struct fixture *f = *state;
	struct db *held[WRITERS], *db;

	assert_int_equal(db_create_school(f->pool, 2), OK);
	for (int i = 0; i < WRITERS; i++)
		assert_int_equal(db_take_school(f->pool, 1, 0, &held[i]), OK);
	assert_int_equal(db_take_school(f->pool, 1, 5, &db), ERR_BUSY);
	assert_int_equal(db_take_school(f->pool, 2, 5, &db), ERR_BUSY);
	db_give(held[0]);
	assert_int_equal(db_take_school(f->pool, 2, 5, &db), OK);
	db_give(db);
	for (int i = 1; i < WRITERS; i++)
		db_give(held[i]);
}

static void *
take_patiently(void *context)
{
	struct fixture *f = context;
	struct db *db;

	if (db_take_school(f->pool, 1, 60000, &db))
		return f;
	db_give(db);
	return NULL;
}

static void
waiting_taker_gets_the_handle(void **state)
{
	struct fixture *f = *state;
	struct db *held[WRITERS];
	pthread_t thread;
	void *failed;

	for (int i = 0; i < WRITERS; i++)
		assert_int_equal(db_take_school(f->pool, 1, 0, &held[i]), OK);
	assert_int_equal(pthread_create(&thread, NULL, take_patiently, f), 0);
	for (int i = 0; i < WRITERS; i++)
		db_give(held[i]);
	assert_int_equal(pthread_join(thread, &failed), 0);
	assert_null(failed);
}

/* A handle that was kept still has its prepared statements. */
static bool
was_kept(struct fixture *f, int64_t inst)
{
	AUTO_DB struct db *db = NULL;
	bool kept;

	assert_int_equal(db_take_school(f->pool, inst, 0, &db), OK);
	kept = stmt_cache_get(db->cache, &count) != NULL;
	assert_true(rows_in(db) >= 0);
	return kept;
}

static void
least_recently_used_handle_is_closed(void **state)
{
	struct fixture *f = *state;

	prepare_school(f, 2);
	prepare_school(f, 3);
	db_pool_close(f->pool);
	open_pool(f, 2);
	assert_false(was_kept(f, 1));
	assert_false(was_kept(f, 2));
	assert_true(was_kept(f, 1));
	assert_false(was_kept(f, 3));
	assert_true(was_kept(f, 1));
	assert_false(was_kept(f, 2));
}

static void
many_open_schools_keep_fewer_statements(void **state)
{
	enum { MANY = 40, STATEMENTS = 30, KEPT_MAX = 20 };
	static struct stmt copies[STATEMENTS];
	struct fixture *f = *state;
	struct db *held[MANY];

	db_pool_close(f->pool);
	open_pool(f, MANY);
	for (int i = 0; i < MANY; i++)
		assert_int_equal(db_take_school(f->pool, 1, 0, &held[i]), OK);
	for (int i = 0; i < STATEMENTS; i++) {
		copies[i] = count;
		assert_int_equal(db_run(held[0], &copies[i], NULL), OK);
	}
	assert_true(stmt_cache_count(held[0]->cache) >= STATEMENTS);
	db_give(held[0]);
	assert_true(stmt_cache_count(held[0]->cache) <= KEPT_MAX);
	for (int i = 1; i < MANY; i++)
		db_give(held[i]);
}

static void
transaction_left_open_is_rolled_back(void **state)
{
	struct fixture *f = *state;
	struct db *db;

	assert_int_equal(db_take_school(f->pool, 1, 0, &db), OK);
	assert_int_equal(db_begin_write(db), OK);
	assert_int_equal(db_run(db, &add, NULL, A_INT(1)), OK);
	db_give(db);
	assert_int_equal(rows_of(f, 1), 0);
}

struct writer {
	struct fixture *f;
	int64_t first;
	bool failed;
};

static void *
write_many(void *context)
{
	struct writer *w = context;

	for (int64_t i = 0; i < WRITES_EACH && !w->failed; i++) {
		AUTO_DB struct db *db = NULL;

		w->failed = db_take_school(w->f->pool, 1, 60000, &db) ||
			    db_begin_write(db) ||
			    db_run(db, &add, NULL, A_INT(w->first + i)) ||
			    db_commit(db);
	}
	return NULL;
}

static void
writers_of_one_school_take_turns(void **state)
{
	struct fixture *f = *state;
	struct writer writers[WRITERS];
	pthread_t threads[WRITERS];

	for (int i = 0; i < WRITERS; i++) {
		writers[i] = (struct writer){f, i * WRITES_EACH, false};
		assert_int_equal(
		    pthread_create(&threads[i], NULL, write_many, &writers[i]),
		    0);
	}
	for (int i = 0; i < WRITERS; i++) {
		assert_int_equal(pthread_join(threads[i], NULL), 0);
		assert_false(writers[i].failed);
	}
	assert_int_equal(rows_of(f, 1), WRITERS * WRITES_EACH);
}

static void *
count_rows(void *context)
{
	struct fixture *f = context;
	struct db *db;
	void *failed = f;

	if (db_take_school(f->pool, 1, 60000, &db))
		return failed;
	if (rows_in(db) == 0)
		failed = NULL;
	db_give(db);
	return failed;
}

static void
readers_do_not_wait_for_an_open_write(void **state)
{
	struct fixture *f = *state;
	pthread_t threads[4];
	struct db *db;
	void *failed;

	assert_int_equal(db_take_school(f->pool, 1, 0, &db), OK);
	assert_int_equal(db_begin_write(db), OK);
	assert_int_equal(db_run(db, &add, NULL, A_INT(1)), OK);
	for (int i = 0; i < 4; i++)
		assert_int_equal(
		    pthread_create(&threads[i], NULL, count_rows, f), 0);
	for (int i = 0; i < 4; i++) {
		assert_int_equal(pthread_join(threads[i], &failed), 0);
		assert_null(failed);
	}
	assert_int_equal(db_commit(db), OK);
	db_give(db);
}

static void
housekeeper_moves_the_log_into_the_store(void **state)
{
	struct fixture *f = *state;
	off_t before = size_of(f, "school/00000001.db"), after;
	AUTO_DB struct db *db = NULL;

	assert_int_equal(db_take_school(f->pool, 1, 0, &db), OK);
	assert_int_equal(db_begin_write(db), OK);
	for (int64_t i = 0; i < 5000; i++)
		assert_int_equal(db_run(db, &add, NULL, A_INT(i)), OK);
	assert_int_equal(db_commit(db), OK);
	assert_int_equal(size_of(f, "school/00000001.db"), before);
	db_give(db);
	db_pool_housekeep(f->pool);
	assert_int_equal(db_take_school(f->pool, 1, 0, &db), OK);
	after = size_of(f, "school/00000001.db");
	assert_true(after > before);
	assert_int_equal(rows_in(db), 5000);
}

static void
closing_the_pool_leaves_no_log(void **state)
{
	struct fixture *f = *state;

	assert_true(size_of(f, "school/00000001.db-wal") > 0);
	db_pool_close(f->pool);
	assert_int_equal(size_of(f, "school/00000001.db-wal"), -1);
	assert_int_equal(size_of(f, "registry.db-wal"), -1);
	open_pool(f, 1);
	assert_int_equal(rows_of(f, 1), 0);
}

static void
copy_is_taken_while_others_write(void **state)
{
	struct fixture *f = *state;
	struct writer writer = {f, 1000, false};
	struct db *db, *copy;
	pthread_t thread;
	char path[128];
	int64_t rows;

	assert_int_equal(db_take_school(f->pool, 1, 0, &db), OK);
	assert_int_equal(db_run(db, &add, NULL, A_INT(1)), OK);
	assert_int_equal(pthread_create(&thread, NULL, write_many, &writer), 0);
	snprintf(path, sizeof(path), "%s/copy.db", f->folder);
	assert_int_equal(db_copy(db, path), OK);
	assert_int_equal(pthread_join(thread, NULL), 0);
	assert_false(writer.failed);
	assert_int_equal(db_open(DB_SCHOOL, path, false, &copy), OK);
	rows = rows_in(copy);
	assert_true(rows >= 1 && rows <= 1 + WRITES_EACH);
	db_close(copy);
	assert_int_equal(rows_in(db), 1 + WRITES_EACH);
	db_give(db);
}

static void
open_files_are_raised_to_the_need(void **state)
{
	struct rlimit limit;

	(void)state;
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
	limit.rlim_cur = 256;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
	assert_int_equal(
	    db_pool_raise_files(&(struct db_place){.handles_max = 100}, 10),
	    OK);
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
	assert_true(limit.rlim_cur >= 310);
	assert_int_equal(db_pool_raise_files(
			     &(struct db_place){.handles_max = 1000000000}, 0),
	    ERR_LIMIT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	    T(given_handle_is_taken_again),
	    T(unknown_institution_is_not_found),
	    T(folder_without_a_registry_is_not_found),
	    T(schools_are_listed_in_order),
	    T(creating_again_keeps_what_is_there),
	    T(rest_of_a_killed_creation_is_swept),
	    T(folders_and_files_are_private),
	    T(cap_holds_and_a_returned_handle_helps),
	    T(waiting_taker_gets_the_handle),
	    T(least_recently_used_handle_is_closed),
	    T(many_open_schools_keep_fewer_statements),
	    T(transaction_left_open_is_rolled_back),
	    T(writers_of_one_school_take_turns),
	    T(readers_do_not_wait_for_an_open_write),
	    T(housekeeper_moves_the_log_into_the_store),
	    T(closing_the_pool_leaves_no_log),
	    T(copy_is_taken_while_others_write),
	    T(open_files_are_raised_to_the_need),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
