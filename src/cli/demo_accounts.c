/* SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "base/crypt.h"
#include "base/json.h"
#include "cli/demo.h"
#include "domain/ledger.h"
#include "store/accounts.h"
#include "store/counters.h"
#include "store/factors.h"
#include "store/institute_roles.h"
#include "store/memberships.h"
#include "store/people.h"

static enum err
add_factor(struct demo *demo, struct demo_account *a, int64_t account)
{
	struct act *act = &demo->cli->act;
	uint8_t secret[FACTOR_SECRET_BYTES];
	enum err err;

	demo->rng.fill(&demo->rng, secret, sizeof(secret));
	a->secret = crypt_base32(act->arena, secret, sizeof(secret));
	if ((err = factors_begin(act->registry, account, secret)))
		return err;
	return factors_confirm(act->registry, account, 0, act->now);
}

/* An account with the password "demo-<role>-2026", in the registry alone. */
static enum err
add_account(struct demo *demo, struct demo_account *a, bool factor,
    int64_t *account)
{
	struct act *act = &demo->cli->act;
	struct account_row row = {.name = a->name, .lang = "uk",
	    .state = "active", .created_at = act->now};
	enum err err;

	a->email = arena_printf(act->arena, "%s@demo.example", a->role);
	a->password = arena_printf(act->arena, "demo-%s-2026", a->role);
	row.email = a->email;
	row.password_at = act->now;
	if ((err = crypt_password_hash(
		 act->arena, a->password, &row.password)) ||
	    (err = counters_next(act->registry, 0, "account", account)))
		return err;
	row.account = *account;
	row.log_id = arena_printf(act->arena, "x-%llu",
	    (unsigned long long)rng_below(&demo->rng, 9000000) + 1);
	if ((err = accounts_insert(act->registry, &row)))
		return err;
	if (factor && (err = add_factor(demo, a, *account)))
		return err;
	return ledger_append(act, &(struct event){
	    .kind = EVENT_REGISTRY,
	    .object = arena_printf(
		act->arena, "access/%lld", (long long)*account),
	    .new = a->role,
	    .prev = -1}, NULL);
}

static struct demo_account *
next(struct demo_accounts *accounts, const char *role)
{
	struct demo_account *a = &accounts->list[accounts->n++];

	*a = (struct demo_account){.role = role, .institution = ""};
	return a;
}

static enum err
institute(struct demo *demo, struct demo_accounts *accounts)
{
	static const char *const roles[] = {
	    "operator", "reviewer", "approver", "analyst", "support"};
	struct act *act = &demo->cli->act;
	int64_t account;
	enum err err;

	for (size_t i = 0; i < sizeof(roles) / sizeof(roles[0]); i++) {
		struct demo_account *a = next(accounts, roles[i]);
		struct demo_person p =
		    demo_name(act->arena, &demo->rng, NULL);

		a->name = arena_printf(
		    act->arena, "%s %s", p.surname, p.given);
		if ((err = add_account(demo, a, true, &account)) ||
		    (err = institute_roles_add(act->registry, account,
			 roles[i], demo->year_from)))
			return err;
	}
	return OK;
}

/* The school store is read only here: people and roles stand there already. */
static enum err
member(struct demo *demo, const struct demo_school *s, const char *role,
    int64_t person, struct demo_accounts *accounts, int64_t *account)
{
	struct act *act = &demo->cli->act;
	struct demo_account *a = next(accounts, role);
	bool factor = !strcmp(role, "admin") || !strcmp(role, "head");
	struct person p;
	enum err err;

	if ((err = people_find(
		 act->school, act->arena, s->inst, person, &p)))
		return err;
	a->name = arena_printf(act->arena, "%s %s", p.surname, p.given);
	a->institution = s->plan->name;
	a->inst = s->inst;
	if ((err = add_account(demo, a, factor, account)))
		return err;
	return memberships_add(
	    act->registry, *account, s->inst, person, act->now);
}

static enum err
school(struct demo *demo, const struct demo_school *s,
    const struct demo_school *second, struct demo_accounts *accounts)
{
	const struct demo_class *led = &s->classes[s->classes_n - 1];
	/* A teacher of several classes who leads none. */
	const struct demo_teacher *teacher =
	    s->journals[s->journals_n - 1].teacher;
	const struct {
		const char *role;
		int64_t person;
	} members[] = {
	    {"admin", s->admin},
	    {"head", s->head},
	    {"deputy", s->deputy},
	    {"secretary", s->secretary},
	    {"teacher", teacher->id},
	    {"class_teacher", led->teacher->id},
	    {"substitute", s->substitute},
	    {"inspector", s->inspector},
	    {"pupil", s->guardian_pupil},
	    {"guardian", s->guardian},
	};
	struct act *act = &demo->cli->act;
	int64_t account = 0;
	enum err err;

	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++)
		if ((err = member(demo, s, members[i].role,
			 members[i].person, accounts, &account)))
			return err;
	/* The guardian, last above, has a child in the second school too. */
	if (!second)
		return OK;
	return memberships_add(act->registry, account, second->inst,
	    second->guardian, act->now);
}

enum err
demo_accounts_make(struct demo *demo, const struct demo_school *first,
    const struct demo_school *second, struct demo_accounts *accounts)
{
	struct act *act = &demo->cli->act;
	enum err err;

	*accounts = (struct demo_accounts){0};
	act->actor = (struct actor){.role = ROLE_SYSTEM, .log_id = "-"};
	if ((err = act_open_school(act, first->inst)) ||
	    (err = act_begin_registry(act)))
		return err;
	if (!(err = institute(demo, accounts)) &&
	    !(err = school(demo, first, second, accounts)))
		err = act_commit(act);
	act_rollback(act);
	act_close_school(act);
	return err;
}

const char *
demo_accounts_json(struct arena *arena, const struct demo_accounts *accounts)
{
	struct buf b;
	struct json_out o = {.out = &b};

	buf_init(&b, arena, 4096);
	json_open(&o, '[');
	for (size_t i = 0; i < accounts->n; i++) {
		const struct demo_account *a = &accounts->list[i];

		json_open(&o, '{');
		json_put_text(&o, "role", a->role);
		json_put_text(&o, "name", a->name);
		json_put_text(&o, "email", a->email);
		json_put_text(&o, "password", a->password);
		json_put_text(&o, "totp_secret", a->secret);
		json_put_text(&o, "institution", a->institution);
		json_put_int(&o, "inst", a->inst);
		json_close(&o, '}');
	}
	json_close(&o, ']');
	buf_addc(&b, '\n');
	return b.p;
}
