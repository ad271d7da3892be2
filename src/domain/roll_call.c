/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/roll_call.h"

#include <string.h>

#include "base/clock.h"
#include "domain/entry_time.h"
#include "domain/roll_part.h"
#include "store/day_absences.h"

enum err
roll_call_write_announced(
    struct gradebook_work *work, const struct lesson *lesson)
{
	struct act *act = work->act;
	struct day_absence *days;
	struct attendance *rows;
	size_t n, rows_n;
	int64_t seq;
	enum err err;

	if ((err = day_absences_list(act->school, act->arena, act->actor.inst,
		 work->journal.class, lesson->day, &days, &n)) ||
	    (err = attendance_list(act->school, act->arena, act->actor.inst,
		 lesson->journal, lesson->lesson, lesson->lesson, &rows,
		 &rows_n)))
		return err;
	for (size_t i = 0; i < n; i++) {
		struct gradebook_roll roll = {
		    .lesson = lesson,
		    .pupil = gradebook_pupil(work, days[i].pupil, lesson->day),
		    .presence = {PRESENCE_ABSENT, 0,
			presence_reason_parse(days[i].reason)},
		};
		bool known = false;

		for (size_t k = 0; k < rows_n; k++)
			known = known || rows[k].pupil == days[i].pupil;
		if (known || !roll.pupil ||
		    days[i].from_number > lesson->number)
			continue;
		if ((err = gradebook_put_roll(work, &roll, &seq)))
			return err;
	}
	return OK;
}

enum err
roll_call_take(struct act *act, int64_t journal, int64_t lesson)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct gradebook_work work;
	struct lesson old, next;
	enum err err;

	if ((err = act_begin_school(act)))
		return err;
	if ((err = gradebook_work_open(act, journal, &work)))
		return err;
	if ((err = lessons_standing(&work, lesson, &old)))
		return err;
	if (old.day > work.today)
		return ERR_INVALID;
	if (old.taken_at)
		return OK;
	if ((err = roll_call_write_announced(&work, &old)))
		return err;
	next = old;
	next.taken_at = act->now;
	next.taken_by = act->actor.person;
	if ((err = lessons_put(&work, &old, &next, NULL)))
		return err;
	return act_commit(tx);
}

/* ---- announced absences -------------------------------------------------- */

static const char *
announced_value(struct arena *arena, const struct day_absence *row)
{
	if (row->ended_at)
		return NULL;
	if (!*row->reason)
		return arena_printf(
		    arena, "from/%lld", (long long)row->from_number);
	return arena_printf(
	    arena, "from/%lld/%s", (long long)row->from_number, row->reason);
}

static enum err
put_announced(struct act *act, const char *log_id,
    const struct day_absence *old, struct day_absence *row)
{
	struct event event = {
	    .kind = EVENT_CHANGE,
	    .object = arena_printf(act->arena, "att/day.%lld.%lld",
		(long long)row->pupil, (long long)row->day),
	    .pupil = log_id,
	    .old = old ? announced_value(act->arena, old) : NULL,
	    .new = announced_value(act->arena, row),
	    .prev = old ? old->seq : -1,
	};
	enum err err;

	if (row->ended_at)
		event.kind = EVENT_REMOVAL;
	else if (!old && (err = entry_kind(act, row->day, &event.kind)))
		return err;
	if ((err = ledger_append(act, &event, &row->seq)))
		return err;
	err = day_absences_set(act->school, act->actor.inst, row, event.prev);
	return err == ERR_CONFLICT ? ERR_BUSY : err;
}

/* Who may announce: a teacher of the class in this journal, or its class
 * teacher. *leads tells which. */
static enum err
may_announce(struct act *act, const struct day_draft *draft, bool *leads)
{
	struct gradebook_work work;
	enum err err;

	if (!((unsigned)act->actor.role & ROLES_TEACHING))
		return ERR_DENIED;
	err = rosters_leads_pupil(act->school, act->actor.inst,
	    act->actor.person, draft->pupil, actor_today(act));
	*leads = !err;
	if (err != ERR_NOT_FOUND || !draft->journal)
		return err;
	if ((err = gradebook_work_open(act, draft->journal, &work)))
		return err;
	return gradebook_pupil(&work, draft->pupil, draft->day) ? OK
								: ERR_NOT_FOUND;
}

static enum err
find_announced(struct act *act, int64_t pupil, int64_t day,
    struct day_absence *row, bool *found)
{
	enum err err = day_absences_find(
	    act->school, act->arena, act->actor.inst, pupil, day, row);

	*found = !err;
	return err == ERR_NOT_FOUND ? OK : err;
}

enum err
roll_call_write_announce(struct act *act, const struct day_draft *draft,
    const char *log_id, bool leads)
{
	struct day_absence old,
	    row = {
		.pupil = draft->pupil,
		.day = draft->day,
		.from_number = draft->from_number,
		.reason = leads ? presence_reason_name(draft->reason) : "",
		.recorded_by = act->actor.person,
		.recorded_at = act->now,
	    };
	bool found;
	enum err err;

	if ((err = find_announced(act, draft->pupil, draft->day, &old, &found)))
		return err;
	if (found && !leads && !old.ended_at)
		row.reason = old.reason;
	if (found && !old.ended_at && old.from_number == row.from_number &&
	    !strcmp(old.reason, row.reason))
		return OK;
	return put_announced(act, log_id, found ? &old : NULL, &row);
}

