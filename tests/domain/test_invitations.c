/* SPDX-License-Identifier: EUPL-1.2 */
#include "letters_fixture.h"

#include "domain/access.h"
#include "domain/account.h"
#include "domain/ledger.h"
#include "domain/operator.h"
#include "store/events.h"
#include "store/jobs.h"

/* The act of an administrator of school 1, person 900 of nobody's list. */
static struct act *
as_admin(struct world *w)
{
	static int64_t account;
	struct act *act = world_act(w);
	struct account_row row;

	if (accounts_by_name(act->registry, w->arena, "admin@example.ua",
		&row) == ERR_NOT_FOUND)
		account = world_account(w, "admin@example.ua", GOOD_PASSWORD);
	ok(act_open_school(act, 1));
	act->actor = (struct actor){
	    .account = account,
	    .inst = 1,
	    .person = 900,
	    .role = ROLE_ADMIN,
	    .log_id = "t-900",
	};
	return act;
}

static int64_t
invited_teacher(struct world *w, const char **token)
{
	int64_t person = world_person(w, 1,
	    (struct someone){
		"Лисівка", "Віра", NULL, "Vira@Example.ua", "teacher"});
	const char *template;

	ok(access_invite(as_admin(w), person));
	*token = token_of(w, 0, &template);
	assert_string_equal(template, "member");
	return person;
}

static void
invited_person_sets_a_password_and_works(void **state)
{
	struct world *w = *state;
	struct invitation_taken taken;
	struct invitation inv;
	struct session session;
	const char *token;
	int64_t person = invited_teacher(w, &token);

	ok(invitations_find(world_act(w), token, &inv));
	assert_int_equal(inv.purpose, LINK_MEMBER);
	assert_string_equal(inv.institution, "Ліцей № 1");
	assert_string_equal(inv.person, "Лисівка Віра");
	assert_false(inv.account_there);
	ok(take(w, token, GOOD_PASSWORD, &taken));
	assert_null(taken.login);
	session = world_session(w, "vira@example.ua", GOOD_PASSWORD);
	assert_int_equal(session.role, ROLE_TEACHER);
	assert_int_equal(session.person, person);
	world_enter(w, &session, 1);
}

static void
looking_does_not_use_the_link(void **state)
{
	struct world *w = *state;
	struct invitation_taken taken;
	struct invitation inv;
	const char *token;

	invited_teacher(w, &token);
	for (int i = 0; i < 5; i++)
		ok(invitations_find(world_act(w), token, &inv));
	ok(take(w, token, GOOD_PASSWORD, &taken));
}

static void
used_link_is_over(void **state)
{
	struct world *w = *state;
	struct invitation_taken taken;
	struct invitation inv;
	const char *token;

	invited_teacher(w, &token);
	ok(take(w, token, GOOD_PASSWORD, &taken));
	fails(take(w, token, OTHER_PASSWORD, &taken), ERR_EXPIRED);
	fails(invitations_find(world_act(w), token, &inv), ERR_EXPIRED);
	world_session(w, "vira@example.ua", GOOD_PASSWORD);
}

static void
expired_link_is_over(void **state)
{
	struct world *w = *state;
	struct invitation_taken taken;
	const char *token;

	invited_teacher(w, &token);
	world_later(w, 7 * 86400 - 1);
	fails(take(w, token, "short", &taken), ERR_INVALID);
	world_later(w, 1);
	fails(take(w, token, GOOD_PASSWORD, &taken), ERR_EXPIRED);
}

static void
second_letter_ends_the_first(void **state)
{
	struct world *w = *state;
	struct invitation_taken taken;
	const char *first, *second;
	int64_t person = invited_teacher(w, &first);

	ok(access_invite(as_admin(w), person));
	second = token_of(w, 0, NULL);
	assert_string_not_equal(first, second);
	fails(take(w, first, GOOD_PASSWORD, &taken), ERR_EXPIRED);
	ok(take(w, second, GOOD_PASSWORD, &taken));
}

