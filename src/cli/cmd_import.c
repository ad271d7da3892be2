/* SPDX-License-Identifier: EUPL-1.2 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"
#include "domain/codifier_import.h"

static const char *const faults[CODIFIER_FAULTS] = {
    [CODIFIER_TOO_BIG] = "it is larger than a codifier can be",
    [CODIFIER_CHARSET] = "it is no text in UTF-8 or windows-1251",
    [CODIFIER_EMPTY] = "there is no community in it",
    [CODIFIER_COLUMNS] = "a line must have seven columns",
    [CODIFIER_CODE] = "a code must be \"UA\" and 17 digits, and no level may"
		      " be left out",
    [CODIFIER_CATEGORY] = "the category must be one of O K P H M X C B and"
			  " stand at its level",
    [CODIFIER_NAME] = "the name is empty or too long",
    [CODIFIER_REGION] = "there is no such region",
    [CODIFIER_TWICE] = "a code stands there twice",
    [CODIFIER_ORPHAN] = "a place belongs to another one that is not there",
    [CODIFIER_SHRUNK] = "it has less than half of the places that are loaded"
			" now: is it cut off?",
};

/* ERR_LIMIT: larger than any codifier. */
static enum err
read_file(struct arena *arena, const char *path, struct bytes *out)
{
	const size_t max = CODIFIER_FILE_BYTES_MAX + 1;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	char *p;
	size_t len = 0;
	ssize_t n = -1;

	if (fd < 0)
		return ERR_NOT_FOUND;
	p = arena_alloc(arena, max);
	while (len < max && (n = read(fd, p + len, max - len)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			break;
		len += (size_t)n;
	}
	close(fd);
	*out = (struct bytes){p, len};
	return n < 0 ? ERR_IO : OK;
}

static int
explain(const char *path, const struct codifier_report *report)
{
	if (report->line)
		return cli_fail(EX_DATAERR,
		    "%s, line %lld: %s. Nothing was changed.", path,
		    (long long)report->line, faults[report->fault]);
	return cli_fail(EX_DATAERR, "%s: %s. Nothing was changed.", path,
	    faults[report->fault]);
}

static int
import(struct cli *cli, const char *path)
{
	struct codifier_report report;
	struct bytes file;
	enum err err;

	if ((err = read_file(cli->arena, path, &file)))
		return cli_fail(EX_NOINPUT, "%s: %s", path, strerror(errno));
	err = codifier_import(&cli->act, file, &report);
	if (err == ERR_INVALID && report.fault)
		return explain(path, &report);
	if (err)
		return cli_fault("importing the codifier", err);
	printf("places: %lld (communities: %lld, settlements: %lld)\n",
	    (long long)report.places, (long long)report.communities,
	    (long long)report.settlements);
	if (report.rechecked)
		printf("requests checked again: %lld\n",
		    (long long)report.rechecked);
	return EX_OK;
}

/* Options may stand before, between and after the words. */
static int
read_words(int argc, char **argv, const char **state, const char *words[2])
{
	const struct cli_option options[] = {{"state", false, state}};
	const struct command *command = cli_command("import");
	int rest, code, n = 0;

	for (;;) {
		if ((code = cli_options(
			 command, argc, argv, options, 1, &rest)))
			return code;
		if (rest == argc)
			break;
		if (n == 2)
			return cli_fail(EX_USAGE, "import: one file at a time");
		words[n++] = argv[rest];
		argc -= rest;
		argv += rest;
	}
	if (n < 2 || strcmp(words[0], "katottg") != 0)
		return cli_fail(EX_USAGE,
		    "import: ejournal import katottg FILE [--state DIR]");
	return EX_OK;
}

int
cmd_import(int argc, char **argv)
{
	const char *state = NULL, *words[2];
	struct cli cli;
	int code;

	if ((code = read_words(argc, argv, &state, words)))
		return code < 0 ? EX_OK : code;
	code = cli_open(&cli, state, CLI_USE);
	if (code == EX_OK)
		code = import(&cli, words[1]);
	cli_close(&cli);
	return code;
}
