/* SPDX-License-Identifier: EUPL-1.2 */
/* Declared, undeclared and wrongly declared charsets, in bodies and headers. */
#include "letters.h"

static const char text[] = "Область: Сумська\nЗаклад: Ґудзівський ліцей імені "
			   "Євгена Їжакевича\nПросимо підключити до журналу\n";

static const char *
body_in(const char *charset, const char *declared)
{
	return letters_make(
	    arena_printf(arena, "Content-Type: text/plain%s%s\r\n",
		declared ? "; charset=" : "", declared ? declared : ""),
	    letters_encode(charset, text, NULL));
}

static void
check(const char *charset, const char *declared, bool guessed)
{
	struct letter *letter = letters_read(body_in(charset, declared));

	assert_int_equal(letter->status, LETTER_OK);
	assert_int_equal(letter->n, 1);
	assert_string_equal(letter->parts[0].text, text);
	assert_int_equal(letter->parts[0].guessed, guessed);
}

static void
declared_charsets_are_read(void **state)
{
	(void)state;
	check("utf-8", "utf-8", false);
	check("windows-1251", "windows-1251", false);
	check("windows-1251", "CP1251", false);
	check("koi8-u", "koi8-u", false);
	check("koi8-u", "KOI8-R", false);
}

static void
undeclared_charsets_are_guessed(void **state)
{
	(void)state;
	check("utf-8", NULL, true);
	check("windows-1251", NULL, true);
	check("koi8-u", NULL, true);
}

static void
wrong_declarations_are_seen_through(void **state)
{
	(void)state;
	check("windows-1251", "utf-8", true);
	check("utf-8", "windows-1251", true);
	check("windows-1251", "iso-8859-1", true);
	check("windows-1251", "koi8-u", true);
	check("koi8-u", "windows-1251", true);
	check("koi8-u", "x-nonsense", true);
}

static void
transfer_encodings_are_undone(void **state)
{
	static const char quoted[] =
	    "=CE=E1=EB=E0=F1=F2=FC: =D1=F3=EC=F1=FC=EA=E0 =EE=\r\n=E1=EB.";
	struct letter *letter;

	(void)state;
	letter = letters_read(
	    letters_make("Content-Type: text/plain; charset=windows-1251\r\n"
			 "Content-Transfer-Encoding: quoted-printable\r\n",
		quoted));
	assert_string_equal(letter->parts[0].text, "Область: Сумська обл.");
	letter = letters_read(
	    letters_make("Content-Type: text/plain; charset=utf-8\r\n"
			 "Content-Transfer-Encoding: base64\r\n",
		letters_base64(text)));
	assert_string_equal(letter->parts[0].text, text);
}

static const char *
subject_of(const char *raw, size_t len)
{
	char *letter = arena_alloc(arena, len + 100);
	size_t n = 0;

	memcpy(letter, "From: a@b.example\r\nSubject: ", 28);
	n += 28;
	memcpy(letter + n, raw, len);
	n += len;
	memcpy(letter + n, "\r\n\r\nx", 5);
	return letters_read_bytes(letter, n + 5)->subject;
}

static void
check_subject(const char *raw, const char *expected)
{
	assert_string_equal(subject_of(raw, strlen(raw)), expected);
}

static void
encoded_words_become_one_line(void **state)
{
	(void)state;
	check_subject("=?utf-8?b?0JfQsNC/0LjRgg==?=", "Запит");
	check_subject(
	    "=?windows-1251?Q?=C7=E0=EF=E8=F2?= E-Journal", "Запит E-Journal");
	check_subject("=?koi8-u?B?+sHQydQ=?=", "Запит");
	check_subject("=?utf-8*uk?q?=D0=97=D0=B0_x?=", "За x");
	/* One letter split over two words, and a blank that is none. */
	check_subject("=?utf-8?Q?=D0=97=D0?=\r\n =?utf-8?Q?=B0=D0=BF?=", "Зап");
	check_subject("=?broken", "=?broken");
	check_subject("=?utf-8?x?abc?=", "=?utf-8?x?abc?=");
}

static void
bytes_without_a_charset_in_headers_are_guessed(void **state)
{
	static const char subject[] = "Заявка на підключення закладу освіти";
	size_t len;
	const char *raw;

	(void)state;
	check_subject(subject, subject);
	raw = letters_encode("windows-1251", subject, &len);
	assert_string_equal(subject_of(raw, len), subject);
	raw = letters_encode("koi8-u", subject, &len);
	assert_string_equal(subject_of(raw, len), subject);
}

static void
names_of_senders_are_decoded_and_addresses_bared(void **state)
{
	struct letter *letter = letters_read(
	    "From: =?utf-8?b?0JvRltGG0LXQuQ==?= <office@l.example>\r\n"
	    "Reply-To: \"Office, the\" <reply@l.example>, x@y.example\r\n"
	    "Return-Path: <>\r\nMessage-ID: <1@l.example>\r\n\r\nx");

	(void)state;
	assert_string_equal(letter->from, "office@l.example");
	assert_string_equal(letter->from_name, "Ліцей");
	assert_non_null(letter->return_path);
	assert_string_equal(letter->return_path, "");
	assert_string_equal(letter->message_id, "1@l.example");
	assert_true(letter_is_automatic(letter));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(declared_charsets_are_read),
	    TEST(undeclared_charsets_are_guessed),
	    TEST(wrong_declarations_are_seen_through),
	    TEST(transfer_encodings_are_undone),
	    TEST(encoded_words_become_one_line),
	    TEST(bytes_without_a_charset_in_headers_are_guessed),
	    TEST(names_of_senders_are_decoded_and_addresses_bared),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
