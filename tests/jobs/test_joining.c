/* SPDX-License-Identifier: EUPL-1.2 */
/* From approval to an institution that works: once, wherever it was killed. */
#include "domain/requests_fixture.h"

#include <sys/wait.h>
#include <unistd.h>

#include "base/json.h"
#include "domain/invitations.h"
#include "domain/opening.h"
#include "domain/statistics.h"
#include "jobs/worker.h"
#include "place.h"
#include "store/jobs.h"
#include "store/memberships.h"
#include "store/people.h"
#include "store/roles.h"
#include "store/settings.h"
#include "store/statistics.h"
#include "store/subjects.h"
#include "store/years.h"

#define PASSWORD "green elephant 47 walks"

static int64_t
approved(struct fixture *f, const struct rf_plan *p)
{
	int64_t request;

	rf_open(f);
	request = rf_passed(f, p);
	rf_ok(review_approve(&f->act, request, &rf_call));
	return request;
}

static int
count_jobs(struct fixture *f, const char *kind)
{
	struct job jobs[20];
	size_t n;

	rf_ok(
	    jobs_list(f->act.registry, f->arena, 0, kind, NULL, 20, jobs, &n));
	return (int)n;
}

/* A process of its own that does `steps` steps and is gone without a word, as
 * after kill -9. */
