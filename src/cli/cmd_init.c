/* SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>

#include "cli/cli.h"
#include "domain/installation.h"

int
cmd_init(int argc, char **argv)
{
	const char *state = NULL;
	const struct cli_option options[] = {{"state", false, &state}};
	struct cli cli;
	enum err err;
	int rest, code;

	if ((code = cli_options(cli_command("init"), argc, argv, options, 1,
		 &rest)))
		return code < 0 ? EX_OK : code;
	code = cli_open(&cli, state, true);
	if (code == EX_OK && (err = installation_init(&cli.act, false)))
		code = cli_fault("making the installation", err);
	cli_close(&cli);
	return code;
}
