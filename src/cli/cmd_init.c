/* SPDX-License-Identifier: EUPL-1.2 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"
#include "domain/installation.h"
#include "domain/invitations.h"
#include "domain/operator.h"
#include "domain/sharding.h"

/* No default password exists: the first operator opens this link. A repeated
 * init gives a new one until there is an operator. */
static int
print_link(struct act *act)
{
	const char *token;
	enum err err = operator_link(act, &token);

	if (err == ERR_EXISTS)
		return EX_OK;
	if (err)
		return cli_fault("making the operator's link", err);
	printf("Open this link once within %lld days to become the first "
	       "operator:\n%s\n",
	    (long long)act->config->invitation_days,
	    invitations_url(act, token));
	return EX_OK;
}

/* The settings, all of them, with their comments: nothing is set by it. */
static int
print_settings(struct cli *cli)
{
	const char *path =
	    arena_printf(cli->arena, "%s/ejournal.ini", cli->config.state);
	int fd = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
	FILE *file;

	if (fd < 0 && errno == EEXIST)
		return EX_OK;
	if (fd < 0 || !(file = fdopen(fd, "w")))
		return cli_fail(
		    EX_CANTCREAT, "cannot make %s: %s", path, strerror(errno));
	config_print_sample(file);
	if (fclose(file))
		return cli_fail(
		    EX_IOERR, "cannot write %s: %s", path, strerror(errno));
	return EX_OK;
}

int
cmd_init(int argc, char **argv)
{
	const char *state = NULL, *no_shard = NULL;
	const struct cli_option options[] = {
	    {"state", false, &state},
	    {"no-shard", true, &no_shard},
	};
	struct cli cli;
	enum err err;
	int code;

	if ((code = cli_options(
		 cli_command("init"), argc, argv, options, 2, NULL)))
		return code < 0 ? EX_OK : code;
	code = cli_open(&cli, state, CLI_MAKE);
	if (code == EX_OK && (err = installation_init(&cli.act, false)))
		code = cli_fault("making the installation", err);
	if (code == EX_OK && !no_shard && (err = sharding_first(&cli.act)))
		code = cli_fault("making the first shard", err);
	if (code == EX_OK)
		code = print_settings(&cli);
	if (code == EX_OK)
		code = print_link(&cli.act);
	cli_close(&cli);
	return code;
}
