/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/act.h"

#include <assert.h>
#include <string.h>

#include "base/wake.h"
#include "store/events.h"

static const struct {
	enum role role;
	const char *name;
} names[] = {
    {ROLE_ADMIN, "admin"},
    {ROLE_TEACHER, "teacher"},
    {ROLE_SUBSTITUTE, "substitute"},
    {ROLE_CLASS_TEACHER, "class_teacher"},
    {ROLE_DEPUTY, "deputy"},
    {ROLE_HEAD, "head"},
    {ROLE_SECRETARY, "secretary"},
    {ROLE_PUPIL, "pupil"},
    {ROLE_GUARDIAN, "guardian"},
    {ROLE_INSPECTOR, "inspector"},
    {ROLE_OPERATOR, "operator"},
    {ROLE_REVIEWER, "reviewer"},
    {ROLE_APPROVER, "approver"},
    {ROLE_ANALYST, "analyst"},
    {ROLE_SUPPORT, "support"},
    {ROLE_SYSTEM, "system"},
};

const char *
role_name(enum role role)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (names[i].role == role)
			return names[i].name;
	return "";
}

enum role
role_parse(const char *name)
{
	for (size_t i = 0; name && i < sizeof(names) / sizeof(names[0]); i++)
		if (!strcmp(names[i].name, name))
			return names[i].role;
	return ROLE_NONE;
}

/* How long a request waits for one of the bounded school handles. */
#define SCHOOL_WAIT_MS 2000

static enum err
taken(struct act *act, enum err err)
{
	act->again |= err == ERR_AGAIN;
	return err;
}

enum err
act_open(struct act *act)
{
	return taken(act, db_take_registry(act->pool, &act->registry));
}

enum err
act_open_school(struct act *act, int64_t inst)
{
	assert(!act->school);
	return taken(
	    act, db_take_school(act->pool, inst, SCHOOL_WAIT_MS, &act->school));
}

/* What the handle went through belongs to the act from here on. */
static void
give(struct act *act, struct db **db)
{
	if (!*db)
		return;
	act->commits += db_commit_count(*db);
	act->again |= db_again_count(*db) > 0;
	db_give(*db);
	*db = NULL;
}

void
act_close_school(struct act *act)
{
	give(act, &act->school);
}

void
act_close(struct act *act)
{
	act_rollback(act);
	act_close_school(act);
	give(act, &act->registry);
}

bool
act_may_repeat(const struct act *act)
{
	assert(!act->registry && !act->school);
	return (act->again || act->settled > 0) && act->commits == act->settled;
}

static enum err
begin(struct act *act, struct db *db, int64_t inst)
{
	enum err err;

	assert(!act->writing);
	assert(!act->batch || db == act->school);
	if (!act->batch && (err = db_begin_write(db)))
		return err;
	act->writing = db;
	act->write_inst = inst;
	act->appended = 0;
	act->answer_kept = false;
	return OK;
}

enum err
act_begin_school(struct act *act)
{
	assert(act->school && act->actor.inst > 0);
	return begin(act, act->school, act->actor.inst);
}

enum err
act_begin_registry(struct act *act)
{
	assert(act->registry);
	return begin(act, act->registry, 0);
}

void
act_rollback(struct act *act)
{
	if (!act->writing)
		return;
	/* Without an event nothing was written; else all must go. */
	if (act->batch)
		act->batch->broken = act->batch->broken || act->appended > 0;
	else
		db_rollback(act->writing);
	act->writing = NULL;
	act->appended = 0;
	act->work_added = false;
}

enum err
act_commit(struct act *act)
{
	enum err err;

	assert(act->writing);
	/* A write by a person that left no trace in the history is a wrong
	 * program; the system's own housekeeping may be silent. */
	assert(act->appended > 0 || act->actor.role == ROLE_SYSTEM);
	if (act->batch) {
		act->writing = NULL;
		act->appended = 0;
		return OK;
	}
	if (act->appended > 0 &&
	    (err = events_head_set(
		 act->writing, act->write_inst, act->log_size, act->log_at))) {
		act_rollback(act);
		return err;
	}
	if ((err = db_commit(act->writing))) {
		if (err == ERR_UNSURE) {
			act->unsure = true;
			act->settled += act->answer_kept;
		}
		act_rollback(act);
		return err;
	}
	act->writing = NULL;
	act->appended = 0;
	if (act->work_added && act->config)
		wake_send(act->config->state, act->write_inst);
	act->work_added = false;
	return OK;
}

void
act_rollback_at(struct act **act)
{
	if (*act)
		act_rollback(*act);
}

enum err
act_batch_begin(struct act *act, struct act_batch *batch)
{
	enum err err;

	assert(act->school && act->actor.inst > 0);
	assert(!act->writing && !act->batch);
	if ((err = db_begin_write(act->school)))
		return err;
	*batch = (struct act_batch){0};
	act->batch = batch;
	return OK;
}

enum err
act_batch_commit(struct act *act)
{
	struct act_batch *batch = act->batch;
	enum err err;

	assert(batch && !act->writing);
	err = batch->broken ? ERR_CONFLICT : OK;
	if (!err && batch->head_held)
		err = events_head_set(act->school, act->actor.inst,
		    act->log_size, act->log_at);
	if (!err)
		err = db_commit(act->school);
	if (err) {
		act_batch_rollback(act);
		return err;
	}
	act->batch = NULL;
	return OK;
}

void
act_batch_rollback(struct act *act)
{
	if (!act->batch)
		return;
	act->writing = NULL;
	act->appended = 0;
	act->batch = NULL;
	db_rollback(act->school);
}
