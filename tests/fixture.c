/* SPDX-License-Identifier: EUPL-1.2 */
#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/log.h"
#include "base/text.h"
#include "place.h"
#include "store/classes.h"
#include "store/counters.h"
#include "store/enrolments.h"
#include "store/guardians.h"
#include "store/institutions.h"
#include "store/journals.h"
#include "store/people.h"
#include "store/roles.h"
#include "store/subjects.h"

#define WAIT_MS 5000
#define YEAR 2026

static const char *const surnames[FX_PUPILS] = {"Авраменко", "Бондар",
    "В’юнник", "Гнатюк", "Ґалаґан", "Ґудзь", "Дем’янчук", "Д’яченко", "Єрмак",
    "Жук", "Зінченко", "Іваненко", "Ївженко", "Їжак", "Йосипенко", "Коваль",
    "Кравець", "Левченко", "Лисенко", "Мельник", "Нечипоренко-Ґалаґан",
    "Олійник", "Петрук", "Поліщук", "Савчук", "Стеф’юк", "Ткачук", "Холод",
    "Цап’як", "Щербина"};
static const char *const givens[FX_PUPILS] = {"Вікторія", "Юлія", "Остап",
    "Максим", "Єлизавета", "Лук’ян", "Соломія", "Захар", "Дарина", "Єва",
    "Назар", "Юрій", "Тимофій", "Мар’яна", "Богдан", "Ніка", "Юлія", "Тарас",
    "Данило", "Дарина", "Святослав", "Устим", "Єва", "Вікторія", "Іванна",
    "Григорій", "Софія", "Ілля", "Матвій", "Олег"};

static void
ok(enum err err)
{
	if (err)
		fail_msg("fixture: %s", err_name(err));
}

int64_t
fixture_day(int month, int day)
{
	return clock_days((struct date){YEAR, month, day});
}

static int64_t
add_person(struct fixture *f, int64_t inst, const char *surname,
    const char *given, const char *patronymic, char log_letter)
{
	struct person person = {
	    .surname = surname,
	    .given = given,
	    .patronymic = patronymic,
	    .birth_on = DAY_NONE,
	    .sex = "",
	    .left_on = DAY_NONE,
	    .created_at = f->act.now,
	};
	bool inserted;

	ok(counters_next(f->act.school, inst, "person", &person.id));
	person.log_id = arena_printf(
	    f->arena, "%c-%lld", log_letter, (long long)(100 + person.id));
	ok(people_insert(f->act.school, f->arena, inst, &person, &inserted));
	assert_true(inserted);
	return person.id;
}

static void
add_role(struct fixture *f, int64_t inst, int64_t person, const char *role)
{
	const struct role_row row = {
	    .role = role, .starts_on = fixture_day(9, 1), .ends_on = DAY_NONE};
	bool added;

	ok(roles_add(f->act.school, inst, person, &row, &added));
}

static void
add_class(struct fixture *f, int64_t inst, int64_t id, const char *label)
{
	const struct class class = {
	    .id = id, .year = YEAR, .grade = 7, .label = label};
	int64_t n;

	ok(counters_next(f->act.school, inst, "class", &n));
	assert_int_equal(n, id);
	ok(classes_insert(f->act.school, f->arena, inst, &class));
}

static void
add_subject(struct fixture *f, int64_t inst, int64_t id, const char *name)
{
	const struct subject subject = {.id = id, .name = name, .field = ""};
	int64_t n;

	ok(counters_next(f->act.school, inst, "subject", &n));
	assert_int_equal(n, id);
	ok(subjects_insert(f->act.school, f->arena, inst, &subject));
}

static void
add_journal(struct fixture *f, int64_t inst, int64_t id, int64_t class,
    int64_t subject, int64_t teacher)
{
	const struct journal journal = {.journal = id,
	    .year = YEAR,
	    .class = class,
	    .subject = subject,
	    .part = ""};
	int64_t n;

	ok(counters_next(f->act.school, inst, "journal", &n));
	assert_int_equal(n, id);
	ok(journals_insert(f->act.school, inst, &journal, f->act.now));
	ok(journals_teacher_add(
	    f->act.school, inst, id, teacher, fixture_day(9, 1), 0));
}

