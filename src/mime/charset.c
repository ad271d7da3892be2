/* SPDX-License-Identifier: EUPL-1.2 */
#include "mime/charset.h"

#include <ctype.h>
#include <iconv.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"

#define CHARSET_NAME_MAX 40
/* With fewer letters than this a guess is weaker than a declaration. */
#define GUESS_LETTERS_MIN 12

/* What Ukrainian mail comes in; the rest is found through ICU as well. */
static const char *const usual[] = {"utf-8", "windows-1251", "koi8-u", "koi8-r",
    "ibm866", "iso-8859-5", "iso-8859-1", "windows-1252", "utf-16le",
    "utf-16be", "x-mac-cyrillic"};

void
charset_prepare(struct charset_modules *modules)
{
	static const char *const names[CHARSET_MODULES] = {"windows-1251",
	    "koi8-u", "koi8-r", "cp866", "iso-8859-5", "iso-8859-1",
	    "windows-1252", "utf-16"};
	AUTO_ARENA struct arena *arena = arena_new();
	struct charset_text text;

	for (size_t i = 0; i < CHARSET_MODULES; i++)
		modules->open[i] = iconv_open("UTF-8", names[i]);
	for (size_t i = 0; i < sizeof(usual) / sizeof(usual[0]); i++)
		charset_read(arena, usual[i], "ab", 2, &text);
}

void
charset_finish(struct charset_modules *modules)
{
	for (size_t i = 0; i < CHARSET_MODULES; i++)
		if (modules->open[i] != (void *)-1)
			iconv_close(modules->open[i]);
}

/* The name in its one spelling: "CP1251" is windows-1251; KOI8-U holds all
 * letters of KOI8-R and the four Ukrainian ones. */
static const char *
canonical(struct arena *arena, const char *declared)
{
	static const struct {
		const char *from, *to;
	} names[] = {{"cp1251", "windows-1251"}, {"win-1251", "windows-1251"},
	    {"windows1251", "windows-1251"}, {"1251", "windows-1251"},
	    {"x-cp1251", "windows-1251"}, {"koi8-r", "koi8-u"},
	    {"koi8u", "koi8-u"}, {"koi8-ru", "koi8-u"}, {"koi8", "koi8-u"},
	    {"utf8", "utf-8"}, {"cp866", "ibm866"}, {"utf-16", ""},
	    {"us-ascii", ""}, {"ascii", ""}, {"unknown-8bit", ""},
	    {"default", ""}, {"x-unknown", ""}, {"utf-7", ""}};
	char *name;

	if (!declared || strlen(declared) > CHARSET_NAME_MAX)
		return "";
	name = arena_strdup(arena, declared);
	for (char *p = name; *p; p++)
		*p = (char)tolower((unsigned char)*p);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(name, names[i].from) == 0)
			return names[i].to;
	return name;
}

static size_t
count_high(const unsigned char *p, size_t len)
{
	size_t n = 0;

	for (size_t i = 0; i < len; i++)
		n += p[i] >= 0x80;
	return n;
}

/* Western charsets are what programs declare that know no better. */
static bool
is_western(const char *charset)
{
	return strncmp(charset, "iso-8859-1", 10) == 0 ||
	       strcmp(charset, "windows-1252") == 0;
}

static bool
is_cyrillic(const char *charset)
{
	return strcmp(charset, "windows-1251") == 0 ||
	       strcmp(charset, "koi8-u") == 0;
}

static void
read_lossy(struct arena *arena, const unsigned char *p, size_t len,
    struct charset_text *out)
{
	struct buf b;

	buf_init(&b, arena, len + 16);
	for (size_t i = 0; i < len;) {
		size_t n = 1;

		/* The longest piece of up to four bytes that is one letter. */
		if (p[i] >= 0x80)
			for (n = 4; n > 1; n--)
				if (i + n <= len &&
				    text_is_utf8((const char *)p + i, n))
					break;
		if (p[i] < 0x80 || n > 1)
			buf_add(&b, p + i, n);
		else
			buf_adds(&b, "\xef\xbf\xbd");
		i += n;
	}
	*out = (struct charset_text){b.p, b.len, "unknown", true};
}

