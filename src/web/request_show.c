/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/request_show.h"

#include <string.h>

#include "base/clock.h"
#include "web/layout.h"
#include "web/request_pages.h"
#include "web/request_text.h"

/* Neighbours of the same state, so that one follows the other. */
#define NEIGHBOURS 12

static const char *
path_of(struct html *h, int64_t request)
{
	return arena_printf(
	    h->arena, "/institute/requests/%lld", (long long)request);
}

static void
put_neighbour(struct page *p, const struct request_line *line, int64_t here)
{
	struct html *h = &p->html;
	const struct request *r = &line->request;

	html(h, "<li><a href='{}'{}><b>{}</b><small><span>{} · {}</span>",
	    path_of(h, r->request),
	    r->request == here ? " aria-current=true" : "",
	    request_pages_called(h, r->request, line->name),
	    FILL(h->arena, _("No. {number}"),
		{"number", html_id(h, r->request)}),
	    request_text_age(h, p->act->now, r->received_at));
	if (line->alike)
		layout_chip(h, "warn", _("possible duplicate"));
	else if (line->doubts)
		layout_chip(h, line->wrong ? "err" : "warn",
		    FILL(h->arena, _("remarks: {n}"),
			{"n", html_num(h, line->doubts)}));
	else
		layout_chip(h, "ok", _("everything is right"));
	html(h, "</small></a></li>\n");
}

static enum err
put_neighbours(struct page *p, const struct request *row)
{
	struct html *h = &p->html;
	const struct request_query query = {
	    .state = row->state,
	    .passed =
		strcmp(row->state, "in_review") ? -1 : row->passed_at != 0,
	    .limit = NEIGHBOURS,
	};
	struct request_line *lines;
	int64_t total;
	size_t n;
	enum err err;

	if ((err = review_list(p->act, &query, &lines, &n, &total)))
		return err;
	html(h,
	    "<nav class='not-phone' aria-label='{}'><ul class='list boxed'>\n",
	    _("Requests in the same state"));
	for (size_t i = 0; i < n; i++)
		put_neighbour(p, &lines[i], row->request);
	html(h, "</ul></nav>\n");
	return OK;
}

/* ---- what the reviewer has to know first ----------------------------------
 */

static void
add(struct buf *b, bool agrees, const char *what)
{
	if (!agrees)
		return;
	if (b->len)
		buf_adds(b, ", ");
	buf_adds(b, what);
}

static const char *
what_agrees(struct html *h, const struct request_alike *a)
{
	struct buf b;

	buf_init(&b, h->arena, 80);
	add(&b, a->diso_id, _("DISO id"));
	add(&b, a->edrpou, _("EDRPOU code"));
	add(&b, a->email, _("e-mail address"));
	add(&b, a->message_id, _("Message-ID of the letter"));
	add(&b, a->same_name, _("name"));
	return b.p;
}

static void
put_alike(struct page *p, const struct review_request *r)
{
	struct html *h = &p->html;

	html(h, "<section class='note warn'><h2>{}</h2>\n<ul>",
	    _("Possible duplicate"));
	for (size_t i = 0; i < r->alike_n; i++) {
		const struct request_alike *a = &r->alike[i];
		const struct request *other = &a->request;

		html(h, "<li><a href='{}'>{}</a>, {}, {}. {}",
		    path_of(h, other->request),
		    FILL(h->arena, _("Request No. {number}"),
			{"number", html_id(h, other->request)}),
		    request_text_state(
			h, other->state, other->passed_at != 0, NULL),
		    clock_short(h->arena, clock_day_at(other->received_at)),
		    FILL(h->arena, _("The same: {what}."),
			{"what", what_agrees(h, a)}));
		html(h, " <a href='{}/compare/{}'>{}</a></li>\n",
		    path_of(h, r->request.request), html_id(h, other->request),
		    _("Compare"));
	}
	html(h, "</ul></section>\n");
}

