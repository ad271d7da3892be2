/* SPDX-License-Identifier: EUPL-1.2 */
#include "mime/entity.h"

#include <string.h>

#define ENTITY_BYTES_MAX 12
#define CODE_MAX 0x10ffff

/* Those that Ukrainian letters hold. legacy: HTML reads it without the
 * semicolon, too. */
static const struct {
	const char *name;
	unsigned code;
	int legacy;
} entities[] = {
    {"amp", '&', 1},
    {"lt", '<', 1},
    {"gt", '>', 1},
    {"quot", '"', 1},
    {"apos", '\'', 0},
    {"nbsp", 0xa0, 1},
    {"ensp", 0x2002, 0},
    {"emsp", 0x2003, 0},
    {"thinsp", 0x2009, 0},
    {"shy", 0xad, 1},
    {"zwnj", 0x200c, 0},
    {"zwj", 0x200d, 0},
    {"lsquo", 0x2018, 0},
    {"rsquo", 0x2019, 0},
    {"sbquo", 0x201a, 0},
    {"ldquo", 0x201c, 0},
    {"rdquo", 0x201d, 0},
    {"bdquo", 0x201e, 0},
    {"laquo", 0xab, 1},
    {"raquo", 0xbb, 1},
    {"lsaquo", 0x2039, 0},
    {"rsaquo", 0x203a, 0},
    {"prime", 0x2032, 0},
    {"acute", 0xb4, 1},
    {"ndash", 0x2013, 0},
    {"mdash", 0x2014, 0},
    {"minus", 0x2212, 0},
    {"hyphen", 0x2010, 0},
    {"hellip", 0x2026, 0},
    {"bull", 0x2022, 0},
    {"middot", 0xb7, 1},
    {"numero", 0x2116, 0},
    {"sect", 0xa7, 1},
    {"para", 0xb6, 1},
    {"deg", 0xb0, 1},
    {"copy", 0xa9, 1},
    {"reg", 0xae, 1},
    {"trade", 0x2122, 0},
    {"euro", 0x20ac, 0},
    {"plus", '+', 0},
    {"commat", '@', 0},
    {"lpar", '(', 0},
    {"rpar", ')', 0},
    {"colon", ':', 0},
    {"period", '.', 0},
    {"Tab", '\t', 0},
    {"NewLine", '\n', 0},
    {"iukcy", 0x456, 0},
    {"Iukcy", 0x406, 0},
    {"yicy", 0x457, 0},
    {"YIcy", 0x407, 0},
    {"jukcy", 0x454, 0},
    {"Jukcy", 0x404, 0},
};

static int
is_name_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9');
}

/* Numbers 0x80-0x9f mean windows-1252 (WHATWG HTML 13.2.5.80); the few that
 * letters of office programs use. */
static unsigned
windows_code(unsigned code)
{
	switch (code) {
	case 0x91:
		return 0x2018;
	case 0x92:
		return 0x2019;
	case 0x93:
		return 0x201c;
	case 0x94:
		return 0x201d;
	case 0x95:
		return 0x2022;
	case 0x96:
		return 0x2013;
	case 0x97:
		return 0x2014;
	case 0x85:
		return 0x2026;
	default:
		return 0xfffd;
	}
}

static size_t
read_number(const char *p, size_t len, unsigned *code)
{
	size_t i = 2;
	unsigned base = 10, n = 0;
	size_t digits = 0;

	if (i < len && (p[i] == 'x' || p[i] == 'X')) {
		base = 16;
		i++;
	}
	for (; i < len; i++, digits++) {
		unsigned v;
		char c = p[i];

		if (c >= '0' && c <= '9')
			v = (unsigned)(c - '0');
		else if (base == 16 && (c | 32) >= 'a' && (c | 32) <= 'f')
			v = (unsigned)((c | 32) - 'a' + 10);
		else
			break;
		if (n <= CODE_MAX)
			n = n * base + v;
	}
	if (digits == 0)
		return 0;
	if (i < len && p[i] == ';')
		i++;
	if (n >= 0x80 && n <= 0x9f)
		n = windows_code(n);
	if (n == 0 || n > CODE_MAX || (n >= 0xd800 && n <= 0xdfff))
		n = 0xfffd;
	*code = n;
	return i;
}

size_t
entity_read(const char *p, size_t len, unsigned *code)
{
	size_t n = 0;

	if (len < 3)
		return 0;
	if (p[1] == '#')
		return read_number(p, len, code);
	while (n + 1 < len && n < ENTITY_BYTES_MAX && is_name_char(p[n + 1]))
		n++;
	for (size_t i = 0; i < sizeof(entities) / sizeof(entities[0]); i++) {
		const char *name = entities[i].name;
		size_t k = strlen(name);
		int closed = n + 1 < len && p[n + 1] == ';';

		if (closed && k == n && memcmp(p + 1, name, n) == 0) {
			*code = entities[i].code;
			return n + 2;
		}
		if (!closed && entities[i].legacy && k == n &&
		    memcmp(p + 1, name, n) == 0) {
			*code = entities[i].code;
			return n + 1;
		}
	}
	return 0;
}