static bool
read_as(struct arena *arena, const char *charset, const void *p, size_t len,
    struct charset_text *out)
{
	const char *text;
	size_t n;

	if (text_from_charset(arena, charset, p, len, &text, &n))
		return false;
	out->p = text;
	out->len = n;
	out->charset = charset;
	return true;
}

void
charset_read(struct arena *arena, const char *declared, const void *p,
    size_t len, struct charset_text *out)
{
	const char *name = canonical(arena, declared), *guess;
	bool utf8 = text_is_utf8(p, len);
	size_t high = count_high(p, len);

	*out = (struct charset_text){0};
	/* Bytes that are UTF-8 by their form are hardly ever anything else. */
	if (utf8 && (high || strncmp(name, "utf-16", 6) != 0)) {
		const char *text = p;
		bool bom = len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0;

		*out = (struct charset_text){.p = bom ? text + 3 : text,
		    .len = bom ? len - 3 : len,
		    .charset = "utf-8",
		    .guessed = high && strcmp(name, "utf-8") != 0};
		return;
	}
	guess = text_guess_charset(p, len);
	/* A declared charset holds unless it is a western one around Cyrillic
	 * letters, or the two Cyrillic ones were taken for each other. */
	if (name[0] && strcmp(name, "utf-8") != 0 &&
	    !(is_western(name) && is_cyrillic(guess)) &&
	    !(is_cyrillic(name) && is_cyrillic(guess) &&
		strcmp(name, guess) != 0 && high >= GUESS_LETTERS_MIN) &&
	    read_as(arena, name, p, len, out))
		return;
	out->guessed = true;
	if (strcmp(guess, "utf-8") != 0 && read_as(arena, guess, p, len, out))
		return;
	read_lossy(arena, p, len, out);
}

static unsigned
code_at(const unsigned char *p, size_t *n)
{
	*n = p[0] < 0x80 ? 1 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
	if (*n == 1)
		return p[0];
	if (*n == 2)
		return (p[0] & 0x1fU) << 6 | (p[1] & 0x3fU);
	if (*n == 3)
		return (p[0] & 0x0fU) << 12 | (p[1] & 0x3fU) << 6 |
		       (p[2] & 0x3fU);
	return 0x10000;
}

/* Marks that change what a reader sees without being seen. */
static bool
is_hidden(unsigned c)
{
	return (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) ||
	       (c >= 0x2060 && c <= 0x2069) || c == 0xfeff || c == 0xad ||
	       (c >= 0x7f && c <= 0x9f) || (c < 0x20 && c != '\n' && c != '\t');
}

const char *
charset_clean(
    struct arena *arena, const char *s, size_t len, bool line, size_t *out_len)
{
	const unsigned char *p = (const unsigned char *)s;
	struct buf b;
	size_t n;

	buf_init(&b, arena, len + 1);
	for (size_t i = 0; i < len; i += n) {
		unsigned c = code_at(p + i, &n);

		if (c == '\r')
			c = i + 1 < len && p[i + 1] == '\n' ? 0 : '\n';
		if (c == 0x2028 || c == 0x2029)
			c = '\n';
		if (line && (c == '\n' || c == '\t'))
			c = ' ';
		if (c == '\n' || c == '\t' || c == ' ')
			buf_addc(&b, (char)c);
		else if (!is_hidden(c))
			buf_add(&b, p + i, n);
	}
	if (line) {
		size_t start = strspn(b.p, " ");

		while (b.len > start && b.p[b.len - 1] == ' ')
			buf_cut(&b, b.len - 1);
		*out_len = b.len - start;
		return b.p + start;
	}
	*out_len = b.len;
	return b.p;
}
