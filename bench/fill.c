/* SPDX-License-Identifier: EUPL-1.2 */
/* fill STATE N [TIMES]: makes an installation of N institutions to measure on.
 * Each has a class of 30 pupils, a journal with 40 lessons (a mark in most
 * cells, one absence in ten) and a timetable's worth of other lessons this
 * week; TIMES as many classes, journals, marks and events. Written through the
 * domain, so the history is a real one. With a DATABASE_URL of an owner the
 * databases are made there, and STATE/bench.url is the app role's.
 *
 * STATE/bench.tsv gets a line an institution, with people who are signed in:
 *     inst  teacher's cookie  teacher's form token  guardian's cookie  week
 * where week is a day of the last whole week. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/config.h"
#include "domain/gradebook.h"
#include "domain/installation.h"
#include "domain/lessons_book.h"
#include "domain/session.h"
#include "domain/sharding.h"
#include "store/accounts.h"
#include "store/classes.h"
#include "store/counters.h"
#include "store/enrolments.h"
#include "store/guardians.h"
#include "store/institutions.h"
#include "store/journals.h"
#include "store/memberships.h"
#include "store/people.h"
#include "store/roles.h"
#include "store/subjects.h"
#include "store/years.h"
#include "web/app_token.h"

#define PUPILS 30
#define LESSONS 40
#define LESSONS_A_DAY 8
#define SUBJECTS 6 /* besides the measured journal */
#define GRADE 7
#define MIDDAY 12
#define SEED 2026
#define TEACHER 1 /* of the first class: nobody comes before */
#define HANDLES 8
#define PASSWORD "bench password of all" /* of every account */

static const char *const surnames[PUPILS] = {"Авраменко", "Бондар", "В’юнник",
    "Гнатюк", "Ґалаґан", "Ґудзь", "Дем’янчук", "Д’яченко", "Єрмак", "Жук",
    "Зінченко", "Іваненко", "Ївженко", "Їжак", "Йосипенко", "Коваль", "Кравець",
    "Левченко", "Лисенко", "Мельник", "Нечипоренко", "Олійник", "Петрук",
    "Поліщук", "Савчук", "Стеф’юк", "Ткачук", "Холод", "Цап’як", "Щербина"};
static const char *const subject_names[SUBJECTS + 1] = {"Алгебра",
    "Українська мова", "Біологія", "Фізика", "Історія України", "Географія",
    "Англійська мова"};

struct fill {
	struct act act;
	struct config config;
	struct rng secret, rng; /* the kernel's; the same every time */
	int64_t today, year, year_from;
	int64_t inst, class, teacher, guardian, pupil; /* the first of 30 */
	int64_t journal; /* of the class, the first of SUBJECTS + 1 */
	int64_t times;
	const char *password; /* its hash, made once */
	FILE *out;
};

/* The generator has no way on after a fault. */
static void
ok(enum err err)
{
	if (!err)
		return;
	fprintf(stderr, "fill: %s\n", err_name(err));
	exit(1);
}

static struct act *
act_of(struct fill *f)
{
	return &f->act;
}

/* ---- people ----------------------------------------------------------------
 */

static int64_t
add_person(struct fill *f, const char *surname, char letter, const char *role)
{
	struct act *act = act_of(f);
	const struct role_row held = {
	    .role = role, .starts_on = f->year_from, .ends_on = DAY_NONE};
	struct person p = {
	    .surname = surname,
	    .given = "Олена",
	    .patronymic = "Юріївна",
	    .birth_on = DAY_NONE,
	    .sex = "f",
	    .left_on = DAY_NONE,
	    .created_at = act->now,
	};
	bool added;

	ok(counters_next(act->school, f->inst, "person", &p.id));
	p.log_id = arena_printf(
	    act->arena, "%c-%lld", letter, (long long)(100 + p.id));
	ok(people_insert(act->school, act->arena, f->inst, &p, &added));
	ok(roles_add(act->school, f->inst, p.id, &held, &added));
	return p.id;
}

