/* SPDX-License-Identifier: EUPL-1.2 */
/* The embedded engine: opening, statements, transactions. SQLite is known here
 * and in db_sqlite_disk.c. */
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "db/engine.h"
#include "db/files.h"
#include "db/sqlite.h"
#include "db/sqlite_figures.h"
#include "db/sqlite_text.h"

/* KiB of page cache (negative: KiB, not pages). Hundreds of school handles
 * share the memory; the operating system caches the file anyhow. */
#define CACHE_SCHOOL "32"
#define CACHE_REGISTRY "2048"
/* While a transaction is open. A save of thirty marks touches some forty pages:
 * dirty ones beyond the cache would go to the log early and be read and written
 * again there. A diary in a large school goes through twenty trees again and
 * again: with 16 pages it read 635 from the file, with these 47. */
#define CACHE_WORKING "2048"
/* A school that is built as a whole is one transaction. */
#define CACHE_BUILDING "65536"

/* One value or row. Files lie outside the databases. */
#define LENGTH_MAX (16 * 1024 * 1024)

static const struct {
	int id, value;
} limits[] = {
    {SQLITE_LIMIT_LENGTH, LENGTH_MAX},
    {SQLITE_LIMIT_SQL_LENGTH, 256 * 1024},
    {SQLITE_LIMIT_COLUMN, 128},
    {SQLITE_LIMIT_EXPR_DEPTH, 200},
    {SQLITE_LIMIT_COMPOUND_SELECT, 64},
    {SQLITE_LIMIT_FUNCTION_ARG, 32},
    {SQLITE_LIMIT_ATTACHED, 0},
    {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000},
    {SQLITE_LIMIT_VARIABLE_NUMBER, 64},
    {SQLITE_LIMIT_TRIGGER_DEPTH, 1},
    {SQLITE_LIMIT_WORKER_THREADS, 0},
};

