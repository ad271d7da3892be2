/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/timetable_match.h"

#include <string.h>

#include "base/text.h"
#include "store/timetable_drafts.h"

struct match {
	struct act *act;
	struct timetable *t;
	struct timetable_import *im;
	struct journal *journals;
	size_t journals_n;
	struct name_alias *classes, *subjects;
	size_t classes_n, subjects_n;
};

#define NOT_SAID (-1)

static int64_t
alias_of(const struct name_alias *list, size_t n, const char *fold)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(list[i].name_fold, fold))
			return list[i].target;
	return NOT_SAID;
}

/* ---- names --------------------------------------------------------------- */

static int64_t
class_named(const struct match *m, const char *name)
{
	const struct timetable_import *im = m->im;
	const char *label;
	bool changed;
	int grade;

	if (text_class_label(m->act->arena, name, &label, &grade, &changed))
		return NOT_SAID;
	for (size_t i = 0; i < im->class_list_n; i++)
		if (!strcmp(im->class_list[i].class.label, label))
			return im->class_list[i].class.id;
	return NOT_SAID;
}

/* "7-А", or "7-А п1": class and subgroup. *part stays "" without one. What was
 * said about a name counts before what it looks like. */
static int64_t
class_of(const struct match *m, const char *name, const char **part)
{
	const char *fold = text_fold(m->act->arena, name);
	int64_t id = alias_of(m->classes, m->classes_n, fold);
	const char *space;

	*part = "";
	if (id != NOT_SAID || (id = class_named(m, name)) != NOT_SAID)
		return id;
	for (space = strchr(name, ' '); space; space = strchr(space + 1, ' ')) {
		id = class_named(m,
		    arena_strndup(m->act->arena, name, (size_t)(space - name)));
		if (id != NOT_SAID) {
			*part = space + 1;
			return id;
		}
	}
	return NOT_SAID;
}

static int64_t
subject_of(const struct match *m, const char *name)
{
	const char *fold = text_fold(m->act->arena, name);
	int64_t id = alias_of(m->subjects, m->subjects_n, fold);

	for (size_t i = 0; id == NOT_SAID && i < m->im->subject_list_n; i++)
		if (!strcmp(
			text_fold(m->act->arena, m->im->subject_list[i].name),
			fold))
			id = m->im->subject_list[i].id;
	return id;
}

static bool
taught_by(const struct match *m, int64_t journal, const char *teacher)
{
	const char *fold = text_fold(m->act->arena, teacher);

	for (size_t i = 0; *fold && i < m->t->teachers_n; i++) {
		const char *surname;

		if (m->t->teachers[i].journal != journal)
			continue;
		surname = text_fold(m->act->arena, m->t->teachers[i].surname);
		if (!strncmp(fold, surname, strlen(surname)))
			return true;
	}
	return false;
}

/* Of several subgroups the one that is named, else the one whose teacher is;
 * else the journal of the whole class. */
static const struct journal *
journal_of(const struct match *m, int64_t class, int64_t subject,
    const char *part, const char *teacher)
{
	const struct journal *whole = NULL, *taught = NULL;
	const char *fold = text_fold(m->act->arena, part);

	for (size_t i = 0; i < m->journals_n; i++) {
		const struct journal *j = &m->journals[i];

		if (j->class != class || j->subject != subject)
			continue;
		if (*fold && !strcmp(text_fold(m->act->arena, j->part), fold))
			return j;
		if (!*j->part)
			whole = j;
		else if (!taught && taught_by(m, j->journal, teacher))
			taught = j;
	}
	return whole && !*fold ? whole : taught ? taught : whole;
}

/* ---- one row ------------------------------------------------------------- */

static void
fill_lesson(
    struct match *m, struct timetable_import_row *r, const struct journal *j)
{
	struct timetable_lesson *l = &r->lesson;

	*l = (struct timetable_lesson){
	    .at = {.slot = {.slot = -1 - (int64_t)(r - m->im->rows),
		       .journal = j->journal,
		       .weekday = r->row.weekday,
		       .number = r->row.number,
		       .week = r->row.week,
		       .starts_on = m->t->day},
		.class = j->class,
		.subject = j->subject,
		.part = j->part,
		.label = j->label,
		.name = j->name,
		.room_name = r->row.room}};
	timetable_complete(m->t, l);
	r->fate = FATE_READY;
}

static void
match_row(struct match *m, struct timetable_import_row *r)
{
	const struct journal *j;
	const char *part;
	int64_t class = class_of(m, r->row.class, &part);
	int64_t subject = subject_of(m, r->row.subject);

	if (class == 0 || subject == 0)
		r->fate = FATE_LEFT_OUT;
	else if (class == NOT_SAID)
		r->fate = FATE_CLASS;
	else if (subject == NOT_SAID)
		r->fate = FATE_SUBJECT;
	else if (r->row.weekday < 1 || r->row.weekday > TIMETABLE_WEEKDAYS ||
		 r->row.number < 0 || r->row.number >= BELLS_NUMBERS ||
		 r->row.week < WEEK_EVERY || r->row.week > WEEK_B)
		r->fate = FATE_PLACE;
	else if (!(j = journal_of(m, class, subject, part, r->row.teacher)))
		r->fate = FATE_JOURNAL;
	else
		fill_lesson(m, r, j);
}

