/* SPDX-License-Identifier: EUPL-1.2 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "db/stmt.h"

static const char *
fault_of(const char *params, const char *columns, const char *sql)
{
	return stmt_fault(&(struct stmt){
	    .name = "t", .params = params, .columns = columns, .sql = sql});
}

static void
parameters_must_appear_in_order(void **state)
{
	(void)state;
	assert_null(fault_of("", "", "DELETE FROM t"));
	assert_null(fault_of("ii", "i", "SELECT a FROM t WHERE b=$1 AND c=$2"));
	assert_null(fault_of("ii", "", "UPDATE t SET a=$1 WHERE b=$2 OR c=$1"));
	assert_non_null(fault_of("ii", "", "UPDATE t SET a = $2 WHERE b = $1"));
	assert_non_null(fault_of("ii", "", "UPDATE t SET a = $1 WHERE b = $3"));
	assert_non_null(fault_of("i", "", "UPDATE t SET a = $0"));
	assert_non_null(fault_of("i", "", "UPDATE t SET a = $"));
	assert_null(fault_of(
	    "iiiiiiiiiii", "", "VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11)"));
	assert_non_null(
	    fault_of("i", "", "UPDATE t SET a = $99999999999999999999"));
}

static void
letters_must_match_in_number_and_kind(void **state)
{
	(void)state;
	assert_non_null(fault_of("", "", "UPDATE t SET a = $1"));
	assert_non_null(fault_of("ii", "", "UPDATE t SET a = $1"));
	assert_non_null(fault_of("x", "", "UPDATE t SET a = $1"));
	assert_non_null(fault_of("i", "q", "SELECT a FROM t WHERE b = $1"));
	assert_non_null(fault_of(NULL, "", "DELETE FROM t"));
	assert_non_null(fault_of("", NULL, "DELETE FROM t"));
}

static void
texts_and_comments_hide_placeholders(void **state)
{
	(void)state;
	assert_null(fault_of("i", "",
	    "UPDATE t SET a = $1, b = '$2 ? : \" it''s' /* $3; */ -- $4"));
	assert_non_null(fault_of("", "", "UPDATE t SET a = 'open"));
	assert_non_null(fault_of("", "", "UPDATE t /* open"));
}

