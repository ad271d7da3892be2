/* SPDX-License-Identifier: EUPL-1.2 */
#include "fixture.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db/files.h"
#include "domain/audit.h"
#include "domain/backup.h"
#include "domain/backup_part.h"
#include "domain/gradebook.h"
#include "domain/installation.h"
#include "domain/ledger.h"
#include "domain/lessons_book.h"
#include "store/events.h"
#include "store/jobs.h"

/* ---- helpers
 * ------------------------------------------------------------------- */

static const char *
in_dir(struct fixture *f, const char *name)
{
	return arena_printf(f->arena, "%s-%s", f->dir, name);
}

static void __attribute__((format(printf, 2, 3)))
shell(struct fixture *f, const char *format, ...)
{
	va_list args;
	const char *command;

	va_start(args, format);
	command = arena_vprintf(f->arena, format, args);
	va_end(args);
	assert_int_equal(system(command), 0);
}

/* A file of an installation that is no database. */
static void
write_file(struct fixture *f, const char *folder, const char *name)
{
	const char *path = arena_printf(f->arena, "%s/%s", folder, name);
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fputs("From: lyceum@school.example\n", file);
	fclose(file);
}

/* The fixture's two schools as an installation with lessons to mark. */
static int64_t
begin(struct fixture *f)
{
	const struct lesson_draft draft = {.journal = FX_J_ALGEBRA,
	    .seen = -1,
	    .day = f->today,
	    .number = 2,
	    .hours = 1,
	    .topic = "Рівняння",
	    .homework = ""};
	unsigned faults;
	int64_t lesson;

	f->act.actor =
	    (struct actor){.inst = 1, .role = ROLE_SYSTEM, .log_id = "-"};
	assert_int_equal(installation_init(&f->act, false), OK);
	fixture_as(f, FX_ALGEBRA_TEACHER, ROLE_TEACHER);
	assert_int_equal(
	    lessons_book_save(&f->act, &draft, &faults, &lesson), OK);
	return lesson;
}

static void
give_mark(struct fixture *f, int64_t pupil, const char *typed)
{
	const struct gradebook_cell cell = {1, pupil, typed, 1000000};
	struct gradebook_result result;

	assert_int_equal(gradebook_save(&f->act, FX_J_ALGEBRA, fixture_uuid(f),
			     &cell, 1, &result),
	    OK);
	assert_int_equal(result.state, CELL_SAVED);
}

static const char *
make(struct fixture *f, const char *name)
{
	const char *to = in_dir(f, name);
	struct backup_report report;

	assert_int_equal(backup_make(&f->act, to, &report), OK);
	assert_int_equal(report.stores, 3);
	return to;
}

/* Restoring acts outside the fixture's own installation. */
static enum err
try_restore(struct fixture *f, const char *from, const char *to, bool force,
    struct backup_report *report)
{
	struct config config = f->config;
	struct act act = {.config = &config,
	    .arena = f->arena,
	    .rng = &f->rng,
	    .now = f->act.now};

	config.state = to;
	return backup_restore(&act, from, force, report);
}

/* What `ejournal verify` says of a data folder; *marks of school 1. */
static int64_t
faults_of(struct fixture *f, const char *state, int64_t *marks)
{
	struct act act = {.config = &f->config,
	    .arena = f->arena,
	    .rng = &f->rng,
	    .now = f->act.now};
	struct audit_report r;
	int64_t faults = 0;

	assert_int_equal(
	    db_pool_open(&(struct db_place){.state = state, .handles_max = 4},
		&act.pool),
	    OK);
	assert_int_equal(act_open(&act), OK);
	assert_int_equal(audit_verify(&act, 0, &r), OK);
	faults += r.faults;
	for (int64_t inst = 2; inst >= 1; inst--) {
		assert_int_equal(act_open_school(&act, inst), OK);
		assert_int_equal(audit_verify(&act, inst, &r), OK);
		faults += r.faults;
		db_give(act.school);
		act.school = NULL;
	}
	*marks = r.marks;
	act_close(&act);
	db_pool_close(act.pool);
	return faults;
}

static void
refused(struct fixture *f, const char *from, const char *names)
{
	const char *to = in_dir(f, "refused");
	struct backup_report report;
	struct stat st;

	assert_int_equal(try_restore(f, from, to, false, &report), ERR_INVALID);
	assert_non_null(report.fault);
	if (!strstr(report.fault, names))
		fail_msg("%s: no word of %s", report.fault, names);
	/* Nothing of it may look like an installation. */
	assert_int_not_equal(
	    stat(arena_printf(f->arena, "%s/registry.db", to), &st), 0);
}

