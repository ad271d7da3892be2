/* SPDX-License-Identifier: EUPL-1.2 */
/* Table person_role: what a person may be in the school, from when to when.
 * Days are inclusive. Reading at every request is in powers.h. */
#pragma once

#include "base/arena.h"
#include "base/clock.h"
#include "db/db.h"

#define ROLES_MAX 100 /* rows of one person, past ones included */

struct role_row {
	const char *role;
	int64_t starts_on, ends_on; /* DAY_NONE = open */
	const char *post; /* NULL = none: "учитель математики" */
};

/* All of a person, latest first. */
CHECKED enum err roles_list(struct db *db, struct arena *arena, int64_t inst,
    int64_t person, struct role_row **rows, size_t *n);
/* Nothing happens when the person holds it on starts_on already. */
CHECKED enum err roles_add(struct db *db, int64_t inst, int64_t person,
    const struct role_row *row, bool *added);
/* Post and last day of the row that began on starts_on. */
CHECKED enum err roles_update(
    struct db *db, int64_t inst, int64_t person, const struct role_row *row);
/* Sets the last day of an open role. ERR_NOT_FOUND: not held. */
CHECKED enum err roles_end(struct db *db, int64_t inst, int64_t person,
    const char *role, int64_t ends_on);
/* Removes a row as if it had never been: undo of an import only. */
CHECKED enum err roles_delete(struct db *db, int64_t inst, int64_t person,
    const char *role, int64_t starts_on);
/* People who hold the role on the day, as (person) ids ascending. */
CHECKED enum err roles_people(struct db *db, struct arena *arena, int64_t inst,
    const char *role, int64_t day, int64_t **people, size_t *n);
