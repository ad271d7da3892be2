/* SPDX-License-Identifier: EUPL-1.2 */
#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "base/log.h"
#include "db/engine.h"
#include "db/files.h"
#include "db/lane.h"
#include "db/state.h"

/* Chains stay short for a country's 15,000 schools. */
#define BUCKETS 4096

/* An open SQLite handle holds the store, its log and the log's index. */
#define FILES_PER_HANDLE 3

/* A registry handle per worker thread, and then some. */
#define REGISTRY_HANDLES_FILES (64 * FILES_PER_HANDLE)

/* Prepared statements are most of a handle's memory. While few schools are
 * open each may keep all it can; above that, what a page or two need: 300
 * handles then take about 110 MiB less. */
#define OPEN_FEW 32
#define STATEMENTS_MANY 16

/* One file. Known from its first use until the pool is closed. */
struct store {
	int64_t inst; /* 0: the registry */
	char *path;
	struct lane lane;
	struct pooled *idle; /* most recently used first */
	bool migrated;	     /* seen at today's version */
	bool opened;	     /* this pool has had a handle on it */
	bool dirty;	     /* written since the last checkpoint */
	struct store *next;  /* in its bucket */
};

/* What a handle of a pool knows about it. */
struct pooled {
	struct db *db;
	struct db_pool *pool;
	struct store *store;
	struct pooled *next_idle;     /* of its store */
	struct pooled *newer, *older; /* all idle school handles by use */
};

struct db_pool {
	pthread_mutex_t lock;
	pthread_cond_t freed; /* a school handle came back or was closed */
	char *state;
	int handles_max;
	int open;  /* school handles, also those being opened */
	int taken; /* handles in use, for db_pool_close */
	int64_t opened, statements; /* since the pool was opened */
	struct pooled *newest, *oldest; /* idle school handles */
	struct store registry;
	struct store *bucket[BUCKETS];
};

/* ---- stores ---- */

static void
store_init(struct store *store, int64_t inst, const char *path)
{
	store->inst = inst;
	store->path = strdup(path);
	if (!store->path)
		abort();
	lane_init(&store->lane);
}

static struct store *
store_find(struct db_pool *pool, int64_t inst)
{
	struct store *store = pool->bucket[inst % BUCKETS];

	while (store && store->inst != inst)
		store = store->next;
	return store;
}

/* The pool is locked before and after; not while the disk is asked. */
static struct store *
store_of(struct db_pool *pool, int64_t inst)
{
	AUTO_ARENA struct arena *arena = NULL;
	struct store *store;
	const char *path;
	bool there;

	if (inst <= 0 || inst > STATE_INST_MAX)
		return NULL;
	if ((store = store_find(pool, inst)) != NULL)
		return store;
	pthread_mutex_unlock(&pool->lock);
	arena = arena_new();
	path = state_school_path(arena, pool->state, inst);
	there = files_exist(path);
	pthread_mutex_lock(&pool->lock);
	if (!there)
		return NULL;
	if ((store = store_find(pool, inst)) != NULL)
		return store;
	store = calloc(1, sizeof(*store));
	if (!store)
		abort();
	store_init(store, inst, path);
	store->next = pool->bucket[inst % BUCKETS];
	pool->bucket[inst % BUCKETS] = store;
	return store;
}

/* ---- idle handles; the pool is locked ---- */

static void
idle_add(struct pooled *h)
{
	struct db_pool *pool = h->pool;

	h->next_idle = h->store->idle;
	h->store->idle = h;
	if (!h->store->inst)
		return;
	h->newer = NULL;
	h->older = pool->newest;
	if (pool->newest)
		pool->newest->newer = h;
	else
		pool->oldest = h;
	pool->newest = h;
}

static void
idle_remove(struct pooled *h)
{
	struct db_pool *pool = h->pool;
	struct pooled **at = &h->store->idle;

	while (*at != h)
		at = &(*at)->next_idle;
	*at = h->next_idle;
	if (!h->store->inst)
		return;
	if (h->newer)
		h->newer->older = h->older;
	else
		pool->newest = h->older;
	if (h->older)
		h->older->newer = h->newer;
	else
		pool->oldest = h->newer;
}

/* ---- handles ---- */

static void
handle_close(struct pooled *h)
{
	db_close(h->db);
	free(h);
}

