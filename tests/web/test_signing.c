/* SPDX-License-Identifier: EUPL-1.2 */
/* The pages of signing in, links, slips and the own account, through the whole
 * application, with cookies as a browser keeps them. */
#include "../domain/people_fixture.h"

#include "domain/access.h"
#include "domain/operator.h"
#include "domain/slips.h"
#include "store/jobs.h"
#include "web/app.h"

#define COOKIES_MAX 8

struct jar {
	const char *name[COOKIES_MAX], *value[COOKIES_MAX];
	size_t n;
};

struct browser {
	struct world *w;
	struct app *app;
	struct jar jar;
	bool secure;
	const char *origin, *sec_fetch_site;
	struct http_response res;
	const char *page;
};

static int
setup(void **state)
{
	struct browser *b = calloc(1, sizeof(*b));
	void *world;

	world_setup(&world);
	b->w = world;
	ok(app_new(&b->w->config, b->w->pool, &b->w->rng, &b->app));
	*state = b;
	return 0;
}

static int
teardown(void **state)
{
	struct browser *b = *state;
	void *world = b->w;

	app_free(b->app);
	free(b);
	return world_teardown(&world);
}

static struct arena *
arena_of(struct browser *b)
{
	return b->w->arena;
}

static void
keep(struct browser *b, const char *header)
{
	const size_t name = strcspn(header, "=");
	const size_t value = strcspn(header + name + 1, ";");
	struct jar *jar = &b->jar;
	size_t at = 0;

	while (at < jar->n && (strlen(jar->name[at]) != name ||
				  strncmp(jar->name[at], header, name)))
		at++;
	assert_true(at < COOKIES_MAX);
	if (at == jar->n)
		jar->n++;
	jar->name[at] = arena_strndup(arena_of(b), header, name);
	jar->value[at] = arena_strndup(arena_of(b), header + name + 1, value);
}

static const char *
cookie_header(struct browser *b)
{
	struct buf out;

	buf_init(&out, arena_of(b), 256);
	for (size_t i = 0; i < b->jar.n; i++)
		if (b->jar.value[i][0])
			buf_addf(&out, "%s%s=%s", out.len ? "; " : "",
			    b->jar.name[i], b->jar.value[i]);
	return out.len ? out.p : NULL;
}

static const char *
header(struct browser *b, const char *name)
{
	for (size_t i = 0; i < b->res.headers_n; i++)
		if (!strcmp(b->res.headers[i].name, name))
			return b->res.headers[i].value;
	return "";
}

static const char *
set_cookie(struct browser *b, const char *name)
{
	for (size_t i = 0; i < b->res.headers_n; i++)
		if (!strcmp(b->res.headers[i].name, "Set-Cookie") &&
		    !strncmp(b->res.headers[i].value, name, strlen(name)) &&
		    b->res.headers[i].value[strlen(name)] == '=')
			return b->res.headers[i].value;
	return "";
}

static int
ask(struct browser *b, enum http_method method, const char *target,
    const char *body)
{
	struct arena *a = arena_of(b);
	const char *query = strchr(target, '?');
	struct http_request req = {
	    .arena = a,
	    .method = method,
	    .path = query ? arena_strndup(a, target, (size_t)(query - target))
			  : target,
	    .query = query ? query + 1 : NULL,
	    .host = "127.0.0.1",
	    .peer = "127.0.0.1",
	    .secure = b->secure,
	    .cookie = cookie_header(b),
	    .accept_language = "en",
	    .origin = b->origin,
	    .sec_fetch_site = b->sec_fetch_site,
	    .now = b->w->act.now,
	    .id = "0123456789abcdef",
	};

	act_close(&b->w->act); /* the page takes handles of its own */
	if (body) {
		req.content_type = "application/x-www-form-urlencoded";
		req.body = (struct bytes){body, strlen(body)};
	}
	http_response_init(&b->res, a);
	app_handle(b->app, 0, &req, &b->res);
	b->page = b->res.body.p ? b->res.body.p : "";
	for (size_t i = 0; i < b->res.headers_n; i++)
		if (!strcmp(b->res.headers[i].name, "Set-Cookie"))
			keep(b, b->res.headers[i].value);
	world_act(b->w);
	return b->res.status;
}

