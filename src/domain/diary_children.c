/* SPDX-License-Identifier: EUPL-1.2 */
/* Whose diaries an account may open. A guardian may have children in several
 * institutions: each one's store is asked, and given back at once. */
#include "domain/diary.h"

#include "store/institutions.h"
#include "store/memberships.h"

#define STORE_WAIT_MS 2000

struct children {
	struct diary_child *list;
	size_t n;
	int64_t inst, current;
};

static void
add(struct children *children, const struct diary_child *child)
{
	if (children->n == DIARY_CHILDREN_MAX)
		return;
	children->list[children->n] = *child;
	children->list[children->n].current =
	    child->inst == children->inst && child->pupil == children->current;
	children->n++;
}

static enum err
add_school(struct act *act, struct db *school,
    const struct membership_row *member, struct children *children)
{
	struct roster_child *rows;
	size_t n;
	enum err err;

	if ((err = rosters_children(school, act->arena, member->inst,
		 member->person, actor_today(act), &rows, &n)))
		return err;
	for (size_t i = 0; i < n; i++)
		add(children, &(struct diary_child){.inst = member->inst,
				  .pupil = rows[i].pupil,
				  .surname = rows[i].surname,
				  .given = rows[i].given,
				  .label = rows[i].label,
				  .institution = member->institution});
	return OK;
}

static enum err
add_member(struct act *act, const struct membership_row *member,
    struct children *children)
{
	AUTO_DB struct db *school = NULL;
	enum err err;

	if (member->inst == act->actor.inst)
		return add_school(act, act->school, member, children);
	/* One store that is busy or gone does not hide the others. */
	err = db_take_school(act->pool, member->inst, STORE_WAIT_MS, &school);
	if (err == ERR_NOT_FOUND || err == ERR_BUSY)
		return OK;
	return err ? err : add_school(act, school, member, children);
}

static enum err
list_family(struct act *act, struct children *children)
{
	struct membership_row *rows;
	bool here = false;
	size_t n;
	enum err err;

	if ((err = memberships_list(
		 act->registry, act->arena, act->actor.account, &rows, &n)))
		return err;
	for (size_t i = 0; i < n; i++) {
		if (rows[i].state[0] != 'a')
			continue; /* suspended */
		here = here || (rows[i].inst == act->actor.inst &&
				   rows[i].person == act->actor.person);
		if ((err = add_member(act, &rows[i], children)))
			return err;
	}
	if (here)
		return OK;
	return add_school(act, act->school,
	    &(struct membership_row){.inst = act->actor.inst,
		.person = act->actor.person,
		.institution = ""},
	    children);
}

static enum err
list_self(struct act *act, struct children *children)
{
	struct roster_child child;
	struct institution inst = {.name = ""};
	enum err err;

	if ((err = rosters_pupil(act->school, act->arena, act->actor.inst,
		 act->actor.person, actor_today(act), &child)))
		return err;
	err = institutions_find(
	    act->registry, act->arena, act->actor.inst, &inst);
	if (err && err != ERR_NOT_FOUND)
		return err;
	add(children, &(struct diary_child){.inst = act->actor.inst,
			  .pupil = child.pupil,
			  .surname = child.surname,
			  .given = child.given,
			  .label = child.label,
			  .institution = inst.name});
	return OK;
}

enum err
diary_children(
    struct act *act, int64_t current, struct diary_child **out, size_t *n)
{
	struct children children = {
	    .list = arena_array(
		act->arena, DIARY_CHILDREN_MAX, sizeof(*children.list)),
	    .inst = act->actor.inst,
	    .current = current};
	enum err err;

	if (!act->actor.person)
		return ERR_DENIED;
	if (act->actor.role == ROLE_GUARDIAN)
		err = list_family(act, &children);
	else if (act->actor.role == ROLE_PUPIL)
		err = list_self(act, &children);
	else
		err = OK; /* staff look at one diary at a time */
	if (err)
		return err;
	*out = children.list;
	*n = children.n;
	return OK;
}

enum err
diary_choose(struct act *act, int64_t asked, int64_t *pupil)
{
	struct roster_child *children;
	size_t n;
	enum err err;

	if (asked) {
		if ((err = actor_may_read_diary(act, asked)))
			return err;
		*pupil = asked;
		return OK;
	}
	if (act->actor.role == ROLE_PUPIL) {
		*pupil = act->actor.person;
		return OK;
	}
	if (act->actor.role != ROLE_GUARDIAN)
		return ERR_NOT_FOUND;
	if ((err = rosters_children(act->school, act->arena, act->actor.inst,
		 act->actor.person, actor_today(act), &children, &n)))
		return err;
	if (!n)
		return ERR_NOT_FOUND;
	*pupil = children[0].pupil;
	return OK;
}
