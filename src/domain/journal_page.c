/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/journal_page.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "domain/journal_book.h"
#include "domain/naming.h"
#include "store/attendance.h"
#include "store/events.h"
#include "store/marks.h"

#define DAY_FIRST 0
#define DAY_LAST 100000

/* ---- which columns ------------------------------------------------------- */

static void
count_months(struct journal_view *view, const struct column *all, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct date d = clock_date(all[i].day);
		struct journal_month *m =
		    view->months_n ? &view->months[view->months_n - 1] : NULL;

		if (!m || m->month != d.month || m->year != d.year) {
			if (view->months_n == JOURNAL_MONTHS)
				return;
			m = &view->months[view->months_n++];
			*m = (struct journal_month){d.year, d.month, 0, false};
		}
		m->columns++;
	}
}

static void
show_months(struct journal_view *view)
{
	for (size_t i = 0; i < view->columns_n; i++) {
		const struct date d = clock_date(view->columns[i].day);

		for (size_t m = 0; m < view->months_n; m++)
			if (view->months[m].year == d.year &&
			    view->months[m].month == d.month)
				view->months[m].shown = true;
	}
}

static size_t
first_column(const struct column *all, size_t n, int year, int month)
{
	size_t first = 0;

	if (!year)
		return n > JOURNAL_COLUMNS ? n - JOURNAL_COLUMNS : 0;
	while (first < n) {
		const struct date d = clock_date(all[first].day);

		if (d.year > year || (d.year == year && d.month >= month))
			break;
		first++;
	}
	return first;
}

static enum err
choose_columns(struct act *act, int year, int month, struct journal_view *view)
{
	const int64_t today = actor_today(act);
	struct column *all;
	size_t n, first;
	enum err err;

	if ((err = columns_list(act->school, act->arena, act->actor.inst,
		 view->journal.journal, DAY_FIRST, DAY_LAST, &all, &n)))
		return err;
	view->columns_all = n;
	count_months(view, all, n);
	first = first_column(all, n, year, month);
	view->columns = all + first;
	view->columns_n = n - first;
	if (view->columns_n > JOURNAL_COLUMNS)
		view->columns_n = JOURNAL_COLUMNS;
	show_months(view);
	for (size_t i = 0; i < n; i++)
		if (all[i].lesson && all[i].day <= today)
			view->last_lesson = all[i].lesson;
	return OK;
}

/* ---- what stands in them ------------------------------------------------- */

/* By pupil's, column's or lesson's number. */
struct place {
	int64_t id;
	size_t at;
};

static int
by_id(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	return (x->id > y->id) - (x->id < y->id);
}

/* Rows come sorted by lesson or column and then by pupil, so each place is
 * found a step behind the last one. */
struct walk {
	const struct place *places;
	size_t n, at;
};

static const struct place *
walk_to(struct walk *w, int64_t id)
{
	if (w->at == w->n || w->places[w->at].id > id)
		w->at = 0;
	while (w->at < w->n && w->places[w->at].id < id)
		w->at++;
	return w->at < w->n && w->places[w->at].id == id ? &w->places[w->at]
							 : NULL;
}

static struct walk
index_pupils(struct act *act, const struct journal_view *view)
{
	struct place *p = arena_array(act->arena, view->roster_n, sizeof(*p));

	for (size_t i = 0; i < view->roster_n; i++)
		p[i] = (struct place){view->roster[i].pupil, i};
	if (view->roster_n)
		qsort(p, view->roster_n, sizeof(*p), by_id);
	return (struct walk){p, view->roster_n, 0};
}

/* Columns by their number, or the first column of each lesson. */
static struct walk
index_columns(struct act *act, const struct journal_view *view, bool lessons,
    int64_t *from, int64_t *to)
{
	struct place *p = arena_array(act->arena, view->columns_n, sizeof(*p));
	size_t n = 0;

	for (size_t i = 0; i < view->columns_n; i++) {
		const struct column *c = &view->columns[i];

		if (lessons &&
		    (!c->lesson ||
			(i && view->columns[i - 1].lesson == c->lesson)))
			continue;
		p[n++] = (struct place){lessons ? c->lesson : c->col, i};
	}
	if (n)
		qsort(p, n, sizeof(*p), by_id);
	*from = n ? p[0].id : 1;
	*to = n ? p[n - 1].id : 0;
	return (struct walk){p, n, 0};
}

