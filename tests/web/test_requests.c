/* SPDX-License-Identifier: EUPL-1.2 */
/* The queue, the public form and the links of a request, as a browser meets
 * them. */
#include "site.h"

#include <stdlib.h>

#include "base/json.h"
#include "domain/requests_fixture.h"
#include "store/jobs.h"

static bool
says(const struct http_response *res, const char *text)
{
	return res->body.p && strstr(res->body.p, text) != NULL;
}

static struct site *
begin(void **state)
{
	struct site *s = *state;

	rf_ok(db_begin_write(s->fx.act.registry));
	rf_places(&s->fx);
	rf_staff(&s->fx);
	rf_ok(db_commit(s->fx.act.registry));
	return s;
}

/* The fixture's act, as the system outside any school. */
static int64_t
make(struct site *s, const struct rf_plan *plan)
{
	rf_as(&s->fx, 0, ROLE_SYSTEM);
	return rf_make(&s->fx, plan);
}

static const char *
path(struct site *s, int64_t request, const char *rest)
{
	return arena_printf(
	    s->arena, "/institute/requests/%lld%s", (long long)request, rest);
}

static int
act_on(struct site *s, enum role role, int64_t request, const char *body)
{
	return site_post(s, role, path(s, request, ""), body)->status;
}

static void
the_queue_lists_by_state_with_counts(void **state)
{
	struct site *s = begin(state);
	struct http_response *res;

	make(s, &(struct rf_plan){.edrpou = "32855968"});
	make(s, &(struct rf_plan){.state = "rejected", .diso = "5"});
	res = site_get(s, ROLE_REVIEWER, "/institute/requests");
	assert_int_equal(res->status, 200);
	assert_true(says(res, "Кролевецький ліцей № 1"));
	assert_true(says(res, "/institute/requests/1'"));
	assert_false(says(res, "/institute/requests/2'"));
	res = site_get(
	    s, ROLE_REVIEWER, "/institute/requests?state=rejected&region=59");
	assert_true(says(res, "/institute/requests/2'"));
	res = site_get(s, ROLE_APPROVER, "/institute/requests?q=02070921");
	assert_true(says(res, "/institute/requests/2'"));
	assert_false(says(res, "/institute/requests/1'"));
	res = site_get(
	    s, ROLE_APPROVER, "/institute/requests?state=all&kind=higher");
	assert_false(says(res, "/institute/requests/1'"));
}

static void
others_do_not_see_the_queue(void **state)
{
	struct site *s = begin(state);
	const enum role others[] = {ROLE_OPERATOR, ROLE_ANALYST};

	make(s, &(struct rf_plan){0});
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(
		    site_get(s, others[i], path(s, 1, ""))->status, 403);
		assert_int_equal(act_on(s, others[i], 1, "do=take"), 403);
	}
	assert_int_equal(site_get(s, ROLE_NONE, path(s, 1, ""))->status, 303);
	assert_int_equal(site_get(s, ROLE_ADMIN, path(s, 1, ""))->status, 404);
	assert_int_equal(
	    site_get(s, ROLE_REVIEWER, path(s, 77, ""))->status, 404);
	rf_state(&s->fx, 1, "new");
}

static void
two_people_decide(void **state)
{
	struct site *s = begin(state);
	const char *proof = "do=approve&proof=call&phone=%2B380545391122"
			    "&who=%D0%93%D0%BE%D0%BD%D1%87%D0%B0%D1%80";
	struct http_response *res;

	make(s, &(struct rf_plan){0});
	assert_int_equal(act_on(s, ROLE_APPROVER, 1, "do=take"), 403);
	assert_int_equal(act_on(s, ROLE_REVIEWER, 1, "do=take"), 303);
	assert_int_equal(act_on(s, ROLE_REVIEWER, 1, proof), 403);
	assert_int_equal(act_on(s, ROLE_APPROVER, 1, proof), 403);
	assert_int_equal(act_on(s, ROLE_REVIEWER, 1, "do=pass"), 303);
	/* Without a whole proof the page says which field. */
	res = site_post(s, ROLE_APPROVER, path(s, 1, ""), "do=approve");
	assert_int_equal(res->status, 422);
	res = site_post(
	    s, ROLE_APPROVER, path(s, 1, ""), "do=approve&proof=call&who=x");
	assert_int_equal(res->status, 422);
	assert_true(says(res, "id='f-phone-e'"));
	assert_true(says(res, "value='x'"));
	assert_int_equal(act_on(s, ROLE_APPROVER, 1, proof), 303);
	rf_state(&s->fx, 1, "approved");
	assert_int_equal(act_on(s, ROLE_APPROVER, 1, proof), 409);
	res = site_get(s, ROLE_APPROVER, path(s, 1, ""));
	assert_true(says(res, "+380\xc2\xa0"
			      "54\xc2\xa0"
			      "539"));
}

