/* SPDX-License-Identifier: EUPL-1.2 */
/* ejournal: an electronic class journal. One table of commands; each is a
 * file of this folder. */
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"

const struct command commands[] = {
	{"init", "--state DIR [--no-shard]",
	    "Makes an empty installation in DIR, with all settings and their"
	    " defaults in\nDIR/ejournal.ini, and prints a one-time link for the"
	    " first operator. Running it\nagain changes nothing and prints a"
	    " new link while no operator has signed in. With PostgreSQL"
	    " (DATABASE_URL, and\nDATABASE_OWNER_URL for who owns the tables)"
	    " the tables are made there; schools go\ninto a schema of the same"
	    " database, the first shard, unless --no-shard is given.",
	    cmd_init},
	{"serve", "--state DIR [--port N] [--bind ADDRESS]",
	    "Serves the pages until SIGTERM, which lets accepted requests"
	    " finish.",
	    cmd_serve},
	{"worker", "--state DIR [--once]",
	    "Does the work that acts leave behind: letters, second halves,"
	    " statistics. Runs\nuntil SIGTERM; --once does what is due and"
	    " ends.",
	    cmd_worker},
	{"intake", "--state DIR [--sender ADDRESS] [--maildir DIR2 [--once]]",
	    "Takes one letter from standard input (the pipe of a mail server)"
	    " and puts it into\nthe queue of requests. --sender is the"
	    " address of its envelope, \"\" the empty\none. --maildir takes"
	    " what lies in DIR2/new and removes it there, and keeps\nwatching"
	    " until SIGTERM; --once ends when nothing is left. Ends with 0 when"
	    " the\nletter is kept, whatever it holds, and with 75 when it has"
	    " to be tried again.",
	    cmd_intake},
	{"requests", "--state DIR --json",
	    "Prints the queue of requests with every field, as JSON.",
	    cmd_requests},
	{"import", "katottg FILE --state DIR",
	    "Loads the codifier of communities as the ministry publishes it"
	    " (CSV of seven\ncolumns). All of it or nothing; the same file"
	    " again changes nothing. Requests\nthat came before are checked"
	    " again.",
	    cmd_import},
	{"mail", "[--state DIR] test ADDRESS",
	    "Sends one test letter at once, with the settings of the state.",
	    cmd_mail},
	{"demo",
	    "--state DIR [--port N] [--make] [--accounts]\n"
	    "               [--institutions N [--pupils N] [--days N]]",
	    "Makes a demo country in DIR where there is none, then serves it"
	    " on loopback with\nits worker. --make only makes it; --accounts"
	    " prints who can sign in, as JSON.\n--institutions makes a"
	    " synthetic country of that size instead, with so many pupils\nin"
	    " all and lessons of so many school days (20). It can be"
	    " interrupted: the same\ncommand goes on.",
	    cmd_demo},
	{"migrate", "--state DIR",
	    "Brings the registry and all school stores to this program's"
	    " schema; with\nPostgreSQL every shard, as its owner, with the"
	    " rights of the server's role.",
	    cmd_migrate},
	{"shard", "add URL [--owner URL2] | list | close N   [--state DIR]",
	    "PostgreSQL: the databases that hold the schools, many in each. add"
	    " makes the\ntables in an empty database and gives it new"
	    " institutions; URL holds no password\n(a PGPASSFILE or a service"
	    " file does), or is schema:NAME for a schema of the\nregistry's own"
	    " database. --owner says who owns the tables where that is not"
	    " the\nowner of the registry. list prints number, state,"
	    " institutions, since when, URL.\nA closed shard keeps what it has"
	    " and takes no new institutions.",
	    cmd_shard},
	{"backup", "--state DIR --to DIR2",
	    "Copies everything into the new folder DIR2 while the server works:"
	    " registry,\nschool stores, original mails, settings. DIR2 can be"
	    " checked with\nsha256sum -c SHA256SUMS.",
	    cmd_backup},
	{"restore", "--from DIR2 --state DIR [--force]",
	    "Makes DIR out of a whole backup; server and worker must be"
	    " stopped. A changed,\nmissing or foreign file is refused. --force"
	    " moves what is in DIR into a\nsubfolder of it. Everybody signs in"
	    " again; unfinished work is done again.",
	    cmd_restore},
	{"doctor", "--state DIR",
	    "Looks at everything an operator answers for: settings, folder,"
	    " disk, limits,\nschemas, mail, unfinished work, clock, backups."
	    " Each line says ok, note or\nmend, and what to do. Ends with 78"
	    " if something is to be mended. Changes nothing.",
	    cmd_doctor},
	{"verify", "--state DIR [--institution N]",
	    "Recomputes the history: numbers without gaps, every event's"
	    " fingerprint,\nevery mark and absence equal to its last event.",
	    cmd_verify},
	{"routes", "[--json]", "Prints method, path and permission of every page.",
	    cmd_routes},
	{"version", "", "Prints the version.", cmd_version},
};
const size_t commands_n = sizeof(commands) / sizeof(commands[0]);

static int
usage(FILE *out)
{
	fputs("usage: ejournal COMMAND [OPTIONS]   (ejournal COMMAND --help)"
	      "\n\n", out);
	for (size_t i = 0; i < commands_n; i++)
		fprintf(out, "  %-9s %s\n", commands[i].name,
		    commands[i].usage);
	return out == stdout ? EX_OK : EX_USAGE;
}

int
main(int argc, char **argv)
{
	const struct command *command;

	if (argc < 2)
		return usage(stderr);
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "help"))
		return usage(stdout);
	if (!strcmp(argv[1], "--version"))
		argv[1] += 2;
	if (!(command = cli_command(argv[1])))
		return cli_fail(EX_USAGE,
		    "there is no command \"%s\" (see: ejournal --help)",
		    argv[1]);
	return command->run(argc - 1, argv + 1);
}
