/* SPDX-License-Identifier: EUPL-1.2 */
#include "saves.h"

#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "db/engine.h"

/* A save is one row in each: half of a save would show. */
static const char tables[] = "CREATE TABLE IF NOT EXISTS mark_of (\n"
			     "\tid BIGINT NOT NULL PRIMARY KEY,\n"
			     "\tnote TEXT NOT NULL\n"
			     ");\n"
			     "CREATE TABLE IF NOT EXISTS event_of (\n"
			     "\tid BIGINT NOT NULL PRIMARY KEY\n"
			     ");\n";

static const struct stmt add_mark STMT = {
    .name = "mark_of.add",
    .params = "is",
    .columns = "",
    .sql = "INSERT INTO mark_of (id, note) VALUES ($1, $2)",
};
static const struct stmt add_event STMT = {
    .name = "event_of.add",
    .params = "i",
    .columns = "",
    .sql = "INSERT INTO event_of (id) VALUES ($1)",
};
static const struct stmt find STMT = {
    .name = "mark_of.find",
    .params = "i",
    .columns = "i",
    .sql = "SELECT m.id FROM mark_of m JOIN event_of e ON e.id = m.id"
	   " WHERE m.id = $1",
};
static const struct stmt odd STMT = {
    .name = "mark_of.odd",
    .params = "",
    .columns = "i",
    .sql = "SELECT (SELECT count(*) FROM mark_of WHERE id NOT IN"
	   " (SELECT id FROM event_of)) + (SELECT count(*) FROM event_of"
	   " WHERE id NOT IN (SELECT id FROM mark_of))",
};
static const struct stmt last STMT = {
    .name = "mark_of.last",
    .params = "",
    .columns = "i",
    .sql = "SELECT COALESCE(max(id), 0) FROM mark_of",
};
static const struct stmt all STMT = {
    .name = "mark_of.all",
    .params = "",
    .columns = "i",
    .sql = "SELECT count(*) FROM mark_of",
};
static const struct stmt integrity STMT = {
    .name = "sqlite.integrity",
    .params = "",
    .columns = "s",
    .sql = "PRAGMA integrity_check",
};

enum err
saves_add(struct db_pool *pool, int64_t inst, int64_t id)
{
	AUTO_DB struct db *db = NULL;
	char note[600];
	enum err err;

	memset(note, 'a' + (int)(id % 26), sizeof(note) - 1);
	note[sizeof(note) - 1] = '\0';
	if ((err = db_take_school(pool, inst, 60000, &db)) ||
	    (err = db_begin_write(db)) ||
	    (err = db_run(db, &add_mark, NULL, A_INT(id), A_TEXT(note))) ||
	    (err = db_run(db, &add_event, NULL, A_INT(id))))
		return err;
	return db_commit(db);
}

static int64_t
number(struct db *db, const struct stmt *stmt)
{
	AUTO_ROWS struct rows rows = {0};

	assert_int_equal(db_one(db, stmt, &rows), OK);
	return rows_int(&rows, 0);
}

int64_t
saves_count(struct db_pool *pool, int64_t inst)
{
	AUTO_DB struct db *db = NULL;

	assert_int_equal(db_take_school(pool, inst, 0, &db), OK);
	return number(db, &all);
}

void
saves_check(const char *folder, const int64_t *ids, size_t n, int64_t *next)
{
	AUTO_ROWS struct rows rows = {0};
	struct db_pool *pool;
	struct db *db;

	assert_int_equal(saves_pool(folder, 2, &pool), OK);
	assert_int_equal(db_take_school(pool, 1, 0, &db), OK);
	assert_int_equal(db_one(db, &integrity, &rows), OK);
	assert_string_equal(rows_text(&rows, 0), "ok");
	rows_close(&rows);
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(db_one(db, &find, &rows, A_INT(ids[i])), OK);
		rows_close(&rows);
	}
	assert_int_equal(number(db, &odd), 0);
	*next = number(db, &last) + 1;
	db_give(db);
	db_pool_close(pool);
}

