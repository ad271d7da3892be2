/* SPDX-License-Identifier: EUPL-1.2 */
/* Answers for whom there is no time, made before anybody asks: one of each
 * kind the application has (a language, a form or a page), in each encoding,
 * with and without TLS. To refuse must cost next to nothing: ten times as many
 * people as can be served must not take the time of those who are. */
#pragma once

#include <stddef.h>

#include "http/exchange.h"

struct busy;

/* Asks the application for its pages. */
struct busy *busy_new(struct exchange_shared *shared);
/* NULL is allowed. */
void busy_free(struct busy *b);

size_t busy_n(const struct busy *b);
/* Its `out`, `headers` and status are what is sent. i < busy_n(). */
const struct exchange *busy_at(const struct busy *b, size_t i);
/* The one for this request. */
size_t busy_choose(const struct busy *b, struct http_request *req);
