/* SPDX-License-Identifier: EUPL-1.2 */
/* The other half of a journal's page: dates, topics, homework; and the whole
 * journal as a table for a spreadsheet. */
#include <string.h>

#include "base/clock.h"
#include "base/table.h"
#include "domain/journal_book.h"
#include "web/journal_part.h"
#include "web/pages.h"
#include "web/school.h"

static void
topic_row(struct page *p, const struct journal_view *v, const struct lesson *l)
{
	struct html *h = &p->html;

	html(h,
	    "<tr><th scope='row' class='num'><a href='{}'>{}</a></th>"
	    "<td class='num' data-l='{}'>{}</td><td data-l='{}'>{}</td>"
	    "<td data-l='{}'>{}",
	    page_path(p, "/journals/%lld/lessons/%lld",
		(long long)v->journal.journal, (long long)l->lesson),
	    school_day_month(h, l->day), _("Lesson no."),
	    l->hours > 1 ? arena_printf(h->arena, "%lld (2 %s)",
			       (long long)l->number, _("hours"))
			 : html_id(h, l->number),
	    _("Topic"), l->topic, _("Homework"), l->homework);
	if (l->due_on)
		html(h, " <span class='soft'>({})</span>",
		    FILL(h->arena, _("for {date}"),
			{"date", school_day_month(h, l->due_on)}));
	html(h, "</td></tr>\n");
}

static void
topics(struct page *p, const struct journal_view *v,
    const struct lesson *lessons, size_t n)
{
	struct html *h = &p->html;

	html(h,
	    "<table class='table stack'><caption class='vh'>{}</caption>\n"
	    "<thead><tr><th scope='col' class='num'>{}</th>"
	    "<th scope='col' class='num'>{}</th><th scope='col'>{}</th>"
	    "<th scope='col'>{}</th></tr></thead>\n<tbody>\n",
	    _("Topics and homework"), _("Date"), _("Lesson no."), _("Topic"),
	    _("Homework"));
	for (size_t i = n; i-- > 0;)
		topic_row(p, v, &lessons[i]);
	html(h, "</tbody></table>\n");
}

void
page_journal_topics(struct page *p)
{
	struct html *h = &p->html;
	struct journal_view view;
	struct lesson *lessons;
	size_t n;
	enum err err;

	if ((err = journal_book_topics(
		 p->act, p->ids[0], &view, &lessons, &n))) {
		page_error(p, err);
		return;
	}
	journal_begin(p, &view, JOURNAL_TOPICS, NULL);
	if (n)
		topics(p, &view, lessons, n);
	else
		layout_empty(p, _("There are no lessons here yet"),
		    _("As soon as the teacher records a lesson, it stands"
		      " here."),
		    NULL, NULL);
	layout_end(p);
}

/* ---- CSV ----------------------------------------------------------------- */

static const char *
both(struct arena *arena, const struct journal_cell *cell)
{
	if (cell->mark && *cell->code)
		return arena_printf(arena, "%s %s", cell->code, cell->mark);
	return cell->mark ? cell->mark : cell->code;
}

static void
csv_rows(struct html *h, struct table_writer *w, const struct journal_view *v)
{
	table_write_text(w, _("Pupil"));
	for (size_t c = 0; c < v->columns_n; c++)
		table_write_text(w, school_column(h, &v->columns[c]));
	table_write_row_end(w);
	for (size_t i = 0; i < v->roster_n; i++) {
		table_write_text(
		    w, arena_printf(h->arena, "%s %s", v->roster[i].surname,
			   v->roster[i].given));
		for (size_t c = 0; c < v->columns_n; c++)
			table_write_text(
			    w, both(h->arena, journal_page_cell(v, i, c)));
		table_write_row_end(w);
	}
}

static void
csv_topics(struct html *h, struct table_writer *w, const struct lesson *lessons,
    size_t n)
{
	table_write_row_end(w);
	table_write_text(w, _("Date"));
	table_write_text(w, _("Lesson no."));
	table_write_text(w, _("Topic"));
	table_write_text(w, _("Homework"));
	table_write_row_end(w);
	for (size_t i = 0; i < n; i++) {
		table_write_date(w, lessons[i].day);
		table_write_number(w, lessons[i].number);
		table_write_text(w, lessons[i].topic);
		table_write_text(w, lessons[i].homework);
		table_write_row_end(w);
	}
}

void
page_journal_csv(struct page *p)
{
	struct html *h = &p->html;
	struct journal_view view;
	struct lesson *lessons;
	struct table_writer *w;
	struct bytes file;
	size_t n;
	enum err err;

	if ((err = journal_book_year(p->act, p->ids[0], &view, &lessons, &n))) {
		page_error(p, err);
		return;
	}
	w = table_writer_new(h->arena, TABLE_CSV, view.journal.label);
	csv_rows(h, w, &view);
	csv_topics(h, w, lessons, n);
	if ((err = table_writer_end(w, &file))) {
		page_error(p, err);
		return;
	}
	school_download(p, TABLE_CSV, &file,
	    arena_printf(h->arena, "journal-%lld-%s",
		(long long)view.journal.journal,
		clock_iso(h->arena, school_today(p))));
}
