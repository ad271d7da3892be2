/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/take_back.h"

#include <string.h>

#include "base/clock.h"
#include "domain/own_part.h"
#include "domain/roll_part.h"
#include "store/day_absences.h"
#include "store/events.h"

/* Events come newest first. Of each object the first one met tells whether it
 * is still ours, and the last one what was there before. */
struct touched {
	const char *object;
	const struct event_row *newest, *oldest;
};

struct undo {
	struct act *act;
	struct gradebook_work work; /* of the journal at hand */
	int64_t journal;
	bool writable;
	struct taken_back *out;
};

static size_t
collect(struct arena *arena, const struct event_row *rows, size_t n,
    struct touched **out)
{
	struct touched *list = arena_array(arena, n, sizeof(*list));
	size_t found = 0, k;

	for (size_t i = 0; i < n; i++) {
		for (k = 0; k < found; k++)
			if (!strcmp(list[k].object, rows[i].object))
				break;
		if (k == found)
			list[found++] = (struct touched){
			    rows[i].object, &rows[i], &rows[i]};
		list[k].oldest = &rows[i];
	}
	*out = list;
	return found;
}

static enum err
go_to_journal(struct undo *undo, int64_t journal)
{
	enum err err;

	if (undo->journal == journal)
		return OK;
	err = gradebook_work_open(undo->act, journal, &undo->work);
	undo->writable = !err;
	undo->journal = journal;
	return err == ERR_DENIED || err == ERR_NOT_FOUND ? OK : err;
}

static enum err
leave(struct undo *undo)
{
	undo->out->left++;
	return OK;
}

static enum err
undo_mark(struct undo *undo, const struct touched *t, const int64_t ids[3])
{
	struct act *act = undo->act;
	const struct mark_key key = {ids[0], ids[1], ids[2]};
	const struct roster_line *pupil =
	    gradebook_pupil(&undo->work, ids[2], DAY_NONE);
	struct column column;
	struct mark mark;
	int64_t seq;
	enum err err;

	if ((err = marks_find(
		 act->school, act->arena, act->actor.inst, key, &mark)) ||
	    (err = columns_find(act->school, act->arena, act->actor.inst,
		 ids[0], ids[1], &column)))
		return err;
	if (mark.seq != t->newest->seq || !pupil)
		return leave(undo);
	undo->out->done++;
	if (mark.value ? t->oldest->old && !strcmp(mark.value, t->oldest->old)
		       : !t->oldest->old)
		return OK; /* already as it was */
	return gradebook_put_mark(
	    &undo->work, &column, pupil, &mark, t->oldest->old, &seq);
}

static enum err
undo_roll(struct undo *undo, const struct touched *t, const int64_t ids[3])
{
	struct act *act = undo->act;
	struct attendance row;
	struct lesson lesson;
	struct gradebook_roll roll = {.lesson = &lesson,
	    .row = &row,
	    .pupil = gradebook_pupil(&undo->work, ids[2], DAY_NONE)};
	int64_t seq;
	enum err err;

	if ((err = attendance_find(act->school, act->arena, act->actor.inst,
		 (struct attendance_key){ids[0], ids[1], ids[2]}, &row)) ||
	    (err = lessons_find(act->school, act->arena, act->actor.inst,
		 ids[0], ids[1], &lesson)))
		return err;
	if (row.seq != t->newest->seq || !roll.pupil)
		return leave(undo);
	if (t->oldest->old &&
	    (err = presence_read(t->oldest->old, &roll.presence)))
		return err;
	undo->out->done++;
	return gradebook_put_roll(&undo->work, &roll, &seq);
}

/* A lesson that was made is taken back (marks of others keep it); one that was
 * edited gets its old date, topic and homework, and attendance is no longer
 * taken if it was taken meanwhile. */
