/* SPDX-License-Identifier: EUPL-1.2 */
/* One lesson on one screen: a plain form; the script only counts and moves. */
#include "web/lesson_part.h"

#include "base/clock.h"
#include "domain/lessons_book.h"
#include "domain/written.h"
#include "web/calendar_part.h"
#include "web/form.h"
#include "web/journal_part.h"
#include "web/school.h"

#define KINDS_MAX 16

static const char *
lesson_href(struct lesson_page *l, const char *rest)
{
	const struct lesson *lesson = &l->view->lesson;

	if (!lesson->lesson)
		return page_path(l->p, "/journals/%lld/lessons%s",
		    (long long)lesson->journal, rest);
	return page_path(l->p, "/journals/%lld/lessons/%lld%s",
	    (long long)lesson->journal, (long long)lesson->lesson, rest);
}

static const char *
taken_text(struct lesson_page *l)
{
	struct html *h = &l->p->html;
	const struct lesson *lesson = &l->view->lesson;

	if (!l->view->held)
		return "";
	if (!lesson->taken_at)
		return _("Attendance is not recorded yet.");
	return FILL(h->arena, _("Attendance taken: {who}, {when}."),
	    {"who", l->view->taken_by},
	    {"when", clock_stamp(h->arena, lesson->taken_at)});
}

/* Until attendance is taken the main button takes it, in one tap, and says
 * so; nothing is ever recorded as present by the way. */
static void
bar(struct lesson_page *l)
{
	struct html *h = &l->p->html;
	const bool take = l->view->held && !l->view->lesson.taken_at;

	html(h,
	    "<div class='bar'><div><p class='small' role='status'>"
	    "<span id='count'></span> <span class='soft'>{}</span></p>"
	    "<div class='row'>",
	    taken_text(l));
	if (take) {
		form_button(l->p, "", NULL, NULL, _("Save without attendance"));
		form_button(
		    l->p, "main", "take", "1", _("Save with attendance"));
	} else {
		form_button(l->p, "main", NULL, NULL, _("Save the lesson"));
	}
	html(h, "</div></div></div>\n");
}

static void
after_form(struct lesson_page *l)
{
	struct html *h = &l->p->html;
	const struct lesson_view *v = l->view;
	struct choice choices[KINDS_MAX];
	size_t n;

	if (!v->lesson.lesson || !v->may_write)
		return;
	for (n = 0; lessons_book_kinds[n] && n < KINDS_MAX; n++)
		choices[n] = (struct choice){lessons_book_kinds[n],
		    school_kind(h, lessons_book_kinds[n]), NULL};
	html(h, "<details class='more noprint'><summary>{}</summary>\n",
	    _("One more column, take the lesson back"));
	form_open(
	    l->p, journal_href(l->p, v->lesson.journal, "/columns"), FORM_ROW);
	form_hidden(l->p, "lesson", html_id(h, v->lesson.lesson));
	form_select(l->p,
	    &(struct field){.name = "kind",
		.label = _("Kind of work"),
		.value = "oral",
		.width = 2},
	    choices, n);
	form_field(l->p, &(struct field){.name = "title",
			     .label = _("Title"),
			     .maxlength = 60,
			     .width = 2});
	form_close(l->p, _("Add a column"));
	form_open(l->p, lesson_href(l, "/remove"), 0);
	form_button(l->p, "risk", NULL, NULL, _("Take the lesson back"));
	form_end(l->p);
	html(h, "</details>\n");
}

/* A warning only: schools do hold lessons on days that the calendar calls
 * free, and the record must be possible. */
static void
calendar_note(struct lesson_page *l)
{
	struct html *h = &l->p->html;
	const struct calendar_day *d = &l->view->calendar;
	const char *why = calendar_why_text(h, d);
	const char *how = calendar_how_text(h, d);

	if (why)
		layout_note(l->p, "warn", why,
		    _("The lesson can be recorded. If the date is wrong, "
		      "correct it below."));
	else if (how)
		layout_note(l->p, "", how, NULL);
}

