/* SPDX-License-Identifier: EUPL-1.2 */
#include "fixture_lessons.h"

#include "domain/calendar_edit.h"
#include "domain/diary.h"
#include "domain/lesson_record.h"
#include "domain/school_year.h"
#include "domain/teacher_day.h"
#include "domain/timetable_edit.h"
#include "store/counters.h"

static void
set_year(struct fixture *f)
{
	struct academic_year y = school_year_proposal(2026);

	fixture_as(f, FX_DEPUTY, ROLE_DEPUTY);
	assert_int_equal(school_year_set(&f->act, &y), OK);
}

static struct slot_draft
draft(struct fixture *f, int64_t journal, int64_t weekday, int64_t number)
{
	return (struct slot_draft){.journal = journal,
	    .weekday = weekday,
	    .number = number,
	    .room = "",
	    .from = f->today,
	    .until = DAY_NONE};
}

static enum err
place(struct fixture *f, const struct slot_draft *d)
{
	struct slot_refusal refusal;

	return timetable_place(&f->act, d, &refusal);
}

static void
put(struct fixture *f, int64_t journal, int64_t weekday, int64_t number)
{
	const struct slot_draft d = draft(f, journal, weekday, number);

	assert_int_equal(place(f, &d), OK);
}

static unsigned
clash_of(struct fixture *f, const struct slot_draft *d)
{
	struct slot_refusal refusal;

	assert_int_equal(timetable_place(&f->act, d, &refusal), ERR_CONFLICT);
	assert_int_equal(refusal.clashes_n, 1);
	return refusal.clashes[0].clash;
}

static size_t
slots_n(struct fixture *f)
{
	struct slot_line *lines;
	size_t n;

	assert_int_equal(slots_list(f->act.school, f->arena, 1, 2026, 0,
			     f->today + 300, &lines, &n),
	    OK);
	return n;
}

/* A journal of a subgroup of 7-А. */
static int64_t
subgroup(struct fixture *f, const char *part)
{
	struct journal j = {.year = 2026,
	    .class = FX_CLASS,
	    .subject = FX_UKRAINIAN,
	    .part = part};

	assert_int_equal(db_begin_write(f->act.school), OK);
	assert_int_equal(
	    counters_next(f->act.school, 1, "journal", &j.journal), OK);
	assert_int_equal(journals_insert(f->act.school, 1, &j, f->act.now), OK);
	assert_int_equal(db_commit(f->act.school), OK);
	return j.journal;
}

static void
teacher_cannot_be_in_two_classes(void **state)
{
	struct fixture *f = *state;
	struct slot_draft d = draft(f, FX_J_ALGEBRA_B, 1, 2);

	set_year(f);
	put(f, FX_J_ALGEBRA, 1, 2);
	assert_int_equal(clash_of(f, &d), CLASH_TEACHER);
	assert_int_equal(slots_n(f), 1);
	d.number = 3;
	assert_int_equal(place(f, &d), OK);
}

static void
one_room_makes_a_joint_lesson_of_one_subject(void **state)
{
	struct fixture *f = *state;
	struct slot_draft a = draft(f, FX_J_ALGEBRA, 1, 2);
	struct slot_draft b = draft(f, FX_J_ALGEBRA_B, 1, 2);

	set_year(f);
	a.room = "12";
	assert_int_equal(place(f, &a), OK);
	b.room = "14";
	assert_int_equal(clash_of(f, &b), CLASH_TEACHER);
	b.room = " 12 ";
	assert_int_equal(place(f, &b), OK);
}

static void
room_holds_one_lesson(void **state)
{
	struct fixture *f = *state;
	struct slot_draft a = draft(f, FX_J_UKRAINIAN, 1, 2);
	struct slot_draft b = draft(f, FX_J_ALGEBRA_B, 1, 2);

	set_year(f);
	a.room = b.room = "Спортзал";
	assert_int_equal(place(f, &a), OK);
	assert_int_equal(clash_of(f, &b), CLASH_ROOM);
}

static void
class_has_one_lesson_or_two_subgroups(void **state)
{
	struct fixture *f = *state;
	struct slot_draft d = draft(f, FX_J_ALGEBRA, 1, 2), one, two;

	set_year(f);
	one = draft(f, subgroup(f, "п1"), 1, 3);
	two = draft(f, subgroup(f, "п2"), 1, 3);
	put(f, FX_J_UKRAINIAN, 1, 2);
	assert_int_equal(clash_of(f, &d), CLASH_CLASS);
	assert_int_equal(place(f, &one), OK);
	assert_int_equal(place(f, &two), OK);
	one.number = 2;
	assert_int_equal(clash_of(f, &one), CLASH_CLASS);
}

