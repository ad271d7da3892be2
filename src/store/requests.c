/* SPDX-License-Identifier: EUPL-1.2 */
#include "store/requests.h"

#include "base/text.h"
#include "store/counters.h"
#include "store/days.h"
#include "store/list.h"
#include "store/requests_part.h"
#include "store/row.h"

static const struct stmt insert STMT = {
    .name = "requests.insert",
    .params = "isSsSSiiisISSsS",
    .columns = "",
    .sql = "INSERT INTO request (request, state, kind, source, message_id,"
	   " mail_hash, mail_part, received_at, changed_at, lang,"
	   " duplicate_of, sender, subject, name_fold, peer_hash)"
	   " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,"
	   " $14, $15) ON CONFLICT (mail_hash, mail_part) DO NOTHING",
};

enum err
requests_insert(struct db *db, struct arena *arena, struct request *row,
    const char *name, bool *inserted)
{
	int64_t request, changed;
	enum err err;

	if ((err = counters_next(db, 0, "request", &request)))
		return err;
	if ((err = db_run(db, &insert, &changed, A_INT(request),
		 A_TEXT(row->state), A_TEXT(row->kind), A_TEXT(row->source),
		 A_TEXT(row->message_id), A_TEXT(row->mail_hash),
		 A_INT(row->mail_part), A_INT(row->received_at),
		 A_INT(row->changed_at), A_TEXT(row->lang ? row->lang : "uk"),
		 days_arg_zero(row->duplicate_of), A_TEXT(row->sender),
		 A_TEXT(row->subject),
		 A_TEXT(name && *name ? text_fold(arena, name) : ""),
		 A_TEXT(row->peer_hash))))
		return err;
	*inserted = changed > 0;
	if (changed)
		row->request = request;
	return OK;
}

void
requests_read(const struct rows *rows, struct arena *arena, struct request *row)
{
	*row = (struct request){
	    .request = rows_int(rows, 0),
	    .state = row_copy(arena, rows, 1),
	    .kind = row_copy(arena, rows, 2),
	    .source = row_copy(arena, rows, 3),
	    .message_id = row_copy(arena, rows, 4),
	    .mail_hash = row_copy(arena, rows, 5),
	    .mail_part = rows_int(rows, 6),
	    .received_at = rows_int(rows, 7),
	    .changed_at = rows_int(rows, 8),
	    .passed_at = rows_int(rows, 9),
	    .reviewer = rows_int(rows, 10),
	    .approver = rows_int(rows, 11),
	    .proof_kind = row_copy(arena, rows, 12),
	    .proof_text = row_copy(arena, rows, 13),
	    .duplicate_of = rows_int(rows, 14),
	    .sender = row_copy(arena, rows, 15),
	    .subject = row_copy(arena, rows, 16),
	    .inst = rows_int(rows, 17),
	    .parent_inst = rows_int(rows, 18),
	    .lang = row_copy(arena, rows, 19),
	    .peer_hash = row_copy(arena, rows, 20),
	    .mail_deleted_at = rows_int(rows, 21),
	};
}

static enum err
read_all(
    struct rows *rows, struct arena *arena, struct request **out, size_t *n)
{
	struct list list = {.arena = arena, .size = sizeof(**out)};
	enum err err;

	while (!(err = rows_next(rows)))
		requests_read(rows, arena, list_add(&list));
	if (err != ERR_NOT_FOUND)
		return err;
	*out = (struct request *)list.p;
	*n = list.n;
	return OK;
}

static const struct stmt find STMT = {
    .name = "requests.find",
    .params = "i",
    .columns = REQUESTS_LETTERS,
    .sql = "SELECT " REQUESTS_COLUMNS " FROM request r WHERE r.request = $1",
};

enum err
requests_find(
    struct db *db, struct arena *arena, int64_t request, struct request *row)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_one(db, &find, &rows, A_INT(request))))
		return err;
	requests_read(&rows, arena, row);
	return OK;
}

static const struct stmt by_mail STMT = {
    .name = "requests.by_mail",
    .params = "si",
    .columns = REQUESTS_LETTERS,
    .sql = "SELECT " REQUESTS_COLUMNS " FROM request r"
	   " WHERE r.mail_hash = $1 ORDER BY r.mail_part LIMIT $2",
};

enum err
requests_by_mail(struct db *db, struct arena *arena, const char *mail_hash,
    struct request **out, size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_query(db, &by_mail, &rows, A_TEXT(mail_hash),
		 A_INT(REQUESTS_PAGE_MAX))))
		return err;
	return read_all(&rows, arena, out, n);
}

static const struct stmt by_message STMT = {
    .name = "requests.by_message",
    .params = "s",
    .columns = REQUESTS_LETTERS,
    .sql = "SELECT " REQUESTS_COLUMNS " FROM request r"
	   " WHERE r.message_id = $1 ORDER BY r.request LIMIT 1",
};

enum err
requests_by_message(struct db *db, struct arena *arena, const char *message_id,
    struct request *row)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_one(db, &by_message, &rows, A_TEXT(message_id))))
		return err;
	requests_read(&rows, arena, row);
	return OK;
}