/* Without the spaces that make it readable. */
static const char *
without_spaces(struct arena *arena, const char *s)
{
	struct buf out;

	buf_init(&out, arena, 64);
	for (; *s; s++)
		if (*s != ' ')
			buf_addc(&out, *s);
	return out.p;
}

static int
get(struct browser *b, const char *target)
{
	return ask(b, HTTP_GET, target, NULL);
}

static const char *
between(struct browser *b, const char *from, const char *before, char end)
{
	const char *at = strstr(from, before);

	assert_non_null(at);
	at += strlen(before);
	return arena_strndup(arena_of(b), at, strcspn(at, (char[]){end, 0}));
}

/* Opens the page of a form and posts it with its tokens. */
static int
fill_in(
    struct browser *b, const char *page, const char *action, const char *fields)
{
	struct arena *a = arena_of(b);
	const char *form, *csrf, *as = "";

	assert_int_equal(get(b, page), 200);
	form = strstr(b->page, arena_printf(a, "action='%s'", action));
	assert_non_null(form);
	csrf = between(b, form, "name='csrf' value='", '\'');
	if (strstr(form, "name='as' value='"))
		as = between(b, form, "name='as' value='", '\'');
	return ask(b, HTTP_POST, action,
	    arena_printf(a, "csrf=%s&as=%s&%s", csrf, as, fields));
}

static int
sign_in(struct browser *b, const char *email, const char *password)
{
	return fill_in(b, "/sign-in", "/sign-in",
	    arena_printf(arena_of(b), "name=%s&password=%s",
		http_encode(arena_of(b), email),
		http_encode(arena_of(b), password)));
}

/* A teacher of school 1 who can sign in. */
static int64_t
teacher(struct browser *b)
{
	int64_t account = world_account(b->w, "t@example.ua", GOOD_PASSWORD);
	int64_t person = world_person(b->w, 1,
	    (struct someone){"Лисівка", "Віра", NULL, NULL, "teacher"});

	world_member(b->w, account, 1, person);
	return person;
}

/* ---- signing in ------------------------------------------------------------
 */

static void
sign_in_leads_to_the_place_of_work(void **state)
{
	struct browser *b = *state;

	teacher(b);
	assert_int_equal(sign_in(b, "t@example.ua", GOOD_PASSWORD), 303);
	assert_string_equal(header(b, "Location"), "/s/1/today");
	assert_non_null(strstr(set_cookie(b, "ej"), "; HttpOnly"));
	assert_non_null(strstr(set_cookie(b, "ej"), "; SameSite=Lax"));
	assert_non_null(strstr(set_cookie(b, "ej"), "; Max-Age="));
	assert_non_null(strstr(set_cookie(b, "device"), "; Max-Age="));
	assert_int_equal(get(b, "/sign-in"), 303);
	assert_int_equal(get(b, "/account"), 200);
	assert_non_null(strstr(b->page, "t@example.ua"));
}

static void
cookie_over_tls_belongs_to_this_host_alone(void **state)
{
	struct browser *b = *state;

	teacher(b);
	b->secure = true;
	assert_int_equal(sign_in(b, "t@example.ua", GOOD_PASSWORD), 303);
	assert_non_null(strstr(set_cookie(b, "__Host-ej"), "; Secure"));
	assert_non_null(strstr(set_cookie(b, "__Host-ej"), "; Path=/"));
}

