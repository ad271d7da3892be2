/* SPDX-License-Identifier: EUPL-1.2 */
/* A lane lets one writer through at a time, in the order they came, so that no
 * thread of this process ever meets another one's write lock. */
#pragma once

#include <pthread.h>
#include <stdbool.h>

#include "base/err.h"
#include "db/group_commit.h"

struct lane_waiter;

struct lane {
	pthread_mutex_t lock;
	bool held;
	struct lane_waiter *first, *last;
	struct group_commit commits; /* of those who left it */
};

void lane_init(struct lane *lane);
void lane_destroy(struct lane *lane);
/* ERR_BUSY when the turn did not come within wait_ms. */
CHECKED enum err lane_enter(struct lane *lane, int wait_ms);
void lane_leave(struct lane *lane);

/* A condition variable on the monotonic clock, and a deadline for it; the pool
 * waits with the same two. */
void lane_cond_init(pthread_cond_t *cond);
struct timespec lane_deadline(int wait_ms);
