/* SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/crypt.h"
#include "cli/cli.h"
#include "domain/backup.h"

#define BYTES_OF_MIB 1048576

static void
print_report(const char *what, const struct backup_report *r)
{
	printf("%s %s (databases: %lld, other files: %lld, %lld MiB)\n", what,
	    r->id, (long long)r->stores, (long long)r->files,
	    (long long)(r->bytes + BYTES_OF_MIB - 1) / BYTES_OF_MIB);
}

static int
fault(const char *doing, const struct backup_report *r, enum err err)
{
	return r->fault ? cli_fail(EX_DATAERR, "%s: %s", doing, r->fault)
			: cli_fault(doing, err);
}

int
cmd_backup(int argc, char **argv)
{
	const char *state = NULL, *to = NULL;
	const struct cli_option options[] = {
	    {"state", false, &state},
	    {"to", false, &to},
	};
	struct backup_report report;
	struct cli cli;
	enum err err;
	int code;

	if ((code = cli_options(
		 cli_command("backup"), argc, argv, options, 2, NULL)))
		return code < 0 ? EX_OK : code;
	if (!to)
		return cli_fail(EX_USAGE, "backup: --to DIR2 is missing");
	code = cli_open(&cli, state, CLI_USE);
	if (code == EX_OK && (err = backup_make(&cli.act, to, &report)))
		code = err == ERR_EXISTS
			   ? cli_fail(EX_CANTCREAT,
				 "backup: %s is there and not empty", to)
			   : fault("backup", &report, err);
	if (code == EX_OK)
		print_report("backup", &report);
	cli_close(&cli);
	return code;
}

/* A restore has no data to open yet. */
static int
restore(struct arena *arena, const char *from, const char *state, bool force)
{
	struct backup_report report;
	struct config config, restored;
	struct rng rng;
	struct act act = {
	    .config = &config, .arena = arena, .rng = &rng, .now = time(NULL)};
	enum err err;

	rng_system(&rng);
	if ((err = crypt_start()))
		return cli_fault("starting", err);
	if ((err = config_load(arena, state, &config)))
		return cli_fail(EX_CONFIG,
		    "the settings were refused; see the lines above");
	err = backup_restore(&act, from, force, &report);
	if (err == ERR_EXISTS)
		return cli_fail(EX_CANTCREAT,
		    "restore: %s is not empty (--force moves what is there"
		    " into a subfolder)",
		    config.state);
	if (err == ERR_BUSY)
		return cli_fail(EX_TEMPFAIL,
		    "restore: %s is in use: stop the server and the worker"
		    " first",
		    config.state);
	if (err)
		return fault("restore", &report, err);
	print_report("restored", &report);
	printf("as of %s; %lld jobs are due again; everybody signs in again\n",
	    clock_stamp(arena, report.at), (long long)report.jobs);
	if (report.aside)
		printf("what was there before: %s\n", report.aside);
	if (!config_load(arena, state, &restored) &&
	    strcmp(restored.database_url, config.database_url) != 0)
		printf("ejournal.ini came with the backup and names another"
		       " database_url: change it before you start the"
		       " server\n");
	printf("check it: ejournal verify --state %s\n", config.state);
	return EX_OK;
}

int
cmd_restore(int argc, char **argv)
{
	AUTO_ARENA struct arena *arena = arena_new();
	const char *state = NULL, *from = NULL, *force = NULL;
	const struct cli_option options[] = {
	    {"state", false, &state},
	    {"from", false, &from},
	    {"force", true, &force},
	};
	int code;

	if ((code = cli_options(
		 cli_command("restore"), argc, argv, options, 3, NULL)))
		return code < 0 ? EX_OK : code;
	if (!from)
		return cli_fail(EX_USAGE, "restore: --from DIR2 is missing");
	if (!state && !(state = getenv("STATE")))
		return cli_fail(EX_USAGE, "restore: --state DIR is missing");
	return restore(arena, from, state, force != NULL);
}
