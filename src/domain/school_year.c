/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/school_year.h"

#include "base/clock.h"
#include "domain/ledger.h"

#define NEXT_YEAR_FROM_MONTH 7
#define YEAR_DAYS_MAX 400

int64_t
school_year_of(int64_t day)
{
	struct date d = clock_date(day);

	return d.month >= NEXT_YEAR_FROM_MONTH ? d.year : d.year - 1;
}

struct academic_year
school_year_proposal(int64_t year)
{
	int y = (int)year;

	return (struct academic_year){
	    .year = year,
	    .starts_on = clock_days((struct date){y, 9, 1}),
	    .ends_on = clock_days((struct date){y + 1, 6, 30}),
	    .terms =
		{
		    {1, clock_days((struct date){y, 9, 1}),
			clock_days((struct date){y, 12, 31})},
		    {2, clock_days((struct date){y + 1, 1, 1}),
			clock_days((struct date){y + 1, 6, 30})},
		},
	    .terms_n = 2,
	};
}

enum err
school_year_at(
    struct act *act, int64_t day, struct academic_year *year, bool *set)
{
	int64_t inst = act->actor.inst, by_calendar = school_year_of(day);
	enum err err;

	err = years_find_day(act->school, inst, day, year);
	if (err == ERR_NOT_FOUND)
		err = years_find(act->school, inst, by_calendar, year);
	if (err && err != ERR_NOT_FOUND)
		return err;
	*set = err == OK;
	if (err)
		*year = school_year_proposal(by_calendar);
	return OK;
}

static bool
year_holds(const struct academic_year *y)
{
	int64_t before = y->starts_on - 1;
	size_t i;

	if (clock_date(y->starts_on).year != y->year ||
	    y->ends_on <= y->starts_on ||
	    y->ends_on - y->starts_on > YEAR_DAYS_MAX || y->terms_n == 0)
		return false;
	for (i = 0; i < y->terms_n; i++) {
		const struct term *t = &y->terms[i];

		if (t->term != (int64_t)i + 1 || t->starts_on <= before ||
		    t->ends_on < t->starts_on || t->ends_on > y->ends_on)
			return false;
		before = t->ends_on;
	}
	return true;
}

static const char *
year_text(struct arena *arena, const struct academic_year *y)
{
	struct buf b;
	size_t i;

	buf_init(&b, arena, 64);
	buf_addf(&b, "%s..%s", clock_iso(arena, y->starts_on),
	    clock_iso(arena, y->ends_on));
	for (i = 0; i < y->terms_n; i++)
		buf_addf(&b, " %lld:%s..%s", (long long)y->terms[i].term,
		    clock_iso(arena, y->terms[i].starts_on),
		    clock_iso(arena, y->terms[i].ends_on));
	return b.p;
}

enum err
school_year_set(struct act *act, const struct academic_year *year)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct academic_year old;
	const char *before = NULL;
	int64_t inst = act->actor.inst;
	enum err err;

	if (!(act->actor.role & (ROLE_ADMIN | ROLES_LEADING)))
		return ERR_DENIED;
	if (!year_holds(year))
		return ERR_INVALID;
	if ((err = act_begin_school(tx)))
		return err;
	err = years_find(act->school, inst, year->year, &old);
	if (err && err != ERR_NOT_FOUND)
		return err;
	if (!err)
		before = year_text(act->arena, &old);
	if ((err = years_set(act->school, inst, year)))
		return err;
	if ((err = ledger_append(act,
		 &(struct event){.kind = EVENT_STRUCTURE,
		     .object = arena_printf(
			 act->arena, "year/%lld", (long long)year->year),
		     .old = before,
		     .new = year_text(act->arena, year),
		     .prev = -1},
		 NULL)))
		return err;
	return act_commit(act);
}

enum err
school_year_list(struct act *act, struct academic_year **list, size_t *n)
{
	return years_list(act->school, act->arena, act->actor.inst, list, n);
}
