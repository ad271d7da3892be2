/* SPDX-License-Identifier: EUPL-1.2 */
/* For a mail server's pipe: exit code 0 says that the letter is durably kept,
 * 75 (EX_TEMPFAIL) that it has to be tried again. No other one: it would make
 * the server send a bounce to a school. */
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/cli.h"
#include "cli/mail_in.h"
#include "cli/maildir.h"
#include "cli/serving.h"

static void
say(const struct intake_result *result)
{
	static const char *const outcomes[] = {[INTAKE_REQUEST] = "request",
	    [INTAKE_APART] = "no request, filed apart",
	    [INTAKE_AGAIN] = "already there",
	    [INTAKE_BOUNCE] = "a letter of ours came back"};

	if (result->first)
		printf("%lld ", (long long)result->first);
	fputs(outcomes[result->outcome], stdout);
	if (result->n > 1)
		printf(" (%zu institutions)", result->n);
	puts(result->answered ? ", answered" : "");
}

static int
take_one(struct cli *cli, const char *sender)
{
	struct intake_result result;
	enum err err = mail_in_take(&cli->act, STDIN_FILENO, sender, &result);

	if (err)
		return cli_fault("taking the letter", err);
	say(&result);
	return EX_OK;
}

/* Letters of a watched folder come long after the start. */
static enum err
take_file(void *context, int fd)
{
	struct cli *cli = context;
	AUTO_ARENA struct arena *arena = arena_new();
	struct arena *kept = cli->act.arena;
	struct intake_result result;
	enum err err;

	cli->act.arena = arena;
	cli->act.now = time(NULL);
	err = mail_in_take(&cli->act, fd, NULL, &result);
	cli->act.arena = kept;
	if (err == OK)
		say(&result);
	fflush(stdout);
	return err;
}

static int
run(struct cli *cli, const char *sender, const char *folder, bool once)
{
	enum err err;

	if (!folder)
		return take_one(cli, sender);
	err = maildir_watch(folder, once, take_file, cli);
	return err ? cli_fault("reading the folder", err) : EX_OK;
}

int
cmd_intake(int argc, char **argv)
{
	const char *state = NULL, *sender = NULL, *folder = NULL, *once = NULL;
	const struct cli_option options[] = {
	    {"state", false, &state},
	    {"sender", false, &sender},
	    {"maildir", false, &folder},
	    {"once", true, &once},
	};
	struct cli cli;
	int rest, code;

	if ((code = cli_options(
		 cli_command("intake"), argc, argv, options, 4, &rest)))
		return code < 0 ? EX_OK : EX_TEMPFAIL;
	if (rest < argc || (once && !folder) || (sender && folder)) {
		cli_fail(EX_USAGE, "intake: one letter on standard input, or"
				   " --maildir DIR (see --help)");
		return EX_TEMPFAIL;
	}
	serving_block_signals();
	code = cli_open(&cli, state, CLI_USE);
	if (code == EX_OK)
		code = run(&cli, sender, folder, once != NULL);
	cli_close(&cli);
	return code ? EX_TEMPFAIL : EX_OK;
}
