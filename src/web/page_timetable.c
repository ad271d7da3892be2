/* SPDX-License-Identifier: EUPL-1.2 */
/* The timetable of a class, a teacher or a room as a week: a row a day, a
 * column a lesson; on a phone each day is a list. */
#include "base/clock.h"
#include "domain/naming.h"
#include "web/pages.h"
#include "web/school.h"
#include "web/timetable_part.h"

#define WEEK 7

struct week_page {
	struct page *p;
	const struct timetable_view *v;
	int64_t first, last; /* lesson numbers that are shown */
	int weekdays;
};

/* ---- one lesson ---------------------------------------------------------- */

static const char *
edit_href(struct week_page *w, const struct timetable_lesson *l)
{
	return page_path(w->p, "/timetable/place?slot=%lld&day=%s",
	    (long long)l->at.slot.slot,
	    clock_iso(w->p->html.arena, w->v->monday));
}

/* What the reader does not know already. */
static void
lesson_details(struct week_page *w, const struct timetable_lesson *l)
{
	struct html *h = &w->p->html;
	const char *teachers = timetable_teachers(h, l);

	if (w->v->of != TIMETABLE_CLASS)
		html(h, " <span>{}</span>", l->at.label);
	if (*l->at.part)
		html(h, " <span>{}</span>", l->at.part);
	if (w->v->of != TIMETABLE_TEACHER)
		html(h, " <span>{}</span>",
		    *teachers ? teachers : _("no teacher yet"));
	if (w->v->of != TIMETABLE_ROOM && *l->at.room_name)
		html(h, " <span>{}</span>", calendar_room(h, l->at.room_name));
	if (l->at.slot.week)
		html(h, " <span class='chip now'>{}</span>",
		    timetable_week(h, l->at.slot.week));
	if (l->at.slot.ends_on)
		html(h, " <span>{}</span>",
		    FILL(h->arena, _("until {day}"),
			{"day", school_day_month(h, l->at.slot.ends_on)}));
}

static void
lesson(struct week_page *w, const struct timetable_lesson *l)
{
	struct html *h = &w->p->html;

	html(h, "<div class='tl'>");
	if (w->v->may_write)
		html(h, "<a href='{}'>{}</a>", edit_href(w, l), l->at.name);
	else
		html(h, "<b>{}</b>", l->at.name);
	html(h, "<small>");
	lesson_details(w, l);
	html(h, "</small>");
	if (l->clash)
		html(h, "<small class='wrong'>{}: {}</small>",
		    timetable_clash_text(h, l->clash),
		    timetable_lesson_text(h, l->clashes_with));
	html(h, "</div>");
}

/* ---- the week ------------------------------------------------------------ */

static void
cell(struct week_page *w, int weekday, int64_t number)
{
	struct html *h = &w->p->html;
	const struct timetable_view *v = w->v;
	bool there = false;

	html(h, "<td data-l='{}'>", html_id(h, number));
	for (size_t i = 0; i < v->n; i++) {
		if (v->lessons[i]->at.slot.weekday != weekday ||
		    v->lessons[i]->at.slot.number != number)
			continue;
		lesson(w, v->lessons[i]);
		there = true;
	}
	if (!there && v->may_write && v->of == TIMETABLE_CLASS)
		html(h,
		    "<a class='plus noprint' href='{}'>+<span class='vh'> "
		    "{}</span></a>",
		    page_path(w->p,
			"/timetable/place?class=%lld&weekday=%d&number=%lld"
			"&day=%s",
			(long long)v->id, weekday, (long long)number,
			clock_iso(h->arena, v->monday)),
		    FILL(h->arena, _("add a lesson: {weekday}, {n}"),
			{"weekday",
			    clock_weekday_long(i18n_code(h->lang), weekday)},
			{"n", html_id(h, number)}));
	html(h, "</td>");
}

/* Times of a column, where all its lessons agree: those of one class. */
static const char *
column_time(struct week_page *w, int64_t number)
{
	const struct timetable *t = &w->v->timetable;
	const struct bell_day *day;
	int64_t shift = 1;

	if (w->v->of == TIMETABLE_CLASS)
		shift = bells_shift_of(t->shifts, t->shifts_n, w->v->id);
	day = &t->bells.days[shift - 1][0];
	return day->ends[number]
		   ? calendar_when(&w->p->html, day->starts[number],
			 day->ends[number], "")
		   : "";
}

