/* SPDX-License-Identifier: EUPL-1.2 */
/* Sending one letter by SMTP through libcurl: STARTTLS where the server offers
 * it (smtp://), TLS from the start (smtps://), AUTH where a user is set. */
#pragma once

#include "base/config.h"
#include "base/err.h"

struct smtp_result {
	int code;         /* SMTP reply, 0 when none came */
	bool permanent;   /* 5xx: do not try again */
	char text[256];   /* for the operator; no addresses */
};

/* OK: accepted by the server. ERR_BUSY: try again later. ERR_INVALID: refused
 * for good. */
CHECKED enum err smtp_send(const struct config *config, const char *from,
    const char *to, const char *letter, size_t len,
    struct smtp_result *result);
