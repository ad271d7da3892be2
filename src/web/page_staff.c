/* SPDX-License-Identifier: EUPL-1.2 */
/* The operator's list of the Institute's staff: who holds which role, who was
 * invited. */
#include <stdlib.h>

#include "base/clock.h"
#include "domain/operator.h"
#include "domain/signin.h"
#include "web/app.h"
#include "web/form.h"
#include "web/layout.h"
#include "web/pages.h"

static void
put_member(struct page *p, const struct operator_staff *s)
{
	struct html *h = &p->html;

	html(h,
	    "<tr><th scope='row'>{}<br><span class='soft small'>{}</span></th>"
	    "<td data-l='{}'>{}</td><td data-l='{}'>{}</td><td>",
	    s->name, s->email, _("Role"), app_role_text(h->lang, s->role),
	    _("Since"), clock_short(h->arena, s->starts_on));
	if (!s->current) {
		html(h, "<span class='soft'>{} {}</span>", _("until"),
		    clock_short(h->arena, s->ends_on));
	} else if (s->account != p->act->actor.account) {
		form_open(p, "/operator/staff/end", FORM_ROW);
		form_hidden(p, "account", html_id(h, s->account));
		form_hidden(p, "role", role_name(s->role));
		form_button(p, "mini", NULL, NULL, _("End the role"));
		form_end(p);
	}
	html(h, "</td></tr>\n");
}

static void
put_invited(struct page *p, const struct operator_invited *i)
{
	struct html *h = &p->html;

	html(h,
	    "<tr><th scope='row'>{}</th><td data-l='{}'>{}</td>"
	    "<td data-l='{}'>{}</td><td>",
	    i->email, _("Role"), app_role_text(h->lang, i->role),
	    _("Valid until"), clock_short(h->arena, i->until_on));
	form_open(p, "/operator/staff/cancel", FORM_ROW);
	form_hidden(p, "link", html_id(h, i->link));
	form_button(p, "mini", NULL, NULL, _("Take back"));
	form_end(p);
	html(h, "</td></tr>\n");
}

static void
put_tables(struct page *p, const struct operator_staff *staff, size_t n,
    const struct operator_invited *invited, size_t invited_n)
{
	struct html *h = &p->html;

	html(h,
	    "<table class='table stack'><caption class='vh'>{}</caption><thead>"
	    "<tr><th scope='col'>{}</th><th scope='col'>{}</th><th scope='col'>"
	    "{}</th><th scope='col'><span class='vh'>{}</span></th></tr>"
	    "</thead><tbody>\n",
	    _("Institute staff"), _("Name"), _("Role"), _("Since"),
	    _("Action"));
	for (size_t i = 0; i < n; i++)
		put_member(p, &staff[i]);
	html(h, "</tbody></table>\n");
	if (!invited_n)
		return;
	html(h,
	    "<section><h2>{}</h2><table class='table stack'><caption "
	    "class='vh'>"
	    "{}</caption><thead><tr><th scope='col'>{}</th><th scope='col'>{}"
	    "</th><th scope='col'>{}</th><th scope='col'><span class='vh'>{}"
	    "</span></th></tr></thead><tbody>\n",
	    _("Invited"), _("Invited"), _("E-mail"), _("Role"),
	    _("Valid until"), _("Action"));
	for (size_t i = 0; i < invited_n; i++)
		put_invited(p, &invited[i]);
	html(h, "</tbody></table></section>\n");
}

static void
invite_form(struct page *p, const char *error)
{
	struct html *h = &p->html;
	const struct choice roles[] = {
	    {"reviewer", app_role_text(h->lang, ROLE_REVIEWER),
		_("Reads requests to join, corrects, returns.")},
	    {"approver", app_role_text(h->lang, ROLE_APPROVER),
		_("Decides, with a proof. Never the one who reviewed.")},
	    {"analyst", app_role_text(h->lang, ROLE_ANALYST),
		_("Sees sums only.")},
	    {"support", app_role_text(h->lang, ROLE_SUPPORT),
		_("Answers institutions. Sees the list of them, no people and"
		  " no marks.")},
	    {"operator", app_role_text(h->lang, ROLE_OPERATOR),
		_("Runs the installation, sees no marks.")},
	};
	const char *role = http_post(p->req, "role");

	html(h,
	    "<section class='card' aria-labelledby='i-h'><h2 "
	    "id='i-h'>{}</h2>\n",
	    _("Invite"));
	form_open(p, "/operator/staff", 0);
	form_field(
	    p, &(struct field){
		   .name = "email",
		   .label = _("E-mail"),
		   .hint = _("A letter with a one-time link goes there."),
		   .value = error ? http_post(p->req, "email") : NULL,
		   .error = error,
		   .type = "email",
		   .autocomplete = "off",
		   .maxlength = SIGNIN_NAME_BYTES_MAX,
		   .required = true,
		   .spell_off = true,
	       });
	form_radios(p,
	    &(struct field){
		.name = "role",
		.label = _("Role: one person, one role"),
		.value = role ? role : "reviewer",
	    },
	    roles, sizeof(roles) / sizeof(roles[0]));
	form_close(p, _("Send the invitation"));
	html(h, "</section>\n");
}

static void
show(struct page *p, const char *error, int status)
{
	struct html *h = &p->html;
	struct operator_staff *staff;
	struct operator_invited *invited;
	size_t n, invited_n;
	enum err err = operator_list(p->act, &staff, &n, &invited, &invited_n);

	if (err) {
		page_error(p, err);
		return;
	}
	layout_begin(p, &(struct layout){
			    .title = _("Institute staff"),
			    .menu = "staff",
			    .status = status,
			});
	html(h, "<div class='side'><div class='flow'>\n");
	put_tables(p, staff, n, invited, invited_n);
	html(h, "</div><div class='flow'>\n");
	invite_form(p, error);
	html(h, "</div></div>\n");
	layout_end(p);
}

void
page_staff(struct page *p)
{
	show(p, NULL, 200);
}

void
page_staff_post(struct page *p)
{
	struct html *h = &p->html;
	enum err err = operator_invite(p->act, http_post(p->req, "email"),
	    role_parse(http_post(p->req, "role")));

	if (err == ERR_INVALID)
		show(p,
		    _("This is no e-mail address. Example: olena@example.ua"),
		    422);
	else if (err == ERR_CONFLICT)
		show(p,
		    _("This person holds a role already. End it first: one"
		      " person, one role."),
		    409);
	else if (err)
		page_error(p, err);
	else
		page_go(p, "/operator/staff", _("Invitation sent."));
}

static int64_t
id_of(struct page *p, const char *name)
{
	const char *s = http_post(p->req, name);

	return s ? strtoll(s, NULL, 10) : 0;
}

void
page_staff_end_post(struct page *p)
{
	struct html *h = &p->html;
	enum err err = operator_end_role(
	    p->act, id_of(p, "account"), role_parse(http_post(p->req, "role")));

	if (err)
		page_error(p, err);
	else
		page_go(p, "/operator/staff", _("The role has ended."));
}

void
page_staff_cancel_post(struct page *p)
{
	struct html *h = &p->html;
	enum err err = operator_cancel(p->act, id_of(p, "link"));

	if (err)
		page_error(p, err);
	else
		page_go(
		    p, "/operator/staff", _("The invitation is taken back."));
}
