/* SPDX-License-Identifier: EUPL-1.2 */
/* Table session: who is signed in, from where, in which working mode. The
 * cookie itself is never here, only its SHA-256. */
#pragma once

#include "base/arena.h"
#include "base/crypt.h"
#include "db/db.h"

/* passed: what the person has shown so far. */
enum session_passed {
	SESSION_HALF = 0, /* the password; the second factor is still owed */
	SESSION_PASSWORD = 1, /* the password, and there is no second factor */
	SESSION_FACTOR = 2,   /* password and second factor */
};

struct session_row {
	int64_t session, account;
	uint8_t hash[HASH_BYTES];
	const char *role; /* NULL: no working mode yet */
	int64_t inst, person;
	int64_t created_at, seen_at, fresh_at, idle_s, ends_at;
	int64_t shared, passed;
	const char *agent;
	uint8_t csrf[HASH_BYTES];
	/* Of the account, filled by sessions_find only: */
	const char *name, *email, *login, *log_id, *lang, *state;
	bool factor;	/* the account has a confirmed second factor */
	int64_t places; /* institutions of its active memberships */
};

CHECKED enum err sessions_insert(struct db *db, const struct session_row *row);
/* With what a request needs of the account. ERR_NOT_FOUND. */
CHECKED enum err sessions_find(struct db *db, struct arena *arena,
    const uint8_t hash[HASH_BYTES], struct session_row *row);
CHECKED enum err sessions_set_seen(
    struct db *db, int64_t session, int64_t seen_at);
/* role NULL: back to "not chosen". */
CHECKED enum err sessions_set_mode(struct db *db, int64_t session,
    const char *role, int64_t inst, int64_t person);
/* After the second factor or a fresh sign-in: a new cookie, new times. */
CHECKED enum err sessions_renew(struct db *db, const struct session_row *row);

/* Of one account, the latest first; at most SESSIONS_LIST_MAX. */
#define SESSIONS_LIST_MAX 100
CHECKED enum err sessions_list(struct db *db, struct arena *arena,
    int64_t account, struct session_row **rows, size_t *n);

/* Ends one, but only if it is the account's own. ERR_NOT_FOUND otherwise. */
CHECKED enum err sessions_end(struct db *db, int64_t account, int64_t session);
/* Ends all of the account but `except` (0: all). */
CHECKED enum err sessions_end_all(
    struct db *db, int64_t account, int64_t except);
/* Ends everybody's, after a restore: those that ended since are in it. */
CHECKED enum err sessions_forget(struct db *db);
/* Sessions at work as a person of an institution choose their mode anew. */
CHECKED enum err sessions_leave_person(
    struct db *db, int64_t inst, int64_t person);
/* Removes up to 500 rows whose absolute end has passed. */
CHECKED enum err sessions_sweep(struct db *db, int64_t now);