static void
add_pupil(struct fixture *f, int64_t inst, int64_t class, const char *surname,
    const char *given)
{
	const int64_t pupil = add_person(f, inst, surname, given, "", 'p');
	const struct enrolment row = {.class = class,
	    .pupil = pupil,
	    .starts_on = fixture_day(9, 1),
	    .ends_on = DAY_NONE};

	add_role(f, inst, pupil, "pupil");
	ok(enrolments_insert(f->act.school, inst, &row));
}

static void
add_guardian(struct fixture *f, int64_t guardian, int64_t pupil,
    const char *relation, bool restricted)
{
	const struct guardian row = {.pupil = pupil,
	    .guardian = guardian,
	    .relation = relation,
	    .restricted = restricted,
	    .created_at = f->act.now};

	ok(guardians_insert(f->act.school, 1, &row));
}

static void
add_staff(struct fixture *f)
{
	static const struct {
		const char *surname, *given, *patronymic, *role;
	} staff[] = {
	    {"Панченко", "Ірина", "Юріївна", "admin"},
	    {"Гончар", "Семен", "Ілліч", "head"},
	    {"Стеф’юк", "Ганна", "Яремівна", "deputy"},
	    {"Лисівка", "Оксана", "Петрівна", "teacher"},
	    {"Ткаченко", "Ігор", "Васильович", "teacher"},
	    {"Ґудзь", "Леонід", "Якович", "teacher"},
	    {"Авраменко", "Олена", "Михайлівна", "guardian"},
	    {"Авраменко", "Петро", "Лукич", "guardian"},
	};

	for (size_t i = 0; i < sizeof(staff) / sizeof(staff[0]); i++) {
		const bool family = !strcmp(staff[i].role, "guardian");
		const int64_t id = add_person(f, 1, staff[i].surname,
		    staff[i].given, staff[i].patronymic, family ? 'x' : 't');

		add_role(f, 1, id, staff[i].role);
	}
}

static void
make_school(struct fixture *f)
{
	struct db *db = f->act.school;

	ok(db_begin_write(db));
	add_staff(f);
	add_class(f, 1, FX_CLASS, "7-А");
	add_class(f, 1, FX_CLASS_B, "7-Б");
	for (int i = 0; i < FX_PUPILS; i++)
		add_pupil(f, 1, FX_CLASS, surnames[i], givens[i]);
	add_pupil(f, 1, FX_CLASS_B, "Авраменко", "Лук’ян");
	add_pupil(f, 1, FX_CLASS_B, "Білик", "Орест");
	add_pupil(f, 1, FX_CLASS_B, "Яцюк", "Ольга");
	add_subject(f, 1, FX_ALGEBRA, "Алгебра");
	add_subject(f, 1, FX_UKRAINIAN, "Українська мова");
	add_journal(
	    f, 1, FX_J_ALGEBRA, FX_CLASS, FX_ALGEBRA, FX_ALGEBRA_TEACHER);
	add_journal(
	    f, 1, FX_J_UKRAINIAN, FX_CLASS, FX_UKRAINIAN, FX_CLASS_TEACHER);
	add_journal(
	    f, 1, FX_J_ALGEBRA_B, FX_CLASS_B, FX_ALGEBRA, FX_ALGEBRA_TEACHER);
	ok(journals_teacher_add(
	    db, 1, FX_J_ALGEBRA, FX_LEFT_TEACHER, fixture_day(9, 1), 0));
	ok(people_set_left(db, 1, FX_LEFT_TEACHER, fixture_day(11, 20)));
	ok(classes_teacher_add(
	    db, 1, FX_CLASS, FX_CLASS_TEACHER, fixture_day(9, 1)));
	add_guardian(f, FX_MOTHER, FX_PUPIL, "mother", false);
	add_guardian(f, FX_MOTHER, FX_PUPIL_B, "mother", false);
	add_guardian(f, FX_FATHER, FX_PUPIL, "father", true);
	ok(db_commit(db));
}

