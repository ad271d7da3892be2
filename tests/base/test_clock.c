/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/clock.h"

#include <string.h>

#include "check.h"

#define NBSP "\xc2\xa0"

static int64_t
day(int year, int month, int d)
{
	return clock_days((struct date){year, month, d});
}

static void
days_and_dates_agree_over_two_centuries(void **state)
{
	struct date d, last = {1899, 12, 31};
	int64_t i;

	(void)state;
	assert_int_equal(day(1970, 1, 1), 0);
	assert_int_equal(day(2000, 2, 29), 11016);
	for (i = day(1900, 1, 1); i <= day(2100, 12, 31); i++) {
		d = clock_date(i);
		assert_int_equal(clock_days(d), i);
		assert_true(clock_date_valid(d));
		assert_true(d.day == last.day + 1 || d.day == 1);
		last = d;
	}
}

static void
impossible_dates_are_refused(void **state)
{
	(void)state;
	assert_false(clock_date_valid((struct date){2015, 2, 31}));
	assert_false(clock_date_valid((struct date){1900, 2, 29}));
	assert_true(clock_date_valid((struct date){2000, 2, 29}));
	assert_false(clock_date_valid((struct date){2026, 13, 1}));
	assert_false(clock_date_valid((struct date){2026, 0, 1}));
	assert_false(clock_date_valid((struct date){2026, 4, 31}));
	assert_false(clock_date_valid((struct date){1899, 12, 31}));
	assert_false(clock_date_valid((struct date){2101, 1, 1}));
}

static void
week_starts_on_monday(void **state)
{
	(void)state;
	assert_int_equal(clock_weekday(day(2026, 11, 23)), 1);
	assert_int_equal(clock_weekday(day(2026, 11, 22)), 7);
	assert_int_equal(clock_weekday(0), 4);
	assert_int_equal(clock_weekday(day(1900, 1, 1)), 1);
}

/* 2026-03-29 01:00 UTC: 03:00 EET becomes 04:00 EEST. */
static void
clocks_go_forward_on_the_last_sunday_of_march(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	int64_t sunday = day(2026, 3, 29), change = sunday * 86400 + 3600;

	(void)state;
	assert_string_equal(clock_stamp(a, change - 60), "29.03.2026 02:59");
	assert_string_equal(clock_stamp(a, change), "29.03.2026 04:00");
	assert_int_equal(clock_instant(sunday, 2, 59), change - 60);
	assert_int_equal(clock_instant(sunday, 4, 0), change);
	/* The hour that does not exist is read after the gap. */
	assert_string_equal(clock_hm(a, clock_instant(sunday, 3, 30)), "04:30");
}

/* 2026-10-25 01:00 UTC: 04:00 EEST becomes 03:00 EET. */
static void
clocks_go_back_on_the_last_sunday_of_october(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	int64_t sunday = day(2026, 10, 25), change = sunday * 86400 + 3600;

	(void)state;
	assert_string_equal(clock_stamp(a, change - 60), "25.10.2026 03:59");
	assert_string_equal(clock_stamp(a, change), "25.10.2026 03:00");
	/* 03:30 comes twice: the first one is meant. */
	assert_int_equal(clock_instant(sunday, 3, 30), change - 1800);
	assert_int_equal(clock_instant(sunday, 4, 0), change + 3600);
	assert_int_equal(clock_instant(sunday, 2, 0), change - 7200);
}

static void
the_date_in_kyiv_changes_before_that_of_utc(void **state)
{
	(void)state;
	assert_int_equal(clock_day_at(day(2026, 11, 22) * 86400 + 22 * 3600),
	    day(2026, 11, 23));
	assert_int_equal(
	    clock_day_at(day(2026, 11, 22) * 86400 + 22 * 3600 - 1),
	    day(2026, 11, 22));
	assert_int_equal(
	    clock_day_at(day(2026, 7, 1) * 86400 + 21 * 3600), day(2026, 7, 2));
	assert_int_equal(clock_day_at(-7201), -1);
}

