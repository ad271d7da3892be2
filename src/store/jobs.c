/* SPDX-License-Identifier: EUPL-1.2 */
#include "store/jobs.h"

#include <string.h>

#include "store/counters.h"
#include "store/row.h"

static const struct stmt insert STMT = {
    .name = "jobs.insert",
    .params = "iisSsii",
    .columns = "",
    .sql = "INSERT INTO job (inst, job, kind, unique_key, payload, state,"
	   " run_at, attempts, created_at)"
	   " VALUES ($1, $2, $3, $4, $5, 'ready', $6, 0, $7)"
	   " ON CONFLICT (inst, unique_key) DO NOTHING",
};

enum err
jobs_add_once(struct db *db, int64_t inst, const char *kind,
    const char *unique_key, const char *payload, int64_t run_at, int64_t now,
    bool *added)
{
	int64_t job, changed;
	enum err err;

	if (strlen(payload) > JOB_PAYLOAD_BYTES_MAX)
		return ERR_LIMIT;
	if ((err = counters_next(db, inst, "job", &job)))
		return err;
	if ((err = db_run(db, &insert, &changed, A_INT(inst), A_INT(job),
		 A_TEXT(kind), A_TEXT(unique_key), A_TEXT(payload),
		 A_INT(run_at), A_INT(now))))
		return err;
	*added = changed == 1;
	return OK;
}

enum err
jobs_add(struct db *db, int64_t inst, const char *kind, const char *unique_key,
    const char *payload, int64_t run_at, int64_t now)
{
	bool added;

	return jobs_add_once(
	    db, inst, kind, unique_key, payload, run_at, now, &added);
}

static const struct stmt done_by_key STMT = {
    .name = "jobs.done_by_key",
    .params = "iis",
    .columns = "",
    .sql = "UPDATE job SET state = 'done', done_at = $1 WHERE inst = $2"
	   " AND unique_key = $3 AND state <> 'done'",
};

enum err
jobs_done_by_key(
    struct db *db, int64_t inst, const char *unique_key, int64_t now)
{
	return db_run(db, &done_by_key, NULL, A_INT(now), A_INT(inst),
	    A_TEXT(unique_key));
}

#define COLUMNS                                                                \
	"inst, job, kind, payload, state, run_at, attempts, error,"            \
	" created_at, done_at"
#define LETTERS "iisssiiSiI"

static const struct stmt take STMT = {
    .name = "jobs.take",
    .params = "iii",
    .columns = LETTERS,
    .sql = "UPDATE job SET state = 'running', attempts = attempts + 1,"
	   " run_at = $1"
	   " WHERE inst = $2 AND job = (SELECT j.job FROM job j"
	   " WHERE j.inst = $2 AND j.state IN ('ready', 'running')"
	   " AND j.run_at <= $3 ORDER BY j.run_at, j.job LIMIT 1)"
	   " RETURNING " COLUMNS,
};

static void
read_job(struct rows *rows, struct arena *arena, struct job *job)
{
	*job = (struct job){
	    .inst = rows_int(rows, 0),
	    .job = rows_int(rows, 1),
	    .kind = arena_strdup(arena, rows_text(rows, 2)),
	    .payload = arena_strdup(arena, rows_text(rows, 3)),
	    .state = arena_strdup(arena, rows_text(rows, 4)),
	    .run_at = rows_int(rows, 5),
	    .attempts = rows_int(rows, 6),
	    .error = row_copy(arena, rows, 7),
	    .created_at = rows_int(rows, 8),
	    .done_at = rows_int(rows, 9),
	};
}

enum err
jobs_take(struct db *db, struct arena *arena, int64_t inst, int64_t now,
    int64_t lease_s, struct job *job)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_one(db, &take, &rows, A_INT(now + lease_s), A_INT(inst),
		 A_INT(now))))
		return err;
	read_job(&rows, arena, job);
	return OK;
}

