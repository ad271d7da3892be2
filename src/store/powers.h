/* SPDX-License-Identifier: EUPL-1.2 */
/* What a person may be in this school today, from the tables that are the
 * truth of it (person, person_role, class_teacher, guardian). Read at every
 * request, so that a leaving date works at once. */
#pragma once

#include "base/arena.h"
#include "db/db.h"

/* Longest list of roles and classes that counts. */
#define POWERS_MAX 40

struct power {
	const char *role;   /* "teacher", "class_teacher", ... */
	const char *detail; /* label of a class teacher's class, else "" */
};

struct powers {
	const char *surname, *given, *patronymic, *log_id;
	const struct power *list;
	size_t n;
};

/* day: today in Kyiv. Roles whose first day is to come or whose last day is
 * over do not count; the role "guardian" counts only with a pupil who has not
 * left and to whom access is not restricted. ERR_NOT_FOUND: no such person,
 * or one who left before that day or was merged into another. */
CHECKED enum err powers_find(struct db *db, struct arena *arena, int64_t inst,
    int64_t person, int64_t day, struct powers *powers);
