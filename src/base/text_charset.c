/* SPDX-License-Identifier: EUPL-1.2 */
/* Text that is not UTF-8: converting it, and guessing what it is. */
#include "base/text.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/ucnv.h>
#include <unicode/ustring.h>

#include "base/log.h"
#include "base/text_part.h"

/* ICU counts in 32 bits; the largest input elsewhere is far below. */
#define CONVERT_BYTES_MAX (64 * 1024 * 1024)
#define CHARSET_BYTES_MAX 64
/* So much of a text is enough to know its charset. */
#define SAMPLE_BYTES 4096
#define BOM 0xfeff

static enum err
to_wide(struct arena *arena, UConverter *converter, const char *p, size_t len,
    UChar **wide, int32_t *n)
{
	UErrorCode status = U_ZERO_ERROR;
	/* No charset gives more than two units a byte (SCSU, HZ and the like
	 * stay below); if one did, the input would be refused. */
	int32_t cap = (int32_t)len * 2 + 2;

	*wide = arena_array(arena, (size_t)cap, sizeof(**wide));
	*n = ucnv_toUChars(converter, *wide, cap, p, (int32_t)len, &status);
	return U_FAILURE(status) ? ERR_INVALID : OK;
}

enum err
text_from_charset(struct arena *arena, const char *charset, const void *p,
    size_t len, const char **out, size_t *out_len)
{
	UErrorCode status = U_ZERO_ERROR;
	UConverter *converter;
	int32_t n = 0, bytes = 0;
	UChar *wide = NULL;
	enum err err;
	char *text;

	if (len > CONVERT_BYTES_MAX)
		return ERR_LIMIT;
	if (!*charset || strlen(charset) > CHARSET_BYTES_MAX)
		return ERR_INVALID;
	converter = ucnv_open(charset, &status);
	if (U_FAILURE(status))
		return ERR_INVALID;
	ucnv_setToUCallBack(
	    converter, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &status);
	err = U_FAILURE(status) ? ERR_INVALID
				: to_wide(arena, converter, p, len, &wide, &n);
	ucnv_close(converter);
	if (err)
		return err;
	if (n && wide[0] == BOM) {
		wide++;
		n--;
	}
	text = arena_array(arena, (size_t)n + 1, 3);
	u_strToUTF8(text, n * 3 + 1, &bytes, wide, n, &status);
	if (U_FAILURE(status))
		return ERR_INVALID;
	*out = text;
	*out_len = (size_t)bytes;
	return OK;
}

/* How often a letter stands in Ukrainian text, as a logarithm: а to я. */
static const char weights[] = {6, 4, 5, 3, 5, 6, 2, 4, 6, 3, 5, 5, 5, 6, 7, 5,
    5, 5, 6, 4, 1, 3, 2, 3, 2, 1, -4, -4, 4, -4, 2, 4};

static int
weight(uint32_t lower)
{
	if (lower == 0x456)
		return 6;
	if (lower == 0x454 || lower == 0x457 || lower == 0x491)
		return 2;
	if (lower >= 0x430 && lower <= 0x44f)
		return weights[lower - 0x430];
	return -4;
}

/* How much one character, after another, looks like Ukrainian text. */
static int
score(uint32_t before, uint32_t c)
{
	uint32_t lower;

	if (c < 0x80)
		return 0;
	if (is_cyrillic(c)) {
		lower = text_lower(c);
		if (c == lower)
			return 2 * weight(c);
		/* «иВАНЕНКО» is KOI8 and windows-1251 taken for each other. */
		if (is_cyrillic(before) && before == text_lower(before))
			return -8;
		return 2 * weight(lower) - 1;
	}
	if (c == APOSTROPHE || c == 0xab || c == 0xbb || c == 0x2116 ||
	    c == 0x2014 || c == 0x2013 || c == 0xa0 || c == 0x201c ||
	    c == 0x201d || c == 0x201e)
		return 1;
	/* Frames, signs, letters of other languages, controls. */
	return c < 0xa0 ? -20 : -8;
}

static int
score_as(const char *charset, const void *p, size_t len)
{
	AUTO_ARENA struct arena *arena = arena_new();
	const char *s = NULL, *end;
	uint32_t before = 0, c;
	int sum = 0;
	size_t n = 0;

	if (text_from_charset(arena, charset, p, len, &s, &n))
		return -1000000;
	for (end = s + n; s < end; before = c) {
		c = next_character(&s);
		sum += score(before, c);
	}
	return sum;
}

/* In UTF-16 every second byte of Ukrainian text is 00 or 04. */
static const char *
guess_wide(const unsigned char *p, size_t len)
{
	size_t high[2] = {0, 0}, i;

	for (i = 0; i < len; i++)
		high[i % 2] += p[i] == 0 || p[i] == 4;
	if (len < 4 || len % 2)
		return NULL;
	if (high[1] * 10 >= len / 2 * 9 && high[0] * 2 < high[1])
		return "utf-16le";
	if (high[0] * 10 >= len / 2 * 9 && high[1] * 2 < high[0])
		return "utf-16be";
	return NULL;
}

const char *
text_guess_charset(const void *p, size_t len)
{
	static const char *const singles[] = {
	    "windows-1251", "koi8-u", "cp866"};
	const char *best = singles[0], *wide;
	int sum, best_sum = 0;
	size_t i;

	if (len >= 2 && memcmp(p, "\xff\xfe", 2) == 0)
		return "utf-16le";
	if (len >= 2 && memcmp(p, "\xfe\xff", 2) == 0)
		return "utf-16be";
	if (text_is_utf8(p, len))
		return "utf-8";
	if (len > SAMPLE_BYTES)
		len = SAMPLE_BYTES;
	if ((wide = guess_wide(p, len)))
		return wide;
	for (i = 0; i < sizeof(singles) / sizeof(singles[0]); i++) {
		sum = score_as(singles[i], p, len);
		if (i == 0 || sum > best_sum) {
			best = singles[i];
			best_sum = sum;
		}
	}
	return best;
}
