/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/classroom.h"

#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "domain/ledger.h"
#include "store/counters.h"
#include "store/roles.h"

static bool
reads(const struct act *act)
{
	return act->actor.role & (ROLE_ADMIN | ROLE_SECRETARY | ROLES_LEADING);
}

static bool
writes(const struct act *act)
{
	return act->actor.role & (ROLE_ADMIN | ROLES_LEADING);
}

static enum err
note(struct act *act, int64_t class, const char *old, const char *new)
{
	return ledger_append(act,
	    &(struct event){.kind = EVENT_STRUCTURE,
		.object =
		    arena_printf(act->arena, "class/%lld", (long long)class),
		.old = old,
		.new = new,
		.prev = -1},
	    NULL);
}

enum err
classroom_list(struct act *act, struct academic_year *year,
    struct class_line **lines, size_t *n)
{
	int64_t day = clock_day_at(act->now);
	bool set;
	enum err err;

	if (!reads(act))
		return ERR_DENIED;
	if ((err = school_year_at(act, day, year, &set)))
		return err;
	return classes_list(act->school, act->arena, act->actor.inst,
	    year->year, day, lines, n);
}

enum err
classroom_open(struct act *act, int64_t id, struct classroom *out)
{
	struct classroom room = {.may_write = writes(act)};
	int64_t inst = act->actor.inst;
	enum err err;

	if (!reads(act))
		return ERR_DENIED;
	if ((err = classes_find(
		 act->school, act->arena, inst, id, &room.class)))
		return err;
	if (room.class.removed_at)
		return ERR_NOT_FOUND;
	if ((err = classes_teachers(act->school, act->arena, inst, id,
		 &room.teachers, &room.teachers_n)) ||
	    (err = enrolments_class(act->school, act->arena, inst, id,
		 clock_day_at(act->now), &room.pupils, &room.pupils_n)) ||
	    (err = journals_list_class(act->school, act->arena, inst, id,
		 &room.journals, &room.journals_n)))
		return err;
	*out = room;
	return OK;
}

static enum err
note_read(struct act *act, const char *typed, const char **out)
{
	*out = NULL;
	if (!typed || !typed[0])
		return OK;
	if (text_clean(act->arena, typed, strlen(typed),
		CLASSROOM_NOTE_BYTES_MAX, false, out))
		return ERR_INVALID;
	if (!(*out)[0])
		*out = NULL;
	return OK;
}

/* label and grade of what was typed. */
static enum err
label_read(struct act *act, const char *typed, struct class *class)
{
	bool changed;
	int grade;

	if (text_clean(act->arena, typed, strlen(typed), 64, false, &typed) ||
	    text_class_label(
		act->arena, typed, &class->label, &grade, &changed))
		return ERR_INVALID;
	class->grade = grade;
	return OK;
}

enum err
classroom_add(
    struct act *act, const char *label, const char *remark, int64_t *id)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct academic_year year;
	struct class class = {.id = 0}, old;
	bool set;
	enum err err;

	if (!writes(act))
		return ERR_DENIED;
	if ((err = label_read(act, label, &class)) ||
	    (err = note_read(act, remark, &class.note)) ||
	    (err = act_begin_school(tx)))
		return err;
	if ((err = school_year_at(act, clock_day_at(act->now), &year, &set)))
		return err;
	class.year = year.year;
	err = classes_find_label(act->school, act->arena, act->actor.inst,
	    year.year, class.label, &old);
	if (err && err != ERR_NOT_FOUND)
		return err;
	if (!err && !old.removed_at)
		return ERR_EXISTS;
	if (!err) {
		class.id = old.id;
		err = classes_update(
		    act->school, act->arena, act->actor.inst, &class);
	} else if (!(err = counters_next(
			 act->school, act->actor.inst, "class", &class.id))) {
		err = classes_insert(
		    act->school, act->arena, act->actor.inst, &class);
	}
	if (err || (err = note(act, class.id, NULL, class.label)))
		return err;
	*id = class.id;
	return act_commit(act);
}

