/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/session.h"

#include <string.h>

struct mark {
	const char *in, *name;
};

/* Order matters: Edge and Opera also say Chrome, Chrome also says Safari. */
static const struct mark browsers[] = {
    {"Edg", "Edge"},
    {"OPR/", "Opera"},
    {"SamsungBrowser/", "Samsung Internet"},
    {"Firefox/", "Firefox"},
    {"FxiOS/", "Firefox"},
    {"CriOS/", "Chrome"},
    {"Chromium/", "Chromium"},
    {"Chrome/", "Chrome"},
    {"Safari/", "Safari"},
    {NULL, NULL},
};
static const struct mark systems[] = {
    {"Android", "Android"},
    {"iPhone", "iPhone"},
    {"iPad", "iPad"},
    {"CrOS", "ChromeOS"},
    {"Windows", "Windows"},
    {"Mac OS X", "macOS"},
    {"Linux", "Linux"},
    {NULL, NULL},
};

static const char *
find(const struct mark *marks, const char *s)
{
	for (; marks->in; marks++)
		if (strstr(s, marks->in))
			return marks->name;
	return NULL;
}

/* Two words are enough to know one's own phone; the whole string would only
 * help to tell people apart. */
const char *
session_agent(struct arena *arena, const char *user_agent)
{
	const char *browser, *system;

	if (!user_agent)
		return "";
	browser = find(browsers, user_agent);
	system = find(systems, user_agent);
	if (browser && system)
		return arena_printf(arena, "%s, %s", browser, system);
	if (browser)
		return browser;
	return system ? system : "";
}
