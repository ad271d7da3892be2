/* SPDX-License-Identifier: EUPL-1.2 */
/* Two requests side by side: is it the same institution? */
#include <string.h>

#include "base/clock.h"
#include "domain/review.h"
#include "web/layout.h"
#include "web/pages.h"
#include "web/request_text.h"

static void
put_head(struct html *h, const struct review_request *r)
{
	const struct request *row = &r->request;

	html(h,
	    "<th scope='col'><a href='/institute/requests/{}'>{}</a><br>"
	    "<span class='soft small'>{}, {}</span></th>",
	    html_id(h, row->request),
	    FILL(h->arena, _("Request No. {number}"),
		{"number", html_id(h, row->request)}),
	    clock_short(h->arena, clock_day_at(row->received_at)),
	    request_text_state(h, row->state, row->passed_at != 0, NULL));
}

static const char *
value_of(struct html *h, const struct review_request *r, enum field_id field)
{
	return request_text_value(
	    h, field, request_check_value(r->fields, r->fields_n, field));
}

static void
put_row(struct html *h, const struct review_request *x,
    const struct review_request *y, const char *label, const char *a,
    const char *b)
{
	const bool same = *a && strcmp(a, b) == 0;

	html(h,
	    "<tr><th scope='row'>{}</th><td data-l='№ {}'>{}</td>"
	    "<td data-l='№ {}'>{}</td><td>",
	    label, html_id(h, x->request.request), *a ? a : "—",
	    html_id(h, y->request.request), *b ? b : "—");
	if (same)
		layout_chip(h, "warn", _("the same"));
	html(h, "</td></tr>\n");
}

static const char *
sender_of(const struct review_request *r)
{
	return r->request.sender ? r->request.sender : "";
}

void
page_request_compare(struct page *p)
{
	struct html *h = &p->html;
	struct review_request *a = arena_alloc(h->arena, sizeof(*a));
	struct review_request *b = arena_alloc(h->arena, sizeof(*b));
	enum err err;

	if ((err = review_open(p->act, p->ids[0], a)) ||
	    (err = review_open(p->act, p->ids[1], b))) {
		page_error(p, err);
		return;
	}
	layout_begin(
	    p, &(struct layout){
		   .title = _("Compare two requests"),
		   .menu = "requests",
		   .back_href = page_path(
		       p, "/institute/requests/%lld", (long long)p->ids[0]),
		   .back_text = _("To the request"),
	       });
	html(h,
	    "<div class='card'><table class='table stack'><caption class='vh'>"
	    "{}</caption><thead><tr><th scope='col'>{}</th>",
	    _("Compare two requests"), _("Field"));
	put_head(h, a);
	put_head(h, b);
	html(h,
	    "<th scope='col'><span class='vh'>{}</span></th></tr></thead>"
	    "<tbody>\n",
	    _("the same"));
	for (size_t i = 0; i < FIELD_COUNT; i++)
		put_row(h, a, b, request_text_field(h, (enum field_id)i),
		    value_of(h, a, (enum field_id)i),
		    value_of(h, b, (enum field_id)i));
	put_row(h, a, b, _("Sender"), sender_of(a), sender_of(b));
	html(h, "</tbody></table></div>\n");
	layout_end(p);
}