static void
weeks_a_and_b_do_not_meet(void **state)
{
	struct fixture *f = *state;
	struct slot_draft a = draft(f, FX_J_ALGEBRA, 1, 2);
	struct slot_draft b = draft(f, FX_J_UKRAINIAN, 1, 2);

	set_year(f);
	a.week = WEEK_A;
	b.week = WEEK_B;
	assert_int_equal(place(f, &a), OK);
	assert_int_equal(place(f, &b), OK);
	b.number = 3;
	b.week = WEEK_EVERY;
	assert_int_equal(place(f, &b), OK);
	a.number = 3;
	assert_int_equal(clash_of(f, &a), CLASH_CLASS);
}

static void
shifts_meet_by_the_clock(void **state)
{
	struct fixture *f = *state;
	const int64_t breaks[] = {10, 10, 10, 10};
	struct class_shift second = {FX_CLASS_B, 2};
	struct slot_draft d = draft(f, FX_J_ALGEBRA_B, 1, 1);
	struct bell_check check;
	struct bell_day day;

	set_year(f);
	assert_int_equal(calendar_edit_shifts(&f->act, 2026, &second, 1), OK);
	put(f, FX_J_ALGEBRA, 1, 5);
	/* Without bells nobody knows; then lesson 1 rings during lesson 5. */
	assert_int_equal(place(f, &d), OK);
	assert_int_equal(timetable_remove(&f->act, 2, f->today), OK);
	assert_true(calendar_edit_plan(
	    &(struct bell_plan){1, 510, 45, breaks, 4}, &day));
	assert_int_equal(
	    calendar_edit_bells(&f->act, 2026, 1, 0, &day, &check), OK);
	assert_true(calendar_edit_plan(
	    &(struct bell_plan){1, 510 + 4 * 55 + 30, 45, breaks, 4}, &day));
	assert_int_equal(
	    calendar_edit_bells(&f->act, 2026, 2, 0, &day, &check), OK);
	assert_int_equal(clash_of(f, &d), CLASH_TEACHER);
	d.number = 2;
	assert_int_equal(place(f, &d), OK);
}

static void
bad_lessons_are_refused_and_nothing_is_written(void **state)
{
	struct fixture *f = *state;
	struct slot_draft d = draft(f, 99, 1, 2);
	struct slot_refusal r;

	set_year(f);
	assert_int_equal(timetable_place(&f->act, &d, &r), ERR_INVALID);
	assert_int_equal(r.faults, SLOT_JOURNAL);
	d = draft(f, FX_J_ALGEBRA, 7, 10);
	assert_int_equal(timetable_place(&f->act, &d, &r), ERR_INVALID);
	assert_int_equal(r.faults, SLOT_PLACE);
	d = draft(f, FX_J_ALGEBRA, 1, 0);
	d.until = f->today - 1;
	d.person = FX_CLASS_TEACHER;
	d.room = "…";
	assert_int_equal(timetable_place(&f->act, &d, &r), ERR_INVALID);
	assert_int_equal(r.faults, SLOT_UNTIL | SLOT_PERSON | SLOT_ROOM);
	d = draft(f, FX_J_ALGEBRA, 1, 0);
	d.from = fixture_day(8, 1);
	assert_int_equal(timetable_place(&f->act, &d, &r), ERR_INVALID);
	d = draft(f, FX_J_ALGEBRA, 1, 0);
	d.slot = 55;
	assert_int_equal(timetable_place(&f->act, &d, &r), ERR_NOT_FOUND);
	assert_int_equal(slots_n(f), 0);
}

static void
teacher_and_foreign_school_cannot_place(void **state)
{
	struct fixture *f = *state;
	struct slot_draft d = draft(f, FX_J_ALGEBRA, 1, 2);

	set_year(f);
	put(f, FX_J_ALGEBRA, 1, 3);
	fixture_as(f, FX_ALGEBRA_TEACHER, ROLE_TEACHER);
	assert_int_equal(place(f, &d), ERR_DENIED);
	assert_int_equal(timetable_remove(&f->act, 1, f->today), ERR_DENIED);
	fixture_as_at(f, 2, FX2_TEACHER, ROLE_ADMIN);
	assert_int_equal(timetable_remove(&f->act, 1, f->today), ERR_NOT_FOUND);
	fixture_as(f, FX_DEPUTY, ROLE_DEPUTY);
	assert_int_equal(slots_n(f), 1);
}

