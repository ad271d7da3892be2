/* SPDX-License-Identifier: EUPL-1.2 */
/* The school year so far, entered through the domain as the teachers would
 * have done it, lesson by lesson: so the history is a real one. */
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "cli/demo.h"
#include "domain/gradebook.h"
#include "domain/lesson_record.h"
#include "domain/written.h"

#define TODAY_LESSONS 3 /* recorded so far today */

static void
act_as(struct demo *demo, struct demo_school *s, struct demo_teacher *t,
    int64_t now)
{
	struct act *act = &demo->cli->act;

	act->actor = (struct actor){.inst = s->inst,
	    .person = t->id,
	    .role = ROLE_TEACHER,
	    .log_id = t->log_id,
	    .name = t->name};
	act->now = now;
}

bool
demo_year_school_day(const struct demo *demo, int64_t day)
{
	return demo_calendar_weekday(demo, day) != 0;
}

/* Better and worse pupils stay so: the mean comes from the pupil's number. */
static const char *
mark_of(struct demo *demo, int64_t pupil, struct arena *arena)
{
	int level = 5 + (int)((uint64_t)pupil * 2654435761u % 6);
	int mark = level + (int)rng_below(&demo->rng, 4) - 1;

	if (mark > 12)
		mark = 12;
	return arena_printf(arena, "%d", mark < 2 ? 2 : mark);
}

static const char *
absence_of(struct demo *demo)
{
	uint64_t dice = rng_below(&demo->rng, 1000);

	/* Reasons are entered by the class teacher; a teacher writes н. */
	if (dice < 30)
		return "н";
	return dice < 38 ? "зп10" : NULL;
}

static size_t
fill_cells(struct demo *demo, const struct demo_class *c, int64_t col,
    const char *kind, struct gradebook_cell *cells)
{
	struct arena *arena = demo->cli->act.arena;
	bool all = !strcmp(kind, "control") || !strcmp(kind, "independent");
	size_t n = 0;

	for (int i = 0; i < c->pupils_n; i++) {
		const char *typed = absence_of(demo);

		if (!typed && (all || rng_below(&demo->rng, 100) < 26))
			typed = mark_of(demo, c->pupils[i], arena);
		if (typed)
			cells[n++] = (struct gradebook_cell){.col = col,
			    .pupil = c->pupils[i],
			    .typed = typed,
			    .seen = -1};
	}
	return n;
}

static const char *
kind_of(const struct demo_journal *j)
{
	if (j->lessons % 12 == 11)
		return "control";
	return j->lessons % 6 == 5 ? "independent" : "lesson";
}

/* Some marks are corrected on the same day, before the lesson is forgotten. */
static enum err
correct_one(struct demo *demo, const struct demo_journal *j,
    const struct gradebook_result *r)
{
	struct act *act = &demo->cli->act;
	struct gradebook_cell cell = {.col = r->col,
	    .pupil = r->pupil,
	    .typed = mark_of(demo, r->pupil + 1, act->arena),
	    .seen = r->seq};
	struct gradebook_result again;
	enum err err;

	if (r->state != CELL_SAVED || !r->mark ||
	    rng_below(&demo->rng, 60) != 0)
		return OK;
	act->now += 1800;
	err = gradebook_save(act, j->id, written_uuid(act), &cell, 1, &again);
	if (!err && again.state == CELL_SAVED)
		demo->events++;
	return err;
}

/* The whole record of a lesson as its form saves it: topic, homework, roll
 * call, marks. */
