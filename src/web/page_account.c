/* SPDX-License-Identifier: EUPL-1.2 */
/* My data: sign-in name, password, address, sessions, where I have access. */
#include <stdlib.h>

#include "base/clock.h"
#include "domain/account.h"
#include "web/app.h"
#include "web/layout.h"
#include "web/pages.h"
#include "web/signing.h"

static void
put_facts(struct page *p, const struct account_view *view)
{
	struct html *h = &p->html;

	html(h, "<dl class='facts'>\n");
	if (view->email)
		html(h, "<dt>{}</dt><dd>{}</dd>\n", _("E-mail"), view->email);
	if (view->login)
		html(h, "<dt>{}</dt><dd><code>{}</code></dd>\n",
		    _("Sign-in name"), view->login);
	if (view->password_at)
		html(h, "<dt>{}</dt><dd>{}</dd>\n", _("Password set"),
		    clock_stamp(h->arena, view->password_at));
	html(h, "<dt>{}</dt><dd>{}</dd>\n</dl>\n", _("Second factor"),
	    view->factor ? _("set up") : _("not set up"));
}

static void
put_links(struct page *p, const struct account_view *view)
{
	struct html *h = &p->html;

	html(h,
	    "<p class='row'><a class='btn mini' href='/account/password'>{}"
	    "</a> <a class='btn mini' href='/account/email'>{}</a> "
	    "<a class='btn mini' href='/account/factor'>{}</a></p>\n",
	    _("Change the password"),
	    view->email ? _("Change the e-mail") : _("Add an e-mail"),
	    _("Second factor"));
}

static void
put_places(struct page *p, const struct account_view *view)
{
	struct html *h = &p->html;

	if (view->places_n == 0)
		return;
	html(h,
	    "<section class='card' aria-labelledby='w-h'><h2 id='w-h'>{}</h2>"
	    "<ul>\n",
	    _("Where you have access"));
	for (size_t i = 0; i < view->places_n; i++) {
		html(h, "<li>{}", view->places[i].institution);
		if (view->places[i].suspended) {
			html(h, " ");
			layout_chip(h, "warn", _("waits for confirmation"));
		}
		html(h, "</li>\n");
	}
	html(h,
	    "</ul><p><a class='btn mini' href='/mode'>{}</a></p>"
	    "</section>\n",
	    _("Working mode"));
}

static void
put_session(struct page *p, const struct session_seen *s)
{
	struct html *h = &p->html;

	html(h, "<tr><th scope='row'>{}",
	    s->agent[0] ? s->agent : _("Unknown browser"));
	if (s->shared)
		html(h, "<br><span class='soft small'>{}</span>",
		    _("shared computer"));
	html(h, "</th>");
	html(h, "<td data-l='{}'>{}</td><td data-l='{}'>{}</td><td>",
	    _("Since"), clock_stamp(h->arena, s->created_at), _("Last seen"),
	    clock_stamp(h->arena, s->seen_at));
	if (s->current) {
		layout_chip(h, "now", _("this one"));
	} else {
		form_open(p, "/account/sessions", FORM_ROW);
		form_hidden(p, "session", html_id(h, s->id));
		form_button(p, "mini", NULL, NULL, _("End"));
		form_end(p);
	}
	html(h, "</td></tr>\n");
}

static void
put_sessions(struct page *p, const struct session_seen *list, size_t n)
{
	struct html *h = &p->html;

	html(h,
	    "<section class='card' aria-labelledby='s-h'><h2 id='s-h'>{}</h2>"
	    "\n<table class='table stack'><caption class='vh'>{}</caption>"
	    "<thead><tr><th scope='col'>{}</th><th scope='col'>{}</th>"
	    "<th scope='col'>{}</th><th scope='col'><span class='vh'>{}</span>"
	    "</th></tr></thead><tbody>\n",
	    _("Sessions"), _("Sessions"), _("Device"), _("Since"),
	    _("Last seen"), _("Action"));
	for (size_t i = 0; i < n; i++)
		put_session(p, &list[i]);
	html(h, "</tbody></table>\n");
	if (p->session->role & ROLES_TEACHING)
		html(h, "<p><a href='/s/{}/session'>{}</a></p>\n",
		    html_id(h, p->session->inst), _("Written in this session"));
	if (n > 1) {
		form_open(p, "/account/sessions", FORM_ROW);
		form_button(
		    p, "", "others", "1", _("End all sessions but this one"));
		form_end(p);
	}
	html(h, "</section>\n");
}

void
page_account(struct page *p)
{
	struct html *h = &p->html;
	const struct session *s = p->session;
	struct session_seen *sessions;
	struct account_view view;
	size_t n;
	enum err err;

	if ((err = account_view(p->act, s, &view)) ||
	    (err = session_list(p->act, s, &sessions, &n))) {
		page_error(p, err);
		return;
	}
	layout_begin(
	    p, &(struct layout){
		   .title = _("My data and sessions"),
		   .back_href = session_home(h->arena, s->role, s->inst),
		   .back_text = _("Back to work"),
		   .width = LAYOUT_PROSE,
	       });
	html(h,
	    "<section class='card' aria-labelledby='d-h'><h2 "
	    "id='d-h'>{}</h2>\n",
	    _("Signing in"));
	put_facts(p, &view);
	put_links(p, &view);
	html(h, "</section>\n");
	put_places(p, &view);
	put_sessions(p, sessions, n);
	layout_end(p);
}

