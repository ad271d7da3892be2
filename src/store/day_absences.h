/* SPDX-License-Identifier: EUPL-1.2 */
/* Table day_absence: "absent all day" (from_number 0) and "from lesson 4": a
 * proposal to the lessons of that day whose attendance is not taken yet. */
#pragma once

#include "base/arena.h"
#include "db/db.h"

struct day_absence {
	int64_t pupil, day, from_number;
	const char *reason;
	int64_t recorded_by, recorded_at;
	int64_t ended_at; /* 0 = stands */
	int64_t seq;
};

CHECKED enum err day_absences_find(struct db *db, struct arena *arena,
    int64_t inst, int64_t pupil, int64_t day, struct day_absence *out);
/* Sets where the row's seq is still `seen` (-1: no row yet). ERR_CONFLICT. */
CHECKED enum err day_absences_set(
    struct db *db, int64_t inst, const struct day_absence *row, int64_t seen);
/* Those that stand, of the pupils of a class on that day, by pupil. */
CHECKED enum err day_absences_list(struct db *db, struct arena *arena,
    int64_t inst, int64_t class, int64_t day, struct day_absence **out,
    size_t *n);
