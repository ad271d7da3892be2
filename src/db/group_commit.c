/* SPDX-License-Identifier: EUPL-1.2 */
#include "db/group_commit.h"

#include <assert.h>
#include <errno.h>
#include <time.h>

#include "base/log.h"
#include "db/engine.h"
#include "db/lane.h"

/* Below this a sync is not worth waiting for company: waking a thread takes
 * part of it. Above, a leader waits for half of a sync at most. */
#define SLOW_SYNC_US 2000

static int64_t
now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

void
group_commit_init(struct group_commit *g)
{
	*g = (struct group_commit){0};
	pthread_mutex_init(&g->lock, NULL);
	lane_cond_init(&g->changed);
}

void
group_commit_destroy(struct group_commit *g)
{
	assert(!g->leading);
	pthread_cond_destroy(&g->changed);
	pthread_mutex_destroy(&g->lock);
}

bool
group_commit_sound(struct group_commit *g)
{
	bool failed;

	pthread_mutex_lock(&g->lock);
	failed = g->failed;
	pthread_mutex_unlock(&g->lock);
	return !failed;
}

void
group_commit_fail(struct group_commit *g)
{
	pthread_mutex_lock(&g->lock);
	g->failed = true;
	pthread_cond_broadcast(&g->changed);
	pthread_mutex_unlock(&g->lock);
}

uint64_t
group_commit_append(struct group_commit *g)
{
	uint64_t ticket;

	pthread_mutex_lock(&g->lock);
	ticket = ++g->appended;
	if (g->gathering)
		pthread_cond_broadcast(&g->changed);
	pthread_mutex_unlock(&g->lock);
	return ticket;
}

uint64_t
group_commit_last(struct group_commit *g)
{
	uint64_t last;

	pthread_mutex_lock(&g->lock);
	last = g->appended;
	pthread_mutex_unlock(&g->lock);
	return last;
}

/* Those whom the last sync served are likely to be back with their next save
 * in a moment. Without waiting for them one would lead alone, and they would
 * stand through two syncs. A lone writer waits for nobody. Locked. */
static void
gather(struct group_commit *g)
{
	struct timespec until;

	if (g->company < 2 || g->sync_us < SLOW_SYNC_US)
		return;
	until = lane_deadline((int)(g->sync_us / 2 / 1000));
	g->gathering = true;
	while (!g->failed && g->appended - g->durable < g->company)
		if (pthread_cond_timedwait(&g->changed, &g->lock, &until) ==
		    ETIMEDOUT)
			break;
	g->gathering = false;
}

/* Locked before and after, not while the disk works. */
static void
lead(struct group_commit *g, struct db *db)
{
	uint64_t target, before;
	int64_t began;
	enum err err;

	g->leading = true;
	gather(g);
	/* What is appended from now on may come too late for this sync. */
	target = g->appended;
	before = g->durable;
	pthread_mutex_unlock(&g->lock);
	began = now_us();
	err = db->engine->sync(db);
	if (err)
		log_line(LOG_ERROR, "store_sync_failed", "error", db->message,
		    "commits", log_num((int64_t)(target - before)), NULL);
	pthread_mutex_lock(&g->lock);
	g->sync_us = now_us() - began;
	g->leading = false;
	if (err)
		g->failed = true;
	else if (!g->failed)
		g->durable = target;
	g->company = g->appended - before;
	pthread_cond_broadcast(&g->changed);
}

enum err
group_commit_settle(struct group_commit *g, uint64_t ticket, struct db *db)
{
	bool durable;

	pthread_mutex_lock(&g->lock);
	while (g->durable < ticket && !g->failed) {
		if (g->leading)
			pthread_cond_wait(&g->changed, &g->lock);
		else
			lead(g, db);
	}
	durable = g->durable >= ticket;
	pthread_mutex_unlock(&g->lock);
	return durable ? OK : ERR_UNSURE;
}