static void
shared_computer_keeps_no_cookie(void **state)
{
	struct browser *b = *state;

	teacher(b);
	assert_int_equal(fill_in(b, "/sign-in", "/sign-in",
			     arena_printf(arena_of(b),
				 "name=t@example.ua&password=%s&shared=1",
				 http_encode(arena_of(b), GOOD_PASSWORD))),
	    303);
	assert_null(strstr(set_cookie(b, "ej"), "Max-Age"));
	assert_string_equal(set_cookie(b, "device"), "");
	assert_int_equal(fill_in(b, "/account", "/sign-out", ""), 303);
	assert_non_null(strstr(header(b, "Clear-Site-Data"), "storage"));
}

static void
known_and_unknown_names_get_the_same_page(void **state)
{
	struct browser *b = *state;
	const char *known, *unknown;
	size_t cookies;

	teacher(b);
	assert_int_equal(sign_in(b, "t@example.ua", OTHER_PASSWORD), 422);
	known = strstr(b->page, "<main");
	cookies = b->res.headers_n;
	assert_null(strstr(b->page, OTHER_PASSWORD));
	assert_int_equal(sign_in(b, "x@example.ua", OTHER_PASSWORD), 422);
	unknown = strstr(b->page, "<main");
	assert_int_equal(b->res.headers_n, cookies);
	/* All but the token and the name that was typed. */
	assert_int_equal(strcspn(known, "'"), strcspn(unknown, "'"));
	assert_int_equal(strlen(known), strlen(unknown));
	assert_non_null(strstr(unknown, "do not match our data"));
}

static void
form_of_another_site_is_refused(void **state)
{
	struct browser *b = *state;

	teacher(b);
	b->origin = "https://evil.example";
	assert_int_equal(sign_in(b, "t@example.ua", GOOD_PASSWORD), 403);
	b->origin = NULL;
	b->sec_fetch_site = "cross-site";
	assert_int_equal(sign_in(b, "t@example.ua", GOOD_PASSWORD), 403);
	b->sec_fetch_site = "same-origin";
	assert_int_equal(
	    ask(b, HTTP_POST, "/sign-in",
		"name=t@example.ua&password=green%20elephant%2047%20walks"),
	    403);
	assert_int_equal(b->jar.n, 0);
	assert_int_equal(sign_in(b, "t@example.ua", GOOD_PASSWORD), 303);
}

static void
way_back_leads_to_pages_of_ours_alone(void **state)
{
	static const char *const elsewhere[] = {"%2F%2Fevil.example%2F",
	    "https%3A%2F%2Fevil.example%2F", "%2Fnowhere",
	    "%5C%5Cevil.example"};
	struct browser *b = *state;
	struct arena *a = arena_of(b);

	teacher(b);
	for (size_t i = 0; i < 4; i++) {
		assert_int_equal(
		    fill_in(b, "/sign-in", "/sign-in",
			arena_printf(a, "to=%s&name=t@example.ua&password=%s",
			    elsewhere[i], http_encode(a, GOOD_PASSWORD))),
		    303);
		assert_string_equal(header(b, "Location"), "/s/1/today");
		b->jar.n = 0;
	}
	assert_int_equal(
	    fill_in(b, "/sign-in?to=%2Faccount", "/sign-in",
		arena_printf(a, "to=%%2Faccount&name=t@example.ua&password=%s",
		    http_encode(a, GOOD_PASSWORD))),
	    303);
	assert_string_equal(header(b, "Location"), "/account");
}

static void
too_many_attempts_are_told_to_wait(void **state)
{
	struct browser *b = *state;

	teacher(b);
	for (int i = 0; i < 6; i++)
		sign_in(b, "t@example.ua", "wrong password");
	assert_int_equal(sign_in(b, "t@example.ua", GOOD_PASSWORD), 429);
	assert_non_null(strstr(b->page, "Too many attempts"));
}

static void
sign_out_ends_the_session(void **state)
{
	struct browser *b = *state;
	struct jar before;

	teacher(b);
	sign_in(b, "t@example.ua", GOOD_PASSWORD);
	before = b->jar;
	assert_int_equal(fill_in(b, "/account", "/sign-out", ""), 303);
	assert_int_equal(get(b, "/account"), 303);
	b->jar = before;
	assert_int_equal(get(b, "/account"), 303);
	assert_string_equal(header(b, "Location"), "/sign-in?to=%2Faccount");
}

