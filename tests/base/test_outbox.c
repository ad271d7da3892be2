/* SPDX-License-Identifier: EUPL-1.2 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/log.h"
#include "base/outbox.h"

struct box {
	struct arena *arena;
	char dir[40];
};

static int
setup(void **state)
{
	struct box *box = calloc(1, sizeof(*box));

	log_set_level(LOG_ERROR);
	box->arena = arena_new();
	strcpy(box->dir, "/tmp/ej-outbox-XXXXXX");
	assert_non_null(mkdtemp(box->dir));
	*state = box;
	return 0;
}

static int
teardown(void **state)
{
	struct box *box = *state;
	char command[80];

	snprintf(command, sizeof(command), "rm -rf %s", box->dir);
	assert_int_equal(system(command), 0);
	arena_free(box->arena);
	free(box);
	return 0;
}

static void
a_letter_lies_in_new_and_nowhere_else(void **state)
{
	struct box *box = *state;
	struct arena *a = box->arena;
	const char *text;
	struct stat st;
	size_t len;

	assert_int_equal(outbox_write(a, box->dir, "0.7.eml", "Hi", 2), OK);
	assert_true(outbox_has(a, box->dir, "0.7.eml"));
	assert_int_equal(outbox_read(a, box->dir, "0.7.eml", &text, &len), OK);
	assert_int_equal(len, 2);
	assert_string_equal(text, "Hi");
	assert_int_not_equal(
	    stat(arena_printf(a, "%s/outbox/tmp/0.7.eml", box->dir), &st), 0);
	assert_int_equal(
	    stat(arena_printf(a, "%s/outbox/new/0.7.eml", box->dir), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600); /* links are secrets */
	outbox_remove(a, box->dir, "0.7.eml");
	assert_int_equal(
	    outbox_read(a, box->dir, "0.7.eml", &text, &len), ERR_NOT_FOUND);
}

static void
the_same_name_is_the_same_letter(void **state)
{
	struct box *box = *state;
	struct arena *a = box->arena;
	struct outbox_entry *list;
	const char *text;
	size_t n, total;

	assert_int_equal(outbox_write(a, box->dir, "0.7.eml", "one", 3), OK);
	assert_int_equal(outbox_write(a, box->dir, "0.7.eml", "two!", 4), OK);
	assert_int_equal(outbox_list(a, box->dir, 10, &list, &n, &total), OK);
	assert_int_equal(n, 1);
	assert_int_equal(outbox_read(a, box->dir, "0.7.eml", &text, &n), OK);
	assert_string_equal(text, "two!");
}

static void
the_newest_come_first_and_all_are_counted(void **state)
{
	struct box *box = *state;
	struct arena *a = box->arena;
	struct outbox_entry *list;
	size_t n, total;

	assert_int_equal(outbox_list(a, box->dir, 2, &list, &n, &total), OK);
	assert_int_equal(total, 0);
	for (int i = 1; i <= 11; i++)
		assert_int_equal(outbox_write(a, box->dir,
				     arena_printf(a, "0.%d.eml", i), "x", 1),
		    OK);
	assert_int_equal(outbox_list(a, box->dir, 2, &list, &n, &total), OK);
	assert_int_equal(n, 2);
	assert_int_equal(total, 11);
	/* Of one second: by number, not by letter. */
	if (list[0].at == list[1].at)
		assert_string_equal(list[0].name, "0.11.eml");
}

static void
no_name_leads_out_of_the_box(void **state)
{
	static const char *const bad[] = {"../0.7.eml", "a/b.eml", ".eml",
	    "..eml", "x", "", "0.7.eml\n", "ї.eml"};
	struct box *box = *state;
	const char *text;
	size_t len;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_int_equal(
		    outbox_write(box->arena, box->dir, bad[i], "x", 1),
		    ERR_INVALID);
		assert_int_equal(
		    outbox_read(box->arena, box->dir, bad[i], &text, &len),
		    ERR_NOT_FOUND);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_letter_lies_in_new_and_nowhere_else),
	    TEST(the_same_name_is_the_same_letter),
	    TEST(the_newest_come_first_and_all_are_counted),
	    TEST(no_name_leads_out_of_the_box),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
