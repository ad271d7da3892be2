/* SPDX-License-Identifier: EUPL-1.2 */
/* The processes that make a synthetic country. Each makes institutions one by
 * one, each in one transaction, and tells the first process, which alone
 * writes to the registry: an institution is there once its store is whole. */
#include "cli/demo_country.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "domain/ledger.h"
#include "domain/statistics.h"
#include "store/institutions.h"

#define PROCESSES_MAX 64
#define ENTER_TOGETHER 50 /* institutions of one write of the registry */
#define TICK_MS 250
#define SAY_MS 1000 /* how often the line is written */
#define SAY_LINE_MS 10000
#define HANDLES 2
#define TRIES 3 /* where a server gave the transaction up */

/* What the processes share. */
struct shared {
	atomic_llong next; /* the institution to be made next */
	volatile bool stop;
	uint8_t there[DEMO_INSTITUTIONS_MAX / 8 + 1];
};

struct crew {
	struct demo *demo;
	const struct demo_country *country;
	struct shared *shared;
	pid_t pids[PROCESSES_MAX];
	int pids_n, pipe[2];
	const char *password;
	int64_t began; /* monotonic, ms */
	int64_t there, made, pupils_left, pupils_made;
	int64_t events, marks, bytes, said_at;
};

static int64_t
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static bool
is_there(const struct shared *s, int64_t inst)
{
	return s->there[inst / 8] & (1u << (inst % 8));
}

/* ---- making one ---------------------------------------------------------- */

/* Of a store that is a file: it is written from its log later. */
static int64_t
bytes_of(const struct demo *demo, int64_t inst)
{
	struct arena *arena = demo->cli->act.arena;
	const char *path = db_store_path(arena, demo->cli->config.state, inst);
	struct stat st;
	int64_t file = 0, log = 0;

	if (!stat(path, &st))
		file = (int64_t)st.st_size;
	if (!stat(arena_printf(arena, "%s-wal", path), &st))
		log = (int64_t)st.st_size;
	return log > file ? log : file;
}

/* The first of so many school days that end with the demo's last one. */
static int64_t
first_day(const struct demo *demo, int64_t days)
{
	int64_t day = demo_year_last(demo) + 1;

	while (days > 0 && day > demo->year_from)
		days -= demo_year_school_day(demo, --day);
	return day;
}

enum err
demo_crew_make(struct demo *demo, const struct demo_country *country,
    int64_t inst, struct demo_school *school, struct demo_sample *sample)
{
	struct act *act = &demo->cli->act;
	struct demo_institution *plan = arena_alloc(act->arena, sizeof(*plan));
	enum err err;

	demo_country_institution(country, act->arena, inst, plan);
	rng_seeded(&demo->rng, DEMO_SEED + (uint64_t)inst);
	demo->events = demo->marks = 0;
	*sample = (struct demo_sample){.inst = inst};
	err = demo_build(
	    demo, inst, plan, first_day(demo, country->days), school);
	if (!err || err == ERR_EXISTS) {
		act->actor = (struct actor){
		    .inst = inst, .role = ROLE_SYSTEM, .log_id = "-"};
		err = demo_sample_find(act, demo->today, sample);
	}
	act_close_school(act);
	sample->marks = demo->marks;
	sample->bytes = bytes_of(demo, inst);
	return err;
}

/* ---- a process of the crew ----------------------------------------------- */

/* The first process's connections are left alone: this one has its own. */
static enum err
open_own(struct demo *demo)
{
	struct cli *cli = demo->cli;
	struct db_place place = db_place_of(&cli->config);
	enum err err;

	place.handles_max = HANDLES;
	cli->arena = arena_new();
	rng_system(&cli->rng);
	if ((err = db_pool_open(&place, &cli->pool)))
		return err;
	cli->act = (struct act){
	    .config = &cli->config,
	    .arena = cli->arena,
	    .pool = cli->pool,
	    .rng = &cli->rng,
	    .actor = {.role = ROLE_SYSTEM, .log_id = "-"},
	};
	return act_open(&cli->act);
}

