/* SPDX-License-Identifier: EUPL-1.2 */
/* A pool over shards: where institutions lie, and connections. */
#include <pthread.h>

#include "shards_fixture.h"

#define THREADS 6
#define WRITES_EACH 20
#define SCHOOLS 3
#define WAIT_MS 60000

static const struct stmt raise_counter STMT = {
    .name = "counter.raise",
    .params = "i",
    .columns = "",
    .sql = "UPDATE counter SET value = value + 1 WHERE inst = $1",
};

static void
a_school_sees_its_own_rows_alone(void **state)
{
	struct world *w = *state;

	assert_int_equal(db_create_school(w->pool, 1), OK);
	assert_int_equal(db_create_school(w->pool, 2), OK);
	assert_int_equal(write_to(w, 1, "a"), OK);
	assert_int_equal(write_to(w, 1, "b"), OK);
	assert_int_equal(write_to(w, 2, "a"), OK);
	assert_int_equal(rows_of(w, 1), 2);
	assert_int_equal(rows_of(w, 2), 1);
	assert_int_equal(
	    server_ask(w->root, "SELECT count(*) FROM school.counter"), 3);
}

static void
an_institution_without_a_place_is_not_found(void **state)
{
	struct world *w = *state;
	struct db *db;

	assert_int_equal(db_take_school(w->pool, 7, 0, &db), ERR_NOT_FOUND);
	assert_int_equal(db_take_school(w->pool, 0, 0, &db), ERR_NOT_FOUND);
	/* Nor is that remembered: another process may place it. */
	server_run(
	    w->root, "INSERT INTO school_place (inst, shard) VALUES (7, 1)");
	assert_int_equal(db_take_school(w->pool, 7, 0, &db), OK);
	db_give(db);
}

static void
new_institutions_go_where_there_are_fewest(void **state)
{
	struct world *w = *state;

	for (int64_t inst = 1; inst <= 3; inst++)
		assert_int_equal(db_create_school(w->pool, inst), OK);
	second_shard(w);
	for (int64_t inst = 4; inst <= 6; inst++)
		assert_int_equal(db_create_school(w->pool, inst), OK);
	assert_int_equal(
	    server_ask(
		w->root, "SELECT count(*) FROM school_place WHERE shard = 2"),
	    3);
	/* Again: nothing moves. */
	assert_int_equal(db_create_school(w->pool, 1), OK);
	assert_int_equal(
	    server_ask(w->root, "SELECT count(*) FROM school_place"), 6);
	assert_int_equal(write_to(w, 1, "x"), OK);
	assert_int_equal(write_to(w, 4, "x"), OK);
	assert_int_equal(
	    server_ask(w->root, "SELECT count(*) FROM school.counter"), 1);
}

static void
a_closed_shard_keeps_what_it_has_and_takes_nothing(void **state)
{
	struct world *w = *state;

	assert_int_equal(db_create_school(w->pool, 1), OK);
	server_run(w->root, "UPDATE shard SET state = 'closed'");
	assert_int_equal(db_create_school(w->pool, 2), ERR_DB);
	assert_int_equal(db_create_school(w->pool, 1), OK);
	assert_int_equal(write_to(w, 1, "x"), OK);
	assert_int_equal(
	    server_ask(w->root, "SELECT count(*) FROM school_place"), 1);
}

static void
the_list_is_of_all_shards_and_in_order(void **state)
{
	AUTO_ARENA struct arena *arena = arena_new();
	struct world *w = *state;
	int64_t *inst;
	size_t n;

	assert_int_equal(db_pool_schools(w->pool, arena, &inst, &n), OK);
	assert_int_equal(n, 0);
	second_shard(w);
	/* More than are read at once. */
	server_run(w->root,
	    "INSERT INTO school_place (inst, shard)"
	    " SELECT i, 1 + i % 2 FROM generate_series(1, 2500) i");
	assert_int_equal(db_pool_schools(w->pool, arena, &inst, &n), OK);
	assert_int_equal(n, 2500);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(inst[i], (int64_t)i + 1);
}

