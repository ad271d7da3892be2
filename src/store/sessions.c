/* SPDX-License-Identifier: EUPL-1.2 */
#include "store/sessions.h"

#include "store/row.h"

static const struct stmt insert STMT = {
    .name = "sessions.insert",
    .params = "ibiSIIiiiiiiisb",
    .columns = "",
    .sql = "INSERT INTO session (session, hash, account, role, inst, person,"
	   " created_at, seen_at, fresh_at, idle_s, ends_at, shared,"
	   " passed, agent, csrf) VALUES ($1, $2, $3, $4, $5, $6, $7, $8,"
	   " $9, $10, $11, $12, $13, $14, $15)",
};

enum err
sessions_insert(struct db *db, const struct session_row *row)
{
	return db_run(db, &insert, NULL, A_INT(row->session),
	    A_BYTES(row->hash, HASH_BYTES), A_INT(row->account),
	    A_TEXT(row->role), A_INT(row->inst), A_INT(row->person),
	    A_INT(row->created_at), A_INT(row->seen_at), A_INT(row->fresh_at),
	    A_INT(row->idle_s), A_INT(row->ends_at), A_INT(row->shared),
	    A_INT(row->passed), A_TEXT(row->agent),
	    A_BYTES(row->csrf, HASH_BYTES));
}

static const struct stmt find STMT = {
    .name = "sessions.find",
    .params = "b",
    .columns = "iibSIIiiiiiiisbsSSsssIi",
    .sql = "SELECT s.session, s.account, s.hash, s.role, s.inst, s.person,"
	   " s.created_at, s.seen_at, s.fresh_at, s.idle_s, s.ends_at,"
	   " s.shared, s.passed, s.agent, s.csrf, a.name, a.email,"
	   " a.login, a.log_id, a.lang, a.state, f.confirmed_at,"
	   " (SELECT COUNT(*) FROM membership m WHERE m.account = a.account"
	   " AND m.state = 'active')"
	   " FROM session s JOIN account a ON a.account = s.account"
	   " LEFT JOIN second_factor f ON f.account = s.account"
	   " WHERE s.hash = $1",
};

static enum err
read_row(const struct rows *rows, struct arena *arena, struct session_row *row)
{
	enum err err;

	row->session = rows_int(rows, 0);
	row->account = rows_int(rows, 1);
	if ((err = row_copy_bytes(rows, 2, row->hash, HASH_BYTES)))
		return err;
	row->role = row_copy(arena, rows, 3);
	row->inst = rows_int(rows, 4);
	row->person = rows_int(rows, 5);
	row->created_at = rows_int(rows, 6);
	row->seen_at = rows_int(rows, 7);
	row->fresh_at = rows_int(rows, 8);
	row->idle_s = rows_int(rows, 9);
	row->ends_at = rows_int(rows, 10);
	row->shared = rows_int(rows, 11);
	row->passed = rows_int(rows, 12);
	row->agent = row_copy(arena, rows, 13);
	return row_copy_bytes(rows, 14, row->csrf, HASH_BYTES);
}

enum err
sessions_find(struct db *db, struct arena *arena,
    const uint8_t hash[HASH_BYTES], struct session_row *row)
{
	AUTO_ROWS struct rows rows = {0};
	struct session_row out = {0};
	enum err err;

	if ((err = db_one(db, &find, &rows, A_BYTES(hash, HASH_BYTES))))
		return err;
	if ((err = read_row(&rows, arena, &out)))
		return err;
	out.name = row_copy(arena, &rows, 15);
	out.email = row_copy(arena, &rows, 16);
	out.login = row_copy(arena, &rows, 17);
	out.log_id = row_copy(arena, &rows, 18);
	out.lang = row_copy(arena, &rows, 19);
	out.state = row_copy(arena, &rows, 20);
	out.factor = !rows_null(&rows, 21);
	out.places = rows_int(&rows, 22);
	*row = out;
	return OK;
}

static const struct stmt set_seen STMT = {
    .name = "sessions.set_seen",
    .params = "ii",
    .columns = "",
    .sql = "UPDATE session SET seen_at = $1 WHERE session = $2",
};

enum err
sessions_set_seen(struct db *db, int64_t session, int64_t seen_at)
{
	return db_note(db, &set_seen, A_INT(seen_at), A_INT(session));
}

static const struct stmt set_mode STMT = {
    .name = "sessions.set_mode",
    .params = "SIIi",
    .columns = "",
    .sql = "UPDATE session SET role = $1, inst = $2, person = $3"
	   " WHERE session = $4",
};