static void
add_people(struct fill *f)
{
	struct act *act = act_of(f);

	f->teacher = add_person(f, "Лисівка", 't', "teacher");
	if (f->class == 1)
		f->guardian = add_person(f, "Авраменко", 'x', "guardian");
	for (int i = 0; i < PUPILS; i++) {
		const int64_t id = add_person(f, surnames[i], 'p', "pupil");
		const struct enrolment row = {.class = f->class,
		    .pupil = id,
		    .starts_on = f->year_from,
		    .ends_on = DAY_NONE};

		if (i == 0)
			f->pupil = id;
		ok(enrolments_insert(act->school, f->inst, &row));
	}
	if (f->class > 1)
		return;
	ok(guardians_insert(act->school, f->inst,
	    &(struct guardian){.pupil = f->pupil,
		.guardian = f->guardian,
		.relation = "mother",
		.created_at = act->now}));
}

static void
add_subjects(struct fill *f)
{
	struct act *act = act_of(f);

	for (int64_t i = 1; i <= SUBJECTS + 1; i++) {
		struct subject subject = {
		    .name = subject_names[i - 1], .field = ""};

		ok(counters_next(act->school, f->inst, "subject", &subject.id));
		ok(subjects_insert(act->school, act->arena, f->inst, &subject));
	}
}

static void
add_journals(struct fill *f)
{
	struct act *act = act_of(f);

	for (int64_t i = 1; i <= SUBJECTS + 1; i++) {
		struct journal journal = {.year = f->year,
		    .class = f->class,
		    .subject = i,
		    .part = ""};

		ok(counters_next(
		    act->school, f->inst, "journal", &journal.journal));
		if (i == 1)
			f->journal = journal.journal;
		ok(journals_insert(act->school, f->inst, &journal, act->now));
		ok(journals_teacher_add(act->school, f->inst, journal.journal,
		    f->teacher, f->year_from, 0));
	}
}

static void
add_class(struct fill *f)
{
	struct act *act = act_of(f);

	ok(db_begin_write(act->school));
	ok(counters_next(act->school, f->inst, "class", &f->class));
	ok(classes_insert(act->school, act->arena, f->inst,
	    &(struct class){.id = f->class,
		.year = f->year,
		.grade = GRADE,
		.label = arena_printf(
		    act->arena, "%d-%lld", GRADE, (long long)f->class)}));
	add_people(f);
	add_journals(f);
	ok(db_commit(act->school));
}

static void
make_school(struct fill *f)
{
	struct act *act = act_of(f);
	const struct institution row = {.inst = f->inst,
	    .kind = "school",
	    .name =
		arena_printf(act->arena, "Ліцей № %lld", (long long)f->inst),
	    .region = "59",
	    .state = "active",
	    .joined_on = f->year_from,
	    .created_at = act->now};
	const struct academic_year year = {.year = f->year,
	    .starts_on = f->year_from,
	    .ends_on = f->year_from + 303,
	    .terms = {{1, f->year_from, f->year_from + 121},
		{2, f->year_from + 122, f->year_from + 303}},
	    .terms_n = 2};

	ok(db_begin_write(act->registry));
	ok(institutions_insert(act->registry, act->arena, &row));
	ok(db_commit(act->registry));
	ok(db_create_school(act->pool, f->inst));
	ok(act_open_school(act, f->inst));
	ok(db_set_durable(act->school, false));
	ok(db_begin_write(act->school));
	ok(years_set(act->school, f->inst, &year));
	add_subjects(f);
	ok(db_commit(act->school));
}

/* ---- lessons and marks
 * -------------------------------------------------------- */

