/* SPDX-License-Identifier: EUPL-1.2 */
#include "db/catalog.h"

#include "db/engine.h"

/* The linker makes these two for a section whose name is a C identifier. They
 * are weak so that a program without a single statement links as well. */
extern const struct stmt __start_ejournal_stmts[] __attribute__((weak));
extern const struct stmt __stop_ejournal_stmts[] __attribute__((weak));

/* The section is read as an array: no gaps. */
_Static_assert(sizeof(struct stmt) == 4 * sizeof(void *), "an array of stmt");

void
catalog_each(
    void (*visit)(void *context, const struct stmt *stmt), void *context)
{
	const struct stmt *stmt = __start_ejournal_stmts;

	for (; stmt < __stop_ejournal_stmts; stmt++)
		visit(context, stmt);
}

enum err
catalog_check(struct db *db, const struct stmt *stmt, const char **why)
{
	enum err err = db_prepare_only(db, stmt);

	if (why)
		*why = err ? db->message : "";
	return err;
}
