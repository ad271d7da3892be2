/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/roster.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "domain/roster_part.h"
#include "store/counters.h"

/* Rows above the headings: the name of the school, of the class. */
#define HEADING_ROWS_MAX 10

enum err
roster_permit(struct act *act)
{
	if (act->actor.role & (ROLE_ADMIN | ROLE_SECRETARY))
		return OK;
	return ERR_DENIED;
}

const char *
roster_kind_name(enum roster_kind kind)
{
	return kind == ROSTER_STAFF ? "staff" : "pupils";
}

const char *
roster_cells_join(struct arena *arena, const char *const *cells, size_t n)
{
	struct buf b;
	size_t i;

	buf_init(&b, arena, 128);
	for (i = 0; i < n; i++) {
		if (i)
			buf_addc(&b, ROSTER_SEPARATOR);
		buf_adds(&b, cells[i]);
	}
	return b.p;
}

/* ---- upload -------------------------------------------------------------- */

static size_t
columns_recognise(struct arena *arena, enum roster_kind kind,
    const struct table_row *row, enum roster_column *columns)
{
	static const enum roster_column second[] = {
	    [ROSTER_GUARDIAN] = ROSTER_SECOND,
	    [ROSTER_GUARDIAN_EMAIL] = ROSTER_SECOND_EMAIL,
	    [ROSTER_GUARDIAN_PHONE] = ROSTER_SECOND_PHONE,
	};
	bool taken[ROSTER_COLUMNS] = {false};
	size_t i, found = 0;

	for (i = 0; i < row->n; i++) {
		enum roster_column c =
		    roster_column_recognise(arena, kind, row->cells[i]);

		/* The second «Один із батьків» is the second guardian. */
		if (taken[c] && c >= ROSTER_GUARDIAN &&
		    c <= ROSTER_GUARDIAN_PHONE)
			c = second[c];
		if (taken[c])
			c = ROSTER_IGNORE;
		taken[c] = c != ROSTER_IGNORE;
		columns[i] = c;
		found += c != ROSTER_IGNORE;
	}
	return found;
}

/* The row that reads most like headings, among the first ones. */
static size_t
headings_find(
    struct arena *arena, enum roster_kind kind, const struct table *table)
{
	enum roster_column columns[TABLE_COLUMNS_MAX];
	size_t best = 0, best_found = 0, i;

	for (i = 0; i < table->rows_n && i < HEADING_ROWS_MAX; i++) {
		size_t found =
		    columns_recognise(arena, kind, &table->rows[i], columns);

		if (found > best_found) {
			best = i;
			best_found = found;
		}
	}
	return best;
}

const char *
roster_mapping_text(
    struct arena *arena, const enum roster_column *columns, size_t n)
{
	struct buf b;
	size_t i;

	buf_init(&b, arena, 128);
	for (i = 0; i < n; i++) {
		if (i)
			buf_addc(&b, ',');
		buf_adds(&b, roster_column_name(columns[i]));
	}
	return b.p;
}

static enum err
rows_store(struct act *act, int64_t id, const struct table *table, size_t head)
{
	size_t i;
	enum err err;

	for (i = head; i < table->rows_n; i++) {
		const struct table_row *row = &table->rows[i];
		struct import_row stored = {
		    .number = row->number,
		    .cells = roster_cells_join(act->arena, row->cells, row->n),
		    .choice = i == head ? "head" : "",
		    .result = "",
		};

		if ((err = imports_row_insert(
			 act->school, act->actor.inst, id, &stored)))
			return err;
	}
	return OK;
}

static const char *
file_name_clean(struct arena *arena, const char *name)
{
	const char *clean, *slash;

	/* Old browsers send the whole path. */
	while ((slash = strpbrk(name, "/\\")))
		name = slash + 1;
	if (text_clean(
		arena, name, strlen(name), ROSTER_FILE_NAME_MAX, false, &clean))
		return "";
	return clean;
}

static enum err
draft_store(struct act *act, enum roster_kind kind, const char *file_name,
    struct bytes file, const struct table *table, int64_t *id)
{
	AUTO_DRAFT struct db *db = act->school;
	enum roster_column columns[TABLE_COLUMNS_MAX];
	size_t head = headings_find(act->arena, kind, table);
	char separator[2] = {table->separator, '\0'};
	uint8_t hash[HASH_BYTES];
	struct import import = {
	    .kind = roster_kind_name(kind),
	    .file_name = file_name_clean(act->arena, file_name),
	    .charset = table->charset ? table->charset : "",
	    .separator = separator,
	    .state = "draft",
	    .created_by = act->actor.person,
	    .created_at = act->now,
	    .summary = "",
	    .seq = -1,
	};
	enum err err;

	crypt_sha256_one(file.p, file.len, hash);
	import.file_hash = crypt_hex(act->arena, hash, sizeof(hash));
	columns_recognise(act->arena, kind, &table->rows[head], columns);
	import.mapping =
	    roster_mapping_text(act->arena, columns, table->rows[head].n);
	if ((err = db_begin_write(db)))
		return err;
	if ((err = imports_delete_drafts(
		 db, act->actor.inst, act->now - ROSTER_DRAFT_S)))
		return err;
	if ((err = counters_next(db, act->actor.inst, "import", &import.id)))
		return err;
	if ((err = imports_insert(db, act->actor.inst, &import)))
		return err;
	if ((err = rows_store(act, import.id, table, head)))
		return err;
	if ((err = db_commit(db)))
		return err;
	*id = import.id;
	return OK;
}

enum err
roster_upload(struct act *act, enum roster_kind kind, const char *file_name,
    struct bytes file, int64_t *id, struct table_problem *problem)
{
	const struct table *table;
	enum err err;

	if ((err = roster_permit(act)))
		return err;
	if ((err = table_read(act->arena, file.p, file.len, &table, problem)))
		return err;
	/* Headings alone are no list. */
	if (table->rows_n < 2) {
		problem->fault = TABLE_EMPTY;
		return ERR_INVALID;
	}
	return draft_store(act, kind, file_name, file, table, id);
}

enum err
roster_list(struct act *act, struct import **list, size_t *n)
{
	enum err err;

	if ((err = roster_permit(act)))
		return err;
	return imports_list(act->school, act->arena, act->actor.inst, list, n);
}
