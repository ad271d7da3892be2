/* SPDX-License-Identifier: EUPL-1.2 */
/* Table request_mail: the decoded letter as it is shown beside a request. The
 * original lies in a file (store/originals.h). */
#pragma once

#include "base/arena.h"
#include "db/db.h"

struct request_mail {
	const char *mail_hash;	       /* of the decoded letter */
	const char *from, *reply_to;   /* reply_to may be NULL */
	const char *subject, *sent_at; /* as the letter says */
	const char *message_id;	       /* or NULL */
	const char *auth;	       /* SPF and DKIM in words, "" = none */
	const char *body;	       /* text, \n */
	const char *status; /* "ok", or what was wrong with the letter */
	int64_t size;	    /* of the original */
	const char *original_hash;
	int64_t received_at;
};

/* *inserted false: the same letter is there already. */
CHECKED enum err request_mails_insert(
    struct db *db, const struct request_mail *row, bool *inserted);
CHECKED enum err request_mails_find(struct db *db, struct arena *arena,
    const char *mail_hash, struct request_mail *row);
CHECKED enum err request_mails_delete(struct db *db, const char *mail_hash);
/* Whether another letter came with the same original. */
CHECKED enum err request_mails_original_used(
    struct db *db, const char *original_hash, bool *used);
