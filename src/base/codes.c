/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/codes.h"

#include <string.h>

#include "base/text_part.h"

#define PHONE_BYTES_MAX 64
/* E.164: at most 15 digits; 20 leave room for 00 and for a count too high. */
#define PHONE_DIGITS_MAX 20
#define LOCAL_BYTES_MAX 64
#define LABEL_BYTES_MAX 63

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
are_digits(const char *s, size_t min, size_t max)
{
	size_t n = strspn(s, "0123456789");

	return !s[n] && n >= min && n <= max;
}

static int
weighted(const char *s, const signed char *weights, int more, int n)
{
	int i, sum = 0;

	for (i = 0; i < n; i++)
		sum += (weights[i] + more) * (s[i] - '0');
	return sum;
}

bool
codes_edrpou_valid(const char *s)
{
	static const signed char outer[] = {1, 2, 3, 4, 5, 6, 7};
	static const signed char middle[] = {7, 1, 2, 3, 4, 5, 6};
	const signed char *weights;
	int sum;

	if (!are_digits(s, 8, 8) || !strcmp(s, "00000000"))
		return false;
	/* 30000000 to 59999999 were given out by another rule. */
	weights = s[0] >= '3' && s[0] <= '5' ? middle : outer;
	sum = weighted(s, weights, 0, 7) % 11;
	if (sum == 10)
		sum = weighted(s, weights, 2, 7) % 11;
	return sum % 10 == s[7] - '0';
}

bool
codes_rnokpp_valid(const char *s)
{
	static const signed char weights[] = {-1, 5, 7, 9, 4, 6, 10, 5, 7};
	int sum;

	if (!are_digits(s, 10, 10) || !strcmp(s, "0000000000"))
		return false;
	/* The first weight is negative; -9 is the least sum. */
	sum = (weighted(s, weights, 0, 9) + 11) % 11;
	return sum % 10 == s[9] - '0';
}

bool
codes_diso_valid(const char *s)
{
	return are_digits(s, 1, 10) && s[strspn(s, "0")];
}

bool
codes_katottg_valid(const char *s)
{
	return s[0] == 'U' && s[1] == 'A' && are_digits(s + 2, 17, 17);
}

/* Signs that stand between the digits of one number. */
static bool
is_inside_phone(uint32_t c)
{
	return c == ' ' || c == '\t' || c == '(' || c == ')' || c == '-' ||
	       c == '.' || c == 0xa0 || (c >= 0x2000 && c <= 0x2015) ||
	       c == 0x2212 || c == 0x202f;
}

/* The digits of s; false if it holds anything that no phone holds. */
static bool
phone_digits(const char *s, char digits[PHONE_DIGITS_MAX + 1], bool *plus)
{
	size_t n = 0;
	uint32_t c;

	*plus = false;
	if (strlen(s) > PHONE_BYTES_MAX)
		return false;
	while (*s) {
		c = next_character(&s);
		if (c == '+') {
			if (*plus || n)
				return false;
			*plus = true;
		} else if (c >= '0' && c <= '9') {
			if (n == PHONE_DIGITS_MAX)
				return false;
			digits[n++] = (char)c;
		} else if (!is_inside_phone(c)) {
			return false;
		}
	}
	digits[n] = '\0';
	return n > 0;
}

/* The nine digits behind +380, or NULL. */
static const char *
national(const char *digits, bool plus)
{
	size_t n = strlen(digits);
	const char *nine = NULL;

	if (n == 14 && !plus && !strncmp(digits, "00380", 5))
		nine = digits + 5;
	else if (n == 12 && !strncmp(digits, "380", 3))
		nine = digits + 3;
	else if (n == 11 && !plus && !strncmp(digits, "80", 2))
		nine = digits + 2; /* 8 was the way out of town */
	else if (n == 10 && !plus && digits[0] == '0')
		nine = digits + 1;
	else if (n == 9 && !plus)
		nine = digits; /* a table took the leading zero */
	/* No area and no network begins with 0, 1 or 2. */
	return nine && nine[0] >= '3' ? nine : NULL;
}

enum err
codes_phone(struct arena *arena, const char *s, const char **e164)
{
	char digits[PHONE_DIGITS_MAX + 1];
	const char *nine;
	bool plus;

	if (!phone_digits(s, digits, &plus) || !(nine = national(digits, plus)))
		return ERR_INVALID;
	*e164 = arena_printf(arena, "+380%s", nine);
	return OK;
}

