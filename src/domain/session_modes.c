/* SPDX-License-Identifier: EUPL-1.2 */
/* Working modes: which ones an account has, and going from one to another. */
#include "domain/session.h"

#include <string.h>

#include "base/clock.h"
#include "store/accounts.h"
#include "store/institute_roles.h"
#include "store/memberships.h"
#include "store/powers.h"
#include "store/sessions.h"

#define STORE_WAIT_MS 2000
#define MODES_MAX 200

struct mode_list {
	struct session_mode *list;
	size_t n;
};

static void
add(struct mode_list *modes, struct session_mode mode)
{
	if (modes->n < MODES_MAX)
		modes->list[modes->n++] = mode;
}

static void
add_powers(struct act *act, struct mode_list *modes,
    const struct membership_row *member, const struct powers *powers)
{
	for (size_t i = 0; i < powers->n; i++) {
		const struct power *p = &powers->list[i];
		const enum role role = role_parse(p->role);
		struct session_mode *last =
		    modes->n ? &modes->list[modes->n - 1] : NULL;

		if (role == ROLE_NONE)
			continue;
		/* The list is in order of roles: a guardian of two, a class
		 * teacher of two classes is one mode. */
		if (last && last->role == role && last->inst == member->inst &&
		    last->person == member->person) {
			if (p->detail[0])
				last->detail = arena_printf(act->arena,
				    "%s, %s", last->detail, p->detail);
			continue;
		}
		add(modes, (struct session_mode){
			       .inst = member->inst,
			       .person = member->person,
			       .role = role,
			       .institution = member->institution,
			       .detail = p->detail,
			   });
	}
}

static enum err
add_school(struct act *act, struct mode_list *modes,
    const struct membership_row *member)
{
	AUTO_DB struct db *taken = NULL;
	struct db *school = act->school;
	struct powers powers;
	enum err err;

	if (!school || act->actor.inst != member->inst) {
		err = db_take_school(
		    act->pool, member->inst, STORE_WAIT_MS, &taken);
		if (err == ERR_NOT_FOUND)
			return OK; /* approved, its store is being made */
		if (err)
			return err;
		school = taken;
	}
	err = powers_find(school, act->arena, member->inst, member->person,
	    clock_day_at(act->now), &powers);
	if (err == ERR_NOT_FOUND)
		return OK; /* the person has left */
	if (!err)
		add_powers(act, modes, member, &powers);
	return err;
}

static enum err
add_institute(struct act *act, struct mode_list *modes, int64_t account)
{
	struct institute_role_row *rows;
	size_t n;
	enum err err;

	if ((err = institute_roles_of(act->registry, act->arena, account,
		 clock_day_at(act->now), &rows, &n)))
		return err;
	for (size_t i = 0; i < n; i++)
		add(modes, (struct session_mode){
			       .role = role_parse(rows[i].role),
			       .institution = "",
			       .detail = "",
			   });
	return OK;
}

enum err
session_modes(struct act *act, const struct session *session,
    struct session_mode **modes_out, size_t *n)
{
	struct mode_list modes = {
	    arena_array(act->arena, MODES_MAX, sizeof(*modes.list)), 0};
	struct membership_row *members;
	size_t members_n;
	enum err err;

	if ((err = add_institute(act, &modes, session->account)))
		return err;
	if ((err = memberships_list(act->registry, act->arena, session->account,
		 &members, &members_n)))
		return err;
	for (size_t i = 0; i < members_n; i++) {
		if (strcmp(members[i].state, "active") != 0)
			continue;
		if ((err = add_school(act, &modes, &members[i])))
			return err;
	}
	*modes_out = modes.list;
	*n = modes.n;
	return OK;
}

#define ROLES_ADMINISTRATION (ROLE_ADMIN | ROLE_SECRETARY)

/* Administration and teaching in one pair of hands are two modes with a door
 * between them; so is the Institute's work. */
static bool
needs_fresh(enum role from, enum role to)
{
	const unsigned apart = ROLES_ADMINISTRATION | ROLES_INSTITUTE;

	if (from == to)
		return false;
	if (to & apart)
		return true;
	return (from & apart) && (to & (ROLES_TEACHING | ROLES_LEADING));
}

enum err
session_choose(
    struct act *act, const struct session *session, struct session_mode mode)
{
	struct session_mode *modes;
	size_t n, at = 0;
	enum err err;

	if (!session->signed_in)
		return ERR_DENIED;
	if ((err = session_modes(act, session, &modes, &n)))
		return err;
	while (at < n && (modes[at].inst != mode.inst ||
			     modes[at].person != mode.person ||
			     modes[at].role != mode.role))
		at++;
	if (at == n)
		return ERR_DENIED;
	if (needs_fresh(session->role, mode.role) &&
	    act->now - session->fresh_at > SESSION_FRESH_S)
		return ERR_SIGN_IN;
	return sessions_set_mode(act->registry, session->id,
	    role_name(mode.role), mode.inst, mode.person);
}

enum err
session_set_lang(
    struct act *act, const struct session *session, enum lang lang)
{
	return accounts_set_lang(
	    act->registry, session->account, i18n_code(lang));
}
