/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/calendar_edit.h"

#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "domain/school_year.h"
#include "store/counters.h"

static bool
may(const struct act *act)
{
	return act->actor.role & (ROLE_ADMIN | ROLES_LEADING);
}

static const char *
object_of(struct act *act, int64_t entry)
{
	return arena_printf(act->arena, "calendar/%lld", (long long)entry);
}

/* ---- entries ------------------------------------------------------------- */

static unsigned
check_days(const struct calendar_entry *e, int64_t today)
{
	unsigned faults = 0;

	if (e->starts_on == DAY_NONE ||
	    e->starts_on < today - CALENDAR_REACH_DAYS ||
	    e->starts_on > today + CALENDAR_REACH_DAYS)
		return CALENDAR_FAULT_FROM;
	if (e->ends_on < e->starts_on ||
	    e->ends_on - e->starts_on > CALENDAR_ENTRY_DAYS_MAX)
		faults |= CALENDAR_FAULT_TO;
	if (e->kind == CALENDAR_WORKDAY && e->ends_on != e->starts_on)
		faults |= CALENDAR_FAULT_TO;
	if (e->kind == CALENDAR_WORKDAY &&
	    (e->as_weekday < 1 || e->as_weekday > 6))
		faults |= CALENDAR_FAULT_WEEKDAY;
	return faults;
}

/* Name cleaned; a break or day off has one, a note may be missing. */
static unsigned
read_name(struct act *act, struct calendar_entry *e)
{
	const char *name = e->name ? e->name : "";

	if (text_clean(act->arena, name, strlen(name), YEAR_NAME_BYTES_MAX,
		false, &e->name)) {
		e->name = name;
		return CALENDAR_FAULT_NAME;
	}
	if (!*e->name && e->kind == CALENDAR_HOLIDAY)
		return CALENDAR_FAULT_NAME;
	return 0;
}

static enum err
check_classes(struct act *act, const struct calendar_entry *e, unsigned *faults)
{
	if (e->classes_n > CALENDARS_CLASSES_MAX)
		*faults |= CALENDAR_FAULT_CLASS;
	for (size_t i = 0;
	     i < e->classes_n && !(*faults & CALENDAR_FAULT_CLASS); i++) {
		struct class class;
		enum err err = classes_find(act->school, act->arena,
		    act->actor.inst, e->classes[i], &class);

		if (err && err != ERR_NOT_FOUND)
			return err;
		if (err || class.removed_at)
			*faults |= CALENDAR_FAULT_CLASS;
	}
	return OK;
}

static bool
share_classes(const struct calendar_entry *a, const struct calendar_entry *b)
{
	if (!a->classes_n || !b->classes_n)
		return a->classes_n == b->classes_n;
	for (size_t i = 0; i < a->classes_n; i++)
		if (calendar_applies(b, a->classes[i]))
			return true;
	return false;
}

/* Two breaks, or two orders of work, for the same class on the same day would
 * say one thing twice. A class may have a longer break than the school. */
static enum err
check_taken(struct act *act, const struct calendar_entry *e, unsigned *faults)
{
	struct calendar_entry *others;
	size_t n;
	enum err err;

	if ((err = calendars_list(act->school, act->arena, act->actor.inst,
		 e->starts_on, e->ends_on, &others, &n)))
		return err;
	for (size_t i = 0; i < n; i++)
		if (others[i].entry != e->entry && others[i].kind == e->kind &&
		    share_classes(e, &others[i]))
			*faults |= CALENDAR_FAULT_TAKEN;
	return OK;
}

enum err
calendar_edit_find(struct act *act, int64_t entry, struct calendar_entry *out)
{
	if (!may(act))
		return ERR_DENIED;
	return calendars_find(
	    act->school, act->arena, act->actor.inst, entry, out);
}

enum err
calendar_edit_save(struct act *act, const struct calendar_entry *draft,
    unsigned *faults, int64_t *change)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct calendar_entry e = *draft, old;
	struct year_item item;
	enum err err;

	*faults = 0;
	if (!may(act))
		return ERR_DENIED;
	if (e.ends_on == DAY_NONE)
		e.ends_on = e.starts_on;
	if (e.kind != CALENDAR_WORKDAY)
		e.as_weekday = 0;
	*faults = check_days(&e, clock_day_at(act->now)) | read_name(act, &e);
	if ((err = act_begin_school(tx)) ||
	    (err = check_classes(act, &e, faults)))
		return err;
	if (!*faults && (err = check_taken(act, &e, faults)))
		return err;
	if (e.entry && (err = calendars_find(act->school, act->arena,
			    act->actor.inst, e.entry, &old)))
		return err;
	if (*faults)
		return ERR_INVALID;
	if (!e.entry && (err = counters_next(act->school, act->actor.inst,
			     "calendar", &e.entry)))
		return err;
	item = (struct year_item){.object = object_of(act, e.entry),
	    .after = year_items_entry(act->arena, &e),
	    .after_name = e.name};
	return year_items_commit(act, YEAR_AREA_CALENDAR, &item, 1,
	    &(struct event){.kind = EVENT_STRUCTURE}, change);
}

