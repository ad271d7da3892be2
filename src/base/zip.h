/* SPDX-License-Identifier: EUPL-1.2 */
/* Parts of a ZIP archive held in memory, read under limits. Nothing is ever
 * written to disk, so names of parts cannot do harm. minizip lives only behind
 * this header. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"

struct zip_limits {
	size_t parts_max;
	size_t inflated_bytes_max; /* all parts that are read, together */
	/* A part that unpacks to more than ratio_max times its packed size
	 * (and more than a megabyte) is a bomb. */
	size_t ratio_max;
};

struct zip;

/* The bytes must outlive the archive. ERR_INVALID: no archive, damaged.
 * ERR_LIMIT: too many parts. */
CHECKED enum err zip_open(struct arena *arena, const void *p, size_t len,
    const struct zip_limits *limits, struct zip **zip);
void zip_close(struct zip **zip);
#define AUTO_ZIP __attribute__((cleanup(zip_close)))

bool zip_has(struct zip *zip, const char *name);

/* Takes the unpacked bytes piece by piece; after the last one comes a call
 * with last = true and len 0. Anything but OK stops and is given back. */
typedef enum err zip_take(void *ctx, const void *p, size_t len, bool last);

/* ERR_NOT_FOUND; ERR_INVALID: damaged, encrypted or packed in an unknown way;
 * ERR_LIMIT: bomb. */
CHECKED enum err zip_read(
    struct zip *zip, const char *name, zip_take *take, void *ctx);
