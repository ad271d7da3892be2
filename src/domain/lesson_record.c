/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/lesson_record.h"

#include <stdlib.h>
#include <string.h>

#include "domain/lesson_times.h"
#include "domain/lessons_part.h"
#include "domain/naming.h"
#include "domain/roll_part.h"
#include "domain/written.h"
#include "domain/timetable.h"
#include "store/day_absences.h"
#include "store/events.h"

/* ---- reading ------------------------------------------------------------- */

static struct lesson_line *
line_of(struct lesson_view *view, int64_t pupil)
{
	for (size_t i = 0; i < view->n; i++)
		if (view->lines[i].pupil.pupil == pupil)
			return &view->lines[i];
	return NULL;
}

static enum err
read_lines(struct act *act, struct lesson_view *view)
{
	struct roster_line *roster;
	size_t n;
	enum err err;

	if ((err = rosters_class(act->school, act->arena, act->actor.inst,
		 view->journal.class, view->lesson.day, view->lesson.day,
		 &roster, &n)))
		return err;
	view->lines = arena_array(act->arena, n, sizeof(*view->lines));
	for (size_t i = 0; i < n; i++)
		view->lines[i].pupil = roster[i];
	view->n = n;
	return OK;
}

static enum err
read_marks(struct act *act, struct lesson_view *view)
{
	struct mark *marks;
	struct lesson_line *line;
	size_t n;
	enum err err;

	if ((err = columns_list_lesson(act->school, act->arena, act->actor.inst,
		 view->journal.journal, view->lesson.lesson, &view->columns,
		 &view->columns_n)))
		return err;
	if (view->columns_n > LESSON_RECORD_COLUMNS)
		view->columns_n = LESSON_RECORD_COLUMNS;
	for (size_t c = 0; c < view->columns_n; c++) {
		const int64_t col = view->columns[c].col;

		if ((err = marks_list(act->school, act->arena, act->actor.inst,
			 view->journal.journal, col, col, &marks, &n)))
			return err;
		for (size_t i = 0; i < n; i++)
			if ((line = line_of(view, marks[i].pupil)))
				line->marks[c] = (struct lesson_mark){
				    marks[i].value, marks[i].changes};
	}
	return OK;
}

static enum err
read_roll(struct act *act, struct lesson_view *view)
{
	struct attendance *rows;
	struct lesson_line *line;
	size_t n;
	enum err err;

	if ((err = attendance_list(act->school, act->arena, act->actor.inst,
		 view->journal.journal, view->lesson.lesson,
		 view->lesson.lesson, &rows, &n)))
		return err;
	for (size_t i = 0; i < n; i++) {
		if (!(line = line_of(view, rows[i].pupil)))
			continue;
		line->recorded = true;
		line->presence = (struct presence){
		    presence_state_parse(rows[i].state), (int)rows[i].minutes,
		    presence_reason_parse(rows[i].reason)};
	}
	return OK;
}

static enum err
read_announced(struct act *act, struct lesson_view *view)
{
	struct day_absence *days;
	struct lesson_line *line;
	size_t n;
	enum err err;

	if (view->lesson.taken_at)
		return OK;
	if ((err = day_absences_list(act->school, act->arena, act->actor.inst,
		 view->journal.class, view->lesson.day, &days, &n)))
		return err;
	for (size_t i = 0; i < n; i++) {
		if (!(line = line_of(view, days[i].pupil)) || line->recorded ||
		    days[i].from_number > view->lesson.number)
			continue;
		line->proposed = true;
		line->presence = (struct presence){
		    PRESENCE_ABSENT, 0, presence_reason_parse(days[i].reason)};
	}
	return OK;
}

static enum err
find_lesson(struct act *act, int64_t journal, int64_t lesson, int64_t day,
    int64_t number, struct lesson_view *view)
{
	enum err err;

	if (lesson)
		return lessons_book_find(
		    act, journal, lesson, &view->journal, &view->lesson);
	if ((err = actor_may_write_journal(act, journal, &view->journal)))
		return err;
	view->lesson = (struct lesson){.journal = journal,
	    .day = day,
	    .number = number,
	    .hours = 1,
	    .topic = "",
	    .homework = ""};
	return OK;
}

static enum err
read_view(struct act *act, struct lesson_view *view)
{
	int64_t size, last_at;
	enum err err;

	if ((err = events_head(act->school, act->actor.inst, &size, &last_at)))
		return err;
	view->seen = size - 1;
	if ((err = read_lines(act, view)) || (err = read_announced(act, view)))
		return err;
	if (!view->lesson.lesson)
		return OK;
	if ((err = read_marks(act, view)) || (err = read_roll(act, view)))
		return err;
	/* Announced ones where nothing is recorded, known only now. */
	for (size_t i = 0; i < view->n; i++)
		if (view->lines[i].recorded)
			view->lines[i].proposed = false;
	if (!view->lesson.taken_by)
		return OK;
	return naming_person(act, view->lesson.taken_by, &view->taken_by);
}

