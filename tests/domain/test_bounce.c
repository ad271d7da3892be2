/* SPDX-License-Identifier: EUPL-1.2 */
#include "fixture.h"

#include "domain/bounce.h"
#include "domain/installation.h"
#include "domain/work.h"
#include "store/jobs.h"

static int
setup(void **state)
{
	struct fixture *f;

	fixture_setup(state);
	f = *state;
	f->config.domain = "journal.example";
	fixture_as(f, 0, ROLE_SYSTEM);
	assert_int_equal(installation_init(&f->act, false), OK);
	return 0;
}

/* A letter that has left; its job's number and Message-ID. */
static int64_t
sent(struct fixture *f, bool school, const char **id)
{
	struct act *act = &f->act;
	struct db *db = school ? act->school : act->registry;
	const int64_t inst = school ? 1 : 0;
	struct job job;

	assert_int_equal(
	    school ? act_begin_school(act) : act_begin_registry(act), OK);
	assert_int_equal(
	    work_mail(act,
		&(struct mail_work){
		    .template = "test", .to = "a@b.example", .lang = "uk"},
		NULL, 0),
	    OK);
	assert_int_equal(
	    jobs_take(db, f->arena, inst, act->now, 300, &job), OK);
	assert_int_equal(jobs_done(db, inst, job.job, act->now, NULL), OK);
	assert_int_equal(act_commit(act), OK);
	assert_int_equal(bounce_message_id(act, inst, job.job, id), OK);
	return job.job;
}

static void
add_file(struct letter *letter, const char *type, const char *text)
{
	letter->files[letter->files_n++] = (struct letter_file){
	    .name = "", .type = type, .bytes = {text, strlen(text)}};
}

static struct letter *
report(struct fixture *f, const char *status, const char *id)
{
	struct letter *letter = arena_alloc(f->arena, sizeof(*letter));

	letter_refused(LETTER_OK, "", letter);
	letter->report = true;
	add_file(letter, "message/delivery-status", status);
	if (id)
		add_file(letter, "text/rfc822-headers",
		    arena_printf(f->arena,
			"From: <ejournal@journal.example>\r\n"
			"Message-ID:\r\n <%s>\r\nTo: <a@b.example>\r\n",
			id));
	return letter;
}

#define FAILED                                                                 \
	"Reporting-MTA: dns; mail.example\r\n\r\n"                             \
	"Final-Recipient: rfc822; a@b.example\r\nAction: failed\r\n"           \
	"Status: 5.1.1\r\n"                                                    \
	"Diagnostic-Code: smtp; 550 5.1.1 no such\r\n user here\r\n"

static const char *
error_of(struct fixture *f, int64_t inst, int64_t id)
{
	struct job job;

	assert_int_equal(jobs_find(inst ? f->act.school : f->act.registry,
			     f->arena, inst, id, &job),
	    OK);
	return job.error;
}

static void
a_report_marks_its_letter_with_the_reason(void **state)
{
	struct fixture *f = *state;
	const char *id;
	const int64_t other = sent(f, false, &id), job = sent(f, false, &id);

	assert_int_equal(bounce_note(&f->act, report(f, FAILED, id)), OK);
	assert_string_equal(
	    error_of(f, 0, job), "bounced: 550 5.1.1 no such user here");
	assert_null(error_of(f, 0, other));
	/* Servers that repeat themselves change nothing more. */
	assert_int_equal(
	    bounce_note(&f->act,
		report(f, "Action: failed\nStatus: 5.2.2\n", id)),
	    OK);
	assert_string_equal(error_of(f, 0, job),
	    "bounced: 550 5.1.1 no such user here");
}

static void
a_letter_of_a_school_is_found_in_its_store(void **state)
{
	struct fixture *f = *state;
	const char *id;
	const int64_t job = sent(f, true, &id);

	assert_int_equal(bounce_note(&f->act, report(f, FAILED, id)), OK);
	assert_string_equal(
	    error_of(f, 1, job), "bounced: 550 5.1.1 no such user here");
}

