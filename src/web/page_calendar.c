/* SPDX-License-Identifier: EUPL-1.2 */
/* The calendar of a year on one page: months as people know them, and beside
 * them in words what differs. */
#include <string.h>

#include "base/clock.h"
#include "web/calendar_part.h"
#include "web/pages.h"

#define WEEK 7
#define CLASS_CHOICES_MAX 400

struct calendar_page {
	struct page *p;
	const struct calendar_view *v;
	int64_t class; /* 0 = the whole school */
};

static const char *
day_class(const struct calendar_day *d)
{
	switch (d->why) {
	case CALENDAR_OUTSIDE:
		return "o";
	case CALENDAR_WEEKEND:
		return "w";
	case CALENDAR_BETWEEN:
	case CALENDAR_FREE:
		return "f";
	case CALENDAR_WORKS:
		break;
	}
	if (d->moved)
		return "mv";
	return d->remote ? "r" : "";
}

/* What a reader who does not see the ground of the cell is told. */
static const char *
day_word(struct html *h, const struct calendar_day *d)
{
	if (d->why == CALENDAR_FREE || d->why == CALENDAR_BETWEEN)
		return _("free");
	if (d->moved)
		return _("moved");
	return d->remote ? _("remote") : NULL;
}

static void
day_cell(struct calendar_page *c, int64_t day)
{
	struct html *h = &c->p->html;
	const struct calendar_day d =
	    calendar_day(&c->v->calendar, c->class, day);
	const char *class = day_class(&d), *word = day_word(h, &d);

	html(h, "<td");
	if (*class)
		html(h, " class='{}'", class);
	if (day == clock_day_at(c->p->act->now))
		html(h, " aria-current='date'");
	html(h, ">{}", html_id(h, clock_date(day).day));
	if (word)
		html(h, "<span class='vh'>, {}</span>", word);
	html(h, "</td>");
}

/* Returns the first day of the next month. */
static int64_t
month(struct calendar_page *c, int64_t first)
{
	struct html *h = &c->p->html;
	const char *lang = i18n_code(h->lang);
	const struct date d = clock_date(first);
	int64_t day = first;

	html(h, "<table class='cal'><caption>{} {}</caption><thead><tr>",
	    clock_month_name(lang, d.month), html_id(h, d.year));
	for (int i = 1; i <= WEEK; i++)
		html(
		    h, "<th scope='col'>{}</th>", clock_weekday_short(lang, i));
	html(h, "</tr></thead><tbody>\n<tr>");
	if (clock_weekday(day) > 1)
		html(h, "<td class='e' colspan='{}'></td>",
		    html_id(h, clock_weekday(day) - 1));
	for (; clock_date(day).month == d.month; day++) {
		if (day != first && clock_weekday(day) == 1)
			html(h, "</tr>\n<tr>");
		day_cell(c, day);
	}
	if (clock_weekday(day) > 1)
		html(h, "<td class='e' colspan='{}'></td>",
		    html_id(h, WEEK + 1 - clock_weekday(day)));
	html(h, "</tr></tbody></table>\n");
	return day;
}

static void
months(struct calendar_page *c)
{
	struct html *h = &c->p->html;
	int64_t day = c->v->from;

	html(h, "<div class='months'>\n");
	while (day <= c->v->to)
		day = month(c, day);
	html(h,
	    "</div>\n<p class='months-key small'><span class='f'>1</span> {}"
	    " <span class='mv'>1</span> {} <span class='r'>1</span> {}</p>\n",
	    _("no lessons"), _("by the timetable of another day"),
	    _("lessons are remote"));
}

static void
class_choice(struct calendar_page *c)
{
	struct html *h = &c->p->html;
	const struct calendar_view *v = c->v;
	struct choice choices[CLASS_CHOICES_MAX];
	size_t n = 0;

	if (!v->classes_n)
		return;
	choices[n++] = (struct choice){"0", _("whole institution"), NULL};
	for (size_t i = 0; i < v->classes_n && n < CLASS_CHOICES_MAX; i++)
		choices[n++] =
		    (struct choice){html_id(h, v->classes[i].class.id),
			v->classes[i].class.label, NULL};
	form_open(c->p, page_path(c->p, "/year"), FORM_GET | FORM_ROW);
	form_hidden(c->p, "year", html_id(h, v->year.year));
	form_select(c->p,
	    &(struct field){.name = "class",
		.label = _("Whose calendar"),
		.value = html_id(h, c->class)},
	    choices, n);
	form_button(c->p, "", NULL, NULL, _("Show"));
	form_end(c->p);
}

