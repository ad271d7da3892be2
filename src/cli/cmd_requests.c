/* SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>

#include "cli/cli.h"
#include "domain/request_export.h"

static enum err
print_all(struct act *act)
{
	int64_t offset = 0;
	bool comma = false;
	size_t n;

	fputs("[", stdout);
	do {
		AUTO_ARENA struct arena *arena = arena_new();
		struct arena *kept = act->arena;
		struct buf b;
		struct json_out out = {.out = &b, .comma = comma};
		enum err err;

		buf_init(&b, arena, 65536);
		act->arena = arena;
		err = request_export_page(act, offset, &out, &n);
		act->arena = kept;
		if (err)
			return err;
		fwrite(b.p, 1, b.len, stdout);
		comma = out.comma;
		offset += (int64_t)n;
	} while (n == REQUEST_EXPORT_PAGE);
	fputs("]\n", stdout);
	return ferror(stdout) || fflush(stdout) ? ERR_IO : OK;
}

int
cmd_requests(int argc, char **argv)
{
	const char *state = NULL, *json = NULL;
	const struct cli_option options[] = {
	    {"state", false, &state},
	    {"json", true, &json},
	};
	struct cli cli;
	int rest, code;
	enum err err;

	if ((code = cli_options(
		 cli_command("requests"), argc, argv, options, 2, &rest)))
		return code < 0 ? EX_OK : code;
	if (rest < argc || !json)
		return cli_fail(
		    EX_USAGE, "requests: print the queue with --json");
	code = cli_open(&cli, state, CLI_USE);
	if (code == EX_OK) {
		/* One picture of the queue, also while letters come in. */
		if (!(err = db_begin_read(cli.act.registry)))
			err = print_all(&cli.act);
		db_rollback(cli.act.registry);
		code = err ? cli_fault("printing the requests", err) : EX_OK;
	}
	cli_close(&cli);
	return code;
}
