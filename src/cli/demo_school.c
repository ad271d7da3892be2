/* SPDX-License-Identifier: EUPL-1.2 */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "cli/demo.h"
#include "domain/ledger.h"
#include "store/classes.h"
#include "store/counters.h"
#include "store/enrolments.h"
#include "store/guardians.h"
#include "store/institutions.h"
#include "store/journals.h"
#include "store/people.h"
#include "store/roles.h"
#include "store/subjects.h"
#include "store/years.h"

/* What is taught, from which to which grade, how often a week. `basic`: also
 * where only a few subjects are kept. */
static const struct demo_subject {
	const char *name, *field;
	int from, to, weekly;
	bool basic;
} subjects[] = {
	{"Українська мова", "language", 1, 11, 3, true},
	{"Українська література", "language", 5, 11, 2, false},
	{"Зарубіжна література", "language", 5, 11, 2, false},
	{"Англійська мова", "foreign", 1, 11, 3, true},
	{"Математика", "mathematics", 1, 6, 4, true},
	{"Алгебра", "mathematics", 7, 11, 3, true},
	{"Геометрія", "mathematics", 7, 11, 2, false},
	{"Я досліджую світ", "nature", 1, 4, 4, true},
	{"Пізнаємо природу", "nature", 5, 6, 2, false},
	{"Біологія", "nature", 7, 11, 2, false},
	{"Географія", "nature", 6, 11, 2, false},
	{"Фізика", "nature", 7, 11, 2, true},
	{"Хімія", "nature", 7, 11, 2, false},
	{"Історія України", "history", 5, 11, 2, true},
	{"Всесвітня історія", "history", 6, 11, 1, false},
	{"Інформатика", "informatics", 2, 11, 1, false},
	{"Мистецтво", "arts", 1, 9, 1, false},
	{"Технології", "technology", 5, 11, 1, false},
	{"Фізична культура", "sport", 1, 11, 3, false},
	{"Захист України", "sport", 10, 11, 1, false},
};
#define SUBJECTS_N ((int)(sizeof(subjects) / sizeof(subjects[0])))

static struct act *
act_of(struct demo *demo)
{
	return &demo->cli->act;
}

/* Staff have an address and a birth date, so do most parents an address; the
 * others get a printed card. */
static void
reach(struct demo *demo, struct person *p, char kind)
{
	struct arena *arena = act_of(demo)->arena;

	if (kind == 'p')
		return;
	p->phone = arena_printf(arena, "+38067%07llu",
	    (unsigned long long)rng_below(&demo->rng, 10000000));
	if (kind == 't')
		p->birth_on = demo->year_from - 365 * 24 -
			      (int64_t)rng_below(&demo->rng, 365 * 36);
	if (kind == 't' || rng_below(&demo->rng, 3))
		p->email = arena_printf(arena, "%s%lld@demo.example",
		    text_latin(arena, p->surname), (long long)p->id);
}

/* A person with a pseudonym of the given kind ('t', 'p', 'x') and a role. */
static enum err
add_person_as(struct demo *demo, int64_t inst, const struct demo_person *name,
    char kind, int64_t birth_on, const struct role_row *role, int64_t *id,
    const char **log_id)
{
	struct act *act = act_of(demo);
	struct person p = {
	    .surname = name->surname,
	    .given = name->given,
	    .patronymic = name->patronymic,
	    .birth_on = birth_on,
	    .sex = name->sex,
	    .left_on = DAY_NONE,
	    .created_at = act->now,
	};
	bool inserted = false;
	enum err err;

	if ((err = counters_next(act->school, inst, "person", id)))
		return err;
	p.id = *id;
	reach(demo, &p, kind);
	while (!inserted) {
		p.log_id = arena_printf(act->arena, "%c-%llu", kind,
		    (unsigned long long)rng_below(&demo->rng, 9000000) + 1);
		if ((err = people_insert(
			 act->school, act->arena, inst, &p, &inserted)))
			return err;
	}
	if (log_id)
		*log_id = p.log_id;
	return roles_add(act->school, inst, *id, role, &inserted);
}

