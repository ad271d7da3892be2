/* SPDX-License-Identifier: EUPL-1.2 */
/* Every route of the table with every role, in the own institution and in a
 * foreign one, and with nobody. What must happen follows from the permission
 * column alone, so a new page is tested by standing in the table. */
#include "site.h"

#include <stdio.h>
#include <stdlib.h>

#include "web/app_guard.h"
#include "web/routes.h"

#define OWN 1
#define FOREIGN 2
#define FIRST_FAULT 500

/* No institution of the fixture has so many of anything. */
#define NO_SUCH_ID 987654

enum outcome { IN, SIGN_IN_FIRST, DENIED, ABSENT };

static bool
is_inside(const struct route *route)
{
	return strstr(route->path, "/:inst") != NULL;
}

static bool
is_post(const struct route *route)
{
	return !strcmp(route->method, "POST");
}

/* The rules of the gate in one place. */
static enum outcome
expected(const struct route *route, enum role role, int64_t inst)
{
	const bool institute = (role & ROLES_INSTITUTE) != 0;

	if (route->permission & ANYONE)
		return IN;
	if (!role)
		return SIGN_IN_FIRST;
	if (route->permission & SIGNED_IN)
		return IN;
	/* Whoever does not belong there is not told that it exists. */
	if (is_inside(route) ? institute || inst != OWN : !institute)
		return ABSENT;
	return route->permission & role ? IN : DENIED;
}

/* Days, weeks and years are no objects: they stay inside the school year. */
static int64_t
hole(struct site *s, const char *name, int64_t id)
{
	static const char *const days[] = {"day", "week", "from", "to"};

	for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++)
		if (!strncmp(name, days[i], strlen(days[i])))
			return s->fx.today;
	return strncmp(name, "year", 4) ? id : 2026;
}

/* The pattern with its holes filled. */
static const char *
path_of(struct site *s, const char *pattern, int64_t inst, int64_t id,
    const char *w)
{
	struct buf out;

	buf_init(&out, s->arena, HTTP_PATH_MAX);
	while (*pattern) {
		if (*pattern != ':' && *pattern != '*') {
			buf_addc(&out, *pattern++);
			continue;
		}
		if (*pattern == '*')
			buf_adds(&out, w);
		else if (!strncmp(pattern, ":inst", 5))
			buf_addi(&out, inst);
		else
			buf_addi(&out, hole(s, pattern + 1, id));
		pattern += strcspn(pattern, "/");
	}
	return out.p;
}

static struct site_ask
ask_for(struct site *s, const struct route *route, enum role role, int64_t inst,
    int64_t id)
{
	return (struct site_ask){
	    .role = role,
	    .method = route->method,
	    .path = path_of(s, route->path, inst, id, "x"),
	    .with_token = true,
	};
}

static const char *
named(const struct route *route, enum role role)
{
	static char text[400];

	snprintf(text, sizeof(text), "%s %s as %s", route->method, route->path,
	    role ? role_name(role) : "nobody");
	return text;
}

static void
refused(struct site *s, const struct route *route, enum role role, int64_t inst)
{
	const enum outcome outcome = expected(route, role, inst);
	const struct site_ask ask = ask_for(s, route, role, inst, 1);
	const struct http_response *res;
	const char *to;
	int status = outcome == ABSENT ? 404 : 403;

	if (outcome == IN)
		return;
	if (outcome == SIGN_IN_FIRST)
		status = is_post(route) ? 401 : 303;
	res = site_ask(s, &ask);
	if (res->status != status)
		fail_msg("%s in institution %d: %d, not %d", named(route, role),
		    (int)inst, res->status, status);
	to = site_header(res, "Location");
	if (status == 303 && strncmp(to, "/sign-in", strlen("/sign-in")) != 0)
		fail_msg("%s: to %s", named(route, role), to);
	site_forget(s);
}

static void
whom_a_route_does_not_name_it_refuses(void **state)
{
	struct site *s = *state;
	const int64_t events = site_events(s);

	for (size_t i = 0; i < routes_n; i++)
		for (int64_t inst = OWN; inst <= FOREIGN; inst++) {
			refused(s, &routes[i], ROLE_NONE, inst);
			for (size_t r = 0; r < SITE_ROLES_N; r++)
				refused(s, &routes[i], site_roles[r], inst);
		}
	assert_int_equal(site_events(s), events);
}

