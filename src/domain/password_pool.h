/* SPDX-License-Identifier: EUPL-1.2 */
/* Argon2id takes 19 MiB and some 30 ms of a core. A morning on which a whole
 * school signs in must not stop the pages of those who are in: only a few
 * hashes run at once, a bounded line waits, and whoever comes after that is
 * told to try again in a moment. */
#pragma once

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"

struct password_pool;

/* at_once >= 1 hashes run together and waiting_max >= 0 callers wait. The sum
 * must stay well below the number of worker threads. */
struct password_pool *password_pool_new(int at_once, int waiting_max);
void password_pool_free(struct password_pool *pool);

/* ERR_BUSY: the line is full. A NULL pool has no bound (command line). */
CHECKED enum err password_pool_hash(struct password_pool *pool,
    struct arena *arena, const char *password, const char **phc);
/* phc NULL: there is no such account or it has no password; the same work is
 * done, so that the time tells nothing, and the answer is false. */
CHECKED enum err password_pool_verify(struct password_pool *pool,
    struct arena *arena, const char *phc, const char *password, bool *same);

/* For tests: takes and leaves a place as a hash would. */
CHECKED enum err password_pool_enter(struct password_pool *pool);
void password_pool_leave(struct password_pool *pool);
