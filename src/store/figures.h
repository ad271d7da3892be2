/* SPDX-License-Identifier: EUPL-1.2 */
/* Counts over tables of the registry, for the operator's page alone. */
#pragma once

#include "db/db.h"

struct figures {
	int64_t active, invited, closed; /* institutions */
	int64_t accounts;
	int64_t sessions; /* used since `since` */
};
CHECKED enum err figures_read(
    struct db *db, int64_t since, struct figures *out);
