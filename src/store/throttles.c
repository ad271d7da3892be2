/* SPDX-License-Identifier: EUPL-1.2 */
#include "store/throttles.h"

static const struct stmt find STMT = {
    .name = "throttles.find",
    .params = "s",
    .columns = "iii",
    .sql = "SELECT failures, until_at, changed_at FROM throttle"
	   " WHERE key = $1",
};

enum err
throttles_find(struct db *db, const char *key, struct throttle_row *row)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err = db_one(db, &find, &rows, A_TEXT(key));

	if (err == ERR_NOT_FOUND) {
		*row = (struct throttle_row){0};
		return OK;
	}
	if (err)
		return err;
	*row = (struct throttle_row){
	    .failures = rows_int(&rows, 0),
	    .until_at = rows_int(&rows, 1),
	    .changed_at = rows_int(&rows, 2),
	};
	return OK;
}

static const struct stmt set STMT = {
    .name = "throttles.set",
    .params = "siii",
    .columns = "",
    .sql = "INSERT INTO throttle (key, failures, until_at, changed_at)"
	   " VALUES ($1, $2, $3, $4) ON CONFLICT (key) DO UPDATE"
	   " SET failures = EXCLUDED.failures,"
	   " until_at = EXCLUDED.until_at,"
	   " changed_at = EXCLUDED.changed_at",
};

enum err
throttles_set(struct db *db, const char *key, const struct throttle_row *row)
{
	return db_run(db, &set, NULL, A_TEXT(key), A_INT(row->failures),
	    A_INT(row->until_at), A_INT(row->changed_at));
}

static const struct stmt clear STMT = {
    .name = "throttles.clear",
    .params = "s",
    .columns = "",
    .sql = "DELETE FROM throttle WHERE key = $1",
};

enum err
throttles_clear(struct db *db, const char *key)
{
	return db_run(db, &clear, NULL, A_TEXT(key));
}

static const struct stmt sweep STMT = {
    .name = "throttles.sweep",
    .params = "i",
    .columns = "",
    .sql = "DELETE FROM throttle WHERE key IN (SELECT key FROM throttle"
	   " WHERE changed_at < $1 ORDER BY changed_at LIMIT 200)",
};

enum err
throttles_sweep(struct db *db, int64_t before)
{
	return db_run(db, &sweep, NULL, A_INT(before));
}
