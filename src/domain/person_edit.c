/* SPDX-License-Identifier: EUPL-1.2 */
/* Adding a person, changing the card, leaving, moving between classes. */
#include <string.h>

#include "base/clock.h"
#include "base/codes.h"
#include "base/text.h"
#include "domain/person.h"
#include "domain/person_part.h"
#include "domain/school_year.h"
#include "store/classes.h"

#define BIRTH_YEAR_MIN 1920

static const char *
typed(const char *s)
{
	return s ? s : "";
}

static bool
name_read(struct act *act, const char *s, bool required, const char **out)
{
	const char *clean;

	if (text_clean(act->arena, typed(s), strlen(typed(s)),
		PERSON_NAME_BYTES_MAX, false, &clean))
		return false;
	*out = clean;
	if (!clean[0])
		return !required;
	switch (
	    person_name_check(act->arena, clean, PERSON_NAME_BYTES_MAX, out)) {
	case NAME_FINE:
	case NAME_REPAIRED:
		return true;
	default:
		return false;
	}
}

static bool
birth_read(struct act *act, const char *s, int64_t *day)
{
	*day = DAY_NONE;
	if (!typed(s)[0])
		return true;
	return clock_parse_date(s, day) == OK &&
	       *day <= clock_day_at(act->now) &&
	       clock_date(*day).year >= BIRTH_YEAR_MIN;
}

static bool
phone_read(struct act *act, const char *s, const char **out)
{
	*out = NULL;
	if (!typed(s)[0])
		return true;
	return codes_phone_any(act->arena, s, out) == OK;
}

static bool
note_read(struct act *act, const char *s, const char **out)
{
	if (text_clean(act->arena, typed(s), strlen(typed(s)),
		PERSON_NOTE_BYTES_MAX, true, out))
		return false;
	if (!(*out)[0])
		*out = NULL;
	return true;
}

static enum person_fault
form_read(struct act *act, const struct person_form *form, struct person *p)
{
	const char *sex = typed(form->sex);

	if (!name_read(act, form->surname, true, &p->surname))
		return PERSON_SURNAME;
	if (!name_read(act, form->given, true, &p->given))
		return PERSON_GIVEN;
	if (!name_read(act, form->patronymic, false, &p->patronymic))
		return PERSON_PATRONYMIC;
	if (!birth_read(act, form->birth, &p->birth_on))
		return PERSON_BIRTH;
	if (sex[0] && strcmp(sex, "f") != 0 && strcmp(sex, "m") != 0)
		return PERSON_SEX;
	p->sex = sex;
	p->email = NULL;
	if (typed(form->email)[0]) {
		if (!codes_email_valid(form->email))
			return PERSON_EMAIL;
		p->email = codes_email_lower(act->arena, form->email);
	}
	if (!phone_read(act, form->phone, &p->phone))
		return PERSON_PHONE;
	if (!note_read(act, form->note, &p->note))
		return PERSON_NOTE;
	return PERSON_FINE;
}

static bool
is_staff(const char *role)
{
	return strcmp(role, "teacher") == 0 || strcmp(role, "head") == 0 ||
	       strcmp(role, "deputy") == 0 || strcmp(role, "secretary") == 0;
}

/* What the new person is, beside the name. */
static enum err
place_write(struct act *act, const struct person_form *form,
    const struct person *p, enum person_fault *fault)
{
	struct role_row role = {.role = form->role,
	    .starts_on = clock_day_at(act->now),
	    .ends_on = DAY_NONE};
	struct enrolment e = {form->class, p->id, role.starts_on, DAY_NONE};
	struct academic_year year;
	struct class class;
	bool set;
	enum err err;

	if (is_staff(form->role)) {
		if (text_clean(act->arena, typed(form->post),
			strlen(typed(form->post)), PERSON_POST_BYTES_MAX, false,
			&role.post)) {
			*fault = PERSON_ROLE;
			return ERR_INVALID;
		}
		if (!role.post[0])
			role.post = NULL;
	}
	if (strcmp(form->role, "pupil") == 0) {
		if ((err = school_year_at(act, role.starts_on, &year, &set)))
			return err;
		err = classes_find(act->school, act->arena, act->actor.inst,
		    form->class, &class);
		if (err == ERR_NOT_FOUND || (!err && class.removed_at)) {
			*fault = PERSON_CLASS;
			return ERR_INVALID;
		}
		if (err)
			return err;
		if ((err = enrolments_insert(act->school, act->actor.inst, &e)))
			return err;
	}
	return roles_add(act->school, act->actor.inst, p->id, &role, NULL);
}

enum err
person_add(struct act *act, const struct person_form *form, int64_t *id,
    enum person_fault *fault)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct person p = {.left_on = DAY_NONE, .created_at = act->now};
	const char *role = typed(form->role);
	bool pupil = strcmp(role, "pupil") == 0;
	bool guardian = strcmp(role, "guardian") == 0;
	enum err err;

	if ((err = person_permit(act)))
		return err;
	*fault = form_read(act, form, &p);
	if (!*fault && !pupil && !guardian && !is_staff(role))
		*fault = PERSON_ROLE;
	if (*fault)
		return ERR_INVALID;
	/* Rights over journals are the administrator's to give. */
	if (is_staff(role) && strcmp(role, "teacher") != 0 &&
	    act->actor.role != ROLE_ADMIN)
		return ERR_DENIED;
	if ((err = act_begin_school(tx)))
		return err;
	if ((err = person_insert(act, &p, pupil ? 'p' : guardian ? 'x' : 't')))
		return err;
	if ((err = place_write(act, form, &p, fault)))
		return err;
	if (guardian && form->pupil &&
	    (err = guardians_insert(act->school, act->actor.inst,
		 &(struct guardian){.pupil = form->pupil,
		     .guardian = p.id,
		     .relation = typed(form->relation),
		     .created_at = act->now})))
		return err == ERR_INVALID ? ERR_NOT_FOUND : err;
	if ((err = person_note(act, &p, NULL, role)))
		return err;
	if ((err = act_commit(act)))
		return err;
	*id = p.id;
	return OK;
}

