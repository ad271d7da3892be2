/* SPDX-License-Identifier: EUPL-1.2 */
/* A forgotten password: the same words for known and unknown addresses. */
#include "domain/account.h"
#include "web/layout.h"
#include "web/pages.h"
#include "web/signing.h"

static void
show(struct page *p, const char *error, int status)
{
	struct html *h = &p->html;
	const struct field email = {
	    .name = "email",
	    .label = _("E-mail"),
	    .hint = _("The address you sign in with."),
	    .value = http_post(p->req, "email"),
	    .error = error,
	    .type = "email",
	    .autocomplete = "username",
	    .maxlength = SIGNIN_NAME_BYTES_MAX,
	    .required = true,
	    .autofocus = !error,
	    .spell_off = true,
	};

	layout_begin(p, &(struct layout){
			    .title = _("A new password"),
			    .back_href = "/sign-in",
			    .back_text = _("Sign in"),
			    .width = LAYOUT_PROSE,
			    .status = status,
			});
	form_errors(p, (const struct field *const[]){&email}, 1);
	html(h, "<div class='card'>\n");
	form_open(p, "/forgot", 0);
	form_field(p, &email);
	form_close(p, _("Send the letter"));
	html(h, "</div>\n");
	layout_note(p, "", _("Signing in with a sign-in name?"),
	    _("Then there is no address to write to. Ask the institution for a"
	      " new access card: with its code you set a new password."));
	layout_end(p);
}

void
page_forgot(struct page *p)
{
	show(p, NULL, 200);
}

void
page_forgot_post(struct page *p)
{
	struct html *h = &p->html;
	enum err err = account_forgot(
	    p->act, http_post(p->req, "email"), p->req->peer, h->lang);

	p->act->actor = (struct actor){0};
	if (err == ERR_INVALID) {
		show(p,
		    _("This is no e-mail address. Example: olena@example.ua"),
		    422);
		return;
	}
	if (err) {
		page_error(p, err);
		return;
	}
	layout_begin(p, &(struct layout){
			    .title = _("Look into your mailbox"),
			    .width = LAYOUT_PROSE,
			});
	html(h, "<section class='card'><p>{}</p><p>{}</p></section>\n",
	    _("If this address is in the system, a letter will come within a"
	      " few minutes. Look into the spam folder as well."),
	    _("The link in the letter works once, for a day. Until then the"
	      " old password stays."));
	html(h, "<p><a class='btn' href='/sign-in'>{}</a></p>\n",
	    _("To signing in"));
	layout_end(p);
}
