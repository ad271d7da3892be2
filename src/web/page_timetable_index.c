/* SPDX-License-Identifier: EUPL-1.2 */
/* Whose timetable to look at; and, for those who make it, what is missing. */
#include "domain/naming.h"
#include "web/pages.h"
#include "web/school.h"
#include "web/timetable_part.h"

struct index_page {
	struct page *p;
	const struct timetable_index *x;
};

/* "33", "33,5": what is held in one of two weeks counts a half. */
static const char *
lessons_text(struct html *h, const struct timetable_count *c)
{
	int64_t whole = c->lessons + c->halves / 2;

	if (c->halves % 2 == 0)
		return html_num(h, whole);
	return arena_printf(h->arena, "%lld%s5", (long long)whole,
	    h->lang == LANG_UK ? "," : ".");
}

static void
count_line(struct index_page *i, enum timetable_of of,
    const struct timetable_count *c, const char *name)
{
	struct html *h = &i->p->html;
	const bool none = c->lessons + c->halves == 0;

	html(h,
	    "<tr><th scope='row'><a href='{}'>{}</a></th>"
	    "<td class='num' data-l='{}'>{}</td><td>",
	    timetable_href(i->p, of, c->id, i->x->day), name, _("Lessons"),
	    lessons_text(h, c));
	if (c->clashes)
		layout_chip(h, "err",
		    FILL(h->arena,
			n_("{n} clash", "{n} clashes", (long)c->clashes),
			{"n", html_num(h, c->clashes)}));
	else if (none && of == TIMETABLE_CLASS && i->x->may_write)
		layout_chip(h, "warn",
		    c->journals ? _("no timetable") : _("no journals"));
	html(h, "</td></tr>\n");
}

static void
section_begin(struct index_page *i, const char *id, const char *title)
{
	struct html *h = &i->p->html;

	html(h,
	    "<section class='card' aria-labelledby='{}'><h2 id='{}'>{}</h2>"
	    "<table class='table'><caption class='vh'>{}</caption><thead><tr>"
	    "<th scope='col'><span class='vh'>{}</span></th>"
	    "<th scope='col' class='num'>{}</th><th scope='col'>"
	    "<span class='vh'>{}</span></th></tr></thead><tbody>\n",
	    id, id, title, title, _("Name"), _("Lessons a week"), _("State"));
}

static void
section_end(struct index_page *i)
{
	html(&i->p->html, "</tbody></table></section>\n");
}

/* Rooms that have lessons; a room that was only tried has none. */
static void
rooms(struct index_page *i)
{
	struct html *h = &i->p->html;
	const struct timetable_index *x = i->x;
	size_t used = 0;

	for (size_t k = 0; k < x->rooms_n; k++) {
		if (x->rooms[k].lessons + x->rooms[k].halves == 0)
			continue;
		if (!used++)
			section_begin(i, "r-h", _("Rooms"));
		count_line(i, TIMETABLE_ROOM, &x->rooms[k], x->rooms[k].name);
	}
	if (used)
		section_end(i);
}

static void
lists(struct index_page *i)
{
	struct html *h = &i->p->html;
	const struct timetable_index *x = i->x;

	html(h, "<div class='two'><div class='flow'>\n");
	section_begin(i, "c-h", _("Classes"));
	for (size_t k = 0; k < x->classes_n; k++)
		count_line(
		    i, TIMETABLE_CLASS, &x->classes[k], x->classes[k].name);
	section_end(i);
	rooms(i);
	html(h, "</div><div class='flow'>\n");
	section_begin(i, "t-h", _("Teachers"));
	for (size_t k = 0; k < x->teachers_n; k++)
		count_line(i, TIMETABLE_TEACHER, &x->teachers[k],
		    naming_short(h->arena, x->teachers[k].surname,
			x->teachers[k].given, x->teachers[k].patronymic));
	section_end(i);
	html(h, "</div></div>\n");
}

void
page_timetable(struct page *p)
{
	struct html *h = &p->html;
	struct timetable_index x;
	struct index_page i = {p, &x};
	const bool teaches = p->act->actor.role & ROLES_TEACHING;
	enum err err;

	if ((err = timetable_index_read(p->act, school_day(p), &x))) {
		page_error(p, err);
		return;
	}
	layout_begin(p,
	    &(struct layout){.title = _("Timetable"),
		.sub = FILL(h->arena, _("{year} academic year"),
		    {"year", office_year(h, x.year)}),
		.menu = "timetable",
		.actions =
		    (const struct layout_action[]){
			{page_path(p, "/year"), _("Calendar"), ""},
			{teaches ? timetable_href(p, TIMETABLE_TEACHER,
				       p->act->actor.person, x.day)
				 : page_path(p, "/timetable/import"),
			    teaches ? _("My timetable") : _("Load from a file"),
			    ""}},
		.actions_n = teaches || x.may_write ? 2 : 1});
	if (x.may_write && x.clashes)
		layout_note(p, "err", _("Some lessons cannot all be held"),
		    _("A teacher, a class or a room is needed twice at one "
		      "time. Open a line with a red mark: the lesson says what "
		      "is in its way."));
	if (!x.classes_n)
		layout_empty(p, _("There are no classes yet"),
		    _("They appear by themselves when a list of pupils is "
		      "uploaded."),
		    NULL, NULL);
	else
		lists(&i);
	calendar_changes(p, x.changes, x.changes_n);
	layout_end(p);
}
