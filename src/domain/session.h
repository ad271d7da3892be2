/* SPDX-License-Identifier: EUPL-1.2 */
/* Sessions: one cookie of 256 random bits, stored hashed; idle and absolute
 * expiry; a new id at every sign-in; a working mode (role in an institution).
 * One person may hold administration and teaching only as separate modes. */
#pragma once

#include <stdbool.h>

#include "base/i18n.h"
#include "domain/act.h"

#define SESSION_FRESH_S 300 /* step-up: signed in within five minutes */
#define SESSION_SEEN_STEP_S 300 /* seen_at is written at most this often */

struct session {
	int64_t id, account;
	bool signed_in;       /* password and, where needed, second factor */
	bool needs_factor;    /* the second factor is still to be shown */
	bool needs_mode;      /* several working modes and none chosen yet */
	bool shared;          /* shared computer: short idle lock */
	int64_t fresh_at, created_at, ends_at;
	enum role role;       /* the working mode */
	int64_t inst, person; /* where; 0 for the Institute's staff */
	enum lang lang;
	const char *email;    /* or the login, for the account page */
	const char *name;
	const char *log_id;   /* the account's pseudonym in the registry's log */
	uint8_t csrf[32];     /* key of the tokens of its forms */
};

/* By the cookie's value. ERR_NOT_FOUND: none or malformed. ERR_EXPIRED: idle
 * or absolute expiry (the row is ended). Writes seen_at at most every five
 * minutes and otherwise nothing. */
CHECKED enum err session_find(
    struct act *act, const char *cookie, struct session *session);

/* Fills act->actor for a request into institution `inst` (0 = Institute) and
 * opens nothing: act->school must be open for inst > 0. Checks, at this very
 * moment, that the account is a member there, that the membership is active,
 * and that the person holds session->role today (guardian: at least one pupil;
 * class teacher: at least one class). A guardian may go to every institution
 * of the account. ERR_NOT_FOUND: no member there (a foreign institution is
 * 404). ERR_DENIED: member, but not in this working mode. */
CHECKED enum err session_enter(
    struct act *act, const struct session *session, int64_t inst);

/* The working modes the account may choose from, for the header and the page
 * after sign-in. */
struct session_mode {
	int64_t inst, person;
	enum role role;
	const char *institution; /* short name; "" for the Institute */
	const char *detail;      /* "7-Б" for a class teacher, else "" */
};
CHECKED enum err session_modes(struct act *act, const struct session *session,
    struct session_mode **modes, size_t *n);
/* Changes the working mode. From teaching to administration or back a fresh
 * sign-in is needed: ERR_SIGN_IN when fresh_at is older than SESSION_FRESH_S. */
CHECKED enum err session_choose(
    struct act *act, const struct session *session, struct session_mode mode);
