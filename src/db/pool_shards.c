/* SPDX-License-Identifier: EUPL-1.2 */
/* A pool over shards: the registry says which shard holds an institution. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/log.h"
#include "db/migrations.h"
#include "db/pool.h"
#include "db/postgres_roles.h"
#include "db/postgres_url.h"

/* A connection that nobody used for so long is closed: a server process and
 * its memory belong to it. */
#define IDLE_S 300

#define SCHOOLS_PAGE 1000

struct pool_shard {
	int64_t shard;
	struct pool_source source;
	struct pool_bound bound;
	struct pool_shard *next;
};

struct pool_shards {
	struct db_place place; /* its texts are our own */
	bool any_role;
	struct pool_bound registry;
	struct pool_shard *first;
	/* A connection to the registry for looking places up. Its own, since
	 * who asks for a school often has one of the registry already: all of
	 * them would wait for each other. */
	pthread_mutex_t places_lock;
	struct db *places;
};

static const struct stmt find_place STMT = {
    .name = "pool_shards.find_place",
    .params = "i",
    .columns = "is",
    .sql = "SELECT p.shard, s.url FROM school_place p"
	   " JOIN shard s ON s.shard = p.shard WHERE p.inst = $1",
};

/* The open shard with the fewest institutions. */
static const struct stmt add_place STMT = {
    .name = "pool_shards.add_place",
    .params = "i",
    .columns = "",
    .sql = "INSERT INTO school_place (inst, shard)"
	   " SELECT $1, s.shard FROM shard s WHERE s.state = 'open'"
	   " ORDER BY (SELECT count(*) FROM school_place p"
	   " WHERE p.shard = s.shard), s.shard LIMIT 1"
	   " ON CONFLICT DO NOTHING",
};

static const struct stmt list_places STMT = {
    .name = "pool_shards.list_places",
    .params = "ii",
    .columns = "i",
    .sql = "SELECT inst FROM school_place WHERE inst > $1"
	   " ORDER BY inst LIMIT $2",
};

/* ---- the directory of places ---- */

/* A question to the registry that may be asked twice. */
struct question {
	enum err (*ask)(struct db *db, struct question *q);
	struct arena *arena;
	int64_t inst, shard;
	const char *url;
	int64_t *list;
	size_t n, room;
};

static enum db_use
use_of(const struct db_place *place)
{
	return place->prepared ? DB_USE_POOLED : DB_USE_UNPREPARED;
}

/* The pool is not locked. A connection that has died in its sleep is replaced
 * by a new one, once. */
static enum err
ask(struct db_pool *pool, struct question *q)
{
	struct pool_shards *s = pool->shards;
	bool fresh = false;
	enum err err = ERR_AGAIN;

	pthread_mutex_lock(&s->places_lock);
	while (err == ERR_AGAIN && !fresh) {
		fresh = s->places == NULL;
		if (fresh &&
		    (err = db_open_bare(DB_REGISTRY, s->place.registry_url,
			 false, use_of(&s->place), &s->places)))
			break;
		err = q->ask(s->places, q);
		db_close_cursors(s->places);
		db_rest(s->places);
		if (s->places->broken || err == ERR_AGAIN) {
			db_close(s->places);
			s->places = NULL;
		}
	}
	pthread_mutex_unlock(&s->places_lock);
	return err;
}

static enum err
ask_place(struct db *db, struct question *q)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_one(db, &find_place, &rows, A_INT(q->inst))))
		return err;
	q->shard = rows_int(&rows, 0);
	q->url = arena_strdup(q->arena, rows_text(&rows, 1));
	return OK;
}

static enum err
ask_to_add(struct db *db, struct question *q)
{
	enum err err;

	if ((err = db_run(db, &add_place, NULL, A_INT(q->inst))))
		return err;
	return ask_place(db, q);
}

static void
list_add(struct question *q, int64_t inst)
{
	if (q->n == q->room) {
		const size_t room = q->room ? q->room * 2 : 64;
		int64_t *list = arena_array(q->arena, room, sizeof(*list));

		if (q->n)
			memcpy(list, q->list, q->n * sizeof(*list));
		q->list = list;
		q->room = room;
	}
	q->list[q->n++] = inst;
}

static enum err
ask_list(struct db *db, struct question *q)
{
	size_t before;

	q->n = 0;
	do {
		AUTO_ROWS struct rows rows = {0};
		int64_t last = q->n ? q->list[q->n - 1] : 0;
		enum err err;

		before = q->n;
		if ((err = db_query(db, &list_places, &rows, A_INT(last),
			 A_INT(SCHOOLS_PAGE))))
			return err;
		while (!(err = rows_next(&rows)))
			list_add(q, rows_int(&rows, 0));
		if (err != ERR_NOT_FOUND)
			return err;
	} while (q->n - before == SCHOOLS_PAGE);
	return OK;
}

enum err
pool_shards_schools(
    struct db_pool *pool, struct arena *arena, int64_t **inst, size_t *n)
{
	struct question q = {.ask = ask_list, .arena = arena};
	enum err err;

	if ((err = ask(pool, &q)))
		return err;
	*inst = q.n ? q.list : arena_array(arena, 1, sizeof(**inst));
	*n = q.n;
	return OK;
}

