/* SPDX-License-Identifier: EUPL-1.2 */
#include "http/http.h"

#include <string.h>

/* cookie-octet of RFC 6265, 4.1.1. */
static bool
value_valid(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)s[i];

		if (c <= 0x20 || c >= 0x7f || c == '"' || c == ',' ||
		    c == ';' || c == '\\')
			return false;
	}
	return true;
}

static const char *
value_copy(struct arena *arena, const char *s, size_t len)
{
	while (len > 0 && (s[len - 1] == ' ' || s[len - 1] == '\t'))
		len--;
	if (len >= 2 && s[0] == '"' && s[len - 1] == '"') {
		s++;
		len -= 2;
	}
	return value_valid(s, len) ? arena_strndup(arena, s, len) : NULL;
}

const char *
http_cookie(struct http_request *req, const char *name)
{
	const char *s = req->cookie;
	size_t name_len = strlen(name);

	for (int n = 0; s && n < HTTP_COOKIES_MAX; n++) {
		size_t len;

		s += strspn(s, " \t");
		len = strcspn(s, ";");
		if (len > name_len && s[name_len] == '=' &&
		    !memcmp(s, name, name_len))
			return value_copy(
			    req->arena, s + name_len + 1, len - name_len - 1);
		s = s[len] ? s + len + 1 : NULL;
	}
	return NULL;
}
