/* SPDX-License-Identifier: EUPL-1.2 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/log.h"
#include "db/engine.h"
#include "db/migrations.h"

#define STEP(n, text)                                                          \
	{                                                                      \
		(n), "000" #n, (text), (text) + sizeof(text) - 1               \
	}

static const char one[] = "CREATE TABLE a (\n\tid BIGINT\n);\n";
static const char one_other[] = "CREATE TABLE a (\n\tid TEXT\n);\n";
static const char two[] = "CREATE TABLE b (\n\tid BIGINT PRIMARY KEY\n);\n"
			  "INSERT INTO b (id) VALUES (7);\n";
static const char broken[] = "CREATE TABLE c (\n\tid BIGINT\n);\n"
			     "INSERT INTO nowhere (id) VALUES (7);\n";
/* Slow enough to be killed in. */
static const char slow[] =
    "CREATE TABLE c (\n\tid BIGINT\n);\n"
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
    " WHERE i < 100000) INSERT INTO c (id) SELECT i FROM n;\n";

static const struct migration good[] = {STEP(1, one), STEP(2, two)};
static const struct migration changed[] = {STEP(1, one_other), STEP(2, two)};
static const struct migration faulty[] = {
    STEP(1, one), STEP(2, two), STEP(3, broken)};
static const struct migration long_one[] = {
    STEP(1, one), STEP(2, two), STEP(3, slow)};

static const struct stmt count_c STMT = {
    .name = "c.count",
    .params = "",
    .columns = "i",
    .sql = "SELECT count(*) FROM c",
};
static const struct stmt put_a STMT = {
    .name = "a.put",
    .params = "s",
    .columns = "",
    .sql = "INSERT INTO a (id) VALUES ($1)",
};

struct fixture {
	char folder[64];
	char path[128];
	struct db *db;
};

static int
setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	log_set_level(LOG_ERROR + 1);
	snprintf(f->folder, sizeof(f->folder), "/tmp/ejournal-db-XXXXXX");
	assert_non_null(mkdtemp(f->folder));
	snprintf(f->path, sizeof(f->path), "%s/t.db", f->folder);
	assert_int_equal(
	    db_open_bare(DB_SCHOOL, f->path, true, DB_USE_ALONE, &f->db), OK);
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	struct fixture *f = *state;
	char command[128];

	db_close(f->db);
	snprintf(command, sizeof(command), "rm -rf %s", f->folder);
	assert_int_equal(system(command), 0);
	free(f);
	return 0;
}

static void
fresh_store_gets_every_step_once(void **state)
{
	struct fixture *f = *state;
	int applied = -1;

	assert_int_equal(db_schema_version(f->db), 0);
	assert_int_equal(migrations_apply(f->db, good, 2, &applied), OK);
	assert_int_equal(applied, 2);
	assert_int_equal(db_schema_version(f->db), 2);
	assert_int_equal(migrations_apply(f->db, good, 2, &applied), OK);
	assert_int_equal(applied, 0);
}

static void
older_store_gets_what_it_lacks(void **state)
{
	struct fixture *f = *state;
	int applied = -1;

	assert_int_equal(migrations_apply(f->db, good, 1, NULL), OK);
	assert_int_equal(migrations_apply(f->db, good, 2, &applied), OK);
	assert_int_equal(applied, 1);
	assert_int_equal(db_schema_version(f->db), 2);
}

static void
newer_store_is_refused(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(migrations_apply(f->db, good, 2, NULL), OK);
	assert_int_equal(migrations_apply(f->db, good, 1, NULL), ERR_INVALID);
	assert_int_equal(db_schema_version(f->db), 2);
}

static void
changed_text_of_an_applied_step_is_refused(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(migrations_apply(f->db, good, 1, NULL), OK);
	assert_int_equal(
	    migrations_apply(f->db, changed, 2, NULL), ERR_INVALID);
	assert_int_equal(db_schema_version(f->db), 1);
}

static void
failing_step_leaves_the_version_before(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(migrations_apply(f->db, faulty, 3, NULL), ERR_DB);
	assert_int_equal(db_schema_version(f->db), 2);
	assert_int_equal(db_prepare_only(f->db, &count_c), ERR_DB);
	assert_false(db_in_transaction(f->db));
	assert_int_equal(migrations_apply(f->db, long_one, 3, NULL), OK);
}

static void
tables_are_strict(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(migrations_apply(f->db, good, 1, NULL), OK);
	assert_int_equal(
	    db_run(f->db, &put_a, NULL, A_TEXT("no number")), ERR_INVALID);
}

static void
kill_in_a_step_leaves_a_whole_version(void **state)
{
	struct fixture *f = *state;
	AUTO_ROWS struct rows rows = {0};
	int rounds = getenv("SOAK") ? 200 : 5, status;
	int64_t version;

	db_close(f->db);
	for (int i = 0; i < rounds; i++) {
		struct db *db;
		pid_t child = fork();

		assert_true(child >= 0);
		if (child == 0) {
			if (db_open_bare(
				DB_SCHOOL, f->path, true, DB_USE_ALONE, &db) ||
			    migrations_apply(db, long_one, 3, NULL))
				_exit(1);
			_exit(0);
		}
		/* Any moment is a good one; these differ. */
		usleep((useconds_t)(2000 + i * 7919 % 30000));
		kill(child, SIGKILL);
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_true(WIFSIGNALED(status) || WEXITSTATUS(status) == 0);
		assert_int_equal(
		    db_open_bare(DB_SCHOOL, f->path, true, DB_USE_ALONE, &db),
		    OK);
		version = db_schema_version(db);
		assert_true(version >= 0 && version <= 3);
		assert_int_equal(
		    db_prepare_only(db, &count_c) == OK, version == 3);
		db_close(db);
	}
	assert_int_equal(
	    db_open_bare(DB_SCHOOL, f->path, true, DB_USE_ALONE, &f->db), OK);
	assert_int_equal(migrations_apply(f->db, long_one, 3, NULL), OK);
	assert_int_equal(db_one(f->db, &count_c, &rows), OK);
	assert_int_equal(rows_int(&rows, 0), 100000);
}

static void
own_schemas_come_up(void **state)
{
	struct fixture *f = *state;
	size_t n;

	for (int kind = DB_REGISTRY; kind <= DB_SCHOOL; kind++) {
		struct db *db;
		char path[160];

		snprintf(path, sizeof(path), "%s.%d", f->path, kind);
		assert_int_equal(
		    db_open((enum db_kind)kind, path, true, &db), OK);
		migrations_of((enum db_kind)kind, &n);
		assert_int_equal(db_schema_version(db), n);
		db_close(db);
		assert_int_equal(
		    db_open((enum db_kind)kind, path, false, &db), OK);
		db_close(db);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	    T(fresh_store_gets_every_step_once),
	    T(older_store_gets_what_it_lacks),
	    T(newer_store_is_refused),
	    T(changed_text_of_an_applied_step_is_refused),
	    T(failing_step_leaves_the_version_before),
	    T(tables_are_strict),
	    T(kill_in_a_step_leaves_a_whole_version),
	    T(own_schemas_come_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
