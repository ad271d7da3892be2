/* SPDX-License-Identifier: EUPL-1.2 */
/* What a reader and a teacher see of a database that gives up in the middle:
 * nothing, as long as it can be made good, and never a wrong word. */
#include "fault.h"
#include "fixture_lessons.h"
#include "place.h"
#include "site.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "domain/session.h"
#include "web/app_again.h"

/* So many handles of a store are ever open at once in these tests. */
#define HANDLES 2

#define UUID "11111111-2222-4333-8444-555555555555"

static void
arm(struct site *s)
{
	for (int64_t inst = 0; inst <= 1; inst++) {
		struct db *db[HANDLES];

		for (int i = 0; i < HANDLES; i++) {
			assert_int_equal(
			    inst
				? db_take_school(s->fx.pool, inst, 1000, &db[i])
				: db_take_registry(s->fx.pool, &db[i]),
			    OK);
			fault_in(db[i]);
		}
		for (int i = 0; i < HANDLES; i++)
			db_give(db[i]);
	}
}

static int
setup(void **state)
{
	struct site *s = calloc(1, sizeof(*s));

	site_open(s);
	fault_plan(FAULT_NONE, 0, 0);
	arm(s);
	*state = s;
	return 0;
}

static int
teardown(void **state)
{
	fault_plan(FAULT_NONE, 0, 0);
	site_close(*state);
	free(*state);
	return 0;
}

static void
has(const struct http_response *res, const char *what)
{
	if (!strstr(res->body.p, what))
		fail_msg("no \"%s\" in:\n%s", what, res->body.p);
}

static void
lacks(const struct http_response *res, const char *what)
{
	if (strstr(res->body.p, what))
		fail_msg("\"%s\" is in:\n%s", what, res->body.p);
}

/* The language of the answers is the session's: Ukrainian. */
#define SAYS_BUSY "Не збережено"
#define SAYS_UNSURE "Невідомо, чи це збережено"

/* One mark for the first pupil in a lesson of today. */
static struct http_response *
save_mark(struct site *s, int64_t lesson)
{
	return site_ask(
	    s, &(struct site_ask){.role = ROLE_TEACHER,
		   .method = "POST",
		   .path = "/s/1/journals/1/cells",
		   .body = arena_printf(s->arena,
		       "{\"uuid\":\"" UUID "\",\"cells\":[{\"c\":%lld,\"p\":%d,"
		       "\"v\":\"9\",\"seen\":%lld}]}",
		       (long long)lesson, FX_PUPIL,
		       (long long)fixture_newest(&s->fx)),
		   .with_token = true,
		   .json = true});
}

static int64_t
a_lesson(struct site *s)
{
	return fixture_lesson(&s->fx, FX_J_ALGEBRA, s->fx.today, 2, "Рівняння");
}

/* A write without a UUID: a subject. */
static struct http_response *
add_subject(struct site *s)
{
	return site_post(s, ROLE_ADMIN, "/s/1/subjects",
	    "name=%D0%A5%D1%96%D0%BC%D1%96%D1%8F&field=");
}

/* ---- given up before the commit -------------------------------------------
 */

static void
a_page_is_read_again_when_the_database_gave_up(void **state)
{
	struct site *s = *state;
	const struct http_response *res;

	a_lesson(s);
	fault_plan(FAULT_READ, 4, 1);
	res = site_get(s, ROLE_TEACHER, "/s/1/journals/1");
	assert_int_equal(fault_left(), 0);
	assert_int_equal(res->status, 200);
	has(res, "Авраменко");
	/* Nothing of the first try is left in front of the second. */
	assert_null(strstr(strstr(res->body.p, "<!doctype") + 1, "<!doctype"));
}

static void
headers_of_the_first_try_are_not_sent_twice(void **state)
{
	struct site *s = *state;
	const struct http_response *res;
	size_t n = 0;

	fault_plan(FAULT_COMMIT, 0, 1);
	res = add_subject(s);
	assert_int_equal(fault_left(), 0);
	assert_int_equal(res->status, 303);
	for (size_t i = 0; i < res->headers_n; i++)
		n += !strcasecmp(res->headers[i].name, "Location");
	assert_int_equal(n, 1);
}

