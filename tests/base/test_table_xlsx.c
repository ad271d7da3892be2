/* SPDX-License-Identifier: EUPL-1.2 */
/* Good files are made by libxlsxwriter, hostile and odd ones part by part. */
#include "base/table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <minizip/zip.h>
#include <xlsxwriter.h>

#include "check.h"

#define RELS                                                                   \
	"<Relationships xmlns='http://schemas.openxmlformats.org/package/"     \
	"2006/relationships'>"
#define REL(id, type, target)                                                  \
	"<Relationship Id='" id "' Type='http://schemas.openxmlformats.org/"   \
	"officeDocument/2006/relationships/" type "' Target='" target "'/>"
#define ROOT                                                                   \
	RELS REL("r1", "officeDocument", "xl/workbook.xml") "</Relationships>"
#define BOOK_RELS                                                              \
	RELS REL("r1", "worksheet", "worksheets/sheet1.xml")                   \
	    REL("r2", "sharedStrings", "sharedStrings.xml")                    \
		REL("r3", "styles", "styles.xml") REL("r4", "worksheet",       \
		    "/xl/worksheets/sheet2.xml") "</Relationships>"
#define SHEET(rows)                                                            \
	"<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/"   \
	"2006/main'><sheetData>" rows "</sheetData></worksheet>"
#define STYLES                                                                 \
	"<styleSheet><numFmts><numFmt numFmtId='164' "                         \
	"formatCode='[$-422]d\\ mmmm\\ yyyy'/><numFmt numFmtId='165' "         \
	"formatCode='0.00\"d\"'/></numFmts><cellStyleXfs><xf numFmtId='14'/>"  \
	"</cellStyleXfs><cellXfs><xf numFmtId='0'/><xf numFmtId='14'/>"        \
	"<xf numFmtId='164'/><xf numFmtId='165'/></cellXfs></styleSheet>"

struct part {
	const char *name, *text;
};

static char path[64];

static void
path_make(void)
{
	int fd;

	strcpy(path, "/tmp/test_table_xlsx.XXXXXX");
	fd = mkstemp(path);
	assert_true(fd >= 0);
	close(fd);
}

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
file_read(struct arena *a, const char *name)
{
	FILE *f = fopen(name, "rb");
	struct buf b;
	char piece[4096];
	size_t n;

	assert_non_null(f);
	buf_init(&b, a, 4096);
	while ((n = fread(piece, 1, sizeof(piece), f)) > 0)
		buf_add(&b, piece, n);
	fclose(f);
	return (struct bytes){b.p, b.len};
}

static void
part_add(zipFile z, const char *name, const void *p, size_t len)
{
	zip_fileinfo info = {0};

	assert_int_equal(zipOpenNewFileInZip(z, name, &info, NULL, 0, NULL, 0,
			     NULL, Z_DEFLATED, 9),
	    ZIP_OK);
	assert_int_equal(zipWriteInFileInZip(z, p, (unsigned)len), ZIP_OK);
	assert_int_equal(zipCloseFileInZip(z), ZIP_OK);
}

static zipFile
package_begin(void)
{
	zipFile z;

	path_make();
	z = zipOpen64(path, APPEND_STATUS_CREATE);
	assert_non_null(z);
	return z;
}

static struct bytes
package_end(struct arena *a, zipFile z)
{
	struct bytes file;

	assert_int_equal(zipClose(z, NULL), ZIP_OK);
	file = file_read(a, path);
	unlink(path);
	return file;
}

static struct bytes
package(struct arena *a, const struct part *parts, size_t n)
{
	zipFile z = package_begin();
	size_t i;

	for (i = 0; i < n; i++)
		part_add(
		    z, parts[i].name, parts[i].text, strlen(parts[i].text));
	return package_end(a, z);
}

/* A workbook of one sheet with these rows. */
static struct bytes
book(struct arena *a, const char *properties, const char *sheet,
    const char *strings)
{
	const struct part parts[] = {
	    {"_rels/.rels", ROOT},
	    {"xl/workbook.xml",
		arena_printf(a,
		    "<workbook>%s<sheets><sheet name='Учні' sheetId='1'"
		    " r:id='r1' xmlns:r='r'/></sheets></workbook>",
		    properties)},
	    {"xl/_rels/workbook.xml.rels", BOOK_RELS},
	    {"xl/styles.xml", STYLES},
	    {"xl/sharedStrings.xml", strings},
	    {"xl/worksheets/sheet1.xml", sheet},
	};

	return package(a, parts, sizeof(parts) / sizeof(parts[0]));
}

static const struct table *
read_ok(struct arena *a, struct bytes file)
{
	const struct table *table = NULL;
	struct table_problem problem;

	assert_int_equal(table_read(a, file.p, file.len, &table, &problem), OK);
	return table;
}

