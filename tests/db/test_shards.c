/* SPDX-License-Identifier: EUPL-1.2 */
/* A pool over shards, the roles and the rows that each may see. */
#include <libpq-fe.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/log.h"
#include "db/engine.h"

#define CONNECTIONS 2

struct world {
	char folder[64];
	char super[256], app[256], owner[256], second[256];
	PGconn *root; /* a superuser's session in the registry's database */
	struct db_place place;
	struct db_pool *pool;
};

static const struct stmt add STMT = {
    .name = "counter.add",
    .params = "isi",
    .columns = "",
    .sql = "INSERT INTO counter (inst, name, value) VALUES ($1, $2, $3)",
};
static const struct stmt count STMT = {
    .name = "counter.count",
    .params = "",
    .columns = "i",
    .sql = "SELECT count(*) FROM counter",
};
static const struct stmt add_event STMT = {
    .name = "event.add",
    .params = "iibb",
    .columns = "",
    .sql = "INSERT INTO event (inst, seq, entry, leaf)"
	   " VALUES ($1, $2, $3, $4)",
};
static const struct stmt change_event STMT = {
    .name = "event.change",
    .params = "b",
    .columns = "",
    .sql = "UPDATE event SET leaf = $1",
};
static const struct stmt drop_event STMT = {
    .name = "event.drop",
    .params = "i",
    .columns = "",
    .sql = "DELETE FROM event WHERE seq = $1",
};

static PGconn *
session(const char *url)
{
	PGconn *conn = PQconnectdb(url);

	if (PQstatus(conn) != CONNECTION_OK)
		fail_msg("%s", PQerrorMessage(conn));
	return conn;
}

static void
root(struct world *w, const char *sql)
{
	PGresult *result = PQexec(w->root, sql);
	ExecStatusType status = PQresultStatus(result);

	if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
		fail_msg("%s: %s", sql, PQerrorMessage(w->root));
	PQclear(result);
}

static void
rootf(struct world *w, const char *format, int a, int b)
{
	char sql[256];

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	snprintf(sql, sizeof(sql), format, a, b);
#pragma GCC diagnostic pop
	root(w, sql);
}

static int64_t
asked(struct world *w, const char *sql)
{
	PGresult *result = PQexec(w->root, sql);
	int64_t n;

	if (PQresultStatus(result) != PGRES_TUPLES_OK)
		fail_msg("%s: %s", sql, PQerrorMessage(w->root));
	n = strtoll(PQgetvalue(result, 0, 0), NULL, 10);
	PQclear(result);
	return n;
}

/* What a session that is only the app is told. */
static void
app_sees(PGconn *conn, const char *sql, const char *state, const char *value)
{
	PGresult *result = PQexec(conn, sql);
	const char *got = PQresultErrorField(result, PG_DIAG_SQLSTATE);

	if (strcmp(got ? got : "", state) != 0)
		fail_msg("%s: %s", sql, PQerrorMessage(conn));
	if (value)
		assert_string_equal(PQgetvalue(result, 0, 0), value);
	PQclear(result);
}

static void
make_urls(struct world *w)
{
	const char *host = strstr(getenv("EJ_TEST_PG"), "host=") + 5;
	const int me = getpid();

	snprintf(w->super, sizeof(w->super),
	    "postgresql://ejournal@/sr_%d?host=%s", me, host);
	snprintf(w->app, sizeof(w->app), "postgresql://sapp_%d@/sr_%d?host=%s",
	    me, me, host);
	snprintf(w->owner, sizeof(w->owner),
	    "postgresql://sown_%d@/sr_%d?host=%s", me, me, host);
	snprintf(w->second, sizeof(w->second),
	    "postgresql://sapp_%d@/ss_%d?host=%s", me, me, host);
}

static int
make_roles(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	make_urls(w);
	w->root = session(getenv("EJ_TEST_PG"));
	rootf(w, "CREATE ROLE sown_%d LOGIN", getpid(), 0);
	rootf(w, "CREATE ROLE sapp_%d LOGIN", getpid(), 0);
	PQfinish(w->root);
	*state = w;
	return 0;
}

