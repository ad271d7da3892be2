/* SPDX-License-Identifier: EUPL-1.2 */
/* The public form, its links, and asking how far a request has come. */
#include "requests_fixture.h"

#include "base/json.h"
#include "domain/installation.h"
#include "domain/join_form.h"
#include "store/jobs.h"

static const struct join_form good = {
    .typed = {{
	[FIELD_REGION] = "Сумська",
	[FIELD_COMMUNITY] = "Кролевецька",
	[FIELD_NAME] = "Кролевецький ліцей № 1",
	[FIELD_DISO] = "138204",
	[FIELD_EDRPOU] = "02070921",
	[FIELD_PERSON] = "Ґалаґан Єлизавета Іванівна",
	[FIELD_EMAIL] = "Admin@Liceum.example",
	[FIELD_PHONE] = "054 539 11 22",
	[FIELD_KIND] = "school",
    }},
    .entitled = true,
    .lang = LANG_UK,
    .peer = "192.0.2.7",
};

static struct fixture *
begin(void **state)
{
	struct fixture *f = *state;

	rf_open(f);
	rf_as(f, 0, ROLE_SYSTEM);
	rf_ok(installation_init(&f->act, false));
	f->act.actor = (struct actor){0};
	return f;
}

/* The link of the newest letter; its template is as said. */
static const char *
token(struct fixture *f, const char *template)
{
	AUTO_JSON struct json *doc = NULL;
	struct job jobs[1];
	const char *link;
	size_t n;

	rf_ok(
	    jobs_list(f->act.registry, f->arena, 0, "mail", NULL, 1, jobs, &n));
	assert_int_equal(n, 1);
	rf_ok(json_parse(jobs[0].payload, strlen(jobs[0].payload), &doc));
	assert_string_equal(json_text(doc, "template"), template);
	assert_string_equal(json_text(doc, "to"), "admin@liceum.example");
	link = json_text(json_member(doc, "fields"), "link");
	return *link ? arena_strdup(f->arena, strrchr(link, '/') + 1) : "";
}

static void
a_form_enters_the_queue_once_it_is_confirmed(void **state)
{
	struct fixture *f = begin(state);
	struct join_form_fault fault;
	struct join_form_opened opened;
	const char *secret;
	int64_t number;

	rf_ok(join_form_send(&f->act, &good, &fault));
	rf_state(f, 1, "unconfirmed");
	secret = token(f, "request_confirm");
	rf_ok(join_form_confirmable(&f->act, secret, &opened));
	rf_ok(join_form_confirmable(&f->act, secret, &opened));
	assert_string_equal(opened.name, "Кролевецький ліцей № 1");
	rf_state(f, 1, "unconfirmed");
	rf_ok(join_form_confirm(&f->act, secret, &number));
	assert_int_equal(number, 1);
	rf_state(f, 1, "new");
	assert_int_equal(
	    join_form_confirm(&f->act, secret, &number), ERR_EXPIRED);
	assert_int_equal(
	    join_form_confirmable(&f->act, secret, &opened), ERR_EXPIRED);
	token(f, "request_received");
}

static void
wrong_fields_are_named_and_nothing_is_kept(void **state)
{
	struct fixture *f = begin(state);
	struct join_form form = good;
	struct join_form_fault fault;
	struct request row;

	form.typed.value[FIELD_EDRPOU] = "02070912";
	form.typed.value[FIELD_EMAIL] = "admin.liceum.example";
	form.typed.value[FIELD_PHONE] = "+380 54 539 11 2";
	form.typed.value[FIELD_PERSON] = "Ґалаґан";
	form.entitled = false;
	assert_int_equal(join_form_send(&f->act, &form, &fault), ERR_INVALID);
	assert_int_equal(fault.wrong, 1u << FIELD_EDRPOU | 1u << FIELD_EMAIL |
					  1u << FIELD_PHONE |
					  1u << FIELD_PERSON);
	assert_true(fault.entitled);
	assert_string_equal(fault.fields[FIELD_EDRPOU].why, "check_digit");
	assert_int_equal(
	    requests_find(f->act.registry, f->arena, 1, &row), ERR_NOT_FOUND);
}

