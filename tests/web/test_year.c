/* SPDX-License-Identifier: EUPL-1.2 */
/* Calendar, dates, bells and shifts as the office sees them. */
#include "site.h"

#include <stdlib.h>
#include <string.h>

#include "store/bells.h"
#include "store/years.h"

static void
assert_shows(const struct http_response *res, const char *text)
{
	if (!strstr(res->body.p, text))
		fail_msg("not on the page: %s", text);
}

static void
break_is_entered_shown_removed_and_brought_back(void **state)
{
	struct site *s = *state;
	const struct http_response *res;

	res = site_post(s, ROLE_DEPUTY, "/s/1/year/entry",
	    "kind=holiday&starts_on=2026-12-25&ends_on=2027-01-10"
	    "&name=Зимові+канікули&class=1");
	assert_int_equal(res->status, 303);
	assert_non_null(strstr(site_header(res, "Location"), "year=2026"));
	res = site_get(s, ROLE_TEACHER, "/s/1/year?class=1");
	assert_int_equal(res->status, 200);
	assert_shows(res, "Зимові канікули");
	assert_shows(res, "25.12–10.01.2027");
	assert_shows(res, "<td class='f'>28");
	/* A teacher reads and changes nothing. */
	assert_null(strstr(res->body.p, "/year/entry"));
	res = site_post(s, ROLE_DEPUTY, "/s/1/year/entry/1", "do=remove");
	assert_int_equal(res->status, 303);
	res = site_get(s, ROLE_DEPUTY, "/s/1/year");
	assert_shows(res, "вилучено");
	assert_int_equal(
	    site_post(s, ROLE_HEAD, "/s/1/year/undo", "change=2")->status, 303);
	res = site_post(s, ROLE_DEPUTY, "/s/1/year/undo", "change=2");
	assert_int_equal(res->status, 404);
	assert_shows(res, "Її вже скасовано");
	assert_shows(site_get(s, ROLE_DEPUTY, "/s/1/year"), "Зимові канікули");
}

static void
refused_entry_says_why_and_keeps_what_was_typed(void **state)
{
	struct site *s = *state;
	const int64_t events = site_events(s);
	const struct http_response *res =
	    site_post(s, ROLE_ADMIN, "/s/1/year/entry",
		"kind=holiday&starts_on=31.02.2027&name=<b>&class=77");

	assert_int_equal(res->status, 422);
	assert_shows(res, "value='31.02.2027'");
	assert_shows(res, "&lt;b&gt;");
	assert_shows(res, "Введіть дату");
	assert_shows(res, "Назва канікул");
	assert_shows(res, "Одного з цих класів уже немає");
	assert_int_equal(site_events(s), events);
	res = site_post(s, ROLE_ADMIN, "/s/1/year/entry", "kind=party");
	assert_int_equal(res->status, 404);
	res = site_post(s, ROLE_ADMIN, "/s/1/year/undo", "change=5");
	assert_int_equal(res->status, 404);
}

static void
bells_are_counted_first_and_saved_after(void **state)
{
	struct site *s = *state;
	const struct http_response *res;
	struct bells bells;

	res = site_post(s, ROLE_ADMIN, "/s/1/year/bells",
	    "year=2026&shift=1&weekday=0&do=plan&first=8.00&number=0"
	    "&minutes=45&breaks=10+20");
	assert_int_equal(res->status, 200);
	assert_shows(res, "name='s2' value='10:00'");
	assert_int_equal(bells_read(s->fx.act.school, 1, 2026, &bells), OK);
	assert_false(bells.days[0][0].set);
	res = site_post(s, ROLE_ADMIN, "/s/1/year/bells",
	    "year=2026&shift=1&weekday=0&s1=0830&e1=09:15&s2=09:25");
	assert_int_equal(res->status, 422);
	assert_shows(res, "Введіть обидва часи");
	assert_shows(res, "value='0830'");
	res = site_post(s, ROLE_ADMIN, "/s/1/year/bells",
	    "year=2026&shift=1&weekday=0&s1=0830&e1=09:15");
	assert_int_equal(res->status, 303);
	assert_int_equal(bells_read(s->fx.act.school, 1, 2026, &bells), OK);
	assert_int_equal(bells.days[0][0].starts[1], 510);
}

