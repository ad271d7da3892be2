/* SPDX-License-Identifier: EUPL-1.2 */
/* Taking a written list back as a whole: the steps of roster_apply.c, each
 * undone, last one first; refused where something was built on them. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "domain/ledger.h"
#include "domain/roster_part.h"
#include "store/classes.h"
#include "store/enrolments.h"
#include "store/guardians.h"
#include "store/memberships.h"
#include "store/people.h"
#include "store/roles.h"
#include "store/subjects.h"

#define STEP_FIELDS_MAX 5

struct step {
	char kind;
	const char *fields[STEP_FIELDS_MAX];
	int64_t ids[STEP_FIELDS_MAX];
	size_t n;
};

struct steps {
	struct step *list;
	size_t n;
};

static void
step_read(struct arena *arena, const char *line, size_t len, struct step *out)
{
	const char *s = arena_strndup(arena, line, len);

	*out = (struct step){.kind = s[0]};
	s += s[0] != '\0';
	while (*s == '\t' && out->n < STEP_FIELDS_MAX) {
		size_t field = strcspn(++s, "\t");

		out->fields[out->n] = arena_strndup(arena, s, field);
		out->ids[out->n] = strtoll(out->fields[out->n], NULL, 10);
		out->n++;
		s += field;
	}
}

static struct steps
steps_read(struct arena *arena, const char *text)
{
	struct steps steps = {0};
	const char *s;

	for (s = text; *s; s++)
		steps.n += *s == '\n';
	steps.list = arena_array(arena, steps.n, sizeof(*steps.list));
	for (s = text, steps.n = 0; *s; steps.n++) {
		size_t len = strcspn(s, "\n");

		step_read(arena, s, len, &steps.list[steps.n]);
		s += len + (s[len] != '\0');
	}
	return steps;
}

/* ---- is anything built on it? -------------------------------------------- */

static enum err
person_hold(struct act *act, int64_t person, enum roster_hold *hold)
{
	struct membership_row member;
	struct people_record record;
	enum err err;

	if ((err = people_record(
		 act->school, act->actor.inst, person, &record)))
		return err;
	if (record.marks || record.attendance)
		*hold = ROSTER_MARKS;
	else if (record.lessons || record.journals)
		*hold = ROSTER_JOURNALS;
	else if (record.classes)
		*hold = ROSTER_LEADERS;
	if (*hold)
		return OK;
	err = memberships_find(
	    act->registry, act->arena, act->actor.inst, person, &member);
	if (err && err != ERR_NOT_FOUND)
		return err;
	if (!err)
		*hold = ROSTER_ACCOUNTS;
	return OK;
}

static enum err
class_hold(struct act *act, int64_t class, enum roster_hold *hold)
{
	struct class_teacher *teachers;
	size_t n;
	enum err err;

	if ((err = classes_teachers(act->school, act->arena, act->actor.inst,
		 class, &teachers, &n)))
		return err;
	if (n)
		*hold = ROSTER_LEADERS;
	return OK;
}

static enum err
holds_find(struct act *act, const struct steps *steps, enum roster_hold *hold)
{
	size_t i;
	enum err err = OK;

	for (i = 0; i < steps->n && !*hold && !err; i++) {
		const struct step *s = &steps->list[i];

		if (s->kind == 'N')
			err = person_hold(act, s->ids[0], hold);
		else if (s->kind == 'E')
			err = person_hold(act, s->ids[1], hold);
		else if (s->kind == 'C')
			err = class_hold(act, s->ids[0], hold);
	}
	return err;
}

/* ---- the way back -------------------------------------------------------- */

static const char *
or_null(const char *s)
{
	return s[0] ? s : NULL;
}

static int64_t
day_of(const char *s)
{
	return s[0] ? strtoll(s, NULL, 10) : DAY_NONE;
}

static enum err
post_restore(struct act *act, const struct step *s)
{
	struct role_row *roles;
	int64_t from = strtoll(s->fields[1] + strlen("post."), NULL, 10);
	size_t n, i;
	enum err err;

	if ((err = roles_list(act->school, act->arena, act->actor.inst,
		 s->ids[0], &roles, &n)))
		return err;
	for (i = 0; i < n; i++) {
		if (strcmp(roles[i].role, "teacher") != 0 ||
		    roles[i].starts_on != from)
			continue;
		roles[i].post = or_null(s->fields[2]);
		return roles_update(
		    act->school, act->actor.inst, s->ids[0], &roles[i]);
	}
	return OK;
}

