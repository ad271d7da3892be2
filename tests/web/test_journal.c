/* SPDX-License-Identifier: EUPL-1.2 */
/* Pages of the journal through the whole application. */
#include "fixture_lessons.h"
#include "site.h"

#include <stdlib.h>

#include "http/compress.h"

/* Budgets of the design: a page of 30 pupils x 40 lessons, a week of a
 * diary. */
#define JOURNAL_PLAIN_MAX 70000
#define JOURNAL_PACKED_MAX 8000
#define DIARY_PLAIN_MAX 50000

static const char *
text(const struct http_response *res)
{
	return res->body.p;
}

static void
has(const struct http_response *res, const char *what)
{
	if (!strstr(text(res), what))
		fail_msg("no \"%s\" in:\n%s", what, text(res));
}

static void
lacks(const struct http_response *res, const char *what)
{
	if (strstr(text(res), what))
		fail_msg("\"%s\" is there", what);
}

/* The value of a hidden field of the page. */
static const char *
hidden(struct site *s, const struct http_response *res, const char *name)
{
	const char *at = strstr(
	    text(res), arena_printf(s->arena, "name='%s' value='", name));
	const char *from;

	assert_non_null(at);
	from = strstr(at, "value='") + strlen("value='");
	return arena_strndup(s->arena, from, strcspn(from, "'"));
}

/* ---- the grid ------------------------------------------------------------ */

static void
fill_journal(struct site *s)
{
	struct fixture *f = &s->fx;
	struct gradebook_cell cells[FX_PUPILS];
	struct gradebook_result results[FX_PUPILS];
	static const char *const typed[] = {
	    "7", "10", "", "9", "н", "12", "8", "", "6", "11"};
	int64_t day = fixture_day(9, 14);

	for (int column = 0; column < 40; day++) {
		int64_t lesson;
		size_t n = 0;

		if (clock_weekday(day) > 5)
			continue;
		lesson = fixture_lesson(f, FX_J_ALGEBRA, day, 2, "Рівняння");
		for (int i = 0; i < FX_PUPILS; i++)
			if (*typed[(i * 7 + column * 3) % 10])
				cells[n++] = (struct gradebook_cell){lesson,
				    FX_PUPIL + i,
				    typed[(i * 7 + column * 3) % 10],
				    fixture_newest(f)};
		assert_int_equal(gradebook_save(&f->act, FX_J_ALGEBRA,
				     fixture_uuid(f), cells, n, results),
		    OK);
		column++;
	}
}

static size_t
packed(struct site *s, const struct http_response *res)
{
	struct compressor *c = compress_new();
	struct bytes out = {0};

	assert_true(compress_page(c, COMPRESS_BROTLI, s->arena,
	    (struct bytes){res->body.p, res->body.len}, &out));
	compress_free(c);
	return out.len;
}

static void
a_full_page_stays_within_its_budget(void **state)
{
	struct site *s = *state;
	const struct http_response *res;

	fill_journal(s);
	res = site_get(s, ROLE_TEACHER, "/s/1/journals/1");
	assert_int_equal(res->status, 200);
	print_message(
	    "journal: %zu bytes, %zu packed\n", res->body.len, packed(s, res));
	assert_in_range(res->body.len, 1, JOURNAL_PLAIN_MAX);
	assert_in_range(packed(s, res), 1, JOURNAL_PACKED_MAX);
	has(res, "data-p='9'");
	has(res, "Авраменко В<span>ікторія</span>");
	/* One of them is at a lesson where the absence was typed. */
	has(res, "<i>н</i>");
	res = site_get(s, ROLE_GUARDIAN, "/s/1/diary?day=2026-10-07");
	assert_int_equal(res->status, 200);
	assert_in_range(res->body.len, 1, DIARY_PLAIN_MAX);
}

