/* SPDX-License-Identifier: EUPL-1.2 */
#include "http/queue.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

/* One pop in so many takes the oldest item of any class. */
#define OLDEST_EVERY 8
#define LANE_BUCKETS 256

struct list {
	struct queue_item *first, *last;
};

/* A lane with an item out; what comes meanwhile is parked here. */
struct lane {
	struct lane *next;
	int64_t id;
	struct list parked;
};

struct queue {
	pthread_mutex_t mutex;
	pthread_cond_t work;
	struct list ready[QUEUE_CLASSES];
	size_t waiting[QUEUE_CLASSES]; /* ready and parked */
	size_t max, total;
	size_t reports_out, reports_out_max;
	uint64_t pushes, pops;
	struct lane *buckets[LANE_BUCKETS];
	struct lane *unused; /* as many as can ever be busy */
	struct lane *lanes;
	bool closed;
};

static void
list_append(struct list *l, struct queue_item *item)
{
	item->next = NULL;
	if (l->last)
		l->last->next = item;
	else
		l->first = item;
	l->last = item;
}

static void
list_prepend(struct list *l, struct queue_item *item)
{
	item->next = l->first;
	l->first = item;
	if (!l->last)
		l->last = item;
}

static struct queue_item *
list_take(struct list *l)
{
	struct queue_item *item = l->first;

	if (!item)
		return NULL;
	l->first = item->next;
	if (!l->first)
		l->last = NULL;
	item->next = NULL;
	return item;
}

struct queue *
queue_new(size_t max, size_t workers)
{
	struct queue *q = calloc(1, sizeof(*q));
	size_t lanes = max + workers;

	assert(max >= 8 && workers > 0);
	if (!q || !(q->lanes = calloc(lanes, sizeof(*q->lanes))))
		abort();
	q->max = max;
	q->reports_out_max = workers > 1 ? workers / 2 : 1;
	for (size_t i = 0; i < lanes; i++) {
		q->lanes[i].next = q->unused;
		q->unused = &q->lanes[i];
	}
	pthread_mutex_init(&q->mutex, NULL);
	pthread_cond_init(&q->work, NULL);
	return q;
}

void
queue_free(struct queue *q)
{
	if (!q)
		return;
	assert(q->total == 0);
	pthread_mutex_destroy(&q->mutex);
	pthread_cond_destroy(&q->work);
	free(q->lanes);
	free(q);
}

static struct lane **
lane_at(struct queue *q, int64_t id)
{
	struct lane **at = &q->buckets[(uint64_t)id % LANE_BUCKETS];

	while (*at && (*at)->id != id)
		at = &(*at)->next;
	return at;
}

/* Takes the lane, or parks the item behind the one that has it. */
static bool
lane_enter(struct queue *q, struct queue_item *item)
{
	struct lane **at = lane_at(q, item->lane);
	struct lane *lane = *at;

	if (lane) {
		list_append(&lane->parked, item);
		return false;
	}
	/* Each busy lane has an item out at a worker, or next in line. */
	lane = q->unused;
	assert(lane);
	q->unused = lane->next;
	*lane = (struct lane){.id = item->lane};
	*at = lane;
	return true;
}

/* Hands the lane on to the next parked item, which goes to the head of its
 * class; true if there is one. Else the lane is free. */
static bool
lane_leave(struct queue *q, int64_t id)
{
	struct lane **at = lane_at(q, id);
	struct lane *lane = *at;
	struct queue_item *item;

	assert(lane);
	if ((item = list_take(&lane->parked))) {
		item->held = true;
		list_prepend(&q->ready[item->class], item);
		return true;
	}
	*at = lane->next;
	lane->next = q->unused;
	q->unused = lane;
	return false;
}

static size_t
room(const struct queue *q, int class)
{
	static const size_t eighths[QUEUE_CLASSES] = {8, 7, 2};
	size_t max = q->max * eighths[class] / 8;
	size_t used = class == QUEUE_CLASSES - 1 ? q->waiting[class] : q->total;

	return used < max && q->total < q->max ? max - used : 0;
}

enum err
queue_push(struct queue *q, struct queue_item *item)
{
	enum err err = ERR_BUSY;

	assert(item->class >= 0 && item->class < QUEUE_CLASSES);
	pthread_mutex_lock(&q->mutex);
	if (!q->closed && room(q, item->class) > 0) {
		item->order = q->pushes++;
		item->held = false;
		list_append(&q->ready[item->class], item);
		q->waiting[item->class]++;
		q->total++;
		pthread_cond_signal(&q->work);
		err = OK;
	}
	pthread_mutex_unlock(&q->mutex);
	return err;
}

static bool
class_open(const struct queue *q, int class)
{
	if (!q->ready[class].first)
		return false;
	return class < QUEUE_CLASSES - 1 || q->reports_out < q->reports_out_max;
}

/* The class to take from now, or -1. */
static int
class_choose(const struct queue *q)
{
	bool oldest = q->pops % OLDEST_EVERY == OLDEST_EVERY - 1;
	int chosen = -1;

	for (int c = 0; c < QUEUE_CLASSES; c++) {
		if (!class_open(q, c))
			continue;
		if (chosen < 0 || (oldest && q->ready[c].first->order <
						 q->ready[chosen].first->order))
			chosen = c;
	}
	return chosen;
}

static struct queue_item *
take(struct queue *q)
{
	int class;

	while ((class = class_choose(q)) >= 0) {
		struct queue_item *item = list_take(&q->ready[class]);

		if (item->lane && !item->held && !lane_enter(q, item))
			continue; /* parked */
		if (class == QUEUE_CLASSES - 1)
			q->reports_out++;
		q->pops++;
		q->waiting[class]--;
		q->total--;
		return item;
	}
	return NULL;
}

struct queue_item *
queue_pop(struct queue *q)
{
	struct queue_item *item;

	pthread_mutex_lock(&q->mutex);
	while (!(item = take(q))) {
		if (q->closed && q->total == 0)
			break;
		pthread_cond_wait(&q->work, &q->mutex);
	}
	if (q->closed && q->total == 0)
		pthread_cond_broadcast(&q->work); /* the others end too */
	pthread_mutex_unlock(&q->mutex);
	return item;
}

void
queue_done(struct queue *q, int class, int64_t lane)
{
	bool more = false;

	pthread_mutex_lock(&q->mutex);
	if (lane)
		more = lane_leave(q, lane);
	if (class == QUEUE_CLASSES - 1) {
		q->reports_out--;
		more = more || q->ready[class].first;
	}
	if (more)
		pthread_cond_signal(&q->work);
	pthread_mutex_unlock(&q->mutex);
}

void
queue_close(struct queue *q)
{
	pthread_mutex_lock(&q->mutex);
	q->closed = true;
	pthread_cond_broadcast(&q->work);
	pthread_mutex_unlock(&q->mutex);
}

size_t
queue_length(struct queue *q)
{
	size_t n;

	pthread_mutex_lock(&q->mutex);
	n = q->total;
	pthread_mutex_unlock(&q->mutex);
	return n;
}
