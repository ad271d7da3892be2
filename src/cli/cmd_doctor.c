/* SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/crypt.h"
#include "base/log.h"
#include "cli/doctor.h"

void
doctor_say(struct doctor *d, enum finding finding, const char *about,
    const char *what, const char *todo)
{
	static const char *const names[] = {"ok", "note", "mend"};

	printf("%-5s %s: %s\n", names[finding], about, what);
	if (todo)
		printf("      -> %s\n", todo);
	d->notes += finding == FINDING_NOTE;
	d->mends += finding == FINDING_MEND;
}

static int
examine(struct doctor *d, const char *state)
{
	struct cli cli;
	int code;

	doctor_settings(d);
	doctor_folder(d);
	doctor_limits(d);
	doctor_clock(d);
	doctor_mail(d);
	if (!doctor_schemas(d))
		return EX_OK;
	if ((code = cli_open(&cli, state, CLI_USE)) == EX_OK)
		doctor_data(d, &cli);
	cli_close(&cli);
	return code;
}

int
cmd_doctor(int argc, char **argv)
{
	AUTO_ARENA struct arena *arena = arena_new();
	const char *state = NULL;
	const struct cli_option options[] = {{"state", false, &state}};
	struct config config;
	struct doctor d = {
	    .arena = arena, .config = &config, .now = time(NULL)};
	int code;

	if ((code = cli_options(
		 cli_command("doctor"), argc, argv, options, 1, NULL)))
		return code < 0 ? EX_OK : code;
	/* What there is to say stands in the list. */
	log_set_level(LOG_ERROR);
	if (!state && !(state = getenv("STATE")))
		state = "state";
	if (crypt_start() || config_load(arena, state, &config))
		return cli_fail(EX_CONFIG,
		    "the settings were refused; see the lines above");
	if (access(*config.database_url
		    ? config.state
		    : db_store_path(arena, config.state, 0),
		F_OK))
		return cli_fail(EX_NOINPUT,
		    "there is no data in %s (make it with: ejournal init"
		    " --state %s)",
		    config.state, config.state);
	if ((code = examine(&d, state)))
		return code;
	printf("%d to mend, %d to note\n", d.mends, d.notes);
	return d.mends ? EX_CONFIG : EX_OK;
}
