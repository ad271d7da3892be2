/* SPDX-License-Identifier: EUPL-1.2 */
/* Institutions that take part: the list and one card. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "domain/participants.h"
#include "domain/regions.h"
#include "web/layout.h"
#include "web/pages.h"
#include "web/request_pages.h"
#include "web/request_text.h"

#define PATH "/institute/institutions"
#define PER_PAGE 50

static const char *
field_or_null(struct page *p, const char *name)
{
	const char *s = http_field(p->req, name);

	return s && *s ? s : NULL;
}

/* Support finds institutions; what was written in requests is not theirs. */
static bool
reads_requests(const struct page *p)
{
	return p->act->actor.role & (ROLE_REVIEWER | ROLE_APPROVER);
}

static struct institution_query
query_of(struct page *p)
{
	const char *region = field_or_null(p, "region");
	const char *at = field_or_null(p, "at");
	const struct region *r = region ? regions_find(region) : NULL;

	return (struct institution_query){
	    .kind = field_or_null(p, "kind"),
	    .region = r ? r->number : NULL,
	    .words = field_or_null(p, "q"),
	    .limit = PER_PAGE,
	    .offset = at ? llabs(strtoll(at, NULL, 10)) : 0,
	};
}

static void
put_state(struct html *h, const struct institution *row)
{
	const char *chip;
	const char *word = request_text_state(h, row->state, false, &chip);

	layout_chip(h, chip, word);
}

static void
put_row(struct html *h, const struct institution *row)
{
	html(h,
	    "<tr><th scope='row'><a href='" PATH "/{}'>{}</a><br>"
	    "<span class='soft small'>{}{}</span></th>",
	    html_id(h, row->inst), row->name, request_text_kind(h, row->kind),
	    row->parent ? _(" · branch") : "");
	html(h,
	    "<td data-l='{}'>{}</td><td class='num' data-l='{}'>{}</td>"
	    "<td class='num' data-l='{}'>{}</td><td>",
	    _("Oblast"), map_region_name(h, row->region),
	    request_text_field(h, FIELD_DISO), row->diso_id ? row->diso_id : "",
	    _("Since"), clock_short(h->arena, row->joined_on));
	put_state(h, row);
	html(h, "</td></tr>\n");
}

void
page_institutions(struct page *p)
{
	struct html *h = &p->html;
	const struct institution_query query = query_of(p);
	struct institution *rows;
	int64_t total;
	size_t n;
	enum err err = participants_list(p->act, &query, &rows, &n, &total);

	if (err) {
		page_error(p, err);
		return;
	}
	layout_begin(p, &(struct layout){
			    .title = _("Institutions"),
			    .sub = FILL(h->arena, _("Found: {n}"),
				{"n", html_num(h, total)}),
			    .menu = "institutions",
			    .width = LAYOUT_WIDE,
			    .head_open = true,
			});
	request_pages_search(p, PATH, _("Name, DISO id or EDRPOU"));
	layout_head_end(p);
	request_pages_filter(p, PATH, NULL);
	if (!n) {
		layout_empty(p, _("Nothing was found"),
		    _("Institutions come here when their request has been"
		      " approved."),
		    reads_requests(p) ? "/institute/requests" : NULL,
		    _("To the requests"));
	} else {
		html(h,
		    "<table class='table stack'><caption class='vh'>{}"
		    "</caption><thead><tr><th scope='col'>{}</th><th "
		    "scope='col'>{}</th><th scope='col' class='num'>{}</th>"
		    "<th scope='col' class='num'>{}</th><th scope='col'>{}"
		    "</th></tr></thead><tbody>\n",
		    _("Institutions"), _("Institution"), _("Oblast"),
		    request_text_field(h, FIELD_DISO), _("Since"), _("State"));
		for (size_t i = 0; i < n; i++)
			put_row(h, &rows[i]);
		html(h, "</tbody></table>\n");
	}
	layout_pager(p, PATH, query.offset, PER_PAGE, total);
	layout_end(p);
}

/* ---- the card -------------------------------------------------------------
 */

