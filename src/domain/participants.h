/* SPDX-License-Identifier: EUPL-1.2 */
/* Institutions that take part, as the Institute sees them: from the registry
 * alone. No mark and no name of a pupil or teacher stands here. */
#pragma once

#include "domain/act.h"
#include "store/institutions.h"
#include "store/requests.h"
#include "store/statistics.h"

/* Reviewer, approver: ERR_DENIED for others. By name. */
CHECKED enum err participants_list(struct act *act,
    const struct institution_query *query, struct institution **rows, size_t *n,
    int64_t *total);

#define PARTICIPANTS_BRANCHES_MAX 50
struct participant {
	struct institution row;
	struct institution parent; /* inst 0: none */
	struct institution *branches;
	size_t branches_n;
	const char *community; /* its name, "" = not known */
	const char *district;
	struct institution_statistic figures; /* reported_at 0: none yet */
	struct request request;		      /* request 0: none */
};
CHECKED enum err participants_find(
    struct act *act, int64_t inst, struct participant *out);

/* Sums for the analyst: what is published, and what reports say together. */
struct participants_sum {
	const char *region; /* number, "59" */
	const char *kind;
	int64_t registered, active, journals, pupils, staff;
};
struct participants_figures {
	struct participants_sum *rows; /* by region and kind */
	size_t n;
	struct request_count requests[REQUESTS_STATES_MAX];
	size_t requests_n;
};
/* ROLE_ANALYST. */
CHECKED enum err participants_figures(
    struct act *act, struct participants_figures *out);