static bool
is_recorded(const struct lesson *lessons, size_t n, int64_t number)
{
	for (size_t i = 0; i < n; i++)
		if (lessons[i].number == number)
			return true;
	return false;
}

/* Which lesson of the journal comes next on that day. */
static enum err
choose_number(
    struct act *act, const struct calendar *calendar, struct lesson_view *view)
{
	const int64_t day = view->lesson.day, inst = act->actor.inst;
	struct slot_line *slots;
	struct lesson *lessons;
	size_t slots_n, n;
	enum err err;

	view->lesson.number = 1;
	if ((err = slots_list_class(act->school, act->arena, inst,
		 lesson_times_year(calendar, day), view->journal.class, day,
		 day, &slots, &slots_n)) ||
	    (err = lessons_list(act->school, act->arena, inst,
		 view->journal.journal, day, day, &lessons, &n)))
		return err;
	for (size_t i = 0; i < slots_n; i++) {
		const struct slot *slot = &slots[i].slot;

		if (slot->journal != view->journal.journal ||
		    !timetable_holds(slot, &view->calendar) ||
		    is_recorded(lessons, n, slot->number))
			continue;
		view->lesson.number = slot->number;
		break;
	}
	return OK;
}

static enum err
read_day(struct act *act, struct lesson_view *view)
{
	struct calendar calendar;
	struct lesson_times times;
	const int64_t day = view->lesson.day;
	enum err err;

	if ((err = calendar_read(act, day, day, &calendar)))
		return err;
	view->calendar = calendar_day(&calendar, view->journal.class, day);
	if (view->lesson.number < 0 &&
	    (err = choose_number(act, &calendar, view)))
		return err;
	if ((err = lesson_times_read(act, &calendar, day, &times)))
		return err;
	lesson_times_of(&times, view->journal.class, view->calendar.weekday,
	    view->lesson.number, &view->starts_min, &view->ends_min);
	return OK;
}

enum err
lesson_record_read(struct act *act, int64_t journal, int64_t lesson,
    int64_t day, int64_t number, struct lesson_view *view)
{
	enum err err;

	*view = (struct lesson_view){.taken_by = ""};
	/* One snapshot: what is shown and the number it is true for. */
	if ((err = db_begin_read(act->school)))
		return err;
	err = find_lesson(act, journal, lesson, day, number, view);
	if (!err)
		err = read_day(act, view);
	if (!err)
		err = read_view(act, view);
	db_rollback(act->school);
	view->held = view->lesson.day <= actor_today(act);
	view->may_write = view->journal.teaches && !view->journal.removed_at;
	return err;
}

/* ---- saving -------------------------------------------------------------- */

static void
ask(struct buf *b, const struct lesson_form *form)
{
	const struct lesson_draft *d = &form->draft;

	buf_addf(b, "lesson %lld %lld %lld %lld %lld %lld %lld %d %s\n",
	    (long long)d->journal, (long long)d->lesson, (long long)d->seen,
	    (long long)d->day, (long long)d->number, (long long)d->hours,
	    (long long)d->due_on, form->take, d->kind ? d->kind : "-");
	buf_addf(b, "%s\n%s\n", d->topic, d->homework);
	for (size_t i = 0; i < form->roll_n; i++)
		buf_addf(b, "%lld %s %d\n", (long long)form->roll[i].pupil,
		    presence_canonical(b->arena, &form->roll[i].presence),
		    form->roll[i].rest_of_day);
	for (size_t i = 0; i < form->cells_n; i++)
		buf_addf(b, "%lld %lld %s\n", (long long)form->cells[i].col,
		    (long long)form->cells[i].pupil, form->cells[i].typed);
}

static const char *
write_answer(struct act *act, const struct lesson_form *form,
    const struct lesson_saved *saved)
{
	return arena_printf(act->arena, "%lld\n%s%s", (long long)saved->lesson,
	    gradebook_write_answer(act->arena, saved->roll, form->roll_n),
	    gradebook_write_answer(act->arena, saved->cells, form->cells_n));
}

static enum err
read_answer(struct act *act, const char *answer, const struct lesson_form *form,
    struct lesson_saved *saved)
{
	char *p;
	enum err err;

	saved->lesson = strtoll(answer, &p, 10);
	if (*p != '\n')
		return ERR_CORRUPT;
	p = arena_strdup(act->arena, p + 1);
	if ((err = gradebook_read_answer(act, &p, saved->roll, form->roll_n)))
		return err;
	return gradebook_read_answer(act, &p, saved->cells, form->cells_n);
}

static const struct attendance *
row_of(const struct attendance *rows, size_t n, int64_t pupil)
{
	for (size_t i = 0; i < n; i++)
		if (rows[i].pupil == pupil)
			return &rows[i];
	return NULL;
}

static enum err
write_line(struct gradebook_work *work, const struct lesson *lesson,
    const struct lesson_roll *line, const struct attendance *row, int64_t seen,
    struct gradebook_result *result)
{
	struct act *act = work->act;
	struct gradebook_roll roll = {
	    .lesson = lesson,
	    .pupil = gradebook_pupil(work, line->pupil, lesson->day),
	    .row = row,
	    .presence = line->presence,
	    .seen = seen,
	};
	enum err err;

