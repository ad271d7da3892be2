/* SPDX-License-Identifier: EUPL-1.2 */
#include "fixture.h"

#include "base/mail_message.h"
#include "base/outbox.h"
#include "domain/bounce.h"
#include "domain/installation.h"
#include "domain/operations.h"
#include "domain/work.h"
#include "place.h"
#include "store/events.h"
#include "store/jobs.h"

static int
setup(void **state)
{
	struct fixture *f;

	fixture_setup(state);
	f = *state;
	fixture_as(f, 0, ROLE_SYSTEM);
	assert_int_equal(installation_init(&f->act, false), OK);
	return 0;
}

static void
as_operator(struct fixture *f)
{
	f->act.actor = (struct actor){
	    .account = 7, .role = ROLE_OPERATOR, .log_id = "t-7"};
}

static int64_t
events(struct fixture *f)
{
	int64_t size, at;

	assert_int_equal(events_head(f->act.registry, 0, &size, &at), OK);
	return size;
}

/* A letter in a state, as the worker leaves it. */
static int64_t
letter(struct fixture *f, const char *end, const char *why, const char *rest)
{
	struct act act = f->act;
	struct db *db = act.registry;
	struct job job;

	act.actor = (struct actor){.role = ROLE_SYSTEM, .log_id = "-"};
	assert_int_equal(act_begin_registry(&act), OK);
	assert_int_equal(
	    work_mail(&act,
		&(struct mail_work){
		    .template = "test", .to = "a@b.example", .lang = "uk"},
		NULL, 0),
	    OK);
	assert_int_equal(jobs_take(db, f->arena, 0, act.now, 300, &job), OK);
	if (!strcmp(end, "done"))
		assert_int_equal(jobs_done(db, 0, job.job, act.now, rest), OK);
	else if (!strcmp(end, "failed"))
		assert_int_equal(jobs_fail(db, 0, job.job, act.now, why), OK);
	else
		assert_int_equal(
		    jobs_retry(db, 0, job.job, act.now + 60, why), OK);
	assert_int_equal(act_commit(&act), OK);
	return job.job;
}

static struct operations_letter
only(struct fixture *f, enum operations_box box)
{
	struct operations_letter *list;
	size_t n;

	as_operator(f);
	assert_int_equal(operations_letters(&f->act, box, 0, &list, &n), OK);
	assert_int_equal(n, 1);
	return list[0];
}

static void
the_state_counts_what_is_there(void **state)
{
	struct fixture *f = *state;
	struct operations_state seen;

	letter(f, "failed", "x", NULL);
	as_operator(f);
	assert_int_equal(operations_state(&f->act, &seen), OK);
	assert_int_equal(seen.figures.active, 2);
	assert_int_equal(seen.figures.invited, 0);
	assert_int_equal(seen.failed, 1);
	assert_int_equal(seen.ready, 0);
	assert_int_equal(seen.sweep.at, 0);
	assert_true(seen.worker_late);
	assert_true(seen.disk_all >= seen.disk_free);
	assert_true(seen.disk_free > 0);
	/* A database behind a URL is no file whose size could be shown. */
	assert_int_equal(seen.registry_bytes > 0, !place_is_postgres());
	assert_true(seen.schema >= 1);
}

static void
a_letter_tells_how_far_it_came(void **state)
{
	struct fixture *f = *state;
	struct operations_letter l;

	letter(f, "ready", "Couldn't connect to server", NULL);
	l = only(f, OPERATIONS_WAITING);
	assert_int_equal(l.fate, LETTER_WAITS_AGAIN);
	assert_string_equal(l.to, "a@b.example");
	assert_string_equal(l.template, "test");
	assert_string_equal(l.error, "Couldn't connect to server");
	assert_int_equal(l.next_at, f->act.now + 60);
	assert_false(l.again);
	letter(f, "done", NULL, "{\"to\":\"a@b.example\"}");
	assert_int_equal(only(f, OPERATIONS_SENT).fate, LETTER_SENT);
	letter(f, "failed", "550 no", NULL);
	assert_int_equal(only(f, OPERATIONS_FAILED).fate, LETTER_FAILED);
	assert_true(only(f, OPERATIONS_FAILED).again);
}

static void
a_letter_that_came_back_says_why_and_has_no_link_to_send(void **state)
{
	struct fixture *f = *state;
	int64_t id = letter(f, "done", NULL, "{\"to\":\"a@b.example\"}");
	struct operations_letter l;

	assert_int_equal(jobs_bounce(f->act.registry, 0, id, f->act.now,
			     BOUNCE_PREFIX "550 5.1.1"),
	    OK);
	l = only(f, OPERATIONS_FAILED);
	assert_int_equal(l.fate, LETTER_BOUNCED);
	assert_string_equal(l.error, "550 5.1.1");
	assert_false(l.again);
	assert_int_equal(operations_retry(&f->act, 0, id), ERR_EXPIRED);
}

static void
trying_again_is_one_event_of_the_registry(void **state)
{
	struct fixture *f = *state;
	int64_t id = letter(f, "failed", "x", NULL), before = events(f);

	as_operator(f);
	assert_int_equal(operations_retry(&f->act, 0, id), OK);
	assert_int_equal(events(f), before + 1);
	assert_int_equal(only(f, OPERATIONS_WAITING).fate, LETTER_WAITS);
	assert_int_equal(operations_retry(&f->act, 0, id), ERR_NOT_FOUND);
	assert_int_equal(operations_retry(&f->act, 0, 4711), ERR_NOT_FOUND);
	assert_int_equal(operations_retry(&f->act, 4711, 1), ERR_NOT_FOUND);
	assert_int_equal(events(f), before + 1);
}

