/* SPDX-License-Identifier: EUPL-1.2 */
/* Texts in the reader's language. Source texts are English, in the code;
 * Ukrainian is po/uk.po. Compiled catalogues (.mo) are embedded in the program
 * and read by our own checked reader: glibc's look-ups need host locales and
 * do not scale over threads. Read-only after start, so no locks. */
#pragma once

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"

enum lang { LANG_UK, LANG_EN, LANG_COUNT };

/* Reads a .mo image that stays in memory. Every offset, length, hash-free
 * table order and the Plural-Forms expression are checked; ERR_INVALID leaves
 * the language as it was (source texts). */
CHECKED enum err i18n_load(enum lang lang, const void *mo, size_t len);

/* The text of id (msgid), or id itself. "ctx\004id" is found through tc. */
const char *t(enum lang lang, const char *id);
const char *tc(enum lang lang, const char *context, const char *id);
/* The plural form for n. Falls back to English rules. */
const char *tn(
    enum lang lang, const char *one, const char *many, long long n);

/* A hole {name} of a text and what fills it. */
struct hole {
	const char *name, *value;
};
/* Replaces {name} by its value, plain text. Unknown holes stay visible. */
const char *i18n_fill(struct arena *arena, const char *pattern,
    const struct hole *holes, size_t n);
#define FILL(arena, pattern, ...)                                             \
	i18n_fill((arena), (pattern), (const struct hole[]){__VA_ARGS__},     \
	    sizeof((const struct hole[]){__VA_ARGS__}) / sizeof(struct hole))

/* "uk", "en". */
const char *i18n_code(enum lang lang);
/* From "uk", "en-GB", an Accept-Language header; LANG_UK when in doubt
 * and for NULL. */
enum lang i18n_parse(const char *s);

/* Marks a text for xgettext where it is not yet looked up. */
#define N_(id) (id)
/* The same for texts that tc() looks up. */
#define NC_(context, id) (id)
