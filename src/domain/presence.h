/* SPDX-License-Identifier: EUPL-1.2 */
/* Presence of a pupil at a lesson as a value: names in the store, the
 * canonical form in the history, codes in cells, and what may be typed.
 *
 * Codes (defaults; the meaning is stored, not the letters): н absent, reason
 * not known; хв illness; пп valid reason; бп no valid reason; бз security
 * reason; зп10 late by ten minutes; дст remote; нак away by order. */
#pragma once

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"

/* A lesson of 45 minutes, twice, and a break. */
#define PRESENCE_MINUTES_MAX 100

enum presence_state {
	PRESENCE_PRESENT,
	PRESENCE_ABSENT,
	PRESENCE_LATE,
	PRESENCE_REMOTE,
	PRESENCE_ORDER,
	PRESENCE_STATES
};
enum presence_reason {
	REASON_NOT_SAID,
	REASON_ILLNESS,
	REASON_VALID,
	REASON_NONE,	/* no valid reason */
	REASON_UNKNOWN, /* asked, and not found out */
	REASON_SECURITY,
	REASON_COUNT
};

struct presence {
	enum presence_state state;
	int minutes; /* late: 0 = not said */
	enum presence_reason reason;
};

/* Names of the store; unknown ones read as absent, as "". */
const char *presence_state_name(enum presence_state state);
const char *presence_reason_name(enum presence_reason reason);
enum presence_state presence_state_parse(const char *name);
enum presence_reason presence_reason_parse(const char *name);

/* "absent", "absent/illness", "late/10", "present": the value in the history,
 * and back (ERR_CORRUPT). */
const char *presence_canonical(
    struct arena *arena, const struct presence *presence);
CHECKED enum err presence_read(const char *canonical, struct presence *out);
bool presence_same(const struct presence *a, const struct presence *b);

/* The code of a cell; "" for present. Illness is shown only to those who may
 * know it (domain.md: class teacher, head, guardian): others see пп. */
const char *presence_code(
    struct arena *arena, const struct presence *presence, bool illness_visible);
/* What was typed. є and + mean present. ERR_INVALID: no code. */
CHECKED enum err presence_parse(const char *typed, struct presence *out);