static void
head_and_class_teacher_read_what_they_may_not_write(void **state)
{
	struct site *s = *state;
	const struct http_response *res;

	fixture_lesson(&s->fx, FX_J_ALGEBRA, s->fx.today, 2, "Рівняння");
	res = site_get(s, ROLE_HEAD, "/s/1/journals/1");
	assert_int_equal(res->status, 200);
	lacks(res, "data-cells");
	lacks(res, "journal.");
	res = site_get(s, ROLE_CLASS_TEACHER, "/s/1/journals/1");
	assert_int_equal(res->status, 200);
	lacks(res, "data-cells");
	res = site_get(s, ROLE_CLASS_TEACHER, "/s/1/journals/3");
	assert_int_equal(res->status, 404);
	res = site_get(s, ROLE_ADMIN, "/s/1/journals/1/topics");
	assert_int_equal(res->status, 403);
	res = site_post(s, ROLE_CLASS_TEACHER, "/s/1/journals/1/lessons/1",
	    "day=2026-11-23&number=2&hours=1&topic=x&homework=&seen=99"
	    "&uuid=00000000-0000-4000-8000-0000000000aa");
	assert_int_equal(res->status, 403);
}

/* ---- cells as JSON ------------------------------------------------------- */

static struct http_response *
post_cells(struct site *s, const char *body)
{
	const struct site_ask ask = {.role = ROLE_TEACHER,
	    .method = "POST",
	    .path = "/s/1/journals/1/cells",
	    .body = body,
	    .with_token = true,
	    .json = true};

	return site_ask(s, &ask);
}

static const char *
cells_body(struct site *s, int uuid, const char *value, int64_t seen)
{
	return arena_printf(s->arena,
	    "{\"uuid\":\"00000000-0000-4000-8000-0000000000%02x\","
	    "\"cells\":[{\"c\":1,\"p\":9,\"v\":\"%s\",\"seen\":%lld}]}",
	    (unsigned)uuid, value, (long long)seen);
}

static void
a_cell_is_saved_and_a_repeat_is_answered_alike(void **state)
{
	struct site *s = *state;
	const struct http_response *res;
	const char *first;
	int64_t events;

	fixture_lesson(&s->fx, FX_J_ALGEBRA, s->fx.today, 2, "Рівняння");
	res = post_cells(s, cells_body(s, 1, "9", 50));
	assert_int_equal(res->status, 200);
	assert_string_equal(res->content_type, "application/json");
	has(res, "\"s\":\"saved\"");
	has(res, "\"mark\":\"9\"");
	first = text(res);
	events = site_events(s);
	res = post_cells(s, cells_body(s, 1, "9", 50));
	assert_string_equal(text(res), first);
	assert_int_equal(site_events(s), events);
	res = post_cells(s, cells_body(s, 1, "10", 50));
	assert_int_equal(res->status, 409);
	assert_int_equal(site_events(s), events);
}

static void
a_conflict_shows_the_other_value_and_who(void **state)
{
	struct site *s = *state;
	const struct http_response *res;
	int64_t seen;

	fixture_lesson(&s->fx, FX_J_ALGEBRA, s->fx.today, 2, "Рівняння");
	seen = fixture_newest(&s->fx);
	post_cells(s, cells_body(s, 1, "8", seen));
	res = post_cells(s, cells_body(s, 2, "9", seen));
	assert_int_equal(res->status, 200);
	has(res, "\"s\":\"clash\"");
	has(res, "\"mark\":\"8\"");
	has(res, "Лисівка");
	res = post_cells(s, cells_body(s, 3, "13", 99));
	has(res, "\"s\":\"refused\"");
	has(res, "Оцінки 13 немає");
}

static void
broken_cells_are_refused(void **state)
{
	struct site *s = *state;
	static const char *const wrong[] = {"", "{}", "[1]", "{\"uuid\":1}",
	    "{\"uuid\":\"x\",\"cells\":[{}]}",
	    ("{\"uuid\":\"x\",\"cells\":[{\"c\":1,\"p\":9,\"v\":\"9\","
	     "\"seen\":1}]}")};
	const int64_t events = site_events(s);

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		const struct http_response *res = post_cells(s, wrong[i]);

		assert_in_range(res->status, 400, 422);
	}
	assert_int_equal(site_events(s), events);
}

/* ---- forms without a script ---------------------------------------------- */

