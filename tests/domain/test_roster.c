/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/roster.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/table.h"
#include "domain/gradebook.h"
#include "domain/ledger.h"
#include "domain/lessons_book.h"
#include "domain/person.h"
#include "fixture.h"
#include "store/classes.h"
#include "store/events.h"

#define HEAD                                                                                                  \
	"Клас;Прізвище;Ім’я;По батькові;Дата народження;Стать;" \
	"Один із батьків;E-mail батьків;Телефон батьків\n"

static struct bytes
file_named(struct fixture *f, const char *name)
{
	const char *dir = getenv("TEST_DATA");
	char piece[4096];
	struct buf b;
	FILE *in;
	size_t n;

	in = fopen(
	    arena_printf(f->arena, "%s/rosters/%s", dir ? dir : ".", name),
	    "rb");
	assert_non_null(in);
	buf_init(&b, f->arena, 4096);
	while ((n = fread(piece, 1, sizeof(piece), in)) > 0)
		buf_add(&b, piece, n);
	fclose(in);
	return (struct bytes){b.p, b.len};
}

static int64_t
upload(struct fixture *f, enum roster_kind kind, struct bytes file)
{
	struct table_problem problem;
	int64_t id;

	assert_int_equal(
	    roster_upload(&f->act, kind, "list.csv", file, &id, &problem), OK);
	return id;
}

static int64_t
upload_text(struct fixture *f, enum roster_kind kind, const char *text)
{
	return upload(f, kind, (struct bytes){text, strlen(text)});
}

static struct roster
opened(struct fixture *f, int64_t id)
{
	struct roster r;

	assert_int_equal(roster_open(&f->act, id, &r), OK);
	return r;
}

static void
decide(struct fixture *f, int64_t id, enum roster_state state,
    enum roster_choice choice)
{
	struct roster_decision d = {0, state, choice};

	assert_int_equal(roster_decide(&f->act, id, &d, 1), OK);
}

static struct roster_done
applied(struct fixture *f, int64_t id)
{
	struct roster_done done;

	assert_int_equal(roster_apply(&f->act, id, &done), OK);
	return done;
}

static int64_t
events(struct fixture *f)
{
	int64_t size, at;

	assert_int_equal(
	    events_head(f->act.school, f->act.actor.inst, &size, &at), OK);
	return size;
}

static size_t
people(struct fixture *f)
{
	struct person *list;
	size_t n;

	assert_int_equal(
	    people_all(f->act.school, f->arena, f->act.actor.inst, &list, &n),
	    OK);
	return n;
}

static const struct roster_issue *
issue_of(const struct roster *r, int64_t number)
{
	size_t i;

	for (i = 0; i < r->issues_n; i++) {
		if (r->issues[i].number == number)
			return &r->issues[i];
	}
	fail_msg("row %lld has no issue", (long long)number);
	return NULL;
}

static void
assert_issue(const struct roster *r, int64_t number, enum roster_column column,
    enum roster_code code, const char *param)
{
	const struct roster_issue *issue = issue_of(r, number);

	assert_int_equal(issue->column, column);
	assert_int_equal(issue->code, code);
	assert_string_equal(issue->param, param);
}

static struct person
person_named(struct fixture *f, const char *words)
{
	struct people_query q = {.words = words, .day = f->today, .limit = 10};
	struct people_line *lines;
	int64_t total;
	size_t n;

	assert_int_equal(person_list(&f->act, &q, &lines, &n, &total), OK);
	assert_int_equal(n, 1);
	return lines[0].person;
}

/* School 2 knows next to nobody: no namesakes. */
static struct act *
empty_school(struct fixture *f)
{
	fixture_as_at(f, 2, FX2_TEACHER, ROLE_ADMIN);
	return &f->act;
}

static void
good_file_comes_in_whole(void **state)
{
	struct fixture *f = *state;
	const int64_t inst = empty_school(f)->actor.inst;
	int64_t before = events(f);
	size_t here = people(f);
	int64_t id = upload(
	    f, ROSTER_PUPILS, file_named(f, "pupils-utf8-semicolon.csv"));
	struct roster r = opened(f, id);
	struct roster_done done;

	assert_int_equal(r.rows_n, 139);
	assert_int_equal(r.counts[ROSTER_READY], 139);
	assert_int_equal(r.undecided_n, 0);
	done = applied(f, id);
	assert_int_equal(done.people, 139);
	assert_int_equal(done.enrolments, 139);
	assert_int_equal(people(f), here + 139 + (size_t)done.guardians);
	assert_int_equal(events(f), before + 1);
	assert_int_equal(inst, 2);
}

