/* SPDX-License-Identifier: EUPL-1.2 */
/* Saves that share a sync, on a disk that the test holds, slows and breaks. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/log.h"
#include "db/engine.h"
#include "disk.h"
#include "saves.h"

#define SAVERS 8
#define HANDLES 24
#define SAVES_EACH 50
#define ROUNDS 6
#define ROUNDS_SOAK 120
/* Long enough for other threads to come meanwhile, on any machine. */
#define SLOW_US 3000

static const struct stmt note STMT = {
    .name = "mark_of.note",
    .params = "s",
    .columns = "",
    .sql = "UPDATE mark_of SET note = $1",
};

struct fixture {
	char folder[64], schools[80];
	struct db_pool *pool;
};

static int
setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	log_set_level(LOG_ERROR + 1);
	disk_reset();
	snprintf(f->folder, sizeof(f->folder), "/tmp/ejournal-db-XXXXXX");
	assert_non_null(mkdtemp(f->folder));
	snprintf(f->schools, sizeof(f->schools), "%s/school", f->folder);
	assert_int_equal(
	    db_state_create(&(struct db_place){.state = f->folder}), OK);
	assert_int_equal(saves_pool(f->folder, HANDLES, &f->pool), OK);
	for (int64_t inst = 1; inst <= 2; inst++) {
		assert_int_equal(saves_tables(f->pool, inst), OK);
		/* The log's header has been written: it has its own sync. */
		assert_int_equal(saves_add(f->pool, inst, 1000), OK);
	}
	disk_reset();
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	struct fixture *f = *state;
	char command[128];

	disk_reset();
	if (f->pool)
		db_pool_close(f->pool);
	snprintf(command, sizeof(command), "rm -rf %s", f->folder);
	assert_int_equal(system(command), 0);
	free(f);
	return 0;
}

/* ---- savers ---- */

struct saver {
	pthread_t thread;
	struct db_pool *pool;
	int64_t inst, id, count;
	enum err err;
	atomic_bool done;
};

static void *
saver_run(void *context)
{
	struct saver *s = context;

	for (int64_t i = 0; i < s->count && !s->err; i++)
		s->err = saves_add(s->pool, s->inst, s->id + i);
	atomic_store(&s->done, true);
	return NULL;
}

static void
saver_start(struct saver *s, struct db_pool *pool, int64_t id, int64_t count)
{
	*s = (struct saver){.pool = pool, .inst = 1, .id = id, .count = count};
	assert_int_equal(pthread_create(&s->thread, NULL, saver_run, s), 0);
}

static void
savers_start(struct saver *savers, struct db_pool *pool)
{
	for (int i = 0; i < SAVERS; i++)
		saver_start(&savers[i], pool, i + 1, 1);
}

static int
savers_done(struct saver *savers)
{
	int n = 0;

	for (int i = 0; i < SAVERS; i++)
		n += atomic_load(&savers[i].done);
	return n;
}

/* How many ended with this answer; none is left behind. */
static int
savers_join(struct saver *savers, enum err err)
{
	int n = 0;

	for (int i = 0; i < SAVERS; i++) {
		pthread_join(savers[i].thread, NULL);
		n += savers[i].err == err;
	}
	return n;
}

/* Until a reader sees so many new saves: they are in the log. */
static void
wait_seen(struct db_pool *pool, int64_t saves)
{
	while (saves_count(pool, 1) < saves + 1)
		usleep(1000);
}

/* ---- claims ---- */

static void
saves_that_wait_for_the_disk_share_one_sync(void **state)
{
	struct fixture *f = *state;
	struct saver savers[SAVERS];

	disk_hold(NULL);
	savers_start(savers, f->pool);
	/* Readers see all of them, yet the disk has not answered, and so
	 * nobody has got an answer either. */
	wait_seen(f->pool, SAVERS);
	assert_int_equal(savers_done(savers), 0);
	assert_int_equal(disk_syncs(), 1);
	disk_release();
	assert_int_equal(savers_join(savers, OK), SAVERS);
	/* The one under way when they came, and one for all who came. */
	assert_in_range(disk_syncs(), 1, 2);
}

