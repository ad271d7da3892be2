/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/i18n.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "check.h"

/* The program's own catalogue. */
extern const char _binary_uk_mo_start[], _binary_uk_mo_end[];

#define HEADER                                                                 \
	"Content-Type: text/plain; charset=UTF-8\n"                            \
	"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : "        \
	"n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\n"

struct message {
	const char *id;
	size_t id_len;
	const char *text;
	size_t text_len;
};

#define MESSAGE(id, text)                                                      \
	{                                                                      \
		id, sizeof(id) - 1, text, sizeof(text) - 1                     \
	}

static void
add_word(struct buf *b, size_t n)
{
	int i;

	for (i = 0; i < 4; i++)
		buf_addc(b, (char)(n >> (8 * i)));
}

/* A .mo image of these messages in this order. */
static struct buf
image(struct arena *a, const struct message *messages, size_t n)
{
	size_t at = 28 + n * 16, i;
	struct buf b;

	buf_init(&b, a, 64);
	add_word(&b, 0x950412de);
	add_word(&b, 0);
	add_word(&b, n);
	add_word(&b, 28);
	add_word(&b, 28 + n * 8);
	add_word(&b, 0);
	add_word(&b, 0);
	for (i = 0; i < n; i++) {
		add_word(&b, messages[i].id_len);
		add_word(&b, at);
		at += messages[i].id_len + 1;
	}
	for (i = 0; i < n; i++) {
		add_word(&b, messages[i].text_len);
		add_word(&b, at);
		at += messages[i].text_len + 1;
	}
	for (i = 0; i < n; i++)
		buf_add(&b, messages[i].id, messages[i].id_len + 1);
	for (i = 0; i < n; i++)
		buf_add(&b, messages[i].text, messages[i].text_len + 1);
	return b;
}

static const struct message sound[] = {
    MESSAGE("", HEADER),
    MESSAGE("Absent", "Відсутність"),
    MESSAGE("Open", "Відкрити"),
    MESSAGE("Save", "Зберегти"),
    MESSAGE("one mark\0{n} marks", "оцінка\0оцінки\0оцінок"),
    MESSAGE("period\004Open", "Відкритий"),
};

#define SOUND (sizeof(sound) / sizeof(sound[0]))

/* The image outlives the test, as the embedded one does. */
static struct arena *forever;

static int
load(void **state)
{
	struct buf b;

	(void)state;
	forever = arena_new();
	b = image(forever, sound, SOUND);
	return i18n_load(LANG_UK, b.p, b.len) == OK ? 0 : -1;
}

static int
unload(void **state)
{
	(void)state;
	arena_free(forever);
	return 0;
}

static void
texts_are_found_and_others_stay_english(void **state)
{
	(void)state;
	assert_string_equal(t(LANG_UK, "Save"), "Зберегти");
	assert_string_equal(t(LANG_UK, "Absent"), "Відсутність");
	assert_string_equal(t(LANG_UK, "Saved"), "Saved");
	assert_string_equal(t(LANG_UK, "A"), "A");
	assert_string_equal(t(LANG_UK, "zzz"), "zzz");
	assert_string_equal(t(LANG_EN, "Save"), "Save");
	/* Not the header. */
	assert_string_equal(t(LANG_UK, ""), "");
}

static void
context_tells_two_meanings_apart(void **state)
{
	(void)state;
	assert_string_equal(t(LANG_UK, "Open"), "Відкрити");
	assert_string_equal(tc(LANG_UK, "period", "Open"), "Відкритий");
	assert_string_equal(tc(LANG_UK, "door", "Open"), "Open");
	assert_string_equal(tc(LANG_UK, "perio", "Open"), "Open");
	assert_string_equal(tc(LANG_UK, "period", "Ope"), "Ope");
	assert_string_equal(tc(LANG_EN, "period", "Open"), "Open");
}

