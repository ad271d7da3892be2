/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/actor_may.h"

#include "base/clock.h"
#include "store/rosters.h"

int64_t
actor_today(const struct act *act)
{
	return clock_day_at(act->now);
}

static bool
works_as(const struct act *act, unsigned roles)
{
	return ((unsigned)act->actor.role & roles) != 0;
}

enum err
actor_may_read_journal(struct act *act, int64_t journal, struct journal *out)
{
	struct journal j;
	enum err err;

	if (!act->actor.person || !act->school ||
	    !works_as(act, ROLES_TEACHING | ROLES_LEADING))
		return ERR_DENIED;
	if ((err = journals_find(act->school, act->arena, act->actor.inst,
		 journal, act->actor.person, actor_today(act), &j)))
		return err;
	if (works_as(act, ROLES_LEADING)) {
		/* Teaching is another working mode, with its own sign-in. */
		j.teaches = false;
		*out = j;
		return OK;
	}
	if (j.removed_at || (!j.teaches && !j.leads_class))
		return ERR_NOT_FOUND;
	*out = j;
	return OK;
}

enum err
actor_may_write_journal(struct act *act, int64_t journal, struct journal *out)
{
	struct journal j;
	enum err err;

	if ((err = actor_may_read_journal(act, journal, &j)))
		return err;
	if (!works_as(act, ROLES_TEACHING) || !j.teaches || j.removed_at)
		return ERR_DENIED;
	*out = j;
	return OK;
}

enum err
actor_may_lead_class(struct act *act, int64_t class)
{
	struct roster_class *led;
	size_t n;
	enum err err;

	if (!act->actor.person || !works_as(act, ROLES_TEACHING))
		return ERR_DENIED;
	if ((err = rosters_led(act->school, act->arena, act->actor.inst,
		 act->actor.person, actor_today(act), &led, &n)))
		return err;
	for (size_t i = 0; i < n; i++)
		if (led[i].class == class)
			return OK;
	return ERR_NOT_FOUND;
}

enum err
actor_may_read_class(struct act *act, int64_t class)
{
	if (act->actor.person && works_as(act, ROLES_LEADING))
		return OK;
	return actor_may_lead_class(act, class);
}

enum err
actor_may_read_diary(struct act *act, int64_t pupil)
{
	struct roster_child *children;
	size_t n;
	enum err err;

	if (!act->actor.person)
		return ERR_DENIED;
	switch (act->actor.role) {
	case ROLE_PUPIL:
		return pupil == act->actor.person ? OK : ERR_NOT_FOUND;
	case ROLE_GUARDIAN:
		if ((err = rosters_children(act->school, act->arena,
			 act->actor.inst, act->actor.person, actor_today(act),
			 &children, &n)))
			return err;
		for (size_t i = 0; i < n; i++)
			if (children[i].pupil == pupil)
				return OK;
		return ERR_NOT_FOUND;
	case ROLE_TEACHER:
	case ROLE_CLASS_TEACHER:
		return rosters_leads_pupil(act->school, act->actor.inst,
		    act->actor.person, pupil, actor_today(act));
	case ROLE_HEAD:
	case ROLE_DEPUTY:
		return OK;
	default:
		return ERR_DENIED;
	}
}

bool
actor_sees_illness(const struct act *act, const struct journal *journal)
{
	return works_as(act, ROLES_LEADING | ROLE_GUARDIAN | ROLE_PUPIL) ||
	       journal->leads_class;
}
