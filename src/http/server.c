/* SPDX-License-Identifier: EUPL-1.2 */
#include "http/server.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/crypt.h"
#include "base/log.h"
#include "http/daemon.h"
#include "http/listen.h"
#include "http/plan.h"
#include "http/worker.h"

static const struct server_times usual = {
    .head_ms = 20000,
    .idle_ms = 75000,
    .body_ms = 30000,
    .send_ms = 30000,
    .drain_ms = 7000,
    .linger_ms = 2000,
    .sweep_ms = 1000,
    .sending_bytes_max = (int64_t)256 << 20,
};

struct server {
	struct server_app app;
	struct server_times times;
	struct daemon_shared shared;
	struct stats stats;
	struct plan plan;
	struct busy *busy;
	struct workers *workers;
	struct daemon *daemons[PLAN_DAEMONS_MAX];
	size_t daemons_n; /* running */
	int port;
};

static int64_t
now_ms(void)
{
	return exchange_now_us() / 1000;
}

static void
daemons_stop(struct server *s)
{
	for (size_t i = 0; i < s->daemons_n; i++)
		daemon_stop(s->daemons[i]);
	s->daemons_n = 0;
}

static enum err
daemons_start(struct server *s, const struct config *config)
{
	int fds[PLAN_DAEMONS_MAX];
	size_t n = s->plan.daemons;
	enum err err;

	s->port = (int)config->port;
	if ((err = listen_open(config->bind, &s->port, fds, n)))
		return err;
	for (; s->daemons_n < n; s->daemons_n++) {
		err = daemon_start(
		    &s->shared, fds[s->daemons_n], &s->daemons[s->daemons_n]);
		if (err)
			break;
	}
	for (size_t i = s->daemons_n; i < n; i++)
		close(fds[i]); /* those before belong to daemons */
	return err;
}

static void
server_free(struct server *s)
{
	queue_free(s->shared.queue);
	busy_free(s->busy);
	watch_stop(s->shared.watch);
	free(s);
}

static void
answer_times(const struct config *config, int64_t out_ms[QUEUE_CLASSES])
{
	out_ms[QUEUE_SAVES] = config->request_deadline_ms;
	out_ms[QUEUE_PAGES] = config->page_wait_ms;
	out_ms[QUEUE_REPORTS] = config->page_wait_ms;
	out_ms[QUEUE_SIGN_INS] = config->sign_in_wait_ms;
}

static struct queue *
queue_made(const struct server *s)
{
	struct queue_plan plan = {
	    .max = s->plan.queue_max,
	    .workers = s->plan.workers,
	    .sign_ins = s->plan.sign_ins,
	    .now_us = exchange_now_us,
	};

	for (int c = 0; c < QUEUE_CLASSES; c++)
		plan.answer_us[c] = s->shared.exchange.answer_ms[c] * 1000;
	return queue_new(&plan);
}

static struct server *
server_new(const struct config *config, const struct server_app *app,
    const struct server_times *times, const struct plan *plan)
{
	struct server *s = calloc(1, sizeof(*s));
	struct rng rng;

	if (!s)
		abort();
	s->app = *app;
	s->times = *times;
	s->plan = *plan;
	s->shared.exchange.app = &s->app;
	s->shared.exchange.trusted = &s->plan.trusted;
	s->shared.exchange.stats = &s->stats;
	s->shared.exchange.header_bytes_max = config->header_bytes_max;
	s->shared.exchange.body_bytes_max = config->body_bytes_max;
	answer_times(config, s->shared.exchange.answer_ms);
	rng_system(&rng);
	rng.fill(&rng, &s->shared.exchange.id_key,
	    sizeof(s->shared.exchange.id_key));
	s->shared.times = &s->times;
	s->shared.connections_max = plan->connections_max;
	s->shared.connection_bytes = plan->connection_bytes;
	s->shared.queue = queue_made(s);
	s->shared.exchange.busy = s->busy = busy_new(&s->shared.exchange);
	return s;
}