static void
the_reviewer_corrects_on_a_form(void **state)
{
	struct site *s = begin(state);
	struct http_response *res;

	make(s, &(struct rf_plan){.edrpou = "32855968", .body = "лист"});
	assert_int_equal(act_on(s, ROLE_REVIEWER, 1, "do=take"), 303);
	res = site_get(s, ROLE_REVIEWER, path(s, 1, ""));
	assert_true(says(res, "<span class='bad num'>32855968</span>"));
	assert_int_equal(act_on(s, ROLE_REVIEWER, 1, "do=pass"), 422);
	res = site_get(s, ROLE_REVIEWER, path(s, 1, "/edit"));
	assert_int_equal(res->status, 200);
	assert_true(says(res, "value='32855968'"));
	res = site_post(s, ROLE_REVIEWER, path(s, 1, "/edit"),
	    "do=send&region=59&community=UA59020090000085438"
	    "&name=Lyceum&kind=school&diso_id=138204&edrpou=32855961"
	    "&person=%D0%9A%D0%BE%D0%B2%D0%B0%D0%BB%D1%8C%20%D0%9D%D1%96"
	    "%D0%BD%D0%B0%20%D0%9F%D0%B5%D1%82%D1%80%D1%96%D0%B2%D0%BD%D0%B0"
	    "&email=a%40b.example&phone=0545391122");
	assert_int_equal(res->status, 303);
	assert_int_equal(act_on(s, ROLE_REVIEWER, 1, "do=pass"), 303);
	assert_int_equal(
	    site_get(s, ROLE_REVIEWER, path(s, 1, "/edit"))->status, 403);
	assert_int_equal(
	    site_get(s, ROLE_APPROVER, path(s, 1, "/edit"))->status, 403);
}

static void
markup_of_a_letter_is_text(void **state)
{
	struct site *s = begin(state);
	struct http_response *res;

	make(s, &(struct rf_plan){.name = "<script>alert(1)</script> ліцей",
		    .body = "</div><img src=x onerror=alert(1)>"});
	res = site_get(s, ROLE_REVIEWER, path(s, 1, ""));
	assert_int_equal(res->status, 200);
	assert_false(says(res, "<script>alert"));
	assert_false(says(res, "<img src=x"));
	assert_true(says(res, "&lt;img src=x onerror=alert(1)&gt;"));
}

static void
places_of_fields_are_marked_and_wrong_ones_ignored(void **state)
{
	struct site *s = begin(state);
	struct request_field f = {.field = "edrpou",
	    .value = "32855968",
	    .flag = "invalid",
	    .why = "check_digit",
	    .source = "mail"};
	struct http_response *res;

	make(s, &(struct rf_plan){.body = "Код: 32855968 кінець"});
	f.at = (int64_t)strlen("Код: ");
	f.len = 8;
	rf_ok(request_fields_set(s->fx.act.registry, 1, &f));
	res = site_get(s, ROLE_REVIEWER, path(s, 1, ""));
	assert_true(says(res, "Код: <mark class=bad>32855968</mark> кінець"));
	/* Beyond the text, or inside a character. */
	f.len = 800;
	rf_ok(request_fields_set(s->fx.act.registry, 1, &f));
	res = site_get(s, ROLE_REVIEWER, path(s, 1, ""));
	assert_false(says(res, "<mark"));
	f.at = 1;
	f.len = 2;
	rf_ok(request_fields_set(s->fx.act.registry, 1, &f));
	res = site_get(s, ROLE_REVIEWER, path(s, 1, ""));
	assert_false(says(res, "<mark"));
}

static void
attachments_are_only_saved(void **state)
{
	struct site *s = begin(state);
	struct request_file file = {
	    .name = "a\"b.html", .type = "text/html", .size = 9};
	struct http_response *res;

	make(s, &(struct rf_plan){.body = "лист"});
	rf_ok(
	    originals_put(s->fx.arena, s->fx.dir, "<script>x", 9, &file.hash));
	rf_ok(db_begin_write(s->fx.act.registry));
	rf_ok(request_files_insert(s->fx.act.registry, 1, &file));
	rf_ok(db_commit(s->fx.act.registry));
	res = site_get(s, ROLE_REVIEWER, path(s, 1, "/files/1"));
	assert_int_equal(res->status, 200);
	assert_string_equal(res->content_type, "application/octet-stream");
	assert_non_null(
	    strstr(site_header(res, "Content-Disposition"), "attachment"));
	assert_null(strstr(site_header(res, "Content-Disposition"), "a\"b"));
	assert_int_equal(res->body.len, 9);
	assert_int_equal(
	    site_get(s, ROLE_REVIEWER, path(s, 1, "/files/2"))->status, 404);
	res = site_get(s, ROLE_APPROVER, path(s, 1, "/letter"));
	assert_int_equal(res->status, 200);
	assert_int_equal(
	    site_get(s, ROLE_ANALYST, path(s, 1, "/files/1"))->status, 403);
}

