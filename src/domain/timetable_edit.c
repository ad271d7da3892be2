/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/timetable_edit.h"

#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "domain/lessons_book.h"
#include "store/counters.h"

/* A lesson that is changed later ends, and another one begins. */
#define ITEMS_MAX 2

static bool
may(const struct act *act)
{
	return act->actor.role & (ROLE_ADMIN | ROLES_LEADING);
}

int64_t
timetable_from(int64_t today, const struct academic_year *year)
{
	return today > year->starts_on ? today : year->starts_on;
}

static const char *
object_of(struct act *act, int64_t slot)
{
	return arena_printf(act->arena, "slot/%lld", (long long)slot);
}

static void
check_place(const struct slot_draft *d, struct slot_refusal *r)
{
	if (d->weekday < 1 || d->weekday > TIMETABLE_WEEKDAYS ||
	    d->number < 0 || d->number > LESSON_NUMBER_MAX ||
	    d->week < WEEK_EVERY || d->week > WEEK_B)
		r->faults |= SLOT_PLACE;
}

static void
check_days(const struct slot_draft *d, const struct academic_year *y,
    struct slot_refusal *r)
{
	if (d->from < y->starts_on || d->from > y->ends_on)
		r->faults |= SLOT_FROM;
	if (d->until != DAY_NONE &&
	    (d->until < d->from || d->until > y->ends_on))
		r->faults |= SLOT_UNTIL;
}

/* Fills the words of the lesson, so that it can be compared. */
static enum err
check_journal(struct act *act, const struct timetable *t,
    const struct slot_draft *d, struct timetable_lesson *l,
    struct slot_refusal *r)
{
	struct journal j;
	enum err err = journals_find(act->school, act->arena, act->actor.inst,
	    d->journal, 0, t->day, &j);

	if (err && err != ERR_NOT_FOUND)
		return err;
	if (err || j.removed_at || j.year != t->year.year) {
		r->faults |= SLOT_JOURNAL;
		return OK;
	}
	l->at.class = j.class;
	l->at.subject = j.subject;
	l->at.part = j.part;
	l->at.label = j.label;
	l->at.name = j.name;
	timetable_complete(t, l);
	if (d->person && !l->teachers_n)
		r->faults |= SLOT_PERSON;
	return OK;
}

static enum err
take_room(struct act *act, const struct slot_draft *d,
    struct timetable_lesson *l, struct slot_refusal *r)
{
	const char *name = d->room ? d->room : "";

	l->at.room_name = name;
	if (text_clean(act->arena, name, strlen(name), TIMETABLE_ROOM_BYTES_MAX,
		false, &name)) {
		r->faults |= SLOT_ROOM;
		return OK;
	}
	l->at.room_name = name;
	if (!*name)
		return OK;
	/* A name of signs alone folds to nothing. */
	if (!*text_fold(act->arena, name)) {
		r->faults |= SLOT_ROOM;
		return OK;
	}
	if (r->faults)
		return OK;
	return slots_room_take(
	    act->school, act->arena, act->actor.inst, name, &l->at.slot.room);
}

static void
find_clashes(const struct timetable *t, const struct timetable_lesson *l,
    struct slot_refusal *r)
{
	for (size_t i = 0; i < t->n; i++) {
		unsigned clash = timetable_clash(l, &t->lessons[i]);

		if (clash && r->clashes_n < TIMETABLE_CLASHES_MAX)
			r->clashes[r->clashes_n++] =
			    (struct slot_clash){clash, t->lessons[i]};
	}
}

/* Everything that may stand in the way; OK also with faults. */
static enum err
check(struct act *act, const struct slot_draft *d, struct timetable_lesson *l,
    struct slot_refusal *r)
{
	struct timetable t;
	enum err err;

	check_place(d, r);
	if (r->faults)
		return OK;
	if ((err = timetable_load(act, d->from, &t)))
		return err;
	check_days(d, &t.year, r);
	if ((err = check_journal(act, &t, d, l, r)) ||
	    (err = take_room(act, d, l, r)))
		return err;
	if (!r->faults)
		find_clashes(&t, l, r);
	return OK;
}