static void
guessed_and_malformed_links_are_over_too(void **state)
{
	struct world *w = *state;
	struct invitation_taken taken;
	struct invitation inv;
	const char *token;
	char *almost;

	invited_teacher(w, &token);
	almost = arena_strdup(w->arena, token);
	almost[10] = almost[10] == 'A' ? 'B' : 'A';
	fails(take(w, almost, GOOD_PASSWORD, &taken), ERR_EXPIRED);
	fails(invitations_find(world_act(w), "", &inv), ERR_EXPIRED);
	fails(invitations_find(world_act(w), NULL, &inv), ERR_EXPIRED);
	fails(invitations_find(world_act(w), "ABCD", &inv), ERR_EXPIRED);
}

static void
bad_password_uses_nothing(void **state)
{
	struct world *w = *state;
	struct invitation_taken taken;
	struct invitation_fault fault;
	const struct invitation_form form = {.password = "qwerty12345"};
	const char *token;

	invited_teacher(w, &token);
	fails(invitations_take(world_act(w), token, &form, &fault, &taken),
	    ERR_INVALID);
	assert_int_equal(fault.password, PASSWORD_COMMON);
	fails(take(w, token, "vira@example.ua", &taken), ERR_INVALID);
	ok(take(w, token, GOOD_PASSWORD, &taken));
}

static void
known_address_joins_by_signing_in_only(void **state)
{
	struct world *w = *state;
	struct invitation_taken taken;
	struct invitation inv;
	struct session session;
	struct membership_row *rows;
	const char *token;
	size_t n;
	int64_t account = world_account(w, "vira@example.ua", OTHER_PASSWORD);

	invited_teacher(w, &token);
	ok(invitations_find(world_act(w), token, &inv));
	assert_true(inv.account_there);
	fails(take(w, token, GOOD_PASSWORD, &taken), ERR_EXISTS);
	session = world_session(w, "vira@example.ua", OTHER_PASSWORD);
	world_later(w, SESSION_FRESH_S + 1);
	fails(invitations_join(world_act(w), token, &session), ERR_SIGN_IN);
	session = world_session(w, "vira@example.ua", OTHER_PASSWORD);
	ok(invitations_join(world_act(w), token, &session));
	ok(memberships_at(w->act.registry, w->arena, account, 1, &rows, &n));
	assert_int_equal(n, 1);
	fails(invitations_join(world_act(w), token, &session), ERR_EXPIRED);
	/* The password is the old one. */
	world_session(w, "vira@example.ua", OTHER_PASSWORD);
}

static void
administrator_learns_nothing_of_accounts_elsewhere(void **state)
{
	struct world *w = *state;
	struct access_line *lines;
	size_t n;

	world_account(w, "vira@example.ua", OTHER_PASSWORD);
	world_person(w, 1,
	    (struct someone){
		"Лисівка", "Віра", NULL, "vira@example.ua", "teacher"});
	world_person(w, 1,
	    (struct someone){
		"Кіт", "Ада", NULL, "nobody@example.ua", "teacher"});
	ok(access_staff(as_admin(w), &lines, &n));
	assert_int_equal(n, 2);
	assert_int_equal(lines[0].state, ACCESS_NONE);
	assert_int_equal(lines[1].state, ACCESS_NONE);
	ok(access_invite(&w->act, lines[0].person));
	ok(access_invite(&w->act, lines[1].person));
	ok(access_staff(as_admin(w), &lines, &n));
	assert_int_equal(lines[0].state, ACCESS_INVITED);
	assert_int_equal(lines[1].state, ACCESS_INVITED);
}

