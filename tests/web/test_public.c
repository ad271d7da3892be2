/* SPDX-License-Identifier: EUPL-1.2 */
/* The pages everybody may open, through the whole application. */
#include <stdlib.h>

#include "domain/installation.h"
#include "fixture.h"
#include "web/app.h"

struct site {
	struct fixture f;
	struct app *app;
	struct http_request req;
	struct http_response res;
};

static int
setup(void **state)
{
	struct site *s = calloc(1, sizeof(*s));

	fixture_open(&s->f);
	fixture_as_at(&s->f, 1, 0, ROLE_SYSTEM);
	assert_int_equal(installation_init(&s->f.act, false), OK);
	assert_int_equal(
	    app_new(&s->f.config, s->f.pool, &s->f.rng, &s->app), OK);
	*state = s;
	return 0;
}

static int
teardown(void **state)
{
	struct site *s = *state;

	app_free(s->app);
	fixture_close(&s->f);
	free(s);
	return 0;
}

static const char *
ask(struct site *s, enum http_method method, const char *path,
    const char *cookie, const char *body)
{
	s->req = (struct http_request){.arena = s->f.arena,
	    .method = method,
	    .path = path,
	    .host = "127.0.0.1",
	    .cookie = cookie,
	    .peer = "127.0.0.1",
	    .accept_language = "uk",
	    .now = s->f.act.now,
	    .id = "0123456789abcdef"};
	if (body) {
		s->req.content_type = "application/x-www-form-urlencoded";
		s->req.body = (struct bytes){body, strlen(body)};
	}
	http_response_init(&s->res, s->f.arena);
	app_handle(s->app, 0, &s->req, &s->res);
	return s->res.body.p;
}

static bool
sends(const struct site *s, const char *name, const char *value)
{
	for (size_t i = 0; i < s->res.headers_n; i++)
		if (!strcmp(s->res.headers[i].name, name) &&
		    !strncmp(s->res.headers[i].value, value, strlen(value)))
			return true;
	return false;
}

static const struct stmt publish STMT = {
    .name = "test.publish_region",
    .params = "siii",
    .columns = "",
    .sql = "INSERT INTO published_statistic (region, kind, registered, active,"
	   " published_at) VALUES ($1, 'school', $2, $3, $4)",
};

static void
the_front_page_shows_the_published_figures(void **state)
{
	struct site *s = *state;
	const char *page;

	assert_int_equal(db_run(s->f.act.registry, &publish, NULL,
			     A_TEXT("UA59000000000057109"), A_INT(12345),
			     A_INT(7), A_INT(s->f.act.now)),
	    OK);
	page = ask(s, HTTP_GET, "/", NULL, NULL);
	assert_int_equal(s->res.status, 200);
	/* Map and table agree, and the number is grouped. */
	assert_non_null(strstr(page, "<title>Сумська: 12\xc2\xa0"
				     "345</title>"));
	assert_non_null(strstr(page, "<th scope='row'>Сумська</th><td "
				     "class='num'>12\xc2\xa0"
				     "345</td><td class='num'>7</td>"));
	assert_non_null(strstr(page, "23.11.2026"));
}

static void
regions_stand_in_the_order_of_the_alphabet(void **state)
{
	struct site *s = *state;
	const char *page;

	assert_int_equal(db_run(s->f.act.registry, &publish, NULL, A_TEXT("59"),
			     A_INT(1), A_INT(1), A_INT(s->f.act.now)),
	    OK);
	page = strstr(ask(s, HTTP_GET, "/", NULL, NULL), "<details");
	assert_non_null(page);
	assert_true(strstr(page, "Житомирська") < strstr(page, "Закарпатська"));
	assert_true(
	    strstr(page, "Запорізька") < strstr(page, "Івано-Франківська"));
	assert_true(strstr(page, "Черкаська") < strstr(page, "Чернівецька"));
}

static void
before_the_first_figures_the_front_page_says_so(void **state)
{
	struct site *s = *state;
	const char *page = ask(s, HTTP_GET, "/", NULL, NULL);

	assert_int_equal(s->res.status, 200);
	assert_null(strstr(page, "<svg class='tiles'"));
	assert_non_null(strstr(page, "Перші числа"));
}