void
page_account_sessions_post(struct page *p)
{
	struct html *h = &p->html;
	const char *id = http_post(p->req, "session");
	enum err err;

	session_act_as_account(p->act, p->session);
	if (http_post(p->req, "others"))
		err = session_end_others(p->act, p->session);
	else
		err = session_end_one(
		    p->act, p->session, id ? strtoll(id, NULL, 10) : 0);
	p->act->actor.role = ROLE_NONE;
	if (err)
		page_error(p, err);
	else
		page_go(p, "/account", _("Ended."));
}

/* ---- password
 * ---------------------------------------------------------------- */

static void
present_password(struct page *p, const char *error)
{
	struct html *h = &p->html;

	form_field(p, &(struct field){
			  .name = "password",
			  .label = _("Present password"),
			  .error = error,
			  .type = "password",
			  .autocomplete = "current-password",
			  .maxlength = SIGNIN_PASSWORD_BYTES_MAX,
			  .required = true,
		      });
}

static void
show_password(
    struct page *p, const char *present, const char *fresh, int status)
{
	struct html *h = &p->html;

	layout_begin(p, &(struct layout){
			    .title = _("Change the password"),
			    .back_href = "/account",
			    .back_text = _("My data and sessions"),
			    .width = LAYOUT_PROSE,
			    .status = status,
			});
	html(h, "<div class='card'>\n");
	form_open(p, "/account/password", 0);
	html(h,
	    "<input type='hidden' name='username' autocomplete='username' "
	    "value='{}'>\n",
	    p->session->email);
	present_password(p, present);
	form_field(p,
	    &(struct field){
		.name = "fresh",
		.label = _("New password"),
		.hint = _("10 to 128 characters of any kind: a few words in a"
			  " row are easy to remember. Nobody but you will"
			  " know it."),
		.error = fresh,
		.type = "password",
		.autocomplete = "new-password",
		.maxlength = SIGNIN_PASSWORD_BYTES_MAX,
		.required = true,
	    });
	html(h, "<p class='soft'>{}</p>\n", _("All other sessions end."));
	form_close(p, _("Change the password"));
	html(h, "</div>\n");
	layout_end(p);
}

void
page_account_password(struct page *p)
{
	show_password(p, NULL, NULL, 200);
}

void
page_account_password_post(struct page *p)
{
	struct html *h = &p->html;
	const struct signin in = signing_from(p);
	enum password_fault fault;
	struct signin_done done = {0};
	enum err err = account_change_password(
	    p->act, p->session, &in, http_post(p->req, "fresh"), &fault, &done);

	p->act->actor.role = ROLE_NONE;
	switch (err) {
	case OK:
		signing_cookies(p, &done);
		page_go(p, "/account", _("The password has been changed."));
		return;
	case ERR_INVALID:
		show_password(p, NULL, signing_password_error(p, fault), 422);
		return;
	case ERR_DENIED:
		show_password(p,
		    _("This is not the present password. Check the keyboard"
		      " language."),
		    NULL, 422);
		return;
	case ERR_LIMIT:
		show_password(p, signing_wait(p, done.wait_s), NULL, 429);
		return;
	default:
		page_error(p, err);
	}
}

/* ---- e-mail
 * -------------------------------------------------------------------- */

static void
show_email(struct page *p, const char *email, const char *present, int status)
{
	struct html *h = &p->html;

	layout_begin(p, &(struct layout){
			    .title = _("E-mail to sign in with"),
			    .back_href = "/account",
			    .back_text = _("My data and sessions"),
			    .width = LAYOUT_PROSE,
			    .status = status,
			});
	html(h, "<div class='card'>\n");
	form_open(p, "/account/email", 0);
	form_field(p,
	    &(struct field){
		.name = "email",
		.label = _("New e-mail"),
		.hint = _("A letter with a link goes there. Until the link is"
			  " opened nothing changes; the old address is told."),
		.value = http_post(p->req, "email"),
		.error = email,
		.type = "email",
		.autocomplete = "email",
		.maxlength = SIGNIN_NAME_BYTES_MAX,
		.required = true,
		.spell_off = true,
	    });
	present_password(p, present);
	form_close(p, _("Send the letter"));
	html(h, "</div>\n");
	layout_end(p);
}

void
page_account_email(struct page *p)
{
	show_email(p, NULL, NULL, 200);
}

void
page_account_email_post(struct page *p)
{
	struct html *h = &p->html;
	const struct signin in = signing_from(p);
	int64_t wait_s = 0;
	enum err err = account_change_email(
	    p->act, p->session, &in, http_post(p->req, "email"), &wait_s);

	p->act->actor.role = ROLE_NONE;
	switch (err) {
	case OK:
		page_go(p, "/account",
		    _("If nobody signs in with this address yet, a letter is"
		      " on its way. Open the link in it."));
		return;
	case ERR_INVALID:
		show_email(p,
		    _("This is no e-mail address. Example: olena@example.ua"),
		    NULL, 422);
		return;
	case ERR_DENIED:
		show_email(p, NULL,
		    _("This is not the present password. Check the keyboard"
		      " language."),
		    422);
		return;
	case ERR_LIMIT:
		show_email(p, NULL, signing_wait(p, wait_s), 429);
		return;
	default:
		page_error(p, err);
	}
}
