/* SPDX-License-Identifier: EUPL-1.2 */
/* Values of a row that are kept: what a cursor shows is gone with its next
 * step. */
#pragma once

#include <stddef.h>

#include "db/db.h"

/* Texts into the arena. Where NULL is possible it stays NULL, or is "". */
const char *row_copy(struct arena *arena, const struct rows *rows, int col);
const char *row_copy_or_empty(
    struct arena *arena, const struct rows *rows, int col);
/* Bytes of a known length. ERR_CORRUPT: the column has another, or NULL. */
CHECKED enum err row_copy_bytes(
    const struct rows *rows, int col, void *to, size_t len);
