/* SPDX-License-Identifier: EUPL-1.2 */
/* The handlers of all pages, for routes.c; grouped by file. */
#pragma once

#include "web/page.h"

/* page_home.c */
void page_home(struct page *p);

/* page_ready.c */
void page_ready(struct page *p);
