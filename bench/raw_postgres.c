/* SPDX-License-Identifier: EUPL-1.2 */
/* raw_postgres read|save|upsert THREADS SECONDS URL N: the same rows as
 * raw_sqlite's, of institutions 1..N of one shard, straight through libpq:
 * statements prepared once, values and results in binary, everything of a
 * page or a save in one flight. Every thread has one connection. */
#include <endian.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "raw.h"

#define INT8 20
#define TEXT 25
#define BYTEA 17
#define PARAMS_MAX 5
#define EVENT_BYTES 96
#define NONCE_BYTES 32

struct query {
	const char *name, *sql;
	int n;
	Oid types[PARAMS_MAX];
};

static const struct query set_inst = {
    "inst", "SELECT set_config('app.inst', $1::text, true)", 1, {TEXT}};
static const struct query reads[] = {
    {"pupils",
	"SELECT p.person, p.surname, p.given, p.patronymic, e.starts_on,"
	" e.ends_on FROM enrolment e JOIN person p ON p.inst = e.inst"
	" AND p.person = e.pupil WHERE e.inst = $1 AND e.class = 1"
	" ORDER BY p.name_sort, p.person",
	1, {INT8}},
    {"columns",
	"SELECT c.col, c.lesson, c.kind, c.title, c.day, c.number, c.scale,"
	" c.seq FROM mark_column c WHERE c.inst = $1 AND c.journal = 1"
	" AND c.removed_at IS NULL ORDER BY c.day, c.number, c.ord",
	1, {INT8}},
    {"marks",
	"SELECT col, pupil, value, seq, changes FROM mark"
	" WHERE inst = $1 AND journal = 1",
	1, {INT8}},
    {"attendance",
	"SELECT lesson, pupil, state, minutes, reason, seq FROM attendance"
	" WHERE inst = $1 AND journal = 1",
	1, {INT8}},
};
#define READS (sizeof(reads) / sizeof(reads[0]))

static const struct query upsert = {"upsert",
    "INSERT INTO mark (inst, journal, col, pupil, value, seq, changes)"
    " VALUES ($1, 1, $2, $3, $4, $5, 0)"
    " ON CONFLICT (inst, journal, col, pupil) DO UPDATE"
    " SET value = EXCLUDED.value, seq = EXCLUDED.seq,"
    " changes = mark.changes + 1",
    5, {INT8, INT8, INT8, TEXT, INT8}};
static const struct query event = {"event",
    "INSERT INTO event (inst, seq, entry, leaf) VALUES ($1, $2, $3, $4)", 4,
    {INT8, INT8, BYTEA, BYTEA}};
static const struct query content = {"content",
    "INSERT INTO event_content (inst, seq, prev, at, kind, actor, role, object,"
    " pupil, lesson, old, new, nonce) VALUES ($1, $2, $2 - 30, 1790000000, 2,"
    " 't-101', 'teacher', 'mark/1.40.12', $3, '2026-11-02/3/1', '8', $4, $5)",
    5, {INT8, INT8, TEXT, TEXT, BYTEA}};
static const struct query head = {"head",
    "SELECT coalesce(max(seq), 0) FROM event WHERE inst = $1", 1, {INT8}};
/* One writer a school at a time, as in the program. */
static const struct query lane = {
    "lane", "SELECT size FROM log_head WHERE inst = $1 FOR UPDATE", 1, {INT8}};
static const struct query begin = {"begin", "BEGIN", 0, {0}};
static const struct query commit = {"commit", "COMMIT", 0, {0}};

struct link {
	PGconn *conn;
	int sent; /* statements whose results have not been read */
	long turn;
};

static const char *url;

struct value {
	const void *p;
	int len;
	uint64_t number;
};

static void
fault(struct link *l)
{
	raw_fault(PQerrorMessage(l->conn));
}

static void
prepare(struct link *l, const struct query *q)
{
	PGresult *result = PQprepare(l->conn, q->name, q->sql, q->n, q->types);

	if (PQresultStatus(result) != PGRES_COMMAND_OK)
		fault(l);
	PQclear(result);
}

static void
open_link(struct raw_thread *t, enum raw_work work, int store)
{
	static const struct query *const all[] = {&set_inst, &upsert, &event,
	    &content, &head, &lane, &begin, &commit};
	struct link *l = t->engine;

	(void)work, (void)store;
	if (l)
		return;
	t->engine = l = calloc(1, sizeof(*l));
	if (!l)
		raw_fault("no memory");
	l->conn = PQconnectdb(url);
	if (PQstatus(l->conn) != CONNECTION_OK)
		fault(l);
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		prepare(l, all[i]);
	for (size_t i = 0; i < READS; i++)
		prepare(l, &reads[i]);
	if (!PQenterPipelineMode(l->conn))
		fault(l);
}

