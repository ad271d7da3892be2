/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/diary.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "domain/lesson_times.h"
#include "domain/timetable.h"

#define WEEK 7
/* Homework is given for a month ahead at the most. */
#define HOMEWORK_DAYS 31
#define DAY_S 86400

/* Marks with a history get all its steps. */
static enum err
add_steps(struct act *act, struct diary_mark *mark)
{
	if (mark->at.mark.changes == 0)
		return OK;
	return mark_history_steps(
	    act, mark->at.mark.seq, &mark->steps, &mark->steps_n);
}

static enum err
wrap_marks(struct act *act, const struct mark_of_pupil *rows, size_t n,
    struct diary_mark **out)
{
	enum err err;

	*out = arena_array(act->arena, n, sizeof(**out));
	for (size_t i = 0; i < n; i++) {
		(*out)[i] = (struct diary_mark){.at = rows[i]};
		if ((err = add_steps(act, &(*out)[i])))
			return err;
	}
	return OK;
}

/* Rows come in the order of days; a lesson's marks follow each other. */
static void
hang_marks(struct diary_week *week, struct diary_mark *marks, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct mark_of_pupil *at = &marks[i].at;
		struct diary_day *day;
		size_t k;

		if (at->day < week->monday ||
		    at->day >= week->monday + DIARY_DAYS)
			continue;
		day = &week->days[at->day - week->monday];
		for (k = 0; at->lesson && k < day->lessons_n; k++)
			if (day->lessons[k].lesson.journal == at->journal &&
			    day->lessons[k].lesson.lesson == at->lesson)
				break;
		if (at->lesson && k < day->lessons_n) {
			if (!day->lessons[k].marks_n++)
				day->lessons[k].marks = &marks[i];
		} else if (!day->marks_n++) {
			day->marks = &marks[i];
		}
	}
}

static enum err
read_lessons(struct act *act, int64_t pupil, struct diary_week *week)
{
	struct lesson_of_pupil *rows;
	struct diary_lesson *lessons;
	size_t n;
	enum err err;

	if ((err = lessons_list_pupil(act->school, act->arena, act->actor.inst,
		 pupil, week->monday, week->monday + DIARY_DAYS - 1, &rows,
		 &n)))
		return err;
	lessons = arena_array(act->arena, n, sizeof(*lessons));
	for (size_t i = 0; i < n; i++) {
		struct diary_day *day =
		    &week->days[rows[i].lesson.day - week->monday];

		lessons[i] = (struct diary_lesson){
		    .lesson = rows[i].lesson,
		    .room = "",
		    .recorded = rows[i].lesson.taken_at || *rows[i].state,
		};
		if (*rows[i].state)
			lessons[i].presence = (struct presence){
			    presence_state_parse(rows[i].state),
			    (int)rows[i].minutes,
			    presence_reason_parse(rows[i].reason)};
		if (!day->lessons_n++)
			day->lessons = &lessons[i];
	}
	return OK;
}

static enum err
read_calendar(
    struct act *act, struct diary_week *week, struct calendar *calendar)
{
	enum err err;

	if ((err = calendar_read(
		 act, week->monday, week->monday + DIARY_DAYS - 1, calendar)))
		return err;
	for (int i = 0; i < DIARY_DAYS; i++)
		week->days[i].calendar = calendar_day(
		    calendar, week->child.class, week->days[i].day);
	return OK;
}

/* Two subgroups of one subject are one lesson of the child's. */
static struct diary_lesson *
find_place(struct diary_lesson *lessons, size_t n, const struct slot_line *line)
{
	for (size_t i = 0; i < n; i++)
		if (lessons[i].lesson.number == line->slot.number &&
		    (lessons[i].lesson.journal == line->slot.journal ||
			!strcmp(lessons[i].lesson.subject, line->name)))
			return &lessons[i];
	return NULL;
}

static int
by_number(const void *a, const void *b)
{
	const struct lesson *x = &((const struct diary_lesson *)a)->lesson;
	const struct lesson *y = &((const struct diary_lesson *)b)->lesson;

	if (x->number != y->number)
		return (x->number > y->number) - (x->number < y->number);
	return (x->journal > y->journal) - (x->journal < y->journal);
}

/* The day's lessons of the timetable that nobody has recorded yet, from today
 * on: what is past and not recorded may not have been. */
static void
plan_day(struct act *act, struct diary_day *day, const struct slot_line *slots,
    size_t slots_n)
{
	struct diary_lesson *all =
	    arena_array(act->arena, day->lessons_n + slots_n, sizeof(*all));
	size_t n = day->lessons_n;

	if (n)
		memcpy(all, day->lessons, n * sizeof(*all));
	for (size_t i = 0; i < slots_n; i++) {
		const struct slot_line *line = &slots[i];
		struct diary_lesson *there;

		if (!timetable_holds(&line->slot, &day->calendar))
			continue;
		there = find_place(all, n, line);
		if (there)
			there->room = line->room_name;
		else if (day->day >= actor_today(act))
			all[n++] = (struct diary_lesson){
			    .lesson = timetable_planned(line, day->day),
			    .room = line->room_name};
	}
	if (n)
		qsort(all, n, sizeof(*all), by_number);
	day->lessons = all;
	day->lessons_n = n;
}

static enum err
read_plan(
    struct act *act, struct diary_week *week, const struct calendar *calendar)
{
	struct lesson_times times;
	struct slot_line *slots;
	size_t n;
	enum err err;

