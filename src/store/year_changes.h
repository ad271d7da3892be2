/* SPDX-License-Identifier: EUPL-1.2 */
/* Table year_change: what was changed in calendar, bells and timetable, kept so
 * that it can be taken back. The history itself stands in the log. */
#pragma once

#include "base/arena.h"
#include "db/db.h"

#define YEAR_CHANGES_MAX 20

struct year_change {
	int64_t change;
	const char *area; /* "calendar", "timetable" */
	int64_t at, actor;
	const char *items;			  /* domain/year_items.h */
	int64_t undone_at;			  /* 0 = stands */
	const char *surname, *given, *patronymic; /* of the actor, or "" */
};

/* Number from counter "year_change". */
CHECKED enum err year_changes_insert(
    struct db *db, int64_t inst, const struct year_change *change);
CHECKED enum err year_changes_find(struct db *db, struct arena *arena,
    int64_t inst, int64_t change, struct year_change *out);
CHECKED enum err year_changes_set_undone(
    struct db *db, int64_t inst, int64_t change, int64_t at);
/* Those of an area that stand, since `since`, latest first. */
CHECKED enum err year_changes_list(struct db *db, struct arena *arena,
    int64_t inst, const char *area, int64_t since, struct year_change **out,
    size_t *n);
