/* SPDX-License-Identifier: EUPL-1.2 */
/* What a POST must bring along before its handler runs. */
#include <stdlib.h>

#include "site.h"
#include "base/json.h"
#include "http/queue.h"
#include "web/app_token.h"

/* The hidden field of the first form on a page. */
static const char *
field(struct site *s, const char *page, const char *name)
{
	const char *mark = arena_printf(s->arena, "name='%s' value='", name);
	const char *at = strstr(page, mark);

	assert_non_null(at);
	at += strlen(mark);
	return arena_strndup(s->arena, at, strcspn(at, "'"));
}

static struct http_response *
language(struct site *s, enum role role, const char *csrf, const char *as)
{
	const struct site_ask ask = {
	    .role = role,
	    .method = "POST",
	    .path = "/language",
	    .body = arena_printf(
		s->arena, "lang=en&back=%%2Fhelp&as=%s&csrf=%s", as, csrf),
	};

	return site_ask(s, &ask);
}

static const uint8_t *
key_of(struct site *s, enum role role)
{
	struct act act = s->fx.act;
	struct session *session = arena_alloc(s->arena, sizeof(*session));
	size_t i = 0;

	while (site_roles[i] != role)
		i++;
	act.school = NULL;
	act.arena = s->arena;
	assert_int_equal(session_find(&act, s->cookie[i], session), OK);
	return session->csrf;
}

static void
every_answer_writes_the_token_anew_and_each_one_works(void **state)
{
	struct site *s = *state;
	const char *first =
	    field(s, site_get(s, ROLE_TEACHER, "/help")->body.p, "csrf");
	const char *second =
	    field(s, site_get(s, ROLE_TEACHER, "/help")->body.p, "csrf");

	assert_string_not_equal(first, second);
	assert_int_equal(language(s, ROLE_TEACHER, first, "0.0.")->status, 303);
	assert_int_equal(
	    language(s, ROLE_TEACHER, second, "0.0.")->status, 303);
}

static void
no_part_of_the_token_stays_the_same(void **state)
{
	struct site *s = *state;
	const uint8_t *key = key_of(s, ROLE_TEACHER);
	struct act act = s->fx.act;
	const char *a = app_token_make(&act, key, "1.2.teacher");
	const char *b = app_token_make(&act, key, "1.2.teacher");
	size_t same = 0;

	for (size_t i = 0; a[i]; i++)
		same += a[i] == b[i];
	/* One letter in 64 by chance. */
	assert_true(same < 12);
}

static void
the_language_button_of_a_working_mode_works(void **state)
{
	struct site *s = *state;
	struct act act = s->fx.act;
	const char *csrf =
	    app_token_make(&act, key_of(s, ROLE_TEACHER), "1.2.teacher");

	assert_int_equal(
	    language(s, ROLE_TEACHER, csrf, "1.2.teacher")->status, 303);
	/* But the two belong together. */
	assert_int_equal(
	    language(s, ROLE_TEACHER, csrf, "1.3.teacher")->status, 409);
}

static void
a_token_fits_its_own_session_and_membership_alone(void **state)
{
	struct site *s = *state;
	const uint8_t *key = key_of(s, ROLE_TEACHER);
	struct act act = s->fx.act;
	struct arena *a = s->arena;
	const char *csrf = app_token_make(&act, key, "1.2.teacher");
	const char *cut = arena_strndup(a, csrf, strlen(csrf) - 4);

	assert_true(app_token_fits(a, key, "1.2.teacher", csrf));
	assert_false(app_token_fits(a, key, "1.2.admin", csrf));
	assert_false(app_token_fits(a, key, "2.2.teacher", csrf));
	assert_false(
	    app_token_fits(a, key_of(s, ROLE_HEAD), "1.2.teacher", csrf));
	assert_false(app_token_fits(a, key, "1.2.teacher", cut));
	assert_false(app_token_fits(a, key, "1.2.teacher", ""));
	assert_false(app_token_fits(a, key, "1.2.teacher", NULL));
	assert_int_equal(
	    language(s, ROLE_HEAD, csrf, "1.2.teacher")->status, 409);
}

