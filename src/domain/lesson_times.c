/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/lesson_times.h"

#include "domain/school_year.h"

int64_t
lesson_times_year(const struct calendar *calendar, int64_t day)
{
	return calendar->set ? calendar->year.year : school_year_of(day);
}

enum err
lesson_times_read(struct act *act, const struct calendar *calendar, int64_t day,
    struct lesson_times *out)
{
	enum err err;

	if ((err = bells_read(act->school, act->actor.inst,
		 lesson_times_year(calendar, day), &out->bells)))
		return err;
	return bells_shifts(act->school, act->arena, act->actor.inst,
	    &out->shifts, &out->shifts_n);
}

void
lesson_times_of(const struct lesson_times *t, int64_t class, int weekday,
    int64_t number, int64_t *starts_min, int64_t *ends_min)
{
	int64_t shift = bells_shift_of(t->shifts, t->shifts_n, class);
	const struct bell_day *day = bells_day(&t->bells, shift, weekday);

	*starts_min = *ends_min = 0;
	if (number < 0 || number >= BELLS_NUMBERS)
		return;
	*starts_min = day->starts[number];
	*ends_min = day->ends[number];
}