static const struct stmt done STMT = {
    .name = "jobs.done",
    .params = "iSii",
    .columns = "",
    .sql = "UPDATE job SET state = 'done', done_at = $1, error = NULL,"
	   " payload = coalesce($2, payload)"
	   " WHERE inst = $3 AND job = $4",
};

enum err
jobs_done(
    struct db *db, int64_t inst, int64_t job, int64_t now, const char *payload)
{
	return db_run(db, &done, NULL, A_INT(now), A_TEXT(payload), A_INT(inst),
	    A_INT(job));
}

static const struct stmt retry STMT = {
    .name = "jobs.retry",
    .params = "isii",
    .columns = "",
    .sql = "UPDATE job SET state = 'ready', run_at = $1, error = $2"
	   " WHERE inst = $3 AND job = $4",
};

enum err
jobs_retry(
    struct db *db, int64_t inst, int64_t job, int64_t run_at, const char *error)
{
	return db_run(db, &retry, NULL, A_INT(run_at), A_TEXT(error),
	    A_INT(inst), A_INT(job));
}

static const struct stmt fail STMT = {
    .name = "jobs.fail",
    .params = "isii",
    .columns = "",
    .sql = "UPDATE job SET state = 'failed', done_at = $1, error = $2"
	   " WHERE inst = $3 AND job = $4",
};

enum err
jobs_fail(
    struct db *db, int64_t inst, int64_t job, int64_t now, const char *error)
{
	return db_run(db, &fail, NULL, A_INT(now), A_TEXT(error), A_INT(inst),
	    A_INT(job));
}

static const struct stmt bounce STMT = {
    .name = "jobs.bounce",
    .params = "isii",
    .columns = "",
    .sql = "UPDATE job SET state = 'failed', done_at = $1, error = $2"
	   " WHERE inst = $3 AND job = $4 AND kind = 'mail'"
	   " AND state <> 'failed'",
};

enum err
jobs_bounce(
    struct db *db, int64_t inst, int64_t job, int64_t now, const char *error)
{
	int64_t changed;
	enum err err;

	if ((err = db_run(db, &bounce, &changed, A_INT(now), A_TEXT(error),
		 A_INT(inst), A_INT(job))))
		return err;
	return changed ? OK : ERR_NOT_FOUND;
}

static const struct stmt again STMT = {
    .name = "jobs.again",
    .params = "iii",
    .columns = "",
    .sql = "UPDATE job SET state = 'ready', run_at = $1, attempts = 0,"
	   " error = NULL, done_at = NULL WHERE inst = $2 AND job = $3"
	   " AND state IN ('failed', 'done')",
};

enum err
jobs_again(struct db *db, int64_t inst, int64_t job, int64_t now)
{
	int64_t changed;
	enum err err;

	if ((err = db_run(
		 db, &again, &changed, A_INT(now), A_INT(inst), A_INT(job))))
		return err;
	return changed ? OK : ERR_NOT_FOUND;
}

static const struct stmt find STMT = {
    .name = "jobs.find",
    .params = "ii",
    .columns = LETTERS,
    .sql = "SELECT " COLUMNS " FROM job WHERE inst = $1 AND job = $2",
};

enum err
jobs_find(struct db *db, struct arena *arena, int64_t inst, int64_t job,
    struct job *out)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_one(db, &find, &rows, A_INT(inst), A_INT(job))))
		return err;
	read_job(&rows, arena, out);
	return OK;
}

static const struct stmt page STMT = {
    .name = "jobs.page",
    .params = "iSSii",
    .columns = LETTERS,
    .sql = "SELECT " COLUMNS " FROM job WHERE inst = $1"
	   " AND (kind = $2 OR CAST($2 AS TEXT) IS NULL)"
	   " AND (state = $3 OR CAST($3 AS TEXT) IS NULL)"
	   " ORDER BY job DESC LIMIT $4 OFFSET $5",
};