/* ---- who may enter gets in ------------------------------------------------
 */

static bool
gate_opens(struct site *s, const struct site_ask *ask)
{
	struct http_response *res = arena_alloc(s->arena, sizeof(*res));
	struct act act = {.config = &s->fx.config,
	    .arena = s->arena,
	    .pool = s->fx.pool,
	    .rng = &s->fx.rng,
	    .now = s->fx.act.now};
	struct page p = {.app = s->app,
	    .act = &act,
	    .req = site_request(s, ask),
	    .res = res,
	    .html = {.arena = s->arena, .lang = LANG_UK}};
	struct route_params params = {0};
	bool opens;

	http_response_init(res, s->arena);
	p.html.out = &res->body;
	if (routes_find(s->arena, p.req->method, p.req->path, &p.route,
		&params) != ROUTE_FOUND ||
	    act_open(&act) != OK)
		return false;
	opens = app_guard(&p, &params);
	act_close(&act);
	return opens;
}

/* What a page does may end a session or a role: then a new world. */
static void
let_in(struct site *s, const struct route *route, const struct site_ask *ask)
{
	struct site_ask again = *ask;

	if (gate_opens(s, ask))
		return;
	again.path = strdup(ask->path);
	again.body = NULL;
	site_close(s);
	site_open(s);
	if (!gate_opens(s, &again))
		fail_msg("%s: the gate is closed (%s)", named(route, ask->role),
		    again.path);
	free((char *)again.path);
}

static void
enter(struct site *s, const struct route *route, const struct site_ask *ask)
{
	const struct http_response *res = site_ask(s, ask);

	if (res->status >= FIRST_FAULT || res->status == 405)
		fail_msg("%s, %s: %d\n%.*s\n%s", named(route, ask->role),
		    ask->path, res->status, (int)res->body.len, res->body.p,
		    ask->body ? ask->body : "");
	if (is_post(route) && ask->role)
		site_sign_in(s, ask->role);
}

static void
whom_a_route_names_it_answers_whatever_the_ids(void **state)
{
	static const int64_t ids[] = {1, 3, 0, NO_SUCH_ID, 999999999999999};
	struct site *s = *state;

	for (size_t i = 0; i < routes_n; i++)
		for (size_t r = 0; r <= SITE_ROLES_N; r++) {
			const enum role role =
			    r < SITE_ROLES_N ? site_roles[r] : ROLE_NONE;

			if (expected(&routes[i], role, OWN) != IN)
				continue;
			for (size_t n = 0; n < sizeof(ids) / sizeof(ids[0]);
			     n++) {
				struct site_ask ask =
				    ask_for(s, &routes[i], role, OWN, ids[n]);

				let_in(s, &routes[i], &ask);
				ask = ask_for(s, &routes[i], role, OWN, ids[n]);
				enter(s, &routes[i], &ask);
				site_forget(s);
				if (!strchr(routes[i].path + 1, ':'))
					break;
			}
		}
}

/* ---- forms filled with nonsense --------------------------------------------
 */

#define NAMES_MAX 400
#define NAME_BYTES 40

struct names {
	char list[NAMES_MAX][NAME_BYTES];
	size_t n;
};

static bool
known(const struct names *names, const char *name, size_t len)
{
	for (size_t i = 0; i < names->n; i++)
		if (strlen(names->list[i]) == len &&
		    !memcmp(names->list[i], name, len))
			return true;
	return false;
}

/* The fields of the forms on a page, as a browser would find them. */
static void
gather(struct names *names, const struct http_response *res)
{
	static const char mark[] = " name='";

	for (const char *at = strstr(res->body.p, mark); at;
	     at = strstr(at, mark)) {
		size_t len;

		at += strlen(mark);
		len = strcspn(at, "'");
		if (names->n == NAMES_MAX || len >= NAME_BYTES || !len ||
		    known(names, at, len))
			continue;
		memcpy(names->list[names->n++], at, len);
	}
}

static void
gather_all(struct site *s, struct names *names)
{
	for (size_t i = 0; i < routes_n; i++)
		for (size_t r = 0; r <= SITE_ROLES_N; r++) {
			const enum role role =
			    r < SITE_ROLES_N ? site_roles[r] : ROLE_NONE;
			struct site_ask ask =
			    ask_for(s, &routes[i], role, OWN, 1);

			if (is_post(&routes[i]) ||
			    expected(&routes[i], role, OWN) != IN)
				continue;
			gather(names, site_ask(s, &ask));
			site_forget(s);
		}
}

