/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/calendar.h"

#include "base/clock.h"

#define WEEK 7
#define WEEK_OF_5 5
/* The longest break there is. */
#define NEXT_DAYS_MAX 130

/* The year is that of `day`, else that of `other`. */
static enum err
find_year(struct act *act, int64_t day, int64_t other, struct calendar *c)
{
	int64_t inst = act->actor.inst;
	enum err err;

	err = years_find_day(act->school, inst, day, &c->year);
	if (err == ERR_NOT_FOUND && day != other)
		err = years_find_day(act->school, inst, other, &c->year);
	if (err && err != ERR_NOT_FOUND)
		return err;
	c->set = err == OK;
	return OK;
}

enum err
calendar_read(struct act *act, int64_t from, int64_t to, struct calendar *out)
{
	struct calendar c = {.set = true};
	enum err err;

	if ((err = find_year(act, to, from, &c)) ||
	    (err = calendars_list(act->school, act->arena, act->actor.inst,
		 from, to, &c.entries, &c.n)))
		return err;
	*out = c;
	return OK;
}

bool
calendar_applies(const struct calendar_entry *entry, int64_t class)
{
	if (entry->classes_n == 0)
		return true;
	for (size_t i = 0; i < entry->classes_n; i++)
		if (entry->classes[i] == class)
			return true;
	return false;
}

static enum calendar_why
why_by_dates(const struct calendar *c, int64_t day)
{
	const struct academic_year *y = &c->year;
	const int64_t days = y->school_days ? y->school_days : WEEK_OF_5;
	bool in_term = false;

	if (c->set && (day < y->starts_on || day > y->ends_on))
		return CALENDAR_OUTSIDE;
	for (size_t i = 0; c->set && i < y->terms_n; i++)
		in_term |=
		    day >= y->terms[i].starts_on && day <= y->terms[i].ends_on;
	if (c->set && y->terms_n && !in_term)
		return CALENDAR_BETWEEN;
	return clock_weekday(day) > days ? CALENDAR_WEEKEND : CALENDAR_WORKS;
}

/* Weeks take turns from Monday to Monday, through breaks as well. */
static int
week_of(const struct calendar *c, int64_t day)
{
	int64_t base = c->year.week_a_on ? c->year.week_a_on
		       : c->set		 ? c->year.starts_on
					 : day;
	int64_t weeks = (day - clock_weekday(day)) / WEEK -
			(base - clock_weekday(base)) / WEEK;

	return weeks % 2 ? WEEK_B : WEEK_A;
}

/* A day that is worked by order is worked, whatever else was said of it. */
struct calendar_day
calendar_day(const struct calendar *c, int64_t class, int64_t day)
{
	struct calendar_day d = {.day = day,
	    .why = why_by_dates(c, day),
	    .weekday = clock_weekday(day),
	    .week = week_of(c, day)};

	for (size_t i = 0; i < c->n; i++) {
		const struct calendar_entry *e = &c->entries[i];

		if (day < e->starts_on || day > e->ends_on ||
		    !calendar_applies(e, class))
			continue;
		if (e->kind == CALENDAR_WORKDAY)
			d.moved = e;
		else if (e->kind == CALENDAR_REMOTE)
			d.remote = e;
		else
			d.free = e;
	}
	if (d.moved) {
		d.why = CALENDAR_WORKS;
		d.weekday = (int)d.moved->as_weekday;
		d.free = NULL;
	} else if (d.free) {
		d.why = CALENDAR_FREE;
	}
	return d;
}

enum err
calendar_next_school_day(struct act *act, int64_t day, int64_t *next)
{
	struct calendar c = {.set = true};
	int64_t at;
	enum err err;

	if ((err = find_year(act, day + 1, day + NEXT_DAYS_MAX, &c)) ||
	    (err = calendars_list(act->school, act->arena, act->actor.inst,
		 day + 1, day + NEXT_DAYS_MAX, &c.entries, &c.n)))
		return err;
	for (at = day + 1; at <= day + NEXT_DAYS_MAX; at++)
		if (calendar_day(&c, 0, at).why == CALENDAR_WORKS) {
			*next = at;
			return OK;
		}
	/* After the last day of a year the calendar knows of no other. */
	for (at = day + 1; clock_weekday(at) > WEEK_OF_5; at++)
		;
	*next = at;
	return OK;
}
