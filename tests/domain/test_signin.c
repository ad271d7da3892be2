/* SPDX-License-Identifier: EUPL-1.2 */
#include "people_fixture.h"

#include <sodium.h>

#include "db/db.h"
#include "domain/account.h"
#include "domain/throttle.h"
#include "store/devices.h"

static enum err
attempt(struct world *w, const char *name, const char *password,
    const char *device, struct signin_done *done)
{
	struct signin in = world_signin(name, password);

	in.device = device;
	*done = (struct signin_done){0};
	return signin_password(world_act(w), &in, done);
}

static void
right_password_signs_in(void **state)
{
	struct world *w = *state;
	struct signin_done done;
	struct session session;

	world_account(w, "a@example.ua", GOOD_PASSWORD);
	ok(attempt(w, " A@Example.UA ", GOOD_PASSWORD, NULL, &done));
	assert_non_null(done.cookie);
	assert_non_null(done.device);
	assert_int_equal(done.cookie_s, w->config.session_absolute_s);
	ok(session_find(world_act(w), done.cookie, &session));
	assert_string_equal(session.email, "a@example.ua");
}

static void
known_and_unknown_names_get_the_same_answer(void **state)
{
	struct world *w = *state;
	struct signin_done known, unknown;
	int64_t statements[2];

	world_account(w, "a@example.ua", GOOD_PASSWORD);
	fails(attempt(w, "a@example.ua", OTHER_PASSWORD, NULL, &known),
	    ERR_DENIED);
	statements[0] = db_statement_count(w->act.registry);
	fails(attempt(w, "b@example.ua", OTHER_PASSWORD, NULL, &unknown),
	    ERR_DENIED);
	statements[1] = db_statement_count(w->act.registry);
	assert_int_equal(statements[0], statements[1]);
	assert_memory_equal(&known, &unknown, sizeof(known));
}

/* Counts hashes made: the unknown name costs one as well. */
static void
unknown_name_waits_in_the_same_line(void **state)
{
	struct world *w = *state;
	struct signin in = world_signin("nobody@example.ua", OTHER_PASSWORD);
	struct signin_done done = {0};
	struct password_pool *pool = password_pool_new(1, 0);

	ok(password_pool_enter(pool));
	world_act(w)->passwords = pool;
	fails(signin_password(&w->act, &in, &done), ERR_BUSY);
	password_pool_leave(pool);
	fails(signin_password(&w->act, &in, &done), ERR_DENIED);
	act_close(&w->act);
	w->act.passwords = NULL;
	password_pool_free(pool);
}

static void
strangers_wait_longer_and_longer(void **state)
{
	struct world *w = *state;
	struct signin_done done;
	int64_t waited = 0;

	world_account(w, "a@example.ua", GOOD_PASSWORD);
	for (int i = 0; i < 5; i++)
		fails(attempt(w, "a@example.ua", "wrong", NULL, &done),
		    ERR_DENIED);
	for (int i = 0; i < 12; i++) {
		fails(attempt(w, "a@example.ua", "wrong", NULL, &done),
		    ERR_DENIED);
		fails(attempt(w, "a@example.ua", GOOD_PASSWORD, NULL, &done),
		    ERR_LIMIT);
		assert_true(done.wait_s >= waited);
		waited = done.wait_s;
		world_later(w, done.wait_s);
	}
	assert_int_equal(waited, 60);
	ok(attempt(w, "a@example.ua", GOOD_PASSWORD, NULL, &done));
}

static void
unknown_name_is_slowed_like_a_known_one(void **state)
{
	struct world *w = *state;
	struct signin_done known, unknown;

	world_account(w, "a@example.ua", GOOD_PASSWORD);
	for (int i = 0; i < 6; i++) {
		fails(attempt(w, "a@example.ua", "wrong", NULL, &known),
		    ERR_DENIED);
		fails(attempt(w, "b@example.ua", "wrong", NULL, &unknown),
		    ERR_DENIED);
	}
	fails(attempt(w, "a@example.ua", "wrong", NULL, &known), ERR_LIMIT);
	fails(attempt(w, "b@example.ua", "wrong", NULL, &unknown), ERR_LIMIT);
	assert_int_equal(known.wait_s, unknown.wait_s);
}

