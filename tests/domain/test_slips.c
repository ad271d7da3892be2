/* SPDX-License-Identifier: EUPL-1.2 */
#include "people_fixture.h"

#include "domain/access.h"
#include "domain/account.h"
#include "domain/slips.h"
#include "store/jobs.h"

static struct act *
as_admin(struct world *w, int64_t inst)
{
	struct act *act = world_act(w);

	ok(act_open_school(act, inst));
	act->actor = (struct actor){
	    .inst = inst,
	    .person = 900,
	    .role = ROLE_ADMIN,
	    .log_id = "t-900",
	};
	return act;
}

static const char *
print(struct world *w, int64_t inst, int64_t person)
{
	struct slip *slips;

	ok(slips_make(as_admin(w, inst), &person, 1, &slips));
	assert_int_equal(slips[0].refusal, SLIP_MADE);
	assert_int_equal(strlen(slips[0].code), 19);
	return slips[0].code;
}

static enum err
open_slip(
    struct world *w, const char *code, const char *date, const char **token)
{
	int64_t wait_s;

	return slips_open(
	    world_act(w), code, date, "192.0.2.1", token, &wait_s);
}

static enum err
take(struct world *w, const char *token, const char *password,
    struct invitation_taken *taken)
{
	const struct invitation_form form = {.password = password};
	struct invitation_fault fault;

	return invitations_take(world_act(w), token, &form, &fault, taken);
}

static int64_t
pupil(struct world *w)
{
	int64_t class = world_class(w, 1, "7-Б", 7);
	int64_t person = world_person(w, 1,
	    (struct someone){"Згурський", "Юрій", "2014-05-17", NULL, "pupil"});

	world_enrol(w, 1, class, person);
	return person;
}

static void
pupil_comes_in_with_paper_and_birth_date(void **state)
{
	struct world *w = *state;
	int64_t person = pupil(w);
	const char *code = print(w, 1, person), *token;
	struct invitation_taken taken;
	struct session session;

	ok(open_slip(w, code, "17.05.2014", &token));
	ok(take(w, token, GOOD_PASSWORD, &taken));
	assert_non_null(taken.login);
	assert_memory_equal(taken.login, "zghurskyi.y", 11);
	session = world_session(w, taken.login, GOOD_PASSWORD);
	assert_int_equal(session.role, ROLE_PUPIL);
	assert_int_equal(session.person, person);
	world_enter(w, &session, 1);
}

static void
slip_is_used_once(void **state)
{
	struct world *w = *state;
	const char *code = print(w, 1, pupil(w)), *token, *again;
	struct invitation_taken taken;

	ok(open_slip(w, code, "17.05.2014", &token));
	/* The page was closed: the paper opens it again. */
	ok(open_slip(w, code, "17.05.2014", &again));
	fails(take(w, token, GOOD_PASSWORD, &taken), ERR_EXPIRED);
	ok(take(w, again, GOOD_PASSWORD, &taken));
	fails(open_slip(w, code, "17.05.2014", &token), ERR_DENIED);
	fails(take(w, again, OTHER_PASSWORD, &taken), ERR_EXPIRED);
}

static void
wrong_date_kills_the_slip_after_five(void **state)
{
	struct world *w = *state;
	const char *code = print(w, 1, pupil(w)), *token;

	for (int i = 0; i < SLIPS_TRIES_MAX; i++)
		fails(open_slip(w, code, "18.05.2014", &token), ERR_DENIED);
	fails(open_slip(w, code, "17.05.2014", &token), ERR_DENIED);
}

static void
four_wrong_dates_are_forgiven(void **state)
{
	struct world *w = *state;
	const char *code = print(w, 1, pupil(w)), *token;

	for (int i = 0; i < SLIPS_TRIES_MAX - 1; i++)
		fails(open_slip(w, code, "18.05.2014", &token), ERR_DENIED);
	ok(open_slip(w, code, "2014-05-17", &token));
}

static void
what_is_no_code_or_date_costs_no_try(void **state)
{
	struct world *w = *state;
	const char *code = print(w, 1, pupil(w)), *token;

	for (int i = 0; i < 20; i++) {
		fails(open_slip(w, code, "31.02.2014", &token), ERR_INVALID);
		fails(open_slip(w, code, NULL, &token), ERR_INVALID);
		fails(open_slip(w, "ABC", "17.05.2014", &token), ERR_INVALID);
	}
	ok(open_slip(w, code, "17.05.2014", &token));
}

static void
expired_and_replaced_slips_do_not_open(void **state)
{
	struct world *w = *state;
	int64_t person = pupil(w);
	const char *first = print(w, 1, person), *second, *token;

	second = print(w, 1, person);
	fails(open_slip(w, first, "17.05.2014", &token), ERR_DENIED);
	ok(open_slip(w, second, "17.05.2014", &token));
	world_later(w, 60 * 86400);
	fails(open_slip(w, second, "17.05.2014", &token), ERR_DENIED);
}

