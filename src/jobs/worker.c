/* SPDX-License-Identifier: EUPL-1.2 */
#include "jobs/worker.h"

#include "base/log.h"
#include "base/wake.h"
#include "domain/operations.h"
#include "jobs/housekeeping.h"
#include "jobs/kinds.h"

#define LEASE_S 300  /* longer than any job may take */
#define RUN_MAX 1000 /* jobs of one store before the others get a turn */
#define NOTE_TRIES 3 /* of what came of a job */
#define TICK_MS 1000 /* how soon a stop or a delayed job is seen */
#define DUE_TICKS 15 /* how often delayed registry jobs are looked for */

int64_t
worker_pause_s(int64_t attempts)
{
	int64_t pause = 30;

	for (int64_t i = 1; i < attempts && pause < 43200; i++)
		pause *= 2;
	return pause < 43200 ? pause : 43200;
}

static struct db *
store_of(struct act *act, int64_t inst)
{
	return inst > 0 ? act->school : act->registry;
}

static enum err
take(struct act *act, int64_t inst, struct job *job)
{
	struct db *db = store_of(act, inst);
	enum err err;

	if ((err = db_begin_write(db)))
		return err;
	err = jobs_take(db, act->arena, inst, act->now, LEASE_S, job);
	if (err) {
		db_rollback(db);
		return err;
	}
	return db_commit(db);
}

/* What a store that does not answer just now says; the next minute it may. */
static bool
is_passing(enum err err)
{
	return err == ERR_BUSY || err == ERR_IO || err == ERR_DB ||
	       err == ERR_LIMIT || err == ERR_AGAIN || err == ERR_UNSURE;
}

static enum err
note_once(struct act *act, const struct job *job, enum err result,
    const char *why, const char *rest)
{
	struct db *db = store_of(act, job->inst);
	enum err err;

	if ((err = db_begin_write(db)))
		return err;
	if (!result)
		err = jobs_done(db, job->inst, job->job, act->now, rest);
	else if (is_passing(result) && job->attempts < WORKER_ATTEMPTS_MAX)
		err = jobs_retry(db, job->inst, job->job,
		    act->now + worker_pause_s(job->attempts), why);
	else
		err = jobs_fail(db, job->inst, job->job, act->now, why);
	if (err) {
		db_rollback(db);
		return err;
	}
	return db_commit(db);
}

/* A database that went away while a letter was on its way must not have it sent
 * twice: it is noted once more, which does no harm where it was noted. */
static enum err
note_result(struct act *act, const struct job *job, enum err result,
    const char *why, const char *rest)
{
	enum err err;
	int tries = 0;

	if (!why)
		why = err_name(result);
	do
		err = note_once(act, job, result, why, rest);
	while ((err == ERR_AGAIN || err == ERR_UNSURE) && ++tries < NOTE_TRIES);
	return err;
}

static enum err
run_one(struct act *act, const struct job *job)
{
	const struct job_kind *kind = job_kind_find(job->kind);
	const char *why = NULL, *rest = NULL;
	enum err result = ERR_NOT_FOUND;

	if (!kind)
		why = "no program knows this kind of work";
	else if (job->attempts > WORKER_ATTEMPTS_MAX)
		why = "the worker ended every time it tried";
	else
		result = kind->run(act, job, &why);
	act_rollback(act);
	if (!result && kind->rest)
		rest = kind->rest(act, job);
	if (result)
		log_line(LOG_WARN, "job_not_done", "inst", log_num(job->inst),
		    "job", log_num(job->job), "kind", job->kind, "err",
		    err_name(result), NULL);
	return note_result(act, job, result, why, rest);
}

static struct act
system_act(const struct config *config, struct db_pool *pool, struct rng *rng,
    int64_t inst, int64_t now)
{
	return (struct act){
	    .config = config,
	    .pool = pool,
	    .rng = rng,
	    .now = now,
	    .actor = {.inst = inst, .role = ROLE_SYSTEM, .log_id = "-"},
	};
}

static enum err
open_stores(struct act *act)
{
	enum err err = act_open(act);

	if (!err && act->actor.inst > 0)
		err = act_open_school(act, act->actor.inst);
	return err;
}

