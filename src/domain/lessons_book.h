/* SPDX-License-Identifier: EUPL-1.2 */
/* Lessons and columns of a journal: creating, editing, taking back. A lesson
 * has a date, a number 0..9, one or two hours, topic, homework and always at
 * least one column; further columns (dictation and essay at one lesson) and
 * columns without a date (notebook) are added apart.
 *
 * In the history a lesson's value is "2026-09-01/2/1" (date, number, hours),
 * with "/taken" once attendance is taken; topic, homework and due date are in
 * the note, of which only a commitment is in the content. A column's value is
 * "control/12" (kind, scale); its title is the note. */
#pragma once

#include "domain/actor_may.h"
#include "store/columns.h"
#include "store/lessons.h"

#define LESSON_NUMBER_MAX 9
#define LESSON_HOURS_MAX 2
#define LESSON_TOPIC_MAX 1000	 /* bytes */
#define LESSON_HOMEWORK_MAX 3000 /* bytes */
#define LESSON_DUE_DAYS_MAX 120
#define COLUMN_TITLE_MAX 120 /* bytes */
#define COLUMNS_A_LESSON_MAX 12

/* What is wrong with a draft, as bits. */
enum {
	LESSON_DAY = 1 << 0,	  /* not in the school year */
	LESSON_NUMBER = 1 << 1,	  /* not 0..9 */
	LESSON_PLACE = 1 << 2,	  /* that date and number is taken */
	LESSON_HOURS = 1 << 3,	  /* not 1 or 2 */
	LESSON_TOPIC = 1 << 4,	  /* too long or no text */
	LESSON_HOMEWORK = 1 << 5, /* too long or no text */
	LESSON_DUE = 1 << 6,	  /* before the lesson or too far off */
	LESSON_KIND = 1 << 7,	  /* no such kind of work */
	LESSON_UUID = 1 << 8,
};

struct lesson_draft {
	int64_t journal, lesson; /* lesson 0 = a new one */
	int64_t seen;		 /* the event its writer had seen */
	int64_t day, number, hours;
	const char *topic, *homework;
	int64_t due_on;	  /* 0 = none */
	const char *kind; /* of its (first) column; NULL = leave */
};

/* Kinds of work a teacher may choose for a lesson's column, ended by NULL. */
extern const char *const lessons_book_kinds[];
/* Kinds of columns without a date. */
extern const char *const lessons_book_dateless[];

CHECKED enum err lessons_book_find(struct act *act, int64_t journal,
    int64_t lesson, struct journal *out, struct lesson *found);

/* Creates or edits. ERR_INVALID with *faults; ERR_CONFLICT: somebody edited it
 * meanwhile. *lesson gets its number. */
CHECKED enum err lessons_book_save(struct act *act,
    const struct lesson_draft *draft, unsigned *faults, int64_t *lesson);

/* Takes a lesson back with its columns. ERR_EXISTS: marks stand in it, they
 * are taken away first. */
CHECKED enum err lessons_book_take_back(
    struct act *act, int64_t journal, int64_t lesson);

/* Another column of a lesson (lesson > 0) or one without a date, placed after
 * `day`. ERR_INVALID: kind or title. ERR_LIMIT: too many at one lesson. */
struct column_draft {
	int64_t journal, lesson, day;
	const char *kind, *title;
};
CHECKED enum err lessons_book_add_column(
    struct act *act, const struct column_draft *draft, int64_t *col);
/* Kind and title of a column. */
CHECKED enum err lessons_book_name_column(struct act *act, int64_t journal,
    int64_t col, const char *kind, const char *title);
/* ERR_EXISTS: marks stand in it. ERR_INVALID: a lesson's only column. */
CHECKED enum err lessons_book_remove_column(
    struct act *act, int64_t journal, int64_t col);
