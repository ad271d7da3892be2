/* SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>

#include "base/text.h"
#include "cli/cli.h"

int
cmd_version(int argc, char **argv)
{
	int code;

	if ((code = cli_options(cli_command("version"), argc, argv, NULL, 0,
		 NULL)))
		return code < 0 ? EX_OK : code;
	printf("ejournal %s (ICU %s)\n", EJOURNAL_VERSION, text_icu_version());
	return EX_OK;
}
