/* SPDX-License-Identifier: EUPL-1.2 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/log.h"
#include "db/engine.h"
#include "db/migrations.h"

static const char tables[] = "CREATE TABLE parent (\n"
			     "\tid BIGINT NOT NULL PRIMARY KEY\n"
			     ");\n"
			     "CREATE TABLE t (\n"
			     "\tid BIGINT NOT NULL PRIMARY KEY,\n"
			     "\tname TEXT NOT NULL UNIQUE,\n"
			     "\tnote TEXT,\n"
			     "\tdata BYTEA,\n"
			     "\tage BIGINT CHECK (age > 0),\n"
			     "\tparent BIGINT REFERENCES parent (id)\n"
			     ");\n";

static const struct migration steps[] = {
    {1, "0001_test", tables, tables + sizeof(tables) - 1},
};

static const struct stmt add STMT = {
    .name = "t.add",
    .params = "isSBII",
    .columns = "",
    .sql = "INSERT INTO t (id, name, note, data, age, parent)"
	   " VALUES ($1, $2, $3, $4, $5, $6)",
};
static const struct stmt find STMT = {
    .name = "t.find",
    .params = "i",
    .columns = "isSBI",
    .sql = "SELECT id, name, note, data, age FROM t WHERE id = $1",
};
static const struct stmt count STMT = {
    .name = "t.count",
    .params = "",
    .columns = "i",
    .sql = "SELECT count(*) FROM t",
};
static const struct stmt drop STMT = {
    .name = "t.drop",
    .params = "",
    .columns = "",
    .sql = "DELETE FROM t",
};
static const struct stmt take STMT = {
    .name = "t.take",
    .params = "i",
    .columns = "i",
    .sql = "UPDATE t SET age = COALESCE(age, 0) + 1 WHERE id = $1"
	   " RETURNING age",
};

struct fixture {
	char folder[64];
	char path[128];
	struct db *db;
};

static struct db *
open_again(struct fixture *f)
{
	struct db *db;

	assert_int_equal(
	    db_open_bare(DB_SCHOOL, f->path, true, DB_USE_ALONE, &db), OK);
	assert_int_equal(migrations_apply(db, steps, 1, NULL), OK);
	return db;
}

static int
setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	log_set_level(LOG_ERROR + 1);
	snprintf(f->folder, sizeof(f->folder), "/tmp/ejournal-db-XXXXXX");
	assert_non_null(mkdtemp(f->folder));
	snprintf(f->path, sizeof(f->path), "%s/t.db", f->folder);
	f->db = open_again(f);
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

static int64_t
rows_in(struct db *db)
{
	AUTO_ROWS struct rows rows = {0};

	assert_int_equal(db_one(db, &count, &rows), OK);
	return rows_int(&rows, 0);
}

static enum err
put(struct db *db, int64_t id, const char *name)
{
	return db_run(db, &add, NULL, A_INT(id), A_TEXT(name), A_NULL(),
	    A_NULL(), A_NULL(), A_NULL());
}

/* A wrong program ends in abort: seen from outside, in a child. */
static void
assert_aborts(enum err (*wrong)(struct db *db), struct fixture *f)
{
	pid_t child = fork();
	int status;

	assert_true(child >= 0);
	if (child == 0) {
		struct rlimit none = {0};

		setrlimit(RLIMIT_CORE, &none);
		if (!freopen("/dev/null", "w", stderr))
			_exit(2);
		_exit(wrong(f->db) != OK);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGABRT);
}

static void
values_come_back_as_stored(void **state)
{
	struct fixture *f = *state;
	AUTO_ROWS struct rows rows = {0};
	struct bytes data;
	int64_t changed = -1;

	assert_int_equal(
	    db_run(f->db, &add, &changed, A_INT(INT64_MIN), A_TEXT("Ґанок"),
		A_TEXT(""), A_BYTES("a\0b", 3), A_INT(INT64_MAX), A_NULL()),
	    OK);
	assert_int_equal(changed, 1);
	assert_int_equal(db_one(f->db, &find, &rows, A_INT(INT64_MIN)), OK);
	assert_true(rows_int(&rows, 0) == INT64_MIN);
	assert_string_equal(rows_text(&rows, 1), "Ґанок");
	assert_string_equal(rows_text(&rows, 2), "");
	data = rows_bytes(&rows, 3);
	assert_int_equal(data.len, 3);
	assert_memory_equal(data.p, "a\0b", 3);
	assert_true(rows_int(&rows, 4) == INT64_MAX);
	assert_int_equal(rows_next(&rows), ERR_NOT_FOUND);
}