static void
without_a_token_nothing_is_done(void **state)
{
	struct site *s = *state;

	assert_int_equal(language(s, ROLE_TEACHER, "", "")->status, 403);
	assert_int_equal(language(s, ROLE_NONE, "", "")->status, 403);
}

static void
an_open_token_ends_and_reads_any_number(void **state)
{
	static const char *const wrong[] = {"", "0", "-1.x", "99999999999.x",
	    "-9223372036854775808.x", "9223372036854775807.x",
	    "-99999999999999999999999.x", "1.", "."};
	struct site *s = *state;
	const uint8_t *secret = app_secret(s->app);
	const int64_t now = s->fx.act.now;
	const char *token = app_token_open(s->arena, secret, now);

	assert_true(app_token_open_fits(s->arena, secret, now, token));
	assert_true(
	    app_token_open_fits(s->arena, secret, now + 12 * 3600, token));
	assert_false(
	    app_token_open_fits(s->arena, secret, now + 12 * 3600 + 1, token));
	assert_false(app_token_open_fits(s->arena, secret, now - 1, token));
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_false(
		    app_token_open_fits(s->arena, secret, now, wrong[i]));
}

/* A valid form, as it would come from elsewhere. */
static int
status_from(struct site *s, const char *fetch_site, const char *origin)
{
	const struct site_ask ask = {.method = "POST",
	    .path = "/language",
	    .body = "lang=en",
	    .with_token = true};
	struct http_request *req = site_request(s, &ask);
	struct http_response *res = arena_alloc(s->arena, sizeof(*res));

	req->sec_fetch_site = fetch_site;
	req->origin = origin;
	http_response_init(res, s->arena);
	app_handle(s->app, 0, req, res);
	return res->status;
}

static void
a_form_from_another_site_is_refused(void **state)
{
	struct site *s = *state;

	assert_int_equal(status_from(s, "same-origin", NULL), 303);
	assert_int_equal(status_from(s, NULL, "https://localhost"), 303);
	assert_int_equal(status_from(s, "cross-site", NULL), 403);
	assert_int_equal(status_from(s, "same-site", NULL), 403);
	assert_int_equal(status_from(s, NULL, "https://evil.example"), 403);
	assert_int_equal(
	    status_from(s, NULL, "https://localhost.evil.example"), 403);
}

static int
status_over(struct site *s, const char *path, const char *peer, bool secure)
{
	const struct site_ask ask = {.method = "GET", .path = path};
	struct http_request *req = site_request(s, &ask);
	struct http_response *res = arena_alloc(s->arena, sizeof(*res));

	req->peer = peer;
	req->secure = secure;
	http_response_init(res, s->arena);
	app_handle(s->app, 0, req, res);
	return res->status;
}

static void
other_machines_are_served_over_tls_alone(void **state)
{
	struct site *s = *state;

	assert_int_equal(status_over(s, "/help", "127.0.0.1", false), 200);
	assert_int_equal(status_over(s, "/help", "::1", false), 200);
	assert_int_equal(status_over(s, "/help", "192.0.2.7", false), 403);
	assert_int_equal(status_over(s, "/help", "127.0.0.1.", false), 403);
	assert_int_equal(status_over(s, "/help", "192.0.2.7", true), 200);
	/* A balancer asks without. */
	assert_int_equal(status_over(s, "/readyz", "192.0.2.7", false), 200);
}

static void
a_refusal_for_scripts_is_json(void **state)
{
	struct site *s = *state;
	const struct site_ask ask = {.role = ROLE_TEACHER,
	    .method = "GET",
	    .path = "/there-is-no-such-page",
	    .json = true};
	const struct http_response *res = site_ask(s, &ask);
	AUTO_JSON struct json *doc = NULL;

	assert_int_equal(res->status, 404);
	assert_string_equal(res->content_type, "application/json");
	assert_int_equal(json_parse(res->body.p, res->body.len, &doc), OK);
	assert_non_null(json_text(doc, "error"));
	assert_non_null(json_text(doc, "text"));
}