static void
invitation_leaves_one_event_in_each_log(void **state)
{
	struct world *w = *state;
	struct event_row row;
	struct act *act;
	int64_t size, at, person;
	const char *token;

	person = invited_teacher(w, &token);
	act = as_admin(w);
	ok(events_head(act->school, 1, &size, &at));
	assert_int_equal(size, 1);
	ok(events_find(act->school, w->arena, 1, 0, &row));
	assert_int_equal(row.kind, EVENT_ROLE);
	assert_string_equal(row.actor, "t-900");
	assert_string_equal(row.object,
	    arena_printf(w->arena, "access/%lld", (long long)person));
	assert_string_equal(row.new, "link_made");
	ok(events_head(act->registry, 0, &size, &at));
	ok(events_find(act->registry, w->arena, 0, size - 1, &row));
	assert_int_equal(row.kind, EVENT_ROLE);
	assert_string_equal(row.role, "admin");
	/* Not under the pseudonym the school's log knows. */
	assert_string_not_equal(row.actor, "t-900");
}

static void
second_half_happens_once(void **state)
{
	struct world *w = *state;
	struct job jobs[5];
	struct act *act;
	const char *token;
	int64_t size, at;
	size_t n;

	invited_teacher(w, &token);
	act = as_admin(w);
	ok(jobs_list(
	    act->registry, w->arena, 0, "access_event", NULL, 5, jobs, &n));
	assert_int_equal(n, 1);
	assert_string_equal(jobs[0].state, "done");
	ok(access_tell_school(act, jobs[0].payload));
	ok(access_tell_school(act, jobs[0].payload));
	ok(events_head(act->school, 1, &size, &at));
	assert_int_equal(size, 1);
}

static void
only_the_administrator_invites(void **state)
{
	struct world *w = *state;
	static const enum role others[] = {ROLE_TEACHER, ROLE_HEAD, ROLE_DEPUTY,
	    ROLE_GUARDIAN, ROLE_PUPIL, ROLE_NONE};
	int64_t person = world_person(w, 1,
	    (struct someone){
		"Лисівка", "Віра", NULL, "vira@example.ua", "teacher"});

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		as_admin(w)->actor.role = others[i];
		fails(access_invite(&w->act, person), ERR_DENIED);
	}
	fails(access_invite(as_admin(w), person + 1), ERR_NOT_FOUND);
	assert_int_equal(letters(w), 0);
}

static void
who_has_access_or_no_address_is_not_invited(void **state)
{
	struct world *w = *state;
	int64_t account = world_account(w, "x@example.ua", GOOD_PASSWORD);
	int64_t has = world_person(w, 1,
	    (struct someone){
		"Лисівка", "Віра", NULL, "vira@example.ua", "teacher"});
	int64_t none = world_person(
	    w, 1, (struct someone){"Кіт", "Ада", NULL, NULL, "teacher"});
	int64_t left = world_person(w, 1,
	    (struct someone){"Кіт", "Лев", NULL, "lev@example.ua", "teacher"});

	world_member(w, account, 1, has);
	world_leaves(w, 1, left, w->day - 1);
	fails(access_invite(as_admin(w), has), ERR_EXISTS);
	fails(access_invite(as_admin(w), none), ERR_INVALID);
	fails(access_invite(as_admin(w), left), ERR_DENIED);
	assert_int_equal(letters(w), 0);
}

static void
small_pupils_have_no_accounts_of_their_own(void **state)
{
	struct world *w = *state;
	int64_t four = world_class(w, 1, "4-А", 4);
	int64_t five = world_class(w, 1, "5-А", 5);
	int64_t small = world_person(w, 1,
	    (struct someone){
		"Кіт", "Лев", "2017-01-02", "l@example.ua", "pupil"});
	int64_t big = world_person(w, 1,
	    (struct someone){
		"Кіт", "Ада", "2016-01-02", "a@example.ua", "pupil"});

	world_enrol(w, 1, four, small);
	world_enrol(w, 1, five, big);
	fails(access_invite(as_admin(w), small), ERR_DENIED);
	ok(access_invite(as_admin(w), big));
}

/* ---- the Institute's staff
 * --------------------------------------------------- */

static struct act *
as_operator(struct world *w)
{
	struct session session =
	    world_session(w, "first@example.ua", GOOD_PASSWORD);
	struct act *act = world_act(w);

	ok(session_enter(act, &session, 0));
	return act;
}

