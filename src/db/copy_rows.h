/* SPDX-License-Identifier: EUPL-1.2 */
/* A store copied row by row between a database behind a URL and a file of the
 * embedded engine, so that a backup has one format whatever the engine: one
 * SQLite file a store. Tables and columns are read from the file's own schema;
 * nothing here knows a table, but for those that say where stores lie and are
 * the installation's, not the data's. Private to this layer. */
#pragma once

#include "db/db.h"

/* Every row of the handle's store, as of one moment, into a new file. The same
 * contract as db_copy. */
CHECKED enum err copy_rows_to_file(struct db *db, const char *path);
