/* SPDX-License-Identifier: EUPL-1.2 */
/* Making and migrating the databases of an installation on PostgreSQL, as
 * their owner. Private to this layer; others call db.h. */
#pragma once

#include "db/db.h"

/* The registry's tables, of today, with the app's rights. Idempotent. */
CHECKED enum err postgres_place_registry(const struct db_place *place);
