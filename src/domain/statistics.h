/* SPDX-License-Identifier: EUPL-1.2 */
/* How many institutions take part: the one thing about them that everybody may
 * know. "Active" has created journals; "registered" is everybody who joined. */
#pragma once

#include "domain/act.h"

struct statistics_sum {
	int64_t registered, active;
};
struct statistics_region {
	const char *code; /* КАТОТТГ: "UA59..." or its number, "59" */
	struct statistics_sum sum;
};

enum statistics_kind {
	STATISTICS_SCHOOL,
	STATISTICS_VOCATIONAL,
	STATISTICS_PRE_HIGHER,
	STATISTICS_HIGHER,
	STATISTICS_KINDS
};

struct public_statistics {
	struct statistics_region *regions; /* only those that have any */
	size_t regions_n;
	struct statistics_sum kinds[STATISTICS_KINDS];
	struct statistics_sum all;
	int64_t published_at; /* of the newest row; 0 = nothing published */
};

/* From published rows alone: no school store is asked. Anybody may. */
CHECKED enum err statistics_public(
    struct act *act, struct public_statistics *out);
