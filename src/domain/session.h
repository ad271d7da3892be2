/* SPDX-License-Identifier: EUPL-1.2 */
/* Sessions: one cookie of 256 random bits, stored hashed; idle and absolute
 * expiry; a new id at every sign-in; a working mode (role in an institution).
 * One person may hold administration and teaching only as separate modes. */
#pragma once

#include <stdbool.h>

#include "base/i18n.h"
#include "domain/act.h"

#define SESSION_FRESH_S 300	/* step-up: signed in within five minutes */
#define SESSION_SEEN_STEP_S 300 /* seen_at is written at most this often */
#define SESSION_HALF_S 600	/* the second factor is shown by then */

/* Roles that need a second factor: administrators and heads of institutions
 * and all of the Institute's staff. */
#define ROLES_FACTOR (ROLE_ADMIN | ROLE_HEAD | ROLES_INSTITUTE)

struct session {
	int64_t id, account;
	bool signed_in;	   /* password and, where there is one, factor */
	bool needs_factor; /* the second factor is still to be shown, or
			    * the working mode asks for one to be set up */
	bool needs_mode;   /* several working modes and none chosen yet */
	bool shared;	   /* shared computer: short idle lock */
	bool has_factor;   /* a second factor is set up */
	int64_t fresh_at, created_at, seen_at, idle_s, ends_at;
	enum role role;	      /* the working mode */
	int64_t inst, person; /* where; 0 for the Institute's staff */
	enum lang lang;
	const char *email; /* or the login, for the account page */
	const char *name;
	const char *log_id; /* the account's pseudonym in the registry's log */
	int64_t places; /* institutions where the account is known */
	uint8_t csrf[32];   /* key of the tokens of its forms */
};

/* By the cookie's value. ERR_NOT_FOUND: none or malformed. ERR_EXPIRED: idle
 * or absolute expiry (the row is ended). Writes seen_at at most every five
 * minutes (or every third of a shorter idle time) and otherwise nothing; so a
 * session idles out up to that much earlier than idle_s, never later. */
CHECKED enum err session_find(
    struct act *act, const char *cookie, struct session *session);

/* Where the person must go before anything else: "/sign-in/code" (the second
 * factor is owed), "/account/factor" (one has to be set up for this mode),
 * "/mode" (none chosen yet), or NULL. */
const char *session_detour(const struct session *session);

/* Fills act->actor for a request into institution `inst` (0 = Institute) and
 * opens its store, if it is not open, for members alone. Checks, at this very
 * moment, that the account is a member there, that the membership is active,
 * and that the person holds session->role today (guardian: at least one pupil;
 * class teacher: at least one class). A guardian may go to every institution
 * of the account. ERR_NOT_FOUND: no member there (a foreign institution is
 * 404). ERR_DENIED: member, but not in this working mode. */
CHECKED enum err session_enter(
    struct act *act, const struct session *session, int64_t inst);

/* Fills act->actor for pages of the account itself: the account's own
 * pseudonym, no institution, the working mode's role. */
void session_act_as_account(struct act *act, const struct session *session);

/* The working modes the account may choose from, for the header and the page
 * after sign-in. Opens the school stores it needs and gives them back. */
struct session_mode {
	int64_t inst, person;
	enum role role;
	const char *institution; /* short name; "" for the Institute */
	const char *detail;	 /* "7-Б" for a class teacher, else "" */
};
CHECKED enum err session_modes(struct act *act, const struct session *session,
    struct session_mode **modes, size_t *n);
/* Changes the working mode. From teaching to administration or back, and into
 * the Institute's modes, a fresh sign-in is needed: ERR_SIGN_IN when fresh_at
 * is older than SESSION_FRESH_S. ERR_DENIED: the mode is not among the
 * account's. */
CHECKED enum err session_choose(
    struct act *act, const struct session *session, struct session_mode mode);

/* The page a working mode begins with: "/s/12/today". */
const char *session_home(struct arena *arena, enum role role, int64_t inst);

/* ---- what signing in uses ------------------------------------------------ */

struct session_start {
	int64_t account;
	bool shared;
	bool half;	   /* the second factor is still owed */
	bool factor;	   /* it has been shown */
	const char *agent; /* User-Agent, cut to a short description */
};
/* Makes a session in the registry (its own short transaction) and gives the
 * cookie's value. When the account has one working mode only, it is chosen. */
CHECKED enum err session_begin(
    struct act *act, const struct session_start *start, const char **cookie);
/* After the second factor or a fresh sign-in: the same session under a new id
 * and CSRF key, fresh again. */
CHECKED enum err session_renew(struct act *act, const struct session *session,
    bool factor, const char **cookie);
/* Ends this session: sign-out. */
CHECKED enum err session_end(struct act *act, const struct session *session);

/* The language of the account's pages and letters. A preference, not a record:
 * no event. */
CHECKED enum err session_set_lang(
    struct act *act, const struct session *session, enum lang lang);

/* ---- list and end my sessions -------------------------------------------- */

struct session_seen {
	int64_t id, created_at, seen_at;
	bool current, shared;
	const char *agent; /* "Firefox, Windows" */
};
CHECKED enum err session_list(struct act *act, const struct session *session,
    struct session_seen **list, size_t *n);
/* ERR_NOT_FOUND: not a session of this account. */
CHECKED enum err session_end_one(
    struct act *act, const struct session *session, int64_t id);
/* Every one, this one too. */
CHECKED enum err session_end_all(
    struct act *act, const struct session *session);
CHECKED enum err session_end_others(
    struct act *act, const struct session *session);

/* "Firefox, Windows" from a User-Agent; at most 60 bytes, "" when unknown. */
const char *session_agent(struct arena *arena, const char *user_agent);
