/* SPDX-License-Identifier: EUPL-1.2 */
/* From what a letter declares, or fails to declare, to UTF-8. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

struct charset_text {
	const char *p; /* valid UTF-8 */
	size_t len;
	const char *charset; /* what it was read as, lower case */
	bool guessed;	     /* not as declared, or nothing was declared */
};

/* Converters that GMime needs for the names of files: iconv loads a module per
 * charset, which stays in memory while one of them is open. */
#define CHARSET_MODULES 8
struct charset_modules {
	void *open[CHARSET_MODULES];
};

/* Loads every converter, so that no file is needed later. Call it once before
 * the sandbox. */
void charset_prepare(struct charset_modules *modules);
void charset_finish(struct charset_modules *modules);

/* declared: "" or NULL when the letter names none. Never fails: bytes that
 * nothing can read become U+FFFD. */
void charset_read(struct arena *arena, const char *declared, const void *p,
    size_t len, struct charset_text *out);

/* Control characters but \n and \t, NUL, zero-width and bidirectional marks
 * are taken out; CRLF becomes LF; line: breaks and tabs become blanks and the
 * ends are trimmed. s is valid UTF-8. */
const char *charset_clean(
    struct arena *arena, const char *s, size_t len, bool line, size_t *out_len);