static void
known_device_is_never_slowed_by_strangers(void **state)
{
	struct world *w = *state;
	struct signin_done own, done;
	const char *device;

	world_account(w, "a@example.ua", GOOD_PASSWORD);
	ok(attempt(w, "a@example.ua", GOOD_PASSWORD, NULL, &own));
	device = own.device;
	for (int i = 0; i < 20; i++)
		(void)!attempt(w, "a@example.ua", "wrong", NULL, &done);
	fails(
	    attempt(w, "a@example.ua", GOOD_PASSWORD, NULL, &done), ERR_LIMIT);
	ok(attempt(w, "a@example.ua", GOOD_PASSWORD, device, &done));
	assert_null(done.device); /* it keeps the cookie it has */
}

static void
known_device_of_another_account_is_a_stranger(void **state)
{
	struct world *w = *state;
	struct signin_done own, done;

	world_account(w, "a@example.ua", GOOD_PASSWORD);
	world_account(w, "thief@example.ua", OTHER_PASSWORD);
	ok(attempt(w, "thief@example.ua", OTHER_PASSWORD, NULL, &own));
	for (int i = 0; i < 6; i++)
		fails(attempt(w, "a@example.ua", "wrong", own.device, &done),
		    ERR_DENIED);
	fails(
	    attempt(w, "a@example.ua", "wrong", own.device, &done), ERR_LIMIT);
}

static void
known_device_that_guesses_is_slowed_too(void **state)
{
	struct world *w = *state;
	struct signin_done own, done;

	world_account(w, "a@example.ua", GOOD_PASSWORD);
	ok(attempt(w, "a@example.ua", GOOD_PASSWORD, NULL, &own));
	for (int i = 0; i < 6; i++)
		fails(attempt(w, "a@example.ua", "wrong", own.device, &done),
		    ERR_DENIED);
	fails(attempt(w, "a@example.ua", GOOD_PASSWORD, own.device, &done),
	    ERR_LIMIT);
	/* Others are not concerned. */
	ok(attempt(w, "a@example.ua", GOOD_PASSWORD, NULL, &done));
}

static void
one_name_failing_often_does_not_slow_its_address(void **state)
{
	struct world *w = *state;
	struct signin_done done;

	world_account(w, "a@example.ua", GOOD_PASSWORD);
	for (int i = 0; i < 300; i++) {
		(void)!attempt(w, "pupil", "wrong", NULL, &done);
		world_later(w, 5);
	}
	ok(attempt(w, "a@example.ua", GOOD_PASSWORD, NULL, &done));
}

static void
address_that_tries_many_names_is_slowed(void **state)
{
	struct world *w = *state;
	struct signin_done own, done;
	struct signin in = world_signin("a@example.ua", GOOD_PASSWORD);

	world_account(w, "a@example.ua", GOOD_PASSWORD);
	ok(attempt(w, "a@example.ua", GOOD_PASSWORD, NULL, &own));
	for (int i = 0; i < 101; i++)
		fails(attempt(w, arena_printf(w->arena, "n%d@example.ua", i),
			  "wrong", NULL, &done),
		    ERR_DENIED);
	fails(
	    attempt(w, "a@example.ua", GOOD_PASSWORD, NULL, &done), ERR_LIMIT);
	ok(attempt(w, "a@example.ua", GOOD_PASSWORD, own.device, &done));
	in.address = "198.51.100.9";
	ok(signin_password(world_act(w), &in, &done));
}

static void
shared_computer_is_not_remembered(void **state)
{
	struct world *w = *state;
	struct signin in = world_signin("a@example.ua", GOOD_PASSWORD);
	struct signin_done done = {0};

	world_account(w, "a@example.ua", GOOD_PASSWORD);
	in.shared = true;
	ok(signin_password(world_act(w), &in, &done));
	assert_null(done.device);
	assert_int_equal(done.cookie_s, 0);
}

