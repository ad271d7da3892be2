/* SPDX-License-Identifier: EUPL-1.2 */
/* What every pool does: handing handles out and taking them back. */
#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/config.h"
#include "base/log.h"
#include "db/pool.h"
#include "db/state.h"

/* Prepared statements are most of a handle's memory. While few schools are
 * open each may keep all it can; above that, what a page or two need: 300
 * handles then take about 110 MiB less. */
#define OPEN_FEW 32
#define STATEMENTS_MANY 12

/* How long a request waits for one of the bounded connections to the registry;
 * every page needs one. */
#define REGISTRY_WAIT_MS 3000

char *
pool_strdup(const char *s)
{
	char *copy = strdup(s);

	if (!copy)
		abort();
	return copy;
}

static int64_t
monotonic_seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec;
}

/* ---- places ---- */

struct db_place
db_place_of(const struct config *config)
{
	return (struct db_place){
	    .state = config->state,
	    .registry_url = config->database_url,
	    .owner_url = config->database_owner_url,
	    .prepared = strcmp(config->database_prepared, "off") != 0,
	    .connections_max = (int)config->database_connections_max,
	    .handles_max = (int)config->school_handles_max,
	};
}

bool
db_place_is_files(const struct db_place *place)
{
	return !place->registry_url || !*place->registry_url;
}

/* ---- stores; the pool is locked ---- */

void
pool_bound_init(struct pool_bound *bound, int max)
{
	assert(max > 0);
	*bound = (struct pool_bound){.max = max};
	lane_cond_init(&bound->freed);
}

struct pool_store *
pool_store_find(struct db_pool *pool, int64_t inst)
{
	struct pool_store *store = pool->bucket[inst % POOL_BUCKETS];

	while (store && store->inst != inst)
		store = store->next;
	return store;
}

struct pool_store *
pool_store_add(struct db_pool *pool, int64_t inst, struct pool_source *source)
{
	struct pool_store *store = calloc(1, sizeof(*store));

	if (!store)
		abort();
	store->inst = inst;
	store->source = source;
	lane_init(&store->lane);
	store->next = pool->bucket[inst % POOL_BUCKETS];
	pool->bucket[inst % POOL_BUCKETS] = store;
	return store;
}

/* ---- idle handles; the pool is locked ---- */

static void
idle_add(struct pooled *h)
{
	struct pool_bound *bound = h->source->bound;

	h->store = NULL;
	h->idle_since_s = monotonic_seconds();
	h->next_idle = h->source->idle;
	h->source->idle = h;
	if (!bound)
		return;
	h->newer = NULL;
	h->older = bound->newest;
	if (bound->newest)
		bound->newest->newer = h;
	else
		bound->oldest = h;
	bound->newest = h;
}

void
pool_idle_remove(struct pooled *h)
{
	struct pool_bound *bound = h->source->bound;
	struct pooled **at = &h->source->idle;

	while (*at != h)
		at = &(*at)->next_idle;
	*at = h->next_idle;
	if (!bound)
		return;
	if (h->newer)
		h->newer->older = h->older;
	else
		bound->newest = h->older;
	if (h->older)
		h->older->newer = h->newer;
	else
		bound->oldest = h->newer;
}

/* ---- handles ---- */

void
pool_handle_close(struct pooled *h)
{
	db_close(h->db);
	free(h);
}

/* What a killed process has left in the log goes into the store before anything
 * is appended to it: the disk may have refused that process a sync, and a
 * commit behind the hole would be lost with it in a power cut. */
static enum err
first_use(struct db *db)
{
	if (db->engine->checkpoint(db, NULL))
		log_line(LOG_WARN, "db_checkpoint_failed", "error", db->message,
		    NULL);
	return db_migrate(db, NULL);
}

/* Opens a handle; the pool is not locked. */
static enum err
handle_open(struct db_pool *pool, struct pool_source *source, bool migrated,
    struct pooled **out)
{
	struct pooled *h = calloc(1, sizeof(*h));
	enum err err;

	if (!h)
		abort();
	h->pool = pool;
	h->source = source;
	err = db_open_bare(source->kind, source->path, false,
	    pool->shards ? pool_shards_use(pool) : DB_USE_POOLED, &h->db);
	if (err) {
		free(h);
		return err;
	}
	h->db->pooled = h;
	if (!migrated)
		err = pool->shards ? pool_shards_check(pool, h->db)
				   : first_use(h->db);
	if (err) {
		pool_handle_close(h);
		return err;
	}
	*out = h;
	return OK;
}

