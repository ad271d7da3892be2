/* SPDX-License-Identifier: EUPL-1.2 */
/* The embedded engine's files: what a commit waits for, the log and how it is
 * emptied, copies. */
#include <sqlite3.h>
#include <unistd.h>

#include "base/arena.h"
#include "db/files.h"
#include "db/sqlite.h"

/* How long a checkpoint may hold up writers while it empties the log. */
#define BUSY_CHECKPOINT_MS 50

/* Pages copied between two looks at the world. */
#define COPY_PAGES 256

/* NORMAL appends a commit to the log and leaves it to the system when the disk
 * gets it; the log's header and checkpoints are synced as with FULL. */
enum err
sqlite_set_sync(struct db *db, enum db_sync sync)
{
	static const char *const texts[] = {
	    [DB_SYNC_COMMIT] = "PRAGMA synchronous = FULL",
	    [DB_SYNC_LATER] = "PRAGMA synchronous = NORMAL",
	    [DB_SYNC_NEVER] = "PRAGMA synchronous = OFF",
	};

	if (sync == DB_SYNC_COMMIT && db->commits_late)
		sync = DB_SYNC_LATER;
	return sqlite_exec(db, texts[sync]);
}

/* The one sync that synchronous = FULL would have made inside the commit. The
 * log is one file for all handles and processes, so it serves every commit that
 * stands in it; one that a checkpoint has moved on meanwhile was synced there.
 * The library pads commits to whole sectors only on disks that could spoil
 * their neighbours, in both modes alike none of today's. */
enum err
sqlite_sync(struct db *db)
{
	sqlite3_file *log = NULL;
	int rc = sqlite3_file_control(
	    db->conn, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);

	if (rc == SQLITE_OK && (!log || !log->pMethods))
		rc = SQLITE_NOTFOUND;
	if (rc == SQLITE_OK)
		rc = log->pMethods->xSync(log, SQLITE_SYNC_NORMAL);
	return rc == SQLITE_OK ? OK
			       : sqlite_note(db, ERR_IO, sqlite3_errstr(rc));
}

enum err
sqlite_checkpoint(struct db *db, int64_t *left)
{
	sqlite3 *conn = db->conn;
	int log = 0, done = 0, rc;

	sqlite3_busy_timeout(conn, BUSY_CHECKPOINT_MS);
	rc = sqlite3_wal_checkpoint_v2(
	    conn, NULL, SQLITE_CHECKPOINT_PASSIVE, &log, &done);
	/* Nobody needs the log: give its room back. */
	if (rc == SQLITE_OK && log > DB_LOG_PAGES_ALONE && log == done)
		rc = sqlite3_wal_checkpoint_v2(
		    conn, NULL, SQLITE_CHECKPOINT_TRUNCATE, &log, &done);
	sqlite3_busy_timeout(conn, DB_BUSY_MS);
	if (rc == SQLITE_BUSY)
		rc = SQLITE_OK;
	if (left)
		*left = log < 0 ? 0 : (int64_t)(log - done);
	return rc == SQLITE_OK ? OK : sqlite_translate(db, rc);
}

/* ---- copy ---- */

static enum err
copy_into(struct db *db, sqlite3 *to)
{
	sqlite3_backup *backup =
	    sqlite3_backup_init(to, "main", db->conn, "main");
	int rc;

	if (!backup)
		return sqlite_note(db, ERR_DB, sqlite3_errmsg(to));
	do
		rc = sqlite3_backup_step(backup, COPY_PAGES);
	while (rc == SQLITE_OK);
	sqlite3_backup_finish(backup);
	if (rc == SQLITE_DONE)
		return OK;
	return sqlite_note(db, ERR_DB, sqlite3_errstr(rc));
}

/* The whole copy reads one snapshot: writers go on in the log, and the copy
 * never has to start again because of them. */
static enum err
copy_snapshot(struct db *db, const char *path)
{
	sqlite3 *to = NULL;
	enum err err;

	if ((err = sqlite_exec(
		 db, "BEGIN; SELECT count(*) FROM sqlite_schema")))
		return err;
	if (sqlite3_open_v2(
		path, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL))
		err = sqlite_note(db, ERR_IO, sqlite3_errmsg(to));
	else
		err = copy_into(db, to);
	sqlite3_close(to);
	sqlite_rollback(db);
	return err;
}

/* The copy gets its name only when it is whole and on the disk. */
enum err
sqlite_copy(struct db *db, const char *path)
{
	AUTO_ARENA struct arena *arena = arena_new();
	const char *part = arena_printf(arena, "%s.part", path);
	enum err err;

	if (files_exist(path))
		return sqlite_note(
		    db, ERR_EXISTS, "the copy's file is there already");
	unlink(part);
	if ((err = files_create(part)))
		return sqlite_note(db, err, "cannot create the copy");
	if ((err = copy_snapshot(db, part)) || (err = files_place(part, path)))
		unlink(part);
	return err;
}
