/* SPDX-License-Identifier: EUPL-1.2 */
/* Original letters and attachments: files by the SHA-256 of their bytes, in
 * STATE/originals, outside the registry file. Nothing in them is ever shown
 * inline. */
#pragma once

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

/* An original with its attachments is never larger than a letter may be. */
#define ORIGINALS_BYTES_MAX (16 * 1024 * 1024)

/* Durable before it returns; the same bytes again change nothing. *hash: 64
 * hex digits. ERR_LIMIT, ERR_IO. */
CHECKED enum err originals_put(struct arena *arena, const char *state,
    const void *p, size_t len, const char **hash);
/* ERR_NOT_FOUND: deleted or never there. ERR_CORRUPT: the bytes are others. */
CHECKED enum err originals_read(struct arena *arena, const char *state,
    const char *hash, struct bytes *out);
/* Allowed when it is not there. */
CHECKED enum err originals_delete(
    struct arena *arena, const char *state, const char *hash);
