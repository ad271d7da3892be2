/* SPDX-License-Identifier: EUPL-1.2 */
/* Tables bell and class_shift: when lessons begin and end, by shift and day of
 * the week, and which shift a class learns in. */
#pragma once

#include <stdbool.h>

#include "base/arena.h"
#include "db/db.h"

#define BELLS_SHIFTS_MAX 4
#define BELLS_NUMBERS 10 /* lessons 0..9 */
#define BELLS_WEEKDAYS 8 /* 0 = every other day, 1..7 */

/* Bells of one day. Lesson n rings at starts[n] and ends[n], minutes after
 * midnight; ends[n] 0: there is no such lesson. */
struct bell_day {
	int64_t starts[BELLS_NUMBERS], ends[BELLS_NUMBERS];
	bool set; /* any lesson at all */
};
/* Of a year: [shift - 1][weekday]. */
struct bells {
	struct bell_day days[BELLS_SHIFTS_MAX][BELLS_WEEKDAYS];
};

CHECKED enum err bells_read(
    struct db *db, int64_t inst, int64_t year, struct bells *out);
/* Exactly these. day->set false: none. */
CHECKED enum err bells_set(struct db *db, int64_t inst, int64_t year,
    int64_t shift, int64_t weekday, const struct bell_day *day);

/* Bells of a shift on a weekday 1..7: its own, or those of every day. */
const struct bell_day *bells_day(
    const struct bells *bells, int64_t shift, int64_t weekday);

struct class_shift {
	int64_t class, shift;
};
/* Those with another shift than 1, by class. */
CHECKED enum err bells_shifts(struct db *db, struct arena *arena, int64_t inst,
    struct class_shift **out, size_t *n);
/* Shift of one class in such a list. */
int64_t bells_shift_of(
    const struct class_shift *shifts, size_t n, int64_t class);
CHECKED enum err bells_set_shift(
    struct db *db, int64_t inst, int64_t class, int64_t shift);
