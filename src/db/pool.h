/* SPDX-License-Identifier: EUPL-1.2 */
/* The inside of a pool. Private to this layer: db_pool.c has what is the same
 * for both engines, pool_files.c the embedded stores (one file each),
 * pool_shards.c the databases that hold many institutions each.
 *
 *     store   an institution's (or the registry's, inst 0): its write lane
 *     source  what handles are opened on: one file, or one shard. A file is the
 *             source of one store, a shard that of all stores it holds.
 *     bound   how many handles may be open: all schools' files share one, each
 *             shard has its own. */
#pragma once

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "db/engine.h"
#include "db/lane.h"

/* Chains stay short for a country's 15,000 schools. */
#define POOL_BUCKETS 4096

struct pool_bound {
	int open; /* also those being opened */
	int max;
	struct pooled *newest, *oldest; /* idle ones by use */
	pthread_cond_t freed;		/* one came back or was closed */
};

struct pool_source {
	enum db_kind kind;
	char *path;		  /* a file, or a URL */
	struct pool_bound *bound; /* NULL: as many as are asked for */
	struct pooled *idle;	  /* most recently used first */
	bool migrated;		  /* seen at today's version */
	bool opened;		  /* this pool has had a handle on it */
	bool dirty;		  /* written since the last checkpoint */
};

/* Known from its first use until the pool is closed. */
struct pool_store {
	int64_t inst; /* 0: the registry */
	struct lane lane;
	struct pool_source *source;
	struct pool_store *next; /* in its bucket */
};

/* What a handle of a pool knows about it. */
struct pooled {
	struct db *db;
	struct db_pool *pool;
	struct pool_source *source;
	struct pool_store *store;     /* whose it is while it is taken */
	struct pooled *next_idle;     /* of its source */
	struct pooled *newer, *older; /* of its bound */
	int64_t idle_since_s;	      /* monotonic */
};

struct pool_shards;

struct db_pool {
	pthread_mutex_t lock;
	char *state;
	struct pool_shards *shards; /* NULL: files */
	int taken;		    /* handles in use, for db_pool_close */
	int64_t opened, statements, round_trips; /* since it was opened */
	struct pool_bound schools;		 /* of the files */
	struct pool_source registry_source;
	struct pool_store registry;
	struct pool_store *bucket[POOL_BUCKETS];
};

/* ---- common (db_pool.c); the pool is locked, unless another word is said ----
 */

void pool_bound_init(struct pool_bound *bound, int max);
/* A known store, or NULL. */
struct pool_store *pool_store_find(struct db_pool *pool, int64_t inst);
/* Makes it known; it must not be yet. */
struct pool_store *pool_store_add(
    struct db_pool *pool, int64_t inst, struct pool_source *source);
/* Takes an idle handle out of its lists. */
void pool_idle_remove(struct pooled *h);
/* Not locked: closes a handle that is in no list. */
void pool_handle_close(struct pooled *h);
/* Not locked, and nobody else knows the source any more. */
void pool_source_close(struct pool_source *source);
char *pool_strdup(const char *s);

/* ---- shards (pool_shards.c) ---- */

/* Locked before and after; not while the registry is asked. */
CHECKED enum err pool_shards_store(
    struct db_pool *pool, int64_t inst, struct pool_store **store);
/* The following are called not locked. */
CHECKED enum err pool_shards_schools(
    struct db_pool *pool, struct arena *arena, int64_t **inst, size_t *n);
CHECKED enum err pool_shards_create(struct db_pool *pool, int64_t inst);
/* A new source: of this program, and its role no stronger than it should be. */
CHECKED enum err pool_shards_check(struct db_pool *pool, struct db *db);
enum db_use pool_shards_use(const struct db_pool *pool);
/* Closes connections that nobody has used for minutes. */
void pool_shards_housekeep(struct db_pool *pool);
void pool_shards_open(struct db_pool *pool, const struct db_place *place);
void pool_shards_close(struct db_pool *pool);
/* Locked. */
void pool_shards_figures(struct db_pool *pool, struct db_pool_figures *out);

/* ---- files (pool_files.c) ---- */

/* Locked before and after; not while the disk is asked. ERR_NOT_FOUND. */
CHECKED enum err pool_files_store(
    struct db_pool *pool, int64_t inst, struct pool_store **store);
/* Not locked. Moves every written log into its file. */
void pool_files_housekeep(struct db_pool *pool);
/* Not locked; the pool is being closed. */
void pool_files_close(struct pool_source *source);