static void
null_is_neither_empty_nor_zero(void **state)
{
	struct fixture *f = *state;
	AUTO_ROWS struct rows rows = {0};

	assert_int_equal(put(f->db, 1, "a"), OK);
	assert_int_equal(db_run(f->db, &add, NULL, A_INT(2), A_TEXT("b"),
			     A_TEXT(""), A_BYTES("", 0), A_INT(1), A_NULL()),
	    OK);
	assert_int_equal(db_one(f->db, &find, &rows, A_INT(1)), OK);
	assert_true(rows_null(&rows, 2));
	assert_null(rows_text(&rows, 2));
	assert_true(rows_null(&rows, 3));
	assert_null(rows_bytes(&rows, 3).p);
	assert_true(rows_null(&rows, 4));
	assert_int_equal(rows_int(&rows, 4), 0);
	rows_close(&rows);
	assert_int_equal(db_one(f->db, &find, &rows, A_INT(2)), OK);
	assert_false(rows_null(&rows, 2));
	assert_non_null(rows_bytes(&rows, 3).p);
	assert_int_equal(rows_bytes(&rows, 3).len, 0);
}

static void
absent_row_is_not_found(void **state)
{
	struct fixture *f = *state;
	AUTO_ROWS struct rows rows = {0};

	assert_int_equal(db_one(f->db, &find, &rows, A_INT(1)), ERR_NOT_FOUND);
}

static void
refusals_of_data_have_their_codes(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(put(f->db, 1, "a"), OK);
	assert_int_equal(put(f->db, 1, "b"), ERR_EXISTS);
	assert_int_equal(put(f->db, 2, "a"), ERR_EXISTS);
	assert_int_equal(db_run(f->db, &add, NULL, A_INT(2), A_TEXT("b"),
			     A_NULL(), A_NULL(), A_INT(0), A_NULL()),
	    ERR_INVALID);
	assert_int_equal(db_run(f->db, &add, NULL, A_INT(2), A_TEXT("b"),
			     A_NULL(), A_NULL(), A_NULL(), A_INT(77)),
	    ERR_INVALID);
	assert_int_equal(rows_in(f->db), 1);
}

static void
value_above_the_limit_is_refused(void **state)
{
	struct fixture *f = *state;
	size_t len = 17 * 1024 * 1024;
	char *big = calloc(1, len);

	assert_int_equal(db_run(f->db, &add, NULL, A_INT(1), A_TEXT("a"),
			     A_NULL(), A_BYTES(big, len), A_NULL(), A_NULL()),
	    ERR_LIMIT);
	free(big);
	assert_int_equal(rows_in(f->db), 0);
}

static enum err
wrong_letter(struct db *db)
{
	return db_run(db, &drop, NULL, A_INT(1));
}
static enum err
text_for_a_number(struct db *db)
{
	AUTO_ROWS struct rows rows = {0};

	return db_one(db, &find, &rows, A_TEXT("1"));
}
static enum err
null_for_a_small_letter(struct db *db)
{
	return put(db, 1, NULL);
}
static enum err
too_few_arguments(struct db *db)
{
	AUTO_ROWS struct rows rows = {0};

	return db_one(db, &find, &rows);
}
static enum err
column_of_another_type(struct db *db)
{
	AUTO_ROWS struct rows rows = {0};

	if (db_one(db, &count, &rows) == OK)
		(void)rows_text(&rows, 0);
	return OK;
}
static enum err
column_that_is_not_there(struct db *db)
{
	AUTO_ROWS struct rows rows = {0};

	if (db_one(db, &count, &rows) == OK)
		(void)rows_int(&rows, 1);
	return OK;
}
static enum err
second_cursor_on_a_statement(struct db *db)
{
	AUTO_ROWS struct rows a = {0}, b = {0};

	if (db_one(db, &count, &a) == OK)
		return db_one(db, &count, &b);
	return OK;
}
static enum err
write_in_a_read_transaction(struct db *db)
{
	if (db_begin_read(db) == OK)
		return db_run(db, &drop, NULL);
	return OK;
}
static enum err
nested_transaction(struct db *db)
{
	if (db_begin_write(db) == OK)
		return db_begin_write(db);
	return OK;
}
static enum err
returning_without_a_transaction(struct db *db)
{
	AUTO_ROWS struct rows rows = {0};

	return db_one(db, &take, &rows, A_INT(1));
}
static enum err
row_after_the_commit(struct db *db)
{
	AUTO_ROWS struct rows rows = {0};

	if (db_begin_write(db) || db_one(db, &count, &rows) || db_commit(db))
		return OK;
	(void)rows_int(&rows, 0);
	return OK;
}
static const struct stmt short_columns STMT = {
    .name = "t.short",
    .params = "",
    .columns = "i",
    .sql = "SELECT id, name FROM t LIMIT 1",
};
static enum err
columns_that_do_not_match(struct db *db)
{
	AUTO_ROWS struct rows rows = {0};

	return db_query(db, &short_columns, &rows);
}

