/* SPDX-License-Identifier: EUPL-1.2 */
#include "store/events.h"

#include <string.h>

#include "store/row.h"

static const struct stmt head_lock STMT = {
	.name = "events.head_lock", .params = "i", .columns = "ii",
	/* The update that changes nothing takes the row's lock on engines
	 * with more than one writer. */
	.sql = "INSERT INTO log_head (inst, size, last_at) VALUES ($1, 0, 0)"
	       " ON CONFLICT (inst) DO UPDATE SET size = log_head.size"
	       " RETURNING size, last_at",
};

enum err
events_head_lock(
    struct db *db, int64_t inst, int64_t *size, int64_t *last_at)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_one(db, &head_lock, &rows, A_INT(inst))))
		return err;
	*size = rows_int(&rows, 0);
	*last_at = rows_int(&rows, 1);
	return OK;
}

static const struct stmt head_set STMT = {
	.name = "events.head_set", .params = "iii", .columns = "",
	.sql = "UPDATE log_head SET size = $1, last_at = $2 WHERE inst = $3",
};

enum err
events_head_set(struct db *db, int64_t inst, int64_t size, int64_t last_at)
{
	return db_send(
	    db, &head_set, A_INT(size), A_INT(last_at), A_INT(inst));
}

static const struct stmt head STMT = {
	.name = "events.head", .params = "i", .columns = "ii",
	.sql = "SELECT size, last_at FROM log_head WHERE inst = $1",
};

enum err
events_head(struct db *db, int64_t inst, int64_t *size, int64_t *last_at)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	err = db_one(db, &head, &rows, A_INT(inst));
	if (err && err != ERR_NOT_FOUND)
		return err;
	*size = err ? 0 : rows_int(&rows, 0);
	*last_at = err ? 0 : rows_int(&rows, 1);
	return OK;
}

static const struct stmt insert_event STMT = {
	.name = "events.insert", .params = "iibb", .columns = "",
	.sql = "INSERT INTO event (inst, seq, entry, leaf)"
	       " VALUES ($1, $2, $3, $4)",
};

static const struct stmt insert_content STMT = {
	.name = "events.insert_content", .params = "iiiiissSSsSSSSSSb",
	.columns = "",
	.sql = "INSERT INTO event_content (inst, seq, prev, at, kind, actor,"
	       " role, behalf, approver, object, pupil, lesson, old, new,"
	       " reason, note, nonce) VALUES ($1, $2, $3, $4, $5, $6, $7, $8,"
	       " $9, $10, $11, $12, $13, $14, $15, $16, $17)",
};

static const struct stmt insert_note STMT = {
	.name = "events.insert_note", .params = "iibs", .columns = "",
	.sql = "INSERT INTO event_note (inst, seq, nonce, text)"
	       " VALUES ($1, $2, $3, $4)",
};

enum err
events_insert(struct db *db, int64_t inst, const struct event_row *row)
{
	enum err err;

	if ((err = db_send(db, &insert_event, A_INT(inst), A_INT(row->seq), A_BYTES(row->entry, sizeof(row->entry)),
		 A_BYTES(row->leaf, sizeof(row->leaf)))))
		return err;
	if ((err = db_send(db, &insert_content, A_INT(inst),
		 A_INT(row->seq), A_INT(row->prev), A_INT(row->at),
		 A_INT(row->kind), A_TEXT(row->actor), A_TEXT(row->role),
		 A_TEXT(row->behalf), A_TEXT(row->approver),
		 A_TEXT(row->object), A_TEXT(row->pupil), A_TEXT(row->lesson),
		 A_TEXT(row->old), A_TEXT(row->new), A_TEXT(row->reason),
		 A_TEXT(row->note), A_BYTES(row->nonce, sizeof(row->nonce)))))
		return err;
	if (!row->text)
		return OK;
	return db_send(db, &insert_note, A_INT(inst), A_INT(row->seq),
	    A_BYTES(row->text_nonce, sizeof(row->text_nonce)),
	    A_TEXT(row->text));
}

#define SELECT_EVENT                                                          \
	"SELECT e.seq, e.entry, e.leaf, c.prev, c.at, c.kind, c.actor,"        \
	" c.role, c.behalf, c.approver, c.object, c.pupil, c.lesson, c.old,"   \
	" c.new, c.reason, c.note, c.nonce, n.text, n.nonce"                  \
	" FROM event e"                                                       \
	" LEFT JOIN event_content c ON c.inst = e.inst AND c.seq = e.seq"     \
	" LEFT JOIN event_note n ON n.inst = e.inst AND n.seq = e.seq"

static const struct stmt find STMT = {
	.name = "events.find", .params = "ii",
	.columns = "ibbIIISSSSSSSSSSSBSB",
	.sql = SELECT_EVENT " WHERE e.inst = $1 AND e.seq = $2",
};

static const struct stmt list STMT = {
	.name = "events.list", .params = "iii",
	.columns = "ibbIIISSSSSSSSSSSBSB",
	.sql = SELECT_EVENT " WHERE e.inst = $1 AND e.seq >= $2"
			    " ORDER BY e.seq LIMIT $3",
};

