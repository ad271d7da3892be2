/* SPDX-License-Identifier: EUPL-1.2 */
/* raw_read THREADS SECONDS FILE...: the rows of the journal page of each
 * school store, read straight from SQLite by statements prepared once: what a
 * page would cost if it were rows alone. Every thread has a connection to each
 * file and goes round them. Prints one JSON object. */
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define THREADS_MAX 64
#define TIMES_MAX 2000000
#define CACHE_KIB "64"

/* Of journal 1 of the store's institution: pupils, columns with their lessons,
 * marks, attendance. */
static const char *const queries[] = {
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
#define QUERIES ((int)(sizeof(queries) / sizeof(queries[0])))

struct store {
	sqlite3 *db;
	sqlite3_stmt *begin, *end, *query[QUERIES];
};

struct thread {
	pthread_t id;
	char **files;
	int files_n, start;
	double until;
	struct store *stores;
	long pages, rows;
	size_t bytes;
	float *times; /* microseconds */
};

static double
seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void
must(int rc, sqlite3 *db)
{
	if (rc == SQLITE_OK)
		return;
	fprintf(stderr, "raw_read: %s\n", sqlite3_errmsg(db));
	exit(74);
}

/* "…/00000012.db": the institution's number is in the name. */
static int
inst_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return atoi(slash ? slash + 1 : path);
}

static void
open_store(struct store *s, const char *path)
{
	must(sqlite3_open_v2(path, &s->db,
		 SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL),
	    s->db);
	must(sqlite3_exec(s->db,
		 "PRAGMA journal_mode = WAL; PRAGMA cache_size = -" CACHE_KIB,
		 NULL, NULL, NULL),
	    s->db);
	must(sqlite3_prepare_v2(s->db, "BEGIN", -1, &s->begin, NULL), s->db);
	must(sqlite3_prepare_v2(s->db, "COMMIT", -1, &s->end, NULL), s->db);
	for (int i = 0; i < QUERIES; i++) {
		must(sqlite3_prepare_v2(
			 s->db, queries[i], -1, &s->query[i], NULL),
		    s->db);
		must(sqlite3_bind_int(s->query[i], 1, inst_of(path)), s->db);
	}
}

static void
run(sqlite3_stmt *stmt)
{
	sqlite3_step(stmt);
	sqlite3_reset(stmt);
}

/* Every value is taken out, as a program that shows it would. */
static void
read_all(struct thread *t, sqlite3_stmt *stmt)
{
	const int columns = sqlite3_column_count(stmt);

	while (sqlite3_step(stmt) == SQLITE_ROW) {
		for (int i = 0; i < columns; i++) {
			if (sqlite3_column_type(stmt, i) == SQLITE_INTEGER)
				t->bytes +=
				    (size_t)sqlite3_column_int64(stmt, i) & 1;
			else if (sqlite3_column_text(stmt, i))
				t->bytes +=
				    (size_t)sqlite3_column_bytes(stmt, i);
		}
		t->rows++;
	}
	sqlite3_reset(stmt);
}

static void *
work(void *arg)
{
	struct thread *t = arg;
	double at = seconds(), now;

	for (int i = t->start; at < t->until; i = (i + 1) % t->files_n) {
		struct store *s = &t->stores[i];

		run(s->begin);
		for (int q = 0; q < QUERIES; q++)
			read_all(t, s->query[q]);
		run(s->end);
		now = seconds();
		if (t->pages < TIMES_MAX)
			t->times[t->pages] = (float)((now - at) * 1e6);
		t->pages++;
		at = now;
	}
	return NULL;
}

static int
by_size(const void *a, const void *b)
{
	const float x = *(const float *)a, y = *(const float *)b;

	return (x > y) - (x < y);
}

static void
print(struct thread *threads, int n, double took)
{
	long pages = 0, rows = 0;
	struct thread *t = &threads[0];
	long times = t->pages < TIMES_MAX ? t->pages : TIMES_MAX;

	for (int i = 0; i < n; i++) {
		pages += threads[i].pages;
		rows += threads[i].rows;
	}
	qsort(t->times, (size_t)times, sizeof(*t->times), by_size);
	printf("{\"rate\":%.0f,\"rows\":%ld,\"p50_us\":%.0f,\"p99_us\":%.0f}\n",
	    (double)pages / took, pages ? rows / pages : 0,
	    times ? (double)t->times[times / 2] : 0,
	    times ? (double)t->times[times * 99 / 100] : 0);
}

int
main(int argc, char **argv)
{
	static struct thread threads[THREADS_MAX];
	const int n = argc > 3 ? atoi(argv[1]) : 0;
	double begin, until;

	if (n < 1 || n > THREADS_MAX) {
		fprintf(stderr, "usage: raw_read THREADS SECONDS FILE...\n");
		return 64;
	}
	for (int i = 0; i < n; i++) {
		struct thread *t = &threads[i];

		t->files = argv + 3;
		t->files_n = argc - 3;
		t->start = i * t->files_n / n;
		t->stores = calloc((size_t)t->files_n, sizeof(*t->stores));
		t->times = malloc(TIMES_MAX * sizeof(*t->times));
		if (!t->stores || !t->times)
			return 71;
		for (int f = 0; f < t->files_n; f++)
			open_store(&t->stores[f], t->files[f]);
	}
	begin = seconds();
	until = begin + strtod(argv[2], NULL);
	for (int i = 0; i < n; i++) {
		threads[i].until = until;
		if (pthread_create(&threads[i].id, NULL, work, &threads[i]))
			return 71;
	}
	for (int i = 0; i < n; i++)
		pthread_join(threads[i].id, NULL);
	print(threads, n, seconds() - begin);
	return 0;
}
