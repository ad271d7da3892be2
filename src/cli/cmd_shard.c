/* SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "cli/cli.h"
#include "domain/sharding.h"

struct words {
	const char *verb, *what, *owner_url;
};

static int
add(struct cli *cli, const struct words *w)
{
	int64_t shard;
	enum err err;

	err = sharding_add(&cli->act, w->what, w->owner_url, &shard);
	if (err == ERR_INVALID)
		return cli_fail(EX_USAGE,
		    "shard add: postgresql://... without a password (a"
		    " PGPASSFILE or a service file keeps it), or schema:NAME");
	if (err == ERR_EXISTS)
		return cli_fail(
		    EX_DATAERR, "shard add: %s is one already", w->what);
	if (err)
		return cli_fault("shard add", err);
	printf("shard %lld takes new institutions\n", (long long)shard);
	return EX_OK;
}

static int
list(struct cli *cli)
{
	struct shard *shards;
	size_t n;
	enum err err;

	if ((err = sharding_list(&cli->act, &shards, &n)))
		return cli_fault("shard list", err);
	for (size_t i = 0; i < n; i++)
		printf("%lld\t%s\t%lld\t%s\t%s\n", (long long)shards[i].shard,
		    shards[i].state, (long long)shards[i].institutions,
		    clock_stamp(cli->arena, shards[i].added_at), shards[i].url);
	return EX_OK;
}

static int
close_one(struct cli *cli, const char *number)
{
	int64_t shard;
	enum err err;

	if (!cli_number(number, 1, INT32_MAX, &shard))
		return cli_fail(EX_USAGE, "shard close %s: a number", number);
	err = sharding_close(&cli->act, shard);
	if (err == ERR_NOT_FOUND)
		return cli_fail(
		    EX_NOINPUT, "shard close: there is no shard %s", number);
	return cli_fault("shard close", err);
}

/* What is to be done, between or before the options. 0: neither. */
static int
read_words(int argc, char **argv, struct words *w)
{
	w->verb = argc > 0 ? argv[0] : "";
	w->what = argc > 1 ? argv[1] : NULL;
	if (!strcmp(w->verb, "list"))
		return 1;
	return w->what && strncmp(w->what, "--", 2) &&
		       (!strcmp(w->verb, "add") || !strcmp(w->verb, "close"))
		   ? 2
		   : 0;
}

int
cmd_shard(int argc, char **argv)
{
	const char *state = NULL;
	struct words w = {0};
	const struct cli_option options[] = {
	    {"state", false, &state},
	    {"owner", false, &w.owner_url},
	};
	struct cli cli;
	int at, n, code;

	if ((code = cli_options(
		 cli_command("shard"), argc, argv, options, 2, &at)))
		return code < 0 ? EX_OK : code;
	if (!(n = read_words(argc - at, argv + at, &w)))
		return cli_fail(EX_USAGE,
		    "shard: add URL, list or close N (see ejournal shard"
		    " --help)");
	at += n - 1; /* the last word stands where a name does */
	if ((code = cli_options(
		 cli_command("shard"), argc - at, argv + at, options, 2, NULL)))
		return code < 0 ? EX_OK : code;
	code = cli_open(&cli, state, CLI_USE);
	if (code == EX_OK && !*cli.config.database_url)
		code = cli_fail(EX_USAGE,
		    "shard: this installation lies in files; shards are of"
		    " PostgreSQL (DATABASE_URL)");
	else if (code == EX_OK && !strcmp(w.verb, "add"))
		code = add(&cli, &w);
	else if (code == EX_OK && !strcmp(w.verb, "list"))
		code = list(&cli);
	else if (code == EX_OK)
		code = close_one(&cli, w.what);
	cli_close(&cli);
	return code;
}
