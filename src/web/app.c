/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/app.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/texts.h"
#include "domain/installation.h"
#include "domain/password_pool.h"
#include "domain/session.h"
#include "http/queue.h"
#include "web/app_cookie.h"
#include "web/app_again.h"
#include "web/app_guard.h"
#include "web/assets.h"
#include "web/routes.h"

struct app {
	const struct config *config;
	struct db_pool *pool;
	struct rng *rng;
	struct password_pool *passwords;
	uint8_t secret[HASH_BYTES];
};

/* The server has so many threads for requests that compute a hash, and no
 * others do: whoever comes besides them waits for one of them. */
static struct password_pool *
password_pool(const struct config *config)
{
	const int at_once = (int)config->password_pool;

	return password_pool_new(at_once, at_once);
}

enum err
app_new(const struct config *config, struct db_pool *pool, struct rng *rng,
    struct app **out)
{
	AUTO_ARENA struct arena *arena = arena_new();
	struct act act = {
	    .config = config, .arena = arena, .pool = pool, .rng = rng};
	struct app *app;
	enum err err;

	if (!routes_check())
		return ERR_INVALID;
	if ((err = texts_start()))
		return err;
	if ((err = assets_start()))
		return err;
	if (!(app = calloc(1, sizeof(*app))))
		abort();
	app->config = config;
	app->pool = pool;
	app->rng = rng;
	app->passwords = password_pool(config);
	if (!(err = act_open(&act)))
		err = installation_secret(&act, app->secret);
	act_close(&act);
	if (err) {
		app_free(app);
		return err;
	}
	*out = app;
	return OK;
}

void
app_free(struct app *app)
{
	password_pool_free(app->passwords);
	free(app);
}

const struct config *
app_config(const struct app *app)
{
	return app->config;
}

const uint8_t *
app_secret(const struct app *app)
{
	return app->secret;
}

/* ---- one request ----------------------------------------------------------
 */

static enum lang
pick_lang(struct http_request *req)
{
	const char *lang = http_cookie(req, "lang");

	return i18n_parse(lang ? lang : req->accept_language);
}

static void
answer(struct page *p, enum route_match match, struct route_params *params)
{
	enum err err;

	if (match == ROUTE_NONE) {
		page_error(p, ERR_NOT_FOUND);
		return;
	}
	if (match == ROUTE_OTHER_METHOD) {
		http_header(p->res, "Allow", "GET, HEAD, POST");
		page_refuse(p, 405,
		    t(p->html.lang, "This address works "
				    "differently"),
		    t(p->html.lang, "Go back and use the button of the page."));
		return;
	}
	if ((err = http_parse(p->req))) {
		page_error(p, err);
		return;
	}
	if (app_guard(p, params))
		p->route->handler(p);
}

/* Nothing but the request is needed to answer it: no store is opened for it,
 * and the thread that read it may answer it. */
static bool
is_still(const struct route *route, struct http_request *req)
{
	return (route->flags & ROUTE_STILL) && req->method != HTTP_POST &&
	       !app_session_cookie(req);
}

/* One try. True: it came to nothing for want of the database, and may be made
 * once more. *unsure: an earlier try, and then this one, may have saved. */
static bool
handle_once(struct app *app, struct http_request *req,
    struct http_response *res, bool *unsure)
{
	struct route_params params = {0};
	struct act act = {
	    .config = app->config,
	    .arena = req->arena,
	    .pool = app->pool,
	    .passwords = app->passwords,
	    .rng = app->rng,
	    .now = req->now,
	    .unsure = *unsure,
	};
	struct page p = {
	    .app = app,
	    .act = &act,
	    .req = req,
	    .res = res,
	    .html = {.out = &res->body,
		.arena = req->arena,
		.lang = pick_lang(req)},
	};
	enum route_match match;
	enum err err;

	match =
	    routes_find(req->arena, req->method, req->path, &p.route, &params);
	res->route = match == ROUTE_FOUND ? p.route->path : "-";
	memcpy(p.ids, params.ids, sizeof(p.ids));
	memcpy(p.words, params.words, sizeof(p.words));
	if (match == ROUTE_FOUND && is_still(p.route, req))
		answer(&p, match, &params);
	else if ((err = act_open(&act)))
		page_error(&p, err);
	else
		answer(&p, match, &params);
	act_close(&act);
	*unsure = act.unsure;
	return act_may_repeat(&act);
}

void
app_handle(struct app *app, int worker, struct http_request *req,
    struct http_response *res)
{
	struct http_response fresh;
	struct buf body;
	bool unsure = false;

