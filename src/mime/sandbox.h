/* SPDX-License-Identifier: EUPL-1.2 */
/* Before the first byte of a stranger's letter is read, the process gives up
 * everything it does not need: files, sockets, other programs, and more memory
 * or time than an honest letter takes. */
#pragma once

#include "base/err.h"

/* ERR_IO: the kernel did not take the limits or the filter (logged); then
 * nothing must be read. */
CHECKED enum err sandbox_enter(void);