static void
same_file_twice_changes_nothing(void **state)
{
	struct fixture *f = *state;
	struct act *act = empty_school(f);
	struct bytes file = file_named(f, "pupils-utf8-semicolon.csv");
	int64_t id = upload(f, ROSTER_PUPILS, file);
	struct roster_done done;
	struct roster r;
	int64_t after;

	applied(f, id);
	after = events(f);
	id = upload(f, ROSTER_PUPILS, file);
	r = opened(f, id);
	assert_int_equal(r.counts[ROSTER_PRESENT], 139);
	assert_int_equal(r.issues_n, 0);
	assert_int_equal(roster_apply(act, id, &done), ERR_INVALID);
	assert_int_equal(events(f), after);
}

static void
seven_faults_are_named_by_row(void **state)
{
	struct fixture *f = *state;
	int64_t id = upload(
	    f, ROSTER_PUPILS, file_named(f, "pupils-errors-cp1251-tab.csv"));
	struct roster r = opened(f, id);

	assert_string_equal(r.import.charset, "windows-1251");
	assert_string_equal(r.import.separator, "\t");
	assert_int_equal(r.rows_n, 20);
	assert_int_equal(r.issues_n, 7);
	assert_issue(&r, 4, ROSTER_BIRTH, ROSTER_NO_SUCH_DATE, "");
	assert_string_equal(issue_of(&r, 4)->value, "31.02.2015");
	assert_issue(&r, 6, ROSTER_SURNAME, ROSTER_MISSING, "");
	assert_issue(&r, 7, ROSTER_CLASS, ROSTER_CLASS_FORM, "5-А");
	assert_issue(&r, 9, ROSTER_ROW, ROSTER_SAME_ROW, "");
	assert_int_equal(issue_of(&r, 9)->row, 8);
	assert_issue(&r, 11, ROSTER_SURNAME, ROSTER_LETTERS, "Мельник");
	assert_issue(&r, 13, ROSTER_GUARDIAN_EMAIL, ROSTER_NO_EMAIL, "");
	assert_issue(&r, 15, ROSTER_GIVEN, ROSTER_FORMULA, "");
	assert_int_equal(r.counts[ROSTER_ERROR], 4);
	assert_int_equal(r.counts[ROSTER_REPAIR], 2);
	assert_int_equal(r.counts[ROSTER_REPEAT], 1);
	assert_int_equal(r.counts[ROSTER_READY], 13);
	assert_int_equal(r.undecided_n, 7);
}

static void
nothing_is_written_before_every_row_is_decided(void **state)
{
	struct fixture *f = *state;
	size_t here = people(f);
	int64_t before = events(f);
	int64_t id = upload(
	    f, ROSTER_PUPILS, file_named(f, "pupils-errors-cp1251-tab.csv"));
	struct roster_done done;
	struct person p;

	assert_int_equal(roster_apply(&f->act, id, &done), ERR_INVALID);
	decide(f, id, ROSTER_ERROR, ROSTER_SKIP);
	decide(f, id, ROSTER_REPEAT, ROSTER_SKIP);
	assert_int_equal(roster_apply(&f->act, id, &done), ERR_INVALID);
	assert_int_equal(people(f), here);
	assert_int_equal(events(f), before);
	decide(f, id, ROSTER_REPAIR, ROSTER_ACCEPT);
	done = applied(f, id);
	assert_int_equal(done.people, 15);
	assert_int_equal(done.skipped, 5);
	p = person_named(f, "Мельник Дарина Юр");
	assert_string_equal(p.surname, "Мельник");
	assert_int_equal(opened(f, id).undecided_n, 0);
}

static void
errors_cannot_be_accepted(void **state)
{
	struct fixture *f = *state;
	int64_t id = upload(
	    f, ROSTER_PUPILS, file_named(f, "pupils-errors-cp1251-tab.csv"));
	struct roster_decision d[] = {
	    {7, 0, ROSTER_ACCEPT}, {4, 0, ROSTER_ACCEPT}};

	assert_int_equal(roster_decide(&f->act, id, d, 2), ERR_INVALID);
	/* All or nothing: row 7 was not decided either. */
	assert_int_equal(opened(f, id).undecided_n, 7);
}