static void
work_of_a_school_is_shown_and_tried_again(void **state)
{
	struct fixture *f = *state;
	const struct operations_sweep sweep = {
	    .at = f->act.now, .failed = 1, .troubled = {1}, .troubled_n = 1};
	struct operations_job *jobs;
	struct job job;
	int64_t before;
	size_t n;

	assert_int_equal(act_begin_school(&f->act), OK);
	assert_int_equal(work_add(&f->act, "unknown", NULL, "{}", 0), OK);
	assert_int_equal(
	    jobs_take(f->act.school, f->arena, 1, f->act.now, 300, &job), OK);
	assert_int_equal(
	    jobs_fail(f->act.school, 1, job.job, f->act.now, "no"), OK);
	assert_int_equal(act_commit(&f->act), OK);
	assert_int_equal(operations_swept(&f->act, &sweep), OK);
	as_operator(f);
	act_close_school(&f->act);
	before = events(f);
	assert_int_equal(operations_failed(&f->act, &jobs, &n), OK);
	assert_int_equal(n, 1);
	assert_int_equal(jobs[0].store, 1);
	assert_string_equal(jobs[0].kind, "unknown");
	assert_int_equal(operations_retry(&f->act, 1, job.job), OK);
	assert_int_equal(events(f), before + 1);
	assert_int_equal(operations_failed(&f->act, &jobs, &n), OK);
	assert_int_equal(n, 0);
	assert_int_equal(act_open_school(&f->act, 1), OK);
}

static const char *
lay(struct fixture *f, int64_t id)
{
	const struct mail_message m = {.from = "ejournal@journal.example",
	    .to = "a@b.example",
	    .subject = "Запрошення",
	    .body = "Посилання:\nhttps://journal.example/i/secret\n",
	    .message_id = "x@y",
	    .at = f->act.now};
	const char *text;
	size_t len;

	assert_int_equal(mail_message_write(f->arena, &m, &text, &len), OK);
	assert_int_equal(
	    outbox_write(f->arena, f->dir,
		arena_printf(f->arena, "0.%lld.eml", (long long)id), text, len),
	    OK);
	return m.body;
}

static void
the_outbox_is_read_only_while_no_server_is_set(void **state)
{
	struct fixture *f = *state;
	int64_t id = letter(f, "done", NULL, NULL);
	const char *body = lay(f, id);
	struct operations_text text;

	assert_int_equal(only(f, OPERATIONS_SENT).fate, LETTER_LAID);
	assert_int_equal(operations_text(&f->act, 0, id, &text), OK);
	assert_string_equal(text.subject, "Запрошення");
	assert_string_equal(text.body, body);
	assert_int_equal(
	    operations_text(&f->act, 0, 4711, &text), ERR_NOT_FOUND);
	assert_int_equal(operations_retry(&f->act, 0, id), ERR_CONFLICT);
	f->config.smtp_url = "smtp://mail.example:587";
	assert_int_equal(operations_text(&f->act, 0, id, &text), ERR_DENIED);
	assert_int_equal(operations_retry(&f->act, 0, id), OK);
}

static void
a_test_letter_goes_to_an_address(void **state)
{
	struct fixture *f = *state;
	int64_t before;

	as_operator(f);
	before = events(f);
	assert_int_equal(
	    operations_test_letter(&f->act, "no address", "uk"), ERR_INVALID);
	assert_int_equal(
	    operations_test_letter(&f->act, NULL, "uk"), ERR_INVALID);
	assert_int_equal(events(f), before);
	assert_int_equal(
	    operations_test_letter(&f->act, " Olha@School.example ", "uk"), OK);
	assert_int_equal(events(f), before + 1);
	assert_string_equal(
	    only(f, OPERATIONS_WAITING).to, "olha@school.example");
}

static void
nobody_else_sees_or_does_any_of_it(void **state)
{
	static const enum role others[] = {ROLE_NONE, ROLE_ADMIN, ROLE_HEAD,
	    ROLE_REVIEWER, ROLE_APPROVER, ROLE_ANALYST, ROLE_TEACHER};
	struct fixture *f = *state;
	int64_t id = letter(f, "failed", "x", NULL);
	int64_t counts[OPERATIONS_FAILED + 1];
	struct operations_letter *letters;
	struct operations_state seen;
	struct operations_job *jobs;
	struct operations_text text;
	size_t n;

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		struct act *act = &f->act;

		act->actor.role = others[i];
		assert_int_equal(operations_state(act, &seen), ERR_DENIED);
		assert_int_equal(operations_failed(act, &jobs, &n), ERR_DENIED);
		assert_int_equal(
		    operations_letters(act, OPERATIONS_SENT, 0, &letters, &n),
		    ERR_DENIED);
		assert_int_equal(
		    operations_letter_counts(act, counts), ERR_DENIED);
		assert_int_equal(
		    operations_text(act, 0, id, &text), ERR_DENIED);
		assert_int_equal(operations_retry(act, 0, id), ERR_DENIED);
		assert_int_equal(
		    operations_test_letter(act, "a@b.example", "uk"),
		    ERR_DENIED);
		assert_int_equal(
		    operations_swept(act, &(struct operations_sweep){0}),
		    ERR_DENIED);
	}
}

#define TEST(name)                                                             \
	cmocka_unit_test_setup_teardown(name, setup, fixture_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(the_state_counts_what_is_there),
	    TEST(a_letter_tells_how_far_it_came),
	    TEST(a_letter_that_came_back_says_why_and_has_no_link_to_send),
	    TEST(trying_again_is_one_event_of_the_registry),
	    TEST(work_of_a_school_is_shown_and_tried_again),
	    TEST(the_outbox_is_read_only_while_no_server_is_set),
	    TEST(a_test_letter_goes_to_an_address),
	    TEST(nobody_else_sees_or_does_any_of_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