enum err
sessions_set_mode(struct db *db, int64_t session, const char *role,
    int64_t inst, int64_t person)
{
	return db_run(db, &set_mode, NULL, A_TEXT(role), A_INT(inst),
	    A_INT(person), A_INT(session));
}

static const struct stmt renew STMT = {
    .name = "sessions.renew",
    .params = "biiiiiibi",
    .columns = "",
    .sql = "UPDATE session SET hash = $1, seen_at = $2, fresh_at = $3,"
	   " idle_s = $4, ends_at = $5, shared = $6, passed = $7,"
	   " csrf = $8 WHERE session = $9",
};

enum err
sessions_renew(struct db *db, const struct session_row *row)
{
	int64_t changed;
	enum err err;

	if ((err = db_run(db, &renew, &changed, A_BYTES(row->hash, HASH_BYTES),
		 A_INT(row->seen_at), A_INT(row->fresh_at), A_INT(row->idle_s),
		 A_INT(row->ends_at), A_INT(row->shared), A_INT(row->passed),
		 A_BYTES(row->csrf, HASH_BYTES), A_INT(row->session))))
		return err;
	return changed == 1 ? OK : ERR_NOT_FOUND;
}

static const struct stmt list STMT = {
    .name = "sessions.list",
    .params = "ii",
    .columns = "iibSIIiiiiiiisb",
    .sql = "SELECT session, account, hash, role, inst, person, created_at,"
	   " seen_at, fresh_at, idle_s, ends_at, shared, passed, agent,"
	   " csrf FROM session WHERE account = $1"
	   " ORDER BY seen_at DESC, session DESC LIMIT $2",
};

enum err
sessions_list(struct db *db, struct arena *arena, int64_t account,
    struct session_row **rows_out, size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	struct session_row *all =
	    arena_array(arena, SESSIONS_LIST_MAX, sizeof(*all));
	size_t got = 0;
	enum err err;

	if ((err = db_query(
		 db, &list, &rows, A_INT(account), A_INT(SESSIONS_LIST_MAX))))
		return err;
	while (!(err = rows_next(&rows)) && got < SESSIONS_LIST_MAX)
		if ((err = read_row(&rows, arena, &all[got++])))
			return err;
	if (err && err != ERR_NOT_FOUND)
		return err;
	*rows_out = all;
	*n = got;
	return OK;
}

static const struct stmt end STMT = {
    .name = "sessions.end",
    .params = "ii",
    .columns = "",
    .sql = "DELETE FROM session WHERE account = $1 AND session = $2",
};

enum err
sessions_end(struct db *db, int64_t account, int64_t session)
{
	int64_t changed;
	enum err err;

	if ((err = db_run(db, &end, &changed, A_INT(account), A_INT(session))))
		return err;
	return changed ? OK : ERR_NOT_FOUND;
}

static const struct stmt end_all STMT = {
    .name = "sessions.end_all",
    .params = "ii",
    .columns = "",
    .sql = "DELETE FROM session WHERE account = $1 AND session <> $2",
};

enum err
sessions_end_all(struct db *db, int64_t account, int64_t except)
{
	return db_run(db, &end_all, NULL, A_INT(account), A_INT(except));
}

static const struct stmt leave_person STMT = {
    .name = "sessions.leave_person",
    .params = "ii",
    .columns = "",
    .sql = "UPDATE session SET role = NULL, inst = NULL, person = NULL"
	   " WHERE inst = $1 AND person = $2",
};

enum err
sessions_leave_person(struct db *db, int64_t inst, int64_t person)
{
	return db_run(db, &leave_person, NULL, A_INT(inst), A_INT(person));
}

static const struct stmt sweep STMT = {
    .name = "sessions.sweep",
    .params = "i",
    .columns = "",
    .sql = "DELETE FROM session WHERE session IN (SELECT session"
	   " FROM session WHERE ends_at < $1 ORDER BY ends_at LIMIT 500)",
};

enum err
sessions_sweep(struct db *db, int64_t now)
{
	return db_run(db, &sweep, NULL, A_INT(now));
}

static const struct stmt forget STMT = {
    .name = "sessions.forget",
    .params = "",
    .columns = "",
    .sql = "DELETE FROM session",
};

enum err
sessions_forget(struct db *db)
{
	return db_run(db, &forget, NULL);
}
