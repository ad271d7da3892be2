/* SPDX-License-Identifier: EUPL-1.2 */
/* Bells and shifts (domain/calendar_edit.h). */
#include <string.h>

#include "domain/calendar_edit.h"

#define DAY_MIN (24 * 60)
#define LESSON_MIN_MAX 240

static bool
may(const struct act *act)
{
	return act->actor.role & (ROLE_ADMIN | ROLES_LEADING);
}

/* True: every bell can ring. ends 0 and starts 0: no such lesson; -1: a time
 * that is missing beside the other. */
static bool
check_bells(
    const struct bell_day *day, struct bell_day *out, struct bell_check *check)
{
	int64_t before = 0;
	bool fine = true;

	memset(check, 0, sizeof(*check));
	*out = *day;
	out->set = false;
	for (int i = 0; i < BELLS_NUMBERS; i++) {
		const int64_t from = day->starts[i], to = day->ends[i];

		if (!from && !to)
			continue;
		if (from <= 0 || to <= 0)
			check->fault[i] = BELL_HALF;
		else if (from < before || to <= from || to >= DAY_MIN ||
			 to - from > LESSON_MIN_MAX)
			check->fault[i] = BELL_ORDER;
		fine &= check->fault[i] == BELL_FINE;
		before = to > before ? to : before;
		out->set = true;
	}
	return fine;
}

enum err
calendar_edit_bells(struct act *act, int64_t year, int64_t shift,
    int64_t weekday, const struct bell_day *typed, struct bell_check *check)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct bell_day day;
	struct year_item item;
	enum err err;

	if (!may(act))
		return ERR_DENIED;
	if (!check_bells(typed, &day, check) || shift < 1 ||
	    shift > BELLS_SHIFTS_MAX || weekday < 0 ||
	    weekday >= BELLS_WEEKDAYS || year < 2000 || year > 2099)
		return ERR_INVALID;
	if ((err = act_begin_school(tx)))
		return err;
	item = (struct year_item){
	    .object = arena_printf(act->arena, "bells/%lld.%lld.%lld",
		(long long)year, (long long)shift, (long long)weekday),
	    .after = year_items_bells(act->arena, &day),
	    .after_name = ""};
	return year_items_commit(act, YEAR_AREA_CALENDAR, &item, 1,
	    &(struct event){.kind = EVENT_SETTINGS}, NULL);
}

bool
calendar_edit_plan(const struct bell_plan *plan, struct bell_day *out)
{
	struct bell_day day = {.set = true};
	int64_t at = plan->starts_min;

	if (plan->minutes < 1 || plan->minutes > LESSON_MIN_MAX || at <= 0 ||
	    plan->first < 0)
		return false;
	for (size_t i = 0; i <= plan->breaks_n; i++) {
		const int64_t n = plan->first + (int64_t)i;

		if (n >= BELLS_NUMBERS || at + plan->minutes >= DAY_MIN)
			return false;
		day.starts[n] = at;
		day.ends[n] = at + plan->minutes;
		if (i < plan->breaks_n &&
		    (plan->breaks[i] < 0 || plan->breaks[i] > LESSON_MIN_MAX))
			return false;
		at +=
		    plan->minutes + (i < plan->breaks_n ? plan->breaks[i] : 0);
	}
	*out = day;
	return true;
}

enum err
calendar_edit_shifts(
    struct act *act, int64_t year, const struct class_shift *shifts, size_t n)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct year_item *items;
	enum err err;

	if (!may(act))
		return ERR_DENIED;
	if (n == 0 || n > CLASSES_MAX)
		return ERR_INVALID;
	if ((err = act_begin_school(tx)))
		return err;
	items = arena_array(act->arena, n, sizeof(*items));
	for (size_t i = 0; i < n; i++) {
		struct class class;

		if (shifts[i].shift < 1 || shifts[i].shift > BELLS_SHIFTS_MAX)
			return ERR_INVALID;
		err = classes_find(act->school, act->arena, act->actor.inst,
		    shifts[i].class, &class);
		if (err == ERR_NOT_FOUND || (!err && class.removed_at))
			return ERR_INVALID;
		if (err)
			return err;
		items[i] = (struct year_item){
		    .object = arena_printf(
			act->arena, "shift/%lld", (long long)shifts[i].class),
		    .after = shifts[i].shift == 1
				 ? NULL
				 : arena_printf(act->arena, "%lld",
				       (long long)shifts[i].shift),
		    .after_name = ""};
	}
	return year_items_commit(act, YEAR_AREA_CALENDAR, items, n,
	    &(struct event){.kind = EVENT_SETTINGS,
		.object = arena_printf(
		    act->arena, "year/%lld/shifts", (long long)year)},
	    NULL);
}
