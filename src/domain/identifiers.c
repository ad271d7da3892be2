/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/identifiers.h"

#include <ctype.h>
#include <string.h>

#define EDRPOU_DIGITS 8
#define DISO_DIGITS_MAX 10
#define EMAIL_BYTES_MAX 254
#define EMAIL_LOCAL_MAX 64
/* E.164: at most 15 digits; the shortest national plans have 8 with the
 * country's code. */
#define PHONE_DIGITS_MIN 8
#define PHONE_DIGITS_MAX 15
#define PHONE_NATIONAL 9

static bool
all_digits(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (s[i] < '0' || s[i] > '9')
			return false;
	return len > 0;
}

static int
edrpou_sum(const char *s, int first, int added)
{
	int sum = 0;

	/* first is the weight of digit 1; the others count 1..6 or 2..7. */
	for (int i = 0; i < EDRPOU_DIGITS - 1; i++) {
		int weight = i == 0 ? first : first == 7 ? i : i + 1;

		sum += (weight + added) * (s[i] - '0');
	}
	return sum % 11;
}

int
identifier_edrpou_digit(const char *s)
{
	/* The bounds are numbers of 8 digits: 3.... and 6.... */
	bool middle = s[0] >= '3' && s[0] < '6';
	int sum;

	sum = edrpou_sum(s, middle ? 7 : 1, 0);
	if (sum == 10)
		sum = edrpou_sum(s, middle ? 7 : 1, 2);
	return sum == 10 ? 0 : sum;
}

bool
identifier_edrpou(const char *s)
{
	if (strlen(s) != EDRPOU_DIGITS || !all_digits(s, EDRPOU_DIGITS))
		return false;
	/* 00000000 satisfies the sum and belongs to nobody. */
	if (strspn(s, "0") == EDRPOU_DIGITS)
		return false;
	return identifier_edrpou_digit(s) == s[EDRPOU_DIGITS - 1] - '0';
}

bool
identifier_diso(const char *s)
{
	size_t len = strlen(s);

	return len <= DISO_DIGITS_MAX && all_digits(s, len) &&
	       strspn(s, "0") < len;
}

static bool
label_ok(const char *s, size_t len)
{
	if (len == 0 || len > 63 || s[0] == '-' || s[len - 1] == '-')
		return false;
	for (size_t i = 0; i < len; i++)
		if (!isalnum((unsigned char)s[i]) && s[i] != '-')
			return false;
	return true;
}

static bool
domain_ok(const char *s)
{
	size_t labels = 0;

	for (;;) {
		size_t len = strcspn(s, ".");

		if (!label_ok(s, len))
			return false;
		labels++;
		if (s[len] == '\0')
			return labels >= 2 && len >= 2 && !all_digits(s, len);
		s += len + 1;
	}
}

bool
identifier_email(const char *s)
{
	static const char more[] = "!#$%&'*+/=?^_`{|}~.-";
	const char *at = strchr(s, '@');
	size_t local;

	if (!at || strlen(s) > EMAIL_BYTES_MAX)
		return false;
	local = (size_t)(at - s);
	if (local == 0 || local > EMAIL_LOCAL_MAX || s[0] == '.' ||
	    at[-1] == '.')
		return false;
	for (size_t i = 0; i < local; i++) {
		if (!isalnum((unsigned char)s[i]) && !strchr(more, s[i]))
			return false;
		if (s[i] == '.' && s[i + 1] == '.')
			return false;
	}
	return domain_ok(at + 1);
}

const char *
identifier_email_key(struct arena *arena, const char *s)
{
	char *key = arena_strdup(arena, s);

	/* The local part may depend on case by RFC 5321; no mailbox of a
	 * school does, and people type it either way. */
	for (char *p = key; *p; p++)
		*p = (char)tolower((unsigned char)*p);
	return key;
}

enum phone
identifier_phone(
    struct arena *arena, const char *s, size_t len, const char **out)
{
	char digits[PHONE_DIGITS_MAX + 1];
	size_t n = 0;
	bool plus = false;

	*out = arena_strndup(arena, s, len);
	for (size_t i = 0; i < len; i++) {
		if (s[i] == '+' && n == 0)
			plus = true;
		if (s[i] < '0' || s[i] > '9')
			continue;
		if (n == PHONE_DIGITS_MAX)
			return PHONE_INVALID;
		digits[n++] = s[i];
	}
	digits[n] = '\0';
	if (plus && strncmp(digits, "380", 3) != 0) {
		/* "+067..." and "+80..." are slips, not other countries. */
		if (n < PHONE_DIGITS_MIN || digits[0] == '0' ||
		    strncmp(digits, "80", 2) == 0)
			return PHONE_INVALID;
		*out = arena_printf(arena, "+%s", digits);
		return PHONE_FOREIGN;
	}
	/* Country code, trunk prefix of Soviet times, or the plain zero. */
	if (n == 12 && strncmp(digits, "380", 3) == 0)
		memmove(digits, digits + 3, PHONE_NATIONAL + 1);
	else if (n == 11 && strncmp(digits, "80", 2) == 0)
		memmove(digits, digits + 2, PHONE_NATIONAL + 1);
	else if (n == 10 && digits[0] == '0')
		memmove(digits, digits + 1, PHONE_NATIONAL + 1);
	else
		return PHONE_INVALID;
	/* No area or network of Ukraine begins with these. */
	if (strchr("012", digits[0]))
		return PHONE_INVALID;
	*out = arena_printf(arena, "+380%s", digits);
	return PHONE_OK;
}
