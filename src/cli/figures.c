/* SPDX-License-Identifier: EUPL-1.2 */
#include "cli/figures.h"

#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "http/metrics.h"
#include "store/jobs.h"

struct figures {
	const struct cli *cli;
	const struct server *server;
	struct metrics *metrics;
	int64_t started_at;
};

static void
print(struct buf *out, const char *name, const char *type, int64_t value)
{
	buf_addf(
	    out, "# TYPE %s %s\n%s %" PRId64 "\n", name, type, name, value);
}

static void
print_databases(const struct figures *f, struct buf *out)
{
	struct db_pool_figures p;

	db_pool_figures(f->cli->pool, &p);
	print(out, "ejournal_school_handles", "gauge", p.school_handles);
	print(
	    out, "ejournal_school_handles_max", "gauge", p.school_handles_max);
	print(out, "ejournal_registry_handles", "gauge", p.registry_handles);
	print(out, "ejournal_handles_taken", "gauge", p.handles_taken);
	print(out, "ejournal_handles_opened_total", "counter", p.opened);
	print(out, "ejournal_statements_total", "counter", p.statements);
}

/* The registry's alone: asking every school store would open them all. */
static void
print_jobs(const struct figures *f, struct buf *out)
{
	static const char *const states[] = {"ready", "running", "failed"};
	AUTO_DB struct db *db = NULL;
	int64_t n, oldest, now = time(NULL), age = 0;

	if (db_take_registry(f->cli->pool, &db))
		return;
	buf_adds(out, "# TYPE ejournal_jobs gauge\n");
	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++) {
		if (jobs_count(db, 0, states[i], &n, &oldest))
			return;
		buf_addf(out, "ejournal_jobs{state=\"%s\"} %" PRId64 "\n",
		    states[i], n);
		if (i == 0 && oldest && oldest < now)
			age = now - oldest;
	}
	print(out, "ejournal_jobs_oldest_seconds", "gauge", age);
}

static int64_t
resident_bytes(void)
{
	FILE *f = fopen("/proc/self/statm", "re");
	long long pages = 0;

	if (!f)
		return 0;
	if (fscanf(f, "%*d %lld", &pages) != 1)
		pages = 0;
	fclose(f);
	return pages * sysconf(_SC_PAGESIZE);
}

static int64_t
open_files(void)
{
	DIR *dir = opendir("/proc/self/fd");
	int64_t n = 0;

	if (!dir)
		return 0;
	while (readdir(dir))
		n++;
	closedir(dir);
	return n - 3; /* ".", ".." and this folder itself */
}

/* Under the names that every exporter gives them. */
static void
print_process(const struct figures *f, struct buf *out)
{
	print(out, "process_resident_memory_bytes", "gauge", resident_bytes());
	print(out, "process_open_fds", "gauge", open_files());
	print(out, "process_start_time_seconds", "gauge", f->started_at);
}

static void
print_all(void *arg, struct buf *out)
{
	const struct figures *f = arg;

	server_metrics(f->server, out);
	print_databases(f, out);
	print_jobs(f, out);
	print_process(f, out);
}

enum err
figures_start(struct cli *cli, struct server *server, struct figures **figures)
{
	struct figures *f;
	enum err err;

	*figures = NULL;
	if (cli->config.metrics_port == 0)
		return OK;
	if (!(f = calloc(1, sizeof(*f))))
		abort();
	f->cli = cli;
	f->server = server;
	f->started_at = time(NULL);
	if ((err = metrics_start(
		 (int)cli->config.metrics_port, print_all, f, &f->metrics))) {
		free(f);
		return err;
	}
	*figures = f;
	return OK;
}

void
figures_stop(struct figures *f)
{
	if (!f)
		return;
	metrics_stop(f->metrics);
	free(f);
}