static void
entry_is_open_for_half_an_hour(void **state)
{
	struct world *w = *state;
	const char *code = print(w, 1, pupil(w)), *token;
	struct invitation_taken taken;

	ok(open_slip(w, code, "17.05.2014", &token));
	world_later(w, 1800);
	fails(take(w, token, GOOD_PASSWORD, &taken), ERR_EXPIRED);
	ok(open_slip(w, code, "17.05.2014", &token));
	ok(take(w, token, GOOD_PASSWORD, &taken));
}

static void
guardian_confirms_with_the_date_of_a_pupil(void **state)
{
	struct world *w = *state;
	int64_t child = pupil(w);
	int64_t mother = world_person(w, 1,
	    (struct someone){
		"Згурська", "Ада", "1985-03-04", NULL, "guardian"});
	struct invitation_taken taken;
	struct session session;
	const char *code, *token;

	world_guardian(w, 1, child, mother);
	code = print(w, 1, mother);
	fails(open_slip(w, code, "04.03.1985", &token), ERR_DENIED);
	ok(open_slip(w, code, "17.05.2014", &token));
	ok(take(w, token, GOOD_PASSWORD, &taken));
	session = world_session(w, taken.login, GOOD_PASSWORD);
	assert_int_equal(session.role, ROLE_GUARDIAN);
}

static void
slips_that_cannot_be_confirmed_are_not_made(void **state)
{
	struct world *w = *state;
	int64_t class = world_class(w, 1, "2-А", 2);
	int64_t people[3];
	struct slip *slips;

	people[0] = world_person(
	    w, 1, (struct someone){"Кіт", "Ада", NULL, NULL, "teacher"});
	people[1] = world_person(
	    w, 1, (struct someone){"Кіт", "Лев", "2019-01-02", NULL, "pupil"});
	people[2] = world_person(
	    w, 1, (struct someone){"Кіт", "Іван", "1999-01-02", NULL, NULL});
	world_enrol(w, 1, class, people[1]);
	ok(slips_make(as_admin(w, 1), people, 3, &slips));
	assert_int_equal(slips[0].refusal, SLIP_NO_BIRTH_DATE);
	assert_int_equal(slips[1].refusal, SLIP_TOO_YOUNG);
	assert_int_equal(slips[2].refusal, SLIP_LEFT);
	for (int i = 0; i < 3; i++)
		assert_null(slips[i].code);
}

static void
slips_are_the_administrators_work(void **state)
{
	struct world *w = *state;
	int64_t person = pupil(w);
	struct slip *slips;
	struct act *act = as_admin(w, 1);

	act->actor.role = ROLE_CLASS_TEACHER;
	fails(slips_make(act, &person, 1, &slips), ERR_DENIED);
	act->actor.role = ROLE_ADMIN;
	person += 100;
	fails(slips_make(act, &person, 1, &slips), ERR_NOT_FOUND);
	fails(slips_make(act, &person, SLIPS_PRINT_MAX + 1, &slips), ERR_LIMIT);
}

static void
guessing_codes_is_slowed(void **state)
{
	struct world *w = *state;
	const char *code = print(w, 1, pupil(w)), *token;
	int64_t wait_s = 0;

	for (int i = 0; i < 61; i++)
		fails(open_slip(w, "AAAA BBBB CCCC DDDD", "1.1.2014", &token),
		    ERR_DENIED);
	fails(slips_open(world_act(w), code, "17.05.2014", "192.0.2.1", &token,
		  &wait_s),
	    ERR_LIMIT);
	assert_true(wait_s > 0);
	ok(slips_open(
	    world_act(w), code, "17.05.2014", "192.0.2.2", &token, &wait_s));
}

/* ---- a slip for somebody who has an account ---------------------------------
 */

static void
slip_code_is_no_link(void **state)
{
	struct world *w = *state;
	const char *code = print(w, 1, pupil(w));
	struct invitation inv;

	fails(invitations_find(world_act(w), code, &inv), ERR_EXPIRED);
}

static void
slip_joins_an_account_that_signs_in(void **state)
{
	struct world *w = *state;
	const char *code = print(w, 1, pupil(w)), *token;
	struct session session;

	world_account(w, "old@example.ua", OTHER_PASSWORD);
	ok(open_slip(w, code, "17.05.2014", &token));
	session = world_session(w, "old@example.ua", OTHER_PASSWORD);
	ok(invitations_join(world_act(w), token, &session));
	session = world_session(w, "old@example.ua", OTHER_PASSWORD);
	assert_int_equal(session.role, ROLE_PUPIL);
	fails(open_slip(w, code, "17.05.2014", &token), ERR_DENIED);
}

