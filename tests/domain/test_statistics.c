/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/statistics.h"
#include "fixture.h"

static const struct stmt publish STMT = {
    .name = "test.publish",
    .params = "ssiii",
    .columns = "",
    .sql = "INSERT INTO published_statistic (region, kind, registered, active,"
	   " published_at) VALUES ($1, $2, $3, $4, $5)",
};

static void
add(struct fixture *f, const char *region, const char *kind, int64_t registered,
    int64_t active, int64_t at)
{
	assert_int_equal(
	    db_run(f->act.registry, &publish, NULL, A_TEXT(region),
		A_TEXT(kind), A_INT(registered), A_INT(active), A_INT(at)),
	    OK);
}

static void
nothing_published_is_no_error(void **state)
{
	struct fixture *f = *state;
	struct public_statistics s;

	assert_int_equal(statistics_public(&f->act, &s), OK);
	assert_int_equal(s.regions_n, 0);
	assert_int_equal(s.published_at, 0);
	assert_int_equal(s.all.registered, 0);
}

static void
rows_add_up_by_region_and_by_kind(void **state)
{
	struct fixture *f = *state;
	struct public_statistics s;

	add(f, "UA59000000000057109", "school", 26, 20, 100);
	add(f, "UA59000000000057109", "higher", 2, 1, 300);
	add(f, "UA46000000000026241", "school", 31, 30, 200);
	assert_int_equal(statistics_public(&f->act, &s), OK);
	assert_int_equal(s.regions_n, 2);
	assert_string_equal(s.regions[0].code, "UA46000000000026241");
	assert_int_equal(s.regions[1].sum.registered, 28);
	assert_int_equal(s.regions[1].sum.active, 21);
	assert_int_equal(s.kinds[STATISTICS_SCHOOL].registered, 57);
	assert_int_equal(s.kinds[STATISTICS_SCHOOL].active, 50);
	assert_int_equal(s.kinds[STATISTICS_HIGHER].registered, 2);
	assert_int_equal(s.kinds[STATISTICS_VOCATIONAL].registered, 0);
	assert_int_equal(s.all.registered, 59);
	assert_int_equal(s.published_at, 300);
}

static void
a_kind_of_later_times_counts_in_the_whole(void **state)
{
	struct fixture *f = *state;
	struct public_statistics s;

	add(f, "59", "art_school", 3, 1, 100);
	assert_int_equal(statistics_public(&f->act, &s), OK);
	assert_int_equal(s.all.registered, 3);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    FIXTURE_TEST(nothing_published_is_no_error),
	    FIXTURE_TEST(rows_add_up_by_region_and_by_kind),
	    FIXTURE_TEST(a_kind_of_later_times_counts_in_the_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
