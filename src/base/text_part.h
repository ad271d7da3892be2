/* SPDX-License-Identifier: EUPL-1.2 */
/* Between the files behind base/text.h; nobody else includes this. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define APOSTROPHE 0x2019
/* Stands for a byte that is no UTF-8; cannot come out of the gate. */
#define NO_CHARACTER 0xfffd

/* The code point at *s, which moves behind it. *s must not stand at the NUL.
 * Never reads past the NUL, whatever the bytes are. */
static inline uint32_t
next_character(const char **s)
{
	static const uint32_t least[] = {0, 0x80, 0x800, 0x10000};
	const unsigned char *p = (const unsigned char *)*s;
	uint32_t c = p[0];
	int more, i;

	(*s)++;
	if (c < 0x80)
		return c;
	more = c >= 0xf0 ? 3 : c >= 0xe0 ? 2 : 1;
	if (c < 0xc0)
		return NO_CHARACTER;
	c &= 0x3fu >> more;
	for (i = 1; i <= more; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return NO_CHARACTER;
		c = c << 6 | (p[i] & 0x3f);
	}
	/* A longer spelling of an ASCII character could bring in a NUL. */
	if (c < least[more])
		return NO_CHARACTER;
	*s += more;
	return c;
}

/* Writes c and returns the end; at most 4 bytes. */
static inline char *
put_character(char *out, uint32_t c)
{
	if (c < 0x80) {
		*out++ = (char)c;
	} else if (c < 0x800) {
		*out++ = (char)(0xc0 | c >> 6);
		*out++ = (char)(0x80 | (c & 0x3f));
	} else if (c < 0x10000) {
		*out++ = (char)(0xe0 | c >> 12);
		*out++ = (char)(0x80 | (c >> 6 & 0x3f));
		*out++ = (char)(0x80 | (c & 0x3f));
	} else {
		*out++ = (char)(0xf0 | c >> 18);
		*out++ = (char)(0x80 | (c >> 12 & 0x3f));
		*out++ = (char)(0x80 | (c >> 6 & 0x3f));
		*out++ = (char)(0x80 | (c & 0x3f));
	}
	return out;
}

static inline bool
is_cyrillic(uint32_t c)
{
	return c >= 0x400 && c <= 0x52f && !(c >= 0x482 && c <= 0x489);
}

/* U+2019 and what people type for it (domain.md, section 7). */
bool text_is_apostrophe(uint32_t c);

/* The Cyrillic letter that looks like this Latin one, 0 if none does. */
uint32_t text_cyrillic_twin(uint32_t latin);

/* Simple case mapping, one code point to one. */
uint32_t text_upper(uint32_t c);
uint32_t text_lower(uint32_t c);
bool text_is_letter(uint32_t c);
