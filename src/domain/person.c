/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/person.h"

#include "base/clock.h"
#include "domain/ledger.h"
#include "domain/person_part.h"
#include "store/counters.h"
#include "store/roles.h"

/* Long enough that numbers do not meet by chance in one school. */
#define LOG_ID_BELOW 1000000000u
#define LOG_ID_TRIES 20

const char *
person_log_id(struct act *act, char letter)
{
	return arena_printf(act->arena, "%c-%llu", letter,
	    (unsigned long long)rng_below(act->rng, LOG_ID_BELOW));
}

enum err
person_insert(struct act *act, struct person *person, char letter)
{
	bool inserted = false;
	int tries;
	enum err err;

	if ((err = counters_next(
		 act->school, act->actor.inst, "person", &person->id)))
		return err;
	for (tries = 0; tries < LOG_ID_TRIES; tries++) {
		person->log_id = person_log_id(act, letter);
		if ((err = people_insert(act->school, act->arena,
			 act->actor.inst, person, &inserted)))
			return err;
		if (inserted)
			return OK;
	}
	return ERR_CONFLICT;
}

bool
person_reads(const struct act *act)
{
	return act->actor.role & (ROLE_ADMIN | ROLE_SECRETARY | ROLES_LEADING);
}

enum err
person_permit(const struct act *act)
{
	if (act->actor.role & (ROLE_ADMIN | ROLE_SECRETARY))
		return OK;
	return ERR_DENIED;
}

enum err
person_permit_over(struct act *act, int64_t id, unsigned allowed)
{
	struct role_row *roles;
	size_t n;
	enum err err;

	if ((err = person_permit(act)) || act->actor.role == ROLE_ADMIN)
		return err;
	if ((err = roles_list(
		 act->school, act->arena, act->actor.inst, id, &roles, &n)))
		return err;
	for (size_t i = 0; i < n; i++)
		if (!((unsigned)role_parse(roles[i].role) & allowed))
			return ERR_DENIED;
	return OK;
}

/* A school without an administrator could never get one again by itself. */
enum err
person_admin_stays(struct act *act, int64_t id)
{
	int64_t *admins;
	size_t n;
	enum err err;

	if ((err = roles_people(act->school, act->arena, act->actor.inst,
		 "admin", clock_day_at(act->now), &admins, &n)))
		return err;
	return n == 1 && admins[0] == id ? ERR_CONFLICT : OK;
}

enum err
person_note(struct act *act, const struct person *person, const char *old,
    const char *new)
{
	return ledger_append(act,
	    &(struct event){.kind = EVENT_STRUCTURE,
		.object = arena_printf(act->arena, "person/%s", person->log_id),
		.old = old,
		.new = new,
		.prev = -1},
	    NULL);
}

enum err
person_list(struct act *act, const struct people_query *query,
    struct people_line **lines, size_t *n, int64_t *total)
{
	if (!person_reads(act))
		return ERR_DENIED;
	return people_list(
	    act->school, act->arena, act->actor.inst, query, lines, n, total);
}

enum err
person_card(struct act *act, int64_t id, struct person_card *out)
{
	struct person_card card = {0};
	int64_t inst = act->actor.inst;
	struct arena *a = act->arena;
	struct db *db = act->school;
	enum err err;

	if (!person_reads(act))
		return ERR_DENIED;
	if ((err = people_find(db, a, inst, id, &card.person)))
		return err;
	if ((err = roles_list(db, a, inst, id, &card.roles, &card.roles_n)) ||
	    (err = enrolments_pupil(
		 db, a, inst, id, &card.steps, &card.steps_n)) ||
	    (err = guardians_of(
		 db, a, inst, id, &card.guardians, &card.guardians_n)) ||
	    (err = guardians_pupils(
		 db, a, inst, id, &card.pupils, &card.pupils_n)) ||
	    (err = subjects_taught(
		 db, a, inst, id, &card.subjects, &card.subjects_n)) ||
	    (err = journals_list_taught(db, a, inst, id, clock_day_at(act->now),
		 &card.journals, &card.journals_n)) ||
	    (err = people_alike(db, a, inst, id, &card.alike, &card.alike_n)))
		return err;
	card.may_write = person_permit(act) == OK;
	card.may_give_roles = act->actor.role == ROLE_ADMIN;
	*out = card;
	return OK;
}