enum err
classroom_rename(
    struct act *act, int64_t id, const char *label, const char *remark)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct class class, other;
	const char *before;
	enum err err;

	if (!writes(act))
		return ERR_DENIED;
	if ((err = act_begin_school(tx)) ||
	    (err = classes_find(
		 act->school, act->arena, act->actor.inst, id, &class)))
		return err;
	if (class.removed_at)
		return ERR_NOT_FOUND;
	before = class.label;
	if ((err = label_read(act, label, &class)) ||
	    (err = note_read(act, remark, &class.note)))
		return err;
	err = classes_find_label(act->school, act->arena, act->actor.inst,
	    class.year, class.label, &other);
	if (err && err != ERR_NOT_FOUND)
		return err;
	if (!err && other.id != id)
		return ERR_EXISTS;
	if ((err = classes_update(
		 act->school, act->arena, act->actor.inst, &class)) ||
	    (err = note(act, id, before, class.label)))
		return err;
	return act_commit(act);
}

enum err
classroom_remove(struct act *act, int64_t id)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct classroom room;
	enum err err;

	if (!writes(act))
		return ERR_DENIED;
	if ((err = act_begin_school(tx)) ||
	    (err = classroom_open(act, id, &room)))
		return err;
	if (room.pupils_n || room.journals_n)
		return ERR_CONFLICT;
	room.class.removed_at = act->now;
	if ((err = classes_update(
		 act->school, act->arena, act->actor.inst, &room.class)) ||
	    (err = note(act, id, room.class.label, NULL)))
		return err;
	return act_commit(act);
}

enum err
classroom_teachers(struct act *act, struct person **people, size_t *n)
{
	struct people_query q = {.group = PEOPLE_STAFF,
	    .day = clock_day_at(act->now),
	    .limit = 2000};
	struct people_line *lines;
	struct person *list;
	int64_t total;
	size_t lines_n, i, got = 0;
	enum err err;

	if (!reads(act))
		return ERR_DENIED;
	if ((err = people_list(act->school, act->arena, act->actor.inst, &q,
		 &lines, &lines_n, &total)))
		return err;
	list = arena_array(act->arena, lines_n, sizeof(*list));
	for (i = 0; i < lines_n; i++) {
		if (strstr(lines[i].roles, "teacher") ||
		    strstr(lines[i].roles, "head") ||
		    strstr(lines[i].roles, "deputy"))
			list[got++] = lines[i].person;
	}
	*people = list;
	*n = got;
	return OK;
}

static enum err
teacher_check(struct act *act, int64_t id, const char **log_id)
{
	struct person *people;
	size_t n, i;
	enum err err;

	*log_id = NULL;
	if (id == 0)
		return OK;
	if ((err = classroom_teachers(act, &people, &n)))
		return err;
	for (i = 0; i < n; i++) {
		if (people[i].id == id) {
			*log_id = people[i].log_id;
			return OK;
		}
	}
	return ERR_INVALID;
}

enum err
classroom_set_teacher(
    struct act *act, int64_t class, int64_t person, int64_t day)
{
	AUTO_ROLLBACK struct act *tx = act;
	const char *log_id, *before = NULL;
	struct classroom room;
	enum err err;

	if (!writes(act))
		return ERR_DENIED;
	if ((err = act_begin_school(tx)) ||
	    (err = classroom_open(act, class, &room)) ||
	    (err = teacher_check(act, person, &log_id)))
		return err;
	if (room.teachers_n && room.teachers[0].ends_on == DAY_NONE) {
		before = room.teachers[0].log_id;
		if (room.teachers[0].person == person)
			return OK;
	}
	if ((err = classes_teacher_end(
		 act->school, act->actor.inst, class, day - 1)))
		return err;
	if (person && (err = classes_teacher_add(
			   act->school, act->actor.inst, class, person, day)))
		return err;
	/* Who may read a whole class is a right. */
	if ((err = ledger_append(act,
		 &(struct event){.kind = EVENT_ROLE,
		     .object = arena_printf(
			 act->arena, "class/%lld/teacher", (long long)class),
		     .old = before,
		     .new = log_id,
		     .prev = -1},
		 NULL)))
		return err;
	return act_commit(act);
}
