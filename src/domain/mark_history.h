/* SPDX-License-Identifier: EUPL-1.2 */
/* The history of one mark: every value it had, who wrote it and when. */
#pragma once

#include "domain/actor_may.h"
#include "store/columns.h"
#include "store/marks.h"

/* More changes of one mark than that are shown in part. */
#define MARK_HISTORY_MAX 100

struct mark_step {
	int64_t seq, at;
	int kind;	       /* enum event_kind */
	const char *old, *new; /* NULL = none */
	const char *who, *role, *reason;
};

struct mark_history {
	struct journal journal;
	struct column column;
	const char *pupil;	 /* "Авраменко Вікторія" */
	const char *value;	 /* now; NULL = none */
	struct mark_step *steps; /* newest first */
	size_t n;
};

/* To those who read the journal, and to those who read the pupil's diary.
 * ERR_NOT_FOUND: no such mark, or not theirs to see. */
CHECKED enum err mark_history_find(
    struct act *act, struct mark_key key, struct mark_history *out);

/* The steps alone, without asking who asks: the caller has. */
CHECKED enum err mark_history_steps(
    struct act *act, int64_t seq, struct mark_step **steps, size_t *n);
