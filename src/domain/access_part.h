/* SPDX-License-Identifier: EUPL-1.2 */
/* Shared by access.c, access_give.c and slips.c; not for others. */
#pragma once

#include "domain/access.h"
#include "store/people.h"
#include "store/powers.h"

/* Roles of the person today as a set; 0 when none. */
unsigned access_roles(const struct powers *powers);

/* Whether the person may have an account of their own: not a pupil only, or
 * one in a high enough grade. */
CHECKED enum err access_old_enough(
    struct act *act, int64_t person, unsigned roles, bool *enough);

/* Birth dates a slip can be confirmed with: one's own, or those of the pupils
 * of a guardian. At most ACCESS_DATES_MAX. */
#define ACCESS_DATES_MAX 31
CHECKED enum err access_dates(struct act *act, const struct person *person,
    unsigned roles, int64_t dates[ACCESS_DATES_MAX], size_t *n);

/* After the registry's half is committed: writes the school's half now; a
 * failure leaves it to the worker. */
void access_tell_now(struct act *act, const char *payload);
/* The payload of the second half; key makes it happen once. */
const char *access_payload(struct act *act, const char *key, const char *word,
    const int64_t *people, size_t n);