static void
year_may_have_three_trimesters(void **state)
{
	struct site *s = *state;
	const struct http_response *res;
	struct academic_year year;

	res = site_get(s, ROLE_ADMIN,
	    "/s/1/year/dates?year=2026&periods=trimester&terms=3");
	assert_shows(res, "3-й триместр");
	res = site_post(s, ROLE_ADMIN, "/s/1/year/dates",
	    "year=2026&periods=trimester&terms=3&school_days=6"
	    "&starts_on=2026-09-01&ends_on=2027-06-30"
	    "&term1_starts_on=2026-09-01&term1_ends_on=2026-11-30"
	    "&term2_starts_on=2026-12-01&term2_ends_on=2027-02-28"
	    "&term3_starts_on=2027-03-01&term3_ends_on=2027-05-31");
	assert_int_equal(res->status, 303);
	assert_int_equal(years_find(s->fx.act.school, 1, 2026, &year), OK);
	assert_int_equal(year.terms_n, 3);
	assert_int_equal(year.school_days, 6);
	assert_int_equal(year.periods, PERIODS_TRIMESTER);
}

static void
shifts_are_saved_together(void **state)
{
	struct site *s = *state;
	struct class_shift *got;
	size_t n;

	assert_int_equal(
	    site_post(s, ROLE_DEPUTY, "/s/1/year/shifts", "year=2026&c1=2&c2=1")
		->status,
	    303);
	assert_int_equal(
	    bells_shifts(s->fx.act.school, s->arena, 1, &got, &n), OK);
	assert_int_equal(n, 1);
	assert_int_equal(site_post(s, ROLE_DEPUTY, "/s/1/year/shifts",
			     "year=2026&c1=1&c99=2")
			     ->status,
	    422);
	assert_int_equal(
	    bells_shifts(s->fx.act.school, s->arena, 1, &got, &n), OK);
	assert_int_equal(n, 1);
}

static void
lesson_page_warns_of_a_free_day(void **state)
{
	struct site *s = *state;
	const struct http_response *res;

	site_post(s, ROLE_DEPUTY, "/s/1/year/entry",
	    "kind=dayoff&starts_on=2026-11-23&name=День+закладу");
	res = site_get(s, ROLE_TEACHER,
	    "/s/1/journals/1/lessons/new?day=2026-11-23&number=2");
	assert_int_equal(res->status, 200);
	assert_shows(res, "Уроків немає: День закладу.");
	assert_shows(res, "Урок можна записати");
	assert_shows(site_get(s, ROLE_TEACHER, "/s/1/today"), "День закладу");
	assert_shows(site_get(s, ROLE_GUARDIAN, "/s/1/diary"), "День закладу");
}

static void
lesson_is_placed_from_the_grid_and_shown_everywhere(void **state)
{
	struct site *s = *state;
	const struct http_response *res;

	assert_shows(site_get(s, ROLE_DEPUTY, "/s/1/timetable/class/1"),
	    "/timetable/place?class=1&amp;weekday=1&amp;number=1");
	res = site_post(s, ROLE_DEPUTY, "/s/1/timetable/place",
	    "class=1&journal=1&weekday=1&number=2&week=0&room=12"
	    "&from=2026-11-23&do=next");
	assert_int_equal(res->status, 303);
	assert_non_null(strstr(site_header(res, "Location"), "number=3"));
	res = site_get(s, ROLE_TEACHER, "/s/1/timetable/class/1");
	assert_shows(res, "Алгебра");
	assert_shows(res, "каб. 12");
	assert_null(strstr(res->body.p, "/timetable/place"));
	assert_shows(
	    site_get(s, ROLE_TEACHER, "/s/1/timetable/teacher/4"), "7-А");
	assert_shows(site_get(s, ROLE_HEAD, "/s/1/timetable/room/1"), "7-А");
	assert_shows(site_get(s, ROLE_TEACHER, "/s/1/today"),
	    "/journals/1/lessons/new?day=2026-11-23&amp;number=2");
	assert_shows(site_get(s, ROLE_GUARDIAN, "/s/1/diary"), "Алгебра");
}

