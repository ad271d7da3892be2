/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/timetable.h"

#include <string.h>

#include "base/clock.h"
#include "domain/school_year.h"

struct lesson
timetable_planned(const struct slot_line *slot, int64_t day)
{
	return (struct lesson){
	    .journal = slot->slot.journal,
	    .day = day,
	    .number = slot->slot.number,
	    .hours = 1,
	    .topic = "",
	    .homework = "",
	    .label = slot->label,
	    .subject = slot->name,
	    .part = slot->part,
	    .class = slot->class,
	};
}

bool
timetable_holds(const struct slot *slot, const struct calendar_day *day)
{
	return day->why == CALENDAR_WORKS && slot->weekday == day->weekday &&
	       (slot->week == WEEK_EVERY || slot->week == day->week) &&
	       slot->starts_on <= day->day &&
	       (!slot->ends_on || slot->ends_on >= day->day);
}

/* ---- what follows from a slot -------------------------------------------- */

static void
find_teachers(const struct timetable *t, struct timetable_lesson *l)
{
	const struct slot *slot = &l->at.slot;
	size_t lo = 0, hi = t->teachers_n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (t->teachers[mid].journal < slot->journal)
			lo = mid + 1;
		else
			hi = mid;
	}
	l->teachers = t->teachers + lo;
	l->teachers_n = 0;
	while (lo < t->teachers_n && t->teachers[lo].journal == slot->journal) {
		if (slot->person && t->teachers[lo].person == slot->person) {
			l->teachers = &t->teachers[lo];
			l->teachers_n = 1;
			return;
		}
		l->teachers_n += slot->person == 0;
		lo++;
	}
}

void
timetable_complete(const struct timetable *t, struct timetable_lesson *l)
{
	const struct slot *slot = &l->at.slot;
	const struct bell_day *bells;

	find_teachers(t, l);
	l->shift = bells_shift_of(t->shifts, t->shifts_n, l->at.class);
	bells = bells_day(&t->bells, l->shift, slot->weekday);
	l->starts_min = bells->starts[slot->number];
	l->ends_min = bells->ends[slot->number];
}

enum err
timetable_load(struct act *act, int64_t day, struct timetable *out)
{
	struct timetable t = {.day = day};
	int64_t inst = act->actor.inst;
	struct slot_line *lines;
	bool set;
	enum err err;

	if ((err = school_year_at(act, day, &t.year, &set)) ||
	    (err = bells_read(act->school, inst, t.year.year, &t.bells)) ||
	    (err = bells_shifts(
		 act->school, act->arena, inst, &t.shifts, &t.shifts_n)) ||
	    (err = journals_teachers(act->school, act->arena, inst, t.year.year,
		 0, day, &t.teachers, &t.teachers_n)) ||
	    (err = slots_list(act->school, act->arena, inst, t.year.year, day,
		 t.year.ends_on > day ? t.year.ends_on : day, &lines, &t.n)))
		return err;
	t.lessons = arena_array(act->arena, t.n, sizeof(*t.lessons));
	for (size_t i = 0; i < t.n; i++) {
		t.lessons[i] = (struct timetable_lesson){.at = lines[i]};
		timetable_complete(&t, &t.lessons[i]);
	}
	*out = t;
	return OK;
}

/* ---- clashes ------------------------------------------------------------- */

static bool
days_overlap(const struct slot *a, const struct slot *b)
{
	return (!a->ends_on || a->ends_on >= b->starts_on) &&
	       (!b->ends_on || b->ends_on >= a->starts_on);
}

/* Lessons of one shift meet by number; of two shifts by the clock, as far as
 * the bells are known. */
static bool
times_overlap(
    const struct timetable_lesson *a, const struct timetable_lesson *b)
{
	if (a->shift == b->shift)
		return a->at.slot.number == b->at.slot.number;
	return a->ends_min && b->ends_min && a->starts_min < b->ends_min &&
	       b->starts_min < a->ends_min;
}

static bool
share_teacher(
    const struct timetable_lesson *a, const struct timetable_lesson *b)
{
	for (size_t i = 0; i < a->teachers_n; i++)
		for (size_t k = 0; k < b->teachers_n; k++)
			if (a->teachers[i].person == b->teachers[k].person)
				return true;
	return false;
}

unsigned
timetable_clash(
    const struct timetable_lesson *a, const struct timetable_lesson *b)
{
	const struct slot *x = &a->at.slot, *y = &b->at.slot;
	unsigned clash = 0;
	bool teacher, room;

	if (x->slot == y->slot || x->weekday != y->weekday ||
	    (x->week && y->week && x->week != y->week) || !days_overlap(x, y) ||
	    !times_overlap(a, b))
		return 0;
	if (a->at.class == b->at.class &&
	    (!*a->at.part || !*b->at.part || !strcmp(a->at.part, b->at.part)))
		clash |= CLASH_CLASS;
	teacher = share_teacher(a, b);
	room = x->room && x->room == y->room;
	/* A stream or a combined class: one teacher gives one subject to
	 * several classes in one room. */
	if (teacher && room && a->at.subject == b->at.subject)
		return clash;
	return clash | (teacher ? CLASH_TEACHER : 0) | (room ? CLASH_ROOM : 0);
}

void
timetable_find_clashes(struct timetable *t)
{
	for (size_t i = 0; i < t->n; i++) {
		struct timetable_lesson *a = &t->lessons[i];

		/* In the order of weekdays: others of the day follow. */
		for (size_t k = i + 1;
		     k < t->n &&
		     t->lessons[k].at.slot.weekday == a->at.slot.weekday;
		     k++) {
			struct timetable_lesson *b = &t->lessons[k];
			unsigned clash = timetable_clash(a, b);

			if (!clash)
				continue;
			a->clash |= clash;
			b->clash |= clash;
			if (!a->clashes_with)
				a->clashes_with = b;
			if (!b->clashes_with)
				b->clashes_with = a;
		}
	}
}
