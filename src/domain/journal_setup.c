/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/journal_setup.h"

#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "domain/classroom.h"
#include "domain/ledger.h"
#include "store/counters.h"

#define PART_BYTES_MAX 40

static enum err
permit(const struct act *act)
{
	if (act->actor.role & (ROLE_ADMIN | ROLES_LEADING))
		return OK;
	return ERR_DENIED;
}

enum err
journal_setup_open(struct act *act, struct journal_setup *out)
{
	struct journal_setup s = {0};
	int64_t inst = act->actor.inst, day = clock_day_at(act->now);
	enum err err;

	if ((err = permit(act)) ||
	    (err = classroom_list(act, &s.year, &s.classes, &s.classes_n)) ||
	    (err = subjects_list(act->school, act->arena, inst, false,
		 &s.subjects, &s.subjects_n)) ||
	    (err = classroom_teachers(act, &s.teachers, &s.teachers_n)) ||
	    (err = subjects_teachers(
		 act->school, act->arena, inst, day, &s.taught, &s.taught_n)) ||
	    (err = journals_list(act->school, act->arena, inst, s.year.year,
		 &s.journals, &s.journals_n)) ||
	    (err = journals_teachers(act->school, act->arena, inst, s.year.year,
		 0, day, &s.holders, &s.holders_n)))
		return err;
	*out = s;
	return OK;
}

static enum err
note(struct act *act, enum event_kind kind, int64_t journal, const char *old,
    const char *new)
{
	return ledger_append(act,
	    &(struct event){.kind = kind,
		.object = arena_printf(
		    act->arena, "journal/%lld", (long long)journal),
		.old = old,
		.new = new,
		.prev = -1},
	    NULL);
}

static const struct person *
teacher_in(const struct journal_setup *s, int64_t person)
{
	size_t i;

	for (i = 0; i < s->teachers_n; i++) {
		if (s->teachers[i].id == person)
			return &s->teachers[i];
	}
	return NULL;
}

static const struct class *
class_in(const struct journal_setup *s, int64_t class)
{
	size_t i;

	for (i = 0; i < s->classes_n; i++) {
		if (s->classes[i].class.id == class)
			return &s->classes[i].class;
	}
	return NULL;
}

static int64_t
journal_in(const struct journal_setup *s, int64_t class, int64_t subject,
    const char *part)
{
	size_t i;

	for (i = 0; i < s->journals_n; i++) {
		if (s->journals[i].class == class &&
		    s->journals[i].subject == subject &&
		    strcmp(s->journals[i].part, part) == 0)
			return s->journals[i].journal;
	}
	return 0;
}

static bool
has_teacher(const struct journal_setup *s, int64_t journal)
{
	size_t i;

	for (i = 0; i < s->holders_n; i++) {
		if (s->holders[i].journal == journal)
			return true;
	}
	return false;
}

/* A journal counts from the first day of the year: lessons given before it
 * was made are written into it too. */
static enum err
tick_write(struct act *act, const struct journal_setup *s, int64_t subject,
    const char *part, const struct journal_setup_tick *tick, int64_t *made)
{
	int64_t id = journal_in(s, tick->class, subject, part);
	struct journal j = {.year = s->year.year,
	    .class = tick->class,
	    .subject = subject,
	    .part = part};
	bool new = id == 0;
	enum err err;

	if (new) {
		err = journals_find_removed(act->school, act->actor.inst,
		    tick->class, subject, part, &id);
		if (!err)
			err = journals_set_removed(
			    act->school, act->actor.inst, id, 0);
		else if (err == ERR_NOT_FOUND &&
			 !(err = counters_next(
			       act->school, act->actor.inst, "journal", &id))) {
			j.journal = id;
			err = journals_insert(
			    act->school, act->actor.inst, &j, act->now);
		}
		if (err)
			return err;
		*made += 1;
	}
	if (!tick->teacher || (!new &&has_teacher(s, id)))
		return OK;
	return journals_teacher_open(act->school, act->actor.inst, id,
	    tick->teacher, new ? s->year.starts_on : clock_day_at(act->now));
}

