/* SPDX-License-Identifier: EUPL-1.2 */
/* Memory by lifetime: a request, a job or a CLI run owns one arena, takes
 * strings and rows from it and never frees them one by one.
 *
 * No memory is the end of the process (logged, abort): nothing here returns
 * NULL. Sizes are limited at the edge, before they reach an arena. */
#pragma once

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

/* A new, empty arena. Blocks grow from 4 KiB to 1 MiB. */
struct arena *arena_new(void);

/* Frees everything taken from the arena, and the arena. NULL is allowed. */
void arena_free(struct arena *arena);

/* Forgets everything but keeps one block for the next use. */
void arena_reset(struct arena *arena);

/* Zeroed memory, aligned for any type. size may be 0. */
void *arena_alloc(struct arena *arena, size_t size) __attribute__((malloc));
/* The same, not zeroed: for what is written over at once. */
void *arena_room(struct arena *arena, size_t size) __attribute__((malloc));

/* Zeroed array; n * size is checked for overflow (abort). */
void *arena_array(struct arena *arena, size_t n, size_t size);

/* Copies. The result always ends with a NUL. */
char *arena_strdup(struct arena *arena, const char *s);
char *arena_strndup(struct arena *arena, const char *s, size_t len);
void *arena_memdup(struct arena *arena, const void *p, size_t len);

char *arena_printf(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *arena, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));

/* Bytes handed out since the last reset; for tests and limits. */
size_t arena_used(const struct arena *arena);

/* AUTO_ARENA struct arena *a = arena_new(); frees it on every return. */
void arena_free_at(struct arena **arena);
#define AUTO_ARENA __attribute__((cleanup(arena_free_at)))
