/* SPDX-License-Identifier: EUPL-1.2 */
/* The public form: the same request as by letter. It enters the queue once its
 * sender has shown that the address in it is theirs. Whoever sent a request
 * completes it through a link and may ask how far it has come. */
#pragma once

#include "base/i18n.h"
#include "domain/act.h"
#include "domain/codifier.h"
#include "domain/request_check.h"
#include "store/requests.h"

struct join_form {
	struct request_typed typed;
	bool branch;   /* has no EDRPOU code of its own */
	bool entitled; /* may ask for the institution */
	enum lang lang;
	const char *peer; /* address the form came from */
};
struct join_form_fault {
	struct request_field fields[FIELD_COUNT]; /* as checked */
	unsigned wrong;				  /* 1 << enum field_id */
	bool entitled;
	/* Communities it can be, when the name alone does not tell. */
	struct community choices[CODIFIER_SUGGEST_MAX];
	size_t choices_n;
	int64_t wait_s; /* ERR_LIMIT */
};

/* Keeps the form and writes to the address in it. ERR_INVALID: see fault.
 * ERR_LIMIT: too many from this address, for this community or to this
 * mailbox. */
CHECKED enum err join_form_send(struct act *act, const struct join_form *form,
    struct join_form_fault *fault);

/* What a link of a request opens. */
struct join_form_opened {
	struct request request;
	struct request_field *fields;
	size_t n;
	const char *name;
	const char *address; /* to which the link was sent */
	const char *note;    /* what the reviewer asks for, or NULL */
	unsigned wrong;	     /* fields that are still open */
};
/* Looking changes nothing. ERR_EXPIRED: the link is used, over, or the review
 * has begun. */
CHECKED enum err join_form_confirmable(
    struct act *act, const char *token, struct join_form_opened *out);
CHECKED enum err join_form_completable(
    struct act *act, const char *token, struct join_form_opened *out);

/* Into the queue; *number is what people are told. */
CHECKED enum err join_form_confirm(
    struct act *act, const char *token, int64_t *number);
/* Writes what differs; the link is used. ERR_INVALID: see fault. */
CHECKED enum err join_form_complete(struct act *act, const char *token,
    const struct join_form *form, struct join_form_fault *fault);

struct join_form_state {
	int64_t number, received_at, changed_at;
	const char *state;
	bool passed; /* with an approver */
};
/* Number and address must belong together. ERR_NOT_FOUND: they do not, or
 * there is no such request: one answer. ERR_LIMIT: *wait_s. */
CHECKED enum err join_form_ask(struct act *act, const char *number,
    const char *email, const char *peer, struct join_form_state *out,
    int64_t *wait_s);