static enum err
add_person(struct demo *demo, int64_t inst, const struct demo_person *name,
    char kind, int64_t birth_on, const char *role, int64_t *id,
    const char **log_id)
{
	const struct role_row row = {.role = role,
	    .starts_on = demo->year_from,
	    .ends_on = DAY_NONE};

	return add_person_as(
	    demo, inst, name, kind, birth_on, &row, id, log_id);
}

static enum err
make_year(struct demo *demo, int64_t inst)
{
	const int y = (int)demo->year;
	struct academic_year year = {
	    .year = y,
	    .starts_on = clock_days((struct date){y, 9, 1}),
	    .ends_on = clock_days((struct date){y + 1, 6, 30}),
	    .terms_n = 2,
	    .terms = {{1, clock_days((struct date){y, 9, 1}),
			  clock_days((struct date){y, 12, 24})},
		{2, clock_days((struct date){y + 1, 1, 11}),
		    clock_days((struct date){y + 1, 5, 31})}},
	};

	return years_set(act_of(demo)->school, inst, &year);
}

/* "Гнатюк О. П." */
static const char *
short_name(struct arena *arena, const struct demo_person *p)
{
	return arena_printf(arena, "%s\u00a0%s.\u00a0%s.", p->surname,
	    text_initial(arena, p->given), text_initial(arena, p->patronymic));
}

/* A synthetic country has a teacher for every two thirds of a class, and at
 * least some. */
static int
staff_size(const struct demo *demo, const struct demo_school *s)
{
	if (demo->country)
		return s->classes_n + s->classes_n / 2 + 9;
	return s->plan->full ? 44 : s->classes_n + 3;
}

static enum err
make_staff(struct demo *demo, struct demo_school *s)
{
	static const char *const leaders[] = {
	    "head", "deputy", "admin", "secretary"};
	int64_t *const to[] = {&s->head, &s->deputy, &s->admin,
	    &s->secretary};
	struct act *act = act_of(demo);
	const char *log_ids[4];
	struct demo_person name;
	enum err err;

	for (int i = 0; i < 4; i++) {
		name = demo_name(act->arena, &demo->rng, NULL);
		if ((err = add_person(demo, s->inst, &name, 't', DAY_NONE,
			 leaders[i], to[i], &log_ids[i])))
			return err;
	}
	s->deputy_log_id = log_ids[1];
	s->teachers_n = staff_size(demo, s);
	for (int i = 0; i < s->teachers_n; i++) {
		struct demo_teacher *t = &s->teachers[i];

		name = demo_name(act->arena, &demo->rng, NULL);
		t->name = short_name(act->arena, &name);
		if ((err = add_person(demo, s->inst, &name, 't', DAY_NONE,
			 "teacher", &t->id, &t->log_id)))
			return err;
	}
	return OK;
}

/* The account with a child in both of the first two schools is one person. */
static struct demo_person
parent_name(struct demo *demo, bool chosen)
{
	struct arena *arena = act_of(demo)->arena;
	struct demo_person p = demo_name(arena, &demo->rng, NULL);

	/* Narrow columns must bear the longest. */
	if (demo->country && rng_below(&demo->rng, 40) == 0)
		p.surname = demo_surname(arena,
		    arena_printf(arena, "%s-%s", p.surname,
			demo_name(arena, &demo->rng, NULL).surname),
		    p.sex);
	if (!chosen)
		return p;
	if (!demo->guardian.surname)
		demo->guardian = p;
	return demo->guardian;
}

static enum err
add_family(struct demo *demo, struct demo_school *s, struct demo_class *c,
    int n)
{
	struct act *act = act_of(demo);
	/* Whom the list of accounts names: a parent of a pupil who has an
	 * account as well, in a small institution of whoever comes first. */
	const bool chosen =
	    !s->guardian && (c->grade >= 5 || c == &s->classes[s->classes_n - 1]);
	struct demo_person parent = parent_name(demo, chosen && s->inst <= 2);
	struct demo_person child =
	    demo_name(act->arena, &demo->rng, parent.surname);
	struct guardian link = {.created_at = act->now};
	struct enrolment enrolment = {.class = c->id,
	    .starts_on = demo->year_from, .ends_on = DAY_NONE};
	int64_t birth = demo->year_from - (c->grade + 6) * 365 -
			(int64_t)rng_below(&demo->rng, 330);
	enum err err;

	if ((err = add_person(demo, s->inst, &child, 'p', birth, "pupil",
		 &link.pupil, NULL)) ||
	    (err = add_person(demo, s->inst, &parent, 'x', DAY_NONE,
		 "guardian", &link.guardian, NULL)))
		return err;
	link.relation = *parent.sex == 'f' ? "mother" : "father";
	enrolment.pupil = link.pupil;
	c->pupils[n] = link.pupil;
	if (chosen) {
		s->guardian = link.guardian;
		s->guardian_pupil = link.pupil;
	}
	if ((err = enrolments_insert(act->school, s->inst, &enrolment)))
		return err;
	return guardians_insert(act->school, s->inst, &link);
}

