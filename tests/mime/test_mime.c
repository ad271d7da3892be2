/* SPDX-License-Identifier: EUPL-1.2 */
/* Bodies, HTML, files and letters inside letters. */
#include "letters.h"

static const char *
html(const char *markup)
{
	return letters_text(letters_read(letters_make(
	    "Content-Type: text/html; charset=utf-8\r\n", markup)));
}

static void
table_rows_become_lines_and_cells_are_parted(void **state)
{
	(void)state;
	assert_string_equal(
	    html("<html><head><title>t</title></head><body><p>Дані:</p>"
		 "<table border=1>\n<tr><td>Область</td><td>Сумська</td></tr>"
		 "<tr><td><p>Код&nbsp;ЄДРПОУ</p></td><td><b>02070921</b></td>"
		 "<tr><td>Пошта<td><a href='mailto:a@b.example'>a@b.example"
		 "</a></table></body></html>"),
	    "Дані:\n\nОбласть\tСумська\nКод ЄДРПОУ\t02070921\n"
	    "Пошта\ta@b.example");
}

static void
layout_tables_keep_the_lines_inside(void **state)
{
	(void)state;
	assert_string_equal(
	    html("<table><tr><td>Шапка</td></tr><tr><td><div>Доброго дня</div>"
		 "<table><tr><th>Область<th>ДІСО</tr><tr><td>Сумська<br>обл."
		 "<td>1</tr></table><p>До побачення</p></td></tr></table>"),
	    "Шапка\nДоброго дня\nОбласть\tДІСО\nСумська обл.\t1\n"
	    "До побачення");
}

static void
entities_are_resolved_and_markup_is_gone(void **state)
{
	const char *text = html(
	    "<!-- <b>x</b> --><style>p{color:red}</style><script>if (a<b) "
	    "alert('</b>')</script><p title='a>b'>Д&rsquo;яченко &laquo;&#1030;"
	    "&#x432;&raquo; 5 < 6 &amp;lt;b&gt; &nosuch; &copy</p>");

	(void)state;
	assert_string_equal(text, "Д’яченко «Ів» 5 < 6 &lt;b> &nosuch; ©");
}

static void
lists_keep_their_numbers(void **state)
{
	(void)state;
	assert_string_equal(html("<ol><li>Область<li>Громада</ol><ul><li>x"
				 "</ul>"),
	    "1. Область\n2. Громада\n- x");
}

static void
unfinished_markup_is_forgiven(void **state)
{
	static const char *const pieces[] = {"<", "<table", "<td>x", "</tr>",
	    "<!--", "<!-- x", "<script>x", "<a href=\"", "&", "&#", "&#x",
	    "<table><tr><td>x<table><td>y", "</table></table>", "<>", "</",
	    "<pre>\n a", "<ol><ol><ol></ol>", "&#1114112;", "&#xd800;"};

	(void)state;
	for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++)
		html(pieces[i]);
	letters_contain(html("<script>var x = 1; Область: Сумська"), "Сумська");
	letters_contain(html("<!-- Область: Сумська"), "Сумська");
}

#define ALTERNATIVE                                                            \
	"MIME-Version: 1.0\r\nContent-Type: multipart/alternative; "           \
	"boundary=b\r\n"

static void
alternatives_are_shown_once(void **state)
{
	struct letter *letter = letters_read(letters_make(ALTERNATIVE,
	    "--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nпростий\r\n"
	    "--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
	    "<p>складний</p>\r\n--b--\r\n"));
	size_t len;

	(void)state;
	assert_true(letter_has_both(letter));
	assert_string_equal(letters_text(letter), "простий");
	assert_string_equal(
	    letter_text(arena, letter, true, 1000, &len), "складний");
	/* An empty plain form is no form. */
	letter = letters_read(letters_make(ALTERNATIVE,
	    "--b\r\nContent-Type: text/plain\r\n\r\n \r\n"
	    "--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
	    "<p>складний</p>\r\n--b--\r\n"));
	letters_contain(letters_text(letter), "складний");
}

static void
a_letter_inside_is_read_with_its_head_and_files(void **state)
{
	struct letter *letter = letters_read(letters_make(
	    "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; "
	    "boundary=o\r\n",
	    "--o\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nДивіться\r\n"
	    "--o\r\nContent-Type: message/rfc822\r\n\r\n"
	    "From: inner@s.example\r\nSubject: =?utf-8?b?0JfQsNC/0LjRgg==?="
	    "\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; "
	    "boundary=i\r\n\r\n--i\r\nContent-Type: text/plain; "
	    "charset=koi8-u\r\nContent-Transfer-Encoding: base64\r\n\r\n"
	    "78LMwdPU2Do=\r\n--i\r\nContent-Type: application/pdf\r\n"
	    "Content-Disposition: attachment; filename=a.pdf\r\n\r\n%PDF\r\n"
	    "--i--\r\n--o--\r\n"));

	(void)state;
	assert_true(letter->forwarded);
	assert_string_equal(letter->from, "office@school.example");
	assert_string_equal(letter->inner_from, "inner@s.example");
	assert_string_equal(letters_text(letter),
	    "Дивіться\nFrom: inner@s.example\nSubject: Запит\n\nОбласть:");
	assert_int_equal(letter->files_n, 1);
	assert_string_equal(letter->files[0].name, "a.pdf");
	assert_int_equal(letter->files[0].bytes.len, 4);
}

