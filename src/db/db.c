/* SPDX-License-Identifier: EUPL-1.2 */
#include "db/db.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "db/engine.h"
#include "db/migrations.h"
#include "db/stmt.h"

/* A prepared statement takes about 9 KiB. A pool with many open schools keeps
 * fewer in each of them (db_trim). */
#define CACHE_STATEMENTS 64
/* More than all statements of a kind of database. */
#define CACHE_STATEMENTS_KEPT 512

bool
db_is_url(const char *path)
{
	return !strncmp(path, "postgresql://", 13) ||
	       !strncmp(path, "postgres://", 11);
}

enum err
db_open_bare(enum db_kind kind, const char *path, bool create, enum db_use use,
    struct db **out)
{
	struct db *db = calloc(1, sizeof(*db));
	enum err err;

	if (!db)
		abort();
	db->engine = db_is_url(path) ? &db_postgres : &db_sqlite;
	db->kind = kind;
	if ((err = db->engine->open(db, path, create, use))) {
		if (err != ERR_NOT_FOUND)
			log_line(LOG_ERROR, "db_open_failed", "kind",
			    kind == DB_SCHOOL ? "school" : "registry", "error",
			    db->message, NULL);
		free(db);
		return err;
	}
	db->cache =
	    stmt_cache_new(db->engine->keeps_statements ? CACHE_STATEMENTS_KEPT
							: CACHE_STATEMENTS);
	*out = db;
	return OK;
}

enum err
db_open(enum db_kind kind, const char *path, bool create, struct db **out)
{
	struct db *db;
	enum err err;

	if ((err = db_open_bare(kind, path, create, DB_USE_ALONE, &db)))
		return err;
	if ((err = db_migrate(db, NULL))) {
		db_close(db);
		return err;
	}
	*out = db;
	return OK;
}

void
db_close(struct db *db)
{
	if (!db)
		return;
	db_rollback(db);
	db_close_cursors(db);
	stmt_cache_free(db->cache, db->engine->finalize);
	db->engine->close(db);
	free(db);
}

/* ---- statements ---- */

/* Logs a fault, keeps refusals of the data quiet: they are the caller's. */
static enum err
fault(struct db *db, const struct stmt *stmt, enum err err)
{
	if (err == ERR_AGAIN)
		db->again++;
	if (err == ERR_DB || err == ERR_CORRUPT || err == ERR_LIMIT)
		log_line(LOG_ERROR, "db_failed", "stmt", stmt->name, "code",
		    err_name(err), "error", db->message, NULL);
	else if (err == ERR_BUSY || err == ERR_AGAIN || err == ERR_UNSURE)
		log_line(LOG_WARN, "db_busy", "stmt", stmt->name, "code",
		    err_name(err), "error", db->message, NULL);
	/* PostgreSQL gives up the whole transaction after any failed
	 * statement. So do we, on every engine. */
	if (db->tx != DB_TX_NONE)
		db->failed = true;
	return err;
}

/* A statement or a call that does not fit: a wrong program. */
static void
check_call(const struct stmt *stmt, const char *why)
{
	if (why)
		log_line(LOG_ERROR, "db_wrong_call", "stmt",
		    stmt->name ? stmt->name : "?", "error", why, NULL);
	assert(!why);
}

static enum err
prepare(struct db *db, const struct stmt *stmt, struct prepared **out)
{
	struct prepared *p = stmt_cache_get(db->cache, stmt);
	enum err err;

	if (p) {
		*out = p;
		return OK;
	}
	check_call(stmt, stmt_fault(stmt));
	p = stmt_cache_place(db->cache, db->engine->finalize);
	if ((err = db->engine->prepare(db, stmt, p))) {
		if (err == ERR_INVALID)
			check_call(stmt, db->message);
		return fault(db, stmt, err);
	}
	p->columns = (int)strlen(stmt->columns);
	stmt_cache_put(db->cache, p, stmt);
	*out = p;
	return OK;
}

enum err
db_prepare_only(struct db *db, const struct stmt *stmt)
{
	struct prepared p = {0};
	const char *why = stmt_fault(stmt);
	enum err err;

	if (why) {
		snprintf(db->message, sizeof(db->message), "%s", why);
		return ERR_INVALID;
	}
	if (db->engine->check)
		return db->engine->check(db, stmt);
	if ((err = db->engine->prepare(db, stmt, &p)))
		return err;
	db->engine->finalize(&p);
	return OK;
}

