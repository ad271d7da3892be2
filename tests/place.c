/* SPDX-License-Identifier: EUPL-1.2 */
#include "place.h"

#include <libpq-fe.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db/engine.h"

#define HANDLES 8
#define URL_BYTES 300
#define UNFINISHED "ejournal_unfinished"
#define OWNER "ejournal_owner"
#define APP "ejournal_app"
#define SHARD "schema:school"
#define IN_SHARD "&options=-csearch_path%3Dschool"
/* Held while the template is made: the tests of a run start together. */
#define LOCK "4021977"

/* The database of this process: it lives as long as the process, which is why
 * it is the one variable that every test shares. */
static struct {
	PGconn *admin;	 /* as superuser, in the cluster's own database */
	PGconn *emptier; /* the same in ours */
	pid_t pid;	 /* who drops it */
	char name[64], template[64];
	char registry_url[URL_BYTES], owner_url[URL_BYTES];
	char school_url[URL_BYTES], school_owner_url[URL_BYTES];
} own;

bool
place_is_postgres(void)
{
	const char *url = getenv("EJ_TEST_PG");

	return url && *url;
}

static void
no_way(const char *what, const char *why)
{
	fprintf(stderr, "tests/place: %s: %s\n", what, why);
	_exit(1);
}

static PGconn *
connect_to(const char *url)
{
	PGconn *conn = PQconnectdb(url);

	if (PQstatus(conn) != CONNECTION_OK)
		no_way("cannot connect", PQerrorMessage(conn));
	return conn;
}

/* Runs it; the first value of the first row, or "". */
static bool
run(PGconn *conn, const char *sql)
{
	PGresult *res = PQexec(conn, sql);
	bool rows = PQntuples(res) > 0;

	if (PQresultStatus(res) != PGRES_COMMAND_OK &&
	    PQresultStatus(res) != PGRES_TUPLES_OK)
		no_way(sql, PQerrorMessage(conn));
	PQclear(res);
	return rows;
}

/* The cluster's address with another database and user. */
static void
url_of(char *out, const char *user, const char *database, const char *rest)
{
	const char *host = PQhost(own.admin), *port = PQport(own.admin);

	snprintf(out, URL_BYTES, "postgresql://%s@/%s?host=%s&port=%s%s", user,
	    database, host, port && *port ? port : "5432", rest);
}

static void
urls_of(const char *database)
{
	url_of(own.registry_url, APP, database, "");
	url_of(own.owner_url, OWNER, database, "");
	url_of(own.school_url, APP, database, IN_SHARD);
	url_of(own.school_owner_url, OWNER, database, IN_SHARD);
}

static struct db_place
place(const char *state)
{
	return (struct db_place){
	    .state = state,
	    .registry_url = own.registry_url,
	    .owner_url = own.owner_url,
	    .prepared = true,
	    .connections_max = HANDLES,
	    .handles_max = HANDLES,
	};
}

static void __attribute__((format(printf, 2, 3)))
run_with(PGconn *conn, const char *format, ...)
{
	char sql[300];
	va_list args;

	va_start(args, format);
	vsnprintf(sql, sizeof(sql), format, args);
	va_end(args);
	run(conn, sql);
}

/* Migrating all tables for every process would be most of the run. */
static void
make_template(const char *state)
{
	const struct db_place made = place(state);
	char url[URL_BYTES];
	PGconn *conn;

	run(own.admin, "DROP DATABASE IF EXISTS " UNFINISHED);
	run(own.admin,
	    "DO $$ BEGIN"
	    " IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '" OWNER
	    "') THEN CREATE ROLE " OWNER " LOGIN; CREATE ROLE " APP
	    " LOGIN; END IF; END $$");
	run(own.admin, "CREATE DATABASE " UNFINISHED " OWNER " OWNER);
	urls_of(UNFINISHED);
	if (db_state_create(&made) || db_shard_make(&made, SHARD, NULL))
		no_way("cannot make", own.template);
	url_of(url, PQuser(own.admin), UNFINISHED, "");
	conn = connect_to(url);
	run(conn, "INSERT INTO shard (shard, url, state, added_at)"
		  " VALUES (1, '" SHARD "', 'open', 0)");
	PQfinish(conn);
	run_with(own.admin, "ALTER DATABASE " UNFINISHED " RENAME TO %s",
	    own.template);
}