static void
week_table(struct week_page *w)
{
	struct html *h = &w->p->html;
	const char *lang = i18n_code(h->lang);

	html(h,
	    "<div class='over' tabindex='0' role='region' aria-label='{}'>"
	    "<table class='table stack tt'><caption class='vh'>{}</caption>"
	    "<thead><tr><th scope='col'>{}</th>",
	    _("Timetable"), _("Timetable"), _("Day"));
	for (int64_t n = w->first; n <= w->last; n++)
		html(h, "<th scope='col'>{}<small>{}</small></th>",
		    html_id(h, n), column_time(w, n));
	html(h, "</tr></thead><tbody>\n");
	for (int day = 1; day <= w->weekdays; day++) {
		html(h, "<tr><th scope='row'>{}</th>",
		    clock_weekday_long(lang, day));
		for (int64_t n = w->first; n <= w->last; n++)
			cell(w, day, n);
		html(h, "</tr>\n");
	}
	html(h, "</tbody></table></div>\n");
}

/* From the first lesson there is, or 1, to the last; to fill in, one more. */
static void
measure(struct week_page *w)
{
	const struct timetable_view *v = w->v;

	w->first = 1;
	w->last = v->may_write && v->of == TIMETABLE_CLASS ? 7 : 1;
	w->weekdays = v->timetable.year.school_days > 5 ? 6 : 5;
	for (size_t i = 0; i < v->n; i++) {
		const struct slot *s = &v->lessons[i]->at.slot;

		if (s->number < w->first)
			w->first = s->number;
		if (s->number > w->last)
			w->last = s->number;
		if (s->weekday > w->weekdays)
			w->weekdays = (int)s->weekday;
	}
	if (v->may_write && v->of == TIMETABLE_CLASS &&
	    w->last < BELLS_NUMBERS - 1)
		w->last++;
}

static const char *
title(struct week_page *w)
{
	struct html *h = &w->p->html;
	const struct timetable_view *v = w->v;

	switch (v->of) {
	case TIMETABLE_CLASS:
		return FILL(
		    h->arena, _("Timetable {class}"), {"class", v->name});
	case TIMETABLE_TEACHER:
		return FILL(h->arena, _("Timetable: {name}"),
		    {"name", naming_short(h->arena, v->surname, v->given,
				 v->patronymic)});
	case TIMETABLE_ROOM:
		return FILL(h->arena, _("Timetable: {name}"),
		    {"name", calendar_room(h, v->name)});
	}
	return "";
}

static void
weeks(struct week_page *w)
{
	struct html *h = &w->p->html;
	const struct timetable_view *v = w->v;

	html(h, "<nav class='row noprint' aria-label='{}'>", _("Weeks"));
	html(h, "<a class='btn mini' href='{}'>← {}</a>",
	    timetable_href(w->p, v->of, v->id, v->monday - WEEK), _("Earlier"));
	html(h, " <a class='btn mini' href='{}'>{} →</a></nav>\n",
	    timetable_href(w->p, v->of, v->id, v->monday + WEEK), _("Later"));
}

static void
show(struct week_page *w)
{
	struct page *p = w->p;
	struct html *h = &p->html;
	const struct timetable_view *v = w->v;

	layout_begin(p, &(struct layout){.title = title(w),
			    .sub = FILL(h->arena, _("Week of {from}–{to}"),
				{"from", school_day_month(h, v->monday)},
				{"to", school_day_month(h, v->monday + 4)}),
			    .menu = "timetable",
			    .width = LAYOUT_WIDE,
			    .back_href = page_path(p, "/timetable"),
			    .back_text = _("Timetable")});
	weeks(w);
	if (v->of == TIMETABLE_CLASS && v->may_write && !v->journals_n)
		layout_note(p, "warn", _("This class has no journals yet"),
		    _("The timetable is put together from journals: set them "
		      "up first."));
	if (!v->n && !(v->may_write && v->of == TIMETABLE_CLASS))
		layout_empty(p, _("There are no lessons here yet"),
		    _("They appear as soon as they are entered in the "
		      "timetable of a class."),
		    NULL, NULL);
	else
		week_table(w);
	calendar_changes(p, v->changes, v->changes_n);
	layout_end(p);
}

static void
view(struct page *p, enum timetable_of of)
{
	struct timetable_view v;
	struct week_page w = {.p = p, .v = &v};
	enum err err;

	if ((err = timetable_view_read(
		 p->act, of, p->ids[0], school_day(p), &v))) {
		page_error(p, err);
		return;
	}
	measure(&w);
	show(&w);
}

void
page_timetable_class(struct page *p)
{
	view(p, TIMETABLE_CLASS);
}

void
page_timetable_teacher(struct page *p)
{
	view(p, TIMETABLE_TEACHER);
}

void
page_timetable_room(struct page *p)
{
	view(p, TIMETABLE_ROOM);
}
