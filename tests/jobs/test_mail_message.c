/* SPDX-License-Identifier: EUPL-1.2 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "jobs/mail_message.h"
#include "jobs/mail_text.h"

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
every_hole_of_a_letter_is_filled(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	const struct hole holes[] = {{"institution", "Ліцей"},
	    {"link", "https://x/i/1"}, {"date", "30.11.2026"},
	    {"contact", "c@d.ua"}};
	const char *subject, *body;

	(void)state;
	assert_int_equal(
	    mail_text(a, LANG_EN, "admin", holes, 4, &subject, &body), OK);
	assert_null(strchr(subject, '{'));
	assert_null(strchr(body, '{'));
	assert_non_null(strstr(body, "https://x/i/1"));
	assert_int_equal(
	    mail_text(a, LANG_EN, "nonsense", holes, 4, &subject, &body),
	    ERR_NOT_FOUND);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(headers_are_ascii_and_short),
	    cmocka_unit_test(dots_blanks_and_equals_survive_relays),
	    cmocka_unit_test(a_line_break_in_a_header_is_refused),
	    cmocka_unit_test(every_hole_of_a_letter_is_filled),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
