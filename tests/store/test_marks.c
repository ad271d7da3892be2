/* SPDX-License-Identifier: EUPL-1.2 */
#include "fixture.h"

#include "store/columns.h"
#include "store/lessons.h"
#include "store/marks.h"

static void
add_column(struct fixture *f, int64_t col)
{
	const struct column column = {.journal = FX_J_ALGEBRA,
	    .col = col,
	    .kind = "notebook",
	    .title = "",
	    .day = f->today,
	    .scale = "12"};

	assert_int_equal(columns_insert(f->act.school, 1, &column), OK);
}

/* One mark in a transaction of its own, whose commit tells at the latest. */
static enum err
set_mark(struct db *db, struct mark_key key, const char *value, int64_t seq,
    int64_t seen)
{
	enum err err;

	assert_int_equal(db_begin_write(db), OK);
	if (!(err = marks_set(db, 1, key, value, seq, seen)))
		return db_commit(db);
	db_rollback(db);
	return err;
}

static void
a_mark_is_set_only_over_the_row_that_was_seen(void **state)
{
	struct fixture *f = *state;
	const struct mark_key key = {FX_J_ALGEBRA, 1, FX_PUPIL};
	struct db *db = f->act.school;
	struct mark mark;

	add_column(f, 1);
	assert_int_equal(set_mark(db, key, "7", 10, -1), OK);
	assert_int_equal(set_mark(db, key, "9", 11, -1), ERR_AGAIN);
	assert_int_equal(set_mark(db, key, "9", 11, 9), ERR_AGAIN);
	assert_int_equal(set_mark(db, key, "9", 12, 10), OK);
	assert_int_equal(marks_find(db, f->arena, 1, key, &mark), OK);
	assert_string_equal(mark.value, "9");
	assert_int_equal(mark.seq, 12);
	assert_int_equal(mark.changes, 1);
}

static void
an_annulled_mark_keeps_its_row(void **state)
{
	struct fixture *f = *state;
	const struct mark_key key = {FX_J_ALGEBRA, 1, FX_PUPIL};
	struct mark mark;

	add_column(f, 1);
	assert_int_equal(set_mark(f->act.school, key, "7", 3, -1), OK);
	assert_int_equal(set_mark(f->act.school, key, NULL, 4, 3), OK);
	assert_int_equal(
	    marks_find(f->act.school, f->arena, 1, key, &mark), OK);
	assert_null(mark.value);
}

static void
a_list_holds_only_its_columns(void **state)
{
	struct fixture *f = *state;
	struct mark *marks;
	size_t n;

	for (int64_t col = 1; col <= 3; col++) {
		add_column(f, col);
		for (int64_t p = 0; p < 3; p++)
			assert_int_equal(set_mark(f->act.school,
					     (struct mark_key){FX_J_ALGEBRA,
						 col, FX_PUPIL + p},
					     "8", col * 10 + p, -1),
			    OK);
	}
	assert_int_equal(marks_list(f->act.school, f->arena, 1, FX_J_ALGEBRA, 2,
			     3, &marks, &n),
	    OK);
	assert_int_equal(n, 6);
	assert_int_equal(marks[0].col, 2);
	assert_int_equal(marks[5].col, 3);
	assert_int_equal(marks_list(f->act.school, f->arena, 2, FX_J_ALGEBRA, 1,
			     9, &marks, &n),
	    OK);
	assert_int_equal(n, 0); /* another institution's number */
}

static void
values_are_listed_without_their_events(void **state)
{
	struct fixture *f = *state;
	const struct mark_key key = {FX_J_ALGEBRA, 1, FX_PUPIL};
	struct mark *marks;
	size_t n;

	add_column(f, 1);
	assert_int_equal(set_mark(f->act.school, key, "8", 7, -1), OK);
	assert_int_equal(set_mark(f->act.school, key, "9", 8, 7), OK);
	assert_int_equal(marks_list_values(f->act.school, f->arena, 1,
			     FX_J_ALGEBRA, 1, 1, &marks, &n),
	    OK);
	assert_int_equal(n, 1);
	assert_string_equal(marks[0].value, "9");
	assert_int_equal(marks[0].changes, 1);
	assert_int_equal(marks[0].seq, -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    FIXTURE_TEST(a_mark_is_set_only_over_the_row_that_was_seen),
	    FIXTURE_TEST(an_annulled_mark_keeps_its_row),
	    FIXTURE_TEST(a_list_holds_only_its_columns),
	    FIXTURE_TEST(values_are_listed_without_their_events),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