/* A forked child has the connections too, but they are not its own. */
static void
drop_own(void)
{
	if (own.pid != getpid())
		return;
	PQfinish(own.emptier);
	run_with(own.admin, "DROP DATABASE %s WITH (FORCE)", own.name);
	PQfinish(own.admin);
}

static bool
is_there(const char *database)
{
	char sql[200];

	snprintf(sql, sizeof(sql),
	    "SELECT 1 FROM pg_database WHERE datname = '%s'", database);
	return run(own.admin, sql);
}

static void
start(const char *state)
{
	char url[URL_BYTES];

	own.admin = connect_to(getenv("EJ_TEST_PG"));
	own.pid = getpid();
	snprintf(
	    own.name, sizeof(own.name), "ejournal_test_%ld", (long)own.pid);
	snprintf(own.template, sizeof(own.template), "ejournal_template_%d_%d",
	    (int)db_schema_latest(DB_REGISTRY),
	    (int)db_schema_latest(DB_SCHOOL));
	run(own.admin, "SET client_min_messages = warning");
	run(own.admin, "SELECT pg_advisory_lock(" LOCK ")");
	if (!is_there(own.template))
		make_template(state);
	run(own.admin, "SELECT pg_advisory_unlock(" LOCK ")");
	run_with(own.admin, "DROP DATABASE IF EXISTS %s", own.name);
	run_with(own.admin, "CREATE DATABASE %s TEMPLATE %s OWNER " OWNER,
	    own.name, own.template);
	urls_of(own.name);
	url_of(url, PQuser(own.admin), own.name, "");
	own.emptier = connect_to(url);
	/* Rows go table by table, whoever points to them. */
	run(own.emptier, "SET session_replication_role = replica");
	atexit(drop_own);
}

/* A connection that an earlier test closed may still be at its last statement
 * over there. */
static void
empty(void)
{
	run(own.emptier,
	    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
	    " WHERE datname = current_database() AND pid <> pg_backend_pid()");
	run(own.emptier,
	    "DO $$ DECLARE t record; BEGIN"
	    " FOR t IN SELECT schemaname, tablename FROM pg_tables"
	    " WHERE schemaname IN ('public', 'school')"
	    " AND tablename NOT IN ('schema_migration', 'shard') LOOP"
	    " EXECUTE format('DELETE FROM %I.%I', t.schemaname, t.tablename);"
	    " END LOOP; END $$");
}

void
place_create(const char *state)
{
	struct db_place files = {.state = state};

	if (!place_is_postgres()) {
		if (db_state_create(&files))
			no_way("cannot make", state);
		return;
	}
	if (own.admin)
		empty();
	else
		start(state);
}

struct db_place
place_of(const char *state)
{
	if (place_is_postgres())
		return place(state);
	return (struct db_place){.state = state, .handles_max = HANDLES};
}

static enum err
open_one(const char *state, int64_t inst, const char *url, struct db **db)
{
	const enum db_kind kind = inst ? DB_SCHOOL : DB_REGISTRY;
	char path[URL_BYTES];
	enum err err;

	if (!place_is_postgres()) {
		snprintf(path, sizeof(path), "%s/%s.db", state,
		    inst ? "one" : "registry");
		return db_open(kind, path, true, db);
	}
	if ((err = db_open_bare(kind, url, false, DB_USE_ALONE, db)))
		return err;
	(*db)->inst = inst;
	return OK;
}

enum err
place_open(const char *state, int64_t inst, struct db **db)
{
	return open_one(
	    state, inst, inst ? own.school_url : own.registry_url, db);
}

enum err
place_open_owner(const char *state, int64_t inst, struct db **db)
{
	return open_one(
	    state, inst, inst ? own.school_owner_url : own.owner_url, db);
}

void
place_end_connections(void)
{
	if (place_is_postgres())
		run_with(own.admin,
		    "SELECT pg_terminate_backend(pid, 5000)"
		    " FROM pg_stat_activity"
		    " WHERE datname = '%s' AND usename = '" APP "'",
		    own.name);
}
