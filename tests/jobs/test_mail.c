/* SPDX-License-Identifier: EUPL-1.2 */
#include "fixture.h"

#include "base/mail_message.h"
#include "base/outbox.h"
#include "base/texts.h"
#include "domain/installation.h"
#include "domain/work.h"
#include "jobs/kinds.h"
#include "jobs/worker.h"
#include "store/jobs.h"

static int
setup(void **state)
{
	struct fixture *f;

	fixture_setup(state);
	f = *state;
	f->config.domain = "journal.example";
	f->config.contact = "help@journal.example";
	fixture_as(f, 0, ROLE_SYSTEM);
	assert_int_equal(texts_start(), OK);
	assert_int_equal(installation_init(&f->act, false), OK);
	return 0;
}

static void
order(struct fixture *f, const char *lang)
{
	assert_int_equal(act_begin_registry(&f->act), OK);
	assert_int_equal(work_mail(&f->act,
			     &(struct mail_work){.template = "admin",
				 .to = "olha@school.example",
				 .lang = lang,
				 .in_reply_to = "letter.1@school.example"},
			     WORK_HOLES({"institution", "Ліцей «Ґанок»"},
				 {"link", "https://journal.example/i/secret"},
				 {"date", "30 листопада 2026 р."})),
	    OK);
	assert_int_equal(act_commit(&f->act), OK);
}

static void
run(struct fixture *f)
{
	int ran = 0;

	assert_int_equal(
	    worker_run_due(&f->config, f->pool, &f->rng, 0, f->act.now, &ran),
	    OK);
	assert_int_equal(ran, 1);
}

static const char *
raw(struct fixture *f, const char *name)
{
	const char *text = NULL;
	size_t len = 0;

	assert_int_equal(outbox_read(f->arena, f->dir, name, &text, &len), OK);
	return arena_strndup(f->arena, text, len);
}

static void
without_a_server_the_letter_lies_in_the_outbox_whole(void **state)
{
	struct fixture *f = *state;
	struct mail_shown shown;
	const char *text;

	order(f, "uk");
	run(f);
	text = raw(f, "0.1.eml");
	assert_int_equal(
	    mail_message_read(f->arena, text, strlen(text), &shown), OK);
	assert_string_equal(shown.to, "olha@school.example");
	assert_string_equal(
	    shown.subject, "Запрошення до E-Journal: Ліцей «Ґанок»");
	assert_non_null(strstr(shown.body, "\nhttps://journal.example/i/secret"
					   "\n"));
	assert_non_null(strstr(shown.body, "після 30 листопада 2026 р."));
	assert_non_null(strstr(shown.body, "help@journal.example"));
	assert_non_null(
	    strstr(text, "In-Reply-To: <letter.1@school.example>\r\n"));
}

static void
the_letter_is_in_the_readers_language(void **state)
{
	struct fixture *f = *state;
	struct mail_shown shown;
	const char *text;

	order(f, "en");
	run(f);
	text = raw(f, "0.1.eml");
	assert_int_equal(
	    mail_message_read(f->arena, text, strlen(text), &shown), OK);
	assert_non_null(strstr(shown.subject, "Invitation"));
	assert_non_null(strstr(shown.body, "Good day."));
}

/* Killed after the letter and before "done": it goes out again, as itself. */
static void
a_letter_that_goes_out_twice_has_one_identity(void **state)
{
	struct fixture *f = *state;
	struct outbox_entry *list;
	const char *first, *id;
	struct job job;
	const char *why;
	size_t n, total;

	order(f, "uk");
	assert_int_equal(jobs_find(f->act.registry, f->arena, 0, 1, &job), OK);
	assert_int_equal(mail_run(&f->act, &job, &why), OK);
	first = raw(f, "0.1.eml");
	id = strstr(first, "Message-ID: <job.0.1.");
	assert_non_null(id);
	assert_non_null(strstr(id, "@journal.example>\r\n"));
	f->act.now += 100;
	run(f);
	id = arena_strndup(f->arena, id, strcspn(id, "\r"));
	assert_non_null(strstr(raw(f, "0.1.eml"), id));
	assert_int_equal(
	    outbox_list(f->arena, f->dir, 9, &list, &n, &total), OK);
	assert_int_equal(total, 1);
}

static void
nobody_guesses_a_message_id(void **state)
{
	struct fixture *f = *state;
	const char *first, *second, *a, *b;

	order(f, "uk");
	run(f);
	order(f, "uk");
	run(f);
	first = raw(f, "0.1.eml");
	second = raw(f, "0.2.eml");
	a = strstr(first, "<job.0.1.") + strlen("<job.0.1.");
	b = strstr(second, "<job.0.2.") + strlen("<job.0.2.");
	assert_int_equal(strcspn(a, "@"), 12);
	assert_memory_not_equal(a, b, 12);
}

static void
the_outbox_keeps_what_it_takes_to_send_later(void **state)
{
	struct fixture *f = *state;
	struct job job;

	order(f, "uk");
	run(f);
	assert_int_equal(jobs_find(f->act.registry, f->arena, 0, 1, &job), OK);
	assert_non_null(strstr(job.payload, "/i/secret"));
}

static void
what_a_server_took_leaves_no_link_behind(void **state)
{
	struct fixture *f = *state;
	struct job job;
	const char *rest;

	order(f, "uk");
	assert_int_equal(jobs_find(f->act.registry, f->arena, 0, 1, &job), OK);
	f->config.smtp_url = "smtp://mail.example:587";
	rest = mail_rest(&f->act, &job);
	assert_non_null(rest);
	assert_null(strstr(rest, "secret"));
	assert_null(strstr(rest, "fields"));
	assert_non_null(strstr(rest, "olha@school.example"));
	assert_non_null(strstr(rest, "\"admin\""));
}

static void
a_letter_without_a_template_or_an_address_is_refused(void **state)
{
	static const char *const bad[] = {"", "{}", "[]",
	    "{\"template\":\"test\",\"lang\":\"uk\"}",
	    "{\"template\":\"none\",\"lang\":\"uk\",\"to\":\"a@b.ua\"}",
	    "{\"template\":\"test\",\"to\":\"a@b.ua\"}",
	    "{\"template\":\"test\",\"lang\":\"uk\",\"to\":\"a@b\\nc\"}"};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		const struct job job = {
		    .job = 1, .kind = "mail", .payload = bad[i]};
		const char *why = NULL;
		enum err err = mail_run(&f->act, &job, &why);

		assert_true(err == ERR_INVALID || err == ERR_NOT_FOUND);
		assert_non_null(why);
	}
}

#define TEST(name)                                                             \
	cmocka_unit_test_setup_teardown(name, setup, fixture_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(without_a_server_the_letter_lies_in_the_outbox_whole),
	    TEST(the_letter_is_in_the_readers_language),
	    TEST(a_letter_that_goes_out_twice_has_one_identity),
	    TEST(nobody_guesses_a_message_id),
	    TEST(the_outbox_keeps_what_it_takes_to_send_later),
	    TEST(what_a_server_took_leaves_no_link_behind),
	    TEST(a_letter_without_a_template_or_an_address_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
