/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/i18n_plural.h"

#include <stdio.h>
#include <string.h>

#include "check.h"

static unsigned
form(const char *rule, uint64_t n)
{
	struct plural plural;

	assert_int_equal(i18n_plural_parse(rule, &plural), OK);
	return i18n_plural_form(&plural, n);
}

static void
operators_bind_as_in_c(void **state)
{
	(void)state;
#define SAME(expression)                                                       \
	do {                                                                   \
		uint64_t n;                                                    \
		for (n = 0; n < 130; n++)                                      \
			assert_int_equal(                                      \
			    form(                                              \
				"nplurals=6; plural=(" #expression ")%6;", n), \
			    (uint64_t)(expression) % 6);                       \
	} while (0)
	SAME(n + 2 * 3);
	SAME((n + 2) * 3);
	SAME(n % 10 * 2 + 1);
	SAME(20 - 3 - 2 + n);
	SAME(100 / 5 / 2 + n);
	SAME((n < 5) == (n <= 4));
	SAME((n > 5) + (n >= 5) + (n != 7));
	SAME((n == 1) || ((n == 2) && (n == 3)));
	SAME(!n + !!n);
	SAME(!(n == 3));
	SAME(n == 1 ? 0 : n == 2 ? 1 : n == 3 ? 2 : 3);
	SAME(n > 9 ? n > 99 ? 5 : 4 : 3);
	SAME((n ? 1 : 2) + (n % 2 ? 1 : 0));
	SAME(n >= 10 ? (n % 3 ? 1 : 2) : 0);
#undef SAME
	/* Without parentheses, where the compiler would warn. */
	assert_int_equal(form("nplurals=2; plural=n==1||n==2&&n==3", 1), 1);
	assert_int_equal(form("nplurals=2; plural=n==1||n==2&&n==3", 2), 0);
	assert_int_equal(form("nplurals=2; plural=!n==0", 5), 1);
}

static void
rules_of_living_languages_are_read(void **state)
{
	const char *arabic =
	    "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 "
	    "&& n%100<=10 ? 3 : n%100>=11 ? 4 : 5);";
	const char *slovenian =
	    "nplurals=4; plural=(n%100==1 ? 0 : n%100==2 ? 1 : n%100==3 || "
	    "n%100==4 ? 2 : 3);";

	(void)state;
	assert_int_equal(form("nplurals=2; plural=(n != 1);", 1), 0);
	assert_int_equal(form("nplurals=2; plural=(n != 1);", 0), 1);
	assert_int_equal(form(" nplurals=1; plural=0;", 7), 0);
	assert_int_equal(form(arabic, 103), 3);
	assert_int_equal(form(arabic, 100), 5);
	assert_int_equal(form(arabic, 11), 4);
	assert_int_equal(form(slovenian, 104), 2);
}

static void
what_is_no_rule_is_refused(void **state)
{
	static const char *const wrong[] = {"", "nplurals=2;", "plural=0;",
	    "nplurals=0; plural=0;", "nplurals=7; plural=0;",
	    "nplurals=22; plural=0;", "nplurals=2 plural=0",
	    "nplurals=2; plural=", "nplurals=2; plural=;",
	    "nplurals=2; plural=n+", "nplurals=2; plural=+n",
	    "nplurals=2; plural=n n", "nplurals=2; plural=(n",
	    "nplurals=2; plural=n)", "nplurals=2; plural=()",
	    "nplurals=2; plural=n?1", "nplurals=2; plural=n:1",
	    "nplurals=2; plural=n?1:0:1", "nplurals=2; plural=(n?1):0",
	    "nplurals=2; plural=n?(1:0)", "nplurals=2; plural=(n?1:0",
	    "nplurals=2; plural=n=1", "nplurals=2; plural=n&1",
	    "nplurals=2; plural=x", "nplurals=2; plural=0; x",
	    "nplurals=2; plural=-1", "nplurals=2; plural=n!",
	    "nplurals=2; plural=1234567890",
	    /* Forms that do not exist. */
	    "nplurals=2; plural=n", "nplurals=2; plural=2",
	    "nplurals=2; plural=n==999 ? 2 : 0", "nplurals=2; plural=0-1"};
	struct plural plural;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_int_equal(
		    i18n_plural_parse(wrong[i], &plural), ERR_INVALID);
}

static void
deep_and_long_rules_end_at_a_limit(void **state)
{
	char rule[4096] = "nplurals=1; plural=";
	struct plural plural;
	size_t base = strlen(rule);
	int i;

	(void)state;
	memset(rule + base, '(', 3000);
	strcpy(rule + base + 3000, "0");
	assert_int_equal(i18n_plural_parse(rule, &plural), ERR_INVALID);
	memset(rule + base, '!', 3000);
	assert_int_equal(i18n_plural_parse(rule, &plural), ERR_INVALID);
	for (i = 0; i < 1000; i++)
		memcpy(rule + base + 2 * i, "0*", 2);
	strcpy(rule + base + 2000, "0");
	assert_int_equal(i18n_plural_parse(rule, &plural), ERR_INVALID);
	for (i = 0; i < 1000; i++)
		memcpy(rule + base + 2 * i, "0?", 2);
	assert_int_equal(i18n_plural_parse(rule, &plural), ERR_INVALID);
}

static void
division_by_zero_is_zero(void **state)
{
	(void)state;
	assert_int_equal(form("nplurals=2; plural=1/0", 5), 0);
	assert_int_equal(form("nplurals=2; plural=5%(n-n)", 5), 0);
	assert_int_equal(form("nplurals=2; plural=n==0 ? 0 : 1/n", 0), 0);
}

static void
a_form_above_the_tried_numbers_is_the_first(void **state)
{
	(void)state;
	assert_int_equal(form("nplurals=2; plural=n>5000 ? 7 : 1", 5001), 0);
	assert_int_equal(form("nplurals=2; plural=n>5000 ? 7 : 1", 5000), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(operators_bind_as_in_c),
	    cmocka_unit_test(rules_of_living_languages_are_read),
	    cmocka_unit_test(what_is_no_rule_is_refused),
	    cmocka_unit_test(deep_and_long_rules_end_at_a_limit),
	    cmocka_unit_test(division_by_zero_is_zero),
	    cmocka_unit_test(a_form_above_the_tried_numbers_is_the_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