static void
a_column_is_a_form_that_keeps_what_was_wrong(void **state)
{
	struct site *s = *state;
	const struct http_response *res;

	fixture_lesson(&s->fx, FX_J_ALGEBRA, s->fx.today, 2, "Рівняння");
	res = site_get(s, ROLE_TEACHER, "/s/1/journals/1/columns/1");
	assert_int_equal(res->status, 200);
	res = site_post(s, ROLE_TEACHER, "/s/1/journals/1/columns/1",
	    arena_printf(s->arena, "seen=%s&uuid=%s&m9=11&m10=13&m11=",
		hidden(s, res, "seen"), hidden(s, res, "uuid")));
	assert_int_equal(res->status, 422);
	has(res, "value='13'");
	has(res, "Оцінки 13 немає");
	has(res, "value='11'");
	res = site_post(s, ROLE_TEACHER, "/s/1/journals/1/columns/1",
	    arena_printf(s->arena, "seen=%s&uuid=%s&m9=11&m10=12&m11=",
		hidden(s, res, "seen"), hidden(s, res, "uuid")));
	assert_int_equal(res->status, 303);
	res = site_get(s, ROLE_TEACHER, "/s/1/journals/1");
	has(res, "<td>12</td>");
}

static void
an_empty_field_beside_an_absence_leaves_it(void **state)
{
	struct site *s = *state;
	const struct http_response *res;
	const int64_t id =
	    fixture_lesson(&s->fx, FX_J_ALGEBRA, s->fx.today, 2, "Рівняння");

	fixture_cell(&s->fx, FX_J_ALGEBRA, id, FX_PUPIL, "н");
	res = site_get(s, ROLE_TEACHER, "/s/1/journals/1/columns/1");
	res = site_post(s, ROLE_TEACHER, "/s/1/journals/1/columns/1",
	    arena_printf(s->arena, "seen=%s&uuid=%s&m9=&m10=8",
		hidden(s, res, "seen"), hidden(s, res, "uuid")));
	assert_int_equal(res->status, 303);
	res = site_get(s, ROLE_TEACHER, "/s/1/journals/1");
	has(res, "<i>н</i>");
}

/* ---- lesson -------------------------------------------------------------- */

static void
a_lesson_is_made_with_roll_and_marks_by_one_form(void **state)
{
	struct site *s = *state;
	const struct http_response *res;
	const char *to;

	res = site_get(s, ROLE_TEACHER,
	    "/s/1/journals/1/lessons/new?day=2026-11-23&number=3");
	assert_int_equal(res->status, 200);
	has(res, "Зберегти з присутністю");
	res = site_post(s, ROLE_TEACHER, "/s/1/journals/1/lessons",
	    arena_printf(s->arena,
		"seen=%s&uuid=%s&day=2026-11-23&number=3&hours=1&kind=control"
		"&topic=Функції&homework=§+12&due=2026-11-25&take=1"
		"&a9=absent&a10=late&t10=15&a11=&m0.10=9&m0.11=",
		hidden(s, res, "seen"), hidden(s, res, "uuid")));
	assert_int_equal(res->status, 303);
	to = site_header(res, "Location");
	assert_string_equal(to, "/s/1/journals/1/lessons/1");
	res = site_get(s, ROLE_TEACHER, to);
	has(res, "Функції");
	has(res, "name='a9' value='absent' checked");
	has(res, "name='t10' value='15'");
	has(res, "name='m1.10' value='9'");
	has(res, "Присутність записано");
	res = site_get(s, ROLE_TEACHER, "/s/1/today");
	has(res, "заповнено");
	res = site_get(s, ROLE_GUARDIAN, "/s/1/diary?pupil=9");
	has(res, "Функції");
	has(res, "відсутність");
	res = site_get(s, ROLE_TEACHER, "/s/1/journals/1/topics");
	has(res, "§ 12");
}

static void
a_wrong_lesson_form_comes_back_as_typed(void **state)
{
	struct site *s = *state;
	const int64_t events = site_events(s);
	const struct http_response *res = site_post(s, ROLE_TEACHER,
	    "/s/1/journals/1/lessons",
	    "seen=0&uuid=00000000-0000-4000-8000-0000000000aa&day=31.02.2026"
	    "&number=3&hours=1&kind=lesson&topic=Моя+тема&homework=&a9=absent"
	    "&m0.10=9");

	assert_int_equal(res->status, 422);
	has(res, "Моя тема");
	has(res, "Такої дати немає");
	has(res, "name='a9' value='absent' checked");
	has(res, "value='9'");
	assert_int_equal(site_events(s), events);
}