static const struct stmt update STMT = {
    .name = "requests.update",
    .params = "sSiIIISSIIIIis",
    .columns = "",
    .sql = "UPDATE request SET state = $1, kind = $2, changed_at = $3,"
	   " passed_at = $4, reviewer = $5, approver = $6, proof_kind = $7,"
	   " proof_text = $8, duplicate_of = $9, inst = $10,"
	   " parent_inst = $11, mail_deleted_at = $12"
	   " WHERE request = $13 AND state = $14",
};

enum err
requests_update(struct db *db, const struct request *row, const char *old_state)
{
	int64_t changed;
	enum err err;

	if ((err = db_run(db, &update, &changed, A_TEXT(row->state),
		 A_TEXT(row->kind), A_INT(row->changed_at),
		 days_arg_zero(row->passed_at), days_arg_zero(row->reviewer),
		 days_arg_zero(row->approver), A_TEXT(row->proof_kind),
		 A_TEXT(row->proof_text), days_arg_zero(row->duplicate_of),
		 days_arg_zero(row->inst), days_arg_zero(row->parent_inst),
		 days_arg_zero(row->mail_deleted_at), A_INT(row->request),
		 A_TEXT(old_state))))
		return err;
	return changed ? OK : ERR_CONFLICT;
}

static const struct stmt set_name STMT = {
    .name = "requests.set_name",
    .params = "si",
    .columns = "",
    .sql = "UPDATE request SET name_fold = $1 WHERE request = $2",
};

enum err
requests_set_name(
    struct db *db, struct arena *arena, int64_t request, const char *name)
{
	return db_run(db, &set_name, NULL,
	    A_TEXT(name && *name ? text_fold(arena, name) : ""),
	    A_INT(request));
}

static const struct stmt due STMT = {
    .name = "requests.due",
    .params = "sii",
    .columns = REQUESTS_LETTERS,
    .sql = "SELECT " REQUESTS_COLUMNS " FROM request r"
	   " WHERE r.state = $1 AND r.changed_at < $2"
	   " ORDER BY r.changed_at, r.request LIMIT $3",
};

enum err
requests_due(struct db *db, struct arena *arena, const char *state,
    int64_t before, struct request **out, size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_query(db, &due, &rows, A_TEXT(state), A_INT(before),
		 A_INT(REQUESTS_DUE_MAX))))
		return err;
	return read_all(&rows, arena, out, n);
}

/* One letter may have asked for several institutions: while one of them is
 * not over, the letter is still needed. */
static const struct stmt mails_due STMT = {
    .name = "requests.mails_due",
    .params = "ii",
    .columns = REQUESTS_LETTERS,
    .sql = "SELECT " REQUESTS_COLUMNS " FROM request r"
	   " WHERE r.state IN ('rejected', 'expired', 'not_a_request')"
	   " AND r.mail_deleted_at IS NULL AND r.changed_at < $1"
	   " AND NOT EXISTS (SELECT 1 FROM request o"
	   "  WHERE o.mail_hash = r.mail_hash AND (o.changed_at >= $1"
	   "  OR o.state NOT IN ('rejected', 'expired', 'not_a_request')))"
	   " ORDER BY r.changed_at, r.request LIMIT $2",
};

enum err
requests_mails_due(struct db *db, struct arena *arena, int64_t before,
    struct request **out, size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_query(db, &mails_due, &rows, A_INT(before),
		 A_INT(REQUESTS_DUE_MAX))))
		return err;
	return read_all(&rows, arena, out, n);
}

static const struct stmt delete_fields STMT = {
    .name = "requests.delete_fields",
    .params = "i",
    .columns = "",
    .sql = "DELETE FROM request_field WHERE request = $1",
};
static const struct stmt delete_history STMT = {
    .name = "requests.delete_history",
    .params = "i",
    .columns = "",
    .sql = "DELETE FROM request_history WHERE request = $1",
};
static const struct stmt delete_row STMT = {
    .name = "requests.delete",
    .params = "i",
    .columns = "",
    .sql = "DELETE FROM request WHERE request = $1"
	   " AND state = 'unconfirmed'",
};

enum err
requests_delete(struct db *db, int64_t request)
{
	enum err err;

	if ((err = db_run(db, &delete_fields, NULL, A_INT(request))))
		return err;
	if ((err = db_run(db, &delete_history, NULL, A_INT(request))))
		return err;
	return db_run(db, &delete_row, NULL, A_INT(request));
}

/* Notes hold what was typed over what; they go with the letter too. */
static const struct stmt forget_notes STMT = {
    .name = "requests.forget_notes",
    .params = "i",
    .columns = "",
    .sql = "UPDATE request_history SET note = NULL WHERE request = $1",
};
static const struct stmt forget_sender STMT = {
    .name = "requests.forget_sender",
    .params = "i",
    .columns = "",
    .sql = "UPDATE request SET sender = NULL, subject = NULL"
	   " WHERE request = $1",
};

enum err
requests_forget_sender(struct db *db, int64_t request)
{
	enum err err;

	if ((err = db_run(db, &forget_notes, NULL, A_INT(request))))
		return err;
	return db_run(db, &forget_sender, NULL, A_INT(request));
}
