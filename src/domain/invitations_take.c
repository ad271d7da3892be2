/* SPDX-License-Identifier: EUPL-1.2 */
/* Using a link: what its POST does. */
#include "domain/invitations.h"

#include <string.h>

#include "base/clock.h"
#include "base/codes.h"
#include "base/text.h"
#include "domain/access_event.h"
#include "domain/opening.h"
#include "domain/password_pool.h"
#include "domain/signin.h"
#include "domain/work.h"
#include "store/accounts.h"
#include "store/counters.h"
#include "store/devices.h"
#include "store/institute_roles.h"
#include "store/memberships.h"
#include "store/people.h"
#include "store/sessions.h"

#define NAME_BYTES_MAX 200
#define LOGIN_TRIES 20
#define LOGIN_STEM_MAX 24
#define LOGIN_NUMBERS 9000 /* 1000..9999: not guessed from a name */

/* ---- what was typed -------------------------------------------------------
 */

static enum err
check_password(struct act *act, const char *password, const char *const *own,
    size_t n, struct invitation_fault *fault)
{
	if (!password || strlen(password) > SIGNIN_PASSWORD_BYTES_MAX)
		fault->password = password ? PASSWORD_LONG : PASSWORD_SHORT;
	else
		fault->password = passwords_check(act->arena, password, own, n);
	return fault->password == PASSWORD_FINE ? OK : ERR_INVALID;
}

struct taking {
	struct invitation inv;
	struct account_row account; /* made or found */
	const char *phc;
};

static enum err
check_form(struct act *act, const struct invitation_form *form,
    struct taking *taking, struct invitation_fault *fault)
{
	const struct invitation *inv = &taking->inv;
	const char *name = "", *email = inv->link.email;
	const char *own[4];
	enum err err = OK, bad;

	if (inv->needs_name &&
	    (!form->name ||
		text_clean(act->arena, form->name, strlen(form->name),
		    NAME_BYTES_MAX, false, &name) ||
		!name[0])) {
		fault->name = true;
		err = ERR_INVALID;
	}
	if (inv->needs_email) {
		email = signin_name(act->arena, form->email);
		if (!codes_email_valid(email)) {
			fault->email = true;
			err = ERR_INVALID;
		}
	}
	own[0] = name;
	own[1] = email;
	own[2] = taking->account.login;
	own[3] = inv->person;
	if ((bad = check_password(act, form->password, own, 4, fault)))
		err = bad;
	if (!inv->resets) {
		taking->account.name = name;
		taking->account.email = email;
	}
	return err;
}

/* ---- a new account --------------------------------------------------------
 */

static enum err
give_login(struct act *act, int64_t inst, int64_t person, const char **login)
{
	struct person p;
	struct account_row taken;
	const char *stem, *initial;
	enum err err;

	if ((err = people_find(act->school, act->arena, inst, person, &p)))
		return err;
	stem = text_latin(act->arena, p.surname);
	initial = text_latin(act->arena, text_initial(act->arena, p.given));
	for (int i = 0; i < LOGIN_TRIES; i++) {
		const char *name =
		    arena_printf(act->arena, "%.*s%s%.1s%lld", LOGIN_STEM_MAX,
			stem[0] ? stem : "u", initial[0] ? "." : "", initial,
			(long long)rng_below(act->rng, LOGIN_NUMBERS) + 1000);

		err = accounts_by_name(act->registry, act->arena, name, &taken);
		if (err == ERR_NOT_FOUND) {
			*login = name;
			return OK;
		}
		if (err)
			return err;
	}
	return ERR_BUSY;
}

/* A reviewer who also approves, or an operator who also reviews, would be both
 * of the two persons a decision needs. */
static enum err
one_role_only(struct act *act, int64_t account)
{
	struct institute_role_row *rows;
	size_t n;
	enum err err;

	if ((err = institute_roles_of(act->registry, act->arena, account,
		 clock_day_at(act->now), &rows, &n)))
		return err;
	return n ? ERR_CONFLICT : OK;
}

