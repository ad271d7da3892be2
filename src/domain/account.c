/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/account.h"

#include <string.h>

#include "base/codes.h"
#include "base/json.h"
#include "domain/access_event.h"
#include "domain/factor.h"
#include "domain/invitations.h"
#include "domain/password_pool.h"
#include "domain/throttle.h"
#include "domain/work.h"
#include "store/accounts.h"
#include "store/jobs.h"
#include "store/memberships.h"
#include "store/sessions.h"

/* Letters to one address, and asked for by one address of the network. */
#define FORGOT_FREE 3
#define FORGOT_CAP_S 3600
/* A school, or half a town behind one operator, is one address: nobody there
 * may keep the others from a letter for long. */
#define FORGOT_ADDRESS_FREE 60
#define FORGOT_ADDRESS_CAP_S 60
#define NEW_EMAIL_FREE 5

enum err
account_view(
    struct act *act, const struct session *session, struct account_view *view)
{
	struct account_row row;
	struct membership_row *members;
	struct account_view out = {0};
	enum err err;

	if ((err = accounts_find(
		 act->registry, act->arena, session->account, &row)))
		return err;
	if ((err = memberships_list(act->registry, act->arena, session->account,
		 &members, &out.places_n)))
		return err;
	if ((err = factor_codes_left(act, session, &out.codes_left)))
		return err;
	out.email = row.email;
	out.login = row.login;
	out.lang = i18n_parse(row.lang);
	out.password_at = row.password_at;
	out.factor = row.factor;
	out.places = arena_array(act->arena, out.places_n, sizeof(*out.places));
	for (size_t i = 0; i < out.places_n; i++)
		out.places[i] = (struct account_place){
		    .inst = members[i].inst,
		    .institution = members[i].institution,
		    .suspended = strcmp(members[i].state, "active") != 0,
		};
	*view = out;
	return OK;
}

static enum err
own_words(struct act *act, const struct account_row *row, const char *password,
    enum password_fault *fault)
{
	const char *const own[] = {row->email, row->login, row->name};

	if (!password || strlen(password) > SIGNIN_PASSWORD_BYTES_MAX)
		*fault = password ? PASSWORD_LONG : PASSWORD_SHORT;
	else
		*fault = passwords_check(act->arena, password, own, 3);
	return *fault == PASSWORD_FINE ? OK : ERR_INVALID;
}

enum err
account_change_password(struct act *act, const struct session *session,
    const struct signin *in, const char *password, enum password_fault *fault,
    struct signin_done *done)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct account_row row;
	const char *phc;
	enum err err;

	*fault = PASSWORD_FINE;
	if ((err = accounts_find(
		 act->registry, act->arena, session->account, &row)))
		return err;
	if ((err = own_words(act, &row, password, fault)))
		return err;
	if ((err = signin_check(act, session, in, &done->wait_s)))
		return err;
	if ((err = password_pool_hash(
		 act->passwords, act->arena, password, &phc)))
		return err;
	session_act_as_account(act, session);
	if ((err = act_begin_registry(tx)))
		return err;
	if ((err = accounts_set_password(
		 act->registry, row.account, phc, act->now)))
		return err;
	if ((err = sessions_end_all(act->registry, row.account, session->id)))
		return err;
	if ((err = invitations_end_links(act, row.account)))
		return err;
	if ((err = session_renew(
		 act, session, session->has_factor, &done->cookie)))
		return err;
	if ((err = access_event(
		 act, EVENT_REGISTRY, row.log_id, "password_changed")))
		return err;
	if ((err = invitations_tell_password(act, &row)))
		return err;
	done->cookie_s = session->shared ? 0 : act->config->session_absolute_s;
	return act_commit(act);
}