static void
what_is_only_unusual_is_not_refused(void **state)
{
	struct fixture *f = begin(state);
	struct join_form form = good;
	struct join_form_fault fault;

	form.typed.value[FIELD_PERSON] = "Ґалаґан Єлизавета";
	form.typed.value[FIELD_PHONE] = "+48 22 123 45 67";
	form.typed.value[FIELD_COMMUNITY] = "Охтирка";
	form.typed.value[FIELD_EDRPOU] = "";
	form.branch = true;
	rf_ok(join_form_send(&f->act, &form, &fault));
	assert_string_equal(fault.fields[FIELD_COMMUNITY].value, "Охтирська");
}

static void
namesakes_are_offered(void **state)
{
	struct fixture *f = begin(state);
	struct join_form form = good;
	struct community first;
	struct join_form_fault fault;

	form.typed.value[FIELD_COMMUNITY] = "Миколаївська";
	assert_int_equal(join_form_send(&f->act, &form, &fault), ERR_INVALID);
	assert_int_equal(fault.choices_n, 2);
	first = fault.choices[0];
	form.typed.value[FIELD_COMMUNITY] = first.text;
	rf_ok(join_form_send(&f->act, &form, &fault));
	assert_string_equal(fault.fields[FIELD_COMMUNITY].code, first.code);
}

static void
suggestions_begin_like_what_was_typed(void **state)
{
	struct fixture *f = begin(state);
	struct community out[CODIFIER_SUGGEST_MAX];
	size_t n;

	rf_ok(codifier_suggest(&f->act, "59", "охтирка", out, &n));
	assert_int_equal(n, 1);
	assert_string_equal(out[0].text, "Охтирська, Охтирський район");
	rf_ok(codifier_suggest(&f->act, "59", "мик", out, &n));
	assert_int_equal(n, 2);
	rf_ok(codifier_suggest(&f->act, "32", "мик", out, &n));
	assert_int_equal(n, 0);
	rf_ok(codifier_suggest(&f->act, NULL, "м", out, &n));
	assert_int_equal(n, 0);
}

static void
too_many_forms_wait(void **state)
{
	struct fixture *f = begin(state);
	struct join_form form = good;
	struct join_form_fault fault;
	enum err err = OK;
	int sent;

	/* One mailbox is not buried in letters. */
	for (sent = 0; !err && sent < 10; sent++)
		err = join_form_send(&f->act, &form, &fault);
	assert_int_equal(err, ERR_LIMIT);
	assert_true(fault.wait_s > 0 && sent <= 6);
	/* Another one from the same place is not slowed yet. */
	form.typed.value[FIELD_EMAIL] = "other@liceum.example";
	rf_ok(join_form_send(&f->act, &form, &fault));
}

/* Returned by a reviewer; gives the link's secret. */
static const char *
returned(struct fixture *f, int64_t request)
{
	rf_as(f, RF_REVIEWER, ROLE_REVIEWER);
	rf_ok(review_take(&f->act, request));
	rf_ok(review_return(&f->act, request, "Уточніть код ЄДРПОУ."));
	f->act.actor = (struct actor){0};
	return token(f, "request_returned");
}

static void
the_sender_completes_what_was_returned(void **state)
{
	struct fixture *f = begin(state);
	const int64_t request =
	    rf_make(f, &(struct rf_plan){.edrpou = "32855968", .body = "лист"});
	const char *secret = returned(f, request);
	struct join_form form = good;
	struct join_form_fault fault;
	struct join_form_opened opened;
	struct review_request r;

	rf_ok(join_form_completable(&f->act, secret, &opened));
	assert_string_equal(opened.note, "Уточніть код ЄДРПОУ.");
	assert_int_equal(opened.wrong, 1u << FIELD_EDRPOU);
	form.typed.value[FIELD_EDRPOU] = "32855968";
	assert_int_equal(
	    join_form_complete(&f->act, secret, &form, &fault), ERR_INVALID);
	rf_state(f, request, "returned");
	form.typed.value[FIELD_EDRPOU] = "32855961";
	rf_ok(join_form_complete(&f->act, secret, &form, &fault));
	rf_state(f, request, "new");
	assert_int_equal(
	    join_form_completable(&f->act, secret, &opened), ERR_EXPIRED);
	assert_int_equal(
	    join_form_complete(&f->act, secret, &form, &fault), ERR_EXPIRED);
	rf_as(f, RF_REVIEWER, ROLE_REVIEWER);
	rf_ok(review_open(&f->act, request, &r));
	assert_int_equal(r.open, 0);
	assert_non_null(strstr(r.steps[0].note, "edrpou: 32855968 → 32855961"));
}

