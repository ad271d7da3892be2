/* SPDX-License-Identifier: EUPL-1.2 */
/* One column of a journal as a plain form: the way without a script. Also its
 * kind and name, and taking it away. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "domain/lessons_book.h"
#include "domain/written.h"
#include "web/form.h"
#include "web/journal_part.h"
#include "web/pages.h"
#include "web/school.h"

#define KINDS_MAX 16

/* What was typed and what became of it, by pupil, when a save was not whole. */
struct column_answer {
	const struct gradebook_result *results;
	size_t n;
};

static const struct gradebook_result *
result_of(const struct column_answer *answer, int64_t pupil)
{
	for (size_t i = 0; answer && i < answer->n; i++)
		if (answer->results[i].pupil == pupil &&
		    answer->results[i].state >= CELL_REFUSED)
			return &answer->results[i];
	return NULL;
}

static void
clash_choice(struct page *p, const struct gradebook_result *r)
{
	struct html *h = &p->html;
	const char *theirs =
	    r->mark ? r->mark : (*r->code ? r->code : _("empty"));

	html(h, "<span class='why wrong' id='e{}'>{}</span>",
	    html_id(h, r->pupil),
	    FILL(h->arena,
		_("While you were entering {mine}, {theirs} was written in"
		  " this cell ({who}, {time}). Leave your value and save"
		  " again, or enter theirs."),
		{"mine", *r->typed ? r->typed : _("empty")}, {"theirs", theirs},
		{"who", r->who ? r->who : ""},
		{"time", clock_hm(h->arena, r->at)}));
}

static void
pupil_field(struct page *p, const struct journal_view *v, size_t i,
    const struct column_answer *answer)
{
	struct html *h = &p->html;
	const struct roster_line *line = &v->roster[i];
	const struct journal_cell *cell = journal_page_cell(v, i, 0);
	const struct gradebook_result *r = result_of(answer, line->pupil);
	const char *id = html_id(h, line->pupil);

	html(h,
	    "<li><span class='no'>{}</span><span class='nm'><b>{}</b>"
	    " <span>{}</span>",
	    html_id(h, (int64_t)i + 1), line->surname, line->given);
	if (cell->seq >= 0)
		html(h, " <a href='{}'>{}<span class='vh'>: {} {}</span></a>",
		    journal_mark_href(
			p, v->journal.journal, v->columns[0].col, line->pupil),
		    _("history"), line->surname, line->given);
	html(h, "</span><span>");
	if (*cell->code)
		html(h, "<span class='m abs'>{}</span>", cell->code);
	html(h, "</span>");
	html(h,
	    "<label class='mk'{}><span class='vh'>{} {}</span>"
	    "<input name='m{}' value='{}' maxlength='16' autocomplete='off'"
	    " spellcheck='false'{}></label>",
	    r ? " data-s=refused" : "", line->surname, line->given, id,
	    r ? r->typed : (cell->mark ? cell->mark : ""),
	    r ? " aria-invalid=true" : "");
	if (r && r->state == CELL_CLASH)
		clash_choice(p, r);
	else if (r)
		html(h, "<span class='why wrong' id='e{}'>{}</span>", id,
		    school_why(h, r));
	html(h, "</li>\n");
}

static void
kind_choices(
    struct html *h, const char *const *kinds, struct choice *choices, size_t *n)
{
	for (*n = 0; kinds[*n] && *n < KINDS_MAX; ++*n)
		choices[*n] =
		    (struct choice){kinds[*n], school_kind(h, kinds[*n]), NULL};
}

