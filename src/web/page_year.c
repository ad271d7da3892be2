/* SPDX-License-Identifier: EUPL-1.2 */
/* Dates of the academic year and of its terms, however many there are. */
#include <string.h>

#include "base/clock.h"
#include "domain/school_year.h"
#include "web/calendar_part.h"
#include "web/pages.h"

#define DATES_MAX (2 + 2 * YEARS_TERMS_MAX)

struct year_page {
	struct academic_year year;
	bool set, fault;
	bool wrong_order;      /* every one is a date */
	bool wrong[DATES_MAX]; /* not a date */
	bool wrong_week_a;
};

static size_t
dates_n(const struct year_page *s)
{
	return 2 + 2 * s->year.terms_n;
}

static const char *
name_of(struct html *h, size_t i)
{
	if (i < 2)
		return i ? "ends_on" : "starts_on";
	return arena_printf(
	    h->arena, "term%zu_%s", i / 2, i % 2 ? "ends_on" : "starts_on");
}

static int64_t *
date_at(struct academic_year *y, size_t i)
{
	if (i < 2)
		return i ? &y->ends_on : &y->starts_on;
	return i % 2 ? &y->terms[i / 2 - 1].ends_on
		     : &y->terms[i / 2 - 1].starts_on;
}

static const char *
value_of(struct page *p, const char *name, int64_t day)
{
	struct html *h = &p->html;

	if (p->req->method == HTTP_POST)
		return office_text(p, name);
	return office_day_field(h, day);
}

