/* SPDX-License-Identifier: EUPL-1.2 */
/* dump_stmts registry|school: a psql script that prepares every statement of
 * that kind of store with the types of its letters and describes its columns.
 * A statement belongs to a kind if it prepares on SQLite's store of it.
 * Used by test_postgres.sh. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "db/catalog.h"

static const char *
type_of(char letter)
{
	switch (letter | 0x20) {
	case 'i':
		return "bigint";
	case 's':
		return "text";
	default:
		return "bytea";
	}
}

static void
print(void *context, const struct stmt *stmt)
{
	const char *p;

	/* What asks SQLite about itself is no business of PostgreSQL. */
	if (!strncmp(stmt->name, "sqlite_", 7) ||
	    catalog_check(context, stmt, NULL))
		return;
	printf("\\echo STMT %s %s\n", stmt->name,
	    stmt->columns[0] ? stmt->columns : "-");
	/* One at a time: names of prepared statements are short in psql. */
	fputs("DEALLOCATE ALL;\nPREPARE one", stdout);
	for (p = stmt->params; *p; p++)
		printf("%s%s", p == stmt->params ? " (" : ", ", type_of(*p));
	printf(
	    "%s AS %s;\nEXECUTE one", p == stmt->params ? "" : ")", stmt->sql);
	for (p = stmt->params; *p; p++)
		fputs(p == stmt->params ? " (NULL" : ", NULL", stdout);
	printf("%s \\gdesc\n", p == stmt->params ? "" : ")");
}

int
main(int argc, char **argv)
{
	char folder[] = "/tmp/ejournal-dump-XXXXXX", path[64], command[64];
	enum db_kind kind;
	struct db *db;

	if (argc != 2 ||
	    (strcmp(argv[1], "registry") && strcmp(argv[1], "school"))) {
		fputs("usage: dump_stmts registry|school\n", stderr);
		return 64;
	}
	kind = strcmp(argv[1], "school") == 0 ? DB_SCHOOL : DB_REGISTRY;
	log_set_level(LOG_ERROR);
	if (!mkdtemp(folder))
		return 73;
	snprintf(path, sizeof(path), "%s/t.db", folder);
	if (db_open(kind, path, true, &db))
		return 70;
	/* Gone already if the reader goes away. */
	snprintf(command, sizeof(command), "rm -rf %s", folder);
	if (system(command))
		return 73;
	catalog_each(print, db);
	db_close(db);
	return 0;
}
