/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/invitations.h"

#include <string.h>

#include "base/clock.h"
#include "domain/work.h"
#include "store/accounts.h"
#include "store/institutions.h"
#include "store/memberships.h"
#include "store/people.h"

#define DAY_S 86400
#define RESET_S DAY_S
#define EMAIL_S (2 * DAY_S)
#define RESUME_S (30 * DAY_S)
#define ENTRY_S 1800
#define TOKEN_CHARS 43

static const struct {
	enum link_purpose purpose;
	const char *name;
} purposes[] = {
    {LINK_OPERATOR, "operator"},
    {LINK_STAFF, "staff"},
    {LINK_ADMIN, "admin"},
    {LINK_MEMBER, "member"},
    {LINK_SLIP, "slip"},
    {LINK_ENTRY, "entry"},
    {LINK_RESET, "reset"},
    {LINK_EMAIL, "email"},
    {LINK_RESUME, "resume"},
};
#define PURPOSES_N (sizeof(purposes) / sizeof(purposes[0]))

const char *
link_purpose_name(enum link_purpose purpose)
{
	for (size_t i = 0; i < PURPOSES_N; i++)
		if (purposes[i].purpose == purpose)
			return purposes[i].name;
	return "";
}

static enum link_purpose
purpose_parse(const char *name)
{
	for (size_t i = 0; i < PURPOSES_N; i++)
		if (!strcmp(purposes[i].name, name))
			return purposes[i].purpose;
	return LINK_NONE;
}

static int64_t
lasts_s(const struct act *act, enum link_purpose purpose)
{
	switch (purpose) {
	case LINK_RESET:
		return RESET_S;
	case LINK_EMAIL:
		return EMAIL_S;
	case LINK_RESUME:
		return RESUME_S;
	case LINK_ENTRY:
		return ENTRY_S;
	case LINK_SLIP:
		return act->config->slip_days * DAY_S;
	default:
		return act->config->invitation_days * DAY_S;
	}
}

/* The older link of the same kind dies: of two letters only the last opens. */
static enum err
kill_older(struct act *act, const struct link_order *o)
{
	const char *name = link_purpose_name(o->purpose);

	if (o->purpose == LINK_OPERATOR)
		return access_links_kill_purpose(act->registry, name, act->now);
	if (o->account)
		return access_links_kill_account(
		    act->registry, o->account, name, act->now);
	if (o->inst)
		return access_links_kill_person(
		    act->registry, o->inst, o->person, name, act->now);
	return access_links_kill_email(act->registry, o->email, name, act->now);
}

enum err
invitations_end_links(struct act *act, int64_t account)
{
	static const enum link_purpose ended[] = {LINK_RESET, LINK_EMAIL};
	enum err err;

	for (size_t i = 0; i < sizeof(ended) / sizeof(ended[0]); i++)
		if ((err = access_links_kill_account(act->registry, account,
			 link_purpose_name(ended[i]), act->now)))
			return err;
	return OK;
}

enum err
invitations_tell_password(struct act *act, const struct account_row *row)
{
	if (!row->email)
		return OK;
	return work_mail(act,
	    &(struct mail_work){
		.template = "password_changed",
		.to = row->email,
		.lang = row->lang,
	    },
	    WORK_HOLES(
		{"when", clock_long_stamp(act->arena, row->lang, act->now)},
		{"link", arena_printf(act->arena, "%s/forgot",
			     act->config->public_url)}));
}

const char *
invitations_url(struct act *act, const char *token)
{
	return arena_printf(
	    act->arena, "%s/i/%s", act->config->public_url, token);
}

static const char *
end_text(struct act *act, const char *lang, int64_t ends_at)
{
	if (ends_at - act->now <= 2 * DAY_S)
		return clock_long_stamp(act->arena, lang, ends_at);
	return clock_long(act->arena, lang, clock_day_at(ends_at));
}

static enum err
send(struct act *act, const struct link_order *o, const char *token,
    int64_t ends_at)
{
	const char *lang = o->lang ? o->lang : "uk";

	return work_mail(act,
	    &(struct mail_work){
		.template = o->template,
		.to = o->email,
		.lang = lang,
		.key = o->key,
	    },
	    WORK_HOLES({"link", invitations_url(act, token)},
		{"date", end_text(act, lang, ends_at)},
		{"institution", o->institution ? o->institution : ""},
		{"role", o->role_text ? o->role_text : ""}));
}

