/* SPDX-License-Identifier: EUPL-1.2 */
/* Numbers and addresses that people type: code of the legal entity (ЄДРПОУ),
 * number in ДІСО, telephone, e-mail. Each is checked the same way whether it
 * comes from a letter, a form or a table. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/* Eight digits with a right check digit. The weights change between 30 and
 * 60 million; a sum of 10 is taken again with weights + 2. */
bool identifier_edrpou(const char *s);
/* The digit that would be right as the eighth; s begins with 7 digits. */
int identifier_edrpou_digit(const char *s);

/* 1 to 10 digits, not all zero. ДІСО publishes no check digit. */
bool identifier_diso(const char *s);

/* local@domain.tld in ASCII, at most 254 bytes (RFC 5321), no quoted parts:
 * what a school really has. */
bool identifier_email(const char *s);
/* The same with a lower-case domain, for comparing. */
const char *identifier_email_key(struct arena *arena, const char *s);

enum phone {
	PHONE_OK,      /* Ukrainian, E.164 in *out */
	PHONE_FOREIGN, /* begins with + and another country, E.164 in *out */
	PHONE_INVALID, /* *out is what was given */
};
/* "0(5446)2-15-47", "+38(067)1112233", "80671112233", "067 111 22 33" ->
 * "+380544621547". len bytes of s count. */
enum phone identifier_phone(
    struct arena *arena, const char *s, size_t len, const char **out);
