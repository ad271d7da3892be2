/* SPDX-License-Identifier: EUPL-1.2 */
#include "people_fixture.h"

#include "domain/factor.h"

/* An administrator who has set up a second factor; the secret is out. */
struct owner {
	struct session session;
	const uint8_t *secret;
	size_t secret_len;
	const char *const *codes;
};

static const char *
code_now(struct world *w, const struct owner *o)
{
	return crypt_totp_code(w->arena, o->secret, o->secret_len, w->act.now);
}

static struct owner
set_up(struct world *w)
{
	int64_t account = world_account(w, "a@example.ua", GOOD_PASSWORD);
	int64_t person = world_person(
	    w, 1, (struct someone){"Кіт", "Ада", NULL, NULL, "admin"});
	struct factor_offer offer;
	struct owner o;
	uint8_t *secret;
	const char *cookie;

	world_member(w, account, 1, person);
	o.session = world_session(w, "a@example.ua", GOOD_PASSWORD);
	assert_true(o.session.needs_factor);
	ok(factor_offer(world_act(w), &o.session, &offer));
	ok(crypt_unbase32(w->arena, offer.secret, &secret, &o.secret_len));
	o.secret = secret;
	assert_non_null(strstr(offer.uri, offer.secret));
	fails(factor_confirm(
		  world_act(w), &o.session, "000000", &o.codes, &cookie),
	    ERR_DENIED);
	ok(factor_confirm(
	    world_act(w), &o.session, code_now(w, &o), &o.codes, &cookie));
	fails(session_find(world_act(w), w->own_cookie, &o.session),
	    ERR_NOT_FOUND);
	ok(session_find(world_act(w), cookie, &o.session));
	assert_false(o.session.needs_factor);
	assert_true(o.session.has_factor);
	return o;
}

static struct session
half(struct world *w)
{
	struct session session =
	    world_session(w, "a@example.ua", GOOD_PASSWORD);

	assert_false(session.signed_in);
	assert_true(session.needs_factor);
	assert_string_equal(session_detour(&session), "/sign-in/code");
	return session;
}

static enum err
show(struct world *w, const struct session *session, const char *code)
{
	struct signin_done done = {0};

	return signin_code(world_act(w), session, code, &done);
}

static void
code_is_asked_for_at_sign_in(void **state)
{
	struct world *w = *state;
	struct owner o = set_up(w);
	struct signin_done done = {0};
	struct session session;
	struct act *act;

	world_later(w, 60);
	session = half(w);
	act = world_act(w);
	ok(act_open_school(act, 1));
	fails(session_enter(act, &session, 1), ERR_NOT_FOUND);
	ok(signin_code(world_act(w), &session, code_now(w, &o), &done));
	ok(session_find(world_act(w), done.cookie, &session));
	assert_true(session.signed_in);
	world_enter(w, &session, 1);
}

static void
code_works_once(void **state)
{
	struct world *w = *state;
	struct owner o = set_up(w);
	struct session first, second;

	world_later(w, 60);
	first = half(w);
	second = half(w);
	ok(show(w, &first, code_now(w, &o)));
	fails(show(w, &second, code_now(w, &o)), ERR_DENIED);
	world_later(w, 30);
	ok(show(w, &second, code_now(w, &o)));
}

static void
recovery_code_works_once(void **state)
{
	struct world *w = *state;
	struct owner o = set_up(w);
	struct session session;
	int64_t left;

	for (size_t i = 0; i < FACTOR_RECOVERY_CODES; i++)
		assert_int_equal(strlen(o.codes[i]), 19);
	session = half(w);
	ok(show(w, &session, o.codes[3]));
	ok(factor_codes_left(world_act(w), &session, &left));
	assert_int_equal(left, FACTOR_RECOVERY_CODES - 1);
	session = half(w);
	fails(show(w, &session, o.codes[3]), ERR_DENIED);
	ok(show(w, &session, o.codes[4]));
}

static void
guessing_is_slowed(void **state)
{
	struct world *w = *state;
	struct owner o = set_up(w);
	struct signin_done done = {0};
	struct session session = half(w);

	for (int i = 0; i < 6; i++)
		fails(show(w, &session, "123456"), ERR_DENIED);
	fails(signin_code(world_act(w), &session, code_now(w, &o), &done),
	    ERR_LIMIT);
	assert_true(done.wait_s > 0);
	world_later(w, 300);
	ok(show(w, &session, code_now(w, &o)));
}

