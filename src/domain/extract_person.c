/* SPDX-License-Identifier: EUPL-1.2 */
/* Names of persons: surname, given name, patronymic, in either order. */
#include "domain/extract_part.h"

#include <string.h>

#include "base/text.h"

/* "Нечуй Левицький Іван Семенович" */
#define PERSON_WORDS_MAX 4
/* Words between "адміністратор" and the name it announces. */
#define ANNOUNCED_WITHIN 6

enum patronymic {
	PATRONYMIC_NONE,
	PATRONYMIC_NOMINATIVE,
	PATRONYMIC_INFLECTED,
};

static bool
ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), k = strlen(end);

	/* One letter at least stands before the ending: "І-лліч". */
	return n >= k + 2 && strcmp(s + n - k, end) == 0;
}

static enum patronymic
patronymic(const char *fold)
{
	static const char *const nominative[] = {"ович", "евич", "йович",
	    "лліч", "кич", "мич", "івна", "ївна", "ьович", "оглу", "огли",
	    "кизи"};
	static const char *const inflected[] = {"овича", "евича", "йовича",
	    "ліча", "івну", "ївну", "івни", "ївни", "івною", "ївною", "овичем",
	    "евичем", "йовичем"};

	for (size_t i = 0; i < sizeof(nominative) / sizeof(char *); i++)
		if (ends_with(fold, nominative[i]))
			return PATRONYMIC_NOMINATIVE;
	for (size_t i = 0; i < sizeof(inflected) / sizeof(char *); i++)
		if (ends_with(fold, inflected[i]))
			return PATRONYMIC_INFLECTED;
	return PATRONYMIC_NONE;
}

/* A capitalised word that can be part of a person's name. */
static bool
is_name_word(const struct word *word)
{
	bool nominative, all;

	if (!word->capital || word->digits)
		return false;
	if (extract_name_is_institution(word->fold, &nominative))
		return false;
	return extract_labels_read(word, 1, &all) == LABEL_NONE &&
	       !words_starts(word->fold, "заступни") &&
	       !words_starts(word->fold, "вчител") &&
	       !words_starts(word->fold, "шановн");
}

/* "А. С.": the point and the blank belong to initials only. */
static bool
follows(const struct reading *r, const struct word *a, const struct word *b)
{
	struct word initial = *a;

	if (a->len <= 2 && r->text[a->at + a->len] == '.')
		initial.len++;
	return extract_values_adjacent(r, &initial, b);
}

static size_t
run_length(const struct reading *r, struct words w, size_t i)
{
	size_t n = 0;

	while (i + n < w.n && n < PERSON_WORDS_MAX &&
	       is_name_word(&w.p[i + n]) &&
	       (n == 0 || follows(r, &w.p[i + n - 1], &w.p[i + n])))
		n++;
	return n;
}

bool
extract_person_find(
    struct reading *r, size_t at, size_t len, size_t *from, size_t *size)
{
	struct words w = words_within(r->words, at, len);

	for (size_t i = 0; i < w.n; i++) {
		size_t n = run_length(r, w, i);
		const struct word *last;

		if (n < 2)
			continue;
		last = &w.p[i + n - 1];
		*from = w.p[i].at;
		*size = last->at + last->len - w.p[i].at;
		/* The point of a last initial is part of the name. */
		if (last->len <= 2 && *from + *size < at + len &&
		    r->text[*from + *size] == '.')
			++*size;
		return true;
	}
	return false;
}

static enum flag
judge_words(struct words w, const char **why)
{
	bool initials = false;
	enum patronymic best = PATRONYMIC_NONE;

	*why = "not_a_name";
	if (w.n > PERSON_WORDS_MAX || w.n == 0)
		return FLAG_INVALID;
	for (size_t i = 0; i < w.n; i++) {
		enum patronymic p = patronymic(w.p[i].fold);

		if (w.p[i].digits)
			return FLAG_INVALID;
		initials |= w.p[i].len <= 2;
		if (i && p != PATRONYMIC_NONE)
			best = p;
	}
	*why = "one_word";
	if (w.n == 1)
		return FLAG_INVALID;
	*why = initials ? "initials" : "no_patronymic";
	if (initials || best == PATRONYMIC_NONE)
		return FLAG_AMBIGUOUS;
	*why = best == PATRONYMIC_INFLECTED ? "inflected" : "";
	return best == PATRONYMIC_INFLECTED ? FLAG_AMBIGUOUS : FLAG_OK;
}

/* Nothing but letters, apostrophes, hyphens, blanks and points. */
static bool
only_letters(struct arena *arena, const char *value)
{
	struct words w = words_split(arena, value, strlen(value));
	size_t at = 0;

	for (size_t i = 0; i <= w.n; i++) {
		size_t to = i < w.n ? w.p[i].at : strlen(value);

		for (; at < to; at++)
			if (!strchr(" .", value[at]))
				return false;
		if (i < w.n)
			at += w.p[i].len;
	}
	return true;
}

enum flag
extract_person(struct arena *arena, const char **value, const char **why)
{
	const char *mended;
	enum text_mix mix;
	struct words w = words_split(arena, *value, strlen(*value));
	enum flag flag = judge_words(w, why);

	if (!only_letters(arena, *value)) {
		*why = "not_a_name";
		return FLAG_INVALID;
	}
	mix = text_unmix(arena, *value, &mended);
	if (mix == TEXT_PURE || flag == FLAG_INVALID)
		return flag;
	*why = "mixed_script";
	if (mix == TEXT_AMBIGUOUS)
		return FLAG_AMBIGUOUS;
	*value = mended;
	return flag == FLAG_OK ? FLAG_DERIVED : flag;
}

static bool
announced(const struct reading *r, size_t first)
{
	for (size_t i = 1; i <= ANNOUNCED_WITHIN && i <= first; i++)
		if (extract_labels_is_person(r->words.p[first - i].fold))
			return true;
	return false;
}

static void
add_person(struct reading *r, size_t first, size_t last)
{
	const struct word *a = &r->words.p[first], *b = &r->words.p[last];
	const char *before = first ? a[-1].fold : "";

	/* "імені Тараса Григоровича", "Шановний Сергію Олександровичу". */
	if (words_in(before, "імені|ім|шановний|шановна|шановні"))
		return;
	if (extract_values_has(r, FIELD_NAME, a->at) ||
	    extract_values_has(r, FIELD_PERSON, b->at))
		return;
	extract_values_add(r,
	    (struct find){.field = FIELD_PERSON,
		.at = a->at,
		.len = b->at + b->len - a->at,
		.sure = announced(r, first) ? SURE_NEAR : SURE_WEAK + 5,
		.group = -1,
		.value = extract_values_clean(r, a->at, b->at + b->len - a->at),
		.why = announced(r, first) ? "" : "prose"});
}

void
extract_person_prose(struct reading *r)
{
	const struct word *p = r->words.p;

	for (size_t i = 1; i < r->words.n; i++) {
		size_t first = i, last = i;

		if (r->masked[i] || !p[i].capital ||
		    patronymic(p[i].fold) == PATRONYMIC_NONE)
			continue;
		while (first && i - first < PERSON_WORDS_MAX - 2 &&
		       is_name_word(&p[first - 1]) &&
		       follows(r, &p[first - 1], &p[first]))
			first--;
		if (first == i)
			continue;
		/* "Юрій Олегович Щербина" */
		if (i - first == 1 && i + 1 < r->words.n &&
		    is_name_word(&p[i + 1]) && follows(r, &p[i], &p[i + 1]))
			last = i + 1;
		add_person(r, first, last);
	}
}