static int64_t
add_lesson(struct fill *f, int64_t journal, int64_t day, int64_t number)
{
	struct act *act = act_of(f);
	const struct lesson_draft draft = {.journal = journal,
	    .seen = INT64_MAX,
	    .day = day,
	    .number = number,
	    .hours = 1,
	    .topic = "Лінійні рівняння з двома змінними, їх властивості",
	    .homework = "§ 14, вправи 512, 514 (парні)"};
	unsigned faults = 0;
	int64_t lesson;
	enum err err;

	act->now = clock_instant(day, MIDDAY, 0);
	err = lessons_book_save(act, &draft, &faults, &lesson);
	if (err)
		fprintf(stderr, "fill: lesson: faults %x\n", faults);
	ok(err);
	return lesson;
}

static void
give_marks(struct fill *f, int64_t journal, int64_t col, int pupils)
{
	struct gradebook_cell cells[PUPILS];
	struct gradebook_result results[PUPILS];
	struct act *act = act_of(f);
	size_t n = 0;

	for (int i = 0; i < pupils; i++) {
		const int64_t roll = (int64_t)rng_below(&f->rng, 20);
		const char *typed = roll < 2 ? "н"
					     : arena_printf(act->arena, "%lld",
						   (long long)(3 + roll / 2));

		cells[n++] = (struct gradebook_cell){
		    col, f->pupil + i, typed, INT64_MAX};
	}
	ok(gradebook_save(act, journal,
	    arena_printf(act->arena, "00000000-0000-4000-8000-%04llx%08llx",
		(long long)journal, (long long)col),
	    cells, n, results));
}

static void
fill_journals(struct fill *f)
{
	struct act *act = act_of(f);
	const int64_t span = f->today - f->year_from;
	const int64_t monday = f->today - clock_weekday(f->today) + 1;
	/* A whole week and what there is of this one. */
	int64_t from = monday - 7 > f->year_from ? monday - 7 : f->year_from;

	act->actor = (struct actor){.inst = f->inst,
	    .person = f->teacher,
	    .role = ROLE_TEACHER,
	    .log_id = arena_printf(
		act->arena, "t-%lld", (long long)(100 + f->teacher)),
	    .name = "Лисівка О. Ю."};
	for (int i = 0; i < LESSONS; i++) {
		const int64_t col = add_lesson(f, f->journal,
		    f->year_from + i * span / LESSONS, i % LESSONS_A_DAY);

		give_marks(f, f->journal, col, PUPILS);
	}
	for (; from <= f->today; from++)
		for (int s = 0; s < SUBJECTS && clock_weekday(from) <= 5; s++)
			give_marks(f, f->journal + s + 1,
			    add_lesson(f, f->journal + s + 1, from, s + 1),
			    PUPILS / 6);
	act->actor = (struct actor){.role = ROLE_SYSTEM, .log_id = "-"};
}

/* ---- who is signed in
 * ------------------------------------------------------------ */

static void
add_account(struct fill *f, int64_t account, int64_t person, char letter)
{
	struct act *act = act_of(f);
	const struct account_row row = {
	    .account = account,
	    .email = arena_printf(
		act->arena, "p%lld@school.example", (long long)account),
	    .name = "",
	    .log_id =
		arena_printf(act->arena, "%c-%lld", letter, (long long)account),
	    .lang = "uk",
	    .state = "active",
	    .password = f->password,
	    .created_at = act->now,
	};

	ok(accounts_insert(act->registry, &row));
	ok(memberships_add(act->registry, account, f->inst, person, act->now));
}

static const char *
sign_in(struct fill *f, int64_t account, struct session *session)
{
	struct act act = *act_of(f);
	const char *cookie;

	act.actor = (struct actor){0};
	ok(session_begin(&act,
	    &(struct session_start){.account = account, .agent = "bench"},
	    &cookie));
	ok(session_find(&act, cookie, session));
	return cookie;
}

