/* SPDX-License-Identifier: EUPL-1.2 */
/* Readers of outside bytes meet some ten thousand repeatable mutations each.
 * Under the sanitizers this finds reads and arithmetic out of bounds; the
 * checks find answers that contradict themselves. */
#include <stdlib.h>
#include <string.h>

#include "base/codes.h"
#include "base/crypt.h"
#include "base/i18n.h"
#include "base/i18n_plural.h"
#include "base/log.h"
#include "base/text.h"
#include "check.h"

#define ROUNDS 20000
#define TEXT_BYTES 96

extern const char _binary_uk_mo_start[], _binary_uk_mo_end[];

static struct rng rng;

static size_t
below(size_t n)
{
	return (size_t)rng_below(&rng, n);
}

/* A few bytes changed, dropped or doubled. Returns the new length. */
static size_t
mutate(char *p, size_t len, size_t cap)
{
	size_t n = 1 + below(4), at;

	while (n--) {
		at = below(len + 1);
		switch (below(4)) {
		case 0:
			if (at < len)
				p[at] = (char)below(256);
			break;
		case 1:
			if (at < len)
				p[at] = (char)(p[at] ^ 1 << below(8));
			break;
		case 2:
			if (at < len) {
				memmove(p + at, p + at + 1, len - at - 1);
				len--;
			}
			break;
		default:
			if (len < cap) {
				memmove(p + at + 1, p + at, len - at);
				p[at] = (char)below(256);
				len++;
			}
		}
	}
	return len;
}

/* Pieces that the gate treats each in a way of its own, put in any order. */
static size_t
any_text(char out[TEXT_BYTES])
{
	static const char *const pieces[] = {"Їжак", "д’я", "a", "'", "`", " ",
	    "\xc2\xa0", "\xe2\x80\x8b", "\xe2\x80\xae", "\xef\xbb\xbf",
	    "\xcc\x86", "\xd0\xb8", "\xcc\x88", "\xd1\x96", "\xcc\xa3",
	    "\xe1\xbf\xaf", "\xf0\x9d\x85\xa0", "\xef\xac\xac", "\n", "\r\n",
	    "\t", "-", "№", "5", "\xe2\x80\xa8", "w", "М", "e", "ʼ", "＇",
	    "\xea\xb0\x80", "\xe1\x84\x80", "\xe1\x85\xa1", "\xc8\xba"};
	size_t len = 0, n = 1 + below(12), k;
	const char *piece;

	while (n--) {
		piece = pieces[below(sizeof(pieces) / sizeof(pieces[0]))];
		k = strlen(piece);
		if (len + k < TEXT_BYTES) {
			memcpy(out + len, piece, k);
			len += k;
		}
	}
	if (below(3) == 0)
		len = mutate(out, len, TEXT_BYTES - 1);
	return len;
}

/* A copy of exactly that size, so that a byte beyond it is seen. */
static char *
exact(const char *p, size_t len)
{
	char *copy = malloc(len ? len : 1);

	assert_non_null(copy);
	memcpy(copy, p, len);
	return copy;
}

static void
the_gate_lets_only_clean_text_through(void **state)
{
	struct arena *a = arena_new();
	char text[TEXT_BYTES], *copy;
	const char *out, *again;
	size_t len;
	bool multiline;
	int i, passed = 0;

	(void)state;
	for (i = 0; i < ROUNDS; i++) {
		arena_reset(a);
		len = any_text(text);
		multiline = below(2);
		copy = exact(text, len);
		if (text_clean(a, copy, len, 300, multiline, &out) == OK) {
			passed++;
			assert_true(text_is_utf8(out, strlen(out)));
			assert_true(multiline || !strpbrk(out, "\n\t\r"));
			assert_int_equal(text_clean(a, out, strlen(out), 300,
					     multiline, &again),
			    OK);
			assert_string_equal(out, again);
		}
		free(copy);
	}
	assert_in_range(passed, ROUNDS / 4, ROUNDS);
	arena_free(a);
}

static void
every_clean_text_folds_sorts_and_mends(void **state)
{
	struct arena *a = arena_new();
	char text[TEXT_BYTES], before[2 * TEXT_BYTES * 3] = "";
	const char *out, *mended, *again, *fold, *label;
	enum text_mix mix;
	size_t len;
	bool changed;
	int i, grade, order;

	(void)state;
	for (i = 0; i < ROUNDS; i++) {
		arena_reset(a);
		len = any_text(text);
		if (text_clean(a, text, len, 300, false, &out))
			continue;
		fold = text_fold(a, out);
		assert_string_equal(text_fold(a, fold), fold);
		mix = text_unmix(a, out, &mended);
		assert_true(text_is_utf8(mended, strlen(mended)));
		if (mix == TEXT_REPAIRED)
			assert_int_equal(
			    text_unmix(a, mended, &again), TEXT_PURE);
		else
			assert_ptr_equal(mended, out);
		order = strcmp(text_sort_key(a, before), text_sort_key(a, out));
		assert_int_equal(
		    (order > 0) - (order < 0), text_compare(before, out));
		assert_int_equal(order == 0, strcmp(before, out) == 0);
		strcpy(before, out);
		text_latin(a, out);
		text_initial(a, out);
		if (text_class_label(a, out, &label, &grade, &changed) == OK)
			assert_int_equal(text_class_label(a, label, &again,
					     &grade, &changed),
			    OK);
	}
	arena_free(a);
}

