/* SPDX-License-Identifier: EUPL-1.2 */
/* What is put on the connection to a PostgreSQL server, and what comes back.
 * Of all files db_postgres*.c alone know libpq. */
#include <assert.h>
#include <endian.h>
#include <errno.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "db/postgres.h"
#include "db/stmt.h"

/* Statements that one session may hold. Those of a copy have texts of their own
 * for each store, and their names stay on the server: after many stores the
 * session is made anew. Far more than a handle keeps of all others. */
#define NAMES_MAX 2048

/* Room that one statement may need in the queue: its name, itself, a sync. */
#define PUT_ROOM 4

/* ---- answers ---- */

enum err
pg_result_err(struct db *db, const char *title, const PGresult *result)
{
	const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
	const char *severity =
	    PQresultErrorField(result, PG_DIAG_SEVERITY_NONLOCALIZED);
	const char *text = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
	const char *rule = PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME);
	struct pg *pg = db->conn;

	switch (PQresultStatus(result)) {
	case PGRES_COMMAND_OK:
	case PGRES_TUPLES_OK:
	case PGRES_EMPTY_QUERY:
		return OK;
	default:
		break;
	}
	/* Only the first line of what the server says: its detail would show
	 * people's data to whoever reads the log. */
	if (!text)
		text = PQresultErrorMessage(result);
	snprintf(db->message, sizeof(db->message), "%s: %s %s%s%.*s", title,
	    state ? state : "-", rule ? rule : "", rule ? ": " : "",
	    (int)strcspn(text, "\n"), text);
	if (!state || (severity && strcmp(severity, "ERROR") != 0))
		pg->lost = true;
	pg->no_table = state && !strcmp(state, "42P01");
	return pg_err(state);
}

/* The failure of something that waited. */
static void
failed(struct pg *pg, const struct pg_wait *wait, enum err err)
{
	if (wait->what == PG_PARSE)
		wait->st->made = 0;
	if (wait->what == PG_RUN && !wait->quiet) {
		wait->st->err = err;
		wait->st->waiting = false;
	}
	if (!wait->quiet && !pg->late && (pg->begun || pg->one))
		pg->late = err;
}

static bool
types_fit(const struct pg_stmt *st, const PGresult *result)
{
	int n = PQnfields(result);

	if (n != (int)strlen(st->columns))
		return false;
	for (int i = 0; i < n; i++)
		if (!pg_type_fits(st->columns[i], PQftype(result, i)))
			return false;
	return true;
}

/* The result is the cursor's from now on. */
static void
keep_result(struct db *db, struct pg_stmt *st, PGresult *result)
{
	st->waiting = false;
	st->result = result;
	st->rows = PQntuples(result);
	st->row = -1;
	if (!st->fits && !(st->fits = types_fit(st, result)))
		st->err =
		    pg_note(db, ERR_CORRUPT, "a column is not of its letter");
}

static void
succeeded(struct db *db, const struct pg_wait *wait, PGresult *result)
{
	struct pg *pg = db->conn;

	if (wait->what == PG_RUN || wait->what == PG_SEND ||
	    wait->what == PG_SURE)
		pg->changed = strtoll(PQcmdTuples(result), NULL, 10);
	if (wait->what == PG_SURE && pg->changed == 0 && !wait->quiet)
		failed(pg, wait,
		    pg_note(db, ERR_AGAIN, "somebody else wrote first"));
	/* The end of a transaction before, whose outcome nobody waits for, says
	 * nothing of this one. */
	if (wait->what == PG_END && !wait->quiet) {
		/* A commit of what has failed is answered by its rollback. */
		pg->ended = !strcmp(PQcmdStatus(result), "COMMIT");
		if (!pg->ended)
			failed(pg, wait,
			    pg_note(db, ERR_DB, "it was rolled back"));
	}
	if (wait->what == PG_RUN && !wait->quiet)
		keep_result(db, wait->st, result);
	else
		PQclear(result);
}

