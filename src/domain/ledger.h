/* SPDX-License-Identifier: EUPL-1.2 */
/* Every write by a person appends one event, in the same transaction. Formats:
 * docs/history.md (content jrnl/event/v1, entry of 38 bytes, RFC 6962 leaf). */
#pragma once

#include <stdint.h>

#include "domain/act.h"

/* The public class byte. */
enum event_kind {
	EVENT_FIRST = 0x01,      /* first entry in time */
	EVENT_CHANGE = 0x02,     /* change in open window */
	EVENT_REMOVAL = 0x03,    /* removal in open window */
	EVENT_LATE = 0x04,       /* late first entry */
	EVENT_REASONED = 0x05,   /* change with a reason before the close */
	EVENT_BEHALF = 0x06,
	EVENT_TRANSFER = 0x07,
	EVENT_CLOSED = 0x10,
	EVENT_AFTER_CLOSE = 0x11,
	EVENT_REOPENED = 0x12,
	EVENT_DOCUMENT = 0x20,
	EVENT_REVOKED = 0x21,
	EVENT_LOSS = 0x22,
	EVENT_ROLE = 0x30,       /* role or credential change by an admin */
	EVENT_ERASURE = 0x31,
	EVENT_SUPPORT = 0x40,
	EVENT_STRUCTURE = 0x50,  /* structure or people changed, imports */
	EVENT_SETTINGS = 0x51,
	EVENT_REGISTRY = 0x60,   /* request, approval, account */
};

struct event {
	enum event_kind kind;
	const char *object; /* "mark/12.34.56"; see docs/history.md */
	const char *pupil;  /* "p-7" or NULL */
	const char *lesson; /* "2026-09-01/2/algebra-7a" or NULL */
	const char *old, *new; /* canonical values; NULL = absent */
	const char *reason; /* code of the closed list or NULL */
	const char *note;   /* free text: only its commitment is in the content */
	const char *behalf, *approver;
	int64_t prev;       /* seq of the object's previous event, -1 none */
};

/* Appends to the log of the open write transaction (act_begin_*). *seq (may be
 * NULL) gets the gapless number. ERR_INVALID: a value breaks the format (line
 * break, control byte, longer than 4096 in all, "-" itself). */
CHECKED enum err ledger_append(
    struct act *act, const struct event *event, int64_t *seq);

/* The pieces, for the append, for `verify` and for proofs. */
struct event_row;
/* The canonical content jrnl/event/v1 of a row (without its free text). */
const char *ledger_content(struct arena *arena, int64_t inst,
    const struct event_row *row, size_t *len);
/* Fills entry and leaf from kind, nonce and content. */
void ledger_seal(struct event_row *row, const char *content, size_t len);
/* The commitment of a free text, base64. */
const char *ledger_note(struct arena *arena, const uint8_t nonce[HASH_BYTES],
    const char *text);
/* True if the stored row gives its own entry and leaf again. */
bool ledger_event_holds(
    struct arena *arena, int64_t inst, const struct event_row *row);

/* One step of an object's history, newest first, following prev. */
struct event_seen {
	int64_t seq, prev, at;
	int kind;
	const char *actor, *role, *object, *old, *new, *reason, *note;
};
CHECKED enum err ledger_read(
    struct act *act, int64_t seq, struct event_seen *out);