/* A guardian of children in two schools, with or without a mailbox. */
static int64_t
guardian_of_two(struct world *w, const char *email, int64_t mothers[2])
{
	int64_t account = world_account(w, email, GOOD_PASSWORD);

	for (int64_t inst = 1; inst <= 2; inst++) {
		int64_t child = world_person(w, inst,
		    (struct someone){
			"Кіт", "Лев", "2014-05-17", NULL, "pupil"});

		mothers[inst - 1] = world_person(w, inst,
		    (struct someone){"Кіт", "Ада", NULL, NULL, "guardian"});
		world_guardian(w, inst, child, mothers[inst - 1]);
		world_member(w, account, inst, mothers[inst - 1]);
	}
	return account;
}

static enum err
enters(struct world *w, const char *email, int64_t inst)
{
	struct session session = world_session(w, email, OTHER_PASSWORD);
	struct act *act = world_act(w);

	ok(act_open_school(act, inst));
	return session_enter(act, &session, inst);
}

static void
reset_by_slip_closes_the_other_institutions(void **state)
{
	struct world *w = *state;
	struct invitation_taken taken;
	const char *token;
	int64_t mothers[2];

	guardian_of_two(w, "g@example.ua", mothers);
	ok(open_slip(w, print(w, 1, mothers[0]), "17.05.2014", &token));
	ok(take(w, token, OTHER_PASSWORD, &taken));
	assert_null(taken.login);
	ok(enters(w, "g@example.ua", 1));
	fails(enters(w, "g@example.ua", 2), ERR_NOT_FOUND);
}

static const char *
letter_with_link(struct world *w, const char *template)
{
	struct job jobs[20];
	size_t n;

	ok(jobs_list(w->act.registry, w->arena, 0, "mail", NULL, 20, jobs, &n));
	for (size_t i = 0; i < n; i++)
		if (strstr(jobs[i].payload, template))
			return arena_strndup(
			    w->arena, strstr(jobs[i].payload, "/i/") + 3, 43);
	return NULL;
}

static void
old_mailbox_opens_them_again(void **state)
{
	struct world *w = *state;
	struct invitation_taken taken;
	const char *token;
	int64_t mothers[2];

	guardian_of_two(w, "g@example.ua", mothers);
	ok(open_slip(w, print(w, 1, mothers[0]), "17.05.2014", &token));
	ok(take(w, token, OTHER_PASSWORD, &taken));
	token = letter_with_link(w, "\"suspended\"");
	assert_non_null(token);
	fails(take(w, token, GOOD_PASSWORD, &taken), ERR_EXPIRED);
	ok(invitations_confirm(world_act(w), token));
	ok(enters(w, "g@example.ua", 2));
	fails(invitations_confirm(world_act(w), token), ERR_EXPIRED);
}

static void
each_institution_can_confirm_for_itself(void **state)
{
	struct world *w = *state;
	struct invitation_taken taken;
	struct access_line *lines;
	const char *token;
	int64_t mothers[2];
	size_t n;

	guardian_of_two(w, "g@example.ua", mothers);
	ok(open_slip(w, print(w, 1, mothers[0]), "17.05.2014", &token));
	ok(take(w, token, OTHER_PASSWORD, &taken));
	fails(access_resume(as_admin(w, 1), mothers[0]), ERR_CONFLICT);
	ok(access_resume(as_admin(w, 2), mothers[1]));
	fails(access_resume(as_admin(w, 2), mothers[1]), ERR_CONFLICT);
	ok(enters(w, "g@example.ua", 2));
	ok(access_staff(as_admin(w, 2), &lines, &n));
	assert_int_equal(n, 0);
}

static void
reset_by_slip_cannot_be_joined_to_another_account(void **state)
{
	struct world *w = *state;
	struct session session;
	const char *token;
	int64_t mothers[2];

	guardian_of_two(w, "g@example.ua", mothers);
	world_account(w, "thief@example.ua", OTHER_PASSWORD);
	ok(open_slip(w, print(w, 1, mothers[0]), "17.05.2014", &token));
	session = world_session(w, "thief@example.ua", OTHER_PASSWORD);
	fails(invitations_join(world_act(w), token, &session), ERR_DENIED);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    CASE(pupil_comes_in_with_paper_and_birth_date),
	    CASE(slip_is_used_once),
	    CASE(wrong_date_kills_the_slip_after_five),
	    CASE(four_wrong_dates_are_forgiven),
	    CASE(what_is_no_code_or_date_costs_no_try),
	    CASE(expired_and_replaced_slips_do_not_open),
	    CASE(entry_is_open_for_half_an_hour),
	    CASE(guardian_confirms_with_the_date_of_a_pupil),
	    CASE(slips_that_cannot_be_confirmed_are_not_made),
	    CASE(slips_are_the_administrators_work),
	    CASE(guessing_codes_is_slowed),
	    CASE(slip_code_is_no_link),
	    CASE(slip_joins_an_account_that_signs_in),
	    CASE(reset_by_slip_closes_the_other_institutions),
	    CASE(old_mailbox_opens_them_again),
	    CASE(each_institution_can_confirm_for_itself),
	    CASE(reset_by_slip_cannot_be_joined_to_another_account),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
