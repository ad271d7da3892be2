/* SPDX-License-Identifier: EUPL-1.2 */
/* One letter as RFC 5322 text: UTF-8 headers by RFC 2047, body as
 * quoted-printable plain text. No HTML: these letters carry a sentence and a
 * link, and plain text cannot hide where a link goes. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

struct mail_message {
	const char *from;       /* "E-Journal <journal@example.ua>" or bare */
	const char *to;         /* one address */
	const char *subject, *body;
	const char *message_id; /* without <> */
	const char *in_reply_to; /* without <>, or NULL */
	int64_t at;
};

/* The letter with CRLF line ends. ERR_INVALID: a header holds a line break or
 * an address is none. */
CHECKED enum err mail_message_write(struct arena *arena,
    const struct mail_message *message, const char **out, size_t *len);

/* The bare address of "Name <address>". */
const char *mail_message_address(struct arena *arena, const char *s);

/* What a letter says, of one that mail_message_write wrote: for the operator's
 * page, which shows the outbox. ERR_INVALID: it was not written so. */
struct mail_shown {
	const char *to, *subject, *body, *date;
};
CHECKED enum err mail_message_read(struct arena *arena, const char *letter,
    size_t len, struct mail_shown *out);
