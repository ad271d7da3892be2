/* SPDX-License-Identifier: EUPL-1.2 */
/* Tables journal and journal_teacher: class x subject (x subgroup) and who
 * teaches it from when to when. Rows of one institution only. */
#pragma once

#include <stdbool.h>

#include "base/arena.h"
#include "db/db.h"

/* Longest list a page or a command may ask for. */
#define JOURNALS_MAX 4000

struct journal {
	int64_t journal, year, class, subject;
	const char *part;	  /* subgroup, "" = the whole class */
	const char *label, *name; /* of the class, of the subject */
	int64_t grade;
	const char *label_sort, *name_sort;
	int64_t removed_at; /* 0 = in use */
	/* About the person asked for, on the day asked for: */
	bool teaches;	  /* is a teacher of this journal */
	bool leads_class; /* is the class teacher of its class */
};

/* One journal, with what `person` (0 = nobody) is to it on `day`: a teacher
 * or class teacher who has left the school by then is neither. */
CHECKED enum err journals_find(struct db *db, struct arena *arena, int64_t inst,
    int64_t journal, int64_t person, int64_t day, struct journal *out);

/* Number from counter "journal". ERR_EXISTS: class, subject and part are
 * taken, also by a removed journal (restore that one). */
CHECKED enum err journals_insert(
    struct db *db, int64_t inst, const struct journal *journal, int64_t now);
/* The removed journal of that class, subject and part. ERR_NOT_FOUND. */
CHECKED enum err journals_find_removed(struct db *db, int64_t inst,
    int64_t class, int64_t subject, const char *part, int64_t *journal);
/* removed_at 0 restores. ERR_NOT_FOUND. */
CHECKED enum err journals_set_removed(
    struct db *db, int64_t inst, int64_t journal, int64_t removed_at);

/* Journals in use, by class label, then subject, then part. */
CHECKED enum err journals_list(struct db *db, struct arena *arena, int64_t inst,
    int64_t year, struct journal **out, size_t *n);
CHECKED enum err journals_list_class(struct db *db, struct arena *arena,
    int64_t inst, int64_t class, struct journal **out, size_t *n);
/* Those that `person` teaches on `day`. */
CHECKED enum err journals_list_taught(struct db *db, struct arena *arena,
    int64_t inst, int64_t person, int64_t day, struct journal **out, size_t *n);

struct journal_teacher {
	int64_t journal, person, starts_on, ends_on; /* ends_on 0 = open */
	const char *surname, *given, *patronymic, *log_id;
};
/* Who teaches on `day`: one journal, or all of a year (journal 0), by journal
 * and name. */
CHECKED enum err journals_teachers(struct db *db, struct arena *arena,
    int64_t inst, int64_t year, int64_t journal, int64_t day,
    struct journal_teacher **out, size_t *n);
/* ends_on 0 = open. ERR_EXISTS: that person from that day is there already. */
CHECKED enum err journals_teacher_add(struct db *db, int64_t inst,
    int64_t journal, int64_t person, int64_t starts_on, int64_t ends_on);
/* The same; a stretch of that person that began on that day is opened again.
 */
CHECKED enum err journals_teacher_open(struct db *db, int64_t inst,
    int64_t journal, int64_t person, int64_t starts_on);
/* Ends every open stretch of this person in this journal. *changed may be
 * NULL. */
CHECKED enum err journals_teacher_end(struct db *db, int64_t inst,
    int64_t journal, int64_t person, int64_t ends_on, int64_t *changed);