/* Every field with the same value, but those that open the gate. */
static const char *
filled(struct site *s, const struct names *names, const char *value)
{
	struct buf out;

	buf_init(&out, s->arena, 8192);
	for (size_t i = 0; i < names->n; i++)
		if (strcmp(names->list[i], "csrf") != 0 &&
		    strcmp(names->list[i], "as") != 0)
			buf_addf(&out, "%s%s=%s", out.len ? "&" : "",
			    names->list[i], value);
	return out.p;
}

static void
fill_form(struct site *s, const struct names *names, const struct route *route,
    enum role role, const char *value)
{
	struct site_ask ask = ask_for(s, route, role, OWN, 1);
	const char *fields;

	let_in(s, route, &ask);
	ask = ask_for(s, route, role, OWN, 1);
	fields = filled(s, names, value);
	if (is_post(route))
		ask.body = fields;
	else
		ask.path = arena_printf(
		    s->arena, "%s?%.*s", ask.path, HTTP_QUERY_MAX - 1, fields);
	if (route->flags & ROUTE_JSON)
		ask.body = value;
	enter(s, route, &ask);
	site_forget(s);
}

static void
forms_filled_with_nonsense_are_no_fault(void **state)
{
	static const char *const values[] = {"", "1", "x", "987654",
	    "-9223372036854775808", "2026-11-23", "31.02.2015", "%D0%87%27%22",
	    "on", "admin", "%00", "{\"uuid\":\"x\",\"cells\":[{}]}"};
	struct site *s = *state;
	struct names names = {0};

	gather_all(s, &names);
	assert_true(names.n > 10);
	for (size_t i = 0; i < routes_n; i++)
		for (size_t r = 0; r <= SITE_ROLES_N; r++) {
			const enum role role =
			    r < SITE_ROLES_N ? site_roles[r] : ROLE_NONE;

			if (expected(&routes[i], role, OWN) != IN)
				continue;
			for (size_t v = 0;
			     v < sizeof(values) / sizeof(values[0]); v++)
				fill_form(
				    s, &names, &routes[i], role, values[v]);
		}
}

/* ids are counted per institution, so the number of a foreign object is either
 * the number of an own one, or none. */
static void
an_object_of_another_institution_is_not_found(void **state)
{
	struct site *s = *state;
	const int64_t events = site_events(s);

	for (size_t i = 0; i < routes_n; i++) {
		const struct route *route = &routes[i];
		const char *one = path_of(s, route->path, OWN, 1, "x");
		const char *none =
		    path_of(s, route->path, OWN, NO_SUCH_ID, "x");

		if (!is_inside(route) || !strcmp(one, none))
			continue;
		for (size_t r = 0; r < SITE_ROLES_N; r++) {
			struct site_ask ask =
			    ask_for(s, route, site_roles[r], OWN, NO_SUCH_ID);
			int status;

			if (expected(route, site_roles[r], OWN) != IN)
				continue;
			status = site_ask(s, &ask)->status;
			/* A form may name its own faults first. */
			if (status >= FIRST_FAULT ||
			    (!is_post(route) && status != 404))
				fail_msg("%s, id %d: %d",
				    named(route, site_roles[r]), NO_SUCH_ID,
				    status);
			site_forget(s);
		}
	}
	assert_int_equal(site_events(s), events);
}

/* ---- forms of other sites --------------------------------------------------
 */

static void
a_post_without_its_token_changes_nothing(void **state)
{
	struct site *s = *state;
	const int64_t events = site_events(s);

	for (size_t i = 0; i < routes_n; i++) {
		if (!is_post(&routes[i]) || (routes[i].flags & ROUTE_NO_CSRF))
			continue;
		for (size_t r = 0; r <= SITE_ROLES_N; r++) {
			const enum role role =
			    r < SITE_ROLES_N ? site_roles[r] : ROLE_NONE;
			struct site_ask ask =
			    ask_for(s, &routes[i], role, OWN, 1);

			if (expected(&routes[i], role, OWN) != IN)
				continue;
			ask.with_token = false;
			if (gate_opens(s, &ask))
				fail_msg("%s: no token, and the gate opens",
				    named(&routes[i], role));
			assert_int_equal(site_ask(s, &ask)->status, 403);
			site_forget(s);
		}
	}
	assert_int_equal(site_events(s), events);
}

