/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/statistics.h"

#include <string.h>

#include "store/statistics.h"

static const char *const kinds[STATISTICS_KINDS] = {
    [STATISTICS_SCHOOL] = "school",
    [STATISTICS_VOCATIONAL] = "vocational",
    [STATISTICS_PRE_HIGHER] = "pre_higher",
    [STATISTICS_HIGHER] = "higher",
};

static void
add(struct statistics_sum *sum, const struct statistic *row)
{
	sum->registered += row->registered;
	sum->active += row->active;
}

/* Rows come ordered by region. */
static void
add_region(struct public_statistics *out, const struct statistic *row)
{
	struct statistics_region *last =
	    out->regions_n ? &out->regions[out->regions_n - 1] : NULL;

	if (!last || strcmp(last->code, row->region) != 0) {
		last = &out->regions[out->regions_n++];
		last->code = row->region;
	}
	add(&last->sum, row);
}

enum err
statistics_public(struct act *act, struct public_statistics *out)
{
	struct public_statistics sums = {0};
	struct statistic *rows;
	enum err err;
	size_t n;

	if ((err = statistics_published(act->registry, act->arena, &rows, &n)))
		return err;
	sums.regions = arena_array(act->arena, n, sizeof(*sums.regions));
	for (size_t i = 0; i < n; i++) {
		add_region(&sums, &rows[i]);
		add(&sums.all, &rows[i]);
		for (size_t k = 0; k < STATISTICS_KINDS; k++)
			if (strcmp(rows[i].kind, kinds[k]) == 0)
				add(&sums.kinds[k], &rows[i]);
		if (rows[i].published_at > sums.published_at)
			sums.published_at = rows[i].published_at;
	}
	*out = sums;
	return OK;
}
