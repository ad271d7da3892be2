/* SPDX-License-Identifier: EUPL-1.2 */
#include "fixture_lessons.h"

#include "domain/calendar_edit.h"
#include "domain/diary.h"
#include "domain/entry_time.h"
#include "domain/lesson_record.h"
#include "domain/school_year.h"
#include "domain/teacher_day.h"
#include "domain/year_undo.h"

static void
set_year(struct fixture *f)
{
	struct academic_year y = school_year_proposal(2026);

	y.terms[0].ends_on = fixture_day(12, 24);
	y.terms[1].starts_on = fixture_day(12, 31) + 11; /* 11 January */
	fixture_as(f, FX_DEPUTY, ROLE_DEPUTY);
	assert_int_equal(school_year_set(&f->act, &y), OK);
}

static int64_t
add(struct fixture *f, enum calendar_kind kind, int64_t from, int64_t to,
    int64_t class)
{
	struct calendar_entry e = {.kind = kind,
	    .starts_on = from,
	    .ends_on = to,
	    .as_weekday = 5,
	    .name = "Осінні канікули",
	    .classes = &class,
	    .classes_n = class ? 1 : 0};
	int64_t change = 0;
	unsigned faults;

	assert_int_equal(calendar_edit_save(&f->act, &e, &faults, &change), OK);
	return change;
}

static struct calendar_day
day_of(struct fixture *f, int64_t class, int64_t day)
{
	struct calendar c;

	assert_int_equal(calendar_read(&f->act, day, day, &c), OK);
	/* The entries live as long as the arena does. */
	return calendar_day(&c, class, day);
}

static void
without_dates_monday_to_friday_are_school_days(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(day_of(f, 0, f->today).why, CALENDAR_WORKS);
	assert_int_equal(
	    day_of(f, 0, fixture_day(11, 28)).why, CALENDAR_WEEKEND);
	assert_int_equal(day_of(f, 0, fixture_day(7, 1)).why, CALENDAR_WORKS);
}

static void
days_outside_year_and_terms_are_named(void **state)
{
	struct fixture *f = *state;

	set_year(f);
	assert_int_equal(
	    day_of(f, 0, fixture_day(12, 30)).why, CALENDAR_BETWEEN);
	assert_int_equal(day_of(f, 0, fixture_day(8, 25)).why, CALENDAR_WORKS);
	/* August lies in no year that is set; the one asked with it does. */
	{
		struct calendar c;

		assert_int_equal(calendar_read(&f->act, fixture_day(8, 25),
				     fixture_day(9, 1), &c),
		    OK);
		assert_int_equal(calendar_day(&c, 0, fixture_day(8, 25)).why,
		    CALENDAR_OUTSIDE);
	}
}

static void
break_of_one_class_leaves_the_others_at_school(void **state)
{
	struct fixture *f = *state;
	struct calendar_day d;

	set_year(f);
	add(f, CALENDAR_HOLIDAY, f->today, f->today + 4, FX_CLASS);
	d = day_of(f, FX_CLASS, f->today + 1);
	assert_int_equal(d.why, CALENDAR_FREE);
	assert_string_equal(d.free->name, "Осінні канікули");
	assert_int_equal(
	    day_of(f, FX_CLASS_B, f->today + 1).why, CALENDAR_WORKS);
	assert_int_equal(day_of(f, 0, f->today + 1).why, CALENDAR_WORKS);
}

static void
saturday_is_worked_for_a_friday(void **state)
{
	struct fixture *f = *state;
	const int64_t saturday = fixture_day(11, 28);
	struct calendar_day d;
	int64_t next;

	set_year(f);
	add(f, CALENDAR_HOLIDAY, saturday - 1, saturday + 1, 0);
	add(f, CALENDAR_WORKDAY, saturday, saturday, 0);
	d = day_of(f, 0, saturday);
	assert_int_equal(d.why, CALENDAR_WORKS);
	assert_int_equal(d.weekday, 5);
	assert_int_equal(
	    calendar_next_school_day(&f->act, saturday - 2, &next), OK);
	assert_int_equal(next, saturday);
}

