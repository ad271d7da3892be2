/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/codes.h"

#include <stdio.h>
#include <string.h>

#include "check.h"

static void
edrpou_needs_its_check_digit(void **state)
{
	static const char *const valid[] = {"38621185", "43395033", "30707830",
	    "32855961", "00032129", "02070921", "02070944", "14360570",
	    "21560045"};
	static const char *const wrong[] = {"32855968", "", "3862118",
	    "386211850", "3862118a", " 38621185", "00000000", "38621186",
	    "３8621185"};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(valid) / sizeof(valid[0]); i++)
		assert_true(codes_edrpou_valid(valid[i]));
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_false(codes_edrpou_valid(wrong[i]));
}

/* Each code has exactly one check digit that fits, in every range. */
static void
one_digit_in_ten_fits_an_edrpou(void **state)
{
	char s[32];
	int base, last, fits;

	(void)state;
	for (base = 1; base < 9999999; base += 9973) {
		fits = 0;
		for (last = 0; last < 10; last++) {
			snprintf(s, sizeof(s), "%07d%d", base, last);
			fits += codes_edrpou_valid(s);
		}
		assert_int_equal(fits, 1);
	}
}

static void
rnokpp_needs_its_check_digit(void **state)
{
	(void)state;
	assert_true(codes_rnokpp_valid("1759013776"));
	assert_true(codes_rnokpp_valid("2530414071"));
	assert_false(codes_rnokpp_valid("1759013770"));
	assert_false(codes_rnokpp_valid("2530414072"));
	assert_false(codes_rnokpp_valid("253041407"));
	assert_false(codes_rnokpp_valid("25304140711"));
	assert_false(codes_rnokpp_valid("0000000000"));
	assert_false(codes_rnokpp_valid(""));
	/* The sum is negative before it is taken modulo 11. */
	assert_true(codes_rnokpp_valid("9000000002"));
}

static void
diso_is_digits_and_nothing_else(void **state)
{
	(void)state;
	assert_true(codes_diso_valid("138204"));
	assert_true(codes_diso_valid("1"));
	assert_true(codes_diso_valid("1234567890"));
	assert_false(codes_diso_valid("12345678901"));
	assert_false(codes_diso_valid(""));
	assert_false(codes_diso_valid("0"));
	assert_false(codes_diso_valid("13 8204"));
	assert_false(codes_diso_valid("-1"));
	assert_true(codes_katottg_valid("UA59020090000085438"));
	assert_false(codes_katottg_valid("UA5902009000008543"));
	assert_false(codes_katottg_valid("ua59020090000085438"));
	assert_false(codes_katottg_valid("U"));
	assert_false(codes_katottg_valid(""));
}

static void
phones_come_to_one_form(void **state)
{
	static const char *const pairs[][2] = {
	    {"+380 54 539 11 22", "+380545391122"},
	    {"0(5446)2-15-47", "+380544621547"},
	    {"+38(067)1112233", "+380671112233"},
	    {"0971234567", "+380971234567"},
	    {"+380 (5445) 2-23-45", "+380544522345"},
	    {"050-123-45-67", "+380501234567"},
	    {"8 050 123-45-67", "+380501234567"},
	    {"380501234567", "+380501234567"},
	    {"00380501234567", "+380501234567"},
	    {"501234567", "+380501234567"},
	    {"(0342) 531400", "+380342531400"},
	    {"38 050 1234 567", "+380501234567"},
	    {"\xc2\xa0"
	     "050–123–45–67",
		"+380501234567"},
	    {"0.800.500.335", "+380800500335"},
	};
	AUTO_ARENA struct arena *a = arena_new();
	const char *e164;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		assert_int_equal(codes_phone(a, pairs[i][0], &e164), OK);
		assert_string_equal(e164, pairs[i][1]);
	}
}

static void
what_is_no_ukrainian_phone_is_refused(void **state)
{
	static const char *const wrong[] = {"", "+", "-", "2-15-47", "12345678",
	    "0501234", "05012345678", "+0501234567", "+48 601 234 567",
	    "0001234567", "0101234567", "1501234567",
	    "050 123 45 67, 067 111 22 33", "0501234567 0671112233",
	    "тел. 0501234567", "050123456O", "+380+501234567", "050+1234567",
	    "+38050123456", "050 123 45 67 дод. 12", "=0501234567",
	    "000000000000000000000000000000",
	    ("0                                                            "
	     "   501234567")};
	AUTO_ARENA struct arena *a = arena_new();
	const char *e164 = "untouched";
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_int_equal(codes_phone(a, wrong[i], &e164), ERR_INVALID);
	assert_string_equal(e164, "untouched");
}

static void
phones_of_other_countries_need_their_prefix(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	const char *e164;

	(void)state;
	assert_int_equal(codes_phone_any(a, "+48 601 234 567", &e164), OK);
	assert_string_equal(e164, "+48601234567");
	assert_int_equal(codes_phone_any(a, "0049 151 23456789", &e164), OK);
	assert_string_equal(e164, "+4915123456789");
	assert_int_equal(codes_phone_any(a, "0971234567", &e164), OK);
	assert_string_equal(e164, "+380971234567");
	assert_int_equal(
	    codes_phone_any(a, "48 601 234 567", &e164), ERR_INVALID);
	assert_int_equal(
	    codes_phone_any(a, "+38050123456", &e164), ERR_INVALID);
	assert_int_equal(codes_phone_any(a, "+1234567", &e164), ERR_INVALID);
	assert_int_equal(
	    codes_phone_any(a, "+1234567890123456", &e164), ERR_INVALID);
	assert_int_equal(codes_phone_any(a, "+0123456789", &e164), ERR_INVALID);
}