static bool
same(const char *a, const char *b)
{
	return strcmp(typed(a), typed(b)) == 0;
}

/* Which kinds of things changed, for the history: the values themselves are
 * no business of a log that many may check. */
static const char *
changes_text(
    struct arena *arena, const struct person *a, const struct person *b)
{
	struct buf text;

	buf_init(&text, arena, 64);
	if (!same(a->surname, b->surname) || !same(a->given, b->given) ||
	    !same(a->patronymic, b->patronymic))
		buf_adds(&text, "name ");
	if (a->birth_on != b->birth_on)
		buf_adds(&text, "birth ");
	if (!same(a->sex, b->sex))
		buf_adds(&text, "sex ");
	if (!same(a->email, b->email))
		buf_adds(&text, "email ");
	if (!same(a->phone, b->phone))
		buf_adds(&text, "phone ");
	if (!same(a->note, b->note))
		buf_adds(&text, "note ");
	if (text.len)
		buf_cut(&text, text.len - 1);
	return text.p;
}

enum err
person_change(struct act *act, int64_t id, const struct person_form *form,
    enum person_fault *fault)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct person old, new;
	const char *changes;
	enum err err;

	if ((err = person_permit(act)) || (err = act_begin_school(tx)))
		return err;
	if ((err = people_find(
		 act->school, act->arena, act->actor.inst, id, &old)))
		return err;
	if (old.merged_into)
		return ERR_NOT_FOUND;
	new = old;
	if ((*fault = form_read(act, form, &new)))
		return ERR_INVALID;
	changes = changes_text(act->arena, &old, &new);
	if (!changes[0])
		return OK;
	if ((err = people_update(
		 act->school, act->arena, act->actor.inst, &new)))
		return err;
	if ((err = person_note(act, &new, NULL, changes)))
		return err;
	return act_commit(act);
}

static const char *
day_text(struct arena *arena, int64_t day)
{
	return day == DAY_NONE
		   ? NULL
		   : arena_printf(arena, "left %s", clock_iso(arena, day));
}

enum err
person_leave(struct act *act, int64_t id, int64_t day)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct person p;
	int64_t before;
	enum err err;

	if ((err = person_permit(act)) || (err = act_begin_school(tx)))
		return err;
	/* Nobody locks themselves out. */
	if (id == act->actor.person)
		return ERR_CONFLICT;
	if ((err = people_find(
		 act->school, act->arena, act->actor.inst, id, &p)))
		return err;
	if (p.merged_into)
		return ERR_NOT_FOUND;
	before = p.left_on;
	if (before == day)
		return OK;
	if ((err = person_permit_over(
		 act, id, ROLE_PUPIL | ROLE_GUARDIAN | ROLE_TEACHER)))
		return err;
	if (day != DAY_NONE && (err = person_admin_stays(act, id)))
		return err;
	if ((err = people_set_left(act->school, act->actor.inst, id, day)))
		return err;
	if ((err = person_note(act, &p, day_text(act->arena, before),
		 day_text(act->arena, day))))
		return err;
	return act_commit(act);
}

/* Ends what is open this year; *from is the first day in the new class: the
 * beginning of the year for a pupil who had none. */
static enum err
stretches_end(
    struct act *act, int64_t pupil, int64_t class, int64_t day, bool *there)
{
	struct enrolment_step *steps;
	size_t n, i;
	enum err err;

	*there = false;
	if ((err = enrolments_pupil(
		 act->school, act->arena, act->actor.inst, pupil, &steps, &n)))
		return err;
	for (i = 0; i < n; i++) {
		struct enrolment e = {
		    steps[i].class, pupil, steps[i].starts_on, day - 1};

		if (steps[i].ends_on != DAY_NONE)
			continue;
		if (steps[i].class == class) {
			*there = true;
			continue;
		}
		if (e.ends_on < e.starts_on)
			err =
			    enrolments_delete(act->school, act->actor.inst, &e);
		else
			err = enrolments_end(act->school, act->actor.inst, &e);
		if (err)
			return err;
	}
	return OK;
}

enum err
person_move(struct act *act, int64_t pupil, int64_t class, int64_t day)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct enrolment e = {class, pupil, day, DAY_NONE};
	struct role_row role = {"pupil", day, DAY_NONE, NULL};
	struct class to = {.label = NULL};
	struct person p;
	bool there;
	enum err err;

	if ((err = person_permit(act)) || (err = act_begin_school(tx)))
		return err;
	if ((err = people_find(
		 act->school, act->arena, act->actor.inst, pupil, &p)))
		return err;
	if (class && (err = classes_find(act->school, act->arena,
			  act->actor.inst, class, &to)))
		return err;
	if (p.merged_into || to.removed_at)
		return ERR_NOT_FOUND;
	if ((err = stretches_end(act, pupil, class, day, &there)))
		return err;
	if (class && !there) {
		if ((err = enrolments_delete(
			 act->school, act->actor.inst, &e)) ||
		    (err = enrolments_insert(
			 act->school, act->actor.inst, &e)) ||
		    (err = roles_add(
			 act->school, act->actor.inst, pupil, &role, NULL)))
			return err;
	}
	if ((err = person_note(act, &p, NULL,
		 arena_printf(act->arena, "class %s from %s",
		     class ? to.label : "none", clock_iso(act->arena, day)))))
		return err;
	return act_commit(act);
}
