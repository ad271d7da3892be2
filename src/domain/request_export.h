/* SPDX-License-Identifier: EUPL-1.2 */
/* The queue of requests for scripts: `ejournal requests --json`. */
#pragma once

#include "base/json.h"
#include "domain/act.h"

#define REQUEST_EXPORT_PAGE 100

/* Writes up to REQUEST_EXPORT_PAGE requests from `offset` on as elements of an
 * open array, oldest first; *n: how many. What was never confirmed is left
 * out. The system only. */
CHECKED enum err request_export_page(
    struct act *act, int64_t offset, struct json_out *out, size_t *n);
