/* SPDX-License-Identifier: EUPL-1.2 */
#include "fixture_lessons.h"

#include "domain/audit.h"
#include "domain/own_events.h"
#include "domain/take_back.h"
#include "store/columns.h"
#include "store/journals.h"

static struct lesson_form
form_of(struct fixture *f, int64_t lesson, const char *topic)
{
	return (struct lesson_form){
	    .draft = {.journal = FX_J_ALGEBRA,
		.lesson = lesson,
		.seen = fixture_newest(f),
		.day = f->today,
		.number = 2,
		.hours = 1,
		.topic = topic,
		.homework = "§ 12"},
	    .uuid = fixture_uuid(f),
	};
}

static enum err
save(struct fixture *f, const struct lesson_form *form, unsigned *faults,
    struct lesson_saved *saved)
{
	fixture_as(f, FX_ALGEBRA_TEACHER, ROLE_TEACHER);
	return lesson_record_save(&f->act, form, faults, saved);
}

static void
a_new_lesson_comes_with_roll_and_marks_in_one_save(void **state)
{
	struct fixture *f = *state;
	const struct lesson_roll roll[] = {
	    {FX_PUPIL, {PRESENCE_ABSENT, 0, 0}, true},
	    {FX_PUPIL + 1, {PRESENCE_LATE, 10, 0}, false},
	    {FX_PUPIL + 2, {0}, false},
	};
	const struct gradebook_cell cells[] = {
	    {0, FX_PUPIL + 1, "9", -1}, {0, FX_PUPIL + 2, "13", -1}};
	struct lesson_form form = form_of(f, 0, "Рівняння");
	struct lesson_saved saved, again;
	struct lesson_view view;
	struct audit_report report;
	int64_t after;
	unsigned faults;

	form.take = true;
	form.roll = roll;
	form.roll_n = 3;
	form.cells = cells;
	form.cells_n = 2;
	assert_int_equal(save(f, &form, &faults, &saved), OK);
	assert_false(saved.complete);
	assert_int_equal(saved.cells[1].why, WHY_SCALE);
	assert_int_equal(saved.roll[2].state, CELL_SAME);
	assert_int_equal(lesson_record_read(
			     &f->act, FX_J_ALGEBRA, saved.lesson, 0, 0, &view),
	    OK);
	assert_true(view.lesson.taken_at > 0);
	assert_string_equal(view.lesson.homework, "§ 12");
	assert_int_equal(view.lines[0].presence.state, PRESENCE_ABSENT);
	assert_int_equal(view.lines[1].presence.minutes, 10);
	assert_string_equal(view.lines[1].marks[0].value, "9");
	assert_null(view.lines[2].marks[0].value);
	/* The same request again makes no second lesson. */
	after = fixture_newest(f);
	assert_int_equal(save(f, &form, &faults, &again), OK);
	assert_int_equal(again.lesson, saved.lesson);
	assert_int_equal(again.cells[1].why, WHY_SCALE);
	assert_int_equal(fixture_newest(f), after);
	assert_int_equal(audit_verify(&f->act, 1, &report), OK);
	assert_int_equal(report.faults, 0);
}

static void
a_wrong_draft_saves_nothing_and_names_every_fault(void **state)
{
	struct fixture *f = *state;
	struct lesson_form form = form_of(f, 0, "Рівняння");
	struct lesson_saved saved;
	unsigned faults;

	form.draft.number = 10;
	form.draft.hours = 3;
	form.draft.day = fixture_day(7, 1);
	form.draft.due_on = form.draft.day - 1;
	form.draft.kind = "party";
	assert_int_equal(save(f, &form, &faults, &saved), ERR_INVALID);
	assert_int_equal(faults, LESSON_NUMBER | LESSON_HOURS | LESSON_DAY |
				     LESSON_DUE | LESSON_KIND);
	assert_int_equal(fixture_newest(f), -1);
}

static void
a_place_in_the_day_is_taken_once(void **state)
{
	struct fixture *f = *state;
	struct lesson_form form;
	struct lesson_saved saved;
	unsigned faults;

	fixture_lesson(f, FX_J_ALGEBRA, f->today, 2, "Рівняння");
	form = form_of(f, 0, "Ще раз");
	assert_int_equal(save(f, &form, &faults, &saved), ERR_INVALID);
	assert_int_equal(faults, LESSON_PLACE);
}

static void
an_edit_by_somebody_else_is_not_overwritten(void **state)
{
	struct fixture *f = *state;
	const int64_t id =
	    fixture_lesson(f, FX_J_ALGEBRA, f->today, 2, "Рівняння");
	struct lesson_form mine = form_of(f, id, "Моя тема");
	struct lesson_form theirs = form_of(f, id, "Їхня тема");
	struct lesson_saved saved;
	struct lesson_view view;
	unsigned faults;

	assert_int_equal(save(f, &theirs, &faults, &saved), OK);
	assert_int_equal(save(f, &mine, &faults, &saved), ERR_CONFLICT);
	assert_int_equal(
	    lesson_record_read(&f->act, FX_J_ALGEBRA, id, 0, 0, &view), OK);
	assert_string_equal(view.lesson.topic, "Їхня тема");
}

