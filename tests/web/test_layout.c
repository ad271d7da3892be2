/* SPDX-License-Identifier: EUPL-1.2 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/crypt.h"
#include "page_fixture.h"
#include "web/layout.h"
#include "web/menu.h"

static struct page_fixture f;

static int
group_setup(void **state)
{
	(void)state;
	return crypt_start() || assets_start();
}

static struct page *
open_as(enum role role, const char *path)
{
	struct page *p = page_fixture_open(&f, role, path);

	p->html.lang = LANG_EN;
	return p;
}

static int
close_page(void **state)
{
	(void)state;
	page_fixture_close(&f);
	return 0;
}

static const char *
whole_page(struct page *p, const struct layout *layout)
{
	layout_begin(p, layout);
	layout_end(p);
	return f.res.body.p;
}

static size_t
count(const char *s, const char *what)
{
	size_t n = 0;

	for (; (s = strstr(s, what)); s += strlen(what))
		n++;
	return n;
}

static void
every_text_of_the_frame_escapes(void **state)
{
	struct page *p = open_as(ROLE_TEACHER, "/s/12/today");
	const char *evil = "<i>'\"&";
	const char *s;

	(void)state;
	p->person_name = p->role_text = p->institution_name = p->notice = evil;
	p->modes = &(struct page_mode){evil, evil, evil, true};
	p->modes_n = 1;
	f.config.institute = evil;
	s = whole_page(
	    p, &(struct layout){.title = evil,
		   .sub = evil,
		   .back_href = evil,
		   .back_text = evil,
		   .actions = &(struct layout_action){evil, evil, ""},
		   .actions_n = 1});
	assert_null(strstr(s, "<i>"));
	assert_true(count(s, "&lt;i&gt;&#39;&quot;&amp;") >= 12);
}

static void
every_post_form_of_the_frame_carries_the_token(void **state)
{
	const char *s = whole_page(open_as(ROLE_TEACHER, "/s/12/today"),
	    &(struct layout){.title = "Today"});

	(void)state;
	assert_true(count(s, "method='post'") >= 2);
	assert_int_equal(count(s, "method='post'"),
	    count(s, "name='csrf' value='token-of-the-session'"));
	assert_int_equal(
	    count(s, "method='post'"), count(s, "name='as' value="));
}

static void
a_page_before_any_session_has_no_post_form(void **state)
{
	struct page *p = open_as(ROLE_NONE, "/");
	const char *s;

	(void)state;
	p->csrf = NULL;
	s = whole_page(p, &(struct layout){.title = "Busy"});
	assert_int_equal(count(s, "method='post'"), 0);
	assert_non_null(strstr(s, "href='/sign-in'"));
}

static void
nothing_on_a_page_comes_from_elsewhere_or_runs_inline(void **state)
{
	const char *s = whole_page(open_as(ROLE_ADMIN, "/s/12/start"),
	    &(struct layout){.title = "Start", .task = true});

	(void)state;
	assert_null(strstr(s, "style='"));
	assert_null(strstr(s, "<style"));
	assert_null(strstr(s, "<script"));
	assert_null(strstr(s, "http://"));
	assert_null(strstr(s, "https://"));
	assert_null(strstr(s, "javascript:"));
	assert_non_null(strstr(s, asset_href("style.css")));
}

static void
the_menu_is_that_of_the_working_mode(void **state)
{
	const char *s = whole_page(open_as(ROLE_TEACHER, "/s/12/today"),
	    &(struct layout){.title = "Today", .menu = "today"});

	(void)state;
	assert_non_null(
	    strstr(s, "<a href='/s/12/today' aria-current=page>Today</a>"));
	assert_non_null(strstr(s, "<a href='/s/12/journals'>Journals</a>"));
	assert_null(strstr(s, "/s/12/my-class"));
	assert_null(strstr(s, "/s/12/import"));
	assert_null(strstr(s, "/institute/"));
	assert_int_equal(count(s, "aria-current"), 1);
}

static void
nobody_sees_a_menu_before_signing_in(void **state)
{
	const char *s = whole_page(
	    open_as(ROLE_NONE, "/help"), &(struct layout){.title = "Help"});

	(void)state;
	assert_null(strstr(s, "class='menu'"));
	assert_null(strstr(s, "has-menu"));
	assert_null(strstr(s, "/sign-out"));
}

static void
every_role_finds_its_first_page_in_the_menu(void **state)
{
	static const enum role roles[] = {ROLE_TEACHER, ROLE_CLASS_TEACHER,
	    ROLE_SUBSTITUTE, ROLE_HEAD, ROLE_DEPUTY, ROLE_ADMIN, ROLE_PUPIL,
	    ROLE_GUARDIAN, ROLE_OPERATOR, ROLE_REVIEWER, ROLE_APPROVER,
	    ROLE_ANALYST, ROLE_INSPECTOR, ROLE_SUPPORT};
	const struct menu_item *items[MENU_MAX];
	size_t n;

	(void)state;
	open_as(ROLE_NONE, "/");
	for (size_t i = 0; i < sizeof(roles) / sizeof(*roles); i++) {
		size_t near = 0;

		menu_items(roles[i], items, &n);
		assert_true(n > 0);
		for (size_t k = 0; k < n; k++)
			near += !items[k]->far;
		/* A phone's bar has room for four words. */
		assert_true(near > 0 && near <= 4);
	}
}

