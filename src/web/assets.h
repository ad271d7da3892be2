/* SPDX-License-Identifier: EUPL-1.2 */
/* Static files, embedded in the program: hashed at start, so that their
 * addresses are immutable, and compressed once. */
#pragma once

#include "base/err.h"
#include "http/http.h"

CHECKED enum err assets_start(void);
/* "/a/style.1a2b3c4d.css" for "style.css"; asserts that it exists. */
const char *asset_href(const char *name);
/* True when the path is an asset's (or looks like one): res is filled. */
bool assets_answer(struct http_request *req, struct http_response *res);
