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

/* Connected institutions by region (number, "59") and kind, and how many of
 * them have journals; from the registry alone. */
CHECKED enum err statistics_sums(
    struct db *db, struct arena *arena, struct statistic **rows, size_t *n);
/* The same with what the institutions reported, summed. */
struct statistic_detail {
	const char *region, *kind;
	int64_t registered, active, journals, pupils, staff;
};
CHECKED enum err statistics_details(struct db *db, struct arena *arena,
    struct statistic_detail **rows, size_t *n);
CHECKED enum err statistics_publish(struct db *db, const struct statistic *row);
/* Rows of an earlier round: a region without institutions has none. */
CHECKED enum err statistics_forget(struct db *db, int64_t before);

/* What a school store last said of itself. */
struct institution_statistic {
	int64_t journals, pupils, staff;
	int64_t reported_at; /* 0: never */
};
/* From the school store itself, on that day. */
CHECKED enum err statistics_count(struct db *school, int64_t inst, int64_t day,
    struct institution_statistic *out);
CHECKED enum err statistics_report(
    struct db *registry, int64_t inst, const struct institution_statistic *row);
/* All zero when it has never reported. */
CHECKED enum err statistics_reported(
    struct db *registry, int64_t inst, struct institution_statistic *out);
