/* SPDX-License-Identifier: EUPL-1.2 */
/* People, classes, subjects, journals and the year, as the office uses them. */
#include "site.h"

#include <stdlib.h>
#include <string.h>

#include "store/classes.h"
#include "store/enrolments.h"
#include "store/guardians.h"
#include "store/journals.h"
#include "store/people.h"
#include "store/roles.h"
#include "store/subjects.h"
#include "store/years.h"
#include "base/table.h"

static void
assert_shows(const struct http_response *res, const char *text)
{
	assert_int_equal(res->status, 200);
	if (!strstr(res->body.p, text))
		fail_msg("not on the page: %s", text);
}

static void
assert_hides(const struct http_response *res, const char *text)
{
	if (strstr(res->body.p, text))
		fail_msg("on the page: %s", text);
}

static void
assert_done(const struct http_response *res)
{
	assert_int_equal(res->status, 303);
}

static const char *
path(struct site *s, const char *pattern, int64_t id)
{
	const char *hole = strstr(pattern, "{}");

	return arena_printf(s->arena, "%.*s%lld%s", (int)(hole - pattern),
	    pattern, (long long)id, hole + 2);
}

/* ---- people -------------------------------------------------------------- */

static void
people_are_found_by_any_beginning_without_apostrophes(void **state)
{
	struct site *s = *state;

	assert_shows(
	    site_get(s, ROLE_SECRETARY, "/s/1/people?q=%D0%B4%27%D1%8F%D1%87"),
	    "Д’яченко Захар");
	assert_shows(
	    site_get(s, ROLE_HEAD, "/s/1/people?q=ЗАХ+дяч"), "Д’яченко Захар");
	assert_hides(site_get(s, ROLE_HEAD, "/s/1/people?q=ченко"), "Д’яченко");
	/* A sign of LIKE is no joker. */
	assert_hides(
	    site_get(s, ROLE_HEAD, "/s/1/people?q=%D0%B4_%D1%87"), "Д’яченко");
}

static void
groups_show_who_they_say(void **state)
{
	struct site *s = *state;
	const struct http_response *res;

	res = site_get(s, ROLE_ADMIN, "/s/1/people?group=staff");
	assert_shows(res, "Лисівка Оксана Петрівна");
	assert_hides(res, "Д’яченко");
	res = site_get(s, ROLE_ADMIN, "/s/1/people?group=left");
	assert_shows(res, "Ґудзь Леонід");
	assert_hides(res, "Лисівка");
	res = site_get(s, ROLE_ADMIN, "/s/1/people?group=parents");
	assert_shows(res, "Авраменко Олена");
}

static void
list_goes_out_without_formulas_and_comes_in_again(void **state)
{
	struct site *s = *state;
	const struct http_response *res;
	struct table_problem problem;
	const struct table *t;

	assert_done(site_post(s, ROLE_ADMIN, "/s/1/people/new",
	    "surname=Сова&given=Ніна&role=teacher&phone=0671112233"));
	res = site_get(
	    s, ROLE_ADMIN, "/s/1/people/export?group=staff&format=csv");
	assert_shows(res, ";'+380671112233;");
	assert_non_null(
	    strstr(site_header(res, "Content-Disposition"), "attachment"));
	assert_int_equal(
	    table_read(s->arena, res->body.p, res->body.len, &t, &problem), OK);
	assert_string_equal(table_cell(t, 0, 1), "Прізвище");
	res = site_get(
	    s, ROLE_ADMIN, "/s/1/people/export?group=pupils&format=xlsx");
	assert_int_equal(
	    table_read(s->arena, res->body.p, res->body.len, &t, &problem), OK);
	assert_int_equal(t->rows_n, 34);
}

static void
new_person_is_checked_field_by_field(void **state)
{
	struct site *s = *state;
	const struct http_response *res;
	int64_t before = site_events(s);

	res = site_post(s, ROLE_ADMIN, "/s/1/people/new",
	    "surname=&given=Ніна&role=teacher");
	assert_int_equal(res->status, 422);
	assert_non_null(strstr(res->body.p, "Введіть прізвище"));
	res = site_post(s, ROLE_ADMIN, "/s/1/people/new",
	    "surname=Сова&given=Ніна&role=pupil&class=999");
	assert_int_equal(res->status, 422);
	assert_non_null(strstr(res->body.p, "Виберіть клас"));
	res = site_post(s, ROLE_ADMIN, "/s/1/people/new",
	    "surname=Сова&given=Ніна&role=teacher&email=nope");
	assert_int_equal(res->status, 422);
	assert_non_null(strstr(res->body.p, "value='nope'"));
	assert_int_equal(site_events(s), before);
}