static enum err
read_page(struct db *db, struct arena *arena, int64_t inst,
    const struct job_query *query, struct job *jobs, size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	size_t got = 0;
	enum err err;

	if ((err = db_query(db, &page, &rows, A_INT(inst), A_TEXT(query->kind),
		 A_TEXT(query->state), A_INT(query->limit),
		 A_INT(query->offset))))
		return err;
	while (!(err = rows_next(&rows)))
		read_job(&rows, arena, &jobs[got++]);
	if (err != ERR_NOT_FOUND)
		return err;
	*n = got;
	return OK;
}

enum err
jobs_page(struct db *db, struct arena *arena, int64_t inst,
    const struct job_query *query, struct job **out, size_t *n)
{
	struct job_query q = *query;
	struct job *jobs;
	enum err err;

	if (q.limit > JOBS_LIST_MAX)
		q.limit = JOBS_LIST_MAX;
	jobs = arena_array(arena, (size_t)q.limit, sizeof(*jobs));
	if (!(err = read_page(db, arena, inst, &q, jobs, n)))
		*out = jobs;
	return err;
}

enum err
jobs_list(struct db *db, struct arena *arena, int64_t inst, const char *kind,
    const char *state, size_t n, struct job *out, size_t *got)
{
	const struct job_query query = {
	    .kind = kind, .state = state, .limit = (int64_t)n};

	return read_page(db, arena, inst, &query, out, got);
}

static const struct stmt count STMT = {
    .name = "jobs.count",
    .params = "is",
    .columns = "iI",
    .sql = "SELECT count(*), min(run_at) FROM job"
	   " WHERE inst = $1 AND state = $2",
};

enum err
jobs_count(
    struct db *db, int64_t inst, const char *state, int64_t *n, int64_t *oldest)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_one(db, &count, &rows, A_INT(inst), A_TEXT(state))))
		return err;
	*n = rows_int(&rows, 0);
	*oldest = rows_int(&rows, 1);
	return OK;
}

static const struct stmt count_kind STMT = {
    .name = "jobs.count_kind",
    .params = "iss",
    .columns = "i",
    .sql = "SELECT count(*) FROM job WHERE inst = $1 AND kind = $2"
	   " AND state = $3",
};

enum err
jobs_count_kind(struct db *db, int64_t inst, const char *kind,
    const char *state, int64_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_one(db, &count_kind, &rows, A_INT(inst), A_TEXT(kind),
		 A_TEXT(state))))
		return err;
	*n = rows_int(&rows, 0);
	return OK;
}

static const struct stmt ended STMT = {
    .name = "jobs.ended",
    .params = "isi",
    .columns = "i",
    .sql = "SELECT count(*) FROM job WHERE inst = $1 AND state = $2"
	   " AND done_at < $3",
};

enum err
jobs_ended_before(
    struct db *db, int64_t inst, const char *state, int64_t before, bool *any)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_one(
		 db, &ended, &rows, A_INT(inst), A_TEXT(state), A_INT(before))))
		return err;
	*any = rows_int(&rows, 0) > 0;
	return OK;
}

static const struct stmt forget STMT = {
    .name = "jobs.forget",
    .params = "isi",
    .columns = "",
    .sql = "DELETE FROM job WHERE inst = $1 AND state = $2"
	   " AND done_at < $3",
};

enum err
jobs_forget(struct db *db, int64_t inst, const char *state, int64_t before)
{
	return db_run(
	    db, &forget, NULL, A_INT(inst), A_TEXT(state), A_INT(before));
}

static const struct stmt replay STMT = {
    .name = "jobs.replay",
    .params = "iii",
    .columns = "",
    .sql = "UPDATE job SET state = 'ready', run_at = $1, done_at = NULL"
	   " WHERE inst = $2 AND (state = 'running' OR (state = 'done'"
	   " AND done_at >= $3 AND kind <> 'mail'))",
};

enum err
jobs_replay(
    struct db *db, int64_t inst, int64_t now, int64_t since, int64_t *changed)
{
	return db_run(
	    db, &replay, changed, A_INT(now), A_INT(inst), A_INT(since));
}