static void
change_from_a_day_leaves_the_days_before(void **state)
{
	struct fixture *f = *state;
	struct slot_draft d = draft(f, FX_J_ALGEBRA, 1, 2);
	struct year_undo_line *lines;
	struct slot slot;
	const char *area;
	size_t n;

	set_year(f);
	d.from = fixture_day(9, 1);
	assert_int_equal(place(f, &d), OK);
	d.slot = 1;
	d.number = 4;
	d.from = f->today;
	assert_int_equal(place(f, &d), OK);
	assert_int_equal(slots_find(f->act.school, 1, 1, &slot), OK);
	assert_int_equal(slot.number, 2);
	assert_int_equal(slot.ends_on, f->today - 1);
	assert_int_equal(slots_find(f->act.school, 1, 2, &slot), OK);
	assert_int_equal(slot.number, 4);
	/* Both halves go back together. */
	assert_int_equal(
	    year_undo_list(&f->act, YEAR_AREA_TIMETABLE, &lines, &n), OK);
	assert_int_equal(n, 2);
	assert_int_equal(year_undo(&f->act, lines[0].change, &area), OK);
	assert_int_equal(slots_find(f->act.school, 1, 1, &slot), OK);
	assert_int_equal(slot.ends_on, 0);
	assert_int_equal(slots_find(f->act.school, 1, 2, &slot), ERR_NOT_FOUND);
}

static void
lesson_that_has_ended_is_not_changed_from_an_old_form(void **state)
{
	struct fixture *f = *state;
	struct slot_draft d = draft(f, FX_J_ALGEBRA, 1, 2);
	struct slot slot;

	set_year(f);
	d.from = fixture_day(9, 1);
	assert_int_equal(place(f, &d), OK);
	assert_int_equal(timetable_remove(&f->act, 1, f->today), OK);
	d.slot = 1;
	d.number = 4;
	d.from = f->today + 7;
	assert_int_equal(place(f, &d), ERR_NOT_FOUND);
	assert_int_equal(slots_find(f->act.school, 1, 1, &slot), OK);
	assert_int_equal(slot.ends_on, f->today - 1);
	assert_int_equal(slots_n(f), 1);
}

static void
teachers_day_comes_from_the_timetable(void **state)
{
	struct fixture *f = *state;
	struct teacher_day day;
	struct slot_draft other = draft(f, FX_J_ALGEBRA, 1, 5);

	set_year(f);
	other.week = WEEK_B;
	/* A lesson of a week ago at another number is no longer proposed. */
	fixture_lesson(f, FX_J_ALGEBRA, f->today - 7, 6, "Рівняння");
	fixture_as(f, FX_DEPUTY, ROLE_DEPUTY);
	put(f, FX_J_ALGEBRA_B, 1, 1);
	put(f, FX_J_ALGEBRA, 1, 3);
	put(f, FX_J_ALGEBRA, 2, 4);
	assert_int_equal(place(f, &other), OK);
	fixture_as(f, FX_ALGEBRA_TEACHER, ROLE_TEACHER);
	assert_int_equal(teacher_day_read(&f->act, f->today, &day), OK);
	assert_int_equal(calendar_day(&(struct calendar){.set = true,
					  .year = school_year_proposal(2026)},
			     0, f->today)
			     .week,
	    WEEK_A);
	assert_int_equal(day.today.n, 2);
	assert_int_equal(day.today.lessons[0].lesson.number, 1);
	assert_int_equal(day.today.lessons[0].lesson.class, FX_CLASS_B);
	assert_int_equal(day.today.lessons[1].lesson.number, 3);
	assert_true(day.today.lessons[1].by_timetable);
	assert_int_equal(day.next.n, 1);
	assert_int_equal(teacher_day_read(&f->act, f->today + 7, &day), OK);
	assert_int_equal(day.today.n, 3);
}

static void
recorded_lesson_is_not_proposed_again(void **state)
{
	struct fixture *f = *state;
	struct teacher_day day;

	set_year(f);
	put(f, FX_J_ALGEBRA, 1, 3);
	fixture_lesson(f, FX_J_ALGEBRA, f->today, 3, "Рівняння");
	fixture_as(f, FX_ALGEBRA_TEACHER, ROLE_TEACHER);
	assert_int_equal(teacher_day_read(&f->act, f->today, &day), OK);
	assert_int_equal(day.today.n, 1);
	assert_true(day.today.lessons[0].lesson.lesson > 0);
}

