/* SPDX-License-Identifier: EUPL-1.2 */
#include "http/target.h"

#include <string.h>

#include "base/text.h"
#include "http/http.h"

int
target_hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

static bool
char_allowed(unsigned char c)
{
	return c >= 0x20 && c != 0x7f && c != '\\';
}

/* Decodes len bytes; false for what is never in an address of ours. */
static bool
path_decode(const char *s, size_t len, char *out, size_t *out_len)
{
	size_t n = 0;

	for (size_t i = 0; i < len; i++) {
		int c = (unsigned char)s[i];

		if (c == '%') {
			int high = i + 1 < len ? target_hex(s[i + 1]) : -1;
			int low = i + 2 < len ? target_hex(s[i + 2]) : -1;

			if (high < 0 || low < 0)
				return false;
			c = high * 16 + low;
			/* A slash that splits segments or does not, as one
			 * reads it. */
			if (c == '/')
				return false;
			i += 2;
		}
		if (!char_allowed((unsigned char)c))
			return false;
		out[n++] = (char)c;
	}
	out[n] = '\0';
	*out_len = n;
	return true;
}

static bool
has_dot_segment(const char *path)
{
	while (*path) {
		size_t len;

		path += *path == '/';
		len = strcspn(path, "/");
		if ((len == 1 && path[0] == '.') ||
		    (len == 2 && path[0] == '.' && path[1] == '.'))
			return true;
		path += len;
	}
	return false;
}

int
target_read(
    struct arena *arena, const char *raw, const char **path, const char **query)
{
	size_t len = strcspn(raw, "?#");
	const char *rest = raw[len] == '?' ? raw + len + 1 : "";
	size_t decoded_len;
	char *decoded;

	/* Three bytes at most for one. */
	if (len > (size_t)3 * HTTP_PATH_MAX || strlen(rest) > HTTP_QUERY_MAX)
		return 414;
	if (raw[0] != '/' || strchr(raw, '#'))
		return 400;
	decoded = arena_alloc(arena, len + 1);
	if (!path_decode(raw, len, decoded, &decoded_len))
		return 400;
	if (!text_is_utf8(decoded, decoded_len) || has_dot_segment(decoded))
		return 400;
	if (decoded_len > HTTP_PATH_MAX)
		return 414;
	*path = decoded;
	*query = arena_strdup(arena, rest);
	return 0;
}

bool
target_host_valid(const char *host)
{
	size_t len = strlen(host);

	if (len == 0 || len > TARGET_HOST_MAX)
		return false;
	for (size_t i = 0; i < len; i++) {
		char c = host[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			(c >= '0' && c <= '9') || strchr(".-:[]", c)))
			return false;
	}
	return true;
}
