/* SPDX-License-Identifier: EUPL-1.2 */
/* Setting up the second factor, its recovery codes, doing without it. */
#include "domain/factor.h"
#include "web/app.h"
#include "web/form.h"
#include "web/layout.h"
#include "web/pages.h"
#include "web/qr.h"
#include "web/signing.h"

static struct layout
frame(struct page *p, int status)
{
	struct html *h = &p->html;
	const bool must = p->session->needs_factor;

	return (struct layout){
	    .title = _("Second factor"),
	    .back_href = must ? "/mode" : "/account",
	    .back_text = must ? _("Working mode") : _("My data and sessions"),
	    .width = LAYOUT_PROSE,
	    .status = status,
	};
}

/* "ABCD EFGH ..." reads more easily than 32 letters in a row. */
static const char *
grouped(struct arena *arena, const char *secret)
{
	struct buf b;

	buf_init(&b, arena, 64);
	for (size_t i = 0; secret[i]; i++) {
		if (i && i % 4 == 0)
			buf_addc(&b, ' ');
		buf_addc(&b, secret[i]);
	}
	return b.p;
}

static void
show_offer(struct page *p, const struct factor_offer *offer, const char *error,
    int status)
{
	struct html *h = &p->html;
	const struct layout l = frame(p, status);

	layout_begin(p, &l);
	html(h, "<p>{}</p>\n",
	    p->session->needs_factor
		? _("This role decides about other people’s data, so a"
		    " password alone is not enough for it: a code from your"
		    " telephone is added at sign-in.")
		: _("Besides the password, a code from your telephone is"
		    " asked for at sign-in. Who learns the password cannot"
		    " get in with it."));
	html(h,
	    "<section class='card'><ol class='steps'>\n<li><h2>{}</h2><p>{}"
	    "</p></li>\n<li><h2>{}</h2>",
	    _("Install an app for codes"),
	    _("Any that knows TOTP, for example Aegis, FreeOTP or Google"
	      " Authenticator. It works without a network."),
	    _("Scan the picture with it"));
	qr_put(h, offer->uri, _("QR code for the app"));
	html(h, "<p>{}</p><p class='secret'>{}</p></li>\n<li><h2>{}</h2>\n",
	    _("Or type this key into the app:"),
	    grouped(h->arena, offer->secret),
	    _("Enter the code that the app shows"));
	form_open(p, "/account/factor", 0);
	form_field(p, &(struct field){
			  .name = "code",
			  .label = _("Six digits"),
			  .error = error,
			  .autocomplete = "one-time-code",
			  .inputmode = "numeric",
			  .width = 1,
			  .maxlength = 10,
			  .required = true,
		      });
	form_close(p, _("Turn on"));
	html(h, "</li></ol></section>\n");
	layout_end(p);
}

static void
show_codes(struct page *p, const char *const *codes)
{
	struct html *h = &p->html;
	struct layout l = frame(p, 200);

	l.title = _("Recovery codes");
	l.back_href = NULL;
	layout_begin(p, &l);
	html(h, "<section class='card'><p>{}</p><ul class='secrets'>\n",
	    _("If the telephone is lost or broken, each of these codes lets"
	      " you in once. They are shown now and never again: print them"
	      " or write them down and keep them apart from the telephone."));
	for (size_t i = 0; i < FACTOR_RECOVERY_CODES; i++)
		html(h, "<li class='secret'>{}</li>\n", codes[i]);
	html(h,
	    "</ul><p class='row noprint'><a class='btn main' href='{}'>{}</a>"
	    "</p></section>\n",
	    session_home(h->arena, p->session->role, p->session->inst),
	    _("They are written down, continue"));
	layout_end(p);
}

static void
show_present(struct page *p, const char *refusal)
{
	struct html *h = &p->html;
	const struct layout l = frame(p, refusal ? 409 : 200);
	int64_t left = 0;
	enum err err;

	if ((err = factor_codes_left(p->act, p->session, &left))) {
		page_error(p, err);
		return;
	}
	layout_begin(p, &l);
	if (refusal)
		layout_note(p, "err", _("Not turned off"), refusal);
	html(h, "<section class='card'><p>{}</p><p>{}</p>\n",
	    _("A code from your telephone is asked for at sign-in."),
	    FILL(h->arena,
		n_("{n} recovery code is left.", "{n} recovery codes are left.",
		    left),
		{"n", html_num(h, left)}));
	html(h, "<div class='row'>");
	form_open(p, "/account/factor/codes", FORM_ROW);
	form_button(p, "", NULL, NULL, _("Make new recovery codes"));
	form_end(p);
	form_open(p, "/account/factor/remove", FORM_ROW);
	form_button(p, "risk", NULL, NULL, _("Turn the second factor off"));
	form_end(p);
	html(h,
	    "<a class='btn' href='/account/factor/new'>{}</a></div>"
	    "</section>\n",
	    _("Another telephone"));
	layout_end(p);
}

void
page_factor_new(struct page *p)
{
	struct factor_offer offer;
	enum err err = factor_offer(p->act, p->session, &offer);

	if (err == ERR_SIGN_IN)
		page_go(p, "/sign-in/again?to=%2Faccount%2Ffactor%2Fnew", NULL);
	else if (err)
		page_error(p, err);
	else
		show_offer(p, &offer, NULL, 200);
}

void
page_factor(struct page *p)
{
	if (p->session->has_factor)
		show_present(p, NULL);
	else
		page_factor_new(p);
}

static void
confirm_refused(struct page *p, enum err refused)
{
	struct html *h = &p->html;
	struct factor_offer offer;
	enum err err = factor_offer(p->act, p->session, &offer);

	if (err)
		page_error(p, err);
	else if (refused == ERR_LIMIT)
		show_offer(p, &offer,
		    _("Too many attempts in a row. Wait a few minutes."), 429);
	else
		show_offer(p, &offer,
		    _("This code does not fit. Check that the telephone shows"
		      " the right time and enter the code that is there"
		      " now."),
		    422);
}

void
page_factor_post(struct page *p)
{
	const char *const *codes;
	const char *code = http_post(p->req, "code");
	struct signin_done done = {0};
	enum err err = factor_confirm(
	    p->act, p->session, code ? code : "", &codes, &done.cookie);

	p->act->actor.role = ROLE_NONE;
	if (err == ERR_DENIED || err == ERR_LIMIT) {
		confirm_refused(p, err);
		return;
	}
	if (err == ERR_SIGN_IN) {
		page_go(p, "/sign-in/again?to=%2Faccount%2Ffactor%2Fnew", NULL);
		return;
	}
	if (err) {
		page_error(p, err);
		return;
	}
	done.cookie_s =
	    p->session->shared ? 0 : p->act->config->session_absolute_s;
	signing_cookies(p, &done);
	show_codes(p, codes);
}

void
page_factor_codes_post(struct page *p)
{
	const char *const *codes;
	enum err err = factor_new_codes(p->act, p->session, &codes);

	p->act->actor.role = ROLE_NONE;
	if (err)
		page_error(p, err);
	else
		show_codes(p, codes);
}

void
page_factor_remove_post(struct page *p)
{
	struct html *h = &p->html;
	enum err err = factor_remove(p->act, p->session);

	p->act->actor.role = ROLE_NONE;
	if (err == ERR_DENIED)
		show_present(
		    p, _("One of your roles needs it. If the telephone is lost,"
			 " sign in with a recovery code and make new ones."));
	else if (err)
		page_error(p, err);
	else
		page_go(p, "/account", _("The second factor is off."));
}
