/* SPDX-License-Identifier: EUPL-1.2 */
/* Leaving work for the worker, in the open write transaction: mails, second
 * halves of acts that touch both databases, statistics. */
#pragma once

#include "domain/act.h"

/* kind names a handler of jobs/kinds.c; key (may be NULL) makes a repeated
 * step add nothing; payload is JSON. delay_s from now. The worker is nudged
 * after the commit. */
CHECKED enum err work_add(struct act *act, const char *kind, const char *key,
    const char *payload, int64_t delay_s);

/* A letter. template is one of jobs/mail_text.c; fields fill its holes.
 *   work_mail(act, &(struct mail_work){.template = "reset", .to = email,
 *       .lang = lang, .key = "reset.12"}, WORK_HOLES({"link", url})); */
struct mail_work {
	const char *template, *to, *lang, *key;
	const char *in_reply_to; /* Message-ID without <>, or NULL */
};
struct mail_hole {
	const char *name, *value;
};
#define WORK_HOLES(...)                                                       \
	(const struct mail_hole[]){__VA_ARGS__},                              \
	    sizeof((const struct mail_hole[]){__VA_ARGS__}) /                 \
		    sizeof(struct mail_hole)
/* Every hole of the template must be given (assert). */
CHECKED enum err work_mail(struct act *act, const struct mail_work *mail,
    const struct mail_hole *holes, size_t n);

/* The holes of a letter's template, parted by spaces; NULL: there is no such
 * letter. The texts themselves stand above this layer, in jobs/mail_text.c,
 * and a test holds the two together. */
const char *work_mail_holes(const char *template);
