/* SPDX-License-Identifier: EUPL-1.2 */
#include "mime/header.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "base/buf.h"
#include "mime/charset.h"

/* One "=?charset?B?...?=". */
struct encoded {
	const char *charset;
	size_t charset_len;
	char encoding; /* 'B' or 'Q' */
	const char *text;
	size_t text_len;
	size_t all; /* bytes of the whole word */
};

static bool
read_encoded(const char *s, struct encoded *out)
{
	const char *charset, *encoding, *text, *end;
	size_t n;

	if (strncmp(s, "=?", 2) != 0)
		return false;
	charset = s + 2;
	n = strcspn(charset, "? \t\r\n");
	if (n == 0 || charset[n] != '?')
		return false;
	encoding = charset + n + 1;
	if (!*encoding || encoding[1] != '?')
		return false;
	text = encoding + 2;
	/* Some programs leave blanks inside; only the end counts. */
	end = strstr(text, "?=");
	if (!end || memchr(text, '\n', (size_t)(end - text)))
		return false;
	out->charset = charset;
	/* RFC 2231: a language may follow, "utf-8*uk". */
	out->charset_len =
	    memchr(charset, '*', n)
		? (size_t)((const char *)memchr(charset, '*', n) - charset)
		: n;
	out->encoding = (char)toupper((unsigned char)*encoding);
	out->text = text;
	out->text_len = (size_t)(end - text);
	out->all = (size_t)(end + 2 - s);
	return out->encoding == 'B' || out->encoding == 'Q';
}

static int
base64_value(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

static int
hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)tolower((unsigned char)c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static void
add_base64(struct buf *out, const char *p, size_t len)
{
	unsigned bits = 0;
	int n = 0;

	for (size_t i = 0; i < len; i++) {
		int v = base64_value(p[i]);

		if (v < 0)
			continue;
		bits = bits << 6 | (unsigned)v;
		n += 6;
		if (n >= 8) {
			n -= 8;
			buf_addc(out, (char)(bits >> n & 0xff));
		}
	}
}

static void
add_quoted(struct buf *out, const char *p, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		int high, low;

		if (p[i] == '_') {
			buf_addc(out, ' ');
			continue;
		}
		if (p[i] == '=' && i + 2 < len &&
		    (high = hex_value(p[i + 1])) >= 0 &&
		    (low = hex_value(p[i + 2])) >= 0) {
			buf_addc(out, (char)(high << 4 | low));
			i += 2;
			continue;
		}
		buf_addc(out, p[i]);
	}
}

/* Bytes gathered under one charset; a letter may be split over two words. */
struct run {
	struct arena *arena;
	struct buf bytes;
	char charset[41];
	struct buf out;
};

static void
flush(struct run *run)
{
	struct charset_text text;

	if (run->bytes.len == 0)
		return;
	charset_read(
	    run->arena, run->charset, run->bytes.p, run->bytes.len, &text);
	buf_add(&run->out, text.p, text.len);
	buf_init(&run->bytes, run->arena, 64);
}

static void
use_charset(struct run *run, const char *name, size_t len)
{
	if (len >= sizeof(run->charset))
		len = 0;
	if (strncasecmp(run->charset, name, len) == 0 &&
	    run->charset[len] == '\0')
		return;
	flush(run);
	memcpy(run->charset, name, len);
	run->charset[len] = '\0';
}

const char *
header_decode(struct arena *arena, const char *raw)
{
	struct run run = {.arena = arena};
	char *copy = arena_strndup(arena, raw, strnlen(raw, HEADER_VALUE_MAX));
	struct encoded word;
	bool after_word = false;
	size_t len;

	buf_init(&run.bytes, arena, 64);
	buf_init(&run.out, arena, 64);
	for (const char *p = copy; *p;) {
		size_t blanks = strspn(p, " \t\r\n");

		/* Blanks between two encoded words are no text. */
		if (after_word && blanks && read_encoded(p + blanks, &word))
			p += blanks;
		if (!read_encoded(p, &word)) {
			use_charset(&run, "", 0);
			buf_addc(&run.bytes, *p++);
			after_word = false;
			continue;
		}
		use_charset(&run, word.charset, word.charset_len);
		if (word.encoding == 'B')
			add_base64(&run.bytes, word.text, word.text_len);
		else
			add_quoted(&run.bytes, word.text, word.text_len);
		p += word.all;
		after_word = true;
	}
	flush(&run);
	return charset_clean(arena, run.out.p, run.out.len, true, &len);
}

/* The address inside <>, or the first word with an @. */
static const char *
bare_address(struct arena *arena, const char *raw, size_t *name_len)
{
	const char *open = strrchr(raw, '<');
	const char *close = open ? strchr(open, '>') : NULL;

	if (open && close) {
		*name_len = (size_t)(open - raw);
		return arena_strndup(
		    arena, open + 1, (size_t)(close - open - 1));
	}
	*name_len = 0;
	for (const char *p = raw; *p;) {
		size_t n = strcspn(p, " \t\r\n,;()");

		if (memchr(p, '@', n))
			return arena_strndup(arena, p, n);
		p += n;
		p += strspn(p, " \t\r\n,;()");
	}
	return "";
}

struct header_address
header_address(struct arena *arena, const char *raw)
{
	struct header_address out = {"", ""};
	const char *name;
	size_t name_len, len;

	raw = arena_strndup(arena, raw, strnlen(raw, HEADER_VALUE_MAX));
	out.address = bare_address(arena, raw, &name_len);
	/* What is no address in ASCII is shown, but never answered. */
	out.address = header_decode(arena, out.address);
	name = header_decode(arena, arena_strndup(arena, raw, name_len));
	len = strlen(name);
	if (len >= 2 && name[0] == '"' && name[len - 1] == '"')
		name = arena_strndup(arena, name + 1, len - 2);
	out.name = name;
	return out;
}
