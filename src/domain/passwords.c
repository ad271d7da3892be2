/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/passwords.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* "пароль" and up to this many characters around it are no better. */
#define AROUND_STEM_MAX 6
#define AROUND_OWN_MAX 5
#define OWN_CHARS_MIN 4
#define DIFFERENT_CHARS_MIN 4
#define WORD_BYTES_MAX 128 /* longer than any line of the list */

extern const char _binary_common_passwords_txt_start[];
extern const char _binary_common_passwords_txt_end[];

/* The list is in byte order, one word a line, after comment lines. */
static bool
listed(const char *word, size_t len)
{
	const char *low = _binary_common_passwords_txt_start;
	const char *high = _binary_common_passwords_txt_end;

	if (len == 0)
		return false;
	while (low < high) {
		const char *line = low + (high - low) / 2, *end;
		size_t n, line_len;
		int order;

		while (line > low && line[-1] != '\n')
			line--;
		end = memchr(line, '\n', (size_t)(high - line));
		line_len = (size_t)((end ? end : high) - line);
		n = len < line_len ? len : line_len;
		order = line[0] == '#' ? 1 : memcmp(word, line, n);
		if (order == 0 && len == line_len)
			return true;
		if (order > 0 || (order == 0 && len > line_len))
			low = end ? end + 1 : high;
		else
			high = line;
	}
	return false;
}

static size_t
chars(const char *s, size_t len)
{
	size_t n = 0;

	for (size_t i = 0; i < len; i++)
		n += ((unsigned char)s[i] & 0xc0) != 0x80;
	return n;
}

/* "p@ssw0rd" is read as "password". */
static bool
read_listed(const char *s, size_t len)
{
	static const char from[] = "013457@$!", to[] = "oieastasi";
	char plain[WORD_BYTES_MAX];

	if (listed(s, len))
		return true;
	if (len > sizeof(plain))
		return false;
	for (size_t i = 0; i < len; i++) {
		const char *at = strchr(from, s[i]);

		plain[i] = at ? to[at - from] : s[i];
	}
	return listed(plain, len);
}

static bool
is_digit(unsigned char c)
{
	return isdigit(c);
}

static bool
is_sign(unsigned char c)
{
	return c < 0x80 && !isalpha(c);
}

/* The word without the digits, or digits and signs, around it. */
static bool
stem_listed(const char *s, bool (*strip)(unsigned char))
{
	size_t from = 0, to = strlen(s), around = to;

	while (from < to && strip((unsigned char)s[from]))
		from++;
	while (to > from && strip((unsigned char)s[to - 1]))
		to--;
	around -= to - from; /* all of them ASCII */
	return around <= AROUND_STEM_MAX && read_listed(s + from, to - from);
}

/* The shortest unit whose repetition gives the text, in bytes. */
static size_t
period(const char *s, size_t len)
{
	for (size_t unit = 1; unit <= len / 2; unit++)
		if (len % unit == 0 && !memcmp(s, s + unit, len - unit))
			return unit;
	return len;
}

static bool
word_common(const char *s)
{
	const size_t len = strlen(s), unit = period(s, len);

	if (unit < len &&
	    (chars(s, unit) < DIFFERENT_CHARS_MIN || listed(s, unit)))
		return true;
	return read_listed(s, len) || stem_listed(s, is_digit) ||
	       stem_listed(s, is_sign);
}

/* 0671234567 and 380671234567 are known to everybody who can call. */
static bool
phone(const char *s)
{
	const size_t len = strlen(s);

	if (strspn(s, "0123456789") != len)
		return false;
	return (len == 10 && s[0] == '0') ||
	       (len == 12 && !strncmp(s, "380", 3));
}

/* Nearly every character is a neighbour of the one before: 23456789abcdef. */
static bool
sequence(const char *s)
{
	const size_t len = strlen(s);
	size_t steps = 0;

	for (size_t i = 1; i < len; i++) {
		const int d = (unsigned char)s[i] - (unsigned char)s[i - 1];

		steps += d >= -1 && d <= 1;
	}
	return steps * 10 >= (len - 1) * 8;
}

static bool
few_different(const char *s)
{
	bool seen[256] = {false};
	size_t n = 0;

	for (; *s; s++) {
		n += !seen[(unsigned char)*s];
		seen[(unsigned char)*s] = true;
	}
	return n < DIFFERENT_CHARS_MIN;
}

static bool
holds(struct arena *arena, const char *folded, const char *own)
{
	const char *part = text_fold(arena, own);
	const size_t n = text_length(part);

	return n >= OWN_CHARS_MIN && strstr(folded, part) &&
	       text_length(folded) - n <= AROUND_OWN_MAX;
}

static bool
personal(struct arena *arena, const char *folded, const char *own)
{
	const char *at = strchr(own, '@');

	if (holds(arena, folded, own))
		return true;
	return at && holds(arena, folded,
			 arena_strndup(arena, own, (size_t)(at - own)));
}

/* A character of two bytes: Cyrillic capitals become small ones. */
static uint32_t
lower_two(const char *s)
{
	const uint32_t c =
	    ((uint32_t)(s[0] & 0x1f) << 6) | (uint32_t)(s[1] & 0x3f);

	if (c >= 0x410 && c <= 0x42f)
		return c + 0x20;
	if (c >= 0x400 && c <= 0x40f)
		return c + 0x50;
	return c == 0x490 ? 0x491 : c;
}

/* The form of the list: small letters, signs kept, but no spaces, hyphens and
 * apostrophes. */
static const char *
squeezed(struct arena *arena, const char *s)
{
	char *out = arena_alloc(arena, strlen(s) + 1), *to = out;

	while (*s) {
		if ((s[0] & 0xe0) == 0xc0 && s[1]) {
			const uint32_t c = lower_two(s);

			*to++ = (char)(0xc0 | (c >> 6));
			*to++ = (char)(0x80 | (c & 0x3f));
			s += 2;
		} else if (!strncmp(s, "\xe2\x80\x99", 3)) {
			s += 3;
		} else if (strchr(" -'", *s)) {
			s++;
		} else {
			*to++ = (char)tolower((unsigned char)*s);
			s++;
		}
	}
	*to = '\0';
	return out;
}

enum password_fault
passwords_check(
    struct arena *arena, const char *password, const char *const *own, size_t n)
{
	const size_t length = text_length(password);
	const char *folded = text_fold(arena, password);
	const char *small = squeezed(arena, password);

	if (length < PASSWORD_CHARS_MIN)
		return PASSWORD_SHORT;
	if (length > PASSWORD_CHARS_MAX)
		return PASSWORD_LONG;
	for (size_t i = 0; i < n; i++)
		if (own[i] && own[i][0] && personal(arena, folded, own[i]))
			return PASSWORD_PERSONAL;
	if (phone(small) || sequence(small) || few_different(small) ||
	    word_common(small))
		return PASSWORD_COMMON;
	return PASSWORD_FINE;
}
