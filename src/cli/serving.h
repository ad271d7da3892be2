/* SPDX-License-Identifier: EUPL-1.2 */
/* What `serve` and `demo` share: the listening part of the program. */
#pragma once

#include "cli/cli.h"

/* Before cli_open: SIGTERM and SIGINT are waited for, SIGPIPE is ignored. */
void serving_block_signals(void);
/* Flags beat the settings. EX_OK or an exit code, already explained. */
int serving_address(struct cli *cli, const char *port, const char *bind);
/* Refuses what must not be served: a demo or plain http beyond loopback. */
int serving_check(struct cli *cli);
/* Serves until SIGTERM or SIGINT; drains; EX_OK. */
int serving_run(struct cli *cli);
