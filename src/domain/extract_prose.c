/* SPDX-License-Identifier: EUPL-1.2 */
/* Numbers and places that stand in sentences. */
#include "domain/extract_part.h"

#include <string.h>

/* Words between "ЄДРПОУ" and its number ("код ЄДРПОУ закладу освіти - ..."). */
#define CODE_WITHIN 5
/* A settlement's name has at most three words ("Великі Гаї Другі"). */
#define SETTLEMENT_WORDS_MAX 3
/* "Кролевецької міської об’єднаної територіальної громади" */
#define COMMUNITY_WORDS_MAX 4

static void
add(struct reading *r, enum field_id field, size_t at, size_t end, int sure,
    const char *why)
{
	extract_values_add(
	    r, (struct find){.field = field,
		   .at = at,
		   .len = end - at,
		   .sure = sure,
		   .group = -1,
		   .value = extract_values_clean(r, at, end - at),
		   .why = why});
}

/* No blank line and no sentence's end between two words. */
static bool
near(const struct reading *r, const struct word *a, const struct word *b)
{
	int lines = 0;

	for (size_t i = a->at + a->len; i < b->at; i++) {
		lines += r->text[i] == '\n';
		if (lines > 1 || r->text[i] == ';' || r->text[i] == '\t')
			return false;
	}
	return true;
}

static bool
taken(const struct reading *r, size_t at)
{
	return extract_values_has(r, FIELD_DISO, at) ||
	       extract_values_has(r, FIELD_EDRPOU, at) ||
	       extract_values_has(r, FIELD_PHONE, at);
}

/* Ten digits with a zero before them are no number of ДІСО. */
static bool
is_phone(struct reading *r, const struct word *word)
{
	const char *e164;

	return word->len == 10 && word->fold[0] == '0' &&
	       extract_contact_phone(r->arena, word->fold, &e164) == FLAG_OK;
}

/* The number that word i announces; before it only where nothing follows. */
static void
code_near(struct reading *r, size_t i, enum field_id field)
{
	const struct word *p = r->words.p;

	for (size_t k = i + 1; k < r->words.n && k - i <= CODE_WITHIN; k++) {
		if (!near(r, &p[k - 1], &p[k]))
			break;
		if (p[k].digits) {
			if (!taken(r, p[k].at) && !is_phone(r, &p[k]))
				add(r, field, p[k].at, p[k].at + p[k].len,
				    SURE_NEAR, "");
			return;
		}
		if (!extract_labels_is_filler(p[k].fold))
			break;
	}
	/* "138204 (ДІСО)", but not what stands before "ДІСО: немає". */
	if (r->text[p[i].at + p[i].len] == ':')
		return;
	for (size_t k = i; k-- > 0 && i - k <= 3;) {
		if (memchr(r->text + p[k].at, '\n', p[i].at - p[k].at) ||
		    !near(r, &p[k], &p[k + 1]) ||
		    extract_values_has(r, FIELD_NAME, p[k].at) ||
		    (!p[k].digits && !extract_labels_is_filler(p[k].fold)))
			return;
		if (p[k].digits && !taken(r, p[k].at)) {
			add(r, field, p[k].at, p[k].at + p[k].len, SURE_ALONE,
			    "");
			return;
		}
	}
}

/* A lone number on a line of a list, without any label: only a proposal. */
static void
lone_number(struct reading *r, const struct word *word)
{
	size_t at = word->at, end = word->at + word->len;

	while (at && strchr(" \t>-*", r->text[at - 1]) && r->text[at - 1])
		at--;
	/* "4. 138204" */
	if (at > 1 && strchr(".)", r->text[at - 1])) {
		at--;
		while (at && r->text[at - 1] >= '0' && r->text[at - 1] <= '9')
			at--;
	}
	while (end < r->len && strchr(" \t.;,\r", r->text[end]) && r->text[end])
		end++;
	if ((at && r->text[at - 1] != '\n') ||
	    (end < r->len && r->text[end] != '\n'))
		return;
	end = word->at + word->len;
	if (word->len == 8)
		add(r, FIELD_EDRPOU, word->at, end, SURE_WEAK, "no_label");
	else if (word->len >= 4 && word->len <= 7)
		add(r, FIELD_DISO, word->at, end, SURE_WEAK, "no_label");
}

