/* SPDX-License-Identifier: EUPL-1.2 */
#include "fixture.h"

#include "store/counters.h"
#include "store/guardians.h"
#include "store/people.h"
#include "store/roles.h"

static int64_t
add(struct fixture *f, const char *surname, const char *given,
    const char *patronymic, const char *log_id)
{
	struct person p = {.surname = surname,
	    .given = given,
	    .patronymic = patronymic,
	    .birth_on = DAY_NONE,
	    .sex = "",
	    .log_id = log_id,
	    .left_on = DAY_NONE,
	    .created_at = f->act.now};
	bool inserted;

	assert_int_equal(db_begin_write(f->act.school), OK);
	assert_int_equal(counters_next(f->act.school, 1, "person", &p.id), OK);
	assert_int_equal(
	    people_insert(f->act.school, f->arena, 1, &p, &inserted), OK);
	assert_true(inserted);
	assert_int_equal(db_commit(f->act.school), OK);
	return p.id;
}

static size_t
found(struct fixture *f, const char *words, enum people_group group)
{
	struct people_query q = {
	    .group = group, .words = words, .day = f->today, .limit = 50};
	struct people_line *lines;
	int64_t total;
	size_t n;

	assert_int_equal(
	    people_list(f->act.school, f->arena, 1, &q, &lines, &n, &total),
	    OK);
	assert_int_equal(n, total);
	return n;
}

static void
what_was_not_given_reads_as_not_given(void **state)
{
	struct fixture *f = *state;
	struct person p;
	int64_t id = add(f, "Сова", "Лев", "", "x-1");

	assert_int_equal(people_find(f->act.school, f->arena, 1, id, &p), OK);
	assert_int_equal(p.birth_on, DAY_NONE);
	assert_int_equal(p.left_on, DAY_NONE);
	assert_null(p.email);
	assert_string_equal(p.patronymic, "");
	assert_int_equal(p.merged_into, 0);
}

static void
taken_log_id_is_told_and_changes_nothing(void **state)
{
	struct fixture *f = *state;
	struct person p = {.id = 5000,
	    .surname = "Сова",
	    .given = "Лев",
	    .patronymic = "",
	    .birth_on = DAY_NONE,
	    .sex = "",
	    .log_id = "x-1",
	    .left_on = DAY_NONE};
	bool inserted = true;

	add(f, "Сова", "Рута", "", "x-1");
	assert_int_equal(
	    people_insert(f->act.school, f->arena, 1, &p, &inserted), OK);
	assert_false(inserted);
	assert_int_equal(
	    people_find(f->act.school, f->arena, 1, 5000, &p), ERR_NOT_FOUND);
}

static void
every_word_begins_some_word_of_the_name(void **state)
{
	struct fixture *f = *state;

	add(f, "Нечуй-Левицький", "Іван", "Семенович", "x-1");
	assert_int_equal(found(f, "нечуй", PEOPLE_ALL), 1);
	assert_int_equal(found(f, "левиц", PEOPLE_ALL), 1);
	assert_int_equal(found(f, "іван нечуй-лев", PEOPLE_ALL), 1);
	assert_int_equal(found(f, "семен левицький", PEOPLE_ALL), 1);
	assert_int_equal(found(f, "ечуй", PEOPLE_ALL), 0);
	assert_int_equal(found(f, "нечуй петро", PEOPLE_ALL), 0);
	assert_int_equal(found(f, "Д'ЯЧ", PEOPLE_ALL), 1);
	/* ґ is not г. */
	assert_int_equal(found(f, "гудзь", PEOPLE_ALL), 0);
}

static void
groups_follow_roles_and_leaving(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(found(f, NULL, PEOPLE_PUPILS), FX_PUPILS + 3);
	assert_int_equal(found(f, NULL, PEOPLE_GUARDIANS), 2);
	assert_int_equal(found(f, NULL, PEOPLE_STAFF), 5);
	assert_int_equal(found(f, NULL, PEOPLE_LEFT), 1);
	assert_int_equal(
	    roles_end(f->act.school, 1, FX_DEPUTY, "deputy", f->today - 1), OK);
	assert_int_equal(found(f, NULL, PEOPLE_STAFF), 4);
}