static void
hand_out(struct pooled *h, struct pool_store *store, struct db **db)
{
	h->store = store;
	h->db->lane = &store->lane;
	h->db->inst = store->inst;
	h->pool->taken++;
	h->db->statements = h->db->commits = h->db->again = 0;
	h->db->round_trips = 0;
	*db = h->db;
}

/* The pool is locked before and not after. A place for the handle is counted
 * already; victim (may be NULL) is closed first to stay under the cap. */
static enum err
open_and_unlock(struct db_pool *pool, struct pool_store *store,
    struct pooled *victim, struct db **db)
{
	struct pool_source *source = store->source;
	bool migrated = source->migrated;
	struct pooled *h;
	enum err err;

	pthread_mutex_unlock(&pool->lock);
	if (victim)
		pool_handle_close(victim);
	err = handle_open(pool, source, migrated, &h);
	pthread_mutex_lock(&pool->lock);
	if (err && source->bound) {
		source->bound->open--;
		pthread_cond_signal(&source->bound->freed);
	}
	if (!err) {
		source->migrated = source->opened = true;
		pool->opened++;
		hand_out(h, store, db);
	}
	pthread_mutex_unlock(&pool->lock);
	return err;
}

/* One try, the pool locked. Unlocks unless ERR_BUSY. */
static enum err
try_take(struct db_pool *pool, struct pool_store *store, struct db **db)
{
	struct pool_source *source = store->source;
	struct pool_bound *bound = source->bound;
	struct pooled *h = source->idle, *victim = NULL;

	if (h) {
		pool_idle_remove(h);
		hand_out(h, store, db);
		pthread_mutex_unlock(&pool->lock);
		return OK;
	}
	if (bound && bound->open < bound->max) {
		bound->open++;
	} else if (bound) {
		if ((victim = bound->oldest) == NULL)
			return ERR_BUSY;
		pool_idle_remove(victim);
	}
	return open_and_unlock(pool, store, victim, db);
}

/* The pool is locked before and not after. */
static enum err
take_and_unlock(
    struct db_pool *pool, struct pool_store *store, int wait_ms, struct db **db)
{
	struct timespec deadline = lane_deadline(wait_ms);
	struct pool_bound *bound = store->source->bound;
	bool late = false;
	enum err err;

	/* Once more after the deadline: the signal may have come with it, and
	 * nobody else would answer it. */
	while ((err = try_take(pool, store, db)) == ERR_BUSY && !late)
		late = pthread_cond_timedwait(
			   &bound->freed, &pool->lock, &deadline) == ETIMEDOUT;
	if (err == ERR_BUSY) {
		pthread_mutex_unlock(&pool->lock);
		log_line(LOG_WARN, "db_pool_full", "inst", log_num(store->inst),
		    "handles", log_num(bound->max), NULL);
	}
	return err;
}

enum err
db_take_registry(struct db_pool *pool, struct db **db)
{
	pthread_mutex_lock(&pool->lock);
	return take_and_unlock(pool, &pool->registry, REGISTRY_WAIT_MS, db);
}

enum err
db_take_school(struct db_pool *pool, int64_t inst, int wait_ms, struct db **db)
{
	struct pool_store *store;
	enum err err;

	pthread_mutex_lock(&pool->lock);
	err = pool->shards ? pool_shards_store(pool, inst, &store)
			   : pool_files_store(pool, inst, &store);
	if (err) {
		pthread_mutex_unlock(&pool->lock);
		return err;
	}
	return take_and_unlock(pool, store, wait_ms, db);
}

/* A connection is lost, and with it very likely the idle ones beside it. All
 * of them are closed; the pool is locked before and not after. */
static void
drop_and_unlock(struct pooled *h)
{
	struct db_pool *pool = h->pool;
	struct pool_source *source = h->source;
	struct pooled *gone = h;

	h->next_idle = NULL;
	while ((h = source->idle) != NULL) {
		pool_idle_remove(h);
		h->next_idle = gone;
		gone = h;
	}
	for (h = gone; h && source->bound; h = h->next_idle)
		source->bound->open--;
	if (source->bound)
		pthread_cond_broadcast(&source->bound->freed);
	pthread_mutex_unlock(&pool->lock);
	while ((h = gone) != NULL) {
		gone = h->next_idle;
		pool_handle_close(h);
	}
}

