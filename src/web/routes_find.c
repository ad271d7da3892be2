/* SPDX-License-Identifier: EUPL-1.2 */
#include <ctype.h>
#include <string.h>

#include "base/log.h"
#include "web/routes.h"

#define DIGITS_MAX 15 /* keeps ids well inside 64 bits */
#define WORD_MAX 128

static bool
take_digits(const char **path, int64_t *out)
{
	const char *s = *path;
	int64_t n = 0;
	int len = 0;

	for (; isdigit((unsigned char)*s) && len < DIGITS_MAX; s++, len++)
		n = n * 10 + (*s - '0');
	/* One number, one address: no leading zeros. */
	if (len == 0 || ((*path)[0] == '0' && len > 1))
		return false;
	if (*s && *s != '/')
		return false;
	*path = s;
	*out = n;
	return true;
}

static bool
take_word(struct arena *arena, const char **path, const char **out)
{
	size_t len = strspn(*path, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				   "abcdefghijklmnopqrstuvwxyz0123456789_-");

	if (len == 0 || len > WORD_MAX)
		return false;
	if ((*path)[len] && (*path)[len] != '/')
		return false;
	*out = arena_strndup(arena, *path, len);
	*path += len;
	return true;
}

static bool
is_inst(const char *name, size_t len)
{
	return len == 5 && !memcmp(name, ":inst", 5);
}

/* One hole of the pattern against the path. */
static bool
take_hole(struct arena *arena, const char **pattern, const char **path,
    struct route_params *params, size_t *ids, size_t *words)
{
	size_t len = strcspn(*pattern, "/");
	const char *name = *pattern;

	*pattern += len;
	if (name[0] == '*')
		return *words < PAGE_PARAMS_MAX &&
		       take_word(arena, path, &params->words[(*words)++]);
	if (is_inst(name, len))
		return take_digits(path, &params->inst) && params->inst > 0;
	return *ids < PAGE_PARAMS_MAX &&
	       take_digits(path, &params->ids[(*ids)++]);
}

static bool
match(struct arena *arena, const char *pattern, const char *path,
    struct route_params *params)
{
	size_t ids = 0, words = 0;

	*params = (struct route_params){0};
	while (*pattern && *path) {
		if (*pattern == ':' || *pattern == '*') {
			if (!take_hole(
				arena, &pattern, &path, params, &ids, &words))
				return false;
			continue;
		}
		if (*pattern != *path)
			return false;
		pattern++;
		path++;
	}
	return !*pattern && !*path;
}

static bool
method_fits(enum http_method method, const char *name)
{
	if (method == HTTP_POST)
		return !strcmp(name, "POST");
	return (method == HTTP_GET || method == HTTP_HEAD) &&
	       !strcmp(name, "GET");
}

enum route_match
routes_find(struct arena *arena, enum http_method method, const char *path,
    const struct route **route, struct route_params *params)
{
	enum route_match found = ROUTE_NONE;

	for (size_t i = 0; i < routes_n; i++) {
		if (!match(arena, routes[i].path, path, params))
			continue;
		found = ROUTE_OTHER_METHOD;
		if (!method_fits(method, routes[i].method))
			continue;
		*route = &routes[i];
		return ROUTE_FOUND;
	}
	return found;
}

const struct route *
routes_still(const char *path)
{
	for (size_t i = 0; i < routes_n; i++)
		if ((routes[i].flags & ROUTE_STILL) &&
		    !strcmp(routes[i].path, path))
			return &routes[i];
	return NULL;
}

static bool
still_fits(const struct route *r)
{
	return !(r->flags & ROUTE_STILL) ||
	       (!strcmp(r->method, "GET") && !strpbrk(r->path, ":*"));
}

/* A second route of the same name would never be asked. */
static bool
stands_before(size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (!strcmp(routes[i].path, routes[at].path) &&
		    !strcmp(routes[i].method, routes[at].method))
			return true;
	return false;
}

bool
routes_check(void)
{
	for (size_t i = 0; i < routes_n; i++) {
		const struct route *r = &routes[i];

		if (r->permission && r->method && r->path && r->handler &&
		    r->path[0] == '/' && still_fits(r) && !stands_before(i))
			continue;
		log_line(LOG_ERROR, "route_refused", "path",
		    r->path ? r->path : "-", NULL);
		return false;
	}
	return true;
}
