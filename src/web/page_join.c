/* SPDX-License-Identifier: EUPL-1.2 */
/* The public form of a request to join, and the suggestions for it. */
#include <string.h>

#include "base/json.h"
#include "domain/join_form.h"
#include "web/layout.h"
#include "web/pages.h"
#include "web/request_form.h"
#include "web/request_text.h"

#define ENTITLED "entitled"
#define BRANCH "branch"

/* ---- the form -------------------------------------------------------------
 */

static void
put_ticks(struct page *p, const char *error)
{
	struct html *h = &p->html;

	form_tick(p, BRANCH, "1",
	    _("A branch without an EDRPOU code of its own"),
	    _("Then leave the code empty, or give the code of the main"
	      " institution."),
	    http_post(p->req, BRANCH) != NULL);
	if (error)
		html(h,
		    "<div id='f-" ENTITLED "'><strong class='wrong'>{}</strong>"
		    "</div>\n",
		    error);
	form_tick(p, ENTITLED, "1",
	    _("I may send a request for the institution"), NULL,
	    http_post(p->req, ENTITLED) != NULL);
}

static const char *
wait_text(struct html *h, int64_t wait_s)
{
	const int64_t minutes = (wait_s + 59) / 60;

	return FILL(h->arena,
	    n_("Wait {n} minute and send the form again: what you typed is"
	       " still in it.",
		"Wait {n} minutes and send the form again: what you typed is"
		" still in it.",
		minutes),
	    {"n", html_num(h, minutes)});
}

static void
show(struct page *p, const struct join_form_fault *fault, int status)
{
	struct html *h = &p->html;
	const char *entitled =
	    fault && fault->entitled
		? _("Only who may speak for the institution can send this.")
		: NULL;
	struct request_form form = {0};

	request_form_from(p, &form, NULL, 0);
	if (fault) {
		request_form_errors(p, &form, fault->fields, fault->wrong);
		memcpy(form.choices, fault->choices, sizeof(form.choices));
		form.choices_n = fault->choices_n;
	}
	layout_begin(p,
	    &(struct layout){
		.title = _("A request to connect an institution"),
		.sub = _("About five minutes. You will need the number in DISO"
			 " and the EDRPOU code."),
		.back_href = "/",
		.back_text = _("To the start page"),
		.task = true,
		.script = "join.js",
		.status = status,
	    });
	request_form_summary(p, &form,
	    entitled ? &(struct field){.name = ENTITLED,
			   .label = _("Right to send the request"),
			   .error = entitled}
		     : NULL);
	if (fault && fault->wait_s)
		layout_note(p, "warn", _("Too many requests in a row"),
		    wait_text(h, fault->wait_s));
	form_open(p, "/join", 0);
	request_form_put(p, &form);
	put_ticks(p, entitled);
	html(h, "<div class='row'>");
	form_button(p, "main", "do", "send", _("Send the request"));
	html(h, "<span class='small soft'>{}</span></div>",
	    _("A letter will come to confirm the address."));
	form_end(p);
	html(h, "<p class='small'><a href='/join/status'>{}</a></p>\n",
	    _("The state of a request that was sent"));
	layout_end(p);
}

void
page_join(struct page *p)
{
	show(p, NULL, 0);
}

static void
sent(struct page *p, const char *email)
{
	struct html *h = &p->html;

	layout_begin(p, &(struct layout){
			    .title = _("Look into your mailbox"),
			    .width = LAYOUT_PROSE,
			});
	html(h, "<section class='card'><p>");
	html_say(h,
	    _("We have sent a letter to {address}. Open the link in it: only"
	      " then the request goes to review."),
	    {.name = "address", .value = email, .tag = "b"});
	html(h, "</p><p class='soft'>{}</p></section>\n",
	    FILL(h->arena,
		_("If there is no letter within a few minutes, look into the"
		  " spam folder as well. The link works for {n} days."),
		{"n", html_num(h, p->act->config->request_days)}));
	html(h, "<p><a class='btn' href='/'>{}</a></p>\n",
	    _("To the start page"));
	layout_end(p);
}

static struct join_form
read_form(struct page *p)
{
	struct join_form form = {
	    .branch = http_post(p->req, BRANCH) != NULL,
	    .entitled = http_post(p->req, ENTITLED) != NULL,
	    .lang = p->html.lang,
	    .peer = p->req->peer,
	};

	request_form_read(p, &form.typed);
	return form;
}

void
page_join_post(struct page *p)
{
	const struct join_form form = read_form(p);
	struct join_form_fault *fault =
	    arena_alloc(p->html.arena, sizeof(*fault));
	enum err err;

	if (request_form_asked(p)) {
		show(p, NULL, 200);
		return;
	}
	err = join_form_send(p->act, &form, fault);
	if (err == ERR_INVALID)
		show(p, fault, 422);
	else if (err == ERR_LIMIT)
		show(p, fault, 429);
	else if (err)
		page_error(p, err);
	else
		sent(p, fault->fields[FIELD_EMAIL].value);
}

/* ---- suggestions ----------------------------------------------------------
 */

void
page_join_communities(struct page *p)
{
	struct community found[CODIFIER_SUGGEST_MAX];
	struct json_out o = {.out = &p->res->body};
	size_t n;
	enum err err = codifier_suggest(p->act, http_field(p->req, "region"),
	    http_field(p->req, "q"), found, &n);

	if (err) {
		page_error(p, err);
		return;
	}
	p->res->content_type = "application/json";
	json_open(&o, '[');
	for (size_t i = 0; i < n; i++) {
		json_open(&o, '{');
		json_put_text(&o, "code", found[i].code);
		json_put_text(&o, "name", found[i].name);
		json_put_text(&o, "text", found[i].text);
		json_put_text(&o, "seat", found[i].seat);
		json_close(&o, '}');
	}
	json_close(&o, ']');
}
