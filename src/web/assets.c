/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/assets.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/crypt.h"

/* Every asset: file, its symbol (see scripts/embed.sh), type. The file stands
 * in assets/meson.build too. */
#define ASSETS(X)                                                              \
	X("style.css", style_css, "text/css; charset=utf-8")                   \
	X("mark.svg", mark_svg, "image/svg+xml")

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
#define HASH_DIGITS 8
#define HREF_MAX 64

/* Written once by assets_start(), before there are threads; read-only after.
 * It is a property of the program, not of a request or an installation. */
static struct {
	char href[HREF_MAX];
} made[FILES_N];

static void
name_by_content(size_t i)
{
	size_t len = (size_t)(files[i].end - files[i].start);
	const char *dot = strrchr(files[i].name, '.');
	uint8_t hash[HASH_BYTES];
	int n;

	crypt_sha256_one(files[i].start, len, hash);
	n = snprintf(made[i].href, sizeof(made[i].href),
	    PREFIX "%.*s.%02x%02x%02x%02x%s", (int)(dot - files[i].name),
	    files[i].name, hash[0], hash[1], hash[2], hash[3], dot);
	assert(n > 0 && (size_t)n < sizeof(made[i].href));
}

enum err
assets_start(void)
{
	for (size_t i = 0; i < FILES_N; i++)
		name_by_content(i);
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
	assert(*made[i].href && "assets_start() comes first");
	return made[i].href;
}

static void
answer_with(struct http_response *res, size_t i)
{
	res->status = 200;
	res->content_type = files[i].type;
	buf_add(&res->body, files[i].start,
	    (size_t)(files[i].end - files[i].start));
}

bool
assets_answer(struct http_request *req, struct http_response *res)
{
	if (strcmp(req->path, "/favicon.ico") == 0) {
		http_header(res, "Cache-Control", "public, max-age=86400");
		answer_with(res, find_name("mark.svg"));
		return true;
	}
	if (strncmp(req->path, PREFIX, strlen(PREFIX)) != 0)
		return false;
	for (size_t i = 0; i < FILES_N; i++) {
		if (strcmp(req->path, made[i].href) != 0)
			continue;
		http_header(res, "Cache-Control",
		    "public, max-age=31536000, immutable");
		answer_with(res, i);
		return true;
	}
	res->status = 404;
	res->content_type = "text/plain; charset=utf-8";
	buf_adds(&res->body, "Not found\n");
	return true;
}
