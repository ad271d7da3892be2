/* SPDX-License-Identifier: EUPL-1.2 */
/* Between the files of the import pages only. */
#pragma once

#include "domain/roster.h"
#include "web/page.h"

/* The row of that number in the file, or NULL. */
const struct roster_row *page_import_row_at(
    const struct roster *r, int64_t number);
void page_import_columns(struct page *p, const struct roster *r);
void page_import_ready(struct page *p, const struct roster *r);
