/* SPDX-License-Identifier: EUPL-1.2 */
/* Without SMTP settings letters become files in STATE/outbox/new (Maildir), and
 * an operator's page shows them. */
#pragma once

#include "base/arena.h"
#include "base/err.h"

/* Durable before it returns; name is unique and comes from the job, so that a
 * repeated job writes the same file again instead of a second one. */
CHECKED enum err outbox_write(struct arena *arena, const char *state,
    const char *name, const void *p, size_t len);
