/* SPDX-License-Identifier: EUPL-1.2 */
/* A lesson: its page, saving it, taking its attendance, taking it back. */
#include <stdlib.h>
#include <string.h>

#include "domain/lesson_record.h"
#include "web/journal_part.h"
#include "web/lesson_part.h"
#include "web/pages.h"
#include "web/school.h"

static const char *
path_of(struct page *p, int64_t journal, int64_t lesson)
{
	return page_path(p, "/journals/%lld/lessons/%lld", (long long)journal,
	    (long long)lesson);
}

void
page_lesson(struct page *p)
{
	const struct lesson_sent fresh = {0};
	struct lesson_view view;
	enum err err;

	if (!p->ids[1])
		err = ERR_NOT_FOUND;
	else
		err = lesson_record_read(
		    p->act, p->ids[0], p->ids[1], 0, 0, &view);
	if (err)
		page_error(p, err);
	else
		lesson_show(p, &view, &fresh, 0);
}

void
page_lesson_new(struct page *p)
{
	const struct lesson_sent fresh = {0};
	struct lesson_view view;
	int64_t number = school_number(p, "number", -1);
	enum err err;

	if (number < 0 || number > LESSON_NUMBER_MAX)
		number = -1; /* the timetable knows */
	err = lesson_record_read(
	    p->act, p->ids[0], 0, school_day(p), number, &view);
	if (err)
		page_error(p, err);
	else
		lesson_show(p, &view, &fresh, 0);
}

/* ---- reading the form ---------------------------------------------------- */

static const char *
text_of(struct page *p, const char *name)
{
	const char *text = http_post(p->req, name);

	return text ? text : "";
}

/* A wrong date becomes one that no school year has, so that the domain names
 * the fault with the others. */
static void
read_draft(struct page *p, struct lesson_draft *draft)
{
	const char *kind = http_post(p->req, "kind");

	*draft = (struct lesson_draft){
	    .journal = p->ids[0],
	    .lesson = p->ids[1],
	    .seen = school_number(p, "seen", -1),
	    .number = school_number(p, "number", -1),
	    .hours = school_number(p, "hours", 0),
	    .topic = text_of(p, "topic"),
	    .homework = text_of(p, "homework"),
	    .kind = kind && *kind ? kind : NULL,
	};
	if (!school_date(p, "day", &draft->day))
		draft->day = 0;
	if (!school_date(p, "due", &draft->due_on))
		draft->due_on = -1;
}

static const char *
field_of(struct page *p, const char *letter, const char *id)
{
	return http_post(
	    p->req, arena_printf(p->html.arena, "%s%s", letter, id));
}

/* "a34" = presence of pupil 34; "t34" minutes; "d34" to the end of the day. */
static bool
read_roll(struct page *p, const struct http_field *f, struct lesson_roll *out)
{
	const char *minutes, *id = f->name + 1;
	char *end;

	*out = (struct lesson_roll){.pupil = strtoll(id, &end, 10)};
	if (f->name[0] != 'a' || end == id || *end || out->pupil <= 0)
		return false;
	if (!*f->value)
		return true;
	if (presence_read(f->value, &out->presence))
		return false;
	minutes = field_of(p, "t", id);
	if (out->presence.state == PRESENCE_LATE && minutes) {
		const long n = strtol(minutes, NULL, 10);

		if (n > 0 && n <= PRESENCE_MINUTES_MAX)
			out->presence.minutes = (int)n;
	}
	out->rest_of_day = field_of(p, "d", id) != NULL;
	return true;
}

/* "m5.34" = mark of pupil 34 in column 5. */
static bool
read_cell(const struct http_field *f, int64_t seen, struct gradebook_cell *out)
{
	char *end;

	if (f->name[0] != 'm')
		return false;
	out->col = strtoll(f->name + 1, &end, 10);
	if (end == f->name + 1 || *end != '.')
		return false;
	out->pupil = strtoll(end + 1, &end, 10);
	out->typed = f->value;
	out->seen = seen;
	return !*end && out->pupil > 0;
}

