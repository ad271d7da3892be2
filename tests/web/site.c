/* SPDX-License-Identifier: EUPL-1.2 */
#include "site.h"

#include <stdlib.h>
#include <strings.h>

#include "domain/installation.h"
#include "store/accounts.h"
#include "store/counters.h"
#include "store/events.h"
#include "store/factors.h"
#include "store/institute_roles.h"
#include "store/memberships.h"
#include "store/people.h"
#include "store/roles.h"
#include "web/app_token.h"
#include "web/routes.h"

#define WAIT_MS 5000

/* Who stands for a role: a person of school 1, or (0) the Institute's staff. */
static const struct {
	enum role role;
	int64_t person;
} cast[SITE_ROLES_N] = {
    {ROLE_ADMIN, FX_ADMIN},
    {ROLE_HEAD, FX_HEAD},
    {ROLE_DEPUTY, FX_DEPUTY},
    {ROLE_TEACHER, FX_ALGEBRA_TEACHER},
    {ROLE_CLASS_TEACHER, FX_CLASS_TEACHER},
    {ROLE_SUBSTITUTE, SITE_SUBSTITUTE},
    {ROLE_SECRETARY, SITE_SECRETARY},
    {ROLE_INSPECTOR, SITE_INSPECTOR},
    {ROLE_PUPIL, FX_PUPIL},
    {ROLE_GUARDIAN, FX_MOTHER},
    {ROLE_OPERATOR, 0},
    {ROLE_REVIEWER, 0},
    {ROLE_APPROVER, 0},
    {ROLE_ANALYST, 0},
    {ROLE_SUPPORT, 0},
};

const enum role site_roles[SITE_ROLES_N] = {ROLE_ADMIN, ROLE_HEAD, ROLE_DEPUTY,
    ROLE_TEACHER, ROLE_CLASS_TEACHER, ROLE_SUBSTITUTE, ROLE_SECRETARY,
    ROLE_INSPECTOR, ROLE_PUPIL, ROLE_GUARDIAN, ROLE_OPERATOR, ROLE_REVIEWER,
    ROLE_APPROVER, ROLE_ANALYST, ROLE_SUPPORT};

static void
ok(enum err err)
{
	if (err)
		fail_msg("site: %s", err_name(err));
}

static size_t
place_of(enum role role)
{
	size_t i = 0;

	while (i < SITE_ROLES_N && cast[i].role != role)
		i++;
	assert_true(i < SITE_ROLES_N);
	return i;
}

static int64_t
account_of(size_t i)
{
	return 500 + (int64_t)i;
}

/* ---- people, accounts, sessions ------------------------------------------ */

static void
add_person(struct site *s, int64_t expected, const char *role)
{
	const struct role_row row = {
	    .role = role, .starts_on = fixture_day(9, 1), .ends_on = DAY_NONE};
	struct person person = {
	    .surname = "Сліпенко",
	    .given = "Ніна",
	    .patronymic = "Устимівна",
	    .birth_on = DAY_NONE,
	    .sex = "",
	    .left_on = DAY_NONE,
	    .created_at = s->fx.act.now,
	};
	struct db *db = s->fx.act.school;
	bool added;

	ok(counters_next(db, 1, "person", &person.id));
	assert_int_equal(person.id, expected);
	person.log_id =
	    arena_printf(s->fx.arena, "t-%lld", (long long)(100 + person.id));
	ok(people_insert(db, s->fx.arena, 1, &person, &added));
	assert_true(added);
	ok(roles_add(db, 1, person.id, &row, &added));
}

static void
add_account(struct site *s, size_t i)
{
	struct db *db = s->fx.act.registry;
	const int64_t account = account_of(i);
	const char *name = role_name(cast[i].role);
	const struct account_row row = {
	    .account = account,
	    .email = arena_printf(s->fx.arena, "%s@school.example", name),
	    .name = name,
	    .log_id = arena_printf(s->fx.arena, "t-%lld", (long long)account),
	    .lang = "uk",
	    .state = "active",
	    .created_at = s->fx.act.now,
	};
	const uint8_t secret[FACTOR_SECRET_BYTES] = {(uint8_t)i};

	ok(accounts_insert(db, &row));
	if (cast[i].person)
		ok(memberships_add(
		    db, account, 1, cast[i].person, s->fx.act.now));
	else
		ok(institute_roles_add(db, account, name, fixture_day(9, 1)));
	ok(factors_begin(db, account, secret));
	ok(factors_confirm(db, account, 1, s->fx.act.now));
}

/* Acts of signing in are done outside any school. */
static struct act
plain_act(struct site *s)
{
	struct act act = s->fx.act;

	act.actor = (struct actor){0};
	act.school = NULL;
	return act;
}

static void
find(struct site *s, size_t i, struct session *session)
{
	struct act act = plain_act(s);

	ok(session_find(&act, s->cookie[i], session));
}

void
site_sign_in(struct site *s, enum role role)
{
	const size_t i = place_of(role);
	const struct session_start start = {
	    .account = account_of(i), .factor = true, .agent = "test"};
	struct act act = plain_act(s);
	struct session session;

	ok(session_begin(&act, &start, &s->cookie[i]));
	find(s, i, &session);
	if (session.role == role)
		return;
	ok(session_choose(&act, &session,
	    (struct session_mode){.inst = cast[i].person ? 1 : 0,
		.person = cast[i].person,
		.role = role}));
}

