/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/school_year.h"

#include "base/clock.h"
#include "domain/ledger.h"
#include "domain/year_undo.h"

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
	    .school_days = 5,
	};
}

void
school_year_split(struct academic_year *y, size_t n)
{
	int64_t days = y->ends_on - y->starts_on + 1;
	int64_t from = y->starts_on;

	if (n == 0 || n > YEARS_TERMS_MAX || days < (int64_t)n)
		return;
	y->terms_n = n;
	for (size_t i = 0; i < n; i++) {
		int64_t next =
		    y->starts_on + days * (int64_t)(i + 1) / (int64_t)n;

		y->terms[i] = (struct term){(int64_t)i + 1, from, next - 1};
		from = next;
	}
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

	if (y->school_days < 5 || y->school_days > 6)
		return false;
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

enum err
school_year_set(struct act *act, const struct academic_year *year)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct year_item item;
	enum err err;

	if (!(act->actor.role & (ROLE_ADMIN | ROLES_LEADING)))
		return ERR_DENIED;
	if (!year_holds(year))
		return ERR_INVALID;
	if ((err = act_begin_school(tx)))
		return err;
	item = (struct year_item){.object = arena_printf(act->arena,
				      "year/%lld", (long long)year->year),
	    .after = year_items_year(act->arena, year)};
	return year_items_commit(act, YEAR_AREA_CALENDAR, &item, 1,
	    &(struct event){.kind = EVENT_STRUCTURE}, NULL);
}

enum err
school_year_list(struct act *act, struct academic_year **list, size_t *n)
{
	return years_list(act->school, act->arena, act->actor.inst, list, n);
}
