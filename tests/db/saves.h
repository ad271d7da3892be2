/* SPDX-License-Identifier: EUPL-1.2 */
/* Saves that are one row in each of two tables, so that half of one would show,
 * made by threads and by processes that may be killed. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "db/db.h"

/* Threads of a process that writes. */
#define SAVES_WRITERS 4
/* Saves acknowledged before the kill, at most. */
#define SAVES_ENOUGH_MAX 20

/* Opens a pool over a data folder. */
CHECKED enum err saves_pool(
    const char *folder, int handles, struct db_pool **pool);
/* Makes the school and its two tables. */
CHECKED enum err saves_tables(struct db_pool *pool, int64_t inst);
/* One save, alone in its transaction. */
CHECKED enum err saves_add(struct db_pool *pool, int64_t inst, int64_t id);
/* How many saves a reader sees. */
int64_t saves_count(struct db_pool *pool, int64_t inst);

/* Opens school 1 anew and claims: the store is whole, these saves are there,
 * no save is there by half. *next is the first free number. */
void saves_check(
    const char *folder, const int64_t *ids, size_t n, int64_t *next);

struct saves_seen {
	/* What is in the pipe at the kill comes on top. */
	int64_t ids[SAVES_ENOUGH_MAX + 65536 / sizeof(int64_t)];
	size_t n;
};

/* A process saves into school 1 from the number first on until it is killed
 * with SIGKILL, sooner or later depending on the round; seen: what it had
 * acknowledged. */
void saves_killed(
    const char *folder, int64_t first, int round, struct saves_seen *seen);
/* Two processes save at the same time, each with threads that make count saves
 * each; the second one's begin at 1001. Whether every one succeeded. */
bool saves_by_two(const char *folder, int64_t count);