static void
a_save_is_made_again_and_is_there_once(void **state)
{
	static const enum fault faults[] = {
	    FAULT_BEGIN, FAULT_WRITE, FAULT_READ, FAULT_COMMIT};
	struct site *s = *state;

	for (size_t i = 0; i < sizeof(faults) / sizeof(*faults); i++) {
		const int64_t events = site_events(s);
		char body[64];

		snprintf(body, sizeof(body), "name=Subject%zu&field=", i);
		fault_plan(faults[i], 0, 1);
		assert_int_equal(
		    site_post(s, ROLE_ADMIN, "/s/1/subjects", body)->status,
		    303);
		assert_int_equal(fault_left(), 0);
		assert_int_equal(site_events(s), events + 1);
	}
}

static void
after_the_last_try_the_page_says_that_nothing_was_saved(void **state)
{
	struct site *s = *state;
	const int64_t events = site_events(s);
	const struct http_response *res;

	fault_plan(FAULT_COMMIT, 0, 100);
	res = add_subject(s);
	assert_int_equal(fault_left(), 100 - 1 - APP_AGAIN_MAX);
	assert_int_equal(res->status, 503);
	assert_non_null(site_header(res, "Retry-After"));
	has(res, SAYS_BUSY);
	assert_int_equal(site_events(s), events);
}

static void
a_request_whose_time_is_up_is_not_tried_again(void **state)
{
	struct site *s = *state;
	struct http_request *req = site_request(s,
	    &(struct site_ask){
		.role = ROLE_TEACHER, .method = "GET", .path = "/s/1/today"});
	struct http_response *res = arena_alloc(s->arena, sizeof(*res));

	req->deadline_ms = 1;
	http_response_init(res, s->arena);
	fault_plan(FAULT_READ, 0, 100);
	app_handle(s->app, 0, req, res);
	assert_int_equal(res->status, 503);
	assert_int_equal(fault_left(), 99);
}

/* What has been committed stays: doing the whole once more would do that part
 * twice. */
static void
nothing_is_repeated_after_a_commit(void **state)
{
	struct site *s = *state;
	struct act act = s->fx.act;
	int64_t size, at;

	act.registry = act.school = NULL;
	act.actor = (struct actor){.role = ROLE_SYSTEM, .log_id = "-"};
	assert_int_equal(act_open(&act), OK);
	fault_plan(FAULT_READ, 0, 1);
	assert_int_equal(events_head(act.registry, 0, &size, &at), ERR_AGAIN);
	act_close(&act);
	assert_true(act_may_repeat(&act));

	assert_int_equal(act_open(&act), OK);
	assert_int_equal(act_begin_registry(&act), OK);
	assert_int_equal(act_commit(&act), OK);
	fault_plan(FAULT_READ, 0, 1);
	assert_int_equal(events_head(act.registry, 0, &size, &at), ERR_AGAIN);
	act_close(&act);
	assert_false(act_may_repeat(&act));
}

/* ---- lost during the commit ------------------------------------------------
 */

static void
a_save_with_a_uuid_is_settled_whether_it_was_written_or_not(void **state)
{
	static const enum fault faults[] = {FAULT_LOST, FAULT_DONE};

	for (size_t i = 0; i < 2; i++) {
		struct site *s = *state;
		const int64_t lesson = a_lesson(s);
		const int64_t events = site_events(s);
		struct http_response *res;

		fault_plan(faults[i], 0, 1);
		res = save_mark(s, lesson);
		assert_int_equal(fault_left(), 0);
		assert_int_equal(res->status, 200);
		has(res, "\"s\":\"saved\"");
		assert_int_equal(site_events(s), events + 1);
		teardown(state);
		setup(state);
	}
}

static void
a_save_without_a_uuid_is_never_repeated_blindly(void **state)
{
	struct site *s = *state;
	const int64_t events = site_events(s);
	const struct http_response *res;

	fault_plan(FAULT_DONE, 0, 1);
	res = add_subject(s);
	assert_int_equal(res->status, 503);
	has(res, SAYS_UNSURE);
	lacks(res, SAYS_BUSY);
	assert_null(site_header(res, "Refresh"));
	assert_int_equal(site_events(s), events + 1);
}

static void
scripts_are_told_in_the_same_words(void **state)
{
	struct site *s = *state;
	const struct http_response *res;

	fault_plan(FAULT_LOST, 0, 1);
	res = site_ask(s, &(struct site_ask){.role = ROLE_ADMIN,
			      .method = "POST",
			      .path = "/s/1/subjects",
			      .body = "name=Astronomy&field=",
			      .with_token = true,
			      .json = true});
	assert_int_equal(res->status, 503);
	assert_string_equal(res->content_type, "application/json");
	has(res, "\"error\":\"" SAYS_UNSURE "\"");
}

