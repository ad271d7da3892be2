/* SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "cli/cli.h"
#include "jobs/kinds.h"

/* Sends at once, past the queue, so that the operator sees the answer. */
static int
send_test(struct cli *cli, const char *to)
{
	struct buf b;
	struct json_out o = {.out = &b};
	struct job job = {.kind = "mail"};
	const char *why = NULL;
	enum err err;

	buf_init(&b, cli->arena, 128);
	json_open(&o, '{');
	json_put_text(&o, "template", "test");
	json_put_text(&o, "to", to);
	json_put_text(&o, "lang", "uk");
	json_close(&o, '}');
	job.payload = b.p;
	job.job = cli->act.now; /* a Message-ID of its own */
	err = mail_run(&cli->act, &job, &why);
	if (err)
		return cli_fail(err == ERR_INVALID ? EX_DATAERR : EX_TEMPFAIL,
		    "the letter was not sent: %s", why ? why : err_name(err));
	if (*cli->config.smtp_url)
		printf("sent to %s through %s\n", to, cli->config.smtp_url);
	else
		printf("no smtp_url is set: the letter lies in"
		       " %s/outbox/new\n",
		    cli->config.state);
	return EX_OK;
}

int
cmd_mail(int argc, char **argv)
{
	const char *state = NULL;
	const struct cli_option options[] = {{"state", false, &state}};
	struct cli cli;
	int rest, code;

	if ((code = cli_options(cli_command("mail"), argc, argv, options, 1,
		 &rest)))
		return code < 0 ? EX_OK : code;
	/* "mail test ADDRESS --state DIR" reads as well. */
	if (rest + 2 > argc || strcmp(argv[rest], "test"))
		return cli_fail(EX_USAGE,
		    "mail: say \"mail [--state DIR] test ADDRESS\"");
	if (rest + 3 < argc && !strcmp(argv[rest + 2], "--state"))
		state = argv[rest + 3];
	code = cli_open(&cli, state, CLI_USE);
	if (code == EX_OK)
		code = send_test(&cli, argv[rest + 1]);
	cli_close(&cli);
	return code;
}
