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

/* ---- the draft's own transactions: no part of the school, no event ------- */

static void
draft_end(struct db **db)
{
	if (*db && db_in_transaction(*db))
		db_rollback(*db);
}
#define AUTO_DRAFT __attribute__((cleanup(draft_end)))

static const char *
cells_join(struct arena *arena, const char *const *cells, size_t n)
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

static const char **
cells_split(struct arena *arena, const char *joined, size_t *n)
{
	const char **cells, *s;
	size_t count = 1, i;

	for (s = joined; *s; s++)
		count += *s == ROSTER_SEPARATOR;
	cells = arena_array(arena, count, sizeof(*cells));
	for (i = 0, s = joined; i < count; i++) {
		size_t len = strcspn(s, ROSTER_SEPARATOR_TEXT);

		cells[i] = arena_strndup(arena, s, len);
		s += len + (s[len] != '\0');
	}
	*n = count;
	return cells;
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

static const char *
mapping_text(struct arena *arena, const enum roster_column *columns, size_t n)
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
		    .cells = cells_join(act->arena, row->cells, row->n),
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
	import.mapping = mapping_text(act->arena, columns, table->rows[head].n);
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

/* ---- the dry run --------------------------------------------------------- */

static void
mapping_read(struct roster *roster)
{
	const char *s = roster->import.mapping;
	char name[32];

	roster->columns_n = 0;
	while (*s && roster->columns_n < TABLE_COLUMNS_MAX) {
		size_t len = strcspn(s, ",");

		name[0] = '\0';
		if (len < sizeof(name)) {
			memcpy(name, s, len);
			name[len] = '\0';
		}
		roster->columns[roster->columns_n++] =
		    roster_column_parse(name);
		s += len + (s[len] == ',');
	}
}

static enum roster_choice
choice_parse(const char *s)
{
	if (strcmp(s, "accept") == 0)
		return ROSTER_ACCEPT;
	return strcmp(s, "skip") == 0 ? ROSTER_SKIP : ROSTER_UNDECIDED;
}

static const char *
choice_name(enum roster_choice choice)
{
	return choice == ROSTER_ACCEPT ? "accept"
	       : choice == ROSTER_SKIP ? "skip"
				       : "";
}

static enum err
rows_load(struct act *act, struct roster *roster)
{
	struct import_row *stored;
	size_t n, i;
	enum err err;

	if ((err = imports_rows(act->school, act->arena, act->actor.inst,
		 roster->import.id, &stored, &n)))
		return err;
	roster->rows = arena_array(act->arena, n, sizeof(*roster->rows));
	roster->headings = arena_array(
	    act->arena, TABLE_COLUMNS_MAX, sizeof(*roster->headings));
	for (i = 0; i < TABLE_COLUMNS_MAX; i++)
		roster->headings[i] = "";
	for (i = 0; i < n; i++) {
		struct roster_row *row = &roster->rows[roster->rows_n];

		row->cells = cells_split(act->arena, stored[i].cells, &row->n);
		if (strcmp(stored[i].choice, "head") == 0) {
			memcpy(roster->headings, row->cells,
			    row->n * sizeof(*row->cells));
			*row = (struct roster_row){0};
			continue;
		}
		row->number = stored[i].number;
		row->choice = choice_parse(stored[i].choice);
		row->result = stored[i].result;
		row->birth_on = DAY_NONE;
		roster->rows_n++;
	}
	return OK;
}

static void
missing_find(struct roster *roster)
{
	bool full = roster_column_at(roster, ROSTER_FULL_NAME) >= 0;

	if (roster->kind == ROSTER_PUPILS &&
	    roster_column_at(roster, ROSTER_CLASS) < 0)
		roster->missing[roster->missing_n++] = ROSTER_CLASS;
	if (roster_column_at(roster, ROSTER_SURNAME) < 0 && !full)
		roster->missing[roster->missing_n++] = ROSTER_SURNAME;
	/* A surname in a column of its own wants the given name beside it. */
	if (roster_column_at(roster, ROSTER_GIVEN) < 0 &&
	    (!full || roster_column_at(roster, ROSTER_SURNAME) >= 0))
		roster->missing[roster->missing_n++] = ROSTER_GIVEN;
}

static bool
wants_choice(enum roster_state state)
{
	return state != ROSTER_READY && state != ROSTER_PRESENT;
}

static void
rows_count(struct roster *roster)
{
	size_t i;

	for (i = 0; i < roster->rows_n; i++) {
		struct roster_row *row = &roster->rows[i];

		/* A choice that no longer fits is no choice: the school has
		 * changed since. */
		if (row->choice == ROSTER_ACCEPT &&
		    (row->state == ROSTER_ERROR || row->state == ROSTER_REPEAT))
			row->choice = ROSTER_UNDECIDED;
		roster->counts[row->state]++;
		if (wants_choice(row->state) &&
		    row->choice == ROSTER_UNDECIDED) {
			roster->undecided[row->state]++;
			roster->undecided_n++;
		}
		if ((row->state == ROSTER_READY &&
			row->choice != ROSTER_SKIP) ||
		    (row->choice == ROSTER_ACCEPT &&
			(row->state == ROSTER_CHANGE ||
			    row->state == ROSTER_REPAIR)))
			roster->writable++;
	}
}

static void
letters_count(struct roster *roster)
{
	int64_t last = 0;
	size_t i;

	for (i = 0; i < roster->issues_n; i++) {
		const struct roster_issue *issue = &roster->issues[i];

		if (issue->code != ROSTER_LETTERS || issue->number == last)
			continue;
		roster->repaired_letters++;
		last = issue->number;
	}
}

static int
issue_order(const void *a, const void *b)
{
	const struct roster_issue *x = a, *y = b;

	if (x->number != y->number)
		return x->number < y->number ? -1 : 1;
	return (int)x->column - (int)y->column;
}

/* A row that is here already and unchanged says nothing, not even about
 * letters: they were repaired when it was written. */
static void
issues_settle(struct roster *roster)
{
	size_t i, kept = 0, row = 0;

	qsort(roster->issues, roster->issues_n, sizeof(*roster->issues),
	    issue_order);
	for (i = 0; i < roster->issues_n; i++) {
		while (row < roster->rows_n &&
		       roster->rows[row].number < roster->issues[i].number)
			row++;
		if (row < roster->rows_n &&
		    roster->rows[row].number == roster->issues[i].number &&
		    roster->rows[row].state == ROSTER_PRESENT) {
			roster->issues_total--;
			continue;
		}
		roster->issues[kept++] = roster->issues[i];
	}
	roster->issues_n = kept;
}

enum err
roster_open(struct act *act, int64_t id, struct roster *out)
{
	struct roster roster = {0};
	size_t i;
	enum err err;

	if ((err = roster_permit(act)))
		return err;
	if ((err = imports_find(
		 act->school, act->arena, act->actor.inst, id, &roster.import)))
		return err;
	if (strcmp(roster.import.state, "draft") == 0 &&
	    act->now - roster.import.created_at > ROSTER_DRAFT_S)
		return ERR_EXPIRED;
	roster.kind = strcmp(roster.import.kind, "staff") == 0 ? ROSTER_STAFF
							       : ROSTER_PUPILS;
	mapping_read(&roster);
	missing_find(&roster);
	roster.issues =
	    arena_array(act->arena, ROSTER_ISSUES_MAX, sizeof(*roster.issues));
	if ((err = rows_load(act, &roster)))
		return err;
	/* What was written is shown as it was, not checked again. */
	if (roster.missing_n == 0 &&
	    strcmp(roster.import.state, "draft") == 0) {
		for (i = 0; i < roster.rows_n; i++)
			roster_check_row(act, &roster, &roster.rows[i]);
		if ((err = roster_match(act, &roster)))
			return err;
		issues_settle(&roster);
		rows_count(&roster);
		letters_count(&roster);
	}
	*out = roster;
	return OK;
}

/* ---- deciding ------------------------------------------------------------ */

static enum err
draft_find(struct act *act, int64_t id, struct import *import)
{
	enum err err;

	if ((err = roster_permit(act)))
		return err;
	if ((err = imports_find(
		 act->school, act->arena, act->actor.inst, id, import)))
		return err;
	if (strcmp(import->state, "draft") != 0)
		return ERR_CONFLICT;
	return act->now - import->created_at > ROSTER_DRAFT_S ? ERR_EXPIRED
							      : OK;
}

enum err
roster_map(
    struct act *act, int64_t id, const enum roster_column *columns, size_t n)
{
	AUTO_DRAFT struct db *db = act->school;
	bool taken[ROSTER_COLUMNS] = {false};
	struct import import;
	enum roster_kind kind;
	size_t i;
	enum err err;

	if ((err = draft_find(act, id, &import)))
		return err;
	kind = strcmp(import.kind, "staff") == 0 ? ROSTER_STAFF : ROSTER_PUPILS;
	if (n > TABLE_COLUMNS_MAX)
		return ERR_INVALID;
	for (i = 0; i < n; i++) {
		if (columns[i] == ROSTER_IGNORE)
			continue;
		if (columns[i] >= ROSTER_COLUMNS || taken[columns[i]] ||
		    !roster_column_fits(kind, columns[i]))
			return ERR_INVALID;
		taken[columns[i]] = true;
	}
	import.mapping = mapping_text(act->arena, columns, n);
	if ((err = db_begin_write(db)))
		return err;
	if ((err = imports_update(db, act->actor.inst, &import)))
		return err;
	return db_commit(db);
}

static bool
choice_fits(enum roster_state state, enum roster_choice choice)
{
	return choice != ROSTER_ACCEPT ||
	       (state != ROSTER_ERROR && state != ROSTER_REPEAT);
}

static enum err
row_store(struct act *act, int64_t id, const struct roster_row *row)
{
	struct import_row stored = {
	    .number = row->number,
	    .cells = cells_join(act->arena, row->cells, row->n),
	    .choice = choice_name(row->choice),
	    .result = row->result,
	};

	return imports_row_update(act->school, act->actor.inst, id, &stored);
}

enum err
roster_row_result(struct act *act, const struct roster *roster,
    const struct roster_row *row, struct import_row *stored)
{
	stored->cells = cells_join(act->arena, row->cells, row->n);
	stored->choice = choice_name(row->choice);
	return imports_row_update(
	    act->school, act->actor.inst, roster->import.id, stored);
}

enum err
roster_decide(struct act *act, int64_t id,
    const struct roster_decision *decisions, size_t n)
{
	AUTO_DRAFT struct db *db = act->school;
	struct import import;
	struct roster roster;
	size_t i, j;
	enum err err;

	if ((err = draft_find(act, id, &import)) ||
	    (err = roster_open(act, id, &roster)))
		return err;
	if ((err = db_begin_write(db)))
		return err;
	for (i = 0; i < n; i++) {
		const struct roster_decision *d = &decisions[i];
		bool found = d->number == 0;

		for (j = 0; j < roster.rows_n; j++) {
			struct roster_row *row = &roster.rows[j];

			if (d->number ? row->number != d->number
				      : row->state != d->state ||
					    row->choice != ROSTER_UNDECIDED)
				continue;
			found = true;
			if (!choice_fits(row->state, d->choice))
				return ERR_INVALID;
			row->choice = d->choice;
			if ((err = row_store(act, id, row)))
				return err;
		}
		if (!found)
			return ERR_INVALID;
	}
	return db_commit(db);
}

enum err
roster_mend(struct act *act, int64_t id, int64_t number,
    const char *const *cells, size_t n)
{
	AUTO_DRAFT struct db *db = act->school;
	const char *clean[TABLE_COLUMNS_MAX];
	struct import import;
	struct roster roster;
	struct import_row row = {.number = number, .choice = "", .result = ""};
	size_t i;
	enum err err;

	if ((err = draft_find(act, id, &import)) ||
	    (err = roster_open(act, id, &roster)))
		return err;
	if (n == 0 || n > TABLE_COLUMNS_MAX)
		return ERR_INVALID;
	for (i = 0; i < roster.rows_n; i++) {
		if (roster.rows[i].number == number)
			break;
	}
	if (i == roster.rows_n)
		return ERR_NOT_FOUND;
	for (i = 0; i < n; i++) {
		if (text_clean(act->arena, cells[i], strlen(cells[i]),
			TABLE_CELL_BYTES_MAX, false, &clean[i]))
			return ERR_INVALID;
	}
	row.cells = cells_join(act->arena, clean, n);
	if ((err = db_begin_write(db)))
		return err;
	if ((err = imports_row_update(db, act->actor.inst, id, &row)))
		return err;
	return db_commit(db);
}

enum err
roster_discard(struct act *act, int64_t id)
{
	AUTO_DRAFT struct db *db = act->school;
	enum err err;

	if ((err = roster_permit(act)))
		return err;
	if ((err = db_begin_write(db)))
		return err;
	if ((err = imports_delete_draft(db, act->actor.inst, id)))
		return err;
	return db_commit(db);
}

enum err
roster_list(struct act *act, struct import **list, size_t *n)
{
	enum err err;

	if ((err = roster_permit(act)))
		return err;
	return imports_list(act->school, act->arena, act->actor.inst, list, n);
}
