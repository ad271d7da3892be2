/* SPDX-License-Identifier: EUPL-1.2 */
#include "postgres_fixture.h"

#include <sys/resource.h>
#include <sys/wait.h>

#define MEGABYTE (1024 * 1024)

static const struct stmt find STMT = {
    .name = "t.find",
    .params = "i",
    .columns = "isSBI",
    .sql = "SELECT id, name, note, data, age FROM t WHERE id = $1",
};
static const struct stmt list STMT = {
    .name = "t.list",
    .params = "",
    .columns = "is",
    .sql = "SELECT id, name FROM t ORDER BY id LIMIT 100000",
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

/* ---- values ---- */

static void
values_come_back_as_stored(void **state)
{
	struct db *db = ((struct world *)*state)->db;
	static const uint8_t data[] = {0, 1, 0, 255};
	AUTO_ROWS struct rows rows = {0};

	assert_int_equal(
	    db_run(db, &add, NULL, A_INT(INT64_MIN), A_TEXT("Їжак’ «п’ять»"),
		A_TEXT(""), A_BYTES(data, sizeof(data)), A_INT(INT64_MAX),
		A_NULL()),
	    OK);
	assert_int_equal(db_one(db, &find, &rows, A_INT(INT64_MIN)), OK);
	assert_true(rows_int(&rows, 0) == INT64_MIN);
	assert_string_equal(rows_text(&rows, 1), "Їжак’ «п’ять»");
	assert_string_equal(rows_text(&rows, 2), "");
	assert_int_equal(rows_bytes(&rows, 3).len, sizeof(data));
	assert_memory_equal(rows_bytes(&rows, 3).p, data, sizeof(data));
	assert_true(rows_int(&rows, 4) == INT64_MAX);
	assert_int_equal(rows_next(&rows), ERR_NOT_FOUND);
}

static void
null_is_neither_empty_nor_zero(void **state)
{
	struct db *db = ((struct world *)*state)->db;
	struct rows rows;

	assert_int_equal(put(db, 1, "null"), OK);
	assert_int_equal(db_run(db, &add, NULL, A_INT(2), A_TEXT("empty"),
			     A_TEXT(""), A_BYTES("", 0), A_NULL(), A_NULL()),
	    OK);
	assert_int_equal(db_one(db, &find, &rows, A_INT(1)), OK);
	assert_true(rows_null(&rows, 2) && rows_null(&rows, 3));
	assert_true(rows_null(&rows, 4));
	assert_null(rows_text(&rows, 2));
	assert_null(rows_bytes(&rows, 3).p);
	assert_int_equal(rows_int(&rows, 4), 0);
	rows_close(&rows);
	assert_int_equal(db_one(db, &find, &rows, A_INT(2)), OK);
	assert_false(rows_null(&rows, 2) || rows_null(&rows, 3));
	assert_string_equal(rows_text(&rows, 2), "");
	assert_non_null(rows_bytes(&rows, 3).p);
	assert_int_equal(rows_bytes(&rows, 3).len, 0);
	rows_close(&rows);
	assert_int_equal(db_one(db, &find, &rows, A_INT(3)), ERR_NOT_FOUND);
}

static const struct stmt sizes STMT = {
    .name = "t.sizes",
    .params = "",
    .columns = "IIs",
    .sql = "SELECT small, medium, 'constant' FROM t",
};

static void
small_integers_keep_their_sign(void **state)
{
	struct world *w = *state;
	struct rows rows;

	server_run(w->root, "INSERT INTO t (id, name, small, medium)"
			    " VALUES (1, 'a', -2, -70000)");
	assert_int_equal(db_one(w->db, &sizes, &rows), OK);
	assert_int_equal(rows_int(&rows, 0), -2);
	assert_int_equal(rows_int(&rows, 1), -70000);
	assert_string_equal(rows_text(&rows, 2), "constant");
	rows_close(&rows);
}

static void
refusals_of_data_have_their_codes(void **state)
{
	struct db *db = ((struct world *)*state)->db;

	assert_int_equal(put(db, 1, "one"), OK);
	assert_int_equal(put(db, 1, "other"), ERR_EXISTS);
	assert_int_equal(put(db, 2, "one"), ERR_EXISTS);
	assert_int_equal(
	    db_run(db, &set, NULL, A_INT(0), A_INT(1)), ERR_INVALID);
	assert_int_equal(db_run(db, &add, NULL, A_INT(3), A_TEXT("three"),
			     A_NULL(), A_NULL(), A_NULL(), A_INT(99)),
	    ERR_INVALID);
	/* Each was a transaction of its own: the handle is as before. */
	assert_int_equal(put(db, 2, "two"), OK);
	assert_int_equal(rows_in(db), 2);
}

static void
changed_rows_are_counted(void **state)
{
	struct db *db = ((struct world *)*state)->db;
	int64_t changed = -1;

	assert_int_equal(put(db, 1, "one"), OK);
	assert_int_equal(put(db, 2, "two"), OK);
	assert_int_equal(db_run(db, &set, &changed, A_INT(5), A_INT(9)), OK);
	assert_int_equal(changed, 0);
	assert_int_equal(db_begin_write(db), OK);
	assert_int_equal(db_run(db, &drop, &changed), OK);
	assert_int_equal(changed, 2);
	db_rollback(db);
	assert_int_equal(db_run(db, &drop, &changed), OK);
	assert_int_equal(changed, 2);
}

static void
value_above_the_limit_is_refused(void **state)
{
	struct db *db = ((struct world *)*state)->db;
	char *big = calloc(1, 16 * MEGABYTE + 1);
	AUTO_ROWS struct rows rows = {0};

	assert_int_equal(
	    db_run(db, &add, NULL, A_INT(1), A_TEXT("big"), A_NULL(),
		A_BYTES(big, 16 * MEGABYTE + 1), A_NULL(), A_NULL()),
	    ERR_LIMIT);
	big[7] = 'x';
	assert_int_equal(
	    db_run(db, &add, NULL, A_INT(1), A_TEXT("big"), A_NULL(),
		A_BYTES(big, 16 * MEGABYTE), A_NULL(), A_NULL()),
	    OK);
	assert_int_equal(db_one(db, &find, &rows, A_INT(1)), OK);
	assert_int_equal(rows_bytes(&rows, 3).len, 16 * MEGABYTE);
	assert_memory_equal(rows_bytes(&rows, 3).p, big, 16 * MEGABYTE);
	free(big);
}

static const struct stmt make_many STMT = {
    .name = "t.make_many",
    .params = "i",
    .columns = "",
    .sql = "INSERT INTO t (id, name) SELECT n, 'name ' || n"
	   " FROM generate_series(1, $1) n",
};

static void
a_long_list_comes_whole_and_in_order(void **state)
{
	struct db *db = ((struct world *)*state)->db;
	AUTO_ROWS struct rows rows = {0};
	int64_t n = 0;
	enum err err;

	assert_int_equal(db_run(db, &make_many, NULL, A_INT(50000)), OK);
	assert_int_equal(db_query(db, &list, &rows), OK);
	while (!(err = rows_next(&rows)))
		assert_int_equal(rows_int(&rows, 0), ++n);
	assert_int_equal(err, ERR_NOT_FOUND);
	assert_int_equal(n, 50000);
}

/* ---- statements ---- */

static const struct stmt wrong_letter STMT = {
    .name = "t.wrong_letter",
    .params = "",
    .columns = "s",
    .sql = "SELECT id FROM t",
};
static const struct stmt wrong_number STMT = {
    .name = "t.wrong_number",
    .params = "",
    .columns = "ii",
    .sql = "SELECT id FROM t",
};
static const struct stmt no_table STMT = {
    .name = "t.no_table",
    .params = "",
    .columns = "i",
    .sql = "SELECT id FROM nowhere",
};
static const struct stmt no_nul STMT = {
    .name = "t.no_nul",
    .params = "i",
    .columns = "s",
    .sql = "SELECT name || chr(CAST($1 AS integer)) FROM t",
};
static const struct stmt promised STMT = {
    .name = "t.promised",
    .params = "",
    .columns = "i",
    .sql = "SELECT max(age) FROM t",
};

static void
wrong_letters_are_found_before_and_at_use(void **state)
{
	struct db *db = ((struct world *)*state)->db;
	struct rows rows;

	assert_int_equal(db_prepare_only(db, &find), OK);
	assert_int_equal(db_prepare_only(db, &add), OK);
	assert_int_equal(db_prepare_only(db, &wrong_letter), ERR_INVALID);
	assert_int_equal(db_prepare_only(db, &wrong_number), ERR_INVALID);
	assert_int_equal(db_prepare_only(db, &no_table), ERR_DB);
	assert_int_equal(put(db, 1, "one"), OK);
	assert_int_equal(db_one(db, &wrong_letter, &rows), ERR_CORRUPT);
	assert_int_equal(db_one(db, &wrong_number, &rows), ERR_CORRUPT);
	assert_int_equal(db_one(db, &no_table, &rows), ERR_DB);
	assert_int_equal(rows_in(db), 1);
}

static void
null_in_a_column_that_promised_none_is_a_fault(void **state)
{
	struct db *db = ((struct world *)*state)->db;
	struct rows rows;

	assert_int_equal(db_one(db, &promised, &rows), ERR_CORRUPT);
}

static void
text_with_a_nul_cannot_be(void **state)
{
	struct db *db = ((struct world *)*state)->db;
	struct rows rows;

	assert_int_equal(put(db, 1, "one"), OK);
	assert_int_equal(db_one(db, &no_nul, &rows, A_INT(0)), ERR_LIMIT);
	assert_int_equal(db_one(db, &no_nul, &rows, A_INT(33)), OK);
	rows_close(&rows);
}

static void
several_cursors_stand_at_once(void **state)
{
	struct db *db = ((struct world *)*state)->db;
	AUTO_ROWS struct rows all = {0}, one = {0}, left = {0};
	int64_t trips;

	assert_int_equal(put(db, 1, "one"), OK);
	assert_int_equal(put(db, 2, "two"), OK);
	trips = db_round_trip_count(db);
	assert_int_equal(db_query(db, &list, &all), OK);
	assert_int_equal(db_query(db, &find, &one, A_INT(2)), OK);
	assert_int_equal(db_query(db, &count, &left), OK);
	rows_close(&left); /* never read */
	assert_int_equal(rows_next(&all), OK);
	assert_int_equal(rows_next(&one), OK);
	/* They went together. */
	assert_int_equal(db_round_trip_count(db) - trips, 1);
	assert_string_equal(rows_text(&one, 1), "two");
	assert_string_equal(rows_text(&all, 1), "one");
	assert_int_equal(rows_next(&all), OK);
	assert_string_equal(rows_text(&all, 1), "two");
	assert_int_equal(rows_next(&all), ERR_NOT_FOUND);
	assert_int_equal(rows_in(db), 2);
}

static enum err
write_outside(struct db *db)
{
	struct rows rows;

	return db_one(db, &take, &rows, A_INT(1));
}

static enum err
send_outside(struct db *db)
{
	return put_sent(db, 1, "one");
}

static void
assert_aborts(enum err (*wrong)(struct db *db), struct db *db)
{
	pid_t child = fork();
	int status;

	assert_true(child >= 0);
	if (child == 0) {
		struct rlimit none = {0};

		setrlimit(RLIMIT_CORE, &none);
		if (!freopen("/dev/null", "w", stderr))
			_exit(2);
		_exit(wrong(db) != OK);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
}

static void
a_write_that_needs_a_transaction_ends_the_program_without(void **state)
{
	struct db *db = ((struct world *)*state)->db;

	assert_aborts(write_outside, db);
	assert_aborts(send_outside, db);
}

/* ---- transactions ---- */

static void
rollback_undoes_and_commit_keeps(void **state)
{
	struct world *w = *state;

	assert_int_equal(db_begin_write(w->db), OK);
	assert_int_equal(put(w->db, 1, "one"), OK);
	assert_int_equal(rows_in(w->db), 1);
	db_rollback(w->db);
	assert_int_equal(rows_in(w->db), 0);
	assert_int_equal(db_begin_write(w->db), OK);
	assert_int_equal(put(w->db, 1, "one"), OK);
	assert_int_equal(db_commit(w->db), OK);
	assert_int_equal(server_ask(w->root, "SELECT count(*) FROM t"), 1);
}

static void
failed_statement_fails_the_transaction(void **state)
{
	struct world *w = *state;
	struct rows rows;

	assert_int_equal(db_begin_write(w->db), OK);
	assert_int_equal(put(w->db, 1, "one"), OK);
	assert_int_equal(put(w->db, 1, "again"), ERR_EXISTS);
	assert_int_equal(put(w->db, 2, "two"), ERR_DB);
	assert_int_equal(db_one(w->db, &count, &rows), ERR_DB);
	assert_int_equal(db_commit(w->db), ERR_DB);
	assert_false(db_in_transaction(w->db));
	assert_int_equal(rows_in(w->db), 0);
	assert_int_equal(put(w->db, 1, "one"), OK);
}

static void
a_sent_refusal_comes_with_the_next_answer(void **state)
{
	struct world *w = *state;
	struct rows rows;

	assert_int_equal(db_begin_write(w->db), OK);
	assert_int_equal(put_sent(w->db, 1, "one"), OK);
	assert_int_equal(put_sent(w->db, 1, "again"), OK);
	assert_int_equal(put_sent(w->db, 2, "two"), OK);
	assert_int_equal(db_one(w->db, &count, &rows), ERR_EXISTS);
	assert_int_equal(db_commit(w->db), ERR_DB);
	assert_int_equal(server_ask(w->root, "SELECT count(*) FROM t"), 0);
	assert_int_equal(put(w->db, 1, "one"), OK);
}

static void
a_sent_refusal_comes_with_the_commit_at_the_latest(void **state)
{
	struct world *w = *state;

	assert_int_equal(db_begin_write(w->db), OK);
	assert_int_equal(put_sent(w->db, 1, "one"), OK);
	assert_int_equal(db_send(w->db, &set, A_INT(-1), A_INT(1)), OK);
	assert_int_equal(db_commit(w->db), ERR_INVALID);
	assert_false(db_in_transaction(w->db));
	assert_int_equal(server_ask(w->root, "SELECT count(*) FROM t"), 0);
	assert_int_equal(put(w->db, 1, "one"), OK);
}

static void
sent_writes_cost_no_round_trips(void **state)
{
	struct world *w = *state;
	int64_t trips = db_round_trip_count(w->db);
	char name[16];

	assert_int_equal(db_begin_write(w->db), OK);
	for (int i = 1; i <= 300; i++) {
		snprintf(name, sizeof(name), "n%d", i);
		assert_int_equal(put_sent(w->db, i, name), OK);
	}
	assert_int_equal(rows_in(w->db), 300);
	assert_int_equal(db_commit(w->db), OK);
	/* The beginning, two full queues, the count, the commit. */
	assert_true(db_round_trip_count(w->db) - trips <= 5);
	assert_int_equal(server_ask(w->root, "SELECT count(*) FROM t"), 300);
}

static void
a_sure_write_that_changes_nothing_gives_the_transaction_up(void **state)
{
	struct world *w = *state;

	assert_int_equal(db_begin_write(w->db), OK);
	assert_int_equal(put_sent(w->db, 1, "one"), OK);
	assert_int_equal(db_send_sure(w->db, &set, A_INT(5), A_INT(1)), OK);
	assert_int_equal(db_commit(w->db), OK);
	assert_int_equal(db_begin_write(w->db), OK);
	assert_int_equal(put_sent(w->db, 2, "two"), OK);
	assert_int_equal(db_send_sure(w->db, &set, A_INT(5), A_INT(9)), OK);
	assert_int_equal(db_commit(w->db), ERR_AGAIN);
	assert_int_equal(server_ask(w->root, "SELECT count(*) FROM t"), 1);
}

static void
read_transaction_sees_one_snapshot(void **state)
{
	struct world *w = *state;

	assert_int_equal(db_begin_read(w->db), OK);
	assert_int_equal(rows_in(w->db), 0);
	server_run(w->root, "INSERT INTO t (id, name) VALUES (1, 'one')");
	assert_int_equal(rows_in(w->db), 0);
	assert_int_equal(db_commit(w->db), OK);
	assert_int_equal(rows_in(w->db), 1);
}

static void
reads_outside_a_transaction_see_what_is_new(void **state)
{
	struct world *w = *state;

	assert_int_equal(rows_in(w->db), 0);
	server_run(w->root, "INSERT INTO t (id, name) VALUES (1, 'one')");
	assert_int_equal(rows_in(w->db), 1);
}

static int64_t
open_transactions(struct world *w)
{
	return server_ask(w->root,
	    "SELECT count(*) FROM pg_stat_activity WHERE datname ="
	    " current_database() AND usename LIKE 'app_%'"
	    " AND state LIKE 'idle in transaction%'");
}

static void
what_reads_leave_open_ends_with_a_rest_and_with_a_write(void **state)
{
	struct world *w = *state;

	assert_int_equal(rows_in(w->db), 0);
	wait_for(w, open_transactions, 1);
	db_rest(w->db);
	wait_for(w, open_transactions, 0);
	assert_int_equal(rows_in(w->db), 0);
	assert_int_equal(put(w->db, 1, "one"), OK);
	wait_for(w, open_transactions, 0);
	assert_int_equal(rows_in(w->db), 1);
	assert_int_equal(db_begin_write(w->db), OK);
	assert_int_equal(db_commit(w->db), OK);
	wait_for(w, open_transactions, 0);
}

static void
a_failed_read_outside_a_transaction_harms_no_other(void **state)
{
	struct db *db = ((struct world *)*state)->db;
	AUTO_ROWS struct rows rows = {0};

	assert_int_equal(put(db, 1, "one"), OK);
	assert_int_equal(db_query(db, &list, &rows), OK);
	assert_int_equal(rows_next(&rows), OK);
	assert_int_equal(db_one(db, &no_table, &(struct rows){0}), ERR_DB);
	assert_string_equal(rows_text(&rows, 1), "one");
	assert_int_equal(rows_in(db), 1);
}

static void
returning_gives_the_new_value(void **state)
{
	struct db *db = ((struct world *)*state)->db;
	struct rows rows;

	assert_int_equal(put(db, 1, "one"), OK);
	for (int i = 1; i <= 2; i++) {
		assert_int_equal(db_begin_write(db), OK);
		assert_int_equal(db_one(db, &take, &rows, A_INT(1)), OK);
		assert_int_equal(rows_int(&rows, 0), i);
		assert_int_equal(rows_next(&rows), ERR_NOT_FOUND);
		assert_int_equal(db_commit(db), OK);
	}
}

static void
a_note_is_kept_and_commits_wait_again_after_it(void **state)
{
	struct world *w = *state;

	assert_int_equal(put(w->db, 1, "one"), OK);
	assert_int_equal(db_note(w->db, &set, A_INT(7), A_INT(1)), OK);
	assert_int_equal(server_ask(w->root, "SELECT age FROM t"), 7);
	assert_int_equal(put(w->db, 2, "two"), OK);
}

/* ---- scripts ---- */

static void
a_script_is_part_of_its_transaction(void **state)
{
	static const char sql[] = "CREATE TABLE fresh (id BIGINT);\n"
				  "INSERT INTO fresh VALUES (1);\n";
	static const char bad[] = "INSERT INTO nowhere VALUES (1);";
	struct world *w = *state;
	struct db *db;

	assert_int_equal(
	    db_open_bare(DB_SCHOOL, w->whole, false, DB_USE_ALONE, &db), OK);
	assert_int_equal(db_begin_write(db), OK);
	assert_int_equal(db_script(db, sql, sizeof(sql) - 1), OK);
	db_rollback(db);
	assert_int_equal(db_begin_write(db), OK);
	assert_int_equal(db_script(db, sql, sizeof(sql) - 1), OK);
	assert_int_equal(put(db, 1, "one"), OK);
	assert_int_equal(db_commit(db), OK);
	assert_int_equal(server_ask(w->root, "SELECT count(*) FROM fresh"), 1);
	assert_int_equal(db_begin_write(db), OK);
	assert_int_equal(db_script(db, bad, sizeof(bad) - 1), ERR_DB);
	assert_int_equal(db_commit(db), ERR_DB);
	assert_int_equal(rows_in(db), 1);
	server_run(w->root, "DROP TABLE fresh");
	db_close(db);
}

static const struct CMUnitTest tests[] = {
    world_test(values_come_back_as_stored),
    world_test(null_is_neither_empty_nor_zero),
    world_test(small_integers_keep_their_sign),
    world_test(refusals_of_data_have_their_codes),
    world_test(changed_rows_are_counted),
    world_test(value_above_the_limit_is_refused),
    world_test(a_long_list_comes_whole_and_in_order),
    world_test(wrong_letters_are_found_before_and_at_use),
    world_test(null_in_a_column_that_promised_none_is_a_fault),
    world_test(text_with_a_nul_cannot_be),
    world_test(several_cursors_stand_at_once),
    world_test(a_write_that_needs_a_transaction_ends_the_program_without),
    world_test(rollback_undoes_and_commit_keeps),
    world_test(failed_statement_fails_the_transaction),
    world_test(a_sent_refusal_comes_with_the_next_answer),
    world_test(a_sent_refusal_comes_with_the_commit_at_the_latest),
    world_test(sent_writes_cost_no_round_trips),
    world_test(a_sure_write_that_changes_nothing_gives_the_transaction_up),
    world_test(read_transaction_sees_one_snapshot),
    world_test(reads_outside_a_transaction_see_what_is_new),
    world_test(what_reads_leave_open_ends_with_a_rest_and_with_a_write),
    world_test(a_failed_read_outside_a_transaction_harms_no_other),
    world_test(returning_gives_the_new_value),
    world_test(a_note_is_kept_and_commits_wait_again_after_it),
    world_test(a_script_is_part_of_its_transaction),
};

WORLD_MAIN(tests)
