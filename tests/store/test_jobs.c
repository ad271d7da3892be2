/* SPDX-License-Identifier: EUPL-1.2 */
#include "fixture.h"

#include "store/jobs.h"

#define LEASE_S 300

static bool
add_text(struct fixture *f, const char *kind, const char *key,
    const char *payload, int64_t run_at)
{
	struct db *db = f->act.registry;
	bool added = false;
	enum err err;

	assert_int_equal(db_begin_write(db), OK);
	err = jobs_add_once(
	    db, 0, kind, key, payload, run_at, f->act.now, &added);
	assert_int_equal(db_commit(db), OK);
	assert_true(err == OK || err == ERR_LIMIT);
	return added;
}

static void
add(struct fixture *f, const char *kind, const char *key, int64_t run_at)
{
	assert_true(add_text(f, kind, key, "{}", run_at));
}

static enum err
take(struct fixture *f, int64_t now, struct job *job)
{
	struct db *db = f->act.registry;
	enum err err;

	assert_int_equal(db_begin_write(db), OK);
	err = jobs_take(db, f->arena, 0, now, LEASE_S, job);
	assert_int_equal(db_commit(db), OK);
	return err;
}

static int64_t
counted(struct fixture *f, const char *kind, const char *state)
{
	int64_t n, oldest;

	assert_int_equal(
	    kind ? jobs_count_kind(f->act.registry, 0, kind, state, &n)
		 : jobs_count(f->act.registry, 0, state, &n, &oldest),
	    OK);
	return n;
}

static void
what_is_due_longest_is_taken_first(void **state)
{
	struct fixture *f = *state;
	const int64_t now = f->act.now;
	struct job job;

	add(f, "later", NULL, now + 1);
	add(f, "second", NULL, now - 5);
	add(f, "first", NULL, now - 9);
	add(f, "third", NULL, now - 5);
	assert_int_equal(take(f, now, &job), OK);
	assert_string_equal(job.kind, "first");
	assert_int_equal(job.attempts, 1);
	assert_int_equal(take(f, now, &job), OK);
	assert_string_equal(job.kind, "second");
	assert_int_equal(take(f, now, &job), OK);
	assert_string_equal(job.kind, "third");
	assert_int_equal(take(f, now, &job), ERR_NOT_FOUND);
}

static void
a_key_is_there_once_even_when_its_job_is_done(void **state)
{
	struct fixture *f = *state;
	struct job job;

	add(f, "mail", "invite.1", f->act.now);
	assert_false(add_text(f, "mail", "invite.1", "{}", f->act.now));
	assert_int_equal(take(f, f->act.now, &job), OK);
	assert_int_equal(
	    jobs_done(f->act.registry, 0, job.job, f->act.now, NULL), OK);
	assert_false(add_text(f, "mail", "invite.1", "{}", f->act.now));
	assert_int_equal(take(f, f->act.now, &job), ERR_NOT_FOUND);
	/* Without a key every one is its own. */
	add(f, "mail", NULL, f->act.now);
	add(f, "mail", NULL, f->act.now);
	assert_int_equal(counted(f, "mail", "ready"), 2);
}

static void
a_leased_job_is_nobody_elses_until_the_lease_ends(void **state)
{
	struct fixture *f = *state;
	const int64_t now = f->act.now;
	struct job first, again;

	add(f, "mail", NULL, now);
	assert_int_equal(take(f, now, &first), OK);
	assert_string_equal(first.state, "running");
	assert_int_equal(take(f, now + LEASE_S - 1, &again), ERR_NOT_FOUND);
	assert_int_equal(take(f, now + LEASE_S, &again), OK);
	assert_int_equal(again.job, first.job);
	assert_int_equal(again.attempts, 2);
}

static void
a_done_job_keeps_only_what_it_is_told_to(void **state)
{
	struct fixture *f = *state;
	struct db *db = f->act.registry;
	struct job job;

	add(f, "mail", NULL, f->act.now);
	assert_int_equal(take(f, f->act.now, &job), OK);
	assert_int_equal(
	    jobs_done(db, 0, job.job, f->act.now, "{\"to\":\"x\"}"), OK);
	assert_int_equal(jobs_find(db, f->arena, 0, job.job, &job), OK);
	assert_string_equal(job.payload, "{\"to\":\"x\"}");
	assert_string_equal(job.state, "done");
	assert_null(job.error);
	assert_int_equal(
	    jobs_find(db, f->arena, 1, job.job, &job), ERR_NOT_FOUND);
}

