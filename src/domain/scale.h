/* SPDX-License-Identifier: EUPL-1.2 */
/* Scales of marks. The name stands in mark_column.scale; so far "12": whole
 * numbers 1..12 (no 0, halves, plus or minus) and the codes н/а (not assessed)
 * and зв (exempt). */
#pragma once

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"

#define SCALE_12 "12"

/* What was typed as the value that is stored. Codes are understood without
 * their dots and strokes and with a Latin layout. ERR_INVALID: the scale has
 * no such value. ERR_CORRUPT: no such scale. */
CHECKED enum err scale_parse(
    const char *scale, const char *typed, const char **value);
/* The number of a value, or 0 for a code. */
int scale_number(const char *value);
