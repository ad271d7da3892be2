/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/text.h"

#include <string.h>

#include "check.h"

static enum err
clean(struct arena *a, const char *s, bool multiline, const char **out)
{
	return text_clean(a, s, strlen(s), 1000, multiline, out);
}

#define PASSES(in, out)                                                        \
	do {                                                                   \
		const char *got_ = NULL;                                       \
		assert_int_equal(clean(a, in, false, &got_), OK);              \
		assert_string_equal(got_, out);                                \
	} while (0)

static void
spaces_of_all_kinds_become_one(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();

	(void)state;
	PASSES("  Марія \xc2\xa0 \xe2\x80\x83Іванівна \xe3\x80\x80",
	    "Марія Іванівна");
	PASSES("", "");
	PASSES(" \xc2\xa0 ", "");
	PASSES("a\xe2\x80\xa8"
	       "b",
	    "a b");
}

static void
invisible_characters_are_dropped(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();

	(void)state;
	PASSES("\xef\xbb\xbfІван", "Іван");
	PASSES("Іван\xe2\x80\x8b\xe2\x80\x8d", "Іван");
	PASSES("\xe2\x80\xae"
	       "Іван\xe2\x80\xac",
	    "Іван");
	PASSES("под\xc2\xad"
	       "ано",
	    "подано");
	PASSES("a \xe2\x80\x8b b", "a b");
}

static void
composed_and_decomposed_letters_are_one(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();

	(void)state;
	PASSES("\xd0\xb8\xcc\x86", "й");
	PASSES("\xd1\x96\xcc\x88жак", "їжак");
	/* What the dropped character kept apart composes too. */
	PASSES("\xd0\xb8\xe2\x80\x8d\xcc\x86", "й");
	PASSES("e\xcc\x81", "é");
}

static void
apostrophes_between_cyrillic_letters_are_one(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();

	(void)state;
	PASSES("Мар'яна", "Мар’яна");
	PASSES("Марʼяна", "Мар’яна");
	PASSES("Мар`яна", "Мар’яна");
	PASSES("Мар´яна", "Мар’яна");
	PASSES("Мар‘яна", "Мар’яна");
	PASSES("Мар＇яна", "Мар’яна");
	PASSES("Мар\xe2\x80\x99яна", "Мар’яна");
	PASSES("O'Brien", "O'Brien");
	PASSES("'Марія'", "'Марія'");
	PASSES("Мар''яна", "Мар''яна");
	PASSES("'", "'");
}

static void
control_characters_are_refused(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	static const char *const wrong[] = {"a\x01", "\x1b[31m", "\x7f", "a\nb",
	    "a\r\nb", "a\tb", "a\rb", "\xc2\x85", "\xef\xbf\xbe",
	    "\xf0\x9f\xbf\xbf", "\xef\xb7\x90"};
	const char *out = "untouched";
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_int_equal(clean(a, wrong[i], false, &out), ERR_INVALID);
	assert_int_equal(clean(a, "a\rb", true, &out), ERR_INVALID);
	assert_int_equal(clean(a, "a\x0b", true, &out), ERR_INVALID);
	assert_int_equal(
	    text_clean(a, "a\0b", 3, 100, true, &out), ERR_INVALID);
	assert_int_equal(clean(a, "\xd0", false, &out), ERR_INVALID);
	assert_string_equal(out, "untouched");
}

static void
longer_texts_keep_lines_and_tabs(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	const char *out;

	(void)state;
	assert_int_equal(
	    clean(a, "\n один  два\r\n\tтри\xc2\xa0р.\n\n", true, &out), OK);
	assert_string_equal(out, "один два\n\tтри\xc2\xa0р.");
}

static void
the_limit_counts_cleaned_bytes(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	const char *out;

	(void)state;
	assert_int_equal(text_clean(a, "  Марія  ", 14, 10, false, &out), OK);
	assert_int_equal(
	    text_clean(a, "Марія1", 11, 10, false, &out), ERR_LIMIT);
	/* The apostrophe grows to three bytes. */
	assert_int_equal(text_clean(a, "п'я", 5, 6, false, &out), ERR_LIMIT);
	assert_int_equal(text_clean(a, "п'я", 5, 7, false, &out), OK);
}

static void
only_so_much_may_come_in(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	char *big = arena_alloc(a, TEXT_BYTES_MAX + 2);
	const char *out;

	(void)state;
	memset(big, 'a', TEXT_BYTES_MAX + 1);
	assert_int_equal(
	    text_clean(a, big, TEXT_BYTES_MAX + 1, TEXT_BYTES_MAX, false, &out),
	    ERR_LIMIT);
	assert_int_equal(
	    text_clean(a, big, TEXT_BYTES_MAX, TEXT_BYTES_MAX, false, &out),
	    OK);
	assert_int_equal(text_clean(a, big, TEXT_BYTES_MAX + 1,
			     TEXT_BYTES_MAX + 1, false, &out),
	    OK);
}

static void
a_tower_of_marks_is_refused(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	char tower[200] = "е";
	const char *out;
	int i;

	(void)state;
	for (i = 0; i < 30; i++)
		strcat(tower, i % 2 ? "\xcc\x81" : "\xcc\xa3");
	assert_int_equal(clean(a, tower, false, &out), OK);
	strcat(tower, "\xcc\x81");
	assert_int_equal(clean(a, tower, false, &out), ERR_INVALID);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(spaces_of_all_kinds_become_one),
	    cmocka_unit_test(invisible_characters_are_dropped),
	    cmocka_unit_test(composed_and_decomposed_letters_are_one),
	    cmocka_unit_test(apostrophes_between_cyrillic_letters_are_one),
	    cmocka_unit_test(control_characters_are_refused),
	    cmocka_unit_test(longer_texts_keep_lines_and_tabs),
	    cmocka_unit_test(the_limit_counts_cleaned_bytes),
	    cmocka_unit_test(only_so_much_may_come_in),
	    cmocka_unit_test(a_tower_of_marks_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
