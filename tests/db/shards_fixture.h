/* SPDX-License-Identifier: EUPL-1.2 */
/* A registry and shards of this test's own in the cluster of tests/pg.sh: an
 * owner, an app, and the superuser who looks behind. */
#pragma once

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
#include "server_session.h"

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

static inline void
rootf(struct world *w, const char *format, int a, int b)
{
	char sql[256];

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	snprintf(sql, sizeof(sql), format, a, b);
#pragma GCC diagnostic pop
	server_run(w->root, sql);
}

/* What a session that is only the app is told. */
static inline void
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

static inline void
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

static inline int
make_roles(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	make_urls(w);
	w->root = server_connect(getenv("EJ_TEST_PG"));
	rootf(w, "CREATE ROLE sown_%d LOGIN", getpid(), 0);
	rootf(w, "CREATE ROLE sapp_%d LOGIN", getpid(), 0);
	PQfinish(w->root);
	*state = w;
	return 0;
}

static inline int
drop_roles(void **state)
{
	struct world *w = *state;

	w->root = server_connect(getenv("EJ_TEST_PG"));
	server_run(w->root, "SET client_min_messages = warning");
	rootf(w, "DROP ROLE sown_%d, sapp_%d", getpid(), getpid());
	rootf(w, "DROP ROLE IF EXISTS sdemo_%d", getpid(), 0);
	PQfinish(w->root);
	free(w);
	return 0;
}

/* A fresh database; the registry has its first shard. */
static inline int
enter(void **state)
{
	struct world *w = *state;
	const int me = getpid();

	log_set_level(LOG_ERROR + 1);
	strcpy(w->folder, "/tmp/ejournal-shards-XXXXXX");
	assert_non_null(mkdtemp(w->folder));
	w->root = server_connect(getenv("EJ_TEST_PG"));
	rootf(w, "CREATE DATABASE sr_%d OWNER sown_%d", me, me);
	PQfinish(w->root);
	w->root = server_connect(w->super);
	server_run(w->root, "SET client_min_messages = warning");
	w->place = (struct db_place){.state = w->folder,
	    .registry_url = w->app,
	    .owner_url = w->owner,
	    .prepared = true,
	    .connections_max = CONNECTIONS};
	assert_int_equal(db_state_create(&w->place), OK);
	assert_int_equal(db_shard_make(&w->place, "schema:school", NULL), OK);
	server_run(w->root, "INSERT INTO shard (shard, url, state, added_at)"
			    " VALUES (1, 'schema:school', 'open', 0)");
	assert_int_equal(db_pool_open(&w->place, &w->pool), OK);
	return 0;
}

static inline int
leave(void **state)
{
	struct world *w = *state;
	char command[128];

	db_pool_close(w->pool);
	w->pool = NULL;
	PQfinish(w->root);
	w->root = server_connect(getenv("EJ_TEST_PG"));
	server_run(w->root, "SET client_min_messages = warning");
	rootf(w, "DROP DATABASE sr_%d WITH (FORCE)", getpid(), 0);
	rootf(w, "DROP DATABASE IF EXISTS ss_%d WITH (FORCE)", getpid(), 0);
	PQfinish(w->root);
	snprintf(command, sizeof(command), "rm -rf %s", w->folder);
	assert_int_equal(system(command), 0);
	return 0;
}

static inline void
second_shard(struct world *w)
{
	char sql[512];

	rootf(w, "CREATE DATABASE ss_%d OWNER sown_%d", getpid(), getpid());
	assert_int_equal(db_shard_make(&w->place, w->second, NULL), OK);
	snprintf(sql, sizeof(sql),
	    "INSERT INTO shard (shard, url, state, added_at)"
	    " VALUES (2, '%s', 'open', 0)",
	    w->second);
	server_run(w->root, sql);
}

static inline enum err
write_to(struct world *w, int64_t inst, const char *name)
{
	AUTO_DB struct db *db = NULL;
	enum err err;

	if ((err = db_take_school(w->pool, inst, 0, &db)))
		return err;
	return db_run(
	    db, &add, NULL, A_INT(inst), A_TEXT(name), A_INT(inst * 10));
}

static inline int64_t
rows_of(struct world *w, int64_t inst)
{
	AUTO_DB struct db *db = NULL;
	AUTO_ROWS struct rows rows = {0};

	assert_int_equal(db_take_school(w->pool, inst, 0, &db), OK);
	assert_int_equal(db_one(db, &count, &rows), OK);
	return rows_int(&rows, 0);
}

#define SHARDS_TEST(f) cmocka_unit_test_setup_teardown(f, enter, leave)

#define SHARDS_MAIN(tests)                                                     \
	int main(void)                                                         \
	{                                                                      \
		if (!getenv("EJ_TEST_PG")) {                                   \
			puts("skipped: run by tests/pg.sh");                   \
			return 77;                                             \
		}                                                              \
		return cmocka_run_group_tests(tests, make_roles, drop_roles);  \
	}
