/* SPDX-License-Identifier: EUPL-1.2 */
/* Stores copied between a server and a file. */
#include "shards_fixture.h"

static void
a_store_goes_into_a_file_and_back(void **state)
{
	AUTO_ARENA struct arena *arena = arena_new();
	struct world *w = *state;
	const char *path = arena_printf(arena, "%s/copy.db", w->folder);
	AUTO_ROWS struct rows rows = {0};
	struct db *db, *file;

	second_shard(w);
	server_run(w->root, "INSERT INTO school_place VALUES (1, 1), (2, 1)");
	/* Several slices, NULLs, bytes, what refers to another table; and a
	 * neighbour. */
	server_run(w->root,
	    "INSERT INTO school.counter SELECT 1 + i % 2, 'n' || i, i"
	    " FROM generate_series(1, 9000) i");
	server_run(w->root,
	    "INSERT INTO school.person (inst, person, surname, given,"
	    " patronymic, name_fold, name_sort, sex, log_id, created_at)"
	    " VALUES (1, 5, 'Гнатюк', 'О', '', 'г', 'г', '', 'p-1', 0)");
	server_run(w->root, "INSERT INTO school.person_role VALUES"
			    " (1, 5, 'pupil', 1, NULL, NULL)");
	server_run(w->root,
	    "INSERT INTO school.event VALUES (1, 0, '\\x00ff', '\\x')");
	server_run(w->root, "INSERT INTO school.log_head VALUES (1, 1, 7)");
	assert_int_equal(db_take_school(w->pool, 1, 0, &db), OK);
	assert_int_equal(db_copy(db, path), OK);
	assert_int_equal(db_copy(db, path), ERR_EXISTS);
	/* It is a store like any other of files. */
	assert_int_equal(db_open(DB_SCHOOL, path, false, &file), OK);
	assert_int_equal(db_one(file, &count, &rows), OK);
	assert_int_equal(rows_int(&rows, 0), 4500);
	rows_close(&rows);
	db_close(file);
	/* Nothing is filled twice. */
	assert_int_equal(db_fill(db, path), ERR_EXISTS);
	db_give(db);
	server_run(w->root, "TRUNCATE school.person CASCADE");
	server_run(w->root, "DELETE FROM school.counter WHERE inst = 1");
	server_run(w->root, "DELETE FROM school.event");
	server_run(w->root, "DELETE FROM school.log_head");
	assert_int_equal(db_take_school(w->pool, 1, 0, &db), OK);
	assert_int_equal(db_fill(db, path), OK);
	db_give(db);
	assert_int_equal(rows_of(w, 1), 4500);
	assert_int_equal(rows_of(w, 2), 4500);
	assert_int_equal(server_ask(w->root,
			     "SELECT count(*) FROM school.person p"
			     " JOIN school.person_role r USING (inst, person)"
			     " WHERE p.surname = 'Гнатюк' AND r.ends_on IS NULL"
			     " AND p.email IS NULL"),
	    1);
	assert_int_equal(
	    server_ask(w->root,
		"SELECT count(*) FROM school.event e"
		" JOIN school.log_head h USING (inst)"
		" WHERE entry = '\\x00ff' AND leaf = '\\x' AND size = 1"),
	    1);
}

static void
a_copy_leaves_out_where_stores_lie(void **state)
{
	AUTO_ARENA struct arena *arena = arena_new();
	struct world *w = *state;
	const char *path = arena_printf(arena, "%s/copy.db", w->folder);
	struct stmt shards = count;
	AUTO_ROWS struct rows rows = {0};
	struct db *db, *file;

	shards.sql = "SELECT count(*) FROM shard";
	server_run(w->root, "INSERT INTO school_place VALUES (1, 1)");
	server_run(w->root, "INSERT INTO setting VALUES ('x', 'y')");
	assert_int_equal(db_take_registry(w->pool, &db), OK);
	assert_int_equal(db_copy(db, path), OK);
	db_give(db);
	assert_int_equal(db_open(DB_REGISTRY, path, false, &file), OK);
	assert_int_equal(db_one(file, &shards, &rows), OK);
	assert_int_equal(rows_int(&rows, 0), 0);
	rows_close(&rows);
	db_close(file);
}

static void
more_tables_than_a_copy_takes_are_refused(void **state)
{
	AUTO_ARENA struct arena *arena = arena_new();
	struct world *w = *state;
	const char *path = arena_printf(arena, "%s/copy.db", w->folder);
	struct db *db, *file;
	struct buf sql;

	server_run(w->root, "INSERT INTO school_place VALUES (1, 1)");
	assert_int_equal(db_take_school(w->pool, 1, 0, &db), OK);
	assert_int_equal(db_copy(db, path), OK);
	assert_int_equal(db_open(DB_SCHOOL, path, false, &file), OK);
	buf_init(&sql, arena, 16384);
	for (int i = 0; i < 120; i++)
		buf_addf(&sql,
		    "CREATE TABLE more_%d (inst BIGINT NOT NULL PRIMARY KEY);",
		    i);
	assert_int_equal(db_begin_write(file), OK);
	assert_int_equal(db_script(file, sql.p, sql.len), OK);
	assert_int_equal(db_commit(file), OK);
	db_close(file);
	assert_int_equal(db_fill(db, path), ERR_LIMIT);
	db_give(db);
}

/* A backup of a country copies ten thousand stores over one connection. */
static void
many_copies_leave_few_statements_on_the_server(void **state)
{
	AUTO_ARENA struct arena *arena = arena_new();
	struct world *w = *state;
	struct stmt held = count;
	int64_t most = 0;

	held.sql = "SELECT count(*) FROM pg_prepared_statements";
	server_run(w->root, "INSERT INTO school_place VALUES (1, 1)");
	for (int i = 0; i < 90; i++) {
		AUTO_DB struct db *db = NULL;
		AUTO_ROWS struct rows rows = {0};

		assert_int_equal(db_take_school(w->pool, 1, 0, &db), OK);
		assert_int_equal(
		    db_copy(db, arena_printf(arena, "%s/%d.db", w->folder, i)),
		    OK);
		assert_int_equal(db_one(db, &held, &rows), OK);
		if (rows_int(&rows, 0) > most)
			most = rows_int(&rows, 0);
		rows_close(&rows);
	}
	assert_in_range(most, 1, 2500);
}

static const struct CMUnitTest tests[] = {
    SHARDS_TEST(a_store_goes_into_a_file_and_back),
    SHARDS_TEST(a_copy_leaves_out_where_stores_lie),
    SHARDS_TEST(more_tables_than_a_copy_takes_are_refused),
    SHARDS_TEST(many_copies_leave_few_statements_on_the_server),
};

SHARDS_MAIN(tests)
