/* SPDX-License-Identifier: EUPL-1.2 */
/* Everything done in a person's name, and taking it back. */
#pragma once

#include "domain/ledger.h"

#define OWN_EVENTS_MAX 500

struct own_event {
	int64_t seq, at;
	int kind;
	const char *role;
	/* What was written: "mark", "att", "lesson", "column", "day" (an
	 * announced absence) or another word of the history. */
	const char *what;
	int64_t journal, unit, pupil; /* 0 = none */
	const char *old, *new;
	const char *label, *subject, *name; /* class, subject, pupil; or "" */
	const char *lesson;		    /* "2026-09-01/2/34" or NULL */
};
/* Newest first, since an instant; only the actor's own. */
CHECKED enum err own_events_list(
    struct act *act, int64_t since, struct own_event **events, size_t *n);

struct own_count {
	int64_t marks, changes, absences, lessons, all;
};
CHECKED enum err own_events_count(
    struct act *act, int64_t since, struct own_count *out);
