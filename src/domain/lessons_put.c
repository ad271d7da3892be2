/* SPDX-License-Identifier: EUPL-1.2 */
/* How a lesson and its columns stand in rows and in the history. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "domain/entry_time.h"
#include "domain/lessons_part.h"
#include "domain/scale.h"
#include "store/counters.h"

#define TAKEN "/taken"

static const char *
lesson_value(struct arena *arena, const struct lesson *l)
{
	if (l->removed_at)
		return NULL;
	return arena_printf(arena, "%s/%lld/%lld%s", clock_iso(arena, l->day),
	    (long long)l->number, (long long)l->hours,
	    l->taken_at ? TAKEN : "");
}

/* Topic, due date, homework, a line each; homework may have several. NULL
 * where there is nothing to say. */
static const char *
lesson_note(struct arena *arena, const struct lesson *l)
{
	if (!*l->topic && !*l->homework && !l->due_on)
		return NULL;
	return arena_printf(arena, "%s\n%s\n%s", l->topic,
	    l->due_on ? clock_iso(arena, l->due_on) : "", l->homework);
}

void
lessons_read_note(struct arena *arena, const char *note, struct lesson *lesson)
{
	char *p, *due, *homework;

	lesson->topic = lesson->homework = "";
	lesson->due_on = 0;
	if (!note)
		return;
	p = arena_strdup(arena, note);
	if (!(due = strchr(p, '\n')))
		return;
	*due++ = '\0';
	if (!(homework = strchr(due, '\n')))
		return;
	*homework++ = '\0';
	lesson->topic = p;
	lesson->homework = homework;
	if (*due && clock_parse_date(due, &lesson->due_on))
		lesson->due_on = 0;
}

bool
lessons_read_value(const char *value, struct lesson *lesson)
{
	char day[11], *end;
	const char *p;

	if (!value || strlen(value) < sizeof(day) || value[10] != '/')
		return false;
	memcpy(day, value, 10);
	day[10] = '\0';
	if (clock_parse_date(day, &lesson->day))
		return false;
	p = value + 11;
	lesson->number = strtol(p, &end, 10);
	if (*end != '/')
		return false;
	lesson->hours = strtol(end + 1, &end, 10);
	return true;
}

static const char *
column_value(struct arena *arena, const struct column *c)
{
	if (c->removed_at)
		return NULL;
	return arena_printf(arena, "%s/%s", c->kind, c->scale);
}

/* A lesson of a far day entered now is late as a mark would be. */
static enum err
kind_of(struct act *act, bool removal, bool first, int64_t day,
    enum event_kind *kind)
{
	if (first)
		return entry_kind(act, day, kind);
	*kind = removal ? EVENT_REMOVAL : EVENT_CHANGE;
	return OK;
}

static enum err
append_column(
    struct gradebook_work *work, const struct column *old, struct column *c)
{
	struct act *act = work->act;
	struct event event = {
	    .kind = EVENT_FIRST,
	    .object = arena_printf(act->arena, "column/%lld.%lld",
		(long long)c->journal, (long long)c->col),
	    .lesson = c->lesson ? gradebook_lesson_text(
				      act, c->journal, c->day, c->number)
				: NULL,
	    .old = old ? column_value(act->arena, old) : NULL,
	    .new = column_value(act->arena, c),
	    .note = *c->title ? c->title : NULL,
	    .prev = old ? old->seq : -1,
	};
	enum err err;

	if ((old || c->lesson) &&
	    (err = kind_of(act, c->removed_at != 0, !old, c->day, &event.kind)))
		return err;
	return ledger_append(act, &event, &c->seq);
}

enum err
lessons_put_column(
    struct gradebook_work *work, const struct column *old, struct column *c)
{
	struct act *act = work->act;
	enum err err;

	if (!old) {
		const char *counter = arena_printf(
		    act->arena, "column.%lld", (long long)c->journal);

		if ((err = counters_next(
			 act->school, act->actor.inst, counter, &c->col)))
			return err;
		c->created_at = act->now;
		c->scale = SCALE_12;
	}
	if ((err = append_column(work, old, c)))
		return err;
	if (!old)
		return columns_insert(act->school, act->actor.inst, c);
	err = columns_update(act->school, act->actor.inst, c, old->seq);
	return err == ERR_CONFLICT ? ERR_BUSY : err;
}

static enum err
append_lesson(
    struct gradebook_work *work, const struct lesson *old, struct lesson *l)
{
	struct act *act = work->act;
	struct event event = {
	    .object = arena_printf(act->arena, "lesson/%lld.%lld",
		(long long)l->journal, (long long)l->lesson),
	    .lesson = gradebook_lesson_text(act, l->journal, l->day, l->number),
	    .old = old ? lesson_value(act->arena, old) : NULL,
	    .new = lesson_value(act->arena, l),
	    .note = l->removed_at ? NULL : lesson_note(act->arena, l),
	    .prev = old ? old->seq : -1,
	};
	enum err err;

	if ((err = kind_of(act, l->removed_at != 0, !old, l->day, &event.kind)))
		return err;
	return ledger_append(act, &event, &l->seq);
}

static enum err
put_new(struct gradebook_work *work, struct lesson *l, const char *kind)
{
	struct act *act = work->act;
	struct column column;
	enum err err;

	if ((err = counters_next(act->school, act->actor.inst,
		 arena_printf(act->arena, "lesson.%lld", (long long)l->journal),
		 &l->lesson)))
		return err;
	l->created_at = act->now;
	l->created_by = act->actor.person;
	if ((err = append_lesson(work, NULL, l)))
		return err;
	if ((err = lessons_insert(act->school, act->actor.inst, l)))
		return err;
	column = (struct column){
	    .journal = l->journal,
	    .lesson = l->lesson,
	    .kind = kind ? kind : "lesson",
	    .title = "",
	    .day = l->day,
	    .number = l->number,
	};
	return lessons_put_column(work, NULL, &column);
}

enum err
lessons_put(struct gradebook_work *work, const struct lesson *old,
    struct lesson *l, const char *kind)
{
	struct act *act = work->act;
	enum err err;

	if (!old)
		return put_new(work, l, kind);
	if ((err = append_lesson(work, old, l)))
		return err;
	err = lessons_update(act->school, act->actor.inst, l, old->seq);
	if (err)
		return err == ERR_CONFLICT ? ERR_BUSY : err;
	if (old->day == l->day && old->number == l->number)
		return OK;
	return columns_move(act->school, act->actor.inst, l->journal, l->lesson,
	    l->day, l->number);
}
