/* SPDX-License-Identifier: EUPL-1.2 */
/* Letters that come back. Each letter of ours carries a Message-ID that names
 * its job and is signed with the installation's secret, so that a report of a
 * mail server (RFC 3464) finds the job and nobody can report a letter he never
 * saw. */
#pragma once

#include "domain/act.h"
#include "domain/letter.h"

/* "job.0.17.1f2e3d4c5b6a@example.ua": always the same for one job, so that a
 * letter that was sent twice has one identity. */
CHECKED enum err bounce_message_id(
    struct act *act, int64_t inst, int64_t job, const char **id);

/* What a report says. */
struct bounce {
	const char *message_id; /* of our letter, without <> */
	const char *status;	/* "5.1.1", or "" */
	const char *reason;	/* the server's words, one line, or "" */
	bool permanent;		/* it will not arrive; otherwise: later */
};
/* ERR_NOT_FOUND: no report, or one that names no letter. */
CHECKED enum err bounce_read(
    struct arena *arena, const struct letter *letter, struct bounce *out);

/* Marks the job of the letter that came back as failed, with the reason
 * ("bounced: 5.1.1 ..."). A passing delay, or a letter that is known to have
 * failed, changes nothing. ERR_NOT_FOUND: the report names no letter of ours.
 * Role system. */
CHECKED enum err bounce_note(struct act *act, const struct letter *letter);

/* What the error of a job begins with when its letter came back. */
#define BOUNCE_PREFIX "bounced: "