static bool
same_lesson(const struct timetable_lesson *a, const struct timetable_lesson *b)
{
	const struct slot *x = &a->at.slot, *y = &b->at.slot;

	return x->journal == y->journal && x->weekday == y->weekday &&
	       x->number == y->number && x->week == y->week;
}

/* Rooms are compared by name: new ones have no number yet. */
static unsigned
clash_of(struct match *m, const struct timetable_lesson *a,
    const struct timetable_lesson *b)
{
	struct timetable_lesson x = *a, y = *b;
	const char *room;

	if (a->shift == b->shift && a->at.slot.number != b->at.slot.number)
		return 0;
	room = text_fold(m->act->arena, a->at.room_name);
	x.at.slot.room = *room != '\0';
	y.at.slot.room =
	    !*b->at.room_name ? 0
	    : !strcmp(room, text_fold(m->act->arena, b->at.room_name))
		? x.at.slot.room
		: 2;
	return timetable_clash(&x, &y);
}

static void
clash_row(struct match *m, size_t at)
{
	struct timetable_import_row *r = &m->im->rows[at];

	for (size_t i = 0; i < at && !r->clash && r->fate == FATE_READY; i++) {
		struct timetable_import_row *o = &m->im->rows[i];

		if (o->fate != FATE_READY || o->row.weekday != r->row.weekday)
			continue;
		if (same_lesson(&r->lesson, &o->lesson))
			r->fate = FATE_SAME;
		else if ((r->clash = clash_of(m, &r->lesson, &o->lesson)))
			r->with = &o->lesson;
	}
	for (size_t i = 0; i < m->t->n && !r->clash && r->fate == FATE_READY;
	     i++) {
		struct timetable_lesson *o = &m->t->lessons[i];

		if (o->at.slot.weekday == r->row.weekday &&
		    !timetable_match_replaces(m->im, o) &&
		    (r->clash = clash_of(m, &r->lesson, o)))
			r->with = o;
	}
	if (r->clash && r->fate == FATE_READY)
		r->fate = FATE_CLASH;
}

bool
timetable_match_replaces(
    const struct timetable_import *im, const struct timetable_lesson *lesson)
{
	for (size_t i = 0; i < im->n; i++)
		if (im->rows[i].lesson.at.class == lesson->at.class)
			return true;
	return false;
}

/* ---- what is not understood ---------------------------------------------- */

static void
add_name(struct timetable_name *list, size_t *n, const char *name)
{
	for (size_t i = 0; i < *n; i++)
		if (!strcmp(list[i].name, name)) {
			list[i].rows++;
			return;
		}
	if (*n < TIMETABLE_NAMES_MAX)
		list[(*n)++] = (struct timetable_name){name, 1};
}

static void
sum_up(struct match *m)
{
	struct timetable_import *im = m->im;

	im->classes = arena_array(
	    m->act->arena, TIMETABLE_NAMES_MAX, sizeof(*im->classes));
	im->subjects = arena_array(
	    m->act->arena, TIMETABLE_NAMES_MAX, sizeof(*im->subjects));
	for (size_t i = 0; i < im->n; i++) {
		const struct timetable_import_row *r = &im->rows[i];

		im->counts[r->fate]++;
		if (r->fate == FATE_CLASS)
			add_name(im->classes, &im->classes_n, r->row.class);
		if (r->fate == FATE_SUBJECT)
			add_name(im->subjects, &im->subjects_n, r->row.subject);
	}
	for (size_t i = 0; i < m->t->n; i++)
		im->replaced += timetable_match_replaces(im, &m->t->lessons[i]);
}

enum err
timetable_match(
    struct act *act, struct timetable *t, struct timetable_import *im)
{
	struct match m = {.act = act, .t = t, .im = im};
	int64_t inst = act->actor.inst;
	enum err err;

	if ((err = classes_list(act->school, act->arena, inst, t->year.year,
		 t->day, &im->class_list, &im->class_list_n)) ||
	    (err = subjects_list(act->school, act->arena, inst, false,
		 &im->subject_list, &im->subject_list_n)) ||
	    (err = journals_list(act->school, act->arena, inst, t->year.year,
		 &m.journals, &m.journals_n)) ||
	    (err = timetable_drafts_aliases(act->school, act->arena, inst,
		 TIMETABLE_AREA_CLASS, &m.classes, &m.classes_n)) ||
	    (err = timetable_drafts_aliases(act->school, act->arena, inst,
		 TIMETABLE_AREA_SUBJECT, &m.subjects, &m.subjects_n)))
		return err;
	for (size_t i = 0; i < im->n; i++)
		match_row(&m, &im->rows[i]);
	for (size_t i = 0; i < im->n; i++)
		clash_row(&m, i);
	sum_up(&m);
	return OK;
}