	if ((err = slots_list_class(act->school, act->arena, act->actor.inst,
		 lesson_times_year(calendar, week->monday), week->child.class,
		 week->monday, week->monday + DIARY_DAYS - 1, &slots, &n)) ||
	    (err = lesson_times_read(act, calendar, week->monday, &times)))
		return err;
	for (int i = 0; i < DIARY_DAYS; i++) {
		struct diary_day *day = &week->days[i];

		plan_day(act, day, slots, n);
		for (size_t k = 0; k < day->lessons_n; k++) {
			struct diary_lesson *l = &day->lessons[k];

			lesson_times_of(&times, week->child.class,
			    day->calendar.weekday, l->lesson.number,
			    &l->starts_min, &l->ends_min);
		}
	}
	return OK;
}

static enum err
read_due(struct act *act, int64_t pupil, struct diary_week *week)
{
	struct lesson *rows;
	size_t n;
	enum err err;

	if ((err = lessons_list_due(act->school, act->arena, act->actor.inst,
		 pupil, week->monday - HOMEWORK_DAYS, week->monday,
		 week->monday + DIARY_DAYS - 1, &rows, &n)))
		return err;
	for (size_t i = 0; i < n; i++) {
		struct diary_day *day =
		    &week->days[rows[i].due_on - week->monday];

		if (!day->due_n++)
			day->due = &rows[i];
	}
	week->tasks = n;
	return OK;
}

static enum err
read_marks(struct act *act, int64_t pupil, struct diary_week *week)
{
	struct mark_of_pupil *rows;
	struct diary_mark *marks;
	size_t n;
	enum err err;

	if ((err = marks_list_pupil(act->school, act->arena, act->actor.inst,
		 pupil, week->monday, week->monday + DIARY_DAYS - 1, &rows,
		 &n)) ||
	    (err = wrap_marks(act, rows, n, &marks)))
		return err;
	hang_marks(week, marks, n);
	if ((err = marks_list_changed(act->school, act->arena, act->actor.inst,
		 pupil, act->now - DIARY_CHANGED_DAYS * DAY_S, &rows,
		 &week->changed_n)))
		return err;
	return wrap_marks(act, rows, week->changed_n, &week->changed);
}

static enum err
read_week(struct act *act, int64_t pupil, struct diary_week *week)
{
	struct calendar calendar;
	enum err err;

	if ((err = actor_may_read_diary(act, pupil)) ||
	    (err = rosters_pupil(act->school, act->arena, act->actor.inst,
		 pupil, actor_today(act), &week->child)) ||
	    (err = read_calendar(act, week, &calendar)) ||
	    (err = read_lessons(act, pupil, week)) ||
	    (err = read_plan(act, week, &calendar)) ||
	    (err = read_due(act, pupil, week)) ||
	    (err = read_marks(act, pupil, week)))
		return err;
	return attendance_sum_pupil(act->school, act->actor.inst, pupil,
	    week->monday, week->monday + DIARY_DAYS - 1, &week->sum);
}

enum err
diary_week_read(
    struct act *act, int64_t pupil, int64_t day, struct diary_week *week)
{
	enum err err;

	*week = (struct diary_week){.monday = day - (clock_weekday(day) - 1)};
	for (int i = 0; i < DIARY_DAYS; i++)
		week->days[i].day = week->monday + i;
	if ((err = db_begin_read(act->school)))
		return err;
	err = read_week(act, pupil, week);
	db_rollback(act->school);
	return err;
}

/* ---- by subject ---------------------------------------------------------- */

static enum err
read_subjects(struct act *act, int64_t pupil, struct diary_marks *out)
{
	struct diary_subject *subject = NULL;
	struct mark_of_pupil *rows;
	struct diary_mark *marks;
	size_t n;
	enum err err;

	if ((err = marks_list_subjects(act->school, act->arena, act->actor.inst,
		 pupil, out->from, out->to, &rows, &n)) ||
	    (err = wrap_marks(act, rows, n, &marks)))
		return err;
	out->subjects = arena_array(act->arena, n, sizeof(*out->subjects));
	for (size_t i = 0; i < n; i++) {
		if (!subject || subject->journal != marks[i].at.journal) {
			subject = &out->subjects[out->n++];
			subject->journal = marks[i].at.journal;
			subject->name = marks[i].at.subject;
			subject->part = marks[i].at.part;
			subject->marks = &marks[i];
		}
		subject->n++;
	}
	return OK;
}

static enum err
read_year(struct act *act, int64_t pupil, struct diary_marks *out)
{
	enum err err;

	if ((err = actor_may_read_diary(act, pupil)) ||
	    (err = rosters_pupil(act->school, act->arena, act->actor.inst,
		 pupil, actor_today(act), &out->child)) ||
	    (err = read_subjects(act, pupil, out)))
		return err;
	return attendance_sum_pupil(act->school, act->actor.inst, pupil,
	    out->from, actor_today(act), &out->sum);
}

enum err
diary_marks_read(struct act *act, int64_t pupil, struct diary_marks *out)
{
	const struct date d = clock_date(actor_today(act));
	const int year = d.month >= 8 ? d.year : d.year - 1;
	enum err err;

	*out = (struct diary_marks){
	    .from = clock_days((struct date){year, 8, 1}),
	    .to = clock_days((struct date){year + 1, 7, 31}),
	};
	if ((err = db_begin_read(act->school)))
		return err;
	err = read_year(act, pupil, out);
	db_rollback(act->school);
	return err;
}