static void
the_whole_letter_may_come_back_instead_of_its_head(void **state)
{
	struct fixture *f = *state;
	struct letter *letter = report(f, FAILED, NULL);
	const char *id;
	const int64_t job = sent(f, false, &id);

	letter->inner_message_id = id;
	assert_int_equal(bounce_note(&f->act, letter), OK);
	assert_non_null(error_of(f, 0, job));
}

static void
a_delay_is_no_failure(void **state)
{
	struct fixture *f = *state;
	const char *id;
	const int64_t job = sent(f, false, &id);

	assert_int_equal(
	    bounce_note(
		&f->act, report(f, "Action: delayed\r\nStatus: 4.4.1\r\n", id)),
	    OK);
	assert_int_equal(
	    bounce_note(&f->act,
		report(f, "Action: delivered\r\nStatus: 2.0.0\r\n", id)),
	    OK);
	assert_null(error_of(f, 0, job));
}

static void
nobody_reports_a_letter_he_never_saw(void **state)
{
	struct fixture *f = *state;
	const char *id, *tag;
	const int64_t job = sent(f, false, &id);
	const char *forged[] = {"job.0.1@journal.example",
	    "job.0.1.000000000000@journal.example", "job.0.1.", "job.-1.1.x@y",
	    "job.0.99999999999999999999.x@y", "x@y", "",
	    "job.0.1.%s@journal.example", NULL};

	assert_int_equal(bounce_message_id(&f->act, 0, 2, &tag), OK);
	forged[7] = arena_printf(f->arena, "job.0.1.%.12s@journal.example",
	    tag + strlen("job.0.2."));
	for (size_t i = 0; forged[i]; i++)
		assert_int_equal(
		    bounce_note(&f->act, report(f, FAILED, forged[i])),
		    ERR_NOT_FOUND);
	assert_null(error_of(f, 0, job));
}

static void
a_letter_that_only_looks_like_a_report_is_none(void **state)
{
	struct fixture *f = *state;
	const char *id;
	struct letter *letter;

	sent(f, false, &id);
	letter = report(f, FAILED, id);
	letter->report = false;
	assert_int_equal(bounce_note(&f->act, letter), ERR_NOT_FOUND);
	letter = report(f, FAILED, NULL);
	assert_int_equal(bounce_note(&f->act, letter), ERR_NOT_FOUND);
	letter->files_n = 0;
	letter->inner_message_id = id;
	assert_int_equal(bounce_note(&f->act, letter), ERR_NOT_FOUND);
}

static void
what_a_server_says_is_kept_as_one_plain_line(void **state)
{
	struct fixture *f = *state;
	const char *id;
	const int64_t job = sent(f, false, &id);
	char *text = arena_alloc(f->arena, 4000);

	strcpy(text, "Action: failed\nStatus: 5.0.0\n"
		     "Diagnostic-Code: smtp; \x1b[31m\xff<b>\t");
	memset(text + strlen(text), 'x', 3000);
	assert_int_equal(bounce_note(&f->act, report(f, text, id)), OK);
	assert_true(strlen(error_of(f, 0, job)) < 450);
	for (const char *p = error_of(f, 0, job); *p; p++)
		assert_true(*p >= ' ' && *p <= '~');
}

#define TEST(name)                                                             \
	cmocka_unit_test_setup_teardown(name, setup, fixture_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_report_marks_its_letter_with_the_reason),
	    TEST(a_letter_of_a_school_is_found_in_its_store),
	    TEST(the_whole_letter_may_come_back_instead_of_its_head),
	    TEST(a_delay_is_no_failure),
	    TEST(nobody_reports_a_letter_he_never_saw),
	    TEST(a_letter_that_only_looks_like_a_report_is_none),
	    TEST(what_a_server_says_is_kept_as_one_plain_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
