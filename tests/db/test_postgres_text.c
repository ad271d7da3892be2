/* SPDX-License-Identifier: EUPL-1.2 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "db/postgres.h"

static void
a_refusal_of_the_server_has_one_meaning(void **state)
{
	(void)state;
	assert_int_equal(pg_err("23505"), ERR_EXISTS);
	assert_int_equal(pg_err("23502"), ERR_INVALID);
	assert_int_equal(pg_err("23503"), ERR_INVALID);
	assert_int_equal(pg_err("23514"), ERR_INVALID);
	assert_int_equal(pg_err("40001"), ERR_AGAIN);
	assert_int_equal(pg_err("40P01"), ERR_AGAIN);
	assert_int_equal(pg_err("57P01"), ERR_AGAIN);
	assert_int_equal(pg_err("25P03"), ERR_AGAIN);
	assert_int_equal(pg_err("55P03"), ERR_BUSY);
	assert_int_equal(pg_err("57014"), ERR_BUSY);
	assert_int_equal(pg_err("53300"), ERR_BUSY);
	/* A right that is missing, a table that is not there. */
	assert_int_equal(pg_err("42501"), ERR_DB);
	assert_int_equal(pg_err("42P01"), ERR_DB);
	/* No word of the server's: the connection. */
	assert_int_equal(pg_err(NULL), ERR_AGAIN);
}

static void
writes_are_known_by_their_words(void **state)
{
	(void)state;
	assert_false(pg_writes("SELECT inst FROM mark"));
	assert_false(pg_writes("WITH a AS (SELECT 1) SELECT * FROM a"));
	assert_true(pg_writes("INSERT INTO mark (inst) VALUES ($1)"));
	assert_true(pg_writes("UPDATE mark SET seq = $1 RETURNING seq"));
	assert_true(pg_writes("DELETE FROM mark"));
	assert_true(pg_writes("WITH a AS (DELETE FROM mark RETURNING seq)"
			      " SELECT seq FROM a"));
}

static void
a_letter_reads_only_its_types(void **state)
{
	static const char letters[] = "isbISB";

	(void)state;
	for (int i = 0; letters[i]; i++)
		assert_true(pg_type_fits(letters[i], pg_type_of(letters[i])));
	assert_true(pg_type_fits('i', 23));
	assert_true(pg_type_fits('s', 1043));
	assert_false(pg_type_fits('i', 1700)); /* what sum() of bigint gives */
	assert_false(pg_type_fits('i', 16));
	assert_false(pg_type_fits('s', 17));
	assert_false(pg_type_fits('b', 25));
}

static void
a_session_that_is_shared_is_told_nothing(void **state)
{
	(void)state;
	assert_null(pg_session_sql(DB_USE_UNPREPARED));
	assert_non_null(pg_session_sql(DB_USE_POOLED));
	/* A migration may take its time, but not wait for ever. */
	assert_null(strstr(pg_session_sql(DB_USE_ALONE), "statement_timeout"));
	assert_non_null(strstr(pg_session_sql(DB_USE_ALONE), "lock_timeout"));
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_refusal_of_the_server_has_one_meaning),
	    cmocka_unit_test(writes_are_known_by_their_words),
	    cmocka_unit_test(a_letter_reads_only_its_types),
	    cmocka_unit_test(a_session_that_is_shared_is_told_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