enum err
codes_phone_any(struct arena *arena, const char *s, const char **e164)
{
	char digits[PHONE_DIGITS_MAX + 1];
	const char *p = digits;
	size_t n;
	bool plus;

	if (codes_phone(arena, s, e164) == OK)
		return OK;
	if (!phone_digits(s, digits, &plus))
		return ERR_INVALID;
	if (!plus && strncmp(p, "00", 2))
		return ERR_INVALID;
	if (!plus)
		p += 2;
	n = strlen(p);
	/* A wrong Ukrainian number is not a foreign one. */
	if (n < 8 || n > 15 || *p == '0' || !strncmp(p, "380", 3))
		return ERR_INVALID;
	*e164 = arena_printf(arena, "+%s", p);
	return OK;
}

static void
add_phone(struct codes_phones *out, const char *e164)
{
	size_t i;

	for (i = 0; i < out->n; i++) {
		if (!strcmp(out->e164[i], e164))
			return;
	}
	if (out->n == CODES_PHONES_MAX)
		out->rest = true;
	else
		out->e164[out->n++] = e164;
}

/* One piece between separators: the longest beginning that is a phone, up to
 * a space, then the rest in the same way. */
static void
add_piece(struct arena *arena, char *piece, struct codes_phones *out)
{
	const char *e164;
	char *end, cut;

	if (!strpbrk(piece, "0123456789"))
		return;
	if (strlen(piece) > PHONE_BYTES_MAX * CODES_PHONES_MAX) {
		out->rest = true;
		return;
	}
	for (end = piece + strlen(piece); end > piece; end--) {
		if (*end && *end != ' ' && *end != '+')
			continue;
		cut = *end;
		*end = '\0';
		if (codes_phone(arena, piece, &e164) == OK) {
			add_phone(out, e164);
			*end = cut;
			piece = end;
			if (!strpbrk(piece, "0123456789"))
				return;
			end = piece + strlen(piece) + 1;
			continue;
		}
		*end = cut;
	}
	out->rest = true;
}

void
codes_phones(struct arena *arena, const char *s, struct codes_phones *out)
{
	char *piece = arena_alloc(arena, strlen(s) + 1), *at = piece;
	uint32_t c;

	*out = (struct codes_phones){0};
	while (*s) {
		c = next_character(&s);
		if (c == '+' || (c >= '0' && c <= '9') ||
		    (is_inside_phone(c) && c != '\t')) {
			*at++ = c < 0x80 ? (char)c : c == 0xa0 ? ' ' : '-';
			continue;
		}
		*at = '\0';
		add_piece(arena, piece, out);
		at = piece;
	}
	*at = '\0';
	add_piece(arena, piece, out);
}

static bool
is_alnum(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* RFC 5321 Dot-string. */
static bool
local_is_valid(const char *s, size_t len)
{
	size_t i;

	if (!len || len > LOCAL_BYTES_MAX || s[0] == '.' || s[len - 1] == '.')
		return false;
	for (i = 0; i < len; i++) {
		if (s[i] == '.' ? s[i - 1] == '.'
				: !is_alnum(s[i]) &&
				      !strchr("!#$%&'*+-/=?^_`{|}~", s[i]))
			return false;
	}
	return true;
}

static bool
domain_is_valid(const char *s)
{
	size_t len, labels = 0, i;

	for (;; s += len + 1) {
		len = strcspn(s, ".");
		if (!len || len > LABEL_BYTES_MAX || s[0] == '-' ||
		    s[len - 1] == '-')
			return false;
		for (i = 0; i < len; i++) {
			if (!is_alnum(s[i]) && s[i] != '-')
				return false;
		}
		labels++;
		if (!s[len])
			break;
	}
	return labels >= 2 && len >= 2 && strspn(s, "0123456789") < len;
}

bool
codes_email_valid(const char *s)
{
	const char *at = strchr(s, '@');

	return at &&
	       strnlen(s, CODES_EMAIL_BYTES_MAX + 1) <= CODES_EMAIL_BYTES_MAX &&
	       local_is_valid(s, (size_t)(at - s)) && domain_is_valid(at + 1);
}

const char *
codes_email_lower(struct arena *arena, const char *s)
{
	char *copy = arena_strdup(arena, s), *p;

	for (p = copy; *p; p++) {
		if (*p >= 'A' && *p <= 'Z')
			*p += 'a' - 'A';
	}
	return copy;
}
