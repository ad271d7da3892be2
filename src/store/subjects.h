/* SPDX-License-Identifier: EUPL-1.2 */
/* Tables subject and teacher_subject: what is taught here, and who said to
 * teach what (a proposal for new journals, not a right). */
#pragma once

#include "base/arena.h"
#include "db/db.h"

#define SUBJECTS_MAX 500

struct subject {
	int64_t id;
	const char *name;
	const char *field;  /* code of the field of study, "" = none */
	int64_t removed_at; /* 0 = in use */
	int64_t journals;   /* only in lists: journals in use */
};

CHECKED enum err subjects_find(struct db *db, struct arena *arena, int64_t inst,
    int64_t id, struct subject *subject);
/* By folded name, also a removed one. */
CHECKED enum err subjects_find_name(struct db *db, struct arena *arena,
    int64_t inst, const char *name, struct subject *subject);
/* In the order of names; removed ones only if asked for. */
CHECKED enum err subjects_list(struct db *db, struct arena *arena, int64_t inst,
    bool removed, struct subject **subjects, size_t *n);

/* id from counters ("subject"). ERR_EXISTS: the folded name is taken. */
CHECKED enum err subjects_insert(struct db *db, struct arena *arena,
    int64_t inst, const struct subject *subject);
CHECKED enum err subjects_update(struct db *db, struct arena *arena,
    int64_t inst, const struct subject *subject);
CHECKED enum err subjects_delete(struct db *db, int64_t inst, int64_t id);

struct subject_teacher {
	int64_t person, subject;
	const char *surname, *given, *patronymic;
};
/* Those in the school on the day, by name. */
CHECKED enum err subjects_teachers(struct db *db, struct arena *arena,
    int64_t inst, int64_t day, struct subject_teacher **rows, size_t *n);
/* Subjects of one person, by name. */
CHECKED enum err subjects_taught(struct db *db, struct arena *arena,
    int64_t inst, int64_t person, struct subject **subjects, size_t *n);
/* Repeats change nothing. */
CHECKED enum err subjects_teacher_add(
    struct db *db, int64_t inst, int64_t person, int64_t subject, bool *added);
CHECKED enum err subjects_teacher_delete(
    struct db *db, int64_t inst, int64_t person, int64_t subject);
