/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/place.h"

#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "domain/words.h"

static const char *const flag_names[] = {
    "ok", "missing", "invalid", "ambiguous", "derived", "unchecked"};
#define FLAGS (sizeof(flag_names) / sizeof(flag_names[0]))

/* What one piece of the text ("м. Охтирка") says. */
struct piece {
	const char *name;     /* without the words around it */
	const char *district; /* stem of "Сумський район", or NULL */
	const struct region *region;
	bool community;	 /* громада, ТГ, ОТГ stood there */
	bool settlement; /* м., с., смт, селище stood there */
	bool city;	 /* м. */
	bool council;	 /* "міської ради" stood there */
};

#define PIECES_MAX 8

const char *
place_flag_name(enum flag flag)
{
	return flag_names[flag];
}

enum flag
place_flag_parse(const char *name)
{
	for (size_t i = 0; i < FLAGS; i++)
		if (strcmp(flag_names[i], name) == 0)
			return (enum flag)i;
	return FLAG_INVALID;
}

static bool
is_qualifier(const char *word)
{
	static const char *const stems[] = {"місько", "міськ", "сільськ",
	    "селищн", "територіальн", "обєднан", "громад", "район"};

	for (size_t i = 0; i < sizeof(stems) / sizeof(stems[0]); i++)
		if (words_starts(word, stems[i]))
			return true;
	return words_in(word,
	    "тер|тг|отг|мтг|стг|смтг|мотг|сотг|тергромада|рада|ради|раді|р-н|"
	    "обл|област|область|області|україна|у|в|і|та|пункт");
}

/* Reads a qualifier into the piece; false when the word is part of a name. */
static bool
read_qualifier(struct piece *piece, const struct word *word, bool alone)
{
	const char *w = word->fold;

	if (words_in(w, "м|місто|міста|місті")) {
		piece->city = piece->settlement = true;
		return true;
	}
	/* "Селище" and "Село" are names too; "населений пункт" is not. */
	if (words_in(w, "с|смт|пгт|х|хутір|населений|населеного") ||
	    (!alone && !word->capital &&
		words_in(w, "село|селі|села|селище|селищі|селища"))) {
		piece->settlement = true;
		return true;
	}
	if (words_starts(w, "громад") || words_starts(w, "тергромад") ||
	    words_in(w, "тг|отг|мтг|стг|смтг|мотг|сотг"))
		piece->community = true;
	if (words_in(w, "рада|ради|раді"))
		piece->council = true;
	return is_qualifier(w);
}

static void
read_piece(
    struct arena *arena, const char *text, size_t len, struct piece *piece)
{
	struct words words = words_split(arena, text, len);
	struct buf name;

	*piece = (struct piece){0};
	buf_init(&name, arena, len + 1);
	for (size_t i = 0; i < words.n; i++) {
		const struct word *word = &words.p[i];
		const char *next = i + 1 < words.n ? words.p[i + 1].fold : "";
		const struct region *region = regions_match_word(word->fold);

		if (region &&
		    (words_starts(next, "обл") ||
			(i && words_starts(words.p[i - 1].fold, "обл")))) {
			piece->region = region;
			continue;
		}
		if (words_starts(next, "район") || words_in(next, "р-н")) {
			piece->district = word->fold;
			continue;
		}
		if (read_qualifier(piece, word, words.n == 1))
			continue;
		if (name.len)
			buf_addc(&name, ' ');
		buf_add(&name, text + word->at, word->len);
	}
	piece->name = name.p;
}

static size_t
read_pieces(struct arena *arena, const char *text, struct piece *out)
{
	size_t n = 0;

	while (*text && n < PIECES_MAX) {
		size_t len = strcspn(text, ",;/()|\n\t");

		read_piece(arena, text, len, &out[n]);
		if (out[n].name[0] || out[n].region || out[n].district)
			n++;
		text += len;
		text += strspn(text, ",;/()|\n\t");
	}
	return n;
}