static void
every_wall_clock_time_comes_back(void **state)
{
	struct date d;
	int64_t i;
	int hour, minute;

	(void)state;
	for (i = day(2024, 1, 1); i < day(2028, 1, 1); i++) {
		clock_local(clock_instant(i, 8, 30), &d, &hour, &minute);
		assert_int_equal(clock_days(d), i);
		assert_int_equal(hour * 60 + minute, 510);
		clock_local(clock_instant(i, 0, 0), &d, &hour, &minute);
		assert_int_equal(clock_days(d), i);
		assert_int_equal(hour + minute, 0);
	}
}

static void
dates_are_read_in_the_forms_people_use(void **state)
{
	static const char *const same[] = {
	    "23.11.2026", "2026-11-23", "23/11/2026"};
	int64_t days;
	size_t i;

	(void)state;
	for (i = 0; i < 3; i++) {
		assert_int_equal(clock_parse_date(same[i], &days), OK);
		assert_int_equal(days, day(2026, 11, 23));
	}
	assert_int_equal(clock_parse_date("3.9.2026", &days), OK);
	assert_int_equal(days, day(2026, 9, 3));
}

static void
what_is_no_date_is_refused(void **state)
{
	static const char *const wrong[] = {"", "3", "3.", "3.9", "3.9.",
	    "31.02.2015", "3.9.26", "2026.11.23", "23-11-2026", "23.11/2026",
	    "23.11.2026 ", " 23.11.2026", "23.11.20266", "003.9.2026",
	    "2026-1-1", "2026-11-2a", "-3.9.2026", "2026-13-01", "20261123",
	    "2026-11.23", "1899-12-31", "2101-01-01", "23.11.-026",
	    "２３.11.2026"};
	int64_t days = 7;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_int_equal(
		    clock_parse_date(wrong[i], &days), ERR_INVALID);
	assert_int_equal(days, 7);
}

static void
dates_are_written_as_each_reader_expects(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	int64_t d = day(2026, 9, 3);

	(void)state;
	assert_string_equal(clock_iso(a, d), "2026-09-03");
	assert_string_equal(clock_short(a, d), "03.09.2026");
	assert_string_equal(
	    clock_long(a, "uk", d), "3" NBSP "вересня 2026" NBSP "р.");
	assert_string_equal(clock_long(a, "en", d), "3" NBSP "September 2026");
	assert_string_equal(
	    clock_long_stamp(a, "uk", clock_instant(d, 14, 5)),
	    "3" NBSP "вересня 2026" NBSP "р., 14:05");
	assert_string_equal(clock_long_stamp(a, "en", clock_instant(d, 8, 0)),
	    "3" NBSP "September 2026, 08:00");
	assert_string_equal(clock_day_month(a, "uk", d), "3" NBSP "вересня");
	assert_string_equal(clock_month_name("uk", 11), "Листопад");
	assert_string_equal(clock_month_name("en", 5), "May");
	assert_string_equal(clock_weekday_short("uk", 7), "нд");
	assert_string_equal(clock_weekday_long("uk", 5), "п’ятниця");
	assert_string_equal(clock_weekday_short("en", 1), "Mon");
	assert_string_equal(clock_weekday_long("en", 1), "Monday");
}

static void
mail_and_http_dates_follow_their_rfc(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();

	(void)state;
	/* RFC 9110 section 5.6.7. */
	assert_string_equal(
	    clock_http(a, 784111777), "Sun, 06 Nov 1994 08:49:37 GMT");
	assert_string_equal(
	    clock_rfc5322(a, 1795435749), "Mon, 23 Nov 2026 14:09:09 +0200");
	assert_string_equal(
	    clock_rfc5322(a, 1782864000), "Wed, 01 Jul 2026 03:00:00 +0300");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(days_and_dates_agree_over_two_centuries),
	    cmocka_unit_test(impossible_dates_are_refused),
	    cmocka_unit_test(week_starts_on_monday),
	    cmocka_unit_test(clocks_go_forward_on_the_last_sunday_of_march),
	    cmocka_unit_test(clocks_go_back_on_the_last_sunday_of_october),
	    cmocka_unit_test(the_date_in_kyiv_changes_before_that_of_utc),
	    cmocka_unit_test(every_wall_clock_time_comes_back),
	    cmocka_unit_test(dates_are_read_in_the_forms_people_use),
	    cmocka_unit_test(what_is_no_date_is_refused),
	    cmocka_unit_test(dates_are_written_as_each_reader_expects),
	    cmocka_unit_test(mail_and_http_dates_follow_their_rfc),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
