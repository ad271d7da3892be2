/* SPDX-License-Identifier: EUPL-1.2 */
/* Without SMTP settings letters become files in STATE/outbox/new (Maildir), and
 * an operator's page shows them. A name is "<store>.<job>.eml", so that a
 * repeated job writes the same file again instead of a second one. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

#define OUTBOX_LETTER_BYTES_MAX 262144
#define OUTBOX_LIST_MAX 10000 /* files looked at; the newest are given */

/* Durable before it returns, folders included. */
CHECKED enum err outbox_write(struct arena *arena, const char *state,
    const char *name, const void *p, size_t len);

struct outbox_entry {
	const char *name;
	int64_t at; /* when it was written */
};
/* The newest `max`, newest first; *total counts all. No folder: none. */
CHECKED enum err outbox_list(struct arena *arena, const char *state, size_t max,
    struct outbox_entry **out, size_t *n, size_t *total);

/* ERR_NOT_FOUND: no such letter, or a name that is none. */
CHECKED enum err outbox_read(struct arena *arena, const char *state,
    const char *name, const char **p, size_t *len);
bool outbox_has(struct arena *arena, const char *state, const char *name);
/* After it was sent otherwise; none there is fine. */
void outbox_remove(struct arena *arena, const char *state, const char *name);
