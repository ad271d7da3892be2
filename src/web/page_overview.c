/* SPDX-License-Identifier: EUPL-1.2 */
/* The day of the school for head and deputies. */
#include "base/clock.h"
#include "domain/overview.h"
#include "web/layout.h"
#include "web/pages.h"
#include "web/school.h"

static void
stat(struct html *h, const char *name, int64_t n)
{
	html(h, "<div><dt>{}</dt><dd>{}</dd></div>", name, html_num(h, n));
}

static void
class_row(
    struct page *p, const struct overview *o, const struct overview_class *c)
{
	struct html *h = &p->html;

	html(h,
	    "<tr><th scope='row'><a href='{}'>{}</a></th>"
	    "<td class='num' data-l='{}'>{}</td><td class='num' data-l='{}'>"
	    "{}</td><td class='num' data-l='{}'>{}</td>"
	    "<td class='num' data-l='{}'>{}</td><td class='num' data-l='{}'>"
	    "{}</td></tr>\n",
	    page_path(p, "/my-class?class=%lld&day=%s", (long long)c->class,
		clock_iso(h->arena, o->day)),
	    c->label, _("Pupils"), html_id(h, c->pupils), _("Lessons recorded"),
	    html_id(h, c->lessons), _("Attendance taken"), html_id(h, c->taken),
	    _("Without a topic"), html_id(h, c->without_topic), _("Absent"),
	    html_id(h, c->absent));
}

static void
classes(struct page *p, const struct overview *o)
{
	struct html *h = &p->html;

	html(h,
	    "<table class='table stack'><caption class='vh'>{}</caption>\n"
	    "<thead><tr><th scope='col'>{}</th><th scope='col' class='num'>{}"
	    "</th><th scope='col' class='num'>{}</th>"
	    "<th scope='col' class='num'>{}</th>"
	    "<th scope='col' class='num'>{}</th>"
	    "<th scope='col' class='num'>{}</th></tr></thead>\n<tbody>\n",
	    _("Classes"), _("Class"), _("Pupils"), _("Lessons recorded"),
	    _("Attendance taken"), _("Without a topic"), _("Absent"));
	for (size_t i = 0; i < o->n; i++)
		class_row(p, o, &o->classes[i]);
	html(h, "</tbody></table>\n");
}

static const char *
day_href(struct page *p, int64_t day)
{
	return page_path(p, "/overview?day=%s", clock_iso(p->html.arena, day));
}

void
page_overview(struct page *p)
{
	struct html *h = &p->html;
	struct overview o;
	enum err err;

	if ((err = overview_read(p->act, school_day(p), &o))) {
		page_error(p, err);
		return;
	}
	layout_begin(
	    p, &(struct layout){.title = school_weekday(h, o.day),
		   .sub = p->institution_name,
		   .menu = "overview",
		   .actions =
		       (const struct layout_action[]){
			   {day_href(p, o.day - 1), "←", "mini"},
			   {day_href(p, school_today(p)), _("Today"), "mini"},
			   {day_href(p, o.day + 1), "→", "mini"}},
		   .actions_n = 3});
	html(h, "<dl class='stats'>");
	stat(h, _("Pupils"), o.pupils);
	stat(h, _("Lessons recorded"), o.lessons);
	stat(h, _("Attendance taken"), o.taken);
	stat(h, _("Without a topic"), o.without_topic);
	stat(h, _("Absent"), o.absent);
	html(h, "</dl>\n");
	if (o.n)
		classes(p, &o);
	else
		layout_empty(p, _("There are no classes yet"),
		    _("The administrator of the institution creates classes"
		      " and journals."),
		    NULL, NULL);
	layout_end(p);
}
