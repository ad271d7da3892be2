/* SPDX-License-Identifier: EUPL-1.2 */
/* Commits of one store that wait for the disk together.
 *
 * A commit of a pooled handle is first appended to the store's log and its
 * writer leaves the lane: the next one may write. Then one of those who wait
 * (the leader) has the log brought to the disk once, for everybody whose commit
 * stood in it before that began; the others (followers) wait for the leader.
 * Nobody returns before the disk has his commit, and a commit is whole or not
 * there: the log says so itself.
 *
 * A failed sync ends the store's writing until the store is opened anew: the
 * system may have thrown away what it could not write and call the next sync a
 * success, so that a later commit would stand behind a hole. */
#pragma once

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct db;

struct group_commit {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	uint64_t appended; /* commits that stand in the log */
	uint64_t durable;  /* of these the disk has the first so many */
	uint64_t company;  /* how many waited or were served by the last sync */
	int64_t sync_us;   /* how long it took */
	bool leading;	   /* somebody is at it */
	bool gathering;	   /* and waits for others to join */
	bool failed;
};

void group_commit_init(struct group_commit *g);
void group_commit_destroy(struct group_commit *g);

/* Before a write begins. False after a failed sync. */
bool group_commit_sound(struct group_commit *g);
/* A sync of this store failed elsewhere (a checkpoint). */
void group_commit_fail(struct group_commit *g);
/* A commit has been appended; the ticket to settle it with. */
uint64_t group_commit_append(struct group_commit *g);
/* The ticket of the last commit appended so far, whoever's it is. */
uint64_t group_commit_last(struct group_commit *g);
/* Waits until the disk has the commit of this ticket; db is a handle of the
 * store, and its engine has a sync. ERR_UNSURE: the sync failed (logged once),
 * and the commit may be found in the store later or not. */
CHECKED enum err group_commit_settle(
    struct group_commit *g, uint64_t ticket, struct db *db);