static struct journal_cell *
cell_at(struct journal_view *view, size_t pupil, size_t column)
{
	return &view->cells[pupil * view->columns_n + column];
}

const struct journal_cell *
journal_page_cell(const struct journal_view *view, size_t pupil, size_t column)
{
	return &view->cells[pupil * view->columns_n + column];
}

static enum err
fill_marks(struct act *act, struct journal_view *view, struct walk *pupils)
{
	struct walk columns;
	struct mark *marks;
	size_t n;
	int64_t from, to;
	enum err err;

	columns = index_columns(act, view, false, &from, &to);
	/* A page is looked at; in one column marks are written. */
	err = (view->columns_n == 1 ? marks_list : marks_list_values)(
	    act->school, act->arena, act->actor.inst, view->journal.journal,
	    from, to, &marks, &n);
	if (err)
		return err;
	for (size_t i = 0; i < n; i++) {
		const struct place *p = walk_to(pupils, marks[i].pupil);
		const struct place *c = walk_to(&columns, marks[i].col);
		struct journal_cell *cell;

		if (!p || !c)
			continue;
		cell = cell_at(view, p->at, c->at);
		cell->mark = marks[i].value;
		cell->changed = marks[i].changes > 0;
		cell->seq = marks[i].seq;
	}
	return OK;
}

static enum err
fill_codes(struct act *act, struct journal_view *view, struct walk *pupils)
{
	const bool illness = actor_sees_illness(act, &view->journal);
	struct walk lessons;
	struct attendance *rows;
	size_t n;
	int64_t from, to;
	enum err err;

	lessons = index_columns(act, view, true, &from, &to);
	if ((err = attendance_list(act->school, act->arena, act->actor.inst,
		 view->journal.journal, from, to, &rows, &n)))
		return err;
	for (size_t i = 0; i < n; i++) {
		const struct place *p = walk_to(pupils, rows[i].pupil);
		const struct place *c = walk_to(&lessons, rows[i].lesson);
		const struct presence presence = {
		    presence_state_parse(rows[i].state), (int)rows[i].minutes,
		    presence_reason_parse(rows[i].reason)};

		if (p && c)
			cell_at(view, p->at, c->at)->code =
			    presence_code(act->arena, &presence, illness);
	}
	return OK;
}

static enum err
fill_cells(struct act *act, struct journal_view *view)
{
	const int64_t today = actor_today(act);
	int64_t from = today, to = today;
	struct walk pupils;
	enum err err;

	if (view->columns_n) {
		from = view->columns[0].day;
		to = view->columns[view->columns_n - 1].day;
	}
	if ((err = rosters_class(act->school, act->arena, act->actor.inst,
		 view->journal.class, from, to > today ? to : today,
		 &view->roster, &view->roster_n)))
		return err;
	view->cells = arena_array(
	    act->arena, view->roster_n * view->columns_n, sizeof(*view->cells));
	for (size_t i = 0; i < view->roster_n * view->columns_n; i++)
		view->cells[i] = (struct journal_cell){.code = "", .seq = -1};
	pupils = index_pupils(act, view);
	if ((err = fill_marks(act, view, &pupils)))
		return err;
	return fill_codes(act, view, &pupils);
}

/* ---- the head ------------------------------------------------------------ */

const char *
journal_page_teachers(struct arena *arena, const struct journal_teacher *t,
    size_t n, int64_t journal)
{
	struct buf b;

	buf_init(&b, arena, 64);
	for (size_t i = 0; i < n; i++) {
		if (t[i].journal != journal)
			continue;
		if (b.len)
			buf_adds(&b, ", ");
		buf_adds(&b, naming_short(arena, t[i].surname, t[i].given,
				 t[i].patronymic));
	}
	return b.p;
}

