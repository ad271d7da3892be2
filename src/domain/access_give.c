/* SPDX-License-Identifier: EUPL-1.2 */
/* Invitations by mail, and the school's half of every such act. */
#include "domain/access.h"

#include <string.h>

#include "base/clock.h"
#include "base/codes.h"
#include "base/json.h"
#include "base/log.h"
#include "domain/access_event.h"
#include "domain/access_part.h"
#include "domain/invitations.h"
#include "domain/signin.h"
#include "domain/work.h"
#include "store/classes.h"
#include "store/enrolments.h"
#include "store/guardians.h"
#include "store/institutions.h"
#include "store/jobs.h"
#include "store/memberships.h"

#define TELL_KIND "access_event"

/* ---- who may have access ---------------------------------------------------
 */

unsigned
access_roles(const struct powers *powers)
{
	unsigned roles = 0;

	for (size_t i = 0; i < powers->n; i++)
		roles |= (unsigned)role_parse(powers->list[i].role);
	return roles;
}

enum err
access_old_enough(struct act *act, int64_t person, unsigned roles, bool *enough)
{
	const int64_t today = clock_day_at(act->now);
	struct enrolment_step *steps;
	int64_t from;
	size_t n;
	enum err err;

	*enough = true;
	if (roles != ROLE_PUPIL)
		return OK;
	if ((err = access_from_grade(act, &from)))
		return err;
	if ((err = enrolments_pupil(
		 act->school, act->arena, act->actor.inst, person, &steps, &n)))
		return err;
	for (size_t i = 0; i < n; i++) {
		struct class class;

		if (steps[i].ends_on != DAY_NONE && steps[i].ends_on < today)
			continue;
		if ((err = classes_find(act->school, act->arena,
			 act->actor.inst, steps[i].class, &class)))
			return err;
		*enough = class.grade >= from;
		return OK;
	}
	*enough = false; /* in no class: the grade is not known */
	return OK;
}

enum err
access_dates(struct act *act, const struct person *person, unsigned roles,
    int64_t dates[ACCESS_DATES_MAX], size_t *n)
{
	struct guardian_line *pupils;
	size_t got = 0, pupils_n;
	enum err err;

	if (roles != ROLE_GUARDIAN && person->birth_on != DAY_NONE)
		dates[got++] = person->birth_on;
	if (roles & ROLE_GUARDIAN) {
		if ((err = guardians_pupils(act->school, act->arena,
			 act->actor.inst, person->id, &pupils, &pupils_n)))
			return err;
		for (size_t i = 0; i < pupils_n && got < ACCESS_DATES_MAX; i++)
			if (!pupils[i].link.restricted &&
			    pupils[i].person.birth_on != DAY_NONE)
				dates[got++] = pupils[i].person.birth_on;
	}
	*n = got;
	return OK;
}

/* ---- the second half -------------------------------------------------------
 */

const char *
access_payload(struct act *act, const char *key, const char *word,
    const int64_t *people, size_t n)
{
	struct json_out o;
	struct buf b;

	buf_init(&b, act->arena, 256);
	o = (struct json_out){.out = &b};
	json_open(&o, '{');
	json_put_text(&o, "key", key);
	json_put_text(&o, "word", word);
	json_put_int(&o, "inst", act->actor.inst);
	json_put_text(&o, "actor", act->actor.log_id);
	json_put_text(&o, "role", role_name(act->actor.role));
	json_key(&o, "people");
	json_open(&o, '[');
	for (size_t i = 0; i < n; i++)
		json_add_int(&o, people[i]);
	json_close(&o, ']');
	json_close(&o, '}');
	return b.p;
}

static enum err
tell(struct act *act, const struct json *doc)
{
	AUTO_ROLLBACK struct act *tx = act;
	const char *key = json_text(doc, "key"), *word = json_text(doc, "word");
	const struct json *people = json_member(doc, "people");
	bool first;
	enum err err;

	if (!key || !word)
		return ERR_CORRUPT;
	if ((err = act_begin_school(tx)))
		return err;
	if ((err = jobs_add_once(act->school, act->actor.inst, TELL_KIND, key,
		 "{}", act->now, act->now, &first)))
		return err;
	if (!first)
		return OK;
	if ((err = jobs_done_by_key(
		 act->school, act->actor.inst, key, act->now)))
		return err;
	for (size_t i = 0; i < json_size(people); i++) {
		int64_t person;

		if (!json_as_int(json_at(people, i), &person))
			return ERR_CORRUPT;
		if ((err = access_event(act, EVENT_ROLE,
			 arena_printf(act->arena, "%lld", (long long)person),
			 word)))
			return err;
	}
	return act_commit(act);
}

enum err
access_tell_school(struct act *act, const char *payload)
{
	AUTO_JSON struct json *doc = NULL;
	const struct actor before = act->actor;
	const char *actor, *role, *key;
	int64_t inst;
	enum err err;

	if (json_parse(payload, strlen(payload), &doc) ||
	    !(actor = json_text(doc, "actor")) ||
	    !(role = json_text(doc, "role")) || !json_int(doc, "inst", &inst))
		return ERR_CORRUPT;
	/* The one who did the first half, whoever runs the second. */
	act->actor = (struct actor){
	    .inst = inst,
	    .log_id = arena_strdup(act->arena, actor),
	    .role = role_parse(role),
	};
	err = tell(act, doc);
	act->actor = before;
	key = json_text(doc, "key");
	if (!err && key)
		err = jobs_done_by_key(act->registry, 0, key, act->now);
	return err;
}

