/* SPDX-License-Identifier: EUPL-1.2 */
/* The front page: what this is, who runs it, how to join, who takes part. */
#include <string.h>

#include "base/clock.h"
#include "domain/session.h"
#include "domain/statistics.h"
#include "web/app.h"
#include "web/layout.h"
#include "web/map.h"
#include "web/pages.h"

/* The product as an excerpt of itself: what a teacher corrected, and below it
 * what the family sees. */
static void
excerpt_sheet(struct html *h)
{
	html(h,
	    "<svg viewBox='0 0 448 268' role='img' aria-label='{}'>\n"
	    "<path class='g' fill='none' d='M0 48.5h448M0 96.5h448M0 144.5h448"
	    "M0 192.5h448M0 240.5h448M222.5 0v268M270.5 0v268M318.5 "
	    "0v268M366.5 0v268"
	    "M414.5 0v268'/><path class='v' d='M174 0v268'/>\n",
	    _("Excerpt of a journal: the mark 7 was changed to 9"));
	html(h,
	    "<text class='s' x='198' y='30'>16</text><text class='s' x='246' "
	    "y='30'>18</text><text class='s' x='294' y='30'>23</text><text "
	    "class='s' x='342' y='30'>25</text><text class='s' x='390' y='30'>"
	    "30</text>\n<text x='20' y='79'>Авраменко В.</text><text x='20' "
	    "y='127'>Ґалаґан Є.</text><text x='20' y='175'>Д’яченко З.</text>"
	    "<text x='20' y='223'>Їжак М.</text>\n");
	html(h,
	    "<text class='p' x='198' y='79'>9</text><text class='p' x='246' "
	    "y='79'>8</text><text class='p' x='294' y='79'>9</text><text "
	    "class='p' x='390' y='79'>10</text><text class='p' x='198' "
	    "y='127'>8</text><text class='p' x='342' y='127'>11</text><text "
	    "class='c' x='198' y='174'>хв</text><text class='p' x='294' "
	    "y='175'>7</text><text class='p' x='342' y='175'>8</text><text "
	    "class='p' x='390' y='175'>8</text><text class='p' x='198' "
	    "y='223'>12</text><text class='p' x='246' y='223'>11</text><text "
	    "class='p' x='342' y='223'>12</text>\n");
	html(h, "<rect class='h' x='223' y='97' width='95' height='47'/>"
		"<text class='p o' x='246' y='127'>7</text><path class='x' "
		"d='M238 125l16-11'/><path class='w' d='M258 121h22m-5-5l5 5-5 "
		"5'/><text class='p' x='296' y='127'>9</text></svg>\n");
}

static void
excerpt(struct html *h)
{
	html(h, "<div class='excerpt'>\n");
	excerpt_sheet(h);
	html(h,
	    "<div class='day'><ol class='slots'><li><div class='at'><b>2</b>"
	    "09:25</div><div class='what'><p><b>{}</b></p><p>{}</p>"
	    "<p class='soft'>20.11, 14:52 · Лисівка О. П.</p></div><div "
	    "class='do'><span class='m chg'><del><span class='vh'>{} </span>7"
	    "</del> → <ins><span class='vh'>{} </span>9</ins></span></div>"
	    "</li></ol></div>\n</div>\n",
	    _("Algebra: the mark has been changed"),
	    _("Reason: task 6 had not been counted"),
	    tc(h->lang, "mark", "was"), tc(h->lang, "mark", "now"));
}

static void
hero(struct page *p)
{
	struct html *h = &p->html;

	html(h,
	    "<section class='hero squared'><div "
	    "class='wrap'>\n<div><h1>{}</h1>\n"
	    "<p>{}</p>\n<div class='row'>",
	    _("A class journal and a diary in which no mark disappears without "
	      "a trace"),
	    _("The teacher keeps the journal on a phone or a computer. The "
	      "family sees lessons, homework and every change of a mark. Free "
	      "of charge, without advertisements, with open source code."));
	if (p->session && p->session->signed_in)
		html(h, "<a class='btn main' href='{}'>{}</a>",
		    app_home(h->arena, p->session->role, p->session->inst),
		    _("To my page"));
	else
		html(h,
		    "<a class='btn main' href='/join'>{}</a>\n"
		    "<a class='btn' href='/sign-in'>{}</a>",
		    _("Connect an institution"), _("Sign in"));
	html(h, "</div></div>\n");
	excerpt(h);
	html(h, "</div></section>\n");
}

static void
step(struct html *h, const char *title, const char *text)
{
	html(h, "<li><h3>{}</h3><p>{}</p></li>\n", title, text);
}

static void
what_it_gives(struct html *h)
{
	html(h, "<h2>{}</h2>\n<ul class='steps plain-steps'>\n",
	    _("What it gives"));
	step(h, _("To the teacher"),
	    _("Attendance of the class in a few taps, marks from the keyboard, "
	      "topic and homework on one screen. What went wrong can be "
	      "undone, "
	      "and the history stays."));
	step(h, _("To the family"),
	    _("The child’s week on one screen, several children in one "
	      "account. A changed mark shows what it was, what it is, who "
	      "changed it and why."));
	step(h, _("To the institution"),
	    _("Journals by the Ministry’s order, printing and files at any "
	      "moment. The marks belong to the institution; nobody outside can "
	      "change them."));
	html(h, "</ul>\n");
}

