/* SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>

#include "cli/cli.h"
#include "domain/audit.h"

/* One log; *faults grows. The registry's is inst 0. */
static int
verify_log(struct cli *cli, int64_t inst, int64_t *faults)
{
	struct audit_report r;
	enum err err = OK;

	if (inst > 0)
		err = act_open_school(&cli->act, inst);
	if (!err)
		err = audit_verify(&cli->act, inst, &r);
	if (cli->act.school) {
		db_give(cli->act.school);
		cli->act.school = NULL;
	}
	if (err)
		return cli_fault("verifying", err);
	printf("%08lld: %lld events, %lld marks, %lld attendance items, "
	       "%lld erased, %lld faults\n",
	    (long long)inst, (long long)r.events, (long long)r.marks,
	    (long long)r.attendance, (long long)r.erased,
	    (long long)r.faults);
	if (r.faults)
		printf("%08lld: first fault: %s\n", (long long)inst,
		    r.first_fault);
	*faults += r.faults;
	return EX_OK;
}

static int
verify_all(struct cli *cli)
{
	int64_t *inst, faults = 0;
	size_t n;
	enum err err;
	int code;

	if ((err = db_pool_schools(cli->pool, cli->arena, &inst, &n)))
		return cli_fault("listing the school stores", err);
	if ((code = verify_log(cli, 0, &faults)))
		return code;
	for (size_t i = 0; i < n; i++)
		if ((code = verify_log(cli, inst[i], &faults)))
			return code;
	return faults ? EX_DATAERR : EX_OK;
}

int
cmd_verify(int argc, char **argv)
{
	const char *state = NULL, *institution = NULL;
	const struct cli_option options[] = {
	    {"state", false, &state},
	    {"institution", false, &institution},
	};
	struct cli cli;
	int64_t inst = 0, faults = 0;
	int code;

	if ((code = cli_options(cli_command("verify"), argc, argv, options, 2,
		 NULL)))
		return code < 0 ? EX_OK : code;
	if (institution && !cli_number(institution, 0, 99999999, &inst))
		return cli_fail(EX_USAGE, "--institution %s: a number",
		    institution);
	code = cli_open(&cli, state, CLI_USE);
	if (code == EX_OK && !institution)
		code = verify_all(&cli);
	else if (code == EX_OK) {
		code = verify_log(&cli, inst, &faults);
		if (code == EX_OK && faults)
			code = EX_DATAERR;
	}
	cli_close(&cli);
	return code;
}
