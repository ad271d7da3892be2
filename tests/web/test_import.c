/* SPDX-License-Identifier: EUPL-1.2 */
/* A list from the file to the cards, page by page, without a script. */
#include "site.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BOUNDARY "----list"

static struct bytes
sample(struct site *s, const char *name)
{
	const char *dir = getenv("TEST_DATA");
	struct buf b;
	char piece[4096];
	FILE *in;
	size_t n;

	in = fopen(
	    arena_printf(s->arena, "%s/rosters/%s", dir ? dir : ".", name),
	    "rb");
	assert_non_null(in);
	buf_init(&b, s->arena, 4096);
	while ((n = fread(piece, 1, sizeof(piece), in)) > 0)
		buf_add(&b, piece, n);
	fclose(in);
	return (struct bytes){b.p, b.len};
}

static struct http_response *
upload(struct site *s, enum role role, const char *kind, const char *name,
    struct bytes file)
{
	struct http_request *req =
	    site_request(s, &(struct site_ask){.role = role,
				.method = "POST",
				.path = "/s/1/import",
				.with_token = true});
	struct http_response *res = arena_alloc(s->arena, sizeof(*res));
	struct buf b;

	buf_init(&b, s->arena, file.len + 512);
	buf_addf(&b,
	    "--" BOUNDARY "\r\nContent-Disposition: form-data; name=\"kind\""
	    "\r\n\r\n%s\r\n--" BOUNDARY "\r\nContent-Disposition: form-data; "
	    "name=\"file\"; filename=\"%s\"\r\n"
	    "Content-Type: application/octet-stream\r\n\r\n",
	    kind, name);
	buf_add(&b, file.p, file.len);
	buf_adds(&b, "\r\n--" BOUNDARY "--\r\n");
	req->content_type = "multipart/form-data; boundary=" BOUNDARY;
	req->body = (struct bytes){b.p, b.len};
	http_response_init(res, s->arena);
	app_handle(s->app, 0, req, res);
	return res;
}

static void
assert_shows(const struct http_response *res, const char *text)
{
	if (!strstr(res->body.p, text)) {
		fprintf(stderr, "%s\n", res->body.p);
		fail_msg("not on the page: %s", text);
	}
}

static void
assert_hides(const struct http_response *res, const char *text)
{
	if (strstr(res->body.p, text))
		fail_msg("on the page: %s", text);
}

static void
seven_faults_stand_on_the_page_in_words(void **state)
{
	struct site *s = *state;
	const struct http_response *res =
	    upload(s, ROLE_ADMIN, "pupils", "pupils-errors-cp1251-tab.csv",
		sample(s, "pupils-errors-cp1251-tab.csv"));

	assert_int_equal(res->status, 303);
	assert_string_equal(site_header(res, "Location"), "/s/1/import/1");
	res = site_get(s, ROLE_ADMIN, "/s/1/import/1");
	assert_int_equal(res->status, 200);
	assert_shows(res, "windows-1251, табуляція");
	assert_shows(res, "7 рядків чекають на ваше рішення");
	assert_shows(res, "31.02.2015");
	assert_shows(res, "Такої дати немає");
	assert_shows(res, "порожньо");
	assert_shows(res, "Запишемо як 5-А");
	assert_shows(res, "Повторює рядок 8");
	assert_shows(res, "такі самі українські: Мельник");
	assert_shows(res, "not-an-email");
	assert_shows(res, "=cmd|calc");
	assert_shows(res, "Схоже на формулу");
}

static void
list_is_decided_written_and_taken_back(void **state)
{
	struct site *s = *state;
	const struct http_response *res;
	int64_t before = site_events(s);

	upload(s, ROLE_SECRETARY, "pupils", "p.csv",
	    sample(s, "pupils-errors-cp1251-tab.csv"));
	res = site_post(s, ROLE_SECRETARY, "/s/1/import/1/apply", "repair=1");
	assert_int_equal(res->status, 303);
	assert_int_equal(site_events(s), before);
	res = site_post(
	    s, ROLE_SECRETARY, "/s/1/import/1/apply", "error=1&repeat=1");
	assert_int_equal(res->status, 303);
	assert_int_equal(site_events(s), before + 1);
	res = site_get(s, ROLE_SECRETARY, "/s/1/import/1");
	assert_shows(res, "Список записано");
	assert_shows(res, "скасуйте завантаження до 24.11.2026 09:00");
	res = site_get(s, ROLE_SECRETARY, "/s/1/people?q=мельник+дарина+ю");
	assert_shows(res, "Мельник Дарина Юрійівна");
	res = site_post(s, ROLE_SECRETARY, "/s/1/import/1/undo", NULL);
	assert_int_equal(res->status, 303);
	assert_int_equal(site_events(s), before + 2);
	res = site_get(s, ROLE_SECRETARY, "/s/1/people?q=мельник+дарина+ю");
	assert_hides(res, "Мельник Дарина Юрійівна");
}