static void
wrong_use_ends_the_program(void **state)
{
	enum err (*const wrong[])(struct db *) = {
	    wrong_letter,
	    text_for_a_number,
	    null_for_a_small_letter,
	    too_few_arguments,
	    column_of_another_type,
	    column_that_is_not_there,
	    second_cursor_on_a_statement,
	    write_in_a_read_transaction,
	    nested_transaction,
	    returning_without_a_transaction,
	    row_after_the_commit,
	    columns_that_do_not_match,
	};

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_aborts(wrong[i], *state);
}

static void
rollback_undoes_and_commit_keeps(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(db_begin_write(f->db), OK);
	assert_true(db_in_transaction(f->db));
	assert_int_equal(put(f->db, 1, "a"), OK);
	db_rollback(f->db);
	assert_false(db_in_transaction(f->db));
	assert_int_equal(rows_in(f->db), 0);
	assert_int_equal(db_begin_write(f->db), OK);
	assert_int_equal(put(f->db, 1, "a"), OK);
	assert_int_equal(db_commit(f->db), OK);
	db_rollback(f->db);
	assert_int_equal(rows_in(f->db), 1);
}

static void
failed_statement_fails_the_transaction(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(db_begin_write(f->db), OK);
	assert_int_equal(put(f->db, 1, "a"), OK);
	assert_int_equal(put(f->db, 1, "a"), ERR_EXISTS);
	assert_int_equal(put(f->db, 2, "b"), ERR_DB);
	assert_int_equal(db_commit(f->db), ERR_DB);
	assert_false(db_in_transaction(f->db));
	assert_int_equal(rows_in(f->db), 0);
	assert_int_equal(put(f->db, 2, "b"), OK);
}

static void
read_transaction_sees_one_snapshot(void **state)
{
	struct fixture *f = *state;
	struct db *other = open_again(f);

	assert_int_equal(db_begin_read(f->db), OK);
	assert_int_equal(rows_in(f->db), 0);
	assert_int_equal(put(other, 1, "a"), OK);
	assert_int_equal(rows_in(f->db), 0);
	assert_int_equal(db_commit(f->db), OK);
	assert_int_equal(rows_in(f->db), 1);
	db_close(other);
}

static void
reader_does_not_wait_for_a_writer(void **state)
{
	struct fixture *f = *state;
	struct db *other = open_again(f);

	assert_int_equal(db_begin_write(other), OK);
	assert_int_equal(put(other, 1, "a"), OK);
	assert_int_equal(rows_in(f->db), 0);
	assert_int_equal(db_begin_read(f->db), OK);
	assert_int_equal(rows_in(f->db), 0);
	assert_int_equal(db_commit(other), OK);
	assert_int_equal(rows_in(f->db), 0);
	db_rollback(f->db);
	db_close(other);
}

static void
open_cursor_does_not_stop_a_write(void **state)
{
	struct fixture *f = *state;
	AUTO_ROWS struct rows rows = {0};
	struct db *other = open_again(f);

	assert_int_equal(put(f->db, 1, "a"), OK);
	assert_int_equal(db_one(f->db, &find, &rows, A_INT(1)), OK);
	assert_int_equal(put(other, 2, "b"), OK);
	assert_int_equal(put(f->db, 3, "c"), OK);
	assert_int_equal(rows_in(other), 3);
	db_close(other);
}

static void
returning_gives_the_new_value(void **state)
{
	struct fixture *f = *state;
	AUTO_ROWS struct rows rows = {0};

	assert_int_equal(put(f->db, 1, "a"), OK);
	assert_int_equal(db_begin_write(f->db), OK);
	assert_int_equal(db_one(f->db, &take, &rows, A_INT(1)), OK);
	assert_int_equal(rows_int(&rows, 0), 1);
	assert_int_equal(db_commit(f->db), OK);
	assert_int_equal(db_begin_write(f->db), OK);
	assert_int_equal(db_one(f->db, &take, &rows, A_INT(1)), OK);
	assert_int_equal(rows_int(&rows, 0), 2);
	assert_int_equal(db_commit(f->db), OK);
}

static const struct stmt age_max STMT = {
    .name = "t.age_max",
    .params = "",
    .columns = "i",
    .sql = "SELECT max(age) FROM t",
};

static void
null_in_a_column_that_promised_none_is_a_fault(void **state)
{
	struct fixture *f = *state;
	AUTO_ROWS struct rows rows = {0};

	assert_int_equal(db_one(f->db, &age_max, &rows), ERR_CORRUPT);
}

static void
statements_are_counted(void **state)
{
	struct fixture *f = *state;
	int64_t before = db_statement_count(f->db);

	assert_int_equal(put(f->db, 1, "a"), OK);
	assert_int_equal(rows_in(f->db), 1);
	assert_int_equal(db_statement_count(f->db), before + 2);
}