static enum err
value_restore(struct act *act, const struct step *s)
{
	const char *field = s->fields[1], *old = s->fields[2];
	struct person p;
	enum err err;

	if (strncmp(field, "post.", 5) == 0)
		return post_restore(act, s);
	if ((err = people_find(
		 act->school, act->arena, act->actor.inst, s->ids[0], &p)))
		return err;
	if (strcmp(field, "patronymic") == 0)
		p.patronymic = old;
	else if (strcmp(field, "birth") == 0)
		p.birth_on = day_of(old);
	else if (strcmp(field, "sex") == 0)
		p.sex = old;
	else if (strcmp(field, "email") == 0)
		p.email = or_null(old);
	else if (strcmp(field, "phone") == 0)
		p.phone = or_null(old);
	else if (strcmp(field, "left") == 0)
		p.left_on = day_of(old);
	return people_update(act->school, act->arena, act->actor.inst, &p);
}

static enum err
class_restore(struct act *act, const struct step *s)
{
	struct class class;
	enum err err;

	if ((err = classes_find(
		 act->school, act->arena, act->actor.inst, s->ids[0], &class)))
		return err;
	class.removed_at = s->ids[1];
	return classes_update(act->school, act->arena, act->actor.inst, &class);
}

static enum err
step_undo(struct act *act, const struct step *s)
{
	int64_t inst = act->actor.inst;
	struct enrolment e = {s->ids[0], s->ids[1], s->ids[2], DAY_NONE};

	switch (s->kind) {
	case 'N':
		return people_delete(act->school, inst, s->ids[0]);
	case 'R':
		return roles_delete(
		    act->school, inst, s->ids[0], s->fields[1], s->ids[2]);
	case 'E':
		return enrolments_delete(act->school, inst, &e);
	case 'X':
		return enrolments_end(act->school, inst, &e);
	case 'O':
		e.ends_on = s->ids[3];
		return enrolments_end(act->school, inst, &e);
	case 'L':
		return guardians_delete(
		    act->school, inst, s->ids[0], s->ids[1]);
	case 'S':
		return subjects_teacher_delete(
		    act->school, inst, s->ids[0], s->ids[1]);
	case 'V':
		return value_restore(act, s);
	case 'C':
		return classes_delete(act->school, inst, s->ids[0]);
	case 'D':
		return class_restore(act, s);
	case 'J':
		return subjects_delete(act->school, inst, s->ids[0]);
	default:
		return ERR_CORRUPT;
	}
}

static enum err
steps_undo(struct act *act, const struct steps *steps, enum roster_hold *hold)
{
	size_t i;
	enum err err;

	for (i = steps->n; i > 0; i--) {
		err = step_undo(act, &steps->list[i - 1]);
		if (err == ERR_INVALID) {
			/* A foreign key: something points at it. */
			*hold = strchr("CJ", steps->list[i - 1].kind)
				    ? ROSTER_JOURNALS
				    : ROSTER_LATER_LIST;
			return ERR_DENIED;
		}
		if (err)
			return err;
	}
	return OK;
}

static enum err
rows_undo(struct act *act, const struct import *import, enum roster_hold *hold)
{
	const char *shared = strchr(import->summary, '\n');
	struct import_row *rows;
	struct buf all;
	struct steps steps;
	size_t n, i;
	enum err err;

	if ((err = imports_rows(act->school, act->arena, act->actor.inst,
		 import->id, &rows, &n)))
		return err;
	/* Classes and subjects go last: they come first here. */
	buf_init(&all, act->arena, 65536);
	buf_adds(&all, shared ? shared + 1 : "");
	for (i = 0; i < n; i++)
		buf_adds(&all, rows[i].result);
	steps = steps_read(act->arena, all.p);
	if ((err = holds_find(act, &steps, hold)))
		return err;
	if (*hold)
		return ERR_DENIED;
	return steps_undo(act, &steps, hold);
}

static enum err
note_undone(struct act *act, struct import *import)
{
	struct event_seen before;
	enum err err;

	if ((err = ledger_read(act, import->seq, &before)))
		return err;
	return ledger_append(act,
	    &(struct event){.kind = EVENT_STRUCTURE,
		.object = arena_printf(
		    act->arena, "import/%lld", (long long)import->id),
		.old = before.new,
		.prev = import->seq},
	    &import->seq);
}

enum err
roster_undo(struct act *act, int64_t id, enum roster_hold *hold)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct import import;
	enum roster_hold why = ROSTER_FREE;
	enum err err;

	if ((err = roster_permit(act)) || (err = act_begin_school(tx)))
		return err;
	if ((err = imports_find(
		 act->school, act->arena, act->actor.inst, id, &import)))
		return err;
	if (strcmp(import.state, "applied") != 0)
		return ERR_CONFLICT;
	if (act->now > import.applied_at + ROSTER_UNDO_S)
		why = ROSTER_LATE;
	err = why ? ERR_DENIED : rows_undo(act, &import, &why);
	if (why) {
		*hold = why;
		return ERR_DENIED;
	}
	if (err)
		return err;
	if ((err = note_undone(act, &import)))
		return err;
	import.state = "undone";
	import.undone_at = act->now;
	if ((err = imports_update(act->school, act->actor.inst, &import)) ||
	    (err = imports_rows_forget(
		 act->school, act->actor.inst, import.id)))
		return err;
	return act_commit(act);
}
