/* SPDX-License-Identifier: EUPL-1.2 */
/* The 27 regions as a map of tiles: people would rather look than read. Each
 * tile has the same size, because Sumy oblast counts as much as Odesa. */
#pragma once

#include "domain/statistics.h"
#include "web/html.h"

#define MAP_REGIONS 27

struct map_region {
	const char *number; /* first two digits of its codes */
	const char *name;   /* in the reader's language */
	struct statistics_sum sum;
};

/* All regions, also those without institutions, in the reader's alphabet. */
void map_regions(struct html *h, const struct public_statistics *statistics,
    struct map_region out[MAP_REGIONS]);
/* The name of one region, by its number or any code of a place in it; "" for
 * none. */
const char *map_region_name(struct html *h, const char *code);
/* The picture; the same figures must stand in a table beside it. */
void map_put(struct html *h, const struct public_statistics *statistics);
