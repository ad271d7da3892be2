/* SPDX-License-Identifier: EUPL-1.2 */
/* Connecting to a PostgreSQL server, into its pipeline and out of it. */
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/postgres.h"

#define SERVER_OLDEST 150000

enum err
pg_note(struct db *db, enum err err, const char *text)
{
	snprintf(db->message, sizeof(db->message), "%s", text);
	/* The library ends its sentences with a line. */
	db->message[strcspn(db->message, "\n")] = '\0';
	return err;
}

static void
ignore_notice(void *context, const PGresult *result)
{
	(void)context;
	(void)result;
}

static enum err
connect_fault(struct db *db)
{
	struct pg *pg = db->conn;
	bool alone = pg->use == DB_USE_ALONE;

	pg_note(db, OK, PQerrorMessage(pg->conn));
	pg_disconnect(pg);
	/* Visitors are asked to come again; a command says what is wrong. */
	return alone ? ERR_DB : ERR_BUSY;
}

static enum err
settle_session(struct db *db)
{
	struct pg *pg = db->conn;
	const char *sql = pg_session_sql(pg->use);
	PGresult *result;
	enum err err = OK;

	if (PQserverVersion(pg->conn) < SERVER_OLDEST)
		return pg_note(
		    db, ERR_INVALID, "PostgreSQL 15 or newer is needed");
	if (sql) {
		result = PQexec(pg->conn, sql);
		err = pg_result_err(db, "session", result);
		PQclear(result);
	}
	return err ? err : pg_enter_pipeline(db);
}

enum err
pg_connect(struct db *db)
{
	/* What stands before the URL is a default that it may change. */
	const char *const names[] = {"connect_timeout", "keepalives_idle",
	    "tcp_user_timeout", "fallback_application_name", "dbname",
	    "client_encoding", NULL};
	struct pg *pg = db->conn;
	const char *const values[] = {
	    "10", "60", "30000", "ejournal", pg->url, "UTF8", NULL};
	enum err err;

	pg_disconnect(pg);
	pg->conn = PQconnectdbParams(names, values, 1);
	if (!pg->conn)
		abort();
	if (PQstatus(pg->conn) != CONNECTION_OK)
		return connect_fault(db);
	PQsetNoticeReceiver(pg->conn, ignore_notice, NULL);
	if ((err = settle_session(db))) {
		pg_disconnect(pg);
		return err;
	}
	pg->number++;
	pg->names = 0;
	pg->lost = pg->rested = false;
	db->broken = false;
	return OK;
}

void
pg_disconnect(struct pg *pg)
{
	PQfinish(pg->conn);
	pg->conn = NULL;
	pg->lost = true;
	pg->begun = pg->reading = false;
	pg->queued = 0;
	pg->synced = true;
}

enum err
pg_enter_pipeline(struct db *db)
{
	struct pg *pg = db->conn;

	if (PQenterPipelineMode(pg->conn))
		return OK;
	return pg_note(db, ERR_AGAIN, PQerrorMessage(pg->conn));
}

enum err
pg_leave_pipeline(struct db *db)
{
	struct pg *pg = db->conn;

	pg_drain(db);
	if (pg->late)
		return pg->late;
	if (!pg->lost && PQexitPipelineMode(pg->conn))
		return OK;
	return pg_note(db, ERR_AGAIN, "the connection is lost");
}
