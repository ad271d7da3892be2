/* SPDX-License-Identifier: EUPL-1.2 */
#include "store/client_writes.h"

#include "store/row.h"

static const struct stmt find STMT = {
    .name = "client_writes.find",
    .params = "iis",
    .columns = "bsi",
    .sql = "SELECT body, answer, at FROM client_write WHERE inst = $1"
	   " AND actor = $2 AND uuid = $3",
};

enum err
client_writes_find(struct db *db, struct arena *arena, int64_t inst,
    int64_t actor, const char *uuid, struct client_write *out)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_one(
		 db, &find, &rows, A_INT(inst), A_INT(actor), A_TEXT(uuid))))
		return err;
	if ((err = row_copy_bytes(&rows, 0, out->body, sizeof(out->body))))
		return err;
	out->answer = arena_strdup(arena, rows_text(&rows, 1));
	out->at = rows_int(&rows, 2);
	return OK;
}

static const struct stmt insert STMT = {
    .name = "client_writes.insert",
    .params = "iisbsi",
    .columns = "",
    .sql = "INSERT INTO client_write (inst, actor, uuid, body, answer, at)"
	   " VALUES ($1, $2, $3, $4, $5, $6)",
};

enum err
client_writes_insert(struct db *db, int64_t inst, int64_t actor,
    const char *uuid, const struct client_write *write)
{
	return db_send(db, &insert, A_INT(inst), A_INT(actor), A_TEXT(uuid),
	    A_BYTES(write->body, sizeof(write->body)), A_TEXT(write->answer),
	    A_INT(write->at));
}

static const struct stmt old STMT = {
    .name = "client_writes.old",
    .params = "ii",
    .columns = "i",
    .sql = "SELECT count(*) FROM (SELECT 1 FROM client_write"
	   " WHERE inst = $1 AND at < $2 LIMIT 1) AS old",
};

enum err
client_writes_old(struct db *db, int64_t inst, int64_t before, bool *any)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_one(db, &old, &rows, A_INT(inst), A_INT(before))))
		return err;
	*any = rows_int(&rows, 0) > 0;
	return OK;
}

static const struct stmt prune STMT = {
    .name = "client_writes.prune",
    .params = "ii",
    .columns = "",
    .sql = "DELETE FROM client_write WHERE inst = $1 AND at < $2",
};

enum err
client_writes_prune(struct db *db, int64_t inst, int64_t before)
{
	return db_run(db, &prune, NULL, A_INT(inst), A_INT(before));
}
