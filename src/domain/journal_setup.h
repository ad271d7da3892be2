/* SPDX-License-Identifier: EUPL-1.2 */
/* Making journals: class x subject x teacher(s), many at once. */
#pragma once

#include "domain/act.h"
#include "domain/school_year.h"
#include "store/classes.h"
#include "store/journals.h"
#include "store/people.h"
#include "store/subjects.h"

#define JOURNAL_SETUP_MAX 500 /* ticks of one form */

/* Everything the page needs; journals, classes and subjects of the year. */
struct journal_setup {
	struct academic_year year;
	struct class_line *classes;
	size_t classes_n;
	struct subject *subjects;
	size_t subjects_n;
	struct person *teachers;
	size_t teachers_n;
	struct subject_teacher *taught; /* who said to teach what */
	size_t taught_n;
	struct journal *journals;
	size_t journals_n;
	struct journal_teacher *holders; /* of those journals, today */
	size_t holders_n;
};
CHECKED enum err journal_setup_open(struct act *act, struct journal_setup *out);

/* One subject in several classes: a teacher for each class (0 = leave it
 * without a teacher). Classes that have the journal already keep it and get
 * the teacher if they have none. part "" = the whole class. Writing:
 * ROLE_ADMIN, head, deputy. One event. */
struct journal_setup_tick {
	int64_t class, teacher;
};
CHECKED enum err journal_setup_make(struct act *act, int64_t subject,
    const char *part, const struct journal_setup_tick *ticks, size_t n,
    int64_t *made);

/* Another teacher joins or leaves from today. ERR_INVALID: no teacher here. */
CHECKED enum err journal_setup_join(
    struct act *act, int64_t journal, int64_t person);
CHECKED enum err journal_setup_leave(
    struct act *act, int64_t journal, int64_t person);
/* Takes a journal out of use; its lessons and marks stay in the history. */
CHECKED enum err journal_setup_remove(struct act *act, int64_t journal);
CHECKED enum err journal_setup_restore(struct act *act, int64_t journal);
