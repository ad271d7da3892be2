/* SPDX-License-Identifier: EUPL-1.2 */
/* raw_sqlite read|save|upsert THREADS SECONDS FILE...: the rows of the journal
 * page, or of a save, straight through SQLite with statements prepared once:
 * what a page or a save would cost if it were rows alone. Saves spoil the
 * history of the files: on a copy. */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "raw.h"

#define CACHE_KIB_READ "64"
#define CACHE_KIB_WRITE "2048"
#define BUSY_MS 10000

/* Of journal 1 of the store's institution: pupils, columns with their lessons,
 * marks, attendance. */
static const char *const reads[] = {
    "SELECT p.person, p.surname, p.given, p.patronymic, e.starts_on, e.ends_on"
    " FROM enrolment e JOIN person p ON p.inst = e.inst AND p.person = e.pupil"
    " WHERE e.inst = ?1 AND e.class = 1 ORDER BY p.name_sort, p.person",
    "SELECT c.col, c.lesson, c.kind, c.title, c.day, c.number, c.scale, c.seq"
    " FROM mark_column c WHERE c.inst = ?1 AND c.journal = 1"
    " AND c.removed_at IS NULL ORDER BY c.day, c.number, c.ord",
    "SELECT col, pupil, value, seq, changes FROM mark"
    " WHERE inst = ?1 AND journal = 1",
    "SELECT lesson, pupil, state, minutes, reason, seq FROM attendance"
    " WHERE inst = ?1 AND journal = 1",
};
#define READS ((int)(sizeof(reads) / sizeof(reads[0])))

/* The event and its content are those of the column's first mark again. */
enum { UPSERT, EVENT, CONTENT, WRITES };
static const char *const writes[WRITES] = {
    "INSERT INTO mark (inst, journal, col, pupil, value, seq, changes)"
    " VALUES (?1, 1, ?2, ?3, ?4, ?5, 0)"
    " ON CONFLICT (inst, journal, col, pupil) DO UPDATE"
    " SET value = EXCLUDED.value, seq = EXCLUDED.seq,"
    " changes = mark.changes + 1",
    "INSERT INTO event (inst, seq, entry, leaf)"
    " VALUES (?1, ?2, zeroblob(?3), zeroblob(32))",
    "INSERT INTO event_content (inst, seq, prev, at, kind, actor, role, object,"
    " pupil, lesson, old, new, nonce) VALUES (?1, ?2, ?2 - 30, ?3, 2, 't-101',"
    " 'teacher', 'mark/1.40.12', ?4, '2026-11-02/3/1', '8', ?5, zeroblob(32))",
};

struct store {
	sqlite3 *db;
	sqlite3_stmt *begin, *end, *read[READS], *write[WRITES];
	int inst, entry_bytes;
	sqlite3_int64 seq;
	long turn;
};

static char **files;

static void
must(int rc, sqlite3 *db)
{
	if (rc != SQLITE_OK)
		raw_fault(sqlite3_errmsg(db));
}

/* "…/00000012.db": the institution's number is in the name. */
static int
inst_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return atoi(slash ? slash + 1 : path);
}

static sqlite3_int64
number(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *st;
	sqlite3_int64 n;

	must(sqlite3_prepare_v2(db, sql, -1, &st, NULL), db);
	if (sqlite3_step(st) != SQLITE_ROW)
		raw_fault(sqlite3_errmsg(db));
	n = sqlite3_column_int64(st, 0);
	sqlite3_finalize(st);
	return n;
}

static void
prepare(struct store *s, const char *const *sql, sqlite3_stmt **to, int n)
{
	for (int i = 0; i < n; i++) {
		must(
		    sqlite3_prepare_v2(s->db, sql[i], -1, &to[i], NULL), s->db);
		must(sqlite3_bind_int(to[i], 1, s->inst), s->db);
	}
}