static void
other_placeholders_and_second_statements_are_refused(void **state)
{
	static const char *const wrong[] = {
	    "UPDATE t SET a = ?",
	    "UPDATE t SET a = :a",
	    "UPDATE t SET a = @a",
	    "UPDATE t SET a = \"b\"",
	    "UPDATE t SET a = `b`",
	    "DELETE FROM t; DELETE FROM u",
	    "SELECT a::text FROM t",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_non_null(fault_of("", "", wrong[i]));
}

static void
arguments_must_fit_the_letters(void **state)
{
	const struct stmt s = {.name = "t", .params = "iS", .columns = ""};
	const struct arg good[] = {A_INT(1), A_TEXT("a")};
	const struct arg null[] = {A_INT(1), A_TEXT(NULL)};
	const struct arg null_int[] = {A_NULL(), A_TEXT("a")};
	const struct arg bytes[] = {A_INT(1), A_BYTES("a", 1)};

	(void)state;
	assert_null(stmt_args_fault(&s, good, 2));
	assert_null(stmt_args_fault(&s, null, 2));
	assert_non_null(stmt_args_fault(&s, null_int, 2));
	assert_non_null(stmt_args_fault(&s, bytes, 2));
	assert_non_null(stmt_args_fault(&s, good, 1));
	assert_non_null(stmt_args_fault(
	    &(struct stmt){.name = "t", .params = "i"}, good, 2));
}

static void
forget(struct prepared *p)
{
	/* Stands in for the engine: remembers that it was called. */
	++*(int *)p->engine;
}

static void
add(struct stmt_cache *cache, const struct stmt *stmt, int *finalized)
{
	struct prepared *p = stmt_cache_place(cache, forget);

	p->engine = finalized;
	stmt_cache_put(cache, p, stmt);
}

static void
least_recently_used_statement_goes_first(void **state)
{
	static const struct stmt s[4];
	int finalized[4] = {0};
	struct stmt_cache *cache = stmt_cache_new(3);

	(void)state;
	for (int i = 0; i < 3; i++)
		add(cache, &s[i], &finalized[i]);
	assert_non_null(stmt_cache_get(cache, &s[0]));
	add(cache, &s[3], &finalized[3]);
	assert_int_equal(finalized[1], 1);
	assert_null(stmt_cache_get(cache, &s[1]));
	assert_non_null(stmt_cache_get(cache, &s[0]));
	assert_non_null(stmt_cache_get(cache, &s[2]));
	assert_non_null(stmt_cache_get(cache, &s[3]));
	stmt_cache_free(cache, forget);
	assert_int_equal(finalized[0] + finalized[2] + finalized[3], 3);
	assert_int_equal(finalized[1], 1);
}

static void
statement_with_an_open_cursor_stays(void **state)
{
	static const struct stmt s[3];
	int finalized[3] = {0};
	struct stmt_cache *cache = stmt_cache_new(2);

	(void)state;
	add(cache, &s[0], &finalized[0]);
	stmt_cache_get(cache, &s[0])->open = true;
	add(cache, &s[1], &finalized[1]);
	add(cache, &s[2], &finalized[2]);
	assert_int_equal(finalized[0], 0);
	assert_int_equal(finalized[1], 1);
	assert_non_null(stmt_cache_get(cache, &s[0]));
	stmt_cache_free(cache, forget);
}

static void
trimming_keeps_the_most_recently_used(void **state)
{
	static const struct stmt s[4];
	int finalized[4] = {0};
	struct stmt_cache *cache = stmt_cache_new(4);

	(void)state;
	for (int i = 0; i < 4; i++)
		add(cache, &s[i], &finalized[i]);
	assert_non_null(stmt_cache_get(cache, &s[0]));
	stmt_cache_trim(cache, 2, forget);
	assert_int_equal(stmt_cache_count(cache), 2);
	assert_non_null(stmt_cache_get(cache, &s[0]));
	assert_null(stmt_cache_get(cache, &s[1]));
	assert_null(stmt_cache_get(cache, &s[2]));
	assert_non_null(stmt_cache_get(cache, &s[3]));
	add(cache, &s[1], &finalized[1]);
	add(cache, &s[2], &finalized[2]);
	assert_int_equal(stmt_cache_count(cache), 4);
	stmt_cache_free(cache, forget);
	assert_int_equal(finalized[0], 1);
	assert_int_equal(finalized[1], 2);
}

/* The index closes its gaps: nothing is lost and nothing found twice. */
static void
cache_finds_exactly_what_it_holds(void **state)
{
	enum { KINDS = 200, LIMIT = 32 };
	static const struct stmt s[KINDS];
	static int finalized[KINDS], added[KINDS];
	struct stmt_cache *cache = stmt_cache_new(LIMIT);
	unsigned random = 1;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		unsigned k;

		random = random * 1103515245u + 12345u;
		k = (random >> 16) % KINDS;
		if (!stmt_cache_get(cache, &s[k])) {
			assert_int_equal(added[k], finalized[k]);
			added[k]++;
			add(cache, &s[k], &finalized[k]);
		} else {
			assert_int_equal(added[k], finalized[k] + 1);
		}
		assert_true(stmt_cache_count(cache) <= LIMIT);
	}
	stmt_cache_free(cache, forget);
	assert_memory_equal(added, finalized, sizeof(added));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(parameters_must_appear_in_order),
	    cmocka_unit_test(letters_must_match_in_number_and_kind),
	    cmocka_unit_test(texts_and_comments_hide_placeholders),
	    cmocka_unit_test(
		other_placeholders_and_second_statements_are_refused),
	    cmocka_unit_test(arguments_must_fit_the_letters),
	    cmocka_unit_test(least_recently_used_statement_goes_first),
	    cmocka_unit_test(statement_with_an_open_cursor_stays),
	    cmocka_unit_test(trimming_keeps_the_most_recently_used),
	    cmocka_unit_test(cache_finds_exactly_what_it_holds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
