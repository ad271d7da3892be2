/* SPDX-License-Identifier: EUPL-1.2 */
/* Table person: everybody a school knows - staff, pupils, guardians - once.
 * Folded names (for search) and sort keys are made here and nowhere else. */
#pragma once

#include "base/arena.h"
#include "base/clock.h"
#include "db/db.h"

/* More people than any one institution has; a list is cut there. */
#define PEOPLE_MAX 60000
/* Words of a search that count. */
#define PEOPLE_WORDS_MAX 3

struct person {
	int64_t id;
	const char *surname, *given;
	const char *patronymic;		  /* "" = none */
	int64_t birth_on;		  /* DAY_NONE = not known */
	const char *sex;		  /* "f", "m", "" */
	const char *email, *phone, *note; /* NULL = none */
	const char *log_id;
	int64_t left_on;     /* last day; DAY_NONE = is here */
	int64_t merged_into; /* 0 = no */
	int64_t created_at;
};

/* Who to list. */
enum people_group {
	PEOPLE_ALL,
	PEOPLE_STAFF, /* holds a role of staff on the day */
	PEOPLE_PUPILS,
	PEOPLE_GUARDIANS,
	PEOPLE_LEFT, /* whose last day is over */
};

struct people_query {
	enum people_group group;
	const char *words; /* as typed; NULL or "" = everybody */
	int64_t class;	   /* 0 = any */
	int64_t day;	   /* today */
	int64_t limit, offset;
};

/* A line of a list: also the class of a pupil and what the person is. */
struct people_line {
	struct person person;
	const char *class; /* label or "" */
	const char *roles; /* "teacher,admin" as in person_role, today's */
};

CHECKED enum err people_find(struct db *db, struct arena *arena, int64_t inst,
    int64_t id, struct person *person);
/* In the order of names. *total counts without limit and offset. */
CHECKED enum err people_list(struct db *db, struct arena *arena, int64_t inst,
    const struct people_query *query, struct people_line **lines, size_t *n,
    int64_t *total);
/* Everybody not merged, in the order of ids: for comparing with a file. */
CHECKED enum err people_all(struct db *db, struct arena *arena, int64_t inst,
    struct person **people, size_t *n);
/* Others with the same folded name, or the same first e-mail: possible
 * duplicates of this person, at most 20. */
CHECKED enum err people_alike(struct db *db, struct arena *arena, int64_t inst,
    int64_t id, struct person **people, size_t *n);

/* id comes from counters ("person"). *inserted is false when log_id is taken:
 * take another one. */
CHECKED enum err people_insert(struct db *db, struct arena *arena, int64_t inst,
    const struct person *person, bool *inserted);
/* Names, birth date, sex, e-mail, phone, note, left_on. */
CHECKED enum err people_update(struct db *db, struct arena *arena, int64_t inst,
    const struct person *person);
CHECKED enum err people_set_left(
    struct db *db, int64_t inst, int64_t id, int64_t left_on);
/* Only rows that nothing points at. ERR_INVALID: something does. */
CHECKED enum err people_delete(struct db *db, int64_t inst, int64_t id);

/* Moves what hangs on `from` to `into` (roles, classes, journals, guardians,
 * enrolments) and marks `from` as merged. Marks and attendance stay where they
 * are: the caller refuses people who have any (people_record). */
CHECKED enum err people_merge(
    struct db *db, int64_t inst, int64_t from, int64_t into);

/* What stands in journals about or by a person. */
struct people_record {
	int64_t marks, attendance, lessons, journals, classes, enrolments;
};
CHECKED enum err people_record(
    struct db *db, int64_t inst, int64_t id, struct people_record *record);
/* "Surname Given Patronymic" */
const char *people_full_name(struct arena *arena, const struct person *person);