static void
fields_fill(struct page *p, struct year_page *s, struct field *f)
{
	struct html *h = &p->html;

	for (size_t i = 0; i < dates_n(s); i++)
		f[i] = (struct field){
		    .name = name_of(h, i),
		    .label = i < 2 ? (i ? _("Year ends") : _("Year begins"))
				   : (i % 2 ? _("Last day") : _("First day")),
		    .type = "date",
		    .value = value_of(p, name_of(h, i), *date_at(&s->year, i)),
		    .error =
			s->wrong[i]
			    ? _("There is no such date. Example: 01.09.2026.")
			    : NULL,
		    .width = 2,
		    .required = true,
		};
	if (s->wrong_order)
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

static const struct choice *
periods(struct html *h)
{
	struct choice *c = arena_array(h->arena, PERIODS_COUNT, sizeof(*c));

	c[0] = (struct choice){
	    years_periods_name(PERIODS_SEMESTER), _("semesters"), NULL};
	c[1] = (struct choice){
	    years_periods_name(PERIODS_TRIMESTER), _("trimesters"), NULL};
	c[2] = (struct choice){
	    years_periods_name(PERIODS_MODULE), _("modules"), NULL};
	return c;
}

/* How many terms there are decides how many fields the other form has. */
static void
terms_choice(struct page *p, const struct year_page *s)
{
	struct html *h = &p->html;
	struct choice numbers[YEARS_TERMS_MAX];

	for (int i = 0; i < YEARS_TERMS_MAX; i++)
		numbers[i].text = numbers[i].value = html_id(h, i + 1),
		numbers[i].hint = NULL;
	form_open(p, page_path(p, "/year/dates"), FORM_GET | FORM_ROW);
	form_hidden(p, "year", html_id(h, s->year.year));
	form_select(p,
	    &(struct field){.name = "periods",
		.label = _("The year is divided into"),
		.value = years_periods_name(s->year.periods)},
	    periods(h), PERIODS_COUNT);
	form_select(p,
	    &(struct field){.name = "terms",
		.label = _("How many"),
		.value = html_id(h, (int64_t)s->year.terms_n)},
	    numbers, YEARS_TERMS_MAX);
	form_button(p, "", NULL, NULL, _("Divide anew"));
	form_end(p);
}

static struct field
week_a_field(struct page *p, const struct year_page *s)
{
	struct html *h = &p->html;
	const int64_t day = s->year.week_a_on ? s->year.week_a_on : DAY_NONE;

	return (struct field){.name = "week_a_on",
	    .label = _("A day of a week A"),
	    .hint = _("Only where the timetable has weeks A and B. Empty: "
		      "the year begins with A."),
	    .type = "date",
	    .value = value_of(p, "week_a_on", day),
	    .error = s->wrong_week_a
			 ? _("There is no such date. Example: 01.09.2026.")
			 : NULL,
	    .width = 2};
}

static void
week_fields(
    struct page *p, const struct year_page *s, const struct field *week_a)
{
	struct html *h = &p->html;

	html(h, "<fieldset><legend>{}</legend><div class='pairs'>\n",
	    _("School week"));
	form_select(p,
	    &(struct field){.name = "school_days",
		.label = _("School days"),
		.value = html_id(h, s->year.school_days),
		.width = 2},
	    (const struct choice[]){{"5", _("Monday to Friday"), NULL},
		{"6", _("Monday to Saturday"), NULL}},
	    2);
	form_field(p, week_a);
	html(h, "</div></fieldset>\n");
}

static void
year_show(struct page *p, struct year_page *s)
{
	struct html *h = &p->html;
	struct field f[DATES_MAX];
	const struct field week_a = week_a_field(p, s);
	const struct field *all[DATES_MAX + 1];

	fields_fill(p, s, f);
	for (size_t i = 0; i < dates_n(s); i++)
		all[i] = &f[i];
	all[dates_n(s)] = &week_a;
	layout_begin(p,
	    &(struct layout){.title = FILL(h->arena, _("{year} academic year"),
				 {"year", office_year(h, s->year.year)}),
		.menu = "calendar",
		.status = s->fault ? 422 : 0});
	calendar_tabs(p, s->year.year, CALENDAR_TAB_DATES);
	if (!s->set && !s->fault)
		layout_note(p, "warn", _("The dates are only proposed"),
		    _("Check them against the order of the institution and "
		      "save."));
	terms_choice(p, s);
	form_errors(p, all, dates_n(s) + 1);
	form_open(p, page_path(p, "/year/dates"), 0);
	form_hidden(p, "year", html_id(h, s->year.year));
	form_hidden(p, "periods", years_periods_name(s->year.periods));
	form_hidden(p, "terms", html_id(h, (int64_t)s->year.terms_n));
	pair_show(p, _("Academic year"), f);
	for (size_t i = 0; i < s->year.terms_n; i++)
		pair_show(p, calendar_term(h, s->year.periods, (int64_t)i + 1),
		    f + 2 + 2 * i);
	week_fields(p, s, &week_a);
	form_close(p, _("Save the dates"));
	layout_end(p);
}

static void
read_form(struct page *p, struct year_page *s)
{
	struct academic_year *y = &s->year;
	int64_t terms = office_number(p, "terms"), day;

	*y = (struct academic_year){.year = office_number(p, "year"),
	    .periods = years_periods_parse(office_text(p, "periods")),
	    .school_days = office_number(p, "school_days"),
	    .terms_n =
		terms >= 1 && terms <= YEARS_TERMS_MAX ? (size_t)terms : 2};
	for (size_t i = 0; i < y->terms_n; i++)
		y->terms[i].term = (int64_t)i + 1;
	for (size_t i = 0; i < dates_n(s); i++) {
		s->wrong[i] = !office_date(p, name_of(&p->html, i), &day) ||
			      day == DAY_NONE;
		*date_at(y, i) = s->wrong[i] ? 0 : day;
		s->fault |= s->wrong[i];
	}
	s->wrong_week_a = !office_date(p, "week_a_on", &day);
	s->fault |= s->wrong_week_a;
	y->week_a_on = s->wrong_week_a || day == DAY_NONE ? 0 : day;
}

static void
year_save(struct page *p, struct year_page *s)
{
	struct html *h = &p->html;
	enum err err;

	read_form(p, s);
	if (s->fault) {
		year_show(p, s);
		return;
	}
	err = school_year_set(p->act, &s->year);
	if (err == ERR_INVALID) {
		s->fault = s->wrong_order = true;
		year_show(p, s);
	} else if (err) {
		page_error(p, err);
	} else {
		page_go(p,
		    page_path(p, "/year?year=%lld", (long long)s->year.year),
		    _("The dates of the year have been saved."));
	}
}

void
page_year(struct page *p)
{
	struct year_page s = {.set = false};
	struct calendar_view view;
	int64_t terms = office_number(p, "terms");
	enum err err;

	if (p->req->method == HTTP_POST) {
		year_save(p, &s);
		return;
	}
	if ((err = calendar_view_read(
		 p->act, office_number(p, "year"), &view))) {
		page_error(p, err);
		return;
	}
	s.year = view.year;
	s.set = view.set;
	if (!s.year.school_days)
		s.year.school_days = 5;
	if (*office_text(p, "periods"))
		s.year.periods = years_periods_parse(office_text(p, "periods"));
	if (terms >= 1 && terms <= YEARS_TERMS_MAX &&
	    (size_t)terms != s.year.terms_n)
		school_year_split(&s.year, (size_t)terms);
	year_show(p, &s);
}
