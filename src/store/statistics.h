/* SPDX-License-Identifier: EUPL-1.2 */
/* The figures the public sees: one row a region and kind of institution,
 * written by the worker from what the schools report. */
#pragma once

#include "base/arena.h"
#include "db/db.h"

/* 27 regions, 4 kinds, and room for what a later kind adds. */
#define STATISTICS_MAX 500

struct statistic {
	const char *region; /* КАТОТТГ code of the region */
	const char *kind;   /* school vocational pre_higher higher */
	int64_t registered, active, published_at;
};

/* All rows by region and kind; at most STATISTICS_MAX. */
CHECKED enum err statistics_published(
    struct db *db, struct arena *arena, struct statistic **rows, size_t *n);
