/* SPDX-License-Identifier: EUPL-1.2 */
/* Settings of the device that work without an account: language and theme. A
 * signed-in person's language also goes to the account, for letters. */
#include <string.h>

#include "domain/session.h"
#include "web/app.h"
#include "web/pages.h"
#include "web/routes.h"

#define YEAR_S (365 * 24 * 3600)

static bool
is_one_of(const char *value, const char *const *allowed)
{
	for (; value && *allowed; allowed++)
		if (strcmp(value, *allowed) == 0)
			return true;
	return false;
}

/* Where the button was, if that is a page of ours that can be shown again. */
static const char *
way_back(struct page *p)
{
	const char *back = http_post(p->req, "back");
	const struct route *route;
	struct route_params params;

	if (back && routes_find(p->req->arena, HTTP_GET, back, &route,
			&params) == ROUTE_FOUND)
		return back;
	return "/";
}

void
page_language(struct page *p)
{
	static const char *const langs[] = {"uk", "en", NULL};
	static const char *const themes[] = {"auto", "light", "dark", NULL};
	const char *lang = http_post(p->req, "lang");
	const char *theme = http_post(p->req, "theme");
	enum err err;

	if (is_one_of(lang, langs)) {
		app_set_cookie(p, "lang", lang, YEAR_S);
		if (p->session && p->session->signed_in &&
		    (err = session_set_lang(
			 p->act, p->session, i18n_parse(lang)))) {
			page_error(p, err);
			return;
		}
	}
	if (is_one_of(theme, themes))
		app_set_cookie(p, "theme", theme, YEAR_S);
	page_go(p, way_back(p), NULL);
}
