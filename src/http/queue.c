/* SPDX-License-Identifier: EUPL-1.2 */
#include "http/queue.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

#include "http/wait.h"

/* One pop in so many takes the oldest item of any class. */
#define OLDEST_EVERY 8
#define LANE_BUCKETS 256
/* Of the time until the answer this part may be spent waiting: the rest is for
 * the work itself, and for what the estimate does not know. */
#define WAIT_PART 3

struct list {
	struct queue_item *first, *last;
	size_t n;
};

struct line {
	struct list ready;
	size_t waiting;	  /* places kept, ready and parked */
	size_t always;	  /* as many may stand in it whatever it costs */
	int64_t limit_us; /* nobody shall wait longer */
	struct wait_line pace;
};

/* A lane with items out or ready; what comes when they are as many as may be is
 * parked here. */
struct lane {
	struct lane *next;
	int64_t id;
	size_t passed;	  /* out or ready */
	size_t working;	  /* of these, out */
	int64_t moved_us; /* when the last one left, or the first one began */
	struct list parked;
};

struct queue {
	pthread_mutex_t mutex;
	pthread_cond_t work, sign_in;
	int64_t (*now_us)(void);
	struct line lines[QUEUE_CLASSES];
	size_t max, total;
	size_t reports_out, reports_out_max;
	size_t lane_out_max;
	uint64_t pushes, pops;
	struct lane *buckets[LANE_BUCKETS];
	struct lane *unused; /* as many as can ever be busy */
	struct lane *lanes;
	struct wait_line lane_pace;
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
	l->n++;
}

static void
list_prepend(struct list *l, struct queue_item *item)
{
	item->next = l->first;
	l->first = item;
	if (!l->last)
		l->last = item;
	l->n++;
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
	l->n--;
	return item;
}

static void
lines_init(struct queue *q, const struct queue_plan *plan)
{
	size_t half = plan->workers > 1 ? plan->workers / 2 : 1;

	q->reports_out_max = half;
	q->lane_out_max = half < QUEUE_LANE_OUT_MAX ? half : QUEUE_LANE_OUT_MAX;
	for (int c = 0; c < QUEUE_CLASSES; c++) {
		q->lines[c].always = plan->workers;
		q->lines[c].limit_us = plan->answer_us[c] / WAIT_PART;
	}
	q->lines[QUEUE_REPORTS].always = q->reports_out_max;
	q->lines[QUEUE_SIGN_INS].always = plan->sign_ins;
}

struct queue *
queue_new(const struct queue_plan *plan)
{
	struct queue *q = calloc(1, sizeof(*q));
	size_t lanes = plan->max + plan->workers + plan->sign_ins;

	assert(plan->max >= 8 && plan->workers > 0 && plan->sign_ins > 0);
	if (!q || !(q->lanes = calloc(lanes, sizeof(*q->lanes))))
		abort();
	q->max = plan->max;
	q->now_us = plan->now_us;
	lines_init(q, plan);
	for (size_t i = 0; i < lanes; i++) {
		q->lanes[i].next = q->unused;
		q->unused = &q->lanes[i];
	}
	pthread_mutex_init(&q->mutex, NULL);
	pthread_cond_init(&q->work, NULL);
	pthread_cond_init(&q->sign_in, NULL);
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
	pthread_cond_destroy(&q->sign_in);
	free(q->lanes);
	free(q);
}

/* ---- lanes ---- */

static struct lane **
lane_at(struct queue *q, int64_t id)
{
	struct lane **at = &q->buckets[(uint64_t)id % LANE_BUCKETS];

	while (*at && (*at)->id != id)
		at = &(*at)->next;
	return at;
}

/* Enters the lane, or parks the item behind those who are in it. */
static bool
lane_enter(struct queue *q, struct queue_item *item)
{
	struct lane **at = lane_at(q, item->lane);
	struct lane *lane = *at;

	if (lane && lane->passed == q->lane_out_max) {
		list_append(&lane->parked, item);
		return false;
	}
	if (lane) {
		lane->passed++;
		return true;
	}
	/* Each busy lane has an item out at a worker, or next in line. */
	lane = q->unused;
	assert(lane);
	q->unused = lane->next;
	*lane = (struct lane){.id = item->lane, .passed = 1};
	*at = lane;
	return true;
}

/* Hands the place on to the next parked item, which goes to the head of its
 * class, and returns that. NULL: nobody waits for it. */
static const struct queue_item *
lane_leave(struct queue *q, int64_t id, int64_t now_us)
{
	struct lane **at = lane_at(q, id);
	struct lane *lane = *at;
	struct queue_item *item;

	assert(lane);
	wait_learn(&q->lane_pace, now_us - lane->moved_us);
	lane->moved_us = now_us;
	lane->working--;
	if ((item = list_take(&lane->parked))) {
		item->ready_us = now_us;
		list_prepend(&q->lines[item->class].ready, item);
		return item;
	}
	if (--lane->passed > 0)
		return NULL;
	*at = lane->next;
	lane->next = q->unused;
	q->unused = lane;
	return NULL;
}

/* One of the lane is at a worker from now on. */
static void
lane_begin(struct queue *q, int64_t id, int64_t now_us)
{
	struct lane *lane = *lane_at(q, id);

	/* While all were waiting for workers the lane did not move slowly. */
	if (lane->working++ == 0)
		lane->moved_us = now_us;
}

static int64_t
lane_wait_us(struct queue *q, int64_t id)
{
	const struct lane *lane = id ? *lane_at(q, id) : NULL;

	if (!lane || lane->passed < q->lane_out_max)
		return 0;
	return wait_estimate(&q->lane_pace, lane->parked.n + 1);
}

