/* SPDX-License-Identifier: EUPL-1.2 */
/* Table membership: which account is which person in which institution. A
 * directory only; what the person may do stands in the school store. */
#pragma once

#include "base/arena.h"
#include "db/db.h"

#define MEMBERSHIPS_MAX 50 /* of one account */
#define MEMBERSHIPS_INST_MAX 60000

struct membership_row {
	int64_t account, inst, person;
	const char *state; /* active suspended */
	int64_t created_at;
	const char *institution; /* its name */
};

/* Of an account, in the order of the institutions' names; those of closed
 * institutions are left out. */
CHECKED enum err memberships_list(struct db *db, struct arena *arena,
    int64_t account, struct membership_row **rows, size_t *n);
/* All of an account in one institution (a pupil who became a teacher). */
CHECKED enum err memberships_at(struct db *db, struct arena *arena,
    int64_t account, int64_t inst, struct membership_row **rows, size_t *n);
/* The account of a person. ERR_NOT_FOUND when there is none. */
CHECKED enum err memberships_find(struct db *db, struct arena *arena,
    int64_t inst, int64_t person, struct membership_row *row);
/* Everybody of an institution, by person. */
CHECKED enum err memberships_inst(struct db *db, struct arena *arena,
    int64_t inst, struct membership_row **rows, size_t *n);
/* Nothing happens when it is there already. */
CHECKED enum err memberships_add(
    struct db *db, int64_t account, int64_t inst, int64_t person, int64_t now);
/* Two entries were one person: accounts of `from` become accounts of `into`,
 * unless that person has one already; then they end. */
CHECKED enum err memberships_merge(
    struct db *db, int64_t inst, int64_t from, int64_t into);
CHECKED enum err memberships_set_state(struct db *db, int64_t account,
    int64_t inst, const char *state, int64_t *changed);
/* Every membership of the account outside `inst`. */
CHECKED enum err memberships_suspend_others(
    struct db *db, int64_t account, int64_t inst, int64_t *changed);
CHECKED enum err memberships_resume_all(
    struct db *db, int64_t account, int64_t *changed);
