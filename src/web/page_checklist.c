/* SPDX-License-Identifier: EUPL-1.2 */
/* The administrator's first page: what is there, and the one next step. */
#include <stdio.h>

#include "domain/checklist.h"
#include "web/layout.h"
#include "web/pages.h"

struct step {
	const char *title, *text, *href, *button;
};

static void
put_step(struct page *p, const struct checklist *c, enum checklist_step at,
    const struct step *s)
{
	struct html *h = &p->html;
	const bool next = c->next == at;

	html(h, "<li{}><h2>{}</h2><p{}>{}</p><div class='row'>",
	    c->done[at] ? " class=done"
	    : next	? " class=next"
			: "",
	    s->title, next ? "" : " class=soft", s->text);
	html(h, "<a class='btn {}' href='{}'>{}</a></div></li>\n",
	    next ? "main" : "mini", s->href, s->button);
}

static void
put_people(struct page *p, const struct checklist *c)
{
	struct html *h = &p->html;

	put_step(p, c, STEP_STAFF,
	    &(struct step){
		_("Staff"),
		c->done[STEP_STAFF]
		    ? FILL(h->arena, _("People: {n}. Have access: {active}."),
			  {"n", html_num(h, c->staff)},
			  {"active", html_num(h, c->staff_active)})
		    : _("Upload the list of the staff or add people by"
			" hand."),
		c->done[STEP_STAFF] ? page_path(p, "/people?group=staff")
				    : page_path(p, "/import"),
		c->done[STEP_STAFF] ? _("Look through") : _("Upload a list"),
	    });
	put_step(p, c, STEP_CLASSES,
	    &(struct step){
		_("Classes"),
		c->done[STEP_CLASSES]
		    ? FILL(h->arena,
			  _("Classes: {n}. Without a class teacher: {m}."),
			  {"n", html_num(h, c->classes)},
			  {"m", html_num(h, c->without_teacher)})
		    : _("They come with the list of pupils, or add them by"
			" hand."),
		page_path(p, "/classes"),
		c->done[STEP_CLASSES] ? _("Look through") : _("Add classes"),
	    });
	put_step(p, c, STEP_PUPILS,
	    &(struct step){
		_("Pupils and families"),
		c->done[STEP_PUPILS]
		    ? FILL(h->arena, _("Pupils: {n}."),
			  {"n", html_num(h, c->pupils)})
		    : _("Upload a list from Excel or CSV. First we show what"
			" was understood; nothing is written without your"
			" word."),
		c->done[STEP_PUPILS] ? page_path(p, "/people?group=pupils")
				     : page_path(p, "/import"),
		c->done[STEP_PUPILS] ? _("Look through") : _("Upload a list"),
	    });
}

static void
put_journals(struct page *p, const struct checklist *c)
{
	struct html *h = &p->html;

	put_step(p, c, STEP_SUBJECTS,
	    &(struct step){
		_("Subjects"),
		c->done[STEP_SUBJECTS]
		    ? FILL(h->arena,
			  _("Subjects in the list: {n}. Check the names."),
			  {"n", html_num(h, c->subjects)})
		    : _("Take the usual ones with one tap, then change the"
			" list."),
		page_path(p, "/subjects"),
		c->done[STEP_SUBJECTS] ? _("Look through") : _("Add subjects"),
	    });
	put_step(p, c, STEP_JOURNALS,
	    &(struct step){
		_("Journals"),
		c->done[STEP_JOURNALS]
		    ? FILL(h->arena, _("Journals: {n}."),
			  {"n", html_num(h, c->journals)})
		    : _("A journal is a class, a subject and its teacher."),
		page_path(p, "/journals/setup"),
		c->done[STEP_JOURNALS] ? _("Look through")
				       : _("Create journals"),
	    });
	put_step(p, c, STEP_CALENDAR,
	    &(struct step){
		_("Calendar"),
		c->done[STEP_CALENDAR]
		    ? FILL(h->arena,
			  _("Breaks and special days: {n}. Check the bells."),
			  {"n", html_num(h, c->entries)})
		    : _("Check the dates of the terms, enter breaks and"
			" bells."),
		page_path(p, "/year"),
		c->done[STEP_CALENDAR] ? _("Look through")
				       : _("Open the calendar"),
	    });
	put_step(p, c, STEP_ACCESS,
	    &(struct step){
		_("Access"),
		FILL(h->arena,
		    _("Staff with access: {staff}. Families: {families}. On"
		      " the way: {invited}."),
		    {"staff", html_num(h, c->staff_active)},
		    {"families", html_num(h, c->families_active)},
		    {"invited", html_num(h, c->invited)}),
		page_path(p, "/access"),
		_("Give access"),
	    });
}

static void
put_timetable(struct page *p, const struct checklist *c)
{
	struct html *h = &p->html;

	put_step(p, c, STEP_TIMETABLE,
	    &(struct step){
		_("Timetable"),
		c->done[STEP_TIMETABLE]
		    ? FILL(h->arena, _("Lessons in the timetable: {n}."),
			  {"n", html_num(h, c->slots)})
		    : _("Load it from a file or put it together here."
			" Journals work without it, too."),
		page_path(p, "/timetable"),
		c->done[STEP_TIMETABLE] ? _("Look through")
					: _("Open the timetable"),
	    });
}

static void
put_side(struct page *p)
{
	struct html *h = &p->html;

	html(h, "<div class='flow'>\n");
	layout_note(p, "", _("You cannot give marks"),
	    _("The administrator looks after people and classes. Marks are"
	      " given by the teacher alone: that protects the pupils, and"
	      " you."));
	html(h,
	    "<section class='card' aria-labelledby='sl-h'><h2 id='sl-h'>{}"
	    "</h2><p>{}</p><p><a class='btn mini' href='{}'>{}</a></p>"
	    "</section></div>\n",
	    _("No e-mail?"),
	    _("Print access cards: one for each person, with a code that"
	      " works once."),
	    page_path(p, "/access"), _("Print cards"));
}

void
page_checklist(struct page *p)
{
	struct html *h = &p->html;
	struct checklist c;
	int64_t done = 0;
	enum err err;

	if ((err = checklist_read(p->act, &c))) {
		page_error(p, err);
		return;
	}
	for (int i = 0; i < STEP_COUNT; i++)
		done += c.done[i];
	layout_begin(p, &(struct layout){
			    .title = c.next >= STEP_TIMETABLE
					 ? _("The journal is at work")
					 : _("Let us get the journal ready"),
			    .sub = FILL(h->arena, "{institution} · {from}/{to}",
				{"institution", p->act->actor.institution},
				{"from", html_id(h, c.year)},
				{"to", html_id(h, c.year + 1)}),
			    .menu = "start",
			});
	html(h,
	    "<div class='side'><div class='flow'><section class='card' "
	    "aria-labelledby='c-h'><h2 id='c-h'>{}</h2>"
	    "<progress class='meter' value='{}' max='{}' aria-labelledby='c-h'>"
	    "</progress><ol class='checks'>\n",
	    FILL(h->arena, _("Steps done: {n} of {all}"),
		{"n", html_num(h, done)}, {"all", html_num(h, STEP_COUNT)}),
	    html_id(h, done), html_id(h, STEP_COUNT));
	put_people(p, &c);
	put_journals(p, &c);
	put_timetable(p, &c);
	html(h, "</ol></section></div>\n");
	put_side(p);
	html(h, "</div>\n");
	layout_end(p);
}
