/* SPDX-License-Identifier: EUPL-1.2 */
#include "store/imports.h"

#include "base/table.h"
#include "store/days.h"
#include "store/list.h"

#define COLUMNS                                                                \
	"import, kind, file_name, file_hash, charset, separator, mapping,"     \
	" state, created_by, created_at, applied_at, undone_at, summary, seq"
#define LETTERS "isssssssiiIIsi"

static struct import
row_read(struct arena *arena, const struct rows *rows)
{
	return (struct import){
	    .id = rows_int(rows, 0),
	    .kind = arena_strdup(arena, rows_text(rows, 1)),
	    .file_name = arena_strdup(arena, rows_text(rows, 2)),
	    .file_hash = arena_strdup(arena, rows_text(rows, 3)),
	    .charset = arena_strdup(arena, rows_text(rows, 4)),
	    .separator = arena_strdup(arena, rows_text(rows, 5)),
	    .mapping = arena_strdup(arena, rows_text(rows, 6)),
	    .state = arena_strdup(arena, rows_text(rows, 7)),
	    .created_by = rows_int(rows, 8),
	    .created_at = rows_int(rows, 9),
	    .applied_at = rows_int(rows, 10),
	    .undone_at = rows_int(rows, 11),
	    .summary = arena_strdup(arena, rows_text(rows, 12)),
	    .seq = rows_int(rows, 13),
	};
}

static const struct stmt insert STMT = {
    .name = "imports.insert",
    .params = "iisssssssiisi",
    .columns = "",
    .sql = "INSERT INTO import (inst, import, kind, file_name, file_hash,"
	   " charset, separator, mapping, state, created_by, created_at,"
	   " summary, seq) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10,"
	   " $11, $12, $13)",
};

enum err
imports_insert(struct db *db, int64_t inst, const struct import *i)
{
	return db_run(db, &insert, NULL, A_INT(inst), A_INT(i->id),
	    A_TEXT(i->kind), A_TEXT(i->file_name), A_TEXT(i->file_hash),
	    A_TEXT(i->charset), A_TEXT(i->separator), A_TEXT(i->mapping),
	    A_TEXT(i->state), A_INT(i->created_by), A_INT(i->created_at),
	    A_TEXT(i->summary), A_INT(i->seq));
}

static const struct stmt find STMT = {
    .name = "imports.find",
    .params = "ii",
    .columns = LETTERS,
    .sql = "SELECT " COLUMNS " FROM import WHERE inst = $1 AND import = $2",
};

enum err
imports_find(struct db *db, struct arena *arena, int64_t inst, int64_t id,
    struct import *import)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_one(db, &find, &rows, A_INT(inst), A_INT(id))))
		return err;
	*import = row_read(arena, &rows);
	return OK;
}

static const struct stmt list STMT = {
    .name = "imports.list",
    .params = "ii",
    .columns = LETTERS,
    .sql = "SELECT " COLUMNS " FROM import WHERE inst = $1"
	   " ORDER BY import DESC LIMIT $2",
};

enum err
imports_list(struct db *db, struct arena *arena, int64_t inst,
    struct import **out, size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	struct list got = {arena, .size = sizeof(struct import)};
	enum err err;

	if ((err = db_query(db, &list, &rows, A_INT(inst), A_INT(IMPORTS_MAX))))
		return err;
	while (!(err = rows_next(&rows)))
		*(struct import *)list_add(&got) = row_read(arena, &rows);
	if (err != ERR_NOT_FOUND)
		return err;
	*out = (struct import *)(void *)got.p;
	*n = got.n;
	return OK;
}

static const struct stmt update STMT = {
    .name = "imports.update",
    .params = "ssIIsiii",
    .columns = "",
    .sql = "UPDATE import SET mapping = $1, state = $2, applied_at = $3,"
	   " undone_at = $4, summary = $5, seq = $6 WHERE inst = $7"
	   " AND import = $8",
};

enum err
imports_update(struct db *db, int64_t inst, const struct import *i)
{
	int64_t changed = 0;
	enum err err;

	if ((err = db_run(db, &update, &changed, A_TEXT(i->mapping),
		 A_TEXT(i->state), days_arg_zero(i->applied_at),
		 days_arg_zero(i->undone_at), A_TEXT(i->summary), A_INT(i->seq),
		 A_INT(inst), A_INT(i->id))))
		return err;
	return changed ? OK : ERR_NOT_FOUND;
}

static const struct stmt old_drafts STMT = {
    .name = "imports.old_drafts",
    .params = "ii",
    .columns = "i",
    .sql = "SELECT count(*) FROM import WHERE inst = $1"
	   " AND state = 'draft' AND created_at < $2",
};

enum err
imports_old_drafts(struct db *db, int64_t inst, int64_t before, bool *any)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_one(db, &old_drafts, &rows, A_INT(inst), A_INT(before))))
		return err;
	*any = rows_int(&rows, 0) > 0;
	return OK;
}

