/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/slips.h"

#include <string.h>

#include "base/clock.h"
#include "domain/access_event.h"
#include "domain/access_part.h"
#include "domain/codes.h"
#include "domain/throttle.h"
#include "domain/work.h"
#include "store/classes.h"
#include "store/enrolments.h"
#include "store/guardians.h"

#define DAY_S 86400
#define USE "slip"
/* A class that types its codes in one room is one address. */
#define WRONG_FREE 60
#define WRONG_CAP_S 60

/* ---- making ----------------------------------------------------------------
 */

static enum err
class_of(struct act *act, int64_t pupil, const char **label)
{
	const int64_t today = clock_day_at(act->now);
	struct enrolment_step *steps;
	size_t n;
	enum err err;

	if ((err = enrolments_pupil(
		 act->school, act->arena, act->actor.inst, pupil, &steps, &n)))
		return err;
	for (size_t i = 0; i < n && !(*label)[0]; i++)
		if (steps[i].ends_on == DAY_NONE || steps[i].ends_on >= today)
			*label = steps[i].label;
	return OK;
}

/* What stands on the sheet beside the name: the class, and for a guardian the
 * child, so that the class teacher knows whom to hand it to. */
static enum err
detail_of(struct act *act, struct slip *slip)
{
	struct guardian_line *pupils;
	size_t n;
	enum err err;

	slip->detail = "";
	if (slip->roles & ROLE_PUPIL)
		return class_of(act, slip->person, &slip->detail);
	if (!(slip->roles & ROLE_GUARDIAN))
		return OK;
	if ((err = guardians_pupils(act->school, act->arena, act->actor.inst,
		 slip->person, &pupils, &n)))
		return err;
	for (size_t i = 0; i < n; i++)
		slip->detail = arena_printf(act->arena, "%s%s%s %s",
		    slip->detail, i ? ", " : "",
		    people_full_name(act->arena, &pupils[i].person),
		    pupils[i].class);
	return OK;
}

static enum err
examine(struct act *act, int64_t id, struct slip *slip)
{
	int64_t dates[ACCESS_DATES_MAX];
	struct person person;
	struct powers powers;
	size_t dates_n;
	bool enough;
	enum err err;

	*slip = (struct slip){.person = id, .detail = ""};
	if ((err = people_find(
		 act->school, act->arena, act->actor.inst, id, &person)))
		return err;
	slip->name = people_full_name(act->arena, &person);
	err = powers_find(act->school, act->arena, act->actor.inst, id,
	    clock_day_at(act->now), &powers);
	if (err && err != ERR_NOT_FOUND)
		return err;
	if (!err)
		slip->roles = access_roles(&powers);
	if (!slip->roles) {
		slip->refusal = SLIP_LEFT;
		return OK;
	}
	if ((err = detail_of(act, slip)))
		return err;
	if ((err = access_old_enough(act, id, slip->roles, &enough)))
		return err;
	if ((err = access_dates(act, &person, slip->roles, dates, &dates_n)))
		return err;
	if (!enough)
		slip->refusal = SLIP_TOO_YOUNG;
	else if (dates_n == 0)
		slip->refusal = SLIP_NO_BIRTH_DATE;
	return OK;
}

static enum err
make_one(struct act *own, int64_t inst, struct slip *slip, int64_t *link)
{
	struct access_link_row row = {
	    .purpose = link_purpose_name(LINK_SLIP),
	    .inst = inst,
	    .person = slip->person,
	    .created_at = own->now,
	    .created_by = own->actor.account,
	    .expires_at = own->now + own->config->slip_days * DAY_S,
	};
	const char *code = codes_make(own);
	enum err err;

	codes_hash(USE, 0, code, row.hash);
	if ((err = access_links_kill_person(
		 own->registry, inst, slip->person, row.purpose, own->now)))
		return err;
	if ((err = access_links_insert(own->registry, &row)))
		return err;
	slip->code = codes_grouped(own->arena, code);
	slip->url = invitations_url(own, code);
	slip->ends_on = clock_day_at(row.expires_at);
	*link = row.link;
	return access_event(own, EVENT_ROLE,
	    arena_printf(own->arena, "%lld.%lld", (long long)inst,
		(long long)slip->person),
	    "slip_made");
}

