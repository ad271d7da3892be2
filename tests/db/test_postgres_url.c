/* SPDX-License-Identifier: EUPL-1.2 */
#include "db/postgres_url.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void
a_schema_is_a_setting_of_the_session(void **state)
{
	AUTO_ARENA struct arena *arena = arena_new();

	(void)state;
	assert_string_equal(
	    postgres_url_shard(arena, "postgresql://h/d", "schema:school"),
	    "postgresql://h/d?options=-csearch_path%3Dschool");
	assert_string_equal(
	    postgres_url_shard(
		arena, "postgresql://h/d?sslmode=require", "schema:school"),
	    "postgresql://h/d?sslmode=require&options=-csearch_path%3Dschool");
	assert_string_equal(
	    postgres_url_shard(arena, "postgresql://h/d", "postgresql://g/e"),
	    "postgresql://g/e");
}

/* Else the tables of schools would be looked for in the registry's schema. */
static void
a_schema_counts_more_than_the_one_of_the_registry(void **state)
{
	AUTO_ARENA struct arena *arena = arena_new();

	(void)state;
	assert_string_equal(
	    postgres_url_shard(arena,
		"postgresql://h/d?options=-csearch_path%3Dej&sslmode=require",
		"schema:school"),
	    "postgresql://h/d?options=-csearch_path%3Dej"
	    "%20-csearch_path%3Dschool&sslmode=require");
}

static void
another_user_of_the_same_database(void **state)
{
	AUTO_ARENA struct arena *arena = arena_new();

	(void)state;
	assert_string_equal(
	    postgres_url_user(arena, "postgresql://a@h/d", "the owner&c"),
	    "postgresql://a@h/d?user=the%20owner%26c");
	assert_string_equal(
	    postgres_url_user(arena, "postgresql://a@h/d?host=x", "o"),
	    "postgresql://a@h/d?host=x&user=o");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_schema_is_a_setting_of_the_session),
	    cmocka_unit_test(a_schema_counts_more_than_the_one_of_the_registry),
	    cmocka_unit_test(another_user_of_the_same_database),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
