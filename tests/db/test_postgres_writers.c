/* SPDX-License-Identifier: EUPL-1.2 */
/* Whose rows are seen, and who may write when. */
#include "postgres_fixture.h"

#include <pthread.h>

/* ---- schools ---- */

static const struct stmt own_put STMT = {
    .name = "own.put",
    .params = "iii",
    .columns = "",
    .sql = "INSERT INTO own (inst, id, value) VALUES ($1, $2, $3)",
};
static const struct stmt own_count STMT = {
    .name = "own.count",
    .params = "",
    .columns = "i",
    .sql = "SELECT count(*) FROM own",
};
static const struct stmt own_clear STMT = {
    .name = "own.clear",
    .params = "i",
    .columns = "",
    .sql = "DELETE FROM own WHERE inst = $1",
};

static int64_t
own_rows(struct db *db)
{
	AUTO_ROWS struct rows rows = {0};

	assert_int_equal(db_one(db, &own_count, &rows), OK);
	return rows_int(&rows, 0);
}

static void
rows_of_another_school_are_neither_seen_nor_written(void **state)
{
	struct world *w = *state;
	int64_t changed = -1;

	server_run(
	    w->root, "INSERT INTO own VALUES (1, 1, 1), (2, 1, 1), (2, 2, 2)");
	assert_int_equal(own_rows(w->db), 1);
	assert_int_equal(db_begin_read(w->db), OK);
	assert_int_equal(own_rows(w->db), 1);
	assert_int_equal(db_commit(w->db), OK);
	assert_int_equal(
	    db_run(w->db, &own_put, NULL, A_INT(2), A_INT(9), A_INT(9)),
	    ERR_DB);
	assert_int_equal(db_run(w->db, &own_clear, &changed, A_INT(2)), OK);
	assert_int_equal(changed, 0);
	assert_int_equal(
	    db_run(w->db, &own_put, NULL, A_INT(1), A_INT(9), A_INT(9)), OK);
	/* The same handle, taken for another school. */
	db_rest(w->db);
	w->db->inst = 2;
	assert_int_equal(own_rows(w->db), 2);
	assert_int_equal(db_begin_write(w->db), OK);
	assert_int_equal(own_rows(w->db), 2);
	db_rollback(w->db);
}

static void
without_a_school_its_tables_answer_with_an_error(void **state)
{
	struct world *w = *state;
	struct db *db = world_open(w, 0);
	struct rows rows;

	/* Never set in this session... */
	assert_int_equal(db_one(db, &own_count, &rows), ERR_DB);
	assert_int_equal(rows_in(db), 0);
	/* ...and empty, as a transaction leaves it behind. */
	db->inst = 1;
	assert_int_equal(own_rows(db), 0);
	db_rest(db);
	db->inst = 0;
	assert_int_equal(db_one(db, &own_count, &rows), ERR_DB);
	assert_int_equal(
	    db_run(db, &own_put, NULL, A_INT(1), A_INT(1), A_INT(1)), ERR_DB);
	assert_int_equal(server_ask(w->root, "SELECT count(*) FROM own"), 0);
	db_close(db);
}

/* ---- several writers ---- */

struct writer {
	pthread_t thread;
	struct db *db;
	int64_t seen;
	enum err err;
};

static void *
write_after_reading(void *context)
{
	struct writer *me = context;

	if ((me->err = db_begin_write(me->db)))
		return NULL;
	me->seen = rows_in(me->db);
	if (!(me->err = put(me->db, 100, "the second")))
		me->err = db_commit(me->db);
	return NULL;
}

static int64_t
waiting_locks(struct world *w)
{
	return server_ask(
	    w->root, "SELECT count(*) FROM pg_locks WHERE NOT granted");
}

