/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/class_day.h"

#include "store/attendance.h"
#include "store/classes.h"
#include "store/day_absences.h"

static enum err
choose_class(struct act *act, int64_t class, struct class_day *out)
{
	struct class row;
	enum err err;

	if ((err = rosters_led(act->school, act->arena, act->actor.inst,
		 act->actor.person, actor_today(act), &out->classes,
		 &out->classes_n)))
		return err;
	for (size_t i = 0; i < out->classes_n; i++)
		if (!class || out->classes[i].class == class) {
			out->class = out->classes[i];
			return OK;
		}
	if (!class || !((unsigned)act->actor.role & ROLES_LEADING))
		return ERR_NOT_FOUND;
	if ((err = classes_find(
		 act->school, act->arena, act->actor.inst, class, &row)))
		return err;
	out->class = (struct roster_class){row.id, row.year, row.label};
	return OK;
}

static struct class_day_line *
line_of(struct class_day *day, int64_t pupil)
{
	for (size_t i = 0; i < day->n; i++)
		if (day->lines[i].pupil.pupil == pupil)
			return &day->lines[i];
	return NULL;
}

static size_t
lesson_at(const struct class_day *day, const struct attendance *row)
{
	size_t i = 0;

	while (i < day->lessons_n && (day->lessons[i].journal != row->journal ||
					 day->lessons[i].lesson != row->lesson))
		i++;
	return i;
}

static enum err
fill_lines(struct act *act, struct class_day *day)
{
	struct attendance *rows;
	struct class_day_line *line;
	size_t n, at;
	enum err err;

	if ((err = attendance_list_class(act->school, act->arena,
		 act->actor.inst, day->class.class, day->day, day->day, &rows,
		 &n)))
		return err;
	for (size_t i = 0; i < n; i++) {
		line = line_of(day, rows[i].pupil);
		at = lesson_at(day, &rows[i]);
		if (!line || at >= day->lessons_n)
			continue;
		line->at[at].recorded = true;
		line->at[at].presence = (struct presence){
		    presence_state_parse(rows[i].state), (int)rows[i].minutes,
		    presence_reason_parse(rows[i].reason)};
		line->late =
		    line->late || line->at[at].presence.state == PRESENCE_LATE;
		if (line->at[at].presence.state != PRESENCE_ABSENT)
			continue;
		line->absent = true;
		line->reason = line->at[at].presence.reason;
	}
	return OK;
}

static enum err
fill_announced(struct act *act, struct class_day *day)
{
	struct day_absence *rows;
	struct class_day_line *line;
	size_t n;
	enum err err;

	if ((err = day_absences_list(act->school, act->arena, act->actor.inst,
		 day->class.class, day->day, &rows, &n)))
		return err;
	for (size_t i = 0; i < n; i++) {
		if (!(line = line_of(day, rows[i].pupil)))
			continue;
		line->announced = true;
		line->from_number = rows[i].from_number;
		if (!line->absent)
			line->reason = presence_reason_parse(rows[i].reason);
	}
	return OK;
}

static enum err
read_lines(struct act *act, struct class_day *day)
{
	struct roster_line *roster;
	enum err err;

	if ((err = lessons_list_class(act->school, act->arena, act->actor.inst,
		 day->class.class, day->day, day->day, &day->lessons,
		 &day->lessons_n)) ||
	    (err = rosters_class(act->school, act->arena, act->actor.inst,
		 day->class.class, day->day, day->day, &roster, &day->n)))
		return err;
	if (day->lessons_n > CLASS_DAY_LESSONS)
		day->lessons_n = CLASS_DAY_LESSONS;
	day->lines = arena_array(act->arena, day->n, sizeof(*day->lines));
	for (size_t i = 0; i < day->n; i++)
		day->lines[i].pupil = roster[i];
	if ((err = fill_lines(act, day)) || (err = fill_announced(act, day)))
		return err;
	for (size_t i = 0; i < day->n; i++) {
		const struct class_day_line *l = &day->lines[i];
		const bool absent = l->absent || l->announced;

		day->absent += absent;
		day->late += l->late;
		day->unexplained += absent && (l->reason == REASON_NOT_SAID ||
						  l->reason == REASON_UNKNOWN);
	}
	return OK;
}

enum err
class_day_read(
    struct act *act, int64_t class, int64_t day, struct class_day *out)
{
	enum err err;

	*out = (struct class_day){.day = day};
	if (!act->actor.person ||
	    !((unsigned)act->actor.role & (ROLES_TEACHING | ROLES_LEADING)))
		return ERR_DENIED;
	if ((err = db_begin_read(act->school)))
		return err;
	if (!(err = choose_class(act, class, out)))
		err = read_lines(act, out);
	db_rollback(act->school);
	return err;
}
