/* SPDX-License-Identifier: EUPL-1.2 */
/* The timetable as it is looked at (domain/timetable.h). */
#include "domain/timetable.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/text.h"
#include "store/classes.h"
#include "store/people.h"

#define WEEK 7

static bool
may(const struct act *act)
{
	return act->actor.role & (ROLE_ADMIN | ROLES_LEADING);
}

static bool
is_taught_by(const struct timetable_lesson *l, int64_t person)
{
	for (size_t i = 0; i < l->teachers_n; i++)
		if (l->teachers[i].person == person)
			return true;
	return false;
}

static bool
belongs(const struct timetable_lesson *l, enum timetable_of of, int64_t id)
{
	switch (of) {
	case TIMETABLE_CLASS:
		return l->at.class == id;
	case TIMETABLE_TEACHER:
		return is_taught_by(l, id);
	case TIMETABLE_ROOM:
		return l->at.slot.room == id;
	}
	return false;
}

/* Valid on its day of the week that is shown. Of the present week the days gone
 * by stand for their next time: whoever changes the timetable from today on
 * sees what was changed. */
static bool
is_shown(const struct slot *slot, int64_t monday, int64_t today)
{
	int64_t day = monday + slot->weekday - 1;

	if (day < today && today < monday + WEEK)
		day += WEEK;
	return slot->starts_on <= day &&
	       (!slot->ends_on || slot->ends_on >= day);
}

static enum err
name_view(struct act *act, struct timetable_view *v)
{
	int64_t inst = act->actor.inst;
	struct class class;
	struct person person;
	struct room room;
	enum err err;

	switch (v->of) {
	case TIMETABLE_CLASS:
		if ((err = classes_find(
			 act->school, act->arena, inst, v->id, &class)))
			return err;
		if (class.removed_at)
			return ERR_NOT_FOUND;
		v->name = class.label;
		return journals_list_class(act->school, act->arena, inst, v->id,
		    &v->journals, &v->journals_n);
	case TIMETABLE_TEACHER:
		if ((err = people_find(
			 act->school, act->arena, inst, v->id, &person)))
			return err;
		/* Only of those who teach: nobody else has a timetable. */
		if (person.log_id[0] != 't')
			return ERR_NOT_FOUND;
		v->surname = person.surname;
		v->given = person.given;
		v->patronymic = person.patronymic;
		return OK;
	case TIMETABLE_ROOM:
		if ((err = slots_room_find(
			 act->school, act->arena, inst, v->id, &room)))
			return err;
		v->name = room.name;
		return OK;
	}
	return ERR_NOT_FOUND;
}

enum err
timetable_view_read(struct act *act, enum timetable_of of, int64_t id,
    int64_t day, struct timetable_view *view)
{
	struct timetable_view v = {.of = of, .id = id, .name = ""};
	struct timetable *t = &v.timetable;
	enum err err;

	v.may_write = may(act);
	v.monday = day - (clock_weekday(day) - 1);
	v.surname = v.given = v.patronymic = "";
	if ((err = name_view(act, &v)) ||
	    (err = timetable_load(act, v.monday, t)))
		return err;
	timetable_find_clashes(t);
	v.lessons = arena_array(
	    act->arena, t->n, sizeof(const struct timetable_lesson *));
	for (size_t i = 0; i < t->n; i++)
		if (is_shown(&t->lessons[i].at.slot, v.monday,
			clock_day_at(act->now)) &&
		    belongs(&t->lessons[i], of, id))
			v.lessons[v.n++] = &t->lessons[i];
	if (v.may_write && (err = year_undo_list(act, YEAR_AREA_TIMETABLE,
				&v.changes, &v.changes_n)))
		return err;
	*view = v;
	return OK;
}

/* ---- the index ----------------------------------------------------------- */

static void
count(struct timetable_count *c, const struct timetable_lesson *l)
{
	if (l->at.slot.week == WEEK_EVERY)
		c->lessons++;
	else
		c->halves++;
	c->clashes += l->clash != 0;
}

