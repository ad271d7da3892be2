/* SPDX-License-Identifier: EUPL-1.2 */
/* Table institute_role: the Institute's own staff. */
#pragma once

#include "base/arena.h"
#include "db/db.h"

#define INSTITUTE_ROLES_MAX 500

struct institute_role_row {
	int64_t account;
	const char *role;	    /* operator reviewer ... support */
	int64_t starts_on, ends_on; /* ends_on 0: no end */
	const char *name, *email, *state; /* of the account */
};

/* Roles the account holds on that day (dates inclusive). */
CHECKED enum err institute_roles_of(struct db *db, struct arena *arena,
    int64_t account, int64_t day, struct institute_role_row **rows, size_t *n);
/* Everybody, ended ones last. */
CHECKED enum err institute_roles_list(struct db *db, struct arena *arena,
    int64_t day, struct institute_role_row **rows, size_t *n);
/* Nothing happens when the same row is there; an ended one begins again. */
CHECKED enum err institute_roles_add(
    struct db *db, int64_t account, const char *role, int64_t starts_on);
/* The last day. *changed 0: the account did not hold it. */
CHECKED enum err institute_roles_end(struct db *db, int64_t account,
    const char *role, int64_t ends_on, int64_t *changed);