static void
moving_a_lesson_moves_its_columns(void **state)
{
	struct fixture *f = *state;
	const int64_t id =
	    fixture_lesson(f, FX_J_ALGEBRA, f->today, 2, "Рівняння");
	struct lesson_form form = form_of(f, id, "Рівняння");
	struct lesson_saved saved;
	struct column column;
	unsigned faults;

	form.draft.day = f->today - 3;
	form.draft.number = 0;
	assert_int_equal(save(f, &form, &faults, &saved), OK);
	assert_int_equal(
	    columns_find(f->act.school, f->arena, 1, FX_J_ALGEBRA, id, &column),
	    OK);
	assert_int_equal(column.day, f->today - 3);
	assert_int_equal(column.number, 0);
}

static void
a_lesson_with_marks_is_not_taken_back(void **state)
{
	struct fixture *f = *state;
	const int64_t id =
	    fixture_lesson(f, FX_J_ALGEBRA, f->today, 2, "Рівняння");
	struct lesson_view view;

	fixture_cell(f, FX_J_ALGEBRA, id, FX_PUPIL, "9");
	assert_int_equal(
	    lessons_book_take_back(&f->act, FX_J_ALGEBRA, id), ERR_EXISTS);
	fixture_cell(f, FX_J_ALGEBRA, id, FX_PUPIL, "");
	assert_int_equal(lessons_book_take_back(&f->act, FX_J_ALGEBRA, id), OK);
	assert_int_equal(
	    lesson_record_read(&f->act, FX_J_ALGEBRA, id, 0, 0, &view),
	    ERR_NOT_FOUND);
}

static void
columns_are_added_named_and_removed(void **state)
{
	struct fixture *f = *state;
	const int64_t id =
	    fixture_lesson(f, FX_J_ALGEBRA, f->today, 2, "Диктант");
	struct column_draft draft = {.journal = FX_J_ALGEBRA,
	    .lesson = id,
	    .kind = "dictation",
	    .title = "За помилки"};
	struct lesson_view view;
	int64_t col, notebook;

	assert_int_equal(lessons_book_add_column(&f->act, &draft, &col), OK);
	assert_int_equal(
	    lesson_record_read(&f->act, FX_J_ALGEBRA, id, 0, 0, &view), OK);
	assert_int_equal(view.columns_n, 2);
	assert_string_equal(view.columns[1].title, "За помилки");
	assert_int_equal(
	    lessons_book_name_column(&f->act, FX_J_ALGEBRA, col, "essay", ""),
	    OK);
	assert_int_equal(lessons_book_name_column(
			     &f->act, FX_J_ALGEBRA, col, "notebook", ""),
	    ERR_INVALID);
	fixture_cell(f, FX_J_ALGEBRA, col, FX_PUPIL, "9");
	assert_int_equal(
	    lessons_book_remove_column(&f->act, FX_J_ALGEBRA, col), ERR_EXISTS);
	fixture_cell(f, FX_J_ALGEBRA, col, FX_PUPIL, "");
	assert_int_equal(
	    lessons_book_remove_column(&f->act, FX_J_ALGEBRA, col), OK);
	assert_int_equal(lessons_book_remove_column(&f->act, FX_J_ALGEBRA, id),
	    ERR_INVALID); /* the last one */
	draft = (struct column_draft){.journal = FX_J_ALGEBRA,
	    .day = f->today,
	    .kind = "notebook",
	    .title = "Листопад"};
	assert_int_equal(
	    lessons_book_add_column(&f->act, &draft, &notebook), OK);
	assert_int_equal(
	    fixture_cell(f, FX_J_ALGEBRA, notebook, FX_PUPIL, "10").state,
	    CELL_SAVED);
	assert_int_equal(
	    fixture_cell(f, FX_J_ALGEBRA, notebook, FX_PUPIL, "н").why,
	    WHY_NO_LESSON);
}

