/* SPDX-License-Identifier: EUPL-1.2 */
/* How SQLite reads: the plans that a school of any size must have. A new store
 * is enough, because the planner's figures come with the schema. */
#include "fixture.h"

static const struct stmt day STMT = {
    .name = "test_plans.day",
    .params = "ii",
    .columns = "iiis",
    .sql = "EXPLAIN QUERY PLAN SELECT journal, lesson FROM lesson"
	   " WHERE inst = $1 AND day = $2",
};
static const struct stmt family STMT = {
    .name = "test_plans.family",
    .params = "ii",
    .columns = "iiis",
    .sql = "EXPLAIN QUERY PLAN SELECT pupil FROM guardian"
	   " WHERE inst = $1 AND guardian = $2",
};
static const struct stmt actor STMT = {
    .name = "test_plans.actor",
    .params = "is",
    .columns = "iiis",
    .sql = "EXPLAIN QUERY PLAN SELECT seq, at FROM event_content"
	   " WHERE inst = $1 AND actor = $2 ORDER BY seq DESC LIMIT 10",
};

static void
uses(struct rows *rows, const char *index)
{
	assert_int_equal(rows_next(rows), OK);
	if (!strstr(rows_text(rows, 3), index))
		fail_msg("%s, not by %s", rows_text(rows, 3), index);
}

static void
the_institution_alone_never_chooses_the_rows(void **state)
{
	struct fixture *f = *state;
	AUTO_ROWS struct rows a = {0}, b = {0}, c = {0};
	struct db *db = f->act.school;

	assert_int_equal(db_query(db, &day, &a, A_INT(1), A_INT(2)), OK);
	uses(&a, "lesson_by_date (inst=? AND day=?)");
	assert_int_equal(db_query(db, &family, &b, A_INT(1), A_INT(2)), OK);
	uses(&b, "guardian_by_guardian (inst=? AND guardian=?)");
	assert_int_equal(db_query(db, &actor, &c, A_INT(1), A_TEXT("t")), OK);
	uses(&c, "event_content_by_actor (inst=? AND actor=?)");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    FIXTURE_TEST(the_institution_alone_never_chooses_the_rows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
