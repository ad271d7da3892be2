/* SPDX-License-Identifier: EUPL-1.2 */
#include "jobs/housekeeping.h"

#include "domain/review.h"
#include "domain/roster.h"
#include "store/client_writes.h"
#include "domain/statistics.h"
#include "store/access_links.h"
#include "store/jobs.h"
#include "store/sessions.h"

/* Whoever asks where a letter went asks soon; what failed is kept until an
 * operator cannot mean to try it again any more. */
#define DONE_KEPT_S (30 * 86400)
#define FAILED_KEPT_S (400 * 86400)
/* An invitation that ran out is still shown as such for a while. */
#define LINKS_KEPT_S (90 * 86400)

static const struct {
	const char *state;
	int64_t kept_s;
} ended[] = {{"done", DONE_KEPT_S}, {"failed", FAILED_KEPT_S}};

static enum err
forget_jobs(struct act *act, struct db *db, int64_t inst)
{
	AUTO_ROLLBACK struct act *tx = act;
	enum err err;

	for (size_t i = 0; i < sizeof(ended) / sizeof(ended[0]); i++) {
		const int64_t before = act->now - ended[i].kept_s;
		bool any;

		if ((err = jobs_ended_before(
			 db, inst, ended[i].state, before, &any)))
			return err;
		if (!any)
			continue;
		err = inst > 0 ? act_begin_school(tx) : act_begin_registry(tx);
		if (err)
			return err;
		if ((err = jobs_forget(db, inst, ended[i].state, before)) ||
		    (err = act_commit(act)))
			return err;
	}
	return OK;
}

/* A telephone without a network sends again when it has one. */
#define ANSWERS_KEPT_S (60 * 86400)

static enum err
forget_answers(struct act *act)
{
	AUTO_ROLLBACK struct act *tx = act;
	const int64_t inst = act->actor.inst;
	const int64_t before = act->now - ANSWERS_KEPT_S;
	bool any;
	enum err err;

	if ((err = client_writes_old(act->school, inst, before, &any)) || !any)
		return err;
	if ((err = act_begin_school(tx)) ||
	    (err = client_writes_prune(act->school, inst, before)))
		return err;
	return act_commit(act);
}

enum err
housekeeping_registry(struct act *act)
{
	int64_t n;
	enum err err;

	if ((err = forget_jobs(act, act->registry, 0)))
		return err;
	if ((err = sessions_sweep(act->registry, act->now)))
		return err;
	if ((err = access_links_sweep(act->registry, act->now - LINKS_KEPT_S)))
		return err;
	if ((err = review_expire(act, &n)))
		return err;
	return review_forget(act, &n);
}

enum err
housekeeping_school(struct act *act)
{
	enum err err;

	if ((err = forget_jobs(act, act->school, act->actor.inst)) ||
	    (err = forget_answers(act)))
		return err;
	if ((err = statistics_report_daily(act)))
		return err;
	/* Lists that were uploaded and never written. */
	return roster_sweep(act);
}
