/* SPDX-License-Identifier: EUPL-1.2 */
/* Character references of HTML. */
#pragma once

#include <stddef.h>

/* The reference at p ("&nbsp;", "&#1110;", "&#x456", also without its
 * semicolon where HTML allows it). Returns its length in bytes and puts the
 * code point; 0: it is a plain ampersand. */
size_t entity_read(const char *p, size_t len, unsigned *code);
