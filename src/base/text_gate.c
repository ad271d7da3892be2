/* SPDX-License-Identifier: EUPL-1.2 */
/* The gate that every typed string passes. */
#include "base/text.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "base/log.h"
#include "base/text_part.h"

/* Marks on one letter; more cost quadratic time to put in order. UAX #15,
 * section 13 (Stream-Safe Text Format). */
#define MARKS_MAX 30

enum kind {
	KIND_OTHER,
	KIND_SPACE,
	KIND_LINE,	/* ends a line */
	KIND_INVISIBLE, /* dropped */
	KIND_FORBIDDEN,
};

static enum kind
kind_of(uint32_t c)
{
	if (c == ' ' || c == '\t' || c == 0xa0 || c == 0x1680 ||
	    (c >= 0x2000 && c <= 0x200a) || c == 0x202f || c == 0x205f ||
	    c == 0x3000)
		return KIND_SPACE;
	if (c == '\n' || c == 0x2028 || c == 0x2029)
		return KIND_LINE;
	if (c < 0x20 || (c >= 0x7f && c <= 0x9f))
		return KIND_FORBIDDEN;
	if (c == 0xad || c == 0x34f || c == 0x61c || c == 0x180e ||
	    (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) ||
	    (c >= 0x2060 && c <= 0x206f) || (c >= 0xfe00 && c <= 0xfe0f) ||
	    c == 0xfeff || (c >= 0xfff9 && c <= 0xfffb) ||
	    (c >= 0xe0000 && c <= 0xe0fff))
		return KIND_INVISIBLE;
	/* Noncharacters: valid UTF-8 that HTML and XML do not know. */
	if ((c >= 0xfdd0 && c <= 0xfdef) || (c & 0xfffe) == 0xfffe)
		return KIND_FORBIDDEN;
	return KIND_OTHER;
}

/* Below U+0300 and for these letters and signs, text is in NFC as it stands:
 * nearly every name and sentence is spared the way through UTF-16. */
static bool
is_surely_nfc(uint32_t c)
{
	return c < 0x300 || is_cyrillic(c) || (c >= 0x2010 && c <= 0x2027) ||
	       c == 0x20ac || c == 0x2116;
}

struct gate {
	char *out; /* where the next character goes */
	bool multiline;
	bool nfc;	 /* nothing seen that needs normalising */
	bool apostrophe; /* something seen that may have to become U+2019 */
	bool space;	 /* the last one put was a space */
	int marks;	 /* combining marks in a row */
};

static void
put_space(struct gate *gate, uint32_t c)
{
	/* Tabs and no-break spaces mean something in a longer text. */
	if (!gate->multiline)
		c = ' ';
	if (c == ' ' && gate->space)
		return;
	gate->space = c == ' ';
	gate->marks = 0;
	gate->out = put_character(gate->out, c);
}

static enum err
put_visible(struct gate *gate, uint32_t c)
{
	gate->space = false;
	gate->apostrophe = gate->apostrophe || text_is_apostrophe(c);
	if (!is_surely_nfc(c)) {
		gate->nfc = false;
		gate->marks =
		    u_getCombiningClass((UChar32)c) ? gate->marks + 1 : 0;
		if (gate->marks > MARKS_MAX)
			return ERR_INVALID;
	} else {
		gate->marks = 0;
	}
	gate->out = put_character(gate->out, c);
	return OK;
}

static enum err
put_any(struct gate *gate, uint32_t c)
{
	switch (kind_of(c)) {
	case KIND_FORBIDDEN:
		return ERR_INVALID;
	case KIND_INVISIBLE:
		return OK;
	case KIND_SPACE:
		if (c == '\t' && !gate->multiline)
			return ERR_INVALID;
		put_space(gate, c);
		return OK;
	case KIND_LINE:
		if (gate->multiline)
			return put_visible(gate, '\n');
		if (c == '\n')
			return ERR_INVALID;
		put_space(gate, c);
		return OK;
	case KIND_OTHER:
		break;
	}
	return put_visible(gate, c);
}