/* Made once at start and sent to everybody of that kind. */
static void
a_full_server_has_a_page_for_every_language_and_form(void **state)
{
	struct site *s = *state;
	const struct server_app hooks = app_server(s->app);
	const struct site_ask ask = {.method = "GET", .path = "/"};
	size_t kind = 0;

	for (;; kind++) {
		struct http_request *like = site_request(s, &ask);
		struct http_response res;
		bool form, english;

		if (!hooks.busy_like(hooks.app, kind, like))
			break;
		assert_int_equal(hooks.busy_kind(hooks.app, like), kind);
		http_response_init(&res, s->arena);
		hooks.refuse(hooks.app, 503, like, &res);
		assert_int_equal(res.status, 503);
		form = like->method == HTTP_POST;
		assert_int_equal(strstr(res.body.p, "Nothing has been saved") ||
				     strstr(res.body.p, "не збережено"),
		    form);
		english = strstr(res.body.p, "people are here") != NULL;
		assert_int_equal(english, !strcmp(like->accept_language, "en"));
		/* Nothing that was made for one person. */
		assert_null(strstr(res.body.p, "csrf"));
	}
	assert_int_equal(kind, 8);
}

static void
teachers_saves_go_first_and_sign_ins_apart(void **state)
{
	struct site *s = *state;
	const struct server_app hooks = app_server(s->app);
	static const struct {
		const char *method, *path;
		int class;
	} cases[] = {
	    {"POST", "/s/1/journals/1/cells", QUEUE_SAVES},
	    {"POST", "/s/1/my-class/absent", QUEUE_SAVES},
	    {"GET", "/s/1/journals/1", QUEUE_PAGES},
	    {"GET", "/s/1/diary", QUEUE_PAGES},
	    {"POST", "/s/1/subjects", QUEUE_PAGES},
	    {"GET", "/none", QUEUE_PAGES},
	    {"GET", "/s/1/journals/1/csv", QUEUE_REPORTS},
	    {"POST", "/sign-in", QUEUE_SIGN_INS},
	    {"POST", "/sign-in/again", QUEUE_SIGN_INS},
	    {"POST", "/account/password", QUEUE_SIGN_INS},
	    {"POST", "/i/abc", QUEUE_SIGN_INS},
	    {"GET", "/i/abc", QUEUE_PAGES},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_int_equal(
		    hooks.priority(hooks.app, cases[i].method, cases[i].path),
		    cases[i].class);
}

static void
a_notice_with_any_number_is_not_shown(void **state)
{
	struct site *s = *state;
	const struct site_ask ask = {.method = "GET", .path = "/help"};
	struct http_request *req = site_request(s, &ask);
	struct http_response *res = arena_alloc(s->arena, sizeof(*res));

	req->cookie = "notice=-9223372036854775808.eA.eA";
	http_response_init(res, s->arena);
	app_handle(s->app, 0, req, res);
	assert_int_equal(res->status, 200);
	assert_null(strstr(res->body.p, "class='said'"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		every_answer_writes_the_token_anew_and_each_one_works),
	    cmocka_unit_test(no_part_of_the_token_stays_the_same),
	    cmocka_unit_test(the_language_button_of_a_working_mode_works),
	    cmocka_unit_test(a_token_fits_its_own_session_and_membership_alone),
	    cmocka_unit_test(without_a_token_nothing_is_done),
	    cmocka_unit_test(an_open_token_ends_and_reads_any_number),
	    cmocka_unit_test(a_form_from_another_site_is_refused),
	    cmocka_unit_test(other_machines_are_served_over_tls_alone),
	    cmocka_unit_test(a_refusal_for_scripts_is_json),
	    cmocka_unit_test(
		a_full_server_has_a_page_for_every_language_and_form),
	    cmocka_unit_test(teachers_saves_go_first_and_sign_ins_apart),
	    cmocka_unit_test(a_notice_with_any_number_is_not_shown),
	};

	return cmocka_run_group_tests(tests, site_setup, site_teardown);
}
