/* SPDX-License-Identifier: EUPL-1.2 */
/* Words that mix Latin look-alikes into Cyrillic, and class labels. */
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

#include "base/text_part.h"

#define LABEL_BYTES_MAX 24
#define GRADE_MAX 12

static const struct twin {
	uint32_t latin, cyrillic;
} twins[] = {
    {'A', 0x410},
    {'B', 0x412},
    {'C', 0x421},
    {'E', 0x415},
    {'H', 0x41d},
    {'I', 0x406},
    {'K', 0x41a},
    {'M', 0x41c},
    {'O', 0x41e},
    {'P', 0x420},
    {'T', 0x422},
    {'X', 0x425},
    {'Y', 0x423},
    {'a', 0x430},
    {'c', 0x441},
    {'e', 0x435},
    {'i', 0x456},
    {'o', 0x43e},
    {'p', 0x440},
    {'x', 0x445},
    {'y', 0x443},
    {0xcf, 0x407},
    {0xef, 0x457},
};

#define TWINS (sizeof(twins) / sizeof(twins[0]))

uint32_t
text_cyrillic_twin(uint32_t latin)
{
	size_t i;

	for (i = 0; i < TWINS; i++) {
		if (twins[i].latin == latin)
			return twins[i].cyrillic;
	}
	return 0;
}

static uint32_t
latin_twin(uint32_t cyrillic)
{
	size_t i;

	for (i = 0; i < TWINS; i++) {
		/* No Latin word has an i with two dots. */
		if (twins[i].cyrillic == cyrillic && twins[i].latin < 0x80)
			return twins[i].latin;
	}
	return 0;
}

static bool
is_latin(uint32_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= 0xc0 && c <= 0x24f && c != 0xd7 && c != 0xf7) ||
	       (c >= 0x1e00 && c <= 0x1eff);
}

/* What one word is made of, and how it could be read. */
struct word {
	bool latin, cyrillic, other; /* scripts of its letters */
	bool to_cyrillic, to_latin;  /* every letter has a twin there */
	bool roman;		     /* I, V, X of either script, in capitals */
};

static struct word
look_at(const char *s, const char *end)
{
	struct word word = {
	    .to_cyrillic = true, .to_latin = true, .roman = true};
	uint32_t c, latin;

	while (s < end) {
		c = next_character(&s);
		if (text_is_apostrophe(c) || (c >= 0x300 && c <= 0x36f))
			continue;
		latin = c;
		if (is_latin(c)) {
			word.latin = true;
			word.to_cyrillic &= text_cyrillic_twin(c) != 0;
		} else if (is_cyrillic(c)) {
			word.cyrillic = true;
			latin = latin_twin(c);
			word.to_latin &= latin != 0;
		} else {
			word.other = true;
		}
		word.roman &= latin == 'I' || latin == 'V' || latin == 'X';
	}
	return word;
}

static char *
rewrite(char *out, const char *s, const char *end, bool to_cyrillic)
{
	uint32_t c, twin;

	while (s < end) {
		c = next_character(&s);
		twin = to_cyrillic ? text_cyrillic_twin(c) : latin_twin(c);
		out = put_character(out, twin ? twin : c);
	}
	return out;
}

/* The end of the word that begins at s: letters, marks, apostrophes. */
static const char *
word_end(const char *s)
{
	const char *next = s;
	uint32_t c;

	while (*next) {
		c = next_character(&next);
		if (!text_is_letter(c) && !text_is_apostrophe(c))
			break;
		s = next;
	}
	return s;
}

enum text_mix
text_unmix(struct arena *arena, const char *s, const char **out)
{
	/* A twin has two bytes for one, the mark of a wrong byte three. */
	char *copy = arena_alloc(arena, strlen(s) * 3 + 1), *at = copy;
	enum text_mix found = TEXT_PURE;
	const char *begin = s, *end;
	struct word word;
	bool to_cyrillic;

	*out = s;
	while (*s) {
		if ((end = word_end(s)) == s) {
			at = put_character(at, next_character(&s));
			continue;
		}
		word = look_at(s, end);
		if (word.latin + word.cyrillic + word.other < 2) {
			memcpy(at, s, (size_t)(end - s));
			at += end - s;
			s = end;
			continue;
		}
		/* Roman numerals are Latin letters. */
		to_cyrillic = word.to_cyrillic && !word.roman;
		if (word.other ||
		    to_cyrillic == (word.to_latin || word.roman)) {
			*out = begin;
			return TEXT_AMBIGUOUS;
		}
		found = TEXT_REPAIRED;
		at = rewrite(at, s, end, to_cyrillic);
		s = end;
	}
	if (found == TEXT_REPAIRED)
		*out = copy;
	return found;
}

static bool
is_dash(uint32_t c)
{
	return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212;
}

static bool
is_quote(uint32_t c)
{
	return c == '"' || c == 0xab || c == 0xbb ||
	       (c >= 0x201c && c <= 0x201f);
}

/* One of the 33 letters, as a capital; 0 if s has no such letter there. */
static uint32_t
label_letter(const char **s)
{
	uint32_t c, twin;

	if (!**s)
		return 0;
	c = next_character(s);
	if ((twin = text_cyrillic_twin(c)))
		c = twin;
	c = text_upper(c);
	if ((c >= 0x410 && c <= 0x42f && c != 0x42a && c != 0x42b &&
		c != 0x42d) ||
	    c == 0x404 || c == 0x406 || c == 0x407 || c == 0x490)
		return c;
	return 0;
}

/* Passes what may stand there: separators before the letter, quotes. */
static const char *
skip(const char *s, bool dashes)
{
	const char *next = s;
	uint32_t c;

	while (*next) {
		c = next_character(&next);
		if (c != ' ' && c != 0xa0 && !is_quote(c) &&
		    !(dashes && is_dash(c)))
			break;
		s = next;
	}
	return s;
}

enum err
text_class_label(struct arena *arena, const char *s, const char **label,
    int *grade, bool *changed)
{
	const char *at = skip(s, false);
	uint32_t letter;
	char form[16], *end;
	long n;

	if (strlen(s) > LABEL_BYTES_MAX || *at < '1' || *at > '9')
		return ERR_INVALID;
	n = strtol(at, &end, 10);
	if (n > GRADE_MAX)
		return ERR_INVALID;
	at = skip(end, false);
	end = form;
	if (n >= 10)
		*end++ = '1';
	*end++ = (char)('0' + n % 10);
	if (*at) {
		at = skip(at, true);
		if (!(letter = label_letter(&at)) || *skip(at, false))
			return ERR_INVALID;
		*end++ = '-';
		end = put_character(end, letter);
	}
	*end = '\0';
	*label = arena_strdup(arena, form);
	*grade = (int)n;
	*changed = strcmp(s, form) != 0;
	return OK;
}