static void
weeks_take_turns_from_the_day_that_is_named(void **state)
{
	struct fixture *f = *state;
	struct academic_year y = school_year_proposal(2026);

	fixture_as(f, FX_ADMIN, ROLE_ADMIN);
	y.week_a_on = f->today + 2;
	assert_int_equal(school_year_set(&f->act, &y), OK);
	assert_int_equal(day_of(f, 0, f->today).week, WEEK_A);
	assert_int_equal(day_of(f, 0, f->today + 6).week, WEEK_A);
	assert_int_equal(day_of(f, 0, f->today + 7).week, WEEK_B);
	assert_int_equal(day_of(f, 0, f->today - 1).week, WEEK_B);
}

static void
first_days_of_a_year_follow_a_year_without_a_gap(void **state)
{
	struct fixture *f = *state;
	struct academic_year y = school_year_proposal(2025);
	struct calendar c;

	fixture_as(f, FX_DEPUTY, ROLE_DEPUTY);
	y.ends_on = fixture_day(8, 31);
	assert_int_equal(school_year_set(&f->act, &y), OK);
	y = school_year_proposal(2026);
	assert_int_equal(school_year_set(&f->act, &y), OK);
	assert_int_equal(
	    calendar_read(&f->act, fixture_day(8, 1), fixture_day(9, 2), &c),
	    OK);
	assert_int_equal(c.year.year, 2026);
	assert_int_equal(
	    calendar_day(&c, 0, fixture_day(9, 2)).why, CALENDAR_WORKS);
}

static void
bad_entries_are_refused_and_nothing_is_written(void **state)
{
	struct fixture *f = *state;
	int64_t nobody = 999;
	struct calendar_entry e = {.kind = CALENDAR_HOLIDAY,
	    .starts_on = f->today,
	    .ends_on = f->today - 1,
	    .name = ""};
	struct year_undo_line *lines;
	unsigned faults;
	size_t n;

	set_year(f);
	assert_int_equal(
	    calendar_edit_save(&f->act, &e, &faults, NULL), ERR_INVALID);
	assert_int_equal(faults, CALENDAR_FAULT_TO | CALENDAR_FAULT_NAME);
	e = (struct calendar_entry){.kind = CALENDAR_WORKDAY,
	    .starts_on = f->today,
	    .ends_on = DAY_NONE,
	    .as_weekday = 7,
	    .classes = &nobody,
	    .classes_n = 1};
	assert_int_equal(
	    calendar_edit_save(&f->act, &e, &faults, NULL), ERR_INVALID);
	assert_int_equal(faults, CALENDAR_FAULT_WEEKDAY | CALENDAR_FAULT_CLASS);
	e.starts_on = DAY_NONE;
	assert_int_equal(
	    calendar_edit_save(&f->act, &e, &faults, NULL), ERR_INVALID);
	assert_true(faults & CALENDAR_FAULT_FROM);
	assert_int_equal(
	    year_undo_list(&f->act, YEAR_AREA_CALENDAR, &lines, &n), OK);
	assert_int_equal(n, 1); /* the dates of the year */
}

static void
same_thing_is_not_said_twice_of_one_day(void **state)
{
	struct fixture *f = *state;
	struct calendar_entry e = {.kind = CALENDAR_HOLIDAY,
	    .starts_on = f->today + 4,
	    .ends_on = f->today + 9,
	    .name = "Ще одні"};
	unsigned faults;

	set_year(f);
	add(f, CALENDAR_HOLIDAY, f->today, f->today + 4, 0);
	assert_int_equal(
	    calendar_edit_save(&f->act, &e, &faults, NULL), ERR_INVALID);
	assert_int_equal(faults, CALENDAR_FAULT_TAKEN);
	/* One class may have a longer break than the school. */
	add(f, CALENDAR_HOLIDAY, f->today, f->today + 9, FX_CLASS);
}

