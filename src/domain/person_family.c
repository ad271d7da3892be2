/* SPDX-License-Identifier: EUPL-1.2 */
/* What a person is here and to whom: roles of staff, guardians, two entries
 * for one person. */
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "domain/access.h"
#include "domain/ledger.h"
#include "domain/person.h"
#include "domain/person_part.h"
#include "store/memberships.h"

#define ROLES_FAMILY (ROLE_PUPIL | ROLE_GUARDIAN)

static enum err
person_here(struct act *act, int64_t id, struct person *p)
{
	enum err err;

	if ((err = people_find(
		 act->school, act->arena, act->actor.inst, id, p)))
		return err;
	return p->merged_into ? ERR_NOT_FOUND : OK;
}

static bool
is_given(const char *role)
{
	static const char *const list[] = {
	    "teacher", "head", "deputy", "secretary", "admin"};
	size_t i;

	for (i = 0; i < sizeof(list) / sizeof(list[0]); i++) {
		if (strcmp(list[i], role) == 0)
			return true;
	}
	return false;
}

/* A right given or taken is an event of its own kind. */
static enum err
role_note(
    struct act *act, const struct person *p, const char *old, const char *new)
{
	return ledger_append(act,
	    &(struct event){.kind = EVENT_ROLE,
		.object = arena_printf(act->arena, "person/%s", p->log_id),
		.old = old,
		.new = new,
		.prev = -1},
	    NULL);
}

enum err
person_give_role(
    struct act *act, int64_t id, const char *role, const char *post)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct role_row row = {role, clock_day_at(act->now), DAY_NONE, NULL};
	struct person p;
	bool added;
	enum err err;

	if (act->actor.role != ROLE_ADMIN)
		return ERR_DENIED;
	if (!is_given(role) ||
	    (post && text_clean(act->arena, post, strlen(post),
			 PERSON_POST_BYTES_MAX, false, &row.post)))
		return ERR_INVALID;
	if (row.post && !row.post[0])
		row.post = NULL;
	if ((err = act_begin_school(tx)) || (err = person_here(act, id, &p)))
		return err;
	if ((err = roles_add(act->school, act->actor.inst, id, &row, &added)))
		return err;
	if (!added)
		return OK;
	if ((err = role_note(act, &p, NULL, role)))
		return err;
	return act_commit(act);
}

enum err
person_end_role(struct act *act, int64_t id, const char *role)
{
	AUTO_ROLLBACK struct act *tx = act;
	int64_t yesterday = clock_day_at(act->now) - 1;
	struct role_row *roles;
	struct person p;
	size_t n, i;
	enum err err;

	if (act->actor.role != ROLE_ADMIN)
		return ERR_DENIED;
	if (!is_given(role))
		return ERR_INVALID;
	if ((err = act_begin_school(tx)) || (err = person_here(act, id, &p)))
		return err;
	if (!strcmp(role, "admin") && (err = person_admin_stays(act, id)))
		return err;
	if ((err = roles_list(
		 act->school, act->arena, act->actor.inst, id, &roles, &n)))
		return err;
	/* Given today by mistake: as if it had never been. */
	for (i = 0; i < n; i++) {
		if (strcmp(roles[i].role, role) == 0 &&
		    roles[i].starts_on > yesterday &&
		    (err = roles_delete(act->school, act->actor.inst, id, role,
			 roles[i].starts_on)))
			return err;
	}
	err = roles_end(act->school, act->actor.inst, id, role, yesterday);
	if (err && err != ERR_NOT_FOUND)
		return err;
	if ((err = role_note(act, &p, role, NULL)))
		return err;
	return act_commit(act);
}

static bool
is_relation(const char *s)
{
	static const char *const list[] = {
	    "", "mother", "father", "guardian", "trustee", "foster", "other"};
	size_t i;

	for (i = 0; i < sizeof(list) / sizeof(list[0]); i++) {
		if (strcmp(list[i], s) == 0)
			return true;
	}
	return false;
}

