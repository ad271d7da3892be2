/* SPDX-License-Identifier: EUPL-1.2 */
/* The way back from mail_message.c: our own letters only, so what it does not
 * know it refuses. Letters of strangers are read elsewhere. */
#include "base/mail_message.h"

#include <string.h>

#include "base/buf.h"
#include "base/crypt.h"
#include "base/text.h"

#define WORD_START "=?utf-8?b?"

/* Standard base64 with padding, through the url alphabet. */
static enum err
unbase64(struct arena *arena, const char *s, size_t len, struct buf *out)
{
	char *url = arena_alloc(arena, len + 1);
	uint8_t *bytes;
	size_t n = 0, bytes_n;

	for (; n < len && s[n] != '='; n++)
		url[n] = (char)(s[n] == '+' ? '-' : s[n] == '/' ? '_' : s[n]);
	url[n] = '\0';
	if (crypt_unbase64url(arena, url, &bytes, &bytes_n))
		return ERR_INVALID;
	buf_add(out, bytes, bytes_n);
	return OK;
}

/* A header's value: plain, or encoded words one after another. */
static enum err
read_words(struct arena *arena, const char *s, const char **out)
{
	struct buf b;

	buf_init(&b, arena, strlen(s) + 1);
	*out = s;
	if (strncmp(s, WORD_START, strlen(WORD_START)) != 0)
		return OK;
	while (*s) {
		const char *end;

		s += strspn(s, " \r\n");
		if (strncmp(s, WORD_START, strlen(WORD_START)) != 0)
			return ERR_INVALID;
		s += strlen(WORD_START);
		if (!(end = strstr(s, "?=")) ||
		    unbase64(arena, s, (size_t)(end - s), &b))
			return ERR_INVALID;
		s = end + strlen("?=");
	}
	*out = b.p;
	return OK;
}

/* The value of a header, folded lines and all; NULL when it is not there. */
static const char *
header(struct arena *arena, const char *head, const char *name)
{
	size_t len = strlen(name);

	while (*head) {
		const char *end = strstr(head, "\r\n");

		while (end && end[2] == ' ')
			end = strstr(end + 2, "\r\n");
		if (!end)
			return NULL;
		if (!strncmp(head, name, len) && head[len] == ':')
			return arena_strndup(arena, head + len + 2,
			    (size_t)(end - head) - len - 2);
		head = end + 2;
	}
	return NULL;
}

static int
hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static enum err
read_body(struct arena *arena, const char *s, const char **out)
{
	struct buf b;

	buf_init(&b, arena, strlen(s) + 1);
	for (; *s; s++) {
		if (*s == '\r')
			continue;
		if (*s != '=') {
			buf_addc(&b, *s);
			continue;
		}
		if (s[1] == '\r' && s[2] == '\n') {
			s += 2;
			continue;
		}
		if (hex(s[1]) < 0 || hex(s[2]) < 0)
			return ERR_INVALID;
		buf_addc(&b, (char)(hex(s[1]) * 16 + hex(s[2])));
		s += 2;
	}
	if (!text_is_utf8(b.p, b.len))
		return ERR_INVALID;
	*out = b.p;
	return OK;
}

enum err
mail_message_read(
    struct arena *arena, const char *letter, size_t len, struct mail_shown *out)
{
	const char *text = arena_strndup(arena, letter, len);
	const char *cut = strstr(text, "\r\n\r\n"), *head, *subject;
	struct mail_shown shown;

	if (!cut || strlen(text) != len)
		return ERR_INVALID;
	head = arena_strndup(arena, text, (size_t)(cut - text) + 2);
	shown.to = header(arena, head, "To");
	shown.date = header(arena, head, "Date");
	subject = header(arena, head, "Subject");
	if (!shown.to || !subject || !shown.date)
		return ERR_INVALID;
	shown.to = mail_message_address(arena, shown.to);
	if (read_words(arena, subject, &shown.subject) ||
	    read_body(arena, cut + 4, &shown.body))
		return ERR_INVALID;
	*out = shown;
	return OK;
}