enum err
calendar_edit_remove(struct act *act, int64_t entry)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct calendar_entry old;
	struct year_item item;
	enum err err;

	if (!may(act))
		return ERR_DENIED;
	if ((err = act_begin_school(tx)) ||
	    (err = calendars_find(
		 act->school, act->arena, act->actor.inst, entry, &old)))
		return err;
	item = (struct year_item){.object = object_of(act, entry)};
	return year_items_commit(act, YEAR_AREA_CALENDAR, &item, 1,
	    &(struct event){.kind = EVENT_STRUCTURE}, NULL);
}

/* ---- last year's calendar ------------------------------------------------ */

/* The same weekday about a year later. */
static int64_t
later(int64_t day)
{
	return day + 364;
}

static struct year_item *
item_add(struct year_item *items, size_t *n)
{
	items[*n] = (struct year_item){.after_name = ""};
	return &items[(*n)++];
}

static enum err
copy_entries(struct act *act, const struct academic_year *from,
    struct year_item *items, size_t *n)
{
	struct calendar_entry *entries;
	size_t entries_n;
	enum err err;

	if ((err = calendars_list(act->school, act->arena, act->actor.inst,
		 from->starts_on, from->ends_on, &entries, &entries_n)))
		return err;
	for (size_t i = 0; i < entries_n && i < CALENDARS_MAX; i++) {
		struct calendar_entry e = entries[i];
		struct year_item *item;

		/* Quarantine and orders to work are of their year, classes
		 * have other numbers in the next one. */
		if (e.classes_n || e.kind == CALENDAR_REMOTE ||
		    e.kind == CALENDAR_WORKDAY)
			continue;
		if ((err = counters_next(
			 act->school, act->actor.inst, "calendar", &e.entry)))
			return err;
		e.starts_on = later(e.starts_on);
		e.ends_on = later(e.ends_on);
		item = item_add(items, n);
		item->object = object_of(act, e.entry);
		item->after = year_items_entry(act->arena, &e);
		item->after_name = e.name;
	}
	return OK;
}

static void
copy_bells(struct act *act, const struct bells *bells, int64_t year,
    struct year_item *items, size_t *n)
{
	for (int s = 0; s < BELLS_SHIFTS_MAX; s++)
		for (int w = 0; w < BELLS_WEEKDAYS; w++) {
			struct year_item *item;

			if (!bells->days[s][w].set)
				continue;
			item = item_add(items, n);
			item->object = arena_printf(act->arena,
			    "bells/%lld.%d.%d", (long long)year, s + 1, w);
			item->after =
			    year_items_bells(act->arena, &bells->days[s][w]);
		}
}

static void
copy_dates(struct act *act, const struct academic_year *from, int64_t year,
    struct year_item *items, size_t *n)
{
	struct academic_year y = *from;
	struct year_item *item = item_add(items, n);
	struct date d = clock_date(from->starts_on);

	y.year = year;
	/* A year begins on the same date, whatever weekday that is. */
	y.starts_on = clock_days((struct date){(int)year, d.month, d.day});
	y.ends_on = later(from->ends_on);
	for (size_t i = 0; i < y.terms_n; i++) {
		y.terms[i].starts_on =
		    i ? later(from->terms[i].starts_on) : y.starts_on;
		y.terms[i].ends_on = later(from->terms[i].ends_on);
	}
	y.week_a_on = 0;
	item->object = arena_printf(act->arena, "year/%lld", (long long)year);
	item->after = year_items_year(act->arena, &y);
}

static bool
any_bells(const struct bells *bells)
{
	for (int s = 0; s < BELLS_SHIFTS_MAX; s++)
		for (int w = 0; w < BELLS_WEEKDAYS; w++)
			if (bells->days[s][w].set)
				return true;
	return false;
}

/* Nothing but dates may stand in the year that is filled. */
static enum err
check_empty(struct act *act, int64_t year)
{
	struct academic_year y;
	struct calendar_entry *entries;
	struct bells bells;
	size_t n;
	enum err err;

	err = years_find(act->school, act->actor.inst, year, &y);
	if (err && err != ERR_NOT_FOUND)
		return err;
	if (err)
		y = school_year_proposal(year);
	if ((err = calendars_list(act->school, act->arena, act->actor.inst,
		 y.starts_on, y.ends_on, &entries, &n)) ||
	    (err = bells_read(act->school, act->actor.inst, year, &bells)))
		return err;
	return n || any_bells(&bells) ? ERR_EXISTS : OK;
}

