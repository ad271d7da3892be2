/* SPDX-License-Identifier: EUPL-1.2 */
/* Lists of staff and pupils from a spreadsheet: read, checked without writing
 * anything (the dry run), mended or skipped row by row, written in one
 * transaction with one event, and undone as a whole.
 *
 * Between upload and writing the rows lie in a draft, so that nobody uploads
 * twice; drafts die after 24 hours. A draft is no part of the school: making,
 * changing or discarding it is not an event.
 *
 * Permission: ROLE_ADMIN or ROLE_SECRETARY for everything here. */
#pragma once

#include "base/table.h"
#include "domain/act.h"
#include "store/imports.h"

#define ROSTER_DRAFT_S (24 * 3600)
/* How long a written list can be taken back as a whole. */
#define ROSTER_UNDO_S (24 * 3600)
#define ROSTER_FILE_NAME_MAX 200
#define ROSTER_GUARDIANS_MAX 4
#define ROSTER_SUBJECTS_MAX 20
/* Issues beyond this are counted, not kept: nobody reads 5,000 of them. */
#define ROSTER_ISSUES_MAX 5000

enum roster_kind { ROSTER_PUPILS, ROSTER_STAFF };

/* What a column of the file means. */
enum roster_column {
	ROSTER_IGNORE,
	ROSTER_CLASS,
	ROSTER_SURNAME,
	ROSTER_GIVEN,
	ROSTER_PATRONYMIC,
	ROSTER_FULL_NAME, /* all three in one */
	ROSTER_BIRTH,
	ROSTER_SEX,
	ROSTER_EMAIL, /* the person's own */
	ROSTER_PHONE,
	ROSTER_POST,
	ROSTER_SUBJECTS,
	/* Guardians: name, e-mail, phone of each of four. */
	ROSTER_GUARDIAN,
	ROSTER_GUARDIAN_EMAIL,
	ROSTER_GUARDIAN_PHONE,
	ROSTER_SECOND,
	ROSTER_SECOND_EMAIL,
	ROSTER_SECOND_PHONE,
	ROSTER_MOTHER,
	ROSTER_MOTHER_EMAIL,
	ROSTER_MOTHER_PHONE,
	ROSTER_FATHER,
	ROSTER_FATHER_EMAIL,
	ROSTER_FATHER_PHONE,
	ROSTER_COLUMNS,
	ROSTER_ROW /* in an issue: the whole row */
};

/* "class", "surname", ...; stored and used in forms. */
const char *roster_column_name(enum roster_column column);
enum roster_column roster_column_parse(const char *name);
/* May a list of this kind have that column? */
bool roster_column_fits(enum roster_kind kind, enum roster_column column);
/* By its heading, in Ukrainian or English. */
enum roster_column roster_column_recognise(
    struct arena *arena, enum roster_kind kind, const char *heading);

enum roster_state {
	ROSTER_READY,	/* a new person */
	ROSTER_PRESENT, /* already there, nothing differs */
	ROSTER_CHANGE,	/* already there, something differs */
	ROSTER_REPAIR,	/* new or changed, after a repair that is offered */
	ROSTER_REPEAT,	/* the same row again */
	ROSTER_ERROR,	/* cannot be written */
	ROSTER_STATES
};

/* What was decided about a row. Error rows can only be skipped; ready and
 * present rows need no choice; all others do. */
enum roster_choice { ROSTER_UNDECIDED, ROSTER_ACCEPT, ROSTER_SKIP };

enum roster_code {
	ROSTER_FINE,
	/* errors */
	ROSTER_MISSING,	      /* the cell must not be empty */
	ROSTER_NO_SUCH_DATE,  /* 31.02.2015, or no date at all */
	ROSTER_DATE_RANGE,    /* in the future, or before 1920 */
	ROSTER_NO_CLASS,      /* not a class label */
	ROSTER_FORMULA,	      /* looks like a formula, not a name */
	ROSTER_NO_NAME,	      /* signs or digits that names do not have */
	ROSTER_ONE_WORD,      /* a full name needs two words at least */
	ROSTER_LETTERS_MIXED, /* two alphabets in a word, no single reading */
	ROSTER_NO_EMAIL,
	ROSTER_NO_PHONE,
	ROSTER_NO_SEX,
	ROSTER_TOO_LONG,
	ROSTER_TWO_CLASSES, /* the same child in another class in row `row` */
	ROSTER_TWO_ALIKE,   /* two people already here match */
	/* repairs: `param` is what would be written */
	ROSTER_CLASS_FORM, /* 5 А -> 5-А */
	ROSTER_LETTERS,	   /* Latin look-alikes replaced */
	/* changes: `param` is what stands there now */
	ROSTER_DIFFERS,
	ROSTER_GUARDIAN_NEW, /* one more guardian of a pupil who is here */
	/* the whole row */
	ROSTER_SAME_ROW, /* repeats row `row` */
	ROSTER_CODES
};