static void
names_sort_as_the_ukrainian_alphabet(void **state)
{
	struct fixture *f = *state;
	struct people_query q = {
	    .group = PEOPLE_PUPILS, .day = f->today, .limit = 10};
	struct people_line *lines;
	int64_t total;
	size_t n;

	assert_int_equal(
	    people_list(f->act.school, f->arena, 1, &q, &lines, &n, &total),
	    OK);
	assert_int_equal(n, 10);
	assert_int_equal(total, FX_PUPILS + 3);
	assert_string_equal(lines[0].person.given, "Вікторія");
	assert_string_equal(lines[1].person.given, "Лук’ян");
	assert_string_equal(lines[1].class, "7-Б");
	assert_string_equal(lines[5].person.surname, "Гнатюк");
	assert_string_equal(lines[6].person.surname, "Ґалаґан");
	assert_string_equal(lines[0].roles, "pupil");
}

static void
another_school_sees_nobody_of_this_one(void **state)
{
	struct fixture *f = *state;
	struct person p;

	fixture_as_at(f, 2, FX2_TEACHER, ROLE_ADMIN);
	assert_int_equal(
	    people_find(f->act.school, f->arena, 2, FX_HEAD + 20, &p),
	    ERR_NOT_FOUND);
}

static void
merged_person_moves_with_family_and_roles(void **state)
{
	struct fixture *f = *state;
	int64_t twin = add(f, "Авраменко", "Олена", "", "x-1");
	struct guardian link = {.pupil = FX_PUPIL + 1,
	    .guardian = twin,
	    .relation = "mother",
	    .created_at = f->act.now};
	struct guardian_line *lines;
	struct person p;
	size_t n;

	assert_int_equal(guardians_insert(f->act.school, 1, &link), OK);
	link.pupil = FX_PUPIL; /* both stand for this one */
	assert_int_equal(guardians_insert(f->act.school, 1, &link), OK);
	assert_int_equal(people_merge(f->act.school, 1, twin, FX_MOTHER), OK);
	assert_int_equal(
	    guardians_pupils(f->act.school, f->arena, 1, FX_MOTHER, &lines, &n),
	    OK);
	assert_int_equal(n, 3);
	assert_int_equal(
	    guardians_pupils(f->act.school, f->arena, 1, twin, &lines, &n), OK);
	assert_int_equal(n, 0);
	assert_int_equal(people_find(f->act.school, f->arena, 1, twin, &p), OK);
	assert_int_equal(p.merged_into, FX_MOTHER);
	assert_int_equal(
	    people_merge(f->act.school, 1, twin, FX_MOTHER), ERR_NOT_FOUND);
}

static void
person_with_something_behind_cannot_be_deleted(void **state)
{
	struct fixture *f = *state;
	struct people_record record;

	assert_int_equal(
	    people_delete(f->act.school, 1, FX_PUPIL), ERR_INVALID);
	assert_int_equal(
	    people_record(f->act.school, 1, FX_CLASS_TEACHER, &record), OK);
	assert_int_equal(record.journals, 1);
	assert_int_equal(record.classes, 1);
	assert_int_equal(record.marks, 0);
}

static void
role_is_held_once_at_a_time(void **state)
{
	struct fixture *f = *state;
	struct role_row row = {"head", f->today, DAY_NONE, NULL};
	struct role_row *rows;
	int64_t *people;
	bool added;
	size_t n;

	assert_int_equal(
	    roles_add(f->act.school, 1, FX_HEAD, &row, &added), OK);
	assert_false(added);
	assert_int_equal(
	    roles_end(f->act.school, 1, FX_HEAD, "head", f->today - 1), OK);
	assert_int_equal(
	    roles_add(f->act.school, 1, FX_HEAD, &row, &added), OK);
	assert_true(added);
	assert_int_equal(
	    roles_list(f->act.school, f->arena, 1, FX_HEAD, &rows, &n), OK);
	assert_int_equal(n, 2);
	assert_int_equal(rows[0].starts_on, f->today);
	assert_int_equal(roles_people(f->act.school, f->arena, 1, "head",
			     f->today, &people, &n),
	    OK);
	assert_int_equal(n, 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    FIXTURE_TEST(what_was_not_given_reads_as_not_given),
	    FIXTURE_TEST(taken_log_id_is_told_and_changes_nothing),
	    FIXTURE_TEST(every_word_begins_some_word_of_the_name),
	    FIXTURE_TEST(groups_follow_roles_and_leaving),
	    FIXTURE_TEST(names_sort_as_the_ukrainian_alphabet),
	    FIXTURE_TEST(another_school_sees_nobody_of_this_one),
	    FIXTURE_TEST(merged_person_moves_with_family_and_roles),
	    FIXTURE_TEST(person_with_something_behind_cannot_be_deleted),
	    FIXTURE_TEST(role_is_held_once_at_a_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
