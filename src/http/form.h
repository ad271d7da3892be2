/* SPDX-License-Identifier: EUPL-1.2 */
/* Inside the http layer: the list of fields that the parsers of bodies fill. */
#pragma once

#include "http/http.h"

/* Adds a field; name_len and value_len bytes are copied. Both must be UTF-8
 * without NUL: ERR_INVALID. ERR_LIMIT: one field too many, or too long. */
CHECKED enum err form_add(struct http_request *req, const char *name,
    size_t name_len, const char *value, size_t value_len);

/* Adds a file: the name is copied, the bytes stay in the body. */
CHECKED enum err form_add_file(struct http_request *req, const char *name,
    size_t name_len, const char *filename, struct bytes file);
