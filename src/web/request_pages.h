/* SPDX-License-Identifier: EUPL-1.2 */
/* Pieces that the pages of requests and institutions share. */
#pragma once

#include "domain/review.h"
#include "web/form.h"
#include "web/map.h"

/* The tab a request stands under. */
const char *request_pages_tab(const struct request *row);
/* Its name, or its number. */
const char *request_pages_called(
    struct html *h, int64_t request, const char *name);
/* What a reviewer should know before opening it. */
void request_pages_chips(struct html *h, const struct request_line *line);

/* Choices of a select, the first one being `none`; how many. */
size_t request_pages_regions(
    struct html *h, struct choice out[MAP_REGIONS + 1], const char *none);
size_t request_pages_kinds(
    struct html *h, struct choice out[REQUEST_KINDS_N + 1], const char *none);
/* The search of the head line: over everything. */
void request_pages_search(
    struct page *p, const char *action, const char *label);
/* Oblast and kind. tab: the state that stays chosen, or NULL. */
void request_pages_filter(struct page *p, const char *action, const char *tab);