static void
teacher_and_foreign_school_cannot_change_it(void **state)
{
	struct fixture *f = *state;
	struct calendar_entry e = {.kind = CALENDAR_DAYOFF,
	    .starts_on = f->today,
	    .ends_on = f->today,
	    .name = ""};
	struct year_undo_line *lines;
	struct class_shift shift = {FX_CLASS, 2};
	const char *area;
	unsigned faults;
	int64_t change;
	size_t n;

	set_year(f);
	change = add(f, CALENDAR_DAYOFF, f->today, f->today, 0);
	fixture_as(f, FX_ALGEBRA_TEACHER, ROLE_TEACHER);
	assert_int_equal(
	    calendar_edit_save(&f->act, &e, &faults, NULL), ERR_DENIED);
	assert_int_equal(calendar_edit_remove(&f->act, 1), ERR_DENIED);
	assert_int_equal(
	    calendar_edit_shifts(&f->act, 2026, &shift, 1), ERR_DENIED);
	assert_int_equal(calendar_edit_copy(&f->act, 2027), ERR_DENIED);
	assert_int_equal(year_undo(&f->act, change, &area), ERR_DENIED);
	assert_int_equal(
	    year_undo_list(&f->act, YEAR_AREA_CALENDAR, &lines, &n),
	    ERR_DENIED);
	fixture_as_at(f, 2, FX2_TEACHER, ROLE_ADMIN);
	assert_int_equal(calendar_edit_remove(&f->act, 1), ERR_NOT_FOUND);
	assert_int_equal(year_undo(&f->act, change, &area), ERR_NOT_FOUND);
	assert_int_equal(day_of(f, 0, f->today).why, CALENDAR_WORKS);
}

static void
change_is_taken_back_and_brought_again(void **state)
{
	struct fixture *f = *state;
	struct year_undo_line *lines;
	const char *area;
	int64_t change;
	size_t n;

	set_year(f);
	change = add(f, CALENDAR_HOLIDAY, f->today, f->today, FX_CLASS);
	assert_int_equal(year_undo(&f->act, change, &area), OK);
	assert_string_equal(area, YEAR_AREA_CALENDAR);
	assert_int_equal(day_of(f, FX_CLASS, f->today).why, CALENDAR_WORKS);
	assert_int_equal(year_undo(&f->act, change, &area), ERR_NOT_FOUND);
	assert_int_equal(
	    year_undo_list(&f->act, YEAR_AREA_CALENDAR, &lines, &n), OK);
	assert_int_equal(lines[0].verb, UNDO_REMOVED);
	assert_string_equal(lines[0].name, "Осінні канікули");
	assert_int_equal(year_undo(&f->act, lines[0].change, &area), OK);
	assert_int_equal(day_of(f, FX_CLASS, f->today).why, CALENDAR_FREE);
	assert_int_equal(day_of(f, FX_CLASS_B, f->today).why, CALENDAR_WORKS);
}

static void
what_was_changed_again_is_not_taken_back(void **state)
{
	struct fixture *f = *state;
	struct calendar_entry e = {.entry = 1,
	    .kind = CALENDAR_DAYOFF,
	    .starts_on = f->today,
	    .ends_on = f->today,
	    .name = "Інша назва"};
	const char *area;
	int64_t change, none;
	unsigned faults;

	set_year(f);
	change = add(f, CALENDAR_DAYOFF, f->today, f->today, 0);
	assert_int_equal(calendar_edit_save(&f->act, &e, &faults, NULL), OK);
	assert_int_equal(year_undo(&f->act, change, &area), ERR_CONFLICT);
	assert_string_equal(day_of(f, 0, f->today).free->name, "Інша назва");
	/* Saving what stands already writes nothing. */
	assert_int_equal(calendar_edit_save(&f->act, &e, &faults, &none), OK);
	assert_int_equal(none, 0);
}

