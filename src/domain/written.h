/* SPDX-License-Identifier: EUPL-1.2 */
/* Saves carry a UUID made by the client, unique per institution and actor: a
 * repeat gets the first answer, so that a client may send again after a broken
 * network; with another body it is refused. */
#pragma once

#include "domain/act.h"

#define WRITTEN_UUID_LEN 36
/* Answers are kept this long; a client that was away longer asks anew. */
#define WRITTEN_KEEP_S (60 * 86400)

struct written {
	const char *uuid;
	uint8_t body[HASH_BYTES];
};

/* Checks the UUID (8-4-4-4-12 lower-case hex; ERR_INVALID) and takes the hash
 * of everything that was asked. */
CHECKED enum err written_open(
    struct written *written, const char *uuid, const char *asked, size_t len);
/* OK: *answer is the first one. ERR_NOT_FOUND: not answered yet. ERR_MISUSED:
 * the same UUID with another body. */
CHECKED enum err written_find(
    struct act *act, const struct written *written, const char **answer);
/* In the open write. ERR_BUSY: answered meanwhile, ask again. */
CHECKED enum err written_keep(
    struct act *act, const struct written *written, const char *answer);

/* A new UUID (version 4) for a form. */
const char *written_uuid(struct act *act);
