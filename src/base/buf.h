/* SPDX-License-Identifier: EUPL-1.2 */
/* A growing byte buffer in an arena: pages, mails and files are built here.
 * Always NUL-terminated; len does not count the NUL. */
#pragma once

#include <stddef.h>

#include "base/arena.h"

/* Bytes somewhere else; not owned. Binary safe. */
struct bytes {
	const void *p;
	size_t len;
};

struct buf {
	struct arena *arena;
	char *p;
	size_t len;
	size_t cap;
};

/* An empty buffer with room for cap bytes. */
void buf_init(struct buf *b, struct arena *arena, size_t cap);
void buf_add(struct buf *b, const void *p, size_t len);
void buf_adds(struct buf *b, const char *s);
void buf_addc(struct buf *b, char c);
/* Decimal, without printf: pages print thousands of numbers. */
void buf_addi(struct buf *b, long long n);
void buf_addf(struct buf *b, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Cuts back to len bytes (len <= b->len). */
void buf_cut(struct buf *b, size_t len);