static void
new_session_id_at_sign_in_and_the_old_one_ends(void **state)
{
	struct world *w = *state;
	struct signin in = world_signin("a@example.ua", GOOD_PASSWORD);
	struct signin_done first = {0}, second = {0};
	struct session session;

	world_account(w, "a@example.ua", GOOD_PASSWORD);
	ok(signin_password(world_act(w), &in, &first));
	ok(session_find(world_act(w), first.cookie, &session));
	in.old = &session;
	ok(signin_password(&w->act, &in, &second));
	assert_string_not_equal(first.cookie, second.cookie);
	fails(
	    session_find(world_act(w), first.cookie, &session), ERR_NOT_FOUND);
	ok(session_find(world_act(w), second.cookie, &session));
}

static void
account_without_a_password_cannot_sign_in(void **state)
{
	struct world *w = *state;
	struct signin_done done;
	int64_t account = world_account(w, "a@example.ua", GOOD_PASSWORD);

	ok(accounts_set_state(w->act.registry, account, "suspended"));
	fails(
	    attempt(w, "a@example.ua", GOOD_PASSWORD, NULL, &done), ERR_DENIED);
	fails(attempt(w, "", "", NULL, &done), ERR_DENIED);
	fails(attempt(w, NULL, NULL, NULL, &done), ERR_DENIED);
}

/* A hash of fewer passes than today's: m=19456, t=1. */
static void
weak_hash_is_made_anew_at_sign_in(void **state)
{
	struct world *w = *state;
	struct signin_done done;
	struct account_row row;
	char weak[crypto_pwhash_STRBYTES];
	int64_t account = world_account(w, "a@example.ua", GOOD_PASSWORD);

	ok(crypto_pwhash_str_alg(weak, GOOD_PASSWORD, strlen(GOOD_PASSWORD), 1,
	    19456UL * 1024, crypto_pwhash_ALG_ARGON2ID13));
	assert_true(crypt_password_old(weak));
	ok(accounts_set_password(w->act.registry, account, weak, 5));
	fails(attempt(w, "a@example.ua", OTHER_PASSWORD, NULL, &done),
	    ERR_DENIED);
	ok(attempt(w, "a@example.ua", GOOD_PASSWORD, NULL, &done));
	ok(accounts_find(w->act.registry, w->arena, account, &row));
	assert_false(crypt_password_old(row.password));
	assert_true(crypt_password_verify(row.password, GOOD_PASSWORD));
	/* The person changed nothing. */
	assert_int_equal(row.password_at, 5);
}

static void
fresh_sign_in_needs_the_password(void **state)
{
	struct world *w = *state;
	struct signin in = world_signin(NULL, "wrong");
	struct signin_done done = {0};
	struct session session, again;
	const char *before;

	world_account(w, "a@example.ua", GOOD_PASSWORD);
	session = world_session(w, "a@example.ua", GOOD_PASSWORD);
	before = w->own_cookie;
	world_later(w, 1000);
	fails(
	    signin_again(world_act(w), &session, &in, NULL, &done), ERR_DENIED);
	in.password = GOOD_PASSWORD;
	ok(signin_again(world_act(w), &session, &in, NULL, &done));
	fails(session_find(world_act(w), before, &again), ERR_NOT_FOUND);
	ok(session_find(world_act(w), done.cookie, &again));
	assert_int_equal(again.id, session.id);
	assert_int_equal(again.fresh_at, w->act.now);
	assert_memory_not_equal(again.csrf, session.csrf, HASH_BYTES);
}

static void
changed_password_ends_other_sessions(void **state)
{
	struct world *w = *state;
	struct signin in = world_signin(NULL, GOOD_PASSWORD);
	struct signin_done done = {0};
	struct session other, own, found;
	const char *other_cookie;
	enum password_fault fault;

	world_account(w, "a@example.ua", GOOD_PASSWORD);
	other = world_session(w, "a@example.ua", GOOD_PASSWORD);
	other_cookie = w->own_cookie;
	own = world_session(w, "a@example.ua", GOOD_PASSWORD);
	fails(account_change_password(
		  world_act(w), &own, &in, "password12", &fault, &done),
	    ERR_INVALID);
	assert_int_equal(fault, PASSWORD_COMMON);
	in.password = "wrong";
	fails(account_change_password(
		  world_act(w), &own, &in, OTHER_PASSWORD, &fault, &done),
	    ERR_DENIED);
	in.password = GOOD_PASSWORD;
	ok(account_change_password(
	    world_act(w), &own, &in, OTHER_PASSWORD, &fault, &done));
	fails(session_find(world_act(w), other_cookie, &found), ERR_NOT_FOUND);
	ok(session_find(world_act(w), done.cookie, &found));
	assert_int_not_equal(other.id, own.id);
	fails(
	    attempt(w, "a@example.ua", GOOD_PASSWORD, NULL, &done), ERR_DENIED);
	ok(attempt(w, "a@example.ua", OTHER_PASSWORD, NULL, &done));
}

