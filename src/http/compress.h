/* SPDX-License-Identifier: EUPL-1.2 */
/* Brotli and gzip for bodies, and the choice between them (RFC 9110, 12.5.3).
 * A compressor belongs to one thread and keeps its memory between answers: the
 * set-up of a fresh one costs more than a page. */
#pragma once

#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"

/* Smaller bodies go as they are: a packet is a packet. */
#define COMPRESS_BYTES_MIN 512

enum compress { COMPRESS_NONE, COMPRESS_GZIP, COMPRESS_BROTLI };

/* What an Accept-Encoding header (NULL: none) likes best of what we can do;
 * brotli where both are liked alike. */
enum compress compress_choose(const char *accept_encoding);

/* The token of Content-Encoding: "br", "gzip"; NULL for COMPRESS_NONE. */
const char *compress_token(enum compress kind);

struct compressor;
struct compressor *compress_new(void);
void compress_free(struct compressor *c);

/* Compresses `in` into the arena at a level made for pages answered while
 * somebody waits. False where nothing would be gained; then *out is as it
 * was. */
bool compress_page(struct compressor *c, enum compress kind,
    struct arena *arena, struct bytes in, struct bytes *out);

/* The same at the highest level, for assets compressed once at start. */
bool compress_asset(struct compressor *c, enum compress kind,
    struct arena *arena, struct bytes in, struct bytes *out);