/* Opens a handle; the pool is not locked. */
static enum err
handle_open(struct db_pool *pool, struct store *store, bool migrated,
    struct pooled **out)
{
	struct pooled *h = calloc(1, sizeof(*h));
	enum err err;

	if (!h)
		abort();
	h->pool = pool;
	h->store = store;
	err = db_open_bare(store->inst ? DB_SCHOOL : DB_REGISTRY, store->path,
	    false, DB_USE_POOLED, &h->db);
	if (err) {
		free(h);
		return err;
	}
	h->db->lane = &store->lane;
	h->db->pooled = h;
	if (!migrated && (err = db_migrate(h->db, NULL))) {
		handle_close(h);
		return err;
	}
	*out = h;
	return OK;
}

static void
hand_out(struct pooled *h, struct db **db)
{
	h->pool->taken++;
	h->db->statements = 0;
	*db = h->db;
}

/* The pool is locked before and not after. A place for the handle is counted
 * already; victim (may be NULL) is closed first to stay under the cap. */
static enum err
open_and_unlock(struct db_pool *pool, struct store *store,
    struct pooled *victim, struct db **db)
{
	bool migrated = store->migrated;
	struct pooled *h;
	enum err err;

	pthread_mutex_unlock(&pool->lock);
	if (victim)
		handle_close(victim);
	err = handle_open(pool, store, migrated, &h);
	pthread_mutex_lock(&pool->lock);
	if (err) {
		if (store->inst)
			pool->open--;
		pthread_cond_signal(&pool->freed);
	} else {
		store->migrated = store->opened = true;
		pool->opened++;
		hand_out(h, db);
	}
	pthread_mutex_unlock(&pool->lock);
	return err;
}

enum err
db_take_registry(struct db_pool *pool, struct db **db)
{
	struct pooled *h;

	pthread_mutex_lock(&pool->lock);
	if ((h = pool->registry.idle) == NULL)
		return open_and_unlock(pool, &pool->registry, NULL, db);
	idle_remove(h);
	hand_out(h, db);
	pthread_mutex_unlock(&pool->lock);
	return OK;
}

/* One try, the pool locked. Unlocks unless ERR_BUSY. */
static enum err
try_school(struct db_pool *pool, struct store *store, struct db **db)
{
	struct pooled *h = store->idle, *victim = NULL;

	if (h) {
		idle_remove(h);
		hand_out(h, db);
		pthread_mutex_unlock(&pool->lock);
		return OK;
	}
	if (pool->open < pool->handles_max) {
		pool->open++;
	} else {
		if ((victim = pool->oldest) == NULL)
			return ERR_BUSY;
		idle_remove(victim);
	}
	return open_and_unlock(pool, store, victim, db);
}

enum err
db_take_school(struct db_pool *pool, int64_t inst, int wait_ms, struct db **db)
{
	struct timespec deadline = lane_deadline(wait_ms);
	struct store *store;
	bool late = false;
	enum err err;

	pthread_mutex_lock(&pool->lock);
	if ((store = store_of(pool, inst)) == NULL) {
		pthread_mutex_unlock(&pool->lock);
		return ERR_NOT_FOUND;
	}
	/* Once more after the deadline: the signal may have come with it, and
	 * nobody else would answer it. */
	while ((err = try_school(pool, store, db)) == ERR_BUSY && !late)
		late = pthread_cond_timedwait(
			   &pool->freed, &pool->lock, &deadline) == ETIMEDOUT;
	if (err == ERR_BUSY) {
		pthread_mutex_unlock(&pool->lock);
		log_line(LOG_WARN, "db_pool_full", "inst", log_num(inst),
		    "handles", log_num(pool->handles_max), NULL);
	}
	return err;
}

