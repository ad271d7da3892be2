/* SPDX-License-Identifier: EUPL-1.2 */
#include "people_fixture.h"

#include "domain/person.h"
#include "store/powers.h"

static struct act *
as(struct world *w, int64_t person, enum role role)
{
	struct act *act = world_act(w);

	ok(act_open_school(act, 1));
	act->actor = (struct actor){
	    .inst = 1,
	    .person = person,
	    .role = role,
	    .log_id = "t-900",
	};
	return act;
}

static int64_t
add(struct world *w, const char *surname, const char *role)
{
	return world_person(
	    w, 1, (struct someone){surname, "Ада", "1990-01-02", NULL, role});
}

static bool
holds(struct world *w, int64_t person, const char *role)
{
	struct act *act = as(w, 900, ROLE_ADMIN);
	struct powers powers;

	if (powers_find(act->school, act->arena, 1, person, w->day, &powers))
		return false;
	for (size_t i = 0; i < powers.n; i++)
		if (!strcmp(powers.list[i].role, role))
			return true;
	return false;
}

static void
secretary_takes_no_rights_over_by_merging(void **state)
{
	struct world *w = *state;
	int64_t admin = add(w, "Кіт", "admin");
	int64_t teacher = add(w, "Лис", "teacher");
	int64_t secretary = add(w, "Рись", "secretary");

	fails(person_merge(as(w, secretary, ROLE_SECRETARY), admin, secretary),
	    ERR_DENIED);
	fails(
	    person_merge(as(w, secretary, ROLE_SECRETARY), teacher, secretary),
	    ERR_DENIED);
	fails(person_merge(as(w, secretary, ROLE_SECRETARY), secretary, admin),
	    ERR_DENIED);
	assert_false(holds(w, secretary, "admin"));
	assert_true(holds(w, admin, "admin"));
}

static void
secretary_merges_families(void **state)
{
	struct world *w = *state;
	int64_t pupil = add(w, "Кіт", "pupil");
	int64_t one = add(w, "Рись", "guardian");
	int64_t other = add(w, "Рисьь", "guardian");

	world_guardian(w, 1, pupil, other);
	ok(person_merge(as(w, 900, ROLE_SECRETARY), other, one));
	assert_true(holds(w, one, "guardian"));
	assert_false(holds(w, other, "guardian"));
}

static void
secretary_shuts_nobody_out_who_leads(void **state)
{
	struct world *w = *state;
	int64_t admin = add(w, "Кіт", "admin");
	int64_t head = add(w, "Лис", "head");
	int64_t teacher = add(w, "Рись", "teacher");

	fails(person_leave(as(w, 900, ROLE_SECRETARY), admin, w->day),
	    ERR_DENIED);
	fails(
	    person_leave(as(w, 900, ROLE_SECRETARY), head, w->day), ERR_DENIED);
	ok(person_leave(as(w, 900, ROLE_SECRETARY), teacher, w->day));
}

static void
the_only_administrator_stays(void **state)
{
	struct world *w = *state;
	int64_t admin = add(w, "Кіт", "admin"), second;

	fails(
	    person_leave(as(w, 900, ROLE_ADMIN), admin, w->day), ERR_CONFLICT);
	fails(person_end_role(as(w, 900, ROLE_ADMIN), admin, "admin"),
	    ERR_CONFLICT);
	second = add(w, "Лис", "admin");
	ok(person_end_role(as(w, admin, ROLE_ADMIN), second, "admin"));
}

static void
ended_roles_do_not_hide_those_in_force(void **state)
{
	struct world *w = *state;
	int64_t keep = add(w, "Кіт", NULL);
	int64_t twin = add(w, "Кітт", "teacher");
	int64_t pupil = add(w, "Рись", "pupil");
	struct db *db = world_school(w, 1);
	bool added;

	/* Taught here two years ago, and was the mother's entry then. */
	ok(roles_add(db, 1, keep,
	    &(struct role_row){"teacher", w->day - 700, w->day - 400, NULL},
	    &added));
	ok(guardians_insert(db, 1,
	    &(struct guardian){.pupil = pupil,
		.guardian = keep,
		.relation = "mother",
		.created_at = 1}));
	ok(guardians_update(db, 1,
	    &(struct guardian){.pupil = pupil,
		.guardian = keep,
		.relation = "mother",
		.ended_at = 2}));
	world_done(db);
	world_guardian(w, 1, pupil, twin);
	ok(person_merge(as(w, 900, ROLE_ADMIN), twin, keep));
	assert_true(holds(w, keep, "teacher"));
	assert_true(holds(w, keep, "guardian"));
}

static void
merged_pupil_stays_in_the_class(void **state)
{
	struct world *w = *state;
	int64_t class = world_class(w, 1, "5-А", 5);
	int64_t keep = add(w, "Кіт", "pupil"), twin = add(w, "Кітт", "pupil");
	struct db *db = world_school(w, 1);
	struct enrolment_line *lines;
	struct act *act;
	size_t n;

	ok(enrolments_insert(
	    db, 1, &(struct enrolment){class, keep, w->day - 90, w->day - 80}));
	world_done(db);
	world_enrol(w, 1, class, twin);
	ok(person_merge(as(w, 900, ROLE_ADMIN), twin, keep));
	act = as(w, 900, ROLE_ADMIN);
	ok(enrolments_class(
	    act->school, act->arena, 1, class, w->day, &lines, &n));
	assert_int_equal(n, 1);
	assert_int_equal(lines[0].person.id, keep);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    CASE(secretary_takes_no_rights_over_by_merging),
	    CASE(secretary_merges_families),
	    CASE(secretary_shuts_nobody_out_who_leads),
	    CASE(the_only_administrator_stays),
	    CASE(ended_roles_do_not_hide_those_in_force),
	    CASE(merged_pupil_stays_in_the_class),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
