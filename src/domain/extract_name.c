/* SPDX-License-Identifier: EUPL-1.2 */
/* Names of institutions in sentences, and the kind a name tells. */
#include "domain/extract_part.h"

#include <string.h>

/* «...» longer than this is a quotation, not a name. */
#define QUOTED_BYTES_MAX 300
#define PREFIX_WORDS_MAX 8
#define SUFFIX_WORDS_MAX 14

static const struct {
	const char *stem, *nominative, *inflected;
	const char *kind;
} nouns[] = {
    {"університет", "", "у|ом|і", "higher"},
    {"академі", "я", "ї|ю|єю", "higher"},
    {"інститут", "", "у|ом|і", "higher"},
    {"консерваторі", "я", "ї|ю|єю", "higher"},
    {"коледж", "", "у|ем|і", "pre_higher"},
    {"технікум", "", "у|ом|і", "pre_higher"},
    {"училищ", "е", "а|у|ем|і", "vocational"},
    {"колегіум", "", "у|ом|і", "school"},
    {"гімназі", "я", "ї|ю|єю", "school"},
    {"ліце", "й", "ю|я|єм|ї", "school"},
    {"школ", "а", "и|і|у|ою", "school"},
    {"інтернат", "", "у|ом|і", "school"},
};

static const struct {
	const char *words, *kind;
} short_names[] = {
    {"зош|сзш|зш|ззсо|знз|нвк|нво|опзсо", "school"},
    {"пту|впу|дптнз|зпто|мцпто|цпто|зппто|дпту", "vocational"},
    {"зфпо", "pre_higher"},
    {"зво|внз", "higher"},
};

bool
extract_name_is_institution(const char *fold, bool *nominative)
{
	*nominative = true;
	for (size_t i = 0; i < sizeof(short_names) / sizeof(short_names[0]);
	     i++)
		if (words_in(fold, short_names[i].words))
			return true;
	for (size_t i = 0; i < sizeof(nouns) / sizeof(nouns[0]); i++) {
		size_t n = strlen(nouns[i].stem);
		const char *end = fold + n;

		if (!words_starts(fold, nouns[i].stem))
			continue;
		/* "школа-інтернат", "ліцеї-інтернаті" */
		for (size_t k = strlen(end) + 1; k-- > 0;) {
			char ending[16];

			if (k >= sizeof(ending) || (end[k] && end[k] != '-'))
				continue;
			memcpy(ending, end, k);
			ending[k] = '\0';
			*nominative = words_in(ending, nouns[i].nominative);
			if (*nominative || words_in(ending, nouns[i].inflected))
				return true;
		}
	}
	return false;
}

static const char *
kind_of_word(const char *fold)
{
	bool nominative;

	for (size_t i = 0; i < sizeof(short_names) / sizeof(short_names[0]);
	     i++)
		if (words_in(fold, short_names[i].words))
			return short_names[i].kind;
	if (!extract_name_is_institution(fold, &nominative))
		return NULL;
	for (size_t i = 0; i < sizeof(nouns) / sizeof(nouns[0]); i++)
		if (words_starts(fold, nouns[i].stem))
			return nouns[i].kind;
	return NULL;
}

/* "професійний гірничо-технологічний ліцей", "центр професійної освіти" */
static bool
is_vocational_word(const char *fold)
{
	return words_starts(fold, "професійн") ||
	       words_starts(fold, "профтех") || words_starts(fold, "профосвіт");
}

const char *
extract_kind(struct arena *arena, const char *name)
{
	struct words w = words_split(arena, name, strlen(name));
	bool vocational = false;

	/* The first noun is the institution; what it belongs to follows:
	 * "Фаховий коледж Сумського державного університету". */
	for (size_t i = 0; i < w.n; i++) {
		const char *kind = kind_of_word(w.p[i].fold);
		const char *next = i + 1 < w.n ? w.p[i + 1].fold : "";

		vocational |= is_vocational_word(w.p[i].fold);
		if (words_starts(w.p[i].fold, "центр") &&
		    is_vocational_word(next))
			return "vocational";
		if (!kind)
			continue;
		if (vocational && strcmp(kind, "higher") != 0)
			return "vocational";
		return kind;
	}
	return vocational ? "vocational" : NULL;
}

/* ---- names in quotes ---- */

struct quote {
	const char *open, *close;
};
static const struct quote quotes[] = {
    {"«", "»"}, {"“", "”"}, {"„", "“"}, {"„", "”"}, {"\"", "\""}};

static bool
has_institution(struct words w, bool *nominative)
{
	for (size_t i = 0; i < w.n; i++)
		if (extract_name_is_institution(w.p[i].fold, nominative) ||
		    (words_starts(w.p[i].fold, "центр") && i + 1 < w.n &&
			is_vocational_word(w.p[i + 1].fold)))
			return true;
	return false;
}

