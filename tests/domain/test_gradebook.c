/* SPDX-License-Identifier: EUPL-1.2 */
#include "fixture.h"

#include "domain/audit.h"
#include "domain/gradebook.h"
#include "domain/ledger.h"
#include "domain/lessons_book.h"
#include "store/enrolments.h"
#include "store/events.h"
#include "store/marks.h"

/* A lesson of algebra in 7-А on `day`; the number of its only column is the
 * lesson's. */
static int64_t
add_lesson(struct fixture *f, int64_t day, int64_t number)
{
	const struct lesson_draft draft = {.journal = FX_J_ALGEBRA,
	    .seen = -1,
	    .day = day,
	    .number = number,
	    .hours = 1,
	    .topic = "Рівняння",
	    .homework = ""};
	unsigned faults;
	int64_t lesson;

	fixture_as(f, FX_ALGEBRA_TEACHER, ROLE_TEACHER);
	assert_int_equal(
	    lessons_book_save(&f->act, &draft, &faults, &lesson), OK);
	return lesson;
}

static int64_t
newest(struct fixture *f)
{
	int64_t size, at;

	assert_int_equal(
	    events_head(f->act.school, f->act.actor.inst, &size, &at), OK);
	return size - 1;
}

static struct gradebook_result
save(struct fixture *f, int64_t col, int64_t pupil, const char *typed,
    int64_t seen)
{
	const struct gradebook_cell cell = {col, pupil, typed, seen};
	struct gradebook_result result = {0};

	assert_int_equal(gradebook_save(&f->act, FX_J_ALGEBRA, fixture_uuid(f),
			     &cell, 1, &result),
	    OK);
	return result;
}

static enum err
try_save(struct fixture *f, int64_t journal)
{
	const struct gradebook_cell cell = {1, FX_PUPIL, "9", 1000};
	struct gradebook_result result;
	const int64_t before = newest(f);
	enum err err = gradebook_save(
	    &f->act, journal, fixture_uuid(f), &cell, 1, &result);

	assert_int_equal(newest(f), before);
	return err;
}

static struct event_seen
event_at(struct fixture *f, int64_t seq)
{
	struct event_seen seen;

	assert_int_equal(ledger_read(&f->act, seq, &seen), OK);
	return seen;
}

static void
a_mark_and_its_event_come_together(void **state)
{
	struct fixture *f = *state;
	struct gradebook_result r;
	struct event_seen seen;

	add_lesson(f, f->today, 2);
	r = save(f, 1, FX_PUPIL, " 11 ", newest(f));
	assert_int_equal(r.state, CELL_SAVED);
	assert_string_equal(r.mark, "11");
	assert_int_equal(r.seq, newest(f));
	seen = event_at(f, r.seq);
	assert_string_equal(seen.object, "mark/1.1.9");
	assert_string_equal(seen.actor, "t-104");
	assert_null(seen.old);
	assert_string_equal(seen.new, "11");
	assert_int_equal(seen.kind, EVENT_FIRST);
	assert_int_equal(seen.prev, -1);
}

static void
a_change_and_a_removal_follow_the_chain(void **state)
{
	struct fixture *f = *state;
	struct gradebook_result a, b, c, d;

	add_lesson(f, f->today, 2);
	a = save(f, 1, FX_PUPIL, "7", newest(f));
	b = save(f, 1, FX_PUPIL, "9", a.seq);
	c = save(f, 1, FX_PUPIL, "", b.seq);
	d = save(f, 1, FX_PUPIL, "8", c.seq);
	assert_int_equal(event_at(f, b.seq).kind, EVENT_CHANGE);
	assert_int_equal(event_at(f, b.seq).prev, a.seq);
	assert_string_equal(event_at(f, b.seq).old, "7");
	assert_int_equal(event_at(f, c.seq).kind, EVENT_REMOVAL);
	assert_null(event_at(f, c.seq).new);
	assert_null(c.mark);
	assert_int_equal(event_at(f, d.seq).kind, EVENT_CHANGE);
	assert_int_equal(event_at(f, d.seq).prev, c.seq);
}

