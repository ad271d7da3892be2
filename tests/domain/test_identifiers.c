/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/identifiers.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
/* cmocka wants the four above. */
#include <cmocka.h>

static void
real_codes_of_legal_entities_pass(void **state)
{
	static const char *const codes[] = {"38621185", "43395033", "30707830",
	    "32855961", "00032129", "02070921", "02070944", "14360570",
	    "21560045"};

	(void)state;
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		assert_true(identifier_edrpou(codes[i]));
}

static void
a_wrong_check_digit_is_refused(void **state)
{
	(void)state;
	assert_false(identifier_edrpou("32855968"));
	assert_int_equal(identifier_edrpou_digit("32855968"), 1);
	assert_false(identifier_edrpou("2070921"));
	assert_false(identifier_edrpou("020709210"));
	assert_false(identifier_edrpou("0207O921"));
	assert_false(identifier_edrpou("00000000"));
	assert_false(identifier_edrpou(""));
}

static void
diso_is_one_to_ten_digits(void **state)
{
	(void)state;
	assert_true(identifier_diso("3115"));
	assert_true(identifier_diso("1234567890"));
	assert_false(identifier_diso("12345678901"));
	assert_false(identifier_diso("13820 4"));
	assert_false(identifier_diso("000"));
	assert_false(identifier_diso(""));
}

static void
usual_addresses_pass(void **state)
{
	(void)state;
	assert_true(identifier_email("admin@krolevets1.example"));
	assert_true(identifier_email("shcherbyna.y@okhtyrka5.example"));
	assert_true(identifier_email("a+b_c@sub.school-5.sumy.ua"));
}

static void
broken_addresses_are_refused(void **state)
{
	static const char *const wrong[] = {"", "@", "a@", "@b.ua", "a@b",
	    "a b@c.ua", "a@b..ua", "a@-b.ua", ".a@b.ua", "a.@b.ua", "a..b@c.ua",
	    "a@b@c.ua", "а@b.ua", "a@b.ua\n", "a@1.2.3.4", "a@b.u"};

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_false(identifier_email(wrong[i]));
}

static void
check_phone(const char *written, enum phone kind, const char *number)
{
	AUTO_ARENA struct arena *arena = arena_new();
	const char *out;

	assert_int_equal(
	    identifier_phone(arena, written, strlen(written), &out), kind);
	assert_string_equal(out, number);
}

static void
phones_of_every_spelling_become_one_form(void **state)
{
	(void)state;
	check_phone("+380 54 539 11 22", PHONE_OK, "+380545391122");
	check_phone("0(5446)2-15-47", PHONE_OK, "+380544621547");
	check_phone("050-123-45-67", PHONE_OK, "+380501234567");
	check_phone("+38(067)1112233", PHONE_OK, "+380671112233");
	check_phone("380671112233", PHONE_OK, "+380671112233");
	check_phone("8 (067) 111-22-33", PHONE_OK, "+380671112233");
	check_phone("+380 (5445) 2-23-45", PHONE_OK, "+380544522345");
}

static void
phones_that_lead_nowhere_stay_as_written(void **state)
{
	(void)state;
	check_phone("2-15-47", PHONE_INVALID, "2-15-47");
	check_phone("067111223", PHONE_INVALID, "067111223");
	check_phone("+0671112233", PHONE_INVALID, "+0671112233");
	check_phone("0067111223", PHONE_INVALID, "0067111223");
	check_phone("067111223344556677", PHONE_INVALID, "067111223344556677");
	check_phone("", PHONE_INVALID, "");
}

static void
a_number_of_another_country_is_told_apart(void **state)
{
	(void)state;
	check_phone("+48 22 123 45 67", PHONE_FOREIGN, "+48221234567");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(real_codes_of_legal_entities_pass),
	    cmocka_unit_test(a_wrong_check_digit_is_refused),
	    cmocka_unit_test(diso_is_one_to_ten_digits),
	    cmocka_unit_test(usual_addresses_pass),
	    cmocka_unit_test(broken_addresses_are_refused),
	    cmocka_unit_test(phones_of_every_spelling_become_one_form),
	    cmocka_unit_test(phones_that_lead_nowhere_stay_as_written),
	    cmocka_unit_test(a_number_of_another_country_is_told_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
