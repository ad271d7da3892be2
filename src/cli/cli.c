/* SPDX-License-Identifier: EUPL-1.2 */
#include "cli/cli.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/crypt.h"
#include "base/texts.h"
#include "db/files.h"

int
cli_fail(int code, const char *format, ...)
{
	va_list args;

	fputs("ejournal: ", stderr);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	return code;
}

int
cli_fault(const char *doing, enum err err)
{
	switch (err) {
	case OK:
		return EX_OK;
	case ERR_NOT_FOUND:
		return cli_fail(
		    EX_NOINPUT, "%s: there is no such thing", doing);
	case ERR_DENIED:
		return cli_fail(EX_NOPERM, "%s: not allowed", doing);
	case ERR_BUSY:
	case ERR_AGAIN:
		return cli_fail(
		    EX_TEMPFAIL, "%s: the data is in use, try again", doing);
	case ERR_INVALID:
	case ERR_LIMIT:
	case ERR_EXISTS:
	case ERR_CONFLICT:
		return cli_fail(EX_DATAERR,
		    "%s: the input was refused (%s); see the lines above",
		    doing, err_name(err));
	case ERR_IO:
	case ERR_DB:
	case ERR_CORRUPT:
		return cli_fail(EX_IOERR,
		    "%s: failed (%s); see the lines above", doing,
		    err_name(err));
	default:
		return cli_fail(EX_SOFTWARE, "%s: %s", doing, err_name(err));
	}
}

bool
cli_number(const char *s, int64_t min, int64_t max, int64_t *out)
{
	char *end;
	long long n;

	if (!s || !*s)
		return false;
	errno = 0;
	n = strtoll(s, &end, 10);
	if (errno || *end || n < min || n > max)
		return false;
	*out = n;
	return true;
}

static void
print_help(const struct command *command)
{
	printf("ejournal %s %s\n\n%s\n", command->name, command->usage,
	    command->help);
}

static const struct cli_option *
find_option(const struct cli_option *options, size_t n, const char *arg,
    const char **value)
{
	const char *equals = strchr(arg, '=');
	size_t len = equals ? (size_t)(equals - arg) : strlen(arg);

	for (size_t i = 0; i < n; i++) {
		if (strlen(options[i].name) != len ||
		    memcmp(options[i].name, arg, len))
			continue;
		*value = equals ? equals + 1 : NULL;
		return &options[i];
	}
	return NULL;
}

int
cli_options(const struct command *command, int argc, char **argv,
    const struct cli_option *options, size_t n, int *rest)
{
	int i;

	for (i = 1; i < argc; i++) {
		const struct cli_option *o;
		const char *value = NULL;

		if (strncmp(argv[i], "--", 2))
			break;
		if (!argv[i][2]) {
			i++;
			break;
		}
		if (!strcmp(argv[i], "--help")) {
			print_help(command);
			return -1;
		}
		if (!(o = find_option(options, n, argv[i] + 2, &value)))
			return cli_fail(EX_USAGE,
			    "%s: unknown option %s (see ejournal %s --help)",
			    command->name, argv[i], command->name);
		if (o->flag) {
			*o->value = "1";
			continue;
		}
		if (!value && i + 1 < argc)
			value = argv[++i];
		if (!value)
			return cli_fail(EX_USAGE, "%s: --%s needs a value",
			    command->name, o->name);
		*o->value = value;
	}
	if (!rest && i < argc)
		return cli_fail(EX_USAGE,
		    "%s: unexpected %s (see ejournal %s --help)", command->name,
		    argv[i], command->name);
	if (rest)
		*rest = i;
	return EX_OK;
}

const struct command *
cli_command(const char *name)
{
	for (size_t i = 0; i < commands_n; i++)
		if (!strcmp(commands[i].name, name))
			return &commands[i];
	return NULL;
}

/* Log, listening sockets, static files, pipes. */
#define FILES_OTHER 64

/* As whom a demo works in a database that its maker owns. */
#define DEMO_ROLE "ejournal_demo"

static int
make_folder(const char *path)
{
	struct stat st;

	if (!mkdir(path, 0700))
		return EX_OK;
	if (errno == EEXIST && !stat(path, &st)) {
		if (S_ISDIR(st.st_mode))
			return EX_OK;
		errno = ENOTDIR;
	}
	return cli_fail(EX_CANTCREAT, "cannot make the folder %s: %s", path,
	    strerror(errno));
}

