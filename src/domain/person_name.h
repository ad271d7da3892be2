/* SPDX-License-Identifier: EUPL-1.2 */
/* What may stand where a name is expected, on a form or in a list. */
#pragma once

#include "base/arena.h"

/* One part of a name; the longest Ukrainian ones are half of it. */
#define PERSON_NAME_BYTES_MAX 120

enum name_check {
	NAME_FINE,
	NAME_REPAIRED, /* Latin look-alikes replaced: *pure differs */
	NAME_FORMULA,  /* looks like a formula of a spreadsheet */
	NAME_SIGNS,    /* digits or signs that names do not have */
	NAME_MIXED,    /* two alphabets in one word, no single reading */
	NAME_LONG
};

/* value has passed text_clean and is not empty. *pure is set for NAME_FINE and
 * NAME_REPAIRED only. bytes_max bounds the whole. */
enum name_check person_name_check(struct arena *arena, const char *value,
    size_t bytes_max, const char **pure);
