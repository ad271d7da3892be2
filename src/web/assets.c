/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/assets.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/crypt.h"
#include "http/compress.h"

/* Every asset: file, its symbol (see scripts/embed.sh), type. The file stands
 * in assets/meson.build too. */
#define ASSETS(X)                                                              \
	X("style.css", style_css, "text/css; charset=utf-8")                   \
	X("mark.svg", mark_svg, "image/svg+xml")                               \
	X("search.js", search_js, "text/javascript; charset=utf-8")            \
	X("journal.js", journal_js, "text/javascript; charset=utf-8")          \
	X("join.js", join_js, "text/javascript; charset=utf-8")                \
	X("lesson.js", lesson_js, "text/javascript; charset=utf-8")

#define DECLARE(name, symbol, type)                                            \
	extern const char _binary_##symbol##_start[], _binary_##symbol##_end[];
ASSETS(DECLARE)

#define ENTRY(name, symbol, type)                                              \
	{name, type, _binary_##symbol##_start, _binary_##symbol##_end},
static const struct {
	const char *name, *type, *start, *end;
} files[] = {ASSETS(ENTRY)};

#define FILES_N (sizeof(files) / sizeof(*files))
#define PREFIX "/a/"
#define HREF_MAX 64
#define ENCODINGS (COMPRESS_BROTLI + 1)

/* Written once by assets_start(), before there are threads; read-only after.
 * It is a property of the program, not of a request or an installation. */
static struct {
	struct arena *arena;
	struct {
		char href[HREF_MAX];
		const char *etag;
		struct bytes as[ENCODINGS]; /* p NULL: not smaller */
	} file[FILES_N];
} made;

static void
name_by_content(size_t i)
{
	struct bytes plain = made.file[i].as[COMPRESS_NONE];
	const char *dot = strrchr(files[i].name, '.');
	uint8_t hash[HASH_BYTES];
	int n;

	crypt_sha256_one(plain.p, plain.len, hash);
	n = snprintf(made.file[i].href, HREF_MAX,
	    PREFIX "%.*s.%02x%02x%02x%02x%s", (int)(dot - files[i].name),
	    files[i].name, hash[0], hash[1], hash[2], hash[3], dot);
	assert(n > 0 && n < HREF_MAX);
	made.file[i].etag = arena_printf(made.arena, "\"%s\"",
	    crypt_base64url(made.arena, hash, sizeof(hash) / 2));
}

enum err
assets_start(void)
{
	struct compressor *c;

	if (made.arena)
		return OK;
	made.arena = arena_new();
	c = compress_new();
	for (size_t i = 0; i < FILES_N; i++) {
		struct bytes *as = made.file[i].as;

		as[COMPRESS_NONE] = (struct bytes){
		    files[i].start, (size_t)(files[i].end - files[i].start)};
		name_by_content(i);
		for (int kind = COMPRESS_GZIP; kind < ENCODINGS; kind++)
			(void)compress_asset(c, (enum compress)kind, made.arena,
			    as[COMPRESS_NONE], &as[kind]);
	}
	compress_free(c);
	return OK;
}

static size_t
find_name(const char *name)
{
	size_t i = 0;

	while (i < FILES_N && strcmp(files[i].name, name) != 0)
		i++;
	return i;
}

const char *
asset_href(const char *name)
{
	size_t i = find_name(name);

	assert(i < FILES_N && "not in ASSETS");
	assert(*made.file[i].href && "assets_start() comes first");
	return made.file[i].href;
}

static void
answer_with(struct http_request *req, struct http_response *res, size_t i)
{
	enum compress kind = compress_choose(req->accept_encoding);

	if (!made.file[i].as[kind].p)
		kind = COMPRESS_NONE;
	res->status = 200;
	res->content_type = files[i].type;
	res->etag = made.file[i].etag;
	res->file = made.file[i].as[kind];
	res->compress = false; /* done at start */
	http_header(res, "Vary", "Accept-Encoding");
	if (kind != COMPRESS_NONE)
		http_header(res, "Content-Encoding", compress_token(kind));
}

/* An old address after an update, or a guess. */
static void
not_there(struct http_response *res)
{
	res->status = 404;
	res->content_type = "text/plain; charset=utf-8";
	buf_adds(&res->body, "Not found\n");
}

bool
assets_answer(struct http_request *req, struct http_response *res)
{
	bool icon = strcmp(req->path, "/favicon.ico") == 0;
	size_t i = 0;

	if (!icon && strncmp(req->path, PREFIX, strlen(PREFIX)) != 0)
		return false;
	res->route = icon ? "/favicon.ico" : "/a/*file";
	if (icon)
		i = find_name("mark.svg");
	while (
	    !icon && i < FILES_N && strcmp(req->path, made.file[i].href) != 0)
		i++;
	if (i == FILES_N ||
	    (req->method != HTTP_GET && req->method != HTTP_HEAD)) {
		not_there(res);
		return true;
	}
	http_header(res, "Cache-Control",
	    icon ? "public, max-age=86400"
		 : "public, max-age=31536000, immutable");
	answer_with(req, res, i);
	return true;
}
