/* SPDX-License-Identifier: EUPL-1.2 */
/* What the parts of intake share. Private to intake*.c. */
#pragma once

#include "domain/extract.h"
#include "domain/intake.h"
#include "store/requests.h"

/* The letter as it was understood. */
struct intake_reading {
	const char *text; /* as shown; places of the fields refer to it */
	size_t len;
	struct extract_result result;
};

/* Reads the letter; of two forms of one text the one that tells more. */
CHECKED enum err intake_read(
    struct act *act, const struct letter *letter, struct intake_reading *out);

/* Queues the one answer to a letter: received, or what is missing with a link
 * to complete it. Only for the system's own new requests, in the open write.
 * *answered: whether one was allowed. */
CHECKED enum err intake_answer(struct act *act, const struct intake_mail *mail,
    const struct request *rows, const struct extract_request *requests,
    size_t n, bool *answered);
