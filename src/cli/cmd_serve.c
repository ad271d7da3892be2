/* SPDX-License-Identifier: EUPL-1.2 */
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "cli/cli.h"
#include "cli/figures.h"
#include "cli/serving.h"
#include "domain/installation.h"
#include "http/server.h"
#include "web/app.h"

#define HOUSEKEEP_S 5 /* how often WALs are checkpointed */

int
serving_check(struct cli *cli)
{
	bool tls = !strncmp(cli->config.public_url, "https://", 8);

	cli->config.demo = installation_is_demo(&cli->act);
	/* Without it the proxy would be everybody's address, and no cookie
	 * would be a Secure one. */
	if (tls && !*cli->config.trusted_proxies)
		return cli_fail(EX_CONFIG,
		    "public_url is https://, so trusted_proxies must name the"
		    " proxy that ends TLS");
	if (config_is_loopback(cli->config.bind))
		return EX_OK;
	if (cli->config.demo)
		return cli_fail(EX_CONFIG, "a demo is served on loopback only");
	if (!tls)
		return cli_fail(EX_CONFIG,
		    "without TLS only loopback is served: set public_url to an"
		    " https:// address and trusted_proxies to the proxy that"
		    " ends TLS, or bind to 127.0.0.1");
	return EX_OK;
}

/* Pages of hundreds of stores come and go in every thread. With the usual eight
 * heaps a processor each keeps its holes: a tenth of the server's memory. */
static void
limit_heaps(void)
{
	const long processors = sysconf(_SC_NPROCESSORS_ONLN);

	mallopt(M_ARENA_MAX, processors > 2 ? (int)processors : 2);
}

/* Signals are waited for, not handled: no code runs inside a handler. */
static int
wait_for_end(struct db_pool *pool)
{
	const struct timespec pause = {.tv_sec = HOUSEKEEP_S};
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	for (;;) {
		int sig = sigtimedwait(&set, NULL, &pause);

		if (sig == SIGTERM || sig == SIGINT)
			return sig;
		db_pool_housekeep(pool);
	}
}

int
serving_run(struct cli *cli)
{
	struct figures *figures;
	struct server *server;
	struct server_app hooks;
	struct app *app;
	enum err err;
	int sig;

	limit_heaps();
	if ((err = app_new(&cli->config, cli->pool, &cli->rng, &app)))
		return cli_fail(EX_CONFIG,
		    "%s was not made by ejournal init, or its secret is"
		    " unreadable (%s)",
		    cli->config.state, err_name(err));
	hooks = app_server(app);
	if ((err = server_start(&cli->config, &hooks, &server))) {
		app_free(app);
		if (err == ERR_LIMIT)
			return cli_fail(EX_CONFIG,
			    "the system allows fewer open files than the"
			    " settings promise connections and stores (see the"
			    " line above): raise LimitNOFILE= of the service or"
			    " ulimit -n, or lower connections_max");
		return cli_fault("listening", err);
	}
	if ((err = figures_start(cli, server, &figures))) {
		server_stop(server);
		app_free(app);
		return cli_fault("listening for metrics", err);
	}
	printf(
	    "E-Journal: http://%s:%d\n", cli->config.bind, server_port(server));
	fflush(stdout);
	sig = wait_for_end(cli->pool);
	log_line(LOG_INFO, "stopping", "signal", log_num(sig), NULL);
	figures_stop(figures);
	server_stop(server);
	app_free(app);
	return EX_OK;
}

void
serving_block_signals(void)
{
	sigset_t set;

	/* Before any thread starts, so that all inherit it. */
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigprocmask(SIG_BLOCK, &set, NULL);
	signal(SIGPIPE, SIG_IGN);
}

int
serving_address(struct cli *cli, const char *port, const char *bind)
{
	if (bind)
		cli->config.bind = bind;
	if (port && !cli_number(port, 0, 65535, &cli->config.port))
		return cli_fail(
		    EX_USAGE, "--port %s: a number up to 65535", port);
	/* Links in letters follow the flags until public_url is set. */
	config_settle(cli->arena, &cli->config);
	return EX_OK;
}

int
cmd_serve(int argc, char **argv)
{
	const char *state = NULL, *port = NULL, *bind = NULL;
	const struct cli_option options[] = {
	    {"state", false, &state},
	    {"port", false, &port},
	    {"bind", false, &bind},
	};
	struct cli cli;
	int code;

	if ((code = cli_options(
		 cli_command("serve"), argc, argv, options, 3, NULL)))
		return code < 0 ? EX_OK : code;
	serving_block_signals();
	code = cli_open(&cli, state, CLI_USE);
	if (code == EX_OK)
		code = serving_address(&cli, port, bind);
	if (code == EX_OK)
		code = serving_check(&cli);
	if (code == EX_OK)
		code = serving_run(&cli);
	cli_close(&cli);
	return code;
}
