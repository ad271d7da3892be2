/* SPDX-License-Identifier: EUPL-1.2 */
/* The bounded queue between the daemons and the workers.
 *
 * Classes: 0 (teachers' writes) goes first, then 1, then 2 (reports); yet one
 * pop in eight takes what has waited longest, so that nothing starves. A flood
 * of reads leaves room for writes: class 1 fills seven eighths of the queue at
 * most, class 2 a quarter, and class 2 runs in half of the workers at most.
 *
 * Lanes: of the items of one lane (one school's writes) only one is out at a
 * time; the next one is handed out when queue_done() was called for the last.
 * So a hot school holds one worker, not all of them. Lane 0 is no lane.
 *
 * All functions are called from any thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

#define QUEUE_CLASSES 3

/* Stands first in what is queued; the queue owns nothing. */
struct queue_item {
	struct queue_item *next;
	int class; /* 0 .. QUEUE_CLASSES - 1 */
	int64_t lane;
	/* Set by the queue: */
	uint64_t order;
	bool held; /* has its lane already */
};

struct queue;

/* max: items waiting, at least 8. workers: threads that pop. */
struct queue *queue_new(size_t max, size_t workers);
/* The queue must be empty and nobody inside. NULL is allowed. */
void queue_free(struct queue *q);

/* ERR_BUSY when the class has no room or the queue is closed. */
CHECKED enum err queue_push(struct queue *q, struct queue_item *item);

/* Waits for an item; NULL when the queue is closed and empty. */
struct queue_item *queue_pop(struct queue *q);

/* After an item was worked off. Class and lane are passed by value because
 * the item itself may be gone by then. */
void queue_done(struct queue *q, int class, int64_t lane);

/* Refuses new items from now on; what waits is still handed out. */
void queue_close(struct queue *q);

/* Items waiting now. */
size_t queue_length(struct queue *q);
