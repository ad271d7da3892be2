/* SPDX-License-Identifier: EUPL-1.2 */
/* What an engine must offer, and the body of `struct db`. Private to this
 * layer: only files of src/db and their tests include it.
 *
 * db.c does everything that is the same for every engine (checking and caching
 * statements, cursors, transactions, the write lane); an engine is the narrow
 * table of functions below. Engines report in enum err, put the text of a fault
 * into db->message and log nothing: db.c logs it once, with the statement. */
#pragma once

#include "db/db.h"
#include "db/lane.h"

/* A statement prepared on one handle. They live in the handle's cache and are
 * reused for other statements, but never freed before the handle: a stale
 * `struct rows` may still look at `serial`. */
struct prepared {
	const struct stmt *stmt;
	void *engine;	 /* the engine's own */
	int columns;	 /* letters of stmt->columns */
	bool writes;	 /* changes rows; set by the engine */
	bool open;	 /* a cursor stands on it */
	uint64_t serial; /* of the open cursor; 0 when there is none */
	struct prepared *newer, *older; /* order of use */
};

/* How a handle is used; the engine tunes itself accordingly. */
enum db_use {
	DB_USE_ALONE,  /* a command, a test, a migration */
	DB_USE_POOLED, /* many handles; a housekeeper does the checkpoints */
	/* The same, and the server between the handle and the database forgets
	 * the names of statements (a pooler by transactions). */
	DB_USE_UNPREPARED,
};

enum db_sync {
	DB_SYNC_COMMIT, /* until the disk has it: as every handle begins */
	DB_SYNC_LATER,	/* a power cut may lose it, whole; order stays */
	DB_SYNC_NEVER,	/* a power cut may leave a ruin */
};

struct db_engine {
	const char *name;
	/* A server holds the statements, and each costs a round trip to make
	 * anew: as many as there are may stay. */
	bool keeps_statements;

	/* Opens db->conn. path: a file, or a URL. create: the store may be
	 * absent. ERR_NOT_FOUND. ERR_BUSY: no connection for a pool now. */
	enum err (*open)(
	    struct db *db, const char *path, bool create, enum db_use use);
	void (*close)(struct db *db);

	/* Fills p->engine and p->writes and checks the numbers of parameters
	 * and columns (ERR_INVALID: a wrong program), now or at the first use.
	 * ERR_DB: refused. */
	enum err (*prepare)(
	    struct db *db, const struct stmt *stmt, struct prepared *p);
	/* Those checks, now, and nothing kept. NULL: prepare does them. */
	enum err (*check)(struct db *db, const struct stmt *stmt);
	void (*finalize)(struct prepared *p);
	/* args fit the letters already. They live until reset. */
	enum err (*bind)(struct db *db, struct prepared *p,
	    const struct arg *args, size_t n);
	/* OK: a row, its types fit the letters. ERR_NOT_FOUND: done. */
	enum err (*step)(struct db *db, struct prepared *p);
	void (*reset)(struct prepared *p);
	/* Of the last write that was stepped to its end or committed. */
	int64_t (*changed)(struct db *db);
	/* Puts a write on its way; it may fail at any later call of the
	 * transaction. sure: one that changes no row fails with ERR_AGAIN.
	 * NULL: such writes are run at once. */
	enum err (*send)(struct db *db, struct prepared *p,
	    const struct arg *args, size_t n, bool sure);

	bool (*is_null)(struct prepared *p, int col);
	int64_t (*get_int)(struct prepared *p, int col);
	const char *(*get_text)(struct prepared *p, int col);
	struct bytes (*get_bytes)(struct prepared *p, int col);

	enum err (*begin)(struct db *db, bool write);
	/* Begins a transaction of one sent write: nobody else's writes need to
	 * be kept out of it. NULL: as any other. */
	enum err (*begin_one)(struct db *db);
	enum err (*commit)(struct db *db);
	void (*rollback)(struct db *db);
	/* Ends what reads outside a transaction may have left open, without
	 * waiting; a begin does so itself. NULL: nothing. */
	void (*rest)(struct db *db);

	/* Runs a migration's text, in its portable form. */
	enum err (*script)(struct db *db, const char *sql, size_t len);
	/* NULL: row by row into a file (copy_rows.h). */
	enum err (*copy)(struct db *db, const char *path);
	/* What a commit waits for. */
	enum err (*set_sync)(struct db *db, enum db_sync sync);
	/* Brings to the disk what any handle had committed before. NULL where
	 * a commit never comes back before the disk has it. */
	enum err (*sync)(struct db *db);
	/* Moves the log into the store. *left: bytes of log that stay (a
	 * reader needed them); may be NULL. Engines without a log do
	 * nothing. */
	enum err (*checkpoint)(struct db *db, int64_t *left);
};

enum db_tx { DB_TX_NONE, DB_TX_READ, DB_TX_WRITE };

#define DB_MESSAGE_BYTES 200

struct stmt_cache;
struct pooled;

struct db {
	const struct db_engine *engine;
	void *conn; /* the engine's own */
	enum db_kind kind;
	enum db_tx tx;
	bool failed;	   /* a statement failed inside the transaction */
	bool touched;	   /* a write was tried inside it */
	bool wrote;	   /* committed a write; the pool clears it */
	bool broken;	   /* its connection is lost: close it, do not keep it */
	bool commits_late; /* set by the engine: a commit needs its sync */
	enum db_sync sync; /* what a commit waits for now */
	int64_t inst;	   /* whose school this is now; the pool sets it. 0: a
			    * registry, or a shard as such (migrations) */
	int cursors;	   /* open ones */
	uint64_t serial;
	int64_t statements;
	int64_t round_trips; /* waits for an answer from a server */
	int64_t commits, again; /* db_commit_count, db_again_count */
	struct stmt_cache *cache;
	struct lane *lane; /* NULL outside a pool */
	struct pooled *pooled;
	char message[DB_MESSAGE_BYTES]; /* of the last fault */
};

extern const struct db_engine db_sqlite;
extern const struct db_engine db_postgres;

/* A URL of PostgreSQL, or else a file of SQLite. */
bool db_is_url(const char *path);

/* db_open without migrating; *db is closed with db_close. */
CHECKED enum err db_open_bare(enum db_kind kind, const char *path, bool create,
    enum db_use use, struct db **db);
/* Runs a script inside the open write transaction; logged on failure. */
CHECKED enum err db_script(struct db *db, const char *sql, size_t len);
/* Prepares and forgets: for the catalogue. The reason is in db->message. */
CHECKED enum err db_prepare_only(struct db *db, const struct stmt *stmt);
/* Ends what reads may have left open on the server, without waiting; before the
 * handle is idle. Its cursors are closed. */
void db_rest(struct db *db);
/* Every cursor of the handle is closed; using its rows again is an assert. */
void db_close_cursors(struct db *db);
/* Forgets prepared statements, least recently used first, until keep are left,
 * for the sake of memory. */
void db_trim(struct db *db, size_t keep);
