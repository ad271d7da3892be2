/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/mark_history.h"

#include <string.h>

#include "domain/ledger.h"
#include "domain/naming.h"
#include "store/rosters.h"

enum err
mark_history_steps(
    struct act *act, int64_t seq, struct mark_step **steps, size_t *n)
{
	struct mark_step *list =
	    arena_array(act->arena, MARK_HISTORY_MAX, sizeof(*list));
	struct event_seen seen;
	size_t i;
	enum err err;

	for (i = 0; seq >= 0 && i < MARK_HISTORY_MAX; i++) {
		err = ledger_read(act, seq, &seen);
		if (err == ERR_NOT_FOUND || (!err && !seen.object))
			break; /* erased: the chain ends here */
		if (err)
			return err;
		list[i] = (struct mark_step){.seq = seq,
		    .at = seen.at,
		    .kind = seen.kind,
		    .old = seen.old,
		    .new = seen.new,
		    .role = seen.role,
		    .reason = seen.reason};
		if ((err = naming_author(act, seen.actor, &list[i].who)))
			return err;
		seq = seen.prev;
	}
	*steps = list;
	*n = i;
	return OK;
}

/* A family reads the marks of its own, not the journal. */
static enum err
may_read(struct act *act, struct mark_key key, struct journal *journal)
{
	enum err err;

	if ((unsigned)act->actor.role & (ROLE_PUPIL | ROLE_GUARDIAN)) {
		if ((err = actor_may_read_diary(act, key.pupil)))
			return err;
		return journals_find(act->school, act->arena, act->actor.inst,
		    key.journal, 0, actor_today(act), journal);
	}
	return actor_may_read_journal(act, key.journal, journal);
}

enum err
mark_history_find(
    struct act *act, struct mark_key key, struct mark_history *out)
{
	struct roster_name name;
	struct mark mark;
	enum err err;

	*out = (struct mark_history){0};
	if ((err = may_read(act, key, &out->journal)))
		return err;
	if ((err = columns_find(act->school, act->arena, act->actor.inst,
		 key.journal, key.col, &out->column)) ||
	    (err = marks_find(
		 act->school, act->arena, act->actor.inst, key, &mark)) ||
	    (err = rosters_name_of(
		 act->school, act->arena, act->actor.inst, key.pupil, &name)))
		return err;
	out->value = mark.value;
	out->pupil = naming_pupil(act->arena, name.surname, name.given);
	return mark_history_steps(act, mark.seq, &out->steps, &out->n);
}
