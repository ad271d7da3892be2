/* SPDX-License-Identifier: EUPL-1.2 */
/* Institutions of a synthetic country are called after real communities, of
 * which the program carries a list (demo_places.c tells its form). */
#include <string.h>

#include "cli/demo_country.h"

#define DIGITS 17
#define MEMBERS_OF 9 /* classes that make a school a lyceum, and one more */

extern const char _binary_communities_txt_start[];
extern const char _binary_communities_txt_end[];

void
demo_community_list(
    struct arena *arena, struct demo_community **list, size_t *n)
{
	const char *p = _binary_communities_txt_start;
	const char *end = _binary_communities_txt_end;
	size_t lines = 0;

	for (const char *q = p; q < end; q++)
		lines += *q == '\n';
	*list = arena_array(arena, lines, sizeof(**list));
	*n = 0;
	while (p < end) {
		const char *stop = memchr(p, '\n', (size_t)(end - p));

		if (p[DIGITS + 1] == 'H') {
			const char *name = p + DIGITS + 3;

			(*list)[(*n)++] = (struct demo_community){
			    .code = arena_printf(arena, "UA%.*s", DIGITS, p),
			    .name = arena_strndup(
				arena, name, (size_t)(stop - name)),
			};
		}
		p = stop + 1;
	}
}

/* Codes are in order, so a region's communities follow each other. */
const struct demo_community *
demo_community_pick(
    const struct demo_country *c, struct rng *rng, const char *region)
{
	size_t from = 0, n = 0;

	for (size_t i = 0; i < c->communities_n; i++) {
		if (memcmp(c->communities[i].code + 2, region, 2))
			continue;
		if (!n++)
			from = i;
	}
	return n ? &c->communities[from + rng_below(rng, n)] : NULL;
}

/* "Кролевецька" ends with "а": "Кролевецький", "Кролевецької". */
static const char *
form(struct arena *arena, const char *name, const char *end)
{
	size_t len = strlen(name);

	if (len < 2 || strcmp(name + len - 2, "а") != 0)
		return name;
	return arena_printf(arena, "%.*s%s", (int)(len - 2), name, end);
}

static const char *const people[] = {"Тараса Шевченка", "Лесі Українки",
    "Івана Франка", "Григорія Сковороди", "Ліни Костенко", "Василя Симоненка",
    "Володимира Вернадського", "Олени Пчілки", "Михайла Коцюбинського",
    "Софії Русової", "Василя Сухомлинського", "Івана Багряного"};
#define PEOPLE_N (sizeof(people) / sizeof(people[0]))

static const char *
school_name(struct arena *arena, const char *she, int64_t inst, int classes,
    const char *hero)
{
	const char *he = form(arena, she, "ий");
	const char *of = form(arena, she, "ої");
	const long long n = (long long)(inst % 17 + 1);

	if (classes <= MEMBERS_OF)
		return arena_printf(arena, "%s гімназія № %lld", she, n);
	if (inst % 7 == 3)
		return arena_printf(arena,
		    "Опорний заклад загальної середньої освіти «%s ліцей"
		    " № %lld імені %s з дошкільним підрозділом та"
		    " пансіоном» %s територіальної громади",
		    he, n, hero, of);
	if (inst % 3 == 1)
		return arena_printf(
		    arena, "%s ліцей № %lld імені %s", he, n, hero);
	return arena_printf(arena, "%s ліцей № %lld", he, n);
}

const char *
demo_community_institution(struct arena *arena, struct rng *rng,
    const struct demo_community *where, const char *kind, int64_t inst,
    int classes)
{
	const char *she = where ? where->name : "Київська";
	const char *he = form(arena, she, "ий");
	const char *hero = people[rng_below(rng, PEOPLE_N)];

	if (!strcmp(kind, "school"))
		return school_name(arena, she, inst, classes, hero);
	if (!strcmp(kind, "vocational"))
		return arena_printf(arena,
		    inst % 2 ? "%s центр професійної освіти та ремесел"
			     : "Державний навчальний заклад «%s професійний"
			       " ліцей будівництва і транспорту»",
		    he);
	if (!strcmp(kind, "pre_higher"))
		return arena_printf(arena,
		    "Відокремлений структурний підрозділ «%s фаховий коледж"
		    " економіки, права та інформаційних технологій»",
		    he);
	return arena_printf(
	    arena, "%s національний університет імені %s", he, hero);
}