enum err
invitations_order(struct act *act, const struct link_order *order,
    const char **token, int64_t *link)
{
	struct access_link_row row = {
	    .purpose = link_purpose_name(order->purpose),
	    .account = order->account,
	    .inst = order->inst,
	    .person = order->person,
	    .request = order->request,
	    .slip = order->slip,
	    .role = order->role ? role_name(order->role) : NULL,
	    .email = order->email,
	    .created_at = act->now,
	    .created_by = act->actor.account,
	    .expires_at = act->now + lasts_s(act, order->purpose),
	};
	uint8_t random[TOKEN_BYTES];
	const char *text;
	enum err err;

	act->rng->fill(act->rng, random, sizeof(random));
	text = crypt_base64url(act->arena, random, sizeof(random));
	crypt_sha256_one(text, strlen(text), row.hash);
	if ((err = kill_older(act, order)))
		return err;
	if ((err = access_links_insert(act->registry, &row)))
		return err;
	if (order->template && (err = send(act, order, text, row.expires_at)))
		return err;
	if (token)
		*token = text;
	if (link)
		*link = row.link;
	return OK;
}

static bool
live(const struct act *act, const struct access_link_row *row)
{
	return !row->used_at && !row->dead_at && row->expires_at > act->now;
}

/* Whose page it is: the name in the school's own list, and nothing more. */
static enum err
find_person(struct act *act, struct invitation *out)
{
	struct person person;
	enum err err;

	if (!out->link.person)
		return OK;
	if (!act->school && (err = act_open_school(act, out->link.inst)))
		return err;
	if ((err = people_find(act->school, act->arena, out->link.inst,
		 out->link.person, &person)))
		return err == ERR_NOT_FOUND ? ERR_EXPIRED : err;
	out->person = people_full_name(act->arena, &person);
	return OK;
}

/* A new account is for somebody who has none: at this address, or (for a
 * slip) as this person of this institution. */
static enum err
find_account(struct act *act, struct invitation *out)
{
	struct membership_row member;
	struct account_row account;
	enum err err = ERR_NOT_FOUND;

	if (out->purpose == LINK_ENTRY) {
		err = memberships_find(act->registry, act->arena,
		    out->link.inst, out->link.person, &member);
		out->resets = err == OK;
		if (!err)
			out->link.account = member.account;
	} else if (out->link.email && out->purpose != LINK_EMAIL &&
		   out->purpose != LINK_RESET) {
		err = accounts_by_name(
		    act->registry, act->arena, out->link.email, &account);
		out->account_there = err == OK;
	}
	return err == ERR_NOT_FOUND ? OK : err;
}

enum err
invitations_find(
    struct act *act, const char *token, struct invitation *invitation)
{
	struct invitation out = {.institution = "", .person = ""};
	struct institution institution;
	uint8_t hash[HASH_BYTES];
	enum err err;

	if (!token || strlen(token) != TOKEN_CHARS)
		return ERR_EXPIRED;
	crypt_sha256_one(token, strlen(token), hash);
	err = access_links_by_hash(act->registry, act->arena, hash, &out.link);
	if (err)
		return err == ERR_NOT_FOUND ? ERR_EXPIRED : err;
	out.purpose = purpose_parse(out.link.purpose);
	if (!live(act, &out.link) || out.purpose == LINK_NONE ||
	    out.purpose == LINK_SLIP)
		return ERR_EXPIRED;
	if (out.link.inst) {
		if ((err = institutions_find(act->registry, act->arena,
			 out.link.inst, &institution)))
			return err == ERR_NOT_FOUND ? ERR_EXPIRED : err;
		out.institution = institution.name;
	}
	out.needs_name =
	    out.purpose == LINK_OPERATOR || out.purpose == LINK_STAFF;
	out.needs_email = out.purpose == LINK_OPERATOR && !out.link.email;
	out.resets = out.purpose == LINK_RESET;
	if ((err = find_account(act, &out)))
		return err;
	if ((err = find_person(act, &out)))
		return err;
	*invitation = out;
	return OK;
}

/* The same words as in the header of the pages (web/app_text.c). */
const char *
invitations_role_text(const char *lang, unsigned roles)
{
	static const struct {
		enum role role;
		const char *text;
	} words[] = {
	    {ROLE_ADMIN, N_("institution administrator")},
	    {ROLE_HEAD, N_("head")},
	    {ROLE_DEPUTY, N_("deputy head")},
	    {ROLE_CLASS_TEACHER, N_("class teacher")},
	    {ROLE_TEACHER, N_("teacher")},
	    {ROLE_SECRETARY, N_("secretary")},
	    {ROLE_GUARDIAN, N_("parent")},
	    {ROLE_PUPIL, N_("pupil")},
	    {ROLE_INSPECTOR, N_("inspector")},
	    {ROLE_OPERATOR, N_("technical service")},
	    {ROLE_REVIEWER, N_("reviews requests")},
	    {ROLE_APPROVER, N_("approves requests")},
	    {ROLE_ANALYST, N_("analyst")},
	    {ROLE_SUPPORT, N_("support of institutions")},
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (roles & words[i].role)
			return t(i18n_parse(lang), words[i].text);
	return "";
}
