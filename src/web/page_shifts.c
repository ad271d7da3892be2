/* SPDX-License-Identifier: EUPL-1.2 */
/* Which class learns in which shift. */
#include <stdlib.h>

#include "web/calendar_part.h"
#include "web/pages.h"

static void
class_row(struct page *p, const struct calendar_view *v,
    const struct class_line *line)
{
	struct html *h = &p->html;
	const int64_t shift =
	    bells_shift_of(v->shifts, v->shifts_n, line->class.id);

	html(h,
	    "<tr><th scope='row' id='c{}'>{}</th><td><div class='cellform'>"
	    "<select name='c{}' aria-labelledby='c{}'>",
	    html_id(h, line->class.id), line->class.label,
	    html_id(h, line->class.id), html_id(h, line->class.id));
	for (int64_t i = 1; i <= BELLS_SHIFTS_MAX; i++)
		html(h, "<option value='{}'{}>{}</option>", html_id(h, i),
		    i == shift ? " selected" : "",
		    FILL(h->arena, _("Shift {n}"), {"n", html_id(h, i)}));
	html(h, "</select></div></td></tr>\n");
}

static void
show(struct page *p, const struct calendar_view *v)
{
	struct html *h = &p->html;

	layout_begin(p, &(struct layout){.title = _("Shifts"),
			    .sub = FILL(h->arena, _("{year} academic year"),
				{"year", office_year(h, v->year.year)}),
			    .menu = "calendar",
			    .width = LAYOUT_PROSE});
	calendar_tabs(p, v->year.year, CALENDAR_TAB_SHIFTS);
	if (!v->classes_n) {
		layout_empty(p, _("There are no classes yet"),
		    _("They appear by themselves when a list of pupils is "
		      "uploaded."),
		    page_path(p, "/classes"), _("Classes"));
		layout_end(p);
		return;
	}
	form_open(p, page_path(p, "/year/shifts"), 0);
	form_hidden(p, "year", html_id(h, v->year.year));
	html(h,
	    "<table class='table'><caption class='vh'>{}</caption><thead><tr>"
	    "<th scope='col'>{}</th><th scope='col'>{}</th></tr></thead>"
	    "<tbody>\n",
	    _("Shifts"), _("Class"), _("Shift"));
	for (size_t i = 0; i < v->classes_n; i++)
		class_row(p, v, &v->classes[i]);
	html(h, "</tbody></table>\n");
	form_close(p, _("Save the shifts"));
	layout_end(p);
}

static void
save(struct page *p, int64_t year)
{
	struct html *h = &p->html;
	const struct http_request *req = p->req;
	struct class_shift *shifts =
	    arena_array(h->arena, req->fields_n + 1, sizeof(*shifts));
	size_t n = 0;
	enum err err;

	for (size_t i = req->query_n; i < req->fields_n; i++) {
		const struct http_field *f = &req->fields[i];
		char *end;
		int64_t class = strtoll(f->name + 1, &end, 10);

		if (f->name[0] == 'c' && end != f->name + 1 && !*end)
			shifts[n++] = (struct class_shift){
			    class, strtoll(f->value, NULL, 10)};
	}
	err = calendar_edit_shifts(p->act, year, shifts, n);
	if (err == ERR_INVALID)
		page_refuse(p, 422, _("The shifts are not saved"),
		    _("One of these classes is no longer there. Open the page "
		      "of shifts again."));
	else if (err)
		page_error(p, err);
	else
		page_go(p,
		    page_path(p, "/year/shifts?year=%lld", (long long)year),
		    _("The shifts have been saved."));
}

void
page_shifts(struct page *p)
{
	struct calendar_view view;
	enum err err;

	/* Reads the fields, too. */
	if ((err = calendar_view_read(p->act, office_number(p, "year"), &view)))
		page_error(p, err);
	else if (p->req->method == HTTP_POST)
		save(p, view.year.year);
	else
		show(p, &view);
}
