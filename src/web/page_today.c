/* SPDX-License-Identifier: EUPL-1.2 */
/* A teacher's day: the next thing to do has the only blue button. */
#include "base/clock.h"
#include "domain/entry_time.h"
#include "domain/teacher_day.h"
#include "web/calendar_part.h"
#include "web/form.h"
#include "web/layout.h"
#include "web/pages.h"
#include "web/school.h"

static const char *
lesson_href(struct page *p, const struct lesson *l)
{
	if (l->lesson)
		return page_path(p, "/journals/%lld/lessons/%lld",
		    (long long)l->journal, (long long)l->lesson);
	return page_path(p, "/journals/%lld/lessons/new?day=%s&number=%lld",
	    (long long)l->journal, clock_iso(p->html.arena, l->day),
	    (long long)l->number);
}

/* What is there and what is missing, in the order of a lesson. */
static void
lesson_state(struct html *h, const struct day_lesson *l)
{
	const char *when =
	    calendar_when(h, l->starts_min, l->ends_min, l->room);

	if (*when)
		html(h, "<p class='soft small'>{}</p>", when);
	if (!l->lesson.lesson) {
		if (!l->by_timetable)
			html(h, "<p class='soft'>{}</p>", _("As a week ago"));
		return;
	}
	if (*l->lesson.topic)
		html(h, "<p class='soft'>{}</p>", l->lesson.topic);
	if (l->lesson.taken_at)
		html(h, "<p class='soft small'>{}</p>",
		    FILL(h->arena, _("Attendance taken at {time}"),
			{"time", clock_hm(h->arena, l->lesson.taken_at)}));
}

static void
lesson_do(struct page *p, const struct day_lesson *l, bool next)
{
	struct html *h = &p->html;
	const char *href = lesson_href(p, &l->lesson);
	const char *text = _("Open");

	if (l->lesson.lesson && !l->no_topic && !l->not_taken) {
		layout_chip(h, "ok", _("complete"));
		html(h, " <a class='btn mini' href='{}'>{}</a>", href, text);
		return;
	}
	if (!l->lesson.lesson)
		text = l->lesson.day > school_today(p) ? _("Prepare")
						       : _("Start the lesson");
	else if (l->not_taken)
		layout_chip(h, "warn", _("no attendance"));
	else
		layout_chip(h, "warn", _("no topic"));
	html(h, " <a class='btn {}' href='{}'>{}</a>", next ? "main" : "mini",
	    href, l->lesson.lesson ? _("Complete") : text);
}

static void
lessons(struct page *p, const struct day_plan *plan, int next)
{
	struct html *h = &p->html;

	html(h, "<ol class='slots acts'>\n");
	for (size_t i = 0; i < plan->n; i++) {
		const struct day_lesson *l = &plan->lessons[i];

		html(h,
		    "<li{}><div class='at'><b>{}</b></div>\n"
		    "<div class='what'><h3>{} <span class='soft'>· {}</span>"
		    "</h3>",
		    (int)i == next ? " class=now" : "",
		    html_id(h, l->lesson.number), l->lesson.subject,
		    l->lesson.label);
		lesson_state(h, l);
		html(h, "</div>\n<div class='do'>");
		lesson_do(p, l, (int)i == next);
		html(h, "</div></li>\n");
	}
	html(h, "</ol>\n");
}

/* What kind of day it is, where it is not one like any other. */
static void
day_note(struct page *p, const struct calendar_day *d)
{
	struct html *h = &p->html;
	const char *text = calendar_why_text(h, d);

	if (!text)
		text = calendar_how_text(h, d);
	if (text)
		html(h, "<p class='change'>{}</p>\n", text);
}

static void
today(struct page *p, const struct teacher_day *day)
{
	struct html *h = &p->html;
	const bool is_today = day->today.day == school_today(p);

	html(h,
	    "<section class='day{}' aria-labelledby='plan'><h2 id='plan'>{}"
	    " <span>{}</span></h2>\n",
	    is_today ? " today" : "", _("Lessons"),
	    is_today ? FILL(h->arena, _("now {time}"),
			   {"time", clock_hm(h->arena, p->act->now)})
		     : "");
	day_note(p, &day->today.calendar);
	if (day->today.n)
		lessons(p, &day->today, day->next_lesson);
	else
		html(h, "<p class='soft'>{}</p>\n",
		    _("Nothing is recorded for this day yet."));
	html(h, "</section>\n");
}

static void
next_day(struct page *p, const struct teacher_day *day)
{
	struct html *h = &p->html;

	if (!day->next.n)
		return;
	html(h,
	    "<section class='day' aria-labelledby='next'><h2 id='next'>{}"
	    " <span>{}</span></h2>\n",
	    school_weekday(h, day->next.day),
	    FILL(h->arena, n_("{n} lesson", "{n} lessons", (long)day->next.n),
		{"n", html_id(h, (int64_t)day->next.n)}));
	day_note(p, &day->next.calendar);
	lessons(p, &day->next, -1);
	html(h, "</section>\n");
}

