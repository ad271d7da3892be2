/* SPDX-License-Identifier: EUPL-1.2 */
/* Shards of an installation on PostgreSQL: which databases take new
 * institutions. Acts of the system alone: whoever may do this owns the
 * databases. Each leaves an event in the registry's history, once the
 * installation has one (`ejournal init`). */
#pragma once

#include "domain/act.h"
#include "store/shards.h"

/* The shard that init makes: a schema of the registry's own database. */
#define SHARDING_FIRST "schema:school"

/* Makes the tables (as owner) and takes the shard into use. url: without a
 * password, or "schema:NAME". owner_url may be NULL. ERR_INVALID: no URL, one
 * with a password, or this installation lies in files; ERR_EXISTS: it is one
 * already. Faults of the database are logged. */
CHECKED enum err sharding_add(
    struct act *act, const char *url, const char *owner_url, int64_t *shard);
/* SHARDING_FIRST, where there is no shard yet; nothing with files. */
CHECKED enum err sharding_first(struct act *act);
/* It takes no new institutions; those it has go on. ERR_NOT_FOUND. */
CHECKED enum err sharding_close(struct act *act, int64_t shard);
CHECKED enum err sharding_list(
    struct act *act, struct shard **shards, size_t *n);
