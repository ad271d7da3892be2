/* SPDX-License-Identifier: EUPL-1.2 */
/* One interface to both engines. Nothing above this layer may know which one
 * answers. A `struct db` is one connection to one database (the registry, or
 * one school store) and is used by one thread at a time.
 *
 * Statements are static `struct stmt` constants next to the function that uses
 * them. Letters describe parameters and columns:
 *     i 64-bit integer   s text (UTF-8)   b bytes
 * upper case (I S B) where NULL is possible. Parameters are $1, $2, ... in
 * order of first appearance. The number of letters, the order of the $n and the
 * number of columns are checked when a statement is first prepared; the type
 * and nullness of arguments on every call (assert: a wrong program). */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

struct db;

struct stmt {
	const char *name;    /* "marks.find": for logs and metrics */
	const char *params;  /* "iiii" */
	const char *columns; /* "sI"; "" for writes */
	const char *sql;
};

/* Every statement is marked, so that tests find it (db/catalog.h):
 *     static const struct stmt find STMT = {...};
 * The section holds nothing else, and the alignment leaves no gaps. */
#define STMT                                                                   \
	__attribute__((                                                        \
	    used, section("ejournal_stmts"), aligned(sizeof(struct stmt))))

/* One argument. Made only by the functions below, so types are checked. */
struct arg {
	char type; /* 'i','s','b' or 'n' (NULL) */
	int64_t i;
	const char *s;
	struct bytes b;
};

static inline struct arg
A_INT(int64_t i) {
	return (struct arg){.type = 'i', .i = i};
}
/* NULL is SQL NULL (needs an S). */
static inline struct arg
A_TEXT(const char *s) {
	return (struct arg){.type = s ? 's' : 'n', .s = s};
} static inline struct arg
A_BYTES(const void *p, size_t len) {
	return (struct arg){.type = p ? 'b' : 'n', .b = {p, len}};
} static inline struct arg
A_NULL(void) {
	return (struct arg){.type = 'n'};
}

