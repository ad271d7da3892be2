/* SPDX-License-Identifier: EUPL-1.2 */
/* Rows against each other and against the school: who is here already, what
 * differs, which row says the same again.
 *
 * A pupil is the same when surname and given name fold alike, patronymics do
 * not contradict each other, and the birth dates are equal or, where one is
 * not known, the class is. A guardian is the same when the names agree and the
 * e-mail or the phone does. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "domain/name_index.h"
#include "domain/roster_part.h"
#include "domain/school_year.h"
#include "store/classes.h"
#include "store/enrolments.h"
#include "store/guardians.h"
#include "store/people.h"
#include "store/roles.h"
#include "store/subjects.h"

struct known {
	struct person *people;
	size_t people_n;
	struct name_index names; /* fold of surname and given -> people[i] */
	struct enrolment *enrolments;
	size_t enrolments_n;
	struct class_line *classes;
	size_t classes_n;
	struct guardian *guardians;
	size_t guardians_n;
};

static const char *
key_of(struct arena *arena, const char *surname, const char *given)
{
	return text_fold(arena, arena_printf(arena, "%s %s", surname, given));
}

/* One of them missing is no contradiction. */
static bool
agree(struct arena *arena, const char *a, const char *b)
{
	if (!a[0] || !b[0] || strcmp(a, b) == 0)
		return true;
	return strcmp(text_fold(arena, a), text_fold(arena, b)) == 0;
}

static bool
same_text(const char *a, const char *b)
{
	return a && b && strcmp(a, b) == 0;
}

static enum err
school_load(struct act *act, struct roster *roster, struct known *k)
{
	struct academic_year year;
	int64_t inst = act->actor.inst, day = clock_day_at(act->now);
	size_t i;
	bool set;
	enum err err;

	if ((err = school_year_at(act, day, &year, &set)))
		return err;
	roster->year = year.year;
	if ((err = people_all(
		 act->school, act->arena, inst, &k->people, &k->people_n)))
		return err;
	name_index_init(&k->names, act->arena, k->people_n);
	for (i = 0; i < k->people_n; i++)
		name_index_add(&k->names,
		    key_of(
			act->arena, k->people[i].surname, k->people[i].given),
		    (int64_t)i);
	if ((err = enrolments_year(act->school, act->arena, inst, year.year,
		 &k->enrolments, &k->enrolments_n)))
		return err;
	if ((err = classes_list(act->school, act->arena, inst, year.year, day,
		 &k->classes, &k->classes_n)))
		return err;
	return guardians_all(
	    act->school, act->arena, inst, &k->guardians, &k->guardians_n);
}

/* Label of the class the pupil is in, "" for none. Enrolments come ordered by
 * pupil. */
static const char *
class_now(const struct known *k, int64_t pupil)
{
	size_t low = 0, high = k->enrolments_n, i;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (k->enrolments[mid].pupil <= pupil)
			low = mid + 1;
		else
			high = mid;
	}
	if (low == 0 || k->enrolments[low - 1].pupil != pupil)
		return "";
	for (i = 0; i < k->classes_n; i++) {
		if (k->classes[i].class.id == k->enrolments[low - 1].class)
			return k->classes[i].class.label;
	}
	return "";
}

/* ---- within the file ----------------------------------------------------- */

static bool
same_child(
    struct arena *arena, const struct roster_row *a, const struct roster_row *b)
{
	if (!agree(arena, a->patronymic, b->patronymic))
		return false;
	if (a->birth_on != DAY_NONE && b->birth_on != DAY_NONE)
		return a->birth_on == b->birth_on;
	return same_text(a->class, b->class);
}

static bool
same_colleague(
    struct arena *arena, const struct roster_row *a, const struct roster_row *b)
{
	if (!agree(arena, a->patronymic, b->patronymic))
		return false;
	if (a->birth_on != DAY_NONE && b->birth_on != DAY_NONE &&
	    a->birth_on != b->birth_on)
		return false;
	if (a->email && b->email && strcmp(a->email, b->email) != 0)
		return false;
	return true;
}

static void
repeats_find(struct act *act, struct roster *roster, struct name_index *seen,
    struct roster_row *row)
{
	const char *key = key_of(act->arena, row->surname, row->given);
	uint32_t at = 0;
	int64_t i;

	while (name_index_next(seen, key, &at, &i)) {
		const struct roster_row *first = &roster->rows[i];
		const char *name =
		    arena_printf(act->arena, "%s %s", row->surname, row->given);

		if (roster->kind == ROSTER_STAFF
			? !same_colleague(act->arena, first, row)
			: !same_child(act->arena, first, row))
			continue;
		if (roster->kind == ROSTER_PUPILS &&
		    !same_text(first->class, row->class)) {
			roster_issue_add(roster, row, ROSTER_CLASS,
			    ROSTER_TWO_CLASSES, row->class, first->class,
			    first->number);
			row->state = ROSTER_ERROR;
			return;
		}
		roster_issue_add(roster, row, ROSTER_ROW, ROSTER_SAME_ROW, name,
		    "", first->number);
		row->state = ROSTER_REPEAT;
		return;
	}
	name_index_add(seen, key, row - roster->rows);
}

