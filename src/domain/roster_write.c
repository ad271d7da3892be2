/* SPDX-License-Identifier: EUPL-1.2 */
/* What one row writes: classes, subjects, people, guardians. Every step is
 * noted in a->steps (the row's own) or a->shared (the list's). */
#include <string.h>

#include "base/text.h"
#include "domain/person.h"
#include "domain/roster_part.h"
#include "domain/subject.h"
#include "store/classes.h"
#include "store/counters.h"

static enum err
role_give(struct roster_writing *a, int64_t person, const char *role,
    int64_t starts_on, const char *post)
{
	struct role_row row = {role, starts_on, DAY_NONE, post};
	bool added;
	enum err err;

	if ((err = roles_add(
		 a->act->school, a->act->actor.inst, person, &row, &added)))
		return err;
	if (added)
		buf_addf(&a->steps, "R\t%lld\t%s\t%lld\n", (long long)person,
		    role, (long long)starts_on);
	return OK;
}

/* ---- classes and subjects ------------------------------------------------ */

static enum err
class_create(
    struct roster_writing *a, const struct roster_row *row, int64_t *id)
{
	struct class class = {
	    .year = a->roster->year, .label = row->class, .grade = row->grade};
	struct act *act = a->act;
	enum err err;

	err = classes_find_label(act->school, act->arena, act->actor.inst,
	    a->roster->year, row->class, &class);
	if (err && err != ERR_NOT_FOUND)
		return err;
	if (!err && class.removed_at) {
		buf_addf(&a->shared, "D\t%lld\t%lld\n", (long long)class.id,
		    (long long)class.removed_at);
		class.removed_at = 0;
		if ((err = classes_update(
			 act->school, act->arena, act->actor.inst, &class)))
			return err;
	} else if (err) {
		if ((err = counters_next(
			 act->school, act->actor.inst, "class", &class.id)))
			return err;
		if ((err = classes_insert(
			 act->school, act->arena, act->actor.inst, &class)))
			return err;
		buf_addf(&a->shared, "C\t%lld\n", (long long)class.id);
		a->done.classes++;
	}
	*id = class.id;
	return OK;
}

static enum err
class_of(struct roster_writing *a, const struct roster_row *row, int64_t *id)
{
	uint32_t at = 0;
	enum err err;

	if (name_index_next(&a->classes, row->class, &at, id))
		return OK;
	if ((err = class_create(a, row, id)))
		return err;
	name_index_add(&a->classes, row->class, *id);
	return OK;
}

static enum err
subject_of(struct roster_writing *a, const char *name, int64_t *id)
{
	const char *fold = text_fold(a->act->arena, name);
	uint32_t at = 0;
	bool added;
	enum err err;

	if (name_index_next(&a->subjects, fold, &at, id))
		return OK;
	if ((err = subject_ensure(a->act, name, id, &added)))
		return err;
	if (added) {
		buf_addf(&a->shared, "J\t%lld\n", (long long)*id);
		a->done.subjects++;
	}
	name_index_add(&a->subjects, fold, *id);
	return OK;
}

/* ---- people -------------------------------------------------------------- */

static enum err
person_new(struct roster_writing *a, struct person *p, char letter)
{
	enum err err;

	p->created_at = a->act->now;
	p->left_on = DAY_NONE;
	if (!p->sex)
		p->sex = "";
	if ((err = person_insert(a->act, p, letter)))
		return err;
	buf_addf(&a->steps, "N\t%lld\n", (long long)p->id);
	return OK;
}

static void
old_text(struct roster_writing *a, int64_t person, const char *field,
    const char *old)
{
	buf_addf(&a->steps, "V\t%lld\t%s\t%s\n", (long long)person, field,
	    old ? old : "");
}

static void
old_day(
    struct roster_writing *a, int64_t person, const char *field, int64_t old)
{
	old_text(a, person, field,
	    old == DAY_NONE
		? ""
		: arena_printf(a->act->arena, "%lld", (long long)old));
}

static bool
takes(const char *value, const char *now)
{
	return value && value[0] && !(now && strcmp(value, now) == 0);
}

/* Fills what is missing and replaces what differs; names stay: a spelling is
 * changed on the person's card. */
