/* SPDX-License-Identifier: EUPL-1.2 */
#include "http/plan.h"

#include <sched.h>

#include "base/log.h"
#include "http/listen.h"

#define WORKERS_MIN 8
#define WORKERS_PER_CORE 4
/* With less there is no room for the three classes. */
#define QUEUE_MIN 8
/* Files besides connections: logs, epoll, pipes, libraries. */
#define FILES_SPARE 128
/* A school's store is three files: database, log, index of the log. */
#define FILES_PER_STORE 3
/* Room of a connection's memory for the answer's headers. */
#define ANSWER_HEADER_BYTES 8192

static size_t
cores(void)
{
	cpu_set_t set;

	if (sched_getaffinity(0, sizeof(set), &set))
		return 1;
	return (size_t)CPU_COUNT(&set);
}

static size_t
workers(const struct config *config)
{
	size_t n = cores() * WORKERS_PER_CORE;

	if (config->workers > 0)
		return (size_t)config->workers;
	return n < WORKERS_MIN ? WORKERS_MIN : n;
}

static size_t
daemons(const struct config *config)
{
	size_t n = config->threads > 0 ? (size_t)config->threads : cores();

	return n > PLAN_DAEMONS_MAX ? PLAN_DAEMONS_MAX : n;
}

enum err
plan_make(const struct config *config, struct plan *out)
{
	struct plan plan = {
	    .daemons = daemons(config),
	    .workers = workers(config),
	    .sign_ins =
		config->password_pool > 0 ? (size_t)config->password_pool : 1,
	    .queue_max = (size_t)config->queue_max,
	    .connections_max = (size_t)config->connections_max,
	    .connections_per_address_max =
		(size_t)config->connections_per_address_max,
	    /* Half of it is for reading. */
	    .connection_bytes =
		(size_t)config->header_bytes_max * 2 + ANSWER_HEADER_BYTES,
	};
	size_t stores;
	enum err err;

	if (plan.queue_max < QUEUE_MIN)
		plan.queue_max = QUEUE_MIN;
	if ((err = peer_list_parse(config->trusted_proxies, &plan.trusted))) {
		log_line(LOG_ERROR, "setting_invalid", "name",
		    "trusted_proxies", NULL);
		return err;
	}
	/* A connection to a server is one file. */
	stores = config->database_url && *config->database_url
		     ? 2 * (size_t)config->database_connections_max
		     : (size_t)config->school_handles_max * FILES_PER_STORE;
	err = listen_files(plan.connections_max + stores + FILES_SPARE);
	if (err)
		return err;
	*out = plan;
	return OK;
}