enum err
saves_pool(const char *folder, int handles, struct db_pool **pool)
{
	return db_pool_open(
	    &(struct db_place){.state = folder, .handles_max = handles}, pool);
}

enum err
saves_tables(struct db_pool *pool, int64_t inst)
{
	AUTO_DB struct db *db = NULL;
	enum err err;

	if ((err = db_create_school(pool, inst)) ||
	    (err = db_take_school(pool, inst, 0, &db)) ||
	    (err = db_begin_write(db)) ||
	    (err = db_script(db, tables, sizeof(tables) - 1)))
		return err;
	return db_commit(db);
}

struct writer {
	struct db_pool *pool;
	int64_t first, count;
	int ack; /* pipe; -1: none */
	bool failed;
};

static void *
write_on(void *context)
{
	struct writer *w = context;

	for (int64_t i = 0; i < w->count; i++) {
		int64_t id = w->first + i * SAVES_WRITERS;

		if (saves_add(w->pool, 1, id)) {
			w->failed = true;
			return NULL;
		}
		if (w->ack >= 0 && write(w->ack, &id, sizeof(id)) != sizeof(id))
			return NULL;
		/* A checkpoint may be under way when the kill comes. */
		if (i % 5 == 4)
			db_pool_housekeep(w->pool);
	}
	return NULL;
}

/* Never returns; the exit code says whether every save was made. */
static void
write_in_child(const char *folder, int64_t first, int64_t count, int ack)
{
	struct writer writers[SAVES_WRITERS];
	pthread_t threads[SAVES_WRITERS];
	struct db_pool *pool;
	bool failed = false;

	if (saves_pool(folder, 8, &pool))
		_exit(2);
	for (int i = 0; i < SAVES_WRITERS; i++) {
		writers[i] = (struct writer){.pool = pool,
		    .first = first + i,
		    .count = count,
		    .ack = ack};
		if (pthread_create(&threads[i], NULL, write_on, &writers[i]))
			_exit(3);
	}
	for (int i = 0; i < SAVES_WRITERS; i++) {
		pthread_join(threads[i], NULL);
		failed |= writers[i].failed;
	}
	db_pool_close(pool);
	_exit(failed ? 1 : 0);
}

void
saves_killed(const char *folder, int64_t first, int round, struct saves_seen *s)
{
	size_t enough = 1 + (size_t)(round * 7) % SAVES_ENOUGH_MAX;
	int ends[2], status;
	pid_t child;

	s->n = 0;
	assert_int_equal(pipe(ends), 0);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		close(ends[0]);
		write_in_child(folder, first, 1000000, ends[1]);
	}
	close(ends[1]);
	while (s->n < enough && read(ends[0], &s->ids[s->n],
				    sizeof(s->ids[0])) == sizeof(s->ids[0]))
		s->n++;
	assert_int_equal(s->n, enough);
	/* Some rounds between two saves, some within one. */
	usleep((useconds_t)(round * 137 % 3000));
	kill(child, SIGKILL);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	while (read(ends[0], &s->ids[s->n], sizeof(s->ids[0])) ==
	       sizeof(s->ids[0]))
		s->n++;
	close(ends[0]);
}

bool
saves_by_two(const char *folder, int64_t count)
{
	pid_t children[2];
	bool whole = true;
	int status;

	for (int i = 0; i < 2; i++) {
		children[i] = fork();
		assert_true(children[i] >= 0);
		if (children[i] == 0)
			write_in_child(folder, 1 + i * 1000, count, -1);
	}
	for (int i = 0; i < 2; i++) {
		assert_int_equal(waitpid(children[i], &status, 0), children[i]);
		whole &= WIFEXITED(status) && WEXITSTATUS(status) == 0;
	}
	return whole;
}