static void
put_institutions(struct page *p, const struct review_request *r)
{
	struct html *h = &p->html;

	html(h, "<section class='note{}'><h2>{}</h2>\n<ul>",
	    r->taken_code ? " err" : " warn",
	    r->taken_code
		? _("An institution with this DISO id is here already")
		: _("Institutions with the same code or name"));
	for (size_t i = 0; i < r->institutions_n; i++)
		html(h,
		    "<li><a href='/institute/institutions/{}'>{}</a> · {}"
		    "</li>\n",
		    html_id(h, r->institutions[i].inst),
		    r->institutions[i].name,
		    request_text_state(
			h, r->institutions[i].state, false, NULL));
	html(h, "</ul><p>{}</p></section>\n",
	    r->taken_code
		? _("A second one cannot be approved. If the first one was a"
		    " mistake, decline this request and say so.")
		: _("Branches share the EDRPOU code of their main institution:"
		    " then name it in the fields."));
}

/* Sent back by the approver: the reason is the first thing to read. */
static void
put_sent_back(struct page *p, const struct review_request *r)
{
	struct html *h = &p->html;

	if (!(r->may & REVIEW_PASS))
		return;
	for (size_t i = 0; i < r->steps_n; i++) {
		if (strcmp(r->steps[i].act, "passed") == 0)
			return;
		if (strcmp(r->steps[i].act, "sent_back") != 0)
			continue;
		layout_note(p, "warn",
		    FILL(h->arena, _("Sent back from approval: {who}"),
			{"who", r->steps[i].who}),
		    r->steps[i].note);
		return;
	}
}

static const char *
came(struct html *h, const struct review_request *r)
{
	const struct request *row = &r->request;
	const char *pattern = strcmp(row->source, "mail") == 0
				  ? _("Letter of {date}, {time}")
				  : _("Form of {date}, {time}");

	return FILL(h->arena, pattern,
	    {"date", clock_long(h->arena, i18n_code(h->lang),
			 clock_day_at(row->received_at))},
	    {"time", clock_hm(h->arena, row->received_at)});
}

static void
put_head(struct page *p, const struct review_request *r)
{
	struct html *h = &p->html;
	const struct request *row = &r->request;
	const char *chip, *state;

	state = request_text_state(h, row->state, row->passed_at != 0, &chip);
	html(h, "<div class='row'>");
	layout_chip(h, chip, state);
	if (*r->reviewer)
		html(h, "<span class='small soft'>{}</span>",
		    FILL(h->arena, _("Reviewer: {who}"), {"who", r->reviewer}));
	if (*r->approver)
		html(h, "<span class='small soft'>{}</span>",
		    FILL(h->arena, _("Approver: {who}"), {"who", r->approver}));
	html(h, "</div>\n");
}

static void
put_article(struct page *p, const struct review_request *r,
    const struct request_fault *fault)
{
	struct html *h = &p->html;

	html(h, "<div class='flow'>\n");
	put_head(p, r);
	if (fault->title)
		layout_note(p, "err", fault->title, fault->text);
	put_sent_back(p, r);
	if (r->alike_n)
		put_alike(p, r);
	if (r->institutions_n)
		put_institutions(p, r);
	html(h, "<div class='two'><div class='flow'>\n");
	request_show_fields(p, r);
	request_decide(p, r, fault);
	html(h, "</div><div class='flow'>\n");
	request_show_letter(p, r);
	request_show_history(p, r);
	html(h, "</div></div></div>\n");
}

void
request_show(struct page *p, int64_t request, const struct request_fault *fault,
    int status)
{
	struct html *h = &p->html;
	struct review_request *r = arena_alloc(h->arena, sizeof(*r));
	enum err err = review_open(p->act, request, r);

	if (err) {
		page_error(p, err);
		return;
	}
	layout_begin(
	    p, &(struct layout){
		   .title = request_pages_called(h, request,
		       request_check_value(r->fields, r->fields_n, FIELD_NAME)),
		   .sub = arena_printf(h->arena, "%s · %s",
		       FILL(h->arena, _("Request No. {number}"),
			   {"number", html_id(h, request)}),
		       came(h, r)),
		   .menu = "requests",
		   .back_href =
		       arena_printf(h->arena, "/institute/requests?state=%s",
			   request_pages_tab(&r->request)),
		   .back_text = _("To the queue"),
		   .width = LAYOUT_WIDE,
		   .status = status,
	       });
	html(h, "<div class='fore'>\n");
	if ((err = put_neighbours(p, &r->request))) {
		page_error(p, err);
		return;
	}
	put_article(p, r, fault);
	html(h, "</div>\n");
	layout_end(p);
}
