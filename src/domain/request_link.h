/* SPDX-License-Identifier: EUPL-1.2 */
/* The links of a request: "confirm" (the form's sender has this mailbox) and
 * "complete" (something is missing). 256 random bits, stored hashed; opening
 * one changes nothing, only its form does. A new one ends the older one, and a
 * review that begins ends them all. */
#pragma once

#include "domain/act.h"
#include "store/access_links.h"

#define REQUEST_LINK_CONFIRM "confirm"
#define REQUEST_LINK_COMPLETE "complete"

/* In an open registry write. *url is for the letter; the secret is nowhere
 * else. */
CHECKED enum err request_link_make(struct act *act, int64_t request,
    const char *purpose, const char *email, const char **url);
/* ERR_EXPIRED: used, replaced, over, of another purpose, or never was. */
CHECKED enum err request_link_find(struct act *act, const char *token,
    const char *purpose, struct access_link_row *link);
/* In an open registry write: none of the request's links opens any more. */
CHECKED enum err request_link_end(struct act *act, int64_t request);
/* The day until which a link made now is good, in a letter's words. */
const char *request_link_until(struct act *act, const char *lang);
