/* SPDX-License-Identifier: EUPL-1.2 */
/* Numbers and addresses that people write in letters and tables: are they well
 * formed, and what is their one form? Sources: domain.md of the project,
 * section 5. Texts must have passed the gate (text_clean) or be ASCII. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"

#define CODES_EMAIL_BYTES_MAX 254
#define CODES_PHONES_MAX 8

/* ЄДРПОУ: 8 digits (leading zeros count), the last one a check digit. Not
 * unique among institutions: branches have none of their own. */
bool codes_edrpou_valid(const char *s);

/* РНОКПП: 10 digits, the last one a check digit. */
bool codes_rnokpp_valid(const char *s);

/* ДІСО id: 1 to 10 digits, not all zero. No check digit is known. */
bool codes_diso_valid(const char *s);

/* КАТОТТГ: "UA" and 17 digits. Says nothing of whether it exists. */
bool codes_katottg_valid(const char *s);

/* A Ukrainian phone in any of the forms people write to E.164:
 * "0(5446)2-15-47", "+380 54 539 11 22", "+38(067)1112233", "0971234567",
 * "8 050 123-45-67", "380501234567", "501234567" -> "+380...".
 * ERR_INVALID for anything else, also for two numbers in one text. */
CHECKED enum err codes_phone(
    struct arena *arena, const char *s, const char **e164);

/* The same, and numbers of other countries where they begin with + or 00
 * (8 to 15 digits): many guardians live abroad. */
CHECKED enum err codes_phone_any(
    struct arena *arena, const char *s, const char **e164);

/* What a text with several phones holds. */
struct codes_phones {
	const char *e164[CODES_PHONES_MAX]; /* in order, each once */
	size_t n;
	bool rest; /* digits were left that are no phone, or too many */
};
/* Splits "тел. 0(5446)2-15-47, моб. 050-123-45-67" and the like: at commas,
 * semicolons, slashes, line ends, words, and where spaces part two numbers. */
void codes_phones(struct arena *arena, const char *s, struct codes_phones *out);

/* An e-mail address as institutions use them: the sane part of RFC 5321.
 * ASCII, at most 254 bytes, local part of at most 64 without quotes, a domain
 * of at least two labels whose last is no number. */
bool codes_email_valid(const char *s);
/* Lower-case copy, the form that is stored and compared. */
const char *codes_email_lower(struct arena *arena, const char *s);
