/* SPDX-License-Identifier: EUPL-1.2 */
/* The diary: a week, today first. */
#include <string.h>

#include "base/clock.h"
#include "web/calendar_part.h"
#include "web/diary_part.h"
#include "web/layout.h"
#include "web/pages.h"
#include "web/school.h"

#define FRIDAY 5

static const char *
week_href(struct page *p, int64_t pupil, int64_t day)
{
	return page_path(p, "/diary?pupil=%lld&day=%s", (long long)pupil,
	    clock_iso(p->html.arena, day));
}

/* A change that nobody may miss: old and new, who, when. */
static void
changed_one(struct page *p, const struct diary_mark *m)
{
	struct html *h = &p->html;
	const struct mark_step *last = &m->steps[0];

	html(h, "<section class='note warn'><h2>{}</h2><p>",
	    FILL(h->arena,
		m->at.mark.value ? _("The mark has been changed: {subject},"
				     " {column}")
				 : _("The mark has been taken away:"
				     " {subject}, {column}"),
		{"subject", m->at.subject},
		{"column", m->at.lesson
			       ? arena_printf(h->arena, "%s, %s",
				     school_kind(h, m->at.kind),
				     clock_day_month(h->arena,
					 i18n_code(h->lang), m->at.day))
			       : school_kind(h, m->at.kind)}));
	diary_mark(p, m);
	html(h, " {}, {}.</p></section>\n", clock_stamp(h->arena, last->at),
	    last->who);
}

static void
changed(struct page *p, const struct diary_week *week)
{
	for (size_t i = 0; i < week->changed_n; i++)
		if (week->changed[i].steps_n)
			changed_one(p, &week->changed[i]);
}

static void
presence(struct html *h, const struct diary_lesson *l)
{
	const char *code = presence_code(h->arena, &l->presence, true);

	if (!l->recorded) {
		html(h, "<small class='soft'>{}</small>",
		    _("attendance not recorded"));
		return;
	}
	if (*code)
		html(h,
		    "<span class='m abs'><span aria-hidden='true'>{}</span>"
		    "<span class='vh'>{}</span></span>",
		    code, school_presence(h, &l->presence));
}

static void
lesson(struct page *p, const struct diary_lesson *l)
{
	struct html *h = &p->html;

	html(h,
	    "<li><div class='at'><b>{}</b>{}</div><div class='what'><h4>{}"
	    "</h4>",
	    html_id(h, l->lesson.number),
	    l->ends_min ? calendar_time(h, l->starts_min) : "",
	    l->lesson.subject);
	if (*l->room && l->lesson.day >= school_today(p))
		html(h, "<p class='soft small'>{}</p>",
		    calendar_room(h, l->room));
	if (*l->lesson.topic)
		html(h, "<p>{}</p>", l->lesson.topic);
	if (*l->lesson.homework)
		html(h, "<p class='soft'>{}: {}</p>",
		    l->lesson.due_on
			? FILL(h->arena, _("Homework for {date}"),
			      {"date", school_day_month(h, l->lesson.due_on)})
			: _("Homework"),
		    l->lesson.homework);
	html(h, "</div><div class='do'>");
	if (l->lesson.lesson)
		presence(h, l);
	for (size_t i = 0; i < l->marks_n; i++) {
		html(h, " ");
		diary_mark(p, &l->marks[i]);
	}
	html(h, "</div></li>\n");
}

static void
due(struct html *h, const struct lesson *l)
{
	html(h,
	    "<li><div class='at'><span class='vh'>{}</span></div>"
	    "<div class='what'><h4>{}</h4><p>{}</p></div></li>\n",
	    _("To be done:"), l->subject, l->homework);
}

static void
loose_mark(struct page *p, const struct diary_mark *m)
{
	struct html *h = &p->html;

	html(h,
	    "<li><div class='at'></div><div class='what'><h4>{}</h4></div>"
	    "<div class='do'>",
	    m->at.subject);
	diary_mark(p, m);
	html(h, "</div></li>\n");
}

static const char *
day_name(struct html *h, int64_t day, int64_t today)
{
	const char *weekday =
	    clock_weekday_long(i18n_code(h->lang), clock_weekday(day));

	if (day == today)
		return FILL(
		    h->arena, _("Today, {weekday}"), {"weekday", weekday});
	if (day == today + 1)
		return FILL(
		    h->arena, _("Tomorrow, {weekday}"), {"weekday", weekday});
	return NULL;
}

