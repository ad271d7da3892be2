/* SPDX-License-Identifier: EUPL-1.2 */
/* The queue of requests: who may do what, and what it leaves behind. */
#include "requests_fixture.h"

#include "domain/request_link.h"
#include "domain/ledger.h"
#include "store/access_links.h"
#include "store/jobs.h"

static struct fixture *
begin(void **state)
{
	rf_open(*state);
	return *state;
}

static int64_t
events(struct fixture *f)
{
	struct act act = f->act;
	struct event_seen seen;
	int64_t n = 0;

	act.actor.inst = 0;
	while (!ledger_read(&act, n, &seen))
		n++;
	return n;
}

/* Letters in the queue of the worker; *last gets the newest one's payload. */
static size_t
letters(struct fixture *f, const char **last)
{
	struct job jobs[20];
	size_t n;

	rf_ok(jobs_list(
	    f->act.registry, f->arena, 0, "mail", NULL, 20, jobs, &n));
	if (last)
		*last = n ? jobs[0].payload : "";
	return n;
}

static const char *
field(struct fixture *f, int64_t request, enum field_id field)
{
	struct review_request r;

	rf_ok(review_open(&f->act, request, &r));
	return arena_printf(f->arena, "%s %s",
	    request_check_value(r.fields, r.fields_n, field),
	    request_check_find(r.fields, r.fields_n, field)->flag);
}

/* ---- checks ---------------------------------------------------------------
 */

static void
wrong_values_are_kept_and_flagged(void **state)
{
	struct fixture *f = begin(state);
	const int64_t request =
	    rf_make(f, &(struct rf_plan){.edrpou = "32855968",
			   .phone = "123",
			   .email = "admin.liceum.example",
			   .community = "м. Охтирка"});

	assert_string_equal(
	    field(f, request, FIELD_EDRPOU), "32855968 invalid");
	assert_string_equal(field(f, request, FIELD_PHONE), "123 invalid");
	assert_string_equal(
	    field(f, request, FIELD_EMAIL), "admin.liceum.example invalid");
	assert_string_equal(
	    field(f, request, FIELD_COMMUNITY), "Охтирська derived");
	assert_string_equal(field(f, request, FIELD_KIND), "school derived");
	assert_string_equal(field(f, request, FIELD_REGION), "Сумська ok");
	assert_int_equal(request_check_edrpou_digit("3285596"), 1);
}

static void
namesakes_are_told_apart_by_district_or_code(void **state)
{
	struct fixture *f = begin(state);
	struct request_field out[FIELD_COUNT];
	struct request_typed typed = {
	    {[FIELD_REGION] = "Сумська", [FIELD_COMMUNITY] = "Миколаївська"}};

	rf_ok(request_check(&f->act, &typed, "form", out));
	assert_string_equal(out[FIELD_COMMUNITY].flag, "ambiguous");
	assert_string_equal(out[FIELD_COMMUNITY].why, "namesakes");
	typed.value[FIELD_COMMUNITY] = "Миколаївська, Роменський район";
	rf_ok(request_check(&f->act, &typed, "form", out));
	assert_string_equal(out[FIELD_COMMUNITY].code, "UA59060150000022222");
	typed.value[FIELD_COMMUNITY] = "UA59080150000011111";
	rf_ok(request_check(&f->act, &typed, "form", out));
	assert_string_equal(out[FIELD_COMMUNITY].code, "UA59080150000011111");
	assert_string_equal(out[FIELD_COMMUNITY].value, "Миколаївська");
}

/* ---- review ---------------------------------------------------------------
 */

