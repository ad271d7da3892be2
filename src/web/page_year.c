/* SPDX-License-Identifier: EUPL-1.2 */
/* Dates of the academic year and its two terms. */
#include "base/clock.h"
#include "domain/school_year.h"
#include "web/office.h"
#include "web/pages.h"

#define TERMS 2
#define DATES (2 + 2 * TERMS)

static const char *const names[DATES] = {"starts_on", "ends_on",
    "term1_starts_on", "term1_ends_on", "term2_starts_on", "term2_ends_on"};

struct year_page {
	struct academic_year year;
	bool set, fault;
	bool wrong[DATES]; /* not a date */
};

static int64_t *
date_at(struct academic_year *y, size_t i)
{
	switch (i) {
	case 0:
		return &y->starts_on;
	case 1:
		return &y->ends_on;
	default:
		return i % 2 == 0 ? &y->terms[i / 2 - 1].starts_on
				  : &y->terms[i / 2 - 1].ends_on;
	}
}

static void
fields_fill(struct page *p, struct year_page *s, struct field f[DATES])
{
	struct html *h = &p->html;
	const char *labels[DATES] = {_("Year begins"), _("Year ends"),
	    _("Term I begins"), _("Term I ends"), _("Term II begins"),
	    _("Term II ends")};

	for (size_t i = 0; i < DATES; i++)
		f[i] = (struct field){
		    .name = names[i],
		    .label = labels[i],
		    .type = "date",
		    .value = p->req->method == HTTP_POST
				 ? office_text(p, names[i])
				 : office_day_field(h, *date_at(&s->year, i)),
		    .error =
			s->wrong[i]
			    ? _("There is no such date. Example: 01.09.2026.")
			    : NULL,
		    .width = 2,
		    .required = true,
		};
	if (s->fault && !f[0].error)
		f[0].error =
		    _("Check the order: the year begins in its first calendar "
		      "year, terms lie inside it and follow each other.");
}

static void
pair_show(struct page *p, const char *legend, const struct field *f)
{
	struct html *h = &p->html;

	html(h, "<fieldset><legend>{}</legend><div class='pairs'>\n", legend);
	form_field(p, &f[0]);
	form_field(p, &f[1]);
	html(h, "</div></fieldset>\n");
}

static void
year_show(struct page *p, struct year_page *s)
{
	struct html *h = &p->html;
	struct field f[DATES];
	const struct field *all[DATES];

	fields_fill(p, s, f);
	for (size_t i = 0; i < DATES; i++)
		all[i] = &f[i];
	layout_begin(p,
	    &(struct layout){.title = FILL(h->arena, _("{year} academic year"),
				 {"year", office_year(h, s->year.year)}),
		.menu = "classes",
		.back_href = page_path(p, "/classes"),
		.back_text = _("Classes"),
		.width = LAYOUT_PROSE,
		.status = s->fault ? 422 : 0});
	if (!s->set && !s->fault)
		layout_note(p, "warn", _("The dates are only proposed"),
		    _("Check them against the order of the institution and "
		      "save."));
	form_errors(p, all, DATES);
	form_open(p, page_path(p, "/year"), 0);
	form_hidden(p, "year", html_id(h, s->year.year));
	pair_show(p, _("Academic year"), f);
	pair_show(p, _("Term I"), f + 2);
	pair_show(p, _("Term II"), f + 4);
	form_close(p, _("Save the dates"));
	layout_end(p);
}

static void
year_save(struct page *p, struct year_page *s)
{
	struct html *h = &p->html;
	enum err err;

	s->year = (struct academic_year){
	    .year = office_number(p, "year"), .terms_n = TERMS};
	for (size_t i = 0; i < TERMS; i++)
		s->year.terms[i].term = (int64_t)i + 1;
	for (size_t i = 0; i < DATES; i++) {
		int64_t day;

		s->wrong[i] =
		    !office_date(p, names[i], &day) || day == DAY_NONE;
		*date_at(&s->year, i) = s->wrong[i] ? 0 : day;
		s->fault |= s->wrong[i];
	}
	if (s->fault) {
		year_show(p, s);
		return;
	}
	err = school_year_set(p->act, &s->year);
	if (err == ERR_INVALID) {
		s->fault = true;
		year_show(p, s);
	} else if (err) {
		page_error(p, err);
	} else {
		page_go(p, page_path(p, "/year"),
		    _("The dates of the year have been saved."));
	}
}

void
page_year(struct page *p)
{
	struct year_page s = {.set = false};
	enum err err;

	if (p->req->method == HTTP_POST) {
		year_save(p, &s);
		return;
	}
	if ((err = school_year_at(
		 p->act, clock_day_at(p->act->now), &s.year, &s.set))) {
		page_error(p, err);
		return;
	}
	year_show(p, &s);
}