void
site_open(struct site *s)
{
	memset(s, 0, sizeof(*s));
	fixture_open(&s->fx);
	s->arena = arena_new();
	s->fx.act.actor =
	    (struct actor){.inst = 1, .role = ROLE_SYSTEM, .log_id = "-"};
	ok(installation_init(&s->fx.act, false));
	ok(db_begin_write(s->fx.act.school));
	add_person(s, SITE_SECRETARY, "secretary");
	add_person(s, SITE_SUBSTITUTE, "substitute");
	add_person(s, SITE_INSPECTOR, "inspector");
	ok(db_commit(s->fx.act.school));
	ok(db_begin_write(s->fx.act.registry));
	for (size_t i = 0; i < SITE_ROLES_N; i++)
		add_account(s, i);
	ok(db_commit(s->fx.act.registry));
	for (size_t i = 0; i < SITE_ROLES_N; i++)
		site_sign_in(s, cast[i].role);
	ok(app_new(&s->fx.config, s->fx.pool, &s->fx.rng, &s->app));
}

void
site_close(struct site *s)
{
	app_free(s->app);
	arena_free(s->arena);
	fixture_close(&s->fx);
}

int
site_setup(void **state)
{
	struct site *s = calloc(1, sizeof(*s));

	site_open(s);
	*state = s;
	return 0;
}

int
site_teardown(void **state)
{
	site_close(*state);
	free(*state);
	return 0;
}

/* ---- asking ---------------------------------------------------------------
 */

/* The membership a page's forms are made for (page.h: `as`). Pages open to
 * every working mode are made for none. */
static const char *
made_for(struct site *s, size_t i, const char *path)
{
	const struct route *route;
	struct route_params params;

	if (routes_find(s->arena, HTTP_POST, path, &route, &params) !=
		ROUTE_FOUND ||
	    (route->permission & (ANYONE | SIGNED_IN)))
		return "0.0.";
	if (!params.inst)
		return arena_printf(
		    s->arena, "0.0.%s", role_name(cast[i].role));
	return arena_printf(s->arena, "%lld.%lld.%s", (long long)params.inst,
	    (long long)cast[i].person, role_name(cast[i].role));
}

static const char *
token(struct site *s, size_t i, const char *path)
{
	struct act act = plain_act(s);
	struct session session;

	find(s, i, &session);
	act.arena = s->arena;
	return app_token_make(&act, session.csrf, made_for(s, i, path));
}

const char *
site_token(struct site *s, enum role role, const char *path)
{
	return token(s, place_of(role), path);
}

static const char *
with_open_token(struct site *s, const char *body)
{
	return arena_printf(s->arena, "csrf=%s%s%s",
	    app_token_open(s->arena, app_secret(s->app), s->fx.act.now),
	    body ? "&" : "", body ? body : "");
}

struct http_request *
site_request(struct site *s, const struct site_ask *ask)
{
	struct http_request *req = arena_alloc(s->arena, sizeof(*req));
	const char *query = strchr(ask->path, '?'), *body;

	*req = (struct http_request){
	    .arena = s->arena,
	    .method = strcmp(ask->method, "POST") ? HTTP_GET : HTTP_POST,
	    .path = query ? arena_strndup(s->arena, ask->path,
				(size_t)(query - ask->path))
			  : ask->path,
	    .query = query ? query + 1 : "",
	    .peer = "127.0.0.1",
	    .host = "localhost",
	    .sec_fetch_site = "same-origin",
	    .content_type = "application/x-www-form-urlencoded",
	    .accept = ask->json ? "application/json" : "text/html",
	    .now = s->fx.act.now,
	    .deadline_ms = INT64_MAX,
	    .id = "0123456789abcdef",
	};
	body = ask->role || !ask->with_token ? ask->body
					     : with_open_token(s, ask->body);
	if (body)
		req->body = (struct bytes){body, strlen(body)};
	if (!ask->role)
		return req;
	req->cookie =
	    arena_printf(s->arena, "ej=%s", s->cookie[place_of(ask->role)]);
	if (ask->with_token)
		req->x_csrf = token(s, place_of(ask->role), req->path);
	return req;
}

struct http_response *
site_ask(struct site *s, const struct site_ask *ask)
{
	struct http_response *res = arena_alloc(s->arena, sizeof(*res));

	http_response_init(res, s->arena);
	app_handle(s->app, 0, site_request(s, ask), res);
	return res;
}

struct http_response *
site_get(struct site *s, enum role role, const char *path)
{
	return site_ask(
	    s, &(struct site_ask){.role = role, .method = "GET", .path = path});
}

struct http_response *
site_post(struct site *s, enum role role, const char *path, const char *body)
{
	return site_ask(s, &(struct site_ask){.role = role,
			       .method = "POST",
			       .path = path,
			       .body = body,
			       .with_token = true});
}

void
site_forget(struct site *s)
{
	arena_reset(s->arena);
}

const char *
site_header(const struct http_response *res, const char *name)
{
	for (size_t i = 0; i < res->headers_n; i++)
		if (!strcasecmp(res->headers[i].name, name))
			return res->headers[i].value;
	return NULL;
}

int64_t
site_events(struct site *s)
{
	int64_t sum = 0, size, at;

	ok(events_head(s->fx.act.registry, 0, &size, &at));
	sum += size;
	for (int64_t inst = 1; inst <= 2; inst++) {
		AUTO_DB struct db *db = NULL;

		ok(db_take_school(s->fx.pool, inst, WAIT_MS, &db));
		ok(events_head(db, inst, &size, &at));
		sum += size;
	}
	return sum;
}