static bool
is_edge(const char *p, size_t len, bool at_end, size_t *n)
{
	if (!len)
		return false;
	*n = 1;
	if (strchr(" \t\n", at_end ? p[len - 1] : p[0]))
		return true;
	*n = 2;
	return len >= 2 && memcmp(at_end ? p + len - 2 : p, "\xc2\xa0", 2) == 0;
}

/* Cuts spaces and line ends off both ends. */
static char *
trim(char *p)
{
	size_t len = strlen(p), n;

	while (is_edge(p, len, true, &n))
		len -= n;
	p[len] = '\0';
	while (is_edge(p, len, false, &n)) {
		p += n;
		len -= n;
	}
	return p;
}

static const char *
to_nfc(struct arena *arena, const char *s)
{
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *nfc = unorm2_getNFCInstance(&status);
	int32_t len = (int32_t)strlen(s), n, done, bytes = 0;
	UChar *wide = arena_array(arena, (size_t)len + 1, sizeof(*wide));
	UChar *normal;
	char *out;

	u_strFromUTF8(wide, len + 1, &n, s, len, &status);
	/* U+FB2C and its like become three; no code unit becomes more. */
	normal = arena_array(arena, (size_t)n * 3 + 1, sizeof(*normal));
	done = unorm2_normalize(nfc, wide, n, normal, n * 3 + 1, &status);
	out = arena_alloc(arena, (size_t)done * 3 + 1);
	u_strToUTF8(out, done * 3 + 1, &bytes, normal, done, &status);
	if (U_FAILURE(status)) {
		/* Cannot depend on the input, which is valid UTF-8. */
		log_line(LOG_ERROR, "icu_failed", "call", "normalize", "error",
		    u_errorName(status), NULL);
		abort();
	}
	return out;
}

bool
text_is_apostrophe(uint32_t c)
{
	return c == '\'' || c == APOSTROPHE || c == 0x2bc || c == '`' ||
	       c == 0xb4 || c == 0x2018 || c == 0x201b || c == 0x2032 ||
	       c == 0xff07;
}

/* Between two Cyrillic letters every apostrophe becomes U+2019. The result
 * may be longer: one byte of ASCII becomes three. */
static const char *
mend_apostrophes(struct arena *arena, const char *s)
{
	char *out = arena_alloc(arena, strlen(s) * 3 + 1), *at = out;
	uint32_t c, before = 0;
	const char *after;

	while (*s) {
		c = next_character(&s);
		after = s;
		if (text_is_apostrophe(c) && is_cyrillic(before) && *after &&
		    is_cyrillic(next_character(&after)))
			c = APOSTROPHE;
		at = put_character(at, c);
		before = c;
	}
	return out;
}

enum err
text_clean(struct arena *arena, const char *s, size_t len, size_t bytes_max,
    bool multiline, const char **out)
{
	struct gate gate = {.multiline = multiline, .nfc = true};
	const char *end, *clean;
	char *begin;
	enum err err;
	uint32_t c;

	if (len > TEXT_BYTES_MAX && len > bytes_max)
		return ERR_LIMIT;
	if (!text_is_utf8(s, len))
		return ERR_INVALID;
	/* A copy with a NUL, which the reader of characters relies on. */
	s = arena_strndup(arena, s, len);
	end = s + len;
	begin = gate.out = arena_alloc(arena, len + 1);
	while (s < end) {
		c = next_character(&s);
		if (c == '\r' && *s == '\n')
			continue;
		if ((err = put_any(&gate, c)))
			return err;
	}
	clean = trim(begin);
	/* Normalising comes after dropping: what stood around an invisible
	 * character may compose. It can also make an apostrophe (U+1FEF). */
	if (!gate.nfc)
		clean = to_nfc(arena, clean);
	if (!gate.nfc || gate.apostrophe)
		clean = mend_apostrophes(arena, clean);
	if (strlen(clean) > bytes_max)
		return ERR_LIMIT;
	*out = clean;
	return OK;
}
