/* SPDX-License-Identifier: EUPL-1.2 */
/* All marks of the school year by subject; the same as a table (CSV). */
#include <string.h>

#include "base/clock.h"
#include "base/table.h"
#include "web/diary_part.h"
#include "web/layout.h"
#include "web/pages.h"
#include "web/school.h"

static void
subject(struct page *p, const struct diary_subject *s)
{
	struct html *h = &p->html;

	html(h,
	    "<section class='card' aria-labelledby='j{}'><h2 id='j{}'>{}</h2>"
	    "\n<ul class='marks'>\n",
	    html_id(h, s->journal), html_id(h, s->journal),
	    *s->part ? arena_printf(h->arena, "%s, %s", s->name, s->part)
		     : s->name);
	for (size_t i = s->n; i-- > 0;) {
		const struct diary_mark *m = &s->marks[i];

		if (!m->at.mark.value && !m->steps_n)
			continue;
		html(h, "<li><span class='small soft num'>{}</span> ",
		    m->at.lesson ? school_day_month(h, m->at.day) : "");
		diary_mark(p, m);
		html(h, "</li>\n");
	}
	html(h, "</ul></section>\n");
}

void
page_diary_marks(struct page *p)
{
	struct html *h = &p->html;
	struct diary_marks marks;
	int64_t pupil;
	enum err err;

	if (!diary_open(p, &pupil))
		return;
	if ((err = diary_marks_read(p->act, pupil, &marks))) {
		page_error(p, err);
		return;
	}
	layout_begin(
	    p, &(struct layout){.title = FILL(h->arena, _("Marks: {name}"),
				    {"name", diary_name(p, &marks.child)}),
		   .sub = marks.child.label,
		   .menu = "marks",
		   .actions =
		       (const struct layout_action[]){
			   {page_path(p, "/diary?pupil=%lld", (long long)pupil),
			       _("Diary"), "mini"},
			   {page_path(
				p, "/diary/csv?pupil=%lld", (long long)pupil),
			       _("Table (CSV)"), "mini"}},
		   .actions_n = 2});
	diary_kids(p, pupil, "/marks");
	diary_sum(h, &marks.sum);
	if (marks.n) {
		html(h, "<div class='week'>\n");
		for (size_t i = 0; i < marks.n; i++)
			subject(p, &marks.subjects[i]);
		html(h, "</div>\n");
	} else {
		layout_empty(p, _("There are no marks yet"),
		    _("As soon as a teacher gives a mark, it stands here."),
		    NULL, NULL);
	}
	layout_end(p);
}

static const char *
steps_text(struct arena *arena, const struct diary_mark *m)
{
	struct buf b;

	buf_init(&b, arena, 32);
	for (size_t i = m->steps_n; i-- > 0;)
		if (m->steps[i].old)
			buf_addf(&b, "%s → ", m->steps[i].old);
	if (b.len)
		buf_adds(&b, m->at.mark.value ? m->at.mark.value : "—");
	return b.p;
}

void
page_diary_csv(struct page *p)
{
	struct html *h = &p->html;
	struct diary_marks marks;
	struct table_writer *w;
	struct bytes file;
	int64_t pupil;
	enum err err;

	if (!diary_open(p, &pupil))
		return;
	if ((err = diary_marks_read(p->act, pupil, &marks))) {
		page_error(p, err);
		return;
	}
	w = table_writer_new(h->arena, TABLE_CSV, marks.child.given);
	table_write_text(w, _("Subject"));
	table_write_text(w, _("Date"));
	table_write_text(w, _("Kind of work"));
	table_write_text(w, _("Mark"));
	table_write_text(w, _("Changes"));
	table_write_row_end(w);
	for (size_t s = 0; s < marks.n; s++)
		for (size_t i = 0; i < marks.subjects[s].n; i++) {
			const struct diary_mark *m =
			    &marks.subjects[s].marks[i];

			table_write_text(w, marks.subjects[s].name);
			if (m->at.lesson)
				table_write_date(w, m->at.day);
			else
				table_write_text(w, "");
			table_write_text(w, school_kind(h, m->at.kind));
			table_write_text(w, m->at.mark.value);
			table_write_text(w, steps_text(h->arena, m));
			table_write_row_end(w);
		}
	if ((err = table_writer_end(w, &file)))
		page_error(p, err);
	else
		school_download(p, TABLE_CSV, &file,
		    arena_printf(h->arena, "diary-%lld-%s", (long long)pupil,
			clock_iso(h->arena, school_today(p))));
}
