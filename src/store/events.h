/* SPDX-License-Identifier: EUPL-1.2 */
/* The tables of the history: event (entry and leaf, never changed), content
 * and nonce (deleted only by an erasure), free texts (erasable alone), and the
 * head of the log. Only domain/ledger.c writes here. */
#pragma once

#include "base/arena.h"
#include "base/crypt.h"
#include "db/db.h"

#define EVENT_ENTRY_BYTES 38

struct event_row {
	int64_t seq, prev, at, kind;
	const char *actor, *role, *behalf, *approver, *object, *pupil, *lesson;
	const char *old, *new, *reason;
	const char *note; /* commitment, base64, or NULL */
	const char *text; /* the free text itself, or NULL (erased or none) */
	uint8_t nonce[HASH_BYTES], text_nonce[HASH_BYTES];
	uint8_t entry[EVENT_ENTRY_BYTES], leaf[HASH_BYTES];
	bool content; /* false: erased, only entry and leaf are left */
};

/* Locks the head until the transaction ends; 0, 0 for a new log. */
CHECKED enum err events_head_lock(
    struct db *db, int64_t inst, int64_t *size, int64_t *last_at);
/* Written with the transaction; a refusal may come from a later call of it. So
 * is an event. */
CHECKED enum err events_head_set(
    struct db *db, int64_t inst, int64_t size, int64_t last_at);
/* Without a lock; 0, 0 for a new log. */
CHECKED enum err events_head(
    struct db *db, int64_t inst, int64_t *size, int64_t *last_at);

CHECKED enum err events_insert(
    struct db *db, int64_t inst, const struct event_row *row);

/* One event with content and text; strings in the arena. */
CHECKED enum err events_find(struct db *db, struct arena *arena, int64_t inst,
    int64_t seq, struct event_row *row);

/* Up to n events from seq upwards, ascending; *got may be less at the end. */
CHECKED enum err events_list(struct db *db, struct arena *arena, int64_t inst,
    int64_t from, size_t n, struct event_row *rows, size_t *got);

/* Events of one actor since an instant, newest first, at most n; entry, leaf
 * and nonces are not filled in. */
CHECKED enum err events_by_actor(struct db *db, struct arena *arena,
    int64_t inst, const char *actor, int64_t since, size_t n,
    struct event_row *rows, size_t *got);
