/* SPDX-License-Identifier: EUPL-1.2 */
/* The 27 regions of Ukraine: the first level of the codifier КАТОТТГ (order
 * of the Ministry of Communities No 290 of 26.11.2020). They are built in, so
 * that a request is understood before anybody has imported the codifier.
 *
 * Names are the codifier's: a bare adjective for an oblast ("Сумська"). */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

#define REGION_COUNT 27

struct region {
	const char *number; /* "59", the first two digits of every code */
	const char *code;   /* "UA59000000000057109" */
	const char *name;   /* "Сумська", "Київ" */
	const char *full; /* "Сумська область", "м. Київ" */
};

/* In the order of their numbers. */
extern const struct region regions[REGION_COUNT];

/* By a code of any level ("UA59020090000085438"), by the two digits or by an
 * index of `regions`; NULL when there is none. */
const struct region *regions_find(const char *code);

/* The region a text names as a whole: "Сумська", "Сумська область", "обл.
 * Сумська", "Сумської області", "м. Київ", "АР Крим". Apostrophes, case, and
 * hyphens do not matter. NULL: none, or other words stand there too. */
const struct region *regions_match(const char *text);

/* The region that one folded word names ("сумської", "київська"), NULL for
 * none. A city with the rights of a region is not found by this. */
const struct region *regions_match_word(const char *folded);