static void
row_is_mended_on_the_page(void **state)
{
	struct fixture *f = *state;
	int64_t id = upload_text(
	    f, ROSTER_PUPILS, HEAD "5-А;Єрмак;Вікторія;;31.02.2015;ж;;;\n");
	const char *const cells[] = {
	    "5-А", "Єрмак", "Вікторія", "", "28.02.2015", "ж", "", "", ""};
	struct roster r = opened(f, id);

	assert_int_equal(r.counts[ROSTER_ERROR], 1);
	assert_int_equal(roster_mend(&f->act, id, 2, cells, 9), OK);
	r = opened(f, id);
	assert_int_equal(r.counts[ROSTER_READY], 1);
	/* The headings are no row to mend. */
	assert_int_equal(roster_mend(&f->act, id, 1, cells, 9), ERR_NOT_FOUND);
}

static void
staff_come_from_a_workbook(void **state)
{
	struct fixture *f = *state;
	struct bytes file = file_named(f, "teachers.xlsx");
	int64_t id = upload(f, ROSTER_STAFF, file);
	struct roster r = opened(f, id);
	struct roster_done done;
	struct person_card card;

	assert_int_equal(r.rows_n, 12);
	assert_int_equal(r.counts[ROSTER_READY], 12);
	done = applied(f, id);
	assert_int_equal(done.people, 12);
	assert_int_equal(
	    person_card(&f->act, person_named(f, "д'яченко юлія ів").id, &card),
	    OK);
	assert_string_equal(card.person.surname, "Д’яченко");
	assert_string_equal(card.roles[0].role, "teacher");
	assert_int_equal(card.subjects_n, 1);
	assert_string_equal(card.subjects[0].name, "Інформатика");
	assert_string_equal(card.person.email, "teacher09@school.example");
	id = upload(f, ROSTER_STAFF, file);
	assert_int_equal(opened(f, id).counts[ROSTER_PRESENT], 12);
}

static void
guardian_of_two_pupils_is_one_person(void **state)
{
	struct fixture *f = *state;
	int64_t id = upload_text(f, ROSTER_PUPILS,
	    HEAD "1-А;Сова;Лев;;01.02.2020;ч;Сова Ніна;sova@mail.example;\n"
		 "5-А;Сова;Рута;;01.02.2016;ж;Сова  Ніна;SOVA@mail.example;"
		 "0671112233\n"
		 "6-А;Сова;Гай;;01.02.2015;ч;Сова Ніна;;067 111-22-33\n"
		 "6-А;Сова;Мак;;01.02.2015;ч;Сова Ніна;;\n");
	struct roster_done done = applied(f, id);
	struct guardian_line *pupils;
	size_t n;

	/* Without an address nobody can say that she is the same. */
	assert_int_equal(done.guardians, 2);
	assert_int_equal(done.classes, 3);
	assert_int_equal(guardians_of(f->act.school, f->arena, 1,
			     person_named(f, "Сова Лев").id, &pupils, &n),
	    OK);
	assert_int_equal(n, 1);
	assert_string_equal(pupils[0].person.phone, "+380671112233");
	assert_int_equal(guardians_pupils(f->act.school, f->arena, 1,
			     pupils[0].person.id, &pupils, &n),
	    OK);
	assert_int_equal(n, 3);
}

static void
two_guardians_of_one_pupil_and_one_without_email(void **state)
{
	struct fixture *f = *state;
	int64_t id = upload_text(f, ROSTER_PUPILS,
	    "Клас,ПІБ,Мати,Телефон матері,Батько,E-mail батька\n"
	    "5-А,Сова Лев Ілліч,Сова Ніна Львівна,0671112233,Сова Ілля,"
	    "illia@mail.example\n");
	struct guardian_line *lines;
	size_t n;

	assert_int_equal(applied(f, id).guardians, 2);
	assert_int_equal(guardians_of(f->act.school, f->arena, 1,
			     person_named(f, "Сова Лев Ілліч").id, &lines, &n),
	    OK);
	assert_int_equal(n, 2);
	assert_string_equal(lines[0].link.relation, "father");
	assert_string_equal(lines[0].person.email, "illia@mail.example");
	assert_string_equal(lines[1].link.relation, "mother");
	assert_null(lines[1].person.email);
	assert_string_equal(lines[1].person.patronymic, "Львівна");
}