static void
add_sessions(struct fill *f)
{
	struct act *act = act_of(f);
	const int64_t teacher = 2 * f->inst, guardian = teacher + 1;
	struct session session, other;
	const char *teachers, *guardians;

	act->now = time(NULL);
	ok(db_begin_write(act->registry));
	add_account(f, teacher, TEACHER, 't');
	add_account(f, guardian, f->guardian, 'x');
	ok(db_commit(act->registry));
	teachers = sign_in(f, teacher, &session);
	guardians = sign_in(f, guardian, &other);
	fprintf(f->out, "%lld\t%s\t%s\t%s\t%s\n", (long long)f->inst, teachers,
	    app_token_make(act, session.csrf,
		arena_printf(act->arena, "%lld.%lld.teacher",
		    (long long)f->inst, (long long)TEACHER)),
	    guardians, clock_iso(act->arena, f->today - 7));
}

/* The school year in which at least a month has passed. */
static void
set_year(struct fill *f)
{
	struct date d = clock_date(f->today - 30);

	f->year = d.month >= 9 ? d.year : d.year - 1;
	f->year_from = clock_days((struct date){(int)f->year, 9, 1});
}

/* Under a URL the role is made that a server works as. */
static void
make_place(struct fill *f, struct arena *arena, struct db_place *place)
{
	FILE *out;

	*place = db_place_of(&f->config);
	place->handles_max = HANDLES;
	if (!db_place_is_files(place)) {
		ok(db_place_demo(arena, place, "ejournal_bench"));
		f->config.database_url = place->registry_url;
		f->config.database_owner_url = place->owner_url;
		out = fopen(
		    arena_printf(arena, "%s/bench.url", f->config.state), "w");
		if (!out)
			ok(ERR_IO);
		fprintf(out, "%s\n", place->registry_url);
		fclose(out);
	}
	ok(db_state_create(place));
}

static void
open_state(struct fill *f, const char *state)
{
	struct arena *arena = arena_new();
	struct db_place place;

	ok(crypt_start());
	ok(crypt_password_hash(arena, PASSWORD, &f->password));
	rng_system(&f->secret);
	rng_seeded(&f->rng, SEED);
	if (mkdir(state, 0700) && errno != EEXIST)
		ok(ERR_IO);
	ok(config_load(arena, state, &f->config));
	make_place(f, arena, &place);
	f->act = (struct act){.config = &f->config,
	    .arena = arena,
	    .rng = &f->secret,
	    .now = time(NULL),
	    .actor = {.role = ROLE_SYSTEM, .log_id = "-"}};
	ok(db_pool_open(&place, &f->act.pool));
	ok(act_open(&f->act));
	f->today = clock_day_at(f->act.now);
	set_year(f);
}

static void
close_state(struct fill *f)
{
	act_close(&f->act);
	db_pool_close(f->act.pool);
	arena_free(f->act.arena);
}

int
main(int argc, char **argv)
{
	struct fill f = {0};
	int64_t n = argc == 3 || argc == 4 ? strtoll(argv[2], NULL, 10) : 0;

	f.times = argc == 4 ? strtoll(argv[3], NULL, 10) : 1;
	if (n < 1 || f.times < 1) {
		fprintf(stderr, "usage: fill STATE N [TIMES]\n");
		return EXIT_FAILURE;
	}
	log_set_level(LOG_WARN);
	open_state(&f, argv[1]);
	ok(installation_init(&f.act, false));
	ok(sharding_first(&f.act));
	f.out = fopen(arena_printf(f.act.arena, "%s/bench.tsv", argv[1]), "w");
	if (!f.out)
		return EXIT_FAILURE;
	for (f.inst = 1; f.inst <= n; f.inst++) {
		make_school(&f);
		for (int64_t i = f.times; i > 0; i--) {
			add_class(&f);
			fill_journals(&f);
		}
		ok(db_set_durable(f.act.school, true));
		add_sessions(&f);
		act_close_school(&f.act);
	}
	fclose(f.out);
	close_state(&f);
	return EXIT_SUCCESS;
}