static void
moved_saturday_has_the_lessons_of_its_day(void **state)
{
	struct fixture *f = *state;
	struct calendar_entry e = {.kind = CALENDAR_WORKDAY,
	    .starts_on = fixture_day(11, 28),
	    .ends_on = fixture_day(11, 28),
	    .as_weekday = 2,
	    .name = ""};
	struct teacher_day day;
	unsigned faults;

	set_year(f);
	put(f, FX_J_ALGEBRA, 2, 4);
	assert_int_equal(calendar_edit_save(&f->act, &e, &faults, NULL), OK);
	fixture_as(f, FX_ALGEBRA_TEACHER, ROLE_TEACHER);
	assert_int_equal(
	    teacher_day_read(&f->act, fixture_day(11, 28), &day), OK);
	assert_int_equal(day.today.n, 1);
	assert_int_equal(day.today.lessons[0].lesson.number, 4);
}

static void
break_of_a_class_takes_its_lessons_out_of_the_day(void **state)
{
	struct fixture *f = *state;
	int64_t class = FX_CLASS;
	struct calendar_entry e = {.kind = CALENDAR_HOLIDAY,
	    .starts_on = f->today,
	    .ends_on = f->today,
	    .name = "Екскурсія",
	    .classes = &class,
	    .classes_n = 1};
	struct teacher_day day;
	unsigned faults;

	set_year(f);
	put(f, FX_J_ALGEBRA, 1, 3);
	put(f, FX_J_ALGEBRA_B, 1, 4);
	assert_int_equal(calendar_edit_save(&f->act, &e, &faults, NULL), OK);
	fixture_as(f, FX_ALGEBRA_TEACHER, ROLE_TEACHER);
	assert_int_equal(teacher_day_read(&f->act, f->today, &day), OK);
	assert_int_equal(day.today.n, 1);
	assert_int_equal(day.today.lessons[0].lesson.class, FX_CLASS_B);
}

static void
new_lesson_takes_its_number_from_the_timetable(void **state)
{
	struct fixture *f = *state;
	struct lesson_view view;

	set_year(f);
	put(f, FX_J_ALGEBRA, 1, 3);
	put(f, FX_J_ALGEBRA, 1, 5);
	fixture_lesson(f, FX_J_ALGEBRA, f->today, 3, "Рівняння");
	fixture_as(f, FX_ALGEBRA_TEACHER, ROLE_TEACHER);
	assert_int_equal(
	    lesson_record_read(&f->act, FX_J_ALGEBRA, 0, f->today, -1, &view),
	    OK);
	assert_int_equal(view.lesson.number, 5);
	assert_int_equal(
	    lesson_record_read(&f->act, FX_J_ALGEBRA_B, 0, f->today, -1, &view),
	    OK);
	assert_int_equal(view.lesson.number, 1);
}

static void
diary_shows_the_days_to_come(void **state)
{
	struct fixture *f = *state;
	struct diary_week week;

	set_year(f);
	put(f, FX_J_ALGEBRA, 1, 3);
	put(f, FX_J_ALGEBRA, 4, 2);
	put(f, FX_J_ALGEBRA_B, 4, 1);
	fixture_lesson(f, FX_J_ALGEBRA, f->today, 3, "Рівняння");
	fixture_as(f, FX_MOTHER, ROLE_GUARDIAN);
	assert_int_equal(
	    diary_week_read(&f->act, FX_PUPIL, f->today, &week), OK);
	assert_int_equal(week.days[0].lessons_n, 1);
	assert_true(week.days[0].lessons[0].lesson.lesson > 0);
	assert_int_equal(week.days[3].lessons_n, 1);
	assert_int_equal(week.days[3].lessons[0].lesson.number, 2);
	assert_int_equal(week.days[3].lessons[0].lesson.lesson, 0);
	/* What was not recorded a week ago may not have been. */
	assert_int_equal(
	    diary_week_read(&f->act, FX_PUPIL, f->today - 7, &week), OK);
	assert_int_equal(week.days[3].lessons_n, 0);
}