/* End of what `quote` opens at i, nested ones counted; 0: none near. */
static size_t
quote_end(const struct reading *r, size_t i, const struct quote *quote)
{
	size_t open = strlen(quote->open), close = strlen(quote->close);
	bool same = strcmp(quote->open, quote->close) == 0;
	int depth = 1;

	for (size_t k = i + open; k < r->len && k - i < QUOTED_BYTES_MAX; k++) {
		if (r->text[k] == '\n' && r->text[k - 1] == '\n')
			return 0;
		if (k + close <= r->len &&
		    memcmp(r->text + k, quote->close, close) == 0) {
			if (--depth == 0)
				return k + close;
		} else if (!same && k + open <= r->len &&
			   memcmp(r->text + k, quote->open, open) == 0) {
			depth++;
		}
	}
	return 0;
}

static bool
is_prefix_word(const char *fold)
{
	static const char *const stems[] = {"комунальн", "державн", "приватн",
	    "опорн", "заклад", "установ", "навчальн", "професійн", "технічн",
	    "професійно-технічн", "загальн", "середн", "вищ", "міськ", "обласн",
	    "районн", "спеціальн", "фахов", "передвищ", "освіт"};

	for (size_t i = 0; i < sizeof(stems) / sizeof(stems[0]); i++)
		if (words_starts(fold, stems[i]))
			return true;
	return words_in(fold, "кз|кзо|кзссо|кззсо|дптнз|днз|ку|оз");
}

/* Only blanks and quotation marks between two words. */
static bool
only_between(const struct reading *r, size_t at, size_t end, const char *set)
{
	for (; at < end; at++)
		if (!strchr(set, r->text[at]))
			return false;
	return true;
}

/* "Комунальний заклад «...»": the legal form belongs to the name where it
 * begins with a capital letter. */
static size_t
prefix_start(const struct reading *r, size_t at)
{
	struct words before = words_within(r->words, 0, at);
	size_t start = at, next = at;

	for (size_t i = 0; i < PREFIX_WORDS_MAX && i < before.n; i++) {
		const struct word *word = &before.p[before.n - 1 - i];

		if (!is_prefix_word(word->fold) ||
		    !only_between(r, word->at + word->len, next, " \n"))
			break;
		next = word->at;
		if (word->capital)
			start = word->at;
	}
	return start;
}

/* "... Охтирської міської ради Сумської області" after the name. */
static size_t
council_end(const struct reading *r, size_t end)
{
	struct words w = words_within(
	    r->words, end, r->len - end < 300 ? r->len - end : 300);
	size_t from = end;

	for (size_t i = 0; i < w.n && i < 4; i++) {
		if (!only_between(r, from, w.p[i].at, " \n>"))
			return end;
		from = w.p[i].at + w.p[i].len;
		if (!words_in(w.p[i].fold, "ради"))
			continue;
		if (i + 2 < w.n && regions_match_word(w.p[i + 1].fold) &&
		    words_starts(w.p[i + 2].fold, "област") &&
		    only_between(r, from, w.p[i + 1].at, " \n>"))
			from = w.p[i + 2].at + w.p[i + 2].len;
		return from;
	}
	return end;
}

static void
add_name(struct reading *r, size_t at, size_t end, int sure, const char *why)
{
	if (extract_values_has(r, FIELD_NAME, at) ||
	    extract_values_has(r, FIELD_NAME, end - 1))
		return;
	extract_values_add(
	    r, (struct find){.field = FIELD_NAME,
		   .at = at,
		   .len = end - at,
		   .sure = sure,
		   .group = -1,
		   .value = extract_values_clean(r, at, end - at),
		   .why = why});
}

static void
quoted_name(struct reading *r, size_t i, size_t end, const struct quote *quote)
{
	size_t open = strlen(quote->open), close = strlen(quote->close);
	struct words w =
	    words_within(r->words, i + open, end - close - i - open);
	size_t start = prefix_start(r, i), last;
	bool nominative;

	if (w.n == 0 || r->masked[&w.p[0] - r->words.p])
		return;
	if (!has_institution(w, &nominative))
		return;
	last = council_end(r, end);
	/* Without anything around it the quotation marks are left out. */
	if (start == i && last == end)
		add_name(r, i + open, end - close, SURE_QUOTED, "");
	else
		add_name(r, start, last, SURE_QUOTED, "");
}

static void
quoted_names(struct reading *r)
{
	for (size_t i = 0; i < r->len; i++) {
		for (size_t q = 0; q < sizeof(quotes) / sizeof(quotes[0]);
		     q++) {
			size_t n = strlen(quotes[q].open), end;

			if (i + n > r->len ||
			    memcmp(r->text + i, quotes[q].open, n) != 0)
				continue;
			end = quote_end(r, i, &quotes[q]);
			if (!end)
				continue;
			quoted_name(r, i, end, &quotes[q]);
			i = end - 1;
			break;
		}
	}
}

