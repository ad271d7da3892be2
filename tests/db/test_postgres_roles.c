/* SPDX-License-Identifier: EUPL-1.2 */
/* The roles, and the rows that each may see. */
#include "shards_fixture.h"

#include "db/postgres_roles.h"
#include "db/postgres_url.h"

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
	/* Who could become the owner with SET ROLE is as strong as he. */
	rootf(w, "ALTER ROLE sapp_%d NOINHERIT", me, 0);
	assert_int_equal(open_as(w, w->app, false), ERR_DENIED);
	rootf(w, "ALTER ROLE sapp_%d INHERIT", me, 0);
	rootf(w, "REVOKE sown_%d FROM sapp_%d", me, me);
	assert_int_equal(open_as(w, w->app, false), OK);
	/* Whose passwords anybody may see. */
	server_run(
	    w->root, "INSERT INTO setting (name, value) VALUES ('demo', '1')");
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

	server_run(w->root, "DELETE FROM schema_migration WHERE version = 2");
	assert_int_equal(open_as(w, w->app, false), ERR_INVALID);
	assert_int_equal(
	    server_ask(w->root, "SELECT count(*) FROM schema_migration"), 1);
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

/* Writes all institutions' rows, as a migration may have to. */
static enum err
change_all_rows(struct db *db)
{
	static const char sql[] = "UPDATE counter SET value = value + 1;";
	enum err err;

	assert_int_equal(db_begin_write(db), OK);
	if ((err = db_script(db, sql, sizeof(sql) - 1))) {
		db_rollback(db);
		return err;
	}
	return db_commit(db);
}

static void
a_migration_may_change_the_rows_of_all(void **state)
{
	AUTO_ARENA struct arena *arena = arena_new();
	struct world *w = *state;
	struct db *db;

	server_run(w->root,
	    "INSERT INTO school.counter VALUES (1, 'x', 1), (2, 'x', 2)");
	assert_int_equal(
	    db_open_bare(DB_SCHOOL,
		postgres_url_shard(arena, w->owner, "schema:school"), false,
		DB_USE_ALONE, &db),
	    OK);
	assert_int_equal(change_all_rows(db), ERR_DB);
	assert_int_equal(postgres_roles_unforce(db), OK);
	assert_int_equal(change_all_rows(db), OK);
	db_close(db);
	assert_int_equal(db_shard_make(&w->place, "schema:school", NULL), OK);
	assert_int_equal(
	    server_ask(w->root,
		"SELECT count(*) FROM pg_class WHERE relrowsecurity"
		" AND NOT relforcerowsecurity"),
	    0);
	assert_int_equal(
	    server_ask(w->root, "SELECT sum(value) FROM school.counter"), 5);
}

static void
a_demo_is_cleared_and_nothing_beside_it(void **state)
{
	struct world *w = *state;

	rootf(w,
	    "CREATE TABLE beside (x BIGINT);"
	    " ALTER TABLE beside OWNER TO sown_%d",
	    getpid(), 0);
	assert_int_equal(db_place_clear(&w->place), ERR_DENIED);
	server_run(
	    w->root, "INSERT INTO setting (name, value) VALUES ('demo', '1')");
	assert_int_equal(db_place_clear(&w->place), OK);
	assert_int_equal(server_ask(w->root,
			     "SELECT count(*) FROM pg_class WHERE relkind = 'r'"
			     " AND relnamespace IN ('public'::regnamespace,"
			     " 'school'::regnamespace)"),
	    1);
	assert_int_equal(server_ask(w->root, "SELECT count(*) FROM beside"), 0);
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
	assert_int_equal(
	    server_ask(w->root, "SELECT count(*) FROM school.event"), 1);
}

/* Every table of a school that names an institution has its policy. */
static void
without_an_institution_there_are_no_rows_but_errors(void **state)
{
	struct world *w = *state;
	PGconn *conn;

	server_run(w->root,
	    "INSERT INTO school.counter VALUES (1, 'x', 1), (2, 'x', 2)");
	assert_int_equal(
	    server_ask(w->root,
		"SELECT count(*) FROM pg_class c JOIN pg_attribute a"
		" ON a.attrelid = c.oid AND a.attname = 'inst'"
		" WHERE c.relnamespace = 'school'::regnamespace"
		" AND c.relkind = 'r' AND NOT (c.relrowsecurity"
		" AND c.relforcerowsecurity)"),
	    0);
	conn = server_connect(w->app);
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
	server_run(w->root,
	    "INSERT INTO setting (name, value) VALUES ('secret', 'ab')");
	place = w->place;
	place.registry_url = w->super;
	assert_int_equal(db_place_demo(arena, &place, role), ERR_EXISTS);
	assert_int_equal(db_place_clear(&place), ERR_DENIED);
	server_run(
	    w->root, "INSERT INTO setting (name, value) VALUES ('demo', '1')");
	assert_int_equal(db_place_demo(arena, &place, role), OK);
	assert_int_equal(db_place_clear(&place), OK);
	assert_int_equal(
	    server_ask(w->root,
		"SELECT count(*) FROM pg_tables WHERE schemaname IN"
		" ('public', 'school')"),
	    0);
}

static const struct CMUnitTest tests[] = {
    SHARDS_TEST(a_role_that_may_do_too_much_is_refused),
    SHARDS_TEST(a_shard_whose_role_may_do_too_much_is_refused),
    SHARDS_TEST(an_older_schema_is_refused_and_not_migrated),
    SHARDS_TEST(migrating_again_changes_nothing),
    SHARDS_TEST(a_migration_may_change_the_rows_of_all),
    SHARDS_TEST(a_demo_is_cleared_and_nothing_beside_it),
    SHARDS_TEST(the_history_only_grows),
    SHARDS_TEST(without_an_institution_there_are_no_rows_but_errors),
    SHARDS_TEST(a_demo_makes_a_role_that_may_do_no_more),
};

SHARDS_MAIN(tests)