/* ---- the second factor ------------------------------------------------------
 */

static void
administrator_sets_up_a_second_factor_first(void **state)
{
	struct browser *b = *state;
	int64_t account = world_account(b->w, "a@example.ua", GOOD_PASSWORD);
	int64_t person = world_person(
	    b->w, 1, (struct someone){"Кіт", "Ада", NULL, NULL, "admin"});
	const char *secret, *plain, *code;
	uint8_t *bytes;
	size_t len;

	world_member(b->w, account, 1, person);
	sign_in(b, "a@example.ua", GOOD_PASSWORD);
	assert_string_equal(header(b, "Location"), "/account/factor");
	assert_int_equal(get(b, "/s/1/start"), 303);
	assert_string_equal(header(b, "Location"), "/account/factor");
	assert_int_equal(get(b, "/account/factor"), 200);
	assert_non_null(strstr(b->page, "<svg class='qr'"));
	secret = between(b, b->page, "<p class='secret'>", '<');
	plain = without_spaces(arena_of(b), secret);
	ok(crypt_unbase32(arena_of(b), plain, &bytes, &len));
	assert_int_equal(
	    fill_in(b, "/account/factor", "/account/factor", "code=000000"),
	    422);
	code = crypt_totp_code(arena_of(b), bytes, len, b->w->act.now);
	assert_int_equal(fill_in(b, "/account/factor", "/account/factor",
			     arena_printf(arena_of(b), "code=%s", code)),
	    200);
	assert_non_null(strstr(b->page, "<li class='secret'>"));
	assert_int_equal(get(b, "/s/1/start"), 200);
	/* The next sign-in asks for it, and opens nothing before. */
	b->jar.n = 0;
	sign_in(b, "a@example.ua", GOOD_PASSWORD);
	assert_string_equal(header(b, "Location"), "/sign-in/code");
	assert_int_equal(get(b, "/s/1/start"), 303);
	assert_int_equal(get(b, "/account"), 303);
	world_later(b->w, 60);
	code = crypt_totp_code(arena_of(b), bytes, len, b->w->act.now);
	assert_int_equal(fill_in(b, "/sign-in/code", "/sign-in/code",
			     arena_printf(arena_of(b), "code=%s", code)),
	    303);
	assert_string_equal(header(b, "Location"), "/s/1/start");
}

/* ---- working modes
 * ----------------------------------------------------------- */

static void
another_mode_later_needs_a_fresh_sign_in(void **state)
{
	struct browser *b = *state;
	int64_t person = teacher(b);
	const char *form;

	world_role(b->w, 1, person, "secretary");
	sign_in(b, "t@example.ua", GOOD_PASSWORD);
	assert_string_equal(header(b, "Location"), "/mode");
	form =
	    arena_printf(arena_of(b), "mode=1.%lld.teacher", (long long)person);
	assert_int_equal(fill_in(b, "/mode", "/mode", form), 303);
	assert_string_equal(header(b, "Location"), "/s/1/today");
	world_later(b->w, SESSION_FRESH_S + 1);
	form = arena_printf(
	    arena_of(b), "mode=1.%lld.secretary", (long long)person);
	assert_int_equal(fill_in(b, "/mode", "/mode", form), 303);
	assert_string_equal(header(b, "Location"), "/sign-in/again?to=%2Fmode");
	assert_int_equal(fill_in(b, "/sign-in/again?to=%2Fmode",
			     "/sign-in/again", "to=%2Fmode&password=wrong"),
	    422);
	assert_int_equal(
	    fill_in(b, "/sign-in/again?to=%2Fmode", "/sign-in/again",
		arena_printf(arena_of(b), "to=%%2Fmode&password=%s",
		    http_encode(arena_of(b), GOOD_PASSWORD))),
	    303);
	assert_string_equal(header(b, "Location"), "/mode");
	assert_int_equal(fill_in(b, "/mode", "/mode", form), 303);
	assert_string_equal(header(b, "Location"), "/s/1/people");
}