/* ---- against the school -------------------------------------------------- */

static bool
pupil_matches(struct act *act, const struct known *k, const struct person *p,
    const struct roster_row *row)
{
	if (!agree(act->arena, p->patronymic, row->patronymic))
		return false;
	if (p->birth_on != DAY_NONE && row->birth_on != DAY_NONE)
		return p->birth_on == row->birth_on;
	return same_text(class_now(k, p->id), row->class);
}

static bool
contact_matches(const struct person *p, const char *email, const char *phone)
{
	return same_text(p->email, email) || same_text(p->phone, phone);
}

/* Somebody without a role of staff is a colleague only if an address or the
 * birth date says so: teachers have namesakes among pupils and parents. */
static bool
colleague_matches(
    struct act *act, const struct person *p, const struct roster_row *row)
{
	if (!agree(act->arena, p->patronymic, row->patronymic))
		return false;
	if (p->birth_on != DAY_NONE && row->birth_on != DAY_NONE)
		return p->birth_on == row->birth_on;
	return p->log_id[0] == 't' ||
	       contact_matches(p, row->email, row->phone);
}

static bool
closer(struct act *act, const struct person *p, const struct roster_row *row)
{
	return row->patronymic[0] && p->patronymic[0] &&
	       agree(act->arena, p->patronymic, row->patronymic);
}

/* The person of the row, or NULL. *alike: more than one fits equally. */
static const struct person *
person_find(struct act *act, const struct roster *roster, const struct known *k,
    const struct roster_row *row, bool *alike)
{
	const char *key = key_of(act->arena, row->surname, row->given);
	const struct person *found = NULL;
	uint32_t at = 0;
	int64_t i;

	*alike = false;
	while (name_index_next(&k->names, key, &at, &i)) {
		const struct person *p = &k->people[i];

		if (roster->kind == ROSTER_PUPILS
			? !pupil_matches(act, k, p, row)
			: !colleague_matches(act, p, row))
			continue;
		if (!found ||
		    (closer(act, p, row) && !closer(act, found, row))) {
			found = p;
			*alike = false;
		} else if (closer(act, p, row) == closer(act, found, row)) {
			*alike = true;
		}
	}
	return found;
}

static void
differs(struct roster *roster, struct roster_row *row,
    enum roster_column column, const char *value, const char *now)
{
	roster_issue_add(
	    roster, row, column, ROSTER_DIFFERS, value, now ? now : "", 0);
	if (row->state == ROSTER_PRESENT)
		row->state = ROSTER_CHANGE;
}

static void
text_compare_with(struct roster *roster, struct roster_row *row,
    enum roster_column column, const char *value, const char *now)
{
	if (value && value[0] && !(now && strcmp(value, now) == 0))
		differs(roster, row, column, value, now);
}

static void
person_compare(struct act *act, struct roster *roster, struct roster_row *row,
    const struct person *p)
{
	if (row->patronymic[0] && !p->patronymic[0])
		differs(roster, row, ROSTER_PATRONYMIC, row->patronymic, "");
	if (row->birth_on != DAY_NONE && p->birth_on == DAY_NONE)
		differs(roster, row, ROSTER_BIRTH,
		    clock_short(act->arena, row->birth_on), "");
	text_compare_with(roster, row, ROSTER_SEX, row->sex, p->sex);
	text_compare_with(roster, row, ROSTER_EMAIL, row->email, p->email);
	text_compare_with(roster, row, ROSTER_PHONE, row->phone, p->phone);
	if (p->left_on != DAY_NONE && p->left_on < clock_day_at(act->now))
		differs(roster, row, ROSTER_ROW,
		    arena_printf(act->arena, "%s %s", row->surname, row->given),
		    clock_short(act->arena, p->left_on));
}

static const struct person *
person_by_id(const struct known *k, int64_t id)
{
	size_t low = 0, high = k->people_n;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (k->people[mid].id < id)
			low = mid + 1;
		else
			high = mid;
	}
	if (low < k->people_n && k->people[low].id == id)
		return &k->people[low];
	return NULL;
}

static bool
guardian_named(
    struct act *act, const struct person *p, const struct roster_guardian *g)
{
	return strcmp(key_of(act->arena, p->surname, p->given),
		   key_of(act->arena, g->surname, g->given)) == 0 &&
	       agree(act->arena, p->patronymic, g->patronymic);
}

/* Of this pupil already; or anybody here with that name and an address. */
static void
guardian_find(struct act *act, const struct known *k, int64_t pupil,
    struct roster_guardian *g, bool *linked)
{
	const char *key = key_of(act->arena, g->surname, g->given);
	size_t low = 0, high = k->guardians_n;
	uint32_t at = 0;
	int64_t i;