/* What the invitation was for. */
static enum err
give_access(struct act *act, const struct invitation *inv, int64_t account,
    const char *log_id)
{
	const char *role = inv->link.role ? inv->link.role : "operator";
	enum err err;

	if (inv->needs_name) {
		if ((err = one_role_only(act, account)))
			return err;
		if ((err = institute_roles_add(
			 act->registry, account, role, clock_day_at(act->now))))
			return err;
		return access_event(act, EVENT_ROLE, log_id,
		    arena_printf(act->arena, "role_%s_given", role));
	}
	if ((err = memberships_add(act->registry, account, inv->link.inst,
		 inv->link.person, act->now)))
		return err;
	if (inv->purpose == LINK_ADMIN &&
	    (err = opening_accepted(act, inv->link.inst)))
		return err;
	return access_event(act, EVENT_REGISTRY, log_id, "member_added");
}

static enum err
make_account(struct act *act, struct taking *taking, enum lang lang)
{
	const struct invitation *inv = &taking->inv;
	struct account_row *row = &taking->account;
	enum err err;

	row->log_id = access_log_id(act, inv->needs_name);
	row->lang = i18n_code(lang);
	row->password = taking->phc;
	row->password_at = act->now;
	row->state = "active";
	row->created_at = act->now;
	if (!row->email && (err = give_login(act, inv->link.inst,
				inv->link.person, &row->login)))
		return err;
	if ((err = counters_next(act->registry, 0, "account", &row->account)))
		return err;
	if ((err = accounts_insert(act->registry, row)))
		return err;
	if ((err = access_event(act, EVENT_REGISTRY, row->log_id, "created")))
		return err;
	return give_access(act, inv, row->account, row->log_id);
}

/* ---- a new password for an old account ------------------------------------
 */

/* Who resets by a slip has shown a paper and a birth date to one institution:
 * the others wait for the mailbox or for their own word. */
static enum err
suspend_others(struct act *act, const struct taking *taking)
{
	const struct invitation *inv = &taking->inv;
	const struct account_row *row = &taking->account;
	int64_t suspended;
	enum err err;

	if ((err = memberships_suspend_others(
		 act->registry, row->account, inv->link.inst, &suspended)))
		return err;
	if (suspended == 0)
		return OK;
	if ((err = access_event(act, EVENT_REGISTRY, row->log_id, "suspended")))
		return err;
	if (!row->email)
		return OK;
	return invitations_order(act,
	    &(struct link_order){
		.purpose = LINK_RESUME,
		.account = row->account,
		.email = row->email,
		.lang = row->lang,
		.template = "suspended",
		.institution = inv->institution,
	    },
	    NULL, NULL);
}

static enum err
reset_password(struct act *act, const struct taking *taking)
{
	const struct account_row *row = &taking->account;
	enum err err;

	if ((err = accounts_set_password(
		 act->registry, row->account, taking->phc, act->now)))
		return err;
	if ((err = sessions_end_all(act->registry, row->account, 0)))
		return err;
	if ((err = invitations_end_links(act, row->account)))
		return err;
	if ((err = devices_forget(act->registry, row->account)))
		return err;
	if ((err = access_event(
		 act, EVENT_REGISTRY, row->log_id, "password_reset")))
		return err;
	if ((err = invitations_tell_password(act, row)))
		return err;
	if (taking->inv.purpose == LINK_ENTRY)
		return suspend_others(act, taking);
	return OK;
}

/* ---- the three ways to use a link -----------------------------------------
 */

static enum err
use(struct act *act, const struct invitation *inv)
{
	enum err err;

	if ((err = access_links_use(act->registry, inv->link.link, act->now)))
		return err;
	if (inv->link.slip)
		return access_links_use(
		    act->registry, inv->link.slip, act->now);
	return OK;
}

static enum err
begin_taking(struct act *act, const char *token, struct taking *taking)
{
	struct membership_row member;
	enum err err;

	if ((err = invitations_find(act, token, &taking->inv)))
		return err;
	if (taking->inv.purpose >= LINK_EMAIL)
		return ERR_EXPIRED;
	if (taking->inv.account_there)
		return ERR_EXISTS;
	if (taking->inv.resets)
		return accounts_find(act->registry, act->arena,
		    taking->inv.link.account, &taking->account);
	if (!taking->inv.link.inst)
		return OK;
	err = memberships_find(act->registry, act->arena, taking->inv.link.inst,
	    taking->inv.link.person, &member);
	if (err == ERR_NOT_FOUND)
		return OK;
	return err ? err : ERR_EXISTS;
}

static enum err
email_free(struct act *act, const struct taking *taking,
    struct invitation_fault *fault)
{
	struct account_row other;
	enum err err;

