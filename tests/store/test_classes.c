/* SPDX-License-Identifier: EUPL-1.2 */
/* Classes with their pupils and teachers, subjects, the year. */
#include "fixture.h"

#include "store/classes.h"
#include "store/enrolments.h"
#include "store/subjects.h"
#include "store/years.h"

static int64_t
add(struct fixture *f, int64_t id, const char *label, int64_t grade)
{
	const struct class c = {
	    .id = id, .year = 2026, .grade = grade, .label = label};

	assert_int_equal(classes_insert(f->act.school, f->arena, 1, &c), OK);
	return id;
}

static void
labels_stand_in_numeric_order(void **state)
{
	struct fixture *f = *state;
	struct class_line *lines;
	size_t n;

	add(f, 10, "10-А", 10);
	add(f, 11, "5-Б", 5);
	add(f, 12, "5-Ґ", 5);
	assert_int_equal(classes_list(f->act.school, f->arena, 1, 2026,
			     f->today, &lines, &n),
	    OK);
	assert_int_equal(n, 5);
	assert_string_equal(lines[0].class.label, "5-Б");
	assert_string_equal(lines[1].class.label, "5-Ґ");
	assert_string_equal(lines[2].class.label, "7-А");
	assert_string_equal(lines[4].class.label, "10-А");
	assert_int_equal(lines[2].pupils, FX_PUPILS);
	assert_int_equal(lines[2].journals, 2);
	assert_string_equal(lines[2].surname, "Ткаченко");
	assert_string_equal(lines[4].surname, "");
}

static void
label_is_unique_within_a_year(void **state)
{
	struct fixture *f = *state;
	struct class c = {.id = 10, .year = 2026, .grade = 7, .label = "7-А"};

	assert_int_equal(
	    classes_insert(f->act.school, f->arena, 1, &c), ERR_EXISTS);
	c.year = 2027;
	assert_int_equal(classes_insert(f->act.school, f->arena, 1, &c), OK);
}

static void
class_with_pupils_cannot_be_deleted(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(
	    classes_delete(f->act.school, 1, FX_CLASS), ERR_INVALID);
	assert_int_equal(
	    classes_delete(f->act.school, 1, add(f, 10, "1-А", 1)), OK);
}

static void
class_teacher_ends_the_day_before_the_next(void **state)
{
	struct fixture *f = *state;
	struct class_teacher *rows;
	struct class_line *lines;
	size_t n;

	assert_int_equal(
	    classes_teacher_end(f->act.school, 1, FX_CLASS, f->today), OK);
	assert_int_equal(classes_teacher_add(f->act.school, 1, FX_CLASS,
			     FX_DEPUTY, f->today + 1),
	    OK);
	assert_int_equal(
	    classes_teachers(f->act.school, f->arena, 1, FX_CLASS, &rows, &n),
	    OK);
	assert_int_equal(n, 2);
	assert_int_equal(rows[0].person, FX_DEPUTY);
	assert_int_equal(classes_list(f->act.school, f->arena, 1, 2026,
			     f->today + 1, &lines, &n),
	    OK);
	assert_string_equal(lines[0].surname, "Стеф’юк");
	/* Taken back before it began. */
	assert_int_equal(
	    classes_teacher_end(f->act.school, 1, FX_CLASS, f->today), OK);
	assert_int_equal(
	    classes_teachers(f->act.school, f->arena, 1, FX_CLASS, &rows, &n),
	    OK);
	assert_int_equal(n, 1);
}