/* "Кролевецької", "Кролевецькій" -> "Кролевецька"; NULL: not such a form. */
static const char *
nominative(struct arena *arena, const char *name)
{
	static const char *const endings[] = {"ої", "ій", "ою", "у"};
	size_t len = strlen(name);

	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		size_t n = strlen(endings[i]);

		if (len > n + 4 && strcmp(name + len - n, endings[i]) == 0)
			return arena_printf(
			    arena, "%.*sа", (int)(len - n), name);
	}
	return NULL;
}

static bool
wanted(struct arena *arena, const struct piece *piece, const char *district,
    const struct place *place)
{
	const char *d;
	size_t len;

	if (place->category == 'H' || place->category == 'K') {
		if (piece->settlement && place->category == 'H')
			return false;
	} else if (piece->community || piece->council) {
		return false;
	} else if (piece->city && place->category != 'M') {
		return false;
	}
	if (!district || !place->district)
		return true;
	/* "Сумського району" and "Сумський" share all but the ending. */
	d = words_fold(arena, place->district, strlen(place->district));
	len = strlen(d);
	return strncmp(district, d, len > 8 ? len - 4 : len) == 0;
}

struct hits {
	struct place p[PLACES_MAX];
	size_t n;
};

/* Keeps what the piece can mean, one place a community, communities first:
 * "Вишнева" is a community and a village elsewhere. */
static void
keep_wanted(struct arena *arena, const struct piece *piece,
    const char *district, struct hits *hits)
{
	bool communities = false;
	size_t kept = 0;

	for (size_t i = 0; i < hits->n; i++)
		if (wanted(arena, piece, district, &hits->p[i]))
			hits->p[kept++] = hits->p[i];
	hits->n = kept;
	for (size_t i = 0; i < hits->n; i++)
		communities |=
		    !piece->settlement && strchr("HK", hits->p[i].category);
	kept = 0;
	for (size_t i = 0; i < hits->n; i++) {
		struct place place = hits->p[i];
		bool seen = false;

		/* A town of the exclusion zone leads to no community. */
		if (!place.hromada ||
		    (communities && !strchr("HK", place.category)))
			continue;
		for (size_t k = 0; k < kept; k++)
			seen |= strcmp(hits->p[k].hromada, place.hromada) == 0;
		if (!seen)
			hits->p[kept++] = place;
	}
	hits->n = kept;
}

static enum err
find(struct arena *arena, const struct places *places, const char *region,
    const struct piece *piece, const char *district, struct hits *hits)
{
	const char *name = piece->name;
	enum err err;

	hits->n = 0;
	if ((err = places->find(
		 places->context, arena, region, name, hits->p, &hits->n)))
		return err;
	keep_wanted(arena, piece, district, hits);
	if (hits->n == 0 && (name = nominative(arena, name)) != NULL) {
		if ((err = places->find(places->context, arena, region, name,
			 hits->p, &hits->n)))
			return err;
		keep_wanted(arena, piece, district, hits);
	}
	return OK;
}

static void
answer_hit(const struct piece *piece, const struct place *place,
    struct place_answer *out)
{
	bool direct = strchr("HK", place->category) != NULL;

	out->community = direct ? place->name : place->hromada_name;
	out->code = place->hromada;
	out->community_flag =
	    direct && !piece->council ? FLAG_OK : FLAG_DERIVED;
	out->community_why =
	    direct ? piece->council ? "from_council" : "" : "from_settlement";
	if (!out->region) {
		out->region = regions_find(place->region);
		out->region_flag = FLAG_DERIVED;
		out->region_why = "from_community";
	}
}