static enum err
work(struct crew *crew)
{
	struct demo *demo = crew->demo;
	struct shared *shared = crew->shared;
	AUTO_ARENA struct arena *arena = arena_new();
	struct demo_sample sample;
	enum err err;

	demo->stop = &shared->stop;
	if ((err = open_own(demo)))
		return err;
	demo->cli->act.arena = arena;
	while (!shared->stop) {
		const int64_t inst = atomic_fetch_add(&shared->next, 1);
		struct demo_school *school;

		if (inst > crew->country->institutions)
			break;
		if (is_there(shared, inst))
			continue;
		arena_reset(arena);
		school = arena_alloc(arena, sizeof(*school));
		for (int tries = 0; tries < TRIES; tries++)
			if ((err = demo_crew_make(demo, crew->country, inst,
				 school, &sample)) != ERR_AGAIN)
				break;
		if (err)
			break;
		/* Shorter than PIPE_BUF: it goes whole. */
		if (write(crew->pipe[1], &sample, sizeof(sample)) !=
		    (ssize_t)sizeof(sample)) {
			err = ERR_IO;
			break;
		}
	}
	act_close(&demo->cli->act);
	db_pool_close(demo->cli->pool);
	return err == ERR_BUSY && shared->stop ? OK : err;
}

static void
start(struct crew *crew, int processes)
{
	fflush(NULL);
	for (int i = 0; i < processes && i < PROCESSES_MAX; i++) {
		pid_t pid = fork();

		if (pid > 0)
			crew->pids[crew->pids_n++] = pid;
		if (pid)
			continue;
		/* Nobody is left to tell when the first process is gone. */
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		close(crew->pipe[0]);
		_exit(work(crew) ? EXIT_FAILURE : EXIT_SUCCESS);
	}
	close(crew->pipe[1]);
}

/* ---- the first process --------------------------------------------------- */

static enum err
enter_one(struct demo *demo, const struct demo_country *country,
    const struct demo_sample *sample, const char *password)
{
	struct act *act = &demo->cli->act;
	struct institution_statistic figures = sample->figures;
	struct demo_institution plan;
	enum err err;

	demo_country_institution(country, act->arena, sample->inst, &plan);
	figures.reported_at = act->now;
	if ((err = demo_school_register(demo, sample->inst, &plan)) ||
	    (err = statistics_report(act->registry, sample->inst, &figures)))
		return err;
	return demo_sample_enter(act, sample, password);
}

enum err
demo_crew_enter(struct demo *demo, const struct demo_country *country,
    const struct demo_sample *samples, size_t n, const char *password)
{
	struct act *act = &demo->cli->act;
	struct arena *keep = act->arena;
	AUTO_ARENA struct arena *scratch = arena_new();
	enum err err;

	act->actor = (struct actor){.role = ROLE_SYSTEM, .log_id = "-"};
	if ((err = act_begin_registry(act)))
		return err;
	act->arena = scratch;
	for (size_t i = 0; i < n && !err; i++)
		err = enter_one(demo, country, &samples[i], password);
	if (!err)
		err = act_commit(act);
	act_rollback(act);
	act->arena = keep;
	return err;
}

static enum err
find_there(struct crew *crew)
{
	struct act *act = &crew->demo->cli->act;
	AUTO_ARENA struct arena *scratch = arena_new();
	const int64_t n = crew->country->institutions;
	enum err err;

	for (int64_t i = 1; i <= n; i++) {
		struct demo_institution plan;
		struct institution row;

		arena_reset(scratch);
		demo_country_institution(crew->country, scratch, i, &plan);
		err = institutions_find(act->registry, scratch, i, &row);
		if (err == ERR_NOT_FOUND) {
			crew->pupils_left += plan.all;
			continue;
		}
		if (err)
			return err;
		crew->shared->there[i / 8] |= (uint8_t)(1u << (i % 8));
		crew->there++;
	}
	return OK;
}

/* On a screen one line is written over again. */
static void
say(struct crew *crew, bool last)
{
	const bool screen = isatty(STDOUT_FILENO);
	const int64_t now = now_ms(), took = now - crew->began;
	const int64_t left = crew->pupils_left - crew->pupils_made;
	int64_t rest_s;

	if (!last && now - crew->said_at < (screen ? SAY_MS : SAY_LINE_MS))
		return;
	crew->said_at = now;
	printf("%s  %lld of %lld institutions, %lld events, %lld MB",
	    screen ? "\r" : "", (long long)(crew->there + crew->made),
	    (long long)crew->country->institutions, (long long)crew->events,
	    (long long)(crew->bytes / 1000000));
	if (crew->pupils_made && left > 0) {
		rest_s = took * left / crew->pupils_made / 1000;
		printf(", %lld:%02lld left", (long long)(rest_s / 60),
		    (long long)(rest_s % 60));
	}
	fputs(screen && !last ? "        " : "\n", stdout);
	fflush(stdout);
}

