/* SPDX-License-Identifier: EUPL-1.2 */
/* The inside of the embedded engine, without its library. Private to
 * db_sqlite.c and db_sqlite_disk.c. */
#pragma once

#include "db/engine.h"

/* Other processes (the worker, a command) write too: how long to wait for
 * them. Threads of this process take turns in the lane instead. */
#define DB_BUSY_MS 5000

/* The housekeeper empties the log. Should it be dead, a request does it at
 * this size (4 KiB pages), so that the disk does not fill. */
#define DB_LOG_PAGES_GUARD 16384
#define DB_LOG_PAGES_ALONE 1000

/* Puts the text into db->message and passes the code on. */
enum err sqlite_note(struct db *db, enum err err, const char *text);
/* What a result code means to the callers of db.h; its text is noted. */
enum err sqlite_translate(struct db *db, int rc);
/* The same of the last call on the handle. */
enum err sqlite_fault(struct db *db);
CHECKED enum err sqlite_exec(struct db *db, const char *sql);
void sqlite_rollback(struct db *db);

/* ---- db_sqlite_disk.c: as the engine's table says (engine.h) ---- */

CHECKED enum err sqlite_set_sync(struct db *db, enum db_sync sync);
CHECKED enum err sqlite_sync(struct db *db);
CHECKED enum err sqlite_checkpoint(struct db *db, int64_t *left);
CHECKED enum err sqlite_copy(struct db *db, const char *path);