void
db_give(struct db *db)
{
	struct pooled *h = db->pooled;
	struct db_pool *pool = h->pool;
	struct pool_bound *bound = h->source->bound;
	bool many;

	if (db_in_transaction(db)) {
		log_line(LOG_ERROR, "db_given_in_transaction", "inst",
		    log_num(h->store->inst), NULL);
		db_rollback(db);
	}
	db_close_cursors(db);
	db_rest(db);
	pthread_mutex_lock(&pool->lock);
	many = bound == &pool->schools && bound->open > OPEN_FEW;
	pthread_mutex_unlock(&pool->lock);
	if (many)
		db_trim(db, STATEMENTS_MANY);
	pthread_mutex_lock(&pool->lock);
	h->source->dirty |= db->wrote;
	db->wrote = false;
	pool->taken--;
	pool->statements += db->statements;
	pool->round_trips += db->round_trips;
	if (db->broken) {
		drop_and_unlock(h);
		return;
	}
	idle_add(h);
	if (bound)
		pthread_cond_signal(&bound->freed);
	pthread_mutex_unlock(&pool->lock);
}

void
db_give_at(struct db **db)
{
	if (*db)
		db_give(*db);
	*db = NULL;
}

/* ---- the pool ---- */

enum err
db_pool_open(const struct db_place *place, struct db_pool **out)
{
	AUTO_ARENA struct arena *arena = arena_new();
	struct db_pool *pool = calloc(1, sizeof(*pool));
	struct db *db;
	enum err err;

	if (!pool)
		abort();
	pool->state = pool_strdup(place->state);
	pthread_mutex_init(&pool->lock, NULL);
	pool->registry_source = (struct pool_source){
	    .kind = DB_REGISTRY,
	    .path = pool_strdup(db_place_is_files(place)
				    ? state_registry_path(arena, place->state)
				    : place->registry_url),
	};
	if (db_place_is_files(place)) {
		pool_bound_init(&pool->schools, place->handles_max);
	} else {
		pool_bound_init(&pool->schools, 1);
		pool_shards_open(pool, place);
	}
	pool->registry.source = &pool->registry_source;
	lane_init(&pool->registry.lane);
	/* A wrong folder or a newer registry is known at once. */
	if ((err = db_take_registry(pool, &db))) {
		db_pool_close(pool);
		return err;
	}
	db_give(db);
	*out = pool;
	return OK;
}

void
pool_source_close(struct pool_source *source)
{
	while (source->idle) {
		struct pooled *h = source->idle;

		source->idle = h->next_idle;
		pool_handle_close(h);
	}
	if (!db_is_url(source->path))
		pool_files_close(source);
	free(source->path);
}

void
db_pool_close(struct db_pool *pool)
{
	if (!pool)
		return;
	assert(pool->taken == 0);
	pool_source_close(&pool->registry_source);
	lane_destroy(&pool->registry.lane);
	for (size_t i = 0; i < POOL_BUCKETS; i++) {
		while (pool->bucket[i]) {
			struct pool_store *store = pool->bucket[i];

			pool->bucket[i] = store->next;
			if (!pool->shards) {
				pool_source_close(store->source);
				free(store->source);
			}
			lane_destroy(&store->lane);
			free(store);
		}
	}
	if (pool->shards)
		pool_shards_close(pool);
	pthread_cond_destroy(&pool->schools.freed);
	pthread_mutex_destroy(&pool->lock);
	free(pool->state);
	free(pool);
}

enum err
db_create_school(struct db_pool *pool, int64_t inst)
{
	return pool->shards ? pool_shards_create(pool, inst)
			    : state_create_school(pool->state, inst);
}

enum err
db_pool_schools(
    struct db_pool *pool, struct arena *arena, int64_t **inst, size_t *n)
{
	return pool->shards ? pool_shards_schools(pool, arena, inst, n)
			    : state_schools(pool->state, arena, inst, n);
}

void
db_pool_figures(struct db_pool *pool, struct db_pool_figures *out)
{
	pthread_mutex_lock(&pool->lock);
	*out = (struct db_pool_figures){
	    .school_handles = pool->schools.open,
	    .school_handles_max = pool->schools.max,
	    .handles_taken = pool->taken,
	    .opened = pool->opened,
	    .statements = pool->statements,
	    .round_trips = pool->round_trips,
	};
	if (pool->shards)
		pool_shards_figures(pool, out);
	pthread_mutex_unlock(&pool->lock);
}

void
db_pool_housekeep(struct db_pool *pool)
{
	if (pool->shards)
		pool_shards_housekeep(pool);
	else
		pool_files_housekeep(pool);
}
