/* SPDX-License-Identifier: EUPL-1.2 */
/* One logfmt line a fact, to standard error. No personal data, no tokens: the
 * route's pattern, ids and codes only. Thread safe: one write(2) a line. */
#pragma once

#include <stdint.h>

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

/* Lines below the level are dropped. Default LOG_INFO. Called once in main. */
void log_set_level(enum log_level level);

/* The request id put on every line of this thread; "" for none. Copied, at
 * most 31 bytes. */
void log_set_request(const char *id);

/* event is a short snake_case word; then pairs of key, value, ended by NULL.
 * Values are quoted and escaped where needed; NULL prints "-".
 *   log_line(LOG_WARN, "mail_refused", "job", id, "code", "550", NULL); */
void log_line(enum log_level level, const char *event, ...)
    __attribute__((sentinel));

/* Decimal text in a per-thread ring of 8 buffers, for log_line's values. */
const char *log_num(int64_t n);
