/* SPDX-License-Identifier: EUPL-1.2 */
/* Work to do later: rows written in the transaction that caused them, in the
 * registry (inst 0) or in a school store. Jobs are idempotent; their payload
 * (JSON) carries every id the second half needs. */
#pragma once

#include <stdbool.h>

#include "base/arena.h"
#include "db/db.h"

#define JOB_PAYLOAD_BYTES_MAX 16384
#define JOBS_LIST_MAX 500

struct job {
	int64_t inst, job, attempts, run_at, created_at, done_at;
	const char *kind, *payload, *state, *error;
};

/* unique_key may be NULL; a second job with the same key is quietly left out,
 * so that a step that is repeated after a crash adds nothing. */
CHECKED enum err jobs_add(struct db *db, int64_t inst, const char *kind,
    const char *unique_key, const char *payload, int64_t run_at, int64_t now);

/* The same; *added tells whether it is new. A second half that must happen
 * once adds its own key in its own store and goes on only when it is new. */
CHECKED enum err jobs_add_once(struct db *db, int64_t inst, const char *kind,
    const char *unique_key, const char *payload, int64_t run_at, int64_t now,
    bool *added);
/* Done already, by whoever was first. */
CHECKED enum err jobs_done_by_key(
    struct db *db, int64_t inst, const char *unique_key, int64_t now);

/* Takes the next due job and leases it for lease_s: it is taken again when
 * that time passes without an answer. ERR_NOT_FOUND: nothing is due. Needs an
 * open write transaction. */
CHECKED enum err jobs_take(struct db *db, struct arena *arena, int64_t inst,
    int64_t now, int64_t lease_s, struct job *job);
/* payload: what is still known of it when it is done, NULL: everything. */
CHECKED enum err jobs_done(struct db *db, int64_t inst, int64_t job,
    int64_t now, const char *payload);
/* Tried again at run_at. */
CHECKED enum err jobs_retry(struct db *db, int64_t inst, int64_t job,
    int64_t run_at, const char *error);
/* Given up; an operator sees it. */
CHECKED enum err jobs_fail(struct db *db, int64_t inst, int64_t job,
    int64_t now, const char *error);
/* A letter that was sent and came back. ERR_NOT_FOUND: no letter, or it has
 * failed already. */
CHECKED enum err jobs_bounce(struct db *db, int64_t inst, int64_t job,
    int64_t now, const char *error);
/* Failed or done, back into the queue. ERR_NOT_FOUND: neither. */
CHECKED enum err jobs_again(
    struct db *db, int64_t inst, int64_t job, int64_t now);

CHECKED enum err jobs_find(struct db *db, struct arena *arena, int64_t inst,
    int64_t job, struct job *out);
/* Newest first, of one kind; state NULL: all. */
CHECKED enum err jobs_list(struct db *db, struct arena *arena, int64_t inst,
    const char *kind, const char *state, size_t n, struct job *out,
    size_t *got);
/* The same in pages, of any kind. */
struct job_query {
	const char *kind, *state; /* NULL: all */
	int64_t limit, offset;
};
CHECKED enum err jobs_page(struct db *db, struct arena *arena, int64_t inst,
    const struct job_query *query, struct job **out, size_t *n);
/* How many stand in a state, and when the oldest is or was due (0: none). */
CHECKED enum err jobs_count(struct db *db, int64_t inst, const char *state,
    int64_t *n, int64_t *oldest);
CHECKED enum err jobs_count_kind(struct db *db, int64_t inst, const char *kind,
    const char *state, int64_t *n);

/* After a restore: what was running, or was done at or after `since`, is ready
 * again, but for letters that have left. *changed counts. */
CHECKED enum err jobs_replay(struct db *db, int64_t inst, int64_t now,
    int64_t since, int64_t *changed);

/* Whether jobs in this state ended before `before`: a look that needs no
 * write. */
CHECKED enum err jobs_ended_before(struct db *db, int64_t inst,
    const char *state, int64_t before, bool *any);
CHECKED enum err jobs_forget(
    struct db *db, int64_t inst, const char *state, int64_t before);
