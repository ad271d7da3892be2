/* SPDX-License-Identifier: EUPL-1.2 */
#include "store/devices.h"

static const struct stmt find STMT = {
    .name = "devices.known",
    .params = "bi",
    .columns = "i",
    .sql = "SELECT 1 FROM device WHERE hash = $1 AND account = $2",
};

enum err
devices_known(
    struct db *db, const uint8_t hash[HASH_BYTES], int64_t account, bool *known)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err =
	    db_one(db, &find, &rows, A_BYTES(hash, HASH_BYTES), A_INT(account));

	if (err && err != ERR_NOT_FOUND)
		return err;
	*known = err == OK;
	return OK;
}

static const struct stmt add STMT = {
    .name = "devices.add",
    .params = "bii",
    .columns = "",
    .sql = "INSERT INTO device (hash, account, first_at, last_at)"
	   " VALUES ($1, $2, $3, $3) ON CONFLICT (hash, account)"
	   " DO UPDATE SET last_at = EXCLUDED.last_at",
};

enum err
devices_add(
    struct db *db, const uint8_t hash[HASH_BYTES], int64_t account, int64_t now)
{
	return db_run(db, &add, NULL, A_BYTES(hash, HASH_BYTES), A_INT(account),
	    A_INT(now));
}

static const struct stmt forget STMT = {
    .name = "devices.forget",
    .params = "i",
    .columns = "",
    .sql = "DELETE FROM device WHERE account = $1",
};

enum err
devices_forget(struct db *db, int64_t account)
{
	return db_run(db, &forget, NULL, A_INT(account));
}