static void
day(struct page *p, const struct diary_day *d)
{
	struct html *h = &p->html;
	const int64_t today = school_today(p);
	const char *name = day_name(h, d->day, today);
	const bool nothing = !d->lessons_n && !d->due_n && !d->marks_n;
	const char *free = calendar_why_text(h, &d->calendar);
	const char *how = calendar_how_text(h, &d->calendar);

	/* Days to come without anything, and weekends, only take room. */
	if (nothing && d->calendar.why != CALENDAR_FREE && !how &&
	    (d->day > today || clock_weekday(d->day) > FRIDAY))
		return;
	html(h, "<section class='day{}'{}><h3>{}",
	    d->day == today ? " today" : "", d->day == today ? " id=today" : "",
	    name ? name : school_weekday(h, d->day));
	if (name)
		html(h, " <span>{}</span>",
		    clock_day_month(h->arena, i18n_code(h->lang), d->day));
	html(h, "</h3>\n");
	if (how)
		html(h, "<p class='change'>{}</p>\n", how);
	if (nothing && (free || !how || d->day <= today))
		html(h, "<p class='soft'>{}</p>\n",
		    free ? free : _("No lessons are recorded."));
	if (!nothing)
		html(h, "<ol class='slots'>\n");
	for (size_t i = 0; i < d->lessons_n; i++)
		lesson(p, &d->lessons[i]);
	for (size_t i = 0; i < d->marks_n; i++)
		loose_mark(p, &d->marks[i]);
	if (!nothing)
		html(h, "</ol>\n");
	if (d->due_n) {
		html(h, "<h4>{}</h4><ol class='slots'>\n",
		    _("Homework for this day"));
		for (size_t i = 0; i < d->due_n; i++)
			due(h, &d->due[i]);
		html(h, "</ol>\n");
	}
	html(h, "</section>\n");
}

static const char *
week_title(struct html *h, const struct diary_week *week)
{
	return FILL(h->arena, _("Week of {from}–{to}"),
	    {"from", school_day_month(h, week->monday)},
	    {"to", school_day_month(h, week->monday + 4)});
}

/* Today stands first, then the days to come, then those gone by. */
static void
days(struct page *p, const struct diary_week *week)
{
	struct html *h = &p->html;
	const int64_t today = school_today(p);
	size_t first = 0;

	if (today >= week->monday && today < week->monday + DIARY_DAYS)
		first = (size_t)(today - week->monday);
	html(h, "<div class='week'>\n");
	for (size_t i = first; i < DIARY_DAYS; i++)
		day(p, &week->days[i]);
	html(h, "</div>\n");
	if (!first)
		return;
	html(h, "<h2>{}</h2>\n<div class='week'>\n", _("Earlier this week"));
	for (size_t i = first; i-- > 0;)
		day(p, &week->days[i]);
	html(h, "</div>\n");
}

void
page_diary(struct page *p)
{
	struct html *h = &p->html;
	struct diary_week week;
	int64_t pupil;
	enum err err;

	if (!diary_open(p, &pupil))
		return;
	if ((err = diary_week_read(p->act, pupil, school_day(p), &week))) {
		page_error(p, err);
		return;
	}
	layout_begin(
	    p, &(struct layout){.title = FILL(h->arena, _("Diary: {name}"),
				    {"name", diary_name(p, &week.child)}),
		   .sub = week.child.label,
		   .menu = "diary",
		   .actions =
		       (const struct layout_action[]){
			   {page_path(
				p, "/diary/marks?pupil=%lld", (long long)pupil),
			       _("All marks"), "mini"}},
		   .actions_n = 1});
	diary_kids(p, pupil, "");
	changed(p, &week);
	html(h,
	    "<div class='head'><h2>{}</h2><nav class='row' aria-label='{}'>"
	    "<a class='btn mini' href='{}'>← {}</a> <a class='btn mini'"
	    " href='{}'>{} →</a></nav></div>\n",
	    week_title(h, &week), _("Weeks"),
	    week_href(p, pupil, week.monday - DIARY_DAYS), _("Earlier"),
	    week_href(p, pupil, week.monday + DIARY_DAYS), _("Later"));
	diary_sum(h, &week.sum);
	days(p, &week);
	layout_end(p);
}
