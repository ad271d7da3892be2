/* SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>

#include <string.h>

#include "base/text.h"
#include "cli/cli.h"
#include "domain/installation.h"
#include "store/settings.h"
#include "store/sort_keys.h"

#define WAIT_MS 10000

/* Sort keys of another ICU cannot be compared with today's. */
static bool
keys_are_old(struct cli *cli)
{
	const char *version;

	return settings_registry(
		   cli->act.registry, cli->arena, SETTING_ICU, &version) ||
	       strcmp(version, text_icu_version());
}

static enum err
rebuild_keys(struct db *db, int64_t inst)
{
	int64_t n;
	enum err err;

	if ((err = db_begin_write(db)))
		return err;
	if ((err = sort_keys_rebuild(db, inst, &n)) || (err = db_commit(db)))
		db_rollback(db);
	return err;
}

/* The version is written last: a run that was cut short begins again. */
static int
migrate_registry(struct cli *cli)
{
	struct db *db = cli->act.registry;
	enum err err;

	/* Before init or a restore there are no names. */
	if (installation_ready(&cli->act) || !keys_are_old(cli))
		return EX_OK;
	if ((err = rebuild_keys(db, 0)) ||
	    (err = settings_set_registry(db, SETTING_ICU, text_icu_version())))
		return cli_fault("sorting names anew", err);
	printf("names are in the order of ICU %s\n", text_icu_version());
	return EX_OK;
}

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
		err = db_take_school(cli->pool, inst[i], WAIT_MS, &db);
		if (!err && keys_are_old(cli))
			err = rebuild_keys(db, inst[i]);
		if (err) {
			cli_fail(
			    EX_IOERR, "school store %lld", (long long)inst[i]);
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

	if ((code = cli_options(
		 cli_command("migrate"), argc, argv, options, 1, NULL)))
		return code < 0 ? EX_OK : code;
	code = cli_open(&cli, state, CLI_MIGRATE);
	if (code == EX_OK)
		code = migrate_schools(&cli);
	if (code == EX_OK)
		code = migrate_registry(&cli);
	cli_close(&cli);
	return code;
}