static void
connections_of_a_shard_are_bounded(void **state)
{
	struct world *w = *state;
	struct db_pool_figures f;
	struct db *a, *b, *c;

	for (int64_t inst = 1; inst <= 3; inst++)
		assert_int_equal(db_create_school(w->pool, inst), OK);
	assert_int_equal(db_take_school(w->pool, 1, 0, &a), OK);
	assert_int_equal(db_take_school(w->pool, 2, 0, &b), OK);
	assert_int_equal(db_take_school(w->pool, 3, 10, &c), ERR_BUSY);
	db_give(a);
	assert_int_equal(db_take_school(w->pool, 3, 0, &c), OK);
	db_pool_figures(w->pool, &f);
	assert_int_equal(f.school_handles, CONNECTIONS);
	assert_int_equal(f.school_handles_max, CONNECTIONS);
	assert_int_equal(f.handles_taken, 2);
	db_give(b);
	db_give(c);
	/* The same connection serves one school after the other. */
	assert_int_equal(rows_of(w, 1), 0);
	assert_int_equal(write_to(w, 2, "x"), OK);
	assert_int_equal(rows_of(w, 1), 0);
	assert_int_equal(rows_of(w, 2), 1);
}

static void *
write_many(void *arg)
{
	struct world *w = arg;

	for (int i = 0; i < WRITES_EACH; i++) {
		AUTO_DB struct db *db = NULL;
		int64_t inst = 1 + i % SCHOOLS;

		/* cmocka's asserts are of one thread. */
		if (db_take_school(w->pool, inst, WAIT_MS, &db) ||
		    db_begin_write(db) ||
		    db_run(db, &raise_counter, NULL, A_INT(inst)) ||
		    db_commit(db))
			abort();
	}
	return NULL;
}

static void
threads_share_few_connections_and_lose_no_write(void **state)
{
	struct world *w = *state;
	pthread_t thread[THREADS];

	for (int64_t inst = 1; inst <= SCHOOLS; inst++) {
		assert_int_equal(db_create_school(w->pool, inst), OK);
		assert_int_equal(write_to(w, inst, "n"), OK);
	}
	server_run(w->root, "UPDATE school.counter SET value = 0");
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(
		    pthread_create(&thread[i], NULL, write_many, w), 0);
	for (int i = 0; i < THREADS; i++)
		pthread_join(thread[i], NULL);
	assert_int_equal(
	    server_ask(w->root, "SELECT sum(value) FROM school.counter"),
	    THREADS * WRITES_EACH);
	assert_true(server_ask(w->root,
			"SELECT count(*) FROM pg_stat_activity"
			" WHERE datname = current_database() AND"
			" pid <> pg_backend_pid()") <= 2 * CONNECTIONS + 1);
}

static void
lost_connections_are_replaced(void **state)
{
	struct world *w = *state;
	struct db *a, *b;

	assert_int_equal(db_create_school(w->pool, 1), OK);
	assert_int_equal(db_take_school(w->pool, 1, 0, &a), OK);
	assert_int_equal(db_take_school(w->pool, 1, 0, &b), OK);
	db_give(b);
	assert_int_equal(db_begin_write(a), OK);
	server_run(w->root,
	    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
	    " WHERE pid <> pg_backend_pid() AND datname ="
	    " current_database()");
	assert_int_equal(
	    db_run(a, &add, NULL, A_INT(1), A_TEXT("x"), A_INT(1)), ERR_AGAIN);
	db_rollback(a);
	db_give(a);
	assert_int_equal(write_to(w, 1, "y"), OK);
	assert_int_equal(rows_of(w, 1), 1);
	/* The registry's own, and the one that looks places up. */
	assert_int_equal(db_create_school(w->pool, 2), OK);
	assert_int_equal(write_to(w, 2, "y"), OK);
}

static const struct CMUnitTest tests[] = {
    SHARDS_TEST(a_school_sees_its_own_rows_alone),
    SHARDS_TEST(an_institution_without_a_place_is_not_found),
    SHARDS_TEST(new_institutions_go_where_there_are_fewest),
    SHARDS_TEST(a_closed_shard_keeps_what_it_has_and_takes_nothing),
    SHARDS_TEST(the_list_is_of_all_shards_and_in_order),
    SHARDS_TEST(connections_of_a_shard_are_bounded),
    SHARDS_TEST(threads_share_few_connections_and_lose_no_write),
    SHARDS_TEST(lost_connections_are_replaced),
};

SHARDS_MAIN(tests)
