/* SPDX-License-Identifier: EUPL-1.2 */
/* Small numbers, counted per institution and table inside the write
 * transaction: a rolled back write leaves no hole. */
#pragma once

#include <stdint.h>

#include "db/db.h"

/* The next number for `name` ("person", "journal", ...), from 1. Needs an open
 * write transaction. For ids counted inside a parent use a name such as
 * "lesson.34" (lessons of journal 34). */
CHECKED enum err counters_next(
    struct db *db, int64_t inst, const char *name, int64_t *value);
/* Takes n numbers at once: *first .. *first + n - 1. */
CHECKED enum err counters_take(
    struct db *db, int64_t inst, const char *name, int64_t n, int64_t *first);