static void
how_to_join(struct html *h)
{
	html(h, "<h2 id='join'>{}</h2>\n<ol class='steps'>\n<li><h3>{}</h3><p>",
	    _("How to join"), _("Send a request"));
	html_say(h,
	    _("Fill in the {form} or write a letter. Needed: the name, the "
	      "DISO id, the EDRPOU code and a responsible person."),
	    {.name = "form", .value = _("form"), .href = "/join"});
	html(h, "</p></li>\n");
	step(h, _("We review it"),
	    _("Two people look at every request and make sure that it comes "
	      "from the institution. If something is missing, we say what "
	      "exactly."));
	step(h, _("An invitation comes"),
	    _("The institution’s administrator opens the link, chooses a "
	      "password and uploads staff, classes and pupils from a file."));
	html(h, "</ol>\n");
}

static void
sum_row(struct html *h, const char *name, struct statistics_sum sum)
{
	html(h,
	    "<tr><th scope='row'>{}</th><td class='num'>{}</td>"
	    "<td class='num'>{}</td></tr>\n",
	    name, html_num(h, sum.registered), html_num(h, sum.active));
}

static void
table_head(struct html *h, const char *caption, const char *first)
{
	html(h,
	    "<table class='table'><caption>{}</caption>\n<thead><tr>"
	    "<th scope='col'>{}</th><th scope='col' class='num'>{}</th>"
	    "<th scope='col' class='num'>{}</th></tr></thead>\n<tbody>\n",
	    caption, first, _("Connected"), _("Keep journals"));
}

static void
by_kind(struct html *h, const struct public_statistics *s)
{
	table_head(h, _("Institutions by kind"), _("Kind"));
	sum_row(h, _("Schools"), s->kinds[STATISTICS_SCHOOL]);
	sum_row(
	    h, _("Vocational institutions"), s->kinds[STATISTICS_VOCATIONAL]);
	sum_row(
	    h, _("Pre-higher institutions"), s->kinds[STATISTICS_PRE_HIGHER]);
	sum_row(h, _("Higher institutions"), s->kinds[STATISTICS_HIGHER]);
	html(h, "</tbody>\n<tfoot>");
	sum_row(h, _("Together"), s->all);
	html(h, "</tfoot></table>\n");
}

static void
by_region(struct html *h, const struct public_statistics *s)
{
	struct map_region regions[MAP_REGIONS];

	map_regions(h, s, regions);
	html(h, "<details class='more'><summary>{}</summary>\n",
	    _("Table by oblast"));
	table_head(h, _("Institutions by oblast"), _("Oblast"));
	for (size_t i = 0; i < MAP_REGIONS; i++)
		sum_row(h, regions[i].name, regions[i].sum);
	html(h, "</tbody></table>\n</details>\n");
}

static void
who_takes_part(struct page *p, const struct public_statistics *s)
{
	struct html *h = &p->html;

	html(h, "<h2 id='who'>{}</h2>\n", _("Who takes part"));
	if (!s->published_at) {
		html(h, "<p class='soft'>{}</p>\n",
		    _("The first figures will appear here as soon as the first "
		      "institutions are connected."));
		return;
	}
	html(h, "<div class='map'>\n<figure class='card'>\n");
	map_put(h, s);
	html(h, "<figcaption class='small soft'>{}</figcaption></figure>\n",
	    FILL(h->arena,
		_("The number in a cell: connected institutions on {date}. The "
		  "stronger the cell, the more institutions."),
		{"date",
		    clock_short(h->arena, clock_day_at(s->published_at))}));
	html(h, "<div class='card flow'>\n");
	by_kind(h, s);
	html(h, "<p class='small soft'>{}</p>\n",
	    _("An institution that keeps journals has already created them. "
	      "The others are still preparing."));
	by_region(h, s);
	html(h, "</div></div>\n");
}

static void
who_runs_it(struct page *p)
{
	struct html *h = &p->html;

	html(h, "<h2>{}</h2>\n<p class='prose'>{}</p>\n<p class='prose'>",
	    _("Who is responsible"),
	    FILL(h->arena,
		_("The system is run by: {institute}. The marks belong to the "
		  "institution of education: neither those who run the system "
		  "nor the institution’s administrator can change them "
		  "unseen."),
		{"institute", layout_institute(p)}));
	html_say(h,
	    _("What data is kept and who sees it is told on the page {data}; "
	      "how to begin, in the {help}."),
	    {.name = "data", .value = _("“Your data”"), .href = "/privacy"},
	    {.name = "help", .value = _("help"), .href = "/help"});
	html(h, "</p>\n");
}

void
page_home(struct page *p)
{
	struct html *h = &p->html;
	struct public_statistics statistics;
	enum err err;

	if ((err = statistics_public(p->act, &statistics))) {
		page_error(p, err);
		return;
	}
	layout_begin(
	    p, &(struct layout){.title = _("Electronic journal and diary"),
		   .headless = true});
	hero(p);
	html(h, "<div class='wrap flow'>\n");
	what_it_gives(h);
	how_to_join(h);
	who_takes_part(p, &statistics);
	who_runs_it(p);
	html(h, "</div>\n");
	layout_end(p);
}
