/* SPDX-License-Identifier: EUPL-1.2 */
/* What a person decides about a draft: columns, rows to mend, to accept, to
 * skip, or the whole to forget. */
#include <string.h>

#include "base/text.h"
#include "domain/roster_part.h"

static const char *
choice_name(enum roster_choice choice)
{
	return choice == ROSTER_ACCEPT ? "accept"
	       : choice == ROSTER_SKIP ? "skip"
				       : "";
}

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
	import.mapping = roster_mapping_text(act->arena, columns, n);
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
	    .cells = roster_cells_join(act->arena, row->cells, row->n),
	    .choice = choice_name(row->choice),
	    .result = row->result,
	};

	return imports_row_update(act->school, act->actor.inst, id, &stored);
}

enum err
roster_row_result(struct act *act, const struct roster *roster,
    const struct roster_row *row, struct import_row *stored)
{
	stored->cells = roster_cells_join(act->arena, row->cells, row->n);
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
	row.cells = roster_cells_join(act->arena, clean, n);
	if ((err = db_begin_write(db)))
		return err;
	if ((err = imports_row_update(db, act->actor.inst, id, &row)))
		return err;
	return db_commit(db);
}

enum err
roster_sweep(struct act *act)
{
	AUTO_DRAFT struct db *db = act->school;
	int64_t before = act->now - ROSTER_DRAFT_S;
	bool any;
	enum err err;

	if (act->actor.role != ROLE_SYSTEM)
		return ERR_DENIED;
	/* Asked of every school every ten minutes: most have nothing. */
	if ((err = imports_old_drafts(db, act->actor.inst, before, &any)) ||
	    !any)
		return err;
	if ((err = db_begin_write(db)))
		return err;
	if ((err = imports_delete_drafts(db, act->actor.inst, before)))
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
