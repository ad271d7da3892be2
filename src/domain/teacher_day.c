/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/teacher_day.h"

#include <stdlib.h>

#include "base/clock.h"
#include "domain/actor_may.h"
#include "domain/lesson_times.h"
#include "domain/timetable.h"

#define WEEK 7
/* How far back a day like this one is looked for. */
#define LIKE_DAYS_MAX 35
#define DAY_LESSONS_MAX 40

static bool
has_place(const struct day_plan *plan, const struct lesson *lesson)
{
	for (size_t i = 0; i < plan->n; i++)
		if (plan->lessons[i].lesson.journal == lesson->journal &&
		    plan->lessons[i].lesson.number == lesson->number)
			return true;
	return false;
}

/* A teacher of two shifts goes by the clock. */
static int
by_time(const void *a, const void *b)
{
	const struct day_lesson *p = a, *q = b;
	const struct lesson *x = &p->lesson, *y = &q->lesson;

	if (p->ends_min && q->ends_min && p->starts_min != q->starts_min)
		return (p->starts_min > q->starts_min) -
		       (p->starts_min < q->starts_min);
	if (x->number != y->number)
		return (x->number > y->number) - (x->number < y->number);
	return (x->journal > y->journal) - (x->journal < y->journal);
}

static struct day_lesson
of(const struct lesson *lesson, int64_t today)
{
	return (struct day_lesson){
	    .lesson = *lesson,
	    .no_topic = !*lesson->topic,
	    .not_taken = !lesson->taken_at && lesson->day <= today,
	    .room = "",
	};
}

static enum err
list(struct act *act, int64_t from, int64_t to, struct lesson **out, size_t *n)
{
	return lessons_list_taught(act->school, act->arena, act->actor.inst,
	    act->actor.person, actor_today(act), from, to, out, n);
}

/* The latest school day before `day` with the same timetable; 0 = none. */
static int64_t
day_like(const struct calendar *calendar, const struct calendar_day *d)
{
	for (int64_t at = d->day - 1; at >= d->day - LIKE_DAYS_MAX; at--) {
		struct calendar_day other = calendar_day(calendar, 0, at);

		if (other.why == CALENDAR_WORKS && other.weekday == d->weekday)
			return at;
	}
	return 0;
}

/* What a day is put together from. */
struct day_work {
	struct act *act;
	struct day_plan *plan;
	struct calendar calendar;
	struct slot_line *slots; /* of the whole week, valid that day */
	size_t slots_n;
};

static bool
in_timetable(const struct day_work *w, int64_t journal)
{
	for (size_t i = 0; i < w->slots_n; i++)
		if (w->slots[i].slot.journal == journal)
			return true;
	return false;
}

/* The recorded lesson of that journal and number learns its room. */
static bool
has_slot(struct day_plan *plan, const struct slot_line *line)
{
	for (size_t i = 0; i < plan->n; i++) {
		struct day_lesson *l = &plan->lessons[i];

		if (l->lesson.journal == line->slot.journal &&
		    l->lesson.number == line->slot.number) {
			l->room = line->room_name;
			l->by_timetable = true;
			return true;
		}
	}
	return false;
}

static void
add_slots(struct day_work *w)
{
	const int64_t day = w->plan->day, today = actor_today(w->act);

	for (size_t i = 0; i < w->slots_n; i++) {
		const struct slot_line *line = &w->slots[i];
		const struct calendar_day kind =
		    calendar_day(&w->calendar, line->class, day);
		const struct lesson proposed = timetable_planned(line, day);
		struct day_lesson *l;

		if (!timetable_holds(&line->slot, &kind) ||
		    has_slot(w->plan, line) || day < today)
			continue;
		l = &w->plan->lessons[w->plan->n++];
		*l = of(&proposed, today);
		l->by_timetable = true;
		l->room = line->room_name;
	}
}

/* Journals that are not in the timetable: as on the last day like this. */
static void
add_like(struct day_work *w, const struct lesson *before, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct lesson proposed = before[i];

		if (in_timetable(w, proposed.journal) ||
		    has_place(w->plan, &proposed) ||
		    calendar_day(&w->calendar, proposed.class, w->plan->day)
			    .why != CALENDAR_WORKS)
			continue;
		proposed.lesson = 0;
		proposed.day = w->plan->day;
		proposed.topic = proposed.homework = "";
		proposed.taken_at = 0;
		w->plan->lessons[w->plan->n++] =
		    of(&proposed, actor_today(w->act));
	}
}

