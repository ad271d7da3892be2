/* SPDX-License-Identifier: EUPL-1.2 */
/* Table enrolment: which pupil is in which class from when to when. Days are
 * inclusive. */
#pragma once

#include "store/people.h"

/* A class never is bigger; a group of a college may be 60. */
#define ENROLMENTS_CLASS_MAX 300

struct enrolment {
	int64_t class, pupil, starts_on, ends_on; /* DAY_NONE = open */
};

struct enrolment_line {
	struct person person;
	int64_t starts_on, ends_on;
};

/* Pupils of a class in the order of names: those who are or will be there on
 * `day`, or (day DAY_NONE) everybody who ever was, once. People who left
 * before that day are not there. */
CHECKED enum err enrolments_class(struct db *db, struct arena *arena,
    int64_t inst, int64_t class, int64_t day, struct enrolment_line **lines,
    size_t *n);

struct enrolment_step {
	int64_t class, year, starts_on, ends_on;
	const char *label;
};
/* The path of one pupil, latest first. */
CHECKED enum err enrolments_pupil(struct db *db, struct arena *arena,
    int64_t inst, int64_t pupil, struct enrolment_step **steps, size_t *n);

/* All open ones of an academic year, by pupil: for comparing with a file. */
CHECKED enum err enrolments_year(struct db *db, struct arena *arena,
    int64_t inst, int64_t year, struct enrolment **rows, size_t *n);

/* ERR_EXISTS: the same pupil, class and day. */
CHECKED enum err enrolments_insert(
    struct db *db, int64_t inst, const struct enrolment *row);
/* Sets the last day of the stretch that began on starts_on; DAY_NONE opens it
 * again. ERR_NOT_FOUND: there is none. */
CHECKED enum err enrolments_end(
    struct db *db, int64_t inst, const struct enrolment *row);
CHECKED enum err enrolments_delete(
    struct db *db, int64_t inst, const struct enrolment *row);