static void
a_post_from_another_site_is_refused(void **state)
{
	struct site *s = *state;

	for (size_t i = 0; i < routes_n; i++) {
		struct http_response res;
		struct http_request *req;
		struct site_ask ask;

		if (!is_post(&routes[i]))
			continue;
		for (size_t r = 0; r < SITE_ROLES_N; r++) {
			if (expected(&routes[i], site_roles[r], OWN) != IN)
				continue;
			ask = ask_for(s, &routes[i], site_roles[r], OWN, 1);
			req = site_request(s, &ask);
			req->sec_fetch_site = "cross-site";
			http_response_init(&res, s->arena);
			app_handle(s->app, 0, req, &res);
			assert_int_equal(res.status, 403);
			site_forget(s);
		}
	}
}

/* ---- the table itself ------------------------------------------------------
 */

static void
no_page_of_an_institution_is_open_to_everybody(void **state)
{
	(void)state;
	assert_true(routes_check());
	for (size_t i = 0; i < routes_n; i++)
		if (is_inside(&routes[i]) &&
		    (routes[i].permission & (ANYONE | SIGNED_IN)))
			fail_msg("%s", routes[i].path);
}

/* Whoever reads from the network answers these: it must not wait for a disk. */
static void
a_still_page_asks_no_database(void **state)
{
	struct site *s = *state;
	struct db_pool_figures before, after;

	for (size_t i = 0; i < routes_n; i++) {
		const struct route *route = &routes[i];

		if (!(route->flags & ROUTE_STILL))
			continue;
		assert_false(is_post(route));
		db_pool_figures(s->fx.pool, &before);
		assert_int_equal(
		    site_get(s, ROLE_NONE, path_of(s, route->path, OWN, 1, "x"))
			->status,
		    200);
		assert_int_equal(
		    site_get(s, ROLE_NONE,
			arena_printf(s->arena, "%s?to=/&sent=1", route->path))
			->status,
		    200);
		db_pool_figures(s->fx.pool, &after);
		if (after.statements != before.statements)
			fail_msg("%s asks a database", route->path);
	}
}

/* The network's thread answers whom nobody knows, and nobody else. */
static void
a_still_page_needs_no_worker_without_a_session(void **state)
{
	struct site *s = *state;
	const struct server_app hooks = app_server(s->app);
	const struct {
		struct site_ask ask;
		bool fast;
	} cases[] = {
	    {{.role = ROLE_NONE, .method = "GET", .path = "/sign-in"}, true},
	    {{.role = ROLE_NONE, .method = "GET", .path = "/help"}, true},
	    {{.role = ROLE_TEACHER, .method = "GET", .path = "/help"}, false},
	    {{.role = ROLE_NONE, .method = "POST", .path = "/sign-in"}, false},
	    {{.role = ROLE_NONE, .method = "GET", .path = "/join"}, false},
	    {{.role = ROLE_NONE, .method = "GET", .path = "/none"}, false},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct http_response res;

		http_response_init(&res, s->arena);
		assert_int_equal(
		    hooks.fast(hooks.app, site_request(s, &cases[i].ask), &res),
		    cases[i].fast);
		assert_int_equal(res.body.len > 0, cases[i].fast);
	}
}

static void
the_institutes_staff_have_no_page_inside_a_school(void **state)
{
	(void)state;
	for (size_t i = 0; i < routes_n; i++)
		if (is_inside(&routes[i]) &&
		    (routes[i].permission & ROLES_INSTITUTE))
			fail_msg("%s", routes[i].path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(no_page_of_an_institution_is_open_to_everybody),
	    cmocka_unit_test(the_institutes_staff_have_no_page_inside_a_school),
	    SITE_TEST(a_still_page_asks_no_database),
	    SITE_TEST(a_still_page_needs_no_worker_without_a_session),
	    SITE_TEST(whom_a_route_does_not_name_it_refuses),
	    SITE_TEST(whom_a_route_names_it_answers_whatever_the_ids),
	    SITE_TEST(forms_filled_with_nonsense_are_no_fault),
	    SITE_TEST(an_object_of_another_institution_is_not_found),
	    SITE_TEST(a_post_without_its_token_changes_nothing),
	    SITE_TEST(a_post_from_another_site_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
