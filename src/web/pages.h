/* SPDX-License-Identifier: EUPL-1.2 */
/* The handlers of all pages, for routes.c; grouped by file. */
#pragma once

#include "web/page.h"

/* page_home.c, page_help.c, page_privacy.c, page_accessibility.c */
void page_home(struct page *p);
void page_help(struct page *p);
void page_privacy(struct page *p);
void page_accessibility(struct page *p);

/* page_language.c */
void page_language(struct page *p); /* POST: lang, theme, back */

/* page_ready.c */
void page_ready(struct page *p);
