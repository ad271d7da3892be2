/* SPDX-License-Identifier: EUPL-1.2 */
/* Table guardian: who stands for which pupil. Both are people. */
#pragma once

#include "store/people.h"

/* Of one pupil, or pupils of one guardian. */
#define GUARDIANS_MAX 30

struct guardian {
	int64_t pupil, guardian;
	const char
	    *relation;	 /* mother father guardian trustee foster other "" */
	bool restricted; /* access taken away; why is nobody's business */
	int64_t created_at, ended_at; /* 0 = in force */
};

struct guardian_line {
	struct guardian link;
	struct person person; /* the guardian, or the pupil */
	const char *class;    /* of a pupil, today; "" */
};

/* Links in force, in the order of names. */
CHECKED enum err guardians_of(struct db *db, struct arena *arena, int64_t inst,
    int64_t pupil, struct guardian_line **lines, size_t *n);
CHECKED enum err guardians_pupils(struct db *db, struct arena *arena,
    int64_t inst, int64_t guardian, struct guardian_line **lines, size_t *n);
/* Every link in force, by pupil: for comparing with a file. */
CHECKED enum err guardians_all(struct db *db, struct arena *arena, int64_t inst,
    struct guardian **rows, size_t *n);

/* A link that had ended is in force again. */
CHECKED enum err guardians_insert(
    struct db *db, int64_t inst, const struct guardian *row);
/* Relation, restricted, ended_at. */
CHECKED enum err guardians_update(
    struct db *db, int64_t inst, const struct guardian *row);
CHECKED enum err guardians_delete(
    struct db *db, int64_t inst, int64_t pupil, int64_t guardian);