static void
a_lesson_edited_by_somebody_else_is_shown_and_kept(void **state)
{
	struct site *s = *state;
	const struct http_response *res;
	const char *mine;

	fixture_lesson(&s->fx, FX_J_ALGEBRA, s->fx.today, 2, "Рівняння");
	res = site_get(s, ROLE_TEACHER, "/s/1/journals/1/lessons/1");
	mine = arena_printf(s->arena,
	    "seen=%s&day=2026-11-23&number=2&hours=1&kind=lesson&homework=",
	    hidden(s, res, "seen"));
	res = site_post(s, ROLE_TEACHER, "/s/1/journals/1/lessons/1",
	    arena_printf(s->arena,
		"%s&topic=Їхня&uuid=00000000-0000-4000-8000-0000000000a1",
		mine));
	assert_int_equal(res->status, 303);
	res = site_post(s, ROLE_TEACHER, "/s/1/journals/1/lessons/1",
	    arena_printf(s->arena,
		"%s&topic=Моя&uuid=00000000-0000-4000-8000-0000000000a2",
		mine));
	assert_int_equal(res->status, 409);
	has(res, "Їхня");
	has(res, "Моя");
}

/* ---- diary --------------------------------------------------------------- */

static void
a_changed_mark_cannot_be_missed_by_the_family(void **state)
{
	struct site *s = *state;
	const struct http_response *res;
	const int64_t id =
	    fixture_lesson(&s->fx, FX_J_ALGEBRA, s->fx.today, 2, "Рівняння");

	fixture_cell(&s->fx, FX_J_ALGEBRA, id, FX_PUPIL, "7");
	fixture_cell(&s->fx, FX_J_ALGEBRA, id, FX_PUPIL, "9");
	res = site_get(s, ROLE_GUARDIAN, "/s/1/diary?pupil=9");
	assert_int_equal(res->status, 200);
	has(res, "Оцінку змінено");
	has(res, "<del>");
	has(res, "Лисівка");
	has(res, "не записано"); /* attendance is not taken */
	res = site_get(s, ROLE_GUARDIAN, "/s/1/journals/1/marks/1/9");
	assert_int_equal(res->status, 200);
	has(res, "перший запис");
	res = site_get(s, ROLE_PUPIL, "/s/1/diary");
	has(res, "Оцінку змінено");
	res = site_get(s, ROLE_PUPIL, "/s/1/diary?pupil=10");
	assert_int_equal(res->status, 404);
	res = site_get(s, ROLE_GUARDIAN, "/s/1/diary?pupil=10");
	assert_int_equal(res->status, 404);
	res = site_get(s, ROLE_GUARDIAN, "/s/1/journals/1/marks/1/10");
	assert_int_equal(res->status, 404);
}

static void
children_are_one_tap_apart(void **state)
{
	struct site *s = *state;
	const struct http_response *res =
	    site_get(s, ROLE_GUARDIAN, "/s/1/diary");

	has(res, "/s/1/diary?pupil=9'");
	has(res, "/s/1/diary?pupil=39'");
}

static void
tables_of_journal_and_diary_can_be_taken_away(void **state)
{
	struct site *s = *state;
	const struct http_response *res;
	const int64_t id =
	    fixture_lesson(&s->fx, FX_J_ALGEBRA, s->fx.today, 2, "=Рівняння");

	fixture_cell(&s->fx, FX_J_ALGEBRA, id, FX_PUPIL, "7");
	fixture_cell(&s->fx, FX_J_ALGEBRA, id, FX_PUPIL, "9");
	res = site_get(s, ROLE_TEACHER, "/s/1/journals/1/csv");
	assert_int_equal(res->status, 200);
	assert_non_null(strstr(res->content_type, "csv"));
	has(res, "Авраменко Вікторія;9");
	has(res, "'=Рівняння"); /* no formula for a spreadsheet */
	res = site_get(s, ROLE_GUARDIAN, "/s/1/diary/csv?pupil=9");
	has(res, "7 → 9");
	res = site_get(s, ROLE_GUARDIAN, "/s/1/diary/csv?pupil=10");
	assert_int_equal(res->status, 404);
}

/* ---- the class teacher --------------------------------------------------- */

