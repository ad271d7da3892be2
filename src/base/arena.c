/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/arena.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(p, len) ((void)(p), (void)(len))
#define ASAN_UNPOISON_MEMORY_REGION(p, len) ((void)(p), (void)(len))
#endif

#define BLOCK_BYTES_MIN 4096
#define BLOCK_BYTES_MAX (1024 * 1024)
#define ALIGN 16
/* Between two pieces, so that a sanitizer sees an overrun of one byte. */
#ifdef __SANITIZE_ADDRESS__
#define GAP 16
#else
#define GAP 0
#endif

struct block {
	struct block *next;
	size_t cap, len;
	_Alignas(ALIGN) char data[];
};

struct arena {
	struct block *head; /* the block that allocations come from */
	size_t used;
};

static _Noreturn void
no_memory(size_t size)
{
	log_line(LOG_ERROR, "no_memory", "bytes", log_num((int64_t)size), NULL);
	abort();
}

static struct block *
block_new(size_t cap)
{
	struct block *block;

	if (cap > SIZE_MAX - sizeof(*block))
		no_memory(cap);
	if (!(block = malloc(sizeof(*block) + cap)))
		no_memory(cap);
	block->next = NULL;
	block->cap = cap;
	block->len = 0;
	ASAN_POISON_MEMORY_REGION(block->data, cap);
	return block;
}

static void
block_free(struct block *block)
{
	ASAN_UNPOISON_MEMORY_REGION(block->data, block->cap);
	free(block);
}

struct arena *
arena_new(void)
{
	struct arena *arena = malloc(sizeof(*arena));

	if (!arena)
		no_memory(sizeof(*arena));
	arena->head = block_new(BLOCK_BYTES_MIN);
	arena->used = 0;
	return arena;
}

void
arena_free(struct arena *arena)
{
	struct block *block, *next;

	if (!arena)
		return;
	for (block = arena->head; block; block = next) {
		next = block->next;
		block_free(block);
	}
	free(arena);
}

void
arena_free_at(struct arena **arena)
{
	arena_free(*arena);
	*arena = NULL;
}

void
arena_reset(struct arena *arena)
{
	struct block *block, *next, *keep = NULL;

	/* The largest block of ordinary size stays: the next request is most
	 * likely as big as this one. A giant one is given back. */
	for (block = arena->head; block; block = next) {
		next = block->next;
		if (block->cap > BLOCK_BYTES_MAX ||
		    (keep && keep->cap >= block->cap)) {
			block_free(block);
			continue;
		}
		if (keep)
			block_free(keep);
		keep = block;
	}
	if (!keep)
		keep = block_new(BLOCK_BYTES_MIN);
	keep->next = NULL;
	keep->len = 0;
	ASAN_POISON_MEMORY_REGION(keep->data, keep->cap);
	arena->head = keep;
	arena->used = 0;
}

/* Adds a block with room for size and returns it. */
static struct block *
grow(struct arena *arena, size_t size)
{
	size_t cap = arena->head->cap * 2;
	struct block *block;

	if (size > BLOCK_BYTES_MAX / 4) {
		/* A big piece gets a block to itself behind the head, so that
		 * the room left in the head is still used. */
		block = block_new(size);
		block->next = arena->head->next;
		arena->head->next = block;
		return block;
	}
	if (cap > BLOCK_BYTES_MAX)
		cap = BLOCK_BYTES_MAX;
	if (cap < size)
		cap = size;
	block = block_new(cap);
	block->next = arena->head;
	arena->head = block;
	return block;
}

void *
arena_room(struct arena *arena, size_t size)
{
	struct block *block = arena->head;
	size_t step;
	char *p;

	if (size > SIZE_MAX / 2)
		no_memory(size);
	step = ((size ? size : 1) + GAP + ALIGN - 1) & ~(size_t)(ALIGN - 1);
	if (block->cap - block->len < step)
		block = grow(arena, step);
	p = block->data + block->len;
	block->len += step;
	arena->used += size;
	ASAN_UNPOISON_MEMORY_REGION(p, size);
	return p;
}

void *
arena_alloc(struct arena *arena, size_t size)
{
	return memset(arena_room(arena, size), 0, size);
}

void *
arena_array(struct arena *arena, size_t n, size_t size)
{
	size_t total;

	if (__builtin_mul_overflow(n, size, &total))
		no_memory(SIZE_MAX);
	return arena_alloc(arena, total);
}

void *
arena_memdup(struct arena *arena, const void *p, size_t len)
{
	void *copy = arena_room(arena, len);

	if (len)
		memcpy(copy, p, len);
	return copy;
}

char *
arena_strndup(struct arena *arena, const char *s, size_t len)
{
	char *copy;

	if (len == SIZE_MAX)
		no_memory(len);
	copy = arena_room(arena, len + 1);
	if (len)
		memcpy(copy, s, len);
	copy[len] = '\0';
	return copy;
}

char *
arena_strdup(struct arena *arena, const char *s)
{
	return arena_strndup(arena, s, strlen(s));
}

char *
arena_vprintf(struct arena *arena, const char *format, va_list args)
{
	char small[256], *out;
	va_list again;
	int len;

	va_copy(again, args);
	len = vsnprintf(small, sizeof(small), format, args);
	assert(len >= 0);
	if ((size_t)len < sizeof(small)) {
		out = arena_strndup(arena, small, (size_t)len);
	} else {
		out = arena_room(arena, (size_t)len + 1);
		vsnprintf(out, (size_t)len + 1, format, again);
	}
	va_end(again);
	return out;
}

char *
arena_printf(struct arena *arena, const char *format, ...)
{
	va_list args;
	char *out;

	va_start(args, format);
	out = arena_vprintf(arena, format, args);
	va_end(args);
	return out;
}

size_t
arena_used(const struct arena *arena)
{
	return arena->used;
}