static void
bytes_at(struct rows *rows, int col, uint8_t *out, size_t len)
{
	struct bytes b = rows_bytes(rows, col);

	if (b.p && b.len == len)
		memcpy(out, b.p, len);
}

static void
read_row(struct rows *rows, struct arena *arena, struct event_row *row)
{
	*row = (struct event_row){
	    .seq = rows_int(rows, 0),
	    .prev = rows_null(rows, 3) ? -1 : rows_int(rows, 3),
	    .at = rows_int(rows, 4),
	    .kind = rows_int(rows, 5),
	    .actor = row_copy(arena, rows, 6),
	    .role = row_copy(arena, rows, 7),
	    .behalf = row_copy(arena, rows, 8),
	    .approver = row_copy(arena, rows, 9),
	    .object = row_copy(arena, rows, 10),
	    .pupil = row_copy(arena, rows, 11),
	    .lesson = row_copy(arena, rows, 12),
	    .old = row_copy(arena, rows, 13),
	    .new = row_copy(arena, rows, 14),
	    .reason = row_copy(arena, rows, 15),
	    .note = row_copy(arena, rows, 16),
	    .text = row_copy(arena, rows, 18),
	    .content = !rows_null(rows, 4),
	};
	bytes_at(rows, 1, row->entry, sizeof(row->entry));
	bytes_at(rows, 2, row->leaf, sizeof(row->leaf));
	bytes_at(rows, 17, row->nonce, sizeof(row->nonce));
	bytes_at(rows, 19, row->text_nonce, sizeof(row->text_nonce));
}

enum err
events_find(struct db *db, struct arena *arena, int64_t inst, int64_t seq,
    struct event_row *row)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_one(db, &find, &rows, A_INT(inst), A_INT(seq))))
		return err;
	read_row(&rows, arena, row);
	return OK;
}

enum err
events_list(struct db *db, struct arena *arena, int64_t inst, int64_t from,
    size_t n, struct event_row *out, size_t *got)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;
	size_t i;

	if ((err = db_query(db, &list, &rows, A_INT(inst), A_INT(from),
		 A_INT((int64_t)n))))
		return err;
	for (i = 0; !(err = rows_next(&rows)) && i < n; i++)
		read_row(&rows, arena, &out[i]);
	if (err != OK && err != ERR_NOT_FOUND)
		return err;
	*got = i;
	return OK;
}

/* Time never goes back along a log, so the rows are read until they are too
 * old, and not further. The inner list is read from the index alone; asked in
 * one piece, SQLite would go through the whole history instead. */
static const struct stmt by_actor STMT = {
	.name = "events.by_actor", .params = "isi",
	.columns = "iIIISSSSSSSSSSSS",
	.sql = "SELECT c.seq, c.prev, c.at, c.kind, c.actor, c.role, c.behalf,"
	       " c.approver, c.object, c.pupil, c.lesson, c.old, c.new,"
	       " c.reason, c.note, n.text FROM"
	       " (SELECT seq FROM event_content WHERE inst = $1"
	       " AND actor = $2 ORDER BY seq DESC LIMIT $3) m"
	       " CROSS JOIN event_content c"
	       " LEFT JOIN event_note n ON n.inst = c.inst AND n.seq = c.seq"
	       " WHERE c.inst = $1 AND c.seq = m.seq ORDER BY c.seq DESC",
};

enum err
events_by_actor(struct db *db, struct arena *arena, int64_t inst,
    const char *actor, int64_t since, size_t n, struct event_row *out,
    size_t *got)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;
	size_t i;

	if ((err = db_query(db, &by_actor, &rows, A_INT(inst), A_TEXT(actor),
		 A_INT((int64_t)n))))
		return err;
	for (i = 0; !(err = rows_next(&rows)) && i < n; i++) {
		if (rows_int(&rows, 2) < since)
			break;
		out[i] = (struct event_row){
		    .seq = rows_int(&rows, 0),
		    .prev = rows_int(&rows, 1),
		    .at = rows_int(&rows, 2),
		    .kind = rows_int(&rows, 3),
		    .actor = row_copy(arena, &rows, 4),
		    .role = row_copy(arena, &rows, 5),
		    .behalf = row_copy(arena, &rows, 6),
		    .approver = row_copy(arena, &rows, 7),
		    .object = row_copy(arena, &rows, 8),
		    .pupil = row_copy(arena, &rows, 9),
		    .lesson = row_copy(arena, &rows, 10),
		    .old = row_copy(arena, &rows, 11),
		    .new = row_copy(arena, &rows, 12),
		    .reason = row_copy(arena, &rows, 13),
		    .note = row_copy(arena, &rows, 14),
		    .text = row_copy(arena, &rows, 15),
		    .content = true,
		};
	}
	if (err != OK && err != ERR_NOT_FOUND)
		return err;
	*got = i;
	return OK;
}