static enum err
read_head(struct act *act, struct journal_view *view)
{
	struct journal_teacher *teachers;
	int64_t size, last_at;
	size_t n;
	enum err err;

	if ((err = events_head(
		 act->school, act->actor.inst, &size, &last_at)) ||
	    (err = journals_teachers(act->school, act->arena, act->actor.inst,
		 0, view->journal.journal, actor_today(act), &teachers, &n)))
		return err;
	view->seen = size - 1;
	view->teachers = journal_page_teachers(
	    act->arena, teachers, n, view->journal.journal);
	view->may_write = view->journal.teaches && !view->journal.removed_at;
	return OK;
}

enum err
journal_page_read(struct act *act, int64_t journal, int year, int month,
    struct journal_view *view)
{
	enum err err;

	*view = (struct journal_view){.teachers = ""};
	/* One snapshot: what is shown and the number it is true for. */
	if ((err = db_begin_read(act->school)))
		return err;
	if (!(err = actor_may_read_journal(act, journal, &view->journal)) &&
	    !(err = read_head(act, view)) &&
	    !(err = choose_columns(act, year, month, view)))
		err = fill_cells(act, view);
	db_rollback(act->school);
	return err;
}

static enum err
one_column(struct act *act, int64_t col, struct journal_view *view)
{
	struct column *column = arena_alloc(act->arena, sizeof(*column));
	struct lesson lesson;
	enum err err;

	if ((err = columns_find(act->school, act->arena, act->actor.inst,
		 view->journal.journal, col, column)))
		return err;
	if (column->removed_at)
		return ERR_NOT_FOUND;
	view->columns = column;
	view->columns_n = 1;
	if (!column->lesson)
		return OK;
	if ((err = lessons_find(act->school, act->arena, act->actor.inst,
		 column->journal, column->lesson, &lesson)))
		return err;
	column->hours = lesson.hours;
	column->taken_at = lesson.taken_at;
	return OK;
}

enum err
journal_page_column(
    struct act *act, int64_t journal, int64_t col, struct journal_view *view)
{
	enum err err;

	*view = (struct journal_view){.teachers = ""};
	if ((err = db_begin_read(act->school)))
		return err;
	if (!(err = actor_may_read_journal(act, journal, &view->journal)) &&
	    !(err = read_head(act, view)) &&
	    !(err = one_column(act, col, view)))
		err = fill_cells(act, view);
	db_rollback(act->school);
	return err;
}

/* ---- the whole year ------------------------------------------------------ */

static enum err
list_lessons(struct act *act, struct journal_view *view,
    struct lesson **lessons, size_t *n)
{
	return lessons_list(act->school, act->arena, act->actor.inst,
	    view->journal.journal, DAY_FIRST, DAY_LAST, lessons, n);
}

enum err
journal_book_topics(struct act *act, int64_t journal, struct journal_view *view,
    struct lesson **lessons, size_t *n)
{
	enum err err;

	*view = (struct journal_view){.teachers = ""};
	if ((err = db_begin_read(act->school)))
		return err;
	if (!(err = actor_may_read_journal(act, journal, &view->journal)) &&
	    !(err = read_head(act, view)))
		err = list_lessons(act, view, lessons, n);
	db_rollback(act->school);
	return err;
}

enum err
journal_book_year(struct act *act, int64_t journal, struct journal_view *view,
    struct lesson **lessons, size_t *n)
{
	enum err err;

	*view = (struct journal_view){.teachers = ""};
	if ((err = db_begin_read(act->school)))
		return err;
	if (!(err = actor_may_read_journal(act, journal, &view->journal)) &&
	    !(err = read_head(act, view)) &&
	    !(err = columns_list(act->school, act->arena, act->actor.inst,
		  journal, DAY_FIRST, DAY_LAST, &view->columns,
		  &view->columns_n)) &&
	    !(err = fill_cells(act, view)))
		err = list_lessons(act, view, lessons, n);
	db_rollback(act->school);
	return err;
}