static void
close_cursor(struct db *db, struct prepared *p)
{
	db->engine->reset(p);
	p->open = false;
	p->serial = 0;
	db->cursors--;
}

void
db_close_cursors(struct db *db)
{
	struct prepared *p;
	size_t i = 0;

	while (db->cursors > 0 &&
	       (p = stmt_cache_next_open(db->cache, &i)) != NULL)
		close_cursor(db, p);
	assert(db->cursors == 0);
}

void
db_trim(struct db *db, size_t keep)
{
	db_close_cursors(db);
	/* None are kept only where the statements themselves go away. */
	if (db->engine->keeps_statements && keep > 0)
		return;
	stmt_cache_trim(db->cache, keep, db->engine->finalize);
}

/* Whether this call may be made now. */
static enum err
check_use(struct db *db, struct prepared *p, const struct arg *args, size_t n)
{
	check_call(p->stmt, p->open ? "its cursor is still open" : NULL);
	check_call(p->stmt, stmt_args_fault(p->stmt, args, n));
	if (p->writes && db->tx != DB_TX_WRITE)
		check_call(p->stmt, "a write outside a write transaction");
	if (!db->failed)
		return OK;
	log_line(LOG_ERROR, "db_failed", "stmt", p->stmt->name, "error",
	    "the transaction has failed already", NULL);
	return ERR_DB;
}

/* Binds; the cursor stands before the first row. */
static enum err
start(struct db *db, struct prepared *p, const struct arg *args, size_t n)
{
	enum err err;

	if ((err = check_use(db, p, args, n)))
		return err;
	if ((err = db->engine->bind(db, p, args, n))) {
		db->engine->reset(p);
		return fault(db, p->stmt, err);
	}
	db->touched |= p->writes;
	p->open = true;
	p->serial = ++db->serial;
	db->cursors++;
	db->statements++;
	return OK;
}

static enum err
run_to_end(struct db *db, struct prepared *p, int64_t *changed,
    const struct arg *args, size_t n)
{
	enum err err;

	if ((err = start(db, p, args, n)))
		return err;
	do
		err = db->engine->step(db, p);
	while (err == OK);
	if (err != ERR_NOT_FOUND) {
		err = fault(db, p->stmt, err);
		close_cursor(db, p);
		return err;
	}
	if (changed)
		*changed = p->writes ? db->engine->changed(db) : 0;
	close_cursor(db, p);
	return OK;
}

/* A single write as a transaction of its own, in one piece. */
static enum err
run_alone(struct db *db, struct prepared *p, int64_t *changed,
    const struct arg *args, size_t n)
{
	enum err err;

	db_close_cursors(db);
	if ((err = db->engine->begin_one(db)))
		return fault(db, p->stmt, err);
	db->tx = DB_TX_WRITE;
	if (!(err = check_use(db, p, args, n)) &&
	    !(err = db->engine->send(db, p, args, n, false)))
		err = db->engine->commit(db);
	db->statements++;
	if (!err || err == ERR_UNSURE)
		db->commits++;
	if (err) {
		err = fault(db, p->stmt, err);
		db->engine->rollback(db);
	} else {
		db->wrote = true;
		if (changed)
			*changed = db->engine->changed(db);
	}
	db->tx = DB_TX_NONE;
	db->failed = false;
	return err;
}

enum err
db_run_args(struct db *db, const struct stmt *stmt, int64_t *changed,
    const struct arg *args, size_t n)
{
	struct prepared *p;
	enum err err;

	if ((err = prepare(db, stmt, &p)))
		return err;
	if (!p->writes || db->tx != DB_TX_NONE)
		return run_to_end(db, p, changed, args, n);
	if (db->engine->begin_one)
		return run_alone(db, p, changed, args, n);
	/* A single write is a transaction of its own: it takes its turn. */
	if ((err = db_begin_write(db)))
		return err;
	if ((err = run_to_end(db, p, changed, args, n))) {
		db_rollback(db);
		return err;
	}
	return db_commit(db);
}

static enum err
send(struct db *db, const struct stmt *stmt, bool sure, const struct arg *args,
    size_t n)
{
	struct prepared *p;
	int64_t changed;
	enum err err;

	assert(db->tx == DB_TX_WRITE);
	if ((err = prepare(db, stmt, &p)))
		return err;
	if (db->engine->send) {
		if ((err = check_use(db, p, args, n)))
			return err;
		db->statements++;
		err = db->engine->send(db, p, args, n, sure);
		return err ? fault(db, stmt, err) : OK;
	}
	if ((err = run_to_end(db, p, &changed, args, n)))
		return err;
	return sure && changed == 0 ? fault(db, stmt, ERR_AGAIN) : OK;
}