static void
take_answer(struct db *db, const struct pg_wait *wait)
{
	struct pg *pg = db->conn;
	PGresult *result = PQgetResult(pg->conn), *more;
	bool told;
	enum err err;

	if (wait->what == PG_SYNC) {
		if (PQresultStatus(result) != PGRES_PIPELINE_SYNC)
			pg->lost = true;
		PQclear(result);
		pg->flight = OK;
		return;
	}
	if (!result) {
		pg->lost = true;
		return;
	}
	while ((more = PQgetResult(pg->conn)) != NULL)
		PQclear(more);
	if (PQresultStatus(result) == PGRES_PIPELINE_ABORTED) {
		failed(pg, wait, pg->flight ? pg->flight : ERR_AGAIN);
		PQclear(result);
		return;
	}
	if (!(err = pg_result_err(db, wait->st->title, result))) {
		succeeded(db, wait, result);
		return;
	}
	told = PQresultErrorField(result, PG_DIAG_SQLSTATE) != NULL;
	PQclear(result);
	/* Without a word of the server's own nobody knows what it did. */
	if (told) {
		pg->flight = err;
		failed(pg, wait, err);
	}
}

/* Whatever still waits will never be answered. */
static void
lose(struct db *db, size_t from)
{
	struct pg *pg = db->conn;
	enum err err = pg->ending ? ERR_UNSURE : ERR_AGAIN;

	if (!pg->late)
		pg_note(db, OK, "the connection is lost");
	pg->lost = db->broken = true;
	for (size_t i = from; i < pg->queued && !pg->ended; i++)
		if (pg->queue[i].what != PG_SYNC)
			failed(pg, &pg->queue[i], err);
	/* A write without BEGIN commits only with the sync behind it. */
	if (pg->ending && !pg->ended && !pg->late)
		pg->late = ERR_UNSURE;
	pg->queued = 0;
	pg->synced = true;
	pg->begun = pg->reading = false;
}

void
pg_drain(struct db *db)
{
	struct pg *pg = db->conn;
	size_t i;

	pg_sync(db);
	if (!pg->queued)
		return;
	db->round_trips++;
	for (i = 0; i < pg->queued; i++) {
		take_answer(db, &pg->queue[i]);
		if (pg->lost) {
			lose(db, i);
			return;
		}
	}
	pg->queued = 0;
}

void
pg_forget(struct pg *pg)
{
	for (size_t i = 0; i < pg->queued; i++) {
		pg->queue[i].quiet = true;
		if (pg->queue[i].what == PG_RUN)
			pg->queue[i].st->waiting = false;
	}
}

/* ---- the queue ---- */

static void
append(struct pg *pg, enum pg_what what, struct pg_stmt *st)
{
	assert(pg->queued < PG_QUEUE_MAX);
	pg->queue[pg->queued++] = (struct pg_wait){.what = what, .st = st};
	pg->synced = what == PG_SYNC;
}

void
pg_sync(struct db *db)
{
	struct pg *pg = db->conn;

	if (pg->synced || pg->lost)
		return;
	if (PQpipelineSync(pg->conn))
		append(pg, PG_SYNC, NULL);
	else
		lose(db, 0);
}

struct params {
	int64_t ints[STMT_PARAMS_MAX];
	const char *values[STMT_PARAMS_MAX];
	int lengths[STMT_PARAMS_MAX];
};

static void
fill(struct params *params, const struct arg *args, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct arg *arg = &args[i];

		params->lengths[i] = 0;
		switch (arg->type) {
		case 'i':
			params->ints[i] = (int64_t)htobe64((uint64_t)arg->i);
			params->values[i] = (const char *)&params->ints[i];
			params->lengths[i] = sizeof(params->ints[i]);
			break;
		case 's':
			params->values[i] = arg->s;
			params->lengths[i] = (int)strlen(arg->s);
			break;
		case 'b':
			params->values[i] = arg->b.p;
			params->lengths[i] = (int)arg->b.len;
			break;
		default:
			params->values[i] = NULL;
		}
	}
}

