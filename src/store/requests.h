/* SPDX-License-Identifier: EUPL-1.2 */
/* Table request: who asks for access, and how far that has come. What was sent
 * stands in request_fields.h, the letter in request_mails.h, its attachments in
 * request_files.h, who did what in request_steps.h. */
#pragma once

#include "base/arena.h"
#include "db/db.h"

#define REQUESTS_PAGE_MAX 200
#define REQUESTS_ALIKE_MAX 20
#define REQUESTS_DUE_MAX 100 /* of one round of the housekeeping */

struct request {
	int64_t request; /* the number people are told */
	const char *state;
	const char *kind;	/* school vocational pre_higher higher, NULL */
	const char *source;	/* mail form */
	const char *message_id; /* without <>, or NULL */
	const char *mail_hash;	/* of the decoded letter, or NULL */
	int64_t mail_part;	/* which institution of the letter, from 0 */
	int64_t received_at, changed_at;
	int64_t passed_at; /* 0: not with an approver */
	int64_t reviewer, approver;
	const char *proof_kind, *proof_text;
	int64_t duplicate_of; /* 0: none known */
	const char *sender, *subject;
	int64_t inst, parent_inst; /* 0: none */
	const char *lang;	   /* of the letters to the sender */
	const char *peer_hash;	   /* of the form's sender's address */
	int64_t mail_deleted_at;
};

/* Gives the row its number. *inserted false: this letter (mail_hash and part)
 * is there already, and nothing was written. Needs an open write. */
CHECKED enum err requests_insert(struct db *db, struct arena *arena,
    struct request *row, const char *name, bool *inserted);
CHECKED enum err requests_find(
    struct db *db, struct arena *arena, int64_t request, struct request *row);
/* All requests of one letter, by part. */
CHECKED enum err requests_by_mail(struct db *db, struct arena *arena,
    const char *mail_hash, struct request **rows, size_t *n);
/* The first one with this Message-ID. ERR_NOT_FOUND. */
CHECKED enum err requests_by_message(struct db *db, struct arena *arena,
    const char *message_id, struct request *row);
/* Everything that review changes: state, kind, times, people, proof, links to
 * others. ERR_CONFLICT: the state is no longer old_state. */
CHECKED enum err requests_update(
    struct db *db, const struct request *row, const char *old_state);
/* The folded name, for the search; after the field `name` was written. */
CHECKED enum err requests_set_name(
    struct db *db, struct arena *arena, int64_t request, const char *name);

/* One state's requests. What is still to be done comes oldest first, what is
 * done newest first. */
struct request_query {
	const char *state;  /* NULL: all but unconfirmed ones */
	int passed;	    /* -1: whether or not; 0, 1: of `in_review` */
	const char *region; /* code of the region, NULL: all */
	const char *kind;   /* NULL: all */
	const char *words;  /* NULL: all; name, number, DISO, EDRPOU, e-mail */
	bool newest_first;
	int64_t limit, offset;
};
struct request_line {
	struct request request;
	const char *name, *region; /* as sent; "" = missing */
	int64_t doubts; /* fields that are missing, invalid, ambiguous,
			 * unchecked or derived */
	int64_t wrong;	/* of these: missing or invalid */
	bool alike;	/* another request or institution shares a code */
};
CHECKED enum err requests_list(struct db *db, struct arena *arena,
    const struct request_query *query, struct request_line **lines, size_t *n,
    int64_t *total);

/* How many stand in each state, and since when the oldest one. */
struct request_count {
	const char *state;
	bool passed;
	int64_t n, oldest;
};
#define REQUESTS_STATES_MAX 24
CHECKED enum err requests_counts(struct db *db, struct arena *arena,
    struct request_count out[REQUESTS_STATES_MAX], size_t *n);

/* Other requests with the same DISO id, EDRPOU code, e-mail, Message-ID or
 * folded name, newest first; what agrees is told. Unconfirmed ones are left
 * out. NULL or "" does not match. */
struct request_alike {
	struct request request;
	const char *name;
	bool diso_id, edrpou, email, message_id, same_name;
};
struct request_traits {
	const char *diso_id, *edrpou, *email, *message_id, *name;
};
CHECKED enum err requests_alike(struct db *db, struct arena *arena,
    int64_t request, const struct request_traits *traits,
    struct request_alike out[REQUESTS_ALIKE_MAX], size_t *n);

/* In this state since before `before`, oldest first, at most
 * REQUESTS_DUE_MAX. */
CHECKED enum err requests_due(struct db *db, struct arena *arena,
    const char *state, int64_t before, struct request **rows, size_t *n);
/* Ended (rejected, expired, no request) before `before` and not forgotten yet;
 * not while another institution of the same letter is still open. */
CHECKED enum err requests_mails_due(struct db *db, struct arena *arena,
    int64_t before, struct request **rows, size_t *n);
/* An unconfirmed form that nobody confirmed leaves nothing behind. */
CHECKED enum err requests_delete(struct db *db, int64_t request);
/* Sender and subject are forgotten with the letter. */
CHECKED enum err requests_forget_sender(struct db *db, int64_t request);