static void
guardian_who_is_here_already_is_not_made_again(void **state)
{
	struct fixture *f = *state;
	int64_t id = upload_text(f, ROSTER_PUPILS,
	    HEAD "1-А;Сова;Лев;;01.02.2020;ч;Сова Ніна;n@mail.example;\n");

	applied(f, id);
	id = upload_text(f, ROSTER_PUPILS,
	    HEAD "1-Б;Сова;Рута;;01.02.2020;ж;Сова Ніна;n@mail.example;\n");
	assert_int_equal(applied(f, id).guardians, 0);
}

static void
difference_is_a_change_that_wants_a_choice(void **state)
{
	struct fixture *f = *state;
	int64_t id = upload_text(f, ROSTER_PUPILS,
	    HEAD "5-А;Сова;Лев;;01.02.2016;ч;Сова Ніна;n@mail.example;\n");
	struct enrolment_step *steps;
	struct roster_done done;
	struct roster r;
	size_t n;

	applied(f, id);
	id = upload_text(f, ROSTER_PUPILS,
	    HEAD
	    "5-Б;Сова;Лев;Ілліч;01.02.2016;ч;Сова Ніна;nova@mail.example;\n");
	r = opened(f, id);
	assert_int_equal(r.counts[ROSTER_CHANGE], 1);
	assert_issue(&r, 2, ROSTER_CLASS, ROSTER_DIFFERS, "5-А");
	assert_int_equal(r.issues_n, 3);
	assert_int_equal(roster_apply(&f->act, id, &done), ERR_INVALID);
	decide(f, id, ROSTER_CHANGE, ROSTER_ACCEPT);
	done = applied(f, id);
	assert_int_equal(done.people, 0);
	assert_int_equal(done.changed, 1);
	assert_int_equal(enrolments_pupil(f->act.school, f->arena, 1,
			     person_named(f, "Сова Лев Ілліч").id, &steps, &n),
	    OK);
	assert_int_equal(n, 2);
	assert_string_equal(steps[0].label, "5-Б");
	assert_int_equal(steps[0].starts_on, f->today);
	assert_int_equal(steps[1].ends_on, f->today - 1);
}

static void
pupil_without_birth_date_is_known_by_class(void **state)
{
	struct fixture *f = *state;
	/* The fixture's pupils have no birth dates. */
	int64_t id = upload_text(f, ROSTER_PUPILS,
	    "Клас;Прізвище;Ім’я\n7-А;ґалаґан;Єлизавета\n7-Б;Ґалаґан;"
	    "Єлизавета\n");
	struct roster r = opened(f, id);

	assert_int_equal(r.rows[0].state, ROSTER_PRESENT);
	assert_int_equal(r.rows[1].state, ROSTER_READY);
}

static void
same_child_in_two_classes_is_an_error(void **state)
{
	struct fixture *f = *state;
	int64_t id = upload_text(f, ROSTER_PUPILS,
	    HEAD "5-А;Сова;Лев;;01.02.2016;ч;;;\n"
		 "5-Б;Сова;Лев;Ілліч;01.02.2016;ч;;;\n");
	struct roster r = opened(f, id);

	assert_issue(&r, 3, ROSTER_CLASS, ROSTER_TWO_CLASSES, "5-А");
	assert_int_equal(r.rows[1].state, ROSTER_ERROR);
}

static void
columns_are_remapped_by_hand(void **state)
{
	struct fixture *f = *state;
	int64_t id = upload_text(
	    f, ROSTER_PUPILS, "А;Б;В\nСова;5-А;Лев\nРись;5-А;Рута\n");
	const enum roster_column columns[] = {
	    ROSTER_SURNAME, ROSTER_CLASS, ROSTER_GIVEN};
	const enum roster_column twice[] = {
	    ROSTER_SURNAME, ROSTER_CLASS, ROSTER_SURNAME};
	const enum roster_column foreign[] = {ROSTER_POST};
	struct roster r = opened(f, id);
	struct roster_done done;

	assert_int_equal(r.missing_n, 3);
	assert_int_equal(roster_apply(&f->act, id, &done), ERR_INVALID);
	assert_int_equal(roster_map(&f->act, id, twice, 3), ERR_INVALID);
	assert_int_equal(roster_map(&f->act, id, foreign, 1), ERR_INVALID);
	assert_int_equal(roster_map(&f->act, id, columns, 3), OK);
	assert_int_equal(opened(f, id).counts[ROSTER_READY], 2);
}

