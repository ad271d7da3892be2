/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/table.h"

#include <iconv.h>
#include <string.h>

#include "check.h"

static const char roster[] = "Клас;Прізвище;Ім’я;Дата народження\r\n"
			     "5-А;Савчук;Іванна;02.02.2016\r\n"
			     "5-А;Щербина;Анна;02.02.2016\r\n"
			     "5-А;Єрмак;Вікторія;27.10.2016\r\n";

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
encode(struct arena *a, const char *text, const char *charset)
{
	iconv_t cd = iconv_open(charset, "UTF-8");
	size_t in_left = strlen(text), cap = 4 * in_left + 8, out_left = cap;
	char *in = arena_strdup(a, text), *out = arena_alloc(a, cap);
	char *to = out;

	assert_true(cd != (iconv_t)-1);
	assert_int_equal(iconv(cd, &in, &in_left, &to, &out_left), 0);
	iconv_close(cd);
	return (struct bytes){out, cap - out_left};
}

static const struct table *
read_ok(struct arena *a, struct bytes file)
{
	const struct table *table = NULL;
	struct table_problem problem;

	assert_int_equal(table_read(a, file.p, file.len, &table, &problem), OK);
	assert_int_equal(problem.fault, TABLE_FINE);
	return table;
}

static struct table_problem
read_refused(struct arena *a, struct bytes file, enum err expected)
{
	const struct table *table = NULL;
	struct table_problem problem;

	assert_int_equal(
	    table_read(a, file.p, file.len, &table, &problem), expected);
	assert_null(table);
	return problem;
}

static struct bytes
text(const char *s)
{
	return (struct bytes){s, strlen(s)};
}

static void
assert_roster(const struct table *t)
{
	assert_string_equal(t->format, "csv");
	assert_int_equal(t->rows_n, 4);
	assert_int_equal(t->columns, 4);
	assert_string_equal(table_cell(t, 0, 2), "Ім’я");
	assert_string_equal(table_cell(t, 1, 1), "Савчук");
	assert_string_equal(table_cell(t, 3, 1), "Єрмак");
	assert_string_equal(table_cell(t, 3, 3), "27.10.2016");
	assert_int_equal(t->rows[3].number, 4);
}

static void
utf8_is_read_with_and_without_byte_order_mark(void **state)
{
	struct arena *a = *state;

	assert_roster(read_ok(a, text(roster)));
	assert_roster(
	    read_ok(a, text(arena_printf(a, "\xef\xbb\xbf%s", roster))));
}

static void
windows_1251_is_recognised(void **state)
{
	const struct table *t =
	    read_ok(*state, encode(*state, roster, "CP1251"));

	assert_roster(t);
	assert_string_equal(t->charset, "windows-1251");
}

static void
koi8_u_is_recognised(void **state)
{
	/* KOI8-U has no U+2019. */
	const struct table *t =
	    read_ok(*state, encode(*state,
				"Клас;Прізвище;Дата народження\n"
				"5-А;Єрмак;02.02.2016\n5-А;Їжак;03.02.2016\n",
				"KOI8-U"));

	assert_string_equal(t->charset, "koi8-u");
	assert_string_equal(table_cell(t, 1, 1), "Єрмак");
	assert_string_equal(table_cell(t, 2, 1), "Їжак");
}

static void
utf16_is_recognised(void **state)
{
	assert_roster(read_ok(*state, encode(*state, roster, "UTF-16")));
}

static void
separator_is_found(void **state)
{
	const struct table *t;

	t = read_ok(*state, text("a;b;c\n1,5;2,5;3\n4;5;6\n"));
	assert_int_equal(t->separator, ';');
	t = read_ok(*state, text("a,b,c\n1,2,3\n"));
	assert_int_equal(t->separator, ',');
	t = read_ok(*state, text("a\tb;x\tc\n1\t2\t3\n"));
	assert_int_equal(t->separator, '\t');
	assert_string_equal(table_cell(t, 1, 2), "3");
}

static void
separator_inside_quotes_does_not_count(void **state)
{
	const struct table *t =
	    read_ok(*state, text("\"a;b;c;d\",x\n\"1;2;3;4\",y\n"));

	assert_int_equal(t->separator, ',');
	assert_string_equal(table_cell(t, 1, 0), "1;2;3;4");
}

static void
quotes_double_and_hold_line_breaks(void **state)
{
	const struct table *t = read_ok(*state,
	    text("a;b\r\n\"ліцей \"\"Надія\"\"\";\"x\r\ny\"\r\n3;4\r\n"));

	assert_string_equal(table_cell(t, 1, 0), "ліцей \"Надія\"");
	assert_string_equal(table_cell(t, 1, 1), "x y");
	assert_int_equal(t->rows[2].number, 3);
}

static void
empty_rows_keep_the_numbers_of_the_file(void **state)
{
	const struct table *t = read_ok(*state, text("a;b\n\n1;2\n;\n \n3;4"));

	assert_int_equal(t->rows_n, 3);
	assert_int_equal(t->rows[1].number, 3);
	assert_int_equal(t->rows[2].number, 6);
}

static void
line_ends_of_every_system_are_one(void **state)
{
	assert_int_equal(read_ok(*state, text("a;b\r1;2\r3;4"))->rows_n, 3);
	assert_int_equal(read_ok(*state, text("a;b\n1;2\n3;4\n"))->rows_n, 3);
	assert_int_equal(
	    read_ok(*state, text("a;b\r\n1;2\r\n3;4\r\n"))->rows_n, 3);
}

