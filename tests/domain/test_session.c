/* SPDX-License-Identifier: EUPL-1.2 */
#include "people_fixture.h"

#include "domain/access.h"
#include "store/sessions.h"

/* An account of a teacher of school 1. */
static int64_t
teacher(struct world *w, int64_t *person)
{
	int64_t account = world_account(w, "t@example.ua", GOOD_PASSWORD);

	*person = world_person(
	    w, 1, (struct someone){"Лисівка", "Віра", NULL, NULL, "teacher"});
	world_member(w, account, 1, *person);
	return account;
}

static enum err
try_enter(struct world *w, const struct session *session, int64_t inst)
{
	struct act *act = world_act(w);

	if (inst > 0)
		ok(act_open_school(act, inst));
	return session_enter(act, session, inst);
}

static void
only_mode_is_chosen_at_sign_in(void **state)
{
	struct world *w = *state;
	struct session session;
	int64_t person;

	teacher(w, &person);
	session = world_session(w, "t@example.ua", GOOD_PASSWORD);
	assert_true(session.signed_in);
	assert_false(session.needs_mode);
	assert_int_equal(session.role, ROLE_TEACHER);
	assert_int_equal(session.inst, 1);
	assert_null(session_detour(&session));
	world_enter(w, &session, 1);
	assert_int_equal(w->act.actor.person, person);
	assert_int_equal(w->act.actor.roles, ROLE_TEACHER);
	assert_string_equal(w->act.actor.name, "Лисівка\xc2\xa0В.");
}

static void
foreign_institution_is_not_found(void **state)
{
	struct world *w = *state;
	struct session session;
	int64_t person;

	teacher(w, &person);
	session = world_session(w, "t@example.ua", GOOD_PASSWORD);
	fails(try_enter(w, &session, 2), ERR_NOT_FOUND);
	fails(try_enter(w, &session, 0), ERR_NOT_FOUND);
	assert_int_equal(w->act.actor.account, 0);
}

static void
stores_of_others_are_not_opened(void **state)
{
	struct world *w = *state;
	struct session session;
	struct act *act;
	int64_t person;

	teacher(w, &person);
	session = world_session(w, "t@example.ua", GOOD_PASSWORD);
	act = world_act(w);
	fails(session_enter(act, &session, 2), ERR_NOT_FOUND);
	assert_null(act->school);
	ok(session_enter(act, &session, 1));
	assert_non_null(act->school);
}

static void
unknown_or_malformed_cookie_is_nobody(void **state)
{
	struct world *w = *state;
	struct session session;
	char almost[44];
	int64_t person;

	teacher(w, &person);
	world_session(w, "t@example.ua", GOOD_PASSWORD);
	strcpy(almost, w->own_cookie);
	almost[3] = almost[3] == 'A' ? 'B' : 'A';
	fails(session_find(world_act(w), almost, &session), ERR_NOT_FOUND);
	fails(session_find(&w->act, "", &session), ERR_NOT_FOUND);
	fails(session_find(&w->act, NULL, &session), ERR_NOT_FOUND);
	fails(session_find(&w->act, "'; DROP TABLE session", &session),
	    ERR_NOT_FOUND);
}

static void
idle_session_ends_and_used_one_goes_on(void **state)
{
	struct world *w = *state;
	struct session session;
	int64_t person;

	teacher(w, &person);
	w->config.session_idle_s = 1200;
	world_session(w, "t@example.ua", GOOD_PASSWORD);
	for (int i = 0; i < 10; i++) {
		world_later(w, 600);
		ok(session_find(world_act(w), w->own_cookie, &session));
	}
	world_later(w, 1200);
	fails(session_find(world_act(w), w->own_cookie, &session), ERR_EXPIRED);
	fails(
	    session_find(world_act(w), w->own_cookie, &session), ERR_NOT_FOUND);
}

static void
absolute_end_comes_in_spite_of_use(void **state)
{
	struct world *w = *state;
	struct session session;
	int64_t person;

	teacher(w, &person);
	w->config.session_absolute_s = 4000;
	world_session(w, "t@example.ua", GOOD_PASSWORD);
	world_later(w, 3900);
	ok(session_find(world_act(w), w->own_cookie, &session));
	world_later(w, 100);
	fails(session_find(world_act(w), w->own_cookie, &session), ERR_EXPIRED);
}

static void
looking_writes_at_most_every_five_minutes(void **state)
{
	struct world *w = *state;
	struct session first, again;
	int64_t person;

	teacher(w, &person);
	first = world_session(w, "t@example.ua", GOOD_PASSWORD);
	world_later(w, 299);
	ok(session_find(world_act(w), w->own_cookie, &again));
	ok(session_find(world_act(w), w->own_cookie, &again));
	assert_int_equal(again.seen_at, first.seen_at);
	world_later(w, 1);
	ok(session_find(world_act(w), w->own_cookie, &again));
	ok(session_find(world_act(w), w->own_cookie, &again));
	assert_int_equal(again.seen_at, first.seen_at + 300);
}