/* The old lesson ends the day before, or was never held. */
static void
end_old(struct act *act, struct slot *old, int64_t from, struct year_item *item)
{
	*item = (struct year_item){
	    .object = object_of(act, old->slot), .after_name = ""};
	if (old->starts_on >= from)
		return;
	old->ends_on = from - 1;
	item->after = year_items_slot(act->arena, old);
}

static enum err
write(struct act *act, struct slot *slot, struct slot *old)
{
	struct year_item items[ITEMS_MAX];
	struct event event = {.kind = EVENT_STRUCTURE};
	size_t n = 0;
	enum err err;

	/* Begun already: what was held stays as it was. */
	if (old && old->starts_on < slot->starts_on) {
		event.old = year_items_slot(act->arena, old);
		end_old(act, old, slot->starts_on, &items[n++]);
		slot->slot = 0;
	}
	if (!slot->slot && (err = counters_next(act->school, act->actor.inst,
				"slot", &slot->slot)))
		return err;
	items[n++] = (struct year_item){.object = object_of(act, slot->slot),
	    .after = year_items_slot(act->arena, slot),
	    .after_name = ""};
	event.object = items[n - 1].object;
	event.new = items[n - 1].after;
	return year_items_commit(
	    act, YEAR_AREA_TIMETABLE, items, n, &event, NULL);
}

static bool
same_slot(const struct slot *a, const struct slot *b)
{
	return a->journal == b->journal && a->weekday == b->weekday &&
	       a->number == b->number && a->week == b->week &&
	       a->person == b->person && a->room == b->room &&
	       a->ends_on == b->ends_on;
}

enum err
timetable_place(
    struct act *act, const struct slot_draft *d, struct slot_refusal *refusal)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct timetable_lesson l = {
	    .at.slot = {.slot = d->slot,
		.journal = d->journal,
		.weekday = d->weekday,
		.number = d->number,
		.week = d->week,
		.person = d->person,
		.starts_on = d->from,
		.ends_on = d->until == DAY_NONE ? 0 : d->until}};
	struct slot old;
	enum err err;

	*refusal = (struct slot_refusal){.faults = 0};
	if (!may(act))
		return ERR_DENIED;
	if ((err = act_begin_school(tx)))
		return err;
	if (d->slot &&
	    (err = slots_find(act->school, act->actor.inst, d->slot, &old)))
		return err;
	/* Ended or moved by somebody else since the form was opened. */
	if (d->slot && old.ends_on && old.ends_on < d->from)
		return ERR_NOT_FOUND;
	if ((err = check(act, d, &l, refusal)))
		return err;
	if (refusal->faults)
		return ERR_INVALID;
	if (refusal->clashes_n)
		return ERR_CONFLICT;
	if (d->slot && same_slot(&l.at.slot, &old) && old.starts_on <= d->from)
		return OK;
	return write(act, &l.at.slot, d->slot ? &old : NULL);
}

enum err
timetable_remove(struct act *act, int64_t slot, int64_t from)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct year_item item;
	struct slot old;
	enum err err;

	if (!may(act))
		return ERR_DENIED;
	if ((err = act_begin_school(tx)) ||
	    (err = slots_find(act->school, act->actor.inst, slot, &old)))
		return err;
	if (old.ends_on && old.ends_on < from)
		return ERR_NOT_FOUND;
	end_old(act, &old, from, &item);
	return year_items_commit(act, YEAR_AREA_TIMETABLE, &item, 1,
	    &(struct event){.kind = EVENT_STRUCTURE}, NULL);
}

enum err
timetable_place_read(struct act *act, int64_t slot, int64_t day, int64_t *class,
    struct timetable_view *view, struct room **rooms, size_t *rooms_n)
{
	int64_t inst = act->actor.inst;
	struct journal journal;
	struct slot row;
	enum err err;

	if (!may(act))
		return ERR_DENIED;
	if (slot) {
		if ((err = slots_find(act->school, inst, slot, &row)) ||
		    (err = journals_find(act->school, act->arena, inst,
			 row.journal, 0, day, &journal)))
			return err;
		*class = journal.class;
	}
	if ((err = timetable_view_read(
		 act, TIMETABLE_CLASS, *class, day, view)))
		return err;
	return slots_rooms(act->school, act->arena, inst, rooms, rooms_n);
}