struct roster_issue {
	int64_t number; /* of the row in the file */
	enum roster_column column;
	enum roster_code code;
	const char *value; /* as in the file, cleaned */
	const char *param; /* see the code; "" = none */
	int64_t row;	   /* another row of the file; 0 = none */
};

struct roster_guardian {
	const char *surname, *given, *patronymic, *email, *phone;
	const char *relation;
	int64_t person; /* here already; 0 = not, or not known yet */
};

struct roster_row {
	int64_t number;
	size_t n;
	const char **cells;
	enum roster_choice choice;
	enum roster_state state;
	/* What the cells mean, after repairs. NULL: not given. */
	const char *surname, *given, *patronymic, *sex, *email, *phone, *post;
	const char *class;
	int grade;
	int64_t birth_on;
	const char *subjects[ROSTER_SUBJECTS_MAX];
	size_t subjects_n;
	struct roster_guardian guardians[ROSTER_GUARDIANS_MAX];
	size_t guardians_n;
	int64_t person;	    /* here already; 0 = new */
	const char *result; /* of a written list: "" = nothing was written */
};

struct roster {
	struct import import;
	enum roster_kind kind;
	size_t columns_n;
	const char **headings;
	enum roster_column columns[TABLE_COLUMNS_MAX];
	struct roster_row *rows;
	size_t rows_n;
	struct roster_issue *issues; /* by row; changes included */
	size_t issues_n, issues_total;
	size_t counts[ROSTER_STATES];
	size_t repaired_letters;	 /* rows whose letters are repaired */
	size_t undecided[ROSTER_STATES]; /* rows that wait for a choice */
	size_t undecided_n;		 /* all of them */
	size_t writable;		 /* rows that would be written now */
	/* Columns without which no row can be written. */
	enum roster_column missing[4];
	size_t missing_n;
	int64_t year; /* academic year of the classes */
};

/* Reads the file into a draft; *id is its number. ERR_INVALID or ERR_LIMIT:
 * *problem says why, nothing was stored. */
CHECKED enum err roster_upload(struct act *act, enum roster_kind kind,
    const char *file_name, struct bytes file, int64_t *id,
    struct table_problem *problem);

/* The dry run: the draft, or a list written before, with everything checked
 * against the school as it is now. ERR_NOT_FOUND; ERR_EXPIRED for a draft
 * older than 24 hours. */
CHECKED enum err roster_open(
    struct act *act, int64_t id, struct roster *roster);

/* Another meaning for columns: n of them, from the left. A meaning given twice
 * is ERR_INVALID. */
CHECKED enum err roster_map(
    struct act *act, int64_t id, const enum roster_column *columns, size_t n);

struct roster_decision {
	int64_t number; /* a row; 0 = all rows of `state` not yet decided */
	enum roster_state state;
	enum roster_choice choice;
};
/* Several at once; what does not fit the row's state (an error that is to be
 * accepted) is ERR_INVALID and nothing is kept. */
CHECKED enum err roster_decide(struct act *act, int64_t id,
    const struct roster_decision *decisions, size_t n);

/* Other texts for the cells of a row; they pass text_clean. */
CHECKED enum err roster_mend(struct act *act, int64_t id, int64_t number,
    const char *const *cells, size_t n);

CHECKED enum err roster_discard(struct act *act, int64_t id);

struct roster_done {
	int64_t people, changed, guardians, classes, subjects, enrolments;
	int64_t skipped, present;
	int64_t undo_until; /* instant */
};
/* Writes. ERR_INVALID: rows still wait for a choice, or nothing is to be
 * written, or columns are missing. ERR_CONFLICT: not a draft any more. */
CHECKED enum err roster_apply(
    struct act *act, int64_t id, struct roster_done *done);
/* What roster_apply said, of a list written before. */
CHECKED enum err roster_done(
    struct act *act, const struct import *import, struct roster_done *done);

/* Why a list cannot be taken back. */
enum roster_hold {
	ROSTER_FREE,
	ROSTER_LATE,	   /* more than 24 hours ago */
	ROSTER_MARKS,	   /* marks or attendance of these pupils */
	ROSTER_JOURNALS,   /* journals of these classes, subjects, teachers */
	ROSTER_LEADERS,	   /* class teachers were named */
	ROSTER_ACCOUNTS,   /* somebody of the list signs in already */
	ROSTER_LATER_LIST, /* something else was built on these people */
};
/* Takes back everything that the list wrote: new people, classes and subjects
 * go, changed ones get what stood there. One event. ERR_DENIED: *hold says
 * why (hold may be NULL otherwise untouched). */
CHECKED enum err roster_undo(
    struct act *act, int64_t id, enum roster_hold *hold);

/* Forgets drafts past their time; for the housekeeper (ROLE_SYSTEM). */
CHECKED enum err roster_sweep(struct act *act);

/* Lists of this school, latest first; drafts of others included. */
CHECKED enum err roster_list(struct act *act, struct import **list, size_t *n);
