/* SPDX-License-Identifier: EUPL-1.2 */
/* One-time codes that people copy from paper: 16 characters of base32 (80
 * random bits) in groups of four, "ABCD EFGH JKLM NPQR". Slips and recovery
 * codes. Stored only as hashes. */
#pragma once

#include "domain/act.h"

#define CODES_CHARS 16
#define CODES_BYTES 10

/* A new code, without spaces. */
const char *codes_make(struct act *act);
/* With spaces, as it is printed. */
const char *codes_grouped(struct arena *arena, const char *code);
/* What was typed: case, spaces and hyphens do not matter; 0, 1 and 8, which
 * base32 does not have, are read as O, I and B. ERR_INVALID: no such code. */
CHECKED enum err codes_read(
    struct arena *arena, const char *typed, const char **code);
/* `use` keeps hashes of different kinds of codes apart. */
void codes_hash(const char *use, int64_t account, const char *code,
    uint8_t hash[HASH_BYTES]);
