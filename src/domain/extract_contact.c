/* SPDX-License-Identifier: EUPL-1.2 */
/* E-mail addresses and telephones, recognised by their shape. */
#include "domain/extract_part.h"

#include <ctype.h>
#include <string.h>

#include "base/codes.h"

/* ---- e-mail ---- */

static bool
ends_address(char c)
{
	return c == '\0' || strchr(" \t\r\n,;:()<>[]\"'|", c) != NULL;
}

int
extract_contact_emails(
    struct reading *r, const struct piece_of_line *piece, int sure)
{
	size_t end = piece->at + piece->len;
	int n = 0;

	for (size_t i = piece->at; i < end; i++) {
		size_t a = i, b = i;

		if (r->text[i] != '@')
			continue;
		while (a > piece->at && !ends_address(r->text[a - 1]))
			a--;
		while (b < end && !ends_address(r->text[b]))
			b++;
		while (b > i && strchr(".!?", r->text[b - 1]))
			b--;
		if (a == i || b == i + 1)
			continue;
		extract_values_put(r, piece, FIELD_EMAIL, a, b - a, sure);
		i = b;
		n++;
	}
	return n;
}

/* ---- telephone ---- */

/* Bytes of what may stand between two digits of one number. */
static size_t
phone_gap(const char *p, size_t len)
{
	size_t n = 0;

	while (n < len && n < 6) {
		if (strchr(" -().", p[n]) && p[n])
			n++;
		else if (n + 1 < len && memcmp(p + n, "\xc2\xa0", 2) == 0)
			n += 2;
		else if (n + 2 < len && memcmp(p + n, "–", 3) == 0)
			n += 3;
		else
			break;
	}
	return n;
}

/* Digits that make a whole number with this beginning; 0: not known. */
static size_t
phone_length(const char *digits, size_t n)
{
	if (n >= 3 && strncmp(digits, "380", 3) == 0)
		return 12;
	if (n >= 2 && strncmp(digits, "80", 2) == 0)
		return 11;
	return n && digits[0] == '0' ? 10 : 0;
}

/* Nine digits lack the zero that a table has taken from them. */
static bool
lacks_zero(const char *s)
{
	size_t n = 0;

	for (const char *p = s; *p; p++)
		n += *p >= '0' && *p <= '9';
	return n == 9;
}

enum flag
extract_contact_phone(struct arena *arena, const char *s, const char **e164)
{
	if (codes_phone(arena, s, e164) == OK)
		return lacks_zero(s) ? FLAG_DERIVED : FLAG_OK;
	if (codes_phone_any(arena, s, e164) == OK)
		return FLAG_AMBIGUOUS;
	*e164 = s;
	return FLAG_INVALID;
}

/* The telephone that begins at p: bytes, and how many digits. */
static size_t
phone_scan(const char *p, size_t len, size_t *digits)
{
	char d[16];
	size_t n = 0, i = 0, end = 0;

	while (i < len && (p[i] == '+' || p[i] == '('))
		i++;
	while (i < len && n < sizeof(d)) {
		size_t whole = phone_length(d, n), gap;

		if (p[i] >= '0' && p[i] <= '9') {
			d[n++] = p[i++];
			end = i;
			continue;
		}
		gap = phone_gap(p + i, len - i);
		if (whole && n >= whole)
			break;
		if (gap == 0 || i + gap >= len || p[i + gap] < '0' ||
		    p[i + gap] > '9')
			break;
		i += gap;
	}
	*digits = n;
	return end;
}

/* A letter, digit or number sign before it: the digits are something else. */
static bool
glued(const struct reading *r, size_t at)
{
	size_t i = at, step;
	unsigned c;

	if (at == 0)
		return false;
	do
		i--;
	while (i && ((unsigned char)r->text[i] & 0xc0) == 0x80);
	c = words_code(r->text + i, &step);
	return (c < 0x80 && (isalnum((int)c) || c == '_' || c == '@')) ||
	       c == 0x2116 || (c >= 0x400 && c <= 0x52f);
}

/* "тел." or "моб" stands right before. */
static bool
named_phone(const struct reading *r, size_t at)
{
	size_t from = at > 24 ? at - 24 : 0;
	struct words w;

	while (from && ((unsigned char)r->text[from] & 0xc0) == 0x80)
		from--;
	w = words_within(r->words, from, at - from);
	return w.n && (extract_labels_is_phone(w.p[w.n - 1].fold) ||
			  words_starts(w.p[w.n - 1].fold, "телефон") ||
			  words_starts(w.p[w.n - 1].fold, "мобільн"));
}

/* Whether the stretch is a telephone: a whole Ukrainian number anywhere; one
 * of another country, without its first zero or too short only where a
 * telephone is asked for, the last only if no whole one was there. */
static bool
is_phone(struct reading *r, size_t at, size_t len, size_t digits, bool named,
    bool first)
{
	const char *s = arena_strndup(r->arena, r->text + at, len), *e164;

	switch (extract_contact_phone(r->arena, s, &e164)) {
	case FLAG_OK:
		return named || strchr("+0(", s[0]) || digits > 9;
	case FLAG_DERIVED:
	case FLAG_AMBIGUOUS:
		return named;
	default:
		return named && first && digits >= 5;
	}
}

int
extract_contact_phones(
    struct reading *r, const struct piece_of_line *piece, int sure)
{
	size_t end = piece->at + piece->len;
	bool labelled =
	    piece->label == LABEL_PHONE || piece->label == LABEL_PHONE_OWN;
	int n = 0;

	for (size_t i = piece->at; i < end;) {
		char c = r->text[i];
		size_t digits, len;
		bool named;

		if (!(c == '+' || c == '(' || (c >= '0' && c <= '9'))) {
			i++;
			continue;
		}
		len = phone_scan(r->text + i, end - i, &digits);
		if (len == 0) {
			i++;
			continue;
		}
		/* "UA21 3223 1300 ...": the groups after belong to it. */
		if (glued(r, i)) {
			i += 1 + strspn(r->text + i + 1, "0123456789 ");
			continue;
		}
		named = labelled || named_phone(r, i);
		if (is_phone(r, i, len, digits, named, n == 0)) {
			extract_values_put(r, piece, FIELD_PHONE, i, len,
			    named && sure < SURE_NEAR ? SURE_NEAR : sure);
			n++;
		}
		i += len;
	}
	return n;
}
