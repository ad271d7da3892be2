/* SPDX-License-Identifier: EUPL-1.2 */
#include "db/stmt.h"

#include <assert.h>
#include <stdlib.h>

/* An index by the address of the `struct stmt` (they are constants, so the
 * address is the identity) over a fixed array of places. */
struct stmt_cache {
	size_t limit, used;
	size_t mask; /* of the index, a power of two less one */
	struct prepared **index;
	struct prepared *newest, *oldest;
	struct prepared *spare; /* empty places, linked by `older` */
	size_t held;
	struct prepared places[];
};

/* The constants are 32 bytes apart, so low bits say little. */
static size_t
slot_of(const struct stmt_cache *cache, const struct stmt *stmt)
{
	uint64_t h = (uint64_t)(uintptr_t)stmt * 0x9e3779b97f4a7c15u;

	return (size_t)(h >> 40) & cache->mask;
}

/* No memory is the end of the process, here as in the arena. */
static void *
must_calloc(size_t n, size_t size)
{
	void *p = calloc(n, size);

	if (!p)
		abort();
	return p;
}

struct stmt_cache *
stmt_cache_new(size_t limit)
{
	struct stmt_cache *cache;
	size_t slots = 4;

	assert(limit >= 2);
	while (slots < limit * 2)
		slots *= 2;
	cache =
	    must_calloc(1, sizeof(*cache) + limit * sizeof(cache->places[0]));
	cache->index = must_calloc(slots, sizeof(*cache->index));
	cache->limit = limit;
	cache->mask = slots - 1;
	return cache;
}

void
stmt_cache_free(struct stmt_cache *cache, void (*finalize)(struct prepared *p))
{
	if (!cache)
		return;
	for (size_t i = 0; i < cache->used; i++) {
		if (cache->places[i].stmt)
			finalize(&cache->places[i]);
	}
	free(cache->index);
	free(cache);
}

static void
unlink_place(struct stmt_cache *cache, struct prepared *p)
{
	if (p->newer)
		p->newer->older = p->older;
	else
		cache->newest = p->older;
	if (p->older)
		p->older->newer = p->newer;
	else
		cache->oldest = p->newer;
	p->newer = p->older = NULL;
}

static void
link_newest(struct stmt_cache *cache, struct prepared *p)
{
	p->older = cache->newest;
	if (cache->newest)
		cache->newest->newer = p;
	else
		cache->oldest = p;
	cache->newest = p;
}

struct prepared *
stmt_cache_get(struct stmt_cache *cache, const struct stmt *stmt)
{
	struct prepared *p;

	for (size_t i = slot_of(cache, stmt);; i = (i + 1) & cache->mask) {
		p = cache->index[i];
		if (!p)
			return NULL;
		if (p->stmt == stmt)
			break;
	}
	if (cache->newest != p) {
		unlink_place(cache, p);
		link_newest(cache, p);
	}
	return p;
}

/* Takes p out of the index and closes the gap, so that a search may stop at
 * the first empty slot. */
static void
unindex(struct stmt_cache *cache, const struct prepared *p)
{
	size_t gap = slot_of(cache, p->stmt), home, i;

	while (cache->index[gap] != p)
		gap = (gap + 1) & cache->mask;
	for (i = (gap + 1) & cache->mask; cache->index[i];
	     i = (i + 1) & cache->mask) {
		home = slot_of(cache, cache->index[i]->stmt);
		/* Stays if its home lies behind the gap (cyclically). */
		if (((i - home) & cache->mask) < ((i - gap) & cache->mask))
			continue;
		cache->index[gap] = cache->index[i];
		gap = i;
	}
	cache->index[gap] = NULL;
}

static void
evict(struct stmt_cache *cache, struct prepared *p,
    void (*finalize)(struct prepared *p))
{
	unlink_place(cache, p);
	unindex(cache, p);
	finalize(p);
	*p = (struct prepared){.older = cache->spare};
	cache->spare = p;
	cache->held--;
}

struct prepared *
stmt_cache_place(struct stmt_cache *cache, void (*finalize)(struct prepared *p))
{
	struct prepared *p;

	if (cache->spare)
		return cache->spare;
	if (cache->used < cache->limit)
		return cache->spare = &cache->places[cache->used++];
	for (p = cache->oldest; p && p->open; p = p->newer)
		;
	/* As many cursors open at once as statements fit: a wrong program. */
	assert(p);
	evict(cache, p, finalize);
	return p;
}

void
stmt_cache_put(
    struct stmt_cache *cache, struct prepared *p, const struct stmt *stmt)
{
	size_t i = slot_of(cache, stmt);

	assert(p == cache->spare);
	cache->spare = p->older;
	p->older = NULL;
	p->stmt = stmt;
	while (cache->index[i])
		i = (i + 1) & cache->mask;
	cache->index[i] = p;
	link_newest(cache, p);
	cache->held++;
}

void
stmt_cache_trim(
    struct stmt_cache *cache, size_t keep, void (*finalize)(struct prepared *p))
{
	while (cache->held > keep) {
		assert(!cache->oldest->open);
		evict(cache, cache->oldest, finalize);
	}
}

struct prepared *
stmt_cache_next_open(struct stmt_cache *cache, size_t *i)
{
	while (*i < cache->used) {
		struct prepared *p = &cache->places[(*i)++];

		if (p->open)
			return p;
	}
	return NULL;
}

size_t
stmt_cache_count(const struct stmt_cache *cache)
{
	return cache->held;
}
