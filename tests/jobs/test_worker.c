/* SPDX-License-Identifier: EUPL-1.2 */
#include "fault.h"
#include "fixture.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "base/json.h"
#include "base/outbox.h"
#include "base/wake.h"
#include "domain/installation.h"
#include "domain/operations.h"
#include "domain/work.h"
#include "jobs/kinds.h"
#include "jobs/worker.h"
#include "store/jobs.h"

#define LEASE_S 300
#define WAIT_MS 5000
/* Nobody listens there: the discard port of the own machine. */
#define NOBODY "smtp://127.0.0.1:9"

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
add_job(struct fixture *f, int64_t inst, const char *kind, const char *payload)
{
	struct act *act = &f->act;

	assert_int_equal(
	    inst ? act_begin_school(act) : act_begin_registry(act), OK);
	assert_int_equal(work_add(act, kind, NULL, payload, 0), OK);
	assert_int_equal(act_commit(act), OK);
}

#define LETTER                                                                 \
	"{\"template\":\"test\",\"to\":\"olha@school.example\","               \
	"\"lang\":\"uk\",\"fields\":{}}"

/* Runs what is due at `now`; how many were. */
static int
run(struct fixture *f, int64_t inst, int64_t now)
{
	int ran = 0;

	assert_int_equal(
	    worker_run_due(&f->config, f->pool, &f->rng, inst, now, &ran), OK);
	return ran;
}

static struct job
find(struct fixture *f, int64_t inst, int64_t id)
{
	struct job job;

	assert_int_equal(jobs_find(inst ? f->act.school : f->act.registry,
			     f->arena, inst, id, &job),
	    OK);
	return job;
}

static size_t
letters(struct fixture *f)
{
	struct outbox_entry *list;
	size_t n, total;

	assert_int_equal(
	    outbox_list(f->arena, f->dir, 100, &list, &n, &total), OK);
	return total;
}

static void
what_is_due_is_done_once(void **state)
{
	struct fixture *f = *state;
	struct job job;

	add_job(f, 0, "mail", LETTER);
	assert_int_equal(run(f, 0, f->act.now), 1);
	assert_int_equal(run(f, 0, f->act.now + 100000), 0);
	job = find(f, 0, 1);
	assert_string_equal(job.state, "done");
	assert_int_equal(job.done_at, f->act.now);
	assert_int_equal(letters(f), 1);
}

/* The registry's handle that the worker will get fails as planned. */
static void
plan_for_worker(struct fixture *f, enum fault fault, int skip)
{
	struct db *db;

	assert_int_equal(db_take_registry(f->pool, &db), OK);
	fault_in(db);
	db_give(db);
	fault_plan(fault, skip, 1);
}

static void
what_was_done_is_noted_though_the_database_went_away(void **state)
{
	static const enum fault faults[] = {
	    FAULT_BEGIN, FAULT_COMMIT, FAULT_LOST, FAULT_DONE};
	struct fixture *f = *state;

	for (int i = 0; i < 4; i++) {
		add_job(f, 0, "mail", LETTER);
		/* After the job was taken. */
		plan_for_worker(f, faults[i], 1);
		assert_int_equal(run(f, 0, f->act.now), 1);
		assert_int_equal(fault_left(), 0);
		assert_string_equal(find(f, 0, i + 1).state, "done");
	}
	fault_plan(FAULT_NONE, 0, 0);
}

static void
what_is_due_later_waits(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(act_begin_registry(&f->act), OK);
	assert_int_equal(work_add(&f->act, "mail", NULL, LETTER, 60), OK);
	assert_int_equal(act_commit(&f->act), OK);
	assert_int_equal(run(f, 0, f->act.now + 59), 0);
	assert_int_equal(run(f, 0, f->act.now + 60), 1);
}

static void
the_pauses_grow_and_have_an_end(void **state)
{
	int64_t sum = 0;

	(void)state;
	assert_int_equal(worker_pause_s(1), 30);
	for (int64_t n = 2; n <= WORKER_ATTEMPTS_MAX; n++) {
		assert_true(worker_pause_s(n) >= worker_pause_s(n - 1));
		assert_true(worker_pause_s(n) <= 43200);
		sum += worker_pause_s(n);
	}
	assert_int_equal(worker_pause_s(1000000), 43200);
	/* A mail server that is mended on Monday gets Friday's letters. */
	assert_true(sum > 86400);
}

static void
a_passing_failure_is_tried_again_after_a_pause(void **state)
{
	struct fixture *f = *state;
	int64_t now = f->act.now;
	struct job job;

	f->config.smtp_url = NOBODY;
	add_job(f, 0, "mail", LETTER);
	assert_int_equal(run(f, 0, now), 1);
	job = find(f, 0, 1);
	assert_string_equal(job.state, "ready");
	assert_non_null(job.error);
	assert_int_equal(job.run_at, now + 30);
	assert_int_equal(run(f, 0, now + 29), 0);
	assert_int_equal(run(f, 0, now + 30), 1);
	assert_int_equal(find(f, 0, 1).run_at, now + 30 + 60);
	/* The server is there again: here, the outbox. */
	f->config.smtp_url = "";
	assert_int_equal(run(f, 0, now + 90), 1);
	job = find(f, 0, 1);
	assert_string_equal(job.state, "done");
	assert_null(job.error);
}

