/* SPDX-License-Identifier: EUPL-1.2 */
/* What the links of a request open: completing what is missing, confirming the
 * address. Opening one changes nothing; only its form does. */
#include <string.h>

#include "domain/join_form.h"
#include "web/layout.h"
#include "web/pages.h"
#include "web/request_form.h"
#include "web/request_text.h"

#define BRANCH "branch"

/* ---- completing -----------------------------------------------------------
 */

static const char *
complete_path(struct page *p)
{
	return page_path(p, "/join/complete/%s", p->words[0]);
}

static void
put_asked(struct page *p, const struct join_form_opened *o)
{
	struct html *h = &p->html;

	html(h, "<section class='note warn'><h2>{}</h2>", _("What we ask for"));
	if (o->note) {
		html(h, "<p>");
		request_text_lines(h, o->note);
		html(h, "</p>");
	} else {
		html(h, "<p>{}</p>",
		    _("Some fields are missing or wrong; they are marked."
		      " Everything else is already written down."));
	}
	html(h, "</section>\n");
}

static void
show_completion(struct page *p, const struct join_form_fault *fault, int status)
{
	struct html *h = &p->html;
	struct join_form_opened o;
	struct request_form form = {0};
	enum err err = join_form_completable(p->act, p->words[0], &o);

	if (err) {
		page_error(p, err);
		return;
	}
	request_form_from(p, &form, o.fields, o.n);
	if (fault) {
		request_form_errors(p, &form, fault->fields, fault->wrong);
		memcpy(form.choices, fault->choices, sizeof(form.choices));
		form.choices_n = fault->choices_n;
	} else if (!form.asked) {
		request_form_mark(p, &form, o.fields, o.n, o.wrong);
	}
	layout_begin(p, &(struct layout){
			    .title = FILL(h->arena,
				_("Request No. {number}: complete the details"),
				{"number", html_id(h, o.request.request)}),
			    .sub = o.name,
			    .task = true,
			    .script = "join.js",
			    .status = status,
			});
	put_asked(p, &o);
	if (fault)
		request_form_summary(p, &form, NULL);
	form_open(p, complete_path(p), 0);
	request_form_put(p, &form);
	form_tick(p, BRANCH, "1",
	    _("A branch without an EDRPOU code of its own"),
	    _("Then leave the code empty, or give the code of the main"
	      " institution."),
	    http_post(p->req, BRANCH) != NULL);
	html(h, "<div class='row'>");
	form_button(p, "main", "do", "send", _("Send the details"));
	html(h, "</div>");
	form_end(p);
	layout_end(p);
}

void
page_join_complete(struct page *p)
{
	show_completion(p, NULL, 0);
}

static void
thanks(struct page *p, const char *text)
{
	struct html *h = &p->html;

	layout_begin(
	    p, &(struct layout){
		   .title = _("Thank you, the request is in the queue"),
		   .width = LAYOUT_PROSE,
	       });
	html(h,
	    "<section class='card'><p>{}</p></section>\n"
	    "<p class='row'><a class='btn' href='/join/status'>{}</a>"
	    "<a class='btn' href='/'>{}</a></p>\n",
	    text, _("The state of the request"), _("To the start page"));
	layout_end(p);
}

void
page_join_complete_post(struct page *p)
{
	struct html *h = &p->html;
	struct join_form form = {
	    .branch = http_post(p->req, BRANCH) != NULL,
	    .entitled = true, /* said when it was sent */
	    .lang = h->lang,
	    .peer = p->req->peer,
	};
	struct join_form_fault *fault = arena_alloc(h->arena, sizeof(*fault));
	enum err err;

	request_form_read(p, &form.typed);
	if (request_form_asked(p)) {
		show_completion(p, NULL, 200);
		return;
	}
	err = join_form_complete(p->act, p->words[0], &form, fault);
	if (err == ERR_INVALID)
		show_completion(p, fault, 422);
	else if (err)
		page_error(p, err);
	else
		thanks(p, _("The details are written down. We will review the"
			    " request and answer to the address in it."));
}

/* ---- confirming -----------------------------------------------------------
 */

void
page_join_confirm(struct page *p)
{
	struct html *h = &p->html;
	struct join_form_opened o;
	enum err err = join_form_confirmable(p->act, p->words[0], &o);

	if (err) {
		page_error(p, err);
		return;
	}
	layout_begin(p, &(struct layout){
			    .title = _("Confirm the request"),
			    .sub = o.name,
			    .width = LAYOUT_PROSE,
			});
	html(h, "<section class='card flow'><dl class='facts'>");
	for (size_t i = 0; i < FIELD_COUNT; i++) {
		const char *value = request_text_value(h, (enum field_id)i,
		    request_check_value(o.fields, o.n, (enum field_id)i));

		if (*value)
			html(h, "<dt>{}</dt><dd>{}</dd>",
			    request_text_field(h, (enum field_id)i), value);
	}
	html(h, "</dl>\n");
	form_open(p, page_path(p, "/join/confirm/%s", p->words[0]), 0);
	form_close(p, _("It is mine: send it to review"));
	html(h, "</section>\n");
	layout_end(p);
}

void
page_join_confirm_post(struct page *p)
{
	struct html *h = &p->html;
	int64_t number;
	enum err err = join_form_confirm(p->act, p->words[0], &number);

	if (err) {
		page_error(p, err);
		return;
	}
	thanks(
	    p, FILL(h->arena,
		   _("Request No. {number}. Keep the number: with it and your"
		     " address you can ask how far the request has come."),
		   {"number", html_id(h, number)}));
}