static struct value
number(int64_t n)
{
	return (struct value){NULL, 8, htobe64((uint64_t)n)};
}

static struct value
text(const char *s)
{
	return (struct value){s, (int)strlen(s), 0};
}

static void
send(struct link *l, const struct query *q, const struct value *values)
{
	const char *p[PARAMS_MAX] = {NULL};
	int lengths[PARAMS_MAX] = {0}, formats[PARAMS_MAX];

	for (int i = 0; i < q->n; i++) {
		p[i] =
		    values[i].p ? values[i].p : (const char *)&values[i].number;
		lengths[i] = values[i].len;
		formats[i] = 1;
	}
	if (!PQsendQueryPrepared(
		l->conn, q->name, q->n, p, lengths, formats, 1))
		fault(l);
	l->sent++;
}

/* Ends the flight and reads its results. Every value is looked at. The number
 * of the last one-row, one-column result is returned. */
static int64_t
land(struct raw_thread *t, struct link *l)
{
	int64_t last = 0;

	if (!PQpipelineSync(l->conn))
		fault(l);
	for (; l->sent; l->sent--) {
		PGresult *r = PQgetResult(l->conn);
		const int rows = PQntuples(r), columns = PQnfields(r);

		if (PQresultStatus(r) != PGRES_TUPLES_OK &&
		    PQresultStatus(r) != PGRES_COMMAND_OK)
			fault(l);
		for (int i = 0; i < rows; i++)
			for (int c = 0; c < columns; c++)
				t->bytes += (unsigned)PQgetlength(r, i, c) +
					    (unsigned char)*PQgetvalue(r, i, c);
		if (rows == 1 && columns == 1 && PQgetlength(r, 0, 0) == 8) {
			uint64_t n;

			memcpy(&n, PQgetvalue(r, 0, 0), sizeof(n));
			last = (int64_t)be64toh(n);
		} else if (columns > 1)
			t->rows += rows;
		PQclear(r);
		PQclear(PQgetResult(l->conn)); /* NULL: the end of this one */
	}
	PQclear(PQgetResult(l->conn)); /* the sync itself */
	return last;
}

static void
send_begin(struct link *l, int inst)
{
	char digits[16];

	snprintf(digits, sizeof(digits), "%d", inst);
	send(l, &begin, NULL);
	send(l, &set_inst, (struct value[]){text(digits)});
}

static void
save(struct raw_thread *t, struct link *l, enum raw_work work, int inst)
{
	static const char bytes[EVENT_BYTES];
	int64_t seq;

	send_begin(l, inst);
	send(l, &lane, (struct value[]){number(inst)});
	send(l, &head, (struct value[]){number(inst)});
	seq = land(t, l);
	for (int row = 0; row < RAW_SAVE_ROWS; row++) {
		const char *value = raw_value(l->turn, row);

		t->rows++;
		if (work == RAW_SAVE) {
			send(l, &event,
			    (struct value[]){number(inst), number(++seq),
				{bytes, EVENT_BYTES, 0},
				{bytes, NONCE_BYTES, 0}});
			send(l, &content,
			    (struct value[]){number(inst), number(seq),
				text("p-112"), text(value),
				{bytes, NONCE_BYTES, 0}});
			t->rows += 2;
		}
		send(l, &upsert,
		    (struct value[]){number(inst), number(RAW_COL),
			number(RAW_PUPIL_FIRST + row), text(value),
			number(seq)});
	}
	send(l, &commit, NULL);
	land(t, l);
	l->turn++;
}

static void
run(struct raw_thread *t, enum raw_work work, int store)
{
	struct link *l = t->engine;
	const int inst = store + 1;

	if (work != RAW_READ) {
		save(t, l, work, inst);
		return;
	}
	send_begin(l, inst);
	for (size_t i = 0; i < READS; i++)
		send(l, &reads[i], (struct value[]){number(inst)});
	send(l, &commit, NULL);
	land(t, l);
}

int
main(int argc, char **argv)
{
	static const struct raw_engine engine = {open_link, run};
	enum raw_work work;

	if (raw_arguments(argc, argv, &work) < 0 || argc != 6)
		return 64;
	url = argv[4];
	return raw_main(argv, work, atoi(argv[5]), &engine);
}