static void
headings_below_a_title_are_found(void **state)
{
	struct fixture *f = *state;
	int64_t id = upload_text(f, ROSTER_PUPILS,
	    "Кролевецький ліцей;;\nСписок 5-А класу;;\n"
	    "№;П.І.Б. учня;КЛАС;Тел. батьків;Батьки\n"
	    "1;Сова Лев;5-А;0671112233;Сова Ніна\n");
	struct roster r = opened(f, id);

	assert_int_equal(r.rows_n, 1);
	assert_int_equal(r.rows[0].number, 4);
	assert_int_equal(r.rows[0].state, ROSTER_READY);
	assert_string_equal(r.rows[0].guardians[0].phone, "+380671112233");
}

static void
wrong_file_leaves_no_trace(void **state)
{
	struct fixture *f = *state;
	struct table_problem problem;
	struct import *list;
	int64_t id = -1, before = events(f);
	size_t n;

	assert_int_equal(roster_upload(&f->act, ROSTER_PUPILS, "x.pdf",
			     (struct bytes){"%PDF-1.4 ...", 12}, &id, &problem),
	    ERR_INVALID);
	assert_int_equal(problem.fault, TABLE_OTHER_KIND);
	assert_int_equal(roster_upload(&f->act, ROSTER_PUPILS, "x.csv",
			     (struct bytes){"Клас;ПІБ\n", strlen("Клас;ПІБ\n")},
			     &id, &problem),
	    ERR_INVALID);
	assert_int_equal(id, -1);
	assert_int_equal(roster_list(&f->act, &list, &n), OK);
	assert_int_equal(n, 0);
	assert_int_equal(events(f), before);
}

static void
only_administrator_and_secretary_import(void **state)
{
	struct fixture *f = *state;
	struct table_problem problem;
	static const char text[] = "Клас;ПІБ\n5-А;Сова Лев\n";
	struct bytes file = {text, strlen(text)};
	int64_t id = upload(f, ROSTER_PUPILS, file), other;
	struct roster_done done;
	struct roster r;

	fixture_as(f, FX_CLASS_TEACHER, ROLE_TEACHER);
	assert_int_equal(
	    roster_upload(&f->act, ROSTER_PUPILS, "x", file, &other, &problem),
	    ERR_DENIED);
	assert_int_equal(roster_open(&f->act, id, &r), ERR_DENIED);
	assert_int_equal(roster_apply(&f->act, id, &done), ERR_DENIED);
	/* Another school's list does not exist here. */
	fixture_as_at(f, 2, FX2_TEACHER, ROLE_ADMIN);
	assert_int_equal(roster_open(&f->act, id, &r), ERR_NOT_FOUND);
	assert_int_equal(roster_discard(&f->act, id), ERR_NOT_FOUND);
}

static void
undo_takes_everything_back(void **state)
{
	struct fixture *f = *state;
	struct act *act = empty_school(f);
	struct bytes file = file_named(f, "pupils-utf8-semicolon.csv");
	size_t here = people(f);
	int64_t before = events(f), id = upload(f, ROSTER_PUPILS, file);
	enum roster_hold hold = ROSTER_FREE;
	struct class class;
	struct event_seen event;

	applied(f, id);
	assert_int_equal(roster_undo(act, id, &hold), OK);
	assert_int_equal(people(f), here);
	assert_int_equal(events(f), before + 2);
	assert_int_equal(ledger_read(act, before + 1, &event), OK);
	assert_int_equal(event.prev, before);
	assert_null(event.new);
	assert_int_equal(strncmp(event.old, "sha256:", 7), 0);
	assert_int_equal(
	    classes_find_label(act->school, f->arena, 2, 2026, "5-А", &class),
	    ERR_NOT_FOUND);
	/* Once is enough, and the file can come again. */
	assert_int_equal(roster_undo(act, id, &hold), ERR_CONFLICT);
	id = upload(f, ROSTER_PUPILS, file);
	assert_int_equal(applied(f, id).people, 139);
}

