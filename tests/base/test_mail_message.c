/* SPDX-License-Identifier: EUPL-1.2 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/mail_message.h"

static struct mail_message
sample(void)
{
	return (struct mail_message){
	    .from = "Е-Журнал <journal@example.ua>",
	    .to = "olha@school.example",
	    .subject = "Запрошення до E-Journal: Кролевецький ліцей № 1"
		       " Кролевецької міської ради",
	    .body = "Добрий день.\n\n.крапка на початку\nhttps://a.b/i/x=y \n",
	    .message_id = "job.0.1@example.ua",
	    .at = 1795428540,
	};
}

static void
headers_are_ascii_and_short(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	struct mail_message m = sample();
	const char *out, *line;
	size_t len;

	(void)state;
	assert_int_equal(mail_message_write(a, &m, &out, &len), OK);
	for (size_t i = 0; i < len; i++)
		assert_true((unsigned char)out[i] < 0x80);
	for (line = out; *line; line = strstr(line, "\r\n") + 2)
		assert_true(strcspn(line, "\r") <= 78);
	assert_non_null(strstr(out, "Subject: =?utf-8?b?"));
	assert_non_null(strstr(out, "<journal@example.ua>\r\n"));
	assert_non_null(strstr(out, "Auto-Submitted: auto-generated\r\n"));
}

static void
dots_blanks_and_equals_survive_relays(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	struct mail_message m = sample();
	const char *out;
	size_t len;

	(void)state;
	assert_int_equal(mail_message_write(a, &m, &out, &len), OK);
	assert_null(strstr(out, "\r\n."));
	assert_null(strstr(out, " \r\n"));
	assert_non_null(strstr(out, "/i/x=3Dy=20\r\n"));
}

static void
a_line_break_in_a_header_is_refused(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	const char *out;
	size_t len;
	static const char *const bad_to[] = {"a@b\r\nBcc: x@y", "no-at",
	    "a@b, c@d", "<a@b>", "a b@c", "@b", "a@", "ї@b.ua"};

	(void)state;
	for (size_t i = 0; i < sizeof(bad_to) / sizeof(bad_to[0]); i++) {
		struct mail_message m = sample();

		m.to = bad_to[i];
		assert_int_equal(
		    mail_message_write(a, &m, &out, &len), ERR_INVALID);
	}
	struct mail_message m = sample();
	m.subject = "x\nBcc: y@z";
	assert_int_equal(mail_message_write(a, &m, &out, &len), ERR_INVALID);
}

static void
what_was_written_reads_back(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	struct mail_message m = sample();
	struct mail_shown shown;
	const char *out;
	size_t len;

	(void)state;
	m.body = "Добрий день.\n\n.крапка =20\nhttps://journal.example.ua/i/"
		 "abcdefghijklmnopqrstuvwxyz0123456789abcdefghijkl \n";
	assert_int_equal(mail_message_write(a, &m, &out, &len), OK);
	assert_int_equal(mail_message_read(a, out, len, &shown), OK);
	assert_string_equal(shown.to, m.to);
	assert_string_equal(shown.subject, m.subject);
	assert_string_equal(shown.body, m.body);
	assert_string_equal(shown.date, clock_rfc5322(a, m.at));
	m.subject = "In ASCII";
	assert_int_equal(mail_message_write(a, &m, &out, &len), OK);
	assert_int_equal(mail_message_read(a, out, len, &shown), OK);
	assert_string_equal(shown.subject, "In ASCII");
}

static void
what_is_no_letter_of_ours_is_refused(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	static const char *const bad[] = {"", "To: <a@b>\r\n\r\n",
	    "no end of the head",
	    "To: <a@b>\r\nSubject: =?utf-8?b?!?=\r\nDate: x\r\n\r\n",
	    "To: <a@b>\r\nSubject: =?utf-8?b?0KM\r\nDate: x\r\n\r\n",
	    "To: <a@b>\r\nSubject: x\r\nDate: x\r\n\r\n=",
	    "To: <a@b>\r\nSubject: x\r\nDate: x\r\n\r\n=FF"};
	struct mail_shown shown;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(
		    mail_message_read(a, bad[i], strlen(bad[i]), &shown),
		    ERR_INVALID);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(headers_are_ascii_and_short),
	    cmocka_unit_test(dots_blanks_and_equals_survive_relays),
	    cmocka_unit_test(a_line_break_in_a_header_is_refused),
	    cmocka_unit_test(what_was_written_reads_back),
	    cmocka_unit_test(what_is_no_letter_of_ours_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
