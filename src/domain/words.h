/* SPDX-License-Identifier: EUPL-1.2 */
/* Words of a text with where they stand: what the reader of requests works
 * on. A word is letters (with apostrophes and hyphens inside) or digits.
 *
 * `fold` is lower case, without apostrophes, with Latin look-alikes inside a
 * Cyrillic word turned Cyrillic: it is only compared, never shown. It does not
 * depend on ICU, so offsets and words are the same on every machine. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

struct word {
	size_t at, len; /* bytes in the text */
	const char *fold;
	bool digits;  /* only 0-9 */
	bool capital; /* begins with a capital letter */
	bool upper;   /* no small letter in it */
};

struct words {
	const struct word *p;
	size_t n;
};

/* Words beyond this are not seen: a request has a few hundred. */
#define WORDS_MAX 50000

/* text is valid UTF-8. */
struct words words_split(struct arena *arena, const char *text, size_t len);

/* The words within [at, at + len) of the text. */
struct words words_within(struct words all, size_t at, size_t len);

/* One text folded as a word is, words joined by one space. */
const char *words_fold(struct arena *arena, const char *text, size_t len);

/* The code point at p (valid UTF-8) and its length in bytes. */
unsigned words_code(const char *p, size_t *len);

/* fold begins with stem; with one of the endings, parted by '|', after it:
 * words_inflected("сумської", "сумськ", "а|ої|ій") */
bool words_starts(const char *fold, const char *stem);
bool words_inflected(const char *fold, const char *stem, const char *endings);
/* fold is one of the words parted by '|'. */
bool words_in(const char *fold, const char *list);
