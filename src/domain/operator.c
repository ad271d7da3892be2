/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/operator.h"

#include <string.h>

#include "base/clock.h"
#include "base/codes.h"
#include "domain/access_event.h"
#include "domain/invitations.h"
#include "domain/signin.h"
#include "store/accounts.h"
#include "store/institute_roles.h"
#include "store/sessions.h"

static bool
holds_today(const struct act *act, const struct institute_role_row *row)
{
	const int64_t today = clock_day_at(act->now);

	return row->starts_on <= today &&
	       (row->ends_on == 0 || row->ends_on >= today);
}

enum err
operator_link(struct act *act, const char **token)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct institute_role_row *rows;
	const char *made;
	size_t n;
	enum err err;

	if ((err = institute_roles_list(
		 act->registry, act->arena, clock_day_at(act->now), &rows, &n)))
		return err;
	for (size_t i = 0; i < n; i++)
		if (holds_today(act, &rows[i]) &&
		    role_parse(rows[i].role) == ROLE_OPERATOR)
			return ERR_EXISTS;
	if ((err = act_begin_registry(tx)))
		return err;
	if ((err = invitations_order(act,
		 &(struct link_order){.purpose = LINK_OPERATOR}, &made, NULL)))
		return err;
	if ((err = access_event(act, EVENT_ROLE, "operator", "link_made")))
		return err;
	if ((err = act_commit(act)))
		return err;
	*token = made;
	return OK;
}

enum err
operator_list(struct act *act, struct operator_staff **staff, size_t *n,
    struct operator_invited **invited, size_t *invited_n)
{
	struct institute_role_row *rows;
	struct access_link_row *links;
	struct operator_staff *all;
	struct operator_invited *open;
	size_t rows_n, links_n;
	enum err err;

	if (act->actor.role != ROLE_OPERATOR)
		return ERR_DENIED;
	if ((err = institute_roles_list(act->registry, act->arena,
		 clock_day_at(act->now), &rows, &rows_n)))
		return err;
	if ((err = access_links_live_purpose(act->registry, act->arena,
		 link_purpose_name(LINK_STAFF), act->now, &links, &links_n)))
		return err;
	all = arena_array(act->arena, rows_n, sizeof(*all));
	for (size_t i = 0; i < rows_n; i++)
		all[i] = (struct operator_staff){
		    .account = rows[i].account,
		    .role = role_parse(rows[i].role),
		    .name = rows[i].name,
		    .email = rows[i].email,
		    .starts_on = rows[i].starts_on,
		    .ends_on = rows[i].ends_on,
		    .current = holds_today(act, &rows[i]),
		};
	open = arena_array(act->arena, links_n, sizeof(*open));
	for (size_t i = 0; i < links_n; i++)
		open[i] = (struct operator_invited){
		    .link = links[i].link,
		    .role = role_parse(links[i].role),
		    .email = links[i].email ? links[i].email : "",
		    .until_on = clock_day_at(links[i].expires_at),
		};
	*staff = all;
	*n = rows_n;
	*invited = open;
	*invited_n = links_n;
	return OK;
}

/* Somebody with a role has to give it back first. */
static enum err
holds_none(struct act *act, const char *email)
{
	struct institute_role_row *rows;
	struct account_row row;
	size_t n;
	enum err err;

	err = accounts_by_name(act->registry, act->arena, email, &row);
	if (err)
		return err == ERR_NOT_FOUND ? OK : err;
	if ((err = institute_roles_of(act->registry, act->arena, row.account,
		 clock_day_at(act->now), &rows, &n)))
		return err;
	return n ? ERR_CONFLICT : OK;
}

enum err
operator_invite(struct act *act, const char *typed, enum role role)
{
	AUTO_ROLLBACK struct act *tx = act;
	const char *email = signin_name(act->arena, typed);
	const char *lang = "uk";
	enum err err;

	if (act->actor.role != ROLE_OPERATOR)
		return ERR_DENIED;
	if (!codes_email_valid(email) || !(role & ROLES_INSTITUTE))
		return ERR_INVALID;
	if ((err = holds_none(act, email)))
		return err;
	if ((err = act_begin_registry(tx)))
		return err;
	if ((err = invitations_order(act,
		 &(struct link_order){
		     .purpose = LINK_STAFF,
		     .role = role,
		     .email = email,
		     .lang = lang,
		     .template = "staff",
		     .role_text = invitations_role_text(lang, role),
		 },
		 NULL, NULL)))
		return err;
	if ((err = access_event(act, EVENT_ROLE, "staff",
		 arena_printf(act->arena, "role_%s_invited", role_name(role)))))
		return err;
	return act_commit(act);
}

enum err
operator_cancel(struct act *act, int64_t link)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct access_link_row row;
	enum err err;

	if (act->actor.role != ROLE_OPERATOR)
		return ERR_DENIED;
	if ((err = access_links_find(act->registry, act->arena, link, &row)))
		return err;
	if (strcmp(row.purpose, link_purpose_name(LINK_STAFF)) != 0)
		return ERR_NOT_FOUND;
	if ((err = act_begin_registry(tx)))
		return err;
	if ((err = access_links_kill(act->registry, link, act->now)))
		return err;
	if ((err = access_event(act, EVENT_ROLE, "staff", "link_ended")))
		return err;
	return act_commit(act);
}

enum err
operator_end_role(struct act *act, int64_t account, enum role role)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct account_row row;
	int64_t changed;
	enum err err;

	/* The last operator cannot shut the door behind himself. */
	if (act->actor.role != ROLE_OPERATOR || account == act->actor.account)
		return ERR_DENIED;
	if ((err = accounts_find(act->registry, act->arena, account, &row)))
		return err;
	if ((err = act_begin_registry(tx)))
		return err;
	if ((err = institute_roles_end(act->registry, account, role_name(role),
		 clock_day_at(act->now) - 1, &changed)))
		return err;
	if (changed == 0)
		return ERR_NOT_FOUND;
	if ((err = sessions_end_all(act->registry, account, 0)))
		return err;
	if ((err = access_event(act, EVENT_ROLE, row.log_id,
		 arena_printf(act->arena, "role_%s_ended", role_name(role)))))
		return err;
	return act_commit(act);
}
