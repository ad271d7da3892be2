/* SPDX-License-Identifier: EUPL-1.2 */
/* Table request_history: every step of a request, for the people who work on
 * it. The verifiable history is the registry's own log. */
#pragma once

#include "base/arena.h"
#include "db/db.h"

#define REQUEST_STEPS_MAX 500

struct request_step {
	int64_t ord, at;
	int64_t account; /* 0: the system, or the sender */
	const char *who; /* name of the account; read only, "" = none */
	const char *act; /* received taken edited returned completed ... */
	const char *old_state, *new_state; /* NULL: unchanged */
	const char *note;		   /* or NULL */
};

/* Gives the step its number. Needs an open write. */
CHECKED enum err request_steps_add(
    struct db *db, int64_t request, const struct request_step *step);
/* Newest first. */
CHECKED enum err request_steps_list(struct db *db, struct arena *arena,
    int64_t request, struct request_step **steps, size_t *n);
/* Whether this account did one of the acts of a reviewer on this request. */
CHECKED enum err request_steps_reviewed(
    struct db *db, int64_t request, int64_t account, bool *did);