static enum err
save_lesson(struct demo *demo, struct demo_school *s, struct demo_journal *j,
    const struct lesson_draft *draft)
{
	struct act *act = &demo->cli->act;
	struct gradebook_cell cells[DEMO_CLASS_PUPILS_MAX];
	struct lesson_form form = {
	    .draft = *draft, .take = true, .cells = cells};
	struct lesson_saved saved;
	unsigned faults;
	enum err err;

	form.uuid = written_uuid(act);
	form.cells_n =
	    fill_cells(demo, &s->classes[j->class], 0, draft->kind, cells);
	if ((err = lesson_record_save(act, &form, &faults, &saved)))
		return err;
	j->lessons++;
	demo->events += 2; /* the lesson and its column */
	for (size_t i = 0; i < form.cells_n; i++) {
		demo->events += saved.cells[i].state == CELL_SAVED;
		demo->marks += saved.cells[i].mark != NULL;
		if ((err = correct_one(demo, j, &saved.cells[i])))
			return err;
	}
	return OK;
}

/* At the end of the lesson. */
static int64_t
recorded_at(int64_t day, int number)
{
	return clock_instant(day, 8 + number, 40);
}

static enum err
make_lesson(struct demo *demo, struct demo_school *s, struct demo_journal *j,
    int64_t day, int number)
{
	struct act *act = &demo->cli->act;
	struct demo_class *c = &s->classes[j->class];
	struct lesson_draft draft = {.journal = j->id,
	    .seen = -1,
	    .day = day,
	    .number = number,
	    .hours = 1,
	    .kind = kind_of(j)};
	int64_t at = recorded_at(day, number);

	/* Now and then the record comes three days later. */
	if (rng_below(&demo->rng, 50) == 0 && day + 4 < demo->today)
		at += 3 * 86400;
	act_as(demo, s, j->teacher, at);
	demo_topic(j->name, c->grade, j->lessons, act->arena, &draft.topic,
	    &draft.homework);
	if (*draft.homework) {
		/* For two days later, past the weekend. */
		draft.due_on = day + 2;
		while (clock_weekday(draft.due_on) > 5)
			draft.due_on++;
	}
	return save_lesson(demo, s, j, &draft);
}

static enum err
make_day(struct demo *demo, struct demo_school *s, const struct demo_week *week,
    int64_t day)
{
	enum err err;

	for (int i = demo_calendar_weekday(demo, day) - 1, number = 1;
	     i < week->n; i += 5, number++) {
		if (day == demo->today &&
		    (number > TODAY_LESSONS ||
			recorded_at(day, number) > demo->now))
			break;
		if (week->slots[i] &&
		    (err = make_lesson(demo, s, week->slots[i], day, number)))
			return err;
	}
	return OK;
}

/* What a class-day needs is forgotten with it: a large institution does not
 * need more memory than a small one. */
static enum err
make_days(struct demo *demo, struct demo_school *s,
    const struct demo_week *weeks, int64_t from, int64_t until)
{
	struct act *act = &demo->cli->act;
	struct arena *keep = act->arena;
	AUTO_ARENA struct arena *scratch = arena_new();
	enum err err = OK;

	act->arena = scratch;
	for (int64_t day = from; day <= until && !err; day++) {
		if (!demo_year_school_day(demo, day))
			continue;
		if (demo->stop && *demo->stop)
			err = ERR_BUSY;
		for (int c = 0; c < s->classes_n && !err; c++) {
			arena_reset(scratch);
			err = make_day(demo, s, &weeks[c], day);
		}
	}
	act->arena = keep;
	return err;
}

int64_t
demo_year_last(const struct demo *demo)
{
	int64_t end = clock_days((struct date){(int)demo->year + 1, 5, 31});

	return demo->today < end ? demo->today : end;
}

enum err
demo_year_make(struct demo *demo, struct demo_school *s, int64_t from)
{
	struct demo_week *weeks =
	    arena_array(demo->cli->act.arena, DEMO_CLASSES_MAX, sizeof(*weeks));
	const int64_t until = demo_year_last(demo);
	enum err err;

	demo_timetable_plan(demo, s, weeks);
	if (!(err = demo_timetable_make(demo, s, weeks)))
		err = make_days(demo, s, weeks, from, until);
	if (err && err != ERR_BUSY)
		log_line(LOG_ERROR, "demo_year", "inst", log_num(s->inst),
		    "err", err_name(err), NULL);
	return err;
}