enum err
person_link_guardian(
    struct act *act, int64_t pupil, int64_t guardian, const char *relation)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct guardian link = {.pupil = pupil,
	    .guardian = guardian,
	    .relation = relation,
	    .created_at = act->now};
	struct role_row role = {
	    "guardian", clock_day_at(act->now), DAY_NONE, NULL};
	struct person child, person;
	enum err err;

	if ((err = person_permit(act)))
		return err;
	if (!is_relation(relation) || pupil == guardian)
		return ERR_INVALID;
	if ((err = act_begin_school(tx)) ||
	    (err = person_here(act, pupil, &child)) ||
	    (err = person_here(act, guardian, &person)))
		return err;
	if (child.log_id[0] != 'p')
		return ERR_INVALID;
	if ((err = guardians_insert(act->school, act->actor.inst, &link)) ||
	    (err = roles_add(
		 act->school, act->actor.inst, guardian, &role, NULL)))
		return err;
	if ((err = person_note(act, &child, NULL,
		 arena_printf(act->arena, "guardian %s", person.log_id))))
		return err;
	return act_commit(act);
}

enum err
person_unlink_guardian(struct act *act, int64_t pupil, int64_t guardian)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct guardian_line *lines;
	struct guardian link;
	struct person child, person;
	size_t n, i;
	enum err err;

	if ((err = person_permit(act)) || (err = act_begin_school(tx)) ||
	    (err = person_here(act, pupil, &child)) ||
	    (err = people_find(
		 act->school, act->arena, act->actor.inst, guardian, &person)))
		return err;
	if ((err = guardians_of(
		 act->school, act->arena, act->actor.inst, pupil, &lines, &n)))
		return err;
	for (i = 0; i < n && lines[i].link.guardian != guardian; i++)
		;
	if (i == n)
		return ERR_NOT_FOUND;
	link = lines[i].link;
	link.ended_at = act->now;
	if ((err = guardians_update(act->school, act->actor.inst, &link)))
		return err;
	if ((err = person_note(act, &child,
		 arena_printf(act->arena, "guardian %s", person.log_id), NULL)))
		return err;
	return act_commit(act);
}

/* The one that stays gets what it lacks. */
static struct person
merged(const struct person *into, const struct person *from)
{
	struct person p = *into;

	if (!p.patronymic[0])
		p.patronymic = from->patronymic;
	if (p.birth_on == DAY_NONE)
		p.birth_on = from->birth_on;
	if (!p.sex[0])
		p.sex = from->sex;
	if (!p.email)
		p.email = from->email;
	if (!p.phone)
		p.phone = from->phone;
	if (!p.note)
		p.note = from->note;
	return p;
}

enum err
person_merge(struct act *act, int64_t from, int64_t into)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct membership_row member;
	struct people_record record;
	struct person a, b, both;
	enum err err;

	if ((err = person_permit(act)))
		return err;
	if (from == into)
		return ERR_INVALID;
	if ((err = act_begin_school(tx)) ||
	    (err = person_here(act, from, &a)) ||
	    (err = person_here(act, into, &b)))
		return err;
	if ((err = person_permit_over(act, from, ROLES_FAMILY)) ||
	    (err = person_permit_over(act, into, ROLES_FAMILY)))
		return err;
	if ((err = people_record(act->school, act->actor.inst, from, &record)))
		return err;
	/* What stands in journals stays under the entry it was made for, and
	 * an account belongs to the entry it was opened for. */
	err = memberships_find(
	    act->registry, act->arena, act->actor.inst, from, &member);
	if (!err)
		return ERR_CONFLICT;
	if (err != ERR_NOT_FOUND)
		return err;
	if (record.marks || record.attendance || record.lessons)
		return ERR_CONFLICT;
	both = merged(&b, &a);
	if ((err = people_update(
		 act->school, act->arena, act->actor.inst, &both)) ||
	    (err = people_merge(act->school, act->actor.inst, from, into)))
		return err;
	if ((err = person_note(act, &a, a.log_id, b.log_id)) ||
	    (err = access_merge_work(act, from, into)))
		return err;
	return act_commit(act);
}