static void
the_switch_of_working_modes_marks_the_present_one(void **state)
{
	struct page *p = open_as(ROLE_TEACHER, "/s/12/today");
	const char *s;

	(void)state;
	p->modes =
	    (const struct page_mode[]){{"/mode/1", "teacher", "Lyceum", true},
		{"/mode/2", "parent", "", false}};
	p->modes_n = 2;
	s = whole_page(p, &(struct layout){.title = "Today"});
	assert_non_null(strstr(s,
	    "<a href='/mode/1' aria-current=true>teacher <small>Lyceum"
	    "</small></a>"));
	assert_non_null(strstr(s, "<a href='/mode/2'>parent</a>"));
}

static void
a_demo_says_so_on_every_page(void **state)
{
	struct page *p = open_as(ROLE_NONE, "/");

	(void)state;
	assert_non_null(strstr(
	    whole_page(p, &(struct layout){.title = "x"}), "class='demo'"));
	buf_cut(&f.res.body, 0);
	f.config.demo = false;
	assert_null(strstr(
	    whole_page(p, &(struct layout){.title = "x"}), "class='demo'"));
}

static void
only_a_known_theme_reaches_the_page(void **state)
{
	struct page *p = open_as(ROLE_NONE, "/");

	(void)state;
	f.req.cookie = "theme=dark";
	assert_non_null(strstr(whole_page(p, &(struct layout){.title = "x"}),
	    "<html lang='en' data-theme='dark'>"));
	buf_cut(&f.res.body, 0);
	f.req.cookie = "theme=evil";
	assert_null(strstr(
	    whole_page(p, &(struct layout){.title = "x"}), "data-theme"));
}

static void
the_pager_keeps_the_query_and_leaves_out_the_middle(void **state)
{
	struct page *p = open_as(ROLE_ADMIN, "/s/12/people");
	const char *s;

	(void)state;
	f.req.query = "q=%D0%B0%26b&at=100";
	assert_int_equal(http_parse(&f.req), OK);
	layout_pager(p, "/s/12/people", 100, 20, 401);
	s = f.res.body.p;
	assert_non_null(strstr(s, "?at=0&amp;q=%D0%B0%26b'"));
	assert_non_null(strstr(s, "?at=400&amp;q="));
	assert_non_null(strstr(s, "?at=100&amp;q=%D0%B0%26b' aria-current"));
	assert_null(strstr(s, "?at=200&amp;"));
	assert_int_equal(count(s, "…"), 2);
}

static void
a_short_list_has_no_pager(void **state)
{
	struct page *p = open_as(ROLE_ADMIN, "/s/12/people");

	(void)state;
	layout_pager(p, "/s/12/people", 0, 20, 20);
	layout_pager(p, "/s/12/people", 0, 20, 0);
	assert_string_equal(f.res.body.p, "");
}

