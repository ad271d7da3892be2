/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/text.h"

#include <pthread.h>
#include <string.h>

#include "check.h"

static int
sign(int n)
{
	return (n > 0) - (n < 0);
}

/* Every pair, by key and by comparison, in both directions. */
static void
in_order(const char *const *list, size_t n)
{
	AUTO_ARENA struct arena *a = arena_new();
	const char *key, *other;
	size_t i, k;

	for (i = 0; i < n; i++) {
		key = text_sort_key(a, list[i]);
		assert_int_equal(strspn(key, "0123456789abcdef"), strlen(key));
		for (k = 0; k < n; k++) {
			other = text_sort_key(a, list[k]);
			assert_int_equal(
			    sign(strcmp(key, other)), i < k ? -1 : i > k);
			assert_int_equal(sign(text_compare(list[i], list[k])),
			    i < k ? -1 : i > k);
		}
	}
}

static void
surnames_stand_in_the_order_of_the_alphabet(void **state)
{
	static const char *const names[] = {"Гнатюк", "Ґалаґан", "Дьяченко",
	    "Д’яченко", "Дяченко", "Ельський", "Єременко", "Исаєнко",
	    "Іваненко", "Ївга", "Йосипенко"};

	(void)state;
	in_order(names, sizeof(names) / sizeof(names[0]));
}

static void
all_33_letters_stand_in_order_before_latin(void **state)
{
	static const char *const letters[] = {"а", "б", "в", "г", "ґ", "д", "е",
	    "є", "ж", "з", "и", "і", "ї", "й", "к", "л", "м", "н", "о", "п",
	    "р", "с", "т", "у", "ф", "х", "ц", "ч", "ш", "щ", "ь", "ю", "я",
	    "a", "z"};

	(void)state;
	in_order(letters, sizeof(letters) / sizeof(letters[0]));
}

static void
a_surname_stands_before_a_longer_one(void **state)
{
	static const char *const names[] = {
	    "Бойко Ірина", "Бойко Яна", "Бойков Іван", "Бойко-Яцишина Ада"};

	(void)state;
	/* The hyphen and the space do not count: "Бойкоя..." is last. */
	in_order(names + 2, 2);
	in_order(names, 2);
}

/* In a list of a class: by surname, and only then by given name. */
static void
all_of_one_surname_stand_together(void **state)
{
	static const char *const names[] = {"Бондар" TEXT_NAME_BREAK "Вадим",
	    "Бондар" TEXT_NAME_BREAK "Петро" TEXT_NAME_BREAK "Ілліч",
	    "Бондаренко" TEXT_NAME_BREAK "Богдана",
	    "Гук" TEXT_NAME_BREAK "Ярема",
	    "Гук-Ґалаґан" TEXT_NAME_BREAK "Анна"};

	(void)state;
	in_order(names, sizeof(names) / sizeof(names[0]));
}

static void
keys_differ_where_texts_differ(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();

	(void)state;
	assert_string_not_equal(
	    text_sort_key(a, "Іва-ненко"), text_sort_key(a, "Іваненко"));
	assert_string_not_equal(
	    text_sort_key(a, "іваненко"), text_sort_key(a, "Іваненко"));
	assert_string_equal(
	    text_sort_key(a, "Іваненко"), text_sort_key(a, "Іваненко"));
	assert_int_equal(text_compare("Ївга", "Ївга"), 0);
	assert_string_equal(text_sort_key(a, ""), text_sort_key(a, ""));
	assert_true(strcmp(text_sort_key(a, ""), text_sort_key(a, "а")) < 0);
}

static void
numbers_in_labels_count_by_value(void **state)
{
	static const char *const labels[] = {"1-А", "5", "5-А", "5-Б", "9-В",
	    "10-А", "11-А", "Школа № 2", "Школа № 10"};
	AUTO_ARENA struct arena *a = arena_new();
	size_t i;

	(void)state;
	for (i = 1; i < sizeof(labels) / sizeof(labels[0]); i++)
		assert_true(strcmp(text_sort_key_numeric(a, labels[i - 1]),
				text_sort_key_numeric(a, labels[i])) < 0);
}

static void
so_many_bytes_count_and_no_more(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	char one[600] = "", two[600] = "";
	int i;

	(void)state;
	/* 254 bytes; the next letter would end at 256. */
	for (i = 0; i < 127; i++)
		strcat(one, "ї");
	strcpy(two, one);
	strcat(two, "я");
	assert_string_equal(text_sort_key(a, one), text_sort_key(a, two));
	assert_int_equal(text_compare(one, two), 0);
	two[252] = '\0';
	assert_true(strcmp(text_sort_key(a, two), text_sort_key(a, one)) < 0);
	for (i = 0; i < 127; i++)
		strcat(one, "щ");
	assert_true(strlen(text_sort_key(a, one)) > 500);
}

static void *
sort_elsewhere(void *arg)
{
	int *order = arg;

	*order = text_compare("Ґалаґан", "Дяченко");
	return NULL;
}

static void
each_thread_has_its_own_collator(void **state)
{
	pthread_t threads[4];
	int order[4] = {0}, i;

	(void)state;
	for (i = 0; i < 4; i++)
		pthread_create(&threads[i], NULL, sort_elsewhere, &order[i]);
	for (i = 0; i < 4; i++) {
		pthread_join(threads[i], NULL);
		assert_true(order[i] < 0);
	}
}

static void
version_names_icu_and_its_collation(void **state)
{
	const char *version = text_icu_version();

	(void)state;
	assert_non_null(strchr(version, '/'));
	assert_in_range(version[0], '1', '9');
	assert_ptr_equal(version, text_icu_version());
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(surnames_stand_in_the_order_of_the_alphabet),
	    cmocka_unit_test(all_33_letters_stand_in_order_before_latin),
	    cmocka_unit_test(a_surname_stands_before_a_longer_one),
	    cmocka_unit_test(all_of_one_surname_stand_together),
	    cmocka_unit_test(keys_differ_where_texts_differ),
	    cmocka_unit_test(numbers_in_labels_count_by_value),
	    cmocka_unit_test(so_many_bytes_count_and_no_more),
	    cmocka_unit_test(each_thread_has_its_own_collator),
	    cmocka_unit_test(version_names_icu_and_its_collation),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
