/* SPDX-License-Identifier: EUPL-1.2 */
#include "jobs/housekeeping.h"

#include "store/jobs.h"

#define JOBS_KEPT_S (30 * 86400)

enum err
housekeeping_run(const struct config *config, struct db_pool *pool,
    struct rng *rng, int64_t now)
{
	AUTO_ARENA struct arena *arena = arena_new();
	struct act act = {
	    .config = config, .arena = arena, .pool = pool, .rng = rng,
	    .now = now,
	    .actor = {.role = ROLE_SYSTEM, .log_id = "-"},
	};
	enum err err;

	if ((err = act_open(&act)))
		return err;
	if (!(err = act_begin_registry(&act)))
		err = jobs_forget(act.registry, 0, now - JOBS_KEPT_S);
	if (!err)
		err = act_commit(&act);
	act_close(&act);
	return err;
}
