/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/place.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
/* cmocka wants the four above. */
#include <cmocka.h>

#include "places_fixture.h"

static void
resolve(const char *region, const char *community, const char *code,
    enum flag flag, const char *why)
{
	AUTO_ARENA struct arena *arena = arena_new();
	struct place_answer answer;

	assert_int_equal(
	    place_resolve(arena, &fixture_places, region, community, &answer),
	    OK);
	assert_int_equal(answer.community_flag, flag);
	assert_string_equal(answer.community_why, why);
	if (code)
		assert_string_equal(answer.code, code);
	else
		assert_null(answer.code);
}

static void
a_community_is_found_by_its_own_name(void **state)
{
	static const char *const forms[] = {"Кролевецька",
	    "Кролевецька міська територіальна громада", "кролевецька ТГ",
	    "Кролевецької міської об'єднаної територіальної громади",
	    "ОТГ Кролевецька"};

	(void)state;
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
		resolve(
		    "Сумська", forms[i], "UA59020090000085438", FLAG_OK, "");
}

static void
a_settlement_leads_to_its_community(void **state)
{
	(void)state;
	resolve("Сумська", "м. Охтирка", "UA59040110000026694", FLAG_DERIVED,
	    "from_settlement");
	resolve("Київська", "Біла Церква", "UA32020010000093088", FLAG_DERIVED,
	    "from_settlement");
	resolve("Сумська", "м. Охтирка (Охтирська громада)",
	    "UA59040110000026694", FLAG_OK, "");
	resolve("Сумська", "Кролевецька міська рада", "UA59020090000085438",
	    FLAG_DERIVED, "from_council");
}

static void
a_namesake_elsewhere_is_not_taken(void **state)
{
	(void)state;
	resolve("Дніпропетровська", "Криворізька міська ТГ",
	    "UA12060170000091033", FLAG_OK, "");
	resolve(
	    "Полтавська", "Криворізька", NULL, FLAG_INVALID, "other_region");
	resolve("Київська", "м. Київ", NULL, FLAG_INVALID, "other_region");
}

static void
namesakes_in_one_region_are_left_to_a_person(void **state)
{
	(void)state;
	resolve("Сумська", "Миколаївська", NULL, FLAG_AMBIGUOUS, "namesakes");
	resolve("Сумська", "Миколаївська громада, Роменський район",
	    "UA59060150000022222", FLAG_OK, "");
	resolve(NULL, "Криворізька", NULL, FLAG_AMBIGUOUS, "namesakes");
}

static void
an_unknown_place_is_said_to_be_unknown(void **state)
{
	(void)state;
	resolve("Сумська", "Неіснуюча", NULL, FLAG_INVALID, "no_such_place");
	resolve("Сумська", "", NULL, FLAG_MISSING, "");
	resolve("Сумська", "(),", NULL, FLAG_INVALID, "no_such_place");
}

static void
a_city_with_rights_of_a_region_is_its_own_community(void **state)
{
	AUTO_ARENA struct arena *arena = arena_new();
	struct place_answer answer;

	(void)state;
	resolve("м. Київ", "Київ", "UA80000000000093317", FLAG_OK, "");
	resolve(
	    "Київ", NULL, "UA80000000000093317", FLAG_DERIVED, "from_region");
	assert_int_equal(
	    place_resolve(arena, &fixture_places, NULL, "м. Київ", &answer),
	    OK);
	assert_string_equal(answer.region->number, "80");
	assert_int_equal(answer.region_flag, FLAG_DERIVED);
}

static void
without_the_codifier_a_community_is_unchecked(void **state)
{
	AUTO_ARENA struct arena *arena = arena_new();
	struct place_answer answer;

	(void)state;
	assert_int_equal(place_resolve(arena, &fixture_no_places, "Сумська",
			     "Охтирська", &answer),
	    OK);
	assert_int_equal(answer.community_flag, FLAG_UNCHECKED);
	assert_string_equal(answer.community, "Охтирська");
	assert_int_equal(answer.region_flag, FLAG_OK);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_community_is_found_by_its_own_name),
	    cmocka_unit_test(a_settlement_leads_to_its_community),
	    cmocka_unit_test(a_namesake_elsewhere_is_not_taken),
	    cmocka_unit_test(namesakes_in_one_region_are_left_to_a_person),
	    cmocka_unit_test(an_unknown_place_is_said_to_be_unknown),
	    cmocka_unit_test(
		a_city_with_rights_of_a_region_is_its_own_community),
	    cmocka_unit_test(without_the_codifier_a_community_is_unchecked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
