/* SPDX-License-Identifier: EUPL-1.2 */
/* Transactions, and what takes a whole store: scripts and copies. */
#include <assert.h>
#include <stdio.h>

#include "base/log.h"
#include "db/copy_rows.h"
#include "db/engine.h"

/* Longest wait for the school's turn to write within this process. */
#define LANE_WAIT_MS 5000

static void
end(struct db *db)
{
	if (db->tx == DB_TX_WRITE && db->lane)
		lane_leave(db->lane);
	db->tx = DB_TX_NONE;
	db->failed = db->touched = false;
}

void
db_rest(struct db *db)
{
	assert(db->tx == DB_TX_NONE && db->cursors == 0);
	if (db->engine->rest)
		db->engine->rest(db);
}

static enum err
begin_fault(struct db *db, enum err err)
{
	if (err == ERR_AGAIN)
		db->again++;
	log_line(err == ERR_BUSY || err == ERR_AGAIN ? LOG_WARN : LOG_ERROR,
	    "db_begin_failed", "code", err_name(err), "error", db->message,
	    NULL);
	return err;
}

enum err
db_begin_write(struct db *db)
{
	enum err err;

	assert(db->tx == DB_TX_NONE);
	/* An open read pins an old snapshot, and a write cannot start from
	 * one that somebody else has outrun. */
	db_close_cursors(db);
	db->message[0] = '\0';
	if (db->lane && !group_commit_sound(&db->lane->commits)) {
		snprintf(db->message, sizeof(db->message),
		    "a sync has failed: nothing is written until a restart");
		return begin_fault(db, ERR_IO);
	}
	if (db->lane && (err = lane_enter(db->lane, LANE_WAIT_MS)))
		return begin_fault(db, err);
	if ((err = db->engine->begin(db, true))) {
		if (db->lane)
			lane_leave(db->lane);
		return begin_fault(db, err);
	}
	db->tx = DB_TX_WRITE;
	return OK;
}

enum err
db_begin_read(struct db *db)
{
	enum err err;

	assert(db->tx == DB_TX_NONE);
	db_close_cursors(db);
	if ((err = db->engine->begin(db, false)))
		return begin_fault(db, err);
	db->tx = DB_TX_READ;
	return OK;
}

/* The commit stands in the log: the next writer may go, and only then is the
 * disk waited for. */
static enum err
settle(struct db *db)
{
	struct lane *lane = db->lane;
	bool late =
	    db->touched && db->commits_late && db->sync == DB_SYNC_COMMIT;
	uint64_t ticket =
	    late && lane ? group_commit_append(&lane->commits) : 0;

	end(db);
	if (!late)
		return OK;
	if (lane)
		return group_commit_settle(&lane->commits, ticket, db);
	return db->engine->sync(db) ? ERR_UNSURE : OK;
}

enum err
db_settle(struct db *db)
{
	struct lane *lane = db->lane;

	if (!lane || !db->commits_late)
		return OK;
	return group_commit_settle(
	    &lane->commits, group_commit_last(&lane->commits), db);
}

enum err
db_commit(struct db *db)
{
	enum err err;

	assert(db->tx != DB_TX_NONE);
	db_close_cursors(db);
	if (db->failed) {
		log_line(LOG_ERROR, "db_commit_refused", "error",
		    "a statement of the transaction has failed", NULL);
		db_rollback(db);
		return ERR_DB;
	}
	if ((err = db->engine->commit(db))) {
		log_line(err == ERR_AGAIN ? LOG_WARN : LOG_ERROR,
		    "db_commit_failed", "code", err_name(err), "error",
		    db->message, NULL);
		if (err == ERR_AGAIN)
			db->again++;
		if (err == ERR_UNSURE)
			db->commits++;
		db_rollback(db);
		return err;
	}
	if (db->tx == DB_TX_WRITE) {
		db->wrote = true;
		db->commits++;
	}
	return settle(db);
}

void
db_rollback(struct db *db)
{
	if (db->tx == DB_TX_NONE)
		return;
	db_close_cursors(db);
	db->engine->rollback(db);
	end(db);
}

bool
db_in_transaction(const struct db *db)
{
	return db->tx != DB_TX_NONE;
}

enum err
db_script(struct db *db, const char *sql, size_t len)
{
	enum err err;

	assert(db->tx == DB_TX_WRITE);
	db->touched = true;
	if ((err = db->engine->script(db, sql, len))) {
		log_line(
		    LOG_ERROR, "db_script_failed", "error", db->message, NULL);
		db->failed = true;
	}
	return err;
}

enum err
db_copy(struct db *db, const char *path)
{
	enum err err;

	assert(db->tx == DB_TX_NONE);
	db_close_cursors(db);
	err = db->engine->copy ? db->engine->copy(db, path)
			       : copy_rows_to_file(db, path);
	if (err)
		log_line(LOG_ERROR, "db_copy_failed", "code", err_name(err),
		    "error", db->message, NULL);
	return err;
}