static void
secretary_gives_no_rights(void **state)
{
	struct site *s = *state;

	assert_int_equal(site_post(s, ROLE_SECRETARY, "/s/1/people/new",
			     "surname=Сова&given=Ніна&role=head")
			     ->status,
	    403);
	assert_int_equal(site_post(s, ROLE_SECRETARY,
			     path(s, "/s/1/people/{}/role", FX_ALGEBRA_TEACHER),
			     "do=give&role=admin")
			     ->status,
	    403);
}

static void
last_day_ends_access(void **state)
{
	struct site *s = *state;

	assert_done(site_post(s, ROLE_ADMIN,
	    path(s, "/s/1/people/{}/leave", FX_CLASS_TEACHER),
	    "do=set&day=2026-11-22"));
	assert_shows(
	    site_get(s, ROLE_ADMIN, "/s/1/people?group=left"), "Ткаченко");
	assert_int_not_equal(
	    site_get(s, ROLE_CLASS_TEACHER, "/s/1/people")->status, 200);
	/* Nobody ends their own access. */
	assert_int_equal(
	    site_post(s, ROLE_ADMIN, path(s, "/s/1/people/{}/leave", FX_ADMIN),
		"do=set&day=2026-11-22")
		->status,
	    409);
}

static void
last_administrator_stays(void **state)
{
	struct site *s = *state;

	assert_int_equal(
	    site_post(s, ROLE_ADMIN, path(s, "/s/1/people/{}/role", FX_ADMIN),
		"do=end&role=admin")
		->status,
	    409);
}

static void
pupil_moves_to_another_class(void **state)
{
	struct site *s = *state;
	struct enrolment_step *steps;
	size_t n;

	assert_done(site_post(s, ROLE_SECRETARY,
	    path(s, "/s/1/people/{}/move", FX_PUPIL),
	    arena_printf(s->arena, "class=%d&day=2026-11-23", FX_CLASS_B)));
	assert_int_equal(enrolments_pupil(s->fx.act.school, s->arena, 1,
			     FX_PUPIL, &steps, &n),
	    OK);
	assert_int_equal(n, 2);
	assert_string_equal(steps[0].label, "7-Б");
	assert_int_equal(steps[1].ends_on, s->fx.today - 1);
}

static void
guardian_is_added_connected_and_disconnected(void **state)
{
	struct site *s = *state;
	int64_t pupil = FX_PUPIL + 5;
	struct guardian_line *lines;
	size_t n;

	assert_done(site_post(s, ROLE_SECRETARY, "/s/1/people/new",
	    arena_printf(s->arena,
		"surname=Ґудзь&given=Віра&role=guardian&relation=mother"
		"&pupil=%lld",
		(long long)pupil)));
	assert_done(site_post(s, ROLE_SECRETARY,
	    path(s, "/s/1/people/{}/guardian", pupil),
	    arena_printf(s->arena, "do=link&guardian=%d", FX_MOTHER)));
	assert_int_equal(
	    guardians_of(s->fx.act.school, s->arena, 1, pupil, &lines, &n), OK);
	assert_int_equal(n, 2);
	assert_done(site_post(s, ROLE_SECRETARY,
	    path(s, "/s/1/people/{}/guardian", pupil),
	    arena_printf(s->arena, "do=end&guardian=%d", FX_MOTHER)));
	assert_int_equal(
	    guardians_of(s->fx.act.school, s->arena, 1, pupil, &lines, &n), OK);
	assert_int_equal(n, 1);
	assert_string_equal(lines[0].person.given, "Віра");
}

static void
two_entries_become_one(void **state)
{
	struct site *s = *state;
	const struct http_response *res;
	struct person p;
	int64_t id;

	res = site_post(s, ROLE_ADMIN, "/s/1/people/new",
	    "surname=Лисівка&given=Оксана&patronymic=Петрівна&role=teacher"
	    "&phone=0671112233");
	assert_done(res);
	id = strtoll(
	    site_header(res, "Location") + strlen("/s/1/people/"), NULL, 10);
	assert_shows(site_get(s, ROLE_ADMIN,
			 path(s, "/s/1/people/{}", FX_ALGEBRA_TEACHER)),
	    "Можливо, це та сама особа");
	assert_done(site_post(s, ROLE_ADMIN,
	    path(s, "/s/1/people/{}/merge", FX_ALGEBRA_TEACHER),
	    arena_printf(s->arena, "from=%lld", (long long)id)));
	assert_int_equal(
	    people_find(s->fx.act.school, s->arena, 1, FX_ALGEBRA_TEACHER, &p),
	    OK);
	assert_string_equal(p.phone, "+380671112233");
	res = site_get(s, ROLE_ADMIN, path(s, "/s/1/people/{}", id));
	assert_int_equal(res->status, 303);
}