static void
absent_store_is_not_found_and_not_made(void **state)
{
	struct fixture *f = *state;
	char path[128];
	struct db *db;

	snprintf(path, sizeof(path), "%s/none.db", f->folder);
	assert_int_equal(db_open(DB_SCHOOL, path, false, &db), ERR_NOT_FOUND);
	assert_int_equal(access(path, F_OK), -1);
}

static void
store_is_readable_by_its_owner_only(void **state)
{
	static const char *const ends[] = {"", "-wal", "-shm"};
	struct fixture *f = *state;
	struct stat st;
	char path[160];

	assert_int_equal(put(f->db, 1, "a"), OK);
	for (int i = 0; i < 3; i++) {
		snprintf(path, sizeof(path), "%s%s", f->path, ends[i]);
		assert_int_equal(stat(path, &st), 0);
		assert_int_equal(st.st_mode & 0777, 0600);
	}
}

static void
data_folder_may_lie_behind_a_link(void **state)
{
	struct fixture *f = *state;
	char link[128], path[160];
	struct db *db;

	snprintf(link, sizeof(link), "%s/link", f->folder);
	assert_int_equal(symlink(f->folder, link), 0);
	snprintf(path, sizeof(path), "%s/t.db", link);
	assert_int_equal(
	    db_open_bare(DB_SCHOOL, path, false, DB_USE_ALONE, &db), OK);
	assert_int_equal(rows_in(db), 0);
	db_close(db);
}

static void
file_that_is_no_store_is_refused(void **state)
{
	struct fixture *f = *state;
	char path[128];
	struct db *db;
	FILE *file;

	snprintf(path, sizeof(path), "%s/text.db", f->folder);
	file = fopen(path, "w");
	assert_non_null(file);
	for (int i = 0; i < 1000; i++)
		fputs("This is no store. ", file);
	fclose(file);
	assert_int_equal(db_open(DB_SCHOOL, path, false, &db), ERR_CORRUPT);
}

static void
copy_is_whole_and_refuses_a_taken_name(void **state)
{
	struct fixture *f = *state;
	struct fixture copy = *f;
	struct db *db;
	struct stat st;

	for (int64_t i = 1; i <= 300; i++) {
		char name[32];

		snprintf(name, sizeof(name), "%d", (int)i);
		assert_int_equal(put(f->db, i, name), OK);
	}
	snprintf(copy.path, sizeof(copy.path), "%s/copy.db", f->folder);
	assert_int_equal(db_copy(f->db, copy.path), OK);
	assert_int_equal(stat(copy.path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(db_copy(f->db, copy.path), ERR_EXISTS);
	assert_int_equal(put(f->db, 301, "301"), OK);
	db = open_again(&copy);
	assert_int_equal(rows_in(db), 300);
	db_close(db);
}

static int64_t
sync_level(struct db *db)
{
	static const struct stmt ask = {
	    .name = "test.synchronous",
	    .params = "",
	    .columns = "i",
	    .sql = "PRAGMA synchronous",
	};
	AUTO_ROWS struct rows rows = {0};

	assert_int_equal(db_one(db, &ask, &rows), OK);
	return rows_int(&rows, 0);
}

static void
a_note_is_kept_and_commits_wait_again_after_it(void **state)
{
	struct fixture *f = *state;
	const int64_t full = sync_level(f->db);

	assert_int_equal(db_note(f->db, &add, A_INT(1), A_TEXT("a"), A_NULL(),
			     A_NULL(), A_NULL(), A_NULL()),
	    OK);
	assert_int_equal(rows_in(f->db), 1);
	assert_int_equal(db_note(f->db, &add, A_INT(1), A_TEXT("b"), A_NULL(),
			     A_NULL(), A_NULL(), A_NULL()),
	    ERR_EXISTS);
	assert_int_equal(sync_level(f->db), full);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	    T(values_come_back_as_stored),
	    T(null_is_neither_empty_nor_zero),
	    T(absent_row_is_not_found),
	    T(refusals_of_data_have_their_codes),
	    T(value_above_the_limit_is_refused),
	    T(wrong_use_ends_the_program),
	    T(rollback_undoes_and_commit_keeps),
	    T(failed_statement_fails_the_transaction),
	    T(read_transaction_sees_one_snapshot),
	    T(reader_does_not_wait_for_a_writer),
	    T(open_cursor_does_not_stop_a_write),
	    T(a_note_is_kept_and_commits_wait_again_after_it),
	    T(returning_gives_the_new_value),
	    T(null_in_a_column_that_promised_none_is_a_fault),
	    T(statements_are_counted),
	    T(absent_store_is_not_found_and_not_made),
	    T(store_is_readable_by_its_owner_only),
	    T(data_folder_may_lie_behind_a_link),
	    T(file_that_is_no_store_is_refused),
	    T(copy_is_whole_and_refuses_a_taken_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
