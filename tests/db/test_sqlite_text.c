/* SPDX-License-Identifier: EUPL-1.2 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "db/sqlite_text.h"

static void
check(const char *portable, const char *wanted)
{
	AUTO_ARENA struct arena *arena = arena_new();

	assert_string_equal(
	    sqlite_text(arena, portable, strlen(portable)), wanted);
}

static void
types_are_mapped(void **state)
{
	(void)state;
	check("CREATE TABLE t (a BIGINT, b BYTEA, c TEXT);",
	    "CREATE TABLE t (a INTEGER, b BLOB, c TEXT);");
	check("SELECT CAST(a AS bigint) FROM t;",
	    "SELECT CAST(a AS INTEGER) FROM t;");
}

static void
longer_words_texts_and_comments_stay(void **state)
{
	(void)state;
	check("my_bigint bigint_a BIGINT2", "my_bigint bigint_a BIGINT2");
	check("DEFAULT 'BIGINT' -- BYTEA\nBIGINT",
	    "DEFAULT 'BIGINT' -- BYTEA\nINTEGER");
	check("/* BIGINT\n); */ BIGINT", "/* BIGINT\n); */ INTEGER");
	check("'it''s\nBIGINT' BIGINT", "'it''s\nBIGINT' INTEGER");
	check("-- it's\nBIGINT", "-- it's\nINTEGER");
}

static void
tables_become_strict(void **state)
{
	(void)state;
	check("CREATE TABLE t (\n\ta BIGINT\n);\n",
	    "CREATE TABLE t (\n\ta INTEGER\n) STRICT;\n");
	check("create table if not exists t (\na TEXT\n);\n",
	    "create table if not exists t (\na TEXT\n) STRICT;\n");
	check("CREATE TABLE t (\n\ta BIGINT\n); -- clustered\n",
	    "CREATE TABLE t (\n\ta INTEGER\n) STRICT, WITHOUT ROWID;\n");
	check("-- note\n\nCREATE TABLE t (\na TEXT -- note\n);",
	    "-- note\n\nCREATE TABLE t (\na TEXT -- note\n) STRICT;");
}

static void
other_statements_do_not(void **state)
{
	static const char insert[] = "INSERT INTO t (a) VALUES (\n\t1\n);\n";
	static const char index[] = "CREATE INDEX i ON t (\n\ta\n);\n";
	static const char text[] = "CREATE TABLE t (a TEXT DEFAULT '\n);\n');";

	(void)state;
	check(insert, insert);
	check(index, index);
	check(text, text);
	check("CREATE TABLE t (a TEXT);\nINSERT INTO t VALUES (\n'a'\n);\n",
	    "CREATE TABLE t (a TEXT);\nINSERT INTO t VALUES (\n'a'\n);\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(types_are_mapped),
	    cmocka_unit_test(longer_words_texts_and_comments_stay),
	    cmocka_unit_test(tables_become_strict),
	    cmocka_unit_test(other_statements_do_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
