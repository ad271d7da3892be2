/* SPDX-License-Identifier: EUPL-1.2 */
/* The schema's numbered steps. The texts lie in sql/registry and sql/school,
 * are embedded, and run by hand as well. Private to this layer and its tests;
 * everybody else calls db_migrate.
 *
 * The store remembers what was applied in schema_migration, with the SHA-256 of
 * the text: a text that was changed after it had been applied is refused, since
 * two stores of the same version would differ. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "db/db.h"

struct migration {
	int64_t version; /* 1, 2, 3... without gaps */
	const char *name;
	const char *start, *end; /* the text */
};

/* The steps of this program for a kind of store. */
const struct migration *migrations_of(enum db_kind kind, size_t *n);

/* Brings the store to the last of n steps. Each runs in one transaction with
 * its row, so a kill leaves the store at a whole version. ERR_INVALID: the
 * store is newer, or has another text for a version; logged. *applied (may be
 * NULL) gets how many ran. */
CHECKED enum err migrations_apply(
    struct db *db, const struct migration *steps, size_t n, int *applied);

/* Changes nothing: ERR_NOT_FOUND where there is no store yet, ERR_INVALID
 * (logged) unless it is of exactly this program. For who uses a store without
 * owning its tables. */
CHECKED enum err migrations_check(struct db *db);