static void
only_reviewers_take_requests(void **state)
{
	struct fixture *f = begin(state);
	const int64_t request = rf_make(f, &(struct rf_plan){0});
	struct review_request r;
	const enum role others[] = {
	    ROLE_OPERATOR, ROLE_APPROVER, ROLE_ANALYST, ROLE_ADMIN, ROLE_NONE};
	const int64_t before = events(f);

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		rf_as(f, RF_APPROVER, others[i]);
		assert_int_equal(review_take(&f->act, request), ERR_DENIED);
	}
	rf_as(f, RF_APPROVER, ROLE_OPERATOR);
	assert_int_equal(review_open(&f->act, request, &r), ERR_DENIED);
	assert_int_equal(events(f), before);
	rf_as(f, RF_REVIEWER, ROLE_REVIEWER);
	rf_ok(review_take(&f->act, request));
	rf_state(f, request, "in_review");
	assert_int_equal(events(f), before + 1);
	assert_int_equal(review_take(&f->act, request), ERR_DENIED);
	/* A colleague takes over when somebody is away. */
	rf_as(f, RF_REVIEWER_2, ROLE_REVIEWER);
	rf_ok(review_take(&f->act, request));
	assert_int_equal(rf_find(f, request).reviewer, RF_REVIEWER_2);
}

static void
an_unconfirmed_form_is_not_there(void **state)
{
	struct fixture *f = begin(state);
	const int64_t request =
	    rf_make(f, &(struct rf_plan){.state = "unconfirmed"});
	struct review_request r;

	assert_int_equal(review_open(&f->act, request, &r), ERR_NOT_FOUND);
	assert_int_equal(review_take(&f->act, request), ERR_NOT_FOUND);
	assert_int_equal(review_take(&f->act, 99999), ERR_NOT_FOUND);
}

static struct review_edit
edit_as_is(struct fixture *f, int64_t request)
{
	struct review_edit edit = {0};
	struct review_request r;

	rf_ok(review_open(&f->act, request, &r));
	for (size_t i = 0; i < FIELD_COUNT; i++)
		edit.typed.value[i] =
		    request_check_value(r.fields, r.fields_n, (enum field_id)i);
	return edit;
}

static void
corrections_are_checked_and_told(void **state)
{
	struct fixture *f = begin(state);
	const int64_t request =
	    rf_make(f, &(struct rf_plan){.edrpou = "32855968"});
	struct review_edit edit;
	struct review_fault fault;
	struct review_request r;

	rf_ok(review_take(&f->act, request));
	assert_int_equal(review_pass(&f->act, request), ERR_INVALID);
	edit = edit_as_is(f, request);
	edit.typed.value[FIELD_EDRPOU] = "3285-5961";
	rf_ok(review_edit(&f->act, request, &edit, &fault));
	assert_string_equal(field(f, request, FIELD_EDRPOU), "32855961 ok");
	rf_ok(review_open(&f->act, request, &r));
	assert_string_equal(r.steps[0].act, "edited");
	assert_non_null(strstr(r.steps[0].note, "edrpou: 32855968 → 32855961"));
	assert_string_equal(r.steps[0].who, "Шевчук І. А.");
	/* The same again is no correction. */
	edit = edit_as_is(f, request);
	assert_int_equal(
	    review_edit(&f->act, request, &edit, &fault), ERR_INVALID);
	assert_true(fault.nothing);
	rf_ok(review_pass(&f->act, request));
	/* And afterwards nothing is corrected any more. */
	edit.typed.value[FIELD_PERSON] = "Інша Особа Іванівна";
	assert_int_equal(
	    review_edit(&f->act, request, &edit, &fault), ERR_DENIED);
}

static void
doubts_are_accepted_by_hand_only(void **state)
{
	struct fixture *f = begin(state);
	const int64_t request =
	    rf_make(f, &(struct rf_plan){.person = "Ґалаґан Єлизавета",
			   .community = "Миколаївська"});
	struct review_edit edit;
	struct review_fault fault;

	rf_ok(review_take(&f->act, request));
	assert_int_equal(review_pass(&f->act, request), ERR_INVALID);
	edit = edit_as_is(f, request);
	edit.accept = true;
	rf_ok(review_edit(&f->act, request, &edit, &fault));
	assert_string_equal(
	    field(f, request, FIELD_PERSON), "Ґалаґан Єлизавета ok");
	/* Two communities of that name cannot be accepted, only chosen. */
	assert_string_equal(
	    field(f, request, FIELD_COMMUNITY), "Миколаївська ambiguous");
	assert_int_equal(review_pass(&f->act, request), ERR_INVALID);
	edit.typed.value[FIELD_COMMUNITY] = "UA59080150000011111";
	rf_ok(review_edit(&f->act, request, &edit, &fault));
	rf_ok(review_pass(&f->act, request));
}