static enum err
person_refresh(struct roster_writing *a, int64_t id,
    const struct roster_row *row, const char *email, const char *phone)
{
	struct act *act = a->act;
	size_t before = a->steps.len;
	struct person p;
	enum err err;

	if ((err = people_find(
		 act->school, act->arena, act->actor.inst, id, &p)))
		return err;
	if (row && row->patronymic[0] && !p.patronymic[0]) {
		old_text(a, id, "patronymic", "");
		p.patronymic = row->patronymic;
	}
	if (row && row->birth_on != DAY_NONE && p.birth_on == DAY_NONE) {
		old_day(a, id, "birth", DAY_NONE);
		p.birth_on = row->birth_on;
	}
	if (row && takes(row->sex, p.sex)) {
		old_text(a, id, "sex", p.sex);
		p.sex = row->sex;
	}
	if (takes(email, p.email)) {
		old_text(a, id, "email", p.email);
		p.email = email;
	}
	if (takes(phone, p.phone)) {
		old_text(a, id, "phone", p.phone);
		p.phone = phone;
	}
	if (row && p.left_on != DAY_NONE && p.left_on < a->today) {
		old_day(a, id, "left", p.left_on);
		p.left_on = DAY_NONE;
	}
	if (a->steps.len == before)
		return OK;
	return people_update(act->school, act->arena, act->actor.inst, &p);
}

/* ---- guardians ----------------------------------------------------------- */

static const char *
guardian_key(struct roster_writing *a, const struct roster_guardian *g,
    const char *address)
{
	return arena_printf(a->act->arena, "%s\n%s",
	    text_fold(a->act->arena,
		arena_printf(a->act->arena, "%s %s", g->surname, g->given)),
	    address);
}

/* A guardian met in an earlier row under the same name and address. */
static bool
guardian_met(
    struct roster_writing *a, const struct roster_guardian *g, int64_t *id)
{
	uint32_t at = 0;

	if (g->email && name_index_next(&a->guardians,
			    guardian_key(a, g, g->email), &at, id))
		return true;
	at = 0;
	return g->phone && name_index_next(&a->guardians,
			       guardian_key(a, g, g->phone), &at, id);
}

static void
guardian_remember(
    struct roster_writing *a, const struct roster_guardian *g, int64_t id)
{
	if (g->email)
		name_index_add(&a->guardians, guardian_key(a, g, g->email), id);
	if (g->phone)
		name_index_add(&a->guardians, guardian_key(a, g, g->phone), id);
}

static enum err
guardian_of(
    struct roster_writing *a, const struct roster_guardian *g, int64_t *id)
{
	struct person p = {.surname = g->surname,
	    .given = g->given,
	    .patronymic = g->patronymic,
	    .birth_on = DAY_NONE,
	    .sex = strcmp(g->relation, "mother") == 0	? "f"
		   : strcmp(g->relation, "father") == 0 ? "m"
							: "",
	    .email = g->email,
	    .phone = g->phone};
	enum err err;

	if (g->person || guardian_met(a, g, id)) {
		if (g->person)
			*id = g->person;
		guardian_remember(a, g, *id);
		return person_refresh(a, *id, NULL, g->email, g->phone);
	}
	if ((err = person_new(a, &p, 'x')))
		return err;
	a->done.guardians++;
	*id = p.id;
	guardian_remember(a, g, p.id);
	return role_give(a, p.id, "guardian", a->today, NULL);
}

static enum err
guardians_write(struct roster_writing *a, const struct roster_row *row,
    int64_t pupil, const struct guardian_line *links, size_t links_n)
{
	size_t i, j;
	enum err err;

	for (i = 0; i < row->guardians_n; i++) {
		const struct roster_guardian *g = &row->guardians[i];
		struct guardian link = {.pupil = pupil,
		    .relation = g->relation,
		    .created_at = a->act->now};

		if ((err = guardian_of(a, g, &link.guardian)))
			return err;
		for (j = 0; j < links_n; j++) {
			if (links[j].link.guardian == link.guardian)
				break;
		}
		if (j < links_n)
			continue;
		if ((err = role_give(
			 a, link.guardian, "guardian", a->today, NULL)))
			return err;
		if ((err = guardians_insert(
			 a->act->school, a->act->actor.inst, &link)))
			return err;
		buf_addf(&a->steps, "L\t%lld\t%lld\n", (long long)pupil,
		    (long long)link.guardian);
	}
	return OK;
}

/* ---- pupils -------------------------------------------------------------- */

/* A new pupil is in the class from the first day of the year: lessons given
 * before the list was loaded are theirs too. A move counts from today. */
static enum err
enrol(struct roster_writing *a, int64_t pupil, int64_t class, int64_t from)
{
	struct enrolment e = {class, pupil, from, DAY_NONE};
	enum err err;

	if ((err = enrolments_insert(a->act->school, a->act->actor.inst, &e)))
		return err;
	buf_addf(&a->steps, "E\t%lld\t%lld\t%lld\n", (long long)class,
	    (long long)pupil, (long long)from);
	a->done.enrolments++;
	return OK;
}

