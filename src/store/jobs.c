/* SPDX-License-Identifier: EUPL-1.2 */
#include "store/jobs.h"

#include "store/counters.h"

static const struct stmt add STMT = {
    .name = "jobs.add",
    .params = "iisSsii",
    .columns = "",
    .sql = "INSERT INTO job (inst, job, kind, unique_key, payload, state,"
	   " run_at, attempts, created_at)"
	   " VALUES ($1, $2, $3, $4, $5, 'ready', $6, 0, $7)"
	   " ON CONFLICT (inst, unique_key) DO NOTHING",
};

enum err
jobs_add_once(struct db *db, int64_t inst, const char *kind,
    const char *unique_key, const char *payload_json, int64_t run_at,
    int64_t now, bool *added)
{
	int64_t job, changed;
	enum err err;

	if ((err = counters_next(db, inst, "job", &job)))
		return err;
	if ((err = db_run(db, &add, &changed, A_INT(inst), A_INT(job),
		 A_TEXT(kind), A_TEXT(unique_key), A_TEXT(payload_json),
		 A_INT(run_at), A_INT(now))))
		return err;
	*added = changed == 1;
	return OK;
}

enum err
jobs_add(struct db *db, int64_t inst, const char *kind, const char *unique_key,
    const char *payload_json, int64_t run_at, int64_t now)
{
	bool added;

	return jobs_add_once(
	    db, inst, kind, unique_key, payload_json, run_at, now, &added);
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
