/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/codes.h"

#include <ctype.h>
#include <string.h>

#define TYPED_BYTES_MAX 64
#define GROUP 4

const char *
codes_make(struct act *act)
{
	uint8_t random[CODES_BYTES];

	act->rng->fill(act->rng, random, sizeof(random));
	return crypt_base32(act->arena, random, sizeof(random));
}

const char *
codes_grouped(struct arena *arena, const char *code)
{
	struct buf b;

	buf_init(&b, arena, CODES_CHARS * 2);
	for (size_t i = 0; code[i]; i++) {
		if (i && i % GROUP == 0)
			buf_addc(&b, ' ');
		buf_addc(&b, code[i]);
	}
	return b.p;
}

static char
letter(char c)
{
	switch (c) {
	case '0':
		return 'O';
	case '1':
		return 'I';
	case '8':
		return 'B';
	default:
		return (char)toupper((unsigned char)c);
	}
}

/* A keyboard left in Ukrainian gives letters that look right on the screen. */
static const struct {
	const char *cyrillic;
	char latin;
} twins[] = {
    {"А", 'A'},
    {"а", 'A'},
    {"В", 'B'},
    {"в", 'B'},
    {"С", 'C'},
    {"с", 'C'},
    {"Е", 'E'},
    {"е", 'E'},
    {"Н", 'H'},
    {"н", 'H'},
    {"І", 'I'},
    {"і", 'I'},
    {"К", 'K'},
    {"к", 'K'},
    {"М", 'M'},
    {"м", 'M'},
    {"О", 'O'},
    {"о", 'O'},
    {"Р", 'P'},
    {"р", 'P'},
    {"Т", 'T'},
    {"т", 'T'},
    {"Х", 'X'},
    {"х", 'X'},
    {"У", 'Y'},
    {"у", 'Y'},
    {"\xc2\xa0", ' '},
};

/* One character of the input; *len its bytes. */
static char
read_one(const char *s, size_t *len)
{
	*len = 2;
	for (size_t i = 0; i < sizeof(twins) / sizeof(twins[0]); i++)
		if (!strncmp(s, twins[i].cyrillic, 2))
			return twins[i].latin;
	*len = 1;
	return letter(*s);
}

static bool
is_space(char c)
{
	return c == ' ' || c == '-' || c == '\t';
}

enum err
codes_read(struct arena *arena, const char *typed, const char **code)
{
	char *out = arena_alloc(arena, CODES_CHARS + 1);
	size_t n = 0;

	if (!typed || strlen(typed) > TYPED_BYTES_MAX)
		return ERR_INVALID;
	while (*typed) {
		size_t len;
		const char c = read_one(typed, &len);

		typed += len;
		if (is_space(c))
			continue;
		if (n == CODES_CHARS ||
		    !strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", c))
			return ERR_INVALID;
		out[n++] = c;
	}
	if (n != CODES_CHARS)
		return ERR_INVALID;
	*code = out;
	return OK;
}

void
codes_hash(const char *use, int64_t account, const char *code,
    uint8_t hash[HASH_BYTES])
{
	uint8_t id[8];
	const struct hash_part parts[] = {
	    {use, strlen(use) + 1},
	    {id, sizeof(id)},
	    {code, strlen(code)},
	};

	for (size_t i = 0; i < sizeof(id); i++)
		id[i] = (uint8_t)((uint64_t)account >> (8 * i));
	crypt_sha256(parts, 3, hash);
}