static void
mode_of_somebody_else_is_refused(void **state)
{
	struct browser *b = *state;

	teacher(b);
	sign_in(b, "t@example.ua", GOOD_PASSWORD);
	assert_int_equal(fill_in(b, "/mode", "/mode", "mode=1.99.admin"), 403);
	assert_int_equal(fill_in(b, "/mode", "/mode", "mode=nonsense"), 400);
}

/* ---- links
 * --------------------------------------------------------------------- */

/* An invitation of school 1 and its path. */
static const char *
invited(struct browser *b)
{
	struct act *act = world_act(b->w);
	struct job jobs[4];
	int64_t person = world_person(b->w, 1,
	    (struct someone){"Кіт", "Ада", NULL, "ada@example.ua", "teacher"});
	size_t n;

	ok(act_open_school(act, 1));
	act->actor =
	    (struct actor){.inst = 1, .role = ROLE_ADMIN, .log_id = "t-900"};
	ok(access_invite(act, person));
	ok(jobs_list(act->registry, arena_of(b), 0, "mail", NULL, 4, jobs, &n));
	assert_int_equal(n, 1);
	return arena_strndup(
	    arena_of(b), strstr(jobs[0].payload, "/i/"), 3 + 43);
}

static void
opening_a_link_uses_nothing_and_tells_no_referrer(void **state)
{
	struct browser *b = *state;
	const char *link = invited(b);

	for (int i = 0; i < 3; i++) {
		assert_int_equal(get(b, link), 200);
		assert_string_equal(
		    header(b, "Referrer-Policy"), "no-referrer");
		assert_string_equal(b->res.route, "/i/*token");
	}
	assert_int_equal(
	    fill_in(b, link, link, "password=green%20elephant%2047%20walks"),
	    303);
	assert_string_equal(header(b, "Location"), "/s/1/today");
}

