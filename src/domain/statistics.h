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

/* ---- how the figures come about -------------------------------------------
 * Each school store reports its own numbers to the registry, daily and soon
 * after a change; what is published is summed from those rows. */

#define STATISTICS_REPORT_JOB "report_statistics"   /* of a school store */
#define STATISTICS_PUBLISH_JOB "publish_statistics" /* of the registry */

/* In an open write of the school (of the registry): within ten minutes. Call
 * it where journals are made or removed. */
CHECKED enum err statistics_report_soon(struct act *act);
CHECKED enum err statistics_publish_soon(struct act *act);

/* At every round of the worker, in a school's store: reports when the last
 * report is a day old or there is none. */
CHECKED enum err statistics_report_daily(struct act *act);

/* The jobs. Both can be repeated. */
CHECKED enum err statistics_report_run(struct act *act);
CHECKED enum err statistics_publish_run(struct act *act);