void
access_tell_now(struct act *act, const char *payload)
{
	enum err err = access_tell_school(act, payload);

	if (err)
		log_line(
		    LOG_WARN, "access_event_later", "err", err_name(err), NULL);
}

/* ---- invitations -----------------------------------------------------------
 */

static enum err
may_invite(struct act *act, int64_t id, struct person *person, unsigned *roles)
{
	struct membership_row member;
	struct powers powers;
	bool enough;
	enum err err;

	if (act->actor.role != ROLE_ADMIN)
		return ERR_DENIED;
	if ((err = people_find(
		 act->school, act->arena, act->actor.inst, id, person)))
		return err;
	err = powers_find(act->school, act->arena, act->actor.inst, id,
	    clock_day_at(act->now), &powers);
	if (err)
		return err == ERR_NOT_FOUND ? ERR_DENIED : err;
	*roles = access_roles(&powers);
	if ((err = access_old_enough(act, id, *roles, &enough)))
		return err;
	if (!*roles || !enough)
		return ERR_DENIED;
	if (!person->email ||
	    !codes_email_valid(signin_name(act->arena, person->email)))
		return ERR_INVALID;
	/* Who has access resets the password alone, or by a slip: a letter to
	 * an address the administrator has entered must not take it over. */
	err = memberships_find(
	    act->registry, act->arena, act->actor.inst, id, &member);
	if (err == ERR_NOT_FOUND)
		return OK;
	return err ? err : ERR_EXISTS;
}

static enum err
order_letter(struct act *act, const struct person *person, unsigned roles,
    const char **payload)
{
	AUTO_ROLLBACK struct act *tx = NULL;
	struct institution institution;
	const char *key;
	struct act own;
	int64_t link;
	enum err err;

	if ((err = institutions_find(
		 act->registry, act->arena, act->actor.inst, &institution)))
		return err;
	if ((err = access_as_account(act, &own)))
		return err;
	tx = &own;
	if ((err = act_begin_registry(tx)))
		return err;
	if ((err = invitations_order(&own,
		 &(struct link_order){
		     .purpose = LINK_MEMBER,
		     .inst = act->actor.inst,
		     .person = person->id,
		     .email = signin_name(act->arena, person->email),
		     .lang = "uk",
		     .template = "member",
		     .institution = institution.name,
		     .role_text = invitations_role_text("uk", roles),
		 },
		 NULL, &link)))
		return err;
	if ((err = access_event(&own, EVENT_ROLE,
		 arena_printf(act->arena, "%lld.%lld",
		     (long long)act->actor.inst, (long long)person->id),
		 "link_made")))
		return err;
	key = arena_printf(act->arena, TELL_KIND ".%lld", (long long)link);
	*payload = access_payload(act, key, "link_made", &person->id, 1);
	if ((err = work_add(&own, TELL_KIND, key, *payload, 0)))
		return err;
	return act_commit(&own);
}

enum err
access_invite(struct act *act, int64_t id)
{
	struct person person;
	const char *payload;
	unsigned roles;
	enum err err;

	if ((err = may_invite(act, id, &person, &roles)))
		return err;
	if ((err = order_letter(act, &person, roles, &payload)))
		return err;
	access_tell_now(act, payload);
	return OK;
}

enum err
access_invite_all(
    struct act *act, const int64_t *people, size_t n, size_t *sent)
{
	size_t done = 0;
	enum err err;

	if (act->actor.role != ROLE_ADMIN)
		return ERR_DENIED;
	for (size_t i = 0; i < n; i++) {
		err = access_invite(act, people[i]);
		if (!err)
			done++;
		else if (err != ERR_EXISTS && err != ERR_INVALID &&
			 err != ERR_DENIED && err != ERR_NOT_FOUND)
			return err;
	}
	*sent = done;
	return OK;
}

enum err
access_resume(struct act *act, int64_t person)
{
	AUTO_ROLLBACK struct act *tx = NULL;
	struct membership_row member;
	const char *key, *payload;
	int64_t changed;
	struct act own;
	enum err err;

	if (act->actor.role != ROLE_ADMIN)
		return ERR_DENIED;
	if ((err = memberships_find(
		 act->registry, act->arena, act->actor.inst, person, &member)))
		return err;
	if ((err = access_as_account(act, &own)))
		return err;
	tx = &own;
	if ((err = act_begin_registry(tx)))
		return err;
	if ((err = memberships_set_state(act->registry, member.account,
		 act->actor.inst, "active", &changed)))
		return err;
	if (changed == 0)
		return ERR_CONFLICT;
	if ((err = access_event(&own, EVENT_ROLE,
		 arena_printf(act->arena, "%lld.%lld",
		     (long long)act->actor.inst, (long long)person),
		 "resumed")))
		return err;
	key = arena_printf(act->arena, TELL_KIND ".resume.%lld.%lld",
	    (long long)member.account, (long long)act->now);
	payload = access_payload(act, key, "resumed", &person, 1);
	if ((err = work_add(&own, TELL_KIND, key, payload, 0)))
		return err;
	if ((err = act_commit(&own)))
		return err;
	access_tell_now(act, payload);
	return OK;
}