static int
teardown(void **state)
{
	struct fixture *f = *state;

	shell(f, "rm -rf %s-*", f->dir);
	return fixture_teardown(state);
}

#define BACKUP_TEST(name)                                                      \
	cmocka_unit_test_setup_teardown(name, fixture_setup, teardown)

/* ---- the round trip
 * -------------------------------------------------------------- */

static void
what_was_there_comes_back(void **state)
{
	struct fixture *f = *state;
	const char *from, *to = in_dir(f, "back");
	struct backup_report report;
	int64_t marks, at;

	begin(f);
	give_mark(f, FX_PUPIL, "9");
	shell(f, "mkdir -p %s/mail %s/tmp", f->dir, f->dir);
	write_file(f, f->dir, "mail/0123abcd");
	write_file(f, f->dir, "tmp/half-written");
	from = make(f, "copy");
	assert_int_equal(backup_last(&f->act, &at), OK);
	assert_int_equal(try_restore(f, from, to, false, &report), OK);
	assert_int_equal(faults_of(f, to, &marks), 0);
	assert_int_equal(marks, 1);
	shell(f, "cmp -s %s/mail/0123abcd %s/mail/0123abcd", f->dir, to);
	shell(f, "test ! -e %s/tmp", to);
	shell(f, "cd %s && sha256sum --quiet -c SHA256SUMS", from);
}

struct writing {
	struct fixture *f;
	_Atomic bool stop;
	_Atomic int64_t saved;
};

/* Another worker of the server: a database handle and an arena of its own. */
static void *
write_marks(void *arg)
{
	struct writing *w = arg;
	struct rng rng;
	struct act act = {.config = &w->f->config,
	    .arena = arena_new(),
	    .pool = w->f->pool,
	    .rng = &rng,
	    .now = w->f->act.now,
	    .actor = w->f->act.actor};
	enum err err = act_open(&act);

	rng_system(&rng);
	if (!err)
		err = act_open_school(&act, 1);
	for (int i = 0; !err && !w->stop; i++) {
		const struct gradebook_cell cell = {1, FX_PUPIL + i % FX_PUPILS,
		    arena_printf(act.arena, "%d", 1 + i / FX_PUPILS % 12),
		    1000000};
		struct gradebook_result result;

		err = gradebook_save(&act, FX_J_ALGEBRA,
		    arena_printf(act.arena, "11111111-0000-4000-8000-%012x",
			(unsigned)i),
		    &cell, 1, &result);
		if (!err)
			w->saved++;
	}
	act_close(&act);
	arena_free(act.arena);
	return (void *)(intptr_t)err;
}

static void
a_backup_is_whole_while_marks_are_written(void **state)
{
	struct fixture *f = *state;
	struct writing w = {.f = f};
	struct backup_report report;
	int64_t before, marks;
	const char *from, *to = in_dir(f, "back");
	pthread_t thread;
	void *err;

	begin(f);
	assert_int_equal(pthread_create(&thread, NULL, write_marks, &w), 0);
	while (w.saved < 20)
		usleep(1000);
	before = w.saved;
	from = make(f, "copy");
	w.stop = true;
	pthread_join(thread, &err);
	assert_null(err);
	assert_int_equal(try_restore(f, from, to, false, &report), OK);
	assert_int_equal(faults_of(f, to, &marks), 0);
	assert_true(marks >= (before < FX_PUPILS ? before : FX_PUPILS));
}

/* ---- mixes
 * ------------------------------------------------------------------------- */

static void
a_changed_file_is_refused(void **state)
{
	struct fixture *f = *state;
	const char *from;

	begin(f);
	from = make(f, "copy");
	shell(f, "printf x >>%s/school/00000002.db", from);
	refused(f, from, "school/00000002.db");
}

static void
a_missing_file_is_refused(void **state)
{
	struct fixture *f = *state;
	const char *from;

	begin(f);
	from = make(f, "copy");
	shell(f, "rm %s/school/00000002.db", from);
	refused(f, from, "school/00000002.db");
}

static void
a_store_of_another_backup_is_refused(void **state)
{
	struct fixture *f = *state;
	const char *old, *from;

	begin(f);
	old = make(f, "old");
	give_mark(f, FX_PUPIL, "9");
	from = make(f, "copy");
	shell(f, "cp %s/school/00000001.db %s/school/", old, from);
	refused(f, from, "school/00000001.db");
}