static void
cells_are_cleaned(void **state)
{
	const struct table *t =
	    read_ok(*state, text("a;b\n  Д'яченко \xc2\xa0 ;x\x01y\n"));

	assert_string_equal(table_cell(t, 1, 0), "Д’яченко");
	assert_string_equal(table_cell(t, 1, 1), "x y");
}

static void
apostrophe_that_guards_a_formula_is_taken_off(void **state)
{
	const struct table *t =
	    read_ok(*state, text("a;b\n'+380501112233;'звичайний\n"));

	assert_string_equal(table_cell(t, 1, 0), "+380501112233");
	assert_string_equal(table_cell(t, 1, 1), "'звичайний");
}

static void
short_rows_have_empty_cells(void **state)
{
	const struct table *t = read_ok(*state, text("a;b;c\n1\n"));

	assert_string_equal(table_cell(t, 1, 2), "");
	assert_string_equal(table_cell(t, 1, 99), "");
}

static void
pictures_and_documents_are_no_table(void **state)
{
	static const char pixels[] = "\x00\x01\x02\x03\x04\x05\x06\x07\x08";

	assert_int_equal(
	    read_refused(*state, text("%PDF-1.7\n..."), ERR_INVALID).fault,
	    TABLE_OTHER_KIND);
	assert_int_equal(
	    read_refused(*state, text("\xff\xd8\xff\xe0 JFIF"), ERR_INVALID)
		.fault,
	    TABLE_OTHER_KIND);
	assert_int_equal(
	    read_refused(
		*state, (struct bytes){pixels, sizeof(pixels)}, ERR_INVALID)
		.fault,
	    TABLE_OTHER_KIND);
	assert_int_equal(
	    read_refused(
		*state, text("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), ERR_INVALID)
		.fault,
	    TABLE_OLD_EXCEL);
}

static void
nothing_is_refused_as_empty(void **state)
{
	assert_int_equal(
	    read_refused(*state, text(""), ERR_INVALID).fault, TABLE_EMPTY);
	assert_int_equal(
	    read_refused(*state, text(";;\n \n;\n"), ERR_INVALID).fault,
	    TABLE_EMPTY);
}

static void
open_quotation_mark_is_named(void **state)
{
	struct table_problem p =
	    read_refused(*state, text("a;b\n1;\"2\n3;4\n"), ERR_INVALID);

	assert_int_equal(p.fault, TABLE_QUOTE);
	assert_int_equal(p.row, 2);
}

static void
limits_are_named_with_their_place(void **state)
{
	struct arena *a = *state;
	struct table_problem p;
	struct buf b;
	int i;

	buf_init(&b, a, 1 << 16);
	for (i = 0; i <= TABLE_ROWS_MAX; i++)
		buf_adds(&b, "x;y\n");
	p = read_refused(a, (struct bytes){b.p, b.len}, ERR_LIMIT);
	assert_int_equal(p.fault, TABLE_ROWS);
	assert_int_equal(p.row, TABLE_ROWS_MAX + 1);

	buf_cut(&b, 0);
	for (i = 0; i <= TABLE_COLUMNS_MAX; i++)
		buf_adds(&b, "x;");
	buf_adds(&b, "x");
	p = read_refused(a, (struct bytes){b.p, b.len}, ERR_LIMIT);
	assert_int_equal(p.fault, TABLE_COLUMNS);
	assert_int_equal(p.column, TABLE_COLUMNS_MAX + 1);

	buf_cut(&b, 0);
	buf_adds(&b, "a;b\n1;");
	for (i = 0; i <= TABLE_CELL_BYTES_MAX; i++)
		buf_addc(&b, 'x');
	p = read_refused(a, (struct bytes){b.p, b.len}, ERR_LIMIT);
	assert_int_equal(p.fault, TABLE_CELL_SIZE);
	assert_int_equal(p.row, 2);
	assert_int_equal(p.column, 2);
}

static void
file_that_is_too_big_is_not_read(void **state)
{
	struct arena *a = *state;
	size_t len = TABLE_FILE_BYTES_MAX + 1;
	char *big = arena_alloc(a, len);

	memset(big, 'x', len);
	assert_int_equal(
	    read_refused(a, (struct bytes){big, len}, ERR_LIMIT).fault,
	    TABLE_FILE_SIZE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(utf8_is_read_with_and_without_byte_order_mark),
	    cmocka_unit_test(windows_1251_is_recognised),
	    cmocka_unit_test(koi8_u_is_recognised),
	    cmocka_unit_test(utf16_is_recognised),
	    cmocka_unit_test(separator_is_found),
	    cmocka_unit_test(separator_inside_quotes_does_not_count),
	    cmocka_unit_test(quotes_double_and_hold_line_breaks),
	    cmocka_unit_test(empty_rows_keep_the_numbers_of_the_file),
	    cmocka_unit_test(line_ends_of_every_system_are_one),
	    cmocka_unit_test(cells_are_cleaned),
	    cmocka_unit_test(apostrophe_that_guards_a_formula_is_taken_off),
	    cmocka_unit_test(short_rows_have_empty_cells),
	    cmocka_unit_test(pictures_and_documents_are_no_table),
	    cmocka_unit_test(nothing_is_refused_as_empty),
	    cmocka_unit_test(open_quotation_mark_is_named),
	    cmocka_unit_test(limits_are_named_with_their_place),
	    cmocka_unit_test(file_that_is_too_big_is_not_read),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
