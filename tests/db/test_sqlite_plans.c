/* SPDX-License-Identifier: EUPL-1.2 */
/* How SQLite reads: the plans that a school of any size must have. A new store
 * is enough, because the planner's figures come with the schema. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "db/db.h"

static const struct stmt day STMT = {
    .name = "test_sqlite_plans.day",
    .params = "ii",
    .columns = "iiis",
    .sql = "EXPLAIN QUERY PLAN SELECT journal, lesson FROM lesson"
	   " WHERE inst = $1 AND day = $2",
};
static const struct stmt family STMT = {
    .name = "test_sqlite_plans.family",
    .params = "ii",
    .columns = "iiis",
    .sql = "EXPLAIN QUERY PLAN SELECT pupil FROM guardian"
	   " WHERE inst = $1 AND guardian = $2",
};
static const struct stmt actor STMT = {
    .name = "test_sqlite_plans.actor",
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
	char folder[] = "/tmp/ejournal-plans-XXXXXX", text[64];
	struct rows a, b, c;
	struct db *db;

	(void)state;
	assert_non_null(mkdtemp(folder));
	snprintf(text, sizeof(text), "%s/school.db", folder);
	assert_int_equal(db_open(DB_SCHOOL, text, true, &db), OK);
	/* The planner reads the figures when a store is opened. */
	db_close(db);
	assert_int_equal(db_open(DB_SCHOOL, text, false, &db), OK);
	assert_int_equal(db_query(db, &day, &a, A_INT(1), A_INT(2)), OK);
	uses(&a, "lesson_by_date (inst=? AND day=?)");
	assert_int_equal(db_query(db, &family, &b, A_INT(1), A_INT(2)), OK);
	uses(&b, "guardian_by_guardian (inst=? AND guardian=?)");
	assert_int_equal(db_query(db, &actor, &c, A_INT(1), A_TEXT("t")), OK);
	uses(&c, "event_content_by_actor (inst=? AND actor=?)");
	rows_close(&a);
	rows_close(&b);
	rows_close(&c);
	db_close(db);
	snprintf(text, sizeof(text), "rm -rf %s", folder);
	assert_int_equal(system(text), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_institution_alone_never_chooses_the_rows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
