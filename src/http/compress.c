/* SPDX-License-Identifier: EUPL-1.2 */
#include "http/compress.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <brotli/encode.h>
#include <zlib.h>

#include "base/log.h"

/* Levels for pages: the next ones take twice the time for a few per cent (a
 * journal page of 30,025 bytes: brotli 2 makes 6,194 in 67 us, 4 makes 5,920 in
 * 132; gzip 3 makes 6,210 in 68, 5 makes 5,760 in 128). */
#define GZIP_PAGE 3
#define BROTLI_PAGE 2
#define GZIP_ASSET 9
#define BROTLI_ASSET 11

/* A window of 64 KiB holds nearly any page of ours and keeps the encoder small.
 */
#define BROTLI_WINDOW_PAGE 16
#define BROTLI_WINDOW_ASSET 22

/* zlib: window of 32 KiB; +16 asks for the gzip wrapper. */
#define GZIP_WINDOW (15 + 16)
#define GZIP_MEMORY 8

/* Most memory a thread keeps for the next answer. */
#define SCRATCH_BYTES_MAX ((size_t)2 << 20)
#define OUT_BYTES_KEPT ((size_t)256 << 10)

/* Memory handed out from one block that is reused for every answer: brotli
 * has no reset, so its encoder is made anew, but without system calls. */
struct scratch {
	char *p;
	size_t cap, used, wanted;
};

struct compressor {
	z_stream gzip;
	int gzip_level; /* 0: not begun */
	struct scratch scratch;
	char *out; /* where the result is made before its size is known */
	size_t out_cap;
};

static int
token_q(const char *s, size_t len)
{
	const char *digits = s + 2;
	int q, unit = 100;

	/* weight = "q=" ( "0" [ "." 0*3DIGIT ] / "1" [ "." 0*3("0") ] ) */
	if (len < 3 || len > 7 || strncasecmp(s, "q=", 2))
		return 0;
	if (*digits != '0' && *digits != '1')
		return 0;
	q = (*digits - '0') * 1000;
	if (len > 3 && digits[1] != '.')
		return 0;
	for (size_t i = 4; i < len; i++, unit /= 10) {
		if (s[i] < '0' || s[i] > '9')
			return 0;
		q += (s[i] - '0') * unit;
	}
	return q <= 1000 ? q : 0;
}

static bool
name_is(const char *s, size_t len, const char *name)
{
	return strlen(name) == len && !strncasecmp(s, name, len);
}

/* One element: "gzip", "br;q=0.5". */
static void
element_read(const char *s, size_t len, int *gzip, int *brotli, int *any)
{
	const char *semicolon = memchr(s, ';', len);
	size_t name = semicolon ? (size_t)(semicolon - s) : len;
	int q = 1000;

	if (semicolon) {
		const char *weight = semicolon + 1;

		while (weight < s + len && (*weight == ' ' || *weight == '\t'))
			weight++;
		q = token_q(weight, (size_t)(s + len - weight));
	}
	while (name > 0 && (s[name - 1] == ' ' || s[name - 1] == '\t'))
		name--;
	if (name_is(s, name, "gzip") || name_is(s, name, "x-gzip"))
		*gzip = q;
	else if (name_is(s, name, "br"))
		*brotli = q;
	else if (name_is(s, name, "*"))
		*any = q;
}

enum compress
compress_choose(const char *accept_encoding)
{
	const char *s = accept_encoding ? accept_encoding : "";
	int gzip = -1, brotli = -1, any = 0;

	while (*s) {
		size_t len, trimmed;

		s += strspn(s, " \t,");
		trimmed = len = strcspn(s, ",");
		while (trimmed > 0 &&
		       (s[trimmed - 1] == ' ' || s[trimmed - 1] == '\t'))
			trimmed--;
		element_read(s, trimmed, &gzip, &brotli, &any);
		s += len;
	}
	if (gzip < 0)
		gzip = any;
	if (brotli < 0)
		brotli = any;
	if (brotli > 0 && brotli >= gzip)
		return COMPRESS_BROTLI;
	return gzip > 0 ? COMPRESS_GZIP : COMPRESS_NONE;
}

const char *
compress_token(enum compress kind)
{
	static const char *const tokens[] = {
	    [COMPRESS_GZIP] = "gzip", [COMPRESS_BROTLI] = "br"};

	return tokens[kind];
}

struct compressor *
compress_new(void)
{
	struct compressor *c = calloc(1, sizeof(*c));

	if (!c)
		abort();
	return c;
}

void
compress_free(struct compressor *c)
{
	if (!c)
		return;
	if (c->gzip_level)
		deflateEnd(&c->gzip);
	free(c->scratch.p);
	free(c->out);
	free(c);
}

static void *
scratch_alloc(void *opaque, size_t size)
{
	struct scratch *s = opaque;
	size_t room = (size + 63) & ~(size_t)63;
	void *p;

	s->wanted += room;
	if (room <= s->cap - s->used) {
		p = s->p + s->used;
		s->used += room;
		return p;
	}
	return malloc(size);
}