static void
the_registry_of_another_backup_is_refused(void **state)
{
	struct fixture *f = *state;
	const char *old, *from;

	begin(f);
	old = make(f, "old");
	from = make(f, "copy"); /* the first one left its time behind */
	shell(f, "cp %s/registry.db %s/", old, from);
	refused(f, from, "registry.db");
}

static void
a_store_that_is_not_listed_is_refused(void **state)
{
	struct fixture *f = *state;
	const char *from;

	begin(f);
	from = make(f, "copy");
	shell(f, "cp %s/school/00000001.db %s/school/00000007.db", from, from);
	refused(f, from, "school/00000007.db");
}

static void
a_changed_manifest_is_refused(void **state)
{
	struct fixture *f = *state;
	const char *from;

	begin(f);
	from = make(f, "copy");
	shell(f, "sed -i s/0.1.0/0.1.1/ %s/MANIFEST.json", from);
	refused(f, from, BACKUP_MANIFEST);
}

static void
a_backup_that_did_not_end_is_refused(void **state)
{
	struct fixture *f = *state;
	const char *from;

	begin(f);
	from = make(f, "copy");
	shell(f, "rm %s/MANIFEST.json", from);
	refused(f, from, "no whole backup");
}

/* With sums that hold, as somebody would make them who joins two backups. */
static void
a_store_the_registry_does_not_know_is_refused(void **state)
{
	struct fixture *f = *state;
	struct backup_manifest m;
	struct backup_file *file;
	const char *from, *fault;

	begin(f);
	from = make(f, "copy");
	assert_int_equal(backup_manifest_read(f->arena, from, &m, &fault), OK);
	shell(f, "mv %s/school/00000002.db %s/school/00000009.db", from, from);
	shell(f, "rm %s/MANIFEST.json %s/SHA256SUMS", from, from);
	file = &m.list.files[2];
	assert_int_equal(file->inst, 2);
	file->inst = 9;
	file->path = "school/00000009.db";
	assert_int_equal(backup_manifest_write(f->arena, from, &m), OK);
	refused(f, from, "does not know the institution");
}

static void
a_path_that_leaves_the_folder_is_refused(void **state)
{
	static const char *const paths[] = {
	    "../evil", "/etc/evil", "mail/../../evil", "mail/", "a//b"};
	struct fixture *f = *state;

	begin(f);
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		const char *from =
		    make(f, arena_printf(f->arena, "copy%zu", i));
		struct backup_manifest m;
		const char *fault;

		assert_int_equal(
		    backup_manifest_read(f->arena, from, &m, &fault), OK);
		m.list.files[2].path = paths[i];
		shell(f, "rm %s/MANIFEST.json %s/SHA256SUMS", from, from);
		assert_int_equal(backup_manifest_write(f->arena, from, &m), OK);
		refused(f, from, BACKUP_MANIFEST);
	}
}

/* ---- where it goes
 * ------------------------------------------------------------------ */

static void
a_folder_with_data_is_left_alone(void **state)
{
	struct fixture *f = *state;
	const char *from, *to = in_dir(f, "back");
	struct backup_report report;
	int64_t marks;

	begin(f);
	from = make(f, "copy");
	assert_int_equal(try_restore(f, from, to, false, &report), OK);
	assert_int_equal(try_restore(f, from, to, false, &report), ERR_EXISTS);
	assert_int_equal(faults_of(f, to, &marks), 0);
}

static void
force_keeps_what_was_there(void **state)
{
	struct fixture *f = *state;
	const char *old, *from, *to = in_dir(f, "back");
	struct backup_report report;
	int64_t marks;

	begin(f);
	old = make(f, "old");
	give_mark(f, FX_PUPIL, "9");
	from = make(f, "copy");
	assert_int_equal(try_restore(f, from, to, false, &report), OK);
	assert_int_equal(try_restore(f, old, to, true, &report), OK);
	assert_int_equal(faults_of(f, to, &marks), 0);
	assert_int_equal(marks, 0);
	assert_int_equal(faults_of(f, report.aside, &marks), 0);
	assert_int_equal(marks, 1);
}

static void
a_folder_in_use_is_left_alone(void **state)
{
	struct fixture *f = *state;
	const char *from, *to = in_dir(f, "back");
	struct backup_report report;
	int lock = -1;

	begin(f);
	from = make(f, "copy");
	assert_int_equal(try_restore(f, from, to, false, &report), OK);
	assert_int_equal(
	    files_hold(arena_printf(f->arena, "%s/in-use", to), false, &lock),
	    OK);
	assert_int_equal(try_restore(f, from, to, true, &report), ERR_BUSY);
	files_unlock_at(&lock);
	assert_int_equal(try_restore(f, from, to, true, &report), OK);
}

