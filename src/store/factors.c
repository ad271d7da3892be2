/* SPDX-License-Identifier: EUPL-1.2 */
#include "store/factors.h"

#include "store/row.h"

static const struct stmt find STMT = {
    .name = "factors.find",
    .params = "i",
    .columns = "bBiI",
    .sql = "SELECT secret, next_secret, last_step, confirmed_at"
	   " FROM second_factor WHERE account = $1",
};

enum err
factors_find(struct db *db, int64_t account, struct factor_row *row)
{
	AUTO_ROWS struct rows rows = {0};
	struct factor_row out = {.account = account};
	enum err err;

	if ((err = db_one(db, &find, &rows, A_INT(account))))
		return err;
	if ((err = row_copy_bytes(&rows, 0, out.secret, FACTOR_SECRET_BYTES)))
		return err;
	out.has_next = !rows_null(&rows, 1);
	if (out.has_next &&
	    (err = row_copy_bytes(&rows, 1, out.next, FACTOR_SECRET_BYTES)))
		return err;
	out.last_step = rows_int(&rows, 2);
	out.confirmed_at = rows_int(&rows, 3);
	*row = out;
	return OK;
}

static const struct stmt begin STMT = {
    .name = "factors.begin",
    .params = "ib",
    .columns = "",
    .sql = "INSERT INTO second_factor (account, secret, next_secret,"
	   " last_step, confirmed_at) VALUES ($1, $2, NULL, 0, NULL)"
	   " ON CONFLICT (account) DO UPDATE SET"
	   " secret = CASE WHEN second_factor.confirmed_at IS NULL"
	   " THEN EXCLUDED.secret ELSE second_factor.secret END,"
	   " next_secret = CASE WHEN second_factor.confirmed_at IS NULL"
	   " THEN NULL ELSE EXCLUDED.secret END",
};

enum err
factors_begin(
    struct db *db, int64_t account, const uint8_t secret[FACTOR_SECRET_BYTES])
{
	return db_run(db, &begin, NULL, A_INT(account),
	    A_BYTES(secret, FACTOR_SECRET_BYTES));
}

static const struct stmt confirm STMT = {
    .name = "factors.confirm",
    .params = "iii",
    .columns = "",
    .sql = "UPDATE second_factor SET confirmed_at = $1, last_step = $2,"
	   " secret = COALESCE(next_secret, secret), next_secret = NULL"
	   " WHERE account = $3"
	   " AND (confirmed_at IS NULL OR next_secret IS NOT NULL)",
};

enum err
factors_confirm(struct db *db, int64_t account, int64_t step, int64_t now)
{
	int64_t changed;
	enum err err;

	if ((err = db_run(db, &confirm, &changed, A_INT(now), A_INT(step),
		 A_INT(account))))
		return err;
	return changed == 1 ? OK : ERR_EXISTS;
}

static const struct stmt use STMT = {
    .name = "factors.use",
    .params = "ii",
    .columns = "",
    .sql = "UPDATE second_factor SET last_step = $1 WHERE account = $2"
	   " AND last_step < $1",
};

enum err
factors_use(struct db *db, int64_t account, int64_t step)
{
	int64_t changed;
	enum err err;

	if ((err = db_run(db, &use, &changed, A_INT(step), A_INT(account))))
		return err;
	return changed == 1 ? OK : ERR_EXPIRED;
}

static const struct stmt remove_factor STMT = {
    .name = "factors.remove",
    .params = "i",
    .columns = "",
    .sql = "DELETE FROM second_factor WHERE account = $1",
};

enum err
factors_remove(struct db *db, int64_t account)
{
	enum err err;

	if ((err = factors_remove_codes(db, account)))
		return err;
	return db_run(db, &remove_factor, NULL, A_INT(account));
}

static const struct stmt add_code STMT = {
    .name = "factors.add_code",
    .params = "ib",
    .columns = "",
    .sql = "INSERT INTO recovery_code (account, hash, used_at)"
	   " VALUES ($1, $2, NULL)",
};

enum err
factors_add_code(struct db *db, int64_t account, const uint8_t hash[HASH_BYTES])
{
	return db_run(
	    db, &add_code, NULL, A_INT(account), A_BYTES(hash, HASH_BYTES));
}

static const struct stmt remove_codes STMT = {
    .name = "factors.remove_codes",
    .params = "i",
    .columns = "",
    .sql = "DELETE FROM recovery_code WHERE account = $1",
};

enum err
factors_remove_codes(struct db *db, int64_t account)
{
	return db_run(db, &remove_codes, NULL, A_INT(account));
}

static const struct stmt use_code STMT = {
    .name = "factors.use_code",
    .params = "iib",
    .columns = "",
    .sql = "UPDATE recovery_code SET used_at = $1 WHERE account = $2"
	   " AND hash = $3 AND used_at IS NULL",
};

enum err
factors_use_code(
    struct db *db, int64_t account, const uint8_t hash[HASH_BYTES], int64_t now)
{
	int64_t changed;
	enum err err;

	if ((err = db_run(db, &use_code, &changed, A_INT(now), A_INT(account),
		 A_BYTES(hash, HASH_BYTES))))
		return err;
	return changed == 1 ? OK : ERR_NOT_FOUND;
}

static const struct stmt codes_left STMT = {
    .name = "factors.codes_left",
    .params = "i",
    .columns = "i",
    .sql = "SELECT COUNT(*) FROM recovery_code WHERE account = $1"
	   " AND used_at IS NULL",
};

enum err
factors_codes_left(struct db *db, int64_t account, int64_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_one(db, &codes_left, &rows, A_INT(account))))
		return err;
	*n = rows_int(&rows, 0);
	return OK;
}
