/* SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>

#include "cli/cli.h"

static int
migrate_schools(struct cli *cli)
{
	int64_t *inst;
	size_t n;
	enum err err;

	if ((err = db_pool_schools(cli->pool, cli->arena, &inst, &n)))
		return cli_fault("listing the school stores", err);
	for (size_t i = 0; i < n; i++) {
		AUTO_DB struct db *db = NULL;

		/* Taking a handle of an older store migrates it. */
		if ((err = db_take_school(cli->pool, inst[i], 10000, &db))) {
			cli_fail(EX_IOERR, "school store %lld",
			    (long long)inst[i]);
			return cli_fault("migrating", err);
		}
	}
	printf("registry and %zu school stores are up to date\n", n);
	return EX_OK;
}

int
cmd_migrate(int argc, char **argv)
{
	const char *state = NULL;
	const struct cli_option options[] = {{"state", false, &state}};
	struct cli cli;
	int code;

	if ((code = cli_options(cli_command("migrate"), argc, argv, options, 1,
		 NULL)))
		return code < 0 ? EX_OK : code;
	code = cli_open(&cli, state, false);
	if (code == EX_OK)
		code = migrate_schools(&cli);
	cli_close(&cli);
	return code;
}