static void
name_form(struct page *p, const struct journal_view *v)
{
	struct html *h = &p->html;
	const struct column *c = &v->columns[0];
	const char *href = journal_column_href(p, v->journal.journal, c->col);
	struct choice choices[KINDS_MAX];
	size_t n;

	kind_choices(h, c->lesson ? lessons_book_kinds : lessons_book_dateless,
	    choices, &n);
	html(h, "<details class='more'><summary>{}</summary>\n",
	    _("Kind and name of the column"));
	form_open(p, arena_printf(h->arena, "%s/name", href), FORM_ROW);
	form_select(p,
	    &(struct field){.name = "kind",
		.label = _("Kind of work"),
		.value = c->kind,
		.width = 2},
	    choices, n);
	form_field(p, &(struct field){.name = "title",
			  .label = _("Title"),
			  .value = c->title,
			  .maxlength = 60,
			  .width = 2});
	form_close(p, _("Save"));
	form_open(p, arena_printf(h->arena, "%s/remove", href), 0);
	form_button(p, "risk", NULL, NULL, _("Remove the column"));
	form_end(p);
	html(h, "</details>\n");
}

/* The way to the whole lesson, and attendance in one tap. */
static void
lesson_row(struct page *p, const struct journal_view *v)
{
	struct html *h = &p->html;
	const struct column *c = &v->columns[0];
	const char *href;

	if (!c->lesson)
		return;
	href = page_path(p, "/journals/%lld/lessons/%lld",
	    (long long)v->journal.journal, (long long)c->lesson);
	html(h, "<div class='row'><a class='btn mini' href='{}'>{}</a>", href,
	    _("Lesson record"));
	if (c->taken_at)
		html(h, "<span class='soft small'>{}</span>",
		    FILL(h->arena, _("Attendance taken at {time}"),
			{"time", clock_stamp(h->arena, c->taken_at)}));
	else if (v->may_write && c->day <= school_today(p)) {
		form_open(p, arena_printf(h->arena, "%s/take", href), FORM_ROW);
		form_button(p, "", NULL, NULL,
		    _("Attendance is taken: the others are present"));
		form_end(p);
	}
	html(h, "</div>\n");
}

static void
show(struct page *p, const struct journal_view *v,
    const struct column_answer *answer, int status)
{
	struct html *h = &p->html;
	const struct column *c = &v->columns[0];

	layout_begin(
	    p, &(struct layout){.title = school_column(h, c),
		   .sub = school_journal(
		       h, v->journal.name, v->journal.label, v->journal.part),
		   .menu = "journals",
		   .back_href = journal_href(p, v->journal.journal, ""),
		   .back_text = _("The whole page of the journal"),
		   .width = LAYOUT_PROSE,
		   .task = v->may_write,
		   .status = status});
	if (answer)
		layout_note(p, "err", _("Not everything was saved"),
		    _("The reason stands beside each mark. The others are"
		      " saved."));
	lesson_row(p, v);
	html(h, "<form method='post' action='{}'>\n",
	    journal_column_href(p, v->journal.journal, c->col));
	form_tokens(p);
	form_hidden(p, "seen", html_id(h, v->seen));
	form_hidden(p, "uuid", written_uuid(p->act));
	html(h, "<ol class='roll one' aria-label='{}'>\n", _("Marks"));
	for (size_t i = 0; i < v->roster_n; i++)
		pupil_field(p, v, i, answer);
	html(h, "</ol>\n");
	if (v->may_write) {
		html(h, "<div class='bar'><div><p class='small soft'>{}</p>",
		    _("A number from 1 to 12 or a code: н, зп, зв, н/а"));
		form_button(p, "main", NULL, NULL, _("Save"));
		html(h, "</div></div>");
	}
	form_end(p);
	if (v->may_write)
		name_form(p, v);
	layout_end(p);
}

void
page_column(struct page *p)
{
	struct journal_view view;
	enum err err;

	if ((err = journal_page_column(p->act, p->ids[0], p->ids[1], &view))) {
		page_error(p, err);
		return;
	}
	show(p, &view, NULL, 0);
}

/* Fields m<pupil>, in the order they came. */
static size_t
read_cells(struct page *p, struct gradebook_cell *cells, size_t max)
{
	const int64_t seen = school_number(p, "seen", -1);
	size_t n = 0;

	for (size_t i = p->req->query_n; i < p->req->fields_n && n < max; i++) {
		const struct http_field *f = &p->req->fields[i];
		char *end;
		long long pupil;

		if (f->name[0] != 'm' || !f->name[1] || f->filename)
			continue;
		pupil = strtoll(f->name + 1, &end, 10);
		if (*end || pupil <= 0)
			continue;
		cells[n++] =
		    (struct gradebook_cell){p->ids[1], pupil, f->value, seen};
	}
	return n;
}