static void
the_same_value_again_writes_nothing(void **state)
{
	struct fixture *f = *state;
	struct gradebook_result r;

	add_lesson(f, f->today, 2);
	r = save(f, 1, FX_PUPIL, "7", newest(f));
	assert_int_equal(save(f, 1, FX_PUPIL, "7", r.seq).state, CELL_SAME);
	assert_int_equal(newest(f), r.seq);
}

static void
values_outside_the_scale_are_refused_cell_by_cell(void **state)
{
	struct fixture *f = *state;
	static const char *const wrong[] = {
	    "0", "13", "7.5", "-1", "+7", "7-", "abc", "1 2", "012"};

	add_lesson(f, f->today, 2);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct gradebook_result r =
		    save(f, 1, FX_PUPIL, wrong[i], newest(f));

		assert_int_equal(r.state, CELL_REFUSED);
		assert_int_equal(r.why, WHY_SCALE);
		assert_string_equal(r.typed, wrong[i]);
	}
	assert_string_equal(save(f, 1, FX_PUPIL, "на", newest(f)).mark, "н/а");
	assert_string_equal(save(f, 1, FX_PUPIL, "pd", newest(f)).mark, "зв");
}

static void
a_newer_value_stays_and_both_are_shown(void **state)
{
	struct fixture *f = *state;
	int64_t seen, other;
	struct gradebook_result r;

	add_lesson(f, f->today, 2);
	seen = newest(f);
	other = save(f, 1, FX_PUPIL, "8", seen).seq;
	r = save(f, 1, FX_PUPIL, "9", seen);
	assert_int_equal(r.state, CELL_CLASH);
	assert_string_equal(r.typed, "9");
	assert_string_equal(r.mark, "8");
	assert_string_equal(r.who, "Лисівка\u00a0О.\u00a0П.");
	assert_int_equal(r.at, f->act.now);
	assert_int_equal(r.seq, other);
	assert_int_equal(newest(f), other);
	/* Having seen it, the person may choose. */
	assert_int_equal(save(f, 1, FX_PUPIL, "9", r.seq).state, CELL_SAVED);
}

static void
good_cells_are_saved_beside_bad_ones(void **state)
{
	struct fixture *f = *state;
	struct gradebook_result r[4];
	const struct gradebook_cell cells[] = {
	    {1, FX_PUPIL, "9", 100}, {1, FX_PUPIL + 1, "13", 100},
	    {1, FX_PUPIL_B, "9", 100}, /* of another class */
	    {7, FX_PUPIL, "9", 100},   /* no such column */
	};

	add_lesson(f, f->today, 2);
	assert_int_equal(
	    gradebook_save(&f->act, FX_J_ALGEBRA, fixture_uuid(f), cells, 4, r),
	    OK);
	assert_int_equal(r[0].state, CELL_SAVED);
	assert_int_equal(r[1].why, WHY_SCALE);
	assert_int_equal(r[2].why, WHY_PUPIL);
	assert_int_equal(r[3].why, WHY_COLUMN);
}

static void
a_repeat_gets_the_first_answer_and_writes_nothing(void **state)
{
	struct fixture *f = *state;
	const char *uuid = fixture_uuid(f);
	struct gradebook_cell cells[] = {
	    {1, FX_PUPIL, "9", 100},
	    {1, FX_PUPIL + 1, "13", 100},
	    {1, FX_PUPIL + 2, "н", 100},
	};
	struct gradebook_result a[3], b[3];
	int64_t after;

	add_lesson(f, f->today, 2);
	assert_int_equal(
	    gradebook_save(&f->act, FX_J_ALGEBRA, uuid, cells, 3, a), OK);
	after = newest(f);
	fixture_time(f, f->today, 9, 30);
	assert_int_equal(
	    gradebook_save(&f->act, FX_J_ALGEBRA, uuid, cells, 3, b), OK);
	assert_int_equal(newest(f), after);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(a[i].state, b[i].state);
		assert_int_equal(a[i].why, b[i].why);
		assert_int_equal(a[i].seq, b[i].seq);
		assert_string_equal(a[i].typed, b[i].typed);
		assert_string_equal(a[i].code, b[i].code);
	}
	assert_string_equal(b[0].mark, "9");
	assert_null(b[1].mark);
	assert_string_equal(b[2].code, "н");
	cells[0].typed = "10";
	assert_int_equal(
	    gradebook_save(&f->act, FX_J_ALGEBRA, uuid, cells, 3, b),
	    ERR_MISUSED);
	assert_int_equal(newest(f), after);
	assert_int_equal(
	    gradebook_save(&f->act, FX_J_ALGEBRA, "not-a-uuid", cells, 3, b),
	    ERR_INVALID);
}

