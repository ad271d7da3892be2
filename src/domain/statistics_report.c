/* SPDX-License-Identifier: EUPL-1.2 */
/* From the school stores to the front page. */
#include "base/clock.h"
#include "domain/regions.h"
#include "domain/statistics.h"
#include "domain/work.h"
#include "store/statistics.h"

/* Changes of one slot are reported once, after it is over. */
#define SLOT_S 600
#define REPORT_S (23 * 3600)

static enum err
soon(struct act *act, const char *kind, const char *what)
{
	return work_add(act, kind,
	    arena_printf(
		act->arena, "%s.%lld", what, (long long)(act->now / SLOT_S)),
	    "{}", SLOT_S - act->now % SLOT_S);
}

enum err
statistics_report_soon(struct act *act)
{
	return soon(act, STATISTICS_REPORT_JOB, "report");
}

enum err
statistics_publish_soon(struct act *act)
{
	return soon(act, STATISTICS_PUBLISH_JOB, "publish");
}

static enum err
tell_registry(struct act *act, const struct institution_statistic *now)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct institution_statistic old;
	enum err err;

	if ((err = act_begin_registry(tx)))
		return err;
	if ((err = statistics_reported(act->registry, act->actor.inst, &old)))
		return err;
	if ((err = statistics_report(act->registry, act->actor.inst, now)))
		return err;
	if ((old.journals > 0) != (now->journals > 0) &&
	    (err = statistics_publish_soon(act)))
		return err;
	return act_commit(act);
}

enum err
statistics_report_run(struct act *act)
{
	struct institution_statistic now;
	enum err err;

	if ((err = statistics_count(
		 act->school, act->actor.inst, clock_day_at(act->now), &now)))
		return err;
	now.reported_at = act->now;
	return tell_registry(act, &now);
}

/* Whatever became of a job, the figures are never older than a day; and a
 * school that came here another way (a copy, a demo) reports as well. */
enum err
statistics_report_daily(struct act *act)
{
	struct institution_statistic last;
	enum err err;

	if ((err = statistics_reported(act->registry, act->actor.inst, &last)))
		return err;
	if (act->now - last.reported_at < REPORT_S)
		return OK;
	return statistics_report_run(act);
}

enum err
statistics_publish_run(struct act *act)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct statistic *rows;
	size_t n;
	enum err err;

	if ((err = act_begin_registry(tx)))
		return err;
	if ((err = statistics_sums(act->registry, act->arena, &rows, &n)))
		return err;
	for (size_t i = 0; i < n; i++) {
		const struct region *region = regions_find(rows[i].region);

		if (!region)
			continue;
		rows[i].region = region->code;
		rows[i].published_at = act->now;
		if ((err = statistics_publish(act->registry, &rows[i])))
			return err;
	}
	if ((err = statistics_forget(act->registry, act->now)))
		return err;
	return act_commit(act);
}
