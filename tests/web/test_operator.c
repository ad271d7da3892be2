/* SPDX-License-Identifier: EUPL-1.2 */
/* The pages of the technical service, through the whole application. */
#include "site.h"

#include <stdlib.h>

#include "base/mail_message.h"
#include "base/outbox.h"
#include "domain/work.h"
#include "store/jobs.h"

#define LINK "https://journal.example/i/a-secret-link"

static struct act
system_act(struct site *s)
{
	struct act act = s->fx.act;

	act.actor = (struct actor){.role = ROLE_SYSTEM, .log_id = "-"};
	return act;
}

/* A letter that the worker has taken; its job. */
static struct job
letter(struct site *s)
{
	struct act act = system_act(s);
	struct job job;

	assert_int_equal(act_begin_registry(&act), OK);
	assert_int_equal(work_mail(&act,
			     &(struct mail_work){.template = "staff",
				 .to = "olena@school.example",
				 .lang = "uk"},
			     WORK_HOLES({"link", LINK}, {"date", "30.11.2026"},
				 {"role", "розглядає заявку"})),
	    OK);
	assert_int_equal(
	    jobs_take(act.registry, s->arena, 0, act.now, 300, &job), OK);
	assert_int_equal(act_commit(&act), OK);
	return job;
}

static void
lay(struct site *s, const struct job *job)
{
	const struct mail_message m = {.from = "ejournal@journal.example",
	    .to = "olena@school.example",
	    .subject = "Запрошення до E-Journal",
	    .body = "Добрий день.\n\n" LINK "\n<b>не розмітка</b>\n",
	    .message_id = "x@y",
	    .at = s->fx.act.now};
	const char *text;
	size_t len;

	assert_int_equal(
	    jobs_done(s->fx.act.registry, 0, job->job, s->fx.act.now, NULL),
	    OK);
	assert_int_equal(mail_message_write(s->arena, &m, &text, &len), OK);
	assert_int_equal(
	    outbox_write(s->arena, s->fx.dir,
		arena_printf(s->arena, "0.%lld.eml", (long long)job->job), text,
		len),
	    OK);
}

static void
fail_it(struct site *s, const struct job *job, const char *why)
{
	assert_int_equal(
	    jobs_fail(s->fx.act.registry, 0, job->job, s->fx.act.now, why), OK);
}

static const char *
page(struct site *s, const char *path, int status)
{
	const struct http_response *res = site_get(s, ROLE_OPERATOR, path);

	assert_int_equal(res->status, status);
	return res->body.p;
}

static void
the_state_says_what_needs_somebody_first(void **state)
{
	struct site *s = *state;
	const char *text = page(s, "/operator", 200);

	assert_non_null(strstr(text, "Фонова служба не працює"));
	assert_non_null(strstr(text, "Листи ще не надсилаються"));
	assert_non_null(strstr(text, "<dt>Закладів підключено</dt><dd>2</dd>"));
	assert_null(strstr(text, "Невиконані роботи"));
}

static void
failed_work_is_shown_and_tried_again(void **state)
{
	struct site *s = *state;
	struct act act = system_act(s);
	const struct http_response *res;
	int64_t events;
	struct job job;

	assert_int_equal(act_begin_registry(&act), OK);
	assert_int_equal(
	    work_add(&act, "report_statistics", NULL, "{}", 0), OK);
	assert_int_equal(
	    jobs_take(act.registry, s->arena, 0, act.now, 300, &job), OK);
	assert_int_equal(act_commit(&act), OK);
	fail_it(s, &job, "why <it> failed");
	assert_non_null(
	    strstr(page(s, "/operator", 200), "why &lt;it&gt; failed"));
	events = site_events(s);
	res = site_post(s, ROLE_OPERATOR, "/operator/again",
	    arena_printf(s->arena, "store=0&job=%lld", (long long)job.job));
	assert_int_equal(res->status, 303);
	assert_string_equal(site_header(res, "Location"), "/operator");
	assert_int_equal(site_events(s), events + 1);
	assert_null(strstr(page(s, "/operator", 200), "failed</code>"));
}

