/* SPDX-License-Identifier: EUPL-1.2 */
/* People of a school in the staff room's words: who is here, their card,
 * adding, changing, leaving, two entries for one person. */
#pragma once

#include "domain/act.h"
#include "domain/person_name.h"
#include "store/guardians.h"
#include "store/enrolments.h"
#include "store/journals.h"
#include "store/people.h"
#include "store/roles.h"
#include "store/subjects.h"

#define PERSON_NOTE_BYTES_MAX 500
#define PERSON_POST_BYTES_MAX 200
#define PERSON_PAGE 50 /* lines of a list page */

/* What goes into the history instead of a name: t- staff, p- pupils, x-
 * everybody else; the number is random. */
const char *person_log_id(struct act *act, char letter);
/* Gives person->id and person->log_id (letter as above) and inserts. Inside an
 * open write; the caller appends the event. */
CHECKED enum err person_insert(
    struct act *act, struct person *person, char letter);

/* Which field of a form is wrong. */
enum person_fault {
	PERSON_FINE,
	PERSON_SURNAME, /* empty, too long, no name, two alphabets */
	PERSON_GIVEN,
	PERSON_PATRONYMIC,
	PERSON_BIRTH,
	PERSON_EMAIL,
	PERSON_PHONE,
	PERSON_SEX,
	PERSON_CLASS,
	PERSON_ROLE,
	PERSON_LEFT,
	PERSON_NOTE,
};

/* A form as typed. NULL or "" = not given. */
struct person_form {
	const char *surname, *given, *patronymic, *birth, *sex, *email, *phone,
	    *note;
	const char *role; /* of a new person: teacher head deputy secretary
			   * pupil guardian */
	const char *post; /* staff */
	int64_t class;	  /* of a new pupil */
	int64_t pupil;	  /* whose guardian a new guardian is */
	const char *relation;
};

/* Reading: ROLE_ADMIN, ROLE_SECRETARY, head and deputy, everything; others
 * ERR_DENIED. */
CHECKED enum err person_list(struct act *act, const struct people_query *query,
    struct people_line **lines, size_t *n, int64_t *total);

struct person_card {
	struct person person;
	struct role_row *roles;
	size_t roles_n;
	struct enrolment_step *steps;
	size_t steps_n;
	struct guardian_line *guardians; /* of this pupil */
	size_t guardians_n;
	struct guardian_line *pupils; /* of this guardian */
	size_t pupils_n;
	struct subject *subjects; /* of this teacher */
	size_t subjects_n;
	struct journal *journals; /* taught by this teacher today */
	size_t journals_n;
	struct person *alike; /* possibly the same person */
	size_t alike_n;
	bool may_write, may_give_roles;
};
CHECKED enum err person_card(
    struct act *act, int64_t id, struct person_card *card);

/* Writing: ROLE_ADMIN and ROLE_SECRETARY; roles of staff ROLE_ADMIN alone. One
 * event each. ERR_INVALID: *fault names the field. */
CHECKED enum err person_add(struct act *act, const struct person_form *form,
    int64_t *id, enum person_fault *fault);
CHECKED enum err person_change(struct act *act, int64_t id,
    const struct person_form *form, enum person_fault *fault);
/* The last day; access ends when it is over. DAY_NONE takes it back.
 * ERR_CONFLICT: oneself, or the only administrator. ERR_DENIED: a secretary,
 * about somebody who leads or administers. */
CHECKED enum err person_leave(struct act *act, int64_t id, int64_t day);
/* Gives or ends a role of staff (teacher head deputy secretary admin) from
 * today. ERR_CONFLICT: the last administrator cannot end being one. */
CHECKED enum err person_give_role(
    struct act *act, int64_t id, const char *role, const char *post);
CHECKED enum err person_end_role(struct act *act, int64_t id, const char *role);

/* A pupil into another class (0 = out of every class) from a day. */
CHECKED enum err person_move(
    struct act *act, int64_t pupil, int64_t class, int64_t day);

/* Links and unlinks a guardian who is here already. */
CHECKED enum err person_link_guardian(
    struct act *act, int64_t pupil, int64_t guardian, const char *relation);
CHECKED enum err person_unlink_guardian(
    struct act *act, int64_t pupil, int64_t guardian);

/* `from` becomes `into`: roles, classes, journals and family move. ERR_CONFLICT
 * when `from` has marks, attendance, lessons or an account: then the other one
 * has to be kept, or, where both have some, the entries are no duplicates of
 * one page. ERR_DENIED: a secretary, about anybody but families. */
CHECKED enum err person_merge(struct act *act, int64_t from, int64_t into);
