/* SPDX-License-Identifier: EUPL-1.2 */
/* Table device: browsers an account has signed in from. Only the hash of the
 * device's cookie is stored. */
#pragma once

#include <stdbool.h>

#include "base/crypt.h"
#include "db/db.h"

CHECKED enum err devices_known(struct db *db, const uint8_t hash[HASH_BYTES],
    int64_t account, bool *known);
/* Remembers, or moves last_at. */
CHECKED enum err devices_add(struct db *db, const uint8_t hash[HASH_BYTES],
    int64_t account, int64_t now);
/* After a reset nothing of before counts as known. */
CHECKED enum err devices_forget(struct db *db, int64_t account);