static void
notes(struct lesson_page *l)
{
	struct html *h = &l->p->html;
	const struct lesson *now = &l->view->lesson;

	calendar_note(l);

	if (l->sent->stale)
		layout_note(l->p, "warn",
		    _("Somebody edited this lesson meanwhile"),
		    FILL(h->arena,
			_("Nothing has been saved. There now: topic"
			  " “{topic}”, homework “{homework}”. Below stands"
			  " what you typed: saving again puts it in their"
			  " place."),
			{"topic", now->topic}, {"homework", now->homework}));
	if (l->sent->saved)
		layout_note(l->p, "err", _("Not everything was saved"),
		    _("The reason stands beside each mark. The others are"
		      " saved."));
}

static struct lesson_draft
draft_of(const struct lesson_view *view, const struct lesson_sent *sent)
{
	const struct lesson *l = &view->lesson;

	if (sent->form)
		return sent->form->draft;
	return (struct lesson_draft){.journal = l->journal,
	    .lesson = l->lesson,
	    .day = l->day,
	    .number = l->number,
	    .hours = l->hours,
	    .topic = l->topic,
	    .homework = l->homework,
	    .due_on = l->due_on,
	    .kind = view->columns_n ? view->columns[0].kind : "lesson"};
}

static void
read_only(struct lesson_page *l)
{
	struct html *h = &l->p->html;
	const struct lesson *lesson = &l->view->lesson;

	html(h,
	    "<div class='lesson'><div class='plan card'><dl class='facts'>"
	    "<dt>{}</dt><dd>{}</dd><dt>{}</dt><dd>{}</dd></dl>"
	    "<p class='small soft'>{}</p></div>\n",
	    _("Topic"), lesson->topic, _("Homework"), lesson->homework,
	    taken_text(l));
	lesson_roll(l);
	html(h, "</div>\n");
}

static void
form(struct lesson_page *l)
{
	struct page *p = l->p;
	struct html *h = &p->html;

	html(h, "<form method='post' action='{}'>\n", lesson_href(l, ""));
	form_tokens(p);
	form_hidden(p, "seen", html_id(h, l->view->seen));
	form_hidden(p, "uuid", written_uuid(p->act));
	html(h, "<div class='lesson'>\n");
	lesson_plan(l);
	lesson_roll(l);
	html(h, "</div>\n");
	bar(l);
	form_end(p);
	after_form(l);
}

void
lesson_show(struct page *p, const struct lesson_view *view,
    const struct lesson_sent *sent, int status)
{
	struct html *h = &p->html;
	const struct journal *j = &view->journal;
	struct lesson_page l = {p, view, sent, draft_of(view, sent)};
	/* Head and deputy have no lessons of their own today. */
	const bool teaches = p->act->actor.role & ROLES_TEACHING;

	layout_begin(
	    p, &(struct layout){
		   .title = school_journal(h, j->name, j->label, j->part),
		   .sub = arena_printf(h->arena, "%s · %s%s%s",
		       school_weekday(h, view->lesson.day),
		       school_lesson_no(h, view->lesson.number),
		       view->ends_min ? ", " : "",
		       calendar_when(h, view->starts_min, view->ends_min, "")),
		   .menu = teaches ? "today" : "journals",
		   .back_href = teaches
				    ? page_path(p, "/today?day=%s",
					  clock_iso(h->arena, view->lesson.day))
				    : journal_href(p, j->journal, ""),
		   .back_text = teaches ? _("Today") : _("Journal"),
		   .task = view->may_write,
		   .script = view->may_write ? "lesson.js" : NULL,
		   .status = status,
		   .actions =
		       (const struct layout_action[]){
			   {journal_href(p, j->journal, "#today"),
			       _("The whole page of the journal"), "mini"}},
		   .actions_n = 1});
	notes(&l);
	if (view->may_write)
		form(&l);
	else
		read_only(&l);
	layout_end(p);
}
