/* SPDX-License-Identifier: EUPL-1.2 */
/* Looking up the route table (routes.c). */
#pragma once

#include "web/page.h"

enum route_match {
	ROUTE_NONE,
	ROUTE_OTHER_METHOD, /* the path exists, not with this method */
	ROUTE_FOUND,
};

/* What a path held: inst (0 = none), ids and words in order. */
struct route_params {
	int64_t inst;
	int64_t ids[PAGE_PARAMS_MAX];
	const char *words[PAGE_PARAMS_MAX];
};

enum route_match routes_find(struct arena *arena, enum http_method method,
    const char *path, const struct route **route,
    struct route_params *params);

/* The route with ROUTE_STILL at this path, or NULL. Costs next to nothing: it
 * is asked for every page, by the threads that serve the network. */
const struct route *routes_still(const char *path);

/* True if every route has a permission, a method and a path, and stands there
 * once, and every still one is a GET without holes; for the start. */
bool routes_check(void);
