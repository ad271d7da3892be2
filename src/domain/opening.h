/* SPDX-License-Identifier: EUPL-1.2 */
/* From the approval of a request to an institution that works: number, school
 * store, first year, subjects, administrator, invitation. The registry and the
 * school store have no transaction in common, so this is a row of steps, each
 * done once however often it is tried and wherever the process was killed. */
#pragma once

#include "domain/act.h"
#include "store/request_fields.h"
#include "store/requests.h"

#define OPENING_JOB "open_institution"

/* Settings of a school store that the opening leaves. */
#define OPENING_SETTING_KIND "kind"
#define OPENING_SETTING_JOINED "joined_on"  /* day, decimal */
#define OPENING_SETTING_ADMIN "first_admin" /* person, decimal */

/* In the approval's open write: gives the institution its number (also
 * row->inst), its row, and the job that does the rest. ERR_INVALID: kind,
 * region or name is missing. ERR_EXISTS: the DISO id is taken. */
CHECKED enum err opening_start(struct act *act, struct request *row,
    const struct request_field *fields, size_t n);

/* What is done next. */
enum opening_step {
	OPENING_STORE,	/* an empty school store */
	OPENING_SCHOOL, /* year, subjects, administrator */
	OPENING_INVITE, /* the link, the letter; request invited */
	OPENING_DONE,
};
/* Looks what is there, does one step, and says which follows. The job does all
 * of them; tests stop in between. */
CHECKED enum err opening_step(
    struct act *act, int64_t inst, enum opening_step *next);
CHECKED enum err opening_run(struct act *act, int64_t inst);

/* Sends the administrator's invitation again; the older link opens nothing any
 * more. Reviewer or approver. ERR_CONFLICT: it has been accepted, or the
 * institution is not open yet. */
CHECKED enum err opening_invite_again(struct act *act, int64_t request);

/* The administrator is here: institution and request become active. In an open
 * registry write, to which the caller appends its own event; repeats change
 * nothing, and an institution without a request is fine too. */
CHECKED enum err opening_accepted(struct act *act, int64_t inst);