/* Reads what has come, up to so many; 0 at the end of all processes. */
static enum err
take(struct crew *crew, bool *open)
{
	struct demo_sample samples[ENTER_TOGETHER];
	struct pollfd poll_in = {.fd = crew->pipe[0], .events = POLLIN};
	size_t n = 0;
	enum err err;

	while (n < ENTER_TOGETHER && poll(&poll_in, 1, n ? 0 : TICK_MS) > 0) {
		const ssize_t got =
		    read(crew->pipe[0], &samples[n], sizeof(samples[n]));

		if (got < 0 && errno == EINTR)
			continue;
		if (got != (ssize_t)sizeof(samples[n])) {
			*open = false;
			break;
		}
		n++;
	}
	if (!n)
		return OK;
	if ((err = demo_crew_enter(
		 crew->demo, crew->country, samples, n, crew->password)))
		return err;
	for (size_t i = 0; i < n; i++) {
		crew->made++;
		crew->pupils_made += samples[i].figures.pupils;
		crew->events += samples[i].events;
		crew->marks += samples[i].marks;
		crew->bytes += samples[i].bytes;
	}
	return OK;
}

/* SIGINT and SIGTERM are blocked (serving_block_signals) and asked for here. */
static bool
told_to_stop(void)
{
	const struct timespec none = {0};
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	return sigtimedwait(&set, NULL, &none) > 0;
}

static enum err
lead(struct crew *crew)
{
	bool open = true;
	enum err err = OK;

	while (open && !err) {
		err = take(crew, &open);
		if (err || told_to_stop())
			crew->shared->stop = true;
		say(crew, false);
	}
	/* Nobody waits in a full pipe for a reader that is gone. */
	close(crew->pipe[0]);
	for (int i = 0; i < crew->pids_n; i++) {
		int status;

		if (waitpid(crew->pids[i], &status, 0) == crew->pids[i] &&
		    status && !err && !crew->shared->stop)
			err = ERR_IO;
	}
	say(crew, true);
	return err;
}

static int64_t
ms(struct timeval t)
{
	return (int64_t)t.tv_sec * 1000 + t.tv_usec / 1000;
}

static int
finish(struct crew *crew)
{
	const int64_t took = now_ms() - crew->began;
	struct rusage used;
	int64_t cpu_ms;
	struct act *act = &crew->demo->cli->act;
	enum err err;

	if (crew->there + crew->made < crew->country->institutions) {
		printf("Interrupted: every institution counted is whole. The"
		       " same command goes on.\n");
		return EX_TEMPFAIL;
	}
	act->actor = (struct actor){.role = ROLE_SYSTEM, .log_id = "-"};
	if ((err = statistics_publish_run(act)))
		return cli_fault("publishing the figures", err);
	getrusage(RUSAGE_CHILDREN, &used);
	cpu_ms = ms(used.ru_utime) + ms(used.ru_stime);
	if (crew->made && cpu_ms > 0)
		printf("%lld events, %lld of them marks, in %lld s by %d"
		       " processes; %lld events a second of one core\n",
		    (long long)crew->events, (long long)crew->marks,
		    (long long)(took / 1000), crew->pids_n,
		    (long long)(crew->events * 1000 / cpu_ms));
	return EX_OK;
}

int
demo_crew_run(
    struct demo *demo, const struct demo_country *country, int processes)
{
	struct act *act = &demo->cli->act;
	struct crew crew = {
	    .demo = demo, .country = country, .began = now_ms()};
	enum err err, back;
	int code;

	crew.shared = mmap(NULL, sizeof(*crew.shared), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (crew.shared == MAP_FAILED || pipe(crew.pipe))
		return cli_fail(EX_OSERR, "cannot start: %s", strerror(errno));
	atomic_init(&crew.shared->next, 1);
	if ((err = find_there(&crew)) ||
	    (err = crypt_password_hash(
		 act->arena, DEMO_SAMPLE_PASSWORD, &crew.password)) ||
	    (err = db_set_durable(act->registry, false)))
		return cli_fault("making the country", err);
	start(&crew, processes);
	err = lead(&crew);
	back = db_set_durable(act->registry, true);
	code = err || back ? cli_fault("making the country", err ? err : back)
			   : finish(&crew);
	munmap(crew.shared, sizeof(*crew.shared));
	return code;
}