void
db_give(struct db *db)
{
	struct pooled *h = db->pooled;
	struct db_pool *pool = h->pool;
	bool many;

	if (db_in_transaction(db)) {
		log_line(LOG_ERROR, "db_given_in_transaction", "inst",
		    log_num(h->store->inst), NULL);
		db_rollback(db);
	}
	db_close_cursors(db);
	pthread_mutex_lock(&pool->lock);
	many = pool->open > OPEN_FEW;
	pthread_mutex_unlock(&pool->lock);
	if (many && h->store->inst)
		db_trim(db, STATEMENTS_MANY);
	pthread_mutex_lock(&pool->lock);
	h->store->dirty |= db->wrote;
	db->wrote = false;
	pool->taken--;
	pool->statements += db->statements;
	idle_add(h);
	if (h->store->inst)
		pthread_cond_signal(&pool->freed);
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
db_pool_open(const char *state, int handles_max, struct db_pool **out)
{
	AUTO_ARENA struct arena *arena = arena_new();
	struct db_pool *pool = calloc(1, sizeof(*pool));
	struct db *db;
	enum err err;

	if (!pool || !(pool->state = strdup(state)))
		abort();
	assert(handles_max > 0);
	pool->handles_max = handles_max;
	pthread_mutex_init(&pool->lock, NULL);
	lane_cond_init(&pool->freed);
	store_init(&pool->registry, 0, state_registry_path(arena, state));
	/* A wrong folder or a newer registry is known at once. */
	if ((err = db_take_registry(pool, &db))) {
		db_pool_close(pool);
		return err;
	}
	db_give(db);
	*out = pool;
	return OK;
}

/* Nobody has a handle any more: a handle opened and closed alone moves the
 * whole log into the store, unless another process is using it. */
static void
store_close(struct store *store)
{
	struct db *db;

	while (store->idle) {
		struct pooled *h = store->idle;

		store->idle = h->next_idle;
		handle_close(h);
	}
	if (store->opened && db_open_bare(store->inst ? DB_SCHOOL : DB_REGISTRY,
				 store->path, false, DB_USE_ALONE, &db) == OK)
		db_close(db);
	lane_destroy(&store->lane);
	free(store->path);
}

void
db_pool_close(struct db_pool *pool)
{
	if (!pool)
		return;
	assert(pool->taken == 0);
	store_close(&pool->registry);
	for (size_t i = 0; i < BUCKETS; i++) {
		while (pool->bucket[i]) {
			struct store *store = pool->bucket[i];

			pool->bucket[i] = store->next;
			store_close(store);
			free(store);
		}
	}
	pthread_cond_destroy(&pool->freed);
	pthread_mutex_destroy(&pool->lock);
	free(pool->state);
	free(pool);
}

enum err
db_create_school(struct db_pool *pool, int64_t inst)
{
	return state_create_school(pool->state, inst);
}

enum err
db_pool_schools(
    struct db_pool *pool, struct arena *arena, int64_t **inst, size_t *n)
{
	return state_schools(pool->state, arena, inst, n);
}

void
db_pool_figures(struct db_pool *pool, struct db_pool_figures *out)
{
	pthread_mutex_lock(&pool->lock);
	*out = (struct db_pool_figures){
	    .school_handles = pool->open,
	    .school_handles_max = pool->handles_max,
	    .handles_taken = pool->taken,
	    .opened = pool->opened,
	    .statements = pool->statements,
	};
	pthread_mutex_unlock(&pool->lock);
}

/* ---- housekeeping ---- */

static void
checkpoint(struct db_pool *pool, struct store *store)
{
	int64_t left = 0;
	struct db *db;
	enum err err;

	pthread_mutex_lock(&pool->lock);
	if (!store->dirty) {
		pthread_mutex_unlock(&pool->lock);
		return;
	}
	/* A write that comes now makes it dirty again. */
	store->dirty = false;
	pthread_mutex_unlock(&pool->lock);
	/* A handle of its own: nobody waits for the housekeeper. */
	err = db_open_bare(store->inst ? DB_SCHOOL : DB_REGISTRY, store->path,
	    false, DB_USE_POOLED, &db);
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
	store->dirty = true;
	pthread_mutex_unlock(&pool->lock);
}

void
db_pool_housekeep(struct db_pool *pool)
{
	struct store *store;

	checkpoint(pool, &pool->registry);
	for (size_t i = 0; i < BUCKETS; i++) {
		/* Stores are only ever put in front of a chain. */
		pthread_mutex_lock(&pool->lock);
		store = pool->bucket[i];
		pthread_mutex_unlock(&pool->lock);
		for (; store; store = store->next)
			checkpoint(pool, store);
	}
}

enum err
db_pool_raise_files(int handles_max, int files_other)
{
	rlim_t need = (rlim_t)handles_max * FILES_PER_HANDLE +
		      REGISTRY_HANDLES_FILES + (rlim_t)files_other;
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