static void
bells_are_checked_and_a_day_may_differ(void **state)
{
	struct fixture *f = *state;
	const int64_t breaks[] = {10, 20};
	struct bell_day day, wrong = {.set = true};
	struct bell_check check;
	struct bells bells;

	set_year(f);
	assert_true(calendar_edit_plan(
	    &(struct bell_plan){0, 510, 45, breaks, 2}, &day));
	assert_int_equal(day.ends[2], 510 + 3 * 45 + 30);
	assert_false(calendar_edit_plan(
	    &(struct bell_plan){8, 510, 45, breaks, 2}, &day));
	assert_int_equal(
	    calendar_edit_bells(&f->act, 2026, 1, 0, &day, &check), OK);
	day.starts[0] = 520;
	assert_int_equal(
	    calendar_edit_bells(&f->act, 2026, 1, 5, &day, &check), OK);
	wrong.starts[1] = 600;
	wrong.ends[2] = 500;
	wrong.starts[2] = 480;
	assert_int_equal(
	    calendar_edit_bells(&f->act, 2026, 1, 0, &wrong, &check),
	    ERR_INVALID);
	assert_int_equal(check.fault[1], BELL_HALF);
	assert_int_equal(check.fault[0], BELL_FINE);
	assert_int_equal(calendar_edit_bells(&f->act, 2026, 5, 0, &day, &check),
	    ERR_INVALID);
	assert_int_equal(bells_read(f->act.school, 1, 2026, &bells), OK);
	assert_int_equal(bells_day(&bells, 1, 4)->starts[0], 510);
	assert_int_equal(bells_day(&bells, 1, 5)->starts[0], 520);
	assert_false(bells_day(&bells, 2, 4)->set);
}

static void
shifts_change_together_and_back_together(void **state)
{
	struct fixture *f = *state;
	struct class_shift both[] = {{FX_CLASS, 2}, {FX_CLASS_B, 2}}, *got;
	struct year_undo_line *lines;
	const char *area;
	size_t n;

	set_year(f);
	assert_int_equal(calendar_edit_shifts(&f->act, 2026, both, 2), OK);
	assert_int_equal(
	    bells_shifts(f->act.school, f->arena, 1, &got, &n), OK);
	assert_int_equal(bells_shift_of(got, n, FX_CLASS_B), 2);
	assert_int_equal(
	    year_undo_list(&f->act, YEAR_AREA_CALENDAR, &lines, &n), OK);
	assert_int_equal(lines[0].what, UNDO_SHIFTS);
	assert_int_equal(year_undo(&f->act, lines[0].change, &area), OK);
	assert_int_equal(
	    bells_shifts(f->act.school, f->arena, 1, &got, &n), OK);
	assert_int_equal(n, 0);
	both[1].shift = 9;
	assert_int_equal(
	    calendar_edit_shifts(&f->act, 2026, both, 2), ERR_INVALID);
	assert_int_equal(
	    bells_shifts(f->act.school, f->arena, 1, &got, &n), OK);
	assert_int_equal(n, 0);
}

