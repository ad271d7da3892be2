/* SPDX-License-Identifier: EUPL-1.2 */
/* Files embedded in the program: hashed and compressed once at start, served
 * under a name that changes with the content, so a browser may keep them for
 * ever: /a/style.1a2b3c4d.css. */
#pragma once

#include <stdbool.h>

#include "base/err.h"
#include "http/http.h"

/* Once per process, before threads; a second call does nothing. */
CHECKED enum err assets_start(void);

/* The address of "style.css". An unknown name is a wrong program (assert). */
const char *asset_href(const char *name);

/* Answers /a/... and /favicon.ico, without a session or a database; false:
 * not an asset's path. An old or unknown name under /a/ is 404. */
bool assets_answer(struct http_request *req, struct http_response *res);
