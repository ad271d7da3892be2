/* SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "db/postgres.h"

/* Longest wait for another writer of the same school: as with files. */
#define LOCK_TIMEOUT "5s"
/* A statement of a page that runs longer is a fault somewhere. */
#define STATEMENT_TIMEOUT "30s"
/* A process that froze inside a transaction must not hold a school for ever. */
#define IDLE_TIMEOUT "60s"

/* Any number, the same for every version of the program. */
#define SHAPE_LOCK "20260901"

static const struct {
	const char *sql, *params;
} own[] = {
    [PG_BEGIN_WRITE] = {"BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE", ""},
    [PG_BEGIN_READ] = {"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", ""},
    [PG_BEGIN_LOOK] = {"BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY", ""},
    [PG_COMMIT] = {"COMMIT", ""},
    [PG_ROLLBACK] = {"ROLLBACK", ""},
    [PG_INST] = {"SELECT set_config('app.inst', $1, true)", "s"},
    [PG_LIMITS] = {"SELECT set_config('lock_timeout', '" LOCK_TIMEOUT
		   "', true), set_config('statement_timeout',"
		   " '" STATEMENT_TIMEOUT "', true),"
		   " set_config('idle_in_transaction_session_timeout',"
		   " '" IDLE_TIMEOUT "', true)",
	""},
    [PG_LATER] = {"SET LOCAL synchronous_commit TO off", ""},
    /* The row of the log's head is the write lane of a school: whoever holds
     * it writes alone, in whatever process. */
    [PG_HEAD_MAKE] = {"INSERT INTO log_head (inst, size, last_at)"
		      " VALUES ($1, 0, 0) ON CONFLICT (inst) DO NOTHING",
	"i"},
    [PG_HEAD_LOCK] = {"SELECT size FROM log_head WHERE inst = $1 FOR UPDATE",
	"i"},
    [PG_SHAPE_LOCK] = {"SELECT pg_advisory_xact_lock(" SHAPE_LOCK ")", ""},
};

const char *
pg_own_sql(enum pg_own which)
{
	return own[which].sql;
}

const char *
pg_own_params(enum pg_own which)
{
	return own[which].params;
}

const char *
pg_session_sql(enum db_use use)
{
	switch (use) {
	case DB_USE_POOLED:
		return "SET lock_timeout TO '" LOCK_TIMEOUT "';"
		       "SET statement_timeout TO '" STATEMENT_TIMEOUT "';"
		       "SET idle_in_transaction_session_timeout"
		       " TO '" IDLE_TIMEOUT "'";
	case DB_USE_ALONE:
		/* A migration may take its time. */
		return "SET lock_timeout TO '" LOCK_TIMEOUT "'";
	default:
		return NULL; /* the session is somebody else's next moment */
	}
}

bool
pg_writes(const char *sql)
{
	if (!strncmp(sql, "SELECT", 6) || !strncmp(sql, "VALUES", 6))
		return false;
	if (strncmp(sql, "WITH", 4) != 0)
		return true;
	return strstr(sql, "INSERT ") || strstr(sql, "UPDATE ") ||
	       strstr(sql, "DELETE ");
}

/* By the five characters, or by the class of the first two. */
static const struct {
	const char *state;
	enum err err;
} codes[] = {
    {"23505", ERR_EXISTS},
    {"23502", ERR_INVALID}, /* not null */
    {"23503", ERR_INVALID}, /* foreign key */
    {"23514", ERR_INVALID}, /* check */
    {"23P01", ERR_INVALID}, /* exclusion */
    {"25P03", ERR_AGAIN},   /* idle for too long inside the transaction */
    {"40", ERR_AGAIN},	    /* deadlock, serialisation */
    {"53300", ERR_BUSY},    /* too many connections */
    {"54000", ERR_LIMIT},
    {"55P03", ERR_BUSY}, /* a lock was not had in time */
    {"57014", ERR_BUSY}, /* took too long */
    {"57P", ERR_AGAIN},	 /* the server stops, or an operator stopped us */
    {"08", ERR_AGAIN},	 /* no connection */
    {"XX001", ERR_CORRUPT},
    {"XX002", ERR_CORRUPT},
};

enum err
pg_err(const char *sqlstate)
{
	if (!sqlstate) /* the library's own: the connection */
		return ERR_AGAIN;
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		if (!strncmp(sqlstate, codes[i].state, strlen(codes[i].state)))
			return codes[i].err;
	return ERR_DB;
}

/* Numbers of types that PostgreSQL has promised never to change. */
enum {
	TYPE_BYTEA = 17,
	TYPE_NAME = 19,
	TYPE_INT8 = 20,
	TYPE_INT2 = 21,
	TYPE_INT4 = 23,
	TYPE_TEXT = 25,
	TYPE_UNKNOWN = 705,
	TYPE_VARCHAR = 1043,
};

unsigned
pg_type_of(char letter)
{
	switch (letter | 0x20) {
	case 'i':
		return TYPE_INT8;
	case 's':
		return TYPE_TEXT;
	default:
		return TYPE_BYTEA;
	}
}

bool
pg_type_fits(char letter, unsigned type)
{
	switch (letter | 0x20) {
	case 'i':
		return type == TYPE_INT8 || type == TYPE_INT4 ||
		       type == TYPE_INT2;
	case 's':
		return type == TYPE_TEXT || type == TYPE_VARCHAR ||
		       type == TYPE_NAME || type == TYPE_UNKNOWN;
	default:
		return type == TYPE_BYTEA;
	}
}
