/* SPDX-License-Identifier: EUPL-1.2 */
/* One institution of a demo as a whole. */
#include "base/clock.h"
#include "cli/demo.h"
#include "store/events.h"

static enum err
build(struct demo *demo, int64_t inst, const struct demo_institution *plan,
    int64_t from, struct demo_school *s)
{
	struct act *act = &demo->cli->act;
	struct act_batch batch;
	enum err err;

	if ((err = act_batch_begin(act, &batch)))
		return err;
	if (!(err = demo_school_fill(demo, inst, plan, s)) &&
	    !(err = demo_calendar_make(demo, s)) &&
	    !(err = demo_year_make(demo, s, from)))
		err = act_batch_commit(act);
	act_batch_rollback(act);
	return err;
}

enum err
demo_build(struct demo *demo, int64_t inst, const struct demo_institution *plan,
    int64_t from, struct demo_school *s)
{
	struct act *act = &demo->cli->act;
	int64_t size, at;
	enum err err, back;

	act->actor =
	    (struct actor){.inst = inst, .role = ROLE_SYSTEM, .log_id = "-"};
	act->now = clock_instant(demo->year_from, 0, 5);
	if ((err = db_create_school(act->pool, inst)) ||
	    (err = act_open_school(act, inst)) ||
	    (err = events_head(act->school, inst, &size, &at)))
		return err;
	if (size > 0)
		return ERR_EXISTS;
	if ((err = db_set_durable(act->school, false)))
		return err;
	err = build(demo, inst, plan, from, s);
	back = db_set_durable(act->school, true);
	return err ? err : back;
}
