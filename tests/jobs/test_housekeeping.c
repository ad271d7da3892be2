/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/people_fixture.h"

#include "jobs/housekeeping.h"
#include "store/client_writes.h"

#define DAY_S 86400
#define UUID "00000000-0000-4000-8000-00000000000"

static struct act *
as_system(struct world *w)
{
	struct act *act = world_act(w);

	ok(act_open_school(act, 1));
	act->actor =
	    (struct actor){.inst = 1, .role = ROLE_SYSTEM, .log_id = "-"};
	return act;
}

static void
answer(struct world *w, const char *uuid, int64_t at)
{
	struct db *db = world_school(w, 1);

	ok(client_writes_insert(
	    db, 1, 7, uuid, &(struct client_write){.answer = "a", .at = at}));
	world_done(db);
}

static void
answers_are_kept_for_two_months(void **state)
{
	struct world *w = *state;
	const int64_t now = w->act.now;
	struct client_write found;
	struct act *act;

	answer(w, UUID "1", now - 61 * DAY_S);
	answer(w, UUID "2", now - 59 * DAY_S);
	act = as_system(w);
	ok(housekeeping_school(act));
	fails(
	    client_writes_find(act->school, act->arena, 1, 7, UUID "1", &found),
	    ERR_NOT_FOUND);
	ok(client_writes_find(act->school, act->arena, 1, 7, UUID "2", &found));
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    CASE(answers_are_kept_for_two_months),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
