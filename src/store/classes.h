/* SPDX-License-Identifier: EUPL-1.2 */
/* Tables class and class_teacher: classes of an academic year (2026 is
 * 2026/2027) and who leads them. */
#pragma once

#include <stdbool.h>

#include "base/arena.h"
#include "base/clock.h"
#include "db/db.h"

/* More than any institution has in a year. */
#define CLASSES_MAX 1000

struct class
{
	int64_t id, year, grade;
	const char *label;  /* "5-А": text_class_label() */
	const char *note;   /* NULL = none: «інклюзивний» */
	int64_t removed_at; /* 0 = in use */
};

/* For a list: how many pupils today, who leads it. */
struct class_line {
	struct class class;
	int64_t pupils, journals;
	int64_t teacher;			  /* person; 0 = nobody yet */
	const char *surname, *given, *patronymic; /* of the teacher, or "" */
};

CHECKED enum err classes_find(struct db *db, struct arena *arena, int64_t inst,
    int64_t id, struct class *class);
/* Also a removed one: labels are unique within a year. */
CHECKED enum err classes_find_label(struct db *db, struct arena *arena,
    int64_t inst, int64_t year, const char *label, struct class *class);
/* In the order of labels, removed ones left out. */
CHECKED enum err classes_list(struct db *db, struct arena *arena, int64_t inst,
    int64_t year, int64_t day, struct class_line **lines, size_t *n);

/* id from counters ("class"). ERR_EXISTS: the label is taken. */
CHECKED enum err classes_insert(struct db *db, struct arena *arena,
    int64_t inst, const struct class *class);
/* Label, grade, note, removed_at. */
CHECKED enum err classes_update(struct db *db, struct arena *arena,
    int64_t inst, const struct class *class);
/* ERR_INVALID: something hangs on it. */
CHECKED enum err classes_delete(struct db *db, int64_t inst, int64_t id);

struct class_teacher {
	int64_t person, starts_on, ends_on; /* DAY_NONE = open */
	const char *surname, *given, *patronymic, *log_id;
};
/* Present and past ones, latest first. */
CHECKED enum err classes_teachers(struct db *db, struct arena *arena,
    int64_t inst, int64_t class, struct class_teacher **rows, size_t *n);
CHECKED enum err classes_teacher_add(struct db *db, int64_t inst, int64_t class,
    int64_t person, int64_t starts_on);
/* Ends every open stretch of that class; one that begins after ends_on
 * goes away. */
CHECKED enum err classes_teacher_end(
    struct db *db, int64_t inst, int64_t class, int64_t ends_on);