#define DB_ARGS(...)                                                           \
	(const struct arg[]){{0}, ##__VA_ARGS__} + 1,                          \
	    sizeof((const struct arg[]){{0}, ##__VA_ARGS__}) /                 \
		    sizeof(struct arg) -                                       \
		1

/* A write, or a read whose rows do not matter. *changed (may be NULL) gets the
 * number of rows. ERR_EXISTS: unique or primary key. ERR_INVALID: foreign key,
 * check or not null. ERR_BUSY: could not get the lock in time. ERR_AGAIN,
 * ERR_UNSURE: see err.h. ERR_DB: other, logged. */
#define db_run(db, stmt, changed, ...)                                         \
	db_run_args((db), (stmt), (changed), DB_ARGS(__VA_ARGS__))
CHECKED enum err
db_run_args(struct db *db, const struct stmt *stmt, int64_t *changed,
    const struct arg *args, size_t n);

/* A write inside a transaction whose outcome nobody asks for one by one: it is
 * on its way when the call returns, and its refusal may come from any later
 * call of the transaction, at the latest from the commit. For many rows in a
 * row (events, marks) on an engine that a network lies before. */
#define db_send(db, stmt, ...) db_send_args((db), (stmt), DB_ARGS(__VA_ARGS__))
CHECKED enum err db_send_args(
    struct db *db, const struct stmt *stmt, const struct arg *args, size_t n);

/* The same for a compare and set: a row must change. Where none does, somebody
 * else was first, and the transaction fails with ERR_AGAIN. */
#define db_send_sure(db, stmt, ...)                                            \
	db_send_sure_args((db), (stmt), DB_ARGS(__VA_ARGS__))
CHECKED enum err db_send_sure_args(
    struct db *db, const struct stmt *stmt, const struct arg *args, size_t n);

/* A write of its own that nobody waits for the disk for: a power cut may lose
 * it, whole, with everything else in order. For what is worth little ("last
 * seen"). Not inside a transaction (assert). */
#define db_note(db, stmt, ...) db_note_args((db), (stmt), DB_ARGS(__VA_ARGS__))
CHECKED enum err db_note_args(
    struct db *db, const struct stmt *stmt, const struct arg *args, size_t n);

/* A read. The cursor must be closed before the handle's next use of the same
 * statement: AUTO_ROWS does it. */
struct rows {
	struct db *db;
	const struct stmt *stmt;
	void *engine;	 /* NULL when closed */
	uint64_t serial; /* which use of the statement these rows are of */
};
#define db_query(db, stmt, rows, ...)                                          \
	db_query_args((db), (stmt), (rows), DB_ARGS(__VA_ARGS__))
CHECKED enum err db_query_args(struct db *db, const struct stmt *stmt,
    struct rows *rows, const struct arg *args, size_t n);
/* OK: a row is there. ERR_NOT_FOUND: no more rows. Otherwise a fault. */
CHECKED enum err rows_next(struct rows *rows);
/* Columns of the present row, from 0; text and bytes are valid until the next
 * call: copy with arena_strdup what is kept. NULL reads as 0, NULL, {NULL,0}.
 */
bool rows_null(const struct rows *rows, int col);
int64_t rows_int(const struct rows *rows, int col);
const char *rows_text(const struct rows *rows, int col);
struct bytes rows_bytes(const struct rows *rows, int col);
void rows_close(struct rows *rows);
#define AUTO_ROWS __attribute__((cleanup(rows_close)))

/* One row and no more: opens and steps. ERR_NOT_FOUND when there is none. */
#define db_one(db, stmt, rows, ...)                                            \
	db_one_args((db), (stmt), (rows), DB_ARGS(__VA_ARGS__))
CHECKED enum err db_one_args(struct db *db, const struct stmt *stmt,
    struct rows *rows, const struct arg *args, size_t n);

/* Beginning and ending a transaction closes every open cursor of the handle;
 * after a failed statement (ERR_EXISTS too) the transaction can only be rolled
 * back, as in PostgreSQL: use ON CONFLICT where a row may be there already.
 * A write outside a transaction is one of its own; a RETURNING needs an open
 * one.
 *
 * Transactions. A write begins with the write lock (SQLite: BEGIN IMMEDIATE,
 * after the school's lane; PostgreSQL: BEGIN plus its settings), so it cannot
 * fail half-way for want of it. They do not nest (assert). */
CHECKED enum err db_begin_write(struct db *db);
CHECKED enum err db_begin_read(struct db *db); /* one snapshot for a page */
/* ERR_UNSURE: written or not, only a look later can tell (the disk refused to
 * keep it, the connection was lost). After any other fault: rolled back. */
CHECKED enum err db_commit(struct db *db);
void db_rollback(struct db *db); /* allowed when nothing is open */
/* Waits until the disk has what this process has committed to the store so
 * far. For an answer that rests on somebody else's commit: readers see it a
 * moment before the disk has it. ERR_UNSURE: the disk refused. */
CHECKED enum err db_settle(struct db *db);
bool db_in_transaction(const struct db *db);

/* Whether this handle's commits wait until the disk has them (yes, unless said
 * otherwise). Only for building data that is thrown away when it is cut short:
 * the demo, a bench. Set it back before the handle is given back. */
CHECKED enum err db_set_durable(struct db *db, bool durable);

/* Statements run since the handle was taken; for tests, metrics, bench. */
int64_t db_statement_count(const struct db *db);
/* How often the handle has waited for a server's answer since it was opened; 0
 * where the database is a file. */
int64_t db_round_trip_count(const struct db *db);
/* Since the handle was taken: writes committed (notes left out; one of which
 * it is not known counts), and what came to ERR_AGAIN. Whoever would do a whole
 * act once more asks both. */
int64_t db_commit_count(const struct db *db);
int64_t db_again_count(const struct db *db);

/* ---- opening -------------------------------------------------------------
 * kind is one of two schemas; path is a file for SQLite, or a URL that begins
 * with postgresql:// or postgres://. Creating makes the file (the database
 * behind a URL is there already) and runs all migrations; opening an older
 * store migrates it. */
enum db_kind { DB_REGISTRY, DB_SCHOOL };

CHECKED enum err db_open(
    enum db_kind kind, const char *path, bool create, struct db **db);
void db_close(struct db *db);

/* Applies missing migrations, each in its own transaction, in order; refuses a
 * store newer than this program (ERR_INVALID, logged). *applied may be NULL. */
CHECKED enum err db_migrate(struct db *db, int *applied);
int64_t db_schema_version(struct db *db);
/* The same of a store that nobody has opened: looks, and migrates nothing. */
CHECKED enum err db_schema_look(
    enum db_kind kind, const char *path, int64_t *version);
/* The version this program brings a store to. */
int64_t db_schema_latest(enum db_kind kind);

/* Online copy of the store into a new file (SQLite backup API / COPY). */
CHECKED enum err db_copy(struct db *db, const char *path);
/* The way back for a store that is no file: every row of the file `path` into
 * this store, which must be without rows, in one transaction. Not inside
 * another. ERR_EXISTS: there was a row. */
CHECKED enum err db_fill(struct db *db, const char *path);

/* ---- pools ---------------------------------------------------------------
 * Handles are taken and given back; one thread owns a handle meanwhile. */
struct db_pool;

/* Where an installation's databases are. */
struct config;
struct db_place {
	const char *state; /* the data folder; needed with every engine */
	const char *registry_url; /* NULL or "": SQLite files in state */
	const char *owner_url;	  /* who migrates; NULL or "": registry_url */
	bool prepared;		  /* statements keep their names between uses */
	bool any_role;	     /* also a superuser: tests, and making a demo */
	int connections_max; /* to the registry, and to each shard */
	int handles_max;     /* school files open at once */
};
struct db_place db_place_of(const struct config *config);
bool db_place_is_files(const struct db_place *place);

/* Makes the data folder (0700), its school folder and an empty registry.
 * Idempotent: what is there stays. */
CHECKED enum err db_state_create(const struct db_place *place);

/* PostgreSQL: everything below is done as the owner, before a pool is opened.
 * A shard's url is postgresql://... without a password, or "schema:NAME", a
 * schema of the registry's own database, which is made.
 *
 * Makes an empty database a shard, or brings one to today: its tables, what the
 * app may do with them, row-level security. It is not entered in the registry.
 * owner_url NULL: the registry's owner in the shard's database. */
CHECKED enum err db_shard_make(
    const struct db_place *place, const char *url, const char *owner_url);
/* What to connect to for the shard with this url. */
const char *db_shard_url(
    struct arena *arena, const struct db_place *place, const char *url);
/* Registry and every shard of it. Files migrate when they are opened: OK. */
CHECKED enum err db_place_migrate(const struct db_place *place, size_t *shards);
/* After many rows came at once: the planner learns of them now, and not only
 * when the server gets round to it. Files need it not: OK. */
CHECKED enum err db_place_analyze(const struct db_place *place);
/* Turns a place that names an owner (a superuser even) into one that names an
 * app role besides, made for a demo; where he may make none, any_role is set.
 * The registry is migrated by it. ERR_EXISTS: a real installation lies there;
 * nothing was changed. */
CHECKED enum err db_place_demo(
    struct arena *arena, struct db_place *place, const char *role);
/* Drops everything of a demo that was cut short. ERR_DENIED: it is no demo. */
CHECKED enum err db_place_clear(const struct db_place *place);

/* Where a store lies in a data folder; inst 0 is the registry. */
const char *db_store_path(struct arena *arena, const char *state, int64_t inst);

/* Raises the soft limit of open files to what the databases of this place and
 * files_other others need. ERR_LIMIT (logged) if the hard limit is lower; the
 * soft one is then equal to it. */
CHECKED enum err db_pool_raise_files(
    const struct db_place *place, int files_other);

/* Files: registry.db and school/<8 digits>.db lie in the data folder.
 * handles_max bounds the open school handles (idle ones are closed, least
 * recently used first); the registry has one handle per taker, kept.
 * ERR_NOT_FOUND: there is no registry. Closing ends with a checkpoint; every
 * handle must have been given back (assert). */
CHECKED enum err db_pool_open(
    const struct db_place *place, struct db_pool **pool);
void db_pool_close(struct db_pool *pool);
CHECKED enum err db_take_registry(struct db_pool *pool, struct db **db);
/* ERR_NOT_FOUND: no store for this institution. ERR_BUSY: all handles are in
 * use and none came back within wait_ms. */
CHECKED enum err db_take_school(
    struct db_pool *pool, int64_t inst, int wait_ms, struct db **db);
/* Gives back; an open transaction is rolled back (and logged as a fault). */
void db_give(struct db *db);
void db_give_at(struct db **db);
#define AUTO_DB __attribute__((cleanup(db_give_at)))
/* Creates the school store if it is not there yet; idempotent. */
CHECKED enum err db_create_school(struct db_pool *pool, int64_t inst);
/* Checkpoints WALs of idle handles; called by a housekeeper, never inside a
 * request. */
void db_pool_housekeep(struct db_pool *pool);
/* Figures for /metrics; read at any time. */
struct db_pool_figures {
	int64_t school_handles, school_handles_max; /* open, and the cap */
	int64_t registry_handles;		    /* open; 0 with files */
	int64_t handles_taken;			    /* in use now */
	int64_t opened, statements;		    /* since the start */
	int64_t round_trips; /* waits for an answer of a server */
};
void db_pool_figures(struct db_pool *pool, struct db_pool_figures *out);
/* Paths of every school store known to the pool's folder, ascending. */
CHECKED enum err db_pool_schools(
    struct db_pool *pool, struct arena *arena, int64_t **inst, size_t *n);
