/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/entry_time.h"

#include "base/clock.h"
#include "domain/actor_may.h"
#include "domain/calendar.h"
#include "store/institutions.h"

#define FRIDAY 5

int64_t
entry_next_school_day(int64_t day)
{
	do
		day++;
	while (clock_weekday(day) > FRIDAY);
	return day;
}

enum err
entry_kind(struct act *act, int64_t day, enum event_kind *kind)
{
	struct institution row = {.joined_on = INT64_MIN};
	int64_t next;
	enum err err;

	*kind = EVENT_FIRST;
	if (actor_today(act) <= entry_next_school_day(day))
		return OK;
	if ((err = calendar_next_school_day(act, day, &next)))
		return err;
	if (actor_today(act) <= next)
		return OK;
	err =
	    institutions_find(act->registry, act->arena, act->actor.inst, &row);
	if (err && err != ERR_NOT_FOUND)
		return err;
	*kind = day < row.joined_on ? EVENT_FIRST : EVENT_LATE;
	return OK;
}