enum err
account_change_email(struct act *act, const struct session *session,
    const struct signin *in, const char *typed, int64_t *wait_s)
{
	AUTO_ROLLBACK struct act *tx = act;
	const char *email = signin_name(act->arena, typed);
	struct account_row other;
	bool taken;
	enum err err;

	if (!codes_email_valid(email))
		return ERR_INVALID;
	if ((err = signin_check(act, session, in, wait_s)))
		return err;
	if ((err = throttle_count(act, "new_email", session->log_id,
		 NEW_EMAIL_FREE, FORGOT_CAP_S, wait_s)))
		return err;
	err = accounts_by_name(act->registry, act->arena, email, &other);
	if (err && err != ERR_NOT_FOUND)
		return err;
	taken = err == OK;
	session_act_as_account(act, session);
	if ((err = act_begin_registry(tx)))
		return err;
	if ((err = invitations_order(act,
		 &(struct link_order){
		     .purpose = LINK_EMAIL,
		     .account = session->account,
		     .email = email,
		     .lang = i18n_code(session->lang),
		     .template = taken ? NULL : "email_confirm",
		 },
		 NULL, NULL)))
		return err;
	if ((err = access_event(
		 act, EVENT_REGISTRY, session->log_id, "link_made")))
		return err;
	return act_commit(act);
}

/* ---- forgotten password ---------------------------------------------------
 */

enum err
account_forgot(
    struct act *act, const char *typed, const char *address, enum lang lang)
{
	AUTO_ROLLBACK struct act *tx = act;
	const char *email = signin_name(act->arena, typed);
	struct json_out o;
	struct buf b;
	int64_t wait_s;
	enum err err;

	if (!codes_email_valid(email))
		return ERR_INVALID;
	if ((err = throttle_count(act, "forgot_from",
		 throttle_address(act->arena, address), FORGOT_ADDRESS_FREE,
		 FORGOT_ADDRESS_CAP_S, &wait_s)))
		return err;
	/* A mailbox is not filled by somebody else's impatience; the page says
	 * the same. */
	err = throttle_count(
	    act, "forgot", email, FORGOT_FREE, FORGOT_CAP_S, &wait_s);
	if (err)
		return err == ERR_LIMIT ? OK : err;
	buf_init(&b, act->arena, 256);
	o = (struct json_out){.out = &b};
	json_open(&o, '{');
	json_put_text(&o, "email", email);
	json_put_text(&o, "lang", i18n_code(lang));
	json_close(&o, '}');
	act->actor = (struct actor){.role = ROLE_SYSTEM};
	if ((err = act_begin_registry(tx)))
		return err;
	if ((err = work_add(act, "forgot", NULL, b.p, 0)))
		return err;
	return act_commit(act);
}

enum err
account_forgot_send(
    struct act *act, int64_t job, const char *email, const char *lang)
{
	AUTO_ROLLBACK struct act *tx = act;
	const char *key =
	    arena_printf(act->arena, "forgot.%lld", (long long)job);
	struct account_row row;
	enum err err;
	bool first;

	err = accounts_by_name(act->registry, act->arena, email, &row);
	if (err == ERR_NOT_FOUND || (!err && strcmp(row.state, "active")))
		return OK;
	if (err)
		return err;
	act->actor = (struct actor){.role = ROLE_SYSTEM};
	if ((err = act_begin_registry(tx)))
		return err;
	if ((err = jobs_add_once(act->registry, 0, "forgot_sent", key, "{}",
		 act->now, act->now, &first)))
		return err;
	if (!first)
		return OK;
	if ((err = jobs_done_by_key(act->registry, 0, key, act->now)))
		return err;
	if ((err = invitations_order(act,
		 &(struct link_order){
		     .purpose = LINK_RESET,
		     .account = row.account,
		     .email = row.email,
		     .lang = lang,
		     .template = "reset",
		 },
		 NULL, NULL)))
		return err;
	if ((err = access_event(act, EVENT_REGISTRY, row.log_id, "link_made")))
		return err;
	return act_commit(act);
}
