/* SPDX-License-Identifier: EUPL-1.2 */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <time.h>

#include "cli/cli.h"
#include "cli/serving.h"
#include "jobs/worker.h"

static int64_t
clock_now(void)
{
	return time(NULL);
}

/* A thread that only waits for the end; the loop looks at *stop. */
static void *
wait_for_stop(void *stop)
{
	sigset_t set;
	int sig;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigwait(&set, &sig);
	__atomic_store_n((int *)stop, 1, __ATOMIC_RELEASE);
	return NULL;
}

static int
run_loop(struct cli *cli)
{
	int stop = 0;
	pthread_t thread;
	enum err err;

	if (pthread_create(&thread, NULL, wait_for_stop, &stop))
		return cli_fail(EX_OSERR, "a thread could not be started");
	pthread_detach(thread);
	printf("E-Journal worker: %s\n", cli->config.state);
	fflush(stdout);
	err = worker_loop(
	    &cli->config, cli->pool, &cli->rng, clock_now, &stop);
	if (err == ERR_EXISTS)
		return cli_fail(EX_UNAVAILABLE,
		    "another worker already works on %s", cli->config.state);
	return cli_fault("working", err);
}

static int
run_once(struct cli *cli)
{
	int ran = 0;
	enum err err = worker_sweep(
	    &cli->config, cli->pool, &cli->rng, clock_now(), &ran);

	if (err)
		return cli_fault("working", err);
	printf("jobs done or tried: %d\n", ran);
	return EX_OK;
}

int
cmd_worker(int argc, char **argv)
{
	const char *state = NULL, *once = NULL;
	const struct cli_option options[] = {
	    {"state", false, &state},
	    {"once", true, &once},
	};
	struct cli cli;
	int code;

	if ((code = cli_options(cli_command("worker"), argc, argv, options, 2,
		 NULL)))
		return code < 0 ? EX_OK : code;
	serving_block_signals();
	code = cli_open(&cli, state, CLI_USE);
	if (code == EX_OK)
		code = once ? run_once(&cli) : run_loop(&cli);
	cli_close(&cli);
	return code;
}
