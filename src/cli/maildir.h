/* SPDX-License-Identifier: EUPL-1.2 */
/* A Maildir that a mail server delivers into: what lies in DIR/new is taken,
 * one letter after the other, and removed once it is kept. */
#pragma once

#include <stdbool.h>

#include "base/err.h"

/* take gets each letter open for reading. OK: it is kept, the file goes.
 * Anything else: it stays and is tried again, with a growing pause.
 * once: ends when everything was tried; its error is the last one. Otherwise
 * runs until SIGTERM or SIGINT (they must be blocked). ERR_NOT_FOUND: there is
 * no DIR/new. */
CHECKED enum err maildir_watch(const char *dir, bool once,
    enum err (*take)(void *context, int fd), void *context);
