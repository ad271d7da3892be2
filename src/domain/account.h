/* SPDX-License-Identifier: EUPL-1.2 */
/* What people do with their own account. Nobody else can: an administrator
 * neither sets a password nor changes an address. */
#pragma once

#include "domain/passwords.h"
#include "domain/signin.h"

struct account_view {
	const char *email, *login; /* NULL: none */
	enum lang lang;
	int64_t password_at;
	bool factor;
	int64_t codes_left;
	/* Where the account is known. */
	struct account_place {
		int64_t inst;
		const char *institution;
		bool suspended;
	} * places;
	size_t places_n;
};
CHECKED enum err account_view(
    struct act *act, const struct session *session, struct account_view *view);

/* in->password is the present one. Other sessions end, this one gets a new
 * cookie. ERR_DENIED: the present password is wrong. ERR_INVALID: *fault. */
CHECKED enum err account_change_password(struct act *act,
    const struct session *session, const struct signin *in,
    const char *password, enum password_fault *fault, struct signin_done *done);

/* Sends a link to the new address; until it is opened nothing changes. When
 * the address belongs to another account, the answer here is the same and
 * nothing is sent. ERR_DENIED: wrong password. ERR_INVALID: no address. */
CHECKED enum err account_change_email(struct act *act,
    const struct session *session, const struct signin *in, const char *email,
    int64_t *wait_s);

/* Forgotten password: leaves work for the worker and says nothing about
 * whether there is such an account; the worker sends the letter. */
CHECKED enum err account_forgot(
    struct act *act, const char *email, const char *address, enum lang lang);
/* The worker's half; job is the job's number: done once. */
CHECKED enum err account_forgot_send(
    struct act *act, int64_t job, const char *email, const char *lang);