/* ---- names in plain prose ---- */

static bool
is_adjective(const struct word *word)
{
	static const char *const ends[] = {"ий", "ій", "а", "я", "ого", "ої",
	    "ому", "у", "ім", "им", "ої", "о-технічна"};
	size_t n = strlen(word->fold);

	if (words_in(word->fold,
		"прошу|просимо|наша|нашу|наш|нашого|нашої|нашій|до|для|та|"
		"на|за|дана|дану|ця|цю|і|й|є"))
		return false;
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		size_t k = strlen(ends[i]);

		if (n > k + 4 && strcmp(word->fold + n - k, ends[i]) == 0)
			return true;
	}
	return false;
}

/* "коледж мистецтв", "технікум харчових технологій": small genitives. */
static bool
is_genitive(const struct word *word)
{
	static const char *const ends[] = {"тв", "ій", "ого", "ої", "их", "ів",
	    "ури", "ики", "іки", "ння", "тва", "ину", "йну", "ії", "рту"};
	size_t n = strlen(word->fold);

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		size_t k = strlen(ends[i]);

		if (n > k + 4 && strcmp(word->fold + n - k, ends[i]) == 0)
			return true;
	}
	return false;
}

static bool
is_suffix_word(const struct reading *r, const struct word *word)
{
	const char *f = word->fold;
	size_t at = word->at;

	if (word->digits)
		return at >= 2 &&
		       (strchr(" N", r->text[at - 1]) != NULL ||
			   memcmp(r->text + at - 2, "\x84\x96", 2) == 0);
	if (word->capital)
		return !words_starts(f, "прош") && !words_starts(f, "прос") &&
		       !words_in(f, "id|ід") && !extract_labels_is_edrpou(f) &&
		       !extract_labels_is_diso(f);
	return is_genitive(word) ||
	       words_in(f, "ступенів|ступеня|імені|ім|міської|сільської|"
			   "селищної|районної|"
			   "обласної|ради|області|району|освіти|народної|героя|"
			   "героїв|n");
}

static size_t
name_start(const struct reading *r, size_t i)
{
	const struct word *p = r->words.p;
	size_t first = i, start = i;

	while (
	    first && i - first < PREFIX_WORDS_MAX &&
	    only_between(
		r, p[first - 1].at + p[first - 1].len, p[first].at, " \n") &&
	    (is_adjective(&p[first - 1]) || is_prefix_word(p[first - 1].fold)))
		first--;
	for (size_t k = first; k < i; k++) {
		if (p[k].capital) {
			start = k;
			break;
		}
	}
	return start;
}

static size_t
name_last(const struct reading *r, size_t i)
{
	const struct word *p = r->words.p;
	size_t last = i;

	while (last + 1 < r->words.n && last - i < SUFFIX_WORDS_MAX &&
	       only_between(r, p[last].at + p[last].len, p[last + 1].at,
		   p[last].len <= 4 ? " \n.\xe2\x84\x96\xc2\xa0"
				    : " \n\xe2\x84\x96\xc2\xa0") &&
	       is_suffix_word(r, &p[last + 1]))
		last++;
	return last;
}

/* The range is a whole line: a list entry rather than a sentence. */
static bool
fills_line(const struct reading *r, size_t at, size_t end)
{
	while (at && strchr(" \t.)>0123456789-*", r->text[at - 1]) &&
	       r->text[at - 1])
		at--;
	while (end < r->len && strchr(" \t.;,\r", r->text[end]) && r->text[end])
		end++;
	return (at == 0 || r->text[at - 1] == '\n') &&
	       (end == r->len || r->text[end] == '\n');
}

static void
plain_names(struct reading *r)
{
	const struct word *p = r->words.p;

	for (size_t i = 0; i < r->words.n; i++) {
		bool nominative;
		size_t first, last, at, end;

		if (r->masked[i] ||
		    !extract_name_is_institution(p[i].fold, &nominative))
			continue;
		first = name_start(r, i);
		last = name_last(r, i);
		i = last;
		/* "нашу школу": no name at all. */
		if (first == last || (!p[first].capital && last == first))
			continue;
		at = p[first].at;
		end = p[last].at + p[last].len;
		if (fills_line(r, at, end))
			add_name(r, at, end, SURE_ALONE,
			    nominative ? "" : "inflected");
		else
			add_name(r, at, end,
			    nominative ? SURE_PROSE : SURE_WEAK,
			    nominative ? "prose" : "inflected");
	}
}

void
extract_name_prose(struct reading *r)
{
	quoted_names(r);
	plain_names(r);
}
