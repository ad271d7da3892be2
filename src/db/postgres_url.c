/* SPDX-License-Identifier: EUPL-1.2 */
#include "db/postgres_url.h"

#include <ctype.h>
#include <string.h>

#include "base/buf.h"

/* libpq takes the last of two values of one parameter. */
static char
next_mark(const char *url)
{
	return strchr(url, '?') ? '&' : '?';
}

const char *
postgres_url_user(struct arena *arena, const char *url, const char *user)
{
	struct buf b;

	buf_init(&b, arena, 256);
	buf_addf(&b, "%s%cuser=", url, next_mark(url));
	for (; *user; user++) {
		unsigned char c = (unsigned char)*user;

		if (c < 0x80 && (isalnum(c) || strchr("_-.", c)))
			buf_addc(&b, (char)c);
		else
			buf_addf(&b, "%%%02X", c);
	}
	return b.p;
}

const char *
postgres_url_setting(
    struct arena *arena, const char *url, const char *name, const char *value)
{
	const char *query = strchr(url, '?');
	const char *options = query ? strstr(query, "options=") : NULL;
	int before;

	if (!options)
		return arena_printf(arena, "%s%coptions=-c%s%%3D%s", url,
		    next_mark(url), name, value);
	/* Behind what stands there: of two of one name the last counts. */
	options += strlen("options=");
	before = (int)(options + strcspn(options, "&#") - url);
	return arena_printf(arena, "%.*s%%20-c%s%%3D%s%s", before, url, name,
	    value, url + before);
}

const char *
postgres_url_shard(struct arena *arena, const char *registry, const char *shard)
{
	const size_t len = strlen(POSTGRES_SCHEMA);

	if (strncmp(shard, POSTGRES_SCHEMA, len) != 0)
		return shard;
	return postgres_url_setting(
	    arena, registry, "search_path", shard + len);
}
