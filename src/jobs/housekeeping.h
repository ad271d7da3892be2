/* SPDX-License-Identifier: EUPL-1.2 */
/* What the installation forgets by itself, at every sweep: done jobs after a
 * month, ended sessions, links and drafts past their time, original letters
 * past their months. */
#pragma once

#include "domain/act.h"

CHECKED enum err housekeeping_run(const struct config *config,
    struct db_pool *pool, struct rng *rng, int64_t now);
