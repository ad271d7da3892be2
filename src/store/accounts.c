/* SPDX-License-Identifier: EUPL-1.2 */
#include "store/accounts.h"

#include "store/row.h"

static const struct stmt insert STMT = {
    .name = "accounts.insert",
    .params = "iSSsssSIsi",
    .columns = "",
    .sql = "INSERT INTO account (account, email, login, name, log_id, lang,"
	   " password, password_at, state, created_at)"
	   " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
};

enum err
accounts_insert(struct db *db, const struct account_row *row)
{
	return db_run(db, &insert, NULL, A_INT(row->account),
	    A_TEXT(row->email), A_TEXT(row->login), A_TEXT(row->name),
	    A_TEXT(row->log_id), A_TEXT(row->lang), A_TEXT(row->password),
	    A_INT(row->password_at), A_TEXT(row->state),
	    A_INT(row->created_at));
}

static struct account_row
read_row(const struct rows *rows, struct arena *arena)
{
	return (struct account_row){
	    .account = rows_int(rows, 0),
	    .email = row_copy(arena, rows, 1),
	    .login = row_copy(arena, rows, 2),
	    .name = row_copy(arena, rows, 3),
	    .log_id = row_copy(arena, rows, 4),
	    .lang = row_copy(arena, rows, 5),
	    .password = row_copy(arena, rows, 6),
	    .password_at = rows_int(rows, 7),
	    .state = row_copy(arena, rows, 8),
	    .created_at = rows_int(rows, 9),
	    .factor = !rows_null(rows, 10),
	};
}

static const struct stmt find STMT = {
    .name = "accounts.find",
    .params = "i",
    .columns = "iSSsssSIsiI",
    .sql = "SELECT a.account, a.email, a.login, a.name, a.log_id, a.lang,"
	   " a.password, a.password_at, a.state, a.created_at,"
	   " f.confirmed_at FROM account a LEFT JOIN second_factor f"
	   " ON f.account = a.account WHERE a.account = $1",
};

enum err
accounts_find(struct db *db, struct arena *arena, int64_t account,
    struct account_row *row)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_one(db, &find, &rows, A_INT(account))))
		return err;
	*row = read_row(&rows, arena);
	return OK;
}

/* A login never holds an @, an e-mail always does: at most one row fits. */
static const struct stmt by_name STMT = {
    .name = "accounts.by_name",
    .params = "s",
    .columns = "iSSsssSIsiI",
    .sql = "SELECT a.account, a.email, a.login, a.name, a.log_id, a.lang,"
	   " a.password, a.password_at, a.state, a.created_at,"
	   " f.confirmed_at FROM account a LEFT JOIN second_factor f"
	   " ON f.account = a.account WHERE a.email = $1 OR a.login = $1"
	   " LIMIT 1",
};

enum err
accounts_by_name(struct db *db, struct arena *arena, const char *name,
    struct account_row *row)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_one(db, &by_name, &rows, A_TEXT(name))))
		return err;
	*row = read_row(&rows, arena);
	return OK;
}

/* Every change of one row must hit it. */
static enum err
one_changed(enum err err, int64_t changed)
{
	if (err)
		return err;
	return changed == 1 ? OK : ERR_NOT_FOUND;
}

static const struct stmt set_password STMT = {
    .name = "accounts.set_password",
    .params = "sii",
    .columns = "",
    .sql = "UPDATE account SET password = $1, password_at = $2"
	   " WHERE account = $3",
};

enum err
accounts_set_password(
    struct db *db, int64_t account, const char *phc, int64_t now)
{
	int64_t changed = 0;
	enum err err = db_run(db, &set_password, &changed, A_TEXT(phc),
	    A_INT(now), A_INT(account));

	return one_changed(err, changed);
}

static const struct stmt rehash STMT = {
    .name = "accounts.rehash",
    .params = "sis",
    .columns = "",
    .sql = "UPDATE account SET password = $1 WHERE account = $2"
	   " AND password = $3",
};

enum err
accounts_rehash(
    struct db *db, int64_t account, const char *old, const char *phc)
{
	return db_run(
	    db, &rehash, NULL, A_TEXT(phc), A_INT(account), A_TEXT(old));
}

static const struct stmt set_email STMT = {
    .name = "accounts.set_email",
    .params = "Si",
    .columns = "",
    .sql = "UPDATE account SET email = $1 WHERE account = $2",
};

enum err
accounts_set_email(struct db *db, int64_t account, const char *email)
{
	int64_t changed = 0;
	enum err err =
	    db_run(db, &set_email, &changed, A_TEXT(email), A_INT(account));

	return one_changed(err, changed);
}

static const struct stmt set_lang STMT = {
    .name = "accounts.set_lang",
    .params = "si",
    .columns = "",
    .sql = "UPDATE account SET lang = $1 WHERE account = $2",
};

enum err
accounts_set_lang(struct db *db, int64_t account, const char *lang)
{
	int64_t changed = 0;
	enum err err =
	    db_run(db, &set_lang, &changed, A_TEXT(lang), A_INT(account));

	return one_changed(err, changed);
}

static const struct stmt set_name STMT = {
    .name = "accounts.set_name",
    .params = "si",
    .columns = "",
    .sql = "UPDATE account SET name = $1 WHERE account = $2",
};

enum err
accounts_set_name(struct db *db, int64_t account, const char *name)
{
	int64_t changed = 0;
	enum err err =
	    db_run(db, &set_name, &changed, A_TEXT(name), A_INT(account));

	return one_changed(err, changed);
}

static const struct stmt set_state STMT = {
    .name = "accounts.set_state",
    .params = "si",
    .columns = "",
    .sql = "UPDATE account SET state = $1 WHERE account = $2",
};

enum err
accounts_set_state(struct db *db, int64_t account, const char *state)
{
	int64_t changed = 0;
	enum err err =
	    db_run(db, &set_state, &changed, A_TEXT(state), A_INT(account));

	return one_changed(err, changed);
}

static const struct stmt count STMT = {
    .name = "accounts.count",
    .params = "",
    .columns = "i",
    .sql = "SELECT COUNT(*) FROM account",
};

enum err
accounts_count(struct db *db, int64_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_one(db, &count, &rows)))
		return err;
	*n = rows_int(&rows, 0);
	return OK;
}
