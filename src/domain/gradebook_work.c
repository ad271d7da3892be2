/* SPDX-License-Identifier: EUPL-1.2 */
/* The single steps of writing marks and presence: one event and one
 * compare-and-set each. */
#include "domain/gradebook_part.h"

#include <string.h>

#include "base/clock.h"
#include "domain/entry_time.h"

/* Days far outside any enrolment. */
#define DAY_FIRST 0
#define DAY_LAST 100000

enum err
gradebook_work_open(
    struct act *act, int64_t journal, struct gradebook_work *work)
{
	enum err err;

	*work = (struct gradebook_work){
	    .act = act, .today = actor_today(act), .first_seq = INT64_MAX};
	if ((err = actor_may_write_journal(act, journal, &work->journal)))
		return err;
	return rosters_class(act->school, act->arena, act->actor.inst,
	    work->journal.class, DAY_FIRST, DAY_LAST, &work->roster,
	    &work->roster_n);
}

const struct roster_line *
gradebook_pupil(const struct gradebook_work *work, int64_t pupil, int64_t day)
{
	for (size_t i = 0; i < work->roster_n; i++) {
		const struct roster_line *line = &work->roster[i];

		if (line->pupil != pupil)
			continue;
		if (day == DAY_NONE)
			return line;
		if (line->starts_on > day ||
		    (line->ends_on && line->ends_on < day))
			return NULL;
		return line;
	}
	return NULL;
}

const char *
gradebook_lesson_text(
    struct act *act, int64_t journal, int64_t day, int64_t number)
{
	return arena_printf(act->arena, "%s/%lld/%lld",
	    clock_iso(act->arena, day), (long long)number, (long long)journal);
}

/* The class byte of an event on a cell. A save has one day or two: whether it
 * comes late is asked once. */
static enum err
kind_of(struct gradebook_work *work, int64_t prev, bool removal, int64_t day,
    enum event_kind *kind)
{
	enum err err;

	if (removal) {
		*kind = EVENT_REMOVAL;
		return OK;
	}
	if (prev >= 0) {
		*kind = EVENT_CHANGE;
		return OK;
	}
	if (day == DAY_NONE) {
		*kind = EVENT_FIRST; /* no date, so never late */
		return OK;
	}
	if (!work->kind_known || work->kind_day != day) {
		if ((err = entry_kind(work->act, day, &work->kind)))
			return err;
		work->kind_day = day;
		work->kind_known = true;
	}
	*kind = work->kind;
	return OK;
}

static void
own_from(struct gradebook_work *work, int64_t seq)
{
	if (seq < work->first_seq)
		work->first_seq = seq;
}

enum err
gradebook_put_mark(struct gradebook_work *work, const struct column *column,
    const struct roster_line *pupil, const struct mark *old_row,
    const char *value, int64_t *seq)
{
	struct act *act = work->act;
	const bool dated = column->lesson > 0;
	struct event event = {
	    .object = arena_printf(act->arena, "mark/%lld.%lld.%lld",
		(long long)column->journal, (long long)column->col,
		(long long)pupil->pupil),
	    .pupil = pupil->log_id,
	    .lesson = dated ? gradebook_lesson_text(act, column->journal,
				  column->day, column->number)
			    : NULL,
	    .old = old_row ? old_row->value : NULL,
	    .new = value,
	    .prev = old_row ? old_row->seq : -1,
	};
	enum err err;

	if ((err = kind_of(work, event.prev, !value,
		 dated ? column->day : DAY_NONE, &event.kind)))
		return err;
	if ((err = ledger_append(act, &event, seq)))
		return err;
	own_from(work, *seq);
	return marks_set(act->school, act->actor.inst,
	    (struct mark_key){column->journal, column->col, pupil->pupil},
	    value, *seq, event.prev);
}

enum err
gradebook_put_roll(struct gradebook_work *work,
    const struct gradebook_roll *roll, int64_t *seq)
{
	struct act *act = work->act;
	const struct lesson *lesson = roll->lesson;
	const bool back = roll->presence.state == PRESENCE_PRESENT;
	struct presence old;
	struct attendance row;
	struct event event = {
	    .object = arena_printf(act->arena, "att/%lld.%lld.%lld",
		(long long)lesson->journal, (long long)lesson->lesson,
		(long long)roll->pupil->pupil),
	    .pupil = roll->pupil->log_id,
	    .lesson = gradebook_lesson_text(
		act, lesson->journal, lesson->day, lesson->number),
	    .new = presence_canonical(act->arena, &roll->presence),
	    .prev = roll->row ? roll->row->seq : -1,
	};
	enum err err;

	if (roll->row) {
		old = (struct presence){presence_state_parse(roll->row->state),
		    (int)roll->row->minutes,
		    presence_reason_parse(roll->row->reason)};
		event.old = presence_canonical(act->arena, &old);
	}
	if ((err = kind_of(work, event.prev, back && roll->row, lesson->day,
		 &event.kind)))
		return err;
	if ((err = ledger_append(act, &event, seq)))
		return err;
	own_from(work, *seq);
	row = (struct attendance){
	    .journal = lesson->journal,
	    .lesson = lesson->lesson,
	    .pupil = roll->pupil->pupil,
	    .state = presence_state_name(roll->presence.state),
	    .minutes = roll->presence.minutes,
	    .reason = presence_reason_name(roll->presence.reason),
	    .seq = *seq,
	};
	return attendance_set(
	    act->school, act->actor.inst, lesson->journal, &row, event.prev);
}
