/* SPDX-License-Identifier: EUPL-1.2 */
/* HTML of letters to plain text. It forgives everything, as letters need, and
 * gives back text alone: rows of a table become lines with tabs between the
 * cells, items of lists keep their numbers, links keep what is shown of them.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/* html is valid UTF-8. At most text_max bytes come out; *cut tells whether
 * there would have been more. */
const char *html_text(struct arena *arena, const char *html, size_t len,
    size_t text_max, size_t *out_len, bool *cut);
