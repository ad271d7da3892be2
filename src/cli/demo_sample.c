/* SPDX-License-Identifier: EUPL-1.2 */
/* A few people of every institution of a synthetic country may sign in. */
#include "cli/demo_country.h"
#include "domain/ledger.h"
#include "store/accounts.h"
#include "store/counters.h"
#include "store/events.h"
#include "store/journals.h"
#include "store/memberships.h"
#include "store/roles.h"
#include "store/rosters.h"

static const struct {
	const char *name; /* before the institution's number */
	const char *role;
} members[DEMO_SAMPLE_N] = {
    {"teacher1", "teacher"},
    {"teacher2", "teacher"},
    {"guardian1", "guardian"},
    {"guardian2", "guardian"},
    {"pupil", "pupil"},
    {"deputy", "deputy"},
};

/* Teachers with journals who lead no class: at sign-in they have one working
 * mode and are not asked. Where there is no such teacher, any with journals. */
static enum err
find_teachers(struct act *act, int64_t day, const int64_t *people, size_t n,
    struct demo_sample *sample)
{
	int found = 0;
	enum err err;

	for (int leading = 0; leading < 2; leading++)
		for (size_t i = n; i-- > 0 && found < 2;) {
			struct journal *journals;
			struct roster_class *led;
			size_t journals_n, led_n;

			if ((err = journals_list_taught(act->school, act->arena,
				 sample->inst, people[i], day, &journals,
				 &journals_n)) ||
			    (err = rosters_led(act->school, act->arena,
				 sample->inst, people[i], day, &led, &led_n)))
				return err;
			if (journals_n && (led_n > 0) == leading &&
			    sample->person[0] != people[i])
				sample->person[found++] = people[i];
		}
	return OK;
}

static enum err
find_role(struct act *act, int64_t day, const char *role, size_t nth,
    struct demo_sample *sample, int place)
{
	int64_t *people;
	size_t n;
	enum err err;

	if ((err = roles_people(act->school, act->arena, sample->inst, role,
		 day, &people, &n)))
		return err;
	if (nth < n)
		sample->person[place] = people[nth];
	return OK;
}

enum err
demo_sample_find(struct act *act, int64_t day, struct demo_sample *sample)
{
	int64_t *people, at;
	size_t n;
	enum err err;

	if ((err = events_head(
		 act->school, sample->inst, &sample->events, &at)) ||
	    (err = statistics_count(
		 act->school, sample->inst, day, &sample->figures)) ||
	    (err = roles_people(act->school, act->arena, sample->inst,
		 "teacher", day, &people, &n)) ||
	    (err = find_teachers(act, day, people, n, sample)) ||
	    (err = find_role(act, day, "guardian", 0, sample, 2)) ||
	    (err = find_role(act, day, "guardian", 1, sample, 3)) ||
	    (err = find_role(act, day, "pupil", 0, sample, 4)))
		return err;
	return find_role(act, day, "deputy", 0, sample, 5);
}

static enum err
add_account(struct act *act, const struct demo_sample *sample, int i,
    const char *password)
{
	struct account_row row = {
	    .email = arena_printf(act->arena, "%s.%lld@demo.example",
		members[i].name, (long long)sample->inst),
	    .name = "",
	    .lang = "uk",
	    .password = password,
	    .password_at = act->now,
	    .state = "active",
	    .created_at = act->now,
	};
	enum err err;

	if ((err = counters_next(act->registry, 0, "account", &row.account)))
		return err;
	/* Beyond the pseudonyms of the accounts that are listed. */
	row.log_id = arena_printf(
	    act->arena, "x-%lld", 10000000 + (long long)row.account);
	if ((err = accounts_insert(act->registry, &row)) ||
	    (err = memberships_add(act->registry, row.account, sample->inst,
		 sample->person[i], act->now)))
		return err;
	return ledger_append(act,
	    &(struct event){.kind = EVENT_REGISTRY,
		.object = arena_printf(
		    act->arena, "access/%lld", (long long)row.account),
		.new = members[i].role,
		.prev = -1},
	    NULL);
}

enum err
demo_sample_enter(
    struct act *act, const struct demo_sample *sample, const char *password)
{
	enum err err;

	for (int i = 0; i < DEMO_SAMPLE_N; i++)
		if (sample->person[i] &&
		    (err = add_account(act, sample, i, password)))
			return err;
	return OK;
}
