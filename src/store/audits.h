/* SPDX-License-Identifier: EUPL-1.2 */
/* Reading whole tables in the order of their keys, for `verify`. */
#pragma once

#include "base/arena.h"
#include "db/db.h"

/* A mark or an attendance item as the tables hold it. `unit` is the column of
 * a mark, the lesson of an attendance item. */
struct audit_cell {
	int64_t journal, unit, pupil, seq;
	const char *value; /* NULL: annulled */
};

/* Up to n cells after `after` (all zero: from the start), ascending. */
CHECKED enum err audits_marks(struct db *db, struct arena *arena, int64_t inst,
    const struct audit_cell *after, size_t n, struct audit_cell *out,
    size_t *got);
CHECKED enum err audits_attendance(struct db *db, struct arena *arena,
    int64_t inst, const struct audit_cell *after, size_t n,
    struct audit_cell *out, size_t *got);
