/* SPDX-License-Identifier: EUPL-1.2 */
/* Every statement of the store, prepared on both kinds of store. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/log.h"
#include "db/catalog.h"
#include "place.h"

struct look {
	struct db *registry, *school;
	const struct stmt *twin;
	int seen, wrong;
};

static void
prepare_somewhere(void *context, const struct stmt *stmt)
{
	struct look *look = context;
	const char *in_registry, *in_school;

	look->seen++;
	/* They ask the other engine about itself. */
	if (!strncmp(stmt->name, place_is_postgres() ? "sqlite_" : "postgres_",
		place_is_postgres() ? 7 : 9))
		return;
	if (catalog_check(look->registry, stmt, &in_registry) == OK ||
	    catalog_check(look->school, stmt, &in_school) == OK)
		return;
	look->wrong++;
	fprintf(stderr, "%s\n\tregistry: %s\n\tschool: %s\n", stmt->name,
	    in_registry, in_school);
}

static void
same_name(void *context, const struct stmt *stmt)
{
	struct look *look = context;

	if (stmt == look->twin || strcmp(stmt->name, look->twin->name) != 0)
		return;
	look->wrong++;
	fprintf(stderr, "%s: two statements have this name\n", stmt->name);
}

static void
find_twins(void *context, const struct stmt *stmt)
{
	((struct look *)context)->twin = stmt;
	catalog_each(same_name, context);
}

static void
open_both(const char *folder, struct look *look)
{
	place_create(folder);
	assert_int_equal(place_open(folder, 0, &look->registry), OK);
	assert_int_equal(place_open(folder, 1, &look->school), OK);
}

static void
every_statement_prepares(void **state)
{
	char folder[] = "/tmp/ejournal-catalog-XXXXXX", command[128];
	struct look look = {0};

	(void)state;
	log_set_level(LOG_ERROR);
	assert_non_null(mkdtemp(folder));
	open_both(folder, &look);
	catalog_each(prepare_somewhere, &look);
	db_close(look.registry);
	db_close(look.school);
	snprintf(command, sizeof(command), "rm -rf %s", folder);
	assert_int_equal(system(command), 0);
	/* Fewer would mean that the store was not linked as a whole. */
	assert_true(look.seen > 20);
	assert_int_equal(look.wrong, 0);
}

static void
names_are_unique(void **state)
{
	struct look look = {0};

	(void)state;
	catalog_each(find_twins, &look);
	assert_int_equal(look.wrong, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_statement_prepares),
	    cmocka_unit_test(names_are_unique),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
