/* SPDX-License-Identifier: EUPL-1.2 */
/* The Institute's queue of requests to join.
 *
 * new -> in_review -> approved -> invited -> active; in_review -> returned ->
 * new again once the sender has completed it; or rejected, expired,
 * not_a_request. Who reviews and who approves are two people, also when one
 * account has held both roles: rights over children's data need two pairs of
 * eyes and one recorded proof that the request comes from the institution.
 *
 * Every act writes one event of the registry's history (object
 * "request/<number>") and one step of the request's own history. */
#pragma once

#include "domain/act.h"
#include "domain/request_check.h"
#include "store/institutions.h"
#include "store/request_files.h"
#include "store/request_mails.h"
#include "store/request_steps.h"
#include "store/requests.h"

#define REVIEW_NOTE_BYTES_MAX 2000
#define REVIEW_FILE_BYTES_MAX (10 * 1024 * 1024)

/* ---- reading: reviewers and approvers -------------------------------------
 */

/* ERR_DENIED for everybody else. limit and offset as in request_query. */
CHECKED enum err review_list(struct act *act, const struct request_query *query,
    struct request_line **lines, size_t *n, int64_t *total);
CHECKED enum err review_counts(
    struct act *act, struct request_count out[REQUESTS_STATES_MAX], size_t *n);

/* What this person may do with this request now. */
enum {
	REVIEW_TAKE = 1 << 0, /* into review, also from a colleague */
	REVIEW_EDIT = 1 << 1,
	REVIEW_RETURN = 1 << 2,
	REVIEW_PASS = 1 << 3, /* on to an approver */
	REVIEW_REJECT = 1 << 4,
	REVIEW_APPROVE = 1 << 5,
	REVIEW_BACK = 1 << 6,	/* from the approver to the reviewer */
	REVIEW_APART = 1 << 7,	/* is no request */
	REVIEW_REOPEN = 1 << 8, /* is one after all */
	REVIEW_INVITE = 1 << 9, /* the invitation again */
	REVIEW_ATTACH = 1 << 10,
};

struct review_proof {
	const char *kind;  /* "call", "order", "signature" */
	const char *phone; /* call: which number */
	const char *who;   /* call: who answered; signature: who signed */
	int64_t file;	   /* order, signature: number of the file */
	const char *name;  /* read only: of the file */
};

struct review_request {
	struct request request;
	struct request_field *fields;
	size_t fields_n;
	struct request_mail mail; /* mail_hash NULL: none, or forgotten */
	struct request_file *files;
	size_t files_n;
	struct request_step *steps;
	size_t steps_n;
	struct request_alike alike[REQUESTS_ALIKE_MAX];
	size_t alike_n;
	struct institution institutions[INSTITUTIONS_ALIKE_MAX];
	size_t institutions_n;
	struct institution parent;	 /* inst 0: none */
	struct review_proof proof;	 /* kind NULL: none yet */
	const char *reviewer, *approver; /* names, "" = nobody */
	const char *district;		 /* of the community, "" = unknown */
	unsigned may;			 /* REVIEW_... */
	unsigned open;	       /* fields in the way, as request_check_open */
	bool taken_code;       /* an institution has this DISO id already */
	bool own_review;       /* this account reviewed it: may not approve */
	const char *address;   /* where letters about it go; NULL: nowhere */
	int64_t invited_until; /* of the live invitation, 0 = none */
};
/* ERR_NOT_FOUND also for forms that nobody has confirmed. */
CHECKED enum err review_open(
    struct act *act, int64_t request, struct review_request *out);

/* The bytes of an attachment: only to be saved, never shown. */
CHECKED enum err review_file(struct act *act, int64_t request, int64_t ord,
    struct request_file *file, struct bytes *bytes);
/* The original letter, likewise. ERR_NOT_FOUND: none, or forgotten. */
CHECKED enum err review_original(
    struct act *act, int64_t request, struct bytes *bytes);

/* ---- the reviewer ---------------------------------------------------------
 * ERR_DENIED: another role, another reviewer's, or handed on already.
 * ERR_CONFLICT: the request is no longer in a state for this. */

/* The sender's links die: from now on only the reviewer changes it. */
CHECKED enum err review_take(struct act *act, int64_t request);

struct review_edit {
	struct request_typed typed;
	const char *parent; /* main institution of a branch: its DISO id or
			     * EDRPOU code as typed; "" = none */
	bool accept; /* the reviewer has checked what was only doubtful */
};
struct review_fault {
	bool parent;  /* no such institution, or several */
	bool nothing; /* nothing was changed */
};
/* Checks again and writes what differs. Wrong values are kept with their flag.
 * ERR_INVALID: see fault. */
CHECKED enum err review_edit(struct act *act, int64_t request,
    const struct review_edit *edit, struct review_fault *fault);

/* To the sender, with a link to complete it. ERR_INVALID: no text.
 * ERR_NOT_FOUND: there is no address to write to. */
CHECKED enum err review_return(
    struct act *act, int64_t request, const char *note);
/* On to an approver. ERR_INVALID: fields are still open. ERR_EXISTS: an
 * institution has this DISO id. */
CHECKED enum err review_pass(struct act *act, int64_t request);
/* With a reason, which the sender reads. Reviewer, or approver when it was
 * handed on. */
CHECKED enum err review_reject(
    struct act *act, int64_t request, const char *reason);
/* Is no request: filed apart, and nobody gets a letter. And back. */
CHECKED enum err review_apart(struct act *act, int64_t request);
CHECKED enum err review_reopen(struct act *act, int64_t request);
/* A scan that came another way. ERR_LIMIT: too large or too many. */
CHECKED enum err review_attach(
    struct act *act, int64_t request, const char *name, struct bytes bytes);

/* ---- the approver ---------------------------------------------------------
 */

/* Makes the institution and leaves the rest (school store, administrator,
 * invitation) to the worker. Exactly one proof. ERR_DENIED: this account
 * reviewed it. ERR_INVALID: the proof is not whole. ERR_EXISTS: an institution
 * has this DISO id. */
CHECKED enum err review_approve(
    struct act *act, int64_t request, const struct review_proof *proof);
CHECKED enum err review_back(
    struct act *act, int64_t request, const char *note);

/* ---- the system -----------------------------------------------------------
 */

/* Returned and unconfirmed requests whose time has run out; the letters of
 * those that ended N months ago. Each in its own transaction; *n counts. */
CHECKED enum err review_expire(struct act *act, int64_t *n);
CHECKED enum err review_forget(struct act *act, int64_t *n);
/* Communities that waited for the codifier are checked again. */
CHECKED enum err review_recheck(struct act *act, int64_t *n);