/* ---- the door ---- */

static bool
has_room(const struct queue *q, int class)
{
	static const size_t eighths[QUEUE_CLASSES] = {
	    [QUEUE_SAVES] = 8,
	    [QUEUE_PAGES] = 7,
	    [QUEUE_REPORTS] = 2,
	    [QUEUE_SIGN_INS] = 4,
	};
	bool alone = class == QUEUE_REPORTS || class == QUEUE_SIGN_INS;
	size_t used = alone ? q->lines[class].waiting : q->total;

	return used < q->max * eighths[class] / 8 && q->total < q->max;
}

static int64_t
head_age_us(const struct line *line, int64_t now_us)
{
	const struct queue_item *head = line->ready.first;

	return head ? now_us - head->ready_us : 0;
}

/* The pace tells what was; the first in line, what is. */
static int64_t
line_wait_us(const struct line *line, int64_t now_us)
{
	int64_t pace_us = wait_estimate(&line->pace, line->ready.n);
	int64_t age_us = head_age_us(line, now_us);

	if (line->ready.n < line->always)
		pace_us = 0;
	return pace_us > age_us ? pace_us : age_us;
}

static bool
in_time(struct queue *q, const struct queue_item *item)
{
	const struct line *line = &q->lines[item->class];

	return line_wait_us(line, q->now_us()) <= line->limit_us &&
	       lane_wait_us(q, item->lane) <= line->limit_us;
}

enum err
queue_admit(struct queue *q, const struct queue_item *item)
{
	enum err err = ERR_BUSY;

	assert(item->class >= 0 && item->class < QUEUE_CLASSES);
	pthread_mutex_lock(&q->mutex);
	if (!q->closed && has_room(q, item->class) && in_time(q, item)) {
		q->lines[item->class].waiting++;
		q->total++;
		err = OK;
	}
	pthread_mutex_unlock(&q->mutex);
	return err;
}

void
queue_push(struct queue *q, struct queue_item *item)
{
	bool sign_in = item->class == QUEUE_SIGN_INS;

	pthread_mutex_lock(&q->mutex);
	item->order = q->pushes++;
	item->pushed_us = item->ready_us = q->now_us();
	if (!item->lane || lane_enter(q, item)) {
		list_append(&q->lines[item->class].ready, item);
		pthread_cond_signal(sign_in ? &q->sign_in : &q->work);
	}
	pthread_mutex_unlock(&q->mutex);
}

/* ---- the workers' side ---- */

static bool
class_open(const struct queue *q, int class)
{
	if (!q->lines[class].ready.first)
		return false;
	return class != QUEUE_REPORTS || q->reports_out < q->reports_out_max;
}

/* The class to take from now, or -1. */
static int
class_choose(const struct queue *q)
{
	bool oldest = q->pops % OLDEST_EVERY == OLDEST_EVERY - 1;
	int chosen = -1;

	for (int c = 0; c < QUEUE_SIGN_INS; c++) {
		if (!class_open(q, c))
			continue;
		if (chosen < 0 ||
		    (oldest && q->lines[c].ready.first->order <
				   q->lines[chosen].ready.first->order))
			chosen = c;
	}
	return chosen;
}

static struct queue_item *
take(struct queue *q, bool sign_ins)
{
	int class = sign_ins ? QUEUE_SIGN_INS : class_choose(q);
	struct queue_item *item;
	int64_t now_us;

	if (class < 0 || !(item = list_take(&q->lines[class].ready)))
		return NULL;
	now_us = q->now_us();
	if (item->lane)
		lane_begin(q, item->lane, now_us);
	if (class == QUEUE_REPORTS)
		q->reports_out++;
	if (!sign_ins)
		q->pops++;
	wait_left(&q->lines[class].pace, now_us, q->lines[class].ready.n > 0);
	q->lines[class].waiting--;
	q->total--;
	return item;
}

struct queue_item *
queue_pop(struct queue *q, bool sign_ins)
{
	pthread_cond_t *cond = sign_ins ? &q->sign_in : &q->work;
	struct queue_item *item;

	pthread_mutex_lock(&q->mutex);
	while (!(item = take(q, sign_ins))) {
		if (q->closed && q->total == 0)
			break;
		pthread_cond_wait(cond, &q->mutex);
	}
	if (q->closed && q->total == 0) {
		/* The others end too. */
		pthread_cond_broadcast(&q->work);
		pthread_cond_broadcast(&q->sign_in);
	}
	pthread_mutex_unlock(&q->mutex);
	return item;
}

void
queue_done(struct queue *q, int class, int64_t lane)
{
	const struct queue_item *next = NULL;

	pthread_mutex_lock(&q->mutex);
	if (lane)
		next = lane_leave(q, lane, q->now_us());
	if (class == QUEUE_REPORTS)
		q->reports_out--;
	if (next && next->class == QUEUE_SIGN_INS)
		pthread_cond_signal(&q->sign_in);
	else if (next || (class == QUEUE_REPORTS && class_open(q, class)))
		pthread_cond_signal(&q->work);
	pthread_mutex_unlock(&q->mutex);
}

void
queue_close(struct queue *q)
{
	pthread_mutex_lock(&q->mutex);
	q->closed = true;
	pthread_cond_broadcast(&q->work);
	pthread_cond_broadcast(&q->sign_in);
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

int64_t
queue_wait_us(struct queue *q, enum queue_class class)
{
	int64_t us;

	pthread_mutex_lock(&q->mutex);
	us = line_wait_us(&q->lines[class], q->now_us());
	pthread_mutex_unlock(&q->mutex);
	return us;
}
