/* SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>

#include "cli/cli.h"
#include "domain/installation.h"
#include "domain/invitations.h"
#include "domain/operator.h"

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

int
cmd_init(int argc, char **argv)
{
	const char *state = NULL;
	const struct cli_option options[] = {{"state", false, &state}};
	struct cli cli;
	enum err err;
	int code;

	if ((code = cli_options(cli_command("init"), argc, argv, options, 1,
		 NULL)))
		return code < 0 ? EX_OK : code;
	code = cli_open(&cli, state, true);
	if (code == EX_OK && (err = installation_init(&cli.act, false)))
		code = cli_fault("making the installation", err);
	if (code == EX_OK)
		code = print_link(&cli.act);
	cli_close(&cli);
	return code;
}