static void
taking_back_undoes_what_was_written_since(void **state)
{
	struct fixture *f = *state;
	const int64_t before =
	    fixture_lesson(f, FX_J_ALGEBRA, f->today, 2, "Рівняння");
	struct lesson_form form;
	struct lesson_saved saved;
	struct taken_back done;
	struct lesson_view view;
	struct audit_report report;
	unsigned faults;
	int64_t since;

	fixture_cell(f, FX_J_ALGEBRA, before, FX_PUPIL, "7");
	fixture_time(f, f->today, 10, 0);
	since = f->act.now;
	fixture_cell(f, FX_J_ALGEBRA, before, FX_PUPIL, "12");
	fixture_cell(f, FX_J_ALGEBRA, before, FX_PUPIL + 1, "12");
	fixture_cell(f, FX_J_ALGEBRA, before, FX_PUPIL + 2, "н");
	form = form_of(f, before, "Зіпсована тема");
	form.take = true;
	assert_int_equal(save(f, &form, &faults, &saved), OK);
	fixture_lesson(f, FX_J_ALGEBRA, f->today, 5, "Зайвий урок");
	fixture_time(f, f->today, 10, 5);
	assert_int_equal(take_back_since(&f->act, since, &done), OK);
	assert_int_equal(done.left, 0);
	assert_int_equal(done.done, 5);
	assert_int_equal(
	    lesson_record_read(&f->act, FX_J_ALGEBRA, before, 0, 0, &view), OK);
	assert_string_equal(view.lesson.topic, "Рівняння");
	assert_string_equal(view.lesson.homework, "");
	assert_int_equal(view.lesson.taken_at, 0);
	assert_string_equal(view.lines[0].marks[0].value, "7");
	assert_null(view.lines[1].marks[0].value);
	assert_int_equal(view.lines[2].presence.state, PRESENCE_PRESENT);
	assert_int_equal(
	    lesson_record_read(&f->act, FX_J_ALGEBRA, before + 1, 0, 0, &view),
	    ERR_NOT_FOUND);
	assert_int_equal(audit_verify(&f->act, 1, &report), OK);
	assert_int_equal(report.faults, 0);
}

static void
what_others_wrote_over_stays_when_taking_back(void **state)
{
	struct fixture *f = *state;
	const int64_t id =
	    fixture_lesson(f, FX_J_ALGEBRA, f->today, 2, "Рівняння");
	struct taken_back done;
	struct lesson_view view;
	int64_t since, before;

	assert_int_equal(journals_teacher_add(f->act.school, 1, FX_J_ALGEBRA,
			     FX_CLASS_TEACHER, fixture_day(9, 1), 0),
	    OK);
	fixture_time(f, f->today, 10, 0);
	since = f->act.now;
	fixture_cell(f, FX_J_ALGEBRA, id, FX_PUPIL, "12");
	fixture_cell(f, FX_J_ALGEBRA, id, FX_PUPIL + 1, "12");
	fixture_as(f, FX_CLASS_TEACHER, ROLE_TEACHER);
	fixture_cell(f, FX_J_ALGEBRA, id, FX_PUPIL, "8");
	/* Nobody takes back for another. */
	before = fixture_newest(f);
	assert_int_equal(take_back_since(&f->act, f->act.now + 1, &done), OK);
	assert_int_equal(fixture_newest(f), before);
	fixture_as(f, FX_ALGEBRA_TEACHER, ROLE_TEACHER);
	assert_int_equal(take_back_since(&f->act, since, &done), OK);
	assert_int_equal(done.left, 1);
	assert_int_equal(done.done, 1);
	assert_int_equal(
	    lesson_record_read(&f->act, FX_J_ALGEBRA, id, 0, 0, &view), OK);
	assert_string_equal(view.lines[0].marks[0].value, "8");
	assert_null(view.lines[1].marks[0].value);
}

static void
the_list_of_own_entries_holds_nobody_elses(void **state)
{
	struct fixture *f = *state;
	const int64_t id =
	    fixture_lesson(f, FX_J_ALGEBRA, f->today, 2, "Рівняння");
	struct own_event *events;
	size_t n;

	fixture_cell(f, FX_J_ALGEBRA, id, FX_PUPIL, "9");
	assert_int_equal(own_events_list(&f->act, 0, &events, &n), OK);
	assert_int_equal(n, 3); /* lesson, its column, the mark */
	assert_string_equal(events[0].what, "mark");
	assert_string_equal(events[0].name, "Авраменко Вікторія");
	assert_string_equal(events[0].subject, "Алгебра");
	assert_string_equal(events[0].new, "9");
	assert_int_equal(
	    own_events_list(&f->act, f->act.now + 1, &events, &n), OK);
	assert_int_equal(n, 0);
	fixture_as(f, FX_CLASS_TEACHER, ROLE_TEACHER);
	assert_int_equal(own_events_list(&f->act, 0, &events, &n), OK);
	assert_int_equal(n, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    FIXTURE_TEST(a_new_lesson_comes_with_roll_and_marks_in_one_save),
	    FIXTURE_TEST(a_wrong_draft_saves_nothing_and_names_every_fault),
	    FIXTURE_TEST(a_place_in_the_day_is_taken_once),
	    FIXTURE_TEST(an_edit_by_somebody_else_is_not_overwritten),
	    FIXTURE_TEST(moving_a_lesson_moves_its_columns),
	    FIXTURE_TEST(a_lesson_with_marks_is_not_taken_back),
	    FIXTURE_TEST(columns_are_added_named_and_removed),
	    FIXTURE_TEST(taking_back_undoes_what_was_written_since),
	    FIXTURE_TEST(what_others_wrote_over_stays_when_taking_back),
	    FIXTURE_TEST(the_list_of_own_entries_holds_nobody_elses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