static void
lesson_that_went_meanwhile_is_not_saved_again(void **state)
{
	struct site *s = *state;
	const char *place = "/s/1/timetable/place";
	const char *first = "class=1&journal=1&weekday=1&number=2&week=0"
			    "&from=2026-11-23&do=save";
	const char *again = "class=1&slot=1&journal=1&weekday=1&number=3"
			    "&week=0&from=2026-11-23&do=save";
	const struct http_response *res;
	int64_t events;

	assert_int_equal(site_post(s, ROLE_DEPUTY, place, first)->status, 303);
	assert_int_equal(site_post(s, ROLE_HEAD, place,
			     "class=1&slot=1&from=2026-11-23&do=remove")
			     ->status,
	    303);
	events = site_events(s);
	res = site_post(s, ROLE_DEPUTY, place, again);
	assert_int_equal(res->status, 409);
	assert_shows(res, "Цього уроку вже немає");
	assert_int_equal(site_events(s), events);
}

static void
wrong_day_of_week_a_is_not_called_a_wrong_order(void **state)
{
	struct site *s = *state;
	const struct http_response *res =
	    site_post(s, ROLE_DEPUTY, "/s/1/year/dates",
		"year=2026&periods=semester&terms=1&starts_on=2026-09-01"
		"&ends_on=2027-06-30&term1_starts_on=2026-09-01"
		"&term1_ends_on=2027-05-31&school_days=5"
		"&week_a_on=31.02.2027");

	assert_int_equal(res->status, 422);
	assert_shows(res, "Такої дати немає");
	assert_shows(res, "#f-week_a_on");
	assert_null(strstr(res->body.p, "Перевірте порядок"));
}

static void
first_page_leads_to_calendar_and_timetable(void **state)
{
	struct site *s = *state;
	const struct http_response *res = site_get(s, ROLE_ADMIN, "/s/1/start");

	assert_int_equal(res->status, 200);
	assert_shows(res, "Відкрити календар");
	assert_shows(res, "Журнали працюють і без розкладу");
	assert_int_equal(site_post(s, ROLE_DEPUTY, "/s/1/year/entry",
			     "kind=dayoff&starts_on=2026-12-18&name=")
			     ->status,
	    303);
	assert_int_equal(site_post(s, ROLE_DEPUTY, "/s/1/timetable/place",
			     "class=1&journal=1&weekday=1&number=2&week=0"
			     "&from=2026-11-23&do=save")
			     ->status,
	    303);
	res = site_get(s, ROLE_ADMIN, "/s/1/start");
	assert_shows(res, "Канікул та особливих днів: 1.");
	assert_shows(res, "Уроків у розкладі: 1.");
}

static void
clash_is_refused_with_the_lesson_that_is_in_the_way(void **state)
{
	struct site *s = *state;
	const struct http_response *res;
	int64_t events;

	site_post(s, ROLE_DEPUTY, "/s/1/timetable/place",
	    "class=1&journal=1&weekday=1&number=2&week=0&room=12"
	    "&from=2026-11-23");
	events = site_events(s);
	res = site_post(s, ROLE_DEPUTY, "/s/1/timetable/place",
	    "class=2&journal=3&weekday=1&number=2&week=0&room=14"
	    "&from=2026-11-23");
	assert_int_equal(res->status, 422);
	assert_shows(res, "в учителя інший урок");
	assert_shows(res, "7-А, Алгебра, Лисівка");
	assert_shows(res, "value='14'");
	res = site_post(s, ROLE_DEPUTY, "/s/1/timetable/place",
	    "class=1&journal=1&weekday=1&number=3&week=0&room=%3B"
	    "&from=31.02.2027");
	assert_int_equal(res->status, 422);
	assert_shows(res, "value='31.02.2027'");
	assert_int_equal(site_events(s), events);
	assert_int_equal(
	    site_get(s, ROLE_DEPUTY, "/s/1/timetable/place?slot=77")->status,
	    404);
	assert_int_equal(
	    site_get(s, ROLE_TEACHER, "/s/1/timetable/teacher/9")->status, 404);
	assert_int_equal(
	    site_get(s, ROLE_TEACHER, "/s/1/timetable/room/9")->status, 404);
	res = site_post(s, ROLE_DEPUTY, "/s/1/timetable/place",
	    "slot=1&class=1&from=2026-11-23&do=remove");
	assert_int_equal(res->status, 303);
	assert_shows(
	    site_get(s, ROLE_DEPUTY, "/s/1/timetable"), "немає розкладу");
}