static void
pupil_who_came_back_stands_once(void **state)
{
	struct fixture *f = *state;
	struct enrolment first = {
	    FX_CLASS, FX_PUPIL, fixture_day(9, 1), fixture_day(10, 1)};
	struct enrolment again = {
	    FX_CLASS, FX_PUPIL, fixture_day(11, 2), DAY_NONE};
	struct enrolment_line *lines;
	struct enrolment_step *steps;
	size_t n;

	assert_int_equal(enrolments_end(f->act.school, 1, &first), OK);
	assert_int_equal(enrolments_class(f->act.school, f->arena, 1, FX_CLASS,
			     f->today, &lines, &n),
	    OK);
	assert_int_equal(n, FX_PUPILS - 1);
	assert_int_equal(enrolments_insert(f->act.school, 1, &again), OK);
	assert_int_equal(
	    enrolments_insert(f->act.school, 1, &again), ERR_EXISTS);
	assert_int_equal(enrolments_class(f->act.school, f->arena, 1, FX_CLASS,
			     f->today, &lines, &n),
	    OK);
	assert_int_equal(n, FX_PUPILS);
	assert_int_equal(
	    enrolments_pupil(f->act.school, f->arena, 1, FX_PUPIL, &steps, &n),
	    OK);
	assert_int_equal(n, 2);
	assert_int_equal(steps[0].starts_on, again.starts_on);
}

static void
who_left_is_not_in_the_class(void **state)
{
	struct fixture *f = *state;
	struct enrolment_line *lines;
	size_t n;

	assert_int_equal(
	    people_set_left(f->act.school, 1, FX_PUPIL, f->today - 1), OK);
	assert_int_equal(enrolments_class(f->act.school, f->arena, 1, FX_CLASS,
			     f->today, &lines, &n),
	    OK);
	assert_int_equal(n, FX_PUPILS - 1);
	/* Everybody who ever was there. */
	assert_int_equal(enrolments_class(f->act.school, f->arena, 1, FX_CLASS,
			     DAY_NONE, &lines, &n),
	    OK);
	assert_int_equal(n, FX_PUPILS - 1 + 1);
}

static void
subject_is_known_by_its_folded_name(void **state)
{
	struct fixture *f = *state;
	struct subject s = {.id = 50, .name = "АЛГЕБРА", .field = ""};
	struct subject found;
	bool added;

	assert_int_equal(
	    subjects_insert(f->act.school, f->arena, 1, &s), ERR_EXISTS);
	assert_int_equal(
	    subjects_find_name(f->act.school, f->arena, 1, "алгебра", &found),
	    OK);
	assert_int_equal(found.id, FX_ALGEBRA);
	assert_int_equal(subjects_teacher_add(f->act.school, 1,
			     FX_ALGEBRA_TEACHER, FX_ALGEBRA, &added),
	    OK);
	assert_true(added);
	assert_int_equal(subjects_teacher_add(f->act.school, 1,
			     FX_ALGEBRA_TEACHER, FX_ALGEBRA, &added),
	    OK);
	assert_false(added);
}

static void
year_holds_its_terms(void **state)
{
	struct fixture *f = *state;
	struct academic_year y = {.year = 2026,
	    .starts_on = fixture_day(9, 1),
	    .ends_on = fixture_day(9, 1) + 290,
	    .terms = {{1, fixture_day(9, 1), fixture_day(12, 24)},
		{2, fixture_day(12, 25), fixture_day(9, 1) + 290}},
	    .terms_n = 2};
	struct academic_year found;

	assert_int_equal(
	    years_find_day(f->act.school, 1, f->today, &found), ERR_NOT_FOUND);
	assert_int_equal(years_set(f->act.school, 1, &y), OK);
	y.terms_n = 1;
	assert_int_equal(years_set(f->act.school, 1, &y), OK);
	assert_int_equal(
	    years_find_day(f->act.school, 1, f->today, &found), OK);
	assert_int_equal(found.terms_n, 1);
	assert_int_equal(found.terms[0].ends_on, fixture_day(12, 24));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    FIXTURE_TEST(labels_stand_in_numeric_order),
	    FIXTURE_TEST(label_is_unique_within_a_year),
	    FIXTURE_TEST(class_with_pupils_cannot_be_deleted),
	    FIXTURE_TEST(class_teacher_ends_the_day_before_the_next),
	    FIXTURE_TEST(pupil_who_came_back_stands_once),
	    FIXTURE_TEST(who_left_is_not_in_the_class),
	    FIXTURE_TEST(subject_is_known_by_its_folded_name),
	    FIXTURE_TEST(year_holds_its_terms),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
