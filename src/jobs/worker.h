/* SPDX-License-Identifier: EUPL-1.2 */
/* The worker: takes due jobs of the registry and of every school store, runs
 * them, tries again with growing pauses. Nudged by datagrams after commits;
 * sweeps everything at start and every ten minutes, so a lost nudge only
 * delays. One worker per installation (it holds STATE/worker.sock). */
#pragma once

#include "base/config.h"
#include "domain/act.h"

#define WORKER_SWEEP_S 600
#define WORKER_SWEEP_AGAIN_S 30 /* when the registry did not answer */
#define WORKER_ATTEMPTS_MAX 12 /* about four days of growing pauses */

/* Runs everything that is due now in one store; *ran counts. */
CHECKED enum err worker_run_due(const struct config *config,
    struct db_pool *pool, struct rng *rng, int64_t inst, int64_t now,
    int *ran);
/* The same for the registry and all school stores. */
CHECKED enum err worker_sweep(const struct config *config,
    struct db_pool *pool, struct rng *rng, int64_t now, int *ran);

/* Seconds until the next try after so many: 30 s, 1 min, ... 12 h. */
int64_t worker_pause_s(int64_t attempts);

/* Works until *stop is set (by a signal's thread). now() gives the time. */
CHECKED enum err worker_loop(const struct config *config, struct db_pool *pool,
    struct rng *rng, int64_t (*now)(void), const int *stop);