/* The repeat that would have told cannot be made: then it stays unknown. */
static void
what_stays_unknown_is_not_called_unsaved(void **state)
{
	struct site *s = *state;
	const int64_t lesson = a_lesson(s);
	const struct http_response *res;

	fault_plan(FAULT_LOST, 0, 100);
	res = save_mark(s, lesson);
	assert_int_equal(fault_left(), 100 - 1 - APP_AGAIN_MAX);
	assert_int_equal(res->status, 503);
	has(res, SAYS_UNSURE);
	lacks(res, "нічого не збережено");
}

/* ---- a real server whose connections end at any moment ---------------------
 */

#define SAVES 60
/* About as long as a save takes: the blow falls anywhere in it. */
#define BLOW_NS 8000000L

static void *
end_connections(void *after_ns)
{
	const struct timespec pause = {.tv_nsec = *(long *)after_ns};

	nanosleep(&pause, NULL);
	place_end_connections();
	return NULL;
}

/* Sent again under its UUID until it is answered, as the page's script does. */
static void
save_until_answered(
    struct site *s, const char *token, int64_t lesson, int n, int64_t seen)
{
	const char *body = arena_printf(s->arena,
	    "{\"uuid\":\"11111111-2222-4333-8444-%012d\",\"cells\":[{"
	    "\"c\":%lld,\"p\":%d,\"v\":\"%d\",\"seen\":%lld}]}",
	    n, (long long)lesson, FX_PUPIL + n % FX_PUPILS, 1 + n % 11,
	    (long long)seen);
	struct http_request *req =
	    site_request(s, &(struct site_ask){.role = ROLE_TEACHER,
				.method = "POST",
				.path = "/s/1/journals/1/cells",
				.body = body,
				.json = true});
	struct http_response *res;

	req->x_csrf = token;
	do {
		res = arena_alloc(s->arena, sizeof(*res));
		http_response_init(res, s->arena);
		app_handle(s->app, 0, req, res);
	} while (res->status == 503);
	assert_int_equal(res->status, 200);
	has(res, "\"s\":\"saved\"");
}

static void
connections_that_end_lose_and_double_nothing(void **state)
{
	struct site *s = *state;
	const int64_t lesson = a_lesson(s);
	const int64_t seen = fixture_newest(&s->fx) + 2 * SAVES;
	const int64_t events = site_events(s);
	const char *token =
	    site_token(s, ROLE_TEACHER, "/s/1/journals/1/cells");

	for (int n = 0; n < SAVES; n++) {
		long after_ns = n * 131071L * 7 % BLOW_NS;
		pthread_t thread;

		assert_int_equal(
		    pthread_create(&thread, NULL, end_connections, &after_ns),
		    0);
		save_until_answered(s, token, lesson, n, seen);
		pthread_join(thread, NULL);
	}
	/* The test's own connection has ended too. */
	db_give(s->fx.act.registry);
	assert_int_equal(db_take_registry(s->fx.pool, &s->fx.act.registry), OK);
	assert_int_equal(site_events(s), events + SAVES);
}

/* What is noted beside a page is not what its reader asked for. */
static void
a_page_is_shown_when_the_note_of_its_reader_is_unsure(void **state)
{
	struct site *s = *state;
	const struct http_response *res;

	a_lesson(s);
	s->fx.act.now += SESSION_SEEN_STEP_S + 1;
	fault_plan(FAULT_LOST, 0, 1);
	res = site_get(s, ROLE_TEACHER, "/s/1/journals/1");
	assert_int_equal(fault_left(), 0);
	assert_int_equal(res->status, 200);
	has(res, "Авраменко");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_page_is_read_again_when_the_database_gave_up),
	    TEST(headers_of_the_first_try_are_not_sent_twice),
	    TEST(a_save_is_made_again_and_is_there_once),
	    TEST(after_the_last_try_the_page_says_that_nothing_was_saved),
	    TEST(a_request_whose_time_is_up_is_not_tried_again),
	    TEST(nothing_is_repeated_after_a_commit),
	    TEST(a_save_with_a_uuid_is_settled_whether_it_was_written_or_not),
	    TEST(a_save_without_a_uuid_is_never_repeated_blindly),
	    TEST(scripts_are_told_in_the_same_words),
	    TEST(what_stays_unknown_is_not_called_unsaved),
	    TEST(a_page_is_shown_when_the_note_of_its_reader_is_unsure),
	    TEST(connections_that_end_lose_and_double_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
