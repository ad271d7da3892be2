/* SPDX-License-Identifier: EUPL-1.2 */
/* A database of this run's own in the cluster of tests/pg.sh, with a role that
 * is nobody's superuser. Where EJ_TEST_POOLER is set, its handles go through
 * the pooler by transactions that listens there. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <libpq-fe.h>

#include "base/log.h"
#include "db/engine.h"
#include "server_session.h"

struct world {
	char url[256];	 /* of the role, perhaps through the pooler */
	char whole[256]; /* of the superuser, in the database */
	const char *host;
	PGconn *root; /* a superuser's session in the database */
	enum db_use use;
	struct db *db; /* of school 1 */
};

static const char world_tables[] =
    "CREATE TABLE log_head (inst BIGINT NOT NULL PRIMARY KEY,"
    " size BIGINT NOT NULL, last_at BIGINT NOT NULL);"
    "CREATE TABLE parent (id BIGINT NOT NULL PRIMARY KEY);"
    "CREATE TABLE t (id BIGINT NOT NULL PRIMARY KEY,"
    " name TEXT NOT NULL UNIQUE, note TEXT, data BYTEA,"
    " age BIGINT CHECK (age > 0), parent BIGINT REFERENCES parent (id),"
    " small SMALLINT, medium INTEGER);"
    "CREATE TABLE own (inst BIGINT NOT NULL, id BIGINT NOT NULL,"
    " value BIGINT NOT NULL, PRIMARY KEY (inst, id));"
    "ALTER TABLE own ENABLE ROW LEVEL SECURITY;"
    "ALTER TABLE own FORCE ROW LEVEL SECURITY;"
    "CREATE POLICY own ON own"
    " USING (inst = current_setting('app.inst')::bigint)"
    " WITH CHECK (inst = current_setting('app.inst')::bigint);";

static inline struct db *
world_open(struct world *w, int64_t inst)
{
	struct db *db;

	assert_int_equal(
	    db_open_bare(DB_SCHOOL, w->url, false, w->use, &db), OK);
	db->inst = inst;
	return db;
}

static inline int
world_make(void **state)
{
	struct world *w = calloc(1, sizeof(*w));
	const char *super = getenv("EJ_TEST_PG");
	const char *pooler = getenv("EJ_TEST_POOLER");
	char sql[256];
	int me = getpid();

	w->host = strstr(super, "host=") + 5;
	w->use = pooler ? DB_USE_UNPREPARED : DB_USE_POOLED;
	snprintf(w->url, sizeof(w->url), "postgresql://app_%d@/ej_%d?host=%s",
	    me, me, pooler ? pooler : w->host);
	snprintf(w->whole, sizeof(w->whole),
	    "postgresql://ejournal@/ej_%d?host=%s", me, w->host);
	w->root = server_connect(super);
	snprintf(sql, sizeof(sql), "CREATE DATABASE ej_%d", me);
	server_run(w->root, sql);
	snprintf(sql, sizeof(sql), "CREATE ROLE app_%d LOGIN", me);
	server_run(w->root, sql);
	PQfinish(w->root);
	w->root = server_connect(w->whole);
	server_run(w->root, world_tables);
	snprintf(sql, sizeof(sql),
	    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA"
	    " public TO app_%d",
	    me);
	server_run(w->root, sql);
	*state = w;
	return 0;
}

static inline int
world_unmake(void **state)
{
	struct world *w = *state;

	PQfinish(w->root);
	free(w);
	return 0;
}

/* Every test begins with empty tables and a handle of school 1. */
static inline int
world_enter(void **state)
{
	struct world *w = *state;

	log_set_level(LOG_ERROR + 1);
	server_run(w->root, "TRUNCATE parent, t, own, log_head");
	w->db = world_open(w, 1);
	return 0;
}

static inline int
world_leave(void **state)
{
	struct world *w = *state;

	db_close(w->db);
	w->db = NULL;
	return 0;
}

#define world_test(f)                                                          \
	cmocka_unit_test_setup_teardown(f, world_enter, world_leave)

/* ---- what the tests say ---- */

static const struct stmt add STMT = {
    .name = "t.add",
    .params = "isSBII",
    .columns = "",
    .sql = "INSERT INTO t (id, name, note, data, age, parent)"
	   " VALUES ($1, $2, $3, $4, $5, $6)",
};
static const struct stmt count STMT = {
    .name = "t.count",
    .params = "",
    .columns = "i",
    .sql = "SELECT count(*) FROM t",
};
static const struct stmt set STMT = {
    .name = "t.set",
    .params = "ii",
    .columns = "",
    .sql = "UPDATE t SET age = $1 WHERE id = $2",
};
static inline enum err
put(struct db *db, int64_t id, const char *name)
{
	return db_run(db, &add, NULL, A_INT(id), A_TEXT(name), A_NULL(),
	    A_NULL(), A_NULL(), A_NULL());
}

static inline enum err
put_sent(struct db *db, int64_t id, const char *name)
{
	return db_send(db, &add, A_INT(id), A_TEXT(name), A_NULL(), A_NULL(),
	    A_NULL(), A_NULL());
}

static inline int64_t
rows_in(struct db *db)
{
	AUTO_ROWS struct rows rows = {0};

	assert_int_equal(db_one(db, &count, &rows), OK);
	return rows_int(&rows, 0);
}

/* Until the server shows n of what is asked. */
static inline void
wait_for(struct world *w, int64_t (*asked)(struct world *), int64_t n)
{
	while (asked(w) != n)
		usleep(1000);
}

#define WORLD_MAIN(tests)                                                      \
	int main(void)                                                         \
	{                                                                      \
		if (!getenv("EJ_TEST_PG")) {                                   \
			puts("skipped: run by tests/pg.sh");                   \
			return 77;                                             \
		}                                                              \
		return cmocka_run_group_tests(                                 \
		    tests, world_make, world_unmake);                          \
	}