static void
put_fact(struct html *h, const char *name, const char *value)
{
	if (value && *value)
		html(h, "<dt>{}</dt><dd>{}</dd>", name, value);
}

static void
put_facts(struct html *h, const struct participant *p)
{
	const struct institution *row = &p->row;

	html(h,
	    "<section class='card' aria-labelledby='f-h'><h2 id='f-h'>{}</h2>"
	    "<dl class='facts'>\n",
	    _("Institution"));
	put_fact(h, request_text_field(h, FIELD_KIND),
	    request_text_kind(h, row->kind));
	put_fact(h, _("Oblast"), map_region_name(h, row->region));
	put_fact(h, request_text_field(h, FIELD_COMMUNITY),
	    *p->district
		? FILL(h->arena, _("{community}, {district} district"),
		      {"community", p->community}, {"district", p->district})
	    : *p->community ? p->community
			    : row->community);
	put_fact(h, request_text_field(h, FIELD_DISO), row->diso_id);
	put_fact(h, request_text_field(h, FIELD_EDRPOU), row->edrpou);
	put_fact(
	    h, _("Connected since"), clock_short(h->arena, row->joined_on));
	if (p->parent.inst)
		html(h, "<dt>{}</dt><dd><a href='" PATH "/{}'>{}</a></dd>",
		    tc(h->lang, "field", "Main institution"),
		    html_id(h, p->parent.inst), p->parent.name);
	if (p->request.request)
		html(h,
		    "<dt>{}</dt><dd><a href='/institute/requests/{}'>{}</a>"
		    "</dd>",
		    _("Request"), html_id(h, p->request.request),
		    FILL(h->arena, _("No. {number}"),
			{"number", html_id(h, p->request.request)}));
	html(h, "</dl></section>\n");
}

static void
put_figure(struct html *h, const char *name, int64_t n)
{
	html(h, "<div><dt>{}</dt><dd>{}</dd></div>", name, html_num(h, n));
}

static void
put_figures(struct html *h, const struct participant *p)
{
	const struct institution_statistic *f = &p->figures;

	html(h,
	    "<section class='card' aria-labelledby='n-h'><h2 id='n-h'>{}"
	    "</h2>\n",
	    _("Figures"));
	if (!f->reported_at) {
		html(h, "<p class='soft'>{}</p></section>\n",
		    _("The institution has not reported yet."));
		return;
	}
	html(h, "<dl class='stats'>");
	put_figure(h, _("Journals"), f->journals);
	put_figure(h, _("Pupils"), f->pupils);
	put_figure(h, _("Staff"), f->staff);
	html(h, "</dl><p class='small soft'>{}</p></section>\n",
	    FILL(h->arena,
		_("As of {when}. No names and no marks are seen"
		  " here."),
		{"when", clock_stamp(h->arena, f->reported_at)}));
}

static void
put_branches(struct html *h, const struct participant *p)
{
	if (!p->branches_n)
		return;
	html(h,
	    "<section class='card' aria-labelledby='b-h'><h2 id='b-h'>{}</h2>"
	    "<ul class='list'>\n",
	    _("Branches"));
	for (size_t i = 0; i < p->branches_n; i++)
		html(h, "<li><a href='" PATH "/{}'><b>{}</b></a></li>\n",
		    html_id(h, p->branches[i].inst), p->branches[i].name);
	html(h, "</ul></section>\n");
}

void
page_institution(struct page *p)
{
	struct html *h = &p->html;
	struct participant found;
	enum err err = participants_find(p->act, p->ids[0], &found);

	if (err) {
		page_error(p, err);
		return;
	}
	layout_begin(p, &(struct layout){
			    .title = found.row.name,
			    .menu = "institutions",
			    .back_href = PATH,
			    .back_text = _("To the institutions"),
			});
	html(h, "<p>");
	put_state(h, &found.row);
	html(h, "</p><div class='two'><div class='flow'>\n");
	put_facts(h, &found);
	html(h, "</div><div class='flow'>\n");
	put_figures(h, &found);
	put_branches(h, &found);
	html(h, "</div></div>\n");
	layout_end(p);
}
