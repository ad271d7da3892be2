/* SPDX-License-Identifier: EUPL-1.2 */
/* The page of a one-time link: GET shows, POST uses. */
#include <string.h>

#include "domain/codes.h"
#include "domain/invitations.h"
#include "web/app.h"
#include "web/layout.h"
#include "web/page_slip.h"
#include "web/pages.h"
#include "web/signing.h"

#define SHOWS_FAULT 422

static void
over(struct page *p)
{
	struct html *h = &p->html;

	page_refuse(p, 410, _("This link is no longer valid"),
	    _("It has been used already, a newer one has been sent, or its"
	      " time has run out. Ask whoever sent it for a new one."));
}

static const char *
own_path(struct page *p)
{
	return arena_printf(p->act->arena, "/i/%s", p->words[0]);
}

/* ---- with a new password ---------------------------------------------------
 */

static void
who_for(struct page *p, const struct invitation *inv)
{
	struct html *h = &p->html;

	html(h, "<dl class='facts'>\n");
	if (inv->institution[0])
		html(h, "<dt>{}</dt><dd>{}</dd>\n", _("Institution"),
		    inv->institution);
	if (inv->person[0])
		html(h, "<dt>{}</dt><dd>{}</dd>\n", _("Person"), inv->person);
	if (inv->needs_name)
		html(h, "<dt>{}</dt><dd>{}</dd>\n", _("Role"),
		    app_role_text(h->lang, inv->link.role
					       ? role_parse(inv->link.role)
					       : ROLE_OPERATOR));
	if (inv->link.email && inv->purpose != LINK_ENTRY)
		html(h, "<dt>{}</dt><dd>{}</dd>\n", _("E-mail to sign in with"),
		    inv->link.email);
	html(h, "</dl>\n");
}

static void
own_fields(struct page *p, const struct invitation *inv,
    const struct invitation_fault *fault)
{
	struct html *h = &p->html;

	if (inv->needs_name)
		form_field(
		    p, &(struct field){
			   .name = "person",
			   .label = _("Surname and given name"),
			   .hint = _("As your colleagues will see it."),
			   .value = http_post(p->req, "person"),
			   .error = fault->name ? _("Enter your name.") : NULL,
			   .autocomplete = "name",
			   .maxlength = 200,
			   .required = true,
		       });
	if (inv->needs_email)
		form_field(p,
		    &(struct field){
			.name = "email",
			.label = _("E-mail"),
			.hint = _("You will sign in with it."),
			.value = http_post(p->req, "email"),
			.error = fault->email_taken
				     ? _("There is an account with this"
					 " address already. Enter another.")
				 : fault->email
				     ? _("This is no e-mail address. Example:"
					 " olena@example.ua")
				     : NULL,
			.type = "email",
			.autocomplete = "username",
			.maxlength = SIGNIN_NAME_BYTES_MAX,
			.required = true,
			.spell_off = true,
		    });
}

static void
new_password(struct page *p, const struct invitation *inv,
    const struct invitation_fault *fault)
{
	struct html *h = &p->html;

	html(h,
	    "<section class='card' aria-labelledby='n-h'><h2 "
	    "id='n-h'>{}</h2>\n",
	    inv->resets ? _("Set a new password")
			: _("Choose a password of your own"));
	form_open(p, own_path(p), 0);
	own_fields(p, inv, fault);
	/* For password managers, which file a password under a name. */
	if (inv->link.email && !inv->needs_email)
		html(h,
		    "<input type='hidden' name='username' autocomplete="
		    "'username' value='{}'>\n",
		    inv->link.email);
	signing_password_fields(p, signing_password_error(p, fault->password));
	form_tick(p, "shared", "1", _("This is a shared computer"), NULL,
	    http_post(p->req, "shared") != NULL);
	form_close(p, inv->resets ? _("Set the password") : _("Create access"));
	html(h, "</section>\n");
}

/* ---- with an account one has ------------------------------------------------
 */

static void
own_account(struct page *p, const struct invitation *inv)
{
	struct html *h = &p->html;
	const bool here = p->session && p->session->signed_in && p->fresh;

	html(h,
	    "<section class='card' aria-labelledby='a-h'><h2 "
	    "id='a-h'>{}</h2>\n",
	    _("I already have an account here"));
	html(h, "<p>{}</p>\n",
	    inv->institution[0]
		? _("For example from another school of your children. The"
		    " institution is added to it; the password stays.")
		: _("The role is added to it; the password stays."));
	if (!here) {
		html(h, "<p><a class='btn' href='{}?to={}'>{}</a></p>",
		    p->session && p->session->signed_in ? "/sign-in/again"
							: "/sign-in",
		    own_path(p), _("Sign in with it"));
		html(h, "</section>\n");
		return;
	}
	form_open(p, own_path(p), 0);
	html(h, "<p>{} <b>{}</b></p>\n", _("You are signed in:"),
	    p->session->email);
	form_hidden(p, "join", "1");
	form_close(p, _("Add to this account"));
	html(h, "</section>\n");
}

static void
one_button(struct page *p, const struct invitation *inv)
{
	struct html *h = &p->html;

	html(h, "<section class='card'><p>{}</p>\n",
	    inv->purpose == LINK_EMAIL
		? _("From then on you sign in with this address and letters"
		    " come to it.")
		: _("Your password was set anew with an access card. If it"
		    " was you, confirm it, and all your institutions open"
		    " again."));
	if (inv->purpose == LINK_EMAIL)
		html(h, "<p><b>{}</b></p>\n", inv->link.email);
	form_open(p, own_path(p), 0);
	form_close(p, inv->purpose == LINK_EMAIL ? _("Confirm the address")
						 : _("Confirm, it was me"));
	html(h, "</section>\n");
}