static enum err
add_times(struct day_work *w)
{
	struct lesson_times times;
	struct day_plan *plan = w->plan;
	enum err err;

	if (!plan->n)
		return OK;
	if ((err = lesson_times_read(w->act, &w->calendar, plan->day, &times)))
		return err;
	for (size_t i = 0; i < plan->n; i++) {
		struct day_lesson *l = &plan->lessons[i];

		lesson_times_of(&times, l->lesson.class, plan->calendar.weekday,
		    l->lesson.number, &l->starts_min, &l->ends_min);
	}
	qsort(plan->lessons, plan->n, sizeof(*plan->lessons), by_time);
	return OK;
}

/* The lessons of a day and, for today and later, those that are to be. */
static enum err
plan_day(struct act *act, int64_t day, struct day_plan *plan)
{
	struct day_work w = {act, plan, .slots = NULL};
	const int64_t today = actor_today(act);
	struct lesson *lessons, *before = NULL;
	size_t n, before_n = 0;
	int64_t like;
	enum err err;

	*plan = (struct day_plan){.day = day};
	if ((err = list(act, day, day, &lessons, &n)) ||
	    (err = calendar_read(act, day - LIKE_DAYS_MAX, day, &w.calendar)) ||
	    (err = slots_list_person(act->school, act->arena, act->actor.inst,
		 lesson_times_year(&w.calendar, day), act->actor.person, day,
		 day, &w.slots, &w.slots_n)))
		return err;
	plan->calendar = calendar_day(&w.calendar, 0, day);
	like = day_like(&w.calendar, &plan->calendar);
	if (day >= today && like &&
	    (err = list(act, like, like, &before, &before_n)))
		return err;
	plan->lessons = arena_array(
	    act->arena, n + w.slots_n + before_n, sizeof(*plan->lessons));
	for (size_t i = 0; i < n; i++)
		plan->lessons[plan->n++] = of(&lessons[i], today);
	add_slots(&w);
	add_like(&w, before, before_n);
	return add_times(&w);
}

static enum err
list_debts(struct act *act, int64_t day, struct teacher_day *out)
{
	const int64_t today = actor_today(act);
	struct lesson *lessons;
	size_t n;
	enum err err;

	if ((err = list(
		 act, today - TEACHER_DEBT_DAYS, today - 1, &lessons, &n)))
		return err;
	out->debts =
	    arena_array(act->arena, TEACHER_DEBTS_MAX, sizeof(*out->debts));
	for (size_t i = 0; i < n && out->debts_n < TEACHER_DEBTS_MAX; i++) {
		const struct day_lesson lesson = of(&lessons[i], today);

		if ((lesson.no_topic || lesson.not_taken) &&
		    lesson.lesson.day != day)
			out->debts[out->debts_n++] = lesson;
	}
	return OK;
}

enum err
teacher_day_read(struct act *act, int64_t day, struct teacher_day *out)
{
	const int64_t yesterday = clock_instant(actor_today(act) - 1, 0, 0);
	int64_t next;
	enum err err;

	*out = (struct teacher_day){.next_lesson = -1};
	if (!act->actor.person || !((unsigned)act->actor.role & ROLES_TEACHING))
		return ERR_DENIED;
	if ((err = plan_day(act, day, &out->today)) ||
	    (err = calendar_next_school_day(act, day, &next)) ||
	    (err = plan_day(act, next, &out->next)) ||
	    (err = list_debts(act, day, out)) ||
	    (err = journals_list_taught(act->school, act->arena,
		 act->actor.inst, act->actor.person, actor_today(act),
		 &out->journals, &out->journals_n)) ||
	    (err = own_events_count(act, yesterday, &out->own)))
		return err;
	for (size_t i = 0; i < out->today.n; i++) {
		const struct day_lesson *l = &out->today.lessons[i];
		const bool done =
		    l->lesson.lesson && !l->no_topic && !l->not_taken;

		out->done += done;
		if (!done && out->next_lesson < 0)
			out->next_lesson = (int)i;
	}
	return OK;
}
