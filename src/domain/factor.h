/* SPDX-License-Identifier: EUPL-1.2 */
/* The second factor: a code of six digits from a telephone (TOTP, RFC 6238),
 * and ten recovery codes on paper for the day the telephone is lost. */
#pragma once

#include "domain/session.h"

#define FACTOR_RECOVERY_CODES 10

struct factor_offer {
	const char *secret; /* base32, for typing */
	const char *uri;    /* otpauth://, for the QR code */
};
/* Shows a secret to be entered into the telephone; a new one each time, until
 * it is confirmed. ERR_EXISTS: a second factor is set up already. */
CHECKED enum err factor_begin(
    struct act *act, const struct session *session, struct factor_offer *offer);
/* The secret being set up, again, after a wrong code. ERR_NOT_FOUND. */
CHECKED enum err factor_again(
    struct act *act, const struct session *session, struct factor_offer *offer);
/* The first code proves that the telephone has it. Gives the recovery codes
 * (grouped, shown once) and a new cookie. ERR_DENIED: wrong code. */
CHECKED enum err factor_confirm(struct act *act, const struct session *session,
    const char *code, const char *const **recovery, const char **cookie);
/* New recovery codes; the old ones end. */
CHECKED enum err factor_new_codes(struct act *act,
    const struct session *session, const char *const **recovery);
CHECKED enum err factor_codes_left(
    struct act *act, const struct session *session, int64_t *n);
/* ERR_DENIED while the account holds a role that needs one. */
CHECKED enum err factor_remove(struct act *act, const struct session *session);

/* Checks a code of the telephone or a recovery code, once each. ERR_DENIED:
 * wrong or used. ERR_LIMIT: too many tries, *wait_s seconds are left. */
CHECKED enum err factor_check(struct act *act, const struct session *session,
    const char *code, int64_t *wait_s);
