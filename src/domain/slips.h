/* SPDX-License-Identifier: EUPL-1.2 */
/* Slips: many families have no e-mail. A slip is a sheet of paper for one
 * person with a one-time code, made by the administrator, confirmed with the
 * birth date (a guardian confirms with the date of one of the pupils). The
 * code itself is never stored. */
#pragma once

#include "domain/invitations.h"

#define SLIPS_TRIES_MAX 5   /* wrong birth dates until a slip dies */
#define SLIPS_PRINT_MAX 600 /* people in one go */

enum slip_refusal {
	SLIP_MADE,
	SLIP_NO_BIRTH_DATE, /* nothing to confirm it with */
	SLIP_TOO_YOUNG,	    /* below the grade of own accounts */
	SLIP_LEFT,	    /* no longer here, or without any role */
};
struct slip {
	int64_t person;
	const char *name;   /* full, as in the list */
	const char *detail; /* class or "" */
	unsigned roles;
	const char *code; /* grouped; NULL when refused */
	const char *url;  /* for the QR code */
	int64_t ends_on;  /* last day */
	enum slip_refusal refusal;
};
/* The administrator's act: earlier slips of the same people die. Codes are
 * shown now and never again. ERR_DENIED, ERR_LIMIT. */
CHECKED enum err slips_make(
    struct act *act, const int64_t *people, size_t n, struct slip **slips);

/* Who has the paper and knows the date gets the secret of a link for half an
 * hour: "/i/<token>". ERR_INVALID: not a code or not a date. ERR_DENIED: no
 * such slip, or it is over, or the date is another one: one answer for all.
 * ERR_LIMIT: too many tries from here, *wait_s seconds. */
CHECKED enum err slips_open(struct act *act, const char *code,
    const char *birth_date, const char *address, const char **token,
    int64_t *wait_s);