static void
used_unknown_and_malformed_links_look_alike(void **state)
{
	struct browser *b = *state;
	const char *link = invited(b), *page;

	fill_in(b, link, link, "password=green%20elephant%2047%20walks");
	b->jar.n = 0;
	assert_int_equal(get(b, link), 410);
	page = strstr(b->page, "<main");
	assert_int_equal(
	    get(b, "/i/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), 410);
	assert_int_equal(strlen(page), strlen(strstr(b->page, "<main")));
	assert_int_equal(get(b, "/i/x"), 410);
}

static void
wrong_password_on_a_link_says_why(void **state)
{
	struct browser *b = *state;
	const char *link = invited(b);

	assert_int_equal(fill_in(b, link, link, "password=short"), 422);
	assert_non_null(strstr(b->page, "At least 10 characters"));
	assert_int_equal(fill_in(b, link, link, "password=password2026"), 422);
	assert_int_equal(
	    fill_in(b, link, link, "password=ada@example.ua"), 422);
	assert_int_equal(fill_in(b, link, link, ""), 422);
	assert_int_equal(get(b, link), 200);
}

static void
known_address_is_asked_to_sign_in(void **state)
{
	struct browser *b = *state;
	const char *link = invited(b);

	world_account(b->w, "ada@example.ua", OTHER_PASSWORD);
	assert_int_equal(get(b, link), 200);
	assert_null(strstr(b->page, "new-password"));
	assert_non_null(
	    strstr(b->page, arena_printf(arena_of(b), "/sign-in?to=%s", link)));
	sign_in(b, "ada@example.ua", OTHER_PASSWORD);
	assert_int_equal(fill_in(b, link, link, "join=1"), 303);
	assert_string_equal(header(b, "Location"), "/mode");
	assert_int_equal(get(b, "/mode"), 200);
	assert_non_null(strstr(b->page, "Ліцей № 1"));
}

static void
first_operator_starts_without_any_default_password(void **state)
{
	struct browser *b = *state;
	const char *token, *link;

	ok(operator_link(world_act(b->w), &token));
	link = arena_printf(arena_of(b), "/i/%s", token);
	assert_int_equal(
	    fill_in(b, link, link,
		"person=&email=first&password=green%20elephant%2047%20walks"),
	    422);
	assert_int_equal(
	    fill_in(b, link, link,
		"person=Anna&email=first@example.ua&password=green%20elephant"
		"%2047%20walks"),
	    303);
	assert_string_equal(header(b, "Location"), "/account/factor");
}

/* ---- slips
 * ---------------------------------------------------------------------- */

static void
slip_opens_with_code_and_birth_date(void **state)
{
	struct browser *b = *state;
	struct act *act = world_act(b->w);
	struct slip *slips;
	const char *plain, *link;
	int64_t class = world_class(b->w, 1, "7-Б", 7);
	int64_t person = world_person(b->w, 1,
	    (struct someone){"Згурський", "Юрій", "2014-05-17", NULL, "pupil"});

	world_enrol(b->w, 1, class, person);
	ok(act_open_school(act, 1));
	act->actor =
	    (struct actor){.inst = 1, .role = ROLE_ADMIN, .log_id = "t-900"};
	ok(slips_make(act, &person, 1, &slips));
	plain = without_spaces(arena_of(b), slips[0].code);
	/* The QR code brings the code along, the date is still asked for. */
	assert_int_equal(
	    get(b, arena_printf(arena_of(b), "/i/%s", plain)), 200);
	assert_non_null(strstr(b->page, slips[0].code));
	assert_int_equal(
	    fill_in(b, "/slip", "/slip",
		arena_printf(arena_of(b), "code=%s&birth=01.01.2014", plain)),
	    422);
	assert_int_equal(
	    fill_in(b, "/slip", "/slip",
		arena_printf(arena_of(b), "code=%s&birth=17.05.2014", plain)),
	    303);
	link = header(b, "Location");
	assert_int_equal(
	    fill_in(b, link, link, "password=green%20elephant%2047%20walks"),
	    200);
	assert_non_null(strstr(b->page, "<p class='secret'>zghurskyi.y"));
	assert_int_equal(get(b, "/account"), 200);
}

static void
forgotten_password_says_the_same_to_all(void **state)
{
	struct browser *b = *state;
	const char *known;

	teacher(b);
	assert_int_equal(
	    fill_in(b, "/forgot", "/forgot", "email=t@example.ua"), 200);
	known = strstr(b->page, "<main");
	assert_int_equal(
	    fill_in(b, "/forgot", "/forgot", "email=x@example.ua"), 200);
	assert_string_equal(arena_strndup(arena_of(b), known, 600),
	    arena_strndup(arena_of(b), strstr(b->page, "<main"), 600));
	assert_int_equal(
	    fill_in(b, "/forgot", "/forgot", "email=nonsense"), 422);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(sign_in_leads_to_the_place_of_work),
	    TEST(cookie_over_tls_belongs_to_this_host_alone),
	    TEST(shared_computer_keeps_no_cookie),
	    TEST(known_and_unknown_names_get_the_same_page),
	    TEST(form_of_another_site_is_refused),
	    TEST(way_back_leads_to_pages_of_ours_alone),
	    TEST(too_many_attempts_are_told_to_wait),
	    TEST(sign_out_ends_the_session),
	    TEST(administrator_sets_up_a_second_factor_first),
	    TEST(another_mode_later_needs_a_fresh_sign_in),
	    TEST(mode_of_somebody_else_is_refused),
	    TEST(opening_a_link_uses_nothing_and_tells_no_referrer),
	    TEST(used_unknown_and_malformed_links_look_alike),
	    TEST(wrong_password_on_a_link_says_why),
	    TEST(known_address_is_asked_to_sign_in),
	    TEST(first_operator_starts_without_any_default_password),
	    TEST(slip_opens_with_code_and_birth_date),
	    TEST(forgotten_password_says_the_same_to_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