enum err
worker_run_due(const struct config *config, struct db_pool *pool,
    struct rng *rng, int64_t inst, int64_t now, int *ran)
{
	AUTO_ARENA struct arena *arena = arena_new();
	enum err err = OK;

	for (int i = 0; i < RUN_MAX && !err; i++) {
		struct act act = system_act(config, pool, rng, inst, now);
		struct job job;

		arena_reset(arena);
		act.arena = arena;
		if (!(err = open_stores(&act)) &&
		    !(err = take(&act, inst, &job))) {
			err = run_one(&act, &job);
			(*ran)++;
		}
		act_close(&act);
	}
	return err == ERR_NOT_FOUND ? OK : err;
}

/* What was due in one school is done; what is left is counted. */
static enum err
look_at_school(struct act *act, struct operations_sweep *sweep)
{
	int64_t ready, failed, unused;
	const int64_t inst = act->actor.inst;
	enum err err;

	if ((err = open_stores(act)) || (err = housekeeping_school(act)) ||
	    (err = jobs_count(act->school, inst, "ready", &ready, &unused)) ||
	    (err = jobs_count(act->school, inst, "failed", &failed, &unused)))
		return err;
	sweep->ready += ready;
	sweep->failed += failed;
	if (failed && sweep->troubled_n < OPERATIONS_TROUBLED_MAX)
		sweep->troubled[sweep->troubled_n++] = inst;
	return OK;
}

static enum err
look_at_registry(struct act *act, const struct operations_sweep *sweep)
{
	enum err err;

	if ((err = act_open(act)) || (err = housekeeping_registry(act)))
		return err;
	return operations_swept(act, sweep);
}

enum err
worker_sweep(const struct config *config, struct db_pool *pool, struct rng *rng,
    int64_t now, int *ran)
{
	AUTO_ARENA struct arena *arena = arena_new();
	AUTO_ARENA struct arena *work = arena_new();
	struct operations_sweep sweep = {.at = now};
	struct act act;
	int64_t *inst;
	size_t n;
	enum err err;

	if ((err = worker_run_due(config, pool, rng, 0, now, ran)))
		return err;
	if ((err = db_pool_schools(pool, arena, &inst, &n)))
		return err;
	/* One store that does not answer must not stop the others. */
	for (size_t i = 0; i < n; i++) {
		arena_reset(work);
		act = system_act(config, pool, rng, inst[i], now);
		act.arena = work;
		err = worker_run_due(config, pool, rng, inst[i], now, ran);
		if (!err)
			err = look_at_school(&act, &sweep);
		act_close(&act);
		sweep.stores++;
		if (err) {
			sweep.silent++;
			log_line(LOG_WARN, "sweep", "inst", log_num(inst[i]),
			    "err", err_name(err), NULL);
		}
	}
	act = system_act(config, pool, rng, 0, now);
	act.arena = arena;
	err = look_at_registry(&act, &sweep);
	act_close(&act);
	return err;
}

enum err
worker_loop(const struct config *config, struct db_pool *pool, struct rng *rng,
    int64_t (*now)(void), const int *stop)
{
	int64_t swept = 0, next = 0, inst;
	struct wake wake;
	int ran = 0, ticks = 0;
	enum err err;

	if ((err = wake_listen(config->state, &wake)))
		return err;
	while (!__atomic_load_n(stop, __ATOMIC_ACQUIRE)) {
		if (now() >= next || now() < swept) {
			swept = now();
			next = swept + WORKER_SWEEP_S;
			if ((err = worker_sweep(
				 config, pool, rng, swept, &ran))) {
				log_line(LOG_WARN, "sweep", "err",
				    err_name(err), NULL);
				if (is_passing(err))
					next = swept + WORKER_SWEEP_AGAIN_S;
			}
			db_pool_housekeep(pool);
		}
		err = wake_wait(&wake, TICK_MS, &inst);
		if (err == ERR_EXPIRED && ++ticks % DUE_TICKS)
			continue;
		if (err == ERR_EXPIRED)
			inst = 0;
		if ((err = worker_run_due(
			 config, pool, rng, inst, now(), &ran)))
			log_line(LOG_WARN, "work", "inst", log_num(inst), "err",
			    err_name(err), NULL);
	}
	wake_close(&wake);
	log_line(LOG_INFO, "worker_stopped", "ran", log_num(ran), NULL);
	return OK;
}
