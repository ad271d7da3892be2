/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/text.h"

#include <string.h>

#include "check.h"

static void
only_strict_utf8_is_utf8(void **state)
{
	static const char *const wrong[] = {"\xc0\x80", "\xc1\xbf",
	    "\xe0\x9f\xbf", "\xed\xa0\x80", "\xf0\x8f\xbf\xbf",
	    "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\x80", "\xd0", "\xe2\x82",
	    "\xd0\xd0", "\xff", "abc\xfe"};
	size_t i;

	(void)state;
	assert_true(text_is_utf8("", 0));
	assert_true(text_is_utf8("Їжак 😀 \xf4\x8f\xbf\xbf", 18));
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_false(text_is_utf8(wrong[i], strlen(wrong[i])));
	assert_false(text_is_utf8("a\0b", 3));
	assert_false(text_is_utf8("Ї", 1));
}

static void
length_counts_letters_not_bytes(void **state)
{
	(void)state;
	assert_int_equal(text_length(""), 0);
	assert_int_equal(text_length("Ґудзь 😀"), 7);
}

static void
fold_is_blind_to_case_and_apostrophe(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	static const char *const same[] = {"Д’Яченко ", "д'яченко", "Д`яченко",
	    "дʼяченко", " ДЯЧЕНКО", "Д’я\xcc\x81ченко"};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(same) / sizeof(same[0]); i++)
		assert_string_equal(text_fold(a, same[i]), "дяченко");
}

static void
fold_keeps_words_apart_and_letters_distinct(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();

	(void)state;
	assert_string_equal(
	    text_fold(a, "Нечуй-Левицький  І."), "нечуй левицький і");
	assert_string_equal(text_fold(a, "Ліцей «Мрія» № 5"), "ліцей мрія 5");
	assert_string_equal(text_fold(a, "Ґалаґан ЄЇІ"), "ґалаґан єїі");
	assert_string_equal(text_fold(a, "Müller ÉCOLE"), "müller école");
	assert_string_equal(text_fold(a, "ȺȺȺ"), "ⱥⱥⱥ");
	assert_string_equal(text_fold(a, "5-А"), "5 а");
	assert_string_equal(text_fold(a, " -- "), "");
	assert_string_equal(text_fold(a, ""), "");
}

static void
initial_is_the_first_letter_as_a_capital(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();

	(void)state;
	assert_string_equal(text_initial(a, "єва"), "Є");
	assert_string_equal(text_initial(a, "«Їжак»"), "Ї");
	assert_string_equal(text_initial(a, "ґудзь"), "Ґ");
	assert_string_equal(text_initial(a, "12"), "");
	assert_string_equal(text_initial(a, ""), "");
}

/* Examples of the order of the Cabinet of Ministers No. 55 of 27.01.2010. */
static void
transliteration_follows_the_order(void **state)
{
	static const char *const pairs[][2] = {
	    {"Алушта", "alushta"},
	    {"Гадяч", "hadiach"},
	    {"Ґалаґан", "galagan"},
	    {"Єнакієве", "yenakiieve"},
	    {"Гаєвич", "haievych"},
	    {"Житомир", "zhytomyr"},
	    {"Їжакевич", "yizhakevych"},
	    {"Кадиївка", "kadyivka"},
	    {"Йосипівка", "yosypivka"},
	    {"Стрий", "stryi"},
	    {"Щербухи", "shcherbukhy"},
	    {"Гоща", "hoshcha"},
	    {"Юрій", "yurii"},
	    {"Корюківка", "koriukivka"},
	    {"Яготин", "yahotyn"},
	    {"Костянтин", "kostiantyn"},
	    {"Знам’янка", "znamianka"},
	    {"Згорани", "zghorany"},
	    {"Розгон", "rozghon"},
	    {"ЗГУРСЬКИЙ ЮРІЙ", "zghurskyi yurii"},
	    {"Хмельницький-Яценко", "khmelnytskyi yatsenko"},
	    {"Anna 5", "anna"},
	    {"", ""},
	};
	AUTO_ARENA struct arena *a = arena_new();
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		assert_string_equal(text_latin(a, pairs[i][0]), pairs[i][1]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(only_strict_utf8_is_utf8),
	    cmocka_unit_test(length_counts_letters_not_bytes),
	    cmocka_unit_test(fold_is_blind_to_case_and_apostrophe),
	    cmocka_unit_test(fold_keeps_words_apart_and_letters_distinct),
	    cmocka_unit_test(initial_is_the_first_letter_as_a_capital),
	    cmocka_unit_test(transliteration_follows_the_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
