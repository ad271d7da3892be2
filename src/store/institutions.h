/* SPDX-License-Identifier: EUPL-1.2 */
/* Table institution of the registry: who takes part. inst is the serial number
 * given at approval, never a code from outside and never used again. */
#pragma once

#include "base/arena.h"
#include "db/db.h"

struct institution {
	int64_t inst;
	const char *kind; /* school vocational pre_higher higher */
	const char *name;
	const char *region;    /* "59" */
	const char *community; /* КАТОТТГ or NULL */
	const char *diso_id, *edrpou; /* digits or NULL */
	int64_t parent;	 /* 0 = none; branches name their main school */
	int64_t request; /* 0 = made without one */
	const char *state; /* invited active closed */
	int64_t joined_on, created_at;
};

/* ERR_EXISTS: another institution that is not closed has this DISO id. */
CHECKED enum err institutions_insert(
    struct db *db, struct arena *arena, const struct institution *row);
CHECKED enum err institutions_find(struct db *db, struct arena *arena,
    int64_t inst, struct institution *row);
CHECKED enum err institutions_by_request(struct db *db, struct arena *arena,
    int64_t request, struct institution *row);
CHECKED enum err institutions_set_state(
    struct db *db, int64_t inst, const char *state);

/* Those with the same DISO id, EDRPOU code or folded name, at most 20: possible
 * duplicates. NULL or "" does not match. */
CHECKED enum err institutions_alike(struct db *db, struct arena *arena,
    const char *diso_id, const char *edrpou, const char *name,
    struct institution *out, size_t *n);
#define INSTITUTIONS_ALIKE_MAX 20

/* Branches of an institution, by name. */
CHECKED enum err institutions_branches(struct db *db, struct arena *arena,
    int64_t parent, int64_t max, struct institution **rows, size_t *n);

/* By name; every argument may be NULL. words are folded and matched
 * anywhere in the name, or are a DISO id or EDRPOU code;
 * *total counts without limit and offset. */
struct institution_query {
	const char *kind, *region, *state, *words;
	int64_t limit, offset;
};
CHECKED enum err institutions_list(struct db *db, struct arena *arena,
    const struct institution_query *query, struct institution **rows,
    size_t *n, int64_t *total);
