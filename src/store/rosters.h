/* SPDX-License-Identifier: EUPL-1.2 */
/* Lists of people as journals need them: the pupils of a class in the order of
 * names, the children of a guardian, the authors of events. Tables person,
 * enrolment, guardian and class_teacher; read only. */
#pragma once

#include <stdbool.h>

#include "base/arena.h"
#include "db/db.h"

/* More pupils than any class has. */
#define ROSTER_MAX 400

struct roster_line {
	int64_t pupil;
	const char *surname, *given, *patronymic, *log_id;
	int64_t starts_on, ends_on; /* in the class; ends_on 0 = still */
};

/* Everybody who was in the class at any time from day to day, once. */
CHECKED enum err rosters_class(struct db *db, struct arena *arena, int64_t inst,
    int64_t class, int64_t from, int64_t to, struct roster_line **out,
    size_t *n);

struct roster_child {
	int64_t pupil;
	const char *surname, *given, *patronymic;
	const char *label; /* class on the day, "" = none */
	int64_t class;	   /* 0 = none */
};
/* Whose diary a person may read on a day: the own children whose access is
 * not restricted, and oneself where one is enrolled. */
CHECKED enum err rosters_children(struct db *db, struct arena *arena,
    int64_t inst, int64_t guardian, int64_t day, struct roster_child **out,
    size_t *n);
CHECKED enum err rosters_pupil(struct db *db, struct arena *arena, int64_t inst,
    int64_t pupil, int64_t day, struct roster_child *out);

/* Classes a person leads on a day. */
struct roster_class {
	int64_t class, year;
	const char *label;
};
CHECKED enum err rosters_led(struct db *db, struct arena *arena, int64_t inst,
    int64_t person, int64_t day, struct roster_class **out, size_t *n);
/* Is `pupil` in a class that `person` leads on `day`? ERR_NOT_FOUND. */
CHECKED enum err rosters_leads_pupil(
    struct db *db, int64_t inst, int64_t person, int64_t pupil, int64_t day);

/* Name behind a pseudonym of the history. ERR_NOT_FOUND after an erasure. */
struct roster_name {
	int64_t person;
	const char *surname, *given, *patronymic, *log_id;
};
CHECKED enum err rosters_name(struct db *db, struct arena *arena, int64_t inst,
    const char *log_id, struct roster_name *out);
CHECKED enum err rosters_name_of(struct db *db, struct arena *arena,
    int64_t inst, int64_t person, struct roster_name *out);
