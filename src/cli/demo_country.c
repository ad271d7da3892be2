/* SPDX-License-Identifier: EUPL-1.2 */
/* Kinds, sizes and places of the institutions of a synthetic country. */
#include "cli/demo_country.h"

#include <string.h>

#define WINTER 300 /* institutions of the first winter */
#define CLASS_PUPILS 26
#define LABEL_BYTES 8
/* Everybody gets these first; what is left is shared by weight. */
#define PUPILS_FIRST 5

enum kind { SCHOOL, VOCATIONAL, PRE_HIGHER, HIGHER };
static const char *const kinds[] = {
    "school", "vocational", "pre_higher", "higher"};

/* Of a hundred institutions 90 are schools, in a mixed order that begins with
 * schools; 300 have the 270 of the first winter. */
static enum kind
kind_of(int64_t inst)
{
	const int64_t place = inst * 37 % 100;

	if (place < 90)
		return SCHOOL;
	if (place < 95)
		return VOCATIONAL;
	return place < 98 ? PRE_HIGHER : HIGHER;
}

static void
rng_of(int64_t inst, struct rng *rng)
{
	rng_seeded(rng, DEMO_SEED * 1000003u + (uint64_t)inst);
}

static int64_t
between(struct rng *rng, int64_t from, int64_t to)
{
	return from + (int64_t)rng_below(rng, (uint64_t)(to - from + 1));
}

/* Pupils that such an institution has in the country as it is: half of the
 * schools are small ones in villages. The first two are a large and a usual
 * school, since the list of accounts names people of theirs. */
static int64_t
weight_of(int64_t inst)
{
	struct rng rng;
	int64_t dice;

	rng_of(inst, &rng);
	dice = between(&rng, 0, 99);
	if (inst <= 2)
		return inst == 1 ? 900 : 400;
	switch (kind_of(inst)) {
	case SCHOOL:
		if (dice < 55)
			return between(&rng, 40, 160);
		return dice < 85 ? between(&rng, 200, 600)
				 : between(&rng, 700, 1400);
	case VOCATIONAL:
		return between(&rng, 150, 600);
	case PRE_HIGHER:
		return between(&rng, 200, 900);
	default:
		return between(&rng, 400, 3000);
	}
}

static int64_t
share_of(const struct demo_country *c, int64_t inst)
{
	const int64_t left = c->pupils - PUPILS_FIRST * c->institutions;

	return PUPILS_FIRST + left * weight_of(inst) / c->weights;
}

void
demo_country_plan(struct demo_country *c, struct arena *arena)
{
	int64_t given = 0;

	c->weights = 0;
	for (int64_t i = 1; i <= c->institutions; i++)
		c->weights += weight_of(i);
	for (int64_t i = 1; i <= c->institutions; i++)
		given += share_of(c, i);
	c->rest = c->pupils - given;
	demo_community_list(arena, &c->communities, &c->communities_n);
}

/* ---- places -------------------------------------------------------------- */

static const struct place {
	const char *region;
	int winter, country; /* of a thousand schools */
} places[] = {
    {"59", 360, 32},
    {"32", 210, 55},
    {"12", 210, 66},
    {"05", 10, 50},
    {"07", 10, 45},
    {"14", 4, 12},
    {"18", 14, 45},
    {"21", 8, 45},
    {"23", 8, 30},
    {"26", 12, 48},
    {"35", 12, 34},
    {"44", 2, 3},
    {"46", 18, 78},
    {"48", 8, 30},
    {"51", 12, 62},
    {"53", 18, 42},
    {"56", 8, 45},
    {"61", 8, 42},
    {"63", 14, 50},
    {"65", 2, 12},
    {"68", 10, 45},
    {"71", 12, 38},
    {"73", 6, 30},
    {"74", 14, 34},
    {"80", 10, 27},
};
#define PLACES_N (sizeof(places) / sizeof(places[0]))

static const char *
region_of(struct rng *rng, enum kind kind, int64_t inst)
{
	const bool winter = inst <= WINTER && kind == SCHOOL;
	uint64_t dice, all = 0;

	for (size_t i = 0; i < PLACES_N; i++)
		all +=
		    (uint64_t)(winter ? places[i].winter : places[i].country);
	dice = rng_below(rng, all);
	for (size_t i = 0; i < PLACES_N; i++) {
		const uint64_t n =
		    (uint64_t)(winter ? places[i].winter : places[i].country);

		if (dice < n)
			return places[i].region;
		dice -= n;
	}
	return places[0].region;
}

/* ---- classes ------------------------------------------------------------- */

static const char *const letters[] = {"А", "Б", "В", "Г", "Д", "Е", "Є", "Ж",
    "З", "И", "І", "К", "Л", "М", "Н", "О", "П", "Р", "С", "Т", "У", "Ф", "Х",
    "Ц", "Ч", "Ш", "Щ", "Ю", "Я"};
#define LETTERS_N ((int)(sizeof(letters) / sizeof(letters[0])))

/* Years of study; a small school has no upper ones. */
static int
grades_of(enum kind kind, int classes)
{
	static const int grades[] = {11, 3, 4, 6};

	return kind == SCHOOL && classes < 11 ? 9 : grades[kind];
}

/* "1-А 1-Б 2-А ...": so many classes over the grades, the first ones fuller. */
static const char *
labels(struct arena *arena, int classes, int grades)
{
	struct buf b;

	buf_init(&b, arena, (size_t)classes * LABEL_BYTES + 1);
	for (int i = 0, last = 0, letter = 0; i < classes; i++) {
		const int grade = i * grades / classes + 1;

		letter = grade == last ? letter + 1 : 0;
		last = grade;
		buf_addf(&b, "%d-", grade);
		buf_adds(&b, letters[letter % LETTERS_N]);
		buf_addc(&b, ' ');
	}
	return b.p;
}

static int
classes_for(enum kind kind, int64_t pupils)
{
	int64_t n = (pupils + CLASS_PUPILS - 1) / CLASS_PUPILS;
	int64_t most;

	if (n < 1)
		n = 1;
	/* A village has a class of each grade, however few they are. */
	if (kind == SCHOOL && n < 9)
		n = pupils / 9 >= 3 ? 9 : (pupils + 8) / 9;
	most = (int64_t)grades_of(kind, (int)n) * LETTERS_N;
	if (n > most)
		n = most;
	if (n > DEMO_CLASSES_MAX)
		n = DEMO_CLASSES_MAX;
	return (int)n;
}

void
demo_country_institution(const struct demo_country *c, struct arena *arena,
    int64_t inst, struct demo_institution *out)
{
	const enum kind kind = kind_of(inst);
	const int64_t pupils = share_of(c, inst) + (inst <= c->rest ? 1 : 0);
	const struct demo_community *where;
	const int classes = classes_for(kind, pupils);
	struct rng rng;

	rng_of(inst, &rng);
	(void)rng_below(&rng, 100); /* the size's */
	*out = (struct demo_institution){
	    .kind = kinds[kind],
	    .region = region_of(&rng, kind, inst),
	    .diso_id = arena_printf(arena, "%06lld", 500000 + (long long)inst),
	    .classes = labels(arena, classes, grades_of(kind, classes)),
	    .full = kind == SCHOOL,
	    .all = (int)pupils,
	};
	where = demo_community_pick(c, &rng, out->region);
	out->community = where ? where->code : NULL;
	out->name = demo_community_institution(
	    arena, &rng, where, out->kind, inst, classes);
}