	*linked = false;
	while (low < high) {
		size_t mid = (low + high) / 2;

		if (k->guardians[mid].pupil < pupil)
			low = mid + 1;
		else
			high = mid;
	}
	for (;
	     pupil && low < k->guardians_n && k->guardians[low].pupil == pupil;
	     low++) {
		const struct person *p =
		    person_by_id(k, k->guardians[low].guardian);

		if (p && guardian_named(act, p, g)) {
			g->person = p->id;
			*linked = true;
			return;
		}
	}
	while (name_index_next(&k->names, key, &at, &i)) {
		const struct person *p = &k->people[i];

		if (agree(act->arena, p->patronymic, g->patronymic) &&
		    contact_matches(p, g->email, g->phone)) {
			g->person = p->id;
			return;
		}
	}
}

static enum roster_column
guardian_column(const struct roster *roster, const struct roster_guardian *g)
{
	if (strcmp(g->relation, "mother") == 0)
		return ROSTER_MOTHER;
	if (strcmp(g->relation, "father") == 0)
		return ROSTER_FATHER;
	return roster_column_at(roster, ROSTER_GUARDIAN) >= 0 ? ROSTER_GUARDIAN
							      : ROSTER_SECOND;
}

static void
guardians_match(struct act *act, struct roster *roster, const struct known *k,
    struct roster_row *row)
{
	size_t i;

	for (i = 0; i < row->guardians_n; i++) {
		struct roster_guardian *g = &row->guardians[i];
		enum roster_column column = guardian_column(roster, g);
		const struct person *p;
		bool linked;

		guardian_find(act, k, row->person, g, &linked);
		if (!row->person)
			continue;
		if (!linked) {
			roster_issue_add(roster, row, column,
			    ROSTER_GUARDIAN_NEW,
			    arena_printf(
				act->arena, "%s %s", g->surname, g->given),
			    "", 0);
			if (row->state == ROSTER_PRESENT)
				row->state = ROSTER_CHANGE;
			continue;
		}
		p = person_by_id(k, g->person);
		text_compare_with(roster, row, column + 1, g->email, p->email);
		text_compare_with(roster, row, column + 2, g->phone, p->phone);
	}
}

static enum err
staff_compare(struct act *act, struct roster *roster, struct roster_row *row)
{
	int64_t inst = act->actor.inst;
	struct role_row *roles, *held = NULL;
	struct subject *taught;
	size_t roles_n, taught_n, i, j;
	enum err err;

	if ((err = roles_list(
		 act->school, act->arena, inst, row->person, &roles, &roles_n)))
		return err;
	for (i = 0; i < roles_n; i++) {
		if (strcmp(roles[i].role, "teacher") == 0 &&
		    roles[i].ends_on == DAY_NONE && !held)
			held = &roles[i];
	}
	if (!held)
		differs(
		    roster, row, ROSTER_POST, row->post ? row->post : "", "");
	else
		text_compare_with(
		    roster, row, ROSTER_POST, row->post, held->post);
	if ((err = subjects_taught(act->school, act->arena, inst, row->person,
		 &taught, &taught_n)))
		return err;
	for (i = 0; i < row->subjects_n; i++) {
		const char *fold = text_fold(act->arena, row->subjects[i]);

		for (j = 0; j < taught_n; j++) {
			if (strcmp(fold,
				text_fold(act->arena, taught[j].name)) == 0)
				break;
		}
		if (j == taught_n)
			differs(
			    roster, row, ROSTER_SUBJECTS, row->subjects[i], "");
	}
	return OK;
}

static enum err
row_match(struct act *act, struct roster *roster, const struct known *k,
    struct roster_row *row)
{
	enum roster_state before = row->state;
	const struct person *p;
	bool alike;
	enum err err;

	p = person_find(act, roster, k, row, &alike);
	if (alike) {
		roster_issue_add(roster, row, ROSTER_ROW, ROSTER_TWO_ALIKE,
		    arena_printf(act->arena, "%s %s", row->surname, row->given),
		    "", 0);
		row->state = ROSTER_ERROR;
		return OK;
	}
	if (p) {
		row->person = p->id;
		row->state = ROSTER_PRESENT;
		if (row->class && strcmp(class_now(k, p->id), row->class) != 0)
			differs(roster, row, ROSTER_CLASS, row->class,
			    class_now(k, p->id));
		person_compare(act, roster, row, p);
	}
	if (roster->kind == ROSTER_PUPILS)
		guardians_match(act, roster, k, row);
	else if (p && (err = staff_compare(act, roster, row)))
		return err;
	/* What is here already needs no repair; what is to be written does. */
	if (before == ROSTER_REPAIR && row->state != ROSTER_PRESENT)
		row->state = ROSTER_REPAIR;
	return OK;
}

enum err
roster_match(struct act *act, struct roster *roster)
{
	struct known k = {0};
	struct name_index seen;
	size_t i;
	enum err err;

	if ((err = school_load(act, roster, &k)))
		return err;
	name_index_init(&seen, act->arena, roster->rows_n);
	for (i = 0; i < roster->rows_n; i++) {
		struct roster_row *row = &roster->rows[i];

		if (row->state == ROSTER_ERROR)
			continue;
		repeats_find(act, roster, &seen, row);
		if (row->state == ROSTER_ERROR || row->state == ROSTER_REPEAT)
			continue;
		if ((err = row_match(act, roster, &k, row)))
			return err;
	}
	return OK;
}