static void
writers_of_one_school_take_turns_and_of_two_do_not(void **state)
{
	struct world *w = *state;
	struct db *other = world_open(w, 2);
	struct writer second = {.db = world_open(w, 1)};

	assert_int_equal(db_begin_write(w->db), OK);
	assert_int_equal(rows_in(w->db), 0);
	assert_int_equal(db_begin_write(other), OK);
	assert_int_equal(put(other, 1, "another school's"), OK);
	assert_int_equal(db_commit(other), OK);
	assert_int_equal(
	    pthread_create(&second.thread, NULL, write_after_reading, &second),
	    0);
	wait_for(w, waiting_locks, 1);
	assert_int_equal(put(w->db, 2, "the first"), OK);
	assert_int_equal(db_commit(w->db), OK);
	pthread_join(second.thread, NULL);
	assert_int_equal(second.err, OK);
	assert_int_equal(second.seen, 2);
	db_close(second.db);
	db_close(other);
}

static void
a_single_write_does_not_wait_for_the_lane(void **state)
{
	struct world *w = *state;
	struct db *other = world_open(w, 1);

	assert_int_equal(db_begin_write(w->db), OK);
	assert_int_equal(put(other, 1, "alone"), OK);
	assert_int_equal(db_commit(w->db), OK);
	db_close(other);
}

static void *
set_in_turn(void *context)
{
	struct writer *me = context;

	/* Has row 2 and wants row 1. */
	me->err = db_run(me->db, &set, NULL, A_INT(2), A_INT(1));
	if (me->err)
		db_rollback(me->db);
	return NULL;
}

static void
a_deadlock_may_be_tried_again(void **state)
{
	struct world *w = *state;
	struct writer second = {.db = world_open(w, 2)};
	enum err err;

	assert_int_equal(put(w->db, 1, "one"), OK);
	assert_int_equal(put(w->db, 2, "two"), OK);
	assert_int_equal(db_begin_write(w->db), OK);
	assert_int_equal(db_begin_write(second.db), OK);
	assert_int_equal(db_run(w->db, &set, NULL, A_INT(1), A_INT(1)), OK);
	assert_int_equal(db_run(second.db, &set, NULL, A_INT(2), A_INT(2)), OK);
	assert_int_equal(
	    pthread_create(&second.thread, NULL, set_in_turn, &second), 0);
	wait_for(w, waiting_locks, 1);
	err = db_run(w->db, &set, NULL, A_INT(1), A_INT(2));
	if (err)
		db_rollback(w->db);
	pthread_join(second.thread, NULL);
	/* One of them, whichever the server chose. */
	assert_true((err == ERR_AGAIN) != (second.err == ERR_AGAIN));
	assert_true(err == OK || second.err == OK);
	assert_false(w->db->broken || second.db->broken);
	db_close(second.db);
}

static void
the_registry_has_a_lane_of_its_own_and_an_empty_one_another(void **state)
{
	struct world *w = *state;
	char url[320];
	struct db *db;

	assert_int_equal(
	    db_open_bare(DB_REGISTRY, w->whole, false, DB_USE_ALONE, &db), OK);
	assert_int_equal(db_begin_write(db), OK);
	assert_int_equal(put(db, 1, "one"), OK);
	assert_int_equal(db_commit(db), OK);
	assert_int_equal(put(db, 2, "two"), OK);
	db_close(db);
	assert_int_equal(server_ask(w->root, "SELECT inst FROM log_head"), 0);
	/* Before its first migration there is no log to lock. */
	server_run(w->root, "CREATE SCHEMA empty");
	snprintf(
	    url, sizeof(url), "%s&options=-csearch_path%%3Dempty", w->whole);
	assert_int_equal(
	    db_open_bare(DB_REGISTRY, url, false, DB_USE_ALONE, &db), OK);
	assert_int_equal(db_schema_version(db), 0);
	assert_int_equal(db_begin_write(db), OK);
	assert_int_equal(db_commit(db), OK);
	db_close(db);
	server_run(w->root, "DROP SCHEMA empty");
}

static const struct CMUnitTest tests[] = {
    world_test(rows_of_another_school_are_neither_seen_nor_written),
    world_test(without_a_school_its_tables_answer_with_an_error),
    world_test(the_registry_has_a_lane_of_its_own_and_an_empty_one_another),
    world_test(writers_of_one_school_take_turns_and_of_two_do_not),
    world_test(a_single_write_does_not_wait_for_the_lane),
    world_test(a_deadlock_may_be_tried_again),
};

WORLD_MAIN(tests)