static void
assert_refused(
    struct arena *a, struct bytes file, enum err err, enum table_fault fault)
{
	const struct table *table = NULL;
	struct table_problem problem;

	assert_int_equal(
	    table_read(a, file.p, file.len, &table, &problem), err);
	assert_int_equal(problem.fault, fault);
	assert_null(table);
}

static void
workbook_of_a_spreadsheet_program_is_read(void **state)
{
	struct arena *a = *state;
	lxw_workbook *wb;
	lxw_worksheet *hidden, *ws;
	lxw_format *date;
	lxw_datetime born = {2016, 2, 29, 0, 0, 0};
	const struct table *t;

	path_make();
	wb = workbook_new(path);
	hidden = workbook_add_worksheet(wb, "Довідник");
	worksheet_write_string(hidden, 0, 0, "зайве", NULL);
	ws = workbook_add_worksheet(wb, "Учні 5-А");
	worksheet_activate(ws);
	worksheet_set_first_sheet(ws);
	worksheet_hide(hidden);
	date = workbook_add_format(wb);
	format_set_num_format(date, "dd/mm/yyyy");
	worksheet_write_string(ws, 0, 0, "Прізвище", NULL);
	worksheet_write_string(ws, 0, 1, "Дата", NULL);
	worksheet_write_string(ws, 2, 0, "Єрмак", NULL);
	worksheet_write_datetime(ws, 2, 1, &born, date);
	worksheet_write_number(ws, 2, 2, 380672579240.0, NULL);
	worksheet_write_boolean(ws, 2, 3, 1, NULL);
	worksheet_write_formula_num(ws, 2, 4, "=1+1", NULL, 2);
	worksheet_write_number(ws, 2, 5, 8.5, NULL);
	worksheet_write_string(ws, 3, 0, "Єрмак", NULL);
	assert_int_equal(workbook_close(wb), 0);
	t = read_ok(a, file_read(a, path));
	unlink(path);

	assert_string_equal(t->sheet, "Учні 5-А");
	assert_int_equal(t->rows_n, 3);
	assert_int_equal(t->rows[1].number, 3);
	assert_string_equal(table_cell(t, 1, 0), "Єрмак");
	assert_string_equal(table_cell(t, 1, 1), "29.02.2016");
	assert_string_equal(table_cell(t, 1, 2), "380672579240");
	assert_string_equal(table_cell(t, 1, 3), "TRUE");
	assert_string_equal(table_cell(t, 1, 4), "2");
	assert_string_equal(table_cell(t, 1, 5), "8.5");
	assert_string_equal(table_cell(t, 2, 0), "Єрмак");
}

static void
texts_come_from_every_place(void **state)
{
	const struct table *t = read_ok(*state,
	    book(*state, "",
		SHEET("<row r='1'>"
		      "<c r='A1' t='s'><v>1</v></c>"
		      "<c r='B1' t='inlineStr'><is><r><t>Дяч</t></r>"
		      "<r><t>енко</t></r><rPh><t>zzz</t></rPh></is></c>"
		      "<c r='C1' t='str'><f>A1&amp;B1</f><v>з формули</v></c>"
		      "<c r='D1' t='e'><v>#N/A</v></c>"
		      "<c r='E1' t='b'><v>0</v></c>"
		      "<c r='F1' t='d'><v>2016-02-29T00:00:00</v></c>"
		      "<c r='H1' s='3'><v>3.8E+1</v></c>"
		      "<c r='BZ1' s='1'/></row>"),
		"<sst><si><t>зайвий</t></si><si><r><t>Сав</t></r>"
		"<r><t xml:space='preserve'>чук </t></r></si></sst>"));

	assert_string_equal(table_cell(t, 0, 0), "Савчук");
	assert_string_equal(table_cell(t, 0, 1), "Дяченко");
	assert_string_equal(table_cell(t, 0, 2), "з формули");
	assert_string_equal(table_cell(t, 0, 3), "#N/A");
	assert_string_equal(table_cell(t, 0, 4), "FALSE");
	assert_string_equal(table_cell(t, 0, 5), "29.02.2016");
	assert_string_equal(table_cell(t, 0, 6), "");
	assert_string_equal(table_cell(t, 0, 7), "38");
	assert_int_equal(t->columns, 8);
}

#define SERIALS(a, b, c)                                                       \
	SHEET("<row r='1'><c r='A1' s='1'><v>" a "</v></c>"                    \
	      "<c r='B1' s='2'><v>" b "</v></c>"                               \
	      "<c r='C1' s='1'><v>" c "</v></c></row>")

