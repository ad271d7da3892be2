/* SPDX-License-Identifier: EUPL-1.2 */
/* Signing in by e-mail or by a given login. Known and unknown names get the
 * same answer after the same work. */
#pragma once

#include "domain/session.h"

#define SIGNIN_NAME_BYTES_MAX 254 /* RFC 5321: an address is no longer */
#define SIGNIN_PASSWORD_BYTES_MAX 1024

struct signin {
	const char *name, *password; /* as typed */
	const char *device;	     /* value of the device's cookie or NULL */
	const char *address, *user_agent;
	bool shared;		   /* "this is a shared computer" */
	const struct session *old; /* of the same browser; it ends */
};

struct signin_done {
	const char *cookie; /* the new session */
	int64_t cookie_s;   /* how long the browser keeps it; 0: till closed */
	const char *device; /* a new device cookie, or NULL */
	bool needs_factor;
	int64_t wait_s; /* with ERR_LIMIT: try again after this */
};

/* ERR_DENIED: no such pair of name and password. ERR_LIMIT, ERR_BUSY. */
CHECKED enum err signin_password(
    struct act *act, const struct signin *in, struct signin_done *done);

/* The session of somebody who has just set a password with a link; the device
 * becomes a known one. in->name and in->password are not read. */
CHECKED enum err signin_begin(struct act *act, const struct signin *in,
    int64_t account, bool factor, struct signin_done *done);

/* The second factor, for a session that still owes it. ERR_DENIED, ERR_LIMIT.
 * The cookie changes. */
CHECKED enum err signin_code(struct act *act, const struct session *session,
    const char *code, struct signin_done *done);

/* A fresh sign-in of the one who is signed in: the password and, where there
 * is a second factor, a code. Only in->password, device and address are read.
 * The cookie changes. */
CHECKED enum err signin_again(struct act *act, const struct session *session,
    const struct signin *in, const char *code, struct signin_done *done);

/* The form in which names are compared: trimmed, lower case. "" when it can
 * be no name at all. */
const char *signin_name(struct arena *arena, const char *typed);

/* The password of the one who is signed in, with the same limits as at
 * sign-in. ERR_DENIED: wrong. */
CHECKED enum err signin_check(struct act *act, const struct session *session,
    const struct signin *in, int64_t *wait_s);