static void
another_reviewers_request_is_left_alone(void **state)
{
	struct fixture *f = begin(state);
	const int64_t request = rf_make(f, &(struct rf_plan){0});
	struct review_edit edit;
	struct review_fault fault;

	rf_ok(review_take(&f->act, request));
	edit = edit_as_is(f, request);
	edit.typed.value[FIELD_NAME] = "Інший ліцей";
	rf_as(f, RF_REVIEWER_2, ROLE_REVIEWER);
	assert_int_equal(
	    review_edit(&f->act, request, &edit, &fault), ERR_DENIED);
	assert_int_equal(review_return(&f->act, request, "?"), ERR_DENIED);
	assert_int_equal(review_pass(&f->act, request), ERR_DENIED);
	assert_int_equal(review_reject(&f->act, request, "?"), ERR_DENIED);
}

static const char *
token_in(const char *payload)
{
	const char *at = strstr(payload, "/join/complete/");
	static char token[44];

	assert_non_null(at);
	memcpy(token, at + strlen("/join/complete/"), 43);
	return token;
}

static void
a_returned_request_has_a_link_that_dies_when_review_starts(void **state)
{
	struct fixture *f = begin(state);
	const int64_t request = rf_make(f, &(struct rf_plan){0});
	struct access_link_row link;
	const char *letter, *token;

	rf_ok(review_take(&f->act, request));
	assert_int_equal(review_return(&f->act, request, " "), ERR_INVALID);
	rf_ok(review_return(&f->act, request, "Уточніть код ЄДРПОУ."));
	rf_state(f, request, "returned");
	assert_int_equal(letters(f, &letter), 1);
	assert_non_null(strstr(letter, "\"to\":\"admin@liceum.example\""));
	token = token_in(letter);
	rf_ok(request_link_find(&f->act, token, REQUEST_LINK_COMPLETE, &link));
	assert_int_equal(link.request, request);
	assert_int_equal(
	    request_link_find(&f->act, token, REQUEST_LINK_CONFIRM, &link),
	    ERR_EXPIRED);
	rf_ok(review_take(&f->act, request));
	assert_int_equal(
	    request_link_find(&f->act, token, REQUEST_LINK_COMPLETE, &link),
	    ERR_EXPIRED);
}

static void
nobody_to_write_to_is_said(void **state)
{
	struct fixture *f = begin(state);
	const int64_t request = rf_make(f, &(struct rf_plan){.email = "none"});

	rf_ok(review_take(&f->act, request));
	/* The sender's own address is the second choice. */
	rf_ok(review_return(&f->act, request, "Уточніть адресу."));
	rf_ok(review_take(&f->act, request));
	rf_ok(db_begin_write(f->act.registry));
	rf_ok(requests_forget_sender(f->act.registry, request));
	rf_ok(db_commit(f->act.registry));
	assert_int_equal(
	    review_return(&f->act, request, "Уточніть адресу."), ERR_NOT_FOUND);
	rf_state(f, request, "in_review");
}

static void
what_is_no_request_is_filed_apart_and_comes_back(void **state)
{
	struct fixture *f = begin(state);
	const int64_t request = rf_make(f, &(struct rf_plan){0});

	rf_ok(review_apart(&f->act, request));
	rf_state(f, request, "not_a_request");
	assert_int_equal(letters(f, NULL), 0);
	assert_int_equal(review_take(&f->act, request), ERR_CONFLICT);
	rf_ok(review_reopen(&f->act, request));
	rf_state(f, request, "new");
}

/* ---- approval -------------------------------------------------------------
 */