static void
presence_and_mark_are_two_facts_of_one_cell(void **state)
{
	struct fixture *f = *state;
	struct gradebook_result r;

	add_lesson(f, f->today, 2);
	r = save(f, 1, FX_PUPIL, "н", newest(f));
	assert_string_equal(r.code, "н");
	assert_null(r.mark);
	assert_string_equal(event_at(f, r.seq).object, "att/1.1.9");
	assert_string_equal(event_at(f, r.seq).new, "absent");
	r = save(f, 1, FX_PUPIL, "8", newest(f));
	assert_string_equal(r.mark, "8");
	assert_string_equal(r.code, "н");
	r = save(f, 1, FX_PUPIL, "зп10", newest(f));
	assert_string_equal(r.code, "зп10");
	assert_string_equal(r.mark, "8");
	assert_string_equal(event_at(f, r.seq).old, "absent");
	assert_string_equal(event_at(f, r.seq).new, "late/10");
	/* Nothing typed takes the mark, then the code. */
	r = save(f, 1, FX_PUPIL, "", newest(f));
	assert_null(r.mark);
	assert_string_equal(r.code, "зп10");
	r = save(f, 1, FX_PUPIL, "", newest(f));
	assert_string_equal(r.code, "");
	assert_string_equal(event_at(f, r.seq).new, "present");
}

static void
reasons_are_for_the_class_teacher(void **state)
{
	struct fixture *f = *state;
	struct gradebook_result r;

	add_lesson(f, f->today, 2);
	r = save(f, 1, FX_PUPIL, "хв", newest(f));
	assert_int_equal(r.state, CELL_REFUSED);
	assert_int_equal(r.why, WHY_REASON);
}

static void
a_lesson_that_has_not_been_takes_no_marks(void **state)
{
	struct fixture *f = *state;
	struct gradebook_result r;

	add_lesson(f, f->today + 1, 2);
	r = save(f, 1, FX_PUPIL, "9", newest(f));
	assert_int_equal(r.state, CELL_REFUSED);
	assert_int_equal(r.why, WHY_FUTURE);
}

static int
kind_after(struct fixture *f, int64_t lesson_day, int64_t entry_day)
{
	const int64_t lesson = add_lesson(f, lesson_day, 3);
	struct gradebook_result r;
	int kind;

	fixture_time(f, entry_day, 20, 0);
	r = save(f, lesson, FX_PUPIL, "9", newest(f));
	assert_int_equal(r.state, CELL_SAVED);
	kind = event_at(f, r.seq).kind;
	fixture_time(f, f->today, 9, 0);
	return kind;
}

static void
late_is_after_the_next_school_day_and_never_before_joining(void **state)
{
	struct fixture *f = *state;
	const int64_t friday = f->today - 3;

	assert_int_equal(kind_after(f, friday, f->today), EVENT_FIRST);
	assert_int_equal(kind_after(f, friday - 1, f->today), EVENT_LATE);
	assert_int_equal(kind_after(f, friday - 2, friday - 1), EVENT_FIRST);
	/* The institution joined on 14 September. */
	assert_int_equal(
	    kind_after(f, fixture_day(9, 11), f->today), EVENT_FIRST);
	assert_int_equal(
	    kind_after(f, fixture_day(9, 14), f->today), EVENT_LATE);
}

static void
nobody_but_the_journals_teacher_writes(void **state)
{
	struct fixture *f = *state;

	add_lesson(f, f->today, 2);
	fixture_as(f, FX_ADMIN, ROLE_ADMIN);
	assert_int_equal(try_save(f, FX_J_ALGEBRA), ERR_DENIED);
	fixture_as(f, FX_HEAD, ROLE_HEAD);
	assert_int_equal(try_save(f, FX_J_ALGEBRA), ERR_DENIED);
	fixture_as(f, FX_DEPUTY, ROLE_DEPUTY);
	assert_int_equal(try_save(f, FX_J_ALGEBRA), ERR_DENIED);
	/* Reads all of the own class, writes only the own subject. */
	fixture_as(f, FX_CLASS_TEACHER, ROLE_CLASS_TEACHER);
	assert_int_equal(try_save(f, FX_J_ALGEBRA), ERR_DENIED);
	fixture_as(f, FX_LEFT_TEACHER, ROLE_TEACHER);
	assert_int_equal(try_save(f, FX_J_ALGEBRA), ERR_NOT_FOUND);
	fixture_as(f, FX_MOTHER, ROLE_GUARDIAN);
	assert_int_equal(try_save(f, FX_J_ALGEBRA), ERR_DENIED);
	fixture_as(f, FX_PUPIL, ROLE_PUPIL);
	assert_int_equal(try_save(f, FX_J_ALGEBRA), ERR_DENIED);
}