static enum err
make_class(struct demo *demo, struct demo_school *s, const char *label)
{
	struct act *act = act_of(demo);
	struct demo_class *c = &s->classes[s->classes_n];
	struct class row = {.year = demo->year};
	bool changed;
	enum err err;

	if ((err = text_class_label(
		 act->arena, label, &c->label, &c->grade, &changed)) ||
	    (err = counters_next(act->school, s->inst, "class", &c->id)))
		return err;
	row.id = c->id;
	row.label = c->label;
	row.grade = c->grade;
	if ((err = classes_insert(act->school, act->arena, s->inst, &row)))
		return err;
	s->classes_n++;
	return OK;
}

static enum err
make_classes(struct demo *demo, struct demo_school *s)
{
	char *labels = arena_strdup(act_of(demo)->arena, s->plan->classes);
	char *label, *rest = labels;
	enum err err;

	while ((label = strsep(&rest, " ")))
		if (*label && s->classes_n < DEMO_CLASSES_MAX &&
		    (err = make_class(demo, s, label)))
			return err;
	return OK;
}

static int
class_size(struct demo *demo, const struct demo_school *s, int i)
{
	const int all = s->plan->all, n = s->classes_n;

	if (all)
		return all * (i + 1) / n - all * i / n;
	return s->plan->pupils - 3 + (int)rng_below(&demo->rng, 7);
}

static enum err
fill_classes(struct demo *demo, struct demo_school *s)
{
	struct act *act = act_of(demo);
	enum err err;

	for (int i = 0; i < s->classes_n; i++) {
		struct demo_class *c = &s->classes[i];

		c->pupils_n = class_size(demo, s, i);
		for (int n = 0; n < c->pupils_n; n++)
			if ((err = add_family(demo, s, c, n)))
				return err;
		c->teacher = &s->teachers[i % s->teachers_n];
		if ((err = classes_teacher_add(act->school, s->inst, c->id,
			 c->teacher->id, demo->year_from)))
			return err;
	}
	return OK;
}

static enum err
add_journal(struct demo *demo, struct demo_school *s, int class, int subject,
    int64_t subject_id, struct demo_teacher *teacher)
{
	struct act *act = act_of(demo);
	struct demo_journal *j = &s->journals[s->journals_n];
	struct journal row = {.year = demo->year,
	    .class = s->classes[class].id, .subject = subject_id, .part = ""};
	enum err err;

	if ((err = counters_next(act->school, s->inst, "journal", &j->id)))
		return err;
	row.journal = j->id;
	j->teacher = teacher;
	j->class = class;
	j->name = subjects[subject].name;
	j->weekly = subjects[subject].weekly;
	if ((err = journals_insert(act->school, s->inst, &row, act->now)))
		return err;
	s->journals_n++;
	return journals_teacher_add(act->school, s->inst, j->id, teacher->id,
	    demo->year_from, 0);
}

/* Grades 1-4 are taught by the class teacher, the others by specialists. */
static struct demo_teacher *
teacher_for(struct demo_school *s, int class, int subject, int nth)
{
	struct demo_class *c = &s->classes[class];
	int from = s->classes_n < s->teachers_n ? s->classes_n : 0;
	int specialists = s->teachers_n - from;

	if (c->grade <= 4 && s->plan->kind[0] == 's')
		return c->teacher;
	return &s->teachers[from + (subject + nth / 8) % specialists];
}