/* An empty field of a cell that holds only a code of presence says nothing:
 * in this form the field is the mark alone. */
static size_t
drop_untouched(
    const struct journal_view *v, struct gradebook_cell *cells, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		bool untouched = false;

		for (size_t k = 0; k < v->roster_n; k++) {
			const struct journal_cell *c =
			    journal_page_cell(v, k, 0);

			untouched = untouched ||
				    (v->roster[k].pupil == cells[i].pupil &&
					!*cells[i].typed && !c->mark);
		}
		if (!untouched)
			cells[kept++] = cells[i];
	}
	return kept;
}

void
page_column_save(struct page *p)
{
	struct html *h = &p->html;
	struct gradebook_cell *cells =
	    arena_array(h->arena, GRADEBOOK_CELLS_MAX, sizeof(*cells));
	struct column_answer answer = {0};
	struct journal_view view;
	struct gradebook_result *results;
	const char *uuid = http_post(p->req, "uuid");
	bool whole = true;
	enum err err;

	answer.n = read_cells(p, cells, GRADEBOOK_CELLS_MAX);
	if ((err = journal_page_column(p->act, p->ids[0], p->ids[1], &view))) {
		page_error(p, err);
		return;
	}
	answer.n = drop_untouched(&view, cells, answer.n);
	results = arena_array(h->arena, answer.n, sizeof(*results));
	err = gradebook_save(p->act, p->ids[0], uuid, cells, answer.n, results);
	answer.results = results;
	for (size_t i = 0; !err && i < answer.n; i++)
		whole = whole && results[i].state < CELL_REFUSED;
	if (!err && whole) {
		page_go(p,
		    arena_printf(
			h->arena, "%s#today", journal_href(p, p->ids[0], "")),
		    _("Saved."));
		return;
	}
	if (!err)
		err = journal_page_column(p->act, p->ids[0], p->ids[1], &view);
	if (err)
		page_error(p, err);
	else
		show(p, &view, &answer, 422);
}

static void
column_fault(struct page *p, enum err err)
{
	struct html *h = &p->html;

	if (err == ERR_EXISTS)
		page_refuse(p, 409, _("There are marks in this column"),
		    _("Take the marks away first: each of them stays in the"
		      " history. Then the column can be removed."));
	else if (err == ERR_INVALID)
		page_refuse(p, 422, _("This cannot be done"),
		    _("A lesson keeps at least one column. The kind of work"
		      " must be one of the list."));
	else
		page_error(p, err);
}

void
page_column_name(struct page *p)
{
	struct html *h = &p->html;
	const char *kind = http_post(p->req, "kind");
	const char *title = http_post(p->req, "title");
	enum err err = lessons_book_name_column(
	    p->act, p->ids[0], p->ids[1], kind ? kind : "", title ? title : "");

	if (err)
		column_fault(p, err);
	else
		page_go(p, journal_column_href(p, p->ids[0], p->ids[1]),
		    _("Saved."));
}

void
page_column_remove(struct page *p)
{
	struct html *h = &p->html;
	enum err err = lessons_book_remove_column(p->act, p->ids[0], p->ids[1]);

	if (err)
		column_fault(p, err);
	else
		page_go(p, journal_href(p, p->ids[0], ""),
		    _("The column has been removed."));
}

void
page_column_add(struct page *p)
{
	struct html *h = &p->html;
	const char *kind = http_post(p->req, "kind");
	const char *title = http_post(p->req, "title");
	const struct column_draft draft = {
	    .journal = p->ids[0],
	    .lesson = school_number(p, "lesson", 0),
	    .day = school_today(p),
	    .kind = kind ? kind : "",
	    .title = title ? title : "",
	};
	int64_t col;
	enum err err = lessons_book_add_column(p->act, &draft, &col);

	if (err)
		column_fault(p, err);
	else
		page_go(p, journal_column_href(p, p->ids[0], col),
		    _("The column has been added."));
}
