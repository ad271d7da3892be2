/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/text.h"

#include <iconv.h>
#include <string.h>

#include "check.h"

/* The C library's converter is the second opinion. */
static size_t
encode(const char *charset, const char *s, char *out, size_t cap)
{
	iconv_t cd = iconv_open(charset, "UTF-8");
	size_t left = strlen(s), room = cap;
	char *in = (char *)(uintptr_t)s, *to = out;

	assert_true(cd != (iconv_t)-1);
	assert_int_equal(iconv(cd, &in, &left, &to, &room), 0);
	iconv_close(cd);
	return cap - room;
}

static const char *const texts[] = {
    "Шановні колеги, просимо підключити наш ліцей до електронного журналу.",
    "Клас;Прізвище;Ім'я;По батькові\n5-А;Їжак;Єва;Іванівна\n",
    "ЗАЯВКА НА ПІДКЛЮЧЕННЯ ЗАКЛАДУ ОСВІТИ",
    "Щербина Юрій Олегович",
};

static void
encodings_are_guessed_and_read_back(void **state)
{
	static const char *const charsets[][2] = {
	    {"UTF-8", "utf-8"},
	    {"WINDOWS-1251", "windows-1251"},
	    {"KOI8-U", "koi8-u"},
	    {"UTF-16LE", "utf-16le"},
	    {"UTF-16BE", "utf-16be"},
	    {"UTF-16", "utf-16le"},
	};
	AUTO_ARENA struct arena *a = arena_new();
	const char *out, *guess;
	char bytes[1024];
	size_t i, k, len, out_len;

	(void)state;
	for (i = 0; i < sizeof(charsets) / sizeof(charsets[0]); i++) {
		for (k = 0; k < sizeof(texts) / sizeof(texts[0]); k++) {
			len = encode(
			    charsets[i][0], texts[k], bytes, sizeof(bytes));
			guess = text_guess_charset(bytes, len);
			assert_string_equal(guess, charsets[i][1]);
			assert_int_equal(text_from_charset(a, guess, bytes, len,
					     &out, &out_len),
			    OK);
			assert_string_equal(out, texts[k]);
			assert_int_equal(out_len, strlen(texts[k]));
		}
	}
}

/* CP866 has no letter і: texts of that time wrote the Latin one. */
static void
dos_text_is_guessed(void **state)
{
	char bytes[1024];
	size_t len =
	    encode("CP866", "Шановнi колеги, просимо пiдключити наш лiцей",
		bytes, sizeof(bytes));

	(void)state;
	assert_string_equal(text_guess_charset(bytes, len), "cp866");
}

static void
a_mark_of_order_is_dropped(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	const char *out;
	size_t len;

	(void)state;
	assert_string_equal(
	    text_guess_charset("\xef\xbb\xbfКлас", 11), "utf-8");
	assert_int_equal(
	    text_from_charset(a, "utf-8", "\xef\xbb\xbfКлас", 11, &out, &len),
	    OK);
	assert_string_equal(out, "Клас");
}

static void
nothing_and_noise_have_a_guess_too(void **state)
{
	(void)state;
	assert_string_equal(text_guess_charset("", 0), "utf-8");
	assert_string_equal(text_guess_charset(NULL, 0), "utf-8");
	assert_non_null(text_guess_charset("\xff\x00\x80\x98", 4));
	assert_non_null(text_guess_charset("\x98", 1));
}

static void
what_does_not_decode_is_refused(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	const char *out = "untouched";
	size_t len = 0;

	(void)state;
	assert_int_equal(
	    text_from_charset(a, "utf-8", "\xd0", 1, &out, &len), ERR_INVALID);
	assert_int_equal(
	    text_from_charset(a, "utf-8", "a\xff", 2, &out, &len), ERR_INVALID);
	assert_int_equal(
	    text_from_charset(a, "utf-16le", "\x00\xd8", 2, &out, &len),
	    ERR_INVALID);
	assert_int_equal(
	    text_from_charset(a, "no-such-charset", "a", 1, &out, &len),
	    ERR_INVALID);
	assert_int_equal(
	    text_from_charset(a, "", "a", 1, &out, &len), ERR_INVALID);
	assert_string_equal(out, "untouched");
}

static void
nothing_converts_to_nothing(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	const char *out;
	size_t len = 5;

	(void)state;
	assert_int_equal(text_from_charset(a, "koi8-u", "", 0, &out, &len), OK);
	assert_string_equal(out, "");
	assert_int_equal(len, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(encodings_are_guessed_and_read_back),
	    cmocka_unit_test(dos_text_is_guessed),
	    cmocka_unit_test(a_mark_of_order_is_dropped),
	    cmocka_unit_test(nothing_and_noise_have_a_guess_too),
	    cmocka_unit_test(what_does_not_decode_is_refused),
	    cmocka_unit_test(nothing_converts_to_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