	if (taking->inv.resets || !taking->account.email)
		return OK;
	err = accounts_by_name(
	    act->registry, act->arena, taking->account.email, &other);
	if (err == ERR_NOT_FOUND)
		return OK;
	fault->email_taken = err == OK;
	return err ? err : ERR_EXISTS;
}

enum err
invitations_take(struct act *act, const char *token,
    const struct invitation_form *form, struct invitation_fault *fault,
    struct invitation_taken *taken)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct taking taking = {0};
	enum err err;

	*fault = (struct invitation_fault){0};
	if ((err = begin_taking(act, token, &taking)))
		return err;
	if ((err = check_form(act, form, &taking, fault)))
		return err;
	if ((err = password_pool_hash(
		 act->passwords, act->arena, form->password, &taking.phc)))
		return err;
	act->actor = (struct actor){0}; /* the holder of the link */
	if ((err = act_begin_registry(tx)))
		return err;
	if ((err = email_free(act, &taking, fault)))
		return err;
	if ((err = use(act, &taking.inv)))
		return err;
	err = taking.inv.resets ? reset_password(act, &taking)
				: make_account(act, &taking, form->lang);
	if (err)
		return err;
	if ((err = act_commit(act)))
		return err;
	*taken = (struct invitation_taken){
	    .account = taking.account.account,
	    .factor = taking.account.factor,
	    .login = taking.account.login,
	};
	return OK;
}

enum err
invitations_join(
    struct act *act, const char *token, const struct session *session)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct taking taking = {0};
	enum err err;

	if (!session || !session->signed_in ||
	    act->now - session->fresh_at > SESSION_FRESH_S)
		return ERR_SIGN_IN;
	err = begin_taking(act, token, &taking);
	if (err && (err != ERR_EXISTS || !taking.inv.account_there))
		return err;
	if (taking.inv.resets || taking.inv.purpose == LINK_OPERATOR)
		return ERR_DENIED;
	session_act_as_account(act, session);
	if ((err = act_begin_registry(tx)))
		return err;
	if ((err = use(act, &taking.inv)))
		return err;
	if ((err = give_access(
		 act, &taking.inv, session->account, session->log_id)))
		return err;
	return act_commit(act);
}

static enum err
set_email(struct act *act, const struct invitation *inv)
{
	struct account_row row, other;
	enum err err;

	if ((err = accounts_find(
		 act->registry, act->arena, inv->link.account, &row)))
		return err;
	err = accounts_by_name(
	    act->registry, act->arena, inv->link.email, &other);
	if (err != ERR_NOT_FOUND)
		return err ? err : ERR_EXISTS;
	if ((err = accounts_set_email(
		 act->registry, row.account, inv->link.email)))
		return err;
	if ((err = invitations_end_links(act, row.account)))
		return err;
	if ((err = access_event(
		 act, EVENT_REGISTRY, row.log_id, "email_changed")))
		return err;
	if (!row.email)
		return OK;
	/* The old mailbox hears of it: a thief cannot do this in silence. */
	return work_mail(act,
	    &(struct mail_work){
		.template = "email_changed",
		.to = row.email,
		.lang = row.lang,
	    },
	    WORK_HOLES(
		{"when", clock_long_stamp(act->arena, row.lang, act->now)}));
}

static enum err
resume(struct act *act, const struct invitation *inv)
{
	struct account_row row;
	int64_t changed;
	enum err err;

	if ((err = accounts_find(
		 act->registry, act->arena, inv->link.account, &row)))
		return err;
	if ((err = memberships_resume_all(
		 act->registry, row.account, &changed)))
		return err;
	return access_event(act, EVENT_REGISTRY, row.log_id, "resumed");
}

enum err
invitations_confirm(struct act *act, const char *token)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct invitation inv;
	enum err err;

	if ((err = invitations_find(act, token, &inv)))
		return err;
	if (inv.purpose != LINK_EMAIL && inv.purpose != LINK_RESUME)
		return ERR_EXPIRED;
	act->actor = (struct actor){0};
	if ((err = act_begin_registry(tx)))
		return err;
	if ((err = use(act, &inv)))
		return err;
	err = inv.purpose == LINK_EMAIL ? set_email(act, &inv)
					: resume(act, &inv);
	if (err)
		return err;
	return act_commit(act);
}
