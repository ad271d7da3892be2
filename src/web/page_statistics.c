/* SPDX-License-Identifier: EUPL-1.2 */
/* The analyst's page: sums by oblast and kind, how the queue moves. */
#include <string.h>

#include "base/table.h"
#include "domain/participants.h"
#include "web/layout.h"
#include "web/map.h"
#include "web/office.h"
#include "web/pages.h"
#include "web/request_text.h"

#define PATH "/institute/statistics"

static void
add(struct participants_sum *to, const struct participants_sum *from)
{
	to->registered += from->registered;
	to->active += from->active;
	to->journals += from->journals;
	to->pupils += from->pupils;
	to->staff += from->staff;
}

static struct participants_sum
sum_of(const struct participants_figures *f, const char *kind)
{
	struct participants_sum sum = {0};

	for (size_t i = 0; i < f->n; i++)
		if (!kind || strcmp(f->rows[i].kind, kind) == 0)
			add(&sum, &f->rows[i]);
	return sum;
}

static void
put_cells(struct html *h, const struct participants_sum *s)
{
	const struct {
		const char *name;
		int64_t n;
	} cells[] = {
	    {_("Connected"), s->registered},
	    {_("Keep journals"), s->active},
	    {_("Journals"), s->journals},
	    {_("Pupils"), s->pupils},
	    {_("Staff"), s->staff},
	};

	for (size_t i = 0; i < sizeof(cells) / sizeof(cells[0]); i++)
		html(h, "<td class='num' data-l='{}'>{}</td>", cells[i].name,
		    html_num(h, cells[i].n));
	html(h, "</tr>\n");
}

static void
put_head(struct html *h, const char *caption, bool region)
{
	html(h, "<table class='table stack'><caption>{}</caption><thead><tr>",
	    caption);
	if (region)
		html(h, "<th scope='col'>{}</th>", _("Oblast"));
	html(h,
	    "<th scope='col'>{}</th><th scope='col' class='num'>{}</th>"
	    "<th scope='col' class='num'>{}</th><th scope='col' class='num'>"
	    "{}</th><th scope='col' class='num'>{}</th><th scope='col' "
	    "class='num'>{}</th></tr></thead><tbody>\n",
	    _("Kind"), _("Connected"), _("Keep journals"), _("Journals"),
	    _("Pupils"), _("Staff"));
}

static void
by_kind(struct html *h, const struct participants_figures *f)
{
	struct participants_sum sum;

	put_head(h, _("Institutions by kind"), false);
	for (size_t i = 0; i < REQUEST_KINDS_N; i++) {
		sum = sum_of(f, request_kinds[i]);
		html(h, "<tr><th scope='row'>{}</th>",
		    request_text_kind(h, request_kinds[i]));
		put_cells(h, &sum);
	}
	sum = sum_of(f, NULL);
	html(h, "</tbody><tfoot><tr><th scope='row'>{}</th>", _("Together"));
	put_cells(h, &sum);
	html(h, "</tfoot></table>\n");
}

static void
by_region(struct html *h, const struct participants_figures *f)
{
	put_head(h, _("By oblast and kind"), true);
	for (size_t i = 0; i < f->n; i++) {
		html(h, "<tr><th scope='row'>{}</th><td data-l='{}'>{}</td>",
		    map_region_name(h, f->rows[i].region), _("Kind"),
		    request_text_kind(h, f->rows[i].kind));
		put_cells(h, &f->rows[i]);
	}
	html(h, "</tbody></table>\n");
}

static void
put_queue(struct page *p, const struct participants_figures *f)
{
	struct html *h = &p->html;

	html(h,
	    "<section class='card' aria-labelledby='q-h'><h2 id='q-h'>{}</h2>"
	    "<table class='table'><caption class='vh'>{}</caption><thead><tr>"
	    "<th scope='col'>{}</th><th scope='col' class='num'>{}</th><th "
	    "scope='col' class='num'>{}</th></tr></thead><tbody>\n",
	    _("Requests to join"), _("Requests to join"), _("State"),
	    _("How many"), _("The oldest"));
	for (size_t i = 0; i < f->requests_n; i++) {
		const struct request_count *c = &f->requests[i];

		if (strcmp(c->state, "unconfirmed") == 0)
			continue;
		html(h,
		    "<tr><th scope='row'>{}</th><td class='num'>{}</td>"
		    "<td class='num'>{}</td></tr>\n",
		    request_text_state(h, c->state, c->passed, NULL),
		    html_num(h, c->n),
		    request_text_age(h, p->act->now, c->oldest));
	}
	html(h, "</tbody></table></section>\n");
}

static void export(struct page *p, const struct participants_figures *f)
{
	struct html *h = &p->html;
	const char *head[] = {_("Oblast"), _("Kind"), _("Connected"),
	    _("Keep journals"), _("Journals"), _("Pupils"), _("Staff")};
	const enum table_format format = office_format(p);
	struct table_writer *w =
	    table_writer_new(h->arena, format, _("Statistics"));

	for (size_t i = 0; i < sizeof(head) / sizeof(head[0]); i++)
		table_write_text(w, head[i]);
	table_write_row_end(w);
	for (size_t i = 0; i < f->n; i++) {
		const struct participants_sum *s = &f->rows[i];

		table_write_text(w, map_region_name(h, s->region));
		table_write_text(w, request_text_kind(h, s->kind));
		table_write_number(w, s->registered);
		table_write_number(w, s->active);
		table_write_number(w, s->journals);
		table_write_number(w, s->pupils);
		table_write_number(w, s->staff);
		table_write_row_end(w);
	}
	office_send(p, w, format, "statistics");
}

void
page_statistics(struct page *p)
{
	struct html *h = &p->html;
	struct participants_figures figures;
	enum err err = participants_figures(p->act, &figures);

	if (err) {
		page_error(p, err);
		return;
	}
	if (http_field(p->req, "format")) {
		export(p, &figures);
		return;
	}
	layout_begin(p, &(struct layout){
			    .title = _("Statistics"),
			    .sub = _("Sums only: no names, no marks, no single"
				     " institution."),
			    .menu = "statistics",
			    .width = LAYOUT_WIDE,
			});
	html(h, "<div class='side'><div class='flow'>\n<div class='card'>\n");
	by_kind(h, &figures);
	html(h, "</div>\n");
	if (figures.n) {
		html(h, "<div class='card'>\n");
		by_region(h, &figures);
		office_export_links(p, PATH);
		html(h, "</div>\n");
	}
	html(h, "</div><div class='flow'>\n");
	put_queue(p, &figures);
	html(h, "</div></div>\n");
	layout_end(p);
}
