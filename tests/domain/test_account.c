/* SPDX-License-Identifier: EUPL-1.2 */
#include "letters_fixture.h"

#include "domain/account.h"

/* ---- forgotten password ----------------------------------------------------
 */

static void
work(struct world *w)
{
	struct job jobs[9];
	size_t n;

	ok(jobs_list(
	    world_act(w)->registry, w->arena, 0, "forgot", NULL, 9, jobs, &n));
	for (size_t i = 0; i < n; i++)
		ok(account_forgot_send(&w->act, jobs[i].job,
		    strstr(jobs[i].payload, "a@example.ua") ? "a@example.ua"
							    : "b@example.ua",
		    "uk"));
}

static void
forgotten_password_is_set_anew_by_mail(void **state)
{
	struct world *w = *state;
	struct invitation_taken taken;
	struct session session;
	const char *token, *template, *old_cookie;

	world_account(w, "a@example.ua", GOOD_PASSWORD);
	world_session(w, "a@example.ua", GOOD_PASSWORD);
	old_cookie = w->own_cookie;
	ok(account_forgot(world_act(w), "A@example.ua", "::1", LANG_UK));
	assert_int_equal(letters(w), 0);
	work(w);
	work(w);
	assert_int_equal(letters(w), 1);
	token = token_of(w, 0, &template);
	assert_string_equal(template, "reset");
	ok(take(w, token, OTHER_PASSWORD, &taken));
	fails(session_find(world_act(w), old_cookie, &session), ERR_NOT_FOUND);
	world_session(w, "a@example.ua", OTHER_PASSWORD);
	fails(take(w, token, GOOD_PASSWORD, &taken), ERR_EXPIRED);
	token_of(w, 0, &template);
	assert_string_equal(template, "password_changed");
}

static void
unknown_address_is_answered_alike_and_gets_nothing(void **state)
{
	struct world *w = *state;

	world_account(w, "a@example.ua", GOOD_PASSWORD);
	ok(account_forgot(world_act(w), "b@example.ua", "::1", LANG_UK));
	work(w);
	assert_int_equal(letters(w), 0);
}

static void
mailbox_is_not_filled_by_strangers(void **state)
{
	struct world *w = *state;

	world_account(w, "a@example.ua", GOOD_PASSWORD);
	for (int i = 0; i < 30; i++)
		ok(account_forgot(
		    world_act(w), "a@example.ua", "::1", LANG_UK));
	work(w);
	assert_true(letters(w) <= 4);
}

/* ---- another address --------------------------------------------------------
 */

static void
new_address_counts_when_it_is_confirmed(void **state)
{
	struct world *w = *state;
	struct signin in = world_signin(NULL, GOOD_PASSWORD);
	struct session session;
	const char *token, *template;
	int64_t wait_s;

	world_account(w, "a@example.ua", GOOD_PASSWORD);
	session = world_session(w, "a@example.ua", GOOD_PASSWORD);
	ok(account_change_email(
	    world_act(w), &session, &in, "New@example.ua", &wait_s));
	token = token_of(w, 0, &template);
	assert_string_equal(template, "email_confirm");
	world_session(w, "a@example.ua", GOOD_PASSWORD);
	ok(invitations_confirm(world_act(w), token));
	world_session(w, "new@example.ua", GOOD_PASSWORD);
	token_of(w, 0, &template);
	assert_string_equal(template, "email_changed");
	fails(invitations_confirm(world_act(w), token), ERR_EXPIRED);
}

static void
address_of_another_account_is_answered_alike(void **state)
{
	struct world *w = *state;
	struct signin in = world_signin(NULL, GOOD_PASSWORD);
	struct session session;
	int64_t wait_s;

	world_account(w, "a@example.ua", GOOD_PASSWORD);
	world_account(w, "b@example.ua", OTHER_PASSWORD);
	session = world_session(w, "a@example.ua", GOOD_PASSWORD);
	ok(account_change_email(
	    world_act(w), &session, &in, "b@example.ua", &wait_s));
	assert_int_equal(letters(w), 0);
	in.password = "wrong";
	fails(account_change_email(
		  world_act(w), &session, &in, "c@example.ua", &wait_s),
	    ERR_DENIED);
	in.password = GOOD_PASSWORD;
	fails(account_change_email(
		  world_act(w), &session, &in, "no address", &wait_s),
	    ERR_INVALID);
}

