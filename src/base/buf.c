/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/buf.h"

#include <assert.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* Sign and digits of the longest 64-bit number. */
#define NUMBER_CHARS_MAX 20

void
buf_init(struct buf *b, struct arena *arena, size_t cap)
{
	b->arena = arena;
	b->len = 0;
	b->cap = cap;
	b->p = arena_room(arena, cap + 1);
	b->p[0] = '\0';
}

/* Makes room for more bytes and the NUL. The old piece stays in the arena
 * until its end: doubling keeps that waste below the final size. */
static void
grow(struct buf *b, size_t more)
{
	size_t need, cap;
	char *p;

	if (__builtin_add_overflow(b->len, more, &need))
		need = SIZE_MAX / 2; /* refused by the arena */
	cap = b->cap < 64 ? 64 : b->cap;
	while (cap < need)
		cap = cap > SIZE_MAX / 4 ? need : cap * 2;
	p = arena_room(b->arena, cap + 1);
	memcpy(p, b->p, b->len + 1);
	b->p = p;
	b->cap = cap;
}

void
buf_add(struct buf *b, const void *p, size_t len)
{
	if (!len)
		return;
	if (len > b->cap - b->len)
		grow(b, len);
	memcpy(b->p + b->len, p, len);
	b->len += len;
	b->p[b->len] = '\0';
}

void
buf_adds(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void
buf_addc(struct buf *b, char c)
{
	buf_add(b, &c, 1);
}

void
buf_addi(struct buf *b, long long n)
{
	char digits[NUMBER_CHARS_MAX];
	size_t at = sizeof(digits);
	/* Negating the least number overflows as signed. */
	unsigned long long left =
	    n < 0 ? 0 - (unsigned long long)n : (unsigned long long)n;

	do {
		digits[--at] = (char)('0' + left % 10);
		left /= 10;
	} while (left);
	if (n < 0)
		digits[--at] = '-';
	buf_add(b, digits + at, sizeof(digits) - at);
}

void
buf_addf(struct buf *b, const char *format, ...)
{
	va_list args;
	int len;

	va_start(args, format);
	len = vsnprintf(b->p + b->len, b->cap - b->len + 1, format, args);
	va_end(args);
	assert(len >= 0);
	if ((size_t)len > b->cap - b->len) {
		grow(b, (size_t)len);
		va_start(args, format);
		vsnprintf(b->p + b->len, (size_t)len + 1, format, args);
		va_end(args);
	}
	b->len += (size_t)len;
}

void
buf_cut(struct buf *b, size_t len)
{
	assert(len <= b->len);
	b->len = len;
	b->p[len] = '\0';
}
