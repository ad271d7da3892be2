/* SPDX-License-Identifier: EUPL-1.2 */
/* What every command shares: options, the state folder, an act of the system.
 * Errors are plain sentences on standard error; exit codes are sysexits(3). */
#pragma once

#include <sysexits.h>

#include "base/config.h"
#include "domain/act.h"

struct command {
	const char *name;
	const char *usage; /* after the name: "--state DIR [--port N]" */
	const char *help;  /* what it does, a few lines */
	int (*run)(int argc, char **argv); /* argv[0] is the command's name */
};
extern const struct command commands[];
extern const size_t commands_n;

/* One option of a command; flags take no value. */
struct cli_option {
	const char *name; /* "state" for --state DIR or --state=DIR */
	bool flag;
	const char **value; /* gets "1" for a flag */
};
/* Reads --options; what is left stays in argv from index *rest, or is refused
 * where rest is NULL. Unknown ones are explained: EX_USAGE. --help prints the command's page: returns -1, and
 * the command ends with EX_OK. */
int cli_options(const struct command *command, int argc, char **argv,
    const struct cli_option *options, size_t n, int *rest);
const struct command *cli_command(const char *name);

/* The state opened for one run of a command. */
struct cli {
	struct arena *arena;
	struct config config;
	struct db_pool *pool;
	struct rng rng;
	struct act act; /* role system, registry open */
	int in_use;	/* lock of STATE/in-use: no restore meanwhile */
};
/* Loads the configuration and opens pool and registry. state may be NULL:
 * STATE of the environment, else "./state". EX_OK, or says what is wrong and
 * returns the exit code. */
enum cli_use {
	CLI_USE,     /* what is there */
	CLI_MAKE,    /* folder and registry are made where they are not */
	CLI_DEMO,    /* the same, for a demo */
	CLI_MIGRATE, /* databases that a pool refuses are migrated first */
};
int cli_open(struct cli *cli, const char *state, enum cli_use use);
void cli_close(struct cli *cli);

/* "ejournal serve: the address is taken", and returns code. */
int cli_fail(int code, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* An exit code for an error code, with one plain sentence. */
int cli_fault(const char *doing, enum err err);
/* Decimal number in min..max or false. */
bool cli_number(const char *s, int64_t min, int64_t max, int64_t *out);

/* Commands, one file each. */
int cmd_demo(int argc, char **argv);
int cmd_backup(int argc, char **argv);
int cmd_doctor(int argc, char **argv);
int cmd_import(int argc, char **argv);
int cmd_init(int argc, char **argv);
int cmd_intake(int argc, char **argv);
int cmd_mail(int argc, char **argv);
int cmd_migrate(int argc, char **argv);
int cmd_restore(int argc, char **argv);
int cmd_requests(int argc, char **argv);
int cmd_routes(int argc, char **argv);
int cmd_serve(int argc, char **argv);
int cmd_shard(int argc, char **argv);
int cmd_verify(int argc, char **argv);
int cmd_version(int argc, char **argv);
int cmd_worker(int argc, char **argv);