static void
several_phones_are_taken_apart(void **state)
{
	static const struct {
		const char *text;
		size_t n;
		const char *first, *last;
		bool rest;
	} texts[] = {
	    {"тел. 0(5446)2-15-47, моб. 050-123-45-67", 2, "+380544621547",
		"+380501234567", false},
	    {"+380 54 539 11 22", 1, "+380545391122", "+380545391122", false},
	    {"0501234567 0671112233", 2, "+380501234567", "+380671112233",
		false},
	    {"050 123 45 67 067 111 22 33", 2, "+380501234567", "+380671112233",
		false},
	    {"+380501234567+380671112233", 2, "+380501234567", "+380671112233",
		false},
	    {"050 123 45 67;\n050-123-45-67", 1, "+380501234567",
		"+380501234567", false},
	    {"0501234567/0671112233", 2, "+380501234567", "+380671112233",
		false},
	    {"мама 050\xc2\xa0"
	     "1234567 тато 0671112233",
		2, "+380501234567", "+380671112233", false},
	    {"0501234567 дод. 12", 1, "+380501234567", "+380501234567", true},
	    {"2-15-47", 0, NULL, NULL, true},
	    {"немає", 0, NULL, NULL, false},
	    {"", 0, NULL, NULL, false},
	};
	AUTO_ARENA struct arena *a = arena_new();
	struct codes_phones out;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		codes_phones(a, texts[i].text, &out);
		assert_int_equal(out.n, texts[i].n);
		assert_int_equal(out.rest, texts[i].rest);
		if (!out.n)
			continue;
		assert_string_equal(out.e164[0], texts[i].first);
		assert_string_equal(out.e164[out.n - 1], texts[i].last);
	}
}

static void
more_phones_than_fit_are_told(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	struct codes_phones out;
	char text[400] = "";
	int i;

	(void)state;
	for (i = 0; i < 9; i++)
		snprintf(text + strlen(text), sizeof(text) - strlen(text),
		    "050123456%d, ", i);
	codes_phones(a, text, &out);
	assert_int_equal(out.n, CODES_PHONES_MAX);
	assert_true(out.rest);
}

static void
addresses_people_use_are_valid(void **state)
{
	static const char *const valid[] = {"admin@krolevets1.example",
	    "shcherbyna.y@okhtyrka5.example", "a@b.co", "A_b+c@x-y.example",
	    "o'brien@school.ua", "x@xn--80aaxgqbdi.xn--j1amh", "1@2.com.ua"};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(valid) / sizeof(valid[0]); i++)
		assert_true(codes_email_valid(valid[i]));
}

static void
what_is_no_address_is_refused(void **state)
{
	static const char *const wrong[] = {"", "@", "not-an-email", "a@b",
	    "@b.co", "a@", "a@.co", "a@b.", "a@b..co", ".a@b.co", "a.@b.co",
	    "a..b@b.co", "a b@b.co", "a@b c.co", "a@-b.co", "a@b-.co", "a@b.1",
	    "a@b.c", "a@@b.co", "a@b@c.co", "\"a\"@b.co", "a@[127.0.0.1]",
	    "а@b.co", "a@школа.укр", "a@b.co\n", "a@b.co,c@d.co", "<a@b.co>",
	    "a\\@b.co", "a(b)@b.co"};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_false(codes_email_valid(wrong[i]));
}

static void
addresses_end_at_the_limits_of_the_rfc(void **state)
{
	char s[400];
	int i;

	(void)state;
	memset(s, 'a', 65);
	strcpy(s + 64, "@b.co");
	assert_true(codes_email_valid(s));
	memset(s, 'a', 65);
	strcpy(s + 65, "@b.co");
	assert_false(codes_email_valid(s));
	strcpy(s, "a@");
	for (i = 2; i < 250; i += 2)
		memcpy(s + i, "b.", 2);
	strcpy(s + 250, "comm");
	assert_int_equal(strlen(s), 254);
	assert_true(codes_email_valid(s));
	strcpy(s + 250, "comma");
	assert_false(codes_email_valid(s));
	strcpy(s, "a@");
	memset(s + 2, 'b', 64);
	strcpy(s + 66, ".co");
	assert_false(codes_email_valid(s));
	strcpy(s + 65, ".co");
	assert_true(codes_email_valid(s));
}

static void
addresses_are_compared_in_lower_case(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();

	(void)state;
	assert_string_equal(
	    codes_email_lower(a, "Admin@Kyiv.UA"), "admin@kyiv.ua");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(edrpou_needs_its_check_digit),
	    cmocka_unit_test(one_digit_in_ten_fits_an_edrpou),
	    cmocka_unit_test(rnokpp_needs_its_check_digit),
	    cmocka_unit_test(diso_is_digits_and_nothing_else),
	    cmocka_unit_test(phones_come_to_one_form),
	    cmocka_unit_test(what_is_no_ukrainian_phone_is_refused),
	    cmocka_unit_test(phones_of_other_countries_need_their_prefix),
	    cmocka_unit_test(several_phones_are_taken_apart),
	    cmocka_unit_test(more_phones_than_fit_are_told),
	    cmocka_unit_test(addresses_people_use_are_valid),
	    cmocka_unit_test(what_is_no_address_is_refused),
	    cmocka_unit_test(addresses_end_at_the_limits_of_the_rfc),
	    cmocka_unit_test(addresses_are_compared_in_lower_case),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