static void
other_class_and_other_school_do_not_exist(void **state)
{
	struct fixture *f = *state;

	add_lesson(f, f->today, 2);
	fixture_as(f, FX_CLASS_TEACHER, ROLE_TEACHER);
	assert_int_equal(try_save(f, FX_J_ALGEBRA_B), ERR_NOT_FOUND);
	/* The same numbers elsewhere are another journal, without columns. */
	fixture_as_at(f, 2, FX2_TEACHER, ROLE_TEACHER);
	assert_int_equal(try_save(f, FX_J_ALGEBRA_B), ERR_NOT_FOUND);
}

static void
a_class_of_thirty_takes_at_most_four_statements_a_mark(void **state)
{
	struct fixture *f = *state;
	struct gradebook_cell cells[FX_PUPILS];
	struct gradebook_result results[FX_PUPILS];
	int64_t before;

	add_lesson(f, f->today, 2);
	for (int i = 0; i < FX_PUPILS; i++)
		cells[i] = (struct gradebook_cell){
		    1, FX_PUPIL + i, i % 2 ? "9" : "10", newest(f)};
	before = db_statement_count(f->act.school);
	assert_int_equal(gradebook_save(&f->act, FX_J_ALGEBRA, fixture_uuid(f),
			     cells, FX_PUPILS, results),
	    OK);
	assert_in_range(
	    db_statement_count(f->act.school) - before, 1, 4 * FX_PUPILS);
	for (int i = 0; i < FX_PUPILS; i++)
		assert_int_equal(results[i].state, CELL_SAVED);
}

static void
tables_equal_the_fold_of_the_history(void **state)
{
	struct fixture *f = *state;
	struct audit_report report;

	add_lesson(f, f->today, 2);
	save(f, 1, FX_PUPIL, "9", newest(f));
	save(f, 1, FX_PUPIL, "8", newest(f));
	save(f, 1, FX_PUPIL + 1, "н", newest(f));
	save(f, 1, FX_PUPIL + 2, "5", newest(f));
	save(f, 1, FX_PUPIL + 2, "", newest(f));
	assert_int_equal(audit_verify(&f->act, 1, &report), OK);
	assert_int_equal(report.faults, 0);
	assert_int_equal(report.marks, 2);
	assert_int_equal(report.attendance, 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    FIXTURE_TEST(a_mark_and_its_event_come_together),
	    FIXTURE_TEST(a_change_and_a_removal_follow_the_chain),
	    FIXTURE_TEST(the_same_value_again_writes_nothing),
	    FIXTURE_TEST(values_outside_the_scale_are_refused_cell_by_cell),
	    FIXTURE_TEST(a_newer_value_stays_and_both_are_shown),
	    FIXTURE_TEST(good_cells_are_saved_beside_bad_ones),
	    FIXTURE_TEST(a_repeat_gets_the_first_answer_and_writes_nothing),
	    FIXTURE_TEST(presence_and_mark_are_two_facts_of_one_cell),
	    FIXTURE_TEST(reasons_are_for_the_class_teacher),
	    FIXTURE_TEST(a_lesson_that_has_not_been_takes_no_marks),
	    FIXTURE_TEST(
		late_is_after_the_next_school_day_and_never_before_joining),
	    FIXTURE_TEST(nobody_but_the_journals_teacher_writes),
	    FIXTURE_TEST(other_class_and_other_school_do_not_exist),
	    FIXTURE_TEST(
		a_class_of_thirty_takes_at_most_four_statements_a_mark),
	    FIXTURE_TEST(tables_equal_the_fold_of_the_history),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
