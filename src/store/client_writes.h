/* SPDX-License-Identifier: EUPL-1.2 */
/* Table client_write: saves that were answered. A repeat with the same UUID
 * gets the same answer, so a client may send again after a broken network. */
#pragma once

#include "base/arena.h"
#include "base/crypt.h"
#include "db/db.h"

struct client_write {
	uint8_t body[HASH_BYTES]; /* SHA-256 of what was asked */
	const char *answer;
	int64_t at;
};

CHECKED enum err client_writes_find(struct db *db, struct arena *arena,
    int64_t inst, int64_t actor, const char *uuid, struct client_write *out);
/* Inside a transaction. ERR_EXISTS, here or from a later call of it: answered
 * meanwhile. */
CHECKED enum err client_writes_insert(struct db *db, int64_t inst,
    int64_t actor, const char *uuid, const struct client_write *write);
/* Whether there are answers older than `before`: asked without writing. */
CHECKED enum err client_writes_old(
    struct db *db, int64_t inst, int64_t before, bool *any);
/* Forgets them. */
CHECKED enum err client_writes_prune(
    struct db *db, int64_t inst, int64_t before);
