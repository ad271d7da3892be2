/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/text.h"

#include <stdint.h>
#include <string.h>
#include <unicode/uchar.h>

#include "base/text_part.h"

/* U+0301, put over a vowel to show the stress; nobody searches with it. */
#define STRESS 0x301

/* Length of the sequence that a first byte opens; 0 if it opens none. */
static size_t
sequence_len(unsigned char c)
{
	if (c < 0x80)
		return 1;
	if (c >= 0xc2 && c <= 0xdf)
		return 2;
	if (c >= 0xe0 && c <= 0xef)
		return 3;
	if (c >= 0xf0 && c <= 0xf4)
		return 4;
	return 0;
}

bool
text_is_utf8(const char *s, size_t len)
{
	const unsigned char *p = (const unsigned char *)s;
	size_t i = 0, k, n;

	while (i < len) {
		if (p[i] && p[i] < 0x80) {
			i++;
			continue;
		}
		n = sequence_len(p[i]);
		if (!p[i] || !n || n > len - i)
			return false;
		for (k = 1; k < n; k++) {
			if ((p[i + k] & 0xc0) != 0x80)
				return false;
		}
		/* Overlong, surrogate, above U+10FFFF. */
		if ((p[i] == 0xe0 && p[i + 1] < 0xa0) ||
		    (p[i] == 0xed && p[i + 1] > 0x9f) ||
		    (p[i] == 0xf0 && p[i + 1] < 0x90) ||
		    (p[i] == 0xf4 && p[i + 1] > 0x8f))
			return false;
		i += n;
	}
	return true;
}

size_t
text_length(const char *s)
{
	size_t n = 0;

	for (; *s; s++)
		n += ((unsigned char)*s & 0xc0) != 0x80;
	return n;
}

bool
text_is_letter(uint32_t c)
{
	if (c < 0x80)
		return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
	return is_cyrillic(c) ||
	       u_hasBinaryProperty((UChar32)c, UCHAR_ALPHABETIC) ||
	       u_getCombiningClass((UChar32)c);
}

uint32_t
text_upper(uint32_t c)
{
	return (uint32_t)u_toupper((UChar32)c);
}

uint32_t
text_lower(uint32_t c)
{
	/* Most text is this; the rest may take ICU's tables. */
	if (c >= 0x430 && c <= 0x45f)
		return c;
	if (c >= 0x410 && c <= 0x42f)
		return c + 0x20;
	if (c >= 0x400 && c <= 0x40f)
		return c + 0x50;
	return (uint32_t)u_foldCase((UChar32)c, U_FOLD_CASE_DEFAULT);
}

const char *
text_fold(struct arena *arena, const char *s)
{
	/* Folding makes three bytes of two at worst (U+023A). */
	char *out = arena_array(arena, strlen(s) + 1, 2), *at = out;
	bool gap = false;
	uint32_t c;

	while (*s) {
		c = next_character(&s);
		if (c < 0x80) {
			if (c >= 'A' && c <= 'Z')
				c += 'a' - 'A';
			else if (c == '\'' || c == '`')
				continue;
			else if (!(c >= 'a' && c <= 'z') &&
				 !(c >= '0' && c <= '9'))
				c = 0;
		} else if (is_cyrillic(c)) {
			c = text_lower(c);
		} else if (c == STRESS || text_is_apostrophe(c)) {
			continue;
		} else if (text_is_letter(c) || u_isdigit((UChar32)c)) {
			c = text_lower(c);
		} else {
			c = 0;
		}
		/* Whatever is no letter and no digit only parts words. */
		if (!c) {
			gap = at != out;
			continue;
		}
		if (gap)
			*at++ = ' ';
		gap = false;
		at = put_character(at, c);
	}
	*at = '\0';
	return out;
}

const char *
text_initial(struct arena *arena, const char *s)
{
	char *out = arena_alloc(arena, 5);
	uint32_t c;

	while (*s) {
		c = next_character(&s);
		if (text_is_letter(c)) {
			put_character(out, text_upper(c));
			break;
		}
	}
	return out;
}

/* Transliteration by the order of the Cabinet of Ministers No. 55 of
 * 27.01.2010, for U+0430..U+044F; ы, э, ъ are not of the alphabet and get
 * what passports give them. */
static const char *const latin[] = {"a", "b", "v", "h", "d", "e", "zh", "z",
    "y", "i", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f", "kh", "ts",
    "ch", "sh", "shch", "", "y", "", "e", "iu", "ia"};

static const char *
latin_of(uint32_t c, bool first, uint32_t before)
{
	switch (c) {
	case 0x454: /* є */
		return first ? "ye" : "ie";
	case 0x457: /* ї */
		return first ? "yi" : "i";
	case 0x439: /* й */
		return first ? "y" : "i";
	case 0x44e: /* ю */
		return first ? "yu" : "iu";
	case 0x44f: /* я */
		return first ? "ya" : "ia";
	case 0x456: /* і */
		return "i";
	case 0x491: /* ґ */
		return "g";
	case 0x451: /* ё */
		return "io";
	case 0x433: /* г: зг is "zgh", so that it is not read as ж */
		return before == 0x437 ? "gh" : "h";
	default:
		return c >= 0x430 && c <= 0x44f ? latin[c - 0x430] : NULL;
	}
}

const char *
text_latin(struct arena *arena, const char *s)
{
	/* Two bytes become four letters at worst (щ). */
	char *out = arena_array(arena, strlen(s) + 1, 2), *at = out;
	uint32_t c, before = 0;
	bool gap = false, first = true;
	const char *p;
	char ascii[2] = "";

	while (*s) {
		c = text_lower(next_character(&s));
		if (text_is_apostrophe(c) || c == STRESS)
			continue;
		ascii[0] = (char)c;
		p = c >= 'a' && c <= 'z' ? ascii : latin_of(c, first, before);
		before = c;
		first = !p;
		if (!p) {
			gap = at != out;
			continue;
		}
		if (gap)
			*at++ = ' ';
		gap = false;
		at = stpcpy(at, p);
	}
	*at = '\0';
	return out;
}