/* What has begun is ended again on failure. */
static enum err
threads_start(struct server *s, const struct config *config)
{
	const struct workers_plan workers = {
	    .n = s->plan.workers,
	    .sign_ins = s->plan.sign_ins,
	    .queue = s->shared.queue,
	    .shared = &s->shared.exchange,
	    .give_back = daemon_resume,
	    .gone = daemon_gone,
	};
	enum err err;

	if ((err = watch_start(s->plan.connections_max,
		 s->plan.connections_per_address_max, &s->plan.trusted,
		 s->times.sweep_ms, &s->shared.watch)))
		return err;
	if ((err = workers_start(&workers, &s->workers)))
		return err;
	if (!(err = daemons_start(s, config)))
		return OK;
	daemons_stop(s);
	queue_close(s->shared.queue);
	if (!workers_join(s->workers, now_ms() + s->times.drain_ms))
		abort(); /* they had nothing to do */
	return err;
}

enum err
server_start_timed(const struct config *config, const struct server_app *app,
    const struct server_times *times, struct server **out)
{
	struct server *s;
	struct plan plan;
	enum err err;

	if ((err = plan_make(config, &plan)))
		return err;
	s = server_new(config, app, times, &plan);
	if ((err = threads_start(s, config))) {
		server_free(s);
		return err;
	}
	*out = s;
	return OK;
}

enum err
server_start(const struct config *config, const struct server_app *app,
    struct server **out)
{
	return server_start_timed(config, app, &usual, out);
}

int
server_port(const struct server *s)
{
	return s->port;
}

void
server_stats(const struct server *s, struct server_stats *out)
{
	*out = (struct server_stats){
	    .accepted = atomic_load(&s->stats.accepted),
	    .refused_busy = atomic_load(&s->stats.refused_busy),
	    .refused_limit = atomic_load(&s->stats.refused_limit),
	    .expired = atomic_load(&s->stats.expired),
	    .gone = atomic_load(&s->stats.gone),
	    .queued = (int64_t)queue_length(s->shared.queue),
	    .in_flight = atomic_load(&s->stats.in_flight),
	};
	for (int i = 0; i < 6; i++)
		out->answered[i] = atomic_load(&s->stats.answered[i]);
}

void
server_metrics(const struct server *s, struct buf *out)
{
	const struct stats_now now = {
	    .queued = (int64_t)queue_length(s->shared.queue),
	    .connections = (int64_t)watch_count(s->shared.watch),
	    .cut = watch_cut(s->shared.watch),
	};

	stats_print(&s->stats, &now, out);
}

/* Waits until the last answers have left. Nobody waits for an idle
 * connection. False: a request is still suspended, which cannot be. */
static bool
linger(struct server *s)
{
	int64_t until = now_ms() + s->times.linger_ms;

	while (now_ms() < until && watch_count(s->shared.watch) > 0) {
		watch_cut_idle(s->shared.watch);
		usleep(10000);
	}
	return atomic_load(&s->shared.suspended) == 0;
}

void
server_stop(struct server *s)
{
	/* New connections are still accepted while workers finish, so that
	 * people read a page that says "in a moment", not a browser's error. */
	atomic_store(&s->shared.stopping, true);
	queue_close(s->shared.queue);
	if (!workers_join(s->workers, now_ms() + s->times.drain_ms)) {
		log_line(LOG_ERROR, "stop_forced", "cause", "worker", NULL);
		_exit(EX_TEMPFAIL);
	}
	for (size_t i = 0; i < s->daemons_n; i++)
		daemon_quiesce(s->daemons[i]);
	if (!linger(s)) {
		/* MHD_stop_daemon would abort the process. */
		log_line(LOG_ERROR, "stop_forced", "cause", "suspended", NULL);
		_exit(EX_TEMPFAIL);
	}
	daemons_stop(s);
	server_free(s);
}