/* Functions that promise not to read beyond the NUL of any bytes. */
static void
text_that_is_no_utf8_breaks_nothing(void **state)
{
	struct arena *a = arena_new();
	char text[TEXT_BYTES], *copy;
	struct codes_phones phones;
	const char *out;
	bool changed;
	size_t len;
	int i, grade;

	(void)state;
	for (i = 0; i < ROUNDS; i++) {
		arena_reset(a);
		len = mutate(text, any_text(text), TEXT_BYTES - 1);
		text[len] = '\0';
		copy = exact(text, strlen(text) + 1);
		text_fold(a, copy);
		text_latin(a, copy);
		text_initial(a, copy);
		text_length(copy);
		text_sort_key_numeric(a, copy);
		text_unmix(a, copy, &out);
		(void)!text_class_label(a, copy, &out, &grade, &changed);
		codes_phones(a, copy, &phones);
		codes_email_valid(copy);
		codes_edrpou_valid(copy);
		i18n_parse(copy);
		text_guess_charset(copy, strlen(copy));
		free(copy);
	}
	arena_free(a);
}

static void
catalogues_are_read_whole_or_refused(void **state)
{
	size_t size = (size_t)(_binary_uk_mo_end - _binary_uk_mo_start);
	/* The tables and the first texts: a change there matters most. */
	size_t head = size < 4096 ? size : 4096;
	char *work = malloc(size + 16), *copy;
	const char *text;
	size_t len;
	int i, n, loaded = 0;

	(void)state;
	assert_non_null(work);
	log_set_level(LOG_ERROR + 1);
	for (i = 0; i < ROUNDS; i++) {
		memcpy(work, _binary_uk_mo_start, size);
		len = size;
		if (below(2))
			work[below(head)] = (char)below(256);
		else if (below(2))
			work[below(28)] ^= (char)(1 << below(8));
		else
			len = mutate(work, size, size + 16);
		copy = exact(work, len);
		if (i18n_load(LANG_UK, copy, len) == OK) {
			loaded++;
			for (n = 0; n < 30; n++) {
				text = tn(LANG_UK, "Save", "Saves", n);
				assert_true(text_is_utf8(text, strlen(text)));
			}
			t(LANG_UK, "");
			t(LANG_UK, "\xff");
			tc(LANG_UK, "a", "Save");
			/* The copy goes; the sound image takes its place. */
			assert_int_equal(
			    i18n_load(LANG_UK, _binary_uk_mo_start, size), OK);
		}
		free(copy);
	}
	log_set_level(LOG_INFO);
	free(work);
	assert_in_range(loaded, 1, ROUNDS - 1);
}

/* Rules made of the grammar's own words. */
static size_t
any_rule(char *out, size_t cap)
{
	static const char *const words[] = {"n", "n", "1", "10", "100", "0",
	    "(", ")", "?", ":", "%", "==", "!=", "&&", "||", "<=", ">", "+",
	    "-", "*", "/", "!", " ", ";"};
	size_t len, n = 1 + below(20), k;
	const char *word;

	strcpy(out, "nplurals=3; plural=");
	len = strlen(out);
	while (n--) {
		word = words[below(sizeof(words) / sizeof(words[0]))];
		k = strlen(word);
		if (len + k >= cap)
			break;
		memcpy(out + len, word, k);
		len += k;
	}
	if (below(10) == 0)
		len = mutate(out, len, cap - 1);
	out[len] = '\0';
	return strlen(out);
}

static void
plural_rules_give_a_form_that_exists(void **state)
{
	char rule[160], *copy;
	struct plural plural;
	size_t len;
	int i, sound = 0;

	(void)state;
	for (i = 0; i < 3 * ROUNDS; i++) {
		len = any_rule(rule, sizeof(rule));
		copy = exact(rule, len + 1);
		if (i18n_plural_parse(copy, &plural) == OK) {
			sound++;
			assert_in_range(plural.forms, 1, PLURAL_FORMS_MAX);
			for (uint64_t n = 0; n < 2000; n += 37)
				assert_in_range(i18n_plural_form(&plural, n), 0,
				    plural.forms - 1);
			i18n_plural_form(&plural, UINT64_MAX);
		}
		free(copy);
	}
	assert_in_range(sound, 100, 3 * ROUNDS);
}

static int
start(void **state)
{
	(void)state;
	rng_seeded(&rng, 20261123);
	return crypt_start() == OK ? 0 : -1;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_gate_lets_only_clean_text_through),
	    cmocka_unit_test(every_clean_text_folds_sorts_and_mends),
	    cmocka_unit_test(text_that_is_no_utf8_breaks_nothing),
	    cmocka_unit_test(catalogues_are_read_whole_or_refused),
	    cmocka_unit_test(plural_rules_give_a_form_that_exists),
	};

	return cmocka_run_group_tests(tests, start, NULL);
}
