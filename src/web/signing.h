/* SPDX-License-Identifier: EUPL-1.2 */
/* Shared by the pages of signing in: cookies, and where to go afterwards. */
#pragma once

#include "domain/passwords.h"
#include "domain/signin.h"
#include "web/form.h"
#include "web/page.h"

#define SIGNING_DEVICE "device"

/* What the request says about who tries: device, address, browser. */
struct signin signing_from(struct page *p);

/* Sets the cookies of a sign-in. */
void signing_cookies(struct page *p, const struct signin_done *done);

/* The page that asked for the sign-in (field or query "to"), if it is one of
 * ours that can be shown; NULL otherwise. */
const char *signing_to(struct page *p);
/* Path + "?to=...", when there is one to keep. */
const char *signing_keep_to(struct page *p, const char *path);

/* On to where the person of a fresh session cookie must or wants to go. */
void signing_go_on(struct page *p, const char *cookie, const char *to);

/* "Try again in 16 s." */
const char *signing_wait(struct page *p, int64_t wait_s);
/* What is wrong with a new password, or NULL. */
const char *signing_password_error(struct page *p, enum password_fault fault);
/* The two fields of a new password; error may be NULL. */
void signing_password_fields(struct page *p, const char *error);