/* A registry of files is a file; with another engine the folder holds only
 * what is no database. */
static bool
data_exist(struct cli *cli)
{
	const char *state = cli->config.state;

	return !access(*cli->config.database_url
			   ? state
			   : arena_printf(cli->arena, "%s/registry.db", state),
	    F_OK);
}

/* Makes or migrates what has to be there before a pool is opened. */
static int
prepare_place(struct cli *cli, struct db_place *place, enum cli_use use)
{
	size_t shards;
	enum err err = OK;

	if (use == CLI_DEMO && !db_place_is_files(place)) {
		err = db_place_demo(cli->arena, place, DEMO_ROLE);
		if (err == ERR_EXISTS)
			return cli_fail(EX_DATAERR,
			    "the database of DATABASE_URL holds a real"
			    " installation, not a demo");
		cli->config.database_url = place->registry_url;
		cli->config.database_owner_url = place->owner_url;
	}
	if (!err && (use == CLI_MAKE || use == CLI_DEMO))
		err = db_state_create(place);
	if (!err && use == CLI_MIGRATE)
		err = db_place_migrate(place, &shards);
	return cli_fault(
	    use == CLI_MIGRATE ? "migrating" : "making the data", err);
}

static int
open_place(struct cli *cli, enum cli_use use)
{
	struct db_place place = db_place_of(&cli->config);
	enum err err;
	int code;

	/* Every connection and every open store takes files. With fewer (it
	 * is logged) a small institution is still served. */
	err = db_pool_raise_files(
	    &place, (int)cli->config.connections_max + FILES_OTHER);
	if (err && err != ERR_LIMIT)
		return cli_fault("raising the number of open files", err);
	if ((code = prepare_place(cli, &place, use)))
		return code;
	err = db_pool_open(&place, &cli->pool);
	if (err == ERR_DENIED)
		return cli_fail(EX_NOPERM,
		    "the database role may do too much; see the line above");
	if (err == ERR_NOT_FOUND && !db_place_is_files(&place))
		return cli_fail(EX_NOINPUT,
		    "there is no data behind DATABASE_URL (make it with:"
		    " ejournal init)");
	return cli_fault("opening the data", err);
}

int
cli_open(struct cli *cli, const char *state, enum cli_use use)
{
	const bool create = use == CLI_MAKE || use == CLI_DEMO;
	enum err err;
	int code;

	*cli = (struct cli){.arena = arena_new(), .in_use = -1};
	rng_system(&cli->rng);
	if ((err = crypt_start()) || (err = texts_start()))
		return cli_fault("starting", err);
	if (!state && !(state = getenv("STATE")))
		state = "state";
	if (create && (code = make_folder(state)))
		return code;
	if ((err = config_load(cli->arena, state, &cli->config)))
		return cli_fail(EX_CONFIG,
		    "the settings were refused; see the lines above");
	if (!create && !data_exist(cli))
		return cli_fail(EX_NOINPUT,
		    "there is no data in %s (make it with: ejournal init"
		    " --state %s)",
		    cli->config.state, cli->config.state);
	err =
	    files_hold(arena_printf(cli->arena, "%s/in-use", cli->config.state),
		false, &cli->in_use);
	if (err == ERR_BUSY)
		return cli_fail(EX_TEMPFAIL, "%s is being restored just now",
		    cli->config.state);
	if (err)
		return cli_fault("opening the data", err);
	if ((code = open_place(cli, use)))
		return code;
	cli->act = (struct act){
	    .config = &cli->config,
	    .arena = cli->arena,
	    .pool = cli->pool,
	    .rng = &cli->rng,
	    .now = time(NULL),
	    .actor = {.role = ROLE_SYSTEM, .log_id = "-"},
	};
	if ((err = act_open(&cli->act)))
		return cli_fault("opening the registry", err);
	return EX_OK;
}

void
cli_close(struct cli *cli)
{
	if (cli->pool) {
		act_close(&cli->act);
		db_pool_close(cli->pool);
	}
	files_unlock_at(&cli->in_use);
	arena_free(cli->arena);
	*cli = (struct cli){.in_use = -1};
}