enum err
db_send_args(
    struct db *db, const struct stmt *stmt, const struct arg *args, size_t n)
{
	return send(db, stmt, false, args, n);
}

enum err
db_send_sure_args(
    struct db *db, const struct stmt *stmt, const struct arg *args, size_t n)
{
	return send(db, stmt, true, args, n);
}

/* ---- rows ---- */

enum err
db_query_args(struct db *db, const struct stmt *stmt, struct rows *rows,
    const struct arg *args, size_t n)
{
	struct prepared *p;
	enum err err;

	*rows = (struct rows){.db = db, .stmt = stmt};
	if ((err = prepare(db, stmt, &p)))
		return err;
	if ((err = start(db, p, args, n)))
		return err;
	rows->engine = p;
	rows->serial = p->serial;
	return OK;
}

/* The statement under rows, or NULL if a commit, a rollback or the end has
 * closed the cursor meanwhile. */
static struct prepared *
cursor(const struct rows *rows)
{
	struct prepared *p = rows->engine;

	return p && p->serial == rows->serial ? p : NULL;
}

enum err
rows_next(struct rows *rows)
{
	struct prepared *p = cursor(rows);
	enum err err;

	check_call(rows->stmt, p ? NULL : "rows_next on a closed cursor");
	err = rows->db->engine->step(rows->db, p);
	if (err == OK)
		return OK;
	if (err != ERR_NOT_FOUND)
		err = fault(rows->db, rows->stmt, err);
	rows_close(rows);
	return err;
}

enum err
db_one_args(struct db *db, const struct stmt *stmt, struct rows *rows,
    const struct arg *args, size_t n)
{
	enum err err;

	if ((err = db_query_args(db, stmt, rows, args, n)))
		return err;
	return rows_next(rows);
}

static struct prepared *
column(const struct rows *rows, int col, char letter)
{
	struct prepared *p = cursor(rows);

	if (!p)
		check_call(rows->stmt, "a column of a closed cursor");
	if (col < 0 || col >= p->columns)
		check_call(rows->stmt, "no such column");
	if (letter && (rows->stmt->columns[col] | 0x20) != letter)
		check_call(rows->stmt, "a column read as another type");
	return p;
}

bool
rows_null(const struct rows *rows, int col)
{
	return rows->db->engine->is_null(column(rows, col, 0), col);
}

int64_t
rows_int(const struct rows *rows, int col)
{
	return rows->db->engine->get_int(column(rows, col, 'i'), col);
}

const char *
rows_text(const struct rows *rows, int col)
{
	return rows->db->engine->get_text(column(rows, col, 's'), col);
}

struct bytes
rows_bytes(const struct rows *rows, int col)
{
	return rows->db->engine->get_bytes(column(rows, col, 'b'), col);
}

void
rows_close(struct rows *rows)
{
	struct prepared *p = cursor(rows);

	if (p)
		close_cursor(rows->db, p);
	rows->engine = NULL;
}

static enum err
set_sync(struct db *db, enum db_sync sync)
{
	enum err err = db->engine->set_sync(db, sync);

	if (!err)
		db->sync = sync;
	return err;
}

enum err
db_set_durable(struct db *db, bool durable)
{
	assert(db->tx == DB_TX_NONE);
	return set_sync(db, durable ? DB_SYNC_COMMIT : DB_SYNC_NEVER);
}

enum err
db_note_args(
    struct db *db, const struct stmt *stmt, const struct arg *args, size_t n)
{
	enum err err, back;

	assert(db->tx == DB_TX_NONE);
	db_close_cursors(db);
	if ((err = set_sync(db, DB_SYNC_LATER)))
		return err;
	err = db_run_args(db, stmt, NULL, args, n);
	if (!err || err == ERR_UNSURE)
		db->commits--; /* a note is no act */
	back = set_sync(db, DB_SYNC_COMMIT);
	return err ? err : back;
}

int64_t
db_round_trip_count(const struct db *db)
{
	return db->round_trips;
}

int64_t
db_statement_count(const struct db *db)
{
	return db->statements;
}

int64_t
db_commit_count(const struct db *db)
{
	return db->commits;
}

int64_t
db_again_count(const struct db *db)
{
	return db->again;
}
