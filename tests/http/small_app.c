/* SPDX-License-Identifier: EUPL-1.2 */
#include "small_app.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "http/exchange.h"

static void
gate_pass(struct small_app *app)
{
	pthread_mutex_lock(&app->mutex);
	app->inside++;
	if (app->inside > app->inside_most)
		app->inside_most = app->inside;
	pthread_cond_broadcast(&app->changed);
	while (!app->open)
		pthread_cond_wait(&app->changed, &app->mutex);
	app->inside--;
	pthread_mutex_unlock(&app->mutex);
}

/* As long as the clock says, however late this thread is woken. */
static void
work(struct small_app *app)
{
	int64_t from_us = exchange_now_us();

	usleep(20000);
	atomic_fetch_add(&app->worked_us, exchange_now_us() - from_us);
}

static void
say_form(struct http_request *req, struct http_response *res)
{
	enum err err = http_parse(req);
	const char *name = http_field(req, "name");

	if (err)
		res->status = err == ERR_LIMIT ? 413 : 400;
	buf_addf(&res->body, "%s %zu %s", err_name(err), req->fields_n,
	    name ? name : "-");
}

static void
handle(
    void *arg, int worker, struct http_request *req, struct http_response *res)
{
	struct small_app *app = arg;

	assert(worker >= 0 &&
	       worker < app->config.workers + app->config.password_pool);
	res->route = "/test";
	if (!strcmp(req->path, "/page")) {
		for (int i = 0; i < 500; i++)
			buf_addf(&res->body, "<p>Рядок %d</p>\n", i);
		return;
	}
	if (!strcmp(req->path, "/large")) {
		for (int i = 0; i < 20000; i++)
			buf_addf(&res->body, "row %05d\n", i);
		return;
	}
	if (!strcmp(req->path, "/peer")) {
		buf_addf(&res->body, "%s %s %s", req->peer,
		    req->secure ? "tls" : "plain", req->host);
		return;
	}
	if (!strcmp(req->path, "/agent")) {
		buf_adds(&res->body, req->user_agent ? req->user_agent : "-");
		return;
	}
	if (!strcmp(req->path, "/form")) {
		say_form(req, res);
		return;
	}
	if (!strcmp(req->path, "/tagged"))
		res->etag = "\"v1\"";
	if (!strcmp(req->path, "/work"))
		work(app);
	if (strstr(req->path, "/gate"))
		gate_pass(app);
	buf_addf(&res->body, "hello %s %zu", req->path, req->body.len);
}

static bool
fast(void *arg, struct http_request *req, struct http_response *res)
{
	static const char css[] = "body { margin: 0 }\n";

	(void)arg;
	if (strcmp(req->path, "/asset"))
		return false;
	res->route = "/asset";
	res->content_type = "text/css; charset=utf-8";
	res->file = (struct bytes){css, sizeof(css) - 1};
	res->etag = "\"css\"";
	http_header(res, "Cache-Control", "public, immutable");
	return true;
}

static int64_t
body_max(void *app, const char *method, const char *path)
{
	(void)app;
	(void)method;
	return !strcmp(path, "/upload") ? 1 << 20 : 0;
}

static int
priority(void *app, const char *method, const char *path)
{
	(void)app;
	if (strcmp(method, "POST"))
		return QUEUE_PAGES;
	return strncmp(path, "/sign-in", 8) ? QUEUE_SAVES : QUEUE_SIGN_INS;
}

static int64_t
lane(void *app, const char *method, const char *path)
{
	(void)app;
	(void)method;
	return strncmp(path, "/s/", 3) ? 0 : strtoll(path + 3, NULL, 10);
}

static void
refuse(
    void *app, int status, struct http_request *req, struct http_response *res)
{
	(void)app;
	(void)req;
	buf_addf(&res->body, "refused %d", status);
}

void
small_app_init(struct small_app *app)
{
	*app = (struct small_app){
	    .config =
		{
		    .state = "",
		    .bind = "127.0.0.1",
		    .threads = 2,
		    .workers = 4,
		    .queue_max = 1000,
		    .request_deadline_ms = 30000,
		    .page_wait_ms = 30000,
		    .sign_in_wait_ms = 30000,
		    .password_pool = 2,
		    .header_bytes_max = 8192,
		    .body_bytes_max = 100000,
		    .connections_max = 500,
		    .connections_per_address_max = 500,
		    .trusted_proxies = "",
		},
	    .times =
		{
		    .head_ms = 20000,
		    .idle_ms = 20000,
		    .body_ms = 20000,
		    .send_ms = 20000,
		    .drain_ms = 7000,
		    .linger_ms = 2000,
		    .sweep_ms = 20,
		    .sending_bytes_max = (int64_t)256 << 20,
		},
	    .hooks =
		{
		    .handle = handle,
		    .fast = fast,
		    .body_max = body_max,
		    .priority = priority,
		    .lane = lane,
		    .refuse = refuse,
		    .app = app,
		},
	};
	pthread_mutex_init(&app->mutex, NULL);
	pthread_cond_init(&app->changed, NULL);
}

void
small_app_start(struct small_app *app)
{
	enum err err = server_start_timed(
	    &app->config, &app->hooks, &app->times, &app->server);

	if (err)
		abort();
	app->port = server_port(app->server);
}

void
small_app_stop(struct small_app *app)
{
	server_stop(app->server);
	pthread_mutex_destroy(&app->mutex);
	pthread_cond_destroy(&app->changed);
}

struct server_stats
small_app_stats(struct small_app *app)
{
	struct server_stats stats;

	server_stats(app->server, &stats);
	return stats;
}

int64_t
small_app_metric(struct small_app *app, const char *name)
{
	AUTO_ARENA struct arena *a = arena_new();
	const char *line = arena_printf(a, "\n%s ", name), *at;
	struct buf out;

	buf_init(&out, a, 16384);
	server_metrics(app->server, &out);
	at = strstr(out.p, line);
	assert(at);
	return strtoll(at + strlen(line), NULL, 10);
}

void
small_app_wait(struct small_app *app, int n)
{
	pthread_mutex_lock(&app->mutex);
	while (app->inside < n)
		pthread_cond_wait(&app->changed, &app->mutex);
	pthread_mutex_unlock(&app->mutex);
}

void
small_app_open(struct small_app *app)
{
	pthread_mutex_lock(&app->mutex);
	app->open = true;
	pthread_cond_broadcast(&app->changed);
	pthread_mutex_unlock(&app->mutex);
}
