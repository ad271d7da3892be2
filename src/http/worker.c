/* SPDX-License-Identifier: EUPL-1.2 */
#include "http/worker.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"

/* Workers give way to the threads that serve the network: where all cores are
 * busy, those still read, answer from memory and refuse at once. And a sign-in
 * gives way to a save. */
#define NICE_WORKER 4
#define NICE_SIGN_IN 8
/* Who waited shorter is still there. */
#define GONE_AFTER_US 100000

struct worker {
	struct workers *all;
	pthread_t thread;
	int number;
	bool sign_ins; /* does nothing else */
};

struct workers {
	struct workers_plan plan;
	_Atomic int64_t end_ms; /* no new work after it; 0: not stopping */
	pthread_mutex_t mutex;	/* of `running` */
	pthread_cond_t ended;
	size_t running;
	size_t n;
	struct worker list[];
};

static bool
too_late(const struct worker *w, const struct exchange *x)
{
	int64_t now_ms = exchange_now_us() / 1000;
	int64_t end_ms = atomic_load(&w->all->end_ms);

	return now_ms > x->req.deadline_ms || (end_ms && now_ms > end_ms);
}

/* A page that nobody reads any more is not made. A form is always worked on:
 * somebody may have sent it and closed the lid. */
static bool
gave_up(const struct worker *w, const struct exchange *x, int64_t waited_us)
{
	return waited_us > GONE_AFTER_US && x->req.method != HTTP_POST &&
	       w->all->plan.gone(x);
}

static void
answer(struct worker *w, struct exchange *x, struct compressor *c)
{
	const struct server_app *app = x->shared->app;
	struct stats *stats = x->shared->stats;
	int64_t waited_us = exchange_now_us() - x->item.pushed_us;

	stats_waited(stats, (enum queue_class)x->item.class, waited_us);
	log_set_request(x->id);
	if (too_late(w, x)) {
		atomic_fetch_add(&stats->expired, 1);
		exchange_busy(x);
	} else if (gave_up(w, x, waited_us)) {
		atomic_fetch_add(&stats->gone, 1);
		exchange_busy(x);
	} else {
		app->handle(app->app, w->number, &x->req, &x->res);
		exchange_finish(x, c);
	}
	log_set_request("");
}

static void *
worker_run(void *arg)
{
	struct worker *w = arg;
	struct workers *all = w->all;
	struct stats *stats = all->plan.shared->stats;
	struct compressor *c = compress_new();
	struct queue_item *item;

	/* On Linux it holds for the calling thread alone. Without the right to
	 * it, everything works as before. */
	if (nice(w->sign_ins ? NICE_SIGN_IN : NICE_WORKER) < 0)
		log_line(LOG_DEBUG, "worker_not_nice", NULL);
	while ((item = queue_pop(all->plan.queue, w->sign_ins))) {
		struct exchange *x = (struct exchange *)(void *)item;
		int class = item->class;
		int64_t lane = item->lane;

		atomic_fetch_add(&stats->in_flight, 1);
		answer(w, x, c);
		atomic_fetch_sub(&stats->in_flight, 1);
		/* Now it is the daemon's: it may be freed at any moment. */
		all->plan.give_back(x);
		queue_done(all->plan.queue, class, lane);
	}
	compress_free(c);
	pthread_mutex_lock(&all->mutex);
	all->running--;
	pthread_cond_signal(&all->ended);
	pthread_mutex_unlock(&all->mutex);
	return NULL;
}

static void
workers_free(struct workers *all)
{
	for (size_t i = 0; i < all->n; i++)
		pthread_join(all->list[i].thread, NULL);
	pthread_mutex_destroy(&all->mutex);
	pthread_cond_destroy(&all->ended);
	free(all);
}

enum err
workers_start(const struct workers_plan *plan, struct workers **out)
{
	size_t n = plan->n + plan->sign_ins;
	struct workers *all =
	    calloc(1, sizeof(*all) + n * sizeof(all->list[0]));

	if (!all)
		abort();
	all->plan = *plan;
	all->running = n;
	pthread_mutex_init(&all->mutex, NULL);
	pthread_cond_init(&all->ended, NULL);
	for (; all->n < n; all->n++) {
		struct worker *w = &all->list[all->n];

		w->all = all;
		w->number = (int)all->n;
		w->sign_ins = all->n >= plan->n;
		if (pthread_create(&w->thread, NULL, worker_run, w))
			break;
	}
	if (all->n == n) {
		*out = all;
		return OK;
	}
	log_line(LOG_ERROR, "workers_failed", "started",
	    log_num((int64_t)all->n), NULL);
	queue_close(plan->queue);
	workers_free(all);
	return ERR_IO;
}

bool
workers_join(struct workers *w, int64_t until_ms)
{
	const struct timespec until = {
	    .tv_sec = until_ms / 1000,
	    .tv_nsec = until_ms % 1000 * 1000000,
	};
	int64_t now_ms = exchange_now_us() / 1000;
	bool ended;

	atomic_store(&w->end_ms, now_ms + (until_ms - now_ms) / 2);
	pthread_mutex_lock(&w->mutex);
	while (w->running > 0)
		if (pthread_cond_clockwait(
			&w->ended, &w->mutex, CLOCK_MONOTONIC, &until))
			break;
	ended = w->running == 0;
	pthread_mutex_unlock(&w->mutex);
	if (ended)
		workers_free(w);
	return ended;
}
