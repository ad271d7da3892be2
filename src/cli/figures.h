/* SPDX-License-Identifier: EUPL-1.2 */
/* GET /metrics of `serve` and `demo`: the server's figures, and those of the
 * databases, the work to be done and the process. The names and what they mean
 * to an operator stand in docs/operators.md. */
#pragma once

#include "cli/cli.h"
#include "http/server.h"

struct figures;

/* *figures is NULL where metrics_port is 0. ERR_IO: the port is taken. */
CHECKED enum err figures_start(
    struct cli *cli, struct server *server, struct figures **figures);
void figures_stop(struct figures *figures);
