/* SPDX-License-Identifier: EUPL-1.2 */
/* Letters for the tests, and the real process that reads them. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
/* cmocka wants the four above. */
#include <cmocka.h>

#include "base/child.h"
#include "domain/letter.h"

extern struct arena *arena;
int letters_setup(void **state);
int letters_teardown(void **state);
#define TEST(name)                                                             \
	cmocka_unit_test_setup_teardown(name, letters_setup, letters_teardown)

/* Runs ejournal-mime; fails the test when it did not end by itself. */
struct bytes letters_record(const void *p, size_t len);
/* The same, parsed. */
struct letter *letters_read_bytes(const void *p, size_t len);
struct letter *letters_read(const char *s);

/* "From: ...\nSubject: ...\n" + headers + "\n" + body. */
const char *letters_make(const char *headers, const char *body);
/* UTF-8 in another charset; *len may be NULL. */
const char *letters_encode(const char *charset, const char *s, size_t *len);
const char *letters_base64(const char *s);

/* The text as it would be shown. */
const char *letters_text(const struct letter *letter);
void letters_contain(const char *text, const char *piece);
void letters_lack(const char *text, const char *piece);