static void
who_reviewed_does_not_approve(void **state)
{
	struct fixture *f = begin(state);
	const int64_t request = rf_passed(f, &(struct rf_plan){0});
	struct review_request r;

	/* The same account in the other role, and one who only took part. */
	rf_as(f, RF_REVIEWER, ROLE_APPROVER);
	assert_int_equal(
	    review_approve(&f->act, request, &rf_call), ERR_DENIED);
	rf_ok(review_open(&f->act, request, &r));
	assert_true(r.own_review);
	assert_int_equal(r.may & REVIEW_APPROVE, 0);
	rf_as(f, RF_REVIEWER, ROLE_REVIEWER);
	assert_int_equal(
	    review_approve(&f->act, request, &rf_call), ERR_DENIED);
	rf_as(f, RF_APPROVER_2, ROLE_OPERATOR);
	assert_int_equal(
	    review_approve(&f->act, request, &rf_call), ERR_DENIED);
	rf_state(f, request, "in_review");
	rf_as(f, RF_APPROVER, ROLE_APPROVER);
	rf_ok(review_approve(&f->act, request, &rf_call));
	rf_state(f, request, "approved");
}

static void
who_reviewed_before_another_took_over_does_not_approve_either(void **state)
{
	struct fixture *f = begin(state);
	const int64_t request = rf_make(f, &(struct rf_plan){0});

	rf_as(f, RF_APPROVER, ROLE_REVIEWER);
	rf_ok(review_take(&f->act, request));
	rf_as(f, RF_REVIEWER, ROLE_REVIEWER);
	rf_ok(review_take(&f->act, request));
	rf_ok(review_pass(&f->act, request));
	rf_as(f, RF_APPROVER, ROLE_APPROVER);
	assert_int_equal(
	    review_approve(&f->act, request, &rf_call), ERR_DENIED);
}

static void
approval_needs_one_whole_proof(void **state)
{
	struct fixture *f = begin(state);
	const int64_t request = rf_passed(f, &(struct rf_plan){0});
	const struct review_proof wrong[] = {
	    {0},
	    {.kind = "word of honour", .who = "Гончар"},
	    {.kind = "call", .phone = "+380545391122"},
	    {.kind = "call", .phone = "545", .who = "Гончар"},
	    {.kind = "call", .who = "Гончар"},
	    {.kind = "order"},
	    {.kind = "order", .file = 1},
	    {.kind = "signature", .who = "Гончар С. І."},
	    {.kind = "signature", .file = 1},
	};
	struct review_request r;

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_int_equal(
		    review_approve(&f->act, request, &wrong[i]), ERR_INVALID);
	rf_ok(review_attach(
	    &f->act, request, "nakaz.pdf", (struct bytes){"%PDF", 4}));
	rf_ok(review_approve(&f->act, request,
	    &(struct review_proof){.kind = "order", .file = 1}));
	rf_ok(review_open(&f->act, request, &r));
	assert_string_equal(r.proof.kind, "order");
	assert_string_equal(r.proof.name, "nakaz.pdf");
	assert_string_equal(r.approver, "Бондар Т. Р.");
	assert_int_equal(
	    review_approve(&f->act, request, &rf_call), ERR_CONFLICT);
}

static void
nothing_is_approved_before_it_was_handed_on(void **state)
{
	struct fixture *f = begin(state);
	const int64_t request = rf_make(f, &(struct rf_plan){0});

	rf_as(f, RF_APPROVER, ROLE_APPROVER);
	assert_int_equal(
	    review_approve(&f->act, request, &rf_call), ERR_CONFLICT);
	rf_as(f, RF_REVIEWER, ROLE_REVIEWER);
	rf_ok(review_take(&f->act, request));
	rf_as(f, RF_APPROVER, ROLE_APPROVER);
	assert_int_equal(
	    review_approve(&f->act, request, &rf_call), ERR_DENIED);
}