static void
dates_count_from_1900_with_its_false_leap_day(void **state)
{
	const struct table *t = read_ok(
	    *state, book(*state, "", SERIALS("42402", "59", "60"), "<sst/>"));

	assert_string_equal(table_cell(t, 0, 0), "02.02.2016");
	assert_string_equal(table_cell(t, 0, 1), "28.02.1900");
	assert_string_equal(table_cell(t, 0, 2), "60");
}

static void
dates_count_from_1904_when_the_book_says_so(void **state)
{
	const struct table *t =
	    read_ok(*state, book(*state, "<workbookPr date1904='1'/>",
				SERIALS("40940", "0", "40940.75"), "<sst/>"));

	assert_string_equal(table_cell(t, 0, 0), "02.02.2016");
	assert_string_equal(table_cell(t, 0, 1), "01.01.1904");
	assert_string_equal(table_cell(t, 0, 2), "02.02.2016");
}

static void
cells_and_rows_without_reference_follow_each_other(void **state)
{
	const struct table *t = read_ok(*state,
	    book(*state, "",
		"<x:worksheet xmlns:x='m'><x:sheetData><x:row><x:c t='str'>"
		"<x:v>a</x:v></x:c><x:c t='str'><x:v>b</x:v></x:c></x:row>"
		"<x:row r='5'><x:c><x:v>7</x:v></x:c></x:row></x:sheetData>"
		"</x:worksheet>",
		"<sst/>"));

	assert_string_equal(table_cell(t, 0, 1), "b");
	assert_int_equal(t->rows[1].number, 5);
	assert_string_equal(table_cell(t, 1, 0), "7");
}

static void
bad_shared_string_index_is_refused(void **state)
{
	static const char *const bad[] = {"1", "-1", "x", "99999999999999999"};
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_refused(*state,
		    book(*state, "",
			arena_printf(*state,
			    SHEET("<row r='1'><c r='A1' t='s'><v>%s</v></c>"
				  "</row>"),
			    bad[i]),
			"<sst><si><t>один</t></si></sst>"),
		    ERR_INVALID, TABLE_BROKEN);
}

static void
document_type_is_refused(void **state)
{
	static const char doctype[] =
	    "<!DOCTYPE worksheet [<!ENTITY a 'x'><!ENTITY b '&a;&a;'>]>";

	assert_refused(*state,
	    book(*state, "",
		arena_printf(*state, "%s%s", doctype,
		    SHEET("<row r='1'><c t='str'><v>&b;</v></c></row>")),
		"<sst/>"),
	    ERR_LIMIT, TABLE_HOSTILE);
	assert_refused(*state,
	    book(*state, "", SHEET("<row/>"),
		"<!DOCTYPE sst SYSTEM 'file:///etc/passwd'><sst/>"),
	    ERR_LIMIT, TABLE_HOSTILE);
}

static void
deep_nesting_is_refused(void **state)
{
	struct buf b;
	int i;

	buf_init(&b, *state, 1 << 16);
	for (i = 0; i < 5000; i++)
		buf_adds(&b, "<a>");
	assert_refused(
	    *state, book(*state, "", b.p, "<sst/>"), ERR_LIMIT, TABLE_HOSTILE);
}

static void
more_than_64_parts_are_refused(void **state)
{
	struct arena *a = *state;
	struct part parts[65];
	int i;

	for (i = 0; i < 65; i++)
		parts[i] = (struct part){arena_printf(a, "p%d", i), "x"};
	assert_refused(a, package(a, parts, 65), ERR_LIMIT, TABLE_HOSTILE);
	/* One fewer is read, and is no workbook. */
	assert_refused(a, package(a, parts, 64), ERR_INVALID, TABLE_OTHER_KIND);
}

static void
bomb_is_refused(void **state)
{
	struct arena *a = *state;
	zipFile z = package_begin();
	size_t len = 8 << 20;
	char *spaces = arena_alloc(a, len);

	memset(spaces, ' ', len);
	part_add(z, "_rels/.rels", spaces, len);
	assert_refused(a, package_end(a, z), ERR_LIMIT, TABLE_HOSTILE);
}

static void
sheet_that_unpacks_beyond_the_limit_is_refused(void **state)
{
	struct arena *a = *state;
	size_t piece_len = 1 << 20, i, j;
	char *piece = arena_alloc(a, piece_len);
	zipFile z = package_begin();
	zip_fileinfo info = {0};
	uint32_t x = 1;

	/* Comments that pack badly enough to pass the ratio. */
	part_add(z, "_rels/.rels", ROOT, strlen(ROOT));
	part_add(z, "xl/_rels/workbook.xml.rels", BOOK_RELS, strlen(BOOK_RELS));
	assert_int_equal(zipOpenNewFileInZip(z, "xl/workbook.xml", &info, NULL,
			     0, NULL, 0, NULL, Z_DEFLATED, 1),
	    ZIP_OK);
	for (i = 0; i <= TABLE_INFLATED_BYTES_MAX / piece_len; i++) {
		memset(piece, 'a', piece_len);
		for (j = 0; j < piece_len; j += 256) {
			x = x * 1664525u + 1013904223u;
			piece[j] = (char)('b' + (x >> 28));
			piece[j + 1] = (char)('b' + ((x >> 24) & 15));
		}
		memcpy(piece, "<!--", 4);
		memcpy(piece + piece_len - 3, "-->", 3);
		assert_int_equal(
		    zipWriteInFileInZip(z, piece, (unsigned)piece_len), ZIP_OK);
	}
	assert_int_equal(zipCloseFileInZip(z), ZIP_OK);
	assert_refused(a, package_end(a, z), ERR_LIMIT, TABLE_HOSTILE);
}