static void
a_letter_in_the_outbox_can_be_read(void **state)
{
	struct site *s = *state;
	struct job job = letter(s);
	const struct http_response *res;
	const char *path, *text;

	lay(s, &job);
	path =
	    arena_printf(s->arena, "/operator/mail/0/%lld", (long long)job.job);
	text = page(s, "/operator/mail", 200);
	assert_non_null(strstr(text, "olena@school.example"));
	assert_non_null(strstr(text, arena_printf(s->arena, "'%s'", path)));
	assert_non_null(strstr(text, "таємниця"));
	assert_null(strstr(text, LINK)); /* not in a list on a screen */
	res = site_get(s, ROLE_OPERATOR, path);
	assert_int_equal(res->status, 200);
	assert_non_null(strstr(res->body.p, LINK));
	assert_null(strstr(res->body.p, "<b>не розмітка"));
	assert_string_equal(site_header(res, "Referrer-Policy"), "no-referrer");
	assert_string_equal(res->route, "/operator/mail/:store/:job");
}

static void
with_a_mail_server_nobody_reads_letters(void **state)
{
	struct site *s = *state;
	struct job job = letter(s);
	const char *path =
	    arena_printf(s->arena, "/operator/mail/0/%lld", (long long)job.job);

	lay(s, &job);
	s->fx.config.smtp_url = "smtp://mail.example:587";
	assert_null(strstr(page(s, path, 403), LINK));
	assert_null(strstr(page(s, "/operator/mail", 200), path));
}

static void
a_letter_that_came_back_says_so_and_why(void **state)
{
	struct site *s = *state;
	struct job job = letter(s);
	const char *text, *body;

	assert_int_equal(
	    jobs_done(s->fx.act.registry, 0, job.job, s->fx.act.now,
		"{\"template\":\"staff\",\"lang\":\"uk\","
		"\"to\":\"olena@school.example\"}"),
	    OK);
	assert_int_equal(jobs_bounce(s->fx.act.registry, 0, job.job,
			     s->fx.act.now, "bounced: 550 5.1.1 no such user"),
	    OK);
	text = page(s, "/operator/mail", 200);
	assert_non_null(strstr(text, "повернувся"));
	assert_non_null(strstr(text, "550 5.1.1 no such user"));
	assert_null(strstr(text, "/operator/again"));
	body = arena_printf(
	    s->arena, "store=0&job=%lld&from=mail", (long long)job.job);
	assert_int_equal(
	    site_post(s, ROLE_OPERATOR, "/operator/again", body)->status, 410);
}

static void
a_letter_that_was_not_taken_is_sent_again(void **state)
{
	struct site *s = *state;
	struct job job = letter(s);
	const struct http_response *res;
	const char *body;

	fail_it(s, &job, "Couldn't connect to server");
	assert_non_null(
	    strstr(page(s, "/operator/mail", 200), "/operator/again"));
	body = arena_printf(
	    s->arena, "store=0&job=%lld&from=mail", (long long)job.job);
	res = site_post(s, ROLE_OPERATOR, "/operator/again", body);
	assert_int_equal(res->status, 303);
	assert_string_equal(site_header(res, "Location"), "/operator/mail");
	assert_non_null(
	    strstr(page(s, "/operator/mail?box=waiting", 200), "чекає"));
	/* Twice is no fault, and not twice. */
	assert_int_equal(
	    site_post(s, ROLE_OPERATOR, "/operator/again", body)->status, 404);
}

static void
a_test_letter_needs_an_address(void **state)
{
	struct site *s = *state;
	const struct http_response *res =
	    site_post(s, ROLE_OPERATOR, "/operator/mail", "address=nonsense");

	assert_int_equal(res->status, 422);
	assert_non_null(strstr(res->body.p, "value='nonsense'"));
	res = site_post(s, ROLE_OPERATOR, "/operator/mail",
	    "address=olena%40school.example");
	assert_int_equal(res->status, 303);
	assert_non_null(
	    strstr(page(s, "/operator/mail?box=waiting", 200), "Пробний лист"));
}

static void
a_strange_page_number_shows_an_empty_list(void **state)
{
	struct site *s = *state;

	page(s, "/operator/mail?at=-5&box=sent", 200);
	page(s, "/operator/mail?at=99999999999999999999&box=none", 200);
	page(s, "/operator/mail/0/999", 404);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    SITE_TEST(the_state_says_what_needs_somebody_first),
	    SITE_TEST(failed_work_is_shown_and_tried_again),
	    SITE_TEST(a_letter_in_the_outbox_can_be_read),
	    SITE_TEST(with_a_mail_server_nobody_reads_letters),
	    SITE_TEST(a_letter_that_came_back_says_so_and_why),
	    SITE_TEST(a_letter_that_was_not_taken_is_sent_again),
	    SITE_TEST(a_test_letter_needs_an_address),
	    SITE_TEST(a_strange_page_number_shows_an_empty_list),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