static void
an_approver_sends_back_or_declines(void **state)
{
	struct fixture *f = begin(state);
	const int64_t request = rf_passed(f, &(struct rf_plan){0});
	const char *letter;

	rf_ok(review_back(&f->act, request, "Телефон не відповідає."));
	assert_int_equal(rf_find(f, request).passed_at, 0);
	assert_int_equal(review_back(&f->act, request, "?"), ERR_DENIED);
	rf_as(f, RF_REVIEWER, ROLE_REVIEWER);
	rf_ok(review_pass(&f->act, request));
	rf_as(f, RF_APPROVER, ROLE_APPROVER);
	assert_int_equal(review_reject(&f->act, request, ""), ERR_INVALID);
	rf_ok(review_reject(&f->act, request, "Такого закладу немає."));
	rf_state(f, request, "rejected");
	assert_int_equal(letters(f, &letter), 1);
	assert_non_null(strstr(letter, "request_rejected"));
	assert_non_null(strstr(letter, "Такого закладу немає."));
}

static void
one_diso_id_is_one_institution(void **state)
{
	struct fixture *f = begin(state);
	const int64_t first = rf_passed(f, &(struct rf_plan){0});
	int64_t second;
	struct review_request r;

	/* Both are with the approver; the first one wins. */
	second = rf_passed(f, &(struct rf_plan){.name = "Той самий ліцей"});
	rf_ok(review_approve(&f->act, first, &rf_call));
	assert_int_equal(review_approve(&f->act, second, &rf_call), ERR_EXISTS);
	rf_ok(review_open(&f->act, second, &r));
	assert_true(r.taken_code);
	assert_int_equal(r.institutions_n, 1);
	assert_int_equal(r.alike_n, 1);
	assert_true(
	    r.alike[0].diso_id && r.alike[0].edrpou && r.alike[0].email);
	rf_state(f, second, "in_review");
}

static void
a_branch_shares_the_code_of_its_parent(void **state)
{
	struct fixture *f = begin(state);
	const int64_t main = rf_passed(f, &(struct rf_plan){0});
	struct review_edit edit;
	struct review_fault fault;
	struct institution row;
	int64_t branch;

	rf_ok(review_approve(&f->act, main, &rf_call));
	branch = rf_make(f, &(struct rf_plan){.name = "Ґудзівська філія ліцею",
				.diso = "138205",
				.edrpou = " "});
	rf_as(f, RF_REVIEWER, ROLE_REVIEWER);
	rf_ok(review_take(&f->act, branch));
	assert_int_equal(review_pass(&f->act, branch), ERR_INVALID);
	edit = edit_as_is(f, branch);
	edit.parent = "99999999";
	assert_int_equal(
	    review_edit(&f->act, branch, &edit, &fault), ERR_INVALID);
	assert_true(fault.parent);
	edit.parent = "02070921";
	rf_ok(review_edit(&f->act, branch, &edit, &fault));
	rf_ok(review_pass(&f->act, branch));
	rf_as(f, RF_APPROVER, ROLE_APPROVER);
	rf_ok(review_approve(&f->act, branch, &rf_call));
	rf_ok(institutions_by_request(f->act.registry, f->arena, branch, &row));
	assert_int_equal(row.parent, rf_find(f, main).inst);
	assert_null(row.edrpou);
	assert_string_equal(row.region, "59");
}

/* ---- by itself ------------------------------------------------------------
 */

static void
what_nobody_completes_expires(void **state)
{
	struct fixture *f = begin(state);
	const int64_t request = rf_make(f, &(struct rf_plan){0});
	const int64_t form =
	    rf_make(f, &(struct rf_plan){.state = "unconfirmed", .diso = "7"});
	struct request row;
	const char *letter;
	int64_t n;

	rf_ok(review_take(&f->act, request));
	rf_ok(review_return(&f->act, request, "Уточніть."));
	rf_as(f, 0, ROLE_SYSTEM);
	fixture_time(f, f->today + 29, 9, 0);
	rf_ok(review_expire(&f->act, &n));
	assert_int_equal(n, 0);
	fixture_time(f, f->today + 31, 9, 0);
	rf_ok(review_expire(&f->act, &n));
	assert_int_equal(n, 2);
	rf_state(f, request, "expired");
	letters(f, &letter);
	assert_non_null(strstr(letter, "request_expired"));
	assert_int_equal(requests_find(f->act.registry, f->arena, form, &row),
	    ERR_NOT_FOUND);
	rf_ok(review_expire(&f->act, &n));
	assert_int_equal(n, 0);
}