static void
scratch_free(void *opaque, void *p)
{
	const struct scratch *s = opaque;
	uintptr_t at = (uintptr_t)p, from = (uintptr_t)s->p;

	if (!s->p || at < from || at >= from + s->cap)
		free(p);
}

/* Makes the block as large as the last run wanted. */
static void
scratch_reset(struct scratch *s)
{
	size_t wanted = s->wanted;

	s->used = s->wanted = 0;
	if (wanted <= s->cap || wanted > SCRATCH_BYTES_MAX)
		return;
	free(s->p);
	s->p = aligned_alloc(64, wanted);
	s->cap = s->p ? wanted : 0;
}

static size_t
brotli_run(
    struct compressor *c, int level, struct bytes in, void *out, size_t room)
{
	BrotliEncoderState *state = BrotliEncoderCreateInstance(
	    scratch_alloc, scratch_free, &c->scratch);
	const uint8_t *from = in.p;
	uint8_t *to = out;
	size_t left = in.len, free_room = room;
	bool done;

	if (!state)
		return 0;
	BrotliEncoderSetParameter(state, BROTLI_PARAM_QUALITY, (uint32_t)level);
	BrotliEncoderSetParameter(state, BROTLI_PARAM_LGWIN,
	    level == BROTLI_ASSET ? BROTLI_WINDOW_ASSET : BROTLI_WINDOW_PAGE);
	BrotliEncoderSetParameter(state, BROTLI_PARAM_MODE, BROTLI_MODE_TEXT);
	BrotliEncoderSetParameter(state, BROTLI_PARAM_SIZE_HINT,
	    (uint32_t)(in.len > UINT32_MAX ? UINT32_MAX : in.len));
	done = BrotliEncoderCompressStream(state, BROTLI_OPERATION_FINISH,
		   &left, &from, &free_room, &to, NULL) &&
	       BrotliEncoderIsFinished(state);
	BrotliEncoderDestroyInstance(state);
	scratch_reset(&c->scratch);
	return done ? room - free_room : 0;
}

static bool
gzip_ready(struct compressor *c, int level)
{
	if (c->gzip_level == level)
		return deflateReset(&c->gzip) == Z_OK;
	if (c->gzip_level)
		deflateEnd(&c->gzip);
	c->gzip = (z_stream){0};
	c->gzip_level = 0;
	if (deflateInit2(&c->gzip, level, Z_DEFLATED, GZIP_WINDOW, GZIP_MEMORY,
		Z_DEFAULT_STRATEGY) != Z_OK)
		return false;
	c->gzip_level = level;
	return true;
}

static size_t
gzip_run(
    struct compressor *c, int level, struct bytes in, void *out, size_t room)
{
	if (!gzip_ready(c, level))
		return 0;
	c->gzip.next_in = (Bytef *)(uintptr_t)in.p; /* zlib's API lacks const */
	c->gzip.avail_in = (uInt)in.len;
	c->gzip.next_out = out;
	c->gzip.avail_out = (uInt)room;
	if (deflate(&c->gzip, Z_FINISH) != Z_STREAM_END)
		return 0;
	return room - c->gzip.avail_out;
}

static char *
out_room(struct compressor *c, size_t room)
{
	if (room > c->out_cap) {
		free(c->out);
		c->out = malloc(room);
		c->out_cap = room;
		if (!c->out)
			abort();
	}
	return c->out;
}

/* One large export must not stay in every thread's memory. */
static void
out_trim(struct compressor *c)
{
	if (c->out_cap <= OUT_BYTES_KEPT)
		return;
	free(c->out);
	c->out = NULL;
	c->out_cap = 0;
}

/* The result must fit into less room than the original has: what does not get
 * smaller fails by itself. */
static bool
run(struct compressor *c, enum compress kind, bool asset, struct arena *arena,
    struct bytes in, struct bytes *out)
{
	size_t room = in.len - in.len / 16, len = 0;
	char *p;

	if (in.len <= COMPRESS_BYTES_MIN || in.len > INT32_MAX)
		return false;
	p = out_room(c, room);
	if (kind == COMPRESS_BROTLI)
		len = brotli_run(
		    c, asset ? BROTLI_ASSET : BROTLI_PAGE, in, p, room);
	else if (kind == COMPRESS_GZIP)
		len = gzip_run(c, asset ? GZIP_ASSET : GZIP_PAGE, in, p, room);
	if (len == 0)
		return false;
	*out = (struct bytes){arena_memdup(arena, p, len), len};
	out_trim(c);
	return true;
}

bool
compress_page(struct compressor *c, enum compress kind, struct arena *arena,
    struct bytes in, struct bytes *out)
{
	return run(c, kind, false, arena, in, out);
}

bool
compress_asset(struct compressor *c, enum compress kind, struct arena *arena,
    struct bytes in, struct bytes *out)
{
	return run(c, kind, true, arena, in, out);
}