static void
duplicates_are_shown_and_compared(void **state)
{
	struct site *s = begin(state);
	struct http_response *res;

	make(s, &(struct rf_plan){0});
	make(s, &(struct rf_plan){.name = "Інша назва", .diso = "77"});
	res = site_get(s, ROLE_REVIEWER, path(s, 1, ""));
	assert_true(says(res, "/institute/requests/1/compare/2"));
	res = site_get(s, ROLE_REVIEWER, path(s, 1, "/compare/2"));
	assert_int_equal(res->status, 200);
	assert_true(says(res, "Інша назва"));
	assert_int_equal(
	    site_get(s, ROLE_REVIEWER, path(s, 1, "/compare/9"))->status, 404);
}

/* ---- public ---------------------------------------------------------------
 */

#define FORM                                                                   \
	"do=send&region=59"                                                    \
	"&community=%D0%9A%D1%80%D0%BE%D0%BB%D0%B5%D0%B2%D0%B5%D1%86%D1%8C"    \
	"%D0%BA%D0%B0&name=Lyceum&kind=school&diso_id=138204"                  \
	"&person=%D0%9A%D0%BE%D0%B2%D0%B0%D0%BB%D1%8C%20%D0%9D%D1%96"          \
	"%D0%BD%D0%B0%20%D0%9F%D0%B5%D1%82%D1%80%D1%96%D0%B2%D0%BD%D0%B0"      \
	"&phone=0545391122&entitled=1"

/* The secret of the newest letter's link. */
static const char *
secret(struct site *s)
{
	AUTO_JSON struct json *doc = NULL;
	struct job jobs[1];
	const char *link;
	size_t n;

	rf_ok(jobs_list(
	    s->fx.act.registry, s->arena, 0, "mail", NULL, 1, jobs, &n));
	assert_int_equal(n, 1);
	rf_ok(json_parse(jobs[0].payload, strlen(jobs[0].payload), &doc));
	link = json_text(json_member(doc, "fields"), "link");
	return arena_strdup(s->arena, strrchr(link, '/') + 1);
}

static void
a_form_is_confirmed_once(void **state)
{
	struct site *s = begin(state);
	struct http_response *res;
	const char *link;

	res = site_get(s, ROLE_NONE, "/join");
	assert_int_equal(res->status, 200);
	res = site_post(
	    s, ROLE_NONE, "/join", FORM "&edrpou=02070912&email=a-b.example");
	assert_int_equal(res->status, 422);
	assert_true(says(res, "class='sum'"));
	assert_true(says(res, "value='02070912'"));
	res = site_post(
	    s, ROLE_NONE, "/join", FORM "&edrpou=02070921&email=a%40b.example");
	assert_int_equal(res->status, 200);
	rf_state(&s->fx, 1, "unconfirmed");
	link = arena_printf(s->arena, "/join/confirm/%s", secret(s));
	for (int i = 0; i < 2; i++) {
		res = site_get(s, ROLE_NONE, link);
		assert_int_equal(res->status, 200);
		assert_string_equal(
		    site_header(res, "Referrer-Policy"), "no-referrer");
	}
	rf_state(&s->fx, 1, "unconfirmed");
	assert_int_equal(site_post(s, ROLE_NONE, link, "")->status, 200);
	rf_state(&s->fx, 1, "new");
	assert_int_equal(site_post(s, ROLE_NONE, link, "")->status, 410);
	assert_int_equal(site_get(s, ROLE_NONE, link)->status, 410);
}

static void
a_community_is_found_without_a_script(void **state)
{
	struct site *s = begin(state);
	struct http_response *res = site_post(s, ROLE_NONE, "/join",
	    "do=find&region=59&name=x&community="
	    "%D0%9C%D0%B8%D0%BA%D0%BE%D0%BB");

	assert_int_equal(res->status, 200);
	assert_true(says(res, "value='UA59080150000011111'"));
	assert_true(says(res, "value='UA59060150000022222'"));
	assert_false(says(res, "class='sum'"));
	res = site_get(
	    s, ROLE_NONE, "/join/communities?region=59&q=%D0%9C%D0%B8%D0%BA");
	assert_int_equal(res->status, 200);
	assert_string_equal(res->content_type, "application/json");
	assert_true(says(res, "UA59080150000011111"));
}

