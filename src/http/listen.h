/* SPDX-License-Identifier: EUPL-1.2 */
/* Sockets to listen on, and the right to open enough of them. */
#pragma once

#include <stddef.h>

#include "base/err.h"

/* Opens n sockets on one address and port (SO_REUSEPORT: the kernel spreads
 * connections over them); *port 0 is replaced by the one picked. ERR_IO: the
 * address is taken or not ours (logged); nothing stays open. */
CHECKED enum err listen_open(const char *bind, int *port, int *fds, size_t n);

/* Raises the limit of open files to what the system allows. ERR_LIMIT (logged
 * with both numbers) when that is less than `needed`. */
CHECKED enum err listen_files(size_t needed);