/* Dates that somebody chose are left alone; those proposed are not. */
static enum err
own_dates(struct act *act, int64_t year, bool *own)
{
	const struct academic_year proposed = school_year_proposal(year);
	struct academic_year y;
	enum err err = years_find(act->school, act->actor.inst, year, &y);

	if (err && err != ERR_NOT_FOUND)
		return err;
	*own = !err && strcmp(year_items_year(act->arena, &y),
			   year_items_year(act->arena, &proposed)) != 0;
	return OK;
}

enum err
calendar_edit_copy(struct act *act, int64_t year)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct academic_year from;
	struct bells bells;
	struct year_item *items;
	size_t n = 0;
	bool own;
	enum err err;

	if (!may(act))
		return ERR_DENIED;
	if ((err = act_begin_school(tx)) || (err = check_empty(act, year)) ||
	    (err = years_find(act->school, act->actor.inst, year - 1, &from)) ||
	    (err = bells_read(act->school, act->actor.inst, year - 1, &bells)))
		return err;
	items = arena_array(act->arena,
	    CALENDARS_MAX + BELLS_SHIFTS_MAX * BELLS_WEEKDAYS + 1,
	    sizeof(*items));
	if ((err = own_dates(act, year, &own)))
		return err;
	if (!own)
		copy_dates(act, &from, year, items, &n);
	if ((err = copy_entries(act, &from, items, &n)))
		return err;
	copy_bells(act, &bells, year, items, &n);
	return year_items_commit(act, YEAR_AREA_CALENDAR, items, n,
	    &(struct event){.kind = EVENT_STRUCTURE,
		.object =
		    arena_printf(act->arena, "year/%lld/copy", (long long)year),
		.new =
		    arena_printf(act->arena, "year/%lld", (long long)year - 1)},
	    NULL);
}

/* ---- the page ------------------------------------------------------------ */

static enum err
read_rest(struct act *act, struct calendar_view *v)
{
	int64_t inst = act->actor.inst;
	struct academic_year before;
	enum err err;

	if ((err = bells_read(act->school, inst, v->year.year, &v->bells)) ||
	    (err = classes_list(act->school, act->arena, inst, v->year.year,
		 clock_day_at(act->now), &v->classes, &v->classes_n)) ||
	    (err = bells_shifts(
		 act->school, act->arena, inst, &v->shifts, &v->shifts_n)) ||
	    (err = years_list(
		 act->school, act->arena, inst, &v->years, &v->years_n)))
		return err;
	if (!v->may_write)
		return OK;
	err = years_find(act->school, inst, v->year.year - 1, &before);
	if (err && err != ERR_NOT_FOUND)
		return err;
	v->can_copy = !err && !v->calendar.n && !any_bells(&v->bells);
	return year_undo_list(
	    act, YEAR_AREA_CALENDAR, &v->changes, &v->changes_n);
}

static void
whole_months(struct calendar_view *v)
{
	struct date from = clock_date(v->year.starts_on);
	struct date to = clock_date(v->year.ends_on);

	v->from = clock_days((struct date){from.year, from.month, 1});
	if (to.month == 12)
		to = (struct date){to.year + 1, 0, 1};
	v->to = clock_days((struct date){to.year, to.month + 1, 1}) - 1;
}

enum err
calendar_view_read(struct act *act, int64_t year, struct calendar_view *view)
{
	struct calendar_view v = {.set = true};
	enum err err;

	v.may_write = may(act);
	if (year) {
		err = years_find(act->school, act->actor.inst, year, &v.year);
		if (err && err != ERR_NOT_FOUND)
			return err;
		if (err && (year < 2000 || year > 2099))
			return ERR_NOT_FOUND;
		v.set = err == OK;
		if (err)
			v.year = school_year_proposal(year);
	} else if ((err = school_year_at(
			act, clock_day_at(act->now), &v.year, &v.set))) {
		return err;
	}
	whole_months(&v);
	v.calendar.year = v.year;
	v.calendar.set = true;
	if ((err = calendars_list(act->school, act->arena, act->actor.inst,
		 v.year.starts_on - CALENDAR_SPARE_DAYS,
		 v.year.ends_on + CALENDAR_SPARE_DAYS, &v.calendar.entries,
		 &v.calendar.n)) ||
	    (err = read_rest(act, &v)))
		return err;
	*view = v;
	return OK;
}
