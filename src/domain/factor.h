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
/* Shows a secret to be entered into the telephone: the one that waits to be
 * confirmed, or a new one. For somebody who has a second factor it is that of
 * a new telephone, and the old one counts until then. ERR_SIGN_IN: a fresh
 * sign-in is needed. */
CHECKED enum err factor_offer(
    struct act *act, const struct session *session, struct factor_offer *offer);
/* The first code proves that the telephone has it. Gives the recovery codes
 * (grouped, shown once) and a new cookie. ERR_DENIED: wrong code. ERR_EXISTS:
 * nothing waits to be confirmed. ERR_SIGN_IN: for a new telephone in place of
 * an old one the sign-in must still be fresh. */
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

/* The code the telephone would show now, in a demo only; ERR_DENIED elsewhere.
 * The next one when this one was used. */
CHECKED enum err factor_demo_code(
    struct act *act, const struct session *session, const char **code);
