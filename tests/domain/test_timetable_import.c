/* SPDX-License-Identifier: EUPL-1.2 */
#include "fixture_lessons.h"

#include <stdio.h>
#include <stdlib.h>

#include "domain/school_year.h"
#include "domain/timetable_import.h"

static void
set_year(struct fixture *f)
{
	struct academic_year y = school_year_proposal(2026);

	fixture_as(f, FX_DEPUTY, ROLE_DEPUTY);
	assert_int_equal(school_year_set(&f->act, &y), OK);
}

static enum err
upload(struct fixture *f, const char *text, struct table_problem *problem)
{
	return timetable_import_upload(&f->act, "розклад.csv",
	    (struct bytes){text, strlen(text)}, problem);
}

static struct timetable_import
checked(struct fixture *f, const char *text)
{
	struct table_problem problem;
	struct timetable_import im;

	assert_int_equal(upload(f, text, &problem), OK);
	assert_int_equal(timetable_import_read(&f->act, &im), OK);
	return im;
}

static size_t
slots_n(struct fixture *f, int64_t day)
{
	struct slot_line *lines;
	size_t n;

	assert_int_equal(
	    slots_list(f->act.school, f->arena, 1, 2026, day, day, &lines, &n),
	    OK);
	return n;
}

static const char table[] = "Розклад\n"
			    "Клас;Предмет;Учитель;Кабінет;День;Урок;Тиждень\n"
			    "7-А;Алгебра;Лисівка О. П.;12;пн;1;\n"
			    "7 б;алгебра;Лисівка О. П.;12;Вівторок;2 урок;А\n"
			    "7-А;Українська мова;Ткаченко І. В.;14;середа;3;\n";

static void
table_is_read_checked_and_written_as_one_act(void **state)
{
	struct fixture *f = *state;
	struct timetable_import im;
	struct year_undo_line *lines;
	const char *area;
	size_t written, n;

	set_year(f);
	im = checked(f, table);
	assert_int_equal(im.n, 3);
	assert_int_equal(im.counts[FATE_READY], 3);
	assert_int_equal(im.rows[1].lesson.at.slot.week, WEEK_A);
	assert_int_equal(slots_n(f, f->today), 0);
	assert_int_equal(
	    timetable_import_apply(&f->act, f->today, false, &written), OK);
	assert_int_equal(written, 3);
	assert_int_equal(slots_n(f, f->today), 3);
	assert_int_equal(timetable_import_read(&f->act, &im), ERR_NOT_FOUND);
	assert_int_equal(
	    year_undo_list(&f->act, YEAR_AREA_TIMETABLE, &lines, &n), OK);
	assert_int_equal(n, 1);
	assert_int_equal(year_undo(&f->act, lines[0].change, &area), OK);
	assert_int_equal(slots_n(f, f->today), 0);
}

static void
later_file_takes_the_place_from_its_day_on(void **state)
{
	struct fixture *f = *state;
	struct timetable_import im;
	size_t written;

	set_year(f);
	checked(f, table);
	assert_int_equal(
	    timetable_import_apply(&f->act, fixture_day(9, 1), false, &written),
	    OK);
	im = checked(f, "клас,предмет,день,урок\n7-А,Алгебра,пт,5\n");
	assert_int_equal(im.replaced, 2);
	assert_int_equal(
	    timetable_import_apply(&f->act, f->today, false, &written), OK);
	assert_int_equal(slots_n(f, f->today - 1), 3);
	/* The new one, and that of 7-Б, which the file is not about. */
	assert_int_equal(slots_n(f, f->today), 2);
}

static void
unknown_names_are_said_once_and_remembered(void **state)
{
	struct fixture *f = *state;
	static const char file[] = "клас,предмет,день,урок\n"
				   "Семикласники,Матем.,пн,1\n"
				   "Семикласники,Гурток,пн,2\n";
	const struct timetable_meaning said[] = {
	    {"class", "семикласники", FX_CLASS},
	    {"subject", "Матем.", FX_ALGEBRA}, {"subject", "Гурток", 0}};
	const struct timetable_meaning wrong = {"person", "Матем.", 1};
	struct timetable_import im;
	size_t written;

	set_year(f);
	im = checked(f, file);
	assert_int_equal(im.counts[FATE_CLASS], 2);
	assert_int_equal(im.classes_n, 1);
	assert_int_equal(im.classes[0].rows, 2);
	assert_int_equal(
	    timetable_import_apply(&f->act, f->today, true, &written),
	    ERR_INVALID);
	assert_int_equal(
	    timetable_import_names(&f->act, &wrong, 1), ERR_INVALID);
	assert_int_equal(timetable_import_names(&f->act, said, 3), OK);
	im = checked(f, file);
	assert_int_equal(im.counts[FATE_READY], 1);
	assert_int_equal(im.counts[FATE_LEFT_OUT], 1);
	assert_int_equal(
	    timetable_import_apply(&f->act, f->today, false, &written), OK);
	assert_int_equal(slots_n(f, f->today), 1);
}

