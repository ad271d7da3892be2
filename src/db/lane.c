/* SPDX-License-Identifier: EUPL-1.2 */
#include "db/lane.h"

#include <assert.h>
#include <errno.h>
#include <stddef.h>
#include <time.h>

/* Lives on the waiting thread's stack. */
struct lane_waiter {
	pthread_cond_t turn;
	bool granted;
	struct lane_waiter *next;
};

void
lane_cond_init(pthread_cond_t *cond)
{
	pthread_condattr_t attr;

	pthread_condattr_init(&attr);
	/* The wall clock may be set while somebody waits. */
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(cond, &attr);
	pthread_condattr_destroy(&attr);
}

struct timespec
lane_deadline(int wait_ms)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	at.tv_sec += wait_ms / 1000;
	at.tv_nsec += (long)(wait_ms % 1000) * 1000000;
	if (at.tv_nsec >= 1000000000) {
		at.tv_sec++;
		at.tv_nsec -= 1000000000;
	}
	return at;
}

void
lane_init(struct lane *lane)
{
	*lane = (struct lane){0};
	pthread_mutex_init(&lane->lock, NULL);
	group_commit_init(&lane->commits);
}

void
lane_destroy(struct lane *lane)
{
	assert(!lane->held && !lane->first);
	group_commit_destroy(&lane->commits);
	pthread_mutex_destroy(&lane->lock);
}

static void
forget(struct lane *lane, const struct lane_waiter *w)
{
	struct lane_waiter *prev = NULL;

	for (struct lane_waiter *i = lane->first; i; prev = i, i = i->next) {
		if (i != w)
			continue;
		if (prev)
			prev->next = i->next;
		else
			lane->first = i->next;
		if (lane->last == i)
			lane->last = prev;
		return;
	}
}

enum err
lane_enter(struct lane *lane, int wait_ms)
{
	struct lane_waiter w = {0};
	struct timespec deadline;
	bool granted;

	pthread_mutex_lock(&lane->lock);
	if (!lane->held) {
		lane->held = true;
		pthread_mutex_unlock(&lane->lock);
		return OK;
	}
	lane_cond_init(&w.turn);
	deadline = lane_deadline(wait_ms);
	if (lane->last)
		lane->last->next = &w;
	else
		lane->first = &w;
	lane->last = &w;
	while (!w.granted) {
		if (pthread_cond_timedwait(&w.turn, &lane->lock, &deadline) ==
		    ETIMEDOUT)
			break;
	}
	/* The turn may have come together with the deadline. */
	granted = w.granted;
	if (!granted)
		forget(lane, &w);
	pthread_mutex_unlock(&lane->lock);
	pthread_cond_destroy(&w.turn);
	return granted ? OK : ERR_BUSY;
}

void
lane_leave(struct lane *lane)
{
	struct lane_waiter *next;

	pthread_mutex_lock(&lane->lock);
	assert(lane->held);
	next = lane->first;
	if (next) {
		/* Handed on directly: nobody can slip in between. */
		lane->first = next->next;
		if (!lane->first)
			lane->last = NULL;
		next->granted = true;
		pthread_cond_signal(&next->turn);
	} else {
		lane->held = false;
	}
	pthread_mutex_unlock(&lane->lock);
}
