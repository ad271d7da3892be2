/* SPDX-License-Identifier: EUPL-1.2 */
/* A growing array in an arena, for reading rows whose number is not known. */
#pragma once

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"

struct list {
	struct arena *arena;
	char *p;
	size_t n, cap, size; /* size: bytes of one item */
};

/* Room for one more, zeroed; the address is good until the next call. */
static inline void *
list_add(struct list *list)
{
	if (list->n == list->cap) {
		size_t cap = list->cap ? list->cap * 2 : 16;
		char *p;

		assert(cap < SIZE_MAX / list->size);
		p = arena_room(list->arena, cap * list->size);
		if (list->n)
			memcpy(p, list->p, list->n * list->size);
		list->p = p;
		list->cap = cap;
	}
	return memset(list->p + list->size * list->n++, 0, list->size);
}
