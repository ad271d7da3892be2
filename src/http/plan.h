/* SPDX-License-Identifier: EUPL-1.2 */
/* What the settings mean on this machine: how many of what the server has. */
#pragma once

#include "base/config.h"
#include "http/peer.h"

#define PLAN_DAEMONS_MAX 64

struct plan {
	size_t daemons, workers, sign_ins, queue_max, connections_max,
	    connections_per_address_max;
	size_t connection_bytes; /* memory for heads and pieces of bodies */
	struct peer_list trusted;
};

/* Also raises the limit of open files. ERR_INVALID: trusted_proxies does not
 * read; ERR_LIMIT: the system allows too few files (both logged). */
CHECKED enum err plan_make(const struct config *config, struct plan *out);