enum err
pool_shards_create(struct db_pool *pool, int64_t inst)
{
	AUTO_ARENA struct arena *arena = arena_new();
	struct question q = {.ask = ask_to_add, .arena = arena, .inst = inst};
	enum err err;

	if (inst <= 0)
		return ERR_INVALID;
	if ((err = ask(pool, &q)) != ERR_NOT_FOUND)
		return err;
	log_line(LOG_ERROR, "no_shard_open", "inst", log_num(inst), "todo",
	    "ejournal shard add URL", NULL);
	return ERR_DB;
}

/* ---- shards; the pool is locked ---- */

static struct pool_shard *
shard_of(struct db_pool *pool, int64_t number, const char *url)
{
	struct pool_shards *s = pool->shards;
	struct pool_shard *shard = s->first;

	while (shard && shard->shard != number)
		shard = shard->next;
	if (shard)
		return shard;
	if ((shard = calloc(1, sizeof(*shard))) == NULL)
		abort();
	shard->shard = number;
	pool_bound_init(&shard->bound, s->place.connections_max);
	shard->source.kind = DB_SCHOOL;
	shard->source.path = pool_strdup(url);
	shard->source.bound = &shard->bound;
	shard->next = s->first;
	s->first = shard;
	return shard;
}

enum err
pool_shards_store(struct db_pool *pool, int64_t inst, struct pool_store **out)
{
	AUTO_ARENA struct arena *arena = NULL;
	struct question q = {.ask = ask_place, .inst = inst};
	const char *url;
	enum err err;

	if (inst <= 0)
		return ERR_NOT_FOUND;
	if ((*out = pool_store_find(pool, inst)) != NULL)
		return OK;
	pthread_mutex_unlock(&pool->lock);
	arena = q.arena = arena_new();
	err = ask(pool, &q);
	pthread_mutex_lock(&pool->lock);
	if (err)
		return err;
	if ((*out = pool_store_find(pool, inst)) != NULL)
		return OK;
	url =
	    postgres_url_shard(arena, pool->shards->place.registry_url, q.url);
	*out =
	    pool_store_add(pool, inst, &shard_of(pool, q.shard, url)->source);
	return OK;
}

/* ---- handles ---- */

enum err
pool_shards_check(struct db_pool *pool, struct db *db)
{
	struct pool_shards *s = pool->shards;
	enum err err;

	if ((err = migrations_check(db)))
		return err;
	/* Passwords of a demo are on its front page. */
	if (db->kind == DB_REGISTRY && postgres_roles_demo(db))
		__atomic_store_n(&s->any_role, true, __ATOMIC_RELAXED);
	err = postgres_roles_check(
	    db, __atomic_load_n(&s->any_role, __ATOMIC_RELAXED));
	db_close_cursors(db);
	db_rest(db);
	return err;
}

enum db_use
pool_shards_use(const struct db_pool *pool)
{
	return use_of(&pool->shards->place);
}

static int64_t
monotonic_seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec;
}

static void
close_idle(struct db_pool *pool, struct pool_bound *bound)
{
	const int64_t before = monotonic_seconds() - IDLE_S;
	struct pooled *h;

	for (;;) {
		pthread_mutex_lock(&pool->lock);
		h = bound->oldest;
		if (h && h->idle_since_s > before)
			h = NULL;
		if (h) {
			pool_idle_remove(h);
			bound->open--;
			pthread_cond_signal(&bound->freed);
		}
		pthread_mutex_unlock(&pool->lock);
		if (!h)
			return;
		pool_handle_close(h);
	}
}

void
pool_shards_housekeep(struct db_pool *pool)
{
	struct pool_shard *shard;

	close_idle(pool, &pool->shards->registry);
	/* Shards are only ever put in front. */
	pthread_mutex_lock(&pool->lock);
	shard = pool->shards->first;
	pthread_mutex_unlock(&pool->lock);
	for (; shard; shard = shard->next)
		close_idle(pool, &shard->bound);
}

void
pool_shards_figures(struct db_pool *pool, struct db_pool_figures *out)
{
	out->school_handles = out->school_handles_max = 0;
	out->registry_handles = pool->shards->registry.open;
	for (struct pool_shard *s = pool->shards->first; s; s = s->next) {
		out->school_handles += s->bound.open;
		out->school_handles_max += s->bound.max;
	}
}

/* ---- beginning and end ---- */

void
pool_shards_open(struct db_pool *pool, const struct db_place *place)
{
	struct pool_shards *s = calloc(1, sizeof(*s));

	if (!s)
		abort();
	s->place = *place;
	s->place.registry_url = pool_strdup(place->registry_url);
	s->any_role = place->any_role;
	if (s->place.connections_max < 1)
		s->place.connections_max = 1;
	pthread_mutex_init(&s->places_lock, NULL);
	pool_bound_init(&s->registry, s->place.connections_max);
	pool->registry_source.bound = &s->registry;
	pool->shards = s;
}

void
pool_shards_close(struct db_pool *pool)
{
	struct pool_shards *s = pool->shards;

	while (s->first) {
		struct pool_shard *shard = s->first;

		s->first = shard->next;
		pool_source_close(&shard->source);
		pthread_cond_destroy(&shard->bound.freed);
		free(shard);
	}
	if (s->places)
		db_close(s->places);
	pthread_cond_destroy(&s->registry.freed);
	pthread_mutex_destroy(&s->places_lock);
	free((char *)s->place.registry_url);
	free(s);
	pool->shards = NULL;
}
