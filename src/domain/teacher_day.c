/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/teacher_day.h"

#include <stdlib.h>

#include "base/clock.h"
#include "domain/actor_may.h"

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

static int
by_number(const void *a, const void *b)
{
	const struct lesson *x = &((const struct day_lesson *)a)->lesson;
	const struct lesson *y = &((const struct day_lesson *)b)->lesson;

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

/* The lessons of a day and, for today and later, those of a day like it. */
static enum err
plan_day(struct act *act, int64_t day, struct day_plan *plan)
{
	const int64_t today = actor_today(act);
	struct lesson *lessons, *before;
	struct calendar calendar;
	struct calendar_day kind;
	size_t n, before_n = 0;
	int64_t like;
	enum err err;

	if ((err = list(act, day, day, &lessons, &n)) ||
	    (err = calendar_read(act, day - LIKE_DAYS_MAX, day, &calendar)))
		return err;
	kind = calendar_day(&calendar, 0, day);
	like = day_like(&calendar, &kind);
	if (day >= today && like &&
	    (err = list(act, like, like, &before, &before_n)))
		return err;
	*plan = (struct day_plan){.day = day,
	    .calendar = kind,
	    .lessons =
		arena_array(act->arena, n + before_n, sizeof(*plan->lessons))};
	for (size_t i = 0; i < n; i++)
		plan->lessons[plan->n++] = of(&lessons[i], today);
	for (size_t i = 0; i < before_n; i++) {
		struct lesson proposed = before[i];

		if (has_place(plan, &proposed) ||
		    calendar_day(&calendar, proposed.class, day).why !=
			CALENDAR_WORKS)
			continue;
		proposed.lesson = 0;
		proposed.day = day;
		proposed.topic = proposed.homework = "";
		proposed.taken_at = 0;
		plan->lessons[plan->n++] = of(&proposed, today);
	}
	if (plan->n)
		qsort(
		    plan->lessons, plan->n, sizeof(*plan->lessons), by_number);
	return OK;
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
