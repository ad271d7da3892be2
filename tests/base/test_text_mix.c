/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/text.h"

#include <string.h>

#include "check.h"

static void
mixes(enum text_mix expected, const char *in, const char *out)
{
	AUTO_ARENA struct arena *a = arena_new();
	const char *got;

	assert_int_equal(text_unmix(a, in, &got), expected);
	assert_string_equal(got, out);
}

static void
latin_look_alikes_in_a_cyrillic_word_are_repaired(void **state)
{
	(void)state;
	/* Latin e, M, i, ï, O. */
	mixes(TEXT_REPAIRED, "М\x65льник", "Мельник");
	mixes(TEXT_REPAIRED, "\x4d\x65льник Дарина", "Мельник Дарина");
	mixes(TEXT_REPAIRED, "Мельник Вітал\x69й", "Мельник Віталій");
	mixes(TEXT_REPAIRED, "\xc3\x8fжак", "Їжак");
	mixes(TEXT_REPAIRED, "\x4fлег’\x65нко-Б\x69ла", "Олег’енко-Біла");
}

static void
cyrillic_look_alikes_in_a_latin_word_are_repaired(void **state)
{
	(void)state;
	mixes(TEXT_REPAIRED, "Sm\xd1\x96th", "Smith");
	mixes(TEXT_REPAIRED, "\xd0\x95nglish club", "English club");
}

static void
words_of_one_script_are_left_alone(void **state)
{
	(void)state;
	mixes(TEXT_PURE, "Hope", "Hope");
	mixes(TEXT_PURE, "Мельник", "Мельник");
	mixes(TEXT_PURE, "E-Journal для шкіл", "E-Journal для шкіл");
	mixes(TEXT_PURE, "A Вчитель B2", "A Вчитель B2");
	mixes(TEXT_PURE, "5-A", "5-A");
	mixes(TEXT_PURE, "Д’яченко", "Д’яченко");
	mixes(TEXT_PURE, "", "");
	mixes(TEXT_PURE, "12 + 3", "12 + 3");
	mixes(TEXT_PURE, "за\xcc\x81мок", "за\xcc\x81мок");
}

static void
without_a_single_reading_nothing_is_changed(void **state)
{
	(void)state;
	/* "Віра" with a Latin i could also be the Latin "Bipa". */
	mixes(TEXT_AMBIGUOUS, "В\x69ра", "В\x69ра");
	/* Latin W has no Cyrillic twin. */
	mixes(TEXT_AMBIGUOUS, "Wельник", "Wельник");
	mixes(TEXT_AMBIGUOUS, "ПроZorro", "ПроZorro");
	/* Both "сор" and "cop" could be meant. */
	mixes(TEXT_AMBIGUOUS, "c\xd0\xbep", "c\xd0\xbep");
	/* One such word decides for the whole text. */
	mixes(TEXT_AMBIGUOUS, "М\x65льник Wльга", "М\x65льник Wльга");
	/* Greek omicron. */
	mixes(TEXT_AMBIGUOUS, "к\xce\xbfт", "к\xce\xbfт");
}

static void
mixed_roman_numerals_become_latin(void **state)
{
	(void)state;
	mixes(TEXT_REPAIRED, "I-І\x49І ступенів", "I-III ступенів");
	mixes(TEXT_REPAIRED, "Х\x49 клас", "XI клас");
	mixes(TEXT_PURE, "І-ІІІ", "І-ІІІ");
}

static void
labels_come_to_one_form(void **state)
{
	static const struct {
		const char *in, *out;
		int grade;
	} labels[] = {
	    {"5-А", "5-А", 5},
	    {"5а", "5-А", 5},
	    {"5 А", "5-А", 5},
	    {"5-a", "5-А", 5},
	    {"5–А", "5-А", 5},
	    {" 5 — а ", "5-А", 5},
	    {"5-\"А\"", "5-А", 5},
	    {"5 «А»", "5-А", 5},
	    {"«5-А»", "5-А", 5},
	    {"5\xc2\xa0"
	     "А",
		"5-А", 5},
	    {"10В", "10-В", 10},
	    {"10-B", "10-В", 10},
	    {"12-ґ", "12-Ґ", 12},
	    {"1-є", "1-Є", 1},
	    {"11-i", "11-І", 11},
	    {"7-ї", "7-Ї", 7},
	    {"5", "5", 5},
	    {"12", "12", 12},
	};
	AUTO_ARENA struct arena *a = arena_new();
	const char *out;
	bool changed;
	int grade;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(labels) / sizeof(labels[0]); i++) {
		assert_int_equal(
		    text_class_label(a, labels[i].in, &out, &grade, &changed),
		    OK);
		assert_string_equal(out, labels[i].out);
		assert_int_equal(grade, labels[i].grade);
		assert_int_equal(
		    changed, strcmp(labels[i].in, labels[i].out) != 0);
	}
}

static void
what_is_no_label_is_refused(void **state)
{
	static const char *const wrong[] = {"", "А", "0-А", "13-А", "-5А", "5-",
	    "5-1", "5-АБ", "10-А (мат.)", "5-w", "5-ы", "5-ъ", "5-э", "05-А",
	    "5-А клас", "V-А", "99999999999999999999", "5.А", "+5",
	    "5                          А", "5-А-"};
	AUTO_ARENA struct arena *a = arena_new();
	const char *out = "untouched";
	bool changed;
	int grade = -1;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		assert_int_equal(
		    text_class_label(a, wrong[i], &out, &grade, &changed),
		    ERR_INVALID);
	}
	assert_string_equal(out, "untouched");
	assert_int_equal(grade, -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(latin_look_alikes_in_a_cyrillic_word_are_repaired),
	    cmocka_unit_test(cyrillic_look_alikes_in_a_latin_word_are_repaired),
	    cmocka_unit_test(words_of_one_script_are_left_alone),
	    cmocka_unit_test(without_a_single_reading_nothing_is_changed),
	    cmocka_unit_test(mixed_roman_numerals_become_latin),
	    cmocka_unit_test(labels_come_to_one_form),
	    cmocka_unit_test(what_is_no_label_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