static const struct {
	int id, value;
} switches[] = {
    {SQLITE_DBCONFIG_DEFENSIVE, 1},
    {SQLITE_DBCONFIG_ENABLE_FKEY, 1},
    {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
    {SQLITE_DBCONFIG_ENABLE_VIEW, 1},
    {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
    {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
    /* A double-quoted word is never a text: PostgreSQL disagrees. */
    {SQLITE_DBCONFIG_DQS_DML, 0},
    {SQLITE_DBCONFIG_DQS_DDL, 0},
};

/* Per process, before the library's first use; it cannot be undone. */
static void
configure_library(void)
{
	/* Counting every allocation costs a lock that all threads share. */
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	sqlite3_initialize();
}

enum err
sqlite_note(struct db *db, enum err err, const char *text)
{
	snprintf(db->message, sizeof(db->message), "%s", text);
	return err;
}

/* What a result code means to the callers of db.h. */
enum err
sqlite_translate(struct db *db, int rc)
{
	sqlite3 *conn = db->conn;

	sqlite_note(db, OK, conn ? sqlite3_errmsg(conn) : sqlite3_errstr(rc));
	switch (rc) {
	case SQLITE_CONSTRAINT_UNIQUE:
	case SQLITE_CONSTRAINT_PRIMARYKEY:
	case SQLITE_CONSTRAINT_ROWID:
		return ERR_EXISTS;
	}
	switch (rc & 0xff) {
	case SQLITE_CONSTRAINT:
		return ERR_INVALID;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return ERR_BUSY;
	case SQLITE_TOOBIG:
		return ERR_LIMIT;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return ERR_CORRUPT;
	case SQLITE_NOMEM:
		abort();
	default:
		return ERR_DB;
	}
}

enum err
sqlite_fault(struct db *db)
{
	return sqlite_translate(db, sqlite3_extended_errcode(db->conn));
}

enum err
sqlite_exec(struct db *db, const char *sql)
{
	return sqlite3_exec(db->conn, sql, NULL, NULL, NULL) ? sqlite_fault(db)
							     : OK;
}

/* ---- opening ---- */

static void
sqlite_close(struct db *db)
{
	sqlite3_close(db->conn);
	db->conn = NULL;
}

/* New stores get the write-ahead log; old ones have it already, and asking is
 * cheap. Without it readers would wait for writers, so nothing else will do. */
static enum err
use_log(struct db *db)
{
	sqlite3_stmt *st;
	const char *mode = NULL;
	enum err err = OK;

	if (sqlite3_prepare_v2(
		db->conn, "PRAGMA journal_mode = WAL", -1, &st, NULL))
		return sqlite_fault(db);
	if (sqlite3_step(st) == SQLITE_ROW)
		mode = (const char *)sqlite3_column_text(st, 0);
	else
		err = sqlite_fault(db);
	if (!err && (!mode || strcmp(mode, "wal") != 0))
		err = sqlite_note(
		    db, ERR_DB, "the file system has no room for WAL");
	sqlite3_finalize(st);
	return err;
}

static enum err
tune(struct db *db, enum db_use use)
{
	sqlite3 *conn = db->conn;
	char sql[256];
	enum err err;

	/* Handles of a pool share syncs: see sqlite_sync. */
	db->commits_late = use == DB_USE_POOLED;
	sqlite3_extended_result_codes(conn, 1);
	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++)
		sqlite3_limit(conn, limits[i].id, limits[i].value);
	for (size_t i = 0; i < sizeof(switches) / sizeof(switches[0]); i++)
		sqlite3_db_config(
		    conn, switches[i].id, switches[i].value, NULL);
	sqlite3_busy_timeout(conn, DB_BUSY_MS);
	if (use == DB_USE_POOLED)
		sqlite3_db_config(
		    conn, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	sqlite3_wal_autocheckpoint(conn,
	    use == DB_USE_POOLED ? DB_LOG_PAGES_GUARD : DB_LOG_PAGES_ALONE);
	/* What is deleted by right of erasure must not stay in free pages. */
	snprintf(sql, sizeof(sql),
	    "PRAGMA cache_size = -%s;"
	    "PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY;"
	    "PRAGMA secure_delete = ON",
	    db->kind == DB_SCHOOL ? CACHE_SCHOOL : CACHE_REGISTRY);
	if ((err = sqlite_exec(db, sql)) ||
	    (err = sqlite_set_sync(db, db->sync)))
		return err;
	return use_log(db);
}

static enum err
sqlite_open(struct db *db, const char *path, bool create, enum db_use use)
{
	/* The library's own state is per process whatever we do. */
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	enum err err;

	pthread_once(&once, configure_library);
	if (create && (err = files_create(path)) && err != ERR_EXISTS)
		return sqlite_note(db, err, "cannot create the file");
	if (!files_exist(path))
		return ERR_NOT_FOUND;
	if (sqlite3_open_v2(path, (sqlite3 **)&db->conn,
		SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
		err = sqlite_fault(db);
	else
		err = tune(db, use);
	if (err)
		sqlite_close(db);
	return err;
}

/* ---- statements ---- */

/* row: the columns of the present row. They are looked at several times, and
 * SQLite finds them anew for every look. Its "unprotected" values want what
 * holds of every handle anyhow: one thread at a time. */
struct statement {
	sqlite3_stmt *st;
	sqlite3_value *row[];
};

static struct statement *
statement_new(sqlite3_stmt *st)
{
	const size_t columns = (size_t)sqlite3_column_count(st);
	struct statement *s = malloc(sizeof(*s) + columns * sizeof(s->row[0]));

	if (!s)
		abort();
	s->st = st;
	return s;
}

static sqlite3_stmt *
handle_of(const struct prepared *p)
{
	return ((struct statement *)p->engine)->st;
}

static enum err
sqlite_prepare(struct db *db, const struct stmt *stmt, struct prepared *p)
{
	sqlite3_stmt *st;

	if (sqlite3_prepare_v3(db->conn, stmt->sql, -1,
		SQLITE_PREPARE_PERSISTENT, &st, NULL) != SQLITE_OK) {
		sqlite_fault(db);
		return ERR_DB;
	}
	if (sqlite3_column_count(st) != (int)strlen(stmt->columns) ||
	    sqlite3_bind_parameter_count(st) != (int)strlen(stmt->params)) {
		sqlite3_finalize(st);
		return sqlite_note(db, ERR_INVALID,
		    "letters and columns or parameters differ in number");
	}
	p->engine = statement_new(st);
	p->writes = !sqlite3_stmt_readonly(st);
	return OK;
}

static void
sqlite_finalize_stmt(struct prepared *p)
{
	sqlite3_finalize(handle_of(p));
	free(p->engine);
	p->engine = NULL;
}

static enum err
sqlite_bind(struct db *db, struct prepared *p, const struct arg *args, size_t n)
{
	sqlite3_stmt *st = handle_of(p);
	/* Texts are the caller's: SQLITE_TRANSIENT copies them, so a cursor
	 * may outlive the argument. A statement without columns is done before
	 * its call returns. */
	const sqlite3_destructor_type keep =
	    *p->stmt->columns ? SQLITE_TRANSIENT : SQLITE_STATIC;
	int rc = SQLITE_OK;

	for (int i = 0; i < (int)n && rc == SQLITE_OK; i++) {
		const struct arg *arg = &args[i];

		switch (arg->type) {
		case 'i':
			rc = sqlite3_bind_int64(st, i + 1, arg->i);
			break;
		case 's':
			rc = sqlite3_bind_text64(st, i + 1, arg->s,
			    strlen(arg->s), keep, SQLITE_UTF8);
			break;
		case 'b':
			rc = sqlite3_bind_blob64(
			    st, i + 1, arg->b.p, arg->b.len, keep);
			break;
		default:
			rc = sqlite3_bind_null(st, i + 1);
		}
	}
	return rc == SQLITE_OK ? OK : sqlite_translate(db, rc);
}

/* Expressions (max of nothing, a sum) can give what the letters do not say;
 * then it must not read as a plausible 0. */
static bool
read_row(struct statement *s, const char *letters)
{
	for (int i = 0; letters[i]; i++) {
		const char letter = letters[i] | 0x20;
		int type, want = letter == 'i'	 ? SQLITE_INTEGER
				 : letter == 's' ? SQLITE_TEXT
						 : SQLITE_BLOB;

		s->row[i] = sqlite3_column_value(s->st, i);
		type = sqlite3_value_type(s->row[i]);
		if (type == want)
			continue;
		if (type != SQLITE_NULL || (letters[i] & 0x20))
			return false;
	}
	return true;
}

static enum err
sqlite_step(struct db *db, struct prepared *p)
{
	switch (sqlite3_step(handle_of(p))) {
	case SQLITE_ROW:
		/* A catalogue statement is stepped only with its letters. */
		if (!read_row(p->engine, p->stmt->columns))
			return sqlite_note(
			    db, ERR_CORRUPT, "a column is not of its letter");
		return OK;
	case SQLITE_DONE:
		return ERR_NOT_FOUND;
	default:
		return sqlite_fault(db);
	}
}

static void
sqlite_reset_stmt(struct prepared *p)
{
	sqlite3_reset(handle_of(p));
	/* Lets go of copied texts: a cached statement may sleep for days. */
	sqlite3_clear_bindings(handle_of(p));
}

static int64_t
sqlite_changed(struct db *db)
{
	return sqlite3_changes64(db->conn);
}

static sqlite3_value *
value_at(const struct prepared *p, int col)
{
	return ((struct statement *)p->engine)->row[col];
}

static bool
sqlite_is_null(struct prepared *p, int col)
{
	return sqlite3_value_type(value_at(p, col)) == SQLITE_NULL;
}

static int64_t
sqlite_get_int(struct prepared *p, int col)
{
	return sqlite3_value_int64(value_at(p, col));
}

static const char *
sqlite_get_text(struct prepared *p, int col)
{
	return (const char *)sqlite3_value_text(value_at(p, col));
}

static struct bytes
sqlite_get_bytes(struct prepared *p, int col)
{
	const void *blob = sqlite3_value_blob(value_at(p, col));
	int len = sqlite3_value_bytes(value_at(p, col));

	/* SQLite has no address for an empty blob; NULL means SQL NULL. */
	if (!blob && !sqlite_is_null(p, col))
		blob = "";
	return (struct bytes){blob, (size_t)len};
}

/* ---- transactions ---- */

/* Hundreds of schools are open: the memory of a transaction is given back. */
static void
shrink_cache(struct db *db)
{
	if (db->kind == DB_SCHOOL)
		sqlite3_exec(db->conn, "PRAGMA cache_size = -" CACHE_SCHOOL,
		    NULL, NULL, NULL);
}

static enum err
sqlite_begin(struct db *db, bool write)
{
	const char *begin = write ? "BEGIN IMMEDIATE" : "BEGIN";
	enum err err;

	if (db->kind != DB_SCHOOL)
		return sqlite_exec(db, begin);
	err = sqlite_exec(db, write && db->sync == DB_SYNC_NEVER
				  ? "PRAGMA cache_size = -" CACHE_BUILDING
				  : "PRAGMA cache_size = -" CACHE_WORKING);
	if (!err)
		err = sqlite_exec(db, begin);
	if (err)
		shrink_cache(db);
	return err;
}

static enum err
sqlite_commit(struct db *db)
{
	enum err err = sqlite_exec(db, "COMMIT");

	if (!err)
		shrink_cache(db);
	return err;
}

void
sqlite_rollback(struct db *db)
{
	/* A full disk may have rolled back already. */
	if (!sqlite3_get_autocommit(db->conn))
		sqlite3_exec(db->conn, "ROLLBACK", NULL, NULL, NULL);
	shrink_cache(db);
}

static enum err
sqlite_script(struct db *db, const char *sql, size_t len)
{
	AUTO_ARENA struct arena *arena = arena_new();
	enum err err = sqlite_exec(db, sqlite_text(arena, sql, len));

	return err ? err : sqlite_exec(db, sqlite_figures);
}

const struct db_engine db_sqlite = {
    .name = "sqlite",
    .open = sqlite_open,
    .close = sqlite_close,
    .prepare = sqlite_prepare,
    .finalize = sqlite_finalize_stmt,
    .bind = sqlite_bind,
    .step = sqlite_step,
    .reset = sqlite_reset_stmt,
    .changed = sqlite_changed,
    .is_null = sqlite_is_null,
    .get_int = sqlite_get_int,
    .get_text = sqlite_get_text,
    .get_bytes = sqlite_get_bytes,
    .begin = sqlite_begin,
    .commit = sqlite_commit,
    .rollback = sqlite_rollback,
    .script = sqlite_script,
    .copy = sqlite_copy,
    .set_sync = sqlite_set_sync,
    .sync = sqlite_sync,
    .checkpoint = sqlite_checkpoint,
};
