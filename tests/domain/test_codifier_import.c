/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/codifier_import.h"

#include <stdio.h>
#include <stdlib.h>

#include "domain/codifier.h"
#include "fixture.h"
#include "store/places.h"

#define HEAD                                                                                                             \
	"Перший рівень;Другий рівень;Третій рівень;Четвертий рівень;" \
	"Додатковий рівень;Категорія об’єкта;Назва об’єкта\r\n"
#define OBLAST "UA59000000000057109;;;;;O;Сумська\r\n"
#define DISTRICT "UA59000000000057109;UA59080000000057897;;;;P;Сумський\r\n"
#define COMMUNITY                                                              \
	"UA59000000000057109;UA59080000000057897;UA59080110000034361;;;H;"     \
	"Лебединська \r\n"
#define CITY                                                                   \
	"UA59000000000057109;UA59080000000057897;UA59080110000034361;"         \
	"UA59080110010031484;;M;Лебедин\r\n"

static void
as_system(struct fixture *f)
{
	f->act.actor = (struct actor){.role = ROLE_SYSTEM, .log_id = "-"};
}

static struct codifier_report
import(struct fixture *f, const char *text, enum err expected)
{
	struct codifier_report report;

	as_system(f);
	assert_int_equal(codifier_import(&f->act,
			     (struct bytes){text, strlen(text)}, &report),
	    expected);
	return report;
}

static int64_t
count(struct fixture *f)
{
	int64_t n;

	assert_int_equal(places_count(f->act.registry, &n), OK);
	return n;
}

static void
places_come_in_with_their_communities_and_districts(void **state)
{
	struct fixture *f = *state;
	struct place_row row;
	struct codifier_report r =
	    import(f, HEAD OBLAST DISTRICT COMMUNITY CITY, OK);

	assert_int_equal(r.places, 4);
	assert_int_equal(r.communities, 1);
	assert_int_equal(r.settlements, 1);
	assert_int_equal(
	    places_find(f->act.registry, f->arena, "UA59080110010031484", &row),
	    OK);
	assert_string_equal(row.name, "Лебедин");
	assert_string_equal(row.hromada, "UA59080110000034361");
	/* The blank after the name is gone. */
	assert_string_equal(row.hromada_name, "Лебединська");
	assert_string_equal(row.district, "Сумський");
}

static void
the_same_file_again_changes_nothing(void **state)
{
	struct fixture *f = *state;

	import(f, HEAD OBLAST DISTRICT COMMUNITY CITY, OK);
	import(f, HEAD OBLAST DISTRICT COMMUNITY CITY, OK);
	assert_int_equal(count(f), 4);
}

static void
a_place_that_is_gone_is_removed(void **state)
{
	struct fixture *f = *state;

	import(f, HEAD OBLAST DISTRICT COMMUNITY CITY, OK);
	assert_int_equal(
	    import(f, HEAD OBLAST DISTRICT COMMUNITY, OK).removed, 1);
	assert_int_equal(count(f), 3);
}

static void
other_separators_and_charsets_are_read(void **state)
{
	struct fixture *f = *state;

	import(f,
	    "\xef\xbb\xbf"
	    "UA59000000000057109\t\t\t\t\tO\tСумська\n"
	    "UA59000000000057109\tUA59080000000057897\t\t\t\tP\tСумський\n"
	    "UA59000000000057109\tUA59080000000057897\tUA59080110000034361\t\t"
	    "\tH\t\"Лебединська\"",
	    OK);
	assert_int_equal(count(f), 3);
}

