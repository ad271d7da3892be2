/* SPDX-License-Identifier: EUPL-1.2 */
/* A demo school's timetable: no teacher is in two places. Lessons are then made
 * by it, so that journals and timetable say the same. */
#include <string.h>

#include "cli/demo.h"
#include "domain/year_undo.h"
#include "store/counters.h"

#define DAYS 5

/* Which teacher is busy when. */
struct busy {
	bool at[DEMO_TEACHERS_MAX][DEMO_WEEK_LESSONS];
};

/* All lessons of a class, in a fixed random order. */
static int
collect(struct demo *demo, const struct demo_school *s, int class,
    struct demo_journal **all)
{
	int n = 0;

	for (int i = 0; i < s->journals_n; i++)
		for (int k = 0;
		     s->journals[i].class == class &&
		     k < s->journals[i].weekly && n < DEMO_WEEK_LESSONS;
		     k++)
			all[n++] = &s->journals[i];
	for (int i = n - 1; i > 0; i--) {
		int j = (int)rng_below(&demo->rng, (uint64_t)i + 1);
		struct demo_journal *swap = all[i];

		all[i] = all[j];
		all[j] = swap;
	}
	return n;
}

static bool
that_day(const struct demo_week *week, int place, const struct demo_journal *j)
{
	for (int at = place % DAYS; at < place; at += DAYS)
		if (week->slots[at] == j)
			return true;
	return false;
}

/* The first lesson whose teacher is free; better one that the day has not had.
 */
static int
choose(const struct demo_school *s, const struct busy *busy,
    const struct demo_week *week, struct demo_journal **rest, int n, int place)
{
	int second = -1;

	for (int i = 0; i < n; i++) {
		if (busy->at[rest[i]->teacher - s->teachers][place])
			continue;
		if (!that_day(week, place, rest[i]))
			return i;
		if (second < 0)
			second = i;
	}
	return second;
}

static void
plan_class(struct demo *demo, struct demo_school *s, int class,
    struct busy *busy, struct demo_week *week)
{
	struct demo_journal *rest[DEMO_WEEK_LESSONS];
	int n = collect(demo, s, class, rest);

	week->n = 0;
	for (int place = 0; place < DEMO_WEEK_LESSONS && n; place++) {
		int i = choose(s, busy, week, rest, n, place);

		week->slots[place] = NULL;
		week->n = place + 1;
		if (i < 0)
			continue;
		week->slots[place] = rest[i];
		busy->at[rest[i]->teacher - s->teachers][place] = true;
		memmove(&rest[i], &rest[i + 1],
		    (size_t)(n - i - 1) * sizeof(rest[0]));
		n--;
	}
}

void
demo_timetable_plan(
    struct demo *demo, struct demo_school *s, struct demo_week *weeks)
{
	struct busy *busy = arena_alloc(demo->cli->act.arena, sizeof(*busy));

	memset(busy, 0, sizeof(*busy));
	for (int c = 0; c < s->classes_n; c++)
		plan_class(demo, s, c, busy, &weeks[c]);
}

/* ---- writing it ---------------------------------------------------------- */

/* Everybody has a room. */
static enum err
take_rooms(struct demo *demo, const struct demo_school *s, int64_t *rooms)
{
	struct act *act = &demo->cli->act;

	for (int i = 0; i < s->teachers_n; i++) {
		const char *name = arena_printf(
		    act->arena, "%d", 100 * (1 + i / 15) + 1 + i % 15);
		enum err err = slots_room_take(
		    act->school, act->arena, s->inst, name, &rooms[i]);

		if (err)
			return err;
	}
	return OK;
}

static enum err
collect_items(struct demo *demo, struct demo_school *s,
    const struct demo_week *weeks, const int64_t *rooms,
    struct year_item *items, size_t *n)
{
	struct act *act = &demo->cli->act;

	for (int c = 0; c < s->classes_n; c++)
		for (int place = 0; place < weeks[c].n; place++) {
			const struct demo_journal *j = weeks[c].slots[place];
			struct slot slot = {.weekday = place % DAYS + 1,
			    .number = place / DAYS + 1,
			    .starts_on = demo->year_from};
			enum err err;

			if (!j)
				continue;
			slot.journal = j->id;
			slot.room = rooms[j->teacher - s->teachers];
			if ((err = counters_next(
				 act->school, s->inst, "slot", &slot.slot)))
				return err;
			items[(*n)++] = (struct year_item){
			    .object = arena_printf(
				act->arena, "slot/%lld", (long long)slot.slot),
			    .after = year_items_slot(act->arena, &slot),
			    .after_name = ""};
		}
	return OK;
}

enum err
demo_timetable_make(
    struct demo *demo, struct demo_school *s, const struct demo_week *weeks)
{
	struct act *act = &demo->cli->act;
	int64_t rooms[DEMO_TEACHERS_MAX];
	struct year_item *items = arena_array(act->arena,
	    (size_t)(s->classes_n * DEMO_WEEK_LESSONS + 1), sizeof(*items));
	size_t n = 0;
	enum err err;

	if (!s->classes_n)
		return OK;
	demo_calendar_act(demo, s);
	if ((err = act_begin_school(act)))
		return err;
	if (!(err = take_rooms(demo, s, rooms)) &&
	    !(err = collect_items(demo, s, weeks, rooms, items, &n)))
		err = year_items_commit(act, YEAR_AREA_TIMETABLE, items, n,
		    &(struct event){.kind = EVENT_STRUCTURE,
			.object = arena_printf(act->arena,
			    "year/%lld/timetable", (long long)demo->year),
			.new = arena_printf(act->arena, "+%zu", n)},
		    NULL);
	act_rollback(act);
	return err;
}