static enum err
transfer(struct roster_writing *a, int64_t pupil, int64_t class)
{
	struct act *act = a->act;
	struct enrolment_step *steps;
	int64_t from = a->year.starts_on;
	bool there = false;
	size_t n, i;
	enum err err;

	if ((err = enrolments_pupil(
		 act->school, act->arena, act->actor.inst, pupil, &steps, &n)))
		return err;
	for (i = 0; i < n; i++) {
		struct enrolment e = {
		    steps[i].class, pupil, steps[i].starts_on, a->today - 1};

		if (steps[i].year != a->roster->year ||
		    steps[i].ends_on != DAY_NONE)
			continue;
		if (steps[i].class == class) {
			there = true;
			continue;
		}
		if (e.ends_on < e.starts_on)
			e.ends_on = e.starts_on;
		if ((err = enrolments_end(act->school, act->actor.inst, &e)))
			return err;
		buf_addf(&a->steps, "X\t%lld\t%lld\t%lld\n", (long long)e.class,
		    (long long)pupil, (long long)e.starts_on);
		from = a->today;
	}
	for (i = 0; i < n && !there; i++) {
		struct enrolment e = {class, pupil, from, DAY_NONE};

		if (steps[i].class != class || steps[i].starts_on != from)
			continue;
		/* There from that very day once before: the stretch opens
		 * again. */
		buf_addf(&a->steps, "O\t%lld\t%lld\t%lld\t%lld\n",
		    (long long)class, (long long)pupil, (long long)from,
		    (long long)steps[i].ends_on);
		return enrolments_end(act->school, act->actor.inst, &e);
	}
	return there ? OK : enrol(a, pupil, class, from);
}

enum err
roster_write_pupil(struct roster_writing *a, struct roster_row *row)
{
	struct act *act = a->act;
	struct guardian_line *links = NULL;
	struct person p = {.surname = row->surname,
	    .given = row->given,
	    .patronymic = row->patronymic,
	    .birth_on = row->birth_on,
	    .sex = row->sex,
	    .email = row->email,
	    .phone = row->phone};
	int64_t class, pupil = row->person;
	size_t links_n = 0;
	enum err err;

	if ((err = class_of(a, row, &class)))
		return err;
	if (!pupil) {
		if ((err = person_new(a, &p, 'p')))
			return err;
		pupil = p.id;
		a->done.people++;
		if ((err = enrol(a, pupil, class, a->year.starts_on)))
			return err;
	} else {
		a->done.changed++;
		if ((err = person_refresh(
			 a, pupil, row, row->email, row->phone)))
			return err;
		if ((err = transfer(a, pupil, class)))
			return err;
		if ((err = guardians_of(act->school, act->arena,
			 act->actor.inst, pupil, &links, &links_n)))
			return err;
	}
	if ((err = role_give(a, pupil, "pupil", a->year.starts_on, NULL)))
		return err;
	return guardians_write(a, row, pupil, links, links_n);
}

/* ---- staff --------------------------------------------------------------- */

static enum err
post_refresh(struct roster_writing *a, int64_t person, const char *post)
{
	struct act *act = a->act;
	struct role_row *roles;
	size_t n, i;
	enum err err;

	if ((err = roles_list(
		 act->school, act->arena, act->actor.inst, person, &roles, &n)))
		return err;
	for (i = 0; post && i < n; i++) {
		if (strcmp(roles[i].role, "teacher") != 0 ||
		    roles[i].ends_on != DAY_NONE || !takes(post, roles[i].post))
			continue;
		old_text(a, person,
		    arena_printf(
			act->arena, "post.%lld", (long long)roles[i].starts_on),
		    roles[i].post);
		roles[i].post = post;
		if ((err = roles_update(
			 act->school, act->actor.inst, person, &roles[i])))
			return err;
	}
	return OK;
}

enum err
roster_write_colleague(struct roster_writing *a, struct roster_row *row)
{
	struct act *act = a->act;
	struct person p = {.surname = row->surname,
	    .given = row->given,
	    .patronymic = row->patronymic,
	    .birth_on = row->birth_on,
	    .sex = row->sex,
	    .email = row->email,
	    .phone = row->phone};
	int64_t person = row->person, subject;
	bool added;
	size_t i;
	enum err err;

	if (!person) {
		if ((err = person_new(a, &p, 't')))
			return err;
		person = p.id;
		a->done.people++;
	} else {
		a->done.changed++;
		if ((err = person_refresh(
			 a, person, row, row->email, row->phone)))
			return err;
		if ((err = post_refresh(a, person, row->post)))
			return err;
	}
	if ((err = role_give(a, person, "teacher", a->today, row->post)))
		return err;
	for (i = 0; i < row->subjects_n; i++) {
		if ((err = subject_of(a, row->subjects[i], &subject)))
			return err;
		if ((err = subjects_teacher_add(act->school, act->actor.inst,
			 person, subject, &added)))
			return err;
		if (added)
			buf_addf(&a->steps, "S\t%lld\t%lld\n",
			    (long long)person, (long long)subject);
	}
	return OK;
}