static void
many_saves_take_far_fewer_syncs(void **state)
{
	struct fixture *f = *state;
	struct saver savers[SAVERS];

	disk_slow_us(SLOW_US);
	for (int i = 0; i < SAVERS; i++)
		saver_start(
		    &savers[i], f->pool, 1 + i * SAVES_EACH, SAVES_EACH);
	assert_int_equal(savers_join(savers, OK), SAVERS);
	assert_int_equal(saves_count(f->pool, 1), SAVERS * SAVES_EACH + 1);
	assert_in_range(disk_syncs(), 1, SAVERS * SAVES_EACH / 2);
}

static void
one_save_alone_has_its_own_sync(void **state)
{
	struct fixture *f = *state;

	for (int64_t id = 1; id <= 5; id++)
		assert_int_equal(saves_add(f->pool, 1, id), OK);
	assert_int_equal(disk_syncs(), 5);
}

static void
failing_save_in_a_group_harms_no_other(void **state)
{
	struct fixture *f = *state;
	struct saver savers[SAVERS];

	disk_hold(NULL);
	for (int i = 0; i < SAVERS; i++)
		saver_start(&savers[i], f->pool, i == 3 ? 1000 : i + 1, 1);
	wait_seen(f->pool, SAVERS - 1);
	/* A refusal has nothing to wait for. */
	while (savers_done(savers) < 1)
		usleep(1000);
	assert_true(atomic_load(&savers[3].done));
	disk_release();
	assert_int_equal(savers_join(savers, OK), SAVERS - 1);
	assert_int_equal(savers[3].err, ERR_EXISTS);
}

static void
failed_sync_acknowledges_nobody(void **state)
{
	struct fixture *f = *state;
	struct saver savers[SAVERS];
	int64_t next;

	disk_hold(NULL);
	savers_start(savers, f->pool);
	wait_seen(f->pool, SAVERS);
	disk_refuse(true);
	disk_release();
	assert_int_equal(savers_join(savers, ERR_UNSURE), SAVERS);
	/* Nobody asks the disk again: it may say yes and have a hole. */
	disk_refuse(false);
	assert_int_equal(saves_add(f->pool, 1, 20), ERR_IO);
	assert_int_equal(disk_syncs(), 1);
	/* The school can be read, and others go on. */
	assert_int_equal(saves_count(f->pool, 1), SAVERS + 1);
	assert_int_equal(saves_add(f->pool, 2, 20), OK);
	db_pool_close(f->pool);
	assert_int_equal(saves_pool(f->folder, HANDLES, &f->pool), OK);
	assert_int_equal(saves_add(f->pool, 1, 20), OK);
	saves_check(f->folder, (const int64_t[]){20}, 1, &next);
}

static void
others_do_not_wait_for_a_slow_sync(void **state)
{
	struct fixture *f = *state;
	struct saver saver;
	struct db *db;

	disk_hold("00000001");
	saver_start(&saver, f->pool, 1, 1);
	disk_wait_held();
	/* Another school, a note, a write that comes to nothing, readers. */
	assert_int_equal(saves_add(f->pool, 2, 1), OK);
	assert_int_equal(db_take_school(f->pool, 1, 0, &db), OK);
	assert_int_equal(db_note(db, &note, A_TEXT("seen")), OK);
	assert_int_equal(db_begin_write(db), OK);
	assert_int_equal(db_commit(db), OK);
	assert_int_equal(db_begin_write(db), OK);
	assert_int_equal(db_run(db, &note, NULL, A_TEXT("x")), OK);
	db_rollback(db);
	db_give(db);
	assert_int_equal(saves_count(f->pool, 1), 2);
	assert_false(atomic_load(&saver.done));
	disk_release();
	pthread_join(saver.thread, NULL);
	assert_int_equal(saver.err, OK);
}

static void *
settle_run(void *context)
{
	struct saver *s = context;
	struct db *db;

	s->err = db_take_school(s->pool, 1, 0, &db);
	if (!s->err)
		s->err = db_settle(db);
	db_give(db);
	atomic_store(&s->done, true);
	return NULL;
}

static void
settling_waits_for_the_commit_of_another(void **state)
{
	struct fixture *f = *state;
	struct saver saver, other = {.pool = f->pool};

	disk_hold(NULL);
	saver_start(&saver, f->pool, 1, 1);
	disk_wait_held();
	disk_refuse(true);
	assert_int_equal(
	    pthread_create(&other.thread, NULL, settle_run, &other), 0);
	usleep(SLOW_US);
	assert_false(atomic_load(&other.done));
	disk_release();
	pthread_join(saver.thread, NULL);
	pthread_join(other.thread, NULL);
	assert_int_equal(saver.err, ERR_UNSURE);
	assert_int_equal(other.err, ERR_UNSURE);
}