/* ---- in words ------------------------------------------------------------ */

static int64_t
school_days(const struct calendar_page *c, const struct term *t)
{
	int64_t n = 0;

	for (int64_t day = t->starts_on; day <= t->ends_on; day++)
		n += calendar_day(&c->v->calendar, c->class, day).why ==
		     CALENDAR_WORKS;
	return n;
}

static void
terms(struct calendar_page *c)
{
	struct html *h = &c->p->html;
	const struct academic_year *y = &c->v->year;

	html(h,
	    "<section class='card' aria-labelledby='t-h'><h2 id='t-h'>{}</h2>"
	    "<dl class='facts'>\n",
	    _("Terms"));
	for (size_t i = 0; i < y->terms_n; i++) {
		const struct term *t = &y->terms[i];
		int64_t days = school_days(c, t);

		html(h,
		    "<dt>{}</dt><dd>{}<br><span class='soft small'>{}</span>"
		    "</dd>",
		    calendar_term(h, y->periods, t->term),
		    calendar_range(h, t->starts_on, t->ends_on),
		    FILL(h->arena,
			n_("{n} school day", "{n} school days", (long)days),
			{"n", html_num(h, days)}));
	}
	html(h, "</dl></section>\n");
}

static void
entry_text(struct html *h, const struct calendar_entry *e)
{
	const char *classes = calendar_classes(h, e);

	html(h, "<b>{}</b><small><span>{}</span>", calendar_entry_text(h, e),
	    calendar_range(h, e->starts_on, e->ends_on));
	if (e->kind == CALENDAR_WORKDAY && *e->name)
		html(h, " <span>{}</span>", e->name);
	if (e->kind == CALENDAR_REMOTE && *e->name)
		html(h, " <span>{}</span>", calendar_kind_text(h, e->kind));
	if (*classes)
		html(h, " <span>{}</span>", classes);
	html(h, "</small>");
}

static void
entry(struct calendar_page *c, const struct calendar_entry *e)
{
	struct html *h = &c->p->html;

	html(h, "<li>");
	if (c->v->may_write)
		html(h, "<a href='{}'>",
		    page_path(c->p, "/year/entry/%lld", (long long)e->entry));
	else
		html(h, "<p>");
	entry_text(h, e);
	if (c->v->may_write)
		html(h, "</a></li>\n");
	else
		html(h, "</p></li>\n");
}

static void
add_links(struct calendar_page *c)
{
	static const enum calendar_kind kinds[] = {CALENDAR_HOLIDAY,
	    CALENDAR_DAYOFF, CALENDAR_WORKDAY, CALENDAR_REMOTE};
	struct html *h = &c->p->html;
	const char *const texts[] = {_("Add a break"), _("Add a day off"),
	    _("Move a day"), _("Remote lessons")};

	if (!c->v->may_write)
		return;
	html(h, "<p class='row noprint'>");
	for (size_t i = 0; i < CALENDAR_KINDS; i++)
		html(h, "<a class='btn mini' href='{}'>{}</a>\n",
		    page_path(c->p, "/year/entry?kind=%s",
			calendars_kind_name(kinds[i])),
		    texts[i]);
	html(h, "</p>\n");
}

static void
entries(struct calendar_page *c)
{
	struct html *h = &c->p->html;
	const struct calendar *cal = &c->v->calendar;
	size_t shown = 0;

	html(h,
	    "<section class='card' aria-labelledby='e-h'><h2 id='e-h'>{}</h2>"
	    "<ul class='list'>\n",
	    _("Breaks and other days"));
	for (size_t i = 0; i < cal->n; i++) {
		if (c->class && !calendar_applies(&cal->entries[i], c->class))
			continue;
		entry(c, &cal->entries[i]);
		shown++;
	}
	html(h, "</ul>\n");
	if (!shown)
		html(h, "<p class='soft'>{}</p>\n",
		    _("Nothing is entered: within the terms every day from "
		      "Monday on is a school day."));
	add_links(c);
	html(h, "</section>\n");
}

