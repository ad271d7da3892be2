/* SPDX-License-Identifier: EUPL-1.2 */
/* A letter as ejournal-mime has taken it apart (src/mime/record.h). The
 * process that did it may have been led astray by the letter, so everything is
 * checked again here: lengths, order, UTF-8, no control characters. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/crypt.h"
#include "base/err.h"

enum letter_status {
	LETTER_OK,
	LETTER_HOSTILE, /* a limit was passed on purpose, or it crashed us */
	LETTER_TOO_BIG,
	LETTER_UNREADABLE, /* nothing of a letter in it */
};
/* "ok", "hostile", "too_big", "unreadable" */
const char *letter_status_name(enum letter_status status);

/* A piece of the letter in its order: a text, or the head of a letter that
 * lies inside. */
struct letter_part {
	bool head; /* text holds "From: ...\nSubject: ..." */
	bool html; /* was HTML before it became text */
	bool cut;
	bool guessed;	 /* its charset was not declared, or wrongly */
	int alternative; /* those with one number say the same; 0 alone */
	const char *text;
	size_t len;
};

struct letter_file {
	const char *name; /* cleaned; "" when it has none */
	const char *type; /* as the sender called it */
	struct bytes bytes;
};

#define LETTER_PARTS_MAX 256
#define LETTER_AUTH_MAX 20

/* Texts are never NULL; addresses are as written, not yet found valid. */
struct letter {
	enum letter_status status;
	const char *why; /* "depth", "headers", ...; "" when ok */
	const char *from, *from_name, *reply_to, *sender, *to;
	const char *subject, *date;
	const char *message_id;	 /* without <>, "" if none */
	const char *return_path; /* NULL: not said; "": the empty one */
	const char *auto_submitted, *precedence;
	bool list;		/* came through a mailing list */
	bool report;		/* a report of a mail server */
	bool forwarded;		/* another letter lies inside */
	const char *inner_from; /* sender of the innermost one, or "" */
	const char *inner_message_id; /* its Message-ID without <>, or "" */
	const char *auth[LETTER_AUTH_MAX];
	size_t auths;
	struct letter_part parts[LETTER_PARTS_MAX];
	size_t n;
	struct letter_file files[LETTER_PARTS_MAX];
	size_t files_n;
};

/* ERR_CORRUPT: not a whole record. */
CHECKED enum err letter_parse(
    struct arena *arena, const void *p, size_t len, struct letter *out);
/* A letter of which nothing is known but that it was refused. */
void letter_refused(
    enum letter_status status, const char *why, struct letter *out);

/* The text as it is shown and read: all parts, of alternatives the HTML or the
 * plain one, cut at bytes_max. */
const char *letter_text(struct arena *arena, const struct letter *letter,
    bool html, size_t bytes_max, size_t *len);
/* Some part has both forms. */
bool letter_has_both(const struct letter *letter);

/* What makes two letters the same: sender, subject, texts and files; neither
 * dates nor identifiers nor the way it was encoded. */
void letter_hash(const struct letter *letter, uint8_t out[HASH_BYTES]);

/* A machine has sent it, or it must not be answered for another reason:
 * Auto-Submitted other than "no", a list, a bulk precedence, an empty return
 * path, a report (RFC 3834). */
bool letter_is_automatic(const struct letter *letter);

/* The Authentication-Results of `authserv` and nobody else's, one per line;
 * "" when there are none (RFC 8601, 5). */
const char *letter_auth(
    struct arena *arena, const struct letter *letter, const char *authserv);
