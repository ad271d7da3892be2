/* SPDX-License-Identifier: EUPL-1.2 */
/* One cell of a save: what was typed, what stands there, who was first. */
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "domain/gradebook_part.h"
#include "domain/naming.h"
#include "domain/scale.h"

/* Rows, with room for one of every pupil. */
static void *
with_room(
    const struct gradebook_work *work, const void *rows, size_t n, size_t size)
{
	char *p = arena_array(work->act->arena, n + work->roster_n, size);

	if (n)
		memcpy(p, rows, n * size);
	return p;
}

static enum err
read_marks(struct gradebook_work *work, struct gradebook_column *c)
{
	struct act *act = work->act;
	struct mark *rows;
	enum err err;

	if ((err = marks_list(act->school, act->arena, act->actor.inst,
		 work->journal.journal, c->column.col, c->column.col, &rows,
		 &c->n)))
		return err;
	c->marks = with_room(work, rows, c->n, sizeof(*rows));
	return OK;
}

static enum err
find_column(
    struct gradebook_work *work, int64_t col, struct gradebook_column **out)
{
	struct act *act = work->act;
	struct gradebook_column *c;
	enum err err;

	for (c = work->columns; c; c = c->next)
		if (c->column.col == col) {
			*out = c;
			return OK;
		}
	c = arena_alloc(act->arena, sizeof(*c));
	err = columns_find(act->school, act->arena, act->actor.inst,
	    work->journal.journal, col, &c->column);
	if (err && err != ERR_NOT_FOUND)
		return err;
	c->exists = !err && !c->column.removed_at;
	c->column.col = col;
	if (c->exists && (err = read_marks(work, c)))
		return err;
	c->next = work->columns;
	work->columns = c;
	*out = c;
	return OK;
}

static enum err
read_roll(struct gradebook_work *work, struct gradebook_column *c)
{
	struct act *act = work->act;
	struct attendance *rows;
	enum err err;

	if (c->roll_read || !c->column.lesson)
		return OK;
	if ((err = attendance_list(act->school, act->arena, act->actor.inst,
		 work->journal.journal, c->column.lesson, c->column.lesson,
		 &rows, &c->roll_n)))
		return err;
	c->roll = with_room(work, rows, c->roll_n, sizeof(*rows));
	c->roll_read = true;
	return OK;
}

static struct mark *
find_mark(const struct gradebook_column *c, int64_t pupil)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->marks[i].pupil == pupil)
			return &c->marks[i];
	return NULL;
}

static struct attendance *
find_roll(const struct gradebook_column *c, int64_t pupil)
{
	for (size_t i = 0; i < c->roll_n; i++)
		if (c->roll[i].pupil == pupil)
			return &c->roll[i];
	return NULL;
}

static enum err
refuse(struct gradebook_result *result, enum cell_why why)
{
	result->state = CELL_REFUSED;
	result->why = why;
	return OK;
}

/* The other writer of a cell, for a choice between two values. */
static enum err
clash(struct gradebook_work *work, int64_t seq, struct gradebook_result *result)
{
	struct event_seen seen;
	enum err err;

	result->state = CELL_CLASH;
	result->seq = seq;
	if ((err = ledger_read(work->act, seq, &seen)))
		return err;
	result->author = seen.actor;
	result->at = seen.at;
	return naming_author(work->act, seen.actor, &result->who);
}

static bool
same_text(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : !a && !b;
}

static bool
is_newer(const struct gradebook_work *work, int64_t seq, int64_t seen)
{
	return seq > seen && seq < work->first_seq;
}

static enum err
write_mark(struct gradebook_work *work, struct gradebook_column *c,
    const struct gradebook_cell *cell, const char *value,
    struct gradebook_result *result)
{
	const struct roster_line *pupil =
	    gradebook_pupil(work, cell->pupil, DAY_NONE);
	struct mark *old = find_mark(c, cell->pupil);
	int64_t seq;
	enum err err;

	if (same_text(old ? old->value : NULL, value)) {
		result->state = CELL_SAME;
		result->seq = old ? old->seq : cell->seen;
		return OK;
	}
	if (old && is_newer(work, old->seq, cell->seen))
		return clash(work, old->seq, result);
	if ((err = gradebook_put_mark(
		 work, &c->column, pupil, old, value, &seq)))
		return err;
	if (!old) {
		old = &c->marks[c->n++];
		old->pupil = cell->pupil;
	}
	old->value = value;
	old->seq = seq;
	result->state = CELL_SAVED;
	result->mark = value;
	result->seq = seq;
	return OK;
}

static struct presence
presence_of(const struct attendance *row)
{
	if (!row)
		return (struct presence){0};
	return (struct presence){presence_state_parse(row->state),
	    (int)row->minutes, presence_reason_parse(row->reason)};
}