static void
copy_offer(struct calendar_page *c)
{
	struct html *h = &c->p->html;

	if (!c->v->can_copy)
		return;
	html(h,
	    "<section class='card noprint' aria-labelledby='c-h'>"
	    "<h2 id='c-h'>{}</h2><p>{}</p>\n",
	    _("Begin with last year’s"),
	    _("Dates, breaks of the whole institution and bells are taken over "
	      "to the same days of the week. Then correct what differs."));
	form_open(c->p, page_path(c->p, "/year/copy"), 0);
	form_hidden(c->p, "year", html_id(h, c->v->year.year));
	form_close(c->p, _("Copy from last year"));
	html(h, "</section>\n");
}

static void
years(struct calendar_page *c)
{
	struct html *h = &c->p->html;
	const int64_t year = c->v->year.year;

	html(h, "<nav class='row small noprint' aria-label='{}'>",
	    _("Other years"));
	for (int64_t y = year - 1; y <= year + 1; y += 2)
		html(h, "<a class='btn mini' href='{}'>{}</a>",
		    page_path(c->p, "/year?year=%lld", (long long)y),
		    office_year(h, y));
	html(h, "</nav>\n");
}

static void
show(struct calendar_page *c)
{
	struct page *p = c->p;
	struct html *h = &p->html;
	const struct calendar_view *v = c->v;

	layout_begin(
	    p, &(struct layout){.title = FILL(h->arena, _("Calendar {year}"),
				    {"year", office_year(h, v->year.year)}),
		   .menu = "calendar"});
	if (v->may_write)
		calendar_tabs(p, v->year.year, CALENDAR_TAB_YEAR);
	if (!v->set)
		layout_note(p, "warn", _("The dates are only proposed"),
		    _("Check them against the order of the institution and "
		      "save."));
	html(h, "<div class='side'><div class='flow'>\n");
	months(c);
	html(h, "</div><div class='flow'>\n");
	entries(c);
	terms(c);
	copy_offer(c);
	class_choice(c);
	years(c);
	calendar_changes(p, v->changes, v->changes_n);
	html(h, "</div></div>\n");
	layout_end(p);
}

void
page_calendar(struct page *p)
{
	struct calendar_page c = {p, NULL, office_number(p, "class")};
	struct calendar_view view;
	enum err err;

	if ((err = calendar_view_read(
		 p->act, office_number(p, "year"), &view))) {
		page_error(p, err);
		return;
	}
	c.v = &view;
	show(&c);
}

void
page_calendar_copy(struct page *p)
{
	struct html *h = &p->html;
	const int64_t year = office_number(p, "year");
	enum err err = calendar_edit_copy(p->act, year);

	if (err == ERR_EXISTS)
		page_refuse(p, 409, _("This year’s calendar is begun already"),
		    _("Copying fills an empty calendar only. Remove what is "
		      "entered, or enter the rest by hand."));
	else if (err)
		page_error(p, err);
	else
		page_go(p, page_path(p, "/year?year=%lld", (long long)year),
		    _("Last year’s calendar has been copied. Correct what "
		      "differs."));
}

void
page_calendar_undo(struct page *p)
{
	struct html *h = &p->html;
	const char *area;
	enum err err = year_undo(p->act, office_number(p, "change"), &area);

	if (err == ERR_CONFLICT)
		page_refuse(p, 409, _("It has been changed again since"),
		    _("Undo the later change first, or correct it by hand. "
		      "Nothing has been changed now."));
	else if (err == ERR_NOT_FOUND)
		page_refuse(p, 404, _("There is no such change to take back"),
		    _("It has been taken back already, or it is older than 30 "
		      "days. Nothing has been changed now."));
	else if (err)
		page_error(p, err);
	else
		page_go(p,
		    page_path(p, strcmp(area, YEAR_AREA_TIMETABLE) == 0
				     ? "/timetable"
				     : "/year"),
		    _("The change has been taken back."));
}
