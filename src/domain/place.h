/* SPDX-License-Identifier: EUPL-1.2 */
/* From what people write about a place ("м. Охтирка, Сумська обл.") to a
 * region and a community of the codifier КАТОТТГ. Letters, the public form and
 * a later check after the codifier has been imported all ask here.
 *
 * Nothing is guessed silently: a city leads to its community as "derived",
 * several candidates are "ambiguous", a namesake in another region "invalid".
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "domain/regions.h"

/* What is known about a value that somebody sent. */
enum flag {
	FLAG_OK,
	FLAG_MISSING,
	FLAG_INVALID,
	FLAG_AMBIGUOUS,
	FLAG_DERIVED,
	FLAG_UNCHECKED, /* the codifier has not been imported yet */
};
/* "ok", "missing", ... */
const char *place_flag_name(enum flag flag);
enum flag place_flag_parse(const char *name); /* unknown: FLAG_INVALID */

/* One row of the codifier. */
struct place {
	const char *code, *name;
	const char *region;	  /* code of the region */
	const char *hromada;	  /* code of the community; NULL above it */
	const char *hromada_name; /* its name */
	const char *district;	  /* name of the district; NULL if none */
	char category;		  /* O K P H M X C B */
};

/* Namesakes that are looked at: Іванівка is there 110 times. */
#define PLACES_MAX 128

/* Where places are looked up: the registry, or a table of a test. */
struct places {
	/* Communities (H), cities with the rights of a region (K) and
	 * settlements (M X C) whose folded name equals that of `name`; region
	 * is a code or NULL for all. At most PLACES_MAX. */
	enum err (*find)(void *context, struct arena *arena, const char *region,
	    const char *name, struct place *out, size_t *n);
	void *context;
	bool loaded; /* false: only the built-in regions are known */
};

struct place_answer {
	const struct region *region; /* NULL: not known */
	const char *community;	     /* the codifier's name, or as given */
	const char *code;	     /* of the community, NULL: not matched */
	enum flag region_flag, community_flag;
	const char *region_why, *community_why; /* a code, "" for none */
};

/* region and community as written, NULL or "" when nothing was.
 * why: "no_such_region", "no_such_place", "other_region", "namesakes",
 * "from_settlement", "from_community", "from_council". */
CHECKED enum err place_resolve(struct arena *arena, const struct places *places,
    const char *region, const char *community, struct place_answer *out);