static void
letters_are_forgotten_after_their_months(void **state)
{
	struct fixture *f = begin(state);
	const int64_t request = rf_make(f, &(struct rf_plan){.body = "лист"});
	struct review_request r;
	struct bytes bytes;
	int64_t n;

	rf_ok(review_take(&f->act, request));
	rf_ok(review_attach(
	    &f->act, request, "a.pdf", (struct bytes){"%PDF", 4}));
	rf_ok(review_reject(&f->act, request, "Не заклад освіти."));
	rf_ok(review_original(&f->act, request, &bytes));
	rf_as(f, 0, ROLE_SYSTEM);
	fixture_time(f, f->today + 150, 9, 0);
	rf_ok(review_forget(&f->act, &n));
	assert_int_equal(n, 0);
	fixture_time(f, f->today + 190, 9, 0);
	rf_ok(review_forget(&f->act, &n));
	assert_int_equal(n, 1);
	rf_ok(review_forget(&f->act, &n));
	assert_int_equal(n, 0);
	rf_as(f, RF_REVIEWER, ROLE_REVIEWER);
	assert_int_equal(
	    review_original(&f->act, request, &bytes), ERR_NOT_FOUND);
	rf_ok(review_open(&f->act, request, &r));
	assert_null(r.mail.mail_hash);
	assert_int_equal(r.files_n, 0);
	assert_null(r.request.sender);
	assert_null(request_check_find(r.fields, r.fields_n, FIELD_PERSON));
	assert_non_null(request_check_find(r.fields, r.fields_n, FIELD_NAME));
}

static void
communities_are_checked_once_the_codifier_is_here(void **state)
{
	struct fixture *f = *state;
	int64_t request, n;

	rf_as(f, RF_REVIEWER, ROLE_REVIEWER);
	request = rf_make(f, &(struct rf_plan){.community = "Охтирка"});
	assert_string_equal(
	    field(f, request, FIELD_COMMUNITY), "Охтирка unchecked");
	rf_open(f);
	rf_as(f, 0, ROLE_SYSTEM);
	rf_ok(review_recheck(&f->act, &n));
	assert_int_equal(n, 1);
	rf_as(f, RF_REVIEWER, ROLE_REVIEWER);
	assert_string_equal(
	    field(f, request, FIELD_COMMUNITY), "Охтирська derived");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    FIXTURE_TEST(wrong_values_are_kept_and_flagged),
	    FIXTURE_TEST(namesakes_are_told_apart_by_district_or_code),
	    FIXTURE_TEST(only_reviewers_take_requests),
	    FIXTURE_TEST(an_unconfirmed_form_is_not_there),
	    FIXTURE_TEST(corrections_are_checked_and_told),
	    FIXTURE_TEST(doubts_are_accepted_by_hand_only),
	    FIXTURE_TEST(another_reviewers_request_is_left_alone),
	    FIXTURE_TEST(
		a_returned_request_has_a_link_that_dies_when_review_starts),
	    FIXTURE_TEST(nobody_to_write_to_is_said),
	    FIXTURE_TEST(what_is_no_request_is_filed_apart_and_comes_back),
	    FIXTURE_TEST(who_reviewed_does_not_approve),
	    FIXTURE_TEST(
		who_reviewed_before_another_took_over_does_not_approve_either),
	    FIXTURE_TEST(approval_needs_one_whole_proof),
	    FIXTURE_TEST(nothing_is_approved_before_it_was_handed_on),
	    FIXTURE_TEST(an_approver_sends_back_or_declines),
	    FIXTURE_TEST(one_diso_id_is_one_institution),
	    FIXTURE_TEST(a_branch_shares_the_code_of_its_parent),
	    FIXTURE_TEST(what_nobody_completes_expires),
	    FIXTURE_TEST(letters_are_forgotten_after_their_months),
	    FIXTURE_TEST(communities_are_checked_once_the_codifier_is_here),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