static enum err
make_journals(struct demo *demo, struct demo_school *s)
{
	struct act *act = act_of(demo);
	enum err err;

	s->journals = arena_array(act->arena,
	    (size_t)(s->classes_n * SUBJECTS_N + 1), sizeof(*s->journals));
	for (int i = 0; i < SUBJECTS_N; i++) {
		struct subject row = {
		    .name = subjects[i].name, .field = subjects[i].field};
		int nth = 0;

		if (!s->plan->full && !subjects[i].basic)
			continue;
		if ((err = counters_next(
			 act->school, s->inst, "subject", &row.id)) ||
		    (err = subjects_insert(
			 act->school, act->arena, s->inst, &row)))
			return err;
		for (int c = 0; c < s->classes_n; c++) {
			int grade = s->plan->kind[0] == 's'
					? s->classes[c].grade
					: 10;

			if (grade < subjects[i].from || grade > subjects[i].to)
				continue;
			if ((err = add_journal(demo, s, c, i, row.id,
				 teacher_for(s, c, i, nth++))))
				return err;
		}
	}
	return OK;
}

/* One who replaces a teacher until the end of the week after this, and one who
 * inspects until the end of the school year. */
static enum err
make_guests(struct demo *demo, struct demo_school *s)
{
	struct act *act = act_of(demo);
	const struct role_row inspects = {.role = "inspector",
	    .starts_on = demo->year_from,
	    .ends_on = clock_days((struct date){(int)demo->year + 1, 6, 30}),
	    .post = "планова перевірка ведення журналів"};
	struct demo_person name = demo_name(act->arena, &demo->rng, NULL);
	int64_t monday = demo->today - clock_weekday(demo->today) + 1;
	enum err err;

	if (!s->plan->full || !s->journals_n)
		return OK;
	if (monday < demo->year_from)
		monday = demo->year_from;
	if ((err = add_person(demo, s->inst, &name, 't', DAY_NONE,
		 "substitute", &s->substitute, NULL)) ||
	    (err = journals_teacher_add(act->school, s->inst,
		 s->journals[s->journals_n / 2].id, s->substitute, monday,
		 monday + 11)))
		return err;
	name = demo_name(act->arena, &demo->rng, NULL);
	return add_person_as(
	    demo, s->inst, &name, 't', DAY_NONE, &inspects, &s->inspector, NULL);
}

enum err
demo_school_register(
    struct demo *demo, int64_t inst, const struct demo_institution *plan)
{
	struct act *act = act_of(demo);
	struct institution row = {
	    .inst = inst,
	    .kind = plan->kind,
	    .name = plan->name,
	    .region = plan->region,
	    .community = plan->community,
	    .diso_id = plan->diso_id,
	    .edrpou = plan->edrpou,
	    .state = "active",
	    .joined_on = demo->year_from,
	    .created_at = act->now,
	};
	enum err err;

	if ((err = institutions_insert(act->registry, act->arena, &row)))
		return err;
	return ledger_append(act, &(struct event){
	    .kind = EVENT_REGISTRY,
	    .object = arena_printf(act->arena, "request/%lld.demo",
		(long long)inst),
	    .new = "approved",
	    .prev = -1}, NULL);
}

static enum err
fill(struct demo *demo, struct demo_school *s)
{
	struct act *act = act_of(demo);
	enum err err;

	if ((err = act_begin_school(act)))
		return err;
	if (!(err = make_year(demo, s->inst)) &&
	    !(err = make_classes(demo, s)) && !(err = make_staff(demo, s)) &&
	    !(err = fill_classes(demo, s)) &&
	    !(err = make_journals(demo, s)) &&
	    !(err = make_guests(demo, s)) &&
	    !(err = ledger_append(act, &(struct event){
		  .kind = EVENT_STRUCTURE,
		  .object = "import/demo",
		  .new = "demo",
		  .prev = -1}, NULL)))
		err = act_commit(act);
	act_rollback(act);
	return err;
}

enum err
demo_school_fill(struct demo *demo, int64_t inst,
    const struct demo_institution *plan, struct demo_school *s)
{
	*s = (struct demo_school){.inst = inst, .plan = plan};
	act_of(demo)->actor.inst = inst;
	return fill(demo, s);
}