static void
after_the_last_try_it_is_given_up_and_shown(void **state)
{
	struct fixture *f = *state;
	int64_t now = f->act.now;
	int tries = 0;
	struct job job;

	f->config.smtp_url = NOBODY;
	add_job(f, 0, "mail", LETTER);
	while (!strcmp(find(f, 0, 1).state, "ready")) {
		now = find(f, 0, 1).run_at;
		assert_int_equal(run(f, 0, now), 1);
		tries++;
	}
	assert_int_equal(tries, WORKER_ATTEMPTS_MAX);
	job = find(f, 0, 1);
	assert_string_equal(job.state, "failed");
	assert_non_null(job.error);
	assert_int_equal(run(f, 0, now + 1000000), 0);
}

static void
a_refusal_for_good_is_not_tried_again(void **state)
{
	struct fixture *f = *state;
	struct job job;

	add_job(f, 0, "mail",
	    "{\"template\":\"test\",\"to\":\"no address\",\"lang\":\"uk\","
	    "\"fields\":{}}");
	assert_int_equal(run(f, 0, f->act.now), 1);
	job = find(f, 0, 1);
	assert_string_equal(job.state, "failed");
	assert_int_equal(job.attempts, 1);
	assert_int_equal(letters(f), 0);
}

static void
an_unknown_kind_fails_and_stops_nobody(void **state)
{
	struct fixture *f = *state;

	add_job(f, 0, "of_next_year", "{}");
	add_job(f, 0, "mail", "not even JSON");
	add_job(f, 0, "mail", LETTER);
	assert_int_equal(run(f, 0, f->act.now), 3);
	assert_string_equal(find(f, 0, 1).state, "failed");
	assert_string_equal(find(f, 0, 2).state, "failed");
	assert_string_equal(find(f, 0, 3).state, "done");
}

static void
what_a_killed_worker_held_is_taken_after_the_lease(void **state)
{
	struct fixture *f = *state;
	struct db *db = f->act.registry;
	struct job job;

	add_job(f, 0, "mail", LETTER);
	assert_int_equal(db_begin_write(db), OK);
	assert_int_equal(
	    jobs_take(db, f->arena, 0, f->act.now, LEASE_S, &job), OK);
	assert_int_equal(db_commit(db), OK);
	/* It was killed here: before or after the letter, nobody knows. */
	assert_int_equal(run(f, 0, f->act.now + LEASE_S - 1), 0);
	assert_int_equal(run(f, 0, f->act.now + LEASE_S), 1);
	assert_string_equal(find(f, 0, 1).state, "done");
	assert_int_equal(letters(f), 1);
}

static void
a_job_that_kills_the_worker_is_left_alone_in_the_end(void **state)
{
	struct fixture *f = *state;
	struct db *db = f->act.registry;
	int64_t now = f->act.now;
	struct job job;

	add_job(f, 0, "mail", LETTER);
	for (int i = 0; i < WORKER_ATTEMPTS_MAX; i++, now += LEASE_S) {
		assert_int_equal(db_begin_write(db), OK);
		assert_int_equal(
		    jobs_take(db, f->arena, 0, now, LEASE_S, &job), OK);
		assert_int_equal(db_commit(db), OK);
	}
	assert_int_equal(run(f, 0, now), 1);
	assert_string_equal(find(f, 0, 1).state, "failed");
	assert_int_equal(letters(f), 0);
}

static void
work_of_a_school_is_done_from_its_own_store(void **state)
{
	struct fixture *f = *state;

	add_job(f, 1, "mail", LETTER);
	assert_int_equal(run(f, 0, f->act.now), 0);
	assert_int_equal(run(f, 2, f->act.now), 0);
	assert_int_equal(run(f, 1, f->act.now), 1);
	assert_string_equal(find(f, 1, 1).state, "done");
	assert_true(outbox_has(f->arena, f->dir, "1.1.eml"));
}

static void
work_for_a_school_that_is_not_there_is_no_fault(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(run(f, 4711, f->act.now), 0);
}

static void
a_round_does_all_stores_and_tells_what_is_left(void **state)
{
	struct fixture *f = *state;
	struct operations_state seen;
	int ran = 0;

	add_job(f, 0, "mail", LETTER);
	add_job(f, 1, "mail", LETTER);
	add_job(f, 1, "of_next_year", "{}");
	assert_int_equal(
	    worker_sweep(&f->config, f->pool, &f->rng, f->act.now, &ran), OK);
	assert_int_equal(ran, 3);
	f->act.actor.role = ROLE_OPERATOR;
	assert_int_equal(operations_state(&f->act, &seen), OK);
	assert_int_equal(seen.sweep.at, f->act.now);
	assert_int_equal(seen.sweep.stores, 2);
	assert_int_equal(seen.sweep.silent, 0);
	assert_int_equal(seen.sweep.failed, 1);
	assert_int_equal(seen.sweep.troubled_n, 1);
	assert_int_equal(seen.sweep.troubled[0], 1);
	assert_false(seen.worker_late);
}