static void
shared_computer_locks_soon_but_not_under_the_hands(void **state)
{
	struct world *w = *state;
	struct signin in = world_signin("t@example.ua", GOOD_PASSWORD);
	struct signin_done done = {0};
	struct session session;
	int64_t person;

	teacher(w, &person);
	w->config.shared_idle_s = 300;
	in.shared = true;
	ok(signin_password(world_act(w), &in, &done));
	assert_int_equal(done.cookie_s, 0);
	assert_null(done.device);
	for (int i = 0; i < 20; i++) {
		world_later(w, 120);
		ok(session_find(world_act(w), done.cookie, &session));
		assert_true(session.shared);
	}
	world_later(w, 300);
	fails(session_find(world_act(w), done.cookie, &session), ERR_EXPIRED);
}

static void
leaving_date_ends_access_at_once(void **state)
{
	struct world *w = *state;
	struct session session;
	int64_t person;

	teacher(w, &person);
	session = world_session(w, "t@example.ua", GOOD_PASSWORD);
	ok(try_enter(w, &session, 1));
	world_act(w);
	world_leaves(w, 1, person, w->day);
	ok(try_enter(w, &session, 1)); /* the last day is a day of work */
	world_act(w);
	world_leaves(w, 1, person, w->day - 1);
	fails(try_enter(w, &session, 1), ERR_NOT_FOUND);
}

static void
role_that_ended_opens_nothing(void **state)
{
	struct world *w = *state;
	struct session session;
	struct db *db;
	int64_t person;

	teacher(w, &person);
	session = world_session(w, "t@example.ua", GOOD_PASSWORD);
	world_role(w, 1, person, "secretary");
	db = world_school(w, 1);
	ok(roles_end(db, 1, person, "teacher", w->day - 1));
	world_done(db);
	fails(try_enter(w, &session, 1), ERR_DENIED);
}

static void
suspended_membership_opens_nothing(void **state)
{
	struct world *w = *state;
	struct session session;
	int64_t account, person, changed;

	account = teacher(w, &person);
	session = world_session(w, "t@example.ua", GOOD_PASSWORD);
	ok(memberships_set_state(
	    w->act.registry, account, 1, "suspended", &changed));
	assert_int_equal(changed, 1);
	fails(try_enter(w, &session, 1), ERR_NOT_FOUND);
}

static void
guardian_goes_to_every_institution_of_the_account(void **state)
{
	struct world *w = *state;
	int64_t account = world_account(w, "g@example.ua", GOOD_PASSWORD);
	struct session session;

	for (int64_t inst = 1; inst <= 2; inst++) {
		int64_t child = world_person(w, inst,
		    (struct someone){"Кіт", "Лев", NULL, NULL, "pupil"});
		int64_t mother = world_person(w, inst,
		    (struct someone){"Кіт", "Ада", NULL, NULL, "guardian"});

		world_guardian(w, inst, child, mother);
		world_member(w, account, inst, mother);
	}
	session = world_session(w, "g@example.ua", GOOD_PASSWORD);
	assert_false(session.needs_mode);
	assert_int_equal(session.role, ROLE_GUARDIAN);
	ok(try_enter(w, &session, 1));
	ok(try_enter(w, &session, 2));
}

static void
guardian_without_a_pupil_opens_nothing(void **state)
{
	struct world *w = *state;
	int64_t account = world_account(w, "g@example.ua", GOOD_PASSWORD);
	struct session_mode *modes;
	struct session session;
	int64_t child, mother;
	size_t n;

	child = world_person(
	    w, 1, (struct someone){"Кіт", "Лев", NULL, NULL, "pupil"});
	mother = world_person(
	    w, 1, (struct someone){"Кіт", "Ада", NULL, NULL, "guardian"});
	world_guardian(w, 1, child, mother);
	world_member(w, account, 1, mother);
	session = world_session(w, "g@example.ua", GOOD_PASSWORD);
	ok(try_enter(w, &session, 1));
	world_act(w);
	world_leaves(w, 1, child, w->day - 1);
	fails(try_enter(w, &session, 1), ERR_NOT_FOUND);
	ok(session_modes(world_act(w), &session, &modes, &n));
	assert_int_equal(n, 0);
}

/* One person, teacher and administrator: two modes with a door between. */
static struct session
two_modes(struct world *w, struct session_mode **modes, size_t *n)
{
	struct session session;
	int64_t person;

	teacher(w, &person);
	world_role(w, 1, person, "admin");
	session = world_session(w, "t@example.ua", GOOD_PASSWORD);
	assert_true(session.needs_mode);
	assert_string_equal(session_detour(&session), "/mode");
	ok(session_modes(world_act(w), &session, modes, n));
	assert_int_equal(*n, 2);
	return session;
}

