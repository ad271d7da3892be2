/* SPDX-License-Identifier: EUPL-1.2 */
/* Opening a draft: everything checked against the school as it is now. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "domain/roster_part.h"

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