static const char *
title_of(struct page *p, const struct invitation *inv)
{
	struct html *h = &p->html;

	if (inv->purpose == LINK_EMAIL)
		return _("A new address");
	if (inv->purpose == LINK_RESUME)
		return _("Confirm your access");
	if (inv->resets)
		return _("A new password");
	return _("Invitation to E-Journal");
}

static void
show(struct page *p, const struct invitation *inv,
    const struct invitation_fault *fault, int status)
{
	layout_begin(p, &(struct layout){
			    .title = title_of(p, inv),
			    .width = LAYOUT_PROSE,
			    .status = status,
			});
	if (inv->purpose == LINK_EMAIL || inv->purpose == LINK_RESUME) {
		one_button(p, inv);
		layout_end(p);
		return;
	}
	who_for(p, inv);
	if (!inv->account_there)
		new_password(p, inv, fault);
	if (!inv->resets && inv->purpose != LINK_OPERATOR)
		own_account(p, inv);
	layout_end(p);
}

void
page_invitation(struct page *p)
{
	const struct invitation_fault none = {0};
	struct invitation inv;
	const char *code;
	enum err err;

	/* The QR code of a slip holds its 16 characters. */
	if (strlen(p->words[0]) == CODES_CHARS &&
	    !codes_read(p->act->arena, p->words[0], &code)) {
		page_slip_form(
		    p, codes_grouped(p->act->arena, code), NULL, 200);
		return;
	}
	err = invitations_find(p->act, p->words[0], &inv);
	if (err == ERR_EXPIRED)
		over(p);
	else if (err)
		page_error(p, err);
	else
		show(p, &inv, &none, 200);
}

/* ---- using it
 * ---------------------------------------------------------------- */

static void
say_login(struct page *p, const char *login, const char *cookie)
{
	struct html *h = &p->html;
	struct session session;
	const char *next = "/mode";

	if (!session_find(p->act, cookie, &session) &&
	    !(next = session_detour(&session)))
		next = session_home(p->act->arena, session.role, session.inst);
	layout_begin(p, &(struct layout){
			    .title = _("Access has been created"),
			    .width = LAYOUT_PROSE,
			});
	html(h,
	    "<section class='card'><p>{}</p><p class='secret'>{}</p><p>{}</p>"
	    "<p class='row'><a class='btn main' href='{}'>{}</a></p>"
	    "</section>\n",
	    _("Your sign-in name. Write it on the card or keep it with the"
	      " password:"),
	    login,
	    _("With this name and your password you sign in from any device."
	      " An e-mail address can be added in “My data”: then a forgotten"
	      " password is set anew without the school."),
	    next, _("Continue"));
	layout_end(p);
}

static void
take(struct page *p, const struct invitation *inv)
{
	const struct invitation_form form = {
	    .name = http_post(p->req, "person"),
	    .email = http_post(p->req, "email"),
	    .password = http_post(p->req, "password"),
	    .lang = p->html.lang,
	};
	const struct signin in = signing_from(p);
	struct invitation_fault fault;
	struct invitation_taken taken;
	struct signin_done done = {0};
	enum err err =
	    invitations_take(p->act, p->words[0], &form, &fault, &taken);

	if (err == ERR_INVALID || (err == ERR_EXISTS && fault.email_taken)) {
		show(p, inv, &fault, SHOWS_FAULT);
		return;
	}
	if (!err)
		err = signin_begin(
		    p->act, &in, taken.account, taken.factor, &done);
	if (err == ERR_EXPIRED) {
		over(p);
		return;
	}
	if (err) {
		page_error(p, err);
		return;
	}
	signing_cookies(p, &done);
	if (taken.login)
		say_login(p, taken.login, done.cookie);
	else
		signing_go_on(p, done.cookie, NULL);
}

static void
join(struct page *p)
{
	struct html *h = &p->html;
	enum err err = invitations_join(p->act, p->words[0], p->session);

	if (err == ERR_CONFLICT)
		page_refuse(p, 409, _("One person, one role"),
		    _("This account holds a role of the Institute already."
		      " Whoever reviews a request never approves it: the"
		      " second role belongs to another person."));
	else if (err == ERR_EXISTS)
		page_refuse(p, 409, _("This person has access already"),
		    _("Sign in with the account that was used before. If the"
		      " password is lost, ask the institution for an access"
		      " card."));
	else if (err == ERR_EXPIRED)
		over(p);
	else if (err == ERR_SIGN_IN)
		page_go(p,
		    arena_printf(
			p->act->arena, "/sign-in/again?to=%s", own_path(p)),
		    NULL);
	else if (err)
		page_error(p, err);
	else
		page_go(p, "/mode", _("Added to your account."));
}

static void
confirm(struct page *p, const struct invitation *inv)
{
	struct html *h = &p->html;
	enum err err = invitations_confirm(p->act, p->words[0]);

	if (err == ERR_EXPIRED || err == ERR_EXISTS)
		over(p);
	else if (err)
		page_error(p, err);
	else
		page_go(p,
		    p->session && p->session->signed_in ? "/account"
							: "/sign-in",
		    inv->purpose == LINK_EMAIL
			? _("The new address is confirmed.")
			: _("Confirmed. All your institutions are open"
			    " again."));
}

void
page_invitation_post(struct page *p)
{
	struct invitation inv;
	enum err err = invitations_find(p->act, p->words[0], &inv);

	if (err == ERR_EXPIRED)
		over(p);
	else if (err)
		page_error(p, err);
	else if (inv.purpose == LINK_EMAIL || inv.purpose == LINK_RESUME)
		confirm(p, &inv);
	else if (http_post(p->req, "join"))
		join(p);
	else
		take(p, &inv);
}