static void
a_returned_request_is_completed_through_its_link(void **state)
{
	struct site *s = begin(state);
	struct http_response *res;
	const char *link;

	make(s, &(struct rf_plan){.edrpou = "32855968", .body = "лист"});
	assert_int_equal(act_on(s, ROLE_REVIEWER, 1, "do=take"), 303);
	assert_int_equal(act_on(s, ROLE_REVIEWER, 1, "do=return&note="), 422);
	assert_int_equal(
	    act_on(s, ROLE_REVIEWER, 1, "do=return&note=Code%3F"), 303);
	link = arena_printf(s->arena, "/join/complete/%s", secret(s));
	res = site_get(s, ROLE_NONE, link);
	assert_int_equal(res->status, 200);
	assert_true(says(res, "Code?"));
	assert_true(says(res, "id='f-edrpou-e'"));
	res =
	    site_post(s, ROLE_NONE, link, FORM "&edrpou=1&email=a%40b.example");
	assert_int_equal(res->status, 422);
	rf_state(&s->fx, 1, "returned");
	res = site_post(
	    s, ROLE_NONE, link, FORM "&edrpou=32855961&email=a%40b.example");
	assert_int_equal(res->status, 200);
	rf_state(&s->fx, 1, "new");
	res = site_post(
	    s, ROLE_NONE, link, FORM "&edrpou=32855961&email=a%40b.example");
	assert_int_equal(res->status, 410);
}

static void
the_state_is_told_to_whoever_knows_number_and_address(void **state)
{
	struct site *s = begin(state);
	struct http_response *res;

	make(s, &(struct rf_plan){0});
	res = site_post(s, ROLE_NONE, "/join/status",
	    "number=1&email=admin%40liceum.example");
	assert_int_equal(res->status, 200);
	assert_false(says(res, "Кролевецький"));
	res = site_post(
	    s, ROLE_NONE, "/join/status", "number=1&email=x%40liceum.example");
	assert_int_equal(res->status, 422);
}

/* ---- institutions, figures ------------------------------------------------
 */

static void
institutions_and_figures_have_their_readers(void **state)
{
	struct site *s = begin(state);
	struct http_response *res;

	res = site_get(s, ROLE_REVIEWER, "/institute/institutions?region=59");
	assert_int_equal(res->status, 200);
	assert_true(says(res, "Лебединська гімназія"));
	res = site_get(s, ROLE_APPROVER, "/institute/institutions/2");
	assert_int_equal(res->status, 200);
	assert_true(says(res, "Лебединська гімназія"));
	assert_int_equal(
	    site_get(s, ROLE_REVIEWER, "/institute/institutions/99")->status,
	    404);
	assert_int_equal(
	    site_get(s, ROLE_ANALYST, "/institute/institutions/2")->status,
	    403);
	assert_int_equal(
	    site_get(s, ROLE_REVIEWER, "/institute/statistics")->status, 403);
	res = site_get(s, ROLE_ANALYST, "/institute/statistics");
	assert_int_equal(res->status, 200);
	assert_false(says(res, "Лебединська гімназія"));
	res = site_get(s, ROLE_ANALYST, "/institute/statistics?format=csv");
	assert_int_equal(res->status, 200);
}

static void
support_finds_institutions_and_reads_no_request(void **state)
{
	struct site *s = begin(state);
	struct http_response *res;

	res = site_get(s, ROLE_SUPPORT, "/institute/institutions?region=59");
	assert_int_equal(res->status, 200);
	assert_true(says(res, "Лебединська гімназія"));
	res = site_get(s, ROLE_SUPPORT, "/institute/institutions/2");
	assert_int_equal(res->status, 200);
	assert_false(says(res, "/institute/requests"));
	assert_int_equal(
	    site_get(s, ROLE_SUPPORT, "/institute/requests")->status, 403);
	assert_int_equal(
	    site_get(s, ROLE_SUPPORT, "/institute/statistics")->status, 403);
	assert_int_equal(
	    site_get(s, ROLE_SUPPORT, "/s/1/journals")->status, 404);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    SITE_TEST(the_queue_lists_by_state_with_counts),
	    SITE_TEST(others_do_not_see_the_queue),
	    SITE_TEST(two_people_decide),
	    SITE_TEST(the_reviewer_corrects_on_a_form),
	    SITE_TEST(markup_of_a_letter_is_text),
	    SITE_TEST(places_of_fields_are_marked_and_wrong_ones_ignored),
	    SITE_TEST(attachments_are_only_saved),
	    SITE_TEST(duplicates_are_shown_and_compared),
	    SITE_TEST(a_form_is_confirmed_once),
	    SITE_TEST(a_community_is_found_without_a_script),
	    SITE_TEST(a_returned_request_is_completed_through_its_link),
	    SITE_TEST(the_state_is_told_to_whoever_knows_number_and_address),
	    SITE_TEST(institutions_and_figures_have_their_readers),
	    SITE_TEST(support_finds_institutions_and_reads_no_request),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