static enum err
attempt_from(struct world *w, const char *address, int n)
{
	struct signin in =
	    world_signin(arena_printf(w->arena, "n%d@example.ua", n), "wrong");
	struct signin_done done = {0};

	in.address = address;
	return signin_password(world_act(w), &in, &done);
}

/* Hashes cost time: the names are counted as the sign-in counts them. */
static void
fail_from(struct world *w, const char *address, int n)
{
	const struct throttle_who who = {
	    .name = arena_printf(w->arena, "n%d@example.ua", n),
	    .address = address,
	};

	ok(throttle_failed(world_act(w), &who));
}

static void
network_of_one_customer_is_one_address(void **state)
{
	struct world *w = *state;

	for (int i = 0; i < 110; i++)
		fail_from(
		    w, arena_printf(w->arena, "2001:db8:1:2::%x", i + 1), i);
	fails(attempt_from(w, "2001:db8:1:2:ffff::1", 500), ERR_LIMIT);
	fails(attempt_from(w, "2001:db8:1:3::1", 501), ERR_DENIED);
}

static void
addresses_of_the_old_protocol_count_apart(void **state)
{
	struct world *w = *state;

	assert_string_equal(
	    throttle_address(w->arena, "192.0.2.7"), "192.0.2.7");
	assert_string_equal(
	    throttle_address(w->arena, "::ffff:192.0.2.7"), "::ffff:192.0.2.7");
	assert_string_equal(throttle_address(w->arena, NULL), "");
	assert_string_equal(throttle_address(w->arena, "2001:DB8::1"),
	    throttle_address(w->arena, "2001:db8::2"));
}

/* Between looking at the old password and storing it under new parameters
 * somebody may have set another one. */
static void
new_parameters_do_not_bring_an_old_password_back(void **state)
{
	struct world *w = *state;
	const int64_t account = world_account(w, "a@example.ua", GOOD_PASSWORD);
	struct account_row row;
	const char *phc;
	struct signin_done done;

	ok(accounts_find(w->act.registry, w->arena, account, &row));
	ok(crypt_password_hash(w->arena, OTHER_PASSWORD, &phc));
	ok(accounts_set_password(w->act.registry, account, phc, w->act.now));
	ok(crypt_password_hash(w->arena, GOOD_PASSWORD, &phc));
	ok(accounts_rehash(w->act.registry, account, row.password, phc));
	fails(
	    attempt(w, "a@example.ua", GOOD_PASSWORD, NULL, &done), ERR_DENIED);
	ok(attempt(w, "a@example.ua", OTHER_PASSWORD, NULL, &done));
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    CASE(right_password_signs_in),
	    CASE(known_and_unknown_names_get_the_same_answer),
	    CASE(unknown_name_waits_in_the_same_line),
	    CASE(strangers_wait_longer_and_longer),
	    CASE(unknown_name_is_slowed_like_a_known_one),
	    CASE(known_device_is_never_slowed_by_strangers),
	    CASE(known_device_of_another_account_is_a_stranger),
	    CASE(known_device_that_guesses_is_slowed_too),
	    CASE(one_name_failing_often_does_not_slow_its_address),
	    CASE(address_that_tries_many_names_is_slowed),
	    CASE(shared_computer_is_not_remembered),
	    CASE(new_session_id_at_sign_in_and_the_old_one_ends),
	    CASE(account_without_a_password_cannot_sign_in),
	    CASE(weak_hash_is_made_anew_at_sign_in),
	    CASE(fresh_sign_in_needs_the_password),
	    CASE(changed_password_ends_other_sessions),
	    CASE(network_of_one_customer_is_one_address),
	    CASE(addresses_of_the_old_protocol_count_apart),
	    CASE(new_parameters_do_not_bring_an_old_password_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
