/* SPDX-License-Identifier: EUPL-1.2 */
/* What the operator sees of the installation: how it fares, which work failed,
 * which letters wait or came back. Nothing of what the schools write. */
#pragma once

#include "domain/act.h"
#include "store/figures.h"

/* ---- what the worker found in the stores at its last round ---------------- */

#define OPERATIONS_TROUBLED_MAX 20
struct operations_sweep {
	int64_t at; /* 0: never */
	int64_t stores, silent; /* silent: did not open */
	int64_t ready, failed;	/* jobs of all school stores */
	int64_t troubled[OPERATIONS_TROUBLED_MAX]; /* stores with failed jobs */
	size_t troubled_n;
};
/* Role system. */
CHECKED enum err operations_swept(
    struct act *act, const struct operations_sweep *sweep);

/* ---- the state ------------------------------------------------------------ */

struct operations_state {
	struct figures figures; /* sessions: of today */
	struct operations_sweep sweep;
	int64_t ready, failed;	/* jobs of the registry */
	int64_t oldest_ready;	/* when the oldest was due; 0: none */
	int64_t disk_free, disk_all; /* bytes, where the data lies */
	int64_t registry_bytes;	     /* 0: not a file of ours */
	int64_t schema;
	const char *icu;
	bool worker_late; /* it did not look round for too long */
};
CHECKED enum err operations_state(
    struct act *act, struct operations_state *out);

/* ---- work ------------------------------------------------------------------ */

struct operations_job {
	int64_t store, job; /* store 0: the registry */
	const char *institution; /* its name; "" of the registry */
	const char *kind, *error;
	int64_t attempts, created_at, ended_at;
};
/* Failed jobs of the registry and of the stores that the last round named,
 * newest first within a store; letters are left out. */
#define OPERATIONS_FAILED_MAX 50
CHECKED enum err operations_failed(
    struct act *act, struct operations_job **jobs, size_t *n);

/* A failed job, or a letter of the outbox, goes to the worker again: one event
 * of the registry. ERR_NOT_FOUND: it is neither. ERR_EXPIRED: a letter that
 * was sent and came back; its link is forgotten, whoever invited invites
 * again. ERR_CONFLICT: a letter of the outbox while there is no mail server. */
CHECKED enum err operations_retry(
    struct act *act, int64_t store, int64_t job);

/* ---- letters --------------------------------------------------------------- */

enum operations_box {
	OPERATIONS_WAITING,
	OPERATIONS_SENT, /* taken by the mail server, or laid into the outbox */
	OPERATIONS_FAILED,
};
enum operations_fate {
	LETTER_WAITS,
	LETTER_WAITS_AGAIN, /* tried in vain, tried again at next_at */
	LETTER_SENT,
	LETTER_LAID, /* into the outbox */
	LETTER_FAILED,
	LETTER_BOUNCED,
};
struct operations_letter {
	int64_t store, job;
	enum operations_fate fate;
	const char *template, *to;
	const char *error; /* the server's words, or "" */
	int64_t attempts, at, next_at;
	bool again; /* may be tried again */
};
#define OPERATIONS_PAGE 50
/* Letters of the registry, newest first. */
CHECKED enum err operations_letters(struct act *act, enum operations_box box,
    int64_t offset, struct operations_letter **letters, size_t *n);
CHECKED enum err operations_letter_counts(
    struct act *act, int64_t counts[OPERATIONS_FAILED + 1]);

/* A letter lying in STATE/outbox/new, of any store. Only while no mail server
 * is set: the link in it is a secret of whom it is for, and whoever reads it
 * can use it. ERR_DENIED otherwise. */
struct operations_text {
	const char *to, *subject, *body;
};
CHECKED enum err operations_text(struct act *act, int64_t store, int64_t job,
    struct operations_text *out);

/* A test letter to an address, in the reader's language. ERR_INVALID: no
 * address. */
CHECKED enum err operations_test_letter(
    struct act *act, const char *address, const char *lang);
