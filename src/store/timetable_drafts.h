/* SPDX-License-Identifier: EUPL-1.2 */
/* Tables timetable_draft and name_alias: a timetable read from a file, kept
 * until it is written or thrown away, and what the names of other programs
 * mean here. */
#pragma once

#include "base/arena.h"
#include "db/db.h"

#define NAME_ALIASES_MAX 2000

struct timetable_draft {
	const char *file_name, *body;
	int64_t created_by, created_at;
};

/* ERR_NOT_FOUND: none is under way. */
CHECKED enum err timetable_drafts_find(struct db *db, struct arena *arena,
    int64_t inst, struct timetable_draft *out);
/* Takes the place of the one before. */
CHECKED enum err timetable_drafts_put(
    struct db *db, int64_t inst, const struct timetable_draft *draft);
CHECKED enum err timetable_drafts_delete(struct db *db, int64_t inst);

struct name_alias {
	const char *name_fold;
	int64_t target; /* 0 = left out */
};
CHECKED enum err timetable_drafts_aliases(struct db *db, struct arena *arena,
    int64_t inst, const char *area, struct name_alias **out, size_t *n);
CHECKED enum err timetable_drafts_alias_set(struct db *db, int64_t inst,
    const char *area, const char *name_fold, int64_t target);
