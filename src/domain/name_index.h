/* SPDX-License-Identifier: EUPL-1.2 */
/* Text keys to numbers, several numbers a key: people by folded name, rows of
 * a list by whom they name. Fills once, then is asked. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"

struct name_index {
	struct arena *arena;
	uint32_t *heads; /* entry + 1; 0 = empty */
	uint32_t mask;
	struct name_entry {
		const char *key;
		uint32_t hash, next; /* entry + 1 */
		int64_t value;
	} * entries;
	uint32_t n, cap;
};

static inline uint32_t
name_index_hash(const char *key)
{
	uint32_t hash = 2166136261u; /* FNV-1a */

	for (; *key; key++)
		hash = (hash ^ (unsigned char)*key) * 16777619u;
	return hash;
}

static inline void
name_index_init(struct name_index *index, struct arena *arena, size_t n)
{
	uint32_t cap = 16;

	while (cap < n)
		cap *= 2;
	*index = (struct name_index){.arena = arena, .cap = cap};
	index->mask = 2 * cap - 1;
	index->heads =
	    arena_array(arena, 2 * (size_t)cap, sizeof(*index->heads));
	index->entries = arena_array(arena, cap, sizeof(*index->entries));
}

/* The key must live as long as the index. */
static inline void
name_index_add(struct name_index *index, const char *key, int64_t value)
{
	uint32_t hash = name_index_hash(key);
	struct name_entry *e;

	if (index->n == index->cap) {
		struct name_entry *more = arena_array(
		    index->arena, 2 * (size_t)index->cap, sizeof(*more));

		memcpy(more, index->entries, index->n * sizeof(*more));
		index->entries = more;
		index->cap *= 2;
	}
	e = &index->entries[index->n++];
	e->key = key;
	e->hash = hash;
	e->value = value;
	e->next = index->heads[hash & index->mask];
	index->heads[hash & index->mask] = index->n;
}

/* Steps through the values of a key, latest first; *at begins at 0. False:
 * no more. */
static inline bool
name_index_next(const struct name_index *index, const char *key, uint32_t *at,
    int64_t *value)
{
	uint32_t hash = name_index_hash(key);
	uint32_t next = *at ? index->entries[*at - 1].next
			    : index->heads[hash & index->mask];

	for (; next; next = index->entries[next - 1].next) {
		const struct name_entry *e = &index->entries[next - 1];

		if (e->hash == hash && strcmp(e->key, key) == 0) {
			*at = next;
			*value = e->value;
			return true;
		}
	}
	return false;
}
