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

/* Journals of many classes and subjects at once. A tick on a journal that is
 * there keeps it and adds the teacher, who is one more if there is one; part ""
 * is the whole class. Writing: ROLE_ADMIN, head, deputy. One event. *made
 * counts new journals. ERR_INVALID: no teacher of this school; ERR_NOT_FOUND:
 * no such class or subject. */
#define JOURNAL_SETUP_PROPOSED (-1) /* who said to teach it, if that is one */
struct journal_setup_tick {
	int64_t class, subject, teacher; /* 0 = nobody */
};
CHECKED enum err journal_setup_make(struct act *act, const char *part,
    const struct journal_setup_tick *ticks, size_t n, int64_t *made);

/* The one teacher who said to teach the subject; 0: nobody or several. */
int64_t journal_setup_proposed(const struct journal_setup *s, int64_t subject);

/* The last day of a teacher of this journal was yesterday. */
CHECKED enum err journal_setup_leave(
    struct act *act, int64_t journal, int64_t person);
/* Takes a journal out of use; its lessons and marks stay in the history. */
CHECKED enum err journal_setup_remove(struct act *act, int64_t journal);
CHECKED enum err journal_setup_restore(struct act *act, int64_t journal);
