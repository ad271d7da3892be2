/* SPDX-License-Identifier: EUPL-1.2 */
/* The Plural-Forms line of a catalogue: which of its forms a number takes. */
#pragma once

#include <stdint.h>

#include "base/err.h"

#define PLURAL_FORMS_MAX 6
#define PLURAL_STEPS_MAX 128

/* The expression as steps for a small stack machine. */
struct plural {
	unsigned forms;
	int n_steps;
	struct plural_step {
		unsigned char op;
		uint32_t number;
	} steps[PLURAL_STEPS_MAX];
};

/* Reads "nplurals=3; plural=(n%10==1 ? 0 : 1);" in C's grammar of
 * gettext: n, numbers, ! * / % + - < > <= >= == != && || ?: and parentheses.
 * No recursion. ERR_INVALID for anything else, for more than
 * PLURAL_FORMS_MAX forms or PLURAL_STEPS_MAX steps, and where a number up to
 * 1000 would take a form that does not exist. */
CHECKED enum err i18n_plural_parse(const char *s, struct plural *plural);

/* The form for n, always below plural->forms. x / 0 and x % 0 are 0. */
unsigned i18n_plural_form(const struct plural *plural, uint64_t n);
