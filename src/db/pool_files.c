/* SPDX-License-Identifier: EUPL-1.2 */
/* A pool over files: each institution's store is one, and is there when its
 * file is. */
#include <stdlib.h>
#include <sys/resource.h>

#include "base/log.h"
#include "db/files.h"
#include "db/pool.h"
#include "db/state.h"

/* An open SQLite handle holds the store, its log and the log's index. */
#define FILES_PER_HANDLE 3

/* Handles of the registry: one per worker thread, and then some. */
#define REGISTRY_HANDLES 64

static struct pool_source *
source_new(struct db_pool *pool, const char *path)
{
	struct pool_source *source = calloc(1, sizeof(*source));

	if (!source)
		abort();
	source->kind = DB_SCHOOL;
	source->path = pool_strdup(path);
	source->bound = &pool->schools;
	return source;
}

enum err
pool_files_store(struct db_pool *pool, int64_t inst, struct pool_store **out)
{
	AUTO_ARENA struct arena *arena = NULL;
	const char *path;
	bool there;

	if (inst <= 0 || inst > STATE_INST_MAX)
		return ERR_NOT_FOUND;
	if ((*out = pool_store_find(pool, inst)) != NULL)
		return OK;
	pthread_mutex_unlock(&pool->lock);
	arena = arena_new();
	path = state_school_path(arena, pool->state, inst);
	there = files_exist(path);
	pthread_mutex_lock(&pool->lock);
	if (!there)
		return ERR_NOT_FOUND;
	if ((*out = pool_store_find(pool, inst)) == NULL)
		*out = pool_store_add(pool, inst, source_new(pool, path));
	return OK;
}

/* Nobody has a handle any more: a handle opened and closed alone moves the
 * whole log into the store, unless another process is using it. */
void
pool_files_close(struct pool_source *source)
{
	struct db *db;

	if (source->opened && db_open_bare(source->kind, source->path, false,
				  DB_USE_ALONE, &db) == OK)
		db_close(db);
}

/* ---- housekeeping ---- */

static void
checkpoint(struct db_pool *pool, struct pool_store *store)
{
	struct pool_source *source = store->source;
	int64_t left = 0;
	struct db *db;
	enum err err;

	/* What a failed sync has left in the log is not to be trusted: only an
	 * opening anew reads it with its checksums. */
	if (!group_commit_sound(&store->lane.commits))
		return;
	pthread_mutex_lock(&pool->lock);
	if (!source->dirty) {
		pthread_mutex_unlock(&pool->lock);
		return;
	}
	/* A write that comes now makes it dirty again. */
	source->dirty = false;
	pthread_mutex_unlock(&pool->lock);
	/* A handle of its own: nobody waits for the housekeeper. */
	err =
	    db_open_bare(source->kind, source->path, false, DB_USE_POOLED, &db);
	if (!err) {
		err = db->engine->checkpoint(db, &left);
		if (err)
			log_line(LOG_WARN, "db_checkpoint_failed", "inst",
			    log_num(store->inst), "error", db->message, NULL);
		db_close(db);
	}
	if (!err && left == 0)
		return;
	pthread_mutex_lock(&pool->lock);
	source->dirty = true;
	pthread_mutex_unlock(&pool->lock);
}

void
pool_files_housekeep(struct db_pool *pool)
{
	struct pool_store *store;

	checkpoint(pool, &pool->registry);
	for (size_t i = 0; i < POOL_BUCKETS; i++) {
		/* Stores are only ever put in front of a chain. */
		pthread_mutex_lock(&pool->lock);
		store = pool->bucket[i];
		pthread_mutex_unlock(&pool->lock);
		for (; store; store = store->next)
			checkpoint(pool, store);
	}
}

/* ---- open files ---- */

/* A connection is one socket; how many shards there will be is not known yet,
 * and a thread never has more than one registry and one school handle. */
static rlim_t
files_of(const struct db_place *place)
{
	if (db_place_is_files(place))
		return ((rlim_t)place->handles_max + REGISTRY_HANDLES) *
		       FILES_PER_HANDLE;
	return 2 * (rlim_t)place->connections_max + 2 * REGISTRY_HANDLES;
}

enum err
db_pool_raise_files(const struct db_place *place, int files_other)
{
	rlim_t need = files_of(place) + (rlim_t)files_other;
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
		return ERR_IO;
	if (limit.rlim_cur >= need)
		return OK;
	if (limit.rlim_max < need) {
		log_line(LOG_WARN, "files_limit_low", "need",
		    log_num((int64_t)need), "limit",
		    log_num((int64_t)limit.rlim_max), NULL);
		limit.rlim_cur = limit.rlim_max;
		if (setrlimit(RLIMIT_NOFILE, &limit) < 0)
			return ERR_IO;
		return ERR_LIMIT;
	}
	limit.rlim_cur = need;
	return setrlimit(RLIMIT_NOFILE, &limit) < 0 ? ERR_LIMIT : OK;
}
