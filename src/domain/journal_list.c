/* SPDX-License-Identifier: EUPL-1.2 */
/* Which journals a person may open. */
#include <string.h>

#include "base/clock.h"
#include "domain/journal_page.h"

/* The academic year that is going on: from August. */
static int64_t
this_year(struct act *act)
{
	const struct date d = clock_date(actor_today(act));

	return d.month >= 8 ? d.year : d.year - 1;
}

static enum err
list_led(struct act *act, struct journal **out, size_t *n)
{
	struct roster_class *led;
	struct journal *of_class, *all = NULL;
	size_t led_n, got, total = 0;
	enum err err;

	if ((err = rosters_led(act->school, act->arena, act->actor.inst,
		 act->actor.person, actor_today(act), &led, &led_n)))
		return err;
	for (size_t i = 0; i < led_n; i++) {
		struct journal *both;

		if ((err = journals_list_class(act->school, act->arena,
			 act->actor.inst, led[i].class, &of_class, &got)))
			return err;
		both = arena_array(act->arena, total + got, sizeof(*both));
		if (total)
			memcpy(both, all, total * sizeof(*both));
		if (got)
			memcpy(both + total, of_class, got * sizeof(*both));
		all = both;
		total += got;
	}
	*out = all;
	*n = total;
	return OK;
}

enum err
journal_page_list(struct act *act, struct journal_line **lines, size_t *n)
{
	const unsigned role = (unsigned)act->actor.role;
	struct journal_teacher *teachers;
	struct journal *journals;
	size_t teachers_n;
	enum err err;

	if (!act->actor.person)
		return ERR_DENIED;
	if (role & (ROLES_LEADING | ROLE_ADMIN))
		err = journals_list(act->school, act->arena, act->actor.inst,
		    this_year(act), &journals, n);
	else if (role & ROLE_CLASS_TEACHER)
		err = list_led(act, &journals, n);
	else if (role & ROLES_TEACHING)
		err = journals_list_taught(act->school, act->arena,
		    act->actor.inst, act->actor.person, actor_today(act),
		    &journals, n);
	else
		err = ERR_DENIED;
	if (err)
		return err;
	if ((err = journals_teachers(act->school, act->arena, act->actor.inst,
		 this_year(act), 0, actor_today(act), &teachers, &teachers_n)))
		return err;
	*lines = arena_array(act->arena, *n, sizeof(**lines));
	for (size_t i = 0; i < *n; i++)
		(*lines)[i] = (struct journal_line){
		    journals[i], journal_page_teachers(act->arena, teachers,
				     teachers_n, journals[i].journal)};
	return OK;
}
