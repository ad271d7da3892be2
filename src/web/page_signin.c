/* SPDX-License-Identifier: EUPL-1.2 */
/* Signing in and out, the second factor at sign-in, a fresh sign-in. */
#include <string.h>

#include "domain/factor.h"
#include "domain/signin.h"
#include "web/app.h"
#include "web/layout.h"
#include "web/pages.h"
#include "web/signing.h"

static struct field
password_field(struct html *h, const char *error)
{
	return (struct field){
	    .name = "password",
	    .label = _("Password"),
	    .error = error,
	    .type = "password",
	    .autocomplete = "current-password",
	    .maxlength = SIGNIN_PASSWORD_BYTES_MAX,
	    .required = true,
	};
}

static void
keep_to(struct page *p)
{
	const char *to = signing_to(p);

	if (to)
		form_hidden(p, "to", to);
}

static void
other_ways(struct html *h)
{
	html(h,
	    "<section class='card' aria-labelledby='o-h'><h2 id='o-h'>{}</h2>"
	    "<ul>\n<li><a href='/forgot'>{}</a></li>\n"
	    "<li><a href='/slip'>{}</a></li>\n</ul></section>\n",
	    _("Cannot sign in?"), _("I have forgotten the password"),
	    _("I have an access card with a code"));
}

static void
show_sign_in(struct page *p, const char *refusal, int status)
{
	struct html *h = &p->html;
	struct field password = password_field(h, NULL);

	layout_begin(p, &(struct layout){
			    .title = _("Sign in"),
			    .width = LAYOUT_PROSE,
			    .status = status,
			});
	if (refusal)
		html(h,
		    "<section class='note err' role='alert' tabindex='-1' "
		    "autofocus><h2>{}</h2><p>{}</p></section>\n",
		    _("Not signed in"), refusal);
	else if (signing_to(p))
		html(h, "<p class='soft'>{}</p>\n",
		    _("Sign in, and the page you asked for will open."));
	html(h, "<div class='card'>\n");
	form_open(p, "/sign-in", 0);
	keep_to(p);
	form_field(p,
	    &(struct field){
		.name = "name",
		.label = _("E-mail or sign-in name"),
		.hint = _("The sign-in name is the one you were given with an"
			  " access card."),
		.value = http_post(p->req, "name"),
		.autocomplete = "username",
		.maxlength = SIGNIN_NAME_BYTES_MAX,
		.required = true,
		.autofocus = !refusal,
		.spell_off = true,
	    });
	form_field(p, &password);
	form_tick(p, "shared", "1", _("This is a shared computer"),
	    _("In a classroom or staff room: nothing stays on this computer,"
	      " and the session ends soon when nobody works."),
	    http_post(p->req, "shared") != NULL);
	form_close(p, _("Sign in"));
	html(h, "</div>\n");
	other_ways(h);
	layout_end(p);
}

void
page_sign_in(struct page *p)
{
	const struct session *s = p->session;

	if (!s) {
		show_sign_in(p, NULL, 200);
		return;
	}
	if (session_detour(s))
		page_go(p, session_detour(s), NULL);
	else
		page_go(p, session_home(p->act->arena, s->role, s->inst), NULL);
}

void
page_sign_in_post(struct page *p)
{
	struct html *h = &p->html;
	const struct signin in = signing_from(p);
	struct signin_done done = {0};
	enum err err = signin_password(p->act, &in, &done);

	switch (err) {
	case OK:
		signing_cookies(p, &done);
		signing_go_on(p, done.cookie, signing_to(p));
		return;
	case ERR_DENIED:
		show_sign_in(p,
		    _("The e-mail or sign-in name and the password do not"
		      " match our data. Check the keyboard language or set a"
		      " new password."),
		    422);
		return;
	case ERR_LIMIT:
		show_sign_in(p, signing_wait(p, done.wait_s), 429);
		return;
	default:
		page_error(p, err);
	}
}

void
page_sign_out(struct page *p)
{
	struct html *h = &p->html;
	const bool shared = p->session && p->session->shared;
	enum err err;

	if (p->session && (err = session_end(p->act, p->session))) {
		page_error(p, err);
		return;
	}
	app_set_session_cookie(p, NULL, 0);
	if (shared)
		http_header(
		    p->res, "Clear-Site-Data", "\"cache\", \"storage\"");
	page_go(p, "/", _("You are signed out."));
}

/* ---- the second factor -----------------------------------------------------
 */