static void
public_pages_open_in_both_languages(void **state)
{
	static const char *const paths[] = {
	    "/", "/help", "/privacy", "/accessibility"};
	struct site *s = *state;

	for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++) {
		const char *page = ask(s, HTTP_GET, paths[i], NULL, NULL);

		assert_int_equal(s->res.status, 200);
		assert_non_null(strstr(page, "<html lang='uk'"));
		assert_non_null(strstr(page, "Ваші дані"));
		assert_null(strstr(page, "Accessibility"));
		page = ask(s, HTTP_GET, paths[i], "lang=en", NULL);
		assert_non_null(strstr(page, "<html lang='en'"));
		assert_non_null(strstr(page, "Accessibility"));
		assert_null(strstr(page, "Доступність"));
	}
}

static const char *
form_token(struct site *s)
{
	const char *page = ask(s, HTTP_GET, "/accessibility", NULL, NULL);
	const char *at = strstr(page, "name='csrf' value='");

	assert_non_null(at);
	at += strlen("name='csrf' value='");
	return arena_strndup(s->f.arena, at, strcspn(at, "'"));
}

static void
the_choice_of_language_and_theme_is_kept_and_leads_back(void **state)
{
	struct site *s = *state;
	const char *token = form_token(s);

	ask(s, HTTP_POST, "/language", NULL,
	    arena_printf(
		s->f.arena, "csrf=%s&lang=en&theme=dark&back=%%2Fhelp", token));
	assert_int_equal(s->res.status, 303);
	assert_true(sends(s, "Location", "/help"));
	assert_true(sends(s, "Set-Cookie", "lang=en;"));
	assert_true(sends(s, "Set-Cookie", "theme=dark;"));
}

static void
a_way_back_leads_to_pages_of_ours_alone(void **state)
{
	static const char *const backs[] = {"//evil.example/", "%2F%5Cevil",
	    "https%3A%2F%2Fevil.example%2F", "/nowhere", "/language", ""};
	struct site *s = *state;
	const char *token = form_token(s);

	for (size_t i = 0; i < sizeof(backs) / sizeof(*backs); i++) {
		ask(s, HTTP_POST, "/language", NULL,
		    arena_printf(s->f.arena, "csrf=%s&lang=uk&back=%s", token,
			backs[i]));
		assert_int_equal(s->res.status, 303);
		assert_true(sends(s, "Location", "/"));
		for (size_t k = 0; k < s->res.headers_n; k++)
			assert_null(strstr(s->res.headers[k].value, "evil"));
	}
}

static void
an_unknown_language_or_a_missing_token_changes_nothing(void **state)
{
	struct site *s = *state;
	const char *token = form_token(s);

	ask(s, HTTP_POST, "/language", NULL,
	    arena_printf(s->f.arena, "csrf=%s&lang=xx&theme=neon", token));
	assert_false(sends(s, "Set-Cookie", "lang="));
	assert_false(sends(s, "Set-Cookie", "theme="));
	ask(s, HTTP_POST, "/language", NULL, "lang=en");
	assert_int_equal(s->res.status, 403);
	assert_false(sends(s, "Set-Cookie", "lang="));
}

static void
an_unknown_address_is_a_page_of_ours(void **state)
{
	struct site *s = *state;
	const char *page = ask(s, HTTP_GET, "/nowhere", NULL, NULL);

	assert_int_equal(s->res.status, 404);
	assert_non_null(strstr(page, "Такої сторінки немає"));
	assert_null(strstr(page, "nowhere"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(the_front_page_shows_the_published_figures),
	    TEST(regions_stand_in_the_order_of_the_alphabet),
	    TEST(before_the_first_figures_the_front_page_says_so),
	    TEST(public_pages_open_in_both_languages),
	    TEST(the_choice_of_language_and_theme_is_kept_and_leads_back),
	    TEST(a_way_back_leads_to_pages_of_ours_alone),
	    TEST(an_unknown_language_or_a_missing_token_changes_nothing),
	    TEST(an_unknown_address_is_a_page_of_ours),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
