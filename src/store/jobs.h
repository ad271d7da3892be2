/* SPDX-License-Identifier: EUPL-1.2 */
/* Table job, of the registry and of every school store: work to be done
 * later, written in the transaction that causes it. */
#pragma once

#include <stdbool.h>

#include "base/arena.h"
#include "db/db.h"

/* Adds work of a kind ("mail", ...). inst is 0 in the registry. payload is a
 * JSON object with every id the work needs. unique_key (may be NULL): where a
 * job with that key was ever added, nothing happens. Needs an open write. */
CHECKED enum err jobs_add(struct db *db, int64_t inst, const char *kind,
    const char *unique_key, const char *payload_json, int64_t run_at,
    int64_t now);
/* The same; *added tells whether it is new. A second half that must happen
 * once adds its own key in its own store and goes on only when it is new. */
CHECKED enum err jobs_add_once(struct db *db, int64_t inst, const char *kind,
    const char *unique_key, const char *payload_json, int64_t run_at,
    int64_t now, bool *added);
/* Done already, by whoever was first. */
CHECKED enum err jobs_done_by_key(
    struct db *db, int64_t inst, const char *unique_key, int64_t now);