/* Whether the places hit lie in one community of the region; else why not. */
static enum err
answer_piece(struct arena *arena, const struct places *places,
    const struct piece *piece, const char *district, struct place_answer *out)
{
	const char *region = out->region ? out->region->code : NULL;
	struct hits *hits = arena_alloc(arena, sizeof(*hits));
	enum err err;

	if ((err = find(arena, places, region, piece, district, hits)))
		return err;
	if (hits->n == 1) {
		answer_hit(piece, &hits->p[0], out);
		return OK;
	}
	if (hits->n > 1) {
		out->community_flag = FLAG_AMBIGUOUS;
		out->community_why = "namesakes";
		return OK;
	}
	out->community_flag = FLAG_INVALID;
	out->community_why = "no_such_place";
	if (!region)
		return OK;
	if ((err = find(arena, places, NULL, piece, district, hits)))
		return err;
	if (hits->n)
		out->community_why = "other_region";
	return OK;
}

static void
answer_region(const char *text, const struct piece *pieces, size_t n,
    struct place_answer *out)
{
	out->region_flag = FLAG_OK;
	if (text && *text) {
		out->region = regions_match(text);
		if (out->region)
			return;
		out->region_flag = FLAG_INVALID;
		out->region_why = "no_such_region";
	}
	for (size_t i = 0; i < n && !out->region; i++)
		out->region = pieces[i].region;
	if (out->region)
		out->region_flag = FLAG_DERIVED;
	else if (!text || !*text)
		out->region_flag = FLAG_MISSING;
}

/* Kyiv and Sevastopol are a region and a community in one. */
static bool
answer_city(const struct piece *pieces, size_t n, struct place_answer *out)
{
	const struct region *city = NULL;

	for (size_t i = 0; i < n && !city; i++) {
		city = pieces[i].name[0] ? regions_match(pieces[i].name) : NULL;
		if (city && city->number[0] != '8')
			city = NULL;
	}
	if (!city && n == 0 && out->region && out->region->number[0] == '8')
		city = out->region;
	if (!city || (out->region && out->region != city))
		return false;
	out->community = city->name;
	out->code = city->code;
	out->community_flag = n ? FLAG_OK : FLAG_DERIVED;
	out->community_why = n ? "" : "from_region";
	if (!out->region) {
		out->region = city;
		out->region_flag = FLAG_DERIVED;
		out->region_why = "from_community";
	}
	return true;
}

enum err
place_resolve(struct arena *arena, const struct places *places,
    const char *region, const char *community, struct place_answer *out)
{
	struct place_answer first = {.region_why = "", .community_why = ""};
	struct piece pieces[PIECES_MAX];
	const char *district = NULL;
	const char *plain = community ? community : "";
	size_t n;
	enum err err;

	/* "Кролeвецька" with a Latin letter is found; what is not found stays
	 * as it was written. */
	(void)text_unmix(arena, plain, &plain);
	n = read_pieces(arena, plain, pieces);
	answer_region(region, pieces, n, &first);
	first.community = community;
	for (size_t i = 0; i < n; i++)
		if (pieces[i].district)
			district = pieces[i].district;
	*out = first;
	if (answer_city(pieces, n, out))
		return OK;
	if (!community || !*community) {
		out->community_flag = FLAG_MISSING;
		return OK;
	}
	if (!places->loaded) {
		out->community_flag = FLAG_UNCHECKED;
		return OK;
	}
	first.community_flag = FLAG_INVALID;
	first.community_why = "no_such_place";
	*out = first;
	/* "м. Охтирка, Охтирська громада": the community itself comes first,
	 * and the first answer that stands is taken. */
	for (int round = 0; round < 2; round++) {
		for (size_t i = 0; i < n; i++) {
			struct place_answer answer = first;

			if (!pieces[i].name[0] ||
			    pieces[i].community != (round == 0))
				continue;
			if ((err = answer_piece(
				 arena, places, &pieces[i], district, &answer)))
				return err;
			if (answer.code || out->community_flag == FLAG_INVALID)
				*out = answer;
			if (answer.code)
				return OK;
		}
	}
	return OK;
}