static int
drop_roles(void **state)
{
	free(*state);
	return 0;
}

/* A fresh database; the registry has its first shard. */
static int
enter(void **state)
{
	struct world *w = *state;
	const int me = getpid();

	log_set_level(LOG_ERROR + 1);
	strcpy(w->folder, "/tmp/ejournal-shards-XXXXXX");
	assert_non_null(mkdtemp(w->folder));
	w->root = session(getenv("EJ_TEST_PG"));
	rootf(w, "CREATE DATABASE sr_%d OWNER sown_%d", me, me);
	PQfinish(w->root);
	w->root = session(w->super);
	root(w, "SET client_min_messages = warning");
	w->place = (struct db_place){.state = w->folder,
	    .registry_url = w->app,
	    .owner_url = w->owner,
	    .prepared = true,
	    .connections_max = CONNECTIONS};
	assert_int_equal(db_state_create(&w->place), OK);
	assert_int_equal(db_shard_make(&w->place, "schema:school", NULL), OK);
	root(w, "INSERT INTO shard (shard, url, state, added_at)"
		" VALUES (1, 'schema:school', 'open', 0)");
	assert_int_equal(db_pool_open(&w->place, &w->pool), OK);
	return 0;
}

static int
leave(void **state)
{
	struct world *w = *state;
	char command[128];

	db_pool_close(w->pool);
	w->pool = NULL;
	PQfinish(w->root);
	w->root = session(getenv("EJ_TEST_PG"));
	root(w, "SET client_min_messages = warning");
	rootf(w, "DROP DATABASE sr_%d WITH (FORCE)", getpid(), 0);
	rootf(w, "DROP DATABASE IF EXISTS ss_%d WITH (FORCE)", getpid(), 0);
	PQfinish(w->root);
	snprintf(command, sizeof(command), "rm -rf %s", w->folder);
	assert_int_equal(system(command), 0);
	return 0;
}

static void
second_shard(struct world *w)
{
	char sql[512];

	rootf(w, "CREATE DATABASE ss_%d OWNER sown_%d", getpid(), getpid());
	assert_int_equal(db_shard_make(&w->place, w->second, NULL), OK);
	snprintf(sql, sizeof(sql),
	    "INSERT INTO shard (shard, url, state, added_at)"
	    " VALUES (2, '%s', 'open', 0)",
	    w->second);
	root(w, sql);
}

static enum err
write_to(struct world *w, int64_t inst, const char *name)
{
	AUTO_DB struct db *db = NULL;
	enum err err;

	if ((err = db_take_school(w->pool, inst, 0, &db)))
		return err;
	return db_run(
	    db, &add, NULL, A_INT(inst), A_TEXT(name), A_INT(inst * 10));
}

static int64_t
rows_of(struct world *w, int64_t inst)
{
	AUTO_DB struct db *db = NULL;
	AUTO_ROWS struct rows rows = {0};

	assert_int_equal(db_take_school(w->pool, inst, 0, &db), OK);
	assert_int_equal(db_one(db, &count, &rows), OK);
	return rows_int(&rows, 0);
}

/* ---- places ---- */

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
	assert_int_equal(asked(w, "SELECT count(*) FROM school.counter"), 3);
}

static void
an_institution_without_a_place_is_not_found(void **state)
{
	struct world *w = *state;
	struct db *db;

	assert_int_equal(db_take_school(w->pool, 7, 0, &db), ERR_NOT_FOUND);
	assert_int_equal(db_take_school(w->pool, 0, 0, &db), ERR_NOT_FOUND);
	/* Nor is that remembered: another process may place it. */
	root(w, "INSERT INTO school_place (inst, shard) VALUES (7, 1)");
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
	    asked(w, "SELECT count(*) FROM school_place WHERE shard = 2"), 3);
	/* Again: nothing moves. */
	assert_int_equal(db_create_school(w->pool, 1), OK);
	assert_int_equal(asked(w, "SELECT count(*) FROM school_place"), 6);
	assert_int_equal(write_to(w, 1, "x"), OK);
	assert_int_equal(write_to(w, 4, "x"), OK);
	assert_int_equal(asked(w, "SELECT count(*) FROM school.counter"), 1);
}

