/* SPDX-License-Identifier: EUPL-1.2 */
/* A journal as a whole: topics of its lessons, and all columns of the year for
 * an export or a print. */
#pragma once

#include "domain/journal_page.h"
#include "store/lessons.h"

/* The head (no cells) and the lessons of the year, oldest first. */
CHECKED enum err journal_book_topics(struct act *act, int64_t journal,
    struct journal_view *view, struct lesson **lessons, size_t *n);
/* All columns of the year with all cells, and the lessons. */
CHECKED enum err journal_book_year(struct act *act, int64_t journal,
    struct journal_view *view, struct lesson **lessons, size_t *n);