static void
a_round_forgets_what_was_done_long_ago_everywhere(void **state)
{
	struct fixture *f = *state;
	const int64_t later = f->act.now + 31 * 86400;
	struct job job;
	int ran = 0;

	add_job(f, 0, "mail", LETTER);
	add_job(f, 1, "mail", LETTER);
	add_job(f, 1, "of_next_year", "{}");
	for (int i = 0; i < 2; i++)
		assert_int_equal(worker_sweep(&f->config, f->pool, &f->rng,
				     i ? later : f->act.now, &ran),
		    OK);
	assert_int_equal(
	    jobs_find(f->act.registry, f->arena, 0, 1, &job), ERR_NOT_FOUND);
	assert_int_equal(
	    jobs_find(f->act.school, f->arena, 1, 1, &job), ERR_NOT_FOUND);
	assert_string_equal(find(f, 1, 2).state, "failed");
}

/* ---- the loop --------------------------------------------------------------
 */

struct looping {
	struct fixture *f;
	int stop;
	enum err err;
};

static int64_t
fixed_now(void)
{
	return clock_instant(fixture_day(11, 23), 9, 0);
}

static void *
loop(void *context)
{
	struct looping *l = context;
	struct rng rng;

	rng_seeded(&rng, 7);
	l->err =
	    worker_loop(&l->f->config, l->f->pool, &rng, fixed_now, &l->stop);
	return NULL;
}

static bool
comes(struct fixture *f, const char *letter)
{
	const struct timespec pause = {.tv_nsec = 5000000};

	for (int ms = 0; ms < WAIT_MS; ms += 5) {
		if (outbox_has(f->arena, f->dir, letter))
			return true;
		nanosleep(&pause, NULL);
	}
	return false;
}

/* The file of the newest letter: the round adds jobs of its own. */
static const char *
newest(struct fixture *f)
{
	struct job job;
	size_t n;

	assert_int_equal(
	    jobs_list(f->act.registry, f->arena, 0, "mail", NULL, 1, &job, &n),
	    OK);
	assert_int_equal(n, 1);
	return arena_printf(f->arena, "0.%lld.eml", (long long)job.job);
}

static void
a_commit_wakes_the_worker(void **state)
{
	struct fixture *f = *state;
	struct looping l = {.f = f};
	pthread_t thread;

	add_job(f, 0, "mail", LETTER); /* before it runs: its first round */
	assert_int_equal(pthread_create(&thread, NULL, loop, &l), 0);
	assert_true(comes(f, newest(f)));
	add_job(f, 0, "mail", LETTER);
	assert_true(comes(f, newest(f)));
	/* A round looks into the schools only every ten minutes: only the
	 * datagram with the school's number brings this so soon. */
	add_job(f, 1, "mail", LETTER);
	assert_true(comes(f, "1.1.eml"));
	__atomic_store_n(&l.stop, 1, __ATOMIC_RELEASE);
	assert_int_equal(pthread_join(thread, NULL), 0);
	assert_int_equal(l.err, OK);
}

static void
a_second_worker_is_refused(void **state)
{
	struct fixture *f = *state;
	struct looping l = {.f = f};
	struct wake first;

	assert_int_equal(wake_listen(f->dir, &first), OK);
	loop(&l);
	assert_int_equal(l.err, ERR_EXISTS);
	wake_close(&first);
}

#define TEST(name)                                                             \
	cmocka_unit_test_setup_teardown(name, setup, fixture_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(what_is_due_is_done_once),
	    TEST(what_was_done_is_noted_though_the_database_went_away),
	    TEST(what_is_due_later_waits),
	    TEST(the_pauses_grow_and_have_an_end),
	    TEST(a_passing_failure_is_tried_again_after_a_pause),
	    TEST(after_the_last_try_it_is_given_up_and_shown),
	    TEST(a_refusal_for_good_is_not_tried_again),
	    TEST(an_unknown_kind_fails_and_stops_nobody),
	    TEST(what_a_killed_worker_held_is_taken_after_the_lease),
	    TEST(a_job_that_kills_the_worker_is_left_alone_in_the_end),
	    TEST(work_of_a_school_is_done_from_its_own_store),
	    TEST(work_for_a_school_that_is_not_there_is_no_fault),
	    TEST(a_round_does_all_stores_and_tells_what_is_left),
	    TEST(a_round_forgets_what_was_done_long_ago_everywhere),
	    TEST(a_commit_wakes_the_worker),
	    TEST(a_second_worker_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
