/* SPDX-License-Identifier: EUPL-1.2 */
/* Table shard of the registry: databases that hold the school stores of many
 * institutions each. Which institution lies where is school_place's, and the
 * pool's own business (db.h). */
#pragma once

#include "base/arena.h"
#include "db/db.h"

struct shard {
	int64_t shard;	       /* from 1 */
	const char *url;       /* no password; or "schema:NAME" */
	const char *owner_url; /* NULL: told from url */
	const char *state;     /* open closed */
	int64_t added_at;
	int64_t institutions; /* by shards_list alone */
};
#define SHARDS_MAX 1000

/* row->shard becomes the next number; inside a write transaction. ERR_EXISTS:
 * there is one with this url. */
CHECKED enum err shards_insert(struct db *db, struct shard *row);
/* ERR_NOT_FOUND. */
CHECKED enum err shards_find(
    struct db *db, struct arena *arena, int64_t shard, struct shard *row);
CHECKED enum err shards_by_url(
    struct db *db, struct arena *arena, const char *url, struct shard *row);
/* ERR_NOT_FOUND. */
CHECKED enum err shards_set_state(
    struct db *db, int64_t shard, const char *state);
/* All, by number, with how many institutions they hold. */
CHECKED enum err shards_list(
    struct db *db, struct arena *arena, struct shard **rows, size_t *n);
