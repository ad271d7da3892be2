/* SPDX-License-Identifier: EUPL-1.2 */
#include "fixture_lessons.h"

#include "domain/audit.h"
#include "domain/class_day.h"
#include "domain/diary.h"
#include "domain/ledger.h"
#include "domain/roll_call.h"
#include "store/attendance.h"

static struct attendance
row(struct fixture *f, int64_t journal, int64_t lesson, int64_t pupil)
{
	struct attendance a = {.state = "none at all"};
	enum err err = attendance_find(f->act.school, f->arena, 1,
	    (struct attendance_key){journal, lesson, pupil}, &a);

	assert_true(err == OK || err == ERR_NOT_FOUND);
	return a;
}

static enum err
announce(struct fixture *f, int64_t journal, int64_t pupil, int64_t from)
{
	return roll_call_announce(
	    &f->act, &(struct day_draft){.journal = journal,
			 .pupil = pupil,
			 .day = f->today,
			 .from_number = from});
}

static bool
recorded(struct fixture *f, int64_t pupil)
{
	struct diary_week week;

	fixture_as(f, FX_MOTHER, ROLE_GUARDIAN);
	assert_int_equal(diary_week_read(&f->act, pupil, f->today, &week), OK);
	assert_int_equal(week.days[0].lessons_n, 1);
	return week.days[0].lessons[0].recorded;
}

static void
until_attendance_is_taken_nothing_is_recorded(void **state)
{
	struct fixture *f = *state;
	struct attendance_sum sum;
	const int64_t lesson =
	    fixture_lesson(f, FX_J_ALGEBRA, f->today, 2, "Рівняння");

	assert_false(recorded(f, FX_PUPIL));
	assert_int_equal(attendance_sum_pupil(f->act.school, 1, FX_PUPIL,
			     f->today, f->today, &sum),
	    OK);
	assert_int_equal(sum.lessons, 1);
	assert_int_equal(sum.not_recorded, 1);
	fixture_as(f, FX_ALGEBRA_TEACHER, ROLE_TEACHER);
	assert_int_equal(roll_call_take(&f->act, FX_J_ALGEBRA, lesson), OK);
	assert_true(recorded(f, FX_PUPIL));
	assert_int_equal(attendance_sum_pupil(f->act.school, 1, FX_PUPIL,
			     f->today, f->today, &sum),
	    OK);
	assert_int_equal(sum.not_recorded, 0);
	assert_int_equal(sum.absent, 0);
}

static void
taking_attendance_says_who_and_when_once(void **state)
{
	struct fixture *f = *state;
	const int64_t id =
	    fixture_lesson(f, FX_J_ALGEBRA, f->today, 2, "Рівняння");
	struct lesson_view view;
	struct event_seen seen;
	int64_t at;

	fixture_time(f, f->today, 9, 31);
	at = f->act.now;
	assert_int_equal(roll_call_take(&f->act, FX_J_ALGEBRA, id), OK);
	assert_int_equal(ledger_read(&f->act, fixture_newest(f), &seen), OK);
	assert_string_equal(seen.old, "2026-11-23/2/1");
	assert_string_equal(seen.new, "2026-11-23/2/1/taken");
	fixture_time(f, f->today, 10, 0);
	assert_int_equal(roll_call_take(&f->act, FX_J_ALGEBRA, id), OK);
	assert_int_equal(
	    lesson_record_read(&f->act, FX_J_ALGEBRA, id, 0, 0, &view), OK);
	assert_int_equal(view.lesson.taken_at, at);
	assert_string_equal(view.taken_by, "Лисівка\u00a0О.\u00a0П.");
}

static void
an_announced_absence_is_proposed_to_later_lessons(void **state)
{
	struct fixture *f = *state;
	const int64_t first =
	    fixture_lesson(f, FX_J_ALGEBRA, f->today, 2, "Рівняння");
	const int64_t later =
	    fixture_lesson(f, FX_J_ALGEBRA, f->today, 5, "Рівняння");
	struct lesson_view view;

	assert_int_equal(announce(f, FX_J_ALGEBRA, FX_PUPIL, 4), OK);
	assert_int_equal(
	    lesson_record_read(&f->act, FX_J_ALGEBRA, first, 0, 0, &view), OK);
	assert_false(view.lines[0].proposed);
	assert_int_equal(
	    lesson_record_read(&f->act, FX_J_ALGEBRA, later, 0, 0, &view), OK);
	assert_true(view.lines[0].proposed);
	assert_int_equal(view.lines[0].presence.state, PRESENCE_ABSENT);
	assert_false(view.lines[1].proposed);
	/* Only taking the attendance makes it a fact. */
	assert_string_equal(
	    row(f, FX_J_ALGEBRA, later, FX_PUPIL).state, "none at all");
	assert_int_equal(roll_call_take(&f->act, FX_J_ALGEBRA, first), OK);
	assert_int_equal(roll_call_take(&f->act, FX_J_ALGEBRA, later), OK);
	assert_string_equal(
	    row(f, FX_J_ALGEBRA, first, FX_PUPIL).state, "none at all");
	assert_string_equal(
	    row(f, FX_J_ALGEBRA, later, FX_PUPIL).state, "absent");
}

