/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/table.h"

#include <string.h>

#include "check.h"

#include "base/clock.h"

static int
setup(void **state)
{
	*state = arena_new();
	return 0;
}

static int
teardown(void **state)
{
	arena_free(*state);
	return 0;
}

static struct bytes
written(struct arena *a, enum table_format format)
{
	struct table_writer *w = table_writer_new(a, format, "Учні");
	struct bytes file = {0};

	table_write_text(w, "Прізвище");
	table_write_text(w, "Нотатка");
	table_write_text(w, "Дата");
	table_write_text(w, "Оцінка");
	table_write_row_end(w);
	table_write_text(w, "Д’яченко");
	table_write_text(w, "a;b \"c\"");
	table_write_date(w, clock_days((struct date){2016, 2, 29}));
	table_write_number(w, 12);
	table_write_row_end(w);
	table_write_text(w, NULL);
	table_write_text(w, "=cmd|calc");
	table_write_row_end(w);
	assert_int_equal(table_writer_end(w, &file), OK);
	return file;
}

static void
csv_opens_by_a_double_click(void **state)
{
	struct bytes file = written(*state, TABLE_CSV);
	const char expected[] = "\xef\xbb\xbfПрізвище;Нотатка;Дата;Оцінка\r\n"
				"Д’яченко;\"a;b \"\"c\"\"\";29.02.2016;12\r\n"
				";'=cmd|calc\r\n";

	assert_int_equal(file.len, strlen(expected));
	assert_memory_equal(file.p, expected, file.len);
}

static void
both_formats_read_back(void **state)
{
	enum table_format format;

	for (format = TABLE_CSV; format <= TABLE_XLSX; format++) {
		struct bytes file = written(*state, format);
		struct table_problem problem;
		const struct table *t;

		assert_int_equal(
		    table_read(*state, file.p, file.len, &t, &problem), OK);
		assert_string_equal(t->format, table_extension(format));
		assert_string_equal(table_cell(t, 1, 0), "Д’яченко");
		assert_string_equal(table_cell(t, 1, 1), "a;b \"c\"");
		assert_string_equal(table_cell(t, 1, 2), "29.02.2016");
		assert_string_equal(table_cell(t, 1, 3), "12");
		assert_string_equal(table_cell(t, 2, 1), "=cmd|calc");
	}
}

static void
nothing_in_an_export_can_be_a_formula(void **state)
{
	static const char *const bad[] = {"=1", "+1", "-1", "@a", "\tx", "\rx",
	    "\nx", "  =1", "=HYPERLINK(\"http://x\")"};
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct table_writer *w =
		    table_writer_new(*state, TABLE_CSV, NULL);
		struct bytes file;
		const char *s;

		table_write_text(w, bad[i]);
		table_write_row_end(w);
		assert_int_equal(table_writer_end(w, &file), OK);
		s = (const char *)file.p + 3;
		assert_true(s[0] == '\'' || (s[0] == '"' && s[1] == '\''));
	}
}

static void
too_many_rows_are_an_error_not_a_short_file(void **state)
{
	struct table_writer *w = table_writer_new(*state, TABLE_CSV, NULL);
	struct bytes file;
	int i;

	for (i = 0; i <= TABLE_ROWS_MAX; i++) {
		table_write_number(w, i);
		table_write_row_end(w);
	}
	assert_int_equal(table_writer_end(w, &file), ERR_LIMIT);
}

static void
sheet_names_that_excel_refuses_are_mended(void **state)
{
	struct table_writer *w = table_writer_new(*state, TABLE_XLSX,
	    "[Дуже] довга назва аркуша: «Учні» / батьки * 2026?");
	struct table_problem problem;
	const struct table *t;
	struct bytes file;

	table_write_text(w, "x");
	table_write_row_end(w);
	assert_int_equal(table_writer_end(w, &file), OK);
	assert_int_equal(
	    table_read(*state, file.p, file.len, &t, &problem), OK);
	assert_string_equal(t->sheet, "Дуже довга назва аркуша «Учн");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(csv_opens_by_a_double_click),
	    cmocka_unit_test(both_formats_read_back),
	    cmocka_unit_test(nothing_in_an_export_can_be_a_formula),
	    cmocka_unit_test(too_many_rows_are_an_error_not_a_short_file),
	    cmocka_unit_test(sheet_names_that_excel_refuses_are_mended),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