static void
code_field(struct page *p, const char *error, bool focus)
{
	struct html *h = &p->html;

	form_field(
	    p, &(struct field){
		   .name = "code",
		   .label = _("Code from the app"),
		   .hint = _("Six digits that the app on your telephone shows"
			     " now. Without the telephone: one of your recovery"
			     " codes."),
		   .error = error,
		   .autocomplete = "one-time-code",
		   .width = 2,
		   .maxlength = 40,
		   .required = true,
		   .autofocus = focus,
		   .spell_off = true,
	       });
}

/* A newcomer to the demo has no telephone with the secret. */
static void
demo_code(struct page *p)
{
	struct html *h = &p->html;
	const char *code;

	if (factor_demo_code(p->act, p->session, &code))
		return;
	html(h, "<p class='note'>{} <b class='num'>{}</b></p>\n",
	    _("DEMO: the code is now"), code);
}

static void
show_code(struct page *p, const char *error, int status)
{
	struct html *h = &p->html;

	layout_begin(p, &(struct layout){
			    .title = _("Second step of signing in"),
			    .width = LAYOUT_PROSE,
			    .status = status,
			});
	demo_code(p);
	html(h, "<div class='card'>\n");
	form_open(p, "/sign-in/code", 0);
	keep_to(p);
	code_field(p, error, true);
	form_close(p, _("Continue"));
	html(h, "</div>\n<form method='post' action='/sign-out'>");
	form_tokens(p);
	html(h, "<p><button class='plain'>{}</button></p></form>\n",
	    _("Sign in as somebody else"));
	layout_end(p);
}

void
page_sign_in_code(struct page *p)
{
	if (!p->session)
		page_go(p, signing_keep_to(p, "/sign-in"), NULL);
	else if (p->session->signed_in)
		page_sign_in(p);
	else
		show_code(p, NULL, 200);
}

static const char *
code_refused(struct page *p, enum err err, int64_t wait_s)
{
	struct html *h = &p->html;

	if (err == ERR_LIMIT)
		return signing_wait(p, wait_s);
	return _("This code does not fit. Check that the telephone shows the"
		 " right time and enter the code that is there now; each code"
		 " works once.");
}

void
page_sign_in_code_post(struct page *p)
{
	struct signin_done done = {0};
	enum err err;

	if (!p->session) {
		page_go(p, signing_keep_to(p, "/sign-in"), NULL);
		return;
	}
	if (p->session->signed_in) {
		page_sign_in(p);
		return;
	}
	err = signin_code(p->act, p->session, http_post(p->req, "code"), &done);
	if (!err) {
		signing_cookies(p, &done);
		signing_go_on(p, done.cookie, signing_to(p));
		return;
	}
	if (err == ERR_DENIED || err == ERR_LIMIT)
		show_code(p, code_refused(p, err, done.wait_s),
		    err == ERR_LIMIT ? 429 : 422);
	else
		page_error(p, err);
}

/* ---- a fresh sign-in -------------------------------------------------------
 */

static void
show_again(struct page *p, const char *refusal, int status)
{
	struct html *h = &p->html;
	struct field password = password_field(h, NULL);

	password.autofocus = !refusal;
	layout_begin(p, &(struct layout){
			    .title = _("Confirm that it is you"),
			    .sub = _("What comes next needs a sign-in of the"
				     " last five minutes."),
			    .width = LAYOUT_PROSE,
			    .status = status,
			});
	if (refusal)
		html(h,
		    "<section class='note err' role='alert' tabindex='-1' "
		    "autofocus><h2>{}</h2><p>{}</p></section>\n",
		    _("Not confirmed"), refusal);
	html(h, "<div class='card'>\n");
	form_open(p, "/sign-in/again", 0);
	keep_to(p);
	html(h, "<p><b>{}</b></p>\n", p->session->email);
	if (p->session->has_factor)
		demo_code(p);
	form_field(p, &password);
	if (p->session->has_factor)
		code_field(p, NULL, false);
	form_close(p, _("Continue"));
	html(h, "</div>\n");
	layout_end(p);
}

void
page_sign_in_again(struct page *p)
{
	show_again(p, NULL, 200);
}

void
page_sign_in_again_post(struct page *p)
{
	struct html *h = &p->html;
	const struct signin in = signing_from(p);
	struct signin_done done = {0};
	enum err err = signin_again(
	    p->act, p->session, &in, http_post(p->req, "code"), &done);

	p->act->actor.role = ROLE_NONE; /* this page is nobody's mode */
	switch (err) {
	case OK:
		signing_cookies(p, &done);
		signing_go_on(p, done.cookie, signing_to(p));
		return;
	case ERR_DENIED:
		show_again(p,
		    _("The password or the code does not fit. Check the"
		      " keyboard language and enter both again."),
		    422);
		return;
	case ERR_LIMIT:
		show_again(p, signing_wait(p, done.wait_s), 429);
		return;
	default:
		page_error(p, err);
	}
}
