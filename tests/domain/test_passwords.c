/* SPDX-License-Identifier: EUPL-1.2 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "domain/codes.h"
#include "domain/passwords.h"

static void
expect(const char *password, enum password_fault fault)
{
	AUTO_ARENA struct arena *arena = arena_new();
	const char *const own[] = {
	    "olena.kit@example.ua", "kit.o4821", "Кіт Олена Юріївна", NULL};
	enum password_fault got = passwords_check(arena, password, own, 4);

	if (got != fault)
		fprintf(stderr, "«%s»: %d\n", password, (int)got);
	assert_int_equal(got, fault);
}

static void
long_ones_of_any_kind_are_taken(void **state)
{
	(void)state;
	expect("green elephant 47 walks", PASSWORD_FINE);
	expect("зелений слон гуляє", PASSWORD_FINE);
	expect("vkhjq7sd2m", PASSWORD_FINE);
	expect("тут просто довге речення", PASSWORD_FINE);
	expect("password for the green door", PASSWORD_FINE);
}

static void
length_counts_characters_not_bytes(void **state)
{
	char long_one[PASSWORD_CHARS_MAX * 2 + 3];

	(void)state;
	expect("", PASSWORD_SHORT);
	expect("vkhjq7sd2", PASSWORD_SHORT);
	expect("жбзьфюйхщ", PASSWORD_SHORT);
	expect("жбзьфюйхщк", PASSWORD_FINE);
	for (size_t i = 0; i <= PASSWORD_CHARS_MAX; i++)
		memcpy(long_one + 2 * i, i % 3 ? "ж" : i % 2 ? "щ" : "й", 2);
	long_one[2 * (PASSWORD_CHARS_MAX + 1)] = '\0';
	expect(long_one, PASSWORD_LONG);
}

static void
what_everybody_tries_first_is_refused(void **state)
{
	static const char *const common[] = {"password12", "Password2024!",
	    "1234567890", "qwertyuiop", "йцукенгшщз", "парольпароль",
	    "Пароль2024", "gfhjkm2024", "Ukraine2026", "Славаукраїні",
	    "слава україні", "slavaukraini1", "1q2w3e4r5t", "qazwsxedc1",
	    "aaaaaaaaaa", "abcabcabcabc", "0671234567", "380671234567",
	    "abcdefghij", "9876543210", "p@ssw0rd123", "iloveyou2010",
	    "Олександр1", "jktrcfylh1", "11111111112", "qwerty123456",
	    "admin12345", "Shevchenko1", "cjytxrj2012"};

	(void)state;
	for (size_t i = 0; i < sizeof(common) / sizeof(common[0]); i++)
		expect(common[i], PASSWORD_COMMON);
}

static void
own_name_and_address_are_refused(void **state)
{
	(void)state;
	expect("olena.kit@example.ua", PASSWORD_PERSONAL);
	expect("olena.kit1", PASSWORD_PERSONAL);
	expect("Kit.O4821!", PASSWORD_PERSONAL);
	expect("кіт олена юріївна", PASSWORD_PERSONAL);
	expect("olena.kit likes long walks", PASSWORD_FINE);
}

static void
code_is_read_as_people_type_it(void **state)
{
	AUTO_ARENA struct arena *arena = arena_new();
	const char *code;

	(void)state;
	assert_int_equal(codes_read(arena, "abcd-EFGH  jklm\tnpqr", &code), OK);
	assert_string_equal(code, "ABCDEFGHJKLMNPQR");
	/* 0, 1 and 8 are not in the alphabet; Cyrillic twins look right. */
	assert_int_equal(codes_read(arena, "0180 АВСЕ нікм ОРТХ", &code), OK);
	assert_string_equal(code, "OIBOABCEHIKMOPTX");
	assert_string_equal(codes_grouped(arena, code), "OIBO ABCE HIKM OPTX");
}

static void
what_is_no_code_is_refused(void **state)
{
	AUTO_ARENA struct arena *arena = arena_new();
	const char *code;

	(void)state;
	assert_int_equal(codes_read(arena, NULL, &code), ERR_INVALID);
	assert_int_equal(codes_read(arena, "", &code), ERR_INVALID);
	assert_int_equal(
	    codes_read(arena, "ABCDEFGHJKLMNPQ", &code), ERR_INVALID);
	assert_int_equal(
	    codes_read(arena, "ABCDEFGHJKLMNPQRS", &code), ERR_INVALID);
	assert_int_equal(
	    codes_read(arena, "ABCDEFGHJKLMNPQ9", &code), ERR_INVALID);
	assert_int_equal(
	    codes_read(arena, "ABCDEFGHJKLMNPQЖ", &code), ERR_INVALID);
	assert_int_equal(
	    codes_read(arena, "ABCDEFGHJKLMNPQ\xd0", &code), ERR_INVALID);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(long_ones_of_any_kind_are_taken),
	    cmocka_unit_test(length_counts_characters_not_bytes),
	    cmocka_unit_test(what_everybody_tries_first_is_refused),
	    cmocka_unit_test(own_name_and_address_are_refused),
	    cmocka_unit_test(code_is_read_as_people_type_it),
	    cmocka_unit_test(what_is_no_code_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