static void
open_store(struct raw_thread *t, enum raw_work work, int number_of)
{
	struct store *s;

	if (!t->engine)
		t->engine = calloc(1000, sizeof(*s));
	if (!t->engine || number_of >= 1000)
		raw_fault("too many files");
	s = (struct store *)t->engine + number_of;
	must(sqlite3_open_v2(files[number_of], &s->db,
		 SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL),
	    s->db);
	sqlite3_busy_timeout(s->db, BUSY_MS);
	must(sqlite3_exec(s->db,
		 work == RAW_READ
		     ? "PRAGMA journal_mode = WAL; PRAGMA cache_size = "
		       "-" CACHE_KIB_READ
		     : "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
		       "PRAGMA foreign_keys = ON; PRAGMA cache_size = "
		       "-" CACHE_KIB_WRITE,
		 NULL, NULL, NULL),
	    s->db);
	s->inst = inst_of(files[number_of]);
	must(sqlite3_prepare_v2(s->db,
		 work == RAW_READ ? "BEGIN" : "BEGIN IMMEDIATE", -1, &s->begin,
		 NULL),
	    s->db);
	must(sqlite3_prepare_v2(s->db, "COMMIT", -1, &s->end, NULL), s->db);
	if (work == RAW_READ) {
		prepare(s, reads, s->read, READS);
		return;
	}
	prepare(s, writes, s->write, WRITES);
	s->entry_bytes =
	    (int)number(s->db, "SELECT avg(length(entry)) FROM event");
}

static void
run_once(sqlite3_stmt *stmt)
{
	const int rc = sqlite3_step(stmt);

	if (rc != SQLITE_DONE)
		raw_fault(sqlite3_errmsg(sqlite3_db_handle(stmt)));
	sqlite3_reset(stmt);
}

/* Every value is taken out, as a program that shows it would. */
static void
read_all(struct raw_thread *t, sqlite3_stmt *stmt)
{
	const int columns = sqlite3_column_count(stmt);

	while (sqlite3_step(stmt) == SQLITE_ROW) {
		for (int i = 0; i < columns; i++) {
			if (sqlite3_column_type(stmt, i) == SQLITE_INTEGER)
				t->bytes +=
				    (unsigned)sqlite3_column_int64(stmt, i) & 1;
			else if (sqlite3_column_text(stmt, i))
				t->bytes +=
				    (unsigned)sqlite3_column_bytes(stmt, i);
		}
		t->rows++;
	}
	sqlite3_reset(stmt);
}

static void
write_row(struct raw_thread *t, struct store *s, enum raw_work work, int row)
{
	sqlite3_stmt *mark = s->write[UPSERT], *event = s->write[EVENT],
		     *content = s->write[CONTENT];
	const char *value = raw_value(s->turn, row);

	t->rows++;
	if (work == RAW_SAVE) {
		sqlite3_bind_int64(event, 2, ++s->seq);
		sqlite3_bind_int(event, 3, s->entry_bytes);
		run_once(event);
		sqlite3_bind_int64(content, 2, s->seq);
		sqlite3_bind_int64(content, 3, 1790000000);
		sqlite3_bind_text(content, 4, "p-112", -1, SQLITE_STATIC);
		sqlite3_bind_text(content, 5, value, -1, SQLITE_STATIC);
		run_once(content);
		t->rows += 2;
	}
	sqlite3_bind_int(mark, 2, RAW_COL);
	sqlite3_bind_int(mark, 3, RAW_PUPIL_FIRST + row);
	sqlite3_bind_text(mark, 4, value, -1, SQLITE_STATIC);
	sqlite3_bind_int64(mark, 5, s->seq);
	run_once(mark);
}

static void
run(struct raw_thread *t, enum raw_work work, int store)
{
	struct store *s = (struct store *)t->engine + store;

	run_once(s->begin);
	if (work == RAW_READ)
		for (int q = 0; q < READS; q++)
			read_all(t, s->read[q]);
	else {
		/* Another thread may write to the same file. */
		s->seq = number(s->db, "SELECT max(seq) FROM event");
		for (int row = 0; row < RAW_SAVE_ROWS; row++)
			write_row(t, s, work, row);
		s->turn++;
	}
	run_once(s->end);
}

int
main(int argc, char **argv)
{
	static const struct raw_engine engine = {open_store, run};
	enum raw_work work;

	if (raw_arguments(argc, argv, &work) < 0)
		return 64;
	files = argv + 4;
	return raw_main(argv, work, argc - 4, &engine);
}
