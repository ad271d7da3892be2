/* SPDX-License-Identifier: EUPL-1.2 */
/* When a lesson of a class rings in and out, for pages that show days. */
#pragma once

#include "domain/calendar.h"
#include "store/bells.h"

struct lesson_times {
	struct bells bells;
	struct class_shift *shifts;
	size_t shifts_n;
};
/* Of the year that a calendar is about, or else of the day's. */
CHECKED enum err lesson_times_read(struct act *act,
    const struct calendar *calendar, int64_t day, struct lesson_times *out);
/* Minutes after midnight; both 0: no bells are known for it. weekday: whose
 * timetable the day is worked by. */
void lesson_times_of(const struct lesson_times *times, int64_t class,
    int weekday, int64_t number, int64_t *starts_min, int64_t *ends_min);
/* The year whose timetable holds on a day. */
int64_t lesson_times_year(const struct calendar *calendar, int64_t day);
