/* SPDX-License-Identifier: EUPL-1.2 */
#include "fixture_lessons.h"

#include "domain/diary.h"
#include "domain/journal_page.h"
#include "domain/mark_history.h"
#include "domain/teacher_day.h"
#include "store/lessons.h"

static enum err
read_week(struct fixture *f, int64_t pupil, struct diary_week *week)
{
	return diary_week_read(&f->act, pupil, f->today, week);
}

static void
a_week_shows_lessons_homework_and_marks(void **state)
{
	struct fixture *f = *state;
	struct lesson_form form;
	struct lesson_saved saved;
	struct diary_week week;
	unsigned faults;
	const int64_t id =
	    fixture_lesson(f, FX_J_ALGEBRA, f->today, 2, "Рівняння");

	form = (struct lesson_form){.draft = {.journal = FX_J_ALGEBRA,
					.lesson = id,
					.seen = fixture_newest(f),
					.day = f->today,
					.number = 2,
					.hours = 1,
					.topic = "Рівняння",
					.homework = "§ 12",
					.due_on = f->today + 2},
	    .uuid = fixture_uuid(f)};
	assert_int_equal(
	    lesson_record_save(&f->act, &form, &faults, &saved), OK);
	fixture_cell(f, FX_J_ALGEBRA, id, FX_PUPIL, "9");
	fixture_as(f, FX_PUPIL, ROLE_PUPIL);
	assert_int_equal(read_week(f, FX_PUPIL, &week), OK);
	assert_string_equal(week.child.given, "Вікторія");
	assert_string_equal(week.child.label, "7-А");
	assert_int_equal(week.monday, f->today);
	assert_int_equal(week.days[0].lessons_n, 1);
	assert_string_equal(week.days[0].lessons[0].lesson.subject, "Алгебра");
	assert_int_equal(week.days[0].lessons[0].marks_n, 1);
	assert_string_equal(
	    week.days[0].lessons[0].marks[0].at.mark.value, "9");
	assert_int_equal(week.days[2].due_n, 1);
	assert_string_equal(week.days[2].due[0].homework, "§ 12");
	assert_int_equal(week.changed_n, 0);
}

static void
every_change_of_a_mark_is_shown_with_old_and_new(void **state)
{
	struct fixture *f = *state;
	struct diary_week week;
	const struct diary_mark *m;
	const int64_t id =
	    fixture_lesson(f, FX_J_ALGEBRA, f->today, 2, "Рівняння");

	fixture_cell(f, FX_J_ALGEBRA, id, FX_PUPIL, "7");
	fixture_cell(f, FX_J_ALGEBRA, id, FX_PUPIL, "8");
	fixture_cell(f, FX_J_ALGEBRA, id, FX_PUPIL, "9");
	fixture_as(f, FX_MOTHER, ROLE_GUARDIAN);
	assert_int_equal(read_week(f, FX_PUPIL, &week), OK);
	assert_int_equal(week.changed_n, 1);
	m = &week.changed[0];
	assert_int_equal(m->steps_n, 3);
	assert_string_equal(m->steps[0].old, "8");
	assert_string_equal(m->steps[0].new, "9");
	assert_string_equal(m->steps[1].old, "7");
	assert_string_equal(m->steps[1].new, "8");
	assert_string_equal(m->steps[0].who, "Лисівка\u00a0О.\u00a0П.");
	assert_int_equal(week.days[0].lessons[0].marks[0].steps_n, 3);
}

static void
an_annulled_mark_stays_in_the_diary_with_its_old_value(void **state)
{
	struct fixture *f = *state;
	struct diary_week week;
	const int64_t id =
	    fixture_lesson(f, FX_J_ALGEBRA, f->today, 2, "Рівняння");

	fixture_cell(f, FX_J_ALGEBRA, id, FX_PUPIL, "4");
	fixture_cell(f, FX_J_ALGEBRA, id, FX_PUPIL, "");
	fixture_as(f, FX_MOTHER, ROLE_GUARDIAN);
	assert_int_equal(read_week(f, FX_PUPIL, &week), OK);
	assert_int_equal(week.changed_n, 1);
	assert_null(week.changed[0].at.mark.value);
	assert_string_equal(week.changed[0].steps[0].old, "4");
}