static void
a_closed_shard_keeps_what_it_has_and_takes_nothing(void **state)
{
	struct world *w = *state;

	assert_int_equal(db_create_school(w->pool, 1), OK);
	root(w, "UPDATE shard SET state = 'closed'");
	assert_int_equal(db_create_school(w->pool, 2), ERR_DB);
	assert_int_equal(db_create_school(w->pool, 1), OK);
	assert_int_equal(write_to(w, 1, "x"), OK);
	assert_int_equal(asked(w, "SELECT count(*) FROM school_place"), 1);
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
	root(w, "INSERT INTO school_place (inst, shard)"
		" SELECT i, 1 + i % 2 FROM generate_series(1, 2500) i");
	assert_int_equal(db_pool_schools(w->pool, arena, &inst, &n), OK);
	assert_int_equal(n, 2500);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(inst[i], (int64_t)i + 1);
}

/* ---- connections ---- */

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
	root(w, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
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

/* ---- roles ---- */

static enum err
open_as(struct world *w, const char *url, bool any_role)
{
	struct db_place place = w->place;
	struct db_pool *pool;
	enum err err;

	place.registry_url = url;
	place.any_role = any_role;
	if ((err = db_pool_open(&place, &pool)))
		return err;
	db_pool_close(pool);
	return OK;
}

static void
a_role_that_may_do_too_much_is_refused(void **state)
{
	struct world *w = *state;
	const int me = getpid();

	assert_int_equal(open_as(w, w->app, false), OK);
	assert_int_equal(open_as(w, w->super, false), ERR_DENIED);
	assert_int_equal(open_as(w, w->owner, false), ERR_DENIED);
	assert_int_equal(open_as(w, w->super, true), OK);
	rootf(w, "GRANT UPDATE ON event TO sapp_%d", me, 0);
	assert_int_equal(open_as(w, w->app, false), ERR_DENIED);
	rootf(w, "REVOKE UPDATE ON event FROM sapp_%d", me, 0);
	rootf(w, "ALTER ROLE sapp_%d BYPASSRLS", me, 0);
	assert_int_equal(open_as(w, w->app, false), ERR_DENIED);
	rootf(w, "ALTER ROLE sapp_%d NOBYPASSRLS", me, 0);
	rootf(w, "GRANT sown_%d TO sapp_%d", me, me);
	assert_int_equal(open_as(w, w->app, false), ERR_DENIED);
	rootf(w, "REVOKE sown_%d FROM sapp_%d", me, me);
	assert_int_equal(open_as(w, w->app, false), OK);
	/* Whose passwords anybody may see. */
	root(w, "INSERT INTO setting (name, value) VALUES ('demo', '1')");
	assert_int_equal(open_as(w, w->super, false), OK);
}

static void
a_shard_whose_role_may_do_too_much_is_refused(void **state)
{
	struct world *w = *state;
	struct db *db;

	assert_int_equal(db_create_school(w->pool, 1), OK);
	rootf(w, "GRANT DELETE ON school.event TO sapp_%d", getpid(), 0);
	assert_int_equal(db_take_school(w->pool, 1, 0, &db), ERR_DENIED);
	/* The owner's grants take away what should not be there. */
	assert_int_equal(db_shard_make(&w->place, "schema:school", NULL), OK);
	assert_int_equal(db_take_school(w->pool, 1, 0, &db), OK);
	db_give(db);
}

static void
an_older_schema_is_refused_and_not_migrated(void **state)
{
	struct world *w = *state;

	root(w, "DELETE FROM schema_migration WHERE version = 2");
	assert_int_equal(open_as(w, w->app, false), ERR_INVALID);
	assert_int_equal(asked(w, "SELECT count(*) FROM schema_migration"), 1);
}

static void
migrating_again_changes_nothing(void **state)
{
	struct world *w = *state;
	size_t shards;

	second_shard(w);
	assert_int_equal(db_place_migrate(&w->place, &shards), OK);
	assert_int_equal(shards, 2);
	assert_int_equal(db_place_migrate(&w->place, &shards), OK);
	assert_int_equal(db_create_school(w->pool, 1), OK);
	assert_int_equal(write_to(w, 1, "x"), OK);
}

static void
the_history_only_grows(void **state)
{
	struct world *w = *state;
	struct db *db;

	assert_int_equal(db_create_school(w->pool, 1), OK);
	assert_int_equal(db_take_school(w->pool, 1, 0, &db), OK);
	assert_int_equal(db_run(db, &add_event, NULL, A_INT(1), A_INT(0),
			     A_BYTES("e", 1), A_BYTES("l", 1)),
	    OK);
	assert_int_equal(
	    db_run(db, &change_event, NULL, A_BYTES("x", 1)), ERR_DB);
	assert_int_equal(db_run(db, &drop_event, NULL, A_INT(0)), ERR_DB);
	db_give(db);
	assert_int_equal(asked(w, "SELECT count(*) FROM school.event"), 1);
}

/* Every table of a school that names an institution has its policy. */
static void
without_an_institution_there_are_no_rows_but_errors(void **state)
{
	struct world *w = *state;
	PGconn *conn;

	root(w, "INSERT INTO school.counter VALUES (1, 'x', 1), (2, 'x', 2)");
	assert_int_equal(
	    asked(w, "SELECT count(*) FROM pg_class c JOIN pg_attribute a"
		     " ON a.attrelid = c.oid AND a.attname = 'inst'"
		     " WHERE c.relnamespace = 'school'::regnamespace"
		     " AND c.relkind = 'r' AND NOT (c.relrowsecurity"
		     " AND c.relforcerowsecurity)"),
	    0);
	conn = session(w->app);
	app_sees(conn, "SELECT count(*) FROM school.counter", "42704", NULL);
	app_sees(
	    conn, "BEGIN; SELECT set_config('app.inst', '1', true)", "", NULL);
	app_sees(conn, "SELECT sum(value) FROM school.counter", "", "1");
	app_sees(conn, "INSERT INTO school.counter VALUES (2, 'y', 1)", "42501",
	    NULL);
	app_sees(conn, "ROLLBACK", "", NULL);
	/* After a transaction the setting is there, and empty. */
	app_sees(conn, "SELECT current_setting('app.inst')", "", "");
	app_sees(conn, "SELECT count(*) FROM school.counter", "22P02", NULL);
	app_sees(conn, "UPDATE school.counter SET value = 0", "22P02", NULL);
	PQfinish(conn);
}

/* ---- copies ---- */

static void
a_store_goes_into_a_file_and_back(void **state)
{
	AUTO_ARENA struct arena *arena = arena_new();
	struct world *w = *state;
	const char *path = arena_printf(arena, "%s/copy.db", w->folder);
	AUTO_ROWS struct rows rows = {0};
	struct db *db, *file;

	second_shard(w);
	root(w, "INSERT INTO school_place VALUES (1, 1), (2, 1)");
	/* Several slices, NULLs, bytes, what refers to another table; and a
	 * neighbour. */
	root(w, "INSERT INTO school.counter SELECT 1 + i % 2, 'n' || i, i"
		" FROM generate_series(1, 9000) i");
	root(w, "INSERT INTO school.person (inst, person, surname, given,"
		" patronymic, name_fold, name_sort, sex, log_id, created_at)"
		" VALUES (1, 5, 'Гнатюк', 'О', '', 'г', 'г', '', 'p-1', 0)");
	root(w, "INSERT INTO school.person_role VALUES"
		" (1, 5, 'pupil', 1, NULL, NULL)");
	root(w, "INSERT INTO school.event VALUES (1, 0, '\\x00ff', '\\x')");
	root(w, "INSERT INTO school.log_head VALUES (1, 1, 7)");
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
	root(w, "TRUNCATE school.person CASCADE");
	root(w, "DELETE FROM school.counter WHERE inst = 1");
	root(w, "DELETE FROM school.event");
	root(w, "DELETE FROM school.log_head");
	assert_int_equal(db_take_school(w->pool, 1, 0, &db), OK);
	assert_int_equal(db_fill(db, path), OK);
	db_give(db);
	assert_int_equal(rows_of(w, 1), 4500);
	assert_int_equal(rows_of(w, 2), 4500);
	assert_int_equal(
	    asked(w, "SELECT count(*) FROM school.person p"
		     " JOIN school.person_role r USING (inst, person)"
		     " WHERE p.surname = 'Гнатюк' AND r.ends_on IS NULL"
		     " AND p.email IS NULL"),
	    1);
	assert_int_equal(
	    asked(w, "SELECT count(*) FROM school.event e"
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
	root(w, "INSERT INTO school_place VALUES (1, 1)");
	root(w, "INSERT INTO setting VALUES ('x', 'y')");
	assert_int_equal(db_take_registry(w->pool, &db), OK);
	assert_int_equal(db_copy(db, path), OK);
	db_give(db);
	assert_int_equal(db_open(DB_REGISTRY, path, false, &file), OK);
	assert_int_equal(db_one(file, &shards, &rows), OK);
	assert_int_equal(rows_int(&rows, 0), 0);
	rows_close(&rows);
	db_close(file);
}

/* ---- a demo's role ---- */

static void
a_demo_makes_a_role_that_may_do_no_more(void **state)
{
	AUTO_ARENA struct arena *arena = arena_new();
	struct world *w = *state;
	struct db_place place = w->place;
	char role[64];

	snprintf(role, sizeof(role), "sdemo_%d", getpid());
	place.registry_url = w->super;
	place.owner_url = "";
	assert_int_equal(db_place_demo(arena, &place, role), OK);
	assert_string_equal(place.owner_url, w->super);
	assert_false(place.any_role);
	assert_int_equal(db_state_create(&place), OK);
	assert_int_equal(open_as(w, place.registry_url, false), OK);
	/* A real installation is left alone. */
	root(w, "INSERT INTO setting (name, value) VALUES ('secret', 'ab')");
	place = w->place;
	place.registry_url = w->super;
	assert_int_equal(db_place_demo(arena, &place, role), ERR_EXISTS);
	assert_int_equal(db_place_clear(&place), ERR_DENIED);
	root(w, "INSERT INTO setting (name, value) VALUES ('demo', '1')");
	assert_int_equal(db_place_demo(arena, &place, role), OK);
	assert_int_equal(db_place_clear(&place), OK);
	assert_int_equal(
	    asked(w, "SELECT count(*) FROM pg_tables WHERE schemaname IN"
		     " ('public', 'school')"),
	    0);
}

#define T(f) cmocka_unit_test_setup_teardown(f, enter, leave)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    T(a_school_sees_its_own_rows_alone),
	    T(an_institution_without_a_place_is_not_found),
	    T(new_institutions_go_where_there_are_fewest),
	    T(a_closed_shard_keeps_what_it_has_and_takes_nothing),
	    T(the_list_is_of_all_shards_and_in_order),
	    T(connections_of_a_shard_are_bounded),
	    T(lost_connections_are_replaced),
	    T(a_role_that_may_do_too_much_is_refused),
	    T(a_shard_whose_role_may_do_too_much_is_refused),
	    T(an_older_schema_is_refused_and_not_migrated),
	    T(migrating_again_changes_nothing),
	    T(the_history_only_grows),
	    T(without_an_institution_there_are_no_rows_but_errors),
	    T(a_store_goes_into_a_file_and_back),
	    T(a_copy_leaves_out_where_stores_lie),
	    T(a_demo_makes_a_role_that_may_do_no_more),
	};

	if (!getenv("EJ_TEST_PG")) {
		puts("skipped: run by tests/pg.sh");
		return 77;
	}
	return cmocka_run_group_tests(tests, make_roles, drop_roles);
}