static void
an_error_tells_what_to_do(void **state)
{
	static const struct {
		enum err err;
		int status;
	} cases[] = {{ERR_NOT_FOUND, 404}, {ERR_DENIED, 403},
	    {ERR_INVALID, 400}, {ERR_CONFLICT, 409}, {ERR_EXPIRED, 410},
	    {ERR_LIMIT, 429}, {ERR_BUSY, 503}, {ERR_SIGN_IN, 401},
	    {ERR_DB, 500}, {ERR_IO, 500}, {ERR_CORRUPT, 500}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct page *p = open_as(ROLE_TEACHER, "/x");

		html(&p->html, "<p>half a page");
		page_error(p, cases[i].err);
		assert_int_equal(f.res.status, cases[i].status);
		assert_null(strstr(f.res.body.p, "half a page"));
		assert_non_null(strstr(f.res.body.p, "<h1>"));
		assert_null(strstr(f.res.body.p, "{"));
		if (i + 1 < sizeof(cases) / sizeof(*cases))
			page_fixture_close(&f);
	}
}

static void
a_fault_names_the_request_and_nothing_of_the_inside(void **state)
{
	struct page *p = open_as(ROLE_NONE, "/x");

	(void)state;
	page_error(p, ERR_DB);
	assert_non_null(strstr(f.res.body.p, "<code>0123456789abcdef</code>"));
	assert_non_null(strstr(f.res.body.p, "help@journal.example"));
	assert_null(strstr(f.res.body.p, "database"));
}

static const char *
sent(const char *name)
{
	for (size_t i = 0; i < f.res.headers_n; i++)
		if (strcmp(f.res.headers[i].name, name) == 0)
			return f.res.headers[i].value;
	return NULL;
}

static void
a_busy_page_reloads_but_a_busy_form_does_not(void **state)
{
	struct page *p = open_as(ROLE_NONE, "/x");

	(void)state;
	page_server_refusal(p, 503);
	assert_non_null(sent("Refresh"));
	assert_non_null(sent("Retry-After"));
	page_fixture_close(&f);
	p = open_as(ROLE_NONE, "/x");
	f.req.method = HTTP_POST;
	page_error(p, ERR_BUSY);
	assert_null(sent("Refresh"));
	assert_non_null(strstr(f.res.body.p, "Nothing has been saved"));
}

static void
a_script_gets_the_same_words_as_json(void **state)
{
	struct page *p = open_as(ROLE_TEACHER, "/x");

	(void)state;
	f.req.accept = "application/json";
	page_refuse(p, 409, "Two \"values\"", "line\nbreak\\");
	assert_string_equal(f.res.content_type, "application/json");
	assert_string_equal(f.res.body.p,
	    "{\"error\":\"Two \\\"values\\\"\",\"text\":\"line\\nbreak\\\\"
	    "\"}\n");
}

#define TEST(name) cmocka_unit_test_teardown(name, close_page)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(every_text_of_the_frame_escapes),
	    TEST(every_post_form_of_the_frame_carries_the_token),
	    TEST(a_page_before_any_session_has_no_post_form),
	    TEST(nothing_on_a_page_comes_from_elsewhere_or_runs_inline),
	    TEST(the_menu_is_that_of_the_working_mode),
	    TEST(nobody_sees_a_menu_before_signing_in),
	    TEST(every_role_finds_its_first_page_in_the_menu),
	    TEST(the_switch_of_working_modes_marks_the_present_one),
	    TEST(a_demo_says_so_on_every_page),
	    TEST(only_a_known_theme_reaches_the_page),
	    TEST(the_pager_keeps_the_query_and_leaves_out_the_middle),
	    TEST(a_short_list_has_no_pager),
	    TEST(an_error_tells_what_to_do),
	    TEST(a_fault_names_the_request_and_nothing_of_the_inside),
	    TEST(a_busy_page_reloads_but_a_busy_form_does_not),
	    TEST(a_script_gets_the_same_words_as_json),
	};

	return cmocka_run_group_tests(tests, group_setup, NULL);
}