static void
a_backup_goes_into_an_empty_folder_only(void **state)
{
	struct fixture *f = *state;
	struct backup_report report;
	const char *to;

	begin(f);
	to = make(f, "copy");
	assert_int_equal(backup_make(&f->act, to, &report), ERR_EXISTS);
}

/* ---- what follows
 * ---------------------------------------------------------------------- */

static void
add_job(struct fixture *f, const char *key, const char *kind)
{
	assert_int_equal(jobs_add(f->act.registry, 0, kind, key, "{}",
			     f->act.now, f->act.now),
	    OK);
}

static int64_t
count_jobs(struct db *db, const char *job_state)
{
	int64_t n, oldest;

	assert_int_equal(jobs_count(db, 0, job_state, &n, &oldest), OK);
	return n;
}

static void
unfinished_work_is_done_again(void **state)
{
	struct fixture *f = *state;
	const char *from, *to = in_dir(f, "back");
	struct backup_report report;
	struct db *db = f->act.registry;
	struct job job;

	begin(f);
	assert_int_equal(db_begin_write(db), OK);
	add_job(f, "done-long-ago", "statistics");
	add_job(f, "done-just-now", "statistics");
	add_job(f, "letter-sent-just-now", "mail");
	add_job(f, "running", "statistics");
	assert_int_equal(
	    jobs_done_by_key(db, 0, "done-long-ago", f->act.now - 1), OK);
	assert_int_equal(
	    jobs_done_by_key(db, 0, "done-just-now", f->act.now), OK);
	assert_int_equal(
	    jobs_done_by_key(db, 0, "letter-sent-just-now", f->act.now), OK);
	assert_int_equal(jobs_take(db, f->arena, 0, f->act.now, 600, &job), OK);
	assert_int_equal(db_commit(db), OK);
	from = make(f, "copy");
	assert_int_equal(try_restore(f, from, to, false, &report), OK);
	assert_int_equal(report.jobs, 2);
	assert_int_equal(
	    db_open(DB_REGISTRY, db_store_path(f->arena, to, 0), false, &db),
	    OK);
	assert_int_equal(count_jobs(db, "ready"), 2);
	assert_int_equal(count_jobs(db, "running"), 0);
	assert_int_equal(count_jobs(db, "done"), 2);
	db_close(db);
}

static void
every_history_tells_of_the_restore(void **state)
{
	struct fixture *f = *state;
	const char *from, *to = in_dir(f, "back");
	struct backup_report report;

	begin(f);
	from = make(f, "copy");
	assert_int_equal(try_restore(f, from, to, false, &report), OK);
	for (int64_t inst = 0; inst <= 2; inst++) {
		struct event_row row;
		struct db *db;
		int64_t size, at;

		assert_int_equal(
		    db_open(inst ? DB_SCHOOL : DB_REGISTRY,
			db_store_path(f->arena, to, inst), false, &db),
		    OK);
		assert_int_equal(events_head(db, inst, &size, &at), OK);
		assert_int_equal(
		    events_find(db, f->arena, inst, size - 1, &row), OK);
		assert_int_equal(row.kind, EVENT_LOSS);
		assert_string_equal(row.object, "setting/restore");
		assert_ptr_equal(strstr(row.new, report.id), row.new);
		db_close(db);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    BACKUP_TEST(what_was_there_comes_back),
	    BACKUP_TEST(a_backup_is_whole_while_marks_are_written),
	    BACKUP_TEST(a_changed_file_is_refused),
	    BACKUP_TEST(a_missing_file_is_refused),
	    BACKUP_TEST(a_store_of_another_backup_is_refused),
	    BACKUP_TEST(the_registry_of_another_backup_is_refused),
	    BACKUP_TEST(a_store_that_is_not_listed_is_refused),
	    BACKUP_TEST(a_changed_manifest_is_refused),
	    BACKUP_TEST(a_backup_that_did_not_end_is_refused),
	    BACKUP_TEST(a_store_the_registry_does_not_know_is_refused),
	    BACKUP_TEST(a_path_that_leaves_the_folder_is_refused),
	    BACKUP_TEST(a_folder_with_data_is_left_alone),
	    BACKUP_TEST(force_keeps_what_was_there),
	    BACKUP_TEST(a_folder_in_use_is_left_alone),
	    BACKUP_TEST(a_backup_goes_into_an_empty_folder_only),
	    BACKUP_TEST(unfinished_work_is_done_again),
	    BACKUP_TEST(every_history_tells_of_the_restore),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
