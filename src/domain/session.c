/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/session.h"

#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "store/memberships.h"
#include "store/powers.h"
#include "store/institute_roles.h"
#include "store/sessions.h"

#define COOKIE_CHARS 43 /* 32 bytes in base64url without padding */

static enum err
cookie_hash(struct act *act, const char *cookie, uint8_t hash[HASH_BYTES])
{
	uint8_t *token;
	size_t len;

	if (!cookie || strlen(cookie) != COOKIE_CHARS)
		return ERR_NOT_FOUND;
	if (crypt_unbase64url(act->arena, cookie, &token, &len) ||
	    len != TOKEN_BYTES)
		return ERR_NOT_FOUND;
	crypt_sha256_one(token, len, hash);
	return OK;
}

static struct session
from_row(const struct session_row *row)
{
	const enum role role = role_parse(row->role);
	const bool shown = row->passed == SESSION_FACTOR ||
			   (row->passed == SESSION_PASSWORD && !row->factor);
	struct session s = {
	    .id = row->session,
	    .account = row->account,
	    .signed_in = shown,
	    .needs_factor = !shown || (!row->factor && (role & ROLES_FACTOR)),
	    .needs_mode = role == ROLE_NONE,
	    .shared = row->shared == 1,
	    .has_factor = row->factor,
	    .fresh_at = row->fresh_at,
	    .created_at = row->created_at,
	    .seen_at = row->seen_at,
	    .idle_s = row->idle_s,
	    .ends_at = row->ends_at,
	    .role = role,
	    .inst = row->inst,
	    .person = row->person,
	    .lang = i18n_parse(row->lang),
	    .email = row->email ? row->email : row->login,
	    .name = row->name,
	    .log_id = row->log_id,
	    .places = row->places,
	};

	if (!s.email)
		s.email = "";
	if (!s.name[0])
		s.name = s.email;
	memcpy(s.csrf, row->csrf, sizeof(s.csrf));
	return s;
}

/* A short idle time needs finer steps, or it would run out under the hands. */
static int64_t
seen_step_s(const struct session_row *row)
{
	return row->idle_s / 3 < SESSION_SEEN_STEP_S ? row->idle_s / 3
						     : SESSION_SEEN_STEP_S;
}

enum err
session_find(struct act *act, const char *cookie, struct session *session)
{
	uint8_t hash[HASH_BYTES];
	struct session_row row;
	enum err err;

	if ((err = cookie_hash(act, cookie, hash)))
		return err;
	if ((err = sessions_find(act->registry, act->arena, hash, &row)))
		return err;
	if (act->now >= row.ends_at || act->now - row.seen_at >= row.idle_s ||
	    strcmp(row.state, "active") != 0) {
		err = sessions_end(act->registry, row.account, row.session);
		return err && err != ERR_NOT_FOUND ? err : ERR_EXPIRED;
	}
	/* Where others write just now, or the connection ended with it, the
	 * next page will say it: nobody has asked for this to be saved. */
	if (act->now - row.seen_at >= seen_step_s(&row)) {
		err = sessions_set_seen(act->registry, row.session, act->now);
		if (err && err != ERR_BUSY && err != ERR_UNSURE)
			return err;
	}
	*session = from_row(&row);
	return OK;
}

const char *
session_detour(const struct session *session)
{
	if (!session->signed_in)
		return "/sign-in/code";
	if (session->needs_factor)
		return "/account/factor";
	return session->needs_mode ? "/mode" : NULL;
}

/* "Лисівка В. М.": no-break spaces keep the initials with the surname. */
static const char *
short_name(struct arena *arena, const struct powers *p)
{
	const char *given = text_initial(arena, p->given);
	const char *patronymic = text_initial(arena, p->patronymic);

	if (!given[0])
		return p->surname;
	if (!patronymic[0])
		return arena_printf(arena, "%s\xc2\xa0%s.", p->surname, given);
	return arena_printf(
	    arena, "%s\xc2\xa0%s.\xc2\xa0%s.", p->surname, given, patronymic);
}

static unsigned
role_set(const struct powers *powers)
{
	unsigned set = 0;

	for (size_t i = 0; i < powers->n; i++)
		set |= (unsigned)role_parse(powers->list[i].role);
	return set;
}