static void
read_form(struct page *p, struct lesson_form *form)
{
	struct lesson_roll *roll =
	    arena_array(p->html.arena, ROSTER_MAX, sizeof(*roll));
	struct gradebook_cell *cells =
	    arena_array(p->html.arena, GRADEBOOK_CELLS_MAX, sizeof(*cells));

	*form = (struct lesson_form){.take = http_post(p->req, "take") != NULL,
	    .uuid = http_post(p->req, "uuid")};
	read_draft(p, &form->draft);
	for (size_t i = p->req->query_n; i < p->req->fields_n; i++) {
		const struct http_field *f = &p->req->fields[i];

		if (f->filename)
			continue;
		if (form->roll_n < ROSTER_MAX &&
		    read_roll(p, f, &roll[form->roll_n]))
			form->roll_n++;
		else if (form->cells_n < GRADEBOOK_CELLS_MAX &&
			 read_cell(f, form->draft.seen, &cells[form->cells_n]))
			form->cells_n++;
	}
	form->roll = roll;
	form->cells = cells;
}

/* Empty mark fields say nothing where there is no mark: in this form the
 * absence has its own buttons. */
static void
drop_untouched(const struct lesson_view *view, struct lesson_form *form)
{
	struct gradebook_cell *cells =
	    (struct gradebook_cell *)(uintptr_t)form->cells;
	size_t kept = 0;

	for (size_t i = 0; i < form->cells_n; i++) {
		bool there = *cells[i].typed != '\0';

		for (size_t k = 0; !there && k < view->n; k++)
			for (size_t c = 0; c < view->columns_n; c++)
				there =
				    there ||
				    (view->lines[k].pupil.pupil ==
					    cells[i].pupil &&
					view->columns[c].col == cells[i].col &&
					view->lines[k].marks[c].value);
		if (there)
			cells[kept++] = cells[i];
	}
	form->cells_n = kept;
}

/* ---- saving -------------------------------------------------------------- */

/* The page again with what was typed and why it was not saved. */
static void
show_again(struct page *p, struct lesson_sent *sent, int64_t lesson)
{
	const struct lesson_draft *d = &sent->form->draft;
	struct lesson_view view;
	enum err err = lesson_record_read(p->act, p->ids[0], lesson,
	    d->day > 0 ? d->day : school_today(p),
	    d->number >= 0 ? d->number : 1, &view);

	if (err)
		page_error(p, err);
	else
		lesson_show(p, &view, sent, sent->stale ? 409 : 422);
}

void
page_lesson_save(struct page *p)
{
	struct html *h = &p->html;
	struct lesson_form form;
	struct lesson_saved saved;
	struct lesson_sent sent = {.form = &form};
	struct lesson_view view;
	enum err err;

	read_form(p, &form);
	if (form.draft.lesson && !lesson_record_read(p->act, p->ids[0],
				     form.draft.lesson, 0, 0, &view))
		drop_untouched(&view, &form);
	else if (!form.draft.lesson)
		drop_untouched(&(struct lesson_view){0}, &form);
	err = lesson_record_save(p->act, &form, &sent.faults, &saved);
	if (!err && saved.complete) {
		page_go(p, path_of(p, p->ids[0], saved.lesson),
		    _("The lesson is saved."));
		return;
	}
	if (!err)
		sent.saved = &saved;
	sent.stale = err == ERR_CONFLICT;
	if (!err || err == ERR_CONFLICT ||
	    (err == ERR_INVALID && !(sent.faults & LESSON_UUID)))
		show_again(p, &sent, err ? p->ids[1] : saved.lesson);
	else
		page_error(p, err);
}

void
page_lesson_take(struct page *p)
{
	struct html *h = &p->html;
	enum err err = roll_call_take(p->act, p->ids[0], p->ids[1]);

	if (err)
		page_error(p, err);
	else
		page_go(p, path_of(p, p->ids[0], p->ids[1]),
		    _("Attendance is taken."));
}

void
page_lesson_remove(struct page *p)
{
	struct html *h = &p->html;
	enum err err = lessons_book_take_back(p->act, p->ids[0], p->ids[1]);

	if (err == ERR_EXISTS)
		page_refuse(p, 409, _("There are marks at this lesson"),
		    _("Take the marks away first: each of them stays in the"
		      " history. Then the lesson can be taken back."));
	else if (err)
		page_error(p, err);
	else
		page_go(p, journal_href(p, p->ids[0], ""),
		    _("The lesson has been taken back. It stays in the"
		      " history."));
}