static int
types_of(const struct pg_stmt *st, Oid types[STMT_PARAMS_MAX])
{
	int n;

	for (n = 0; st->params[n]; n++)
		types[n] = pg_type_of(st->params[n]);
	return n;
}

static bool
make(struct pg *pg, struct pg_stmt *st)
{
	Oid types[STMT_PARAMS_MAX];
	int n;

	if (st->made == pg->number)
		return true;
	n = types_of(st, types);
	snprintf(st->name, sizeof(st->name), "s%d", ++pg->names);
	if (!PQsendPrepare(pg->conn, st->name, st->sql, n, types))
		return false;
	st->made = pg->number;
	append(pg, PG_PARSE, st);
	return true;
}

static bool
send_off(struct pg *pg, struct pg_stmt *st, const struct params *params, int n)
{
	static const int binary[STMT_PARAMS_MAX] = {
	    [0 ... STMT_PARAMS_MAX - 1] = 1};
	Oid types[STMT_PARAMS_MAX];

	if (pg->use == DB_USE_UNPREPARED) {
		types_of(st, types);
		return PQsendQueryParams(pg->conn, st->sql, n, types,
		    params->values, params->lengths, binary, 1);
	}
	return make(pg, st) && PQsendQueryPrepared(pg->conn, st->name, n,
				   params->values, params->lengths, binary, 1);
}

enum err
pg_put(struct db *db, struct pg_stmt *st, enum pg_what what,
    const struct arg *args, size_t n)
{
	struct pg *pg = db->conn;
	struct params params;

	if (!pg->lost && pg->queued + PUT_ROOM > PG_QUEUE_MAX) {
		pg_drain(db);
		if (pg->late)
			return pg->late;
	}
	if (pg->lost)
		return pg_note(db, ERR_AGAIN, "the connection is lost");
	fill(&params, args, n);
	if (!send_off(pg, st, &params, (int)n)) {
		lose(db, 0);
		return pg->late ? pg->late : ERR_AGAIN;
	}
	append(pg, what, st);
	return OK;
}

enum err
pg_put_own(struct db *db, enum pg_own own)
{
	struct pg *pg = db->conn;
	char inst[24];
	const struct arg text = A_TEXT(inst), number = A_INT(db->inst);

	snprintf(inst, sizeof(inst), "%lld", (long long)db->inst);
	switch (pg_own_params(own)[0]) {
	case 's':
		return pg_put(db, &pg->own[own], PG_SEND, &text, 1);
	case 'i':
		return pg_put(db, &pg->own[own], PG_SEND, &number, 1);
	default:
		return pg_put(db, &pg->own[own],
		    own == PG_COMMIT ? PG_END : PG_SEND, NULL, 0);
	}
}

/* ---- after a rest ---- */

/* The server may have gone meanwhile: then the end of the stream, or its last
 * word, lies here unread. Nothing else comes unasked, or it does no harm. */
static void
peek(struct db *db)
{
	struct pg *pg = db->conn;
	char c;

	for (int i = 0; i < 3; i++) {
		if (recv(PQsocket(pg->conn), &c, 1, MSG_PEEK | MSG_DONTWAIT) <
			0 &&
		    (errno == EAGAIN || errno == EINTR))
			return;
		if (!PQconsumeInput(pg->conn) ||
		    PQstatus(pg->conn) != CONNECTION_OK) {
			lose(db, 0);
			return;
		}
	}
}

enum err
pg_wake(struct db *db)
{
	struct pg *pg = db->conn;
	int64_t waits = db->round_trips;

	if (pg->rested && !pg->lost) {
		pg->rested = false;
		/* Answers that came long ago are no wait. */
		pg_drain(db);
		db->round_trips = waits;
		if (!pg->lost)
			peek(db);
	}
	return pg->lost || pg->names > NAMES_MAX ? pg_connect(db) : OK;
}
