/* SPDX-License-Identifier: EUPL-1.2 */
/* Letters come in: kept, read, and put into the queue, in this order, so that
 * what was taken from the mail server is never lost.
 *
 * The same letter twice (sender, subject, texts and files) is one request; the
 * same Message-ID with other content is a second one that points at the first;
 * what is no request is filed apart. One letter may ask for several
 * institutions. */
#pragma once

#include "domain/act.h"
#include "domain/letter.h"

/* What a mail server handed over. */
struct intake_mail {
	struct bytes original; /* at most ORIGINALS_BYTES_MAX; of a letter
				* that is too big only the beginning */
	int64_t size;	       /* of the whole */
	const struct letter *letter;
	const char *envelope_sender; /* NULL: not known; "": the empty one */
};

enum intake_outcome {
	INTAKE_REQUEST, /* new requests stand in the queue */
	INTAKE_APART,	/* kept, but no request */
	INTAKE_AGAIN,	/* was there already */
	INTAKE_BOUNCE,	/* a report on a letter of ours: written down there,
			 * and not kept, since it may quote the link */
};

struct intake_result {
	enum intake_outcome outcome;
	int64_t first; /* number of the first request */
	size_t n;      /* how many */
	bool answered; /* a letter to the sender was queued */
};

/* Durable when it returns OK. Any error: nothing is lost as long as the mail
 * server tries again. Only the system. */
CHECKED enum err intake_store(struct act *act, const struct intake_mail *mail,
    struct intake_result *result);
