/* SPDX-License-Identifier: EUPL-1.2 */
#include "store/request_fields.h"

#include "store/list.h"

static const struct stmt set STMT = {
    .name = "request_fields.set",
    .params = "isissSiiiss",
    .columns = "",
    .sql = "INSERT INTO request_field (request, field, ord, value, flag,"
	   " code, confidence, at, len, why, source)"
	   " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
	   " ON CONFLICT (request, field, ord) DO UPDATE SET"
	   " value = excluded.value, flag = excluded.flag,"
	   " code = excluded.code, confidence = excluded.confidence,"
	   " at = excluded.at, len = excluded.len, why = excluded.why,"
	   " source = excluded.source",
};

enum err
request_fields_set(
    struct db *db, int64_t request, const struct request_field *f)
{
	return db_run(db, &set, NULL, A_INT(request), A_TEXT(f->field),
	    A_INT(f->ord), A_TEXT(f->value ? f->value : ""), A_TEXT(f->flag),
	    A_TEXT(f->code), A_INT(f->confidence), A_INT(f->at), A_INT(f->len),
	    A_TEXT(f->why ? f->why : ""), A_TEXT(f->source));
}

static const struct stmt delete_row STMT = {
    .name = "request_fields.delete",
    .params = "isi",
    .columns = "",
    .sql = "DELETE FROM request_field WHERE request = $1 AND field = $2"
	   " AND ord = $3",
};

enum err
request_fields_delete(
    struct db *db, int64_t request, const char *field, int64_t ord)
{
	return db_run(
	    db, &delete_row, NULL, A_INT(request), A_TEXT(field), A_INT(ord));
}

static const struct stmt list STMT = {
    .name = "request_fields.list",
    .params = "ii",
    .columns = "sissSiiiss",
    .sql = "SELECT field, ord, value, flag, code, confidence, at, len, why,"
	   " source FROM request_field WHERE request = $1"
	   " ORDER BY field, ord LIMIT $2",
};

enum err
request_fields_list(struct db *db, struct arena *arena, int64_t request,
    struct request_field **fields, size_t *n)
{
	struct list all = {.arena = arena, .size = sizeof(**fields)};
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_query(
		 db, &list, &rows, A_INT(request), A_INT(REQUEST_FIELDS_MAX))))
		return err;
	while (!(err = rows_next(&rows))) {
		struct request_field *f = list_add(&all);
		const char *code = rows_text(&rows, 4);

		*f = (struct request_field){
		    .field = arena_strdup(arena, rows_text(&rows, 0)),
		    .ord = rows_int(&rows, 1),
		    .value = arena_strdup(arena, rows_text(&rows, 2)),
		    .flag = arena_strdup(arena, rows_text(&rows, 3)),
		    .code = code ? arena_strdup(arena, code) : NULL,
		    .confidence = rows_int(&rows, 5),
		    .at = rows_int(&rows, 6),
		    .len = rows_int(&rows, 7),
		    .why = arena_strdup(arena, rows_text(&rows, 8)),
		    .source = arena_strdup(arena, rows_text(&rows, 9)),
		};
	}
	if (err != ERR_NOT_FOUND)
		return err;
	*fields = (struct request_field *)all.p;
	*n = all.n;
	return OK;
}

static const struct stmt unchecked STMT = {
    .name = "request_fields.unchecked",
    .params = "ii",
    .columns = "i",
    .sql = "SELECT f.request FROM request_field f, request r"
	   " WHERE r.request = f.request AND f.field = 'community'"
	   " AND f.ord = 0 AND f.flag = 'unchecked' AND f.request > $1"
	   " AND r.state IN ('unconfirmed', 'new', 'in_review', 'returned')"
	   " ORDER BY f.request LIMIT $2",
};

enum err
request_fields_unchecked(struct db *db, int64_t after,
    int64_t out[REQUEST_FIELDS_UNCHECKED_MAX], size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	size_t got = 0;
	enum err err;

	if ((err = db_query(db, &unchecked, &rows, A_INT(after),
		 A_INT(REQUEST_FIELDS_UNCHECKED_MAX))))
		return err;
	while (got < REQUEST_FIELDS_UNCHECKED_MAX && !(err = rows_next(&rows)))
		out[got++] = rows_int(&rows, 0);
	if (err && err != ERR_NOT_FOUND)
		return err;
	*n = got;
	return OK;
}
