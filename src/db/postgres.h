/* SPDX-License-Identifier: EUPL-1.2 */
/* The inside of the PostgreSQL engine, without its library: what waits on a
 * connection, and the texts and codes that need no connection. Private to
 * the files named here and db_postgres.c.
 *
 * A connection is in pipeline mode all the time. What is put on it waits in a
 * queue; a sync sends it off, and a drain takes the answers in order. So a
 * flight of many statements costs one wait. */
#pragma once

#include "db/engine.h"

/* Answers taken at once at the latest: the server stops reading when nobody
 * reads its answers. */
#define PG_QUEUE_MAX 128

/* As the other engine: one value, files lie outside the databases. */
#define PG_LENGTH_MAX (16 * 1024 * 1024)

/* Names of PGconn and PGresult without their header. */
struct pg_conn;
struct pg_result;

/* A statement on one handle. */
struct pg_stmt {
	struct pg *pg;
	const char *title; /* for the log: "marks.find" */
	const char *sql, *params, *columns;
	char name[16]; /* on the server */
	uint64_t made; /* number of the connection that knows it, or 0 */
	struct pg_result *result;
	int row, rows;
	bool waiting; /* its answer has not come */
	bool fits;    /* its columns' types were compared */
	enum err err; /* of the answer */
};

/* The engine's own statements. */
enum pg_own {
	PG_BEGIN_WRITE,
	PG_BEGIN_READ, /* one snapshot */
	PG_BEGIN_LOOK, /* for reads outside a transaction */
	PG_COMMIT,
	PG_ROLLBACK,
	PG_INST,   /* whose rows may be seen */
	PG_LIMITS, /* where a session cannot be told them */
	PG_LATER,  /* the disk is not waited for */
	PG_HEAD_MAKE,
	PG_HEAD_LOCK,
	PG_SHAPE_LOCK, /* for migrations: there is no log yet */
	PG_OWN_COUNT
};

enum pg_what {
	PG_PARSE,
	PG_RUN,	 /* its result is kept for a cursor */
	PG_SEND, /* only its failure counts */
	PG_SURE, /* the same, and a row must have changed */
	PG_END,	 /* a commit */
	PG_SYNC,
};

struct pg_wait {
	enum pg_what what;
	bool quiet; /* nobody wants to know any more */
	struct pg_stmt *st;
};

struct pg {
	struct pg_conn *conn;
	char *url;
	enum db_use use;
	enum db_sync sync;
	uint64_t number; /* of this connection */
	int names;
	bool lost;
	bool rested; /* it may have been lost unseen */
	/* The transaction: */
	bool begun;
	bool reading;	 /* opened by a read outside a transaction */
	bool one;	 /* of one write */
	bool ending;	 /* its commit is on its way */
	bool ended;	 /* and was answered */
	enum err late;	 /* its first failure */
	bool no_table;	 /* which was this */
	enum err flight; /* the failure that skipped the rest of a flight */
	int64_t changed;
	size_t queued;
	bool synced; /* the queue ends with a sync */
	struct pg_wait queue[PG_QUEUE_MAX];
	struct pg_stmt own[PG_OWN_COUNT];
};

/* ---- texts and codes (postgres_text.c) ---- */

/* SQL and letters of the parameters. */
const char *pg_own_sql(enum pg_own own);
const char *pg_own_params(enum pg_own own);
/* What a session is told when it opens, where it is one. */
const char *pg_session_sql(enum db_use use);
/* Whether a statement changes rows, by its words. */
bool pg_writes(const char *sql);
/* What a SQLSTATE means to the callers of db.h. */
enum err pg_err(const char *sqlstate);
/* The type of a parameter with this letter, and whether a column of this type
 * is read by this letter. */
unsigned pg_type_of(char letter);
bool pg_type_fits(char letter, unsigned type);

/* ---- transactions (postgres_tx.c): as in struct db_engine ---- */

CHECKED enum err pg_begin(struct db *db, bool write);
CHECKED enum err pg_begin_one(struct db *db);
CHECKED enum err pg_commit(struct db *db);
void pg_rollback(struct db *db);
void pg_rest(struct db *db);
/* Before a read outside a transaction: a school's rows are seen only inside
 * one, which pg_rest ends. */
CHECKED enum err pg_begin_look(struct db *db);

/* ---- the wire (db_postgres_connect.c, db_postgres_wire.c) ---- */

/* Keeps the text for the log and returns err. */
enum err pg_note(struct db *db, enum err err, const char *text);
/* Connects (anew); whatever waited is forgotten. ERR_BUSY in a pool. */
CHECKED enum err pg_connect(struct db *db);
void pg_disconnect(struct pg *pg);
/* Puts a statement into the queue. ERR_AGAIN: the connection is lost.
 * Otherwise the failure of an earlier one. */
CHECKED enum err pg_put(struct db *db, struct pg_stmt *st, enum pg_what what,
    const struct arg *args, size_t n);
/* One of the engine's own. */
CHECKED enum err pg_put_own(struct db *db, enum pg_own own);
/* Sends the queue off; answers are taken later. */
void pg_sync(struct db *db);
/* Sends the queue off and takes every answer. What failed stands in pg->late
 * (of a transaction) and in err of the statements. */
void pg_drain(struct db *db);
/* Nobody wants to know how what waits comes out. */
void pg_forget(struct pg *pg);
/* A connection that nobody listened to for a while: is it still there? If not,
 * a new one is made. */
CHECKED enum err pg_wake(struct db *db);
/* Leaves the pipeline, so that a call of the simple kind can be made, and goes
 * back. */
CHECKED enum err pg_leave_pipeline(struct db *db);
CHECKED enum err pg_enter_pipeline(struct db *db);
/* What a result says: OK, or its failure with the text noted. */
enum err pg_result_err(
    struct db *db, const char *title, const struct pg_result *result);
