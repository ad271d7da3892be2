/* SPDX-License-Identifier: EUPL-1.2 */
/* Inside the http layer: what every answer carries besides what its page set.
 * The security headers of the whole program stand in response.c, once. */
#pragma once

#include "http/http.h"

/* Most headers an answer can have, with those added here. */
#define RESPONSE_HEADERS_MAX (HTTP_HEADERS_MAX + 16)

/* The value of a header that was set, or NULL. Case does not count. */
const char *response_find(const struct http_response *res, const char *name);

/* All headers to send: the response's own, then each security header that it
 * did not set itself. secure adds Strict-Transport-Security. Texts are owned
 * by the response or static. Returns how many. */
size_t response_headers(const struct http_response *res, bool secure,
    struct http_header out[RESPONSE_HEADERS_MAX]);
