/* SPDX-License-Identifier: EUPL-1.2 */
/* static PORT BYTES: the server of the program, answering every address with
 * the same BYTES from memory: what a page would cost without being made. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/config.h"
#include "base/log.h"
#include "http/server.h"

#define BYTES_MAX (1 << 24)

static bool
answer(void *app, struct http_request *req, struct http_response *res)
{
	(void)req;
	res->status = 200;
	res->route = "/";
	res->compress = false;
	res->file = *(const struct bytes *)app;
	return true;
}

static void
handle(
    void *app, int worker, struct http_request *req, struct http_response *res)
{
	(void)worker;
	answer(app, req, res);
}

static int64_t
body_max(void *app, const char *method, const char *path)
{
	(void)app, (void)method, (void)path;
	return 0;
}

static int
priority(void *app, const char *method, const char *path)
{
	(void)app, (void)method, (void)path;
	return 1;
}

static void
refuse(
    void *app, int status, struct http_request *req, struct http_response *res)
{
	(void)app, (void)req;
	res->status = status;
}

int
main(int argc, char **argv)
{
	AUTO_ARENA struct arena *arena = arena_new();
	const long bytes = argc == 3 ? strtol(argv[2], NULL, 10) : 0;
	struct bytes page;
	struct server_app app = {.handle = handle,
	    .fast = answer,
	    .body_max = body_max,
	    .priority = priority,
	    .refuse = refuse,
	    .app = &page};
	struct config config;
	struct server *server;
	sigset_t set;
	int sig;

	if (bytes < 1 || bytes > BYTES_MAX) {
		fprintf(stderr, "usage: static PORT BYTES\n");
		return EXIT_FAILURE;
	}
	page.len = (size_t)bytes;
	page.p = memset(arena_alloc(arena, page.len), 'x', page.len);
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigprocmask(SIG_BLOCK, &set, NULL);
	signal(SIGPIPE, SIG_IGN);
	if (config_load(arena, ".", &config))
		return EXIT_FAILURE;
	config.port = strtol(argv[1], NULL, 10);
	if (server_start(&config, &app, &server))
		return EXIT_FAILURE;
	sigwait(&set, &sig);
	server_stop(server);
	return EXIT_SUCCESS;
}