static struct timetable_count *
find(struct timetable_count *list, size_t n, int64_t id)
{
	for (size_t i = 0; i < n; i++)
		if (list[i].id == id)
			return &list[i];
	return NULL;
}

static enum err
list_classes(struct act *act, struct timetable_index *x)
{
	struct class_line *lines;
	size_t n;
	enum err err;

	if ((err = classes_list(act->school, act->arena, act->actor.inst,
		 x->year, x->day, &lines, &n)))
		return err;
	x->classes = arena_array(act->arena, n, sizeof(*x->classes));
	x->classes_n = n;
	for (size_t i = 0; i < n; i++)
		x->classes[i] =
		    (struct timetable_count){.id = lines[i].class.id,
			.name = lines[i].class.label,
			.journals = lines[i].journals};
	return OK;
}

static enum err
list_rooms(struct act *act, struct timetable_index *x)
{
	struct room *rooms;
	size_t n;
	enum err err;

	if ((err = slots_rooms(
		 act->school, act->arena, act->actor.inst, &rooms, &n)))
		return err;
	x->rooms = arena_array(act->arena, n, sizeof(*x->rooms));
	x->rooms_n = n;
	for (size_t i = 0; i < n; i++)
		x->rooms[i] = (struct timetable_count){
		    .id = rooms[i].room, .name = rooms[i].name};
	return OK;
}

static int
by_name(const void *a, const void *b)
{
	const struct timetable_count *x = a, *y = b;
	int order;

	if ((order = text_compare(x->surname, y->surname)) ||
	    (order = text_compare(x->given, y->given)) ||
	    (order = text_compare(x->patronymic, y->patronymic)))
		return order;
	return (x->id > y->id) - (x->id < y->id);
}

/* Everybody who teaches a journal, in the order of names. */
static void
list_teachers(
    struct act *act, const struct timetable *t, struct timetable_index *x)
{
	x->teachers =
	    arena_array(act->arena, t->teachers_n, sizeof(*x->teachers));
	for (size_t i = 0; i < t->teachers_n; i++) {
		const struct journal_teacher *j = &t->teachers[i];

		if (find(x->teachers, x->teachers_n, j->person))
			continue;
		x->teachers[x->teachers_n++] =
		    (struct timetable_count){.id = j->person,
			.surname = j->surname,
			.given = j->given,
			.patronymic = j->patronymic};
	}
	if (x->teachers_n)
		qsort(
		    x->teachers, x->teachers_n, sizeof(*x->teachers), by_name);
}

static void
count_all(const struct timetable *t, struct timetable_index *x)
{
	for (size_t i = 0; i < t->n; i++) {
		const struct timetable_lesson *l = &t->lessons[i];
		struct timetable_count *c;

		if (l->at.slot.starts_on > x->day + WEEK)
			continue;
		x->clashes += l->clash != 0;
		if ((c = find(x->classes, x->classes_n, l->at.class)))
			count(c, l);
		if (l->at.slot.room &&
		    (c = find(x->rooms, x->rooms_n, l->at.slot.room)))
			count(c, l);
		for (size_t k = 0; k < l->teachers_n; k++)
			if ((c = find(x->teachers, x->teachers_n,
				 l->teachers[k].person)))
				count(c, l);
	}
}

enum err
timetable_index_read(
    struct act *act, int64_t day, struct timetable_index *index)
{
	struct timetable_index x = {.day = day, .may_write = may(act)};
	struct timetable t;
	enum err err;

	if ((err = timetable_load(act, day, &t)))
		return err;
	x.year = t.year.year;
	timetable_find_clashes(&t);
	if ((err = list_classes(act, &x)) || (err = list_rooms(act, &x)))
		return err;
	list_teachers(act, &t, &x);
	count_all(&t, &x);
	if (x.may_write && (err = year_undo_list(act, YEAR_AREA_TIMETABLE,
				&x.changes, &x.changes_n)))
		return err;
	*index = x;
	return OK;
}
