/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/year_undo.h"

#include <string.h>

#define DAY_S 86400

static bool
may(const struct act *act)
{
	return act->actor.role & (ROLE_ADMIN | ROLES_LEADING);
}

static bool
is_of(const struct year_item *item, const char *prefix)
{
	return strncmp(item->object, prefix, strlen(prefix)) == 0;
}

static enum year_undo_what
what_of(const struct year_item *item, size_t n)
{
	if (is_of(item, "slot/"))
		return UNDO_SLOT;
	if (is_of(item, "shift/"))
		return UNDO_SHIFTS;
	if (n > 1)
		return UNDO_COPY;
	if (is_of(item, "bells/"))
		return UNDO_BELLS;
	return is_of(item, "year/") ? UNDO_DATES : UNDO_ENTRY;
}

static enum err
line_of(
    struct act *act, const struct year_change *row, struct year_undo_line *line)
{
	struct year_item *items;
	const char *value;
	enum err err;

	if ((err = year_items_parse(
		 act->arena, row->items, &items, &line->items)))
		return err;
	if (line->items == 0)
		return ERR_CORRUPT;
	line->change = row->change;
	line->at = row->at;
	line->surname = row->surname;
	line->given = row->given;
	line->patronymic = row->patronymic;
	line->what = what_of(items, line->items);
	line->verb = !items->before  ? UNDO_ADDED
		     : !items->after ? UNDO_REMOVED
				     : UNDO_CHANGED;
	line->name = items->after ? items->after_name : items->before_name;
	value = items->after ? items->after : items->before;
	if (line->what == UNDO_ENTRY &&
	    !calendars_kind_parse(
		arena_strndup(act->arena, value, strcspn(value, " ")),
		&line->kind))
		return ERR_CORRUPT;
	return OK;
}

enum err
year_undo_list(
    struct act *act, const char *area, struct year_undo_line **list, size_t *n)
{
	struct year_change *rows;
	size_t rows_n;
	enum err err;

	if (!may(act))
		return ERR_DENIED;
	if ((err = year_changes_list(act->school, act->arena, act->actor.inst,
		 area, act->now - YEAR_UNDO_DAYS * DAY_S, &rows, &rows_n)))
		return err;
	*list = arena_array(act->arena, rows_n, sizeof(**list));
	for (size_t i = 0; i < rows_n; i++)
		if ((err = line_of(act, &rows[i], &(*list)[i])))
			return err;
	*n = rows_n;
	return OK;
}

static bool
same(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "") == 0;
}

/* Turns the items round, if what stands is what the change left. */
static enum err
turn(struct act *act, struct year_item *items, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct year_item *it = &items[i];
		const char *value, *name;
		enum err err;

		if ((err = year_items_read(act, it->object, &value, &name)))
			return err;
		if (!same(value, it->after) ||
		    (value && !same(name, it->after_name)))
			return ERR_CONFLICT;
		it->after = it->before;
		it->after_name = it->before_name;
	}
	return OK;
}

enum err
year_undo(struct act *act, int64_t change, const char **area)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct year_change row;
	struct year_item *items;
	size_t n;
	enum err err;

	if (!may(act))
		return ERR_DENIED;
	if ((err = act_begin_school(tx)) ||
	    (err = year_changes_find(
		 act->school, act->arena, act->actor.inst, change, &row)))
		return err;
	if (row.undone_at)
		return ERR_NOT_FOUND;
	if ((err = year_items_parse(act->arena, row.items, &items, &n)) ||
	    (err = turn(act, items, n)) ||
	    (err = year_changes_set_undone(
		 act->school, act->actor.inst, change, act->now)))
		return err;
	*area = row.area;
	return year_items_commit(act, row.area, items, n,
	    &(struct event){.kind = EVENT_STRUCTURE,
		.object =
		    arena_printf(act->arena, "change/%lld", (long long)change),
		.old = "stands",
		.prev = -1},
	    NULL);
}
