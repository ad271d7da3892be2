/* SPDX-License-Identifier: EUPL-1.2 */
/* Migrations are one text for both engines. This is the one place that knows
 * what SQLite wants otherwise:
 *
 *     BIGINT, BYTEA as words          INTEGER, BLOB
 *     the line `);` of a CREATE TABLE         `) STRICT;`
 *     its line `); -- clustered`              `) STRICT, WITHOUT ROWID;`
 *
 * Texts in quotes and comments stay as they are. The files run unchanged in
 * the sqlite3 shell (without STRICT) and in psql. */
#pragma once

#include <stddef.h>

#include "base/arena.h"

/* The text for SQLite, in the arena. */
const char *sqlite_text(struct arena *arena, const char *sql, size_t len);
