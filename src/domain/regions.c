/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/regions.h"

#include <string.h>

#include "domain/words.h"

#define OBLAST(number, code, name)                                             \
	{                                                                      \
		number, code, name, name " область"                     \
	}

const struct region regions[REGION_COUNT] = {
    {"01", "UA01000000000013043", "Автономна Республіка Крим",
	"Автономна Республіка Крим"},
    OBLAST("05", "UA05000000000010236", "Вінницька"),
    OBLAST("07", "UA07000000000024379", "Волинська"),
    OBLAST("12", "UA12000000000090473", "Дніпропетровська"),
    OBLAST("14", "UA14000000000091971", "Донецька"),
    OBLAST("18", "UA18000000000041385", "Житомирська"),
    OBLAST("21", "UA21000000000011690", "Закарпатська"),
    OBLAST("23", "UA23000000000064947", "Запорізька"),
    OBLAST("26", "UA26000000000069363", "Івано-Франківська"),
    OBLAST("32", "UA32000000000030281", "Київська"),
    OBLAST("35", "UA35000000000016081", "Кіровоградська"),
    OBLAST("44", "UA44000000000018893", "Луганська"),
    OBLAST("46", "UA46000000000026241", "Львівська"),
    OBLAST("48", "UA48000000000039575", "Миколаївська"),
    OBLAST("51", "UA51000000000030770", "Одеська"),
    OBLAST("53", "UA53000000000028050", "Полтавська"),
    OBLAST("56", "UA56000000000066151", "Рівненська"),
    OBLAST("59", "UA59000000000057109", "Сумська"),
    OBLAST("61", "UA61000000000060328", "Тернопільська"),
    OBLAST("63", "UA63000000000041885", "Харківська"),
    OBLAST("65", "UA65000000000030969", "Херсонська"),
    OBLAST("68", "UA68000000000099709", "Хмельницька"),
    OBLAST("71", "UA71000000000010357", "Черкаська"),
    OBLAST("73", "UA73000000000044923", "Чернівецька"),
    OBLAST("74", "UA74000000000025378", "Чернігівська"),
    {"80", "UA80000000000093317", "Київ", "м. Київ"},
    {"85", "UA85000000000065278", "Севастополь", "м. Севастополь"},
};

/* Stems of the oblasts in the order of the table; "" where no adjective leads
 * to the region (Crimea, the two cities). */
static const char *const stems[REGION_COUNT] = {"", "вінницьк", "волинськ",
    "дніпропетровськ", "донецьк", "житомирськ", "закарпатськ", "запорізьк",
    "івано-франківськ", "київськ", "кіровоградськ", "луганськ", "львівськ",
    "миколаївськ", "одеськ", "полтавськ", "рівненськ", "сумськ", "тернопільськ",
    "харківськ", "херсонськ", "хмельницьк", "черкаськ", "чернівецьк",
    "чернігівськ", "", ""};

#define CRIMEA 0
#define KYIV 25
#define SEVASTOPOL 26

const struct region *
regions_find(const char *code)
{
	if (!code)
		return NULL;
	if (strncmp(code, "UA", 2) == 0)
		code += 2;
	for (size_t i = 0; i < REGION_COUNT; i++)
		if (strncmp(code, regions[i].number, 2) == 0)
			return &regions[i];
	return NULL;
}

const struct region *
regions_match_word(const char *folded)
{
	for (size_t i = 0; i < REGION_COUNT; i++)
		if (stems[i][0] &&
		    words_inflected(folded, stems[i], "а|ої|ій|у|ою"))
			return &regions[i];
	/* "Івано Франківська" comes as two words; the second is enough. */
	if (words_inflected(folded, "франківськ", "а|ої|ій|у|ою"))
		return regions_find("26");
	return NULL;
}

/* Words beside the name that say nothing more. */
static bool
is_filler(const char *word)
{
	return words_starts(word, "област") ||
	       words_in(
		   word, "обл|україна|м|місто|івано|ар|автономна|республіка");
}

static const struct region *
match_city(const char *word)
{
	if (words_in(word, "київ|києва|києві"))
		return &regions[KYIV];
	if (words_inflected(word, "севастопол", "ь|я|і"))
		return &regions[SEVASTOPOL];
	if (words_inflected(word, "крим", "|у|"))
		return &regions[CRIMEA];
	return NULL;
}

const struct region *
regions_match(const char *text)
{
	AUTO_ARENA struct arena *arena = arena_new();
	struct words words = words_split(arena, text, strlen(text));
	const struct region *found = NULL;

	for (size_t i = 0; i < words.n; i++) {
		const struct region *region;

		if (is_filler(words.p[i].fold))
			continue;
		region = regions_match_word(words.p[i].fold);
		if (!region)
			region = match_city(words.p[i].fold);
		if (!region || (found && found != region))
			return NULL;
		found = region;
	}
	return found;
}