static void
die_after(struct fixture *f, int64_t inst, int steps)
{
	int status;
	pid_t child = fork();

	assert_true(child >= 0);
	if (child == 0) {
		struct act act = f->act;
		enum opening_step next = OPENING_STORE;
		const struct db_place place = place_of(f->dir);

		act.actor = (struct actor){.role = ROLE_SYSTEM, .log_id = "-"};
		act.registry = NULL;
		act.school = NULL;
		if (db_pool_open(&place, &act.pool) ||
		    act_open(&act))
			_exit(2);
		for (int i = 0; i < steps; i++)
			if (opening_step(&act, inst, &next))
				_exit(3);
		/* In the middle of the next one, too. */
		if (act_begin_registry(&act) == OK &&
		    institutions_set_state(act.registry, inst, "closed"))
			_exit(4);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static void
run(struct fixture *f, int64_t inst)
{
	rf_as(f, 0, ROLE_SYSTEM);
	rf_ok(opening_run(&f->act, inst));
	rf_as(f, 0, ROLE_SYSTEM);
}

/* Everything that an institution needs, and each thing once. */
static void
is_open(struct fixture *f, int64_t request)
{
	const int64_t inst = rf_find(f, request).inst;
	AUTO_DB struct db *school = NULL;
	struct access_link_row *links;
	struct academic_year year;
	struct subject *subjects;
	struct role_row *roles;
	struct people_line *people;
	const struct people_query all = {.day = f->today, .limit = 10};
	const char *value;
	size_t n;
	int64_t total;

	rf_state(f, request, "invited");
	rf_ok(db_take_school(f->pool, inst, 1000, &school));
	rf_ok(people_list(school, f->arena, inst, &all, &people, &n, &total));
	assert_int_equal(total, 1);
	assert_string_equal(people[0].person.surname, "Ґалаґан");
	assert_string_equal(people[0].person.given, "Єлизавета");
	assert_string_equal(people[0].person.patronymic, "Іванівна");
	rf_ok(roles_list(
	    school, f->arena, inst, people[0].person.id, &roles, &n));
	assert_int_equal(n, 1);
	assert_string_equal(roles[0].role, "admin");
	rf_ok(years_find(school, inst, 2026, &year));
	assert_int_equal(year.terms_n, 2);
	rf_ok(subjects_list(school, f->arena, inst, false, &subjects, &n));
	assert_true(n > 30);
	rf_ok(settings_school(
	    school, f->arena, inst, OPENING_SETTING_KIND, &value));
	assert_string_equal(value, "school");
	rf_ok(access_links_live(
	    f->act.registry, f->arena, inst, f->act.now, &links, &n));
	assert_int_equal(n, 1);
	assert_int_equal(links[0].request, request);
	assert_int_equal(count_jobs(f, "mail"), 1);
	assert_int_equal(count_jobs(f, OPENING_JOB), 1);
}

static void
approval_leaves_a_number_a_row_and_a_job(void **state)
{
	struct fixture *f = *state;
	const int64_t request = approved(f, &(struct rf_plan){0});
	struct institution row;
	struct db *school;

	rf_ok(
	    institutions_by_request(f->act.registry, f->arena, request, &row));
	/* 1 and 2 are there without the counter's knowledge. */
	assert_int_equal(row.inst, 3);
	assert_string_equal(row.state, "invited");
	assert_string_equal(row.region, "59");
	assert_string_equal(row.community, "UA59020090000085438");
	assert_int_equal(count_jobs(f, OPENING_JOB), 1);
	assert_int_equal(
	    db_take_school(f->pool, row.inst, 100, &school), ERR_NOT_FOUND);
}

static void
it_completes_once_wherever_it_was_killed(void **state)
{
	struct fixture *f = *state;

	for (int steps = 0; steps <= 3; steps++) {
		const int64_t request = approved(f, &(struct rf_plan){0});
		const int64_t inst = rf_find(f, request).inst;

		die_after(f, inst, steps);
		run(f, inst);
		run(f, inst);
		is_open(f, request);
		fixture_close(f);
		fixture_open(f);
	}
}

static void
the_worker_does_it(void **state)
{
	struct fixture *f = *state;
	const int64_t request = approved(f, &(struct rf_plan){0});
	const int64_t inst = rf_find(f, request).inst;
	int ran = 0;

	rf_ok(
	    worker_run_due(&f->config, f->pool, &f->rng, 0, f->act.now, &ran));
	assert_int_equal(ran, 2); /* the opening, and its letter */
	is_open(f, request);
	/* As after a lease that ran out: again, for nothing. */
	run(f, inst);
	is_open(f, request);
}

static const char *
newest_token(struct fixture *f)
{
	AUTO_JSON struct json *doc = NULL;
	struct job jobs[1];
	const char *link;
	size_t n;

	rf_ok(
	    jobs_list(f->act.registry, f->arena, 0, "mail", NULL, 1, jobs, &n));
	assert_int_equal(n, 1);
	rf_ok(json_parse(jobs[0].payload, strlen(jobs[0].payload), &doc));
	link = json_text(json_member(doc, "fields"), "link");
	assert_non_null(strstr(link, "/i/"));
	return arena_strdup(f->arena, strstr(link, "/i/") + 3);
}

static enum err
take(struct fixture *f, const char *token)
{
	struct invitation_fault fault;
	struct invitation_taken taken;

	rf_as(f, 0, ROLE_NONE);
	f->act.actor = (struct actor){0};
	return invitations_take(&f->act, token,
	    &(struct invitation_form){.password = PASSWORD}, &fault, &taken);
}

static void
the_administrator_makes_it_active(void **state)
{
	struct fixture *f = *state;
	const int64_t request = approved(f, &(struct rf_plan){0});
	const int64_t inst = rf_find(f, request).inst;
	struct membership_row member;
	struct institution row;
	struct request_step *steps;
	const char *token;
	size_t n;

	run(f, inst);
	token = newest_token(f);
	rf_ok(take(f, token));
	rf_state(f, request, "active");
	rf_ok(institutions_find(f->act.registry, f->arena, inst, &row));
	assert_string_equal(row.state, "active");
	rf_ok(memberships_find(f->act.registry, f->arena, inst, 1, &member));
	rf_ok(
	    request_steps_list(f->act.registry, f->arena, request, &steps, &n));
	assert_string_equal(steps[0].act, "activated");
	assert_int_equal(take(f, token), ERR_EXPIRED);
}

static void
an_invitation_sent_again_kills_the_older_one(void **state)
{
	struct fixture *f = *state;
	const int64_t request = approved(f, &(struct rf_plan){0});
	struct invitation invitation;
	const char *old, *new;

	assert_int_equal(opening_invite_again(&f->act, request), ERR_CONFLICT);
	run(f, rf_find(f, request).inst);
	old = newest_token(f);
	rf_as(f, RF_APPROVER_2, ROLE_OPERATOR);
	assert_int_equal(opening_invite_again(&f->act, request), ERR_DENIED);
	rf_as(f, RF_REVIEWER, ROLE_REVIEWER);
	rf_ok(opening_invite_again(&f->act, request));
	new = newest_token(f);
	assert_string_not_equal(old, new);
	rf_as(f, 0, ROLE_NONE);
	assert_int_equal(
	    invitations_find(&f->act, old, &invitation), ERR_EXPIRED);
	if (f->act.school)
		db_give(f->act.school);
	f->act.school = NULL;
	rf_ok(take(f, new));
	rf_as(f, RF_REVIEWER, ROLE_REVIEWER);
	assert_int_equal(opening_invite_again(&f->act, request), ERR_CONFLICT);
}

static void
names_are_read_in_either_order(void **state)
{
	struct fixture *f = *state;
	const int64_t request = approved(
	    f, &(struct rf_plan){.person = "Єлизавета Іванівна Ґалаґан"});

	run(f, rf_find(f, request).inst);
	is_open(f, request);
}

/* ---- figures --------------------------------------------------------------
 */

static struct statistics_sum
published(struct fixture *f)
{
	struct public_statistics s;

	rf_ok(statistics_public(&f->act, &s));
	if (s.regions_n)
		assert_string_equal(s.regions[0].code, "UA59000000000057109");
	return s.all;
}

static void
connected_and_keeping_journals_are_counted_apart(void **state)
{
	struct fixture *f = *state;
	struct institution_statistic row;
	int ran = 0;

	/* The fixture's schools are active; only the first one reports. */
	fixture_as(f, FX_ADMIN, ROLE_SYSTEM);
	rf_ok(statistics_report_run(&f->act));
	rf_ok(statistics_reported(f->act.registry, 1, &row));
	assert_int_equal(row.journals, 3);
	assert_int_equal(row.pupils, 33);
	/* Six of staff, and one of them has left. */
	assert_int_equal(row.staff, 5);
	assert_int_equal(published(f).registered, 0);
	rf_ok(worker_run_due(
	    &f->config, f->pool, &f->rng, 0, f->act.now + 600, &ran));
	assert_int_equal(ran, 1);
	assert_int_equal(published(f).registered, 2);
	assert_int_equal(published(f).active, 1);
}

static void
a_school_reports_again_every_day(void **state)
{
	struct fixture *f = *state;
	struct institution_statistic first, second;
	int ran = 0;

	rf_as(f, 0, ROLE_SYSTEM);
	rf_ok(worker_sweep(&f->config, f->pool, &f->rng, f->act.now, &ran));
	rf_ok(statistics_reported(f->act.registry, 2, &first));
	assert_int_equal(first.reported_at, f->act.now);
	rf_ok(
	    worker_sweep(&f->config, f->pool, &f->rng, f->act.now + 600, &ran));
	rf_ok(statistics_reported(f->act.registry, 2, &second));
	assert_int_equal(second.reported_at, first.reported_at);
	rf_ok(worker_sweep(
	    &f->config, f->pool, &f->rng, f->act.now + 86400, &ran));
	rf_ok(statistics_reported(f->act.registry, 2, &second));
	assert_int_equal(second.reported_at, f->act.now + 86400);
	assert_int_equal(published(f).active, 2);
}

static void
a_region_that_has_none_left_is_not_published(void **state)
{
	struct fixture *f = *state;

	rf_as(f, 0, ROLE_SYSTEM);
	rf_ok(statistics_publish_run(&f->act));
	assert_int_equal(published(f).registered, 2);
	rf_ok(db_begin_write(f->act.registry));
	rf_ok(institutions_set_state(f->act.registry, 1, "closed"));
	rf_ok(institutions_set_state(f->act.registry, 2, "closed"));
	rf_ok(db_commit(f->act.registry));
	f->act.now++;
	rf_ok(statistics_publish_run(&f->act));
	assert_int_equal(published(f).registered, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    FIXTURE_TEST(approval_leaves_a_number_a_row_and_a_job),
	    FIXTURE_TEST(it_completes_once_wherever_it_was_killed),
	    FIXTURE_TEST(the_worker_does_it),
	    FIXTURE_TEST(the_administrator_makes_it_active),
	    FIXTURE_TEST(an_invitation_sent_again_kills_the_older_one),
	    FIXTURE_TEST(names_are_read_in_either_order),
	    FIXTURE_TEST(connected_and_keeping_journals_are_counted_apart),
	    FIXTURE_TEST(a_school_reports_again_every_day),
	    FIXTURE_TEST(a_region_that_has_none_left_is_not_published),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