static void
first_operator(struct world *w)
{
	struct invitation_taken taken;
	const char *token, *again;

	ok(operator_link(world_act(w), &token));
	ok(operator_link(world_act(w), &again));
	fails(take(w, token, GOOD_PASSWORD, &taken), ERR_EXPIRED);
	ok(take(w, again, GOOD_PASSWORD, &taken));
	fails(operator_link(world_act(w), &token), ERR_EXISTS);
}

static void
first_operator_comes_by_a_link_once(void **state)
{
	struct world *w = *state;

	first_operator(w);
	as_operator(w);
	assert_int_equal(w->act.actor.role, ROLE_OPERATOR);
	assert_string_equal(w->act.actor.name, "Ґалаґан Єва");
}

static void
reviewer_never_also_approves(void **state)
{
	struct world *w = *state;
	struct invitation_taken taken;
	struct session session;
	const char *token;

	first_operator(w);
	ok(operator_invite(as_operator(w), "R@example.ua", ROLE_REVIEWER));
	ok(take(w, token_of(w, 0, NULL), GOOD_PASSWORD, &taken));
	fails(operator_invite(as_operator(w), "r@example.ua", ROLE_APPROVER),
	    ERR_CONFLICT);
	/* Not by a detour over another mailbox either. */
	ok(operator_invite(as_operator(w), "r2@example.ua", ROLE_APPROVER));
	token = token_of(w, 0, NULL);
	session = world_session(w, "r@example.ua", GOOD_PASSWORD);
	fails(invitations_join(world_act(w), token, &session), ERR_CONFLICT);
	ok(take(w, token, GOOD_PASSWORD, &taken));
}

static void
ended_role_throws_out_at_once(void **state)
{
	struct world *w = *state;
	struct invitation_taken taken;
	struct session session;

	first_operator(w);
	ok(operator_invite(as_operator(w), "r@example.ua", ROLE_REVIEWER));
	ok(take(w, token_of(w, 0, NULL), GOOD_PASSWORD, &taken));
	session = world_session(w, "r@example.ua", GOOD_PASSWORD);
	ok(session_enter(world_act(w), &session, 0));
	ok(operator_end_role(as_operator(w), session.account, ROLE_REVIEWER));
	fails(session_enter(world_act(w), &session, 0), ERR_NOT_FOUND);
	ok(operator_invite(as_operator(w), "r@example.ua", ROLE_APPROVER));
}

static void
operator_cannot_shut_the_own_door(void **state)
{
	struct world *w = *state;
	struct act *act;

	first_operator(w);
	act = as_operator(w);
	fails(operator_end_role(act, act->actor.account, ROLE_OPERATOR),
	    ERR_DENIED);
	fails(operator_invite(act, "no address", ROLE_REVIEWER), ERR_INVALID);
	fails(operator_invite(act, "a@example.ua", ROLE_TEACHER), ERR_INVALID);
	act->actor.role = ROLE_REVIEWER;
	fails(operator_invite(act, "a@example.ua", ROLE_REVIEWER), ERR_DENIED);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    CASE(invited_person_sets_a_password_and_works),
	    CASE(looking_does_not_use_the_link),
	    CASE(used_link_is_over),
	    CASE(expired_link_is_over),
	    CASE(second_letter_ends_the_first),
	    CASE(guessed_and_malformed_links_are_over_too),
	    CASE(bad_password_uses_nothing),
	    CASE(known_address_joins_by_signing_in_only),
	    CASE(administrator_learns_nothing_of_accounts_elsewhere),
	    CASE(invitation_leaves_one_event_in_each_log),
	    CASE(second_half_happens_once),
	    CASE(only_the_administrator_invites),
	    CASE(who_has_access_or_no_address_is_not_invited),
	    CASE(small_pupils_have_no_accounts_of_their_own),
	    CASE(first_operator_comes_by_a_link_once),
	    CASE(reviewer_never_also_approves),
	    CASE(ended_role_throws_out_at_once),
	    CASE(operator_cannot_shut_the_own_door),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