static void
handle_outside_a_pool_syncs_every_commit(void **state)
{
	struct fixture *f = *state;
	char path[128];
	struct db *db;

	snprintf(path, sizeof(path), "%s/00000001.db", f->schools);
	assert_int_equal(db_open(DB_SCHOOL, path, false, &db), OK);
	assert_int_equal(db_run(db, &note, NULL, A_TEXT("one")), OK);
	assert_int_equal(disk_syncs(), 1);
	assert_int_equal(db_run(db, &note, NULL, A_TEXT("two")), OK);
	assert_int_equal(disk_syncs(), 2);
	db_close(db);
}

static int
rounds(void)
{
	return getenv("SOAK") ? ROUNDS_SOAK : ROUNDS;
}

static void
power_cut_keeps_what_was_acknowledged(void **state)
{
	struct fixture *f = *state;
	int64_t next = 1001;

	db_pool_close(f->pool);
	f->pool = NULL;
	for (int round = 0; round < rounds(); round++) {
		struct saves_seen seen;

		disk_keep(f->schools);
		disk_shadow(true);
		disk_slow_us(SLOW_US / 3);
		saves_killed(f->folder, next, round, &seen);
		disk_reset();
		disk_cut(f->schools);
		saves_check(f->folder, seen.ids, seen.n, &next);
	}
}

/* The store's file without its log, as another data folder. */
static void
take_the_file_alone(const struct fixture *f, char *folder, size_t size)
{
	char command[256];

	snprintf(folder, size, "%s/alone", f->folder);
	assert_int_equal(
	    db_state_create(&(struct db_place){.state = folder}), OK);
	snprintf(command, sizeof(command), "cp %s/00000001.db %s/school/",
	    f->schools, folder);
	assert_int_equal(system(command), 0);
}

static void
log_of_a_killed_process_is_moved_before_anything_is_appended(void **state)
{
	struct fixture *f = *state;
	struct saves_seen seen;
	char folder[128];
	int64_t next;

	db_pool_close(f->pool);
	saves_killed(f->folder, 1001, 3, &seen);
	assert_int_equal(saves_pool(f->folder, HANDLES, &f->pool), OK);
	assert_true(saves_count(f->pool, 1) > 1);
	take_the_file_alone(f, folder, sizeof(folder));
	saves_check(folder, seen.ids, seen.n, &next);
}

static void
log_of_a_failed_sync_is_left_alone(void **state)
{
	struct fixture *f = *state;
	char folder[128];
	int64_t next;

	db_pool_housekeep(f->pool);
	/* The new log's header: its sync would refuse the commit itself. */
	assert_int_equal(saves_add(f->pool, 1, 1001), OK);
	disk_refuse(true);
	assert_int_equal(saves_add(f->pool, 1, 1002), ERR_UNSURE);
	disk_refuse(false);
	db_pool_housekeep(f->pool);
	take_the_file_alone(f, folder, sizeof(folder));
	saves_check(folder, (const int64_t[]){1000}, 1, &next);
	assert_int_equal(next, 1001);
}

static void
two_processes_write_and_neither_is_told_busy(void **state)
{
	struct fixture *f = *state;
	int64_t next;

	db_pool_close(f->pool);
	f->pool = NULL;
	disk_slow_us(SLOW_US);
	/* The number 1000 is taken; the second one begins behind it. */
	assert_true(saves_by_two(f->folder, 20));
	saves_check(f->folder, NULL, 0, &next);
	assert_int_equal(next, 1000 + 20 * SAVES_WRITERS + 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	    T(saves_that_wait_for_the_disk_share_one_sync),
	    T(many_saves_take_far_fewer_syncs),
	    T(one_save_alone_has_its_own_sync),
	    T(failing_save_in_a_group_harms_no_other),
	    T(failed_sync_acknowledges_nobody),
	    T(others_do_not_wait_for_a_slow_sync),
	    T(settling_waits_for_the_commit_of_another),
	    T(handle_outside_a_pool_syncs_every_commit),
	    T(power_cut_keeps_what_was_acknowledged),
	    T(log_of_a_killed_process_is_moved_before_anything_is_appended),
	    T(log_of_a_failed_sync_is_left_alone),
	    T(two_processes_write_and_neither_is_told_busy),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
