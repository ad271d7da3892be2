/* SPDX-License-Identifier: EUPL-1.2 */
/* The journals a person may open, by class. */
#include <string.h>

#include "domain/journal_page.h"
#include "web/layout.h"
#include "web/pages.h"
#include "web/school.h"

static void
journal_row(struct page *p, const struct journal_line *line)
{
	struct html *h = &p->html;
	const struct journal *j = &line->journal;

	html(h, "<li><a href='{}'><b>{}</b><small><span>{}</span>",
	    page_path(p, "/journals/%lld", (long long)j->journal),
	    *j->part ? arena_printf(h->arena, "%s, %s", j->name, j->part)
		     : j->name,
	    line->teachers);
	if (!*line->teachers)
		layout_chip(h, "warn", _("no teacher"));
	html(h, "</small></a></li>\n");
}

/* With fewer classes the page is short enough to look through. */
#define JUMP_CLASSES 4

static size_t
classes_of(const struct journal_line *lines, size_t n)
{
	size_t classes = 0;

	for (size_t i = 0; i < n; i++)
		classes +=
		    !i || lines[i].journal.class != lines[i - 1].journal.class;
	return classes;
}

/* A school has some three hundred journals: the way to one class. */
static void
jump(struct page *p, const struct journal_line *lines, size_t n)
{
	struct html *h = &p->html;

	html(h, "<nav class='jump' aria-label='{}'><ul>\n", _("Classes"));
	for (size_t i = 0; i < n; i++) {
		const struct journal *j = &lines[i].journal;

		if (!i || j->class != lines[i - 1].journal.class)
			html(h,
			    "<li><a class='btn mini' href='#c{}'>{}</a></li>\n",
			    html_id(h, j->class), j->label);
	}
	html(h, "</ul></nav>\n");
}

/* Journals come by class, subject and part. */
static void
by_class(struct page *p, const struct journal_line *lines, size_t n)
{
	struct html *h = &p->html;
	int64_t class = 0;

	if (classes_of(lines, n) > JUMP_CLASSES)
		jump(p, lines, n);
	html(h, "<div class='week'>\n");
	for (size_t i = 0; i < n; i++) {
		const struct journal *j = &lines[i].journal;

		if (j->class != class)
			html(h,
			    "<section class='card' aria-labelledby='c{}'>"
			    "<h2 id='c{}'>{}</h2>\n<ul class='list'>\n",
			    html_id(h, j->class), html_id(h, j->class),
			    j->label);
		class = j->class;
		journal_row(p, &lines[i]);
		if (i + 1 == n || lines[i + 1].journal.class != class)
			html(h, "</ul></section>\n");
	}
	html(h, "</div>\n");
}

/* A teacher has a few in many classes: one line each. */
static void
one_by_one(struct page *p, const struct journal_line *lines, size_t n)
{
	struct html *h = &p->html;

	html(h, "<ul class='list boxed'>\n");
	for (size_t i = 0; i < n; i++) {
		const struct journal *j = &lines[i].journal;

		html(h,
		    "<li><a href='{}'><b>{}</b><small><span>{}</span></small>"
		    "</a></li>\n",
		    page_path(p, "/journals/%lld", (long long)j->journal),
		    school_journal(h, j->name, j->label, j->part),
		    lines[i].teachers);
	}
	html(h, "</ul>\n");
}

void
page_journals(struct page *p)
{
	struct html *h = &p->html;
	struct journal_line *lines;
	size_t n;
	enum err err;

	if ((err = journal_page_list(p->act, &lines, &n))) {
		page_error(p, err);
		return;
	}
	layout_begin(
	    p, &(struct layout){.title = _("Journals"), .menu = "journals"});
	if (n && p->act->actor.role == ROLE_TEACHER)
		one_by_one(p, lines, n);
	else if (n)
		by_class(p, lines, n);
	else
		layout_empty(p, _("There are no journals here yet"),
		    _("A journal is made for a class and a subject by the"
		      " administrator of the institution, who also names its"
		      " teachers."),
		    NULL, NULL);
	layout_end(p);
}
