/* SPDX-License-Identifier: EUPL-1.2 */
/* The Institute's own staff: the first operator comes from `ejournal init`,
 * the others by invitation. One person holds one role, so that whoever reviews
 * a request never approves it. */
#pragma once

#include "domain/act.h"

/* A one-time link for the first operator (the older one dies). ERR_EXISTS:
 * there is an operator already. */
CHECKED enum err operator_link(struct act *act, const char **token);

struct operator_staff {
	int64_t account;
	enum role role;
	const char *name, *email;
	int64_t starts_on, ends_on; /* ends_on 0: no end */
	bool current;		    /* holds it today */
};
struct operator_invited {
	int64_t link;
	enum role role;
	const char *email;
	int64_t until_on;
};
CHECKED enum err operator_list(struct act *act, struct operator_staff **staff,
    size_t *n, struct operator_invited **invited, size_t *invited_n);

/* ERR_INVALID: no address or no such role. ERR_CONFLICT: that person holds a
 * role already. Sending again ends the older link. */
CHECKED enum err operator_invite(
    struct act *act, const char *email, enum role role);
CHECKED enum err operator_cancel(struct act *act, int64_t link);
/* At once, and the sessions with it. ERR_DENIED: one's own role. */
CHECKED enum err operator_end_role(
    struct act *act, int64_t account, enum role role);
