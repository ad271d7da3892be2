/* SPDX-License-Identifier: EUPL-1.2 */
/* Sending one letter by SMTP through libcurl. Letters carry links that open
 * accounts, so they go out only under TLS with a good certificate (STARTTLS
 * for smtp://, TLS from the start for smtps://), and a password never goes out
 * without. The exception is a server on this machine that asks for no user:
 * there TLS is used where it is offered, whoever signed its certificate. */
#pragma once

#include "base/config.h"
#include "base/err.h"

struct smtp_result {
	int code;       /* SMTP reply, 0 when none came */
	bool permanent; /* 5xx: do not try again */
	char text[256]; /* for the operator: the server's words, ASCII */
};

/* OK: accepted by the server. ERR_BUSY: try again later. ERR_INVALID: refused
 * for good. */
CHECKED enum err smtp_send(const struct config *config, const char *from,
    const char *to, const char *letter, size_t len, struct smtp_result *result);
