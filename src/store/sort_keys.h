/* SPDX-License-Identifier: EUPL-1.2 */
/* The columns that ICU makes - folded names and sort keys of people, classes,
 * subjects and institutions - made anew after an upgrade of ICU, whose keys
 * cannot be compared with those of another version. */
#pragma once

#include "base/arena.h"
#include "db/db.h"

/* In the open write transaction; inst 0: the registry. *n counts rows. */
CHECKED enum err sort_keys_rebuild(struct db *db, int64_t inst, int64_t *n);