static void
a_wrong_file_leaves_no_trace(void **state)
{
	static const struct {
		const char *text;
		enum codifier_fault fault;
		int64_t line;
	} wrong[] = {
	    {"", CODIFIER_EMPTY, 0},
	    {HEAD, CODIFIER_EMPTY, 0},
	    {HEAD OBLAST DISTRICT, CODIFIER_EMPTY, 0},
	    {"a;b;c\n", CODIFIER_COLUMNS, 1},
	    {HEAD OBLAST "x\n", CODIFIER_COLUMNS, 3},
	    {HEAD OBLAST ";;;;;P;x\n", CODIFIER_CODE, 3},
	    {HEAD OBLAST "UA59000000000057109;;UA59080110000034361;;;H;x\n",
		CODIFIER_CODE, 3},
	    {HEAD OBLAST "UA5900000000005710;;;;;O;x\n", CODIFIER_CODE, 3},
	    {HEAD "UA99000000000057109;;;;;O;x\n", CODIFIER_REGION, 2},
	    {HEAD "UA59000000000057100;;;;;O;x\n", CODIFIER_REGION, 2},
	    {HEAD "UA59000000000057109;;;;;H;x\n", CODIFIER_CATEGORY, 2},
	    {HEAD "UA59000000000057109;;;;;Я;x\n", CODIFIER_CATEGORY, 2},
	    {HEAD "UA59000000000057109;;;;;O; \n", CODIFIER_NAME, 2},
	    {HEAD OBLAST OBLAST DISTRICT COMMUNITY, CODIFIER_TWICE, 3},
	    {HEAD OBLAST COMMUNITY, CODIFIER_ORPHAN, 3},
	    {HEAD OBLAST DISTRICT COMMUNITY
		"UA59000000000057109;UA59080000000057897;UA59080110000099999;"
		"UA59080110010031484;;M;x\n",
		CODIFIER_ORPHAN, 5},
	};
	struct fixture *f = *state;

	import(f, HEAD OBLAST DISTRICT COMMUNITY CITY, OK);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct codifier_report r =
		    import(f, wrong[i].text, ERR_INVALID);

		if (r.fault != wrong[i].fault || r.line != wrong[i].line)
			fail_msg("%zu: fault %d line %lld", i, (int)r.fault,
			    (long long)r.line);
		assert_int_equal(count(f), 4);
	}
}

static void
a_file_that_is_cut_off_is_refused(void **state)
{
	struct fixture *f = *state;
	struct buf b;

	buf_init(&b, f->arena, 4096);
	buf_adds(&b, HEAD OBLAST DISTRICT COMMUNITY);
	for (int i = 0; i < 10; i++)
		buf_addf(&b,
		    "UA59000000000057109;UA59080000000057897;"
		    "UA59080110000034361;UA590801100100314%02d;;C;Село %d\n",
		    i, i);
	import(f, b.p, OK);
	assert_int_equal(
	    import(f, HEAD OBLAST DISTRICT COMMUNITY, ERR_INVALID).fault,
	    CODIFIER_SHRUNK);
	assert_int_equal(count(f), 13);
}

/* The traits of the published file in a small one of our own. */
static void
towns_without_a_community_and_cities_come_in(void **state)
{
	struct fixture *f = *state;
	char text[16384];
	const char *path =
	    arena_printf(f->arena, "%s/katottg.csv", getenv("TEST_DATA"));
	FILE *file = fopen(path, "rb");
	size_t n;
	struct place_row row;

	assert_non_null(file);
	n = fread(text, 1, sizeof(text) - 1, file);
	text[n] = '\0';
	fclose(file);
	import(f, text, OK);
	assert_int_equal(
	    places_find(f->act.registry, f->arena, "UA32000000010085013", &row),
	    OK);
	assert_null(row.hromada);
	assert_int_equal(
	    places_find(f->act.registry, f->arena, "UA80000000000093317", &row),
	    OK);
	assert_string_equal(row.hromada, "UA80000000000093317");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    FIXTURE_TEST(places_come_in_with_their_communities_and_districts),
	    FIXTURE_TEST(the_same_file_again_changes_nothing),
	    FIXTURE_TEST(a_place_that_is_gone_is_removed),
	    FIXTURE_TEST(other_separators_and_charsets_are_read),
	    FIXTURE_TEST(a_wrong_file_leaves_no_trace),
	    FIXTURE_TEST(a_file_that_is_cut_off_is_refused),
	    FIXTURE_TEST(towns_without_a_community_and_cities_come_in),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
