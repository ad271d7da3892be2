/* SPDX-License-Identifier: EUPL-1.2 */
/* What the parts of review share. Private to review*.c, opening*.c and
 * join_form.c. */
#pragma once

#include "domain/review.h"

/* Opens the registry write and reads the request. */
CHECKED enum err review_begin(
    struct act *act, int64_t request, struct request *row);

struct review_done {
	const char *step;      /* word of the request's history */
	const char *old_state; /* before row->state */
	const char *note;      /* for the history of the request, or NULL */
	const char *reason;    /* code in the event, or NULL */
};
/* Writes the row, the step and the event; does not commit. */
CHECKED enum err review_note(
    struct act *act, struct request *row, const struct review_done *done);

/* Multi-line text of a person; ERR_INVALID: empty or too long. */
CHECKED enum err review_text(
    struct act *act, const char *typed, const char **out);

/* Where a letter about the request goes: the address in it, else whoever
 * wrote. NULL: neither is one. */
const char *review_address(
    const struct request *row, const struct request_field *fields, size_t n);
/* Name for letters: as sent, or the number. */
const char *review_called(struct act *act, const struct request *row,
    const struct request_field *fields, size_t n);
/* A letter about the request; key makes a repeat send nothing. note and url
 * may be NULL. */
struct review_letter {
	const char *template, *key, *to, *note, *url, *list;
};
CHECKED enum err review_write(struct act *act, const struct request *row,
    const struct review_letter *letter, const char *institution);

/* What this actor may do; did: this account reviewed it. */
unsigned review_may(const struct act *act, const struct request *row, bool did);
bool review_has_state(const struct request *row, const char *state);
/* Is there an institution, not closed, with this DISO id? */
CHECKED enum err review_code_taken(
    struct act *act, const char *diso_id, bool *taken);
