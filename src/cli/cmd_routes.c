/* SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>

#include "cli/cli.h"
#include "web/app.h"

int
cmd_routes(int argc, char **argv)
{
	AUTO_ARENA struct arena *arena = arena_new();
	const char *as_json = NULL;
	const struct cli_option options[] = {{"json", true, &as_json}};
	int code;

	if ((code = cli_options(cli_command("routes"), argc, argv, options, 1,
		 NULL)))
		return code < 0 ? EX_OK : code;
	if (as_json)
		puts("[");
	for (size_t i = 0; i < routes_n; i++) {
		const struct route *r = &routes[i];
		const char *who = app_permission(arena, r->permission);

		/* Methods, patterns and role names need no escaping. */
		printf(as_json ? "{\"method\":\"%s\",\"path\":\"%s\","
				 "\"permission\":\"%s\"}%s\n"
			       : "%-4s %-44s %s%s\n",
		    r->method, r->path, who,
		    as_json && i + 1 < routes_n ? "," : "");
	}
	if (as_json)
		puts("]");
	return EX_OK;
}