static void
grid_shows_what_is_valid_on_its_day(void **state)
{
	struct fixture *f = *state;
	struct slot_draft d = draft(f, FX_J_ALGEBRA, 1, 2);
	struct timetable_view v;

	set_year(f);
	d.from = fixture_day(9, 1);
	assert_int_equal(place(f, &d), OK);
	d.slot = 1;
	d.number = 4;
	d.from = f->today + 1;
	assert_int_equal(place(f, &d), OK);
	/* On Monday itself it is the old one; on Tuesday the Monday to come is
	 * shown. */
	assert_int_equal(timetable_view_read(
			     &f->act, TIMETABLE_CLASS, FX_CLASS, f->today, &v),
	    OK);
	assert_int_equal(v.n, 1);
	assert_int_equal(v.lessons[0]->at.slot.number, 2);
	fixture_time(f, f->today + 1, 9, 0);
	assert_int_equal(timetable_view_read(&f->act, TIMETABLE_CLASS, FX_CLASS,
			     f->today + 1, &v),
	    OK);
	assert_int_equal(v.n, 1);
	assert_int_equal(v.lessons[0]->at.slot.number, 4);
}

static void
index_asks_nothing_for_each_teacher(void **state)
{
	struct fixture *f = *state;
	struct timetable_index x;
	int64_t before;

	set_year(f);
	put(f, FX_J_ALGEBRA, 1, 2);
	before = db_statement_count(f->act.school);
	assert_int_equal(timetable_index_read(&f->act, f->today, &x), OK);
	assert_true(x.teachers_n > 1);
	assert_true(strcmp(x.teachers[0].surname, x.teachers[1].surname) < 0);
	/* Year, bells, shifts, teachers, slots, classes, rooms, changes. */
	assert_int_equal(db_statement_count(f->act.school) - before, 8);
}

static void
index_counts_lessons_and_finds_what_cannot_be(void **state)
{
	struct fixture *f = *state;
	struct timetable_index x;

	set_year(f);
	put(f, FX_J_ALGEBRA, 1, 3);
	put(f, FX_J_ALGEBRA_B, 1, 4);
	assert_int_equal(timetable_index_read(&f->act, f->today, &x), OK);
	assert_int_equal(x.clashes, 0);
	assert_int_equal(x.classes_n, 2);
	assert_int_equal(x.classes[0].lessons, 1);
	/* A teacher who takes another journal may now be in two places. */
	put(f, FX_J_UKRAINIAN, 1, 4);
	assert_int_equal(db_begin_write(f->act.school), OK);
	assert_int_equal(journals_teacher_add(f->act.school, 1, FX_J_UKRAINIAN,
			     FX_ALGEBRA_TEACHER, fixture_day(9, 1), 0),
	    OK);
	assert_int_equal(db_commit(f->act.school), OK);
	assert_int_equal(timetable_index_read(&f->act, f->today, &x), OK);
	assert_int_equal(x.clashes, 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    FIXTURE_TEST(teacher_cannot_be_in_two_classes),
	    FIXTURE_TEST(one_room_makes_a_joint_lesson_of_one_subject),
	    FIXTURE_TEST(room_holds_one_lesson),
	    FIXTURE_TEST(class_has_one_lesson_or_two_subgroups),
	    FIXTURE_TEST(weeks_a_and_b_do_not_meet),
	    FIXTURE_TEST(shifts_meet_by_the_clock),
	    FIXTURE_TEST(bad_lessons_are_refused_and_nothing_is_written),
	    FIXTURE_TEST(teacher_and_foreign_school_cannot_place),
	    FIXTURE_TEST(change_from_a_day_leaves_the_days_before),
	    FIXTURE_TEST(lesson_that_has_ended_is_not_changed_from_an_old_form),
	    FIXTURE_TEST(teachers_day_comes_from_the_timetable),
	    FIXTURE_TEST(recorded_lesson_is_not_proposed_again),
	    FIXTURE_TEST(moved_saturday_has_the_lessons_of_its_day),
	    FIXTURE_TEST(break_of_a_class_takes_its_lessons_out_of_the_day),
	    FIXTURE_TEST(new_lesson_takes_its_number_from_the_timetable),
	    FIXTURE_TEST(diary_shows_the_days_to_come),
	    FIXTURE_TEST(grid_shows_what_is_valid_on_its_day),
	    FIXTURE_TEST(index_asks_nothing_for_each_teacher),
	    FIXTURE_TEST(index_counts_lessons_and_finds_what_cannot_be),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