static enum err
make_all(struct act *act, struct slip *slips, size_t n, const char **payload)
{
	AUTO_ROLLBACK struct act *tx = NULL;
	int64_t *people = arena_array(act->arena, n, sizeof(*people));
	int64_t link = 0;
	const char *key;
	struct act own;
	size_t made = 0;
	enum err err;

	*payload = NULL;
	if ((err = access_as_account(act, &own)))
		return err;
	tx = &own;
	if ((err = act_begin_registry(tx)))
		return err;
	for (size_t i = 0; i < n; i++) {
		if (slips[i].refusal != SLIP_MADE)
			continue;
		if ((err = make_one(&own, act->actor.inst, &slips[i], &link)))
			return err;
		people[made++] = slips[i].person;
	}
	if (made == 0)
		return OK;
	key = arena_printf(act->arena, "access_event.%lld", (long long)link);
	*payload = access_payload(act, key, "slip_made", people, made);
	if ((err = work_add(&own, "access_event", key, *payload, 0)))
		return err;
	return act_commit(&own);
}

enum err
slips_make(
    struct act *act, const int64_t *people, size_t n, struct slip **slips)
{
	struct slip *all;
	const char *payload;
	enum err err;

	if (act->actor.role != ROLE_ADMIN)
		return ERR_DENIED;
	if (n > SLIPS_PRINT_MAX)
		return ERR_LIMIT;
	all = arena_array(act->arena, n, sizeof(*all));
	for (size_t i = 0; i < n; i++)
		if ((err = examine(act, people[i], &all[i])))
			return err;
	if ((err = make_all(act, all, n, &payload)))
		return err;
	if (payload)
		access_tell_now(act, payload);
	*slips = all;
	return OK;
}

/* ---- opening ---------------------------------------------------------------
 */

static enum err
date_fits(
    struct act *act, const struct access_link_row *row, int64_t day, bool *fits)
{
	int64_t dates[ACCESS_DATES_MAX];
	struct person person;
	struct powers powers;
	size_t n;
	enum err err;

	*fits = false;
	if ((err = act_open_school(act, row->inst)))
		return err;
	act->actor = (struct actor){.inst = row->inst};
	if ((err = people_find(
		 act->school, act->arena, row->inst, row->person, &person)))
		return err;
	err = powers_find(act->school, act->arena, row->inst, row->person,
	    clock_day_at(act->now), &powers);
	if (err)
		return err == ERR_NOT_FOUND ? OK : err;
	if ((err = access_dates(
		 act, &person, access_roles(&powers), dates, &n)))
		return err;
	for (size_t i = 0; i < n; i++)
		*fits = *fits || dates[i] == day;
	return OK;
}

static enum err
make_entry(
    struct act *act, const struct access_link_row *slip, const char **token)
{
	AUTO_ROLLBACK struct act *tx = act;
	const char *made;
	enum err err;

	act->actor = (struct actor){0};
	if ((err = act_begin_registry(tx)))
		return err;
	if ((err = invitations_order(act,
		 &(struct link_order){
		     .purpose = LINK_ENTRY,
		     .inst = slip->inst,
		     .person = slip->person,
		     .slip = slip->link,
		 },
		 &made, NULL)))
		return err;
	if ((err = access_event(act, EVENT_REGISTRY,
		 arena_printf(act->arena, "%lld.%lld", (long long)slip->inst,
		     (long long)slip->person),
		 "slip_opened")))
		return err;
	if ((err = act_commit(act)))
		return err;
	*token = made;
	return OK;
}

/* ERR_DENIED for everything that is not this slip and this date. */
static enum err
try(struct act *act, const char *code, int64_t day, const char **token)
{
	struct access_link_row row;
	uint8_t hash[HASH_BYTES];
	bool fits;
	enum err err;

	codes_hash(USE, 0, code, hash);
	err = access_links_by_hash(act->registry, act->arena, hash, &row);
	if (err)
		return err == ERR_NOT_FOUND ? ERR_DENIED : err;
	if (strcmp(row.purpose, link_purpose_name(LINK_SLIP)) != 0 ||
	    row.used_at || row.dead_at || row.expires_at <= act->now)
		return ERR_DENIED;
	if ((err = date_fits(act, &row, day, &fits)))
		return err;
	if (fits)
		return make_entry(act, &row, token);
	if ((err = access_links_try(
		 act->registry, row.link, SLIPS_TRIES_MAX, act->now)))
		return err;
	return ERR_DENIED;
}

enum err
slips_open(struct act *act, const char *typed, const char *birth_date,
    const char *address, const char **token, int64_t *wait_s)
{
	const char *code, *from = throttle_address(act->arena, address);
	int64_t day, unused;
	enum err err, counted;

	if ((err = throttle_waits(act, "slip", from, wait_s)))
		return err;
	if (codes_read(act->arena, typed, &code) || !birth_date ||
	    clock_parse_date(birth_date, &day))
		return ERR_INVALID;
	err = try(act, code, day, token);
	if (err != ERR_DENIED)
		return err;
	counted =
	    throttle_count(act, "slip", from, WRONG_FREE, WRONG_CAP_S, &unused);
	return counted && counted != ERR_LIMIT ? counted : ERR_DENIED;
}