static void
a_diary_is_read_by_its_own_only(void **state)
{
	struct fixture *f = *state;
	struct diary_week week;
	struct diary_marks marks;
	int64_t pupil;

	fixture_as(f, FX_MOTHER, ROLE_GUARDIAN);
	assert_int_equal(read_week(f, FX_PUPIL, &week), OK);
	assert_int_equal(read_week(f, FX_PUPIL_B, &week), OK);
	assert_int_equal(read_week(f, FX_PUPIL + 1, &week), ERR_NOT_FOUND);
	assert_int_equal(
	    diary_marks_read(&f->act, FX_PUPIL + 1, &marks), ERR_NOT_FOUND);
	fixture_as(f, FX_FATHER, ROLE_GUARDIAN); /* restricted */
	assert_int_equal(read_week(f, FX_PUPIL, &week), ERR_NOT_FOUND);
	assert_int_equal(diary_choose(&f->act, 0, &pupil), ERR_NOT_FOUND);
	fixture_as(f, FX_PUPIL, ROLE_PUPIL);
	assert_int_equal(read_week(f, FX_PUPIL, &week), OK);
	assert_int_equal(read_week(f, FX_PUPIL + 1, &week), ERR_NOT_FOUND);
	fixture_as(f, FX_CLASS_TEACHER, ROLE_CLASS_TEACHER);
	assert_int_equal(read_week(f, FX_PUPIL, &week), OK);
	assert_int_equal(read_week(f, FX_PUPIL_B, &week), ERR_NOT_FOUND);
	fixture_as(f, FX_ALGEBRA_TEACHER, ROLE_TEACHER);
	assert_int_equal(read_week(f, FX_PUPIL, &week), ERR_NOT_FOUND);
	fixture_as(f, FX_HEAD, ROLE_HEAD);
	assert_int_equal(read_week(f, FX_PUPIL, &week), OK);
	fixture_as(f, FX_ADMIN, ROLE_ADMIN);
	assert_int_equal(read_week(f, FX_PUPIL, &week), ERR_DENIED);
	fixture_as_at(f, 2, FX2_PUPIL, ROLE_PUPIL);
	assert_int_equal(read_week(f, FX_PUPIL, &week), ERR_NOT_FOUND);
}

static void
a_guardian_switches_between_the_own_children(void **state)
{
	struct fixture *f = *state;
	struct diary_child *children;
	size_t n;

	fixture_as(f, FX_MOTHER, ROLE_GUARDIAN);
	assert_int_equal(
	    diary_children(&f->act, FX_PUPIL_B, &children, &n), OK);
	assert_int_equal(n, 2);
	assert_string_equal(children[0].given, "Вікторія");
	assert_false(children[0].current);
	assert_true(children[1].current);
	assert_string_equal(children[1].label, "7-Б");
}

static enum err
history_of(struct fixture *f, int64_t col, int64_t pupil, size_t *n)
{
	struct mark_history history = {.n = 0};
	enum err err = mark_history_find(
	    &f->act, (struct mark_key){FX_J_ALGEBRA, col, pupil}, &history);

	*n = history.n;
	return err;
}

static void
the_history_of_a_mark_is_for_those_who_see_the_mark(void **state)
{
	struct fixture *f = *state;
	const int64_t id =
	    fixture_lesson(f, FX_J_ALGEBRA, f->today, 2, "Рівняння");
	size_t n;

	fixture_cell(f, FX_J_ALGEBRA, id, FX_PUPIL, "7");
	fixture_cell(f, FX_J_ALGEBRA, id, FX_PUPIL, "9");
	fixture_cell(f, FX_J_ALGEBRA, id, FX_PUPIL + 1, "9");
	assert_int_equal(history_of(f, id, FX_PUPIL, &n), OK);
	assert_int_equal(n, 2);
	fixture_as(f, FX_MOTHER, ROLE_GUARDIAN);
	assert_int_equal(history_of(f, id, FX_PUPIL, &n), OK);
	assert_int_equal(n, 2);
	assert_int_equal(history_of(f, id, FX_PUPIL + 1, &n), ERR_NOT_FOUND);
	fixture_as(f, FX_FATHER, ROLE_GUARDIAN);
	assert_int_equal(history_of(f, id, FX_PUPIL, &n), ERR_NOT_FOUND);
	fixture_as(f, FX_LEFT_TEACHER, ROLE_TEACHER);
	assert_int_equal(history_of(f, id, FX_PUPIL, &n), ERR_NOT_FOUND);
	fixture_as(f, FX_DEPUTY, ROLE_DEPUTY);
	assert_int_equal(history_of(f, id, FX_PUPIL, &n), OK);
}

