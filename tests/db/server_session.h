/* SPDX-License-Identifier: EUPL-1.2 */
/* A superuser's session on the cluster of tests/pg.sh: what a test does and
 * sees behind the program's back. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#include <libpq-fe.h>

static inline PGconn *
server_connect(const char *url)
{
	PGconn *conn = PQconnectdb(url);

	if (PQstatus(conn) != CONNECTION_OK)
		fail_msg("%s", PQerrorMessage(conn));
	return conn;
}

static inline void
server_run(PGconn *conn, const char *sql)
{
	PGresult *result = PQexec(conn, sql);
	ExecStatusType status = PQresultStatus(result);

	if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
		fail_msg("%s: %s", sql, PQerrorMessage(conn));
	PQclear(result);
}

/* The first number of the answer. */
static inline int64_t
server_ask(PGconn *conn, const char *sql)
{
	PGresult *result = PQexec(conn, sql);
	int64_t n;

	if (PQresultStatus(result) != PGRES_TUPLES_OK)
		fail_msg("%s: %s", sql, PQerrorMessage(conn));
	n = strtoll(PQgetvalue(result, 0, 0), NULL, 10);
	PQclear(result);
	return n;
}