static const struct stmt drop_rows_old STMT = {
    .name = "imports.drop_rows_old",
    .params = "ii",
    .columns = "",
    .sql = "DELETE FROM import_row WHERE inst = $1 AND import IN"
	   " (SELECT import FROM import WHERE inst = $1 AND state = 'draft'"
	   " AND created_at < $2)",
};

static const struct stmt drop_old STMT = {
    .name = "imports.drop_old",
    .params = "ii",
    .columns = "",
    .sql = "DELETE FROM import WHERE inst = $1 AND state = 'draft'"
	   " AND created_at < $2",
};

enum err
imports_delete_drafts(struct db *db, int64_t inst, int64_t before)
{
	enum err err;

	if ((err = db_run(
		 db, &drop_rows_old, NULL, A_INT(inst), A_INT(before))))
		return err;
	return db_run(db, &drop_old, NULL, A_INT(inst), A_INT(before));
}

static const struct stmt drop_rows_one STMT = {
    .name = "imports.drop_rows_one",
    .params = "ii",
    .columns = "",
    .sql = "DELETE FROM import_row WHERE inst = $1 AND import IN"
	   " (SELECT import FROM import WHERE inst = $1 AND import = $2"
	   " AND state = 'draft')",
};

static const struct stmt drop_one STMT = {
    .name = "imports.drop_one",
    .params = "ii",
    .columns = "",
    .sql = "DELETE FROM import WHERE inst = $1 AND import = $2"
	   " AND state = 'draft'",
};

enum err
imports_delete_draft(struct db *db, int64_t inst, int64_t id)
{
	int64_t changed = 0;
	enum err err;

	if ((err = db_run(db, &drop_rows_one, NULL, A_INT(inst), A_INT(id))))
		return err;
	if ((err = db_run(db, &drop_one, &changed, A_INT(inst), A_INT(id))))
		return err;
	return changed ? OK : ERR_NOT_FOUND;
}

static const struct stmt row_insert STMT = {
    .name = "imports.row_insert",
    .params = "iiisss",
    .columns = "",
    .sql = "INSERT INTO import_row (inst, import, row_no, cells, choice,"
	   " result) VALUES ($1, $2, $3, $4, $5, $6)",
};

enum err
imports_row_insert(
    struct db *db, int64_t inst, int64_t import, const struct import_row *row)
{
	return db_run(db, &row_insert, NULL, A_INT(inst), A_INT(import),
	    A_INT(row->number), A_TEXT(row->cells), A_TEXT(row->choice),
	    A_TEXT(row->result));
}

static const struct stmt row_update STMT = {
    .name = "imports.row_update",
    .params = "sssiii",
    .columns = "",
    .sql = "UPDATE import_row SET cells = $1, choice = $2, result = $3"
	   " WHERE inst = $4 AND import = $5 AND row_no = $6",
};

enum err
imports_row_update(
    struct db *db, int64_t inst, int64_t import, const struct import_row *row)
{
	int64_t changed = 0;
	enum err err;

	if ((err = db_run(db, &row_update, &changed, A_TEXT(row->cells),
		 A_TEXT(row->choice), A_TEXT(row->result), A_INT(inst),
		 A_INT(import), A_INT(row->number))))
		return err;
	return changed ? OK : ERR_NOT_FOUND;
}

static const struct stmt rows_all STMT = {
    .name = "imports.rows",
    .params = "iii",
    .columns = "isss",
    .sql = "SELECT row_no, cells, choice, result FROM import_row"
	   " WHERE inst = $1 AND import = $2 ORDER BY row_no LIMIT $3",
};

enum err
imports_rows(struct db *db, struct arena *arena, int64_t inst, int64_t import,
    struct import_row **out, size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	struct list got = {arena, .size = sizeof(struct import_row)};
	enum err err;

	if ((err = db_query(db, &rows_all, &rows, A_INT(inst), A_INT(import),
		 A_INT(TABLE_ROWS_MAX))))
		return err;
	while (!(err = rows_next(&rows))) {
		struct import_row *row = list_add(&got);

		row->number = rows_int(&rows, 0);
		row->cells = arena_strdup(arena, rows_text(&rows, 1));
		row->choice = arena_strdup(arena, rows_text(&rows, 2));
		row->result = arena_strdup(arena, rows_text(&rows, 3));
	}
	if (err != ERR_NOT_FOUND)
		return err;
	*out = (struct import_row *)(void *)got.p;
	*n = got.n;
	return OK;
}

static const struct stmt rows_forget STMT = {
    .name = "imports.rows_forget",
    .params = "ii",
    .columns = "",
    .sql = "DELETE FROM import_row WHERE inst = $1 AND import = $2",
};

enum err
imports_rows_forget(struct db *db, int64_t inst, int64_t import)
{
	return db_run(db, &rows_forget, NULL, A_INT(inst), A_INT(import));
}