static const struct session_mode *
mode_of(const struct session_mode *modes, size_t n, enum role role)
{
	for (size_t i = 0; i < n; i++)
		if (modes[i].role == role)
			return &modes[i];
	fail();
	return NULL;
}

static void
going_over_to_administration_needs_a_fresh_sign_in(void **state)
{
	struct world *w = *state;
	struct session_mode *modes, admin, teaching;
	struct session session;
	size_t n;

	session = two_modes(w, &modes, &n);
	teaching = *mode_of(modes, n, ROLE_TEACHER);
	admin = *mode_of(modes, n, ROLE_ADMIN);
	ok(session_choose(world_act(w), &session, teaching));
	ok(session_find(world_act(w), w->own_cookie, &session));
	assert_int_equal(session.role, ROLE_TEACHER);
	assert_false(session.needs_factor);
	world_later(w, SESSION_FRESH_S + 1);
	fails(session_choose(world_act(w), &session, admin), ERR_SIGN_IN);
	ok(session_choose(world_act(w), &session, teaching));
	session.fresh_at = w->act.now;
	ok(session_choose(world_act(w), &session, admin));
	ok(session_find(world_act(w), w->own_cookie, &session));
	assert_int_equal(session.role, ROLE_ADMIN);
	world_later(w, SESSION_FRESH_S + 1);
	fails(session_choose(world_act(w), &session, teaching), ERR_SIGN_IN);
}

static void
administration_asks_for_a_second_factor(void **state)
{
	struct world *w = *state;
	struct session_mode *modes;
	struct session session;
	size_t n;

	session = two_modes(w, &modes, &n);
	ok(session_choose(
	    world_act(w), &session, *mode_of(modes, n, ROLE_ADMIN)));
	ok(session_find(world_act(w), w->own_cookie, &session));
	assert_true(session.signed_in);
	assert_true(session.needs_factor);
	assert_string_equal(session_detour(&session), "/account/factor");
}

static void
mode_one_does_not_hold_is_refused(void **state)
{
	struct world *w = *state;
	struct session_mode *modes, other;
	struct session session;
	size_t n;

	session = two_modes(w, &modes, &n);
	other = modes[0];
	other.inst = 2;
	fails(session_choose(world_act(w), &session, other), ERR_DENIED);
	other = modes[0];
	other.role = ROLE_HEAD;
	fails(session_choose(world_act(w), &session, other), ERR_DENIED);
	other = (struct session_mode){.role = ROLE_OPERATOR};
	fails(session_choose(world_act(w), &session, other), ERR_DENIED);
}

static void
mode_is_good_only_where_it_was_chosen(void **state)
{
	struct world *w = *state;
	struct session session;
	int64_t account, person;

	account = teacher(w, &person);
	person = world_person(
	    w, 2, (struct someone){"Лисівка", "Віра", NULL, NULL, "teacher"});
	world_member(w, account, 2, person);
	session = world_session(w, "t@example.ua", GOOD_PASSWORD);
	assert_true(session.needs_mode);
	fails(try_enter(w, &session, 1), ERR_DENIED);
	ok(session_choose(world_act(w), &session,
	    (struct session_mode){
		.inst = 2, .person = person, .role = ROLE_TEACHER}));
	ok(session_find(world_act(w), w->own_cookie, &session));
	ok(try_enter(w, &session, 2));
	fails(try_enter(w, &session, 1), ERR_DENIED);
}

static void
own_sessions_are_listed_and_ended(void **state)
{
	struct world *w = *state;
	struct session first, second, gone;
	struct session_seen *list;
	const char *first_cookie;
	int64_t person;
	size_t n;

	teacher(w, &person);
	first = world_session(w, "t@example.ua", GOOD_PASSWORD);
	first_cookie = w->own_cookie;
	second = world_session(w, "t@example.ua", GOOD_PASSWORD);
	ok(session_list(world_act(w), &second, &list, &n));
	assert_int_equal(n, 2);
	assert_true(list[0].current);
	session_act_as_account(world_act(w), &second);
	ok(session_end_one(&w->act, &second, first.id));
	fails(session_find(world_act(w), first_cookie, &gone), ERR_NOT_FOUND);
	ok(session_find(world_act(w), w->own_cookie, &gone));
}

static void
session_of_another_account_cannot_be_ended(void **state)
{
	struct world *w = *state;
	struct session mine, other;
	int64_t person;

	teacher(w, &person);
	world_account(w, "o@example.ua", OTHER_PASSWORD);
	other = world_session(w, "o@example.ua", OTHER_PASSWORD);
	mine = world_session(w, "t@example.ua", GOOD_PASSWORD);
	session_act_as_account(world_act(w), &mine);
	fails(session_end_one(&w->act, &mine, other.id), ERR_NOT_FOUND);
}