static enum err
undo_lesson(struct undo *undo, const struct touched *t, const int64_t ids[3])
{
	struct act *act = undo->act;
	struct lesson now, before;
	struct event_row prev;
	enum err err;

	if ((err = lessons_find(act->school, act->arena, act->actor.inst,
		 ids[0], ids[1], &now)))
		return err;
	if (now.seq != t->newest->seq)
		return leave(undo);
	if (t->oldest->prev < 0) {
		if (now.removed_at)
			return OK;
		err = lessons_remove(&undo->work, &now);
		if (err == ERR_EXISTS)
			return leave(undo);
		undo->out->done += !err;
		return err;
	}
	if ((err = events_find(act->school, act->arena, act->actor.inst,
		 t->oldest->prev, &prev)))
		return err;
	before = now;
	before.removed_at = 0;
	if (!lessons_read_value(prev.new, &before))
		return leave(undo);
	lessons_read_note(act->arena, prev.text, &before);
	if (!strstr(prev.new, "/taken"))
		before.taken_at = before.taken_by = 0;
	undo->out->done++;
	return lessons_put(&undo->work, &now, &before, NULL);
}

/* A new lesson's own column goes with the lesson; the others are taken back,
 * brought back or get their old kind and title. */
static enum err
undo_column(struct undo *undo, const struct touched *t, const int64_t ids[3])
{
	struct act *act = undo->act;
	struct column now, before;
	struct event_row prev;
	int64_t marks;
	const char *slash;
	enum err err;

	if ((err = columns_find(act->school, act->arena, act->actor.inst,
		 ids[0], ids[1], &now)) ||
	    (err = columns_marks(
		 act->school, act->actor.inst, ids[0], ids[1], &marks)))
		return err;
	if (now.seq != t->newest->seq)
		return OK; /* written by others, or went with its lesson */
	before = now;
	if (t->oldest->prev < 0) {
		if (now.removed_at)
			return OK;
		if (marks)
			return leave(undo);
		before.removed_at = act->now;
	} else {
		if ((err = events_find(act->school, act->arena, act->actor.inst,
			 t->oldest->prev, &prev)))
			return err;
		if (!prev.new || !(slash = strchr(prev.new, '/')))
			return leave(undo);
		before.kind = arena_strndup(
		    act->arena, prev.new, (size_t)(slash - prev.new));
		before.title = prev.text ? prev.text : "";
		before.removed_at = 0;
	}
	undo->out->done++;
	return lessons_put_column(&undo->work, &now, &before);
}

static enum err
undo_one(struct undo *undo, const struct touched *t, const char *kind)
{
	const char *what;
	int64_t ids[3];
	enum err err;

	own_events_split(undo->act->arena, t->object, &what, ids);
	if (strcmp(what, kind))
		return OK;
	if (!strcmp(what, "day")) {
		err = roll_call_write_unannounce(
		    undo->act, ids[0], ids[1], t->newest->seq);
		if (err == ERR_NOT_FOUND)
			return OK;
		undo->out->done += !err;
		return err;
	}
	if ((err = go_to_journal(undo, ids[0])))
		return err;
	if (!undo->writable)
		return leave(undo);
	if (!strcmp(what, "mark"))
		return undo_mark(undo, t, ids);
	if (!strcmp(what, "att"))
		return undo_roll(undo, t, ids);
	if (!strcmp(what, "lesson"))
		return undo_lesson(undo, t, ids);
	return undo_column(undo, t, ids);
}

enum err
take_back_since(struct act *act, int64_t since, struct taken_back *out)
{
	/* Marks before the lessons that hold them. */
	static const char *const order[] = {
	    "mark", "att", "day", "lesson", "column"};
	AUTO_ROLLBACK struct act *tx = act;
	struct event_row *rows =
	    arena_array(act->arena, TAKE_BACK_MAX + 1, sizeof(*rows));
	struct undo undo = {.act = act, .out = out};
	struct touched *list;
	size_t n, found;
	enum err err;

	*out = (struct taken_back){0};
	if (!act->actor.person || !act->actor.log_id)
		return ERR_DENIED;
	if ((err = act_begin_school(act)))
		return err;
	if ((err = events_by_actor(act->school, act->arena, act->actor.inst,
		 act->actor.log_id, since, TAKE_BACK_MAX + 1, rows, &n)))
		return err;
	if (n > TAKE_BACK_MAX)
		return ERR_LIMIT;
	found = collect(act->arena, rows, n, &list);
	for (size_t o = 0; o < sizeof(order) / sizeof(order[0]); o++)
		for (size_t i = 0; i < found; i++)
			if ((err = undo_one(&undo, &list[i], order[o])))
				return err;
	return act->appended ? act_commit(tx) : OK;
}
