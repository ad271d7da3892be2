/* SPDX-License-Identifier: EUPL-1.2 */
#include "store/request_mails.h"

#include "store/row.h"

static const struct stmt insert STMT = {
    .name = "request_mails.insert",
    .params = "ssSssSsssisi",
    .columns = "",
    .sql = "INSERT INTO request_mail (mail_hash, from_text, reply_to,"
	   " subject, sent_at, message_id, auth, body, status, size,"
	   " original_hash, received_at) VALUES ($1, $2, $3, $4, $5, $6, $7,"
	   " $8, $9, $10, $11, $12) ON CONFLICT (mail_hash) DO NOTHING",
};

enum err
request_mails_insert(
    struct db *db, const struct request_mail *row, bool *inserted)
{
	int64_t changed;
	enum err err;

	if ((err = db_run(db, &insert, &changed, A_TEXT(row->mail_hash),
		 A_TEXT(row->from), A_TEXT(row->reply_to), A_TEXT(row->subject),
		 A_TEXT(row->sent_at), A_TEXT(row->message_id),
		 A_TEXT(row->auth), A_TEXT(row->body), A_TEXT(row->status),
		 A_INT(row->size), A_TEXT(row->original_hash),
		 A_INT(row->received_at))))
		return err;
	*inserted = changed > 0;
	return OK;
}

static const struct stmt find STMT = {
    .name = "request_mails.find",
    .params = "s",
    .columns = "ssSssSsssisi",
    .sql = "SELECT mail_hash, from_text, reply_to, subject, sent_at,"
	   " message_id, auth, body, status, size, original_hash,"
	   " received_at FROM request_mail WHERE mail_hash = $1",
};

enum err
request_mails_find(struct db *db, struct arena *arena, const char *mail_hash,
    struct request_mail *row)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_one(db, &find, &rows, A_TEXT(mail_hash))))
		return err;
	*row = (struct request_mail){
	    .mail_hash = row_copy(arena, &rows, 0),
	    .from = row_copy(arena, &rows, 1),
	    .reply_to = row_copy(arena, &rows, 2),
	    .subject = row_copy(arena, &rows, 3),
	    .sent_at = row_copy(arena, &rows, 4),
	    .message_id = row_copy(arena, &rows, 5),
	    .auth = row_copy(arena, &rows, 6),
	    .body = row_copy(arena, &rows, 7),
	    .status = row_copy(arena, &rows, 8),
	    .size = rows_int(&rows, 9),
	    .original_hash = row_copy(arena, &rows, 10),
	    .received_at = rows_int(&rows, 11),
	};
	return OK;
}

static const struct stmt delete_row STMT = {
    .name = "request_mails.delete",
    .params = "s",
    .columns = "",
    .sql = "DELETE FROM request_mail WHERE mail_hash = $1",
};

enum err
request_mails_delete(struct db *db, const char *mail_hash)
{
	return db_run(db, &delete_row, NULL, A_TEXT(mail_hash));
}

static const struct stmt used STMT = {
    .name = "request_mails.original_used",
    .params = "s",
    .columns = "i",
    .sql = "SELECT count(*) FROM request_mail WHERE original_hash = $1",
};

enum err
request_mails_original_used(struct db *db, const char *original_hash, bool *out)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_one(db, &used, &rows, A_TEXT(original_hash))))
		return err;
	*out = rows_int(&rows, 0) > 0;
	return OK;
}