enum err
journal_setup_make(struct act *act, int64_t subject, const char *part,
    const struct journal_setup_tick *ticks, size_t n, int64_t *made)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct journal_setup s;
	struct subject what;
	struct buf text;
	size_t i;
	enum err err;

	if ((err = permit(act)))
		return err;
	if (n == 0 || n > JOURNAL_SETUP_MAX ||
	    text_clean(
		act->arena, part, strlen(part), PART_BYTES_MAX, false, &part))
		return ERR_INVALID;
	if ((err = act_begin_school(tx)) ||
	    (err = journal_setup_open(act, &s)) ||
	    (err = subjects_find(
		 act->school, act->arena, act->actor.inst, subject, &what)))
		return err;
	if (what.removed_at)
		return ERR_NOT_FOUND;
	*made = 0;
	buf_init(&text, act->arena, 128);
	for (i = 0; i < n; i++) {
		const struct class *class = class_in(&s, ticks[i].class);

		if (!class)
			return ERR_NOT_FOUND;
		if (ticks[i].teacher && !teacher_in(&s, ticks[i].teacher))
			return ERR_INVALID;
		if ((err = tick_write(act, &s, subject, part, &ticks[i], made)))
			return err;
		buf_addf(&text, "%s%s", i ? " " : "", class->label);
	}
	/* 500 labels are within the event's limit. */
	if ((err = ledger_append(act,
		 &(struct event){.kind = EVENT_STRUCTURE,
		     .object = arena_printf(act->arena, "subject/%lld/journals",
			 (long long)subject),
		     .new = text.p,
		     .prev = -1},
		 NULL)))
		return err;
	return act_commit(act);
}

enum err
journal_setup_join(struct act *act, int64_t journal, int64_t person)
{
	AUTO_ROLLBACK struct act *tx = act;
	const struct person *who;
	struct journal_setup s;
	struct journal j;
	size_t i;
	enum err err;

	if ((err = permit(act)) || (err = act_begin_school(tx)) ||
	    (err = journal_setup_open(act, &s)) ||
	    (err = journals_find(act->school, act->arena, act->actor.inst,
		 journal, 0, clock_day_at(act->now), &j)))
		return err;
	if (j.removed_at)
		return ERR_NOT_FOUND;
	if (!(who = teacher_in(&s, person)))
		return ERR_INVALID;
	for (i = 0; i < s.holders_n; i++) {
		if (s.holders[i].journal == journal &&
		    s.holders[i].person == person)
			return OK;
	}
	/* The first teacher answers for the year from its beginning. */
	if ((err = journals_teacher_open(act->school, act->actor.inst, journal,
		 person,
		 has_teacher(&s, journal) ? clock_day_at(act->now)
					  : s.year.starts_on)))
		return err;
	if ((err = note(act, EVENT_ROLE, journal, NULL, who->log_id)))
		return err;
	return act_commit(act);
}

enum err
journal_setup_leave(struct act *act, int64_t journal, int64_t person)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct person who;
	int64_t changed = 0;
	enum err err;

	if ((err = permit(act)) || (err = act_begin_school(tx)) ||
	    (err = people_find(
		 act->school, act->arena, act->actor.inst, person, &who)))
		return err;
	if ((err = journals_teacher_end(act->school, act->actor.inst, journal,
		 person, clock_day_at(act->now) - 1, &changed)))
		return err;
	if (!changed)
		return ERR_NOT_FOUND;
	if ((err = note(act, EVENT_ROLE, journal, who.log_id, NULL)))
		return err;
	return act_commit(act);
}

static enum err
set_removed(struct act *act, int64_t journal, int64_t removed_at)
{
	AUTO_ROLLBACK struct act *tx = act;
	enum err err;

	if ((err = permit(act)) || (err = act_begin_school(tx)) ||
	    (err = journals_set_removed(
		 act->school, act->actor.inst, journal, removed_at)) ||
	    (err = note(act, EVENT_STRUCTURE, journal,
		 removed_at ? "in use" : "removed",
		 removed_at ? "removed" : "in use")))
		return err;
	return act_commit(act);
}

enum err
journal_setup_remove(struct act *act, int64_t journal)
{
	return set_removed(act, journal, act->now);
}

enum err
journal_setup_restore(struct act *act, int64_t journal)
{
	return set_removed(act, journal, 0);
}
