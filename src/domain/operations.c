/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/operations.h"

#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include "base/clock.h"
#include "base/json.h"
#include "base/text.h"
#include "domain/ledger.h"
#include "store/institutions.h"
#include "store/jobs.h"
#include "store/settings.h"

#define SETTING_SWEEP "sweep"
/* The worker looks round every ten minutes. */
#define LATE_S 1500

static bool
is_operator(const struct act *act)
{
	return act->actor.role == ROLE_OPERATOR;
}

/* ---- the worker's last round ----------------------------------------------
 */

enum err
operations_swept(struct act *act, const struct operations_sweep *sweep)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct buf b;
	struct json_out o = {.out = &b};
	enum err err;

	if (act->actor.role != ROLE_SYSTEM)
		return ERR_DENIED;
	buf_init(&b, act->arena, 256);
	json_open(&o, '{');
	json_put_int(&o, "at", sweep->at);
	json_put_int(&o, "stores", sweep->stores);
	json_put_int(&o, "silent", sweep->silent);
	json_put_int(&o, "ready", sweep->ready);
	json_put_int(&o, "failed", sweep->failed);
	json_key(&o, "troubled");
	json_open(&o, '[');
	for (size_t i = 0; i < sweep->troubled_n; i++)
		json_add_int(&o, sweep->troubled[i]);
	json_close(&o, ']');
	json_close(&o, '}');
	if ((err = act_begin_registry(tx)))
		return err;
	if ((err = settings_set_registry(act->registry, SETTING_SWEEP, b.p)))
		return err;
	return act_commit(act);
}

static enum err
read_sweep(struct act *act, struct operations_sweep *out)
{
	AUTO_JSON struct json *doc = NULL;
	const struct json *troubled;
	const char *text;
	enum err err;

	*out = (struct operations_sweep){0};
	err =
	    settings_registry(act->registry, act->arena, SETTING_SWEEP, &text);
	if (err)
		return err == ERR_NOT_FOUND ? OK : err;
	if (json_parse(text, strlen(text), &doc) ||
	    !json_int(doc, "at", &out->at) ||
	    !json_int(doc, "stores", &out->stores) ||
	    !json_int(doc, "silent", &out->silent) ||
	    !json_int(doc, "ready", &out->ready) ||
	    !json_int(doc, "failed", &out->failed))
		return ERR_CORRUPT;
	troubled = json_member(doc, "troubled");
	while (out->troubled_n < OPERATIONS_TROUBLED_MAX &&
	       json_as_int(json_at(troubled, out->troubled_n),
		   &out->troubled[out->troubled_n]))
		out->troubled_n++;
	return OK;
}

/* ---- the state ------------------------------------------------------------
 */

/* Where the data lies; what cannot be asked stays 0. */
static void
read_disk(struct act *act, struct operations_state *out)
{
	const char *state = act->config->state;
	struct statvfs fs;
	struct stat st;

	if (!statvfs(state, &fs)) {
		out->disk_free = (int64_t)(fs.f_bavail * fs.f_frsize);
		out->disk_all = (int64_t)(fs.f_blocks * fs.f_frsize);
	}
	if (!*act->config->database_url &&
	    !stat(arena_printf(act->arena, "%s/registry.db", state), &st))
		out->registry_bytes = st.st_size;
}

enum err
operations_state(struct act *act, struct operations_state *out)
{
	const int64_t today = clock_instant(clock_day_at(act->now), 0, 0);
	struct operations_state state = {0};
	int64_t unused;
	enum err err;

	if (!is_operator(act))
		return ERR_DENIED;
	if ((err = figures_read(act->registry, today, &state.figures)) ||
	    (err = read_sweep(act, &state.sweep)) ||
	    (err = jobs_count(act->registry, 0, "ready", &state.ready,
		 &state.oldest_ready)) ||
	    (err = jobs_count(
		 act->registry, 0, "failed", &state.failed, &unused)))
		return err;
	state.schema = db_schema_version(act->registry);
	state.icu = text_icu_version();
	state.worker_late = act->now - state.sweep.at > LATE_S;
	read_disk(act, &state);
	*out = state;
	return OK;
}

/* ---- failed work -----------------------------------------------------------
 */

static const char *
institution_name(struct act *act, int64_t inst)
{
	struct institution row;

	if (!inst || institutions_find(act->registry, act->arena, inst, &row))
		return "";
	return row.name;
}

static enum err
add_failed(struct act *act, struct db *db, int64_t store,
    struct operations_job *jobs, size_t *n)
{
	const struct job_query query = {
	    .state = "failed", .limit = OPERATIONS_FAILED_MAX};
	const char *name = institution_name(act, store);
	struct job *rows;
	size_t got;
	enum err err;

	if ((err = jobs_page(db, act->arena, store, &query, &rows, &got)))
		return err;
	for (size_t i = 0; i < got && *n < OPERATIONS_FAILED_MAX; i++) {
		/* The registry's letters have a page of their own. */
		if (store == 0 && !strcmp(rows[i].kind, "mail"))
			continue;
		jobs[(*n)++] = (struct operations_job){
		    .store = store,
		    .job = rows[i].job,
		    .institution = name,
		    .kind = rows[i].kind,
		    .error = rows[i].error ? rows[i].error : "",
		    .attempts = rows[i].attempts,
		    .created_at = rows[i].created_at,
		    .ended_at = rows[i].done_at,
		};
	}
	return OK;
}

enum err
operations_failed(struct act *act, struct operations_job **jobs, size_t *n)
{
	struct operations_job *all =
	    arena_array(act->arena, OPERATIONS_FAILED_MAX, sizeof(*all));
	struct operations_sweep sweep;
	size_t got = 0;
	enum err err;

	if (!is_operator(act))
		return ERR_DENIED;
	if ((err = read_sweep(act, &sweep)) ||
	    (err = add_failed(act, act->registry, 0, all, &got)))
		return err;
	for (size_t i = 0; i < sweep.troubled_n; i++) {
		struct act store = *act;

		store.school = NULL;
		/* A store that does not open is told by the round itself. */
		if (act_open_school(&store, sweep.troubled[i]))
			continue;
		err =
		    add_failed(act, store.school, sweep.troubled[i], all, &got);
		act_close_school(&store);
		if (err)
			return err;
	}
	*jobs = all;
	*n = got;
	return OK;
}