void
extract_prose_codes(struct reading *r)
{
	const struct word *p = r->words.p;

	for (size_t i = 0; i < r->words.n; i++) {
		if (r->masked[i])
			continue;
		if (extract_labels_is_edrpou(p[i].fold))
			code_near(r, i, FIELD_EDRPOU);
		else if (extract_labels_is_diso(p[i].fold))
			code_near(r, i, FIELD_DISO);
	}
	for (size_t i = 0; i < r->words.n; i++)
		if (p[i].digits && !r->masked[i] && !taken(r, p[i].at))
			lone_number(r, &p[i]);
}

/* ---- places ---- */

static void
region_at(struct reading *r, size_t i)
{
	const struct word *p = r->words.p;
	bool before = i && words_starts(p[i - 1].fold, "обл") &&
		      near(r, &p[i - 1], &p[i]);
	bool after = i + 1 < r->words.n && words_starts(p[i + 1].fold, "обл") &&
		     near(r, &p[i], &p[i + 1]) &&
		     !words_starts(p[i + 1].fold, "обласн");

	if (after)
		add(r, FIELD_REGION, p[i].at, p[i + 1].at + p[i + 1].len,
		    SURE_NEAR, "");
	else if (before && !words_starts(p[i - 1].fold, "обласн"))
		add(r, FIELD_REGION, p[i - 1].at, p[i].at + p[i].len, SURE_NEAR,
		    "");
}

static bool
is_settlement_mark(const struct reading *r, const struct word *word)
{
	if (words_in(word->fold, "м|с") && !word->capital)
		return r->text[word->at + word->len] == '.' ||
		       (word->fold[0] == '\xd0' && words_in(word->fold, "м"));
	return words_in(word->fold,
	    "місто|місті|міста|смт|селище|селищі|селища|село|селі|села");
}

static void
settlement_at(struct reading *r, size_t i)
{
	const struct word *p = r->words.p;
	struct word mark = p[i];
	size_t last = i;

	if (r->text[mark.at + mark.len] == '.')
		mark.len++;
	for (size_t k = i + 1; k < r->words.n && k - i <= SETTLEMENT_WORDS_MAX;
	     k++) {
		const char *next = k + 1 < r->words.n ? p[k + 1].fold : "";

		const struct word *before = k == i + 1 ? &mark : &p[k - 1];

		/* The next line begins with a capital of its own. */
		if (!p[k].capital ||
		    !extract_values_adjacent(r, before, &p[k]) ||
		    memchr(r->text + mark.at, '\n', p[k].at - mark.at))
			break;
		/* "м. Суми Сумської області", "Сумського району" */
		if (k > i + 1 &&
		    (words_starts(next, "обл") || words_starts(next, "район") ||
			words_starts(next, "р-н")))
			break;
		last = k;
	}
	if (last > i)
		add(r, FIELD_COMMUNITY, mark.at, p[last].at + p[last].len,
		    SURE_PROSE + 10, "");
}

static void
community_at(struct reading *r, size_t i)
{
	const struct word *p = r->words.p;
	size_t first = i;
	bool council = words_in(p[i].fold, "ради|рада|раді");

	while (first && i - first < COMMUNITY_WORDS_MAX &&
	       extract_values_adjacent(r, &p[first - 1], &p[first])) {
		first--;
		if (p[first].capital) {
			add(r, FIELD_COMMUNITY, p[first].at, p[i].at + p[i].len,
			    council ? SURE_WEAK : SURE_NEAR - 5, "");
			return;
		}
	}
	/* "ОТГ Лебединська" */
	if (!council && i + 1 < r->words.n && p[i + 1].capital &&
	    extract_values_adjacent(r, &p[i], &p[i + 1]))
		add(r, FIELD_COMMUNITY, p[i].at, p[i + 1].at + p[i + 1].len,
		    SURE_PROSE + 10, "");
}

void
extract_prose_places(struct reading *r)
{
	const struct word *p = r->words.p;

	for (size_t i = 0; i < r->words.n; i++) {
		if (r->masked[i])
			continue;
		if (regions_match_word(p[i].fold))
			region_at(r, i);
		if (is_settlement_mark(r, &p[i]))
			settlement_at(r, i);
		else if (words_starts(p[i].fold, "громад") ||
			 words_starts(p[i].fold, "тергромад") ||
			 words_in(p[i].fold, "тг|отг|мтг|стг|ради|рада|раді"))
			community_at(r, i);
	}
}
