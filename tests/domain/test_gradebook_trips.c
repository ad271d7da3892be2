/* SPDX-License-Identifier: EUPL-1.2 */
/* What saving a class asks of the network between the program and a server.
 * Where the database is a file there are no round trips at all. */
#include "fixture_lessons.h"

#include "place.h"

/* The beginning with its lock; access, roster, an earlier answer; column,
 * marks, presence; the log's head; the marks and events on their way, and
 * whether each mark was set; the commit. Where they come late, also the
 * calendar and the day the school joined. */
#define TRIPS_MAX 15

static int64_t
trips(struct fixture *f)
{
	return db_round_trip_count(f->act.school) +
	       db_round_trip_count(f->act.registry);
}

static int64_t
save_class(struct fixture *f, int64_t col, const char *typed)
{
	struct gradebook_cell cells[FX_PUPILS];
	struct gradebook_result results[FX_PUPILS];
	const int64_t seen = fixture_newest(f);
	int64_t before;

	for (int i = 0; i < FX_PUPILS; i++)
		cells[i] =
		    (struct gradebook_cell){col, FX_PUPIL + i, typed, seen};
	before = trips(f);
	assert_int_equal(gradebook_save(&f->act, FX_J_ALGEBRA, fixture_uuid(f),
			     cells, FX_PUPILS, results),
	    OK);
	for (int i = 0; i < FX_PUPILS; i++)
		assert_int_equal(results[i].state, CELL_SAVED);
	return trips(f) - before;
}

static void
assert_few(const char *what, int64_t n)
{
	print_message("%s: %d round trips\n", what, (int)n);
	if (place_is_postgres())
		assert_in_range(n, 2, TRIPS_MAX);
	else
		assert_int_equal(n, 0);
}

static void
a_class_of_thirty_marks_takes_few_round_trips(void **state)
{
	struct fixture *f = *state;

	fixture_lesson(f, FX_J_ALGEBRA, f->today, 1, "Степені");
	assert_few("first marks", save_class(f, 1, "8"));
	assert_few("changed marks", save_class(f, 1, "9"));
	assert_few("annulled marks", save_class(f, 1, ""));
	assert_few("absences", save_class(f, 1, "н"));
}

static void
marks_that_come_late_take_no_more_for_each_of_them(void **state)
{
	struct fixture *f = *state;
	const int64_t day = fixture_day(11, 9);

	fixture_time(f, day, 9, 0);
	fixture_lesson(f, FX_J_ALGEBRA, day, 1, "Степені");
	fixture_time(f, f->today, 9, 0);
	assert_few("late marks", save_class(f, 1, "8"));
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    FIXTURE_TEST(a_class_of_thirty_marks_takes_few_round_trips),
	    FIXTURE_TEST(marks_that_come_late_take_no_more_for_each_of_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