static void
only_a_letter_comes_back_and_only_once(void **state)
{
	struct fixture *f = *state;
	struct db *db = f->act.registry;
	struct job job;

	add(f, "mail", NULL, f->act.now);
	assert_int_equal(take(f, f->act.now, &job), OK);
	assert_int_equal(jobs_done(db, 0, job.job, f->act.now, NULL), OK);
	assert_int_equal(
	    jobs_bounce(db, 0, job.job, f->act.now, "bounced: 5.1.1"), OK);
	assert_int_equal(
	    jobs_bounce(db, 0, job.job, f->act.now, "again"), ERR_NOT_FOUND);
	assert_int_equal(jobs_find(db, f->arena, 0, job.job, &job), OK);
	assert_string_equal(job.state, "failed");
	assert_string_equal(job.error, "bounced: 5.1.1");
	add(f, "forgot", NULL, f->act.now);
	assert_int_equal(take(f, f->act.now, &job), OK);
	assert_int_equal(
	    jobs_bounce(db, 0, job.job, f->act.now, "x"), ERR_NOT_FOUND);
}

static void
what_failed_begins_anew_and_what_waits_does_not(void **state)
{
	struct fixture *f = *state;
	struct db *db = f->act.registry;
	struct job job;

	add(f, "mail", NULL, f->act.now);
	assert_int_equal(jobs_again(db, 0, 1, f->act.now), ERR_NOT_FOUND);
	assert_int_equal(take(f, f->act.now, &job), OK);
	assert_int_equal(jobs_again(db, 0, job.job, f->act.now), ERR_NOT_FOUND);
	assert_int_equal(jobs_fail(db, 0, job.job, f->act.now, "why"), OK);
	assert_int_equal(counted(f, NULL, "failed"), 1);
	assert_int_equal(jobs_again(db, 0, job.job, f->act.now), OK);
	assert_int_equal(take(f, f->act.now, &job), OK);
	assert_int_equal(job.attempts, 1);
}

static void
lists_are_newest_first_and_in_pages(void **state)
{
	struct fixture *f = *state;
	struct job_query query = {.kind = "mail", .limit = 2};
	struct job *jobs;
	size_t n;

	for (int i = 0; i < 3; i++)
		add(f, "mail", NULL, f->act.now);
	add(f, "forgot", NULL, f->act.now);
	assert_int_equal(
	    jobs_page(f->act.registry, f->arena, 0, &query, &jobs, &n), OK);
	assert_int_equal(n, 2);
	assert_int_equal(jobs[0].job, 3);
	query.offset = 2;
	assert_int_equal(
	    jobs_page(f->act.registry, f->arena, 0, &query, &jobs, &n), OK);
	assert_int_equal(n, 1);
	assert_int_equal(jobs[0].job, 1);
	query = (struct job_query){.state = "failed", .limit = 9};
	assert_int_equal(
	    jobs_page(f->act.registry, f->arena, 0, &query, &jobs, &n), OK);
	assert_int_equal(n, 0);
}

static void
only_what_ended_long_ago_is_forgotten(void **state)
{
	struct fixture *f = *state;
	struct db *db = f->act.registry;
	const int64_t now = f->act.now;
	struct job job;
	bool any;

	for (int i = 0; i < 3; i++) {
		add(f, "mail", NULL, now);
		assert_int_equal(take(f, now, &job), OK);
	}
	assert_int_equal(jobs_done(db, 0, 1, now - 100, NULL), OK);
	assert_int_equal(jobs_done(db, 0, 2, now, NULL), OK);
	assert_int_equal(jobs_fail(db, 0, 3, now - 100, "x"), OK);
	assert_int_equal(jobs_ended_before(db, 0, "done", now, &any), OK);
	assert_true(any);
	assert_int_equal(jobs_forget(db, 0, "done", now), OK);
	assert_int_equal(jobs_ended_before(db, 0, "done", now, &any), OK);
	assert_false(any);
	assert_int_equal(counted(f, NULL, "done"), 1);
	assert_int_equal(counted(f, NULL, "failed"), 1);
}

static void
a_payload_has_a_limit(void **state)
{
	struct fixture *f = *state;
	char *long_text = arena_alloc(f->arena, JOB_PAYLOAD_BYTES_MAX + 2);

	memset(long_text, 'x', JOB_PAYLOAD_BYTES_MAX + 1);
	long_text[JOB_PAYLOAD_BYTES_MAX + 1] = 0;
	assert_false(add_text(f, "mail", NULL, long_text, f->act.now));
	assert_int_equal(counted(f, NULL, "ready"), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    FIXTURE_TEST(what_is_due_longest_is_taken_first),
	    FIXTURE_TEST(a_key_is_there_once_even_when_its_job_is_done),
	    FIXTURE_TEST(a_leased_job_is_nobody_elses_until_the_lease_ends),
	    FIXTURE_TEST(a_done_job_keeps_only_what_it_is_told_to),
	    FIXTURE_TEST(only_a_letter_comes_back_and_only_once),
	    FIXTURE_TEST(what_failed_begins_anew_and_what_waits_does_not),
	    FIXTURE_TEST(lists_are_newest_first_and_in_pages),
	    FIXTURE_TEST(only_what_ended_long_ago_is_forgotten),
	    FIXTURE_TEST(a_payload_has_a_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
