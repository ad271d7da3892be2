/* SPDX-License-Identifier: EUPL-1.2 */
/* Transactions of the PostgreSQL engine. Settings are made inside each of them:
 * between two, a pooler may give the session to somebody else. */
#include "db/postgres.h"

static void
put_quietly(struct db *db, enum pg_own own)
{
	struct pg *pg = db->conn;

	/* After a failure the server skips everything up to a sync. */
	pg_sync(db);
	if (!pg->lost && pg_put_own(db, own) == OK)
		pg->queue[pg->queued - 1].quiet = true;
	pg_sync(db);
}

static void
forget_transaction(struct pg *pg)
{
	pg->begun = pg->reading = pg->one = false;
	pg->ending = pg->ended = false;
	pg->late = OK;
}

/* Ends a transaction whose outcome nobody waits for. */
static void
end_quietly(struct db *db, enum pg_own own)
{
	struct pg *pg = db->conn;
	bool begun = pg->begun && !pg->lost;

	pg_forget(pg);
	forget_transaction(pg);
	if (begun)
		put_quietly(db, own);
	else
		pg_sync(db);
}

void
pg_rollback(struct db *db)
{
	end_quietly(db, PG_ROLLBACK);
}

void
pg_rest(struct db *db)
{
	struct pg *pg = db->conn;

	end_quietly(db, PG_COMMIT);
	pg->rested = true;
}

/* The connection is there and nothing is open on it. */
static enum err
make_ready(struct db *db)
{
	struct pg *pg = db->conn;
	enum err err;

	if (pg->reading)
		end_quietly(db, PG_COMMIT);
	if ((err = pg_wake(db)))
		return err;
	/* A pooler must see the end of one transaction before the next. */
	if (pg->use == DB_USE_UNPREPARED)
		pg_drain(db);
	forget_transaction(pg);
	return OK;
}

/* The beginning of every transaction: whose rows it may see, how long it may
 * wait. */
static enum err
put_begin(struct db *db, enum pg_own begin)
{
	struct pg *pg = db->conn;
	enum err err;

	if ((err = pg_put_own(db, begin)))
		return err;
	pg->begun = true;
	if (db->kind == DB_SCHOOL && db->inst &&
	    (err = pg_put_own(db, PG_INST)))
		return err;
	if (pg->use == DB_USE_UNPREPARED)
		return pg_put_own(db, PG_LIMITS);
	return OK;
}

static enum err
put_begin_write(struct db *db)
{
	struct pg *pg = db->conn;
	enum err err = put_begin(db, PG_BEGIN_WRITE);

	if (!err && pg->sync != DB_SYNC_COMMIT)
		err = pg_put_own(db, PG_LATER);
	return err;
}

static enum err
try_begin_write(struct db *db, bool shape)
{
	struct pg *pg = db->conn;
	enum err err;

	if ((err = make_ready(db)))
		return err;
	pg->no_table = false;
	err = put_begin_write(db);
	if (!err && shape)
		err = pg_put_own(db, PG_SHAPE_LOCK);
	if (!err && !shape && !(err = pg_put_own(db, PG_HEAD_MAKE)))
		err = pg_put_own(db, PG_HEAD_LOCK);
	if (!err) {
		pg_drain(db);
		err = pg->late;
	}
	if (err)
		pg_rollback(db);
	return err;
}

enum err
pg_begin(struct db *db, bool write)
{
	struct pg *pg = db->conn;
	/* A migration of a shard is no school's write. */
	bool shape = db->kind == DB_SCHOOL && !db->inst;
	enum err err;

	if (write) {
		err = try_begin_write(db, shape);
		/* An empty database, whose first migration this is. */
		if (err == ERR_DB && pg->no_table && !shape)
			err = try_begin_write(db, true);
		return err;
	}
	if ((err = make_ready(db)))
		return err;
	/* It goes with the first read. */
	if ((err = put_begin(db, PG_BEGIN_READ)))
		pg_rollback(db);
	return err;
}

enum err
pg_begin_one(struct db *db)
{
	struct pg *pg = db->conn;
	enum err err;

	if ((err = make_ready(db)))
		return err;
	pg->one = true;
	/* Alone, a statement is a transaction, unless something must be set
	 * for it. */
	if (db->kind == DB_REGISTRY && pg->sync == DB_SYNC_COMMIT)
		return OK;
	if ((err = put_begin_write(db)))
		pg_rollback(db);
	return err;
}

static bool
is_sure_outstanding(const struct pg *pg)
{
	for (size_t i = 0; i < pg->queued; i++)
		if (pg->queue[i].what == PG_SURE)
			return true;
	return false;
}

enum err
pg_commit(struct db *db)
{
	struct pg *pg = db->conn;
	enum err err;

	if (db->tx == DB_TX_READ) {
		end_quietly(db, PG_COMMIT);
		return OK;
	}
	/* The server does not know that such a write has failed. */
	if (is_sure_outstanding(pg))
		pg_drain(db);
	if (pg->late)
		return pg->late;
	if (pg->lost)
		return pg_note(db, ERR_AGAIN, "the connection is lost");
	pg->ended = false;
	pg->ending = true;
	if (pg->begun && (err = pg_put_own(db, PG_COMMIT)))
		return err;
	pg_drain(db);
	if (pg->late)
		return pg->late;
	forget_transaction(pg);
	return OK;
}

/* A read outside a transaction. A school's rows are seen only inside one. */
enum err
pg_begin_look(struct db *db)
{
	struct pg *pg = db->conn;
	enum err err;

	if (pg->rested || pg->lost)
		if ((err = pg_wake(db)))
			return err;
	if (db->kind == DB_REGISTRY || !db->inst)
		return OK;
	if ((err = make_ready(db)) || (err = put_begin(db, PG_BEGIN_LOOK))) {
		pg_rollback(db);
		return err;
	}
	pg->reading = true;
	return OK;
}
