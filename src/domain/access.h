/* SPDX-License-Identifier: EUPL-1.2 */
/* Giving access to the people of an institution: who has it, who was invited,
 * who can be. The administrator's work; it never shows whether somebody has an
 * account elsewhere. */
#pragma once

#include "domain/act.h"

enum access_state {
	ACCESS_NONE,
	ACCESS_INVITED, /* a letter is on its way */
	ACCESS_SLIP,	/* a slip was printed */
	ACCESS_ACTIVE,
	ACCESS_SUSPENDED, /* after a reset elsewhere, until confirmed here */
};
struct access_line {
	int64_t person;
	const char *name;   /* full */
	const char *detail; /* class, or pupil of a guardian */
	const char *email;  /* NULL: none known */
	unsigned roles;
	enum access_state state;
	int64_t until_on; /* last day of an invitation or slip */
	bool young;	  /* below the grade of own accounts */
	bool birth_known; /* a slip can be confirmed */
};
/* Staff, in the order of names. */
CHECKED enum err access_staff(
    struct act *act, struct access_line **lines, size_t *n);
/* Pupils of a class and after each the guardians. ERR_NOT_FOUND. */
CHECKED enum err access_class(struct act *act, int64_t class,
    const char **label, struct access_line **lines, size_t *n);

struct access_class_count {
	int64_t class;
	const char *label;
	int64_t pupils;
};
CHECKED enum err access_classes(
    struct act *act, struct access_class_count **classes, size_t *n);

/* Sends (again) an invitation to the person's address. ERR_EXISTS: has access
 * already. ERR_INVALID: no address. ERR_DENIED: left, or too young. */
CHECKED enum err access_invite(struct act *act, int64_t person);
/* Invites several; *sent counts. Those who cannot be are passed over. */
CHECKED enum err access_invite_all(
    struct act *act, const int64_t *people, size_t n, size_t *sent);
/* This institution's word that a suspended membership is right. */
CHECKED enum err access_resume(struct act *act, int64_t person);

/* The grade from which pupils have accounts of their own, here. */
CHECKED enum err access_from_grade(struct act *act, int64_t *grade);

/* Figures for the checklist. */
struct access_counts {
	int64_t staff, staff_active, families_active, invited;
};
CHECKED enum err access_counts(struct act *act, struct access_counts *counts);

/* After two entries of one person were merged in the school store: the account
 * follows. Where both had one, that of `into` stays and the other loses this
 * institution; otherwise merging would be a way to act in somebody's name.
 * access_merge_work leaves it in the open write, access_merge does it (also
 * again). */
CHECKED enum err access_merge_work(
    struct act *act, int64_t from, int64_t into);
CHECKED enum err access_merge(
    struct act *act, int64_t inst, int64_t from, int64_t into);

/* The second half of an administrator's act: the events in the school's log.
 * Done once, whoever runs it first. act->school must be open. */
CHECKED enum err access_tell_school(struct act *act, const char *payload);