static enum err
enter_school(struct act *act, const struct session *session,
    const struct membership_row *member)
{
	struct powers powers;
	unsigned held;
	enum err err;

	if ((err = powers_find(act->school, act->arena, member->inst,
		 member->person, clock_day_at(act->now), &powers)))
		return err;
	held = role_set(&powers);
	if (held == 0)
		return ERR_NOT_FOUND;
	if (!(held & session->role))
		return ERR_DENIED;
	act->actor = (struct actor){
	    .account = session->account,
	    .session = session->id,
	    .inst = member->inst,
	    .person = member->person,
	    .role = session->role,
	    .roles = held,
	    .log_id = powers.log_id,
	    .name = short_name(act->arena, &powers),
	    .institution = member->institution,
	};
	return OK;
}

static enum err
enter_institute(struct act *act, const struct session *session)
{
	struct institute_role_row *rows;
	unsigned held = 0;
	size_t n;
	enum err err;

	if ((err = institute_roles_of(act->registry, act->arena,
		 session->account, clock_day_at(act->now), &rows, &n)))
		return err;
	for (size_t i = 0; i < n; i++)
		held |= (unsigned)role_parse(rows[i].role);
	if (held == 0)
		return ERR_NOT_FOUND;
	if (session->inst != 0 || !(held & session->role))
		return ERR_DENIED;
	session_act_as_account(act, session);
	act->actor.roles = held;
	return OK;
}

void
session_act_as_account(struct act *act, const struct session *session)
{
	act->actor = (struct actor){
	    .account = session->account,
	    .session = session->id,
	    .role = session->role,
	    .roles = (unsigned)session->role,
	    .log_id = session->log_id,
	    .name = session->name,
	};
}

/* A guardian's mode is good in every institution of the account; any other
 * mode only where it was chosen. */
static bool
may_try(const struct session *session, const struct membership_row *member)
{
	if (session->role == ROLE_GUARDIAN)
		return true;
	return session->inst == member->inst &&
	       session->person == member->person;
}

enum err
session_enter(struct act *act, const struct session *session, int64_t inst)
{
	struct membership_row *members;
	enum err err, last = ERR_NOT_FOUND;
	size_t n;

	act->actor = (struct actor){0};
	if (!session->signed_in)
		return ERR_NOT_FOUND;
	if (inst == 0)
		return enter_institute(act, session);
	if ((err = memberships_at(act->registry, act->arena, session->account,
		 inst, &members, &n)))
		return err;
	/* Nobody makes the server open the stores of others. */
	if (n > 0 && !act->school && (err = act_open_school(act, inst)))
		return err;
	for (size_t i = 0; i < n; i++) {
		if (strcmp(members[i].state, "active") != 0)
			continue;
		if (!may_try(session, &members[i])) {
			last = ERR_DENIED;
			continue;
		}
		err = enter_school(act, session, &members[i]);
		if (err != ERR_NOT_FOUND && err != ERR_DENIED)
			return err;
		if (err == ERR_DENIED)
			last = err;
	}
	return last;
}

const char *
session_home(struct arena *arena, enum role role, int64_t inst)
{
	static const struct {
		unsigned roles;
		const char *page;
	} homes[] = {
	    {ROLE_ADMIN, "start"},
	    {ROLE_SECRETARY, "people"},
	    {ROLE_HEAD | ROLE_DEPUTY, "overview"},
	    {ROLE_INSPECTOR, "inspection"},
	    {ROLE_CLASS_TEACHER, "my-class"},
	    {ROLE_TEACHER | ROLE_SUBSTITUTE, "today"},
	    {ROLE_PUPIL | ROLE_GUARDIAN, "diary"},
	};

	if (role & (ROLE_REVIEWER | ROLE_APPROVER))
		return "/institute/requests";
	if (role == ROLE_SUPPORT)
		return "/institute/institutions";
	if (role == ROLE_ANALYST)
		return "/institute/statistics";
	if (role == ROLE_OPERATOR)
		return "/operator";
	for (size_t i = 0; i < sizeof(homes) / sizeof(homes[0]); i++)
		if (homes[i].roles & role)
			return arena_printf(arena, "/s/%lld/%s",
			    (long long)inst, homes[i].page);
	return "/mode";
}