static void
undo_brings_back_what_stood_there(void **state)
{
	struct fixture *f = *state;
	int64_t id = upload_text(f, ROSTER_PUPILS,
	    HEAD "5-А;Сова;Лев;;;ч;Сова Ніна;n@mail.example;\n");
	enum roster_hold hold;
	struct enrolment_step *steps;
	struct person p;
	size_t n;

	applied(f, id);
	fixture_time(f, f->today + 1, 9, 0);
	id = upload_text(f, ROSTER_PUPILS,
	    HEAD "5-А;Сова;Лев;Ілліч;01.02.2016;ч;Сова Ніна;x@mail.example;"
		 "\n5-Б;Рись;Рута;;01.02.2016;ж;;;\n");
	decide(f, id, ROSTER_CHANGE, ROSTER_ACCEPT);
	applied(f, id);
	p = person_named(f, "Сова Лев Ілліч");
	assert_int_equal(roster_undo(&f->act, id, &hold), OK);
	assert_int_equal(people_find(f->act.school, f->arena, 1, p.id, &p), OK);
	assert_string_equal(p.patronymic, "");
	assert_int_equal(p.birth_on, DAY_NONE);
	assert_string_equal(
	    person_named(f, "Сова Ніна").email, "n@mail.example");
	assert_int_equal(
	    enrolments_pupil(f->act.school, f->arena, 1, p.id, &steps, &n), OK);
	assert_int_equal(n, 1);
	assert_int_equal(steps[0].ends_on, DAY_NONE);
}

static void
undo_is_refused_when_others_built_on_it(void **state)
{
	struct fixture *f = *state;
	int64_t id = upload_text(f, ROSTER_PUPILS,
	    HEAD "7-А;Сова;Лев;;01.02.2014;ч;Сова Ніна;n@mail.example;\n");
	int64_t later;
	enum roster_hold hold = ROSTER_FREE;

	applied(f, id);
	later = upload_text(f, ROSTER_PUPILS,
	    HEAD "5-Б;Сова;Рута;;01.02.2016;ж;Сова Ніна;n@mail.example;\n");
	applied(f, later);
	assert_int_equal(roster_undo(&f->act, id, &hold), ERR_DENIED);
	assert_int_equal(hold, ROSTER_LATER_LIST);
	/* The later one first, then this one. */
	assert_int_equal(roster_undo(&f->act, later, &hold), OK);
	assert_int_equal(roster_undo(&f->act, id, &hold), OK);
}

static void
undo_is_refused_after_a_day(void **state)
{
	struct fixture *f = *state;
	int64_t id = upload_text(
	    f, ROSTER_PUPILS, HEAD "7-А;Сова;Лев;;01.02.2014;ч;;;\n");
	enum roster_hold hold = ROSTER_FREE;

	applied(f, id);
	f->act.now += ROSTER_UNDO_S + 1;
	assert_int_equal(roster_undo(&f->act, id, &hold), ERR_DENIED);
	assert_int_equal(hold, ROSTER_LATE);
}

static void
drafts_die_after_a_day(void **state)
{
	struct fixture *f = *state;
	int64_t id = upload_text(
	    f, ROSTER_PUPILS, HEAD "7-А;Сова;Лев;;01.02.2014;ч;;;\n");
	struct import *list;
	struct roster_done done;
	struct roster r;
	size_t n;

	f->act.now += ROSTER_DRAFT_S + 1;
	assert_int_equal(roster_open(&f->act, id, &r), ERR_EXPIRED);
	assert_int_equal(roster_apply(&f->act, id, &done), ERR_EXPIRED);
	upload_text(f, ROSTER_PUPILS, HEAD "7-А;Рись;Лев;;;ч;;;\n");
	assert_int_equal(roster_list(&f->act, &list, &n), OK);
	assert_int_equal(n, 1);
	assert_int_not_equal(list[0].id, id);
}

