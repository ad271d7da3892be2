/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/i18n.h"

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/i18n_plural.h"
#include "base/log.h"
#include "base/text.h"

/* "GNU gettext manual", The Format of GNU MO Files. msgfmt writes them in
 * little-endian order on every machine. */
#define MAGIC 0x950412deu
#define HEADER_BYTES 28
#define MESSAGES_MAX 100000
#define IMAGE_BYTES_MAX (64 * 1024 * 1024)
#define HEADER_LINE_MAX 512
/* Accept-Language comes from outside. */
#define ACCEPT_BYTES_MAX 256

struct catalogue {
	const unsigned char *image;
	uint32_t n, ids, texts; /* messages; offsets of the two tables */
	struct plural plural;
};

/* Written by i18n_load before threads start, only read afterwards. */
static struct catalogue catalogues[LANG_COUNT];

static const char *const codes[LANG_COUNT] = {
    [LANG_UK] = "uk",
    [LANG_EN] = "en",
};

static uint32_t
word_at(const unsigned char *image, size_t offset)
{
	const unsigned char *p = image + offset;

	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
	       (uint32_t)p[3] << 24;
}

/* String i of a table; only for images that were checked. */
static const char *
string_at(const struct catalogue *c, uint32_t table, uint32_t i, size_t *len)
{
	*len = word_at(c->image, table + (size_t)i * 8);
	return (const char *)c->image +
	       word_at(c->image, table + (size_t)i * 8 + 4);
}

static bool
table_is_sound(const struct catalogue *c, uint32_t table, size_t len)
{
	uint32_t i, offset, size;

	if (table > len || (size_t)c->n * 8 > len - table)
		return false;
	for (i = 0; i < c->n; i++) {
		size = word_at(c->image, table + (size_t)i * 8);
		offset = word_at(c->image, table + (size_t)i * 8 + 4);
		if (offset >= len || size >= len - offset ||
		    c->image[offset + size] != '\0')
			return false;
	}
	return true;
}

/* Number of texts in one string, parted by NULs; 0 if one is no UTF-8. */
static unsigned
count_parts(const char *s, size_t len)
{
	const char *end = s + len;
	unsigned parts = 0;
	size_t n;

	for (; s <= end; s += n + 1) {
		n = strlen(s);
		if (!text_is_utf8(s, n))
			return 0;
		parts++;
	}
	return parts;
}

/* Every message has as many texts as it must, and the look-up, which goes by
 * halves, will find each: the ids rise. */
static bool
messages_are_sound(const struct catalogue *c)
{
	const char *id, *text, *last = NULL;
	size_t id_len, text_len;
	unsigned ids, texts;
	uint32_t i;

	for (i = 0; i < c->n; i++, last = id) {
		id = string_at(c, c->ids, i, &id_len);
		text = string_at(c, c->texts, i, &text_len);
		if (last && strcmp(last, id) >= 0)
			return false;
		ids = count_parts(id, id_len);
		texts = count_parts(text, text_len);
		if (ids == 0 || ids > 2 ||
		    texts != (ids == 1 ? 1 : c->plural.forms))
			return false;
	}
	return true;
}

/* Copies the rest of the header line that begins with name. */
static bool
header_line(const char *header, const char *name, char out[HEADER_LINE_MAX])
{
	size_t len = strlen(name), n;

	for (; *header; header += n + (header[n] == '\n')) {
		n = strcspn(header, "\n");
		if (n < len || strncasecmp(header, name, len))
			continue;
		if (n - len >= HEADER_LINE_MAX)
			return false;
		memcpy(out, header + len, n - len);
		out[n - len] = '\0';
		return true;
	}
	return false;
}

/* The text of the empty id says the charset and the plural rule. */
static bool
read_header(struct catalogue *c)
{
	char line[HEADER_LINE_MAX];
	size_t len;

	if (!c->n || *string_at(c, c->ids, 0, &len))
		return false;
	if (!header_line(
		string_at(c, c->texts, 0, &len), "Content-Type:", line) ||
	    !strcasestr(line, "charset=utf-8"))
		return false;
	return header_line(
		   string_at(c, c->texts, 0, &len), "Plural-Forms:", line) &&
	       i18n_plural_parse(line, &c->plural) == OK;
}

enum err
i18n_load(enum lang lang, const void *mo, size_t len)
{
	struct catalogue c = {.image = mo};

	assert(lang >= 0 && lang < LANG_COUNT);
	if (len < HEADER_BYTES || len > IMAGE_BYTES_MAX ||
	    word_at(mo, 0) != MAGIC || word_at(mo, 4) != 0)
		goto refused;
	c.n = word_at(mo, 8);
	c.ids = word_at(mo, 12);
	c.texts = word_at(mo, 16);
	if (c.n > MESSAGES_MAX || !table_is_sound(&c, c.ids, len) ||
	    !table_is_sound(&c, c.texts, len) || !read_header(&c) ||
	    !messages_are_sound(&c))
		goto refused;
	catalogues[lang] = c;
	return OK;
refused:
	log_line(LOG_ERROR, "catalogue_refused", "lang", codes[lang], NULL);
	return ERR_INVALID;
}

