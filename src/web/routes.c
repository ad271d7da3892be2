/* SPDX-License-Identifier: EUPL-1.2 */
/* Every page of the product: method, path, handler, permission, flags. There
 * is no default permission; a public page says ANYONE. */
#include "web/routes.h"

#include "domain/act.h"
#include "web/pages.h"

const struct route routes[] = {
	/* public */
	{"GET", "/", page_home, ANYONE, 0},
	{"GET", "/help", page_help, ANYONE, 0},
	{"GET", "/privacy", page_privacy, ANYONE, 0},
	{"GET", "/accessibility", page_accessibility, ANYONE, 0},
	{"POST", "/language", page_language, ANYONE, 0},
	{"GET", "/readyz", page_ready, ANYONE, 0},
};
const size_t routes_n = sizeof(routes) / sizeof(routes[0]);
