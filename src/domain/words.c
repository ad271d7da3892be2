/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/words.h"

#include <string.h>

#include "base/buf.h"

unsigned
words_code(const char *p, size_t *len)
{
	const unsigned char *u = (const unsigned char *)p;

	if (u[0] < 0x80) {
		*len = 1;
		return u[0];
	}
	if (u[0] < 0xe0) {
		*len = 2;
		return (u[0] & 0x1fU) << 6 | (u[1] & 0x3fU);
	}
	if (u[0] < 0xf0) {
		*len = 3;
		return (u[0] & 0x0fU) << 12 | (u[1] & 0x3fU) << 6 |
		       (u[2] & 0x3fU);
	}
	*len = 4;
	return (u[0] & 7U) << 18 | (u[1] & 0x3fU) << 12 | (u[2] & 0x3fU) << 6 |
	       (u[3] & 0x3fU);
}

static bool
is_digit(unsigned c)
{
	return c >= '0' && c <= '9';
}

static bool
is_latin(unsigned c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool
is_cyrillic(unsigned c)
{
	return c >= 0x400 && c <= 0x52f && !(c >= 0x482 && c <= 0x489);
}

static bool
is_letter(unsigned c)
{
	return is_latin(c) || is_cyrillic(c);
}

static bool
is_apostrophe(unsigned c)
{
	return c == '\'' || c == '`' || c == 0x2019 || c == 0x2bc ||
	       c == 0x2018 || c == 0xb4;
}

static bool
is_hyphen(unsigned c)
{
	return c == '-' || c == 0x2010 || c == 0x2011;
}

static bool
is_upper(unsigned c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 0x400 && c <= 0x42f) ||
	       c == 0x490;
}

/* Ґ is the one Ukrainian letter outside the main block. */
static unsigned
lower(unsigned c)
{
	if (c >= 'A' && c <= 'Z')
		return c + 32;
	if (c >= 0x410 && c <= 0x42f)
		return c + 32;
	if (c >= 0x400 && c <= 0x40f)
		return c + 80;
	return c == 0x490 ? 0x491 : c;
}

/* Small Latin letters that people type inside Cyrillic words. */
static unsigned
cyrillic_twin(unsigned c)
{
	static const char from[] = "aceiopxykmthb";
	static const unsigned to[] = {0x430, 0x441, 0x435, 0x456, 0x43e, 0x440,
	    0x445, 0x443, 0x43a, 0x43c, 0x442, 0x43d, 0x432};
	const char *hit = c && c < 0x80 ? strchr(from, (int)c) : NULL;

	return hit ? to[hit - from] : c;
}

static void
put(char *out, size_t *n, unsigned c)
{
	if (c < 0x80) {
		out[(*n)++] = (char)c;
		return;
	}
	out[(*n)++] = (char)(0xc0 | c >> 6);
	out[(*n)++] = (char)(0x80 | (c & 0x3f));
}

static const char *
fold(struct arena *arena, const char *p, size_t len)
{
	bool cyrillic = false;
	char *out = arena_alloc(arena, len * 2 + 1);
	size_t n = 0, step;

	for (size_t i = 0; i < len; i += step)
		cyrillic |= is_cyrillic(words_code(p + i, &step));
	for (size_t i = 0; i < len; i += step) {
		unsigned c = words_code(p + i, &step);

		if (is_apostrophe(c))
			continue;
		c = is_hyphen(c) ? '-' : lower(c);
		put(out, &n, cyrillic ? cyrillic_twin(c) : c);
	}
	out[n] = '\0';
	return out;
}

/* Length of the word at p; 0 when none begins there. */
static size_t
word_length(const char *p, size_t len, struct word *word)
{
	size_t step, next, i;
	unsigned c = words_code(p, &step);

	word->digits = is_digit(c);
	word->capital = word->upper = is_upper(c);
	if (!word->digits && !is_letter(c))
		return 0;
	for (i = step; i < len; i += step) {
		c = words_code(p + i, &step);
		if (word->digits ? is_digit(c) : is_letter(c)) {
			word->upper &= is_upper(c);
			continue;
		}
		if (word->digits || i + step >= len)
			break;
		/* "м’я", "Івано-Франківська", "е-mail": only inside. */
		if (!is_apostrophe(c) && !is_hyphen(c))
			break;
		if (!is_letter(words_code(p + i + step, &next)))
			break;
	}
	return i;
}

struct words
words_split(struct arena *arena, const char *text, size_t len)
{
	struct word *p;
	size_t n = 0, step;

	p = arena_array(arena, len < WORDS_MAX ? len : WORDS_MAX, sizeof(*p));
	for (size_t i = 0; i < len && n < WORDS_MAX; i += step) {
		struct word word = {.at = i};

		word.len = word_length(text + i, len - i, &word);
		if (word.len) {
			word.fold = fold(arena, text + i, word.len);
			p[n++] = word;
			step = word.len;
		} else {
			words_code(text + i, &step);
		}
	}
	return (struct words){p, n};
}

/* The first word that begins at `at` or later; by_end: that ends after it. */
static size_t
first_from(struct words all, size_t at, bool by_end)
{
	size_t low = 0, high = all.n;

	while (low < high) {
		size_t mid = (low + high) / 2;
		const struct word *word = &all.p[mid];

		if (by_end ? word->at + word->len <= at : word->at < at)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

struct words
words_within(struct words all, size_t at, size_t len)
{
	size_t first = first_from(all, at, false);
	size_t end = first_from(all, at + len, true);

	return (struct words){all.p + first, end > first ? end - first : 0};
}

const char *
words_fold(struct arena *arena, const char *text, size_t len)
{
	struct words words = words_split(arena, text, len);
	struct buf out;

	buf_init(&out, arena, len + 1);
	for (size_t i = 0; i < words.n; i++) {
		if (i)
			buf_addc(&out, ' ');
		buf_adds(&out, words.p[i].fold);
	}
	return out.p;
}

bool
words_starts(const char *fold_, const char *stem)
{
	return strncmp(fold_, stem, strlen(stem)) == 0;
}

bool
words_in(const char *word, const char *list)
{
	size_t len = strlen(word);

	for (const char *p = list;; p++) {
		size_t n = strcspn(p, "|");

		if (n == len && memcmp(p, word, len) == 0)
			return true;
		p += n;
		if (!*p)
			return false;
	}
}

bool
words_inflected(const char *word, const char *stem, const char *endings)
{
	return words_starts(word, stem) &&
	       words_in(word + strlen(stem), endings);
}