/* Compares "context\004id", or id alone, with a key of the table. */
static int
compare(const char *context, const char *id, const char *key)
{
	size_t len;
	int order;

	if (context) {
		len = strlen(context);
		if ((order = strncmp(context, key, len)))
			return order;
		if (key[len] != '\004')
			return '\004' - (unsigned char)key[len];
		key += len + 1;
	}
	return strcmp(id, key);
}

/* The text(s) of a message, NULL if there is none. */
static const char *
find(
    const struct catalogue *c, const char *context, const char *id, size_t *len)
{
	uint32_t low = 0, high = c->n, middle;
	size_t id_len;
	int order;

	while (low < high) {
		middle = low + (high - low) / 2;
		order =
		    compare(context, id, string_at(c, c->ids, middle, &id_len));
		if (order == 0)
			return string_at(c, c->texts, middle, len);
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

const char *
t(enum lang lang, const char *id)
{
	return tc(lang, NULL, id);
}

const char *
tc(enum lang lang, const char *context, const char *id)
{
	const char *text;
	size_t len;

	/* The empty id is the catalogue's header, which nobody reads. */
	if (!*id)
		return id;
	text = find(&catalogues[lang], context, id, &len);
	return text && *text ? text : id;
}

const char *
tn(enum lang lang, const char *one, const char *many, long long n)
{
	const struct catalogue *c = &catalogues[lang];
	uint64_t size = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
	const char *text, *end;
	unsigned form;
	size_t len;

	text = *one ? find(c, NULL, one, &len) : NULL;
	if (!text || !*text)
		return size == 1 ? one : many;
	end = text + len;
	for (form = i18n_plural_form(&c->plural, size); form; form--) {
		text += strlen(text) + 1;
		/* A message without plural forms has one text for all. */
		if (text > end)
			return end - len;
	}
	return text;
}

const char *
i18n_fill(struct arena *arena, const char *pattern, const struct hole *holes,
    size_t n)
{
	const char *open, *close;
	struct buf b;
	size_t i, len;

	buf_init(&b, arena, strlen(pattern) + 32);
	while ((open = strchr(pattern, '{')) && (close = strchr(open, '}'))) {
		len = (size_t)(close - open - 1);
		for (i = 0; i < n; i++) {
			if (strlen(holes[i].name) == len &&
			    memcmp(holes[i].name, open + 1, len) == 0)
				break;
		}
		/* An unknown hole stays; so may a second "{" inside it. */
		if (i == n)
			close = open;
		buf_add(&b, pattern, (size_t)(open - pattern) + (i == n));
		if (i < n)
			buf_adds(&b, holes[i].value);
		pattern = close + 1;
	}
	buf_adds(&b, pattern);
	return b.p;
}

const char *
i18n_code(enum lang lang)
{
	assert(lang >= 0 && lang < LANG_COUNT);
	return codes[lang];
}

/* q of RFC 9110 section 12.4.2 in thousandths; 1000 if there is none. */
static int
quality(const char *s, size_t len)
{
	const char *end = s + len, *p = memchr(s, ';', len);
	int q, scale;

	if (!p)
		return 1000;
	for (p++; p < end && *p == ' ';)
		p++;
	if (end - p < 3 || (*p != 'q' && *p != 'Q') || p[1] != '=')
		return 1000;
	q = p[2] == '1' ? 1000 : 0;
	p += 3;
	if (p < end && *p == '.' && !q) {
		for (p++, scale = 100; p < end && *p >= '0' && *p <= '9';
		     p++, scale /= 10)
			q += (*p - '0') * scale;
	}
	return q;
}

/* LANG_COUNT for a language we do not have. */
static enum lang
lang_of(const char *s, size_t len)
{
	size_t primary = 0;
	int i;

	while (primary < len && !strchr("-_; ", s[primary]))
		primary++;
	for (i = 0; i < LANG_COUNT; i++) {
		if (strlen(codes[i]) == primary &&
		    strncasecmp(codes[i], s, primary) == 0)
			return (enum lang)i;
	}
	return LANG_COUNT;
}

enum lang
i18n_parse(const char *s)
{
	enum lang best = LANG_UK, lang;
	int best_q = 0, q;
	size_t left = s ? strnlen(s, ACCEPT_BYTES_MAX) : 0, len;
	const char *comma;

	while (left) {
		while (left && *s == ' ') {
			s++;
			left--;
		}
		comma = memchr(s, ',', left);
		len = comma ? (size_t)(comma - s) : left;
		lang = lang_of(s, len);
		q = quality(s, len);
		if (lang != LANG_COUNT && q > best_q) {
			best = lang;
			best_q = q;
		}
		if (!comma)
			break;
		s += len + 1;
		left -= len + 1;
	}
	return best;
}
