/* SPDX-License-Identifier: EUPL-1.2 */
/* What the pages of one journal share: head line, tabs, addresses. Only for
 * page_journal*.c, page_column.c, page_lesson*.c, page_mark.c. */
#pragma once

#include "domain/journal_page.h"
#include "web/layout.h"
#include "web/page.h"

enum journal_tab { JOURNAL_MARKS, JOURNAL_TOPICS };

/* layout_begin with the journal's name and tabs. script may be NULL. */
void journal_begin(struct page *p, const struct journal_view *view,
    enum journal_tab tab, const char *script);
/* "/s/1/journals/12" + rest. */
const char *journal_href(struct page *p, int64_t journal, const char *rest);
/* "/s/1/journals/12/columns/5" */
const char *journal_column_href(struct page *p, int64_t journal, int64_t col);
/* "/s/1/journals/12/marks/5/9" */
const char *journal_mark_href(
    struct page *p, int64_t journal, int64_t col, int64_t pupil);

/* Pupils' short names that differ within the class: how many letters of the
 * given name each needs ("Авраменко В" + "ікторія"). n entries. */
const size_t *journal_name_cuts(
    struct arena *arena, const struct roster_line *roster, size_t n);