static void
half_session_ends_soon(void **state)
{
	struct world *w = *state;
	struct session session;

	set_up(w);
	half(w);
	world_later(w, SESSION_HALF_S);
	fails(session_find(world_act(w), w->own_cookie, &session), ERR_EXPIRED);
}

static void
new_codes_end_the_old_ones(void **state)
{
	struct world *w = *state;
	struct owner o = set_up(w);
	const char *const *codes;
	struct session session;

	ok(factor_new_codes(world_act(w), &o.session, &codes));
	session = half(w);
	fails(show(w, &session, o.codes[0]), ERR_DENIED);
	ok(show(w, &session, codes[0]));
}

static void
administrator_cannot_do_without(void **state)
{
	struct world *w = *state;
	struct owner o = set_up(w);
	struct db *db;

	fails(factor_remove(world_act(w), &o.session), ERR_DENIED);
	world_role(w, 1, o.session.person, "teacher");
	db = world_school(w, 1);
	ok(roles_end(db, 1, o.session.person, "admin", w->day - 1));
	world_done(db);
	ok(factor_remove(world_act(w), &o.session));
	assert_true(world_session(w, "a@example.ua", GOOD_PASSWORD).signed_in);
}

static void
new_telephone_takes_over_with_its_first_code(void **state)
{
	struct world *w = *state;
	struct owner o = set_up(w), fresh = o;
	struct factor_offer offer;
	struct session session;
	const char *cookie;
	uint8_t *secret;

	world_later(w, SESSION_FRESH_S + 1);
	fails(factor_offer(world_act(w), &o.session, &offer), ERR_SIGN_IN);
	o.session.fresh_at = w->act.now;
	ok(factor_offer(world_act(w), &o.session, &offer));
	ok(crypt_unbase32(w->arena, offer.secret, &secret, &fresh.secret_len));
	fresh.secret = secret;
	session = half(w);
	fails(show(w, &session, code_now(w, &fresh)), ERR_DENIED);
	ok(show(w, &session, code_now(w, &o)));
	world_later(w, 60);
	ok(factor_confirm(world_act(w), &o.session, code_now(w, &fresh),
	    &fresh.codes, &cookie));
	world_later(w, 60);
	session = half(w);
	fails(show(w, &session, code_now(w, &o)), ERR_DENIED);
	ok(show(w, &session, code_now(w, &fresh)));
}

static void
session_left_open_sets_no_first_factor(void **state)
{
	struct world *w = *state;
	struct factor_offer offer;
	struct session session;

	world_account(w, "a@example.ua", GOOD_PASSWORD);
	session = world_session(w, "a@example.ua", GOOD_PASSWORD);
	world_later(w, SESSION_FRESH_S + 1);
	fails(factor_offer(world_act(w), &session, &offer), ERR_SIGN_IN);
	session.fresh_at = w->act.now;
	ok(factor_offer(world_act(w), &session, &offer));
}

static void
other_sessions_owe_the_code_from_then_on(void **state)
{
	struct world *w = *state;
	int64_t account = world_account(w, "a@example.ua", GOOD_PASSWORD);
	struct session first, second, found;
	struct factor_offer offer;
	const char *const *codes;
	const char *cookie, *first_cookie;
	uint8_t *secret;
	size_t len;

	(void)account;
	first = world_session(w, "a@example.ua", GOOD_PASSWORD);
	first_cookie = w->own_cookie;
	assert_true(first.signed_in);
	second = world_session(w, "a@example.ua", GOOD_PASSWORD);
	ok(factor_offer(world_act(w), &second, &offer));
	ok(crypt_unbase32(w->arena, offer.secret, &secret, &len));
	ok(factor_confirm(world_act(w), &second,
	    crypt_totp_code(w->arena, secret, len, w->act.now), &codes,
	    &cookie));
	ok(session_find(world_act(w), first_cookie, &found));
	assert_false(found.signed_in);
	assert_true(found.needs_factor);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    CASE(code_is_asked_for_at_sign_in),
	    CASE(code_works_once),
	    CASE(recovery_code_works_once),
	    CASE(guessing_is_slowed),
	    CASE(half_session_ends_soon),
	    CASE(new_codes_end_the_old_ones),
	    CASE(administrator_cannot_do_without),
	    CASE(new_telephone_takes_over_with_its_first_code),
	    CASE(session_left_open_sets_no_first_factor),
	    CASE(other_sessions_owe_the_code_from_then_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