static void
a_journal_page_holds_the_latest_forty_columns(void **state)
{
	struct fixture *f = *state;
	struct journal_view view;
	int64_t id = 0;

	for (int64_t day = fixture_day(9, 1), n = 0; n < 45; day++)
		if (clock_weekday(day) < 6) {
			id = fixture_lesson(f, FX_J_ALGEBRA, day, 1, "");
			n++;
		}
	fixture_cell(f, FX_J_ALGEBRA, id, FX_PUPIL + 3, "11");
	fixture_cell(f, FX_J_ALGEBRA, id, FX_PUPIL + 3, "н");
	assert_int_equal(
	    journal_page_read(&f->act, FX_J_ALGEBRA, 0, 0, &view), OK);
	assert_true(view.may_write);
	assert_int_equal(view.columns_n, JOURNAL_COLUMNS);
	assert_int_equal(view.columns_all, 45);
	assert_int_equal(view.roster_n, FX_PUPILS);
	assert_string_equal(journal_page_cell(&view, 3, 39)->mark, "11");
	assert_string_equal(journal_page_cell(&view, 3, 39)->code, "н");
	assert_null(journal_page_cell(&view, 2, 39)->mark);
	assert_int_equal(view.months[0].month, 9);
	assert_int_equal(view.months[0].columns, 22);
	assert_int_equal(
	    journal_page_read(&f->act, FX_J_ALGEBRA, 2026, 10, &view), OK);
	assert_int_equal(view.columns_n, 23);
	assert_false(view.months[0].shown);
	fixture_as(f, FX_HEAD, ROLE_HEAD);
	assert_int_equal(
	    journal_page_read(&f->act, FX_J_ALGEBRA, 0, 0, &view), OK);
	assert_false(view.may_write);
	fixture_as(f, FX_ADMIN, ROLE_ADMIN);
	assert_int_equal(
	    journal_page_read(&f->act, FX_J_ALGEBRA, 0, 0, &view), ERR_DENIED);
}

static void
lists_of_journals_follow_the_role(void **state)
{
	struct fixture *f = *state;
	struct journal_line *lines;
	size_t n;

	fixture_as(f, FX_ALGEBRA_TEACHER, ROLE_TEACHER);
	assert_int_equal(journal_page_list(&f->act, &lines, &n), OK);
	assert_int_equal(n, 2);
	assert_string_equal(lines[0].teachers, "Лисівка\u00a0О.\u00a0П.");
	fixture_as(f, FX_CLASS_TEACHER, ROLE_CLASS_TEACHER);
	assert_int_equal(journal_page_list(&f->act, &lines, &n), OK);
	assert_int_equal(n, 2); /* all of 7-А */
	fixture_as(f, FX_LEFT_TEACHER, ROLE_TEACHER);
	assert_int_equal(journal_page_list(&f->act, &lines, &n), OK);
	assert_int_equal(n, 0);
	fixture_as(f, FX_DEPUTY, ROLE_DEPUTY);
	assert_int_equal(journal_page_list(&f->act, &lines, &n), OK);
	assert_int_equal(n, 3);
	fixture_as(f, FX_MOTHER, ROLE_GUARDIAN);
	assert_int_equal(journal_page_list(&f->act, &lines, &n), ERR_DENIED);
}

static void
a_teachers_day_proposes_last_weeks_lessons_and_names_debts(void **state)
{
	struct fixture *f = *state;
	struct teacher_day day;

	fixture_lesson(f, FX_J_ALGEBRA, f->today - 7, 2, "Рівняння");
	fixture_lesson(f, FX_J_ALGEBRA_B, f->today - 7, 3, "");
	fixture_lesson(f, FX_J_ALGEBRA, f->today, 2, "");
	assert_int_equal(teacher_day_read(&f->act, f->today, &day), OK);
	assert_int_equal(day.today.n, 2);
	assert_int_equal(day.today.lessons[0].lesson.number, 2);
	assert_true(day.today.lessons[0].lesson.lesson > 0);
	assert_int_equal(day.today.lessons[1].lesson.lesson, 0);
	assert_string_equal(day.today.lessons[1].lesson.label, "7-Б");
	assert_int_equal(day.next_lesson, 0);
	assert_int_equal(day.done, 0);
	assert_int_equal(day.debts_n, 2);
	assert_false(day.debts[0].no_topic);
	assert_true(day.debts[0].not_taken);
	assert_true(day.debts[1].no_topic);
	assert_int_equal(day.own.lessons, 3);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    FIXTURE_TEST(a_week_shows_lessons_homework_and_marks),
	    FIXTURE_TEST(every_change_of_a_mark_is_shown_with_old_and_new),
	    FIXTURE_TEST(
		an_annulled_mark_stays_in_the_diary_with_its_old_value),
	    FIXTURE_TEST(a_diary_is_read_by_its_own_only),
	    FIXTURE_TEST(a_guardian_switches_between_the_own_children),
	    FIXTURE_TEST(the_history_of_a_mark_is_for_those_who_see_the_mark),
	    FIXTURE_TEST(a_journal_page_holds_the_latest_forty_columns),
	    FIXTURE_TEST(lists_of_journals_follow_the_role),
	    FIXTURE_TEST(
		a_teachers_day_proposes_last_weeks_lessons_and_names_debts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
