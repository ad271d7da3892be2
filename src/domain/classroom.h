/* SPDX-License-Identifier: EUPL-1.2 */
/* Classes of an academic year: what they are called, who leads them, who is
 * in them. */
#pragma once

#include "domain/act.h"
#include "domain/school_year.h"
#include "store/classes.h"
#include "store/enrolments.h"
#include "store/journals.h"

#define CLASSROOM_NOTE_BYTES_MAX 200

/* Reading: admin, secretary, head, deputy. Writing: ROLE_ADMIN, head, deputy
 * (order of the head); one event each. */

/* Of the present year. */
CHECKED enum err classroom_list(struct act *act, struct academic_year *year,
    struct class_line **lines, size_t *n);

struct classroom {
	struct class class;
	struct class_teacher *teachers;
	size_t teachers_n;
	struct enrolment_line *pupils; /* today's */
	size_t pupils_n;
	struct journal *journals;
	size_t journals_n;
	bool may_write;
};
CHECKED enum err classroom_open(
    struct act *act, int64_t id, struct classroom *out);

/* label as typed ("5 а"); note may be NULL. ERR_INVALID: no label.
 * ERR_EXISTS: there is one. A removed class of that label comes back. */
CHECKED enum err classroom_add(
    struct act *act, const char *label, const char *note, int64_t *id);
CHECKED enum err classroom_rename(
    struct act *act, int64_t id, const char *label, const char *note);
/* Only an empty one: ERR_CONFLICT with pupils or journals. */
CHECKED enum err classroom_remove(struct act *act, int64_t id);

/* person leads the class from `day` on; whoever led it ends the day before.
 * person 0: nobody. ERR_INVALID: not a teacher of this school. */
CHECKED enum err classroom_set_teacher(
    struct act *act, int64_t class, int64_t person, int64_t day);

/* Teachers of the school today, by name: for choosing. */
CHECKED enum err classroom_teachers(
    struct act *act, struct person **people, size_t *n);
