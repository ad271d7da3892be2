/* SPDX-License-Identifier: EUPL-1.2 */
/* The engine behind a server: statements and cursors. Transactions are
 * postgres_tx.c's, what goes over the wire is db_postgres_wire.c's. */
#include <endian.h>
#include <libpq-fe.h>
#include <stdlib.h>
#include <string.h>

#include "db/postgres.h"
#include "db/stmt.h"

/* ---- opening ---- */

static void
postgres_close(struct db *db)
{
	struct pg *pg = db->conn;

	pg_disconnect(pg);
	free(pg->url);
	free(pg);
	db->conn = NULL;
}

static void
own_init(struct pg *pg)
{
	for (int i = 0; i < PG_OWN_COUNT; i++) {
		const char *sql = pg_own_sql((enum pg_own)i);

		pg->own[i] = (struct pg_stmt){
		    .pg = pg,
		    .title = sql,
		    .sql = sql,
		    .params = pg_own_params((enum pg_own)i),
		    .columns = "",
		};
	}
}

static enum err
postgres_open(struct db *db, const char *url, bool create, enum db_use use)
{
	struct pg *pg = calloc(1, sizeof(*pg));
	enum err err;

	(void)create; /* a database is made by its administrator */
	if (!pg || !(pg->url = strdup(url)))
		abort();
	pg->use = use;
	pg->synced = true;
	own_init(pg);
	db->conn = pg;
	if ((err = pg_connect(db)))
		postgres_close(db);
	return err;
}

/* ---- statements ---- */

static enum err
postgres_prepare(struct db *db, const struct stmt *stmt, struct prepared *p)
{
	struct pg_stmt *st = calloc(1, sizeof(*st));

	if (!st)
		abort();
	*st = (struct pg_stmt){
	    .pg = db->conn,
	    .title = stmt->name,
	    .sql = stmt->sql,
	    .params = stmt->params,
	    .columns = stmt->columns,
	};
	p->engine = st;
	p->writes = pg_writes(stmt->sql);
	return OK;
}

static enum err
compare_columns(struct db *db, const struct stmt *stmt, const PGresult *result)
{
	int n = PQnfields(result);

	if (n != (int)strlen(stmt->columns) ||
	    PQnparams(result) != (int)strlen(stmt->params))
		return pg_note(db, ERR_INVALID,
		    "letters and columns or parameters differ in number");
	for (int i = 0; i < n; i++)
		if (!pg_type_fits(stmt->columns[i], PQftype(result, i)))
			return pg_note(db, ERR_INVALID,
			    "a column's type and its letter differ");
	return OK;
}

static enum err
check_simply(struct db *db, const struct stmt *stmt)
{
	struct pg *pg = db->conn;
	Oid types[STMT_PARAMS_MAX];
	PGresult *result;
	int n;
	enum err err;

	for (n = 0; stmt->params[n] && n < STMT_PARAMS_MAX; n++)
		types[n] = pg_type_of(stmt->params[n]);
	result = PQprepare(pg->conn, "", stmt->sql, n, types);
	err = pg_result_err(db, stmt->name, result);
	PQclear(result);
	if (err)
		return pg->lost ? ERR_AGAIN : ERR_DB;
	result = PQdescribePrepared(pg->conn, "");
	if (!(err = pg_result_err(db, stmt->name, result)))
		err = compare_columns(db, stmt, result);
	PQclear(result);
	return err;
}

static enum err
postgres_check(struct db *db, const struct stmt *stmt)
{
	struct pg *pg = db->conn;
	enum err err, back;

	if (pg->reading)
		pg_rest(db);
	if (!pg->begun && (err = pg_wake(db)))
		return err;
	if ((err = pg_leave_pipeline(db)))
		return err;
	err = check_simply(db, stmt);
	db->round_trips += 2;
	db->broken |= pg->lost;
	back = pg->lost ? ERR_AGAIN : pg_enter_pipeline(db);
	return err ? err : back;
}

/* Its name stays on the server until the connection ends: the cache is larger
 * than all statements of a database, so none is put out before that. */
static void
postgres_finalize(struct prepared *p)
{
	struct pg_stmt *st = p->engine;
	struct pg *pg = st->pg;

	PQclear(st->result);
	/* It may still wait for an answer that nobody wants. */
	for (size_t i = 0; i < pg->queued; i++) {
		if (pg->queue[i].st != st)
			continue;
		pg->queue[i].st = &pg->own[PG_COMMIT];
		pg->queue[i].quiet = true;
	}
	free(st);
	p->engine = NULL;
}

/* ---- running ---- */

static enum err
check_sizes(struct db *db, const struct arg *args, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t len = args[i].type == 's'   ? strlen(args[i].s)
			     : args[i].type == 'b' ? args[i].b.len
						   : 0;

		if (len > PG_LENGTH_MAX)
			return pg_note(db, ERR_LIMIT, "a value is too long");
	}
	return OK;
}

static enum err
postgres_bind(
    struct db *db, struct prepared *p, const struct arg *args, size_t n)
{
	struct pg_stmt *st = p->engine;
	struct pg *pg = db->conn;
	enum err err;

	if ((err = check_sizes(db, args, n)))
		return err;
	if (db->tx == DB_TX_NONE && !pg->begun && (err = pg_begin_look(db)))
		return err;
	if (pg->late)
		return pg->late;
	st->err = OK;
	if ((err = pg_put(db, st, PG_RUN, args, n)))
		return err;
	st->waiting = true;
	return OK;
}

