/* SPDX-License-Identifier: EUPL-1.2 */
/* Follows every link that a role's own pages offer: none may lead to a
 * refusal. Pages that differ only in numbers are one page. */
#include "site.h"

#include <stdlib.h>
#include <string.h>

#define PAGES_MAX 200
#define LINKS_MAX 4000
#define PATH_MAX_LEN 300

struct crawl {
	struct site *s;
	enum role role;
	char *links[LINKS_MAX];
	char *from[LINKS_MAX];
	size_t links_n;
	char *seen[PAGES_MAX];
	size_t seen_n;
};

/* "/s/1/journals/57?month=9" -> "/s/#/journals/#" */
static void
shape(const char *path, char out[PATH_MAX_LEN])
{
	size_t n = 0;

	for (; *path && *path != '?' && *path != '#'; path++) {
		const bool digit = *path >= '0' && *path <= '9';

		if (digit && n > 0 && out[n - 1] == '#')
			continue;
		assert_true(n + 1 < PATH_MAX_LEN);
		out[n++] = digit ? '#' : *path;
	}
	out[n] = '\0';
}

static bool
is_new(struct crawl *c, const char *path)
{
	char key[PATH_MAX_LEN];

	shape(path, key);
	for (size_t i = 0; i < c->seen_n; i++)
		if (!strcmp(c->seen[i], key))
			return false;
	assert_true(c->seen_n < PAGES_MAX);
	c->seen[c->seen_n++] = strdup(key);
	return true;
}

/* Links of a page to our own pages; a fragment is no other page. */
static void
collect(struct crawl *c, const char *from, const char *body)
{
	static const char *const marks[] = {"href='/", "href=\"/"};

	for (size_t m = 0; m < 2; m++) {
		const char *at = body;

		while ((at = strstr(at, marks[m])) != NULL) {
			const char *start = at + strlen(marks[m]) - 1;
			size_t len = strcspn(start, "'\"#");

			at = start;
			if (c->links_n == LINKS_MAX || len >= PATH_MAX_LEN)
				continue;
			c->from[c->links_n] = strdup(from);
			c->links[c->links_n++] = strndup(start, len);
		}
	}
}

/* "&amp;" as the browser reads it. */
static void
unescape(char *path)
{
	char *amp;

	while ((amp = strstr(path, "&amp;")) != NULL)
		memmove(amp + 1, amp + 5, strlen(amp + 5) + 1);
}

static void
visit(struct crawl *c, size_t i)
{
	const struct http_response *res;
	char *path = c->links[i];

	unescape(path);
	/* Files of the look are answered before the application. */
	if (!strncmp(path, "/a/", 3) || !is_new(c, path))
		return;
	res = site_get(c->s, c->role, path);
	if (res->status >= 400)
		fail_msg("%s: %s leads to %s, which answers %d",
		    c->role ? role_name(c->role) : "nobody", c->from[i], path,
		    res->status);
	if (res->status == 200 && res->body.p)
		collect(c, path, res->body.p);
	site_forget(c->s);
}

static void
crawl_as(struct site *s, enum role role)
{
	struct crawl *c = calloc(1, sizeof(*c));
	const char *home = app_home(s->arena, role, 1);

	c->s = s;
	c->role = role;
	c->from[0] = strdup("-");
	c->links[c->links_n++] = strdup(role ? home : "/");
	for (size_t i = 0; i < c->links_n; i++)
		visit(c, i);
	if (c->seen_n < 4)
		fail_msg("%s: only %zu pages", role_name(role), c->seen_n);
	for (size_t i = 0; i < c->links_n; i++) {
		free(c->links[i]);
		free(c->from[i]);
	}
	for (size_t i = 0; i < c->seen_n; i++)
		free(c->seen[i]);
	free(c);
}

static void
no_link_leads_to_a_refusal(void **state)
{
	crawl_as(*state, ROLE_NONE);
	for (size_t i = 0; i < SITE_ROLES_N; i++)
		crawl_as(*state, site_roles[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    SITE_TEST(no_link_leads_to_a_refusal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
