/* SPDX-License-Identifier: EUPL-1.2 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/json.h"
#include "cli/demo.h"
#include "cli/demo_country.h"
#include "cli/serving.h"
#include "domain/installation.h"
#include "domain/sharding.h"
#include "domain/statistics.h"
#include "store/institutions.h"

#define ACCOUNTS_FILE "demo-accounts.json"
#define ACCOUNTS_BYTES_MAX 65536
/* Older than the first letter of the queue. */
#define ACCOUNTS_BEFORE_S (30 * 86400)

static const char *const suffixes[] = {"", "-wal", "-shm"};

static const char *
accounts_path(struct cli *cli)
{
	return arena_printf(cli->arena, "%s/" ACCOUNTS_FILE, cli->config.state);
}

/* Written last, by rename: a demo without it was cut short and is not used. */
static int
write_accounts(struct cli *cli, const char *json)
{
	const char *path = accounts_path(cli);
	const char *tmp = arena_printf(cli->arena, "%s.new", path);
	int fd = open(tmp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	size_t len = strlen(json);

	if (fd < 0 || write(fd, json, len) != (ssize_t)len || fsync(fd) ||
	    close(fd) || rename(tmp, path))
		return cli_fail(EX_CANTCREAT, "cannot write %s", path);
	return EX_OK;
}

static const char *
read_accounts(struct cli *cli)
{
	FILE *f = fopen(accounts_path(cli), "re");
	char *text = arena_alloc(cli->arena, ACCOUNTS_BYTES_MAX);
	size_t n;

	if (!f)
		return NULL;
	n = fread(text, 1, ACCOUNTS_BYTES_MAX - 1, f);
	fclose(f);
	text[n] = 0;
	return text;
}

/* The school year that `today` lies in; in July and August the one that
 * ended, so that there is something to see. */
static void
set_year(struct demo *demo)
{
	struct date d = clock_date(demo->today);

	demo->year = d.month >= 9 ? d.year : d.year - 1;
	demo->year_from = clock_days((struct date){(int)demo->year, 9, 1});
}

/* The figures of the front page, as each school would report them by night. */
static enum err
publish(struct act *act)
{
	enum err err;

	for (size_t i = 0; i < demo_institutions_n; i++) {
		act->actor = (struct actor){
		    .inst = (int64_t)i + 1, .role = ROLE_SYSTEM, .log_id = "-"};
		if ((err = act_open_school(act, act->actor.inst)))
			return err;
		err = statistics_report_run(act);
		act_close_school(act);
		if (err)
			return err;
	}
	act->actor = (struct actor){.role = ROLE_SYSTEM, .log_id = "-"};
	return statistics_publish_run(act);
}

static enum err
register_one(struct demo *demo, int64_t inst)
{
	struct act *act = &demo->cli->act;
	enum err err;

	act->actor = (struct actor){.role = ROLE_SYSTEM, .log_id = "-"};
	act->now = clock_instant(demo->year_from, 0, 5);
	if ((err = act_begin_registry(act)))
		return err;
	if (!(err = demo_school_register(
		  demo, inst, &demo_institutions[inst - 1])))
		err = act_commit(act);
	act_rollback(act);
	return err;
}

static enum err
make_country(struct demo *demo, struct demo_accounts *accounts)
{
	struct act *act = &demo->cli->act;
	struct demo_school *schools =
	    arena_array(act->arena, demo_institutions_n, sizeof(*schools));
	int64_t now = act->now;
	enum err err;

	for (size_t i = 0; i < demo_institutions_n; i++) {
		if ((err = register_one(demo, (int64_t)i + 1)) ||
		    (err = demo_build(demo, (int64_t)i + 1,
			 &demo_institutions[i], demo->year_from, &schools[i])))
			return err;
		act_close_school(act);
		printf("  %s: classes %d, journals %d\n",
		    demo_institutions[i].name, schools[i].classes_n,
		    schools[i].journals_n);
		fflush(stdout);
	}
	act->now = now - ACCOUNTS_BEFORE_S;
	if ((err = demo_accounts_make(
		 demo, &schools[0], &schools[1], accounts)) ||
	    (err = demo_places_make(demo)) ||
	    (err = demo_requests_make(demo, accounts)))
		return err;
	act->now = now;
	return publish(act);
}

/* Before noon the last whole day of lessons was yesterday. */
#define DAY_OVER_S (12 * 3600)

/* country: NULL for the small one. */
static struct demo
demo_of(struct cli *cli, const struct demo_country *country)
{
	struct demo demo = {.cli = cli, .country = country != NULL};

	demo.now = cli->act.now;
	demo.today = clock_day_at(demo.now);
	/* A country is continued on other days: its last day is a whole one. */
	if (country)
		demo.today = country->today
				 ? country->today
				 : clock_day_at(demo.now - DAY_OVER_S);
	rng_seeded(&demo.rng, DEMO_SEED);
	set_year(&demo);
	return demo;
}

static int
analyze(struct cli *cli)
{
	const struct db_place place = db_place_of(&cli->config);

	return cli_fault("making the demo", db_place_analyze(&place));
}

static int
make(struct cli *cli, struct demo_country *country)
{
	struct demo demo = demo_of(cli, country);
	struct demo_accounts accounts;
	const int64_t now = cli->act.now;
	enum err err;
	int code;

	printf("Making the demo country in %s\n", cli->config.state);
	fflush(stdout);
	cli->act.now = clock_instant(demo.year_from, 0, 1);
	if ((err = installation_init(&cli->act, true)) ||
	    (err = sharding_first(&cli->act)))
		return cli_fault("making the demo", err);
	cli->act.now = now;
	if (country) {
		country->today = demo.today;
		err = demo_begin_make(&demo, country, &accounts);
	} else {
		err = make_country(&demo, &accounts);
	}
	if (err)
		return cli_fault("making the demo", err);
	if ((code = analyze(cli)))
		return code;
	return write_accounts(cli, demo_accounts_json(cli->arena, &accounts));
}

/* Institutions of the country that are not there yet. */
static enum err
missing(struct cli *cli, const struct demo_country *country, int64_t *n)
{
	const struct institution_query all = {.limit = 1};
	struct institution *rows;
	size_t rows_n;
	int64_t total;
	enum err err = institutions_list(
	    cli->act.registry, cli->arena, &all, &rows, &rows_n, &total);

	if (!err)
		*n = total < country->institutions
			 ? country->institutions - total
			 : 0;
	return err;
}

static int
grow(struct cli *cli, struct demo_country *country, bool begun)
{
	const long cores = sysconf(_SC_NPROCESSORS_ONLN);
	struct demo demo = demo_of(cli, country);
	int64_t n;
	enum err err;
	int code;

	if ((err = missing(cli, country, &n)))
		return cli_fault("looking at the demo", err);
	if (!n)
		return EX_OK;
	demo_country_plan(country, cli->arena);
	if ((code = demo_begin_room(cli, &demo, country, n)))
		return code;
	if (!begun && (code = make(cli, country)))
		return code;
	demo.today = country->today;
	code = demo_crew_run(&demo, country, cores < 1 ? 1 : (int)cores);
	return code ? code : analyze(cli);
}

/* The demo that is asked for, whole; an older one that is cut short goes on.
 * want: NULL = the small one, or whatever is there. */
static int
prepare(struct cli *cli, struct demo_country *want, bool there)
{
	struct demo_country kept;
	enum err err;

	if (!there)
		return want ? grow(cli, want, false) : make(cli, NULL);
	err = demo_begin_kept(&cli->act, &kept);
	if (err && err != ERR_NOT_FOUND)
		return cli_fault("looking at the demo", err);
	if (want && err)
		return cli_fail(EX_DATAERR,
		    "%s holds another demo; take another folder",
		    cli->config.state);
	if (err)
		return EX_OK;
	if (want && (want->institutions != kept.institutions ||
			want->pupils != kept.pupils || want->days != kept.days))
		return cli_fail(EX_DATAERR,
		    "%s holds a country of %lld institutions, %lld pupils and"
		    " %lld school days; take another folder",
		    cli->config.state, (long long)kept.institutions,
		    (long long)kept.pupils, (long long)kept.days);
	return grow(cli, &kept, true);
}

static void
print_accounts(const char *json, const char *url)
{
	AUTO_JSON struct json *doc = NULL;

	if (json_parse(json, strlen(json), &doc))
		return;
	printf("\nWho can sign in at %s/sign-in (a second factor is asked"
	       " where a secret stands):\n",
	    url);
	for (size_t i = 0; i < json_size(doc); i++) {
		const struct json *a = json_at(doc, i);
		const char *secret = json_text(a, "totp_secret");

		printf("  %-14s %-26s %-26s %s\n", json_text(a, "role"),
		    json_text(a, "email"), json_text(a, "password"),
		    secret ? secret : "");
	}
	putchar('\n');
	fflush(stdout);
}

static pid_t
start_worker(struct cli *cli)
{
	const char *port =
	    arena_printf(cli->arena, "%lld", (long long)cli->config.port);
	sigset_t none;
	pid_t pid = fork();

	if (pid)
		return pid;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	setenv("EJOURNAL_PORT", port, 1);
	if (*cli->config.database_url)
		setenv("EJOURNAL_DATABASE_URL", cli->config.database_url, 1);
	execl("/proc/self/exe", "ejournal", "worker", "--state",
	    cli->config.state, (char *)NULL);
	_exit(EX_OSERR);
}

static int
serve(struct cli *cli)
{
	pid_t worker;
	int code;

	print_accounts(read_accounts(cli), cli->config.public_url);
	worker = start_worker(cli);
	code = serving_run(cli);
	if (worker > 0) {
		kill(worker, SIGTERM);
		waitpid(worker, NULL, 0);
	}
	return code;
}

/* A demo that was cut short while it was made is of no use to anybody: its
 * databases go, and it is made again. */
static int
clear(struct cli *cli, const char *state)
{
	int64_t *inst;
	size_t n;
	enum err err;

	if (*cli->config.database_url) {
		const struct db_place place = db_place_of(&cli->config);

		act_close(&cli->act);
		if ((err = db_place_clear(&place)))
			return cli_fault("clearing the demo", err);
		cli_close(cli);
		return cli_open(cli, state, CLI_DEMO);
	}
	if ((err = db_pool_schools(cli->pool, cli->arena, &inst, &n)))
		return cli_fault("listing the school stores", err);
	for (size_t i = 0; i < n; i++)
		for (int k = 0; k < 3; k++)
			unlink(arena_printf(cli->arena, "%s/school/%08lld.db%s",
			    cli->config.state, (long long)inst[i],
			    suffixes[k]));
	for (int k = 0; k < 3; k++)
		unlink(arena_printf(cli->arena, "%s/registry.db%s",
		    cli->config.state, suffixes[k]));
	cli_close(cli);
	return cli_open(cli, state, CLI_DEMO);
}

/* EX_OK: a whole demo is there, or nothing yet. */
static int
check_state(struct cli *cli, const char *state, bool *there)
{
	uint8_t secret[HASH_BYTES];
	bool made = !installation_secret(&cli->act, secret);

	*there = made;
	if (made && !installation_is_demo(&cli->act))
		return cli_fail(EX_DATAERR,
		    "%s holds a real installation, not a demo",
		    cli->config.state);
	if (!made || !access(accounts_path(cli), R_OK))
		return EX_OK;
	*there = false;
	puts("A demo was cut short while it was made; making it again.");
	return clear(cli, state);
}

static int
print_json(struct cli *cli, bool there)
{
	if (!there)
		return cli_fail(
		    EX_NOINPUT, "there is no demo in %s", cli->config.state);
	fputs(read_accounts(cli), stdout);
	return EX_OK;
}

int
cmd_demo(int argc, char **argv)
{
	const char *state = NULL, *port = NULL, *accounts = NULL,
		   *only_make = NULL, *institutions = NULL, *pupils = NULL,
		   *days = NULL;
	const struct cli_option options[] = {
	    {"state", false, &state},
	    {"port", false, &port},
	    {"accounts", true, &accounts},
	    {"make", true, &only_make},
	    {"institutions", false, &institutions},
	    {"pupils", false, &pupils},
	    {"days", false, &days},
	};
	struct demo_country country;
	struct cli cli;
	bool there = false;
	int code;

	if ((code = cli_options(
		 cli_command("demo"), argc, argv, options, 7, NULL)))
		return code < 0 ? EX_OK : code;
	if (!institutions && (pupils || days))
		return cli_fail(EX_USAGE,
		    "demo: --pupils and --days go with --institutions");
	if (institutions &&
	    (code = demo_begin_parse(institutions, pupils, days, &country)))
		return code;
	serving_block_signals();
	code = cli_open(&cli, state, accounts ? CLI_USE : CLI_DEMO);
	if (code == EX_OK)
		code = check_state(&cli, state, &there);
	if (code == EX_OK && accounts)
		code = print_json(&cli, there);
	else if (code == EX_OK) {
		cli.config.bind = "127.0.0.1"; /* a demo stays at home */
		code = prepare(&cli, institutions ? &country : NULL, there);
		if (code == EX_OK)
			code = serving_address(&cli, port, NULL);
		if (code == EX_OK)
			code = serving_check(&cli);
		if (code == EX_OK && !only_make)
			code = serve(&cli);
	}
	cli_close(&cli);
	return code;
}