static enum err
pupil_log_id(struct act *act, int64_t pupil, const char **log_id)
{
	struct roster_name name;
	enum err err = rosters_name_of(
	    act->school, act->arena, act->actor.inst, pupil, &name);

	*log_id = err ? NULL : name.log_id;
	return err;
}

enum err
roll_call_announce(struct act *act, const struct day_draft *draft)
{
	AUTO_ROLLBACK struct act *tx = act;
	const char *log_id;
	bool leads;
	enum err err;

	if (draft->from_number < 0 || draft->from_number > LESSON_NUMBER_MAX)
		return ERR_INVALID;
	if ((err = act_begin_school(act)))
		return err;
	if ((err = may_announce(act, draft, &leads)))
		return err;
	if ((err = pupil_log_id(act, draft->pupil, &log_id)))
		return err;
	if ((err = roll_call_write_announce(act, draft, log_id, leads)))
		return err;
	return act->appended ? act_commit(tx) : OK;
}

static enum err
end_announced(struct act *act, const struct day_absence *old)
{
	struct day_absence row = *old;
	const char *log_id;
	enum err err;

	if ((err = pupil_log_id(act, old->pupil, &log_id)))
		return err;
	row.ended_at = act->now;
	return put_announced(act, log_id, old, &row);
}

enum err
roll_call_write_unannounce(
    struct act *act, int64_t pupil, int64_t day, int64_t seq)
{
	struct day_absence old;
	bool found;
	enum err err;

	if ((err = find_announced(act, pupil, day, &old, &found)))
		return err;
	if (!found || old.ended_at || old.seq != seq)
		return ERR_NOT_FOUND;
	return end_announced(act, &old);
}

enum err
roll_call_unannounce(struct act *act, int64_t pupil, int64_t day)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct day_absence old, row;
	const char *log_id;
	bool leads, found;
	enum err err;

	if ((err = act_begin_school(act)))
		return err;
	if ((err = may_announce(
		 act, &(struct day_draft){.pupil = pupil, .day = day}, &leads)))
		return err;
	if ((err = find_announced(act, pupil, day, &old, &found)))
		return err;
	if (!found || old.ended_at)
		return ERR_NOT_FOUND;
	if ((err = pupil_log_id(act, pupil, &log_id)))
		return err;
	row = old;
	row.ended_at = act->now;
	if ((err = put_announced(act, log_id, &old, &row)))
		return err;
	return act_commit(tx);
}

/* ---- reasons ------------------------------------------------------------- */

static enum err
put_reason(struct gradebook_work *work, const struct lesson_of_pupil *at,
    const struct roster_line *pupil, enum presence_reason reason,
    int64_t *changed)
{
	struct act *act = work->act;
	struct attendance row;
	struct gradebook_roll roll = {
	    .lesson = &at->lesson,
	    .pupil = pupil,
	    .row = &row,
	    .presence = {PRESENCE_ABSENT, 0, reason},
	};
	int64_t seq;
	enum err err;

	if (presence_state_parse(at->state) != PRESENCE_ABSENT ||
	    !strcmp(at->reason, presence_reason_name(reason)))
		return OK;
	if ((err = attendance_find(act->school, act->arena, act->actor.inst,
		 (struct attendance_key){
		     at->lesson.journal, at->lesson.lesson, pupil->pupil},
		 &row)))
		return err;
	++*changed;
	return gradebook_put_roll(work, &roll, &seq);
}

enum err
roll_call_reason(struct act *act, int64_t pupil, int64_t day,
    enum presence_reason reason, int64_t *changed)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct gradebook_work work = {.act = act, .today = actor_today(act)};
	struct roster_line line = {.pupil = pupil};
	struct lesson_of_pupil *lessons;
	struct day_absence old = {0}, row;
	size_t n;
	bool leads, found;
	enum err err;

	*changed = 0;
	if ((err = act_begin_school(act)))
		return err;
	if ((err = may_announce(act,
		 &(struct day_draft){.pupil = pupil, .day = day}, &leads)) ||
	    (err = pupil_log_id(act, pupil, &line.log_id)) ||
	    (err = lessons_list_pupil(act->school, act->arena, act->actor.inst,
		 pupil, day, day, &lessons, &n)))
		return err;
	for (size_t i = 0; i < n; i++)
		if (*lessons[i].state && (err = put_reason(&work, &lessons[i],
					      &line, reason, changed)))
			return err;
	if ((err = find_announced(act, pupil, day, &old, &found)))
		return err;
	row = old;
	row.reason = presence_reason_name(reason);
	if (found && !old.ended_at && strcmp(old.reason, row.reason) &&
	    (err = put_announced(act, line.log_id, &old, &row)))
		return err;
	return act->appended ? act_commit(tx) : OK;
}