static void
entry_with_an_account_is_the_one_that_stays(void **state)
{
	struct site *s = *state;

	assert_int_equal(
	    site_post(s, ROLE_ADMIN, path(s, "/s/1/people/{}/merge", FX_HEAD),
		arena_printf(s->arena, "from=%d", FX_ADMIN))
		->status,
	    409);
}

/* ---- classes, subjects, the year ----------------------------------------- */

static void
class_is_added_in_its_one_form(void **state)
{
	struct site *s = *state;
	struct class class;

	assert_done(site_post(s, ROLE_DEPUTY, "/s/1/classes", "label=5+а"));
	assert_int_equal(classes_find_label(s->fx.act.school, s->arena, 1, 2026,
			     "5-А", &class),
	    OK);
	assert_int_equal(
	    site_post(s, ROLE_DEPUTY, "/s/1/classes", "label=5А")->status, 422);
	assert_int_equal(
	    site_post(s, ROLE_DEPUTY, "/s/1/classes", "label=77")->status, 422);
	assert_done(site_post(
	    s, ROLE_ADMIN, path(s, "/s/1/classes/{}", class.id), "do=remove"));
	assert_int_equal(site_post(s, ROLE_ADMIN,
			     path(s, "/s/1/classes/{}", FX_CLASS), "do=remove")
			     ->status,
	    409);
}

static void
class_teacher_changes_from_a_day(void **state)
{
	struct site *s = *state;
	struct class_teacher *rows;
	size_t n;

	assert_done(site_post(s, ROLE_HEAD,
	    path(s, "/s/1/classes/{}/teacher", FX_CLASS),
	    arena_printf(
		s->arena, "person=%d&day=2026-11-24", FX_ALGEBRA_TEACHER)));
	assert_int_equal(classes_teachers(s->fx.act.school, s->arena, 1,
			     FX_CLASS, &rows, &n),
	    OK);
	assert_int_equal(n, 2);
	assert_int_equal(rows[0].person, FX_ALGEBRA_TEACHER);
	assert_int_equal(rows[1].ends_on, s->fx.today);
	/* A pupil leads no class. */
	assert_int_not_equal(site_post(s, ROLE_HEAD,
				 path(s, "/s/1/classes/{}/teacher", FX_CLASS),
				 arena_printf(s->arena, "person=%d", FX_PUPIL))
				 ->status,
	    303);
}

static void
subjects_are_seeded_once_and_edited(void **state)
{
	struct site *s = *state;
	struct subject *list;
	size_t n, again;
	int64_t before;

	assert_done(site_post(s, ROLE_ADMIN, "/s/1/subjects/seed", NULL));
	assert_int_equal(
	    subjects_list(s->fx.act.school, s->arena, 1, true, &list, &n), OK);
	assert_true(n > 30);
	before = site_events(s);
	assert_done(site_post(s, ROLE_ADMIN, "/s/1/subjects/seed", NULL));
	assert_int_equal(site_events(s), before);
	assert_int_equal(
	    subjects_list(s->fx.act.school, s->arena, 1, true, &list, &again),
	    OK);
	assert_int_equal(again, n);
	assert_int_equal(
	    site_post(s, ROLE_ADMIN, "/s/1/subjects", "name=АЛГЕБРА&field=math")
		->status,
	    422);
	assert_int_equal(
	    site_post(s, ROLE_ADMIN, path(s, "/s/1/subjects/{}", FX_ALGEBRA),
		"do=remove")
		->status,
	    409);
}