#define BOUNDARY "----year-test-boundary"

static struct http_response *
upload(struct site *s, enum role role, const char *text)
{
	struct http_request *req =
	    site_request(s, &(struct site_ask){.role = role,
				.method = "POST",
				.path = "/s/1/timetable/import",
				.with_token = true});
	struct http_response *res = arena_alloc(s->arena, sizeof(*res));
	const char *body = arena_printf(s->arena,
	    "--" BOUNDARY "\r\nContent-Disposition: form-data; name=\"file\";"
	    " filename=\"<i>.csv\"\r\nContent-Type: text/csv\r\n\r\n%s\r\n"
	    "--" BOUNDARY "--\r\n",
	    text);

	req->content_type = "multipart/form-data; boundary=" BOUNDARY;
	req->body = (struct bytes){body, strlen(body)};
	http_response_init(res, s->arena);
	app_handle(s->app, 0, req, res);
	return res;
}

static void
file_is_looked_through_named_and_written(void **state)
{
	struct site *s = *state;
	const struct http_response *res;
	int64_t events = site_events(s);

	res = upload(s, ROLE_DEPUTY, "Прізвище;Ім’я\nЯцюк;Ольга\n");
	assert_int_equal(res->status, 422);
	assert_shows(res, "У цьому файлі немає розкладу");
	res = upload(s, ROLE_DEPUTY,
	    "Клас;Предмет;День;Урок\n7-А;Алгебра;пн;1\n7-А;<b>Матем;пн;2\n");
	assert_int_equal(res->status, 303);
	res = site_get(s, ROLE_DEPUTY, "/s/1/timetable/import");
	assert_shows(res, "&lt;i&gt;.csv");
	assert_shows(res, "&lt;b&gt;Матем");
	res = site_post(s, ROLE_DEPUTY, "/s/1/timetable/import/apply",
	    "do=apply&from=2026-11-23");
	assert_int_equal(res->status, 422);
	assert_shows(res, "Деякі рядки не готові");
	assert_int_equal(site_events(s), events);
	res = site_post(s, ROLE_DEPUTY, "/s/1/timetable/import/names",
	    "name-subject0=%3Cb%3EМатем&subject0=1");
	assert_int_equal(res->status, 303);
	res = site_post(s, ROLE_DEPUTY, "/s/1/timetable/import/apply",
	    "do=apply&from=2026-11-23");
	assert_int_equal(res->status, 303);
	assert_int_equal(site_events(s), events + 1);
	assert_shows(site_get(s, ROLE_TEACHER, "/s/1/today"),
	    "/journals/1/lessons/new?day=2026-11-23&amp;number=2");
	upload(s, ROLE_DEPUTY, "Клас;Предмет;День;Урок\n7-А;Алгебра;пн;1\n");
	res = site_post(
	    s, ROLE_DEPUTY, "/s/1/timetable/import/apply", "do=discard");
	assert_int_equal(res->status, 303);
	assert_int_equal(site_events(s), events + 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    SITE_TEST(break_is_entered_shown_removed_and_brought_back),
	    SITE_TEST(refused_entry_says_why_and_keeps_what_was_typed),
	    SITE_TEST(bells_are_counted_first_and_saved_after),
	    SITE_TEST(year_may_have_three_trimesters),
	    SITE_TEST(shifts_are_saved_together),
	    SITE_TEST(lesson_page_warns_of_a_free_day),
	    SITE_TEST(lesson_is_placed_from_the_grid_and_shown_everywhere),
	    SITE_TEST(first_page_leads_to_calendar_and_timetable),
	    SITE_TEST(wrong_day_of_week_a_is_not_called_a_wrong_order),
	    SITE_TEST(lesson_that_went_meanwhile_is_not_saved_again),
	    SITE_TEST(clash_is_refused_with_the_lesson_that_is_in_the_way),
	    SITE_TEST(file_is_looked_through_named_and_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
