/* SPDX-License-Identifier: EUPL-1.2 */
/* Text forms of bytes, RFC 4648. Readers take the one canonical form only, so
 * that a token or a key has exactly one spelling. */
#include "base/crypt.h"

#include <string.h>

static const char hex[] = "0123456789abcdef";
static const char base64[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char base64url[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
static const char base32[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/* Writes groups of bits as letters of the alphabet, the last one filled up
 * with zero bits. Returns the end. */
static char *
encode(char *out, const void *p, size_t len, const char *alphabet, int bits)
{
	const uint8_t *in = p;
	uint32_t held = 0;
	int held_bits = 0;
	size_t i;

	for (i = 0; i < len; i++) {
		held = held << 8 | in[i];
		held_bits += 8;
		while (held_bits >= bits) {
			held_bits -= bits;
			*out++ =
			    alphabet[held >> held_bits & ((1u << bits) - 1)];
		}
	}
	if (held_bits)
		*out++ =
		    alphabet[held << (bits - held_bits) & ((1u << bits) - 1)];
	return out;
}

/* The other way round; ERR_INVALID for a letter outside the alphabet, for a
 * length that no bytes give and for bits left over that are not zero. */
static enum err
decode(struct arena *a, const char *s, const char *alphabet, int bits,
    uint8_t **out, size_t *len)
{
	size_t n = strlen(s), total = n * (size_t)bits / 8, at = 0;
	uint32_t held = 0;
	int held_bits = 0;
	const char *found;
	uint8_t *p;

	if ((total * 8 + (size_t)bits - 1) / (size_t)bits != n)
		return ERR_INVALID;
	p = arena_alloc(a, total);
	for (; *s; s++) {
		if (!(found = strchr(alphabet, *s)))
			return ERR_INVALID;
		held = held << bits | (uint32_t)(found - alphabet);
		held_bits += bits;
		if (held_bits >= 8) {
			held_bits -= 8;
			p[at++] = (uint8_t)(held >> held_bits);
		}
	}
	if (held & ((1u << held_bits) - 1))
		return ERR_INVALID;
	*out = p;
	*len = total;
	return OK;
}

const char *
crypt_hex(struct arena *a, const void *p, size_t len)
{
	char *out = arena_array(a, len + 1, 2);

	encode(out, p, len, hex, 4);
	return out;
}

const char *
crypt_base64(struct arena *a, const void *p, size_t len)
{
	char *out = arena_array(a, len / 3 + 2, 4);
	char *end = encode(out, p, len, base64, 6);

	while ((end - out) % 4)
		*end++ = '=';
	return out;
}

const char *
crypt_base64url(struct arena *a, const void *p, size_t len)
{
	char *out = arena_array(a, len / 3 + 2, 4);

	encode(out, p, len, base64url, 6);
	return out;
}

const char *
crypt_base32(struct arena *a, const void *p, size_t len)
{
	char *out = arena_array(a, len / 5 + 2, 8);

	encode(out, p, len, base32, 5);
	return out;
}

enum err
crypt_unhex(struct arena *a, const char *s, uint8_t **out, size_t *len)
{
	return decode(a, s, hex, 4, out, len);
}

enum err
crypt_unbase64url(struct arena *a, const char *s, uint8_t **out, size_t *len)
{
	return decode(a, s, base64url, 6, out, len);
}

enum err
crypt_unbase32(struct arena *a, const char *s, uint8_t **out, size_t *len)
{
	return decode(a, s, base32, 5, out, len);
}
