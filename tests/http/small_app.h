/* SPDX-License-Identifier: EUPL-1.2 */
/* A small application behind a real server, for tests. Its pages:
 * /hello, /page (long), /large (200 kB), /tagged (with an ETag), /peer (who
 * asked), /agent (its User-Agent), /form (says what http_parse found),
 * /gate/... (waits until the test opens it), /work (20 ms of a worker), /asset
 * (answered without the queue). POST /s/<n>/... has lane n; POST /sign-in... is
 * a sign-in. */
#pragma once

#include <pthread.h>

#include "http/server_times.h"

struct small_app {
	struct config config;
	struct server_times times;
	struct server_app hooks;
	struct server *server;
	int port;
	pthread_mutex_t mutex;
	pthread_cond_t changed;
	int inside, inside_most; /* requests at the gate */
	bool open;
	_Atomic int64_t worked_us; /* by /work */
};

/* Settings that tests change before small_app_start(). */
void small_app_init(struct small_app *app);
void small_app_start(struct small_app *app);
void small_app_stop(struct small_app *app);

struct server_stats small_app_stats(struct small_app *app);
/* A figure of /metrics, with its labels. */
int64_t small_app_metric(struct small_app *app, const char *name);

/* Waits until n requests stand at the gate. */
void small_app_wait(struct small_app *app, int n);
void small_app_open(struct small_app *app);
