/* SPDX-License-Identifier: EUPL-1.2 */
/* Every community of the country, written as its letters are: with its oblast,
 * and with its district where a namesake lies in the same oblast. */
#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>

#include "domain/codifier.h"
#include "store/places.h"

#define DIGITS 17
#define COMMUNITIES_MIN 1700

struct line {
	char digits[DIGITS + 1], category, name[256];
};

static bool
next_line(FILE *in, struct line *line)
{
	char text[256];

	if (!fgets(text, sizeof(text), in))
		return false;
	memcpy(line->digits, text, DIGITS);
	line->digits[DIGITS] = '\0';
	line->category = text[DIGITS + 1];
	snprintf(line->name, sizeof(line->name), "%s", text + DIGITS + 3);
	line->name[strcspn(line->name, "\n")] = '\0';
	return true;
}

static FILE *
open_list(void)
{
	const char *path = getenv("COMMUNITIES");
	FILE *in = path ? fopen(path, "r") : NULL;

	assert_non_null(in);
	return in;
}

static void
load(struct fixture *f)
{
	FILE *in = open_list();
	struct line line, district = {0}, community = {0};

	assert_int_equal(db_begin_write(f->act.registry), OK);
	while (next_line(in, &line)) {
		const bool low = line.category == 'H' || line.category == 'M';

		if (line.category == 'P')
			district = line;
		if (line.category == 'H')
			community = line;
		assert_int_equal(
		    places_set(f->act.registry, f->arena,
			&(struct place_row){
			    .code = arena_printf(f->arena, "UA%s", line.digits),
			    .region = regions_find(line.digits)->code,
			    .hromada = low ? arena_printf(f->arena, "UA%s",
						 community.digits)
					   : NULL,
			    .level = 3,
			    .category =
				arena_printf(f->arena, "%c", line.category),
			    .name = line.name,
			    .district =
				low ? arena_strdup(f->arena, district.name)
				    : NULL,
			}),
		    OK);
	}
	assert_int_equal(db_commit(f->act.registry), OK);
	fclose(in);
}

static const char *
resolve(struct fixture *f, const struct places *places, const char *region,
    const char *text, enum flag *flag)
{
	struct place_answer answer;

	assert_int_equal(
	    place_resolve(f->arena, places, region, text, &answer), OK);
	*flag = answer.community_flag;
	return answer.code ? answer.code + 2 : "";
}

/* Found at once, or with its district; the few that share the district too are
 * never guessed. */
static bool
is_found(struct fixture *f, const struct places *places,
    const struct line *line, const char *district)
{
	const char *region = regions_find(line->digits)->full;
	enum flag flag;

	if (!strcmp(resolve(f, places, region,
			arena_printf(
			    f->arena, "%s територіальна громада", line->name),
			&flag),
		line->digits))
		return true;
	if (flag != FLAG_AMBIGUOUS)
		return false;
	return !strcmp(resolve(f, places, region,
			   arena_printf(f->arena, "%s громада, %s район",
			       line->name, district),
			   &flag),
		   line->digits) ||
	       flag == FLAG_AMBIGUOUS;
}

static void
every_community_is_found_by_its_name(void **state)
{
	struct fixture *f = *state;
	struct line line, district = {0};
	struct places places;
	FILE *in = open_list();
	int n = 0, lost = 0;

	load(f);
	assert_int_equal(codifier_places(&f->act, &places), OK);
	while (next_line(in, &line)) {
		if (line.category == 'P')
			district = line;
		if (line.category != 'H')
			continue;
		n++;
		if (is_found(f, &places, &line, district.name))
			continue;
		lost++;
		print_error("%s, %s\n", line.name, district.name);
	}
	fclose(in);
	assert_true(n >= COMMUNITIES_MIN);
	assert_int_equal(lost, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    FIXTURE_TEST(every_community_is_found_by_its_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