	*result = (struct gradebook_result){
	    .pupil = line->pupil, .code = "", .typed = ""};
	if (!roll.pupil || lesson->day > work->today) {
		result->state = CELL_REFUSED;
		result->why = roll.pupil ? WHY_FUTURE : WHY_PUPIL;
		return OK;
	}
	if ((err = gradebook_write_roll(work, &roll, result)))
		return err;
	if (!line->rest_of_day || line->presence.state != PRESENCE_ABSENT)
		return OK;
	return roll_call_write_announce(act,
	    &(struct day_draft){.journal = work->journal.journal,
		.pupil = line->pupil,
		.day = lesson->day,
		.from_number = lesson->number,
		.reason = line->presence.reason},
	    roll.pupil->log_id, work->journal.leads_class);
}

static enum err
write_roll(struct gradebook_work *work, const struct lesson *lesson,
    const struct lesson_form *form, struct lesson_saved *saved)
{
	struct act *act = work->act;
	struct attendance *rows = NULL;
	size_t n = 0;
	enum err err;

	if (form->roll_n &&
	    (err = attendance_list(act->school, act->arena, act->actor.inst,
		 lesson->journal, lesson->lesson, lesson->lesson, &rows, &n)))
		return err;
	for (size_t i = 0; i < form->roll_n; i++)
		if ((err = write_line(work, lesson, &form->roll[i],
			 row_of(rows, n, form->roll[i].pupil), form->draft.seen,
			 &saved->roll[i])))
			return err;
	return OK;
}

static enum err
write_cells(struct gradebook_work *work, const struct lesson *lesson,
    const struct lesson_form *form, struct lesson_saved *saved)
{
	struct act *act = work->act;
	struct column *columns = NULL;
	size_t n = 0;
	enum err err;

	if (!form->draft.lesson && form->cells_n &&
	    (err = columns_list_lesson(act->school, act->arena, act->actor.inst,
		 lesson->journal, lesson->lesson, &columns, &n)))
		return err;
	for (size_t i = 0; i < form->cells_n; i++) {
		struct gradebook_cell cell = form->cells[i];

		if (!cell.col && n)
			cell.col = columns[0].col;
		if ((err = gradebook_write_cell(work, &cell, &saved->cells[i])))
			return err;
	}
	return OK;
}

static enum err
write_all(struct gradebook_work *work, struct lesson_form *form,
    struct lesson_saved *saved)
{
	const bool held = form->draft.day <= work->today;
	struct lesson lesson;
	enum err err;

	if ((err = lessons_write_draft(
		 work, &form->draft, form->take && held, &lesson)))
		return err;
	saved->lesson = lesson.lesson;
	if (form->draft.lesson && form->draft.kind &&
	    (err = lessons_write_kind(work, lesson.lesson, form->draft.kind)))
		return err;
	if ((err = write_roll(work, &lesson, form, saved)))
		return err;
	return write_cells(work, &lesson, form, saved);
}

static bool
all_in(const struct gradebook_result *results, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (results[i].state == CELL_REFUSED ||
		    results[i].state == CELL_CLASH)
			return false;
	return true;
}

static enum err
save(struct act *act, struct lesson_form *form, unsigned *faults,
    struct lesson_saved *saved)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct gradebook_work work;
	struct written written;
	struct buf asked;
	const char *answer;
	enum err err;

	buf_init(&asked, act->arena, 4096);
	ask(&asked, form);
	if ((err = written_open(&written, form->uuid, asked.p, asked.len))) {
		*faults |= LESSON_UUID;
		return err;
	}
	if ((err = act_begin_school(act)))
		return err;
	if ((err = gradebook_work_open(act, form->draft.journal, &work)))
		return err;
	err = written_find(act, &written, &answer);
	if (!err)
		return read_answer(act, answer, form, saved);
	if (err != ERR_NOT_FOUND)
		return err;
	if ((err = lessons_check(&work, &form->draft, faults)))
		return err;
	if ((err = write_all(&work, form, saved)))
		return err;
	if (!act->appended)
		return OK;
	if ((err = written_keep(act, &written, write_answer(act, form, saved))))
		return err;
	return act_commit(tx);
}

enum err
lesson_record_save(struct act *act, const struct lesson_form *asked,
    unsigned *faults, struct lesson_saved *saved)
{
	struct lesson_form form = *asked;
	enum err err;

	*faults = 0;
	if (form.roll_n > ROSTER_MAX || form.cells_n > GRADEBOOK_CELLS_MAX)
		return ERR_LIMIT;
	*saved = (struct lesson_saved){
	    .roll = arena_array(act->arena, form.roll_n, sizeof(*saved->roll)),
	    .cells =
		arena_array(act->arena, form.cells_n, sizeof(*saved->cells)),
	};
	if ((err = save(act, &form, faults, saved)))
		return err;
	saved->complete = all_in(saved->roll, form.roll_n) &&
			  all_in(saved->cells, form.cells_n);
	return OK;
}