static void
suspended_account_is_thrown_out(void **state)
{
	struct world *w = *state;
	struct session session;
	int64_t account, person;

	account = teacher(w, &person);
	world_session(w, "t@example.ua", GOOD_PASSWORD);
	ok(accounts_set_state(w->act.registry, account, "suspended"));
	fails(session_find(world_act(w), w->own_cookie, &session), ERR_EXPIRED);
}

static void
account_follows_a_merged_person(void **state)
{
	struct world *w = *state;
	struct session session;
	int64_t from, into;

	teacher(w, &from);
	into = world_person(
	    w, 1, (struct someone){"Лисівка", "Віра", NULL, NULL, "teacher"});
	session = world_session(w, "t@example.ua", GOOD_PASSWORD);
	ok(access_merge(world_act(w), 1, from, into));
	ok(access_merge(world_act(w), 1, from, into));
	ok(session_find(world_act(w), w->own_cookie, &session));
	assert_true(session.needs_mode);
	session = world_session(w, "t@example.ua", GOOD_PASSWORD);
	world_enter(w, &session, 1);
	assert_int_equal(w->act.actor.person, into);
}

/* An administrator's own creature merged into a teacher must not become that
 * teacher. */
static void
merging_into_somebody_with_an_account_gives_nothing(void **state)
{
	struct world *w = *state;
	struct session session;
	int64_t puppet, victim, account;

	teacher(w, &victim);
	account = world_account(w, "puppet@example.ua", OTHER_PASSWORD);
	puppet = world_person(
	    w, 1, (struct someone){"Лисівка", "В", NULL, NULL, "teacher"});
	world_member(w, account, 1, puppet);
	session = world_session(w, "puppet@example.ua", OTHER_PASSWORD);
	ok(access_merge(world_act(w), 1, puppet, victim));
	fails(try_enter(w, &session, 1), ERR_NOT_FOUND);
	session = world_session(w, "puppet@example.ua", OTHER_PASSWORD);
	assert_true(session.needs_mode);
	session = world_session(w, "t@example.ua", GOOD_PASSWORD);
	ok(try_enter(w, &session, 1));
	assert_int_equal(w->act.actor.person, victim);
}

static void
agent_is_two_words(void **state)
{
	struct world *w = *state;

	assert_string_equal(
	    session_agent(w->arena,
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) "
		"Gecko/20100101 Firefox/133.0"),
	    "Firefox, Windows");
	assert_string_equal(
	    session_agent(w->arena,
		"Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 "
		"(KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36"),
	    "Chrome, Android");
	assert_string_equal(session_agent(w->arena, "curl/8"), "");
	assert_string_equal(session_agent(w->arena, NULL), "");
}

static void
every_role_begins_somewhere(void **state)
{
	struct world *w = *state;

	assert_string_equal(
	    session_home(w->arena, ROLE_TEACHER, 12), "/s/12/today");
	assert_string_equal(
	    session_home(w->arena, ROLE_GUARDIAN, 3), "/s/3/diary");
	assert_string_equal(
	    session_home(w->arena, ROLE_ANALYST, 0), "/institute/statistics");
	for (unsigned role = 1; role <= ROLE_SUPPORT; role <<= 1)
		assert_string_not_equal(
		    session_home(w->arena, (enum role)role, 1), "/mode");
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    CASE(only_mode_is_chosen_at_sign_in),
	    CASE(foreign_institution_is_not_found),
	    CASE(stores_of_others_are_not_opened),
	    CASE(unknown_or_malformed_cookie_is_nobody),
	    CASE(idle_session_ends_and_used_one_goes_on),
	    CASE(absolute_end_comes_in_spite_of_use),
	    CASE(looking_writes_at_most_every_five_minutes),
	    CASE(shared_computer_locks_soon_but_not_under_the_hands),
	    CASE(leaving_date_ends_access_at_once),
	    CASE(role_that_ended_opens_nothing),
	    CASE(suspended_membership_opens_nothing),
	    CASE(guardian_goes_to_every_institution_of_the_account),
	    CASE(guardian_without_a_pupil_opens_nothing),
	    CASE(going_over_to_administration_needs_a_fresh_sign_in),
	    CASE(administration_asks_for_a_second_factor),
	    CASE(mode_one_does_not_hold_is_refused),
	    CASE(mode_is_good_only_where_it_was_chosen),
	    CASE(own_sessions_are_listed_and_ended),
	    CASE(session_of_another_account_cannot_be_ended),
	    CASE(suspended_account_is_thrown_out),
	    CASE(account_follows_a_merged_person),
	    CASE(merging_into_somebody_with_an_account_gives_nothing),
	    CASE(agent_is_two_words),
	    CASE(every_role_begins_somewhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