static const char *
asked_for_new_address(struct world *w, struct session *session)
{
	struct signin in = world_signin(NULL, GOOD_PASSWORD);
	int64_t wait_s;

	*session = world_session(w, "a@example.ua", GOOD_PASSWORD);
	ok(account_change_email(
	    world_act(w), session, &in, "thief@example.ua", &wait_s));
	return token_of(w, 0, NULL);
}

static void
address_a_thief_asked_for_ends_with_the_reset(void **state)
{
	struct world *w = *state;
	struct invitation_taken taken;
	struct session session;
	const char *thiefs, *own;

	world_account(w, "a@example.ua", GOOD_PASSWORD);
	thiefs = asked_for_new_address(w, &session);
	ok(account_forgot(world_act(w), "a@example.ua", "::1", LANG_UK));
	work(w);
	own = token_of(w, 0, NULL);
	ok(take(w, own, OTHER_PASSWORD, &taken));
	fails(invitations_confirm(world_act(w), thiefs), ERR_EXPIRED);
	world_session(w, "a@example.ua", OTHER_PASSWORD);
}

static void
address_a_thief_asked_for_ends_with_a_new_password(void **state)
{
	struct world *w = *state;
	struct signin in = world_signin(NULL, GOOD_PASSWORD);
	struct signin_done done = {0};
	struct session session;
	enum password_fault fault;
	const char *thiefs;

	world_account(w, "a@example.ua", GOOD_PASSWORD);
	thiefs = asked_for_new_address(w, &session);
	ok(account_change_password(
	    world_act(w), &session, &in, OTHER_PASSWORD, &fault, &done));
	fails(invitations_confirm(world_act(w), thiefs), ERR_EXPIRED);
}

static void
reset_sent_to_the_old_address_ends_with_the_new_one(void **state)
{
	struct world *w = *state;
	struct invitation_taken taken;
	struct session session;
	const char *reset, *address;

	world_account(w, "a@example.ua", GOOD_PASSWORD);
	ok(account_forgot(world_act(w), "a@example.ua", "::1", LANG_UK));
	work(w);
	reset = token_of(w, 0, NULL);
	address = asked_for_new_address(w, &session);
	ok(invitations_confirm(world_act(w), address));
	fails(take(w, reset, OTHER_PASSWORD, &taken), ERR_EXPIRED);
}

/* Many behind one address: they wait for a minute at most. */
static void
letters_for_a_whole_town_are_not_stopped_by_one(void **state)
{
	struct world *w = *state;
	enum err err = OK;

	for (int i = 0; i < 200; i++)
		err = account_forgot(world_act(w),
		    arena_printf(w->arena, "n%d@example.ua", i), "192.0.2.7",
		    LANG_UK);
	assert_int_equal(err, ERR_LIMIT);
	world_later(w, 60);
	ok(account_forgot(world_act(w), "a@example.ua", "192.0.2.7", LANG_UK));
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    CASE(forgotten_password_is_set_anew_by_mail),
	    CASE(unknown_address_is_answered_alike_and_gets_nothing),
	    CASE(mailbox_is_not_filled_by_strangers),
	    CASE(new_address_counts_when_it_is_confirmed),
	    CASE(address_of_another_account_is_answered_alike),
	    CASE(address_a_thief_asked_for_ends_with_the_reset),
	    CASE(address_a_thief_asked_for_ends_with_a_new_password),
	    CASE(reset_sent_to_the_old_address_ends_with_the_new_one),
	    CASE(letters_for_a_whole_town_are_not_stopped_by_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
