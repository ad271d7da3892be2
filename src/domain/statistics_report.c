/* SPDX-License-Identifier: EUPL-1.2 */
/* From the school stores to the front page. */
#include "base/clock.h"
#include "domain/regions.h"
#include "domain/statistics.h"
#include "domain/work.h"
#include "store/statistics.h"

/* Changes of one slot are reported once, after it is over. */
#define SLOT_S 600
/* By night, and not all schools in one minute. */
#define NIGHT_HOUR 2
#define NIGHT_SPREAD_S 7200

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

/* The next night's report, in the store itself: no list of all schools is
 * needed for it. */
static enum err
add_next(struct act *act)
{
	AUTO_ROLLBACK struct act *tx = act;
	const int64_t tomorrow = clock_day_at(act->now) + 1;
	const int64_t at = clock_instant(tomorrow, NIGHT_HOUR, 0) +
			   act->actor.inst * 61 % NIGHT_SPREAD_S;
	enum err err;

	if ((err = act_begin_school(tx)))
		return err;
	if ((err = work_add(act, STATISTICS_REPORT_JOB,
		 arena_printf(
		     act->arena, "report.day.%lld", (long long)tomorrow),
		 "{}", at - act->now)))
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
	if ((err = tell_registry(act, &now)))
		return err;
	return add_next(act);
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
