/* SPDX-License-Identifier: EUPL-1.2 */
#include "store/request_files.h"

#include "store/list.h"

static const struct stmt next STMT = {
    .name = "request_files.next",
    .params = "i",
    .columns = "i",
    .sql = "SELECT coalesce(max(ord), 0) + 1 FROM request_file"
	   " WHERE request = $1",
};
static const struct stmt insert STMT = {
    .name = "request_files.insert",
    .params = "iissis",
    .columns = "",
    .sql = "INSERT INTO request_file (request, ord, name, type, size, hash)"
	   " VALUES ($1, $2, $3, $4, $5, $6)",
};

enum err
request_files_insert(struct db *db, int64_t request, struct request_file *row)
{
	int64_t ord;
	enum err err;

	{
		AUTO_ROWS struct rows rows = {0};

		if ((err = db_one(db, &next, &rows, A_INT(request))))
			return err;
		ord = rows_int(&rows, 0);
	}
	if (ord > REQUEST_FILES_MAX)
		return ERR_LIMIT;
	if ((err = db_run(db, &insert, NULL, A_INT(request), A_INT(ord),
		 A_TEXT(row->name), A_TEXT(row->type), A_INT(row->size),
		 A_TEXT(row->hash))))
		return err;
	row->ord = ord;
	return OK;
}

static void
read_row(const struct rows *rows, struct arena *arena, struct request_file *row)
{
	*row = (struct request_file){
	    .ord = rows_int(rows, 0),
	    .name = arena_strdup(arena, rows_text(rows, 1)),
	    .type = arena_strdup(arena, rows_text(rows, 2)),
	    .size = rows_int(rows, 3),
	    .hash = arena_strdup(arena, rows_text(rows, 4)),
	};
}

static const struct stmt list STMT = {
    .name = "request_files.list",
    .params = "ii",
    .columns = "issis",
    .sql = "SELECT ord, name, type, size, hash FROM request_file"
	   " WHERE request = $1 ORDER BY ord LIMIT $2",
};

enum err
request_files_list(struct db *db, struct arena *arena, int64_t request,
    struct request_file **out, size_t *n)
{
	struct list all = {.arena = arena, .size = sizeof(**out)};
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_query(
		 db, &list, &rows, A_INT(request), A_INT(REQUEST_FILES_MAX))))
		return err;
	while (!(err = rows_next(&rows)))
		read_row(&rows, arena, list_add(&all));
	if (err != ERR_NOT_FOUND)
		return err;
	*out = (struct request_file *)all.p;
	*n = all.n;
	return OK;
}

static const struct stmt find STMT = {
    .name = "request_files.find",
    .params = "ii",
    .columns = "issis",
    .sql = "SELECT ord, name, type, size, hash FROM request_file"
	   " WHERE request = $1 AND ord = $2",
};

enum err
request_files_find(struct db *db, struct arena *arena, int64_t request,
    int64_t ord, struct request_file *row)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_one(db, &find, &rows, A_INT(request), A_INT(ord))))
		return err;
	read_row(&rows, arena, row);
	return OK;
}

static const struct stmt delete_all STMT = {
    .name = "request_files.delete",
    .params = "i",
    .columns = "",
    .sql = "DELETE FROM request_file WHERE request = $1",
};

enum err
request_files_delete(struct db *db, int64_t request)
{
	return db_run(db, &delete_all, NULL, A_INT(request));
}

static const struct stmt used STMT = {
    .name = "request_files.used",
    .params = "s",
    .columns = "i",
    .sql = "SELECT count(*) FROM request_file WHERE hash = $1",
};

enum err
request_files_used(struct db *db, const char *hash, bool *out)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_one(db, &used, &rows, A_TEXT(hash))))
		return err;
	*out = rows_int(&rows, 0) > 0;
	return OK;
}
