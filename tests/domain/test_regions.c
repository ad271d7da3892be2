/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/regions.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
/* cmocka wants the four above. */
#include <cmocka.h>

static void
check(const char *text, const char *number)
{
	const struct region *region = regions_match(text);

	if (!number) {
		assert_null(region);
		return;
	}
	assert_non_null(region);
	assert_string_equal(region->number, number);
}

static void
there_are_27_with_codes_of_their_number(void **state)
{
	(void)state;
	for (size_t i = 0; i < REGION_COUNT; i++) {
		assert_int_equal(strlen(regions[i].code), 19);
		assert_memory_equal(regions[i].code + 2, regions[i].number, 2);
		assert_ptr_equal(regions_find(regions[i].code), &regions[i]);
		assert_ptr_equal(regions_match(regions[i].name), &regions[i]);
		assert_ptr_equal(regions_match(regions[i].full), &regions[i]);
	}
	assert_null(regions_find("99"));
	assert_null(regions_find(NULL));
}

static void
a_region_is_known_in_any_case_and_order(void **state)
{
	(void)state;
	check("Сумська область", "59");
	check("СУМСЬКА ОБЛ.", "59");
	check("обл. Сумська", "59");
	check("Сумської області", "59");
	check("у Сумській області", NULL);
	check("Івано-Франківська", "26");
	check("Івано Франківська обл", "26");
	check("м.Київ", "80");
	check("АР Крим", "01");
	check("Україна, Київська область", "32");
	/* A Latin i and a. */
	check("Льв\x69вськ\x61", "46");
}

static void
what_is_no_region_is_not_taken_for_one(void **state)
{
	(void)state;
	check("", NULL);
	check("Сумська, Полтавська", NULL);
	check("Сумська міська рада", NULL);
	check("Гетьманська", NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(there_are_27_with_codes_of_their_number),
	    cmocka_unit_test(a_region_is_known_in_any_case_and_order),
	    cmocka_unit_test(what_is_no_region_is_not_taken_for_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