static void
a_reason_is_one_tap(void **state)
{
	struct site *s = *state;
	const struct http_response *res;
	const int64_t id =
	    fixture_lesson(&s->fx, FX_J_ALGEBRA, s->fx.today, 2, "Рівняння");

	fixture_cell(&s->fx, FX_J_ALGEBRA, id, FX_PUPIL, "н");
	res = site_get(s, ROLE_CLASS_TEACHER, "/s/1/my-class");
	has(res, "Авраменко Вікторія");
	res = site_post(s, ROLE_CLASS_TEACHER, "/s/1/my-class/reason",
	    "pupil=9&day=2026-11-23&class=1&reason=illness");
	assert_int_equal(res->status, 303);
	res = site_get(s, ROLE_CLASS_TEACHER, "/s/1/my-class");
	has(res, ">хв<");
	/* Illness is not for the subject's teacher. */
	res = site_get(s, ROLE_TEACHER, "/s/1/journals/1");
	has(res, "<i>пп</i>");
	lacks(res, "<i>хв</i>");
	res = site_post(s, ROLE_TEACHER, "/s/1/my-class/reason",
	    "pupil=9&day=2026-11-23&class=1&reason=none");
	assert_int_equal(res->status, 404);
}

static void
an_announced_absence_is_shown_to_the_lesson(void **state)
{
	struct site *s = *state;
	const struct http_response *res;

	fixture_lesson(&s->fx, FX_J_ALGEBRA, s->fx.today, 2, "Рівняння");
	res = site_post(s, ROLE_CLASS_TEACHER, "/s/1/my-class/absent",
	    "pupil=9&day=2026-11-23&class=1&from=0");
	assert_int_equal(res->status, 303);
	res = site_get(s, ROLE_TEACHER, "/s/1/journals/1/lessons/1");
	has(res, "name='a9' value='absent' checked");
	has(res, "повідомлено про відсутність");
	res = site_post(s, ROLE_TEACHER, "/s/1/journals/1/lessons/1/take", "");
	assert_int_equal(res->status, 303);
	res = site_get(s, ROLE_DEPUTY, "/s/1/overview");
	has(res, "7-А");
	res = site_get(s, ROLE_GUARDIAN, "/s/1/diary?pupil=9");
	lacks(res, "не записано<");
}

static void
a_substitute_without_a_replacement_is_told_so(void **state)
{
	struct site *s = *state;
	const struct http_response *res;
	enum err err;

	res = site_get(s, ROLE_SUBSTITUTE, "/s/1/today");
	assert_int_equal(res->status, 200);
	has(res, "Сьогодні замін немає");
	err = journals_teacher_add(s->fx.act.school, 1, FX_J_ALGEBRA,
	    SITE_SUBSTITUTE, s->fx.today, s->fx.today);
	assert_int_equal(err, OK);
	res = site_get(s, ROLE_SUBSTITUTE, "/s/1/today");
	lacks(res, "Сьогодні замін немає");
	has(res, "/s/1/journals/1/lessons/new");
}

static void
an_inspection_has_a_term_and_opens_no_journal(void **state)
{
	struct site *s = *state;
	const struct http_response *res;

	res = site_get(s, ROLE_INSPECTOR, "/s/1/inspection");
	assert_int_equal(res->status, 200);
	has(res, "Мета і строк");
	has(res, "01.09.2026");
	assert_int_equal(
	    site_get(s, ROLE_INSPECTOR, "/s/1/journals/1")->status, 403);
	assert_int_equal(
	    site_get(s, ROLE_HEAD, "/s/1/inspection")->status, 403);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    SITE_TEST(a_full_page_stays_within_its_budget),
	    SITE_TEST(head_and_class_teacher_read_what_they_may_not_write),
	    SITE_TEST(a_cell_is_saved_and_a_repeat_is_answered_alike),
	    SITE_TEST(a_conflict_shows_the_other_value_and_who),
	    SITE_TEST(broken_cells_are_refused),
	    SITE_TEST(a_column_is_a_form_that_keeps_what_was_wrong),
	    SITE_TEST(an_empty_field_beside_an_absence_leaves_it),
	    SITE_TEST(a_lesson_is_made_with_roll_and_marks_by_one_form),
	    SITE_TEST(a_wrong_lesson_form_comes_back_as_typed),
	    SITE_TEST(a_lesson_edited_by_somebody_else_is_shown_and_kept),
	    SITE_TEST(a_changed_mark_cannot_be_missed_by_the_family),
	    SITE_TEST(children_are_one_tap_apart),
	    SITE_TEST(tables_of_journal_and_diary_can_be_taken_away),
	    SITE_TEST(a_reason_is_one_tap),
	    SITE_TEST(an_announced_absence_is_shown_to_the_lesson),
	    SITE_TEST(a_substitute_without_a_replacement_is_told_so),
	    SITE_TEST(an_inspection_has_a_term_and_opens_no_journal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