	(void)worker;
	res->arena = req->arena;
	res->compress = true;
	if (!res->body.arena)
		buf_init(&res->body, req->arena, 16384);
	fresh = *res;
	for (int tried = 1; handle_once(app, req, res, &unsure); tried++) {
		if (!app_again(app->rng, req, tried))
			break;
		/* Whatever the try had written is forgotten; the buffer, which
		 * may have grown, is not. */
		body = res->body;
		buf_cut(&body, 0);
		*res = fresh;
		res->body = body;
	}
}

/* ---- what the server asks --------------------------------------------------
 */

static void
serve_handle(
    void *app, int worker, struct http_request *req, struct http_response *res)
{
	app_handle(app, worker, req, res);
}

static const struct route *
route_of(const char *method, const char *path)
{
	AUTO_ARENA struct arena *arena = arena_new();
	struct route_params params;
	const struct route *route = NULL;

	if (routes_find(arena, !strcmp(method, "POST") ? HTTP_POST : HTTP_GET,
		path, &route, &params) != ROUTE_FOUND)
		return NULL;
	return route;
}

static bool
serve_fast(void *app, struct http_request *req, struct http_response *res)
{
	const struct route *route;

	if (!strcmp(req->path, "/healthz")) {
		res->status = 200;
		res->route = "/healthz";
		res->content_type = "text/plain; charset=utf-8";
		buf_adds(&res->body, "ok\n");
		return true;
	}
	if (assets_answer(req, res))
		return true;
	route = routes_still(req->path);
	if (!route || !is_still(route, req))
		return false;
	app_handle(app, 0, req, res);
	return true;
}

static int64_t
serve_body_max(void *app, const char *method, const char *path)
{
	const struct app *a = app;
	const struct route *route = route_of(method, path);

	if (route && (route->flags & ROUTE_UPLOAD))
		return a->config->upload_bytes_max;
	return 0;
}

static int
serve_priority(void *app, const char *method, const char *path)
{
	const struct route *route = route_of(method, path);

	(void)app;
	if (!route)
		return QUEUE_PAGES;
	if (route->flags & ROUTE_REPORT)
		return QUEUE_REPORTS;
	if (route->flags & ROUTE_PASSWORD)
		return QUEUE_SIGN_INS;
	return (route->permission & ROLES_TEACHING) && !strcmp(method, "POST")
		   ? QUEUE_SAVES
		   : QUEUE_PAGES;
}

/* Writes of one school stand in line in the queue, not all at workers: the
 * institution's number in "/s/12/..." is the lane. */
static int64_t
serve_lane(void *app, const char *method, const char *path)
{
	(void)app;
	(void)method;
	return strncmp(path, "/s/", 3) ? 0 : strtoll(path + 3, NULL, 10);
}

static void
serve_refuse(
    void *app, int status, struct http_request *req, struct http_response *res)
{
	struct act act = {
	    .config = ((struct app *)app)->config,
	    .arena = req->arena,
	    .now = req->now,
	};
	struct page p = {
	    .app = app,
	    .act = &act,
	    .req = req,
	    .res = res,
	    .html = {.arena = req->arena, .lang = pick_lang(req)},
	};

	if (!res->body.arena)
		buf_init(&res->body, req->arena, 4096);
	p.html.out = &res->body;
	res->route = "-";
	page_server_refusal(&p, status);
}

/* The refusals of a full server, in every language: pages and forms, for
 * people and for scripts. */
#define BUSY_FORM 1
#define BUSY_JSON 2
#define BUSY_FORMS 4

static bool
serve_busy_like(void *app, size_t kind, struct http_request *like)
{
	enum lang lang = (enum lang)(kind / BUSY_FORMS);

	(void)app;
	if (lang >= LANG_COUNT)
		return false;
	like->accept_language = i18n_code(lang);
	like->method = kind & BUSY_FORM ? HTTP_POST : HTTP_GET;
	like->accept = kind & BUSY_JSON ? "application/json" : "text/html";
	return true;
}

static size_t
serve_busy_kind(void *app, struct http_request *req)
{
	size_t kind = (size_t)pick_lang(req) * BUSY_FORMS;

	(void)app;
	if (req->method == HTTP_POST)
		kind |= BUSY_FORM;
	if (req->accept && !strncmp(req->accept, "application/json", 16))
		kind |= BUSY_JSON;
	return kind;
}

struct server_app
app_server(struct app *app)
{
	return (struct server_app){
	    .handle = serve_handle,
	    .fast = serve_fast,
	    .body_max = serve_body_max,
	    .priority = serve_priority,
	    .lane = serve_lane,
	    .busy_like = serve_busy_like,
	    .busy_kind = serve_busy_kind,
	    .refuse = serve_refuse,
	    .app = app,
	};
}