/* A lesson of any own journal: class and subject, then the form. */
static void
start_lesson(struct page *p, const struct teacher_day *day)
{
	struct html *h = &p->html;

	if (!day->journals_n) {
		if (p->act->actor.role == ROLE_SUBSTITUTE)
			layout_note(p, "", _("No replacement today"),
			    _("A journal opens here for the days for which you"
			      " replace its teacher. The administrator of the"
			      " institution names them."));
		else
			layout_note(p, "", _("You have no journals yet"),
			    _("The administrator of the institution creates "
			      "journals"
			      " and names their teachers."));
		return;
	}
	html(h,
	    "<section class='card' aria-labelledby='own'><h2 id='own'>{}</h2>"
	    "\n<ul class='list'>\n",
	    _("New lesson"));
	for (size_t i = 0; i < day->journals_n; i++) {
		const struct journal *j = &day->journals[i];

		html(h, "<li><a href='{}'><b>{}</b></a></li>\n",
		    page_path(p, "/journals/%lld/lessons/new?day=%s",
			(long long)j->journal,
			clock_iso(h->arena, day->today.day)),
		    school_journal(h, j->name, j->label, j->part));
	}
	html(h, "</ul></section>\n");
}

static void
debts(struct page *p, const struct teacher_day *day)
{
	struct html *h = &p->html;

	html(h,
	    "<section class='card' aria-labelledby='debts'><h2 id='debts'>{}"
	    "</h2>\n",
	    _("Worth finishing"));
	if (!day->debts_n)
		html(h, "<p class='soft'>{}</p>\n",
		    _("Every earlier lesson has a topic and attendance."));
	else
		html(h, "<ul class='list'>\n");
	for (size_t i = 0; i < day->debts_n; i++) {
		const struct day_lesson *d = &day->debts[i];
		const bool both = d->no_topic && d->not_taken;

		html(h,
		    "<li><a href='{}'><b>{}: {}</b><small><span>{}, {}</span>"
		    "</small></a></li>\n",
		    lesson_href(p, &d->lesson), d->lesson.label,
		    both ? _("no topic, no attendance")
			 : (d->no_topic ? _("no topic") : _("no attendance")),
		    d->lesson.subject, school_day_month(h, d->lesson.day));
	}
	if (day->debts_n)
		html(h, "</ul>");
	html(h, "</section>\n");
}

static void
in_my_name(struct page *p, const struct own_count *own)
{
	struct html *h = &p->html;

	html(h,
	    "<section class='card' aria-labelledby='mine'><h2 id='mine'>{}"
	    "</h2>\n<p>{} <a href='{}'>{}</a></p>\n"
	    "<p class='small soft'>{}</p></section>\n",
	    _("In your name"),
	    FILL(h->arena,
		_("Yesterday and today: new marks {marks}, changes {changes},"
		  " absences {absences}."),
		{"marks", html_id(h, own->marks)},
		{"changes", html_id(h, own->changes)},
		{"absences", html_id(h, own->absences)}),
	    page_path(p, "/mine"), _("Look through"),
	    _("If something was not done by you, tell the deputy head at"
	      " once."));
}

void
page_today(struct page *p)
{
	struct html *h = &p->html;
	const int64_t day = school_day(p);
	struct teacher_day view;
	int64_t before = day - 1;
	enum err err;

	if ((err = teacher_day_read(p->act, day, &view))) {
		page_error(p, err);
		return;
	}
	while (clock_weekday(before) > 5)
		before--;
	layout_begin(p,
	    &(struct layout){.title = school_weekday(h, day),
		.sub = view.today.n
			   ? FILL(h->arena, _("Complete: {n} of {all}"),
				 {"n", html_id(h, (int64_t)view.done)},
				 {"all", html_id(h, (int64_t)view.today.n)})
			   : NULL,
		.menu = "today",
		.actions =
		    (const struct layout_action[]){
			{page_path(p, "/today?day=%s",
			     clock_iso(h->arena, before)),
			    FILL(h->arena, "← {day}",
				{"day", clock_weekday_short(i18n_code(h->lang),
					    clock_weekday(before))}),
			    "mini"},
			{page_path(p, "/today?day=%s",
			     clock_iso(h->arena, view.next.day)),
			    FILL(h->arena, "{day} →",
				{"day", clock_weekday_short(i18n_code(h->lang),
					    clock_weekday(view.next.day))}),
			    "mini"}},
		.actions_n = 2});
	html(h, "<div class='side'>\n<div class='flow'>\n");
	today(p, &view);
	next_day(p, &view);
	html(h, "</div>\n<div class='flow'>\n");
	debts(p, &view);
	start_lesson(p, &view);
	in_my_name(p, &view.own);
	html(h, "</div></div>\n");
	layout_end(p);
}
