/* SPDX-License-Identifier: EUPL-1.2 */
/* Every statement of the program, so that a test can prepare them all on every
 * engine before a reader meets a wrong one. A statement enters by STMT (db.h).
 * Only what is linked is listed: a test links the store as a whole. */
#pragma once

#include "db/db.h"

/* Calls visit for every linked statement, in the linker's order. */
void catalog_each(
    void (*visit)(void *context, const struct stmt *stmt), void *context);

/* Would it work here? OK; ERR_INVALID: letters, order of $n or columns are
 * wrong; ERR_DB: the engine refuses it, for instance because its tables are
 * those of the other kind of store. *why (may be NULL) lives with the handle
 * until its next use. Nothing is logged. */
CHECKED enum err catalog_check(
    struct db *db, const struct stmt *stmt, const char **why);
