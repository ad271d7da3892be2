/* SPDX-License-Identifier: EUPL-1.2 */
/* The bounded queue between the daemons and the workers, and the door to it.
 *
 * Classes: teachers' saves go first, then pages, then reports; yet one pop in
 * eight takes what has waited longest, so that nothing starves. A flood of
 * pages leaves room for saves: pages fill seven eighths of the queue at most,
 * reports a quarter, and reports run in half of the workers at most. Sign-ins,
 * each some 30 ms of a core, have workers of their own and stand in nobody's
 * way.
 *
 * The door: who would not be answered in the time of his class is refused at
 * once, before he waits. The time is estimated from the pace at which his line
 * moves (wait.h). A line shorter than its workers is always open, for an idle
 * worker helps nobody, unless even its first one waits too long.
 *
 * Lanes: of the items of one lane (one school's writes) only a few are out at a
 * time; the next one is handed out when queue_done() was called for one of
 * them. So a hot school never holds more than half of the workers. They are a
 * few and not one, because saves that wait for a slow disk share its sync
 * (db/group_commit.h). Lane 0 is no lane.
 *
 * All functions are called from any thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/* So many of a lane are out at most, and never more than half of the workers.
 */
#define QUEUE_LANE_OUT_MAX 8

enum queue_class {
	QUEUE_SAVES,
	QUEUE_PAGES,
	QUEUE_REPORTS,
	QUEUE_SIGN_INS,
	QUEUE_CLASSES
};

/* Stands first in what is queued; the queue owns nothing. */
struct queue_item {
	struct queue_item *next;
	int class; /* enum queue_class */
	int64_t lane;
	/* Set by the queue: */
	uint64_t order;
	int64_t pushed_us; /* when it came in */
	int64_t ready_us;  /* since when only workers are missing */
};

struct queue_plan {
	size_t max;			  /* items waiting, at least 8 */
	size_t workers;			  /* threads that pop */
	size_t sign_ins;		  /* threads that pop sign-ins alone */
	int64_t answer_us[QUEUE_CLASSES]; /* from coming in to the answer */
	int64_t (*now_us)(void);	  /* monotonic */
};

struct queue;

struct queue *queue_new(const struct queue_plan *plan);
/* The queue must be empty and nobody inside. NULL is allowed. */
void queue_free(struct queue *q);

/* Asks for a place; class and lane are set. ERR_BUSY: it would wait too long,
 * its class has no room, or the queue is closed. OK: the place is kept, and
 * queue_push() must follow. */
CHECKED enum err queue_admit(struct queue *q, const struct queue_item *item);
void queue_push(struct queue *q, struct queue_item *item);

/* Waits for an item, of sign-ins alone or of all others; NULL when the queue
 * is closed and empty. */
struct queue_item *queue_pop(struct queue *q, bool sign_ins);

/* After an item was worked off. Class and lane are passed by value because
 * the item itself may be gone by then. */
void queue_done(struct queue *q, int class, int64_t lane);

/* Refuses new items from now on; what waits is still handed out. */
void queue_close(struct queue *q);

/* Items waiting now. */
size_t queue_length(struct queue *q);
/* How long one of this class would wait now, as the door sees it. */
int64_t queue_wait_us(struct queue *q, enum queue_class class);