static void
row_is_corrected_on_its_own_page(void **state)
{
	struct site *s = *state;
	const struct http_response *res;

	upload(s, ROLE_ADMIN, "pupils", "p.csv",
	    sample(s, "pupils-errors-cp1251-tab.csv"));
	res = site_get(s, ROLE_ADMIN, "/s/1/import/1/row/4");
	assert_shows(res, "value='31.02.2015'");
	assert_shows(res, "Такої дати немає");
	res = site_post(s, ROLE_ADMIN, "/s/1/import/1/row/4",
	    "c0=5-А&c1=Єрмак&c2=Вікторія&c3=&c4=28.02.2015&c5=ж&c6=&c7=&c8=");
	assert_int_equal(res->status, 303);
	res = site_get(s, ROLE_ADMIN, "/s/1/import/1");
	assert_shows(res, "6 рядків чекають");
	assert_int_equal(
	    site_get(s, ROLE_ADMIN, "/s/1/import/1/row/1")->status, 404);
	assert_int_equal(
	    site_get(s, ROLE_ADMIN, "/s/1/import/1/row/99")->status, 404);
}

static void
columns_are_set_by_hand(void **state)
{
	static const char text[] = "А;Б;В\nСова;5-А;Лев\n";
	struct site *s = *state;
	const struct http_response *res;

	upload(s, ROLE_ADMIN, "pupils", "p.csv",
	    (struct bytes){text, strlen(text)});
	res = site_get(s, ROLE_ADMIN, "/s/1/import/1");
	assert_shows(res, "Деякі стовпці не розпізнано");
	assert_shows(res, "Не знайдено: Клас, Прізвище, Ім’я");
	res = site_post(s, ROLE_ADMIN, "/s/1/import/1/columns",
	    "c0=surname&c1=surname&c2=given");
	assert_int_equal(res->status, 422);
	res = site_post(s, ROLE_ADMIN, "/s/1/import/1/columns",
	    "c0=surname&c1=class&c2=given");
	assert_int_equal(res->status, 303);
	res = site_get(s, ROLE_ADMIN, "/s/1/import/1");
	assert_shows(res, "Список можна записати");
}

static void
wrong_files_are_named_and_forgotten(void **state)
{
	static const char pdf[] = "%PDF-1.7 ...";
	struct site *s = *state;
	const struct http_response *res;

	res = upload(s, ROLE_ADMIN, "pupils", "наказ.pdf",
	    (struct bytes){pdf, strlen(pdf)});
	assert_int_equal(res->status, 422);
	assert_shows(res, "Це не таблиця");
	res = upload(s, ROLE_ADMIN, "pupils", "", (struct bytes){"", 0});
	assert_int_equal(res->status, 422);
	assert_shows(res, "Спершу виберіть файл");
	res = site_get(s, ROLE_ADMIN, "/s/1/import");
	assert_hides(res, "наказ.pdf");
}

static void
faults_can_be_saved_as_a_file(void **state)
{
	struct site *s = *state;
	const struct http_response *res;

	upload(s, ROLE_ADMIN, "pupils", "p.csv",
	    sample(s, "pupils-errors-cp1251-tab.csv"));
	res = site_get(s, ROLE_ADMIN, "/s/1/import/1/issues?format=csv");
	assert_string_equal(res->content_type, "text/csv; charset=utf-8");
	assert_shows(res, "15;Ім’я;'=cmd|calc;");
	res = site_get(s, ROLE_ADMIN, "/s/1/import/1/issues?format=xlsx");
	assert_memory_equal(res->body.p, "PK", 2);
}

static void
list_can_be_put_away(void **state)
{
	struct site *s = *state;

	upload(s, ROLE_ADMIN, "staff", "t.xlsx", sample(s, "teachers.xlsx"));
	assert_shows(site_get(s, ROLE_ADMIN, "/s/1/import"), "t.xlsx");
	assert_int_equal(
	    site_post(s, ROLE_ADMIN, "/s/1/import/1/discard", NULL)->status,
	    303);
	assert_hides(site_get(s, ROLE_ADMIN, "/s/1/import"), "t.xlsx");
	assert_int_equal(site_get(s, ROLE_ADMIN, "/s/1/import/1")->status, 404);
}

static void
names_of_files_cannot_be_markup(void **state)
{
	static const char text[] = "Клас;ПІБ\n5-А;<script>alert(1)</script>\n";
	struct site *s = *state;
	const struct http_response *res;

	upload(s, ROLE_ADMIN, "pupils", "<b>x</b>.csv",
	    (struct bytes){text, strlen(text)});
	res = site_get(s, ROLE_ADMIN, "/s/1/import/1");
	assert_hides(res, "<script>");
	assert_hides(res, "<b>x");
	assert_shows(res, "&lt;script&gt;");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    SITE_TEST(seven_faults_stand_on_the_page_in_words),
	    SITE_TEST(list_is_decided_written_and_taken_back),
	    SITE_TEST(row_is_corrected_on_its_own_page),
	    SITE_TEST(columns_are_set_by_hand),
	    SITE_TEST(wrong_files_are_named_and_forgotten),
	    SITE_TEST(faults_can_be_saved_as_a_file),
	    SITE_TEST(list_can_be_put_away),
	    SITE_TEST(names_of_files_cannot_be_markup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
