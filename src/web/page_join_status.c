/* SPDX-License-Identifier: EUPL-1.2 */
/* How far a request has come: for whoever knows its number and its address. */
#include <string.h>

#include "base/clock.h"
#include "domain/join_form.h"
#include "web/form.h"
#include "web/layout.h"
#include "web/pages.h"
#include "web/request_text.h"

static const char *
next_step(struct html *h, const struct join_form_state *s)
{
	static const struct {
		const char *state, *text;
	} texts[] = {
	    {"unconfirmed", N_("Open the link in the letter: only then the"
			       " request goes to review.")},
	    {"new", N_("It waits for a reviewer.")},
	    {"in_review", N_("It is being reviewed.")},
	    {"returned", N_("We asked for details: the link is in the letter"
			    " that we sent.")},
	    {"approved", N_("The invitation will come within minutes.")},
	    {"invited", N_("The invitation has been sent to the responsible"
			   " person.")},
	    {"active", N_("The administrator has signed in.")},
	    {"rejected", N_("The reason is in the letter that we sent.")},
	    {"expired", N_("A new request can be sent at any time.")},
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (strcmp(texts[i].state, s->state) == 0)
			return _(texts[i].text);
	return "";
}

static void
put_answer(struct page *p, const struct join_form_state *s)
{
	struct html *h = &p->html;
	const char *chip;
	const char *word = request_text_state(h, s->state, s->passed, &chip);

	html(h,
	    "<section class='card' role='status'><h2>{}</h2><p class='row'>",
	    FILL(h->arena, _("Request No. {number}"),
		{"number", html_id(h, s->number)}));
	layout_chip(h, chip, word);
	html(h, "<span class='soft'>{}</span></p><p>{}</p></section>\n",
	    FILL(h->arena, _("received {from}, last step {date}"),
		{"from", clock_short(h->arena, clock_day_at(s->received_at))},
		{"date", clock_short(h->arena, clock_day_at(s->changed_at))}),
	    next_step(h, s));
}

static void
show(struct page *p, const struct join_form_state *found, const char *error,
    int status)
{
	struct html *h = &p->html;
	const struct field number = {
	    .name = "number",
	    .label = _("Number of the request"),
	    .value = http_post(p->req, "number"),
	    .error = error,
	    .inputmode = "numeric",
	    .width = 1,
	    .maxlength = 15,
	    .required = true,
	};
	const struct field email = {
	    .name = "email",
	    .label = _("E-mail"),
	    .hint = _("The address in the request, or the one it came from"),
	    .value = http_post(p->req, "email"),
	    .type = "email",
	    .autocomplete = "email",
	    .maxlength = 254,
	    .required = true,
	    .spell_off = true,
	};

	layout_begin(p, &(struct layout){
			    .title = _("The state of a request"),
			    .back_href = "/join",
			    .back_text = _("To the form"),
			    .width = LAYOUT_PROSE,
			    .status = status,
			});
	if (found)
		put_answer(p, found);
	form_errors(p, (const struct field *const[]){&number, &email}, 2);
	html(h, "<div class='card'>\n");
	form_open(p, "/join/status", 0);
	form_field(p, &number);
	form_field(p, &email);
	form_close(p, _("Show the state"));
	html(h, "</div>\n");
	layout_end(p);
}

void
page_join_status(struct page *p)
{
	show(p, NULL, NULL, 0);
}

void
page_join_status_post(struct page *p)
{
	struct html *h = &p->html;
	struct join_form_state found;
	int64_t wait_s;
	enum err err = join_form_ask(p->act, http_post(p->req, "number"),
	    http_post(p->req, "email"), p->req->peer, &found, &wait_s);

	if (err == ERR_NOT_FOUND)
		show(p, NULL,
		    _("There is no request with this number and this address."
		      " Both stand in the letter that we sent."),
		    422);
	else if (err)
		page_error(p, err);
	else
		show(p, &found, NULL, 0);
}