static const char *
file_name(const char *parameter)
{
	struct letter *letter = letters_read(letters_make(
	    arena_printf(arena,
		"MIME-Version: 1.0\r\nContent-Type: application/pdf\r\n"
		"Content-Disposition: attachment; %s\r\n",
		parameter),
	    "%PDF-1.4 \xff\x01"));

	assert_int_equal(letter->files_n, 1);
	assert_memory_equal(letter->files[0].bytes.p, "%PDF-1.4 \xff\x01", 11);
	return letter->files[0].name;
}

static void
names_of_files_are_only_names(void **state)
{
	(void)state;
	assert_string_equal(file_name("filename=\"lyst.pdf\""), "lyst.pdf");
	assert_string_equal(
	    file_name("filename=\"../../etc/passwd\""), "passwd");
	assert_string_equal(
	    file_name("filename=\"C:\\\\x\\\\.hidden\""), "hidden");
	assert_string_equal(
	    file_name("filename=\"<b>&'\\\"x.pdf\""), "_b____x.pdf");
	assert_string_equal(
	    file_name("filename*=utf-8''%D0%BB%D0%B8%D1%81%D1%82.pdf"),
	    "лист.pdf");
	assert_string_equal(
	    file_name("filename*=windows-1251''%EB%E8%F1%F2.pdf"), "лист.pdf");
	assert_string_equal(
	    file_name("filename=\"=?koi8-u?B?zMnT1C5wZGY=?=\""), "лист.pdf");
	/* fdp.exe shown as exe.pdf */
	letters_lack(file_name("filename=\"x\xe2\x80\xae"
			       "fdp.exe\""),
	    "\xe2\x80\xae");
	assert_string_equal(file_name("x=y"), "");
}

static void
flowed_lines_are_joined(void **state)
{
	struct letter *letter = letters_read(letters_make(
	    "Content-Type: text/plain; charset=utf-8; format=flowed\r\n",
	    "Назва: Ліцей \r\nміської ради\r\n> раз \r\n> два\r\n> три\r\n"
	    "-- \r\nпідпис\r\n"));

	(void)state;
	assert_string_equal(letters_text(letter),
	    "Назва: Ліцей міської ради\n> раз два\n> три\n-- \nпідпис");
}

static void
machines_are_known_by_their_headers(void **state)
{
	static const char *const automatic[] = {
	    "Auto-Submitted: auto-replied\r\n", "Precedence: bulk\r\n",
	    "List-Id: <x.example>\r\n", "Return-Path: <>\r\n",
	    ("MIME-Version: 1.0\r\nContent-Type: multipart/report; "
	     "boundary=b; report-type=delivery-status\r\n")};
	static const char *const by_hand[] = {
	    "Auto-Submitted: no\r\n", "Return-Path: <a@b.example>\r\n", ""};

	(void)state;
	for (size_t i = 0; i < sizeof(automatic) / sizeof(char *); i++)
		assert_true(letter_is_automatic(
		    letters_read(letters_make(automatic[i], "--b\r\n\r\nx"))));
	for (size_t i = 0; i < sizeof(by_hand) / sizeof(char *); i++)
		assert_false(letter_is_automatic(
		    letters_read(letters_make(by_hand[i], "x"))));
}

static void
only_our_own_server_is_believed(void **state)
{
	struct letter *letter = letters_read(
	    letters_make("Authentication-Results: mx.us.example; spf=pass;\r\n"
			 " dkim=pass header.d=s.example\r\n"
			 "Authentication-Results: evil.example; dkim=pass\r\n"
			 "Received-SPF: pass\r\n",
		"x"));

	(void)state;
	assert_string_equal(letter_auth(arena, letter, "mx.us.example"),
	    "spf=pass; dkim=pass header.d=s.example");
	assert_string_equal(letter_auth(arena, letter, "mx.us"), "");
	assert_string_equal(letter_auth(arena, letter, ""), "");
}

static void
one_letter_has_one_hash_however_it_is_encoded(void **state)
{
	static const char text[] = "Область: Сумська";
	uint8_t a[HASH_BYTES], b[HASH_BYTES], c[HASH_BYTES];

	(void)state;
	letter_hash(letters_read(letters_make(
			"Content-Type: text/plain; charset=utf-8\r\n"
			"Content-Transfer-Encoding: base64\r\n"
			"Message-ID: <1@x>\r\n",
			letters_base64(text))),
	    a);
	letter_hash(letters_read(letters_make(
			"Received: from x\r\nMessage-ID: <2@x>\r\n"
			"Content-Type: text/plain; charset=windows-1251\r\n",
			letters_encode("windows-1251", text, NULL))),
	    b);
	letter_hash(letters_read(letters_make(
			"Content-Type: text/plain; charset=utf-8\r\n",
			"Область: Сумська.")),
	    c);
	assert_memory_equal(a, b, HASH_BYTES);
	assert_memory_not_equal(a, c, HASH_BYTES);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(table_rows_become_lines_and_cells_are_parted),
	    TEST(layout_tables_keep_the_lines_inside),
	    TEST(entities_are_resolved_and_markup_is_gone),
	    TEST(lists_keep_their_numbers),
	    TEST(unfinished_markup_is_forgiven),
	    TEST(alternatives_are_shown_once),
	    TEST(a_letter_inside_is_read_with_its_head_and_files),
	    TEST(names_of_files_are_only_names),
	    TEST(flowed_lines_are_joined),
	    TEST(machines_are_known_by_their_headers),
	    TEST(only_our_own_server_is_believed),
	    TEST(one_letter_has_one_hash_however_it_is_encoded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