static void
last_years_calendar_fills_an_empty_one_only(void **state)
{
	struct fixture *f = *state;
	const int64_t breaks[] = {10};
	struct bell_check check;
	struct bell_day day;
	struct calendar_view view;

	set_year(f);
	add(f, CALENDAR_HOLIDAY, f->today, f->today + 4, 0);
	add(f, CALENDAR_HOLIDAY, f->today + 28, f->today + 30, FX_CLASS);
	add(f, CALENDAR_REMOTE, f->today + 7, f->today + 8, 0);
	assert_true(calendar_edit_plan(
	    &(struct bell_plan){1, 510, 45, breaks, 1}, &day));
	assert_int_equal(
	    calendar_edit_bells(&f->act, 2026, 1, 0, &day, &check), OK);
	assert_int_equal(calendar_edit_copy(&f->act, 2027), OK);
	assert_int_equal(calendar_view_read(&f->act, 2027, &view), OK);
	assert_true(view.set);
	assert_int_equal(view.calendar.n, 1);
	assert_int_equal(clock_weekday(view.calendar.entries[0].starts_on), 1);
	assert_true(view.bells.days[0][0].set);
	assert_int_equal(clock_date(view.year.starts_on).year, 2027);
	assert_int_equal(calendar_edit_copy(&f->act, 2027), ERR_EXISTS);
	assert_int_equal(calendar_edit_copy(&f->act, 2040), ERR_NOT_FOUND);
}

static void
after_a_break_an_entry_is_still_in_time(void **state)
{
	struct fixture *f = *state;
	enum event_kind kind;

	set_year(f);
	add(f, CALENDAR_HOLIDAY, fixture_day(11, 14), fixture_day(11, 22), 0);
	/* Friday the 13th, written on the Monday after the break. */
	assert_int_equal(entry_kind(&f->act, fixture_day(11, 13), &kind), OK);
	assert_int_equal(kind, EVENT_FIRST);
	assert_int_equal(entry_kind(&f->act, fixture_day(11, 12), &kind), OK);
	assert_int_equal(kind, EVENT_LATE);
}

static void
lesson_on_a_free_day_is_recorded_with_a_word_of_it(void **state)
{
	struct fixture *f = *state;
	struct lesson_view view;
	struct diary_week week;
	int64_t lesson;

	set_year(f);
	add(f, CALENDAR_HOLIDAY, f->today, f->today, FX_CLASS);
	lesson = fixture_lesson(f, FX_J_ALGEBRA, f->today, 2, "Рівняння");
	assert_int_equal(
	    lesson_record_read(&f->act, FX_J_ALGEBRA, lesson, 0, 0, &view), OK);
	assert_int_equal(view.calendar.why, CALENDAR_FREE);
	fixture_as(f, FX_MOTHER, ROLE_GUARDIAN);
	assert_int_equal(
	    diary_week_read(&f->act, FX_PUPIL, f->today, &week), OK);
	assert_int_equal(week.days[0].calendar.why, CALENDAR_FREE);
	assert_int_equal(week.days[0].lessons_n, 1);
	assert_int_equal(
	    diary_week_read(&f->act, FX_PUPIL_B, f->today, &week), OK);
	assert_int_equal(week.days[0].calendar.why, CALENDAR_WORKS);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    FIXTURE_TEST(without_dates_monday_to_friday_are_school_days),
	    FIXTURE_TEST(days_outside_year_and_terms_are_named),
	    FIXTURE_TEST(break_of_one_class_leaves_the_others_at_school),
	    FIXTURE_TEST(saturday_is_worked_for_a_friday),
	    FIXTURE_TEST(weeks_take_turns_from_the_day_that_is_named),
	    FIXTURE_TEST(first_days_of_a_year_follow_a_year_without_a_gap),
	    FIXTURE_TEST(bad_entries_are_refused_and_nothing_is_written),
	    FIXTURE_TEST(same_thing_is_not_said_twice_of_one_day),
	    FIXTURE_TEST(teacher_and_foreign_school_cannot_change_it),
	    FIXTURE_TEST(change_is_taken_back_and_brought_again),
	    FIXTURE_TEST(what_was_changed_again_is_not_taken_back),
	    FIXTURE_TEST(bells_are_checked_and_a_day_may_differ),
	    FIXTURE_TEST(shifts_change_together_and_back_together),
	    FIXTURE_TEST(last_years_calendar_fills_an_empty_one_only),
	    FIXTURE_TEST(after_a_break_an_entry_is_still_in_time),
	    FIXTURE_TEST(lesson_on_a_free_day_is_recorded_with_a_word_of_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