static enum err
postgres_send(struct db *db, struct prepared *p, const struct arg *args,
    size_t n, bool sure)
{
	struct pg *pg = db->conn;
	enum err err;

	if ((err = check_sizes(db, args, n)))
		return err;
	if (pg->late)
		return pg->late;
	return pg_put(db, p->engine, sure ? PG_SURE : PG_SEND, args, n);
}

static enum err
row_fits(struct db *db, const struct pg_stmt *st)
{
	for (int i = 0; st->columns[i]; i++)
		if ((st->columns[i] & 0x20) &&
		    PQgetisnull(st->result, st->row, i))
			return pg_note(db, ERR_CORRUPT,
			    "NULL in a column that promised none");
	return OK;
}

static enum err
postgres_step(struct db *db, struct prepared *p)
{
	struct pg_stmt *st = p->engine;
	struct pg *pg = db->conn;
	enum err err;

	if (st->waiting) {
		pg_drain(db);
		if (!st->err)
			st->err = pg->late;
		if (st->err && db->tx == DB_TX_NONE)
			pg_rollback(db);
	}
	/* Or it failed while another cursor waited. */
	if ((err = st->err))
		return err;
	if (++st->row >= st->rows)
		return ERR_NOT_FOUND;
	return row_fits(db, st);
}

static void
postgres_reset(struct prepared *p)
{
	struct pg_stmt *st = p->engine;
	struct pg *pg = st->pg;

	PQclear(st->result);
	st->result = NULL;
	st->rows = 0;
	if (!st->waiting)
		return;
	/* Only its failure matters now, and that to a transaction. */
	st->waiting = false;
	for (size_t i = 0; i < pg->queued; i++)
		if (pg->queue[i].st == st && pg->queue[i].what == PG_RUN)
			pg->queue[i].what = PG_SEND;
}

static int64_t
postgres_changed(struct db *db)
{
	return ((struct pg *)db->conn)->changed;
}

/* ---- columns: read in place ---- */

static bool
postgres_is_null(struct prepared *p, int col)
{
	struct pg_stmt *st = p->engine;

	return PQgetisnull(st->result, st->row, col);
}

static int64_t
postgres_get_int(struct prepared *p, int col)
{
	struct pg_stmt *st = p->engine;
	const char *at = PQgetvalue(st->result, st->row, col);
	uint64_t eight;
	uint32_t four;
	uint16_t two;

	switch (PQgetlength(st->result, st->row, col)) {
	case sizeof(eight):
		memcpy(&eight, at, sizeof(eight));
		return (int64_t)be64toh(eight);
	case sizeof(four):
		memcpy(&four, at, sizeof(four));
		return (int32_t)be32toh(four);
	case sizeof(two):
		memcpy(&two, at, sizeof(two));
		return (int16_t)be16toh(two);
	default:
		return 0; /* NULL */
	}
}

static const char *
postgres_get_text(struct prepared *p, int col)
{
	struct pg_stmt *st = p->engine;

	/* The library puts a NUL behind every value. */
	return postgres_is_null(p, col) ? NULL
					: PQgetvalue(st->result, st->row, col);
}

static struct bytes
postgres_get_bytes(struct prepared *p, int col)
{
	struct pg_stmt *st = p->engine;

	if (postgres_is_null(p, col))
		return (struct bytes){0};
	return (struct bytes){PQgetvalue(st->result, st->row, col),
	    (size_t)PQgetlength(st->result, st->row, col)};
}

/* ---- the whole store ---- */

static enum err
postgres_script(struct db *db, const char *sql, size_t len)
{
	struct pg *pg = db->conn;
	PGresult *result;
	char *text;
	enum err err, back;

	if ((err = pg_leave_pipeline(db)))
		return err;
	if (!(text = strndup(sql, len)))
		abort();
	result = PQexec(pg->conn, text);
	free(text);
	db->round_trips++;
	err = pg_result_err(db, "script", result);
	PQclear(result);
	db->broken |= pg->lost;
	back = pg->lost ? ERR_AGAIN : pg_enter_pipeline(db);
	return err ? err : back;
}

static enum err
postgres_set_sync(struct db *db, enum db_sync sync)
{
	((struct pg *)db->conn)->sync = sync;
	return OK;
}

static enum err
postgres_checkpoint(struct db *db, int64_t *left)
{
	(void)db; /* the server does it */
	if (left)
		*left = 0;
	return OK;
}

const struct db_engine db_postgres = {
    .name = "postgres",
    .keeps_statements = true,
    .open = postgres_open,
    .close = postgres_close,
    .prepare = postgres_prepare,
    .check = postgres_check,
    .finalize = postgres_finalize,
    .bind = postgres_bind,
    .step = postgres_step,
    .reset = postgres_reset,
    .changed = postgres_changed,
    .send = postgres_send,
    .is_null = postgres_is_null,
    .get_int = postgres_get_int,
    .get_text = postgres_get_text,
    .get_bytes = postgres_get_bytes,
    .begin = pg_begin,
    .begin_one = pg_begin_one,
    .commit = pg_commit,
    .rollback = pg_rollback,
    .rest = pg_rest,
    .script = postgres_script,
    .copy = NULL,
    .set_sync = postgres_set_sync,
    .checkpoint = postgres_checkpoint,
};