static void
make_school_2(struct fixture *f)
{
	ok(db_begin_write(f->act.school));
	add_role(f, 2, add_person(f, 2, "Мороз", "Юлія", "Іванівна", 't'),
	    "teacher");
	add_class(f, 2, 1, "7-А");
	add_pupil(f, 2, 1, "Кущ", "Данило");
	add_subject(f, 2, 1, "Алгебра");
	add_journal(f, 2, FX2_JOURNAL, 1, 1, FX2_TEACHER);
	ok(db_commit(f->act.school));
}

static void
make_institution(struct fixture *f, int64_t inst, const char *name)
{
	const struct institution row = {.inst = inst,
	    .kind = "school",
	    .name = name,
	    .region = "59",
	    .state = "active",
	    .joined_on = fixture_day(9, 14),
	    .created_at = f->act.now};

	ok(db_begin_write(f->act.registry));
	ok(institutions_insert(f->act.registry, f->arena, &row));
	ok(db_commit(f->act.registry));
	ok(db_create_school(f->pool, inst));
}

void
fixture_open(struct fixture *f)
{
	struct db_place place;

	memset(f, 0, sizeof(*f));
	log_set_level(LOG_WARN);
	strcpy(f->dir, "/tmp/ej-fixture-XXXXXX");
	assert_non_null(mkdtemp(f->dir));
	ok(crypt_start());
	f->arena = arena_new();
	rng_seeded(&f->rng, 2026);
	ok(config_load(f->arena, f->dir, &f->config));
	place_create(f->dir);
	place = place_of(f->dir);
	ok(db_pool_open(&place, &f->pool));
	f->act = (struct act){.config = &f->config,
	    .arena = f->arena,
	    .pool = f->pool,
	    .rng = &f->rng};
	f->today = fixture_day(11, 23);
	fixture_time(f, f->today, 9, 0);
	ok(db_take_registry(f->pool, &f->act.registry));
	make_institution(f, 1, "Кролевецький ліцей № 1");
	make_institution(f, 2, "Лебединська гімназія");
	ok(db_take_school(f->pool, 2, WAIT_MS, &f->act.school));
	f->act.actor.inst = 2;
	make_school_2(f);
	fixture_as(f, FX_ADMIN, ROLE_ADMIN);
	make_school(f);
}

void
fixture_close(struct fixture *f)
{
	char command[80];

	if (f->act.school)
		db_give(f->act.school);
	if (f->act.registry)
		db_give(f->act.registry);
	db_pool_close(f->pool);
	arena_free(f->arena);
	snprintf(command, sizeof(command), "rm -rf %s", f->dir);
	assert_int_equal(system(command), 0);
}

void
fixture_as_at(struct fixture *f, int64_t inst, int64_t person, enum role role)
{
	const bool pupil = inst == 2 ? person == FX2_PUPIL : person >= FX_PUPIL;
	const bool family =
	    inst == 1 && (person == FX_MOTHER || person == FX_FATHER);

	if (f->act.actor.inst != inst) {
		db_give(f->act.school);
		ok(db_take_school(f->pool, inst, WAIT_MS, &f->act.school));
	}
	f->act.actor = (struct actor){
	    .account = 1000 * inst + person,
	    .inst = inst,
	    .person = person,
	    .role = role,
	    .log_id = arena_printf(f->arena, "%c-%lld",
		pupil ? 'p' : (family ? 'x' : 't'), (long long)(100 + person)),
	    .name = "",
	};
}

void
fixture_as(struct fixture *f, int64_t person, enum role role)
{
	fixture_as_at(f, 1, person, role);
}

void
fixture_time(struct fixture *f, int64_t day, int hour, int minute)
{
	f->act.now = clock_instant(day, hour, minute);
}

const char *
fixture_uuid(struct fixture *f)
{
	return arena_printf(f->arena, "00000000-0000-4000-8000-%012llx",
	    (unsigned long long)++f->uuid_n);
}

int
fixture_setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	fixture_open(f);
	*state = f;
	return 0;
}

int
fixture_teardown(void **state)
{
	fixture_close(*state);
	free(*state);
	return 0;
}
