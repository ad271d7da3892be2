/* SPDX-License-Identifier: EUPL-1.2 */
/* Tables second_factor and recovery_code. The secret of a TOTP has to be
 * readable; a recovery code is stored hashed. */
#pragma once

#include <stdbool.h>

#include "base/arena.h"
#include "base/crypt.h"
#include "db/db.h"

#define FACTOR_SECRET_BYTES 20 /* as RFC 4226 recommends for SHA-1 */

struct factor_row {
	int64_t account;
	uint8_t secret[FACTOR_SECRET_BYTES];
	uint8_t next[FACTOR_SECRET_BYTES]; /* of a new telephone */
	bool has_next;
	int64_t last_step;
	int64_t confirmed_at; /* 0: being set up */
};

CHECKED enum err factors_find(
    struct db *db, int64_t account, struct factor_row *row);
/* Offers a secret: the first one, or one to take the place of a confirmed one
 * that goes on counting until factors_confirm. */
CHECKED enum err factors_begin(
    struct db *db, int64_t account, const uint8_t secret[FACTOR_SECRET_BYTES]);
/* ERR_EXISTS: nothing waits to be confirmed. */
CHECKED enum err factors_confirm(
    struct db *db, int64_t account, int64_t step, int64_t now);
/* ERR_EXPIRED: that step was used already, also by somebody a moment ago. */
CHECKED enum err factors_use(struct db *db, int64_t account, int64_t step);
CHECKED enum err factors_remove(struct db *db, int64_t account);

CHECKED enum err factors_add_code(
    struct db *db, int64_t account, const uint8_t hash[HASH_BYTES]);
CHECKED enum err factors_remove_codes(struct db *db, int64_t account);
/* ERR_NOT_FOUND: no such code, or it was used. */
CHECKED enum err factors_use_code(struct db *db, int64_t account,
    const uint8_t hash[HASH_BYTES], int64_t now);
CHECKED enum err factors_codes_left(struct db *db, int64_t account, int64_t *n);