static void
a_changed_address_is_for_the_reviewer_to_check(void **state)
{
	struct fixture *f = begin(state);
	const int64_t request = rf_make(f, &(struct rf_plan){.body = "лист"});
	const char *secret = returned(f, request);
	struct join_form form = good;
	struct join_form_fault fault;
	struct review_edit edit = {.typed = good.typed};
	struct review_fault wrong;

	form.typed.value[FIELD_EMAIL] = "somebody@else.example";
	rf_ok(join_form_complete(&f->act, secret, &form, &fault));
	rf_as(f, RF_REVIEWER, ROLE_REVIEWER);
	rf_ok(review_take(&f->act, request));
	assert_int_equal(review_pass(&f->act, request), ERR_INVALID);
	/* Mending another field says nothing of the address. */
	edit.typed.value[FIELD_EMAIL] = "somebody@else.example";
	edit.typed.value[FIELD_DISO] = "138205";
	rf_ok(review_edit(&f->act, request, &edit, &wrong));
	assert_int_equal(review_pass(&f->act, request), ERR_INVALID);
	edit.accept = true;
	rf_ok(review_edit(&f->act, request, &edit, &wrong));
	rf_ok(review_pass(&f->act, request));
}

static void
forms_that_nobody_confirms_close_no_community(void **state)
{
	struct fixture *f = begin(state);
	struct join_form form = good;
	struct join_form_fault fault;

	for (int i = 0; i < 60; i++) {
		form.peer = arena_printf(f->arena, "192.0.2.%d", i);
		form.typed.value[FIELD_EMAIL] =
		    arena_printf(f->arena, "a%d@liceum.example", i);
		rf_ok(join_form_send(&f->act, &form, &fault));
	}
}

static void
nothing_is_completed_once_the_review_has_begun(void **state)
{
	struct fixture *f = begin(state);
	const int64_t request = rf_make(f, &(struct rf_plan){0});
	const char *secret = returned(f, request);
	struct join_form_fault fault;

	rf_as(f, RF_REVIEWER, ROLE_REVIEWER);
	rf_ok(review_take(&f->act, request));
	f->act.actor = (struct actor){0};
	assert_int_equal(
	    join_form_complete(&f->act, secret, &good, &fault), ERR_EXPIRED);
	rf_state(f, request, "in_review");
}

static void
only_who_knows_the_address_learns_the_state(void **state)
{
	struct fixture *f = begin(state);
	struct join_form_state out;
	int64_t wait;

	rf_make(f, &(struct rf_plan){0});
	f->act.actor = (struct actor){0};
	rf_ok(join_form_ask(
	    &f->act, " 1 ", "ADMIN@liceum.example", "192.0.2.7", &out, &wait));
	assert_string_equal(out.state, "new");
	assert_int_equal(join_form_ask(&f->act, "1", "else@liceum.example",
			     "192.0.2.7", &out, &wait),
	    ERR_NOT_FOUND);
	assert_int_equal(join_form_ask(&f->act, "2", "admin@liceum.example",
			     "192.0.2.7", &out, &wait),
	    ERR_NOT_FOUND);
	assert_int_equal(
	    join_form_ask(&f->act, "1 OR 1", "", "192.0.2.7", &out, &wait),
	    ERR_NOT_FOUND);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    FIXTURE_TEST(a_form_enters_the_queue_once_it_is_confirmed),
	    FIXTURE_TEST(wrong_fields_are_named_and_nothing_is_kept),
	    FIXTURE_TEST(what_is_only_unusual_is_not_refused),
	    FIXTURE_TEST(namesakes_are_offered),
	    FIXTURE_TEST(suggestions_begin_like_what_was_typed),
	    FIXTURE_TEST(too_many_forms_wait),
	    FIXTURE_TEST(the_sender_completes_what_was_returned),
	    FIXTURE_TEST(a_changed_address_is_for_the_reviewer_to_check),
	    FIXTURE_TEST(forms_that_nobody_confirms_close_no_community),
	    FIXTURE_TEST(nothing_is_completed_once_the_review_has_begun),
	    FIXTURE_TEST(only_who_knows_the_address_learns_the_state),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
