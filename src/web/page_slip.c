/* SPDX-License-Identifier: EUPL-1.2 */
/* Entering the code of a printed slip; public. */
#include "domain/slips.h"
#include "web/layout.h"
#include "web/page_slip.h"
#include "web/pages.h"
#include "web/signing.h"

/* code: from the QR code's link, or NULL. */
void
page_slip_form(
    struct page *p, const char *code, const char *refusal, int status)
{
	struct html *h = &p->html;
	const char *typed = http_post(p->req, "code");

	layout_begin(p, &(struct layout){
			    .title = _("Access card"),
			    .sub = _("The code works once. With it you set"
				     " your own password."),
			    .width = LAYOUT_PROSE,
			    .status = status,
			});
	if (refusal)
		html(h,
		    "<section class='note err' role='alert' tabindex='-1' "
		    "autofocus><h2>{}</h2><p>{}</p></section>\n",
		    _("The card was not accepted"), refusal);
	html(h, "<div class='card'>\n");
	form_open(p, "/slip", 0);
	form_field(
	    p, &(struct field){
		   .name = "code",
		   .label = _("Code from the card"),
		   .hint = _("16 letters and digits; spaces and capitals do not"
			     " matter."),
		   .value = typed ? typed : code,
		   .autocomplete = "off",
		   .maxlength = 60,
		   .required = true,
		   .autofocus = !code && !refusal,
		   .spell_off = true,
	       });
	form_field(
	    p, &(struct field){
		   .name = "birth",
		   .label = _("Birth date"),
		   .hint = _("Of the person on the card; on a parent’s card, of"
			     " the child. Example: 17.05.2014"),
		   .value = http_post(p->req, "birth"),
		   .autocomplete = "off",
		   .inputmode = "numeric",
		   .width = 2,
		   .maxlength = 20,
		   .required = true,
		   .autofocus = code && !refusal,
	       });
	form_close(p, _("Continue"));
	html(h, "</div>\n");
	layout_end(p);
}

void
page_slip(struct page *p)
{
	page_slip_form(p, NULL, NULL, 200);
}

void
page_slip_post(struct page *p)
{
	struct html *h = &p->html;
	const char *token;
	int64_t wait_s = 0;
	enum err err = slips_open(p->act, http_post(p->req, "code"),
	    http_post(p->req, "birth"), p->req->peer, &token, &wait_s);

	p->act->actor = (struct actor){0};
	switch (err) {
	case OK:
		page_go(p, arena_printf(p->act->arena, "/i/%s", token), NULL);
		return;
	case ERR_INVALID:
		page_slip_form(p, NULL,
		    _("The code has 16 letters and digits, the date looks like"
		      " 17.05.2014. Compare both with the card."),
		    422);
		return;
	case ERR_DENIED:
		page_slip_form(p, NULL,
		    _("Code and date do not fit together, or the card has been"
		      " used, replaced or is out of date. After five wrong"
		      " dates a card ends. Ask the institution for a new"
		      " one."),
		    422);
		return;
	case ERR_LIMIT:
		page_slip_form(p, NULL, signing_wait(p, wait_s), 429);
		return;
	default:
		page_error(p, err);
	}
}
