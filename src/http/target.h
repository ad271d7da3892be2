/* SPDX-License-Identifier: EUPL-1.2 */
/* The request target and the Host header, read once and strictly: what two
 * readers could understand differently is refused here. */
#pragma once

#include <stdbool.h>

#include "base/arena.h"

#define TARGET_HOST_MAX 255

/* Splits "/path?query" and decodes the path. 0, or the status to refuse with:
 * 414: longer than HTTP_PATH_MAX or HTTP_QUERY_MAX.
 * 400: no path; a broken or needless escape ("%", "%zz", "%2F"); NUL, control
 * character, backslash or bytes that are not UTF-8; "." or ".." as a segment;
 * a fragment. On refusal the results are untouched. */
int target_read(struct arena *arena, const char *raw, const char **path,
    const char **query);

/* A name or address with an optional port; nothing that could be taken for
 * markup or a path when it is shown. */
bool target_host_valid(const char *host);

/* The value of a hexadecimal digit, or -1. */
int target_hex(char c);
