/* SPDX-License-Identifier: EUPL-1.2 */
/* Table throttle: how often something failed and until when it has to wait.
 * Keys are hashes: nobody's name, device or address stands here. */
#pragma once

#include "base/arena.h"
#include "db/db.h"

struct throttle_row {
	int64_t failures, until_at, changed_at;
};

/* All zero when there is no such key. */
CHECKED enum err throttles_find(
    struct db *db, const char *key, struct throttle_row *row);
CHECKED enum err throttles_set(
    struct db *db, const char *key, const struct throttle_row *row);
CHECKED enum err throttles_clear(struct db *db, const char *key);
/* Removes up to 200 keys untouched since `before`. */
CHECKED enum err throttles_sweep(struct db *db, int64_t before);
