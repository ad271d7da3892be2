/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/journal_setup.h"

#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "domain/classroom.h"
#include "domain/ledger.h"
#include "domain/statistics.h"
#include "store/counters.h"

#define PART_BYTES_MAX 40
#define JOURNAL_SETUP_NOTED 300

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

static bool
class_in(const struct journal_setup *s, int64_t class)
{
	size_t i;

	for (i = 0; i < s->classes_n; i++) {
		if (s->classes[i].class.id == class)
			return true;
	}
	return false;
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
has_teacher(const struct journal_setup *s, int64_t journal, int64_t person)
{
	size_t i;

	for (i = 0; i < s->holders_n; i++) {
		if (s->holders[i].journal == journal &&
		    (!person || s->holders[i].person == person))
			return true;
	}
	return false;
}

int64_t
journal_setup_proposed(const struct journal_setup *s, int64_t subject)
{
	int64_t found = 0;
	size_t i;

	for (i = 0; i < s->taught_n; i++) {
		if (s->taught[i].subject != subject)
			continue;
		if (found)
			return 0;
		found = s->taught[i].person;
	}
	return teacher_in(s, found) ? found : 0;
}

/* New, or brought back from among the removed ones. */
static enum err
journal_create(struct act *act, const struct journal_setup *s, const char *part,
    const struct journal_setup_tick *tick, int64_t *id)
{
	struct journal j = {.year = s->year.year,
	    .class = tick->class,
	    .subject = tick->subject,
	    .part = part};
	int64_t inst = act->actor.inst;
	enum err err;

	err = journals_find_removed(
	    act->school, inst, tick->class, tick->subject, part, id);
	if (!err)
		return journals_set_removed(act->school, inst, *id, 0);
	if (err != ERR_NOT_FOUND)
		return err;
	if ((err = counters_next(act->school, inst, "journal", &j.journal)) ||
	    (err = journals_insert(act->school, inst, &j, act->now)))
		return err;
	*id = j.journal;
	return OK;
}

/* A journal counts from the first day of the year, and so does its first
 * teacher: lessons given before it was made are written into it too. */
static enum err
tick_write(struct act *act, const struct journal_setup *s, const char *part,
    const struct journal_setup_tick *tick, int64_t *made)
{
	int64_t id = journal_in(s, tick->class, tick->subject, part);
	int64_t teacher = tick->teacher == JOURNAL_SETUP_PROPOSED
			      ? journal_setup_proposed(s, tick->subject)
			      : tick->teacher;
	bool first = id == 0 || !has_teacher(s, id, 0);
	enum err err;

	if (teacher && !teacher_in(s, teacher))
		return ERR_INVALID;
	if (id == 0) {
		if ((err = journal_create(act, s, part, tick, &id)))
			return err;
		*made += 1;
	}
	if (!teacher || has_teacher(s, id, teacher))
		return OK;
	return journals_teacher_open(act->school, act->actor.inst, id, teacher,
	    first ? s->year.starts_on : clock_day_at(act->now));
}

static bool
subject_in(const struct journal_setup *s, int64_t subject)
{
	size_t i;

	for (i = 0; i < s->subjects_n; i++) {
		if (s->subjects[i].id == subject)
			return true;
	}
	return false;
}

enum err
journal_setup_make(struct act *act, const char *part,
    const struct journal_setup_tick *ticks, size_t n, int64_t *made)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct journal_setup s;
	struct buf text;
	size_t i;
	enum err err;

	if ((err = permit(act)))
		return err;
	if (n == 0 || n > JOURNAL_SETUP_MAX ||
	    text_clean(
		act->arena, part, strlen(part), PART_BYTES_MAX, false, &part))
		return ERR_INVALID;
	if ((err = act_begin_school(tx)) || (err = journal_setup_open(act, &s)))
		return err;
	*made = 0;
	buf_init(&text, act->arena, 128);
	for (i = 0; i < n; i++) {
		if (!class_in(&s, ticks[i].class) ||
		    !subject_in(&s, ticks[i].subject))
			return ERR_NOT_FOUND;
		if ((err = tick_write(act, &s, part, &ticks[i], made)))
			return err;
		/* Class and subject; 300 of them are within the event. */
		if (i < JOURNAL_SETUP_NOTED)
			buf_addf(&text, "%s%lld:%lld", i ? " " : "",
			    (long long)ticks[i].class,
			    (long long)ticks[i].subject);
	}
	if ((err = statistics_report_soon(act)))
		return err;
	if ((err = ledger_append(act,
		 &(struct event){.kind = EVENT_STRUCTURE,
		     .object = arena_printf(act->arena, "year/%lld/journals",
			 (long long)s.year.year),
		     .new = text.p,
		     .prev = -1},
		 NULL)))
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
	    (err = statistics_report_soon(act)) ||
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