static void
plural_forms_follow_the_number(void **state)
{
	static const struct {
		long long n;
		const char *text;
	} forms[] = {
	    {0, "оцінок"},
	    {1, "оцінка"},
	    {2, "оцінки"},
	    {4, "оцінки"},
	    {5, "оцінок"},
	    {11, "оцінок"},
	    {12, "оцінок"},
	    {14, "оцінок"},
	    {21, "оцінка"},
	    {22, "оцінки"},
	    {111, "оцінок"},
	    {1001, "оцінка"},
	    {-3, "оцінки"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
		assert_string_equal(
		    tn(LANG_UK, "one mark", "{n} marks", forms[i].n),
		    forms[i].text);
	assert_string_equal(
	    tn(LANG_EN, "one mark", "{n} marks", 1), "one mark");
	assert_string_equal(
	    tn(LANG_EN, "one mark", "{n} marks", 21), "{n} marks");
	assert_string_equal(
	    tn(LANG_UK, "one class", "{n} classes", 2), "{n} classes");
	/* A message without plural forms has one text for every number. */
	assert_string_equal(tn(LANG_UK, "Save", "Saves", 5), "Зберегти");
}

static void
holes_are_filled_and_unknown_ones_stay(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();

	(void)state;
	assert_string_equal(FILL(a, "{child}: {n} оцінок за {date}.",
				{"n", "3"}, {"child", "Єва"}),
	    "Єва: 3 оцінок за {date}.");
	assert_string_equal(
	    FILL(a, "{a}{a}", {"a", "{b}"}, {"b", "x"}), "{b}{b}");
	assert_string_equal(FILL(a, "{a", {"a", "x"}), "{a");
	assert_string_equal(FILL(a, "a} {} {{a}", {"a", "x"}), "a} {} {x");
	assert_string_equal(FILL(a, "", {"a", "x"}), "");
	assert_string_equal(i18n_fill(a, "{a} b", NULL, 0), "{a} b");
}

static void
the_reader_s_language_is_found_in_the_header(void **state)
{
	static const struct {
		const char *header;
		enum lang lang;
	} headers[] = {
	    {"uk", LANG_UK},
	    {"en", LANG_EN},
	    {"EN-gb", LANG_EN},
	    {"en_US", LANG_EN},
	    {"en-US,en;q=0.9,uk;q=0.8", LANG_EN},
	    {"en;q=0.3,uk;q=0.31", LANG_UK},
	    {"ru,en;q=0.5", LANG_EN},
	    {"pl, en;q=0.5, uk;q=0.7", LANG_UK},
	    {"en;q=0,uk;q=0", LANG_UK},
	    {"en; q=0.5", LANG_EN},
	    {"", LANG_UK},
	    {"*", LANG_UK},
	    {",,;q=,en", LANG_EN},
	    {"eng", LANG_UK},
	    {"en;q=1.0,uk", LANG_EN},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(headers) / sizeof(headers[0]); i++)
		assert_int_equal(
		    i18n_parse(headers[i].header), headers[i].lang);
	assert_string_equal(i18n_code(LANG_UK), "uk");
	assert_string_equal(i18n_code(LANG_EN), "en");
}

/* Refused, and what was loaded before is still there. */
static void
refused(const char *image, size_t len)
{
	/* A copy of exactly that size, so that a sanitizer sees its end. */
	char *copy = malloc(len ? len : 1);

	assert_non_null(copy);
	memcpy(copy, image, len);
	assert_int_equal(i18n_load(LANG_UK, copy, len), ERR_INVALID);
	free(copy);
	assert_string_equal(t(LANG_UK, "Save"), "Зберегти");
}

static void
refused_messages(const struct message *messages, size_t n)
{
	AUTO_ARENA struct arena *a = arena_new();
	struct buf b = image(a, messages, n);

	refused(b.p, b.len);
}

static void
an_image_cut_anywhere_is_refused(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	struct buf b = image(a, sound, SOUND);
	size_t len;

	(void)state;
	for (len = 0; len < b.len; len++)
		refused(b.p, len);
}

static void
wrong_numbers_in_the_image_are_refused(void **state)
{
	static const struct {
		size_t at;
		uint32_t word;
	} wrong[] = {
	    {0, 0xde120495}, /* the other byte order */
	    {4, 1},	     /* a revision with system-dependent texts */
	    {8, 0},	     /* no header message */
	    {8, 0xffffffff}, {8, 99999}, {12, 0xfffffff0}, {16, 0xffffffff},
	    {28, 0xffffffff}, /* length of the first id */
	    {32, 0xffffffff}, /* its offset */
	    {36, 5},	      /* an id that ends before its NUL */
	};
	AUTO_ARENA struct arena *a = arena_new();
	struct buf b;
	size_t i, k;

	(void)state;
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		b = image(a, sound, SOUND);
		for (k = 0; k < 4; k++)
			b.p[wrong[i].at + k] = (char)(wrong[i].word >> (8 * k));
		refused(b.p, b.len);
	}
}

static void
ids_out_of_order_or_twice_are_refused(void **state)
{
	const struct message swapped[] = {
	    MESSAGE("", HEADER), MESSAGE("b", "2"), MESSAGE("a", "1")};
	const struct message twice[] = {
	    MESSAGE("", HEADER), MESSAGE("a", "1"), MESSAGE("a", "2")};

	(void)state;
	refused_messages(swapped, 3);
	refused_messages(twice, 3);
}

static void
texts_that_are_not_what_the_header_says_are_refused(void **state)
{
	const struct message no_header[] = {MESSAGE("a", "1")};
	const struct message latin1[] = {
	    MESSAGE("", "Content-Type: text/plain; charset=ISO-8859-5\n"
			"Plural-Forms: nplurals=1; plural=0;\n")};
	const struct message no_plural[] = {
	    MESSAGE("", "Content-Type: text/plain; charset=UTF-8\n")};
	const struct message two_forms[] = {
	    MESSAGE("", HEADER), MESSAGE("a\0b", "1\0002")};
	const struct message four_forms[] = {
	    MESSAGE("", HEADER), MESSAGE("a\0b", "1\0002\0003\0004")};
	const struct message loose_forms[] = {
	    MESSAGE("", HEADER), MESSAGE("a", "1\0002\0003")};
	const struct message not_utf8[] = {
	    MESSAGE("", HEADER), MESSAGE("a", "\xff")};

	(void)state;
	refused_messages(no_header, 1);
	refused_messages(latin1, 1);
	refused_messages(no_plural, 1);
	refused_messages(two_forms, 2);
	refused_messages(four_forms, 2);
	refused_messages(loose_forms, 2);
	refused_messages(not_utf8, 2);
}

static void
the_program_s_own_catalogue_loads(void **state)
{
	size_t len = (size_t)(_binary_uk_mo_end - _binary_uk_mo_start);
	struct buf b;

	(void)state;
	assert_int_equal(i18n_load(LANG_UK, _binary_uk_mo_start, len), OK);
	assert_string_equal(t(LANG_UK, "Save"), "Зберегти");
	b = image(forever, sound, SOUND);
	assert_int_equal(i18n_load(LANG_UK, b.p, b.len), OK);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(texts_are_found_and_others_stay_english),
	    cmocka_unit_test(context_tells_two_meanings_apart),
	    cmocka_unit_test(plural_forms_follow_the_number),
	    cmocka_unit_test(holes_are_filled_and_unknown_ones_stay),
	    cmocka_unit_test(the_reader_s_language_is_found_in_the_header),
	    cmocka_unit_test(an_image_cut_anywhere_is_refused),
	    cmocka_unit_test(wrong_numbers_in_the_image_are_refused),
	    cmocka_unit_test(ids_out_of_order_or_twice_are_refused),
	    cmocka_unit_test(
		texts_that_are_not_what_the_header_says_are_refused),
	    cmocka_unit_test(the_program_s_own_catalogue_loads),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