static void
undo_is_refused_after_marks(void **state)
{
	struct fixture *f = *state;
	const struct lesson_draft draft = {.journal = FX_J_ALGEBRA,
	    .seen = -1,
	    .day = f->today,
	    .number = 1,
	    .hours = 1,
	    .topic = "Рівняння",
	    .homework = ""};
	struct gradebook_cell cell = {1, 0, "9", 1000};
	struct gradebook_result result;
	enum roster_hold hold = ROSTER_FREE;
	unsigned faults;
	int64_t id, lesson;

	id = upload_text(
	    f, ROSTER_PUPILS, HEAD "7-А;Сова;Лев;;01.02.2014;ч;;;\n");
	applied(f, id);
	cell.pupil = person_named(f, "Сова Лев").id;
	fixture_as(f, FX_ALGEBRA_TEACHER, ROLE_TEACHER);
	assert_int_equal(
	    lessons_book_save(&f->act, &draft, &faults, &lesson), OK);
	assert_int_equal(gradebook_save(&f->act, FX_J_ALGEBRA, fixture_uuid(f),
			     &cell, 1, &result),
	    OK);
	assert_int_equal(result.state, CELL_SAVED);
	fixture_as(f, FX_ADMIN, ROLE_ADMIN);
	assert_int_equal(roster_undo(&f->act, id, &hold), ERR_DENIED);
	assert_int_equal(hold, ROSTER_MARKS);
	assert_int_equal(opened(f, id).import.undone_at, 0);
}

static void
housekeeper_forgets_old_drafts(void **state)
{
	struct fixture *f = *state;
	struct import *list;
	size_t n;

	upload_text(f, ROSTER_PUPILS, HEAD "7-А;Сова;Лев;;01.02.2014;ч;;;\n");
	assert_int_equal(roster_sweep(&f->act), ERR_DENIED);
	fixture_as(f, 0, ROLE_SYSTEM);
	assert_int_equal(roster_sweep(&f->act), OK);
	fixture_as(f, FX_ADMIN, ROLE_ADMIN);
	assert_int_equal(roster_list(&f->act, &list, &n), OK);
	assert_int_equal(n, 1);
	f->act.now += ROSTER_DRAFT_S + 1;
	fixture_as(f, 0, ROLE_SYSTEM);
	assert_int_equal(roster_sweep(&f->act), OK);
	fixture_as(f, FX_ADMIN, ROLE_ADMIN);
	assert_int_equal(roster_list(&f->act, &list, &n), OK);
	assert_int_equal(n, 0);
}

static void
list_is_written_once(void **state)
{
	struct fixture *f = *state;
	int64_t id = upload_text(
	    f, ROSTER_PUPILS, HEAD "7-А;Сова;Лев;;01.02.2014;ч;;;\n");
	struct roster_done done;

	applied(f, id);
	assert_int_equal(roster_apply(&f->act, id, &done), ERR_CONFLICT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    FIXTURE_TEST(good_file_comes_in_whole),
	    FIXTURE_TEST(same_file_twice_changes_nothing),
	    FIXTURE_TEST(seven_faults_are_named_by_row),
	    FIXTURE_TEST(nothing_is_written_before_every_row_is_decided),
	    FIXTURE_TEST(errors_cannot_be_accepted),
	    FIXTURE_TEST(row_is_mended_on_the_page),
	    FIXTURE_TEST(staff_come_from_a_workbook),
	    FIXTURE_TEST(guardian_of_two_pupils_is_one_person),
	    FIXTURE_TEST(two_guardians_of_one_pupil_and_one_without_email),
	    FIXTURE_TEST(guardian_who_is_here_already_is_not_made_again),
	    FIXTURE_TEST(difference_is_a_change_that_wants_a_choice),
	    FIXTURE_TEST(pupil_without_birth_date_is_known_by_class),
	    FIXTURE_TEST(same_child_in_two_classes_is_an_error),
	    FIXTURE_TEST(columns_are_remapped_by_hand),
	    FIXTURE_TEST(headings_below_a_title_are_found),
	    FIXTURE_TEST(wrong_file_leaves_no_trace),
	    FIXTURE_TEST(only_administrator_and_secretary_import),
	    FIXTURE_TEST(undo_takes_everything_back),
	    FIXTURE_TEST(undo_brings_back_what_stood_there),
	    FIXTURE_TEST(undo_is_refused_when_others_built_on_it),
	    FIXTURE_TEST(undo_is_refused_after_a_day),
	    FIXTURE_TEST(drafts_die_after_a_day),
	    FIXTURE_TEST(housekeeper_forgets_old_drafts),
	    FIXTURE_TEST(undo_is_refused_after_marks),
	    FIXTURE_TEST(list_is_written_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
