/* SPDX-License-Identifier: EUPL-1.2 */
/* Taking back what was written in one's name since a moment ("this was a
 * shared computer, and it was not me"): compensating events, nothing is
 * erased. What somebody else has written over meanwhile stays. */
#pragma once

#include "domain/act.h"

/* More than a person writes in a session. */
#define TAKE_BACK_MAX 2000

struct taken_back {
	int64_t done; /* objects that are as they were */
	int64_t left; /* written over by others, or not possible any more */
};

/* Marks, presence, announced absences, lessons and columns of the journals
 * that the actor may still write. All or nothing. ERR_LIMIT: more than
 * TAKE_BACK_MAX events. */
CHECKED enum err take_back_since(
    struct act *act, int64_t since, struct taken_back *out);
