/* SPDX-License-Identifier: EUPL-1.2 */
/* The one family of error codes of the whole program. */
#pragma once

/* Put on every function that can fail, so that an ignored error is a compiler
 * warning. */
#define CHECKED __attribute__((warn_unused_result))

enum err {
	OK = 0,
	ERR_NOT_FOUND, /* no such object, or a foreign one (deny is 404) */
	ERR_DENIED,    /* this person may not do this */
	ERR_INVALID,   /* the input is wrong; details travel separately */
	ERR_CONFLICT,  /* somebody wrote first (compare and set failed) */
	ERR_EXISTS,    /* already there (unique key) */
	ERR_EXPIRED,   /* token, session or window no longer valid */
	ERR_LIMIT,     /* a named limit was passed: size, count or rate */
	ERR_BUSY,      /* try again: queue full, lock not had in time */
	ERR_SIGN_IN,   /* a fresh sign-in is needed first */
	ERR_MISUSED,   /* same client id with another body */
	ERR_IO,        /* file, socket or process failed; already logged */
	ERR_DB,        /* the database failed; already logged */
	ERR_CORRUPT,   /* stored data does not read back; already logged */
	ERR_AGAIN,     /* the database gave the whole transaction up (a
			* deadlock, a connection lost before the commit):
			* nothing was written, it may be done once more */
	ERR_UNSURE,    /* the connection was lost during the commit, or the disk
			* refused it: written or not, only the client UUID can
			* tell */
	ERR_COUNT
};

/* Short lower-case English name, for logs: "not_found". Never NULL. */
const char *err_name(enum err err);