static void
journals_are_made_by_ticks_with_the_proposed_teacher(void **state)
{
	struct site *s = *state;
	struct journal_teacher *holders;
	struct journal *journals;
	size_t n;

	assert_done(site_post(s, ROLE_ADMIN, "/s/1/journals/setup",
	    arena_printf(s->arena, "make=%d-%d&make=%d-%d", FX_CLASS_B,
		FX_UKRAINIAN, FX_CLASS, FX_ALGEBRA)));
	assert_int_equal(
	    journals_list(s->fx.act.school, s->arena, 1, 2026, &journals, &n),
	    OK);
	assert_int_equal(n, 4);
	assert_done(site_post(s, ROLE_ADMIN,
	    path(s, "/s/1/journals/setup/{}", FX_UKRAINIAN),
	    arena_printf(s->arena, "class=%d&teacher=%d", FX_CLASS_B,
		FX_CLASS_TEACHER)));
	assert_int_equal(journals_teachers(s->fx.act.school, s->arena, 1, 2026,
			     0, s->fx.today, &holders, &n),
	    OK);
	assert_int_equal(n, 4);
	/* A subgroup is a journal of its own. */
	assert_done(site_post(s, ROLE_ADMIN,
	    path(s, "/s/1/journals/setup/{}", FX_UKRAINIAN),
	    arena_printf(s->arena, "class=%d&teacher=0&part=1-ша+підгрупа",
		FX_CLASS_B)));
	assert_int_equal(
	    journals_list(s->fx.act.school, s->arena, 1, 2026, &journals, &n),
	    OK);
	assert_int_equal(n, 5);
}

static void
foreign_numbers_make_no_journal(void **state)
{
	struct site *s = *state;
	int64_t before = site_events(s);

	assert_int_equal(
	    site_post(s, ROLE_ADMIN, "/s/1/journals/setup", "make=1-999")
		->status,
	    404);
	assert_int_equal(site_post(s, ROLE_ADMIN,
			     path(s, "/s/1/journals/setup/{}", FX_ALGEBRA),
			     arena_printf(s->arena, "class=%d&teacher=%d",
				 FX_CLASS, FX_PUPIL))
			     ->status,
	    400);
	assert_int_equal(site_events(s), before);
}

static void
dates_of_the_year_are_proposed_then_kept(void **state)
{
	static const char good[] =
	    "year=2026&terms=2&school_days=5&starts_on=2026-09-01&ends_on=2027-"
	    "06-10"
	    "&term1_starts_on=2026-09-01&term1_ends_on=2026-12-24"
	    "&term2_starts_on=2027-01-12&term2_ends_on=2027-06-10";
	static const char bad[] =
	    "year=2026&terms=2&school_days=5&starts_on=2026-09-01&ends_on=2027-"
	    "06-10"
	    "&term1_starts_on=2026-09-01&term1_ends_on=2027-01-24"
	    "&term2_starts_on=2027-01-12&term2_ends_on=2027-06-10";
	struct site *s = *state;
	struct academic_year year;

	assert_shows(
	    site_get(s, ROLE_ADMIN, "/s/1/year"), "Дати лише запропоновано");
	assert_int_equal(
	    site_post(s, ROLE_ADMIN, "/s/1/year/dates", bad)->status, 422);
	assert_done(site_post(s, ROLE_ADMIN, "/s/1/year/dates", good));
	assert_int_equal(years_find(s->fx.act.school, 1, 2026, &year), OK);
	assert_int_equal(year.terms_n, 2);
	assert_int_equal(clock_date(year.terms[0].ends_on).day, 24);
	assert_hides(
	    site_get(s, ROLE_ADMIN, "/s/1/year"), "Дати лише запропоновано");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    SITE_TEST(people_are_found_by_any_beginning_without_apostrophes),
	    SITE_TEST(groups_show_who_they_say),
	    SITE_TEST(list_goes_out_without_formulas_and_comes_in_again),
	    SITE_TEST(new_person_is_checked_field_by_field),
	    SITE_TEST(secretary_gives_no_rights),
	    SITE_TEST(last_day_ends_access),
	    SITE_TEST(last_administrator_stays),
	    SITE_TEST(pupil_moves_to_another_class),
	    SITE_TEST(guardian_is_added_connected_and_disconnected),
	    SITE_TEST(two_entries_become_one),
	    SITE_TEST(entry_with_an_account_is_the_one_that_stays),
	    SITE_TEST(class_is_added_in_its_one_form),
	    SITE_TEST(class_teacher_changes_from_a_day),
	    SITE_TEST(subjects_are_seeded_once_and_edited),
	    SITE_TEST(journals_are_made_by_ticks_with_the_proposed_teacher),
	    SITE_TEST(foreign_numbers_make_no_journal),
	    SITE_TEST(dates_of_the_year_are_proposed_then_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