static void
an_announced_absence_can_be_taken_back(void **state)
{
	struct fixture *f = *state;
	const int64_t id =
	    fixture_lesson(f, FX_J_ALGEBRA, f->today, 2, "Рівняння");
	struct audit_report report;

	fixture_as(f, FX_CLASS_TEACHER, ROLE_CLASS_TEACHER);
	assert_int_equal(announce(f, 0, FX_PUPIL, 0), OK);
	assert_int_equal(roll_call_unannounce(&f->act, FX_PUPIL, f->today), OK);
	assert_int_equal(
	    roll_call_unannounce(&f->act, FX_PUPIL, f->today), ERR_NOT_FOUND);
	fixture_as(f, FX_ALGEBRA_TEACHER, ROLE_TEACHER);
	assert_int_equal(roll_call_take(&f->act, FX_J_ALGEBRA, id), OK);
	assert_string_equal(
	    row(f, FX_J_ALGEBRA, id, FX_PUPIL).state, "none at all");
	assert_int_equal(audit_verify(&f->act, 1, &report), OK);
	assert_int_equal(report.faults, 0);
}

static void
one_tap_gives_a_reason_to_all_absences_of_the_day(void **state)
{
	struct fixture *f = *state;
	const int64_t a =
	    fixture_lesson(f, FX_J_ALGEBRA, f->today, 2, "Рівняння");
	const int64_t b =
	    fixture_lesson(f, FX_J_UKRAINIAN, f->today, 3, "Речення");
	struct class_day day;
	int64_t changed;

	fixture_as(f, FX_ALGEBRA_TEACHER, ROLE_TEACHER);
	fixture_cell(f, FX_J_ALGEBRA, a, FX_PUPIL, "н");
	fixture_as(f, FX_CLASS_TEACHER, ROLE_CLASS_TEACHER);
	fixture_cell(f, FX_J_UKRAINIAN, b, FX_PUPIL, "н");
	assert_int_equal(class_day_read(&f->act, 0, f->today, &day), OK);
	assert_int_equal(day.absent, 1);
	assert_int_equal(day.unexplained, 1);
	assert_int_equal(roll_call_reason(&f->act, FX_PUPIL, f->today,
			     REASON_ILLNESS, &changed),
	    OK);
	assert_int_equal(changed, 2);
	assert_string_equal(
	    row(f, FX_J_ALGEBRA, a, FX_PUPIL).reason, "illness");
	assert_int_equal(class_day_read(&f->act, 0, f->today, &day), OK);
	assert_int_equal(day.unexplained, 0);
	/* The subject's teacher sees that it is explained, not why. */
	fixture_as(f, FX_ALGEBRA_TEACHER, ROLE_TEACHER);
	assert_string_equal(
	    fixture_cell(f, FX_J_ALGEBRA, a, FX_PUPIL, "8").code, "пп");
	/* And saying "absent" again does not wipe the reason out. */
	assert_int_equal(
	    fixture_cell(f, FX_J_ALGEBRA, a, FX_PUPIL, "н").state, CELL_SAME);
}

static void
reasons_and_days_are_for_those_who_may(void **state)
{
	struct fixture *f = *state;
	struct class_day day;
	int64_t changed, before;

	fixture_lesson(f, FX_J_ALGEBRA, f->today, 2, "Рівняння");
	before = fixture_newest(f);
	assert_int_equal(roll_call_reason(&f->act, FX_PUPIL, f->today,
			     REASON_VALID, &changed),
	    ERR_NOT_FOUND);
	assert_int_equal(
	    announce(f, FX_J_ALGEBRA, FX_PUPIL_B, 0), ERR_NOT_FOUND);
	assert_int_equal(announce(f, 0, FX_PUPIL, 0), ERR_NOT_FOUND);
	assert_int_equal(
	    class_day_read(&f->act, FX_CLASS, f->today, &day), ERR_NOT_FOUND);
	fixture_as(f, FX_CLASS_TEACHER, ROLE_CLASS_TEACHER);
	assert_int_equal(
	    class_day_read(&f->act, FX_CLASS_B, f->today, &day), ERR_NOT_FOUND);
	assert_int_equal(announce(f, 0, FX_PUPIL_B, 0), ERR_NOT_FOUND);
	fixture_as(f, FX_HEAD, ROLE_HEAD);
	assert_int_equal(class_day_read(&f->act, FX_CLASS, f->today, &day), OK);
	assert_int_equal(announce(f, 0, FX_PUPIL, 0), ERR_DENIED);
	fixture_as(f, FX_ADMIN, ROLE_ADMIN);
	assert_int_equal(announce(f, 0, FX_PUPIL, 0), ERR_DENIED);
	assert_int_equal(
	    class_day_read(&f->act, FX_CLASS, f->today, &day), ERR_DENIED);
	assert_int_equal(fixture_newest(f), before);
}

static void
a_lesson_that_has_not_been_has_no_attendance(void **state)
{
	struct fixture *f = *state;
	const int64_t id =
	    fixture_lesson(f, FX_J_ALGEBRA, f->today + 1, 2, "Рівняння");

	assert_int_equal(
	    roll_call_take(&f->act, FX_J_ALGEBRA, id), ERR_INVALID);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    FIXTURE_TEST(until_attendance_is_taken_nothing_is_recorded),
	    FIXTURE_TEST(taking_attendance_says_who_and_when_once),
	    FIXTURE_TEST(an_announced_absence_is_proposed_to_later_lessons),
	    FIXTURE_TEST(an_announced_absence_can_be_taken_back),
	    FIXTURE_TEST(one_tap_gives_a_reason_to_all_absences_of_the_day),
	    FIXTURE_TEST(reasons_and_days_are_for_those_who_may),
	    FIXTURE_TEST(a_lesson_that_has_not_been_has_no_attendance),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