static void
damaged_archive_is_refused(void **state)
{
	struct arena *a = *state;
	struct bytes file = book(a, "", SHEET("<row r='1'/>"), "<sst/>");
	char *copy = arena_memdup(a, file.p, file.len);
	size_t i;

	assert_refused(
	    a, (struct bytes){"PK\x03\x04 no", 8}, ERR_INVALID, TABLE_BROKEN);
	assert_refused(
	    a, (struct bytes){file.p, file.len / 2}, ERR_INVALID, TABLE_BROKEN);
	/* A flipped byte anywhere ends in an answer, whatever it is. */
	for (i = 0; i < file.len; i++) {
		const struct table *table;
		struct table_problem problem;
		enum err err;

		copy[i] ^= 0x55;
		err = table_read(a, copy, file.len, &table, &problem);
		assert_true(err == OK || problem.fault != TABLE_FINE);
		copy[i] ^= 0x55;
	}
}

static void
not_well_formed_sheet_is_refused(void **state)
{
	assert_refused(*state,
	    book(*state, "", "<worksheet><sheetData><row>", "<sst/>"),
	    ERR_INVALID, TABLE_BROKEN);
	assert_refused(*state,
	    book(*state, "",
		SHEET("<row r='2'/><row r='1'><c><v>1</v></c></row>"),
		"<sst/>"),
	    ERR_INVALID, TABLE_BROKEN);
	assert_refused(*state,
	    book(*state, "",
		SHEET("<row r='1'><c r='B1'><v>1</v></c>"
		      "<c r='A1'><v>1</v></c></row>"),
		"<sst/>"),
	    ERR_INVALID, TABLE_BROKEN);
}

static void
columns_beyond_the_limit_are_refused_only_when_filled(void **state)
{
	assert_refused(*state,
	    book(*state, "", SHEET("<row r='1'><c r='BM1'><v>1</v></c></row>"),
		"<sst/>"),
	    ERR_LIMIT, TABLE_COLUMNS);
}

static void
archive_without_workbook_is_another_kind_of_file(void **state)
{
	const struct part parts[] = {{"word/document.xml", "<d/>"}};

	assert_refused(
	    *state, package(*state, parts, 1), ERR_INVALID, TABLE_OTHER_KIND);
}

static void
book_without_visible_sheet_is_refused(void **state)
{
	const struct part parts[] = {
	    {"_rels/.rels", ROOT},
	    {"xl/workbook.xml",
		"<workbook xmlns:r='r'><sheets><sheet name='a' r:id='r1'"
		" state='veryHidden'/></sheets></workbook>"},
	    {"xl/_rels/workbook.xml.rels", BOOK_RELS},
	};

	assert_refused(
	    *state, package(*state, parts, 3), ERR_INVALID, TABLE_NO_SHEET);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(workbook_of_a_spreadsheet_program_is_read),
	    cmocka_unit_test(texts_come_from_every_place),
	    cmocka_unit_test(dates_count_from_1900_with_its_false_leap_day),
	    cmocka_unit_test(dates_count_from_1904_when_the_book_says_so),
	    cmocka_unit_test(
		cells_and_rows_without_reference_follow_each_other),
	    cmocka_unit_test(bad_shared_string_index_is_refused),
	    cmocka_unit_test(document_type_is_refused),
	    cmocka_unit_test(deep_nesting_is_refused),
	    cmocka_unit_test(more_than_64_parts_are_refused),
	    cmocka_unit_test(bomb_is_refused),
	    cmocka_unit_test(sheet_that_unpacks_beyond_the_limit_is_refused),
	    cmocka_unit_test(damaged_archive_is_refused),
	    cmocka_unit_test(not_well_formed_sheet_is_refused),
	    cmocka_unit_test(
		columns_beyond_the_limit_are_refused_only_when_filled),
	    cmocka_unit_test(archive_without_workbook_is_another_kind_of_file),
	    cmocka_unit_test(book_without_visible_sheet_is_refused),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