static void
what_is_not_ready_stops_all_unless_said_otherwise(void **state)
{
	struct fixture *f = *state;
	static const char file[] = "клас;предмет;день;урок;кабінет\n"
				   "7-А;Алгебра;пн;1;12\n"
				   "7-А;Українська мова;пн;2;\n"
				   "7-Б;Алгебра;пн;1;14\n"
				   "7-А;Алгебра;пн;1;12\n"
				   "7-Б;Українська мова;вт;2;\n"
				   "7-А;Алгебра;завтра;10;\n"
				   "11-В;Алгебра;пн;3;\n";
	struct timetable_import im;
	size_t written;

	set_year(f);
	im = checked(f, file);
	assert_int_equal(im.counts[FATE_READY], 2);
	assert_int_equal(im.rows[2].fate, FATE_CLASH);
	assert_int_equal(im.rows[2].clash, CLASH_TEACHER);
	assert_int_equal(im.rows[3].fate, FATE_SAME);
	assert_int_equal(im.rows[4].fate, FATE_JOURNAL);
	assert_int_equal(im.rows[5].fate, FATE_PLACE);
	assert_int_equal(im.rows[6].fate, FATE_CLASS);
	assert_int_equal(
	    timetable_import_apply(&f->act, f->today, false, &written),
	    ERR_CONFLICT);
	assert_int_equal(slots_n(f, f->today), 0);
	assert_int_equal(
	    timetable_import_apply(&f->act, fixture_day(8, 1), true, &written),
	    ERR_INVALID);
	assert_int_equal(
	    timetable_import_apply(&f->act, f->today, true, &written), OK);
	assert_int_equal(written, 2);
}

static void
file_without_a_timetable_is_refused(void **state)
{
	struct fixture *f = *state;
	struct table_problem problem;
	struct timetable_import im;

	set_year(f);
	assert_int_equal(
	    upload(f, "Прізвище;Ім’я\nЯцюк;Ольга\n", &problem), ERR_INVALID);
	assert_int_equal(problem.fault, TABLE_EMPTY);
	assert_int_equal(
	    upload(f, "<fet><Days_List></Days_List></fet>", &problem),
	    ERR_INVALID);
	assert_int_equal(problem.fault, TABLE_EMPTY);
	assert_int_equal(upload(f, "<fet><Days_List>", &problem), ERR_INVALID);
	assert_int_equal(problem.fault, TABLE_BROKEN);
	assert_int_equal(upload(f, "<html></html>", &problem), ERR_INVALID);
	assert_int_equal(
	    upload(f, "<!DOCTYPE fet [<!ENTITY a \"b\">]><fet>&a;</fet>",
		&problem),
	    ERR_LIMIT);
	assert_int_equal(problem.fault, TABLE_HOSTILE);
	assert_int_equal(timetable_import_read(&f->act, &im), ERR_NOT_FOUND);
}

static void
fet_file_gives_double_lessons_and_rooms(void **state)
{
	struct fixture *f = *state;
	static char text[20000];
	struct table_problem problem;
	struct timetable_import im;
	size_t len, written;
	FILE *in = fopen(
	    arena_printf(f->arena, "%s/timetables/small_data_and_timetable.fet",
		getenv("TEST_DATA")),
	    "rb");

	assert_non_null(in);
	len = fread(text, 1, sizeof(text), in);
	fclose(in);
	set_year(f);
	assert_int_equal(timetable_import_upload(&f->act, "small.fet",
			     (struct bytes){text, len}, &problem),
	    OK);
	assert_int_equal(timetable_import_read(&f->act, &im), OK);
	/* Six lessons and a double one, without a clash as FET made them. */
	assert_int_equal(im.n, 8);
	assert_int_equal(im.counts[FATE_READY], 8);
	assert_string_equal(im.rows[0].row.room, "12");
	assert_int_equal(im.rows[0].row.weekday, 4);
	assert_int_equal(im.rows[0].row.number, 1);
	assert_int_equal(im.rows[7].row.number, im.rows[6].row.number + 1);
	assert_int_equal(
	    timetable_import_apply(&f->act, f->today, false, &written), OK);
	assert_int_equal(slots_n(f, f->today), 8);
}

static void
teacher_cannot_import(void **state)
{
	struct fixture *f = *state;
	struct table_problem problem;
	struct timetable_import im;
	size_t written;

	set_year(f);
	checked(f, table);
	fixture_as(f, FX_ALGEBRA_TEACHER, ROLE_TEACHER);
	assert_int_equal(upload(f, table, &problem), ERR_DENIED);
	assert_int_equal(timetable_import_read(&f->act, &im), ERR_DENIED);
	assert_int_equal(
	    timetable_import_apply(&f->act, f->today, true, &written),
	    ERR_DENIED);
	assert_int_equal(timetable_import_discard(&f->act), ERR_DENIED);
	assert_int_equal(timetable_import_names(&f->act, NULL, 0), ERR_DENIED);
	fixture_as_at(f, 2, FX2_TEACHER, ROLE_ADMIN);
	assert_int_equal(timetable_import_read(&f->act, &im), ERR_NOT_FOUND);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    FIXTURE_TEST(table_is_read_checked_and_written_as_one_act),
	    FIXTURE_TEST(later_file_takes_the_place_from_its_day_on),
	    FIXTURE_TEST(unknown_names_are_said_once_and_remembered),
	    FIXTURE_TEST(what_is_not_ready_stops_all_unless_said_otherwise),
	    FIXTURE_TEST(file_without_a_timetable_is_refused),
	    FIXTURE_TEST(fet_file_gives_double_lessons_and_rooms),
	    FIXTURE_TEST(teacher_cannot_import),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