enum err
gradebook_write_roll(struct gradebook_work *work,
    const struct gradebook_roll *roll, struct gradebook_result *result)
{
	const bool may_reason = work->journal.leads_class;
	struct gradebook_roll asked = *roll;
	const struct presence now = presence_of(roll->row);
	enum err err;

	/* Who may not see a reason does not wipe it out by saving the form. */
	if (!may_reason && asked.presence.state == PRESENCE_ABSENT) {
		if (asked.presence.reason != REASON_NOT_SAID &&
		    asked.presence.reason != now.reason)
			return refuse(result, WHY_REASON);
		if (now.state == PRESENCE_ABSENT)
			asked.presence.reason = now.reason;
	}
	result->code = presence_code(work->act->arena, &now, may_reason);
	result->seq = roll->row ? roll->row->seq : roll->seen;
	if (presence_same(&asked.presence, &now)) {
		result->state = CELL_SAME;
		return OK;
	}
	if (roll->row && is_newer(work, roll->row->seq, roll->seen))
		return clash(work, roll->row->seq, result);
	if ((err = gradebook_put_roll(work, &asked, &result->seq)))
		return err;
	result->state = CELL_SAVED;
	result->code =
	    presence_code(work->act->arena, &asked.presence, may_reason);
	return OK;
}

/* The same cell may come twice in one save. */
static void
remember_roll(
    struct gradebook_column *c, const struct gradebook_roll *roll, int64_t seq)
{
	struct attendance *row = find_roll(c, roll->pupil->pupil);

	if (!row)
		row = &c->roll[c->roll_n++];
	row->pupil = roll->pupil->pupil;
	row->state = presence_state_name(roll->presence.state);
	row->minutes = roll->presence.minutes;
	row->reason = presence_reason_name(roll->presence.reason);
	row->seq = seq;
}

static enum err
write_presence(struct gradebook_work *work, struct gradebook_column *c,
    const struct gradebook_cell *cell, struct presence presence,
    struct gradebook_result *result)
{
	const struct lesson lesson = {
	    .journal = work->journal.journal,
	    .lesson = c->column.lesson,
	    .day = c->column.day,
	    .number = c->column.number,
	};
	const struct gradebook_roll roll = {
	    .lesson = &lesson,
	    .pupil = gradebook_pupil(work, cell->pupil, DAY_NONE),
	    .row = find_roll(c, cell->pupil),
	    .presence = presence,
	    .seen = cell->seen,
	};
	enum err err;

	if (!c->column.lesson)
		return refuse(result, WHY_NO_LESSON);
	if ((err = gradebook_write_roll(work, &roll, result)))
		return err;
	if (result->state == CELL_SAVED)
		remember_roll(c, &roll, result->seq);
	return OK;
}

/* What stands in the cell goes into every answer. */
static enum err
describe(struct gradebook_work *work, struct gradebook_column *c, int64_t pupil,
    struct gradebook_result *result)
{
	const struct mark *mark = find_mark(c, pupil);
	struct presence p;
	enum err err;

	if ((err = read_roll(work, c)))
		return err;
	p = presence_of(find_roll(c, pupil));
	result->mark = mark ? mark->value : NULL;
	result->code =
	    presence_code(work->act->arena, &p, work->journal.leads_class);
	return OK;
}

enum err
gradebook_write_cell(struct gradebook_work *work,
    const struct gradebook_cell *cell, struct gradebook_result *result)
{
	struct arena *arena = work->act->arena;
	struct gradebook_column *c;
	struct presence presence = {0};
	const char *typed, *value;
	enum err err;

	*result = (struct gradebook_result){
	    .col = cell->col, .pupil = cell->pupil, .code = "", .typed = ""};
	if (text_clean(arena, cell->typed, strlen(cell->typed),
		GRADEBOOK_TYPED_MAX, false, &typed))
		return refuse(result, WHY_SCALE);
	result->typed = typed;
	if ((err = find_column(work, cell->col, &c)))
		return err;
	if (!c->exists)
		return refuse(result, WHY_COLUMN);
	if (!gradebook_pupil(
		work, cell->pupil, c->column.lesson ? c->column.day : DAY_NONE))
		return refuse(result, WHY_PUPIL);
	if ((err = describe(work, c, cell->pupil, result)))
		return err;
	if (c->column.lesson && c->column.day > work->today)
		return refuse(result, WHY_FUTURE);
	if (!*typed) {
		/* Takes the mark away, or else the absence. */
		if (result->mark || !*result->code)
			return write_mark(work, c, cell, NULL, result);
		return write_presence(work, c, cell, presence, result);
	}
	if (!scale_parse(c->column.scale, typed, &value))
		return write_mark(work, c, cell, value, result);
	if (!presence_parse(typed, &presence))
		return write_presence(work, c, cell, presence, result);
	return refuse(result, WHY_SCALE);
}
